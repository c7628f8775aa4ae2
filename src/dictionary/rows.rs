//! The columns of each dictionary file. See `dictionaries/README.md` for their meaning.

use serde::Deserialize;

/// `countries.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct CountryRow {
    pub id: String,
    pub alpha2: String,
    pub alpha3: String,
    pub status: String,
    pub name_en: String,
    pub name_zh: String,
    pub name_zh_hant: String,
    pub aliases_zh: String,
    pub aliases_en: String,
    /// One-character forms, each with the probability that the character as a country form means
    /// this country: `澳:0.8`.
    pub short_zh: String,
    pub fang_zh: String,
    pub demonyms_en: String,
    pub capital_en: String,
    pub region: String,
}

/// `organizations.csv`, `people.csv` and `places.csv` (columns that a file lacks stay empty).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct NameRow {
    pub name_en: String,
    pub name_zh: String,
    pub name_zh_hant: String,
    pub full_zh: String,
    pub aliases_zh: String,
    pub context_zh: String,
    pub aliases_en: String,
    pub acronyms: String,
    pub kind: String,
    pub role: String,
    pub country: String,
    pub context: String,
    pub born: String,
    pub gender: String,
}

/// `titles.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct TitleRow {
    pub title: String,
    pub title_hant: String,
    pub variants: String,
    pub kind: String,
    pub body_role: String,
    pub english: String,
    pub position: String,
}

/// `surnames.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct SurnameRow {
    pub surname: String,
    pub surname_hant: String,
    pub pinyin: String,
    pub wade_giles: String,
    pub cantonese: String,
    pub other: String,
    pub kind: String,
    pub weight: String,
    pub word_risk: String,
}

/// `bodies.csv`: generic bodies that any country or province has.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct BodyRow {
    pub name_zh: String,
    pub name_zh_hant: String,
    pub variants_zh: String,
    pub role: String,
    pub english_pattern: String,
    pub kind: String,
    pub bare: String,
}

/// `org_suffixes.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct SuffixRow {
    pub suffix: String,
    pub suffix_hant: String,
    pub kind: String,
    pub english: String,
    pub strength: String,
    pub min_prefix: String,
}

/// `org_words.csv`: bilingual words of institution names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct WordRow {
    pub zh: String,
    pub zh_hant: String,
    pub english: String,
}

/// The parts of a cell that holds a list joined by `|`, trimmed, empty ones left out.
pub fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}
