//! Passives: who does it stands after 被, who suffers it before (华为被美国制裁), or after 的 (被美国制裁的华为).

use super::arguments::{Sides, Site};
use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::flat::TokenKind;
use crate::relate::phrase;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::EventType;

impl Reader<'_> {
    /// The agent of a passive before the verb, and where 被 stands.
    pub(super) fn agent(&self, clause: &Clause, at: usize) -> Option<(Argument, usize)> {
        let g = self.governed(clause, at, &[Governor::By])?;
        let group = &self.groups[g];
        let by = group.governor.map(|k| k.1)?;
        if matches!(self.shape(g), Shape::Private | Shape::Modifier) {
            return None;
        }
        // Only light words between agent and verb; 的 makes it a noun (受到美国的制裁).
        let mut position = group.end;
        if self.flat.get(position) == '的' {
            position += 1;
        }
        // 被某国警方以某罪拘捕: the charge stands between.
        let charged = self.flat.slice(position, (position + 8).min(at)).contains(&'以');
        if at.checked_sub(position)? > if charged { 40 } else { 10 } || self.is_blocked(position, at) {
            return None;
        }
        Some((Argument { locals: self.locals(group.first, group.last), factor: 0.97, group: Some(g) }, by))
    }

    /// Who suffers a passive: the subject, or whose thing the subject is (某某的说法招致批评).
    pub(super) fn sufferer(&self, clause: &Clause, lead: &Lead, at: usize, topic: Option<&Actor>) -> Option<Argument> {
        match self.subject_before(clause, at, false) {
            Ok(found) => Some(found),
            Err(false) => self.carried(clause, lead, at, topic),
            Err(true) => {
                let owner = self.subject_before(clause, at, true).ok()?;
                Some(Argument { factor: owner.factor * 0.85, ..owner })
            }
        }
    }

    pub(super) fn passive_without_agent(&self, clause: &Clause, at: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word
                && t.start as usize >= clause.start
                && (t.end as usize) <= at
                && at - (t.end as usize) <= 8
                && phrase::governor(self.flat.word(t)) == Some(Governor::By)
                && !self
                    .triggers
                    .iter()
                    .any(|other| other.shown.0 >= t.end as usize && other.shown.1 <= at && other.shown.1 > other.shown.0)
                && !self.groups.iter().any(|g| g.start >= t.end as usize && g.end <= at)
        })
    }

    /// 被美国制裁的华为: the name right after 的.
    pub(super) fn relative_head(&self, clause: &Clause, end: usize) -> Option<Argument> {
        if self.flat.get(end) != '的' {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start >= end && self.groups[g].end <= clause.end)?;
        let group = &self.groups[g];
        let gap = group.start - end;
        if gap > 9 || group.governor.is_some() || self.is_blocked(end + 1, group.start) || !self.is_actor(g) {
            return None;
        }
        Some(Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) })
    }

    /// 在俄罗斯被捕, 被关在中国: the country where someone is held holds him.
    pub(super) fn custody(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let (start, end) = trigger.shown;
        if form.event != EventType::Coerce {
            return None;
        }
        let held = |g: &usize| {
            let group = &self.groups[*g];
            group.start >= clause.start
                && group.end <= clause.end
                && matches!(group.governor, Some((Governor::At, _)))
                && !group.possessor
                && self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Country && p.shape == Shape::Named)
                && (group.end <= start && start - group.end <= 6 || group.start >= end && group.start - end <= 2)
        };
        let g = (0..self.groups.len()).find(held)?;
        let group = &self.groups[g];
        let at = group.governor.map_or(group.start, |k| k.1).min(start);
        let patient = self.subject_at(site, at)?;
        let person = patient.locals.iter().all(|&l| self.text.locals.get(l as usize).and_then(|l| l.kind) == Some(EntityType::Person));
        person.then(|| (Argument { locals: self.locals(group.first, group.last), factor: 0.75, group: Some(g) }, patient))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn passives() {
        check("华为被美国制裁。", &["美国 SANCTION 华为"]);
        check("伊朗遭到以色列的攻击。", &["以色列 ASSAULT 伊朗"]);
        check("绍伊古在德国接受治疗后被俄罗斯逮捕。", &["俄罗斯 COERCE 绍伊古"]);
        check("遭美国制裁的华为发表声明。", &["美国 SANCTION 华为"]);
        check("受俄罗斯控制的法院作出判决，德国没有表态。", &[]);
    }

    #[test]
    fn a_charge_stands_between_agent_and_verb() {
        check("绍伊古周三被丹麦警方以涉嫌违法为由拘捕。", &["丹麦 COERCE 绍伊古"]);
        check("丹麦当局以危害安全罪判处绍伊古有期徒刑四年。", &["丹麦 COERCE 绍伊古"]);
    }
}
