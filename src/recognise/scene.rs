//! Everything the generators may look at for one document.

use rustc_hash::FxHashSet;

use crate::dictionary::Lexicon;
use crate::names::{Declared, Marks, SoundTable, Translations};
use crate::segment::{Segmenter, Sentence, Words};
use crate::text::TextView;

use super::characters::Characters;

/// Read-only view of a document in the middle of recognition.
pub struct Scene<'a> {
    /// Characters.
    pub view: &'a TextView,
    /// Words.
    pub words: &'a Words,
    /// Of every character, the bits that `recognise::classes` lists.
    pub flags: &'a [u16],
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

    /// Whether a title ends at `index`.
    pub fn title_before(&self, index: usize) -> bool {
        self.marks.title_ends.get(index).is_some_and(|&n| n > 0)
    }

    /// Whether a title begins at `index`.
    pub fn title_after(&self, index: usize) -> bool {
        self.marks.title_starts.get(index).is_some_and(|&n| n > 0)
    }

    /// Whether `word` can't be part of a name.
    pub fn is_stopword(&self, word: &str) -> bool {
        self.stopwords.contains(word)
    }
}
