//! Words that stand for somebody named before.

use crate::relate::flat::{Flat, TokenKind};

/// Words that stand for somebody named before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// 他.
    He,
    /// 她.
    She,
    /// 我, 我们: the speaker.
    I,
    /// 他们: several, or those of a body.
    They,
    /// 它.
    It,
    /// 两人, 双方, 两国: the two named before.
    Both,
    /// 该国.
    ThatCountry,
    /// 该公司, 该机构.
    ThatBody,
    /// 对方: the other of two.
    Other,
}

/// Whether a word begins as pronouns do.
pub fn may_be_pronoun(word: &[char]) -> bool {
    matches!(word.first(), Some('他' | '她' | '它' | '我' | '双' | '两' | '二' | '该' | '对'))
}

fn pronoun(word: &[char]) -> Option<Pronoun> {
    if word.len() > 3 || !may_be_pronoun(word) {
        return None;
    }
    Some(match word {
        ['他'] => Pronoun::He,
        ['她'] => Pronoun::She,
        ['他', '们'] | ['她', '们'] | ['它', '们'] => Pronoun::They,
        ['它'] => Pronoun::It,
        ['我'] | ['我', '们'] | ['我', '国'] | ['我', '方'] => Pronoun::I,
        ['双', '方'] | ['两', '国'] | ['两', '人'] | ['二', '人'] | ['两', '方'] | ['两', '位'] => Pronoun::Both,
        ['该', '国'] => Pronoun::ThatCountry,
        ['该', '公', '司'] | ['该', '机', '构'] | ['该', '组', '织'] | ['该', '党'] | ['该', '集', '团'] => Pronoun::ThatBody,
        ['对', '方'] => Pronoun::Other,
        _ => return None,
    })
}

/// The pronoun that token number `t` begins, where it ends, and of how many tokens it is.
pub(super) fn pronoun_at(flat: &Flat, t: usize) -> Option<(Pronoun, usize, usize)> {
    let token = flat.tokens.get(t)?;
    let (start, end) = (token.start as usize, token.end as usize);
    if let Some(found) = pronoun(flat.word(token)) {
        return Some((found, end, 1));
    }
    // 该国 may be cut in two.
    if end - start != 1 || !matches!(flat.get(start), '该' | '两' | '我' | '二') {
        return None;
    }
    let next = flat.tokens.get(t + 1).filter(|n| n.kind == TokenKind::Word)?;
    Some((pronoun(flat.slice(start, next.end as usize))?, next.end as usize, 2))
}
