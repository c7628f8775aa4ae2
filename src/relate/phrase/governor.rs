//! Prepositions, and what they make of the phrase after them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::relate::Text;
use crate::relate::flat::{Flat, TokenKind};
use crate::text::CharSet;

/// What a preposition makes of the phrase after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governor {
    /// 对, 向, 给, 针对, 朝: the one it is done to.
    Towards,
    /// 与, 和, 同, 跟.
    With,
    /// 为, 替.
    For,
    /// 被, 遭, 受.
    By,
    /// 把, 将.
    Disposal,
    /// 从, 自.
    From,
    /// 在, 于.
    At,
    /// 赴, 到, 往, 抵.
    To,
    /// 由.
    Agent,
    /// 让, 令, 使: the one who is made to do what follows.
    Cause,
    /// 有关, 由于, 随着: may open a clause with a subject of its own.
    About,
    /// Anything else.
    Aside,
}

/// The words that govern, of one or two characters.
const GOVERNORS: [(Governor, &str); 12] = [
    (Governor::Towards, "对 对于 向 给 针对 朝 冲 冲着"),
    (Governor::With, "与 和 同 跟"),
    (Governor::For, "为 替"),
    (Governor::By, "被 遭 受 遭到 遭受 受到 惨遭 获 获得 得到 招致 引来 饱受 遭遇"),
    (Governor::Disposal, "把 将"),
    (Governor::From, "从 自"),
    (Governor::At, "在 于 位于 身处"),
    (Governor::To, "赴 到 往 抵 至 前往"),
    (Governor::Agent, "由"),
    (Governor::Cause, "让 令 使 迫使 促使"),
    (Governor::About, "有关 关于 由于 因 因为 随着 鉴于 据 就"),
    (
        Governor::Aside,
        "根据 按 按照 以 除 除了 通过 作为 为了 比 继 连同 包括 围绕 驻 涉及 例如 比如 身为 当 至于 像 如 经 用 靠 依 距 凭 随 透过 \
         援引 引述 引用 称为 成为 是 名为",
    ),
];

/// [`GOVERNORS`], for looking up.
struct Governing {
    /// First characters: they tell most words apart from all of these.
    first: CharSet,
    /// By the characters, a NUL for the second where there is none.
    words: FxHashMap<(char, char), Governor>,
}

static GOVERNING: LazyLock<Governing> = LazyLock::new(|| {
    let mut list = Governing { first: CharSet::default(), words: FxHashMap::default() };
    for (governor, words) in GOVERNORS {
        for word in words.split_whitespace() {
            let mut chars = word.chars();
            if let Some(first) = chars.next() {
                list.first.insert(first);
                list.words.insert((first, chars.next().unwrap_or('\0')), governor);
            }
        }
    }
    list
});

/// The governor that a word is.
pub fn governor(word: &[char]) -> Option<Governor> {
    let key = match *word {
        [one] => (one, '\0'),
        [one, two] => (one, two),
        _ => return None,
    };
    let list = &*GOVERNING;
    if list.first.contains(key.0) { list.words.get(&key).copied() } else { None }
}

/// The preposition before `start`, over at most three modifiers of the noun.
pub(super) fn governed(text: &Text, flat: &Flat, start: usize) -> Option<(Governor, usize)> {
    let mut at = start;
    for step in 0..4 {
        let token = at.checked_sub(1).and_then(|i| flat.token_at(i)).and_then(|t| flat.tokens.get(t))?;
        if token.kind != TokenKind::Word {
            return None;
        }
        let word = flat.word(token);
        if let Some(g) = governor(word) {
            // 是某某一直拒绝: the subject is only stressed.
            let before = (token.start as usize).checked_sub(1).and_then(|i| flat.token_at(i)).and_then(|t| flat.tokens.get(t));
            if word == ['是'] && before.is_none_or(|b| b.kind != TokenKind::Word || matches!(flat.word(b), ['称'] | ['说'] | ['指'])) {
                return None;
            }
            return Some((g, token.start as usize));
        }
        // 不与, 并与, 将与, 会与 cut as one word.
        if let (Some(g), true) = (word.last().and_then(|c| governor(&[*c])), word.len() == 2)
            && matches!(word.first(), Some('不' | '并' | '将' | '会' | '也' | '曾' | '再' | '却' | '已' | '还'))
        {
            return Some((g, token.start as usize + 1));
        }
        let modifier = text.is_noun(flat, token) || matches!(text.part_of_speech(flat, token), 'm' | 'q' | 'a' | 'b' | 'r');
        if !modifier || step == 3 || word.last().is_some_and(|c| matches!(c, '上' | '下' | '中' | '后' | '时' | '前' | '内' | '间' | '里'))
        {
            return None;
        }
        at = token.start as usize;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn a_longer_preposition() {
        check("丹麦对于俄罗斯的做法表示不满。", &["丹麦 ACCUSE 俄罗斯"]);
    }
}
