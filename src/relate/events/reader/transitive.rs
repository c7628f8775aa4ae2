//! The commonest frame: subject, verb, object (美国制裁俄罗斯), and what else the sides of such a verb may be.

use super::arguments::{Sides, Site};
use super::{Argument, Reader};
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::EventType;
use crate::relate::trigger::Strength;

impl Reader<'_> {
    /// The sides of a verb with an object: the object is looked for after the verb, then further off.
    pub(super) fn transitive(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let (start, end) = trigger.shown;
        if form.noun
            && let Some((subject, object)) = self.nominal(site)
        {
            // 甲对乙的指控予以否认: it is the other's.
            let free = subject.group.and_then(|g| self.groups.get(g)).is_some_and(|g| g.governor.is_none());
            return Some(if free && self.is_answered(end) { (object, subject) } else { (subject, object) });
        }
        // After 的 it is a noun.
        if trigger.start > 0 && self.flat.get(trigger.start - 1) == '的' {
            return None;
        }
        // 制裁多名侵犯人权的官员, 对侵犯人权的官员实施制裁: the verb describes somebody else.
        if self.describes(clause, start, end) {
            return None;
        }
        if self.flat.get(end) == '的' {
            return self.relative(site);
        }
        // 向某国捐献了某国生产的疫苗: who gets it stands before.
        let given = form.event == EventType::Aid
            && self.governed(clause, start, &[Governor::Towards]).is_some_and(|g| start.saturating_sub(self.groups[g].end) <= 2);
        if let Some(object) = self.object_after(clause, form, end).filter(|_| !given) {
            return self.with_object_after(site, object);
        }
        if form.strength == Strength::Weak {
            return None;
        }
        if let Some(object) = self.told_after(clause, form, end) {
            return Some((self.subject_at(site, start)?, object));
        }
        if let Some(object) = self.described_object(clause, form, end).or_else(|| self.first_described(clause, form, end)) {
            return Some((self.subject_at(site, start)?, object));
        }
        if let Some((object, by)) = self.described_towards(clause, start) {
            return Some((self.subject_at(site, by)?, object));
        }
        if let Some(object) = self.listed_object(clause, form.event, end) {
            return Some((self.subject_at(site, start)?, object));
        }
        self.with_object_governed(site)
    }

    /// 拜登提名的奥斯汀: the subject right before the verb, the object after 的.
    fn relative(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let end = trigger.shown.1;
        let weak = form.strength == Strength::Weak;
        if self.flat.get(end + 1) == '是' {
            return None;
        }
        let object = self.relative_head(clause, end)?;
        let subject = self.subject_before(clause, trigger.start, false).ok()?;
        let near = subject.group.and_then(|g| self.groups.get(g)).is_some_and(|g| trigger.start - g.end <= 3);
        let named = object.group.is_some_and(|g| matches!(self.shape(g), Shape::Named | Shape::Organ));
        (near && named && !weak).then_some((subject, object))
    }

    /// 德国批评俄罗斯: the object right after the verb.
    fn with_object_after(&self, site: &Site, object: Argument) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let weak = form.strength == Strength::Weak;
        if weak && object.factor < 0.9 {
            return None;
        }
        let subject = match self.embedded(clause, trigger.start) {
            Some(subject) => subject,
            None => match self.subject_at(site, trigger.start) {
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
        Some((subject, object))
    }

    /// 将某某逮捕; 对某国制裁, 向某国施压: the object before the verb, after a preposition.
    fn with_object_governed(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let (start, end) = trigger.shown;
        let Some(g) = self.governed(clause, start, &[Governor::Disposal, Governor::Towards]) else {
            let subject = self.subject_at(site, start)?;
            let object = self.pointed_at(clause, form.event, start, &subject)?;
            return Some((subject, object));
        };
        let group = &self.groups[g];
        if !self.is_thing_of(group, start) && self.is_blocked(self.past_apposition(group.end, start), start) || self.is_of_others(group.end)
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
        Some((self.subject_at(site, at)?, object))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

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
}
