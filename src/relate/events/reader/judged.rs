//! Hands an event word and all who may be its sides to the judge, and takes its verdict in place of the rules'.

use super::lead::Lead;
use super::{Actor, Argument, Reader};
use crate::relate::events::bench::Clause;
use crate::relate::events::found::Found;
use crate::relate::judge::{Accepted, Judge, JudgeScene, Modified, Party, Place, RuleFound};
use crate::relate::phrase::Governor;
use crate::relate::scheme::EventType;
use crate::relate::trigger::{EventForm, Trigger};

/// Sides before and after an event word that are looked at, the nearest first.
const BEFORE: usize = 12;
const AFTER: usize = 8;

impl Reader<'_> {
    /// Judges what the rules found at an event word (all of `out` from `first` on), and whoever else may be meant.
    pub(super) fn judge(&mut self, trigger: &Trigger, clause: &Clause, lead: &Lead, topic: Option<&Actor>, first: usize) {
        let Some(judge) = self.judge.take() else { return };
        if self.text.judge.is_some() || judge.record.is_some() {
            let verdicts = self.verdicts(judge, trigger, clause, lead, topic, first);
            if self.text.judge.is_some() {
                // What the text denies was never the judge's.
                let denied = self.out.split_off(first).into_iter().filter(|f| f.negated);
                self.out.extend(denied.chain(verdicts));
            }
        }
        self.judge = Some(judge);
    }

    /// The events that the judge takes an event word for.
    fn verdicts(
        &self,
        judge: &mut Judge,
        trigger: &Trigger,
        clause: &Clause,
        lead: &Lead,
        topic: Option<&Actor>,
        first: usize,
    ) -> Vec<Found> {
        let mut verdicts = Vec::new();
        let Some(form) = self.text.table.form(trigger.form) else { return verdicts };
        let rules = self.rules_found(first);
        let modified = match self.modify(clause, trigger, clause.start, (trigger.shown.0, trigger.shown.0)) {
            None => Modified::Away,
            Some((true, ..)) => Modified::Denied,
            Some((_, _, true)) => Modified::ToCome,
            Some((_, factor, _)) if factor < 0.8 => Modified::Doubtful,
            Some(_) => Modified::Not,
        };
        // An event that is denied, asked or supposed in its clause is only what the rules say.
        let only_rules = matches!(modified, Modified::Denied | Modified::Away);
        if only_rules && rules.is_empty() {
            return verdicts;
        }
        let denied = self.denied(first);
        self.parties(trigger, clause, topic, &mut judge.parties);
        self.parse(trigger, form, clause, lead, topic, &mut judge.parties);
        let mut scene = JudgeScene {
            clause: (clause.start, clause.end),
            quoted: clause.quote > 0,
            headline: self.headline,
            modified,
            said: self.says(clause.start, trigger.shown.0),
            things: judge.parties.len(),
            sentence: self.sentence as u32,
            ..JudgeScene::new(self.flat, form, trigger.shown, &rules)
        };
        let mut events: Vec<EventType> = vec![form.event];
        for rule in &rules {
            if !events.contains(&rule.event) {
                events.push(rule.event);
            }
        }
        let mut accepted: Vec<Accepted> = Vec::new();
        for (k, &event) in events.iter().enumerate() {
            scene.event = event;
            // So is another event than the form's.
            judge.decide(&scene, self.text.judge, only_rules || k > 0, &mut accepted);
            accepted.retain(|a| !denied.contains(&(a.subject, a.object)) && !denied.contains(&(a.object, a.subject)));
            let cameo = rules.iter().find(|r| r.event == event).map_or(form.cameo, |r| r.cameo);
            verdicts.extend(accepted.iter().map(|a| Found {
                subjects: vec![a.subject],
                objects: vec![a.object],
                event,
                cameo,
                shown: scene.document,
                negated: false,
                confidence: a.confidence,
            }));
        }
        verdicts
    }

    /// Marks what the grammar makes of each party: which of the rules' ways to find a subject or an object lead to it.
    fn parse(&self, trigger: &Trigger, form: &EventForm, clause: &Clause, lead: &Lead, topic: Option<&Actor>, parties: &mut [Party]) {
        let (start, end) = trigger.shown;
        let before = self.subject_before(clause, trigger.start, false);
        let blocked = matches!(before, Err(true));
        let carried = if matches!(before, Err(false)) { self.carried(clause, lead, trigger.start, topic) } else { None };
        let before = before.ok();
        let owner = self.subject_before(clause, trigger.start, true).ok();
        let agent = self.agent(clause, start).map(|a| a.0);
        let after = self.object_after(clause, form, end);
        let towards = self.governed(clause, start, &[Governor::Towards, Governor::Disposal]).and_then(|g| self.groups.get(g));
        let towards = towards.map_or(Vec::new(), |g| self.locals(g.first, g.last));
        let relative = self.relative_head(clause, end);
        let described = self
            .described_object(clause, form, end)
            .or_else(|| self.first_described(clause, form, end))
            .or_else(|| self.told_after(clause, form, end))
            .or_else(|| self.listed_object(clause, form.event, end));
        let gap = trigger.gaps.iter().find_map(|&(a, b)| self.head(form, a, b));
        let passive = self.passive_without_agent(clause, trigger.start);
        for party in parties.iter_mut() {
            let is = |found: &Option<Argument>| found.as_ref().is_some_and(|a| a.locals.contains(&party.local));
            let near = |place: Place| party.place == place && party.clauses == 0;
            let free = near(Place::Before) && !self.is_blocked(party.group_end, trigger.start);
            let verb = near(Place::After) && self.has_verb(end, party.group_start);
            let others = party.place != Place::Inside && self.is_of_others(party.group_end);
            party.as_subject = bits([is(&before), is(&carried), is(&agent), is(&owner), free, blocked, passive, is(&after), false]);
            party.as_object = bits([
                is(&after),
                towards.contains(&party.local),
                is(&relative),
                is(&described),
                is(&gap),
                others,
                verb,
                passive,
                is(&before),
            ]);
        }
    }

    fn rules_found(&self, first: usize) -> Vec<RuleFound> {
        let mut rules = Vec::new();
        for f in self.out.get(first..).unwrap_or(&[]).iter().filter(|f| !f.negated) {
            for &subject in &f.subjects {
                for &object in f.objects.iter().filter(|&&o| o != subject) {
                    rules.push(RuleFound { subject, object, event: f.event, cameo: f.cameo, confidence: f.confidence });
                }
            }
        }
        rules
    }

    /// Between whom the rules found the event of a word denied.
    fn denied(&self, first: usize) -> Vec<(u32, u32)> {
        let negated = self.out.get(first..).unwrap_or(&[]).iter().filter(|f| f.negated);
        negated.flat_map(|f| f.subjects.iter().flat_map(|&s| f.objects.iter().map(move |&o| (s, o)))).collect()
    }

    /// Everybody in the sentence who may be a side of an event word: of each thing the nearest phrase before the word and the nearest
    /// after it.
    fn parties(&self, trigger: &Trigger, clause: &Clause, topic: Option<&Actor>, out: &mut Vec<Party>) {
        out.clear();
        let (start, end) = trigger.shown;
        let mut g = 0;
        for (i, phrase) in self.phrases.iter().enumerate() {
            if phrase.actors.is_empty() {
                continue;
            }
            while self.groups.get(g).is_some_and(|group| group.last <= i) {
                g += 1;
            }
            let Some(group) = self.groups.get(g) else { break };
            let place = if phrase.end <= start {
                Place::Before
            } else if phrase.start >= end {
                Place::After
            } else {
                Place::Inside
            };
            let place = if trigger.start <= phrase.start && phrase.end <= trigger.end { Place::Inside } else { place };
            let (low, high) = if phrase.start < start { (phrase.start, start) } else { (end, phrase.start) };
            let clauses = self.clauses.iter().filter(|c| c.start > low && c.start <= high).count();
            let here = self.clauses.iter().find(|c| c.start <= phrase.start && phrase.start < c.end).map_or(0, |c| c.quote);
            let quote = match (clause.quote, here) {
                (0, 0) => 0,
                (a, b) if a == b => 1,
                (_, 0) => 2,
                (0, _) => 3,
                _ => 4,
            };
            let others = self.phrases.iter().filter(|p| p.start >= low && p.end <= high && !p.actors.is_empty());
            let between = others.count().saturating_sub(usize::from(phrase.start < start));
            let triggers = self.triggers.iter().filter(|t| t.shown.0 >= low && t.shown.1 <= high).count();
            let first =
                !self.phrases.iter().take(i).any(|p| p.start >= clause.start && !p.actors.is_empty()) && phrase.start >= clause.start;
            for &local in &phrase.actors {
                out.push(Party {
                    local,
                    kind: phrase.kind,
                    shape: phrase.shape,
                    place,
                    start: phrase.start,
                    end: phrase.end,
                    group: g,
                    group_start: group.start,
                    group_end: group.end,
                    company: group.last - group.first,
                    governor: group.governor.map(|k| k.0),
                    possessor: phrase.possessor,
                    clauses,
                    quote,
                    topic: topic.is_some_and(|a| a.locals.contains(&local)),
                    speaker: clause.quote > 0 && self.said.get(clause.quote).is_some_and(|a| a.locals.contains(&local)),
                    between,
                    triggers,
                    first,
                    as_subject: 0,
                    as_object: 0,
                });
            }
        }
        // The nearest of each thing on each side.
        let keep: Vec<bool> = out
            .iter()
            .enumerate()
            .map(|(i, p)| match p.place {
                Place::Before => !out.iter().skip(i + 1).any(|q| q.place == Place::Before && q.local == p.local),
                Place::After => !out.iter().take(i).any(|q| q.place == Place::After && q.local == p.local),
                Place::Inside => true,
            })
            .collect();
        let mut k = 0;
        out.retain(|_| {
            k += 1;
            keep.get(k - 1).copied().unwrap_or(true)
        });
        let before = out.iter().filter(|p| p.place == Place::Before).count();
        out.drain(..before.saturating_sub(BEFORE));
        let mut after = 0;
        out.retain(|p| {
            after += usize::from(p.place == Place::After);
            p.place != Place::After || after <= AFTER
        });
    }
}

