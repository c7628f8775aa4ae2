//! What the judge looks at: the event word, each side by itself, and the two together. What belongs to the word or to one side is looked
//! at once for all pairs.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::{Party, Place, RuleFound, TABLE};
use crate::relate::flat::{Flat, Token, TokenKind};
use crate::relate::phrase::{self, Shape};
use crate::relate::scheme::EventType;
use crate::relate::trigger::EventForm;

/// What the modifiers of its clause do to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::relate) enum Modified {
    /// They make it no event (a question, a condition).
    Away,
    /// Nothing.
    Not,
    /// They deny it.
    Denied,
    /// It is to come.
    ToCome,
    /// They make it doubtful.
    Doubtful,
}

/// An event word that is judged as an event.
pub(in crate::relate) struct Scene<'a> {
    pub flat: &'a Flat,
    pub form: &'a EventForm,
    /// As what event.
    pub event: EventType,
    /// What the rules found at this word.
    pub rules: &'a [RuleFound],
    /// Characters of the word in the bare sentence.
    pub shown: (usize, usize),
    /// Characters of the clause.
    pub clause: (usize, usize),
    /// The clause is quoted.
    pub quoted: bool,
    /// The sentence is the headline.
    pub headline: bool,
    /// What modifiers do to the event.
    pub modified: Modified,
    /// A verb of saying stands before it in the clause.
    pub said: bool,
    /// Things that are named in the sentence.
    pub things: usize,
    /// Sentence index.
    pub sentence: u32,
    /// Characters of the word in the document.
    pub document: (usize, usize),
    /// Hash of the word.
    pub text: u64,
}

fn hash(template: u64, a: u64, b: u64) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(template);
    hasher.write_u64(a);
    hasher.write_u64(b);
    let h = hasher.finish();
    ((h ^ (h >> 29)) as usize & (TABLE - 1)) as u32
}

fn text_hash(chars: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    for &c in chars {
        hasher.write_u32(c as u32);
    }
    hasher.finish()
}

/// Bucket of a number of characters or things.
fn bucket(n: usize) -> u64 {
    match n {
        0..=3 => n as u64,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=20 => 7,
        21..=35 => 8,
        _ => 9,
    }
}

fn confidence(found: Option<f32>) -> u64 {
    found.map_or(0, |c| 1 + ((c - 0.2).max(0.0) * 8.0) as u64)
}

fn shape(shape: Shape) -> u64 {
    match shape {
        Shape::Named => 0,
        Shape::Organ => 1,
        Shape::Capital => 2,
        Shape::Private => 3,
        Shape::Modifier => 4,
        Shape::Pronoun(p) => 5 + p as u64,
    }
}

/// Tokens looked through between a side and the word.
const BETWEEN: usize = 24;
/// Where no more tokens than these stand between, all of them are looked at, else only the short ones.
const ALL: usize = 8;

