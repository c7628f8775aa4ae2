//! The two sides of an event word, by the frame of its form.

use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::EventType;
use crate::relate::trigger::{EventForm, Frame, Inside, Strength, Trigger};

impl Reader<'_> {
    pub(super) fn arguments(
        &self,
        trigger: &Trigger,
        form: &EventForm,
        clause: &Clause,
        lead: &Lead,
        topic: Option<&Actor>,
    ) -> Option<(Argument, Argument)> {
        let (start, end) = trigger.shown;
        let single = form.pieces.iter().map(Vec::len).sum::<usize>() == 1;
        if single && !self.headline {
            // 批, 访, 斥 in running text: a word of its own between its two actors.
            let object = form.strength >= Strength::Medium && self.groups.iter().any(|g| g.start == end);
            let word = self
                .flat
                .token_at(start)
                .and_then(|t| self.flat.tokens.get(t))
                .is_some_and(|t| t.start as usize == start && t.end as usize == end);
            if !object || !word {
                return None;
            }
        }
        // 迫害者: the one who does it.
        if matches!(self.flat.get(end), '者') && !self.groups.iter().any(|g| g.start == end) {
            return None;
        }
        // 拒绝进口: the first word says what happens.
        let after_refusal = self.triggers.iter().any(|t| {
            (t.end == trigger.start || self.is_addressee(t.end, trigger.start))
                && self.text.table.form(t.form).is_some_and(|f| {
                    matches!(f.event, EventType::Reject | EventType::Sanction | EventType::Concede | EventType::Retreat)
                        || t.end == trigger.start && f.event == EventType::Request && f.frame != Frame::Noun && !f.gap_acts
                })
        });
        if after_refusal {
            return None;
        }
        let subject_at = |at: usize| -> Option<Argument> {
            match self.subject_before(clause, at, false) {
                Ok(found) => Some(found),
                Err(true) => None,
                Err(false) => self.carried(clause, lead, at, topic),
            }
        };
        if form.inside == Inside::Both {
            let inside = self.mention_inside(trigger.start, trigger.end);
            return match inside.as_slice() {
                [a, b] => {
                    Some((Argument { locals: vec![*a], factor: 1.0, group: None }, Argument { locals: vec![*b], factor: 1.0, group: None }))
                }
                _ => None,
            };
        }
        if form.inside == Inside::Object {
            let inside = self.mention_inside(trigger.start, trigger.end);
            let object = Argument { locals: inside, factor: 1.0, group: None };
            if object.locals.len() != 1 {
                return None;
            }
            if trigger.start > 0 && self.flat.get(trigger.start - 1) == '的' {
                return None;
            }
            return Some((subject_at(trigger.start)?, object));
        }
        if form.suffers {
            return self.custody(form, clause, start, end, &subject_at);
        }
        // A word inside a name phrase (a title) is no event.
        if self.groups.iter().any(|g| g.start < end && start < g.end && !(g.start >= trigger.start && g.end <= trigger.end)) {
            return None;
        }
        if self.passive_without_agent(clause, trigger.start) {
            return self.custody(form, clause, start, end, &subject_at);
        }
        // Gapped forms hold their object.
        if !trigger.gaps.is_empty() {
            let object = trigger.gaps.iter().find_map(|&(a, b)| self.head(form, a, b));
            if let Some(object) = object {
                let first_piece = trigger.pieces.first().copied().unwrap_or((trigger.start, trigger.end));
                if form.frame == Frame::ObjectBefore
                    && first_piece.1 - first_piece.0 == 1
                    && matches!(self.flat.get(first_piece.0), '与' | '和' | '同' | '跟')
                {
                    // A与B会谈 where A与B is one group.
                    if let Some(g) = self.groups.iter().position(|g| g.start < first_piece.0 && g.end > first_piece.0) {
                        let group = &self.groups[g];
                        let split = group.split?;
                        return Some((
                            Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
                            Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
                        ));
                    }
                }
                let subject = subject_at(trigger.start)?;
                // 应某国要求: who stands in the gap asks.
                return Some(if form.gap_acts { (object, subject) } else { (subject, object) });
            }
            if form.frame == Frame::SubjectVerbObject
                && self.governed(clause, trigger.start, &[Governor::Towards, Governor::Disposal]).is_none()
            {
                return None;
            }
            if matches!(form.frame, Frame::ObjectBefore | Frame::Disposal) {
                // The pieces stand round a group that reaches over the first one: A和B合作.
                let first_piece = trigger.pieces.first().copied().unwrap_or((trigger.start, trigger.end));
                if let Some(g) = self.groups.iter().position(|g| g.start < first_piece.0 && g.end > first_piece.0 && g.end <= start)
                    && let Some(split) = self.groups[g].split
                {
                    let group = &self.groups[g];
                    return Some((
                        Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
                        Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
                    ));
                }
                return None;
            }
        }
        // 被美国制裁的华为, 华为被美国制裁, 中国受到美国的制裁.
        if let Some((agent, by)) = self.agent(clause, start) {
            if !form.passive && !form.noun {
                return None;
            }
            // 受中国控制的法院: what follows 的 suffers it, whether it is a name or not.
            let patient =
                if self.flat.get(end) == '的' { self.relative_head(clause, end)? } else { self.sufferer(clause, lead, by, topic)? };
            return Some((agent, patient));
        }
        match form.frame {
            Frame::Mutual => self.joined_after(clause, start, end).or_else(|| self.mutual(trigger, clause, lead, topic)),
            Frame::Noun => self.nominal(trigger, form, clause, &subject_at).or_else(|| self.mutual_strict(trigger, form, clause)),
            Frame::ObjectBefore => None,
            Frame::Disposal => {
                let g = self.governed(clause, start, &[Governor::Disposal])?;
                let group = &self.groups[g];
                let object = Argument { locals: self.locals(group.first, group.last), factor: 1.0, group: Some(g) };
                let at = group.governor.map_or(group.start, |k| k.1);
                Some((subject_at(at)?, object))
            }
            Frame::Intransitive | Frame::Speech => {
                if form.frame == Frame::Speech && form.clause {
                    let object = self.object_after(clause, form, end);
                    if let Some(object) = object {
                        return Some((subject_at(start)?, object));
                    }
                }
                if let Some((object, by)) = self.described_towards(clause, start) {
                    return Some((subject_at(by)?, object));
                }
                let Some(g) = self.governed(clause, start, &[Governor::Towards]) else {
                    let subject = subject_at(start)?;
                    let object = self.pointed_at(clause, form.event, start, &subject)?;
                    return Some((subject, object));
                };
                let group = &self.groups[g];
                if self.governs_clause(group, clause, start, end) {
                    return None;
                }
                let at = group.governor.map_or(group.start, |k| k.1);
                let object = Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) };
                Some((subject_at(at)?, object))
            }
            Frame::Charge => None,
            Frame::SubjectVerbObject => {
                if form.noun
                    && let Some((subject, object)) = self.nominal(trigger, form, clause, &subject_at)
                {
                    // 甲对乙的指控予以否认: it is the other's.
                    let free = subject.group.and_then(|g| self.groups.get(g)).is_some_and(|g| g.governor.is_none());
                    return Some(if free && self.is_answered(end) { (object, subject) } else { (subject, object) });
                }
                // After 的 it is a noun.
                if trigger.start > 0 && self.flat.get(trigger.start - 1) == '的' {
                    return None;
                }
                let weak = form.strength == Strength::Weak;
                // 制裁多名侵犯人权的官员, 对侵犯人权的官员实施制裁: the verb describes somebody else.
                if self.describes(clause, start, end) {
                    return None;
                }
                // 拜登提名的奥斯汀: the subject right before the verb, the object after 的.
                if self.flat.get(end) == '的' {
                    if self.flat.get(end + 1) == '是' {
                        return None;
                    }
                    let object = self.relative_head(clause, end)?;
                    let subject = self.subject_before(clause, trigger.start, false).ok()?;
                    let near = subject.group.and_then(|g| self.groups.get(g)).is_some_and(|g| trigger.start - g.end <= 3);
                    let named = object.group.is_some_and(|g| matches!(self.shape(g), Shape::Named | Shape::Organ));
                    return (near && named && !weak).then_some((subject, object));
                }
                // 向某国捐献了某国生产的疫苗: who gets it stands before.
                let given = form.event == EventType::Aid
                    && self.governed(clause, start, &[Governor::Towards]).is_some_and(|g| start.saturating_sub(self.groups[g].end) <= 2);
                if let Some(object) = self.object_after(clause, form, end).filter(|_| !given) {
                    if weak && object.factor < 0.9 {
                        return None;
                    }
                    let subject = match self.embedded(clause, trigger.start) {
                        Some(subject) => subject,
                        None => match subject_at(trigger.start) {
                            Some(subject) => subject,
                            None => self.described_subject(clause, trigger.start, &object)?,
                        },
                    };
                    if weak && subject.group.is_none() {
                        return None;
                    }
                    // 举行了支持某某的集会: it only modifies the noun after 的.
                    let possessed = object.group.and_then(|g| self.groups.get(g)).is_some_and(|g| g.possessor);
                    let from = subject.group.and_then(|g| self.groups.get(g)).map_or(clause.start, |g| g.end);
                    if possessed && self.has_verb(from, trigger.start) {
                        return None;
                    }
                    return Some((subject, object));
                }
                if weak {
                    return None;
                }
                if let Some(object) = self.told_after(clause, form, end) {
                    return Some((subject_at(start)?, object));
                }
                if let Some(object) = self.described_object(clause, form, end).or_else(|| self.first_described(clause, form, end)) {
                    return Some((subject_at(start)?, object));
                }
                if let Some((object, by)) = self.described_towards(clause, start) {
                    return Some((subject_at(by)?, object));
                }
                if let Some(object) = self.listed_object(clause, form.event, end) {
                    return Some((subject_at(start)?, object));
                }
                // 将某某逮捕; 对某国制裁, 向某国施压.
                let Some(g) = self.governed(clause, start, &[Governor::Disposal, Governor::Towards]) else {
                    let subject = subject_at(start)?;
                    let object = self.pointed_at(clause, form.event, start, &subject)?;
                    return Some((subject, object));
                };
                let group = &self.groups[g];
                if !self.is_thing_of(group, start) && self.is_blocked(self.past_apposition(group.end, start), start)
                    || self.is_of_others(group.end)
                {
                    return None;
                }
                // 对某国镇压示威者的行为…: what 对 governs is a clause, and the name its subject.
                if self.governs_clause(group, clause, start, end) {
                    return None;
                }
                let at = group.governor.map_or(group.start, |k| k.1);
                let mut factor = 0.9;
                if group.possessor {
                    factor = 0.8;
                }
                // 对某国的指控某国予以否认: the subject stands after what 对 governs.
                if let Some(subject) = self.subject_behind(g, start) {
                    let object = Argument { locals: self.locals(group.first, group.last), factor: factor * 0.9, group: Some(g) };
                    return Some((subject, object));
                }
                let object = Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) };
                Some((subject_at(at)?, object))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, read};

    #[test]
    fn subject_verb_object() {
        check("美国制裁俄罗斯。", &["美国 SANCTION 俄罗斯"]);
        check("美国国务卿布林肯周二强烈谴责了缅甸军方。", &["布林肯 ACCUSE 缅甸"]);
        check("德国政府要求伊朗保持克制。", &["德国 REQUEST 伊朗"]);
    }

    #[test]
    fn relative_clauses() {
        check("柏林举行了支持普京的集会，默克尔没有到场。", &[]);
    }

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
