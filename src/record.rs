//! The rows of the output tables, field for field as the output contract names them.
//!
//! Field order is column order. Columns may be added at the end; none is renamed or dropped
//! without a new [`SCHEMA_VERSION`].

use serde::{Deserialize, Serialize};

/// Version of the output contract, written to `run.json`.
pub const SCHEMA_VERSION: u32 = 1;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    /// A named individual.
    Person,
    /// Whatever has an ISO 3166-1 code, Kosovo, or a historical state.
    Country,
    /// A body with a proper name: government, party, army, company, media, university …
    Organization,
    /// A city, province, region, sea, building or site.
    Place,
    /// Only in name pairs: a law, product, disease, programme.
    Other,
}

impl EntityType {
    /// The word written in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "person",
            EntityType::Country => "country",
            EntityType::Organization => "organization",
            EntityType::Place => "place",
            EntityType::Other => "other",
        }
    }
    /// The four types that mentions and entities have.
    pub const NAMED: [EntityType; 4] = [EntityType::Person, EntityType::Country, EntityType::Organization, EntityType::Place];
}

/// How a mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// A form listed in a dictionary.
    Dictionary,
    /// One half of a bilingual pair that stands here.
    Pair,
    /// Another form of a name sure elsewhere in the article or the archive.
    Alias,
    /// A pattern: title and name, surname and given name, organization suffix.
    Pattern,
    /// The trained sequence model.
    Model,
}

impl Evidence {
    /// As written in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::Dictionary => "dictionary",
            Evidence::Pair => "pair",
            Evidence::Alias => "alias",
            Evidence::Pattern => "pattern",
            Evidence::Model => "model",
        }
    }
}

/// What kind of rendering a bilingual pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PairKind {
    /// Rendered by sound (绍伊古 / Shoigu).
    Transliteration,
    /// Rendered by meaning (布鲁金斯学会 / Brookings Institution).
    Translation,
    /// A short form (世界卫生组织 / WHO).
    Abbreviation,
    /// A name chosen freely (黎安友 / Andrew Nathan).
    Adopted,
}

/// `documents.csv`: one row for each article read, by `doc_id`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DocumentRow {
    pub doc_id: String,
    pub path: String,
    pub source: String,
    pub title: String,
    pub url: String,
    pub published: String,
    pub language: String,
    pub characters: u64,
    pub sentences: u64,
    pub mentions: u64,
    pub duplicate_of: String,
    /// Paragraphs (lines) of the text, the title's own among them.
    #[serde(default)]
    pub paragraphs: u64,
}

/// `entities.csv`: one row for each real thing, by mentions, most first; a Gephi nodes table.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EntityRow {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "Label")]
    pub label: String,
    #[serde(rename = "type")]
    pub kind: EntityType,
    pub name_zh: String,
    pub name_en: String,
    /// All other surfaces seen, joined by `|`.
    pub aliases: String,
    /// ISO 3166-1 alpha-3 code of a country; empty otherwise.
    pub iso_3166: String,
    pub mentions: u64,
    pub documents: u64,
    pub first_published: String,
    pub last_published: String,
    pub degree: u64,
    pub weighted_degree: u64,
    pub pagerank: f64,
    pub betweenness: f64,
    pub community: String,
    /// Core number: it belongs to a group in which all know at least so many others of the group.
    #[serde(default)]
    pub core: u32,
    /// Connected component, 0 for the largest.
    #[serde(default)]
    pub component: u32,
}

/// `mentions.csv`: one row for each occurrence of a name, by `doc_id, start`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MentionRow {
    pub doc_id: String,
    pub paragraph: u32,
    pub sentence: u32,
    /// Offset of the first character, in Unicode scalar values of the document's text.
    pub start: u32,
    /// Offset after the last character.
    pub end: u32,
    pub surface: String,
    #[serde(rename = "type")]
    pub kind: EntityType,
    pub entity_id: String,
    pub evidence: Evidence,
    pub confidence: f64,
    /// `source` where the name tells who reports; such mentions make no ties unless asked for.
    #[serde(default)]
    pub role: Role,
}