impl<'a> Scene<'a> {
    /// The word that shows `shown` in a bare sentence, to be judged as what its form says; all else is for the caller to fill in.
    pub fn new(flat: &'a Flat, form: &'a EventForm, shown: (usize, usize), rules: &'a [RuleFound]) -> Scene<'a> {
        Scene {
            flat,
            form,
            event: form.event,
            rules,
            shown,
            clause: shown,
            quoted: false,
            headline: false,
            modified: Modified::Not,
            said: false,
            things: 0,
            sentence: 0,
            document: flat.document(shown.0, shown.1),
            text: text_hash(flat.slice(shown.0, shown.1)),
        }
    }

    /// What the rules found for these two.
    pub fn found(&self, subject: u32, object: u32) -> Option<&RuleFound> {
        self.rules.iter().find(|r| r.subject == subject && r.object == object && r.event == self.event)
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t))
    }

    /// Hash of the word that holds the character at `at`; names are all alike.
    fn word_at(&self, at: usize) -> u64 {
        self.token(at).map_or(0, |t| self.text_of(t))
    }

    fn text_of(&self, token: &Token) -> u64 {
        match token.kind {
            TokenKind::Name(_) => 1,
            _ => text_hash(self.flat.word(token)),
        }
    }

    fn word_before(&self, at: usize) -> u64 {
        at.checked_sub(1).map_or(2, |i| self.word_at(i))
    }

    /// What is to be said of the word itself.
    pub fn word(&self, mut add: impl FnMut(u32)) {
        let event = self.event as u64;
        let best = self.rules.iter().filter(|r| r.event == self.event).map(|r| r.confidence).reduce(f32::max);
        let rules = confidence(best);
        let mut put = |template: u64, a: u64, b: u64| add(hash(template, a, b));
        put(0, 0, 0);
        put(1, event, 0);
        put(2, self.text, 0);
        put(3, event, self.form.frame as u64);
        put(4, event, self.form.strength as u64);
        put(5, event, u64::from(self.headline));
        put(6, event, u64::from(self.quoted));
        put(7, bucket(self.things), event);
        put(8, self.word_at(self.shown.1), event);
        put(9, self.word_at(self.shown.1), 0);
        put(10, self.word_before(self.shown.0), event);
        put(11, self.word_before(self.shown.0), 0);
        put(12, self.modified as u64, event);
        put(13, rules, event);
        put(14, rules, self.text);
        put(15, self.word_at(self.clause.0), 0);
        put(16, u64::from(self.said), event);
        put(17, self.word_before(self.clause.1), 0);
        put(18, bucket(self.shown.1 - self.shown.0), u64::from(self.headline));
        put(19, bucket(self.shown.0.saturating_sub(self.clause.0)), 0);
        let mut at = self.shown.1;
        for _ in 0..3 {
            let Some(token) = self.token(at).filter(|t| (t.start as usize) < self.clause.1) else { break };
            put(20, self.text_of(token), 0);
            at = token.end as usize;
        }
        let mut at = self.shown.0;
        for _ in 0..3 {
            let Some(token) = at.checked_sub(1).filter(|&i| i >= self.clause.0).and_then(|i| self.token(i)) else { break };
            put(21, self.text_of(token), 0);
            at = token.start as usize;
        }
    }

    /// What is to be said of one side, as the one who acts or the one acted upon.
    pub fn party(&self, party: &Party, acts: bool, mut add: impl FnMut(u32)) {
        let role = u64::from(acts);
        let event = (self.event as u64) << 1 | role;
        let frame = (self.form.frame as u64) << 1 | role;
        let place = (party.place as u64) << 1 | role;
        let quote = u64::from(party.quote);
        let governor = party.governor.map_or(0, |g| 1 + g as u64);
        let (from, to) = match party.place {
            Place::Before => (party.group_end, self.shown.0),
            _ => (self.shown.1, party.group_start),
        };
        let distance = bucket(to.saturating_sub(from));
        let clauses = party.clauses.min(4) as u64;
        let by = confidence(
            self.rules
                .iter()
                .filter(|r| r.event == self.event && party.local == if acts { r.subject } else { r.object })
                .map(|r| r.confidence)
                .reduce(f32::max),
        );
        let other = self.rules.iter().any(|r| r.event == self.event && party.local == if acts { r.object } else { r.subject });
        let mut put = |template: u64, a: u64, b: u64| add(hash(template, a, b));
        put(30, place, clauses << 4 | quote);
        put(31, place, event);
        put(32, place << 8 | distance, clauses);
        put(33, place << 8 | distance, event);
        put(34, place << 8 | governor, frame);
        put(35, place << 8 | governor, event);
        put(36, shape(party.shape), event);
        put(37, party.kind as u64, event);
        put(38, u64::from(party.possessor) << 8 | place, event);
        put(39, place, party.between.min(4) as u64);
        put(40, place, self.word_at(party.group_end));
        put(41, place, self.word_before(party.group_start));
        put(42, u64::from(party.topic) << 1 | u64::from(party.speaker), place << 8 | quote);
        put(43, by, event);
        put(44, u64::from(other), event);
        put(45, place, (party.triggers.min(3) as u64) << 4 | u64::from(party.first));
        put(46, place << 8 | governor, u64::from(party.possessor) << 8 | distance);
        put(47, place, (party.company.min(3) as u64) << 8 | shape(party.shape));
        put(48, place << 8 | clauses << 4 | quote, event);
        put(49, self.text, place << 8 | governor);
        let grammar = u64::from(if acts { party.as_subject } else { party.as_object }) << 1 | role;
        put(52, grammar, 0);
        put(53, grammar, self.event as u64);
        put(54, grammar, self.form.frame as u64);
        put(55, grammar, self.text);
        put(56, grammar, place << 8 | governor);
        if clauses == 0 && from <= to {
            self.between(from, to, |word, short| {
                put(50, place, word);
                if short {
                    put(51, event << 8 | place, word);
                }
            });
        }
    }

    /// The words in a range.
    fn between(&self, from: usize, to: usize, mut take: impl FnMut(u64, bool)) {
        let Some(first) = self.flat.token_at(from).filter(|_| from < to) else { return };
        let count = self.flat.token_at(to).unwrap_or(self.flat.tokens.len()).saturating_sub(first);
        for token in self.flat.tokens.get(first..).unwrap_or(&[]).iter().take(count.min(BETWEEN)) {
            let word = self.flat.word(token);
            let short = word.len() == 1 || phrase::governor(word).is_some();
            if token.kind == TokenKind::Word && (short || count <= ALL) {
                take(text_hash(word), short);
            }
        }
    }

    /// What is to be said of the two together.
    pub fn pair(&self, subject: &Party, object: &Party, found: Option<&RuleFound>, mut add: impl FnMut(u32)) {
        let event = self.event as u64;
        let frame = self.form.frame as u64;
        let first = subject.start < object.start;
        let order = ((subject.place as u64) << 5 | (object.place as u64) << 2 | u64::from(first)) << 4
            | u64::from(subject.clauses == 0) << 1
            | u64::from(object.clauses == 0);
        let rules = confidence(found.map(|f| f.confidence));
        let swapped = self.found(object.local, subject.local).is_some();
        let governors = subject.governor.map_or(0, |g| 1 + g as u64) << 8 | object.governor.map_or(0, |g| 1 + g as u64);
        let same = u64::from(subject.group == object.group);
        let gap = if first { object.start.saturating_sub(subject.end) } else { subject.start.saturating_sub(object.end) };
        let kinds = (subject.kind as u64) << 4 | object.kind as u64;
        let mut put = |template: u64, a: u64, b: u64| add(hash(template, a, b));
        put(60, order, event);
        put(61, order, frame);
        put(62, order, governors << 4 | frame);
        put(63, kinds, event);
        put(64, rules, event);
        put(65, rules, self.text);
        put(66, rules << 1 | u64::from(swapped), 0);
        put(67, same << 8 | frame, u64::from(first));
        put(68, order, bucket(gap));
        put(69, order, shape(subject.shape) << 8 | shape(object.shape));
        put(70, u64::from(subject.possessor) << 1 | u64::from(object.possessor), order);
        put(71, rules, shape(subject.shape) << 8 | shape(object.shape));
        put(72, rules, u64::from(self.headline) << 4 | self.modified as u64);
        put(73, rules, order);
        put(74, rules, frame << 4 | self.form.strength as u64);
        let grammar = u64::from(subject.as_subject) << 16 | u64::from(object.as_object);
        put(76, grammar, 0);
        put(77, grammar, frame);
        put(78, grammar, event);
        put(79, grammar, (self.modified as u64) << 1 | u64::from(rules > 0));
        put(80, grammar, order);
        put(81, u64::from(subject.as_subject), order << 1 | u64::from(rules > 0));
        put(82, u64::from(object.as_object), order << 1 | u64::from(rules > 0));
        put(75, rules, u64::from(subject.quote) << 4 | u64::from(object.quote));
    }
}
