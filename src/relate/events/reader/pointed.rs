//! Objects in an earlier clause: what 对此 points back to, what is set before the sentence (对于某国的做法，…).

use super::{Argument, Reader};
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::EventType;

impl Reader<'_> {
    /// 对此: the actor of an earlier clause of the sentence, who is neither the subject nor the one who reports.
    pub(super) fn pointed_at(&self, clause: &Clause, event: EventType, at: usize, subject: &Argument) -> Option<Argument> {
        // Only a stance: nobody apologizes to whom 对此 points at.
        let stance = matches!(event, EventType::Accuse | EventType::Reject | EventType::Protest | EventType::Support);
        if !stance || self.flat.slice(at, (at + 6).min(clause.end)).contains(&'歉') {
            return None;
        }
        // 对此谴责镇压行动: it has an object of its own.
        if self.past_joined(at + self.verb_length(at)) + 2 < clause.end {
            return None;
        }
        let this = self.flat.tokens.iter().any(|t| {
            t.start as usize >= clause.start && (t.end as usize) <= at && matches!(self.flat.word(t), ['对', '此'] | ['就', '此'])
                || (t.start as usize >= clause.start
                    && (t.end as usize) < at
                    && self.flat.word(t) == ['对']
                    && self.flat.get(t.end as usize) == '此')
        });
        if !this {
            return self.fronted(clause, at, subject);
        }
        for before in self.clauses.iter().rev().filter(|k| k.end < clause.start && k.quote == clause.quote).take(3) {
            let first = self
                .inside(before.start, before.end)
                .into_iter()
                .find(|&g| self.groups[g].governor.is_none_or(|k| k.0 == Governor::Towards && self.flat.get(k.1) == '针'));
            let Some(g) = first else { continue };
            let group = &self.groups[g];
            let locals = self.locals(group.first, group.last);
            if locals.is_empty() || locals.iter().any(|l| subject.locals.contains(l)) {
                continue;
            }
            // 某国外交部说, …: who reports is not meant; 美台关系…: nor is a topic.
            let reports = self.says(before.start, before.end) && !self.has_verb(before.start, group.start) && group.governor.is_none();
            let topic = locals.len() > 1 && matches!(self.shape(g), Shape::Modifier | Shape::Private);
            return (!reports && !topic).then_some(Argument { locals, factor: 0.8, group: Some(g) });
        }
        None
    }

    /// 对于某国的做法，某国加以谴责: what the clause before is about, when it is nothing but that.
    fn fronted(&self, clause: &Clause, at: usize, subject: &Argument) -> Option<Argument> {
        let near = subject.group.and_then(|g| self.groups.get(g)).is_none_or(|g| g.start >= clause.start);
        let before = self.clauses.iter().rev().find(|k| k.end + 1 == clause.start && k.quote == clause.quote)?;
        let opens = ["对", "对于", "针对", "面对", "就"]
            .iter()
            .map(|w| w.chars().count() * usize::from(self.flat.reads(before.start, before.start + w.chars().count(), w)))
            .max()?;
        if opens == 0 || !near || at + self.verb_length(at) + 2 < clause.end {
            return None;
        }
        let g = self.inside(before.start, before.end).into_iter().next()?;
        let group = &self.groups[g];
        let thing = group.possessor || self.flat.slice(group.end, before.end).contains(&'的') || group.end == before.end;
        let named = matches!(self.last_shape(group), Shape::Named | Shape::Organ | Shape::Capital | Shape::Modifier) && self.is_actor(g);
        if group.start - before.start > opens + 2 || !thing || !named {
            return None;
        }
        let locals = self.locals(group.first, group.last);
        (!locals.iter().any(|l| subject.locals.contains(l))).then_some(Argument { locals, factor: 0.8, group: Some(g) })
    }

    /// Characters of the event word that is shown from `at` on.
    fn verb_length(&self, at: usize) -> usize {
        self.triggers.iter().find(|t| t.shown.0 == at).map_or(0, |t| t.shown.1 - at)
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, check_unordered};

    #[test]
    fn what_is_pointed_back_at() {
        check_unordered("德国驱逐俄罗斯外交官，俄方对此强烈谴责。", &["德国 SANCTION 俄罗斯", "俄罗斯 ACCUSE 德国"]);
        check_unordered("德国外交部表示，俄方对此强烈谴责。", &[]);
        check_unordered("德国修改了法律，俄方对此谴责游行示威的规定。", &[]);
    }

    #[test]
    fn the_object_may_stand_in_the_clause_before() {
        check("面对俄罗斯的威胁，丹麦提出抗议。", &["丹麦 PROTEST 俄罗斯"]);
        check("面对严寒，丹麦提出抗议，俄罗斯没有表态。", &[]);
    }
}
