//! All dictionary forms compiled, so that one scan of a text finds names,
//! titles, bodies, suffixes and event words together.

mod compile;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::DictionaryError;
use super::automaton::Automaton;
use super::endings::Endings;
use crate::record::EntityType;
use crate::text::{TextView, fold_latin};

/// Index of an [`Entry`].
pub type EntryId = u32;

/// One real thing that a dictionary lists.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Stable id: `person:vladimir-putin`, `country:RUS`.
    pub id: String,
    /// What it is.
    pub kind: EntityType,
    /// Usual English name.
    pub name_en: String,
    /// Usual Chinese name, Simplified.
    pub name_zh: String,
    /// Full Chinese forms, folded.
    pub full_zh: Vec<String>,
    /// Finer kind of an organization or place (`ministry`, `city`), or `current` / `historical` of a country.
    pub subkind: String,
    /// Machine word of a body that exists in every country (`foreign_ministry`), or a person's role.
    pub role: String,
    /// ISO 3166-1 alpha-3 code of the home country (of a country: its own).
    pub country: String,
    /// Year of birth, or 0.
    pub born: u16,
    /// `m`, `f`, or a space where unknown.
    pub gender: char,
    /// Documents of the archive that attest a learned row; 0 for rows written by hand.
    pub documents: u32,
}

/// How a form may be used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum FormUse {
    /// Means the entry wherever it stands as a word.
    Always,
    /// Means the entry only with support from the article.
    Context,
    /// One-character country form; the probability that it means this country.
    Short(f32),
    /// 方-form of a country (美方).
    Fang,
    /// Latin-script name.
    Latin,
    /// Latin-script acronym.
    Acronym,
    /// English adjective or demonym of a country.
    Demonym,
}

/// One meaning of a form.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Sense {
    /// The thing meant.
    pub entry: EntryId,
    /// How the form may be used for it.
    pub form: FormUse,
}

/// Everything the dictionaries say about one form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pattern {
    /// The folded form.
    pub text: String,
    /// Its length in characters.
    pub chars: u16,
    /// The things it may name.
    pub senses: Vec<Sense>,
    /// Index into [`Lexicon::titles`].
    pub title: Option<u32>,
    /// Index into [`Lexicon::bodies`].
    pub body: Option<u32>,
    /// Index into [`Lexicon::suffixes`].
    pub suffix: Option<u32>,
    /// Indices into the rows of `events.csv` (filled by the relation stage).
    pub events: Vec<u32>,
    /// Index into the rows of `event_modifiers.csv`.
    pub modifier: Option<u32>,
}

/// Where a title stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TitlePosition {
    /// Only before the name (记者).
    Before,
    /// Only after the name (先生).
    After,
    /// Either side.
    Both,
}

/// A title or honorific.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Title {
    /// The folded title.
    pub text: String,
    /// `head_of_state`, `minister` … or `prefix` for 前, 时任.
    pub kind: String,
    /// What the title attaches to: `country`, `foreign_ministry`, `company` …
    pub body_role: String,
    /// English gloss.
    pub english: String,
    /// Where it stands.
    pub position: TitlePosition,
}

/// A generic body: 外交部.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// The folded form listed first.
    pub text: String,
    /// Machine word shared with the `role` of organizations.
    pub role: String,
    /// English name with `{country}`.
    pub english: String,
    /// Kind of organization.
    pub subkind: String,
    /// Whether the bare word usually names the body of the country that the article is about.
    pub bare: bool,
}

/// How sure a suffix makes an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SuffixStrength {
    /// Needs a known prefix.
    Weak,
    /// Sure with a good prefix.
    Medium,
    /// Nearly always an organization.
    Strong,
}

/// An ending of organization names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Suffix {
    /// The folded ending.
    pub text: String,
    /// Kind of organization.
    pub subkind: String,
    /// English word for it.
    pub english: String,
    /// How sure it is.
    pub strength: SuffixStrength,
    /// Fewest characters before it.
    pub min_prefix: u8,
}

/// What kind of surname.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SurnameKind {
    /// One-character Chinese surname.
    Chinese,
    /// Two-character Chinese surname (欧阳).
    Compound,
    /// Korean.
    Korean,
    /// Japanese.
    Japanese,
}

/// A surname.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Surname {
    /// Folded form.
    pub text: String,
    /// Pinyin, capitalised (`Zhang`).
    pub pinyin: String,
    /// Other spellings, lower case: Wade–Giles, Cantonese, Hokkien, Korean, Japanese.
    pub spellings: Vec<String>,
    /// Kind.
    pub kind: SurnameKind,
    /// Share of the population, per mille.
    pub weight: f32,
    /// How often the character begins an ordinary word: 0 low, 1 medium, 2 high.
    pub word_risk: u8,
}

/// Bit of [`Lexicon::uses`]: a title or honorific.
pub const TITLE: u8 = 1;
/// Bit of [`Lexicon::uses`]: names something, or is part of the name of a body.
pub const NAME: u8 = 2;

