//! What somebody says of another: a charge (某人说，某国违反协议) is an accusation by whoever says it, a duty (某国必须释放某人) a demand.

use std::sync::LazyLock;

use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::events::found::{Found, LEAST};
use crate::relate::flat::TokenKind;
use crate::relate::phrase::{Group, Shape};
use crate::relate::scheme::EventType;
use crate::relate::trigger::{EventForm, Frame, ModifierKind, Trigger};
use crate::text::WordList;

/// Verbs after which somebody says what another does.
static SAYING: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "说 称 表示 指出 指 认为 认定 强调 宣称 声称 直言 坦言 写道 断言 直指 说道 重申 补充 补充说 形容 警告 警告说 警告称 \
         批评说 批评称 指称 控诉 痛陈 宣布 声明 回应说 回应称 明言",
    )
});

/// Event words that are charges too when somebody else says them.
static CHARGES: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "侵犯 侵犯人权 破坏 威胁 打压 迫害 镇压 欺凌 霸凌 霸凌行径 干涉 干涉内政 干预 干扰 侵略 入侵 胁迫 经济胁迫 恐吓 恫吓 攻击 \
         网络攻击 种族灭绝 不可接受 违反 违背 践踏 侵蚀 窃取 剥夺 压制 关押 拘押 拘禁 任意拘押 强迫 逼迫 报复 欺压 偷窃 盗窃 要挟 \
         勒索 操控 渗透 监控 封锁 施压 歧视 挑衅 压迫 屠杀 残害 侵害 摧毁 蹂躏 抹黑 诬蔑 污蔑 诋毁 造谣 操纵",
    )
});

/// Words for what another must do or leave.
static DUTIES: LazyLock<WordList> = LazyLock::new(|| WordList::of("必须 务必 应 应该 应当 须 不应 不应该 不得 不该 不要 理应"));

