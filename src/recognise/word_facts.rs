//! What the generators and the model ask of the words of a text over and over, looked up once a word.

use std::sync::atomic::{AtomicU8, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use super::context;

/// The dictionary has been asked.
const ASKED: u8 = 1;
/// jieba's dictionary holds the word.
const LISTED: u8 = 1 << 1;
/// The lists of words beside names have been asked.
const PLACED: u8 = 1 << 2;
/// No name holds the word.
pub const STOPWORD: u8 = 1 << 3;
/// The word announces a person.
pub const ANNOUNCES: u8 = 1 << 4;
/// A verb of speech or report.
pub const SPEECH: u8 = 1 << 5;
/// The word may follow a name.
pub const FOLLOWS: u8 = 1 << 6;

/// What the lists say of every word in one of them: the bits [`STOPWORD`], [`ANNOUNCES`], [`SPEECH`] and [`FOLLOWS`].
#[derive(Debug, Default)]
pub struct WordPlaces(FxHashMap<Box<str>, u8>);

impl WordPlaces {
    /// Brings the lists together.
    pub fn new(stopwords: &FxHashSet<String>) -> WordPlaces {
        let mut places: FxHashMap<Box<str>, u8> = FxHashMap::default();
        let mut add = |word: &str, bit| *places.entry(word.into()).or_default() |= bit;
        stopwords.iter().for_each(|word| add(word, STOPWORD));
        context::words().for_each(|(word, bit)| add(word, bit));
        WordPlaces(places)
    }

    /// The bits of a word.
    pub fn of(&self, word: &str) -> u8 {
        self.0.get(word).copied().unwrap_or(0)
    }
}

/// A few bits for each word of a text, filled when they are first asked for. (Atomic so that whoever holds a workspace may be shared
/// between threads; every thread would write the same.)
#[derive(Debug, Default)]
pub struct WordFacts {
    bits: Vec<AtomicU8>,
}

impl WordFacts {
    /// Forgets all, for a text of so many words.
    pub fn reset(&mut self, words: usize) {
        self.bits.clear();
        self.bits.resize_with(words, AtomicU8::default);
    }

    /// Whether jieba's dictionary holds the word with this index, by `ask` where nobody has asked yet.
    pub fn listed(&self, word: u32, ask: impl FnOnce() -> bool) -> bool {
        self.get(word, ASKED, || LISTED * u8::from(ask())) & LISTED != 0
    }

    /// The bits [`STOPWORD`], [`ANNOUNCES`], [`SPEECH`] and [`FOLLOWS`] of the word with this index, likewise.
    pub fn places(&self, word: u32, ask: impl FnOnce() -> u8) -> u8 {
        self.get(word, PLACED, ask)
    }

    fn get(&self, word: u32, asked: u8, ask: impl FnOnce() -> u8) -> u8 {
        let Some(slot) = self.bits.get(word as usize) else { return ask() };
        let known = slot.load(Ordering::Relaxed);
        if known & asked != 0 {
            return known;
        }
        let known = known | asked | ask();
        slot.store(known, Ordering::Relaxed);
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_lists_say() {
        let stopwords: FxHashSet<String> = ["之外", "说", "以及"].iter().map(ToString::to_string).collect();
        let places = WordPlaces::new(&stopwords);
        for word in ["说", "以及", "之外", "记者", "近日", "表示", "云岭"] {
            let bits = places.of(word);
            assert_eq!(bits & STOPWORD != 0, stopwords.contains(word), "{word}");
            assert_eq!(bits & ANNOUNCES != 0, context::announces_person(word), "{word}");
            assert_eq!(bits & SPEECH != 0, context::is_speech_verb(word), "{word}");
            assert_eq!(bits & FOLLOWS != 0, context::follows_name(word), "{word}");
        }
        assert_eq!(places.of("说"), STOPWORD | SPEECH | FOLLOWS);
    }

    #[test]
    fn asks_once() {
        let mut facts = WordFacts::default();
        facts.reset(2);
        assert!(facts.listed(1, || true));
        assert!(facts.listed(1, || unreachable!()));
        assert_eq!(facts.places(1, || SPEECH | FOLLOWS) & (STOPWORD | ANNOUNCES | SPEECH | FOLLOWS), SPEECH | FOLLOWS);
        assert_eq!(facts.places(1, || unreachable!()) & STOPWORD, 0);
        assert!(facts.listed(1, || unreachable!()));
        // Beyond the words of the text it asks every time.
        assert!(!facts.listed(9, || false) && facts.listed(9, || true));
        facts.reset(2);
        assert!(!facts.listed(1, || false));
    }
}
