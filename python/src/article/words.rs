//! The words that Python sees for kinds and types, and numbers as the tables have them.

use guanxi::document::Language;
use guanxi::record::{EntityType, Evidence, PairKind};

/// The word for how a mention was found.
pub fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Dictionary => "dictionary",
        Evidence::Pair => "pair",
        Evidence::Alias => "alias",
        Evidence::Pattern => "pattern",
        Evidence::Model => "model",
    }
}

/// The word for a kind of rendering.
pub fn word(kind: &PairKind) -> &'static str {
    match kind {
        PairKind::Transliteration => "transliteration",
        PairKind::Translation => "translation",
        PairKind::Abbreviation => "abbreviation",
        PairKind::Adopted => "adopted",
    }
}

/// The word for what a name stands for in its sentence.
pub fn role(source: bool) -> &'static str {
    if source { "source" } else { "" }
}

/// Rounds as the tables do.
pub fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

/// The language of a tag.
pub fn language(tag: &str) -> Language {
    [Language::ChineseSimplified, Language::ChineseTraditional, Language::English].into_iter().find(|l| l.tag() == tag).unwrap_or_default()
}

/// Types that a curation or a table may name.
pub fn kind(word: &str) -> Option<EntityType> {
    [EntityType::Person, EntityType::Country, EntityType::Organization, EntityType::Place, EntityType::Other]
        .into_iter()
        .find(|k| k.as_str() == word)
}