/// What a name stands for in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Somebody or something that the sentence is about; an empty cell.
    #[default]
    #[serde(rename = "")]
    Party,
    /// Who reports: a medium in a reporting formula, a name in a dateline, byline or photo credit.
    #[serde(rename = "source")]
    Source,
}

impl Role {
    /// As written in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Party => "",
            Role::Source => "source",
        }
    }
}

/// `name_pairs.csv`: one row for each bilingual name pair of the archive, by documents, most first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PairRow {
    pub zh: String,
    pub latin: String,
    #[serde(rename = "type")]
    pub type_: EntityType,
    pub entity_id: String,
    pub occurrences: u64,
    pub documents: u64,
    pub score: f64,
    pub first_published: String,
    pub last_published: String,
    pub kind: PairKind,
}

/// `name_pairs_by_document.csv`: one row for each pair in each document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DocumentPairRow {
    pub doc_id: String,
    pub start: u32,
    pub zh: String,
    pub latin: String,
    #[serde(rename = "type")]
    pub type_: EntityType,
    pub entity_id: String,
    pub score: f64,
    pub kind: PairKind,
}

/// `edges.csv`: one row for each pair of co-occurring entities, heaviest first; a Gephi edges table.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EdgeRow {
    #[serde(rename = "Source")]
    pub source: String,
    #[serde(rename = "Target")]
    pub target: String,
    /// `Undirected`: without this column Gephi makes edges directed.
    #[serde(rename = "Type")]
    pub kind: String,
    #[serde(rename = "Weight")]
    pub weight: u64,
    pub documents: u64,
    pub npmi: f64,
    pub first_published: String,
    pub last_published: String,
    /// Log-likelihood ratio over the same windows, 0 upwards.
    #[serde(default)]
    pub g2: f64,
    /// Level at which the disparity filter keeps the edge, 0 to 1; small is strong.
    #[serde(default)]
    pub disparity: f64,
}

/// A row of `edges.csv` whose texts are borrowed, for writing.
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs)]
pub struct EdgeRef<'a> {
    #[serde(rename = "Source")]
    pub source: &'a str,
    #[serde(rename = "Target")]
    pub target: &'a str,
    #[serde(rename = "Type")]
    pub kind: &'a str,
    #[serde(rename = "Weight")]
    pub weight: u64,
    pub documents: u64,
    pub npmi: f64,
    pub first_published: &'a str,
    pub last_published: &'a str,
    pub g2: f64,
    pub disparity: f64,
}

/// `relations.csv`: one row for each stated event between two entities, by `doc_id, sentence`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RelationRow {
    pub doc_id: String,
    pub published: String,
    pub sentence: u32,
    pub subject_id: String,
    pub subject: String,
    /// A PLOVER event type.
    pub relation: String,
    pub object_id: String,
    pub object: String,
    pub trigger: String,
    pub negated: bool,
    pub confidence: f64,
    pub text: String,
    pub quad_class: String,
    pub cameo_root: String,
}

/// `positions.csv`: one row for each tie of a person to a title and a country or organization.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PositionRow {
    pub doc_id: String,
    pub published: String,
    pub sentence: u32,
    pub person_id: String,
    pub person: String,
    pub title: String,
    pub body_id: String,
    pub body: String,
    pub confidence: f64,
    pub text: String,
}

/// `affiliations.csv`: one row for each distinct person, title and body of the archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct AffiliationRow {
    pub person_id: String,
    pub person: String,
    pub title: String,
    pub body_id: String,
    pub body: String,
    pub documents: u64,
    pub first_published: String,
    pub last_published: String,
}

/// `errors.csv`: one row for each input that could not be read, in part or whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ErrorRow {
    pub path: String,
    pub stage: String,
    pub error: String,
}
