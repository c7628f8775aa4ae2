//! How a clause begins: with somebody who acts, with something else, or without a subject.

use std::sync::LazyLock;

use super::words::{CAUSATIVE, SPEECH};
use super::{Actor, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::flat::TokenKind;
use crate::relate::phrase;
use crate::relate::phrase::Shape;
use crate::text::WordList;

/// How a clause begins.
pub(super) enum Lead {
    /// With a subject that can act: index of the group.
    Group(usize),
    /// With some other subject.
    Other,
    /// Without a subject.
    Empty,
}

/// Words at the beginning of a clause that are no subject.
static ASIDES: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("此外 另外 其中 同时 期间 事实上 如今 自己 如何 怎么 为何 此前 之后 目前"));

impl Reader<'_> {
    /// How the clause begins.
    pub(super) fn lead(&self, clause: &Clause) -> Lead {
        let mut at = clause.start;
        let mut passed = 0;
        while at < clause.end {
            if let Some(g) = self.groups.iter().position(|g| g.start == at) {
                let group = &self.groups[g];
                let shape = self.phrases.get(group.last - 1).map(|p| p.shape);
                // 某某的兄弟某某: the second is the subject.
                if group.possessor && self.groups.get(g + 1).is_some_and(|n| n.start == group.end + 1) {
                    at = group.end + 1;
                    continue;
                }
                if matches!(shape, Some(Shape::Private | Shape::Modifier)) || group.possessor {
                    return Lead::Other;
                }
                return Lead::Group(g);
            }
            // A phrase whose titles reach back over `at`.
            if let Some(g) = self.groups.iter().position(|g| g.start < at && at < g.end) {
                at = self.groups[g].end;
                continue;
            }
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return Lead::Empty };
            let end = token.end as usize;
            let word = self.flat.word(token);
            if token.kind != TokenKind::Word {
                // A name that cannot act (a place).
                return Lead::Other;
            }
            if phrase::governor(word).is_some() {
                match self.after_preposition(at, clause.end) {
                    Some(next) => {
                        at = next;
                        continue;
                    }
                    None => return Lead::Empty,
                }
            }
            // jieba takes 建议, 报告 for nouns.
            if self.triggers.iter().any(|t| t.start == at) {
                return self.described_lead(clause, at).map_or(Lead::Empty, Lead::Group);
            }
            match self.text.part_of_speech(self.flat, token) {
                'v' => return self.described_lead(clause, at).map_or(Lead::Empty, Lead::Group),
                'n' | 'r' | 'x' if word.len() > 1 => {
                    let aside = ASIDES.holds(word)
                        || word.iter().any(|c| c.is_ascii_digit())
                        || word.last().is_some_and(|c| matches!(c, '前' | '后' | '时' | '中' | '上' | '下' | '内' | '日' | '月' | '年'));
                    // A modifier right before a name is part of its phrase.
                    let joined = self.groups.iter().any(|g| g.start == end);
                    if !aside && !joined {
                        return Lead::Other;
                    }
                }
                _ => {}
            }
            passed += end - at;
            if passed > 30 {
                return Lead::Other;
            }
            at = end;
        }
        Lead::Empty
    }

    /// 寻求连任的总统某某宣布…: the group right after 的, when the clause begins with the words that describe it.
    fn described_lead(&self, clause: &Clause, at: usize) -> Option<usize> {
        // A verb of saying or of a stance takes the name as its object (谴责被捕的某某).
        let stance = self.triggers.iter().find(|t| t.start == at).and_then(|t| self.text.table.form(t.form)).is_some_and(|f| f.clause);
        if stance || at - clause.start > 12 || matches!(self.flat.get(clause.start), '及' | '和' | '或' | '与' | '以' | '并' | '而')
        {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start > at && self.groups[g].end <= clause.end)?;
        let group = &self.groups[g];
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        let near = group.start - at <= 16 && group.end < clause.end;
        let first = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t))?;
        let reports = SPEECH.holds(self.flat.word(first)) || CAUSATIVE.holds(self.flat.word(first));
        let acts = self
            .flat
            .tokens
            .iter()
            .any(|t| t.start as usize >= group.end && t.end as usize <= clause.end && self.text.part_of_speech(self.flat, t) == 'v');
        (person && near && acts && !reports && self.after_of(group.start) && self.shape(g) == Shape::Named && !group.possessor).then_some(g)
    }

    /// The owner of a subject that speaks for its owner (某某的声明, 某某的访问).
    pub(super) fn possessor_topic(&self, clause: &Clause) -> Option<Actor> {
        const OWN: &[&str] = &[
            "声明",
            "讲话",
            "演讲",
            "发言",
            "报告",
            "文章",
            "推文",
            "访问",
            "行程",
            "言论",
            "说法",
            "表态",
            "立场",
            "态度",
            "信",
            "目的",
            "目标",
            "计划",
            "最后一站",
            "下一站",
        ];
        let g = self.groups.iter().position(|g| g.start >= clause.start && g.end <= clause.end)?;
        let group = &self.groups[g];
        if !group.possessor || group.start - clause.start > 4 || group.governor.is_some() {
            return None;
        }
        let own = OWN.iter().any(|w| self.flat.reads(group.end + 1, group.end + 1 + w.chars().count(), w));
        own.then(|| self.actor_of(g)).filter(|a| !a.locals.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn the_described_acts() {
        check("寻求连任的德国总理默克尔周一在柏林发表讲话，并谴责伊朗。", &["默克尔 ACCUSE 伊朗"]);
    }
}
