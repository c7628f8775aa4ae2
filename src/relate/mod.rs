//! Relations: which entities occur together, what they do to one another, which posts they hold.

mod cooccurrence;
mod events;
mod flat;
mod judge;
mod phrase;
mod positions;
mod scheme;
mod source;
#[cfg(test)]
mod testing;
mod title;
mod trigger;

use std::cell::Cell;

use serde::{Deserialize, Serialize};

pub use cooccurrence::{CooccurrenceCounter, Day, Span, Together, Window, widen};
pub use events::{EventScratch, events};
pub use judge::{EVENT_TRAINING, EventCandidate, EventModel, train_events};
pub use positions::positions;
pub use scheme::{EventType, QuadClass};
pub use source::mark_sources;
pub use trigger::{EventForm, EventTable, Frame, ModifierKind, Strength};

use crate::dictionary::Lexicon;
use crate::names::Marks;
use crate::record::EntityType;
use crate::resolve::{Local, Mention};
use crate::segment::{Segmenter, Sentence, Words};
use crate::text::{TextView, is_ideograph};
use flat::{Flat, Token, WORK};

/// A document as the relation stage reads it: everything that recognition and resolution left.
pub struct Text<'a> {
    /// Characters.
    pub view: &'a TextView,
    /// Words.
    pub words: &'a Words,
    /// Titles and dictionary hits.
    pub marks: &'a Marks,
    /// Sentences.
    pub sentences: &'a [Sentence],
    /// Names, in order.
    pub mentions: &'a [Mention],
    /// The things they name.
    pub locals: &'a [Local],
    /// Dictionaries.
    pub lexicon: &'a Lexicon,
    /// jieba, for parts of speech.
    pub segmenter: &'a Segmenter,
    /// Event words.
    pub table: &'a EventTable,
    /// The trained judge of events; without it the rules have the last word.
    pub judge: Option<&'a EventModel>,
    /// One past the last character of the headline (0: the text has none).
    pub title_end: u32,
}

/// A stated event between two things of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Sentence index.
    pub sentence: u32,
    /// Who acts: index of a local.
    pub subject: u32,
    /// On whom: index of a local.
    pub object: u32,
    /// What kind of event.
    pub event: EventType,
    /// Root code in CAMEO.
    pub cameo: u8,
    /// The event word as written.
    pub trigger: String,
    /// Said not to have happened, or denied.
    pub negated: bool,
    /// Probability that the row is right, by the strength of the word and the way its arguments were found.
    pub confidence: f32,
    /// The sentence.
    pub text: String,
}

/// A tie of a person to a title and a country or organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Sentence index.
    pub sentence: u32,
    /// Index of the person's local.
    pub person: u32,
    /// Title as written, 前 and the like included.
    pub title: String,
    /// Index of the body's local.
    pub body: u32,
    /// Probability that the row is right.
    pub confidence: f32,
    /// The sentence.
    pub text: String,
}

