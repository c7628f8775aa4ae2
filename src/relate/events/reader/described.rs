//! Heads of long phrases: the object that a clause with 的 describes (制裁多名侵犯人权的某国官员).

use super::words::{CAUSATIVE, HUMANS};
use super::{Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::flat::{Token, TokenKind};
use crate::relate::phrase;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::{EventType, QuadClass};
use crate::relate::trigger::EventForm;

impl Reader<'_> {
    /// Whether 的 stands right before a group, figures and classifiers aside.
    pub(super) fn after_of(&self, start: usize) -> bool {
        let mut at = start;
        for step in 0..4 {
            let Some(token) = at.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t)) else {
                return false;
            };
            if token.kind != TokenKind::Word {
                return false;
            }
            if self.flat.word(token) == ['的'] {
                return true;
            }
            // 充满活力的民主某国: one noun more.
            let noun = step == 0 && self.flat.word(token).len() == 2 && self.text.is_noun(self.flat, token);
            if !noun && !matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'b' | 'a') {
                return false;
            }
            at = token.start as usize;
        }
        false
    }

    /// 敦促即将上任的某某释放…, 会见诺贝尔奖得主某某: the first group after the verb, when what stands between only describes it.
    pub(super) fn first_described(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
        let fits = matches!(
            form.event,
            EventType::Request | EventType::Accuse | EventType::Consult | EventType::Support | EventType::Coerce | EventType::Sanction
        );
        let g = self.groups.iter().position(|g| g.end > from)?;
        let group = &self.groups[g];
        if !fits || group.start <= from || group.end > clause.end || group.governor.is_some() || group.possessor || !self.is_actor(g) {
            return None;
        }
        if !matches!(self.shape(g), Shape::Named | Shape::Organ) || group.start - from > 22 {
            return None;
        }
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        let words = || {
            let first = self.flat.token_at(from).unwrap_or(usize::MAX);
            self.flat.tokens.get(first..).unwrap_or(&[]).iter().take_while(|t| (t.start as usize) < group.start)
        };
        if !words().all(|t| t.kind == TokenKind::Word) {
            return None;
        }
        let noun = |t: &Token| {
            self.text.is_noun(self.flat, t)
                || matches!(self.text.part_of_speech(self.flat, t), 'n' | 'm' | 'q' | 'b' | 'a' | 'j' | 'u' | 't')
        };
        let counts = |t: &Token| self.flat.word(t).last().is_some_and(|c| matches!(c, '名' | '位' | '个' | '批'));
        // Nothing but nouns before a person, none counted apart from him.
        if person && group.start - from <= 12 && words().all(noun) && !words().any(counts) {
            return Some(Argument { locals: self.locals(group.first, group.last), factor: 0.85, group: Some(g) });
        }
        // A clause with 的 right before it; no other event word's object within.
        let plain = !words().any(|t| CAUSATIVE.holds(self.flat.word(t)) || HUMANS.holds(self.flat.word(t)));
        (self.after_of(group.start) && plain && self.flat.slice(from, group.start).iter().filter(|&&c| c == '的').count() == 1)
            .then(|| Argument { locals: self.locals(group.first, group.last), factor: 0.85, group: Some(g) })
    }

    /// 对在某地镇压示威者的某国官员…: the last group of a range, when a clause with 的 describes it and nothing follows it there.
    pub(super) fn described(&self, from: usize, to: usize) -> Option<Argument> {
        let g = (0..self.groups.len()).rev().find(|&g| self.groups[g].start > from && self.groups[g].start < to)?;
        let group = &self.groups[g];
        let last = group.end >= to || (to - group.end <= 8 && self.only_modifiers(group.end, to));
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        if !last || (group.possessor && !person) || group.governor.is_some() || !self.is_actor(g) || !self.after_of(group.start) {
            return None;
        }
        let factor = match self.shape(g) {
            Shape::Named | Shape::Organ => 0.9,
            Shape::Private => 0.75,
            _ => return None,
        };
        Some(Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) })
    }

    /// 制裁多名侵犯人权的某国官员: the described head that ends the clause.
    pub(super) fn described_object(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
        let fits = form.event.quad() == QuadClass::MaterialConflict
            || matches!(form.event, EventType::Accuse | EventType::Support | EventType::Retreat | EventType::Aid | EventType::Consult);
        let first = self.flat.token_at(from).and_then(|t| self.flat.tokens.get(t))?;
        let opens = first.kind == TokenKind::Word
            && matches!(self.text.part_of_speech(self.flat, first), 'm' | 'q' | 'v' | 'p' | 'r')
            && self.flat.word(first) != ['的'];
        if !fits || !opens || self.flat.get(from) == '是' {
            return None;
        }
        // A name right after the verb would be its own object.
        if self.groups.iter().any(|g| g.start == from) {
            return None;
        }
        // 任命曾任某职的某某出任某职: the name stands before the second verb.
        let post = ["出任", "担任", "接任", "接替"].iter().filter_map(|w| (from..clause.end).find(|&i| self.flat.reads(i, i + 2, w)));
        let to = post.filter(|&i| self.groups.iter().any(|g| g.end == i && g.start > from)).min().unwrap_or(clause.end);
        self.described(from, to)
    }

    /// 对在某地镇压示威者的某国官员加以制裁: a described head between 对 and the verb, and where 对 stands.
    pub(super) fn described_towards(&self, clause: &Clause, at: usize) -> Option<(Argument, usize)> {
        let found = self.described(clause.start, at)?;
        let group = found.group.and_then(|g| self.groups.get(g))?;
        if at.checked_sub(group.end)? > 6 || self.is_blocked(group.end, at) {
            return None;
        }
        let by = self.flat.tokens.iter().rev().find(|t| {
            (t.end as usize) <= group.start
                && t.start as usize >= clause.start
                && t.kind == TokenKind::Word
                && phrase::governor(self.flat.word(t)) == Some(Governor::Towards)
        })?;
        let by = by.start as usize;
        // 对某国不满的官员: 对 belongs to the description.
        let taken = self.groups.iter().any(|g| g.governor.is_some_and(|k| k.1 == by) && matches!(self.last_shape(g), Shape::Named));
        (!taken && group.start - by <= 40).then_some((found, by))
    }

    /// The words that describe an object before its verb (对参与镇压的官员实施制裁), empty where none stand there.
    pub(super) fn described_range(&self, object: &Argument, from: usize, verb: usize) -> (usize, usize) {
        let group = object.group.and_then(|g| self.groups.get(g));
        match group.filter(|g| g.governor.is_none() && g.start > from && g.end <= verb && self.after_of(g.start)) {
            Some(group) => (from, group.end),
            None => (verb, verb),
        }
    }

    /// Whether the verb at `start..end` only describes the head of a phrase: after 对 or a classifier, with 的 and a name to come.
    pub(super) fn describes(&self, clause: &Clause, start: usize, end: usize) -> bool {
        let Some(before) = start.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t)) else {
            return false;
        };
        if before.kind != TokenKind::Word || (before.start as usize) < clause.start {
            return false;
        }
        let word = self.flat.word(before);
        let classified = word.last().is_some_and(|c| matches!(c, '名' | '位' | '个' | '些' | '批' | '家'))
            && matches!(self.text.part_of_speech(self.flat, before), 'm' | 'q' | 'r');
        // 对在某地镇压示威者的: a preposition or an adverb right after 对 begins a description.
        let open = |t: &Token| {
            let next = self.flat.token_at(t.end as usize).and_then(|n| self.flat.tokens.get(n));
            next.is_some_and(|n| n.start as usize == start || matches!(self.flat.word(n), ['在'] | ['于'] | ['被'] | ['曾'] | ['遭']))
        };
        let towards = self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word
                && t.start as usize >= clause.start
                && t.end as usize <= start
                && phrase::governor(self.flat.word(t)) == Some(Governor::Towards)
                && open(t)
        });
        (classified || towards)
            && self.groups.iter().any(|g| g.start > end && g.end <= clause.end && self.after_of(g.start) && g.governor.is_none())
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn a_described_head_is_the_object() {
        check("加拿大宣布制裁三名参与镇压的白俄罗斯官员。", &["加拿大 SANCTION 白俄罗斯"]);
        check("挪威制裁了多名侵犯人权的缅甸军官。", &["挪威 SANCTION 缅甸"]);
    }

    #[test]
    fn a_described_head_after_a_preposition() {
        check("欧盟对在边境镇压示威者的白俄罗斯官员实施制裁。", &["欧洲联盟 SANCTION 白俄罗斯"]);
        check("欧盟没有对参与镇压的白俄罗斯官员实施制裁。", &["欧洲联盟 not SANCTION 白俄罗斯"]);
    }

    #[test]
    fn a_described_person_is_received() {
        check("德国总理默克尔周三接待到访的法国总统马克龙。", &["默克尔 CONSULT 马克龙"]);
    }
}
