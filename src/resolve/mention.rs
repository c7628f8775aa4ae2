//! What an article leaves: the names in it, the things they name, and its bilingual pairs.

use serde::{Deserialize, Serialize};

use crate::record::{EntityType, Evidence, PairKind};

/// One occurrence of a name. Offsets are characters of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Paragraph index.
    pub paragraph: u32,
    /// Sentence index.
    pub sentence: u32,
    /// Type.
    pub kind: EntityType,
    /// How it was found.
    pub evidence: Evidence,
    /// Probability that it is a name with these borders and this type.
    pub confidence: f32,
    /// Index into the document's [`Local`]s.
    pub local: u32,
    /// Written form.
    pub surface: String,
    /// Whether it names who reports, not who acts ([`crate::relate::mark_sources`]).
    pub source: bool,
}

/// One thing named in a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Type, as written in the tables.
    pub kind: Option<EntityType>,
    /// Id of the dictionary entry, or empty.
    pub entry: String,
    /// Fullest Chinese name, folded; may be empty.
    pub zh: String,
    /// Fullest Latin name as written; may be empty.
    pub latin: String,
    /// English name made by a pattern (bodies), or empty.
    pub english: String,
    /// The article's id where the name is one of its own (a surname alone), or empty.
    pub article: String,
}

impl Local {
    /// Whether it is a person of whom the article gives one character alone: 王 of 王女士. Such a name says nothing beyond its article.
    pub fn is_surname_alone(&self) -> bool {
        let mut zh = self.zh.chars();
        self.kind == Some(EntityType::Person)
            && self.entry.is_empty()
            && self.latin.is_empty()
            && zh.next().is_some()
            && zh.next().is_none()
    }
}

/// A bilingual pair of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentPair {
    /// Offset of the Chinese half.
    pub start: u32,
    /// Chinese half as written.
    pub zh: String,
    /// Latin half as written.
    pub latin: String,
    /// Type.
    pub type_: EntityType,
    /// Kind of rendering.
    pub kind: PairKind,
    /// Score.
    pub score: f32,
    /// Index into the document's [`Local`]s, unless the type is `other`.
    pub local: Option<u32>,
}