/// The answers as bits, the first the lowest.
fn bits(answers: [bool; 9]) -> u16 {
    answers.into_iter().rev().fold(0, |sum, yes| sum << 1 | u16::from(yes))
}

#[cfg(test)]
mod tests {
    use crate::relate::scheme::EventType;
    use crate::relate::testing::judged;

    #[test]
    fn what_a_sentence_plainly_says_is_likely() {
        let (result, _) = judged("挪威外交大臣星期三强烈谴责俄罗斯，挪威政府宣布制裁俄罗斯。");
        let of = |event| result.relations.iter().find(|r| r.event == event).map(|r| r.confidence);
        assert!(of(EventType::Sanction).is_some_and(|p| p > 0.6), "{:?}", result.relations);
        assert!(result.relations.iter().all(|r| !r.negated && r.confidence > 0.0 && r.confidence < 1.0));
    }

    #[test]
    fn what_is_denied_stays_denied() {
        let (result, _) = judged("挪威没有制裁俄罗斯。");
        assert!(result.relations.iter().any(|r| r.negated && r.event == EventType::Sanction), "{:?}", result.relations);
        assert!(!result.relations.iter().any(|r| !r.negated && r.event == EventType::Sanction), "{:?}", result.relations);
    }

    #[test]
    fn both_directions_are_weighed_and_one_is_taken() {
        let (result, asked) = judged("挪威制裁俄罗斯。");
        let sides: Vec<(u32, u32)> = asked.iter().map(|c| (c.subject, c.object)).collect();
        assert!(sides.contains(&(0, 1)) && sides.contains(&(1, 0)), "{sides:?}");
        assert_eq!(asked.iter().filter(|c| c.by_rules).count(), 1);
        assert_eq!(result.relations.len(), 1);
        assert_eq!((result.relations[0].subject, result.relations[0].object), (0, 1));
    }

    #[test]
    fn the_nearest_phrase_of_each_thing_on_each_side() {
        let (_, asked) = judged("挪威指出，挪威和丹麦谴责俄罗斯，俄罗斯没有回答。");
        let accuse: Vec<(u32, u32)> = asked.iter().filter(|c| c.event == EventType::Accuse).map(|c| (c.subject, c.object)).collect();
        let mut once = accuse.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), accuse.len(), "{accuse:?}");
    }
}
