//! An event put together: its sides, what the clause makes of it, how sure it is.

use super::arguments::Site;
use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::events::found::Found;
use crate::relate::phrase::Shape;
use crate::relate::scheme::{EventType, QuadClass};
use crate::relate::trigger::{EventForm, Frame, Strength, Trigger};

impl Reader<'_> {
    /// Adds what an event word tells of, if it tells of anything.
    pub(super) fn event(&mut self, trigger: &Trigger, clause: &Clause, lead: &Lead, topic: Option<&Actor>) {
        let text = self.text;
        let Some(form) = text.table.form(trigger.form) else { return };
        let Some((subject, object)) = self.arguments(&Site { trigger, form, clause, lead, topic }) else { return };
        if self.is_other_deed(form, trigger, &object) {
            return;
        }
        let from = subject.group.and_then(|g| self.groups.get(g)).map_or(clause.start, |g| g.end.min(trigger.start));
        let from = if from > trigger.shown.0 { clause.start } else { from };
        let passed = self.described_range(&object, from, trigger.shown.0);
        let Some((negated, mut factor, future)) = self.modify(clause, trigger, from, passed) else { return };
        let mut object = object;
        if self.may_be_listed(clause, form.event, &object, trigger.shown.1) {
            object.locals.extend(self.listed_after(clause));
        }
        let (mut event, mut cameo, mut negated) = (form.event, form.cameo, negated);
        if event == EventType::Assault && self.is_against_institution(trigger, &object) {
            event = EventType::Coerce;
            cameo = event.cameo();
        }
        // 不会向…低头: not to yield is to refuse.
        if negated && event == EventType::Concede && yields(form) {
            event = EventType::Reject;
            cameo = event.cameo();
            negated = false;
        }
        if event.quad() == QuadClass::MaterialConflict && self.is_threatened(clause, trigger) {
            event = EventType::Threaten;
            cameo = event.cameo();
        }
        // A deed to come is no deed.
        if future && matches!(event.quad(), QuadClass::MaterialConflict | QuadClass::MaterialCooperation) {
            factor *= 0.75;
        }
        if self.is_purpose(clause, trigger) {
            factor *= 0.6;
        }
        let base = match form.strength {
            Strength::Strong => 0.88,
            Strength::Medium => 0.75,
            Strength::Weak => 0.5,
        };
        // 要求某某释放…: asked for, not done.
        if subject.group.is_some_and(|g| self.asked.contains(&g)) || self.asked_between(&subject, &object, trigger.shown.0) {
            return;
        }
        // 某国与某国达成协议: one group holds both sides.
        if let Some(g) = object.group.filter(|g| Some(*g) != subject.group && !form.gap_acts)
            && matches!(form.event, EventType::Request | EventType::Agree | EventType::Threaten)
        {
            self.asked.push(g);
        }
        if let Some(g) = object.group
            && !form.clause
            && form.event != EventType::Request
            && form.event != EventType::Accuse
            && form.event != EventType::Threaten
        {
            self.consumed.push(g);
        }
        let (from, to) = self.flat.document(trigger.shown.0, trigger.shown.1);
        let confidence = base * subject.factor * object.factor * factor;
        // 互批: both do it.
        if form.frame == Frame::Mutual && self.flat.get(trigger.shown.0) == '互' && form.event.quad().is_conflict() {
            self.out.push(Found {
                subjects: object.locals.clone(),
                objects: subject.locals.clone(),
                event,
                cameo,
                shown: (from, to),
                negated,
                confidence,
            });
        }
        self.out.push(Found { subjects: subject.locals, objects: object.locals, event, cameo, shown: (from, to), negated, confidence });
    }

    /// Whether the object shows that the word means something else: 动员某人, 在选举中击败某人, 抵达莫斯科.
    fn is_other_deed(&self, form: &EventForm, trigger: &Trigger, object: &Argument) -> bool {
        let a_person = object.locals.iter().any(|&l| self.text.locals.get(l as usize).and_then(|l| l.kind) == Some(EntityType::Person));
        if form.event == EventType::Mobilize && a_person && form.frame == Frame::SubjectVerbObject {
            return true;
        }
        // 在选举中击败某人: no battle.
        let won = ["击败", "打败", "战胜", "大胜", "险胜"].iter().any(|w| self.flat.reads(trigger.shown.0, trigger.shown.1, w));
        if form.event == EventType::Assault && a_person && won {
            return true;
        }
        // 抵达莫斯科: the city, not its government.
        form.event == EventType::Consult && object.group.is_some_and(|g| self.shape(g) == Shape::Capital) && form.frame != Frame::Mutual
    }

    /// 攻击某地的自治: an institution, not a battle.
    fn is_against_institution(&self, trigger: &Trigger, object: &Argument) -> bool {
        ["攻击", "打击", "冲击", "践踏", "摧毁", "破坏", "毁灭", "扼杀", "蹂躏", "绞杀", "葬送", "消灭"]
            .iter()
            .any(|w| self.flat.reads(trigger.shown.0, trigger.shown.0 + 2, w))
            && object.group.is_some_and(|g| {
                self.groups[g].possessor || matches!(self.shape(g), Shape::Modifier | Shape::Private) || self.groups[g].governor.is_some()
            })
    }

    /// 扬言对某国采取报复: whether a word before makes the deed a threat.
    fn is_threatened(&self, clause: &Clause, trigger: &Trigger) -> bool {
        self.triggers.iter().any(|t| {
            t.start >= clause.start
                && t.end <= trigger.shown.0
                && self.text.table.form(t.form).is_some_and(|f| f.event == EventType::Threaten && f.frame == Frame::Speech)
        })
    }

    /// 以遏制中国, 旨在遏制中国: a purpose, not yet a deed.
    fn is_purpose(&self, clause: &Clause, trigger: &Trigger) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.end as usize <= trigger.start
                && t.start as usize >= clause.start
                && trigger.start - t.end as usize <= 4
                // 以某罪判处: a charge, no purpose.
                && !matches!(trigger.start.checked_sub(1).map(|i| self.flat.get(i)), Some('罪' | '名' | '由' | '嫌'))
                && matches!(self.flat.word(t), ['以'] | ['旨', '在'] | ['为', '了'] | ['以', '便'])
        })
    }

    /// 警告某某不得访问某国: whether somebody who was told stands between the subject and the verb at `at`, nothing leading back.
    fn asked_between(&self, subject: &Argument, object: &Argument, at: usize) -> bool {
        let Some(from) = subject.group.and_then(|g| self.groups.get(g)).map(|g| g.end) else { return false };
        self.asked.iter().any(|&a| {
            Some(a) != object.group
                && Some(a) != subject.group
                && self.groups.get(a).is_some_and(|g| {
                    let between = self.flat.slice(g.end, at);
                    // The one addressed stands after the word that asks, in the same clause.
                    g.start >= from
                        && g.end <= at
                        && g.governor.is_none()
                        && !g.possessor
                        && !between
                            .iter()
                            .any(|c| matches!(c, '并' | '和' | '也' | '还' | '且' | '又' | '及' | '，' | ',' | '。' | '：' | '；' | '、'))
                })
        })
    }
}

/// Whether a form of conceding means to yield.
fn yields(form: &EventForm) -> bool {
    form.pieces.iter().any(|piece| {
        let piece: String = piece.iter().collect();
        ["低头", "屈服", "让步", "妥协", "退让", "就范", "服软", "投降", "屈从"].iter().any(|w| piece.contains(w))
    })
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn what_is_asked_for_is_not_done() {
        check("德国要求俄罗斯释放绍伊古。", &["德国 REQUEST 俄罗斯"]);
    }

    #[test]
    fn who_is_warned_would_do_it() {
        check("环球时报警告普京不得卸任前访问丹麦。", &["环球时报 THREATEN 普京"]);
    }

    #[test]
    fn threats_of_deeds() {
        check("挪威扬言对俄罗斯实施制裁。", &["挪威 THREATEN 俄罗斯"]);
    }

    #[test]
    fn elections_are_no_battles() {
        check("拜登在选举中击败特朗普。", &[]);
    }
}