/// The compiled dictionaries.
#[derive(Serialize, Deserialize)]
pub struct Lexicon {
    /// Every listed thing.
    #[serde(deserialize_with = "at_once")]
    pub entries: Vec<Entry>,
    /// Every form.
    #[serde(deserialize_with = "at_once")]
    pub patterns: Vec<Pattern>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Generic bodies.
    pub bodies: Vec<Body>,
    /// Organization endings.
    pub suffixes: Vec<Suffix>,
    /// Surnames by folded form.
    pub surnames: FxHashMap<String, Surname>,
    /// One-character Chinese surnames.
    pub surname_chars: FxHashMap<char, Surname>,
    /// First characters of the surnames of two.
    pub compound_chars: FxHashSet<char>,
    /// Country entries by alpha-3 code.
    pub country_by_code: FxHashMap<String, EntryId>,
    /// Organizations by country and role (`RUS`, `foreign_ministry`).
    pub org_by_role: FxHashMap<(String, String), EntryId>,
    /// Entries by id.
    pub by_id: FxHashMap<String, EntryId>,
    /// What each pattern is for ([`TITLE`], [`NAME`]), apart from the patterns so that a scan stays in the cache.
    uses: Vec<u8>,
    /// Patterns by the XXH3 of their text.
    form_index: FxHashMap<u64, u32>,
    /// The forms with a character that no Latin-script text has, by their index in [`Lexicon::patterns`].
    forms: Endings,
    /// The forms in Latin script.
    latin_forms: Forms,
}

/// Takes a long list into memory of its size. A list of unknown origin grows as it is read, lest its length lie; what the program itself
/// holds does not lie, and growing takes as much memory again.
fn at_once<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct List<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0).min(1 << 20));
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_seq(List(std::marker::PhantomData))
}

/// Some of the forms, compiled.
#[derive(Serialize, Deserialize)]
struct Forms {
    automaton: Automaton,
    /// Index in [`Lexicon::patterns`] of each.
    patterns: Vec<u32>,
}

impl Forms {
    fn scan(&self, text: &str, mut found: impl FnMut(u32, usize, usize)) {
        self.automaton.scan(text, |form, start, end| {
            if let Some(&pattern) = self.patterns.get(form as usize) {
                found(pattern, start, end);
            }
        });
    }
}

/// The part of an id after its type: the English name, lower case, joined by hyphens.
pub(crate) fn slug(name: &str) -> String {
    fold_latin(name).replace(' ', "-")
}

impl Lexicon {
    /// The compiled dictionaries as bytes, for [`Lexicon::from_bytes`] of the same program.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DictionaryError> {
        postcard::to_allocvec(self).map_err(|error| DictionaryError::Compile(error.to_string()))
    }

    /// What [`Lexicon::to_bytes`] wrote.
    ///
    /// # Errors
    /// Bytes that it did not write.
    pub fn from_bytes(bytes: &[u8]) -> Result<Lexicon, DictionaryError> {
        postcard::from_bytes(bytes).map_err(|error| DictionaryError::Compile(error.to_string()))
    }

    /// Calls `found(pattern, start, end)` for every form in the text, overlapping ones included,
    /// in order of their ends; `start` and `end` are character offsets.
    pub fn scan(&self, view: &TextView, mut found: impl FnMut(u32, usize, usize)) {
        let mut latin: Vec<(u32, usize, usize)> = Vec::new();
        for run in view.plain_runs() {
            let from = view.byte_of_char(run.start);
            self.latin_forms.scan(view.folded_slice(run), |pattern, start, end| {
                latin.push((pattern, view.char_of_byte(from + start), view.char_of_byte(from + end)));
            });
        }
        let mut latin = latin.into_iter().peekable();
        self.forms.scan(&view.folded, |pattern, start, end| {
            while let Some((pattern, start, end)) = latin.next_if(|hit| hit.2 < end) {
                found(pattern, start, end);
            }
            found(pattern, start, end);
        });
        latin.for_each(|(pattern, start, end)| found(pattern, start, end));
    }

    /// What the form with this index is for: [`TITLE`] and [`NAME`].
    pub fn uses(&self, index: u32) -> u8 {
        self.uses.get(index as usize).copied().unwrap_or(0)
    }

    /// The pattern with this index.
    pub fn pattern(&self, index: u32) -> Option<&Pattern> {
        self.patterns.get(index as usize)
    }

    /// What the dictionaries say about exactly this folded form.
    pub fn form(&self, folded: &str) -> Option<&Pattern> {
        let index = *self.form_index.get(&xxh3_64(folded.as_bytes()))?;
        self.patterns.get(index as usize).filter(|pattern| pattern.text == folded)
    }

    /// The entry with a stable id.
    pub fn entry_of(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).and_then(|&entry| self.entry(entry))
    }

    /// The entry with this index.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// Forms of two or more Chinese characters that jieba should cut as one word.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().filter(|p| p.chars >= 2 && p.senses.iter().any(|s| s.form == FormUse::Always)).map(|p| p.text.as_str())
    }
}

/// `names.csv`: names learned from an archive by `guanxi names --to-dictionary`.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct LearnedRow {
    /// Latin name, the best attested spelling.
    pub name_en: String,
    /// Chinese name, the best attested one, Simplified.
    pub name_zh: String,
    /// `person`, `organization`, `place` or `other`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Other Chinese names.
    pub aliases_zh: String,
    /// Other Latin spellings.
    pub aliases_en: String,
    /// Documents that have the pair.
    pub documents: u32,
}
