//! What stands between two places of a clause: whether it bars a name from a verb, and what may be passed over.

use std::sync::LazyLock;

use super::Reader;
use super::words::{CAUSATIVE, HUMANS, SPEECH};
use crate::relate::flat::{Token, TokenKind};
use crate::relate::phrase;
use crate::text::WordList;

/// Verbs that take another verb.
static LIGHT: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "会 能 可 要 应 应该 可以 可能 继续 开始 决定 宣布 打算 计划 试图 考虑 表示 称 说 再次 愿意 愿 想 希望 需要 必须 公开 \
         发表 指出 认为 强调 承诺 誓言 威胁 有 在 联合 进一步 不断 来 去 正在 敢 得 严厉 强烈",
    )
});

impl Reader<'_> {
    /// Whether something stands between a subject and its verb that makes it another's subject.
    pub(super) fn is_blocked(&self, from: usize, to: usize) -> bool {
        let this = self.flat.get(from) == '这' && self.flat.get(from + 1) != '名' && !self.groups.iter().any(|g| g.start == from);
        let mut at = if this { self.past_apposition(from, to) } else { self.past_company(from, to) };
        let mut causative = false;
        while at < to {
            // 以“颠覆国家政权”起诉: what is quoted is one word.
            if let Some(quoted) = self.flat.quoted.iter().find(|q| q.0 <= at && at < q.1 && q.1 <= to) {
                at = quoted.1;
                continue;
            }
            if let Some(group) = self.groups.iter().find(|g| g.start <= at && at < g.end) {
                at = group.end.max(at + 1);
                continue;
            }
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return true };
            let word = self.flat.word(token);
            let end = (token.end as usize).max(at + 1);
            if token.kind == TokenKind::Word && phrase::governor(word).is_some() {
                match self.after_preposition(at, to) {
                    Some(next) if next > at => {
                        at = next;
                        continue;
                    }
                    _ => {
                        at = end;
                        continue;
                    }
                }
            }
            if CAUSATIVE.holds(word) {
                causative = true;
            } else {
                let human = HUMANS.ends(word)
                    && token.kind == TokenKind::Word
                    && self.flat.get(end) != '的'
                    && !self.groups.iter().any(|g| g.start == end)
                    && !self.is_verb_here(token);
                let caused = causative
                    && (self.text.is_noun(self.flat, token) || matches!(word, ['其'] | ['他' | '她', '们'] | ['各', '国'] | ['它']));
                if word == ['的'] || human || caused {
                    return true;
                }
            }
            at = end;
        }
        false
    }

    /// Where the phrase that a preposition at `at` governs is over.
    pub(super) fn after_preposition(&self, at: usize, end: usize) -> Option<usize> {
        let first = self.flat.token_at(at)?;
        let here = self.flat.tokens.get(first)?;
        let located = matches!(self.flat.word(here), ['在'] | ['于'] | ['当'] | ['从'] | ['自'] | ['继'] | ['就'] | ['随']);
        // 在…上, 当…时: up to the word of place or time.
        if located {
            let mut position = here.end as usize;
            for token in self.flat.tokens.get(first + 1..)?.iter().take(14) {
                if token.end as usize > end {
                    break;
                }
                let word = self.flat.word(token);
                let closes = matches!(word, ['上'] | ['下'] | ['中'] | ['后'] | ['时'] | ['前'] | ['内'] | ['间'] | ['里'])
                    || matches!(word.last(), Some('上' | '下' | '中' | '后' | '时' | '前' | '间' | '际' | '内'))
                        && token.kind == TokenKind::Word
                        && (2..=3).contains(&word.len())
                        && !matches!(word, ['会', '中']);
                if closes && token.start as usize > position.saturating_sub(1) {
                    return Some(token.end as usize);
                }
                position = token.end as usize;
            }
        }
        let mut position = here.end as usize;
        for token in self.flat.tokens.get(first + 1..)? {
            let (from, to) = (token.start as usize, token.end as usize);
            if from >= end {
                return Some(end);
            }
            // Titles and organs of a name belong to it.
            if let Some(group) = self.groups.iter().find(|g| g.start <= from && from < g.end) {
                position = group.end;
                continue;
            }
            if to <= position {
                continue;
            }
            let word = self.flat.word(token);
            let inside = matches!(word, ['的'] | ['之'])
                || self.text.is_noun(self.flat, token)
                || matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'a' | 'b' | 'r' | 't' | 's' | 'f' | 'j' | 'n');
            if !inside {
                return Some(from);
            }
            position = to;
        }
        Some(position.min(end))
    }

    /// Past those who act together with a subject that ends at `from`: 与另外七名议员, 代表七十国.
    fn past_company(&self, from: usize, to: usize) -> usize {
        let mut at = from;
        let mut company = false;
        for _ in 0..8 {
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { break };
            let (word, end) = (self.flat.word(token), token.end as usize);
            if token.kind != TokenKind::Word || end > to {
                break;
            }
            let opens = matches!(word, ['与'] | ['和'] | ['及'] | ['、'])
                || matches!(word, ['以', '及'] | ['代', '表'] | ['率', '领'] | ['联', '合'] | ['联', '同'] | ['会', '同'] | ['连', '同']);
            let timed = !company && matches!(self.text.part_of_speech(self.flat, token), 't' | 'm' | 'd');
            if company && HUMANS.ends(word) {
                return end;
            }
            let modifies = company
                && (matches!(word, ['另', '外'] | ['其', '他'] | ['其', '余'] | ['另'])
                    || matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'r' | 'b' | 'a' | 'n' | 'j'));
            if !opens && !modifies && !timed {
                break;
            }
            company |= opens;
            at = end;
        }
        from
    }

    /// Past what stands beside a name as the same thing or belongs to its phrase: 这五国, 公司, 人士及机构.
    pub(super) fn past_apposition(&self, from: usize, to: usize) -> usize {
        let mut at = from;
        for _ in 0..6 {
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { break };
            let (word, end) = (self.flat.word(token), token.end as usize);
            let letter = self.text.part_of_speech(self.flat, token);
            let belongs = self.text.is_noun(self.flat, token)
                || matches!(letter, 'm' | 'q')
                || matches!(word, ['这'] | ['及'] | ['和'] | ['、'] | ['国'] | ['以', '及'] | ['这', '些']);
            if token.kind != TokenKind::Word || end > to || !belongs || self.triggers.iter().any(|t| t.shown.0 < end && at < t.shown.1) {
                break;
            }
            at = end;
        }
        at
    }

    /// Whether only words that modify a noun stand in the range: no verb, no noun with a life of its own.
    pub(super) fn only_modifiers(&self, from: usize, to: usize) -> bool {
        let mut at = from;
        while at < to {
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return false };
            let end = (token.end as usize).max(at + 1);
            let word = self.flat.word(token);
            let passes = token.kind == TokenKind::Word
                && (matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'a' | 'b' | 'u' | 'r' | 't' | 'd')
                    || word == ['的']
                    || (self.text.is_noun(self.flat, token) && (end == to || self.flat.get(end) == '的' || to - end <= 4)));
            if !passes {
                return false;
            }
            at = end;
        }
        true
    }

    /// Whether a verb with an object of its own stands in the range (not only one of wanting or starting).
    pub(super) fn has_verb(&self, from: usize, to: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to && {
                let word = self.flat.word(t);
                !LIGHT.holds(word) && phrase::governor(word).is_none() && self.text.part_of_speech(self.flat, t) == 'v'
            }
        })
    }

    /// Whether a verb of saying stands in the range.
    pub(super) fn says(&self, from: usize, to: usize) -> bool {
        self.flat
            .tokens
            .iter()
            .any(|t| t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to && SPEECH.holds(self.flat.word(t)))
    }

    /// Whether a verb of saying or causing stands in the range.
    pub(super) fn reports(&self, from: usize, to: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to && {
                let word = self.flat.word(t);
                CAUSATIVE.holds(word) || SPEECH.holds(word) || *word == ['指', '称']
            }
        })
    }

    /// Whether a word that may mean people is a verb where it stands (组织示威, 代表某国发言): nothing before it describes it.
    fn is_verb_here(&self, token: &Token) -> bool {
        if !matches!(self.flat.word(token), ['组', '织'] | ['代', '表']) {
            return false;
        }
        let before = (token.start as usize).checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t));
        before.is_none_or(|b| {
            b.kind == TokenKind::Word
                && !self.text.is_noun(self.flat, b)
                && !matches!(self.text.part_of_speech(self.flat, b), 'n' | 'b' | 'a' | 'm' | 'q' | 'j')
        })
    }

    /// Whether a range holds a word.
    pub(super) fn slice_holds(&self, from: usize, to: usize, word: &str) -> bool {
        let n = word.chars().count();
        (from..to.saturating_sub(n - 1)).any(|i| self.flat.reads(i, i + n, word))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, check_unordered};

    #[test]
    fn company_does_not_bar_the_way() {
        check("默克尔与另外七名议员发表声明批评俄罗斯。", &["默克尔 ACCUSE 俄罗斯"]);
    }

    #[test]
    fn what_belongs_to_a_phrase_does_not_bar_the_way() {
        check_unordered("挪威对伊朗公司加以制裁。", &["挪威 SANCTION 伊朗"]);
        check_unordered("挪威、丹麦和芬兰这三个国家谴责伊朗。", &["丹麦 ACCUSE 伊朗", "挪威 ACCUSE 伊朗", "芬兰 ACCUSE 伊朗"]);
        check_unordered("法德两国谴责伊朗。", &["德国 ACCUSE 伊朗", "法国 ACCUSE 伊朗"]);
    }
}
