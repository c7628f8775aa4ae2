//! Hands an event word and all who may be its sides to the judge, and takes its verdict in place of the rules'.

use super::{Actor, Clause, Found, Lead, Reader};
use crate::relate::flat::TokenKind;
use crate::relate::judge::{Accepted, Judge, JudgeScene, Party, Place, RuleFound};
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
            self.judge_with(judge, trigger, clause, lead, topic, first);
        }
        self.judge = Some(judge);
    }

    fn judge_with(
        &mut self,
        judge: &mut Judge,
        trigger: &Trigger,
        clause: &Clause,
        lead: &Lead,
        topic: Option<&Actor>,
        first: usize,
    ) {
        let Some(form) = self.text.table.form(trigger.form) else { return };
        let rules = self.rules_found(first);
        self.parties(trigger, clause, topic, &mut judge.parties);
        self.grammar(trigger, form, clause, lead, topic, &mut judge.parties);
        let modified = match self.modify(clause, trigger, clause.start, (trigger.shown.0, trigger.shown.0)) {
            None => 0,
            Some((true, ..)) => 2,
            Some((_, _, true)) => 3,
            Some((_, factor, _)) if factor < 0.8 => 4,
            Some(_) => 1,
        };
        let document = self.flat.document(trigger.shown.0, trigger.shown.1);
        let mut events: Vec<EventType> = vec![form.event];
        for rule in &rules {
            if !events.contains(&rule.event) {
                events.push(rule.event);
            }
        }
        let mut verdicts = Vec::new();
        let mut accepted: Vec<Accepted> = Vec::new();
        for (k, &event) in events.iter().enumerate() {
            let scene = JudgeScene {
                flat: self.flat,
                form,
                event,
                rules: &rules,
                shown: trigger.shown,
                clause: (clause.start, clause.end),
                quoted: clause.quote > 0,
                headline: self.headline,
                modified,
                said: self.says(clause.start, trigger.shown.0),
                things: judge.parties.len(),
                sentence: self.sentence as u32,
                document,
            };
            judge.decide(&scene, self.text.judge, k > 0, &mut accepted);
            let cameo = rules.iter().find(|r| r.event == event).map_or(form.cameo, |r| r.cameo);
            verdicts.extend(accepted.iter().map(|a| (event, cameo, *a)));
        }
        if self.text.judge.is_none() {
            return;
        }
        // What the text denies was never the judge's.
        let mut k = 0;
        self.out.retain(|f| {
            k += 1;
            k <= first || f.negated
        });
        for (event, cameo, a) in verdicts {
            self.out.push(Found {
                subjects: vec![a.subject],
                objects: vec![a.object],
                event,
                cameo,
                shown: document,
                negated: false,
                confidence: a.confidence,
            });
        }
    }

    /// Marks what the grammar makes of each party.
    fn grammar(&self, trigger: &Trigger, form: &EventForm, clause: &Clause, lead: &Lead, topic: Option<&Actor>, parties: &mut [Party]) {
        let (start, end) = trigger.shown;
        let before = self.subject_before(clause, trigger.start, false);
        let blocked = matches!(before, Err(true));
        let carried = if matches!(before, Err(false)) { self.carried(clause, lead, trigger.start, topic) } else { None };
        let owner = self.subject_before(clause, trigger.start, true).ok();
        let agent = self.agent(clause, start).map(|a| a.0);
        let after = self.object_after(clause, form, end);
        let towards = self
            .governed(clause, start, &[Governor::Towards, Governor::Disposal])
            .and_then(|g| self.groups.get(g))
            .map(|g| self.locals(g.first, g.last));
        let relative = self.relative_head(clause, end);
        let described = self
            .described_object(clause, form, end)
            .or_else(|| self.first_described(clause, form, end))
            .or_else(|| self.told_after(clause, form, end))
            .or_else(|| self.listed_object(clause, form.event, end));
        let gap = trigger.gaps.iter().find_map(|&(a, b)| self.head(form, a, b));
        let passive = self.passive_without_agent(clause, trigger.start);
        for party in parties.iter_mut() {
            let is = |found: &Option<super::Argument>| found.as_ref().is_some_and(|a| a.locals.contains(&party.local));
            let free = party.place == Place::Before && party.clauses == 0 && !self.is_blocked(party.group_end, trigger.start);
            let verb = party.place == Place::After && party.clauses == 0 && self.has_verb(end, party.group_start);
            let mut bits = [0u16; 2];
            for (bit, on) in [is(&before.as_ref().ok().cloned()), is(&carried), is(&agent), is(&owner), free, blocked, passive, is(&after)]
                .into_iter()
                .enumerate()
            {
                bits[0] |= u16::from(on) << bit;
            }
            let governed = towards.as_ref().is_some_and(|l| l.contains(&party.local));
            let others = party.place != Place::Inside && self.is_of_others(party.group_end);
            for (bit, on) in
                [is(&after), governed, is(&relative), is(&described), is(&gap), others, verb, passive, is(&before.as_ref().ok().cloned())]
                    .into_iter()
                    .enumerate()
            {
                bits[1] |= u16::from(on) << bit;
            }
            [party.as_subject, party.as_object] = bits;
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

    /// Whether a verb of saying stands in a range.
    fn says(&self, from: usize, to: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to && super::SPEECH.holds(self.flat.word(t))
        })
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
            let first = !self.phrases.iter().take(i).any(|p| p.start >= clause.start && !p.actors.is_empty()) && phrase.start >= clause.start;
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