impl Text<'_> {
    /// Part of speech of a token: jieba's letter.
    pub(crate) fn part_of_speech(&self, flat: &Flat, token: &Token) -> char {
        let known = flat.token_at(token.start as usize).and_then(|t| flat.speech_of.get(t));
        if let Some(letter) = known.map(Cell::get).filter(|&letter| letter != '\0') {
            return letter;
        }
        let word = flat.word(token);
        let letter = match word {
            [WORK] => 'n',
            [c] if c.is_ascii_digit() => 'm',
            _ => self.segmenter.part_of_speech(flat.string(self.view, token)),
        };
        if let Some(known) = known {
            known.set(letter);
        }
        letter
    }

    /// Whether a token is a noun, time and place words aside; a longer word that no dictionary has is one.
    pub(crate) fn is_noun(&self, flat: &Flat, token: &Token) -> bool {
        let word = flat.word(token);
        if word.iter().any(|c| c.is_ascii_digit()) || phrase::governor(word).is_some() {
            return false;
        }
        match self.part_of_speech(flat, token) {
            'n' => word.len() > 1 || matches!(word.first(), Some('党' | '军' | '企' | '媒' | '人' | '方')),
            'x' => word.len() > 1 && word.iter().all(|&c| crate::text::is_han(c)),
            _ => false,
        }
    }

    /// Whether a sentence has a word that may stand for somebody named before.
    pub(crate) fn has_pronoun(&self, sentence: &Sentence) -> bool {
        let chars = self.view.folded.get(sentence.start as usize..sentence.end as usize).unwrap_or(&[]);
        chars.iter().enumerate().any(|(i, c)| match c {
            '他' | '她' | '我' => true,
            '该' => matches!(chars.get(i + 1), Some('国' | '公' | '机' | '组' | '党' | '集')),
            '双' | '对' => chars.get(i + 1) == Some(&'方'),
            '两' | '二' => matches!(chars.get(i + 1), Some('国' | '人' | '方' | '位')),
            _ => false,
        })
    }

    /// Whether a sentence may have a pronoun that stands for somebody, marks and particles within it aside: one whose
    /// meaning an earlier sentence may give, or (`any`) also one for the speaker or the other of two.
    pub(crate) fn may_refer(&self, sentence: &Sentence, any: bool) -> bool {
        let chars = self.view.folded.get(sentence.start as usize..sentence.end as usize).unwrap_or(&[]);
        chars.iter().enumerate().any(|(i, c)| match c {
            '他' | '她' => true,
            '我' => any,
            '对' => any && chars.get(i + 1) == Some(&'方'),
            '该' | '双' | '两' | '二' => chars.get(i + 1).is_some_and(|&next| {
                !is_ideograph(next) || matches!(next, '国' | '公' | '机' | '组' | '党' | '集' | '方' | '人' | '位' | '了' | '着' | '过')
            }),
            _ => false,
        })
    }

    /// Whether a name is only the common word for an organ (警方, 政府).
    pub(crate) fn is_generic_body(&self, flat: &Flat, start: usize, end: usize) -> bool {
        GENERIC.iter().any(|g| flat.reads(start, end, g))
    }

    /// The sentence as written.
    pub(crate) fn sentence_text(&self, sentence: usize) -> String {
        self.sentences.get(sentence).map_or(String::new(), |s| self.view.surface(s.start as usize..s.end as usize))
    }
}

/// Words for the organs of a state that are no names.
const GENERIC: &[&str] = &["政府", "警方", "军方", "当局", "官方", "联邦政府", "中央政府", "检方", "警察"];

/// What holds for a whole document, worked out once.
pub(crate) struct Prepared {
    /// For each local that is a capital, the local of its country.
    capital: Vec<Option<u32>>,
    /// The locals of countries, one for each country.
    countries: Vec<u32>,
}

impl Prepared {
    fn new(text: &Text) -> Prepared {
        let mut prepared = Prepared { capital: vec![None; text.locals.len()], countries: Vec::new() };
        for mention in text.mentions.iter().filter(|m| m.kind == EntityType::Country) {
            if let Some(local) = text.locals.get(mention.local as usize)
                && !prepared.countries.contains(&mention.local)
                && prepared.country(text, &local.entry).is_none()
            {
                prepared.countries.push(mention.local);
            }
        }
        let mut seen = vec![false; text.locals.len()];
        for mention in text.mentions.iter().filter(|m| m.kind == EntityType::Place) {
            let place = mention.local as usize;
            if seen.get(place).is_none_or(|seen| *seen) {
                continue;
            }
            seen[place] = true;
            let entry = text.locals.get(place).filter(|l| !l.entry.is_empty()).and_then(|l| text.lexicon.by_id.get(&l.entry));
            let owner = entry.and_then(|e| text.table.country_of_capital.get(e)).and_then(|&c| text.lexicon.entry(c));
            prepared.capital[place] = owner.and_then(|o| prepared.country(text, &o.id));
        }
        prepared
    }

    /// The local of a country that the document names.
    fn country(&self, text: &Text, id: &str) -> Option<u32> {
        self.countries.iter().copied().find(|&l| text.locals.get(l as usize).is_some_and(|l| l.entry == id))
    }

    /// The country of a name like 英国政府, where the document names that country.
    fn generic(&self, text: &Text, mention: u32) -> Option<u32> {
        let mention = text.mentions.get(mention as usize)?;
        let name = text.view.folded_slice(mention.start as usize..mention.end as usize);
        let owner = GENERIC.iter().find_map(|g| name.strip_suffix(g)).filter(|o| !o.is_empty())?;
        let pattern = text.lexicon.form(owner)?;
        let entry = pattern.senses.iter().filter_map(|s| text.lexicon.entry(s.entry)).find(|e| e.kind == EntityType::Country)?;
        self.country(text, &entry.id)
    }

    /// The country whose government a capital stands for, where the document names that country.
    fn capital(&self, local: u32) -> Option<u32> {
        self.capital.get(local as usize).copied().flatten()
    }
}
