//! Events that a noun names (美国对俄罗斯的制裁, 宣布对俄罗斯的制裁).

use super::arguments::{Sides, Site};
use super::{Argument, Reader};
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::trigger::Frame;

impl Reader<'_> {
    /// 美国对俄罗斯的制裁, 对俄罗斯实施制裁, 宣布对俄罗斯的制裁.
    pub(super) fn nominal(&self, site: &Site) -> Option<Sides> {
        let Site { trigger, form, clause, .. } = *site;
        let at = trigger.start;
        let kinds: &[Governor] = if form.frame == Frame::Mutual { &[Governor::With] } else { &[Governor::Towards] };
        let g = self.governed(clause, at, kinds)?;
        let group = &self.groups[g];
        if !matches!(self.flat.get(group.end), '的') || at - group.end > 10 {
            return None;
        }
        // Only modifiers between 的 and the noun.
        if self.triggers.iter().any(|t| t.shown.0 >= group.end && t.shown.1 <= at) {
            return None;
        }
        let by = group.governor.map(|k| k.1)?;
        if self.takes_up(clause, by) {
            let object = Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) };
            return Some((self.subject_at(site, by)?, object));
        }
        let subject =
            (0..self.groups.len()).rev().find(|&s| self.groups[s].end == by && self.groups[s].start >= clause.start && self.is_actor(s))?;
        let s = &self.groups[subject];
        if matches!(self.shape(subject), Shape::Private | Shape::Modifier) {
            return None;
        }
        Some((
            Argument { locals: self.locals(s.first, s.last), factor: 0.95, group: Some(subject) },
            Argument { locals: self.locals(group.first, group.last), factor: 0.95, group: Some(g) },
        ))
    }

    /// 宣布对某国的制裁, 重申对某国的支持: who takes up what the noun says, when no name stands right before 对 at `by`.
    fn takes_up(&self, clause: &Clause, by: usize) -> bool {
        const TAKING_UP: &[&str] = &[
            "通过", "提出", "发起", "启动", "宣布", "展开", "开始", "进行", "实施", "采取", "加强", "加大", "升级", "扩大", "继续", "延长",
            "维持", "恢复", "重申", "表达", "表示", "强化", "推动", "实行", "执行", "完成", "公布", "发动", "表明",
        ];
        by >= clause.start + 2 && TAKING_UP.iter().any(|w| self.flat.reads(by - 2, by, w))
    }

    /// 予以否认, 作出回应 after a noun: what 对 governs is what is answered.
    pub(super) fn is_answered(&self, end: usize) -> bool {
        ["予以", "加以", "作出回应", "做出回应", "表示否认", "表示不满", "提出反驳", "进行反驳", "不以为然", "置之不理"]
            .iter()
            .any(|w| self.flat.reads(end, end + w.chars().count(), w))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, check_unordered};

    #[test]
    fn nominal_events() {
        check("美国对俄罗斯的制裁仍然有效。", &["美国 SANCTION 俄罗斯"]);
    }

    #[test]
    fn nouns_that_are_taken_up() {
        check("挪威宣布对伊朗的制裁。", &["挪威 SANCTION 伊朗"]);
        check("丹麦周二重申对乌克兰的支持。", &["丹麦 SUPPORT 乌克兰"]);
    }

    #[test]
    fn an_answer_turns_a_charge_round() {
        check_unordered("俄罗斯对丹麦的指控予以否认。", &["丹麦 ACCUSE 俄罗斯", "俄罗斯 REJECT 丹麦"]);
    }
}
