//! What the other words of the clause do to an event: deny it, doubt it, put it into the future.

use super::Reader;
use crate::relate::events::bench::Clause;
use crate::relate::scheme::EventType;
use crate::relate::trigger::{Frame, Modification, ModifierKind, Trigger};

impl Reader<'_> {
    /// What the modifiers of the clause do to an event: `None` when it is to be left out. The description of the object at `passed`
    /// has no say.
    pub(super) fn modify(&self, clause: &Clause, trigger: &Trigger, from: usize, passed: (usize, usize)) -> Option<(bool, f32, bool)> {
        let mut negated = false;
        let mut factor = 1.0f32;
        let mut future = false;
        for m in self.modifications.iter().filter(|m| m.start >= clause.start && m.end <= clause.end) {
            if m.before && m.end <= trigger.shown.0 {
                let adjacent = m.start >= from;
                // Another event word between takes the modifier for itself.
                let taken = self.triggers.iter().any(|t| {
                    let aside = passed.0 <= t.shown.0 && t.shown.1 <= passed.1;
                    t.shown.0 >= m.end && t.shown.1 <= trigger.shown.0 && t.shown != trigger.shown && !aside
                });
                let over = if m.end <= passed.0 { passed.1 - passed.0 } else { 0 };
                let distance = (trigger.shown.0 - m.end).saturating_sub(over);
                // 没有期望达成共识: neither wished nor done.
                let wish = taken
                    && matches!(m.kind, ModifierKind::Negation | ModifierKind::Denial)
                    && self.triggers.iter().any(|t| {
                        t.shown.0 >= m.end
                            && t.shown.0 - m.end <= 2
                            && t.shown.1 <= trigger.shown.0
                            && self.text.table.form(t.form).is_some_and(|f| f.event == EventType::Request || f.frame == Frame::Speech)
                    });
                if wish {
                    return None;
                }
                match m.kind {
                    ModifierKind::Negation | ModifierKind::Denial if adjacent && !taken && distance <= 18 => negated = !negated,
                    // 没有指称某某干涉: what is denied is the saying, the event is only its content.
                    ModifierKind::Negation | ModifierKind::Denial if !adjacent && self.reports(m.end, from) => return None,
                    ModifierKind::Hypothetical if !taken && distance <= 24 => {
                        let strong = m.end - m.start >= 2 || matches!(self.flat.get(m.start), '若' | '倘' | '如' | '恐' | '或');
                        if strong {
                            return None;
                        }
                        if adjacent && distance <= 6 {
                            factor *= 0.55;
                        }
                    }
                    ModifierKind::Question if !taken => return None,
                    ModifierKind::Future if adjacent && !taken => {
                        future = true;
                        factor *= 0.85;
                    }
                    ModifierKind::Planned if adjacent && !taken && distance <= 10 => {
                        future = true;
                        factor *= 0.7;
                    }
                    ModifierKind::Attempt if adjacent && !taken => factor *= 0.8,
                    ModifierKind::Reported if distance <= 12 => factor *= 0.9,
                    _ => {}
                }
            } else if m.after && m.start >= trigger.shown.1 && m.start - trigger.shown.1 <= 6 {
                match m.kind {
                    ModifierKind::Negation | ModifierKind::Denial => negated = true,
                    ModifierKind::Hypothetical | ModifierKind::Question => return None,
                    ModifierKind::Planned => factor *= 0.8,
                    _ => {}
                }
            }
        }
        // 没有说“…”: what is not said is no event. 可能会…，被要求: the doubt holds for the next clause too.
        let earlier = self.clauses.iter().rev().find(|k| k.end <= clause.start && k.quote == 0);
        if let Some(earlier) = earlier {
            let near = |m: &&Modification| m.start >= earlier.start && m.end <= earlier.end && m.before;
            let unsaid = clause.quote > 0
                && self
                    .modifications
                    .iter()
                    .filter(near)
                    .any(|m| matches!(m.kind, ModifierKind::Negation | ModifierKind::Denial) && earlier.end - m.end <= 4);
            let doubted = from == clause.start
                && clause.quote == 0
                && earlier.end + 1 == clause.start
                && self.modifications.iter().filter(near).any(|m| m.kind == ModifierKind::Hypothetical && m.end - m.start >= 2)
                && !self.triggers.iter().any(|t| t.start >= earlier.start && t.end <= earlier.end);
            if unsaid || doubted {
                return None;
            }
        }
        // A question mark at the end of the clause.
        if matches!(self.flat.get(clause.end), '?' | '？') {
            return None;
        }
        Some((negated, factor, future))
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn negation_and_doubt() {
        check("德国没有制裁俄罗斯。", &["德国 not SANCTION 俄罗斯"]);
        check("如果德国制裁俄罗斯，油价会上涨。", &[]);
        check("德国会制裁俄罗斯吗？", &[]);
        check("挪威不会向俄罗斯低头。", &["挪威 REJECT 俄罗斯"]);
    }
}
