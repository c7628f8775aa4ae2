//! Who does what to whom: the two arguments of each event word, within its clause and, for the
//! subject, from the clauses before.
//!
//! [`document`] goes through the sentences of a text and reads those that may tell of an event; [`bench`] holds a sentence taken apart,
//! [`memory`] what sentences leave to later ones, [`found`] makes rows of what was found. The grammar is in [`reader`], a construction a
//! file.

mod bench;
mod document;
mod found;
mod memory;
mod reader;

use std::cell::OnceCell;

use crate::relate::judge::{EventCandidate, Judge};
use crate::relate::{Relation, Text};
use bench::Bench;
use document::{Line, Whole, are_two, asks};
use found::push;

/// Buffers that are reused from sentence to sentence.
#[derive(Default)]
pub struct EventScratch {
    /// The sentence that is read for its events.
    here: Bench,
    /// One before it, read for the names that a pronoun may stand for.
    earlier: Bench,
    lines: Vec<Line>,
    judge: Judge,
}

impl EventScratch {
    /// One that keeps what may be events, with their features.
    pub fn recording() -> EventScratch {
        EventScratch { judge: Judge::recording(), ..EventScratch::default() }
    }

    /// What was recorded since the last call.
    pub fn take_recorded(&mut self) -> Vec<EventCandidate> {
        self.judge.record.as_mut().map(std::mem::take).unwrap_or_default()
    }
}

/// Finds the stated events of a document.
///
/// A sentence is read only where it has an event word and two that it may be about, or where a pronoun of a later one may
/// stand for somebody whom it names.
pub fn events(text: &Text, scratch: &mut EventScratch) -> Vec<Relation> {
    let EventScratch { here, earlier, lines, judge } = scratch;
    let document = Whole { text, prepared: OnceCell::new() };
    let mut out = Vec::new();
    lines.clear();
    let mut next = 0usize;
    while let Some(mention) = text.mentions.get(next) {
        let sentence = mention.sentence as usize;
        let count = text.mentions.get(next..).unwrap_or(&[]).iter().take_while(|m| m.sentence as usize == sentence).count();
        let line = Line { sentence, first: next, count, left: None };
        next += count;
        let possible = document.may_tell(&line);
        lines.push(line);
        let k = lines.len() - 1;
        if !possible || !document.load(here, lines, k) || !document.has_parties(here) {
            continue;
        }
        document.phrases(here);
        if !are_two(&here.phrases) {
            continue;
        }
        if here.phrases.iter().any(asks) {
            document.recall(earlier, lines, k);
        }
        let found = document.read(here, lines, k, Some(&mut *judge));
        push(text, sentence, found, &mut out);
    }
    out
}
