//! A span that may be a name, with what speaks for it.

use crate::dictionary::EntryId;
use crate::record::{EntityType, Evidence};

/// Which generator proposed a candidate; finer than [`Evidence`], for scoring and the trained model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Source {
    /// A dictionary form of two or more Chinese characters.
    DictionaryWord,
    /// A dictionary form that needs context.
    DictionaryContext,
    /// A one-character country form.
    CountryShort,
    /// A 方-form.
    CountryFang,
    /// A Latin dictionary form.
    DictionaryLatin,
    /// A demonym in English text.
    Demonym,
    /// A learned dictionary row.
    Learned,
    /// The Chinese half of a pair here.
    PairZh,
    /// The Latin half of a pair here.
    PairLatin,
    /// Surname and given name.
    ChineseName,
    /// A name in a byline, or a withheld one (陈某).
    Byline,
    /// A run of transliteration characters.
    Transliteration,
    /// An organization by its ending.
    Suffix,
    /// A generic body with or without its country.
    GenericBody,
    /// A place by its ending.
    PlaceSuffix,
    /// A capitalised Latin run.
    LatinRun,
    /// Another form of a name sure in this document.
    DocumentAlias,
    /// A name that the archive's name table knows.
    NameTable,
    /// A name by a word before it or a mark behind it: 玩具商…, …（600519）, 据…报道.
    Cue,
    /// A link of a list whose other links are names.
    List,
}

/// A span that may be a name.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Type proposed.
    pub kind: EntityType,
    /// Who proposed it.
    pub source: Source,
    /// Dictionary entry meant, where one is known.
    pub entry: Option<EntryId>,
    /// Log-odds that this is a name with these borders and this type.
    pub score: f32,
}

impl Candidate {
    /// The characters from `start` to `end` as a name that no dictionary entry is known of.
    pub fn new(start: usize, end: usize, kind: EntityType, source: Source, score: f32) -> Candidate {
        Candidate { start: start as u32, end: end as u32, kind, source, entry: None, score }
    }

    /// The same, which means this dictionary entry, if any.
    #[must_use]
    pub fn of_entry(self, entry: impl Into<Option<EntryId>>) -> Candidate {
        Candidate { entry: entry.into(), ..self }
    }

    /// The evidence named in the output.
    pub fn evidence(&self) -> Evidence {
        match self.source {
            Source::DictionaryWord
            | Source::DictionaryContext
            | Source::CountryShort
            | Source::CountryFang
            | Source::DictionaryLatin
            | Source::Demonym
            | Source::Learned => Evidence::Dictionary,
            Source::PairZh | Source::PairLatin => Evidence::Pair,
            Source::DocumentAlias | Source::NameTable => Evidence::Alias,
            Source::ChineseName
            | Source::Byline
            | Source::Transliteration
            | Source::Suffix
            | Source::GenericBody
            | Source::PlaceSuffix
            | Source::LatinRun
            | Source::Cue
            | Source::List => Evidence::Pattern,
        }
    }

    /// Length in characters.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span is empty (never, for a candidate made by a generator).
    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }
}
