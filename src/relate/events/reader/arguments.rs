//! The two sides of an event word, by the frame of its form.

use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Group};
use crate::relate::scheme::EventType;
use crate::relate::trigger::{EventForm, Frame, Inside, Strength, Trigger};

/// An event word where it stands: what its two sides are looked for by.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) trigger: &'a Trigger,
    pub(super) form: &'a EventForm,
    pub(super) clause: &'a Clause,
    /// How the clause begins.
    pub(super) lead: &'a Lead,
    /// Whom the clauses before are about.
    pub(super) topic: Option<&'a Actor>,
}

/// A subject and an object.
pub(super) type Sides = (Argument, Argument);

impl Reader<'_> {
    /// Who does it and to whom.
    pub(super) fn arguments(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let (start, end) = trigger.shown;
        if self.is_no_event(site) {
            return None;
        }
        match form.inside {
            Inside::Both => return self.both_inside(trigger),
            Inside::Object => return self.object_inside(site),
            Inside::None => {}
        }
        if form.suffers {
            return self.custody(site);
        }
        // A word inside a name phrase (a title) is no event.
        if self.groups.iter().any(|g| g.start < end && start < g.end && !(g.start >= trigger.start && g.end <= trigger.end)) {
            return None;
        }
        if self.passive_without_agent(clause, trigger.start) {
            return self.custody(site);
        }
        if !trigger.gaps.is_empty() {
            // Gapped forms hold their object.
            if let Some(object) = trigger.gaps.iter().find_map(|&(a, b)| self.head(form, a, b)) {
                return self.around_object(site, object);
            }
            if form.frame == Frame::SubjectVerbObject
                && self.governed(clause, trigger.start, &[Governor::Towards, Governor::Disposal]).is_none()
            {
                return None;
            }
            if matches!(form.frame, Frame::ObjectBefore | Frame::Disposal) {
                return self.over_first_piece(trigger);
            }
        }
        // 被美国制裁的华为, 华为被美国制裁, 中国受到美国的制裁.
        if let Some((agent, by)) = self.agent(clause, start) {
            if !form.passive && !form.noun {
                return None;
            }
            // 受中国控制的法院: what follows 的 suffers it, whether it is a name or not.
            let patient = if self.flat.get(end) == '的' {
                self.relative_head(clause, end)?
            } else {
                self.sufferer(clause, site.lead, by, site.topic)?
            };
            return Some((agent, patient));
        }
        match form.frame {
            Frame::Mutual => self.joined_after(clause, start, end).or_else(|| self.mutual(trigger, clause, site.lead, site.topic)),
            Frame::Noun => self.nominal(site).or_else(|| self.mutual_strict(trigger, form, clause)),
            Frame::ObjectBefore | Frame::Charge => None,
            Frame::Disposal => self.disposal(site),
            Frame::Intransitive | Frame::Speech => self.intransitive(site),
            Frame::SubjectVerbObject => self.transitive(site),
        }
    }

    /// The subject of whatever stands at `at`: the name before it, or the topic where the clause has none of its own.
    pub(super) fn subject_at(&self, site: &Site, at: usize) -> Option<Argument> {
        match self.subject_before(site.clause, at, false) {
            Ok(found) => Some(found),
            Err(true) => None,
            Err(false) => self.carried(site.clause, site.lead, at, site.topic),
        }
    }

    /// Whether the words around show that no event is told here, whoever stands about it.
    fn is_no_event(&self, site: &Site) -> bool {
        let Site { trigger, form, .. } = *site;
        let (start, end) = trigger.shown;
        let single = form.length() == 1;
        if single && !self.headline {
            // 批, 访, 斥 in running text: a word of its own between its two actors.
            let object = form.strength >= Strength::Medium && self.groups.iter().any(|g| g.start == end);
            let word = self
                .flat
                .token_at(start)
                .and_then(|t| self.flat.tokens.get(t))
                .is_some_and(|t| t.start as usize == start && t.end as usize == end);
            if !object || !word {
                return true;
            }
        }
        // 迫害者: the one who does it.
        if matches!(self.flat.get(end), '者') && !self.groups.iter().any(|g| g.start == end) {
            return true;
        }
        // 拒绝进口: the first word says what happens.
        self.triggers.iter().any(|t| {
            (t.end == trigger.start || self.is_addressee(t.end, trigger.start))
                && self.text.table.form(t.form).is_some_and(|f| {
                    matches!(f.event, EventType::Reject | EventType::Sanction | EventType::Concede | EventType::Retreat)
                        || t.end == trigger.start && f.event == EventType::Request && f.frame != Frame::Noun && !f.gap_acts
                })
        })
    }

    /// 拜习会: both sides are part of the word.
    fn both_inside(&self, trigger: &Trigger) -> Option<Sides> {
        match self.mention_inside(trigger.start, trigger.end).as_slice() {
            [a, b] => {
                Some((Argument { locals: vec![*a], factor: 1.0, group: None }, Argument { locals: vec![*b], factor: 1.0, group: None }))
            }
            _ => None,
        }
    }

    /// 访台: the object is part of the word.
    fn object_inside(&self, site: &Site) -> Option<Sides> {
        let trigger = site.trigger;
        let inside = self.mention_inside(trigger.start, trigger.end);
        let object = Argument { locals: inside, factor: 1.0, group: None };
        if object.locals.len() != 1 {
            return None;
        }
        if trigger.start > 0 && self.flat.get(trigger.start - 1) == '的' {
            return None;
        }
        Some((self.subject_at(site, trigger.start)?, object))
    }

    /// 对某国表示不满, 应某国要求: a form in pieces with its object between them.
    fn around_object(&self, site: &Site, object: Argument) -> Option<Sides> {
        let Site { trigger, form, .. } = *site;
        let first_piece = trigger.pieces.first().copied().unwrap_or((trigger.start, trigger.end));
        if form.frame == Frame::ObjectBefore
            && first_piece.1 - first_piece.0 == 1
            && matches!(self.flat.get(first_piece.0), '与' | '和' | '同' | '跟')
        {
            // A与B会谈 where A与B is one group.
            if let Some(g) = self.groups.iter().position(|g| g.start < first_piece.0 && g.end > first_piece.0) {
                return self.split_sides(g);
            }
        }
        let subject = self.subject_at(site, trigger.start)?;
        // 应某国要求: who stands in the gap asks.
        Some(if form.gap_acts { (object, subject) } else { (subject, object) })
    }

    /// A和B合作: the pieces stand round a group that reaches over the first one.
    fn over_first_piece(&self, trigger: &Trigger) -> Option<Sides> {
        let first_piece = trigger.pieces.first().copied().unwrap_or((trigger.start, trigger.end));
        let over = |g: &Group| g.start < first_piece.0 && g.end > first_piece.0 && g.end <= trigger.shown.0;
        self.split_sides(self.groups.iter().position(over)?)
    }

    /// The two sides of a group that a mutual event splits.
    pub(super) fn split_sides(&self, g: usize) -> Option<Sides> {
        let group = self.groups.get(g)?;
        let split = group.split?;
        Some((
            Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
            Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, read};

    #[test]
    fn the_one_addressed_does_nothing() {
        check("澳大利亚向世贸组织起诉丹麦。", &["澳大利亚 ACCUSE 丹麦"]);
        check("普京拒绝向默克尔移交权力。", &["普京 REJECT 默克尔"]);
    }

    #[test]
    fn whoever_stands_in_the_gap_asks() {
        check("丹麦应挪威要求逮捕了绍伊古。", &["挪威 REQUEST 丹麦", "丹麦 COERCE 绍伊古"]);
    }

    #[test]
    fn headlines() {
        assert_eq!(read("德国批俄罗斯\n正文", true).0, ["德国 ACCUSE 俄罗斯"]);
        assert_eq!(read("蔡英文与国民党互呛\n正文", true).0, ["中国国民党 ACCUSE 蔡英文", "蔡英文 ACCUSE 中国国民党"]);
    }
}
