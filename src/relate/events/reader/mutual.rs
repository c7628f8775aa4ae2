//! What two sides do together (A与B会谈, 中美会谈, 双方会谈).

use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::flat::TokenKind;
use crate::relate::phrase::{Governor, Group, Pronoun, Shape};
use crate::relate::scheme::EventType;
use crate::relate::trigger::{EventForm, Trigger};

impl Reader<'_> {
    /// A与B会谈, 中美会谈, 双方会谈, 与B会谈.
    pub(super) fn mutual(&self, trigger: &Trigger, clause: &Clause, lead: &Lead, topic: Option<&Actor>) -> Option<(Argument, Argument)> {
        let at = trigger.start;
        // The nearest group before the word.
        let aside =
            |g: &Group| matches!(g.governor, Some((Governor::At | Governor::Aside | Governor::To | Governor::From | Governor::For, _)));
        let g = (0..self.groups.len()).rev().find(|&g| {
            self.groups[g].end <= at && self.groups[g].start >= clause.start && !self.consumed.contains(&g) && !aside(&self.groups[g])
        })?;
        let group = &self.groups[g];
        if self.is_blocked_mutual(group.end, at) || !self.is_actor(g) {
            return None;
        }
        // 我们与甲和乙: one side is unknown; 访日韩的会谈: those visited.
        let unknown = self.phrases.get(group.first..group.last).is_some_and(|p| p.iter().any(|p| p.actors.is_empty()));
        let joined = group.split.and_then(|k| self.phrases.get(k)).and_then(|p| p.start.checked_sub(1)).map(|i| self.flat.get(i));
        let open = usize::from(!matches!(joined, Some('与' | '同' | '跟')));
        let taken = self
            .triggers
            .iter()
            .any(|t| t.shown != trigger.shown && t.pieces.iter().any(|p| p.0 <= group.start && group.start < p.1 + open));
        if unknown || (taken && group.governor.is_none()) {
            return None;
        }
        let before = group.start.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t));
        if group.governor.is_none()
            && let Some(before) = before
        {
            // 邻国日本和中国的磋商: part of a longer phrase; 日本，印度和澳大利亚: of a longer list.
            let listed = group.start == clause.start
                && self.flat.tokens.iter().any(|t| {
                    matches!(t.kind, TokenKind::Name(_))
                        && t.end as usize + 1 == group.start
                        && matches!(self.flat.get(group.start - 1), ',' | '，')
                });
            if listed || (before.kind == TokenKind::Word && (self.flat.word(before) == ['的'] || self.text.is_noun(self.flat, before))) {
                return None;
            }
        }
        if let Some((Governor::With, by)) = group.governor {
            // 共享与中国合作的信息: the event only describes the noun after 的.
            if self.flat.get(trigger.end) == '的' && self.has_verb(clause.start, by) {
                return None;
            }
            let subject = match self.subject_before(clause, by, false) {
                Ok(found) => found,
                Err(true) => return None,
                Err(false) => self.carried(clause, lead, by, topic)?,
            };
            return Some((subject, Argument { locals: self.locals(group.first, group.last), factor: 1.0, group: Some(g) }));
        }
        if group.governor.is_some() {
            return None;
        }
        if let Some(split) = group.split.filter(|_| group.last - group.first == 2) {
            return Some((
                Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
                Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
            ));
        }
        let locals = self.locals(group.first, group.last);
        if group.last - group.first >= 2 || matches!(self.shape(g), Shape::Pronoun(Pronoun::Both)) {
            let (first, rest) = locals.split_first()?;
            return Some((
                Argument { locals: vec![*first], factor: 0.9, group: Some(g) },
                Argument { locals: rest.to_vec(), factor: 1.0, group: Some(g) },
            ));
        }
        None
    }

    /// Between the two sides and a mutual word only light words and light verbs may stand.
    fn is_blocked_mutual(&self, from: usize, to: usize) -> bool {
        let from = self.past_holding(from, to);
        to.saturating_sub(from) > 26 || self.is_blocked(if self.flat.get(from) == '的' { from + 1 } else { from }, to)
    }

    pub(super) fn mutual_strict(&self, trigger: &Trigger, form: &EventForm, clause: &Clause) -> Option<(Argument, Argument)> {
        if !matches!(form.event, EventType::Consult | EventType::Cooperate | EventType::Agree | EventType::Accuse) {
            return None;
        }
        let found = self.mutual(trigger, clause, &Lead::Other, None)?;
        let near = found.1.group.and_then(|g| self.groups.get(g)).is_some_and(|g| trigger.start.saturating_sub(g.end) <= 10);
        near.then_some(found)
    }

    /// 某国携手某国, 某人和某人会晤某人: a mutual word with its other side right after it.
    pub(super) fn joined_after(&self, clause: &Clause, start: usize, end: usize) -> Option<(Argument, Argument)> {
        if !["携手", "联手", "接触", "会同", "会晤"].iter().any(|w| self.flat.reads(end.saturating_sub(2), end, w)) {
            return None;
        }
        // 美中会晤前某人…: the two right before it meet, and another clause begins.
        let bare = |g: &Group| {
            let pair = self.phrases.get(g.first..g.last).unwrap_or(&[]);
            g.end == start && matches!(pair, [a, b] if a.end == b.start)
        };
        if self.groups.iter().any(bare) {
            return None;
        }
        let g = self.groups.iter().position(|g| g.start == end && g.end <= clause.end)?;
        // 会晤中国主管外事的某某: the one who is described.
        let country = self.phrases.get(self.groups[g].first).is_some_and(|p| p.kind == EntityType::Country);
        let g = if country { self.described(end, clause.end).and_then(|a| a.group).unwrap_or(g) } else { g };
        let group = &self.groups[g];
        let whole = self.is_actor(g) && !group.possessor && !matches!(self.shape(g), Shape::Private | Shape::Modifier);
        let object = Argument { locals: self.locals(group.first, group.last), factor: 0.95, group: Some(g) };
        whole.then_some((self.subject_before(clause, start, false).ok()?, object))
    }

    /// Past 举行的 and the like between two sides and the noun for what they do (中美举行的会谈).
    fn past_holding(&self, from: usize, to: usize) -> usize {
        const HOLDING: &[&str] = &["举行", "进行", "展开", "召开", "举办", "达成", "签署", "签订", "签定", "开展", "发表"];
        let of = (from..to).find(|&i| self.flat.get(i) == '的');
        let Some(of) = of.filter(|&of| of >= from + 2 && of - from <= 16) else { return from };
        let held = HOLDING.iter().any(|w| self.flat.reads(of - 2, of, w));
        if held && !self.is_blocked(from, of - 2) { of + 1 } else { from }
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn mutual_events() {
        check("普京与默克尔举行会谈。", &["普京 CONSULT 默克尔"]);
        check("普京周三与默克尔通电话。", &["普京 CONSULT 默克尔"]);
        check("法国和德国的谈判开始了。", &["法国 CONSULT 德国"]);
        check("中美会晤前默克尔发文喊话。", &["中国 CONSULT 美国"]);
        // Two who meet two others do not meet each other.
        check("马克龙和默克尔周一在巴黎会晤普京。", &["马克龙 CONSULT 普京", "默克尔 CONSULT 普京"]);
        check("美国敦促德国与俄罗斯对话。", &["美国 REQUEST 德国"]);
        check("德国与俄罗斯、伊朗和日本合作。", &["德国 COOPERATE 俄罗斯", "德国 COOPERATE 伊朗", "德国 COOPERATE 日本"]);
    }

    #[test]
    fn both_sides_of_an_agreement_are_one_group() {
        check("挪威与丹麦周三达成共识。", &["挪威 AGREE 丹麦"]);
        check("挪威和丹麦达成贸易协议。", &["挪威 AGREE 丹麦"]);
    }

    #[test]
    fn those_visited_do_not_meet_each_other() {
        check("挪威外长访日韩的会谈令人鼓舞。", &["挪威 CONSULT 日本"]);
    }
}
