//! Everything the generators may look at for one document.

use rustc_hash::FxHashSet;

use crate::dictionary::{Lexicon, Pattern};
use crate::names::{Declared, Marks, SoundTable, Translations};
use crate::record::EntityType;
use crate::segment::{Segmenter, Sentence, Words};
use crate::text::TextView;

use super::characters::Characters;
use super::spots::Spots;
use super::word_facts::{ANNOUNCES, SPEECH, WordFacts, WordPlaces};

/// Read-only view of a document in the middle of recognition.
pub struct Scene<'a> {
    /// Characters.
    pub view: &'a TextView,
    /// Words.
    pub words: &'a Words,
    /// Of every character, the bits that `recognise::classes` lists.
    pub flags: &'a [u16],
    /// Where the generators may find something.
    pub spots: &'a Spots,
    /// What has been asked of the words.
    pub facts: &'a WordFacts,
    /// Dictionary hits and titles.
    pub marks: &'a Marks,
    /// Short names that the text declares.
    pub declared: &'a [Declared],
    /// Sentences.
    pub sentences: &'a [Sentence],
    /// Dictionaries.
    pub lexicon: &'a Lexicon,
    /// jieba.
    pub segmenter: &'a Segmenter,
    /// Sound table.
    pub sounds: &'a SoundTable,
    /// Character statistics.
    pub characters: &'a Characters,
    /// Bilingual words of institution names.
    pub translations: &'a Translations,
    /// Words that stand beside names, and those that no name holds.
    pub places: &'a WordPlaces,
    /// Words that no name holds.
    pub stopwords: &'a FxHashSet<String>,
}

impl Scene<'_> {
    /// The word that begins at `index`, folded; empty at the end of the text.
    pub fn word_from(&self, index: usize) -> &str {
        match self.words.word_at(index) {
            Some((start, end)) if start == index => self.view.folded_slice(start..end),
            Some((_, end)) => self.view.folded_slice(index..end),
            None => "",
        }
    }

    /// The word that ends at `index`, folded; empty at the start of the text.
    pub fn word_to(&self, index: usize) -> &str {
        let Some(last) = index.checked_sub(1) else {
            return "";
        };
        match self.words.word_at(last) {
            Some((start, _)) => self.view.folded_slice(start..index),
            None => "",
        }
    }

    /// Whether jieba's dictionary holds the text from `start` to `end`; quick where that is a word of the text.
    pub fn lists(&self, start: usize, end: usize) -> bool {
        let ask = || self.segmenter.has_word(self.view.folded_slice(start..end));
        match self.word_of(start, end) {
            Some(word) => self.facts.listed(word, ask),
            None => ask(),
        }
    }

    /// The index of the word that is the text from `start` to `end`.
    fn word_of(&self, start: usize, end: usize) -> Option<u32> {
        let word = *self.words.word_of.get(start)?;
        let span = *self.words.spans.get(word as usize)?;
        (span == (start as u32, end as u32)).then_some(word)
    }

    /// What the lists of words beside names say of the text from `start` to `end`, which as a rule is a word.
    fn place(&self, start: usize, end: usize) -> u8 {
        let ask = || self.places.of(self.view.folded_slice(start..end));
        match self.word_of(start, end) {
            Some(word) => self.facts.places(word, ask),
            None => ask(),
        }
    }

    /// What the lists say of the word that begins at `index`.
    pub fn place_from(&self, index: usize) -> u8 {
        self.words.word_at(index).map_or(0, |(_, end)| self.place(index, end))
    }

    /// What the lists say of the word that ends at `index`.
    pub fn place_to(&self, index: usize) -> u8 {
        index.checked_sub(1).and_then(|last| self.words.word_at(last)).map_or(0, |(start, _)| self.place(start, index))
    }

    /// Whether the word that ends at `index` announces a person.
    pub fn announced(&self, index: usize) -> bool {
        self.place_to(index) & ANNOUNCES != 0
    }

    /// Whether a verb of speech or report begins at `index`.
    pub fn speaks(&self, index: usize) -> bool {
        self.place_from(index) & SPEECH != 0
    }

    /// Whether a title ends at `index`.
    pub fn title_before(&self, index: usize) -> bool {
        self.marks.title_ends.get(index).is_some_and(|&n| n > 0)
    }

    /// Whether a title begins at `index`.
    pub fn title_after(&self, index: usize) -> bool {
        self.marks.title_starts.get(index).is_some_and(|&n| n > 0)
    }

    /// Whether a title covers `end` and goes on, so that what ends here is a part of it: 外交部 in 外交部长. A title that begins at the
    /// end (外交部发言人) is another matter.
    pub fn title_goes_on(&self, start: usize, end: usize) -> bool {
        let starts = |at: usize| self.marks.title_starts.get(at).copied().map_or(0, usize::from);
        (start..end).any(|at| at + starts(at) > end) && starts(end) < 2
    }

    /// Whether a form may name something of one of these types.
    pub fn may_name(&self, pattern: &Pattern, kinds: &[EntityType]) -> bool {
        pattern.senses.iter().any(|s| self.lexicon.entry(s.entry).is_some_and(|e| kinds.contains(&e.kind)))
    }

    /// Whether `word` can't be part of a name.
    pub fn is_stopword(&self, word: &str) -> bool {
        self.stopwords.contains(word)
    }
}
