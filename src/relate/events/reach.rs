//! Arguments that do not stand right beside the event word: the head of a long phrase (制裁多名侵犯人权的某国官员), a list that is added
//! (对六名官员实施制裁，包括某某), the object of a verb that is joined to another (起诉并驱逐某人), what 对此 points back to.

use super::{Argument, Clause, Reader};
use crate::record::EntityType;
use crate::relate::flat::TokenKind;
use crate::relate::phrase::{self, Governor, Shape};
use crate::relate::scheme::{EventType, QuadClass};
use crate::relate::trigger::{EventForm, Frame};

/// Words that join two verbs with one object.
const JOINING: &[&str] = &["并", "和", "及", "、", "或", "与", "以及", "而", "且", "并且", "又", "或者"];
/// Words that open the list of those who are meant.
const LISTING: &[&str] = &["包括", "其中包括", "当中包括", "包含", "分别是", "分别为", "例如", "其中有"];

impl Reader<'_> {
    /// Past the verbs that share the object of the verb that ends at `from` (谴责并制裁某国).
    pub(super) fn past_joined(&self, from: usize) -> usize {
        let mut at = from;
        for _ in 0..2 {
            let joint = JOINING.iter().map(|w| w.chars().count()).filter(|&n| self.flat.get(at + n - 1) != '\n');
            let joint = joint.filter(|&n| JOINING.iter().any(|w| self.flat.reads(at, at + n, w))).max();
            let Some(next) = joint.map(|n| at + n) else { break };
            let verb = self.triggers.iter().find(|t| {
                t.shown.0 == next && self.text.table.form(t.form).is_some_and(|f| f.frame == Frame::SubjectVerbObject)
            });
            match verb {
                Some(verb) => at = verb.pieces.first().map_or(verb.shown.1, |p| p.1),
                None => break,
            }
        }
        at
    }

    /// Whether 的 stands right before a group, figures and classifiers aside.
    fn after_of(&self, start: usize) -> bool {
        let mut at = start;
        for _ in 0..4 {
            let Some(token) = at.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t)) else {
                return false;
            };
            if token.kind != TokenKind::Word {
                return false;
            }
            if self.flat.word(token) == ['的'] {
                return true;
            }
            if !matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'b' | 'a') {
                return false;
            }
            at = token.start as usize;
        }
        false
    }

    /// 对在某地镇压示威者的某国官员…: the last group of a range, when a clause with 的 describes it and nothing follows it there.
    pub(super) fn described(&self, from: usize, to: usize) -> Option<Argument> {
        let g = (0..self.groups.len()).rev().find(|&g| self.groups[g].start > from && self.groups[g].start < to)?;
        let group = &self.groups[g];
        let last = group.end >= to || self.only_modifiers(group.end, to);
        if !last || group.possessor || group.governor.is_some() || !self.is_actor(g) || !self.after_of(group.start) {
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
            || matches!(form.event, EventType::Accuse | EventType::Support | EventType::Retreat | EventType::Aid);
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
        self.described(from, clause.end)
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

    fn last_shape(&self, group: &phrase::Group) -> Shape {
        self.phrases.get(group.last.saturating_sub(1)).map_or(Shape::Modifier, |p| p.shape)
    }

    /// 制裁六名官员，包括某某和某某: the people and bodies that the clauses after this one list.
    pub(super) fn listed_after(&self, clause: &Clause) -> Vec<u32> {
        let mut out = Vec::new();
        let mut at = clause.end;
        for next in self.clauses.iter().filter(|k| k.start > clause.start && k.quote == clause.quote).take(8) {
            if next.start != at + 1 || self.flat.get(at) == '。' {
                break;
            }
            let opens = LISTING.iter().map(|w| w.chars().count()).filter(|&n| n <= next.end - next.start).find(|&n| {
                LISTING.iter().any(|w| w.chars().count() == n && self.flat.reads(next.start, next.start + n, w))
            });
            let from = match opens {
                Some(n) if out.is_empty() => next.start + n,
                None if !out.is_empty() => next.start,
                _ => break,
            };
            let found = self.names_of_list(from, next.end);
            if found.is_empty() {
                break;
            }
            out.extend(found);
            at = next.end;
        }
        out
    }

    /// The named people and bodies of a range that is nothing but a list; up to the first verb.
    fn names_of_list(&self, from: usize, to: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for g in self.inside(from, to) {
            let group = &self.groups[g];
            let joined = self.phrases.get(group.first..group.last).unwrap_or(&[]);
            if self.has_verb(from, group.start) {
                break;
            }
            for phrase in joined {
                let thing = matches!(phrase.kind, EntityType::Person | EntityType::Organization);
                if thing && phrase.shape == Shape::Named && !phrase.possessor {
                    out.extend(phrase.actors.iter().copied());
                }
            }
        }
        out
    }

    /// Whether a group means several people or firms of what it names (四名某国官员, 某国企业).
    pub(super) fn is_plural(&self, g: usize) -> bool {
        let Some(group) = self.groups.get(g) else { return false };
        matches!(self.last_shape(group), Shape::Organ | Shape::Private | Shape::Modifier) || self.flat.get(group.end) == '的'
    }

    /// 对此: the actor of an earlier clause of the sentence, who is neither the subject nor the one who reports.
    pub(super) fn pointed_at(&self, clause: &Clause, at: usize, subject: &Argument) -> Option<Argument> {
        let this = self.flat.tokens.iter().any(|t| {
            t.start as usize >= clause.start && (t.end as usize) <= at && matches!(self.flat.word(t), ['对', '此'] | ['就', '此'])
                || (t.start as usize >= clause.start
                    && (t.end as usize) < at
                    && self.flat.word(t) == ['对']
                    && self.flat.get(t.end as usize) == '此')
        });
        if !this {
            return None;
        }
        for before in self.clauses.iter().rev().filter(|k| k.end < clause.start && k.quote == clause.quote).take(3) {
            for g in self.inside(before.start, before.end) {
                let group = &self.groups[g];
                let free = group.governor.is_none_or(|k| k.0 == Governor::Towards && self.flat.get(k.1) == '针');
                let state = self.phrases.get(group.first).is_some_and(|p| matches!(p.kind, EntityType::Country | EntityType::Organization));
                let locals = self.locals(group.first, group.last);
                if !free || !state || locals.is_empty() || locals.iter().any(|l| subject.locals.contains(l)) {
                    continue;
                }
                // 某国外交部说, …: who reports is not meant.
                if self.speaks(before) && !self.has_verb(before.start, group.start) && group.governor.is_none() {
                    return None;
                }
                return Some(Argument { locals, factor: 0.8, group: Some(g) });
            }
        }
        None
    }

    /// 批评某国的议员某某: without a subject of its own, the one whom the words before 的 describe acts.
    pub(super) fn described_subject(&self, clause: &Clause, start: usize, object: &Argument) -> Option<Argument> {
        let group = object.group.and_then(|g| self.groups.get(g)).filter(|g| g.possessor)?;
        if start.checked_sub(clause.start)? > 6 || self.groups.iter().any(|g| g.start >= clause.start && g.end <= start) {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start > group.end && self.groups[g].end <= clause.end)?;
        let next = &self.groups[g];
        let named = next.start <= group.end + 1 && self.shape(g) == Shape::Named && self.is_actor(g);
        let person = self.phrases.get(next.first).is_some_and(|p| p.kind == EntityType::Person);
        (named && person).then(|| Argument { locals: self.locals(next.first, next.last), factor: 0.85, group: Some(g) })
    }

    /// 寻求连任的总统某某宣布…: the group right after 的, when the clause begins with the words that describe it.
    pub(super) fn described_lead(&self, clause: &Clause, at: usize) -> Option<usize> {
        if self.triggers.iter().any(|t| t.start == at) {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start > at && self.groups[g].end <= clause.end)?;
        let group = &self.groups[g];
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        let near = group.start - at <= 16 && group.end < clause.end;
        let first = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t))?;
        let reports = super::SPEECH.holds(self.flat.word(first)) || super::CAUSATIVE.holds(self.flat.word(first));
        (person && near && !reports && self.after_of(group.start) && self.shape(g) == Shape::Named && !group.possessor).then_some(g)
    }
}

