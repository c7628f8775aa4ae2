//! Reads one sentence, clause after clause, for its events.
//!
//! What a clause begins with is in [`lead`], who speaks and whom pronouns mean in [`speakers`] and [`pronouns`]. For each event word
//! [`arguments`] finds the two sides: [`transitive`] asks for [`subject`] and [`object`], others for what another construction makes of the words
//! ([`passive`], [`mutual`], [`nominal`], [`prepositions`], [`described`], [`listed`], [`pointed`]). [`modify`] says what the clause does to the
//! event (denies it, doubts it), [`event`] puts together what was found. [`speech`] finds what somebody only says of another, and [`judged`] hands
//! all of it to the judge.

mod arguments;
mod between;
mod described;
mod event;
mod groups;
mod judged;
mod lead;
mod listed;
mod modify;
mod mutual;
mod nominal;
mod object;
mod passive;
mod pointed;
mod prepositions;
mod pronouns;
mod speakers;
mod speech;
mod subject;
mod transitive;
mod words;

use crate::record::EntityType;
use crate::relate::Text;
use crate::relate::events::bench::{Bench, Clause};
use crate::relate::events::found::Found;
use crate::relate::events::memory::Memory;
use crate::relate::flat::Flat;
use crate::relate::judge::Judge;
use crate::relate::phrase::{Group, Phrase};
use crate::relate::trigger::{Modification, Trigger};
use lead::Lead;

/// Who a clause is about.
#[derive(Clone, Debug, Default)]
struct Actor {
    locals: Vec<u32>,
    kind: Option<EntityType>,
    /// Where the phrase stands in the sentence.
    span: Option<(usize, usize)>,
}

/// A subject or object found.
#[derive(Clone, Debug)]
struct Argument {
    locals: Vec<u32>,
    factor: f32,
    group: Option<usize>,
}

/// What a sentence is read with, and what was made of it so far.
pub(super) struct Reader<'a> {
    text: &'a Text<'a>,
    flat: &'a Flat,
    phrases: &'a mut Vec<Phrase>,
    groups: &'a [Group],
    triggers: &'a [Trigger],
    modifications: &'a [Modification],
    clauses: &'a [Clause],
    sentence: usize,
    headline: bool,
    /// Groups that an event word before took as its object.
    consumed: Vec<usize>,
    /// Groups that somebody asks to do what follows.
    asked: Vec<usize>,
    /// Speaker of each quotation (index: its number).
    said: Vec<Actor>,
    /// Who has the last word on what the rules find; nobody where only names are looked for.
    judge: Option<&'a mut Judge>,
    /// What was found.
    out: Vec<Found>,
}

impl<'a> Reader<'a> {
    /// One for a sentence whose phrases and clauses are known.
    pub(super) fn new(text: &'a Text<'a>, bench: &'a mut Bench, sentence: usize, judge: Option<&'a mut Judge>) -> Reader<'a> {
        Reader {
            text,
            flat: &bench.flat,
            phrases: &mut bench.phrases,
            groups: &bench.groups,
            triggers: &bench.words.triggers,
            modifications: &bench.words.modifications,
            clauses: &bench.clauses,
            sentence,
            headline: text.sentences.get(sentence).is_some_and(|s| s.end <= text.title_end),
            consumed: Vec::new(),
            asked: Vec::new(),
            said: Vec::new(),
            judge,
            out: Vec::new(),
        }
    }

    /// Gives up what was found.
    pub(super) fn found(self) -> Vec<Found> {
        self.out
    }
}

impl Reader<'_> {
    /// Reads the clauses that begin before `upto`; gives whether these are all.
    pub(super) fn read(&mut self, memory: &mut Memory, upto: usize) -> bool {
        self.find_speakers();
        let mut topic: Option<Actor> = None;
        let mut quote_topic: Option<Actor> = None;
        let mut quote = 0;
        let mut seen: Vec<u32> = Vec::new();
        for c in 0..self.clauses.len() {
            let Some(&clause) = self.clauses.get(c) else { break };
            if clause.start > upto {
                return false;
            }
            if clause.quote != quote {
                quote = clause.quote;
                quote_topic = None;
            }
            self.resolve_pronouns(&clause, topic.as_ref(), &seen, memory);
            let lead = self.lead(&clause);
            let current = if clause.quote > 0 { &mut quote_topic } else { &mut topic };
            match lead {
                Lead::Group(g) => {
                    let actor = self.actor_of(g);
                    *current = (!actor.locals.is_empty()).then_some(actor);
                }
                // 某某的声明…，谴责…: what follows is still his.
                Lead::Other => *current = self.possessor_topic(&clause),
                Lead::Empty => {}
            }
            let holds = |t: &Trigger| t.shown.0 >= clause.start && t.shown.1 <= clause.end;
            // Whatever an event word says, it needs somebody in its clause.
            if self.triggers.iter().any(holds)
                && (0..self.groups.len())
                    .any(|g| self.groups[g].start < clause.end && self.groups[g].end > clause.start && self.is_actor(g))
            {
                let current = if clause.quote > 0 {
                    // Without a subject of its own a quotation begins with what its speaker does.
                    quote_topic.clone().or_else(|| self.said.get(clause.quote).cloned().filter(|a| !a.locals.is_empty()))
                } else {
                    topic.clone()
                };
                let triggers = self.triggers;
                for trigger in triggers.iter().filter(|t| holds(t)) {
                    let first = self.out.len();
                    self.event(trigger, &clause, &lead, current.as_ref());
                    self.charge(trigger, c, &lead, current.as_ref());
                    self.judge(trigger, &clause, &lead, current.as_ref(), first);
                }
                self.duties(c, &lead, current.as_ref());
            }
            for group in self.groups.iter().filter(|g| g.start >= clause.start && g.end <= clause.end) {
                for phrase in self.phrases.get(group.first..group.last).unwrap_or(&[]) {
                    for &l in &phrase.actors {
                        match phrase.kind {
                            EntityType::Country => memory.country = Some((l, self.sentence)),
                            EntityType::Organization => memory.body = Some((l, self.sentence)),
                            _ => {}
                        }
                        if !seen.contains(&l) {
                            seen.push(l);
                        }
                    }
                }
            }
            if let Some(actor) = topic.as_ref().filter(|a| a.kind == Some(EntityType::Person) && clause.quote == 0)
                && let [one] = actor.locals.as_slice()
            {
                memory.person = Some((*one, self.sentence));
            }
        }
        // 双方 in the next sentence means two actors of one kind, when there were no more.
        if seen.len() == 2 {
            memory.pair = Some((seen, self.sentence));
        } else if seen.len() > 2 {
            memory.pair = Some((Vec::new(), self.sentence));
        }
        true
    }
}
