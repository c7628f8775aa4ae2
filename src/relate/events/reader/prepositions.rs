//! Names before the verb that a preposition governs (对某国实施制裁, 将某某列入名单).

use super::arguments::{Sides, Site};
use super::{Argument, Reader};
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Group};
use crate::relate::scheme::EventType;
use crate::relate::trigger::{Frame, Trigger};

impl Reader<'_> {
    /// 把某某…, 将某某…: the object is fronted.
    pub(super) fn disposal(&self, site: &Site) -> Option<Sides> {
        let (clause, start) = (site.clause, site.trigger.shown.0);
        let g = self.governed(clause, start, &[Governor::Disposal])?;
        let group = &self.groups[g];
        let object = Argument { locals: self.locals(group.first, group.last), factor: 1.0, group: Some(g) };
        let at = group.governor.map_or(group.start, |k| k.1);
        Some((self.subject_at(site, at)?, object))
    }

    /// 对某国动武, 向某国喊话: a word without an object of its own; whom it is about stands after 对.
    pub(super) fn intransitive(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let (start, end) = trigger.shown;
        if form.frame == Frame::Speech && form.clause {
            let object = self.object_after(clause, form, end);
            if let Some(object) = object {
                return Some((self.subject_at(site, start)?, object));
            }
        }
        if let Some((object, by)) = self.described_towards(clause, start) {
            return Some((self.subject_at(site, by)?, object));
        }
        let Some(g) = self.governed(clause, start, &[Governor::Towards]) else {
            let subject = self.subject_at(site, start)?;
            let object = self.pointed_at(clause, form.event, start, &subject)?;
            return Some((subject, object));
        };
        let group = &self.groups[g];
        if self.governs_clause(group, clause, start, end) {
            return None;
        }
        let at = group.governor.map_or(group.start, |k| k.1);
        let object = Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) };
        Some((self.subject_at(site, at)?, object))
    }

    /// A group before `at` that a preposition of one of these kinds governs, nearest first.
    pub(super) fn governed(&self, clause: &Clause, at: usize, kinds: &[Governor]) -> Option<usize> {
        (0..self.groups.len()).rev().find(|&g| {
            let group = &self.groups[g];
            group.end <= at && group.start >= clause.start && group.governor.is_some_and(|(k, _)| kinds.contains(&k)) && self.is_actor(g)
        })
    }

    /// 对某国的做法加以批评: whether only a thing of whom 对 governs stands between the name and the verb at `to`.
    pub(super) fn is_thing_of(&self, group: &Group, to: usize) -> bool {
        let rest = self.flat.slice(group.end + 1, to);
        group.possessor
            && (1..=12).contains(&rest.len())
            && !rest.contains(&'的')
            && ["加以", "予以", "进行", "提出", "作出", "做出", "表示", "表达", "严厉", "强烈", "公开", "猛烈", "多次", "一直"]
                .iter()
                .any(|w| self.slice_holds(group.end + 1, to, w))
            && !self.groups.iter().any(|g| g.start > group.end && g.end <= to)
            && !self.triggers.iter().any(|t| t.shown.0 > group.end && t.shown.1 <= to)
    }

    /// Whether the name right before the verb at `start..end`, governed by 对, is the subject of a clause with 的 after it.
    pub(super) fn governs_clause(&self, group: &Group, clause: &Clause, start: usize, end: usize) -> bool {
        let towards = group.governor.is_some_and(|k| k.0 == Governor::Towards && matches!(self.flat.get(k.1), '对' | '针'));
        if !towards || group.possessor || start.saturating_sub(group.end) > 3 {
            return false;
        }
        const DEEDS: &[&str] =
            &["行为", "做法", "行径", "举动", "举措", "暴行", "行动", "表态", "立场", "态度", "说法", "言论", "决定", "事件"];
        let Some(of) = (end..clause.end.min(end + 14)).find(|&i| self.flat.get(i) == '的') else { return false };
        let stance = |t: &Trigger| {
            (of + 1..=of + 4).contains(&t.shown.0)
                && self
                    .text
                    .table
                    .form(t.form)
                    .is_some_and(|f| matches!(f.event, EventType::Accuse | EventType::Reject | EventType::Support | EventType::Protest))
        };
        DEEDS.iter().any(|w| self.flat.reads(of + 1, of + 3, w)) || self.triggers.iter().any(stance)
    }

    /// Whether nothing but somebody addressed stands in the range (拒绝 向某某 移交).
    pub(super) fn is_addressee(&self, from: usize, to: usize) -> bool {
        from < to
            && self
                .groups
                .iter()
                .any(|g| g.end == to && g.governor.is_some_and(|k| k.1 == from && matches!(k.0, Governor::Towards | Governor::With)))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn object_before_the_verb() {
        check("德国对俄罗斯表示不满。", &["德国 ACCUSE 俄罗斯"]);
        check("日本向菲律宾提供援助。", &["日本 AID 菲律宾"]);
        check("美国将华为列入黑名单。", &["美国 SANCTION 华为"]);
    }

    #[test]
    fn who_gets_help_stands_before_the_verb() {
        check("挪威向丹麦捐献了芬兰生产的疫苗。", &["挪威 AID 丹麦"]);
    }

    #[test]
    fn what_a_preposition_governs_may_be_a_clause() {
        check("德国对伊朗镇压示威者的行为进行谴责。", &["德国 ACCUSE 伊朗"]);
    }
}