impl Reader<'_> {
    /// Adds the accusation that a charge is, or the demand that a duty is, when the words before say who makes it.
    pub(super) fn charge(&mut self, trigger: &Trigger, c: usize, lead: &Lead, topic: Option<&Actor>) {
        let Some(form) = self.text.table.form(trigger.form) else { return };
        let Some(&clause) = self.clauses.get(c) else { return };
        let (start, end) = trigger.shown;
        if form.frame != Frame::Charge && !CHARGES.holds(self.flat.slice(start, end)) {
            return;
        }
        let Some((speaker, accused, from)) = self.said_of(&clause, c, start, lead, topic) else { return };
        // Only his own words may stand between the accused and what he is said to do.
        if start.saturating_sub(from) > 24 || self.is_doubtful(&clause, from, start, end) {
            return;
        }
        if accused.locals.iter().any(|l| speaker.locals.contains(l)) {
            return;
        }
        let confidence = 0.7 * speaker.factor * accused.factor;
        if confidence < LEAST {
            return;
        }
        let shown = self.flat.document(start, end);
        let event = EventType::Accuse;
        self.out.push(Found {
            subjects: speaker.locals,
            objects: accused.locals,
            event,
            cameo: event.cameo(),
            shown,
            negated: false,
            confidence,
        });
    }

    /// Adds the demands of a clause: what somebody says that another must do.
    pub(super) fn duties(&mut self, c: usize, lead: &Lead, topic: Option<&Actor>) {
        let Some(&clause) = self.clauses.get(c) else { return };
        let modifications = self.modifications;
        for m in modifications.iter().filter(|m| m.start >= clause.start && m.end <= clause.end) {
            if !DUTIES.holds(self.flat.slice(m.start, m.end)) {
                continue;
            }
            let Some((speaker, asked, from)) = self.said_of(&clause, c, m.start, lead, topic) else { continue };
            let near = m.start.saturating_sub(from) <= 4 && !self.flat.slice(from, m.start).contains(&'的');
            if !near || asked.locals.iter().any(|l| speaker.locals.contains(l)) || matches!(self.flat.get(clause.end), '?' | '？') {
                continue;
            }
            let confidence = 0.62 * speaker.factor * asked.factor;
            if confidence < LEAST {
                continue;
            }
            let event = EventType::Request;
            let shown = self.flat.document(m.start, m.end);
            if let Some(g) = asked.group {
                self.asked.push(g);
            }
            self.out.push(Found {
                subjects: speaker.locals,
                objects: asked.locals,
                event,
                cameo: event.cameo(),
                shown,
                negated: false,
                confidence,
            });
        }
    }

    /// 某人批评，某国的做法…: what a verb that ends its clause is said of, at the beginning of the next.
    pub(super) fn told_after(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
        let fits = matches!(form.event, EventType::Accuse | EventType::Request) && form.clause;
        if !fits || from != clause.end || !matches!(self.flat.get(clause.end), ',' | '，' | ':' | '：') {
            return None;
        }
        let next = self.clauses.iter().find(|k| k.start >= clause.end && k.start <= clause.end + 2)?;
        let (told, _) = self.spoken_of(next.start, next.end)?;
        Some(Argument { factor: told.factor * 0.85, ..told })
    }

    /// Who says something of whom, for a predicate at `at`, and where the one spoken of ends.
    fn said_of(&self, clause: &Clause, c: usize, at: usize, lead: &Lead, topic: Option<&Actor>) -> Option<(Argument, Argument, usize)> {
        // 甲称乙…: in one clause.
        if let Lead::Group(g) = *lead {
            let speaker = self.groups.get(g)?;
            if let Some(said) = self.saying_after(speaker.end, at, clause)
                && let Some((accused, end)) = self.spoken_of(said, at)
            {
                let speaker = Argument { locals: self.locals(speaker.first, speaker.last), factor: 0.95, group: Some(g) };
                return Some((speaker, accused, end));
            }
        }
        // 甲称，乙的做法“不可接受”: only the predicate is quoted.
        if clause.quote > 0
            && let Some(before) = c.checked_sub(1).and_then(|i| self.clauses.get(i)).filter(|k| k.quote == 0 && k.end + 1 == clause.start)
        {
            let inner = match self.lead(before) {
                Lead::Group(g) => self.groups.get(g).and_then(|s| {
                    let said = self.saying_after(s.end, before.end, before)?;
                    let (accused, end) = self.spoken_of(said, before.end)?;
                    let speaker = Argument { locals: self.locals(s.first, s.last), factor: 0.9, group: Some(g) };
                    Some((speaker, accused, end))
                }),
                _ => None,
            };
            let outer = || {
                let (accused, end) = self.spoken_of(before.start, before.end)?;
                let speaker = self.speaker_before(c - 1, before, topic)?;
                Some((speaker, accused, end))
            };
            if let Some(found) = inner.or_else(outer) {
                return Some(found);
            }
        }
        if matches!(lead, Lead::Empty)
            && let Some(found) = self.carried_charge(clause, c, at, topic)
        {
            return Some(found);
        }
        let (accused, end) = self.spoken_of(clause.start, at)?;
        // “乙…”, 甲说: the quotation's speaker.
        if clause.quote > 0 {
            let said = self.said.get(clause.quote).filter(|a| !a.locals.is_empty())?;
            return Some((Argument { locals: said.locals.clone(), factor: 0.9, group: None }, accused, end));
        }
        Some((self.speaker_before(c, clause, topic)?, accused, end))
    }

    /// 甲表示，乙扩张军力，破坏和平: the one spoken of before, and still the same speaker.
    fn carried_charge(&self, clause: &Clause, c: usize, at: usize, topic: Option<&Actor>) -> Option<(Argument, Argument, usize)> {
        let topic = topic.filter(|t| !t.locals.is_empty())?;
        let (from, _) = topic.span?;
        // Whoever else is named in the clause may be the one.
        if self.groups.iter().any(|g| g.start >= clause.start && g.end <= at && g.governor.is_none()) {
            return None;
        }
        let accused = Argument { locals: topic.locals.clone(), factor: 0.85, group: None };
        if clause.quote > 0 {
            let inside = self.clauses.iter().any(|k| k.quote == clause.quote && k.start <= from && from < k.end);
            let said = self.said.get(clause.quote).filter(|a| inside && !a.locals.is_empty())?;
            return Some((Argument { locals: said.locals.clone(), factor: 0.9, group: None }, accused, clause.start));
        }
        let first = (0..c).rev().take(4).find(|&k| {
            self.clauses.get(k).is_some_and(|k| k.quote == 0 && k.end <= from && self.saying_after(k.start, k.end, k) == Some(k.end))
        })?;
        let next = self.clauses.get(first + 1)?;
        Some((self.speaker_before(first + 1, next, None)?, accused, clause.start))
    }

    /// 甲表示，乙…: who speaks in the clause before number `c`, which ends with the word.
    fn speaker_before(&self, c: usize, clause: &Clause, topic: Option<&Actor>) -> Option<Argument> {
        let before = self.clauses.get(c.checked_sub(1)?).filter(|k| k.quote == 0 && k.end + 1 == clause.start)?;
        if self.saying_after(before.start, before.end, before)? != before.end {
            return None;
        }
        let speaker = match self.lead(before) {
            Lead::Group(g) => Argument { locals: self.actor_of(g).locals, factor: 0.95, group: Some(g) },
            Lead::Empty => Argument { locals: topic?.locals.clone(), factor: 0.85, group: None },
            Lead::Other => return None,
        };
        (!speaker.locals.is_empty()).then_some(speaker)
    }

    /// One past the last word of saying in a range of the clause.
    fn saying_after(&self, from: usize, to: usize, clause: &Clause) -> Option<usize> {
        let last = self.flat.tokens.iter().rev().find(|t| {
            t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to.min(clause.end) && SAYING.holds(self.flat.word(t))
        })?;
        Some(last.end as usize)
    }

    /// The named actor right after `from`, whose deed or thing the words up to `to` tell of, and where its phrase ends.
    fn spoken_of(&self, from: usize, to: usize) -> Option<(Argument, usize)> {
        let g = self.groups.iter().position(|g| g.start >= from && g.end <= to)?;
        let group = &self.groups[g];
        if group.start - from > 4 || group.governor.is_some() || !self.is_actor(g) {
            return None;
        }
        let shape = self.shape(g);
        if !matches!(shape, Shape::Named | Shape::Organ | Shape::Capital) || self.is_of_others(group.end) {
            return None;
        }
        // Nobody else is named between: 甲的做法令乙….
        if self.groups.iter().any(|o| o.start >= group.end && o.end <= to && o.governor.is_none() && self.shape_is_named(o)) {
            return None;
        }
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        let factor = if person { 0.9 } else { 1.0 };
        Some((Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) }, group.end))
    }

    fn shape_is_named(&self, group: &Group) -> bool {
        self.phrases.get(group.first).is_some_and(|p| matches!(p.shape, Shape::Named | Shape::Organ) && !p.actors.is_empty())
    }

    /// Whether the charge is denied, in doubt, asked, or passive.
    fn is_doubtful(&self, clause: &Clause, from: usize, start: usize, end: usize) -> bool {
        let modified = self.modifications.iter().any(|m| {
            m.start >= from
                && m.end <= start
                && match m.kind {
                    ModifierKind::Negation | ModifierKind::Denial | ModifierKind::Question | ModifierKind::Future => true,
                    ModifierKind::Hypothetical => m.end - m.start >= 2 || matches!(self.flat.get(m.start), '若' | '如'),
                    _ => false,
                }
        });
        // 停止侵犯, 谴责侵犯: another event word between says what is meant.
        let taken = self.triggers.iter().any(|t| t.shown.0 >= from && t.shown.1 <= start && t.shown != (start, end));
        let passive = self.flat.slice(from, start).iter().any(|c| matches!(c, '被' | '遭' | '受'));
        // 违反人权者, 种族灭绝的定性, 在打压下: not what the accused does.
        let next = self.flat.slice(end, end + 4);
        let described = next.contains(&'者') && !next.contains(&'示')
            || matches!(next.first(), Some('下'))
            || ["的定性", "的认定", "的指控", "的说法", "指控", "的原因", "罪名", "的可能"]
                .iter()
                .any(|w| self.flat.reads(end, end + w.chars().count(), w));
        modified || taken || passive || described || matches!(self.flat.get(clause.end), '?' | '？')
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn a_charge_is_an_accusation_by_whoever_says_it() {
        check("丹麦外长科弗德说，俄罗斯严重违反了协议。", &["科弗德 ACCUSE 俄罗斯"]);
        check("默克尔称俄罗斯的做法不可接受。", &["默克尔 ACCUSE 俄罗斯"]);
        check("默克尔说，俄罗斯没有违反协议。", &[]);
        check("普京违反了协议，默克尔没有表态。", &[]);
    }

    #[test]
    fn only_the_predicate_may_be_quoted() {
        check("默克尔表示，俄罗斯拖延供气“不可接受”。", &["默克尔 ACCUSE 俄罗斯"]);
    }

    #[test]
    fn a_verb_may_end_its_clause() {
        check("默克尔批评，俄罗斯的做法不妥。", &["默克尔 ACCUSE 俄罗斯"]);
    }

    #[test]
    fn a_duty_is_a_demand() {
        check("默克尔表示，普京必须停止这场演习。", &["默克尔 REQUEST 普京"]);
        check("默克尔表示，普京停止了这场演习。", &[]);
    }

    #[test]
    fn what_is_done_to_the_accused_is_no_charge() {
        check("默克尔说，俄罗斯在打压下仍坚持。", &[]);
    }
}
