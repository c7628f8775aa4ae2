//! Renderings that are listed: well-known abbreviations and things (`terms.csv`), and pairs that an
//! archive attests (`names.csv`).

use rustc_hash::FxHashMap;

use crate::dictionary::{DictionaryError, LearnedRow, Lexicon, Sources, list};
use crate::record::EntityType;
use crate::text::{fold_latin, fold_str};

/// One row of `terms.csv`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
struct TermRow {
    name_zh: String,
    aliases_zh: String,
    name_en: String,
    aliases_en: String,
    #[serde(rename = "type")]
    kind: String,
}

/// The listed renderings by Latin name.
#[derive(Debug, Default)]
pub struct KnownPairs {
    by_latin: FxHashMap<String, Vec<(Vec<char>, EntityType)>>,
    /// Given names: first words of people's Latin names.
    given: rustc_hash::FxHashSet<String>,
}

pub(super) fn type_of_word(word: &str) -> EntityType {
    match word {
        "person" => EntityType::Person,
        "country" => EntityType::Country,
        "organization" => EntityType::Organization,
        "place" => EntityType::Place,
        _ => EntityType::Other,
    }
}

impl KnownPairs {
    /// Reads `terms.csv` and `names.csv`; the given names come from the people of `lexicon`.
    ///
    /// # Errors
    /// A row that does not fit its columns.
    pub fn from_sources(sources: &Sources, lexicon: &Lexicon) -> Result<KnownPairs, DictionaryError> {
        let mut known = KnownPairs::default();
        for row in sources.rows::<TermRow>("terms.csv")? {
            known.add(&row.name_zh, &row.aliases_zh, &row.name_en, &row.aliases_en, &row.kind);
        }
        for row in sources.rows::<LearnedRow>("names.csv")? {
            known.add(&row.name_zh, &row.aliases_zh, &row.name_en, &row.aliases_en, &row.kind);
            if row.kind == "person" {
                known.given_of(&row.name_en);
            }
        }
        for person in lexicon.entries.iter().filter(|e| e.kind == EntityType::Person && e.documents == 0) {
            known.given_of(&person.name_en);
        }
        for list in known.by_latin.values_mut() {
            // The longest first: 世界卫生组织 before 卫生组织.
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(known)
    }

    fn given_of(&mut self, name: &str) {
        let folded = fold_latin(name.split(" (").next().unwrap_or(name));
        if let Some((first, _)) = folded.split_once(' ')
            && first.len() >= 3
        {
            self.given.insert(first.to_string());
        }
    }

    fn add(&mut self, zh: &str, aliases_zh: &str, latin: &str, aliases_en: &str, kind: &str) {
        let kind = type_of_word(kind.trim());
        for form in std::iter::once(latin).chain(list(aliases_en)) {
            let key = fold_latin(form);
            if key.is_empty() {
                continue;
            }
            let slot = self.by_latin.entry(key).or_default();
            for name in std::iter::once(zh).chain(list(aliases_zh)) {
                let chars: Vec<char> = fold_str(name.trim()).chars().collect();
                if !chars.is_empty() && !slot.iter().any(|(known, _)| *known == chars) {
                    slot.push((chars, kind));
                }
            }
        }
    }

    /// The longest listed rendering of the folded Latin name at the end of `han`: its length and type.
    pub fn longest(&self, latin: &str, han: &[char]) -> Option<(usize, EntityType)> {
        self.by_latin.get(latin)?.iter().find(|(zh, _)| han.ends_with(zh)).map(|(zh, kind)| (zh.len(), *kind))
    }

    /// Whether the folded word is the first name of a listed person.
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
    }
}
