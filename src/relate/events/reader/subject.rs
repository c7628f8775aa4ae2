//! Who acts: the subject before the verb, or whom the clauses before were about.

use std::sync::LazyLock;

use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::EventType;
use crate::text::WordList;

/// Words that open a clause with a subject of its own.
static OPENINGS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("当 从 由于 因 因为 随着 鉴于 如 如同 像 正如 除了 除 到 有关 关于 以及"));

impl Reader<'_> {
    /// The nearest group before `at` in the clause that can be its subject.
    pub(super) fn subject_before(&self, clause: &Clause, at: usize, nominal: bool) -> Result<Argument, bool> {
        let mut other = false;
        for g in (0..self.groups.len()).rev() {
            let group = &self.groups[g];
            if group.end > at || group.start < clause.start {
                continue;
            }
            // 支持甲、反对乙: an object, not a subject.
            let listed = self.flat.get(group.end) == '、';
            if listed || self.consumed.contains(&g) || self.triggers.iter().any(|t| t.start <= group.start && group.end <= t.end) {
                continue;
            }
            match group.governor.map(|k| k.0) {
                None | Some(Governor::Agent | Governor::Cause) => {}
                // 有关中国禁止进口: the clause after it has its own subject.
                Some(Governor::About) if at - group.end <= 3 && !group.possessor && !other => {}
                Some(_) => continue,
            }
            if group.possessor && !nominal {
                // 美国的…: the noun after it is the subject, unless it is all inside a prepositional phrase.
                other = true;
                continue;
            }
            if matches!(self.shape(g), Shape::Private | Shape::Modifier) || !self.is_actor(g) {
                return Err(true);
            }
            if self.is_blocked(group.end, at) {
                return Err(true);
            }
            let distance = at - group.end;
            let mut factor = if distance <= 8 {
                1.0
            } else if distance <= 18 {
                0.93
            } else {
                0.85
            };
            if group.governor.is_some_and(|k| k.0 == Governor::Cause) {
                factor *= 0.45;
            }
            return Ok(Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) });
        }
        Err(other)
    }

    /// The subject of a clause without one: the topic.
    pub(super) fn carried(&self, clause: &Clause, lead: &Lead, at: usize, topic: Option<&Actor>) -> Option<Argument> {
        if !matches!(lead, Lead::Empty) {
            return None;
        }
        let topic = topic?;
        // 当…, 从…, 由于…: a clause with a subject of its own that is no name.
        let first = self.flat.token_at(clause.start).and_then(|t| self.flat.tokens.get(t))?;
        if OPENINGS.holds(self.flat.word(first)) {
            return None;
        }
        if topic.locals.is_empty() || self.is_blocked(clause.start, at) {
            return None;
        }
        // 呼吁各方停止打压，兑现承诺: whoever is asked would do it, unless 并 leads back to the one who asks.
        let before = self.clauses.iter().rev().find(|k| k.end < clause.start + 1 && k.quote == clause.quote);
        let asked = before.is_some_and(|k| {
            self.triggers.iter().any(|t| {
                t.start >= k.start && t.end <= k.end && self.text.table.form(t.form).is_some_and(|f| f.event == EventType::Request)
            })
        });
        if asked && !matches!(self.flat.get(clause.start), '并' | '也' | '还' | '且' | '同' | '又' | '则' | '另') {
            return None;
        }
        let distance = topic.span.map_or(0, |s| at.saturating_sub(s.1));
        let factor = if clause.quote > 0 {
            0.75
        } else if distance < 40 {
            0.88
        } else {
            0.78
        };
        Some(Argument { locals: topic.locals.clone(), factor, group: None })
    }

    /// 对英国制裁中国的反制: the name after 对 is the subject of the clause that 对 governs.
    pub(super) fn embedded(&self, clause: &Clause, at: usize) -> Option<Argument> {
        let g = (0..self.groups.len()).rev().find(|&g| self.groups[g].end <= at && self.groups[g].start >= clause.start)?;
        let group = &self.groups[g];
        let (kind, by) = group.governor?;
        // 向某组织起诉某国: the one addressed does nothing.
        if !matches!(self.flat.get(by), '对' | '针') {
            return None;
        }
        let close = at - group.end <= 4 && !self.is_blocked(group.end, at) && !group.possessor;
        let named = matches!(self.shape(g), Shape::Named | Shape::Organ | Shape::Capital) && self.is_actor(g);
        (close && named && kind == Governor::Towards).then(|| Argument {
            locals: self.locals(group.first, group.last),
            factor: 0.8,
            group: Some(g),
        })
    }

    /// The named subject between what 对 governs (group `g`) and the verb at `at`, right before the verb.
    pub(super) fn subject_behind(&self, g: usize, at: usize) -> Option<Argument> {
        let from = self.groups.get(g).filter(|g| g.possessor)?.end;
        let s = (0..self.groups.len()).rev().find(|&s| self.groups[s].start > from && self.groups[s].end <= at)?;
        let group = &self.groups[s];
        let whole = matches!(self.last_shape(group), Shape::Named | Shape::Organ | Shape::Capital) && self.is_actor(s);
        let listed = group.start > 0 && matches!(self.flat.get(group.start - 1), '、' | '和' | '及' | '与');
        (whole && !listed && group.governor.is_none() && !group.possessor && at - group.end <= 6 && !self.is_blocked(group.end, at))
            .then(|| Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(s) })
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
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn the_topic_is_carried() {
        check("德国总理默克尔周一发表讲话，谴责伊朗。", &["默克尔 ACCUSE 伊朗"]);
        check("专家发表报告，谴责伊朗。德国没有回应。", &[]);
    }
}
