//! What the page is given. Field names are short because some stand in the file 20,000 times.

use serde::Serialize;

use crate::graph::Grain;
use crate::record::{EntityType, PairKind};

/// Everything the page shows. Made by [`ReportData::build`](super::ReportData::build), or by hand.
#[derive(Clone, Debug, Serialize)]
pub struct ReportData {
    /// What the page is about, and how the data was cut.
    pub meta: Meta,
    /// Counts of the archive.
    pub summary: Summary,
    /// Entities.
    pub nodes: Vec<NodeItem>,
    /// Ties between them, heaviest first.
    pub edges: Vec<EdgeItem>,
    /// Names of publishers; articles refer to them by index.
    pub sources: Vec<String>,
    /// The articles that sentences come from.
    pub docs: Vec<DocItem>,
    /// Sentences, each once.
    pub texts: Vec<String>,
    /// Stated events.
    pub relations: Vec<RelationItem>,
    /// Persons, their titles and the bodies they serve.
    pub positions: Vec<PositionItem>,
    /// Bilingual name pairs.
    pub pairs: Vec<PairItem>,
}

/// What the page is about.
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// Heading; empty for the page's own.
    pub title: String,
    /// Program and version.
    pub generator: String,
    /// Whether `bins` are days or months.
    pub grain: Grain,
    /// The days or months of the timeline, in order.
    pub bins: Vec<String>,
    /// Number of source nodes betweenness was estimated from; `None` when exact.
    pub betweenness_pivots: Option<usize>,
    /// Modularity of the communities.
    pub modularity: f64,
    /// What was left out.
    pub cuts: Cuts,
}

/// How much there is, and how much of it the page holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Cuts {
    pub nodes: usize,
    pub nodes_shown: usize,
    pub edges: usize,
    pub edges_shown: usize,
    pub sentences_per_edge: usize,
    pub relations: usize,
    pub relations_shown: usize,
    pub positions: usize,
    pub positions_shown: usize,
    pub pairs: usize,
    pub pairs_shown: usize,
}

/// Counts of the archive.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// Articles read.
    pub documents: u64,
    /// Articles that repeat another.
    pub duplicates: u64,
    /// Sentences.
    pub sentences: u64,
    /// Mentions of entities.
    pub mentions: u64,
    /// Entities by type: person, country, organization, place.
    pub entities: [u64; 4],
    /// Articles in each bin.
    pub by_bin: Vec<u64>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles by publisher (index into `sources`), most first.
    pub by_source: Vec<(usize, u64)>,
}

/// An entity.
#[derive(Clone, Debug, Serialize)]
pub struct NodeItem {
    /// Identifier.
    pub id: String,
    /// Chinese name; may be empty.
    pub zh: String,
    /// Latin name; may be empty.
    pub en: String,
    /// Type.
    pub k: EntityType,
    /// Other names.
    pub al: Vec<String>,
    /// Mentions.
    pub n: u64,
    /// Documents.
    pub d: u64,
    /// First date.
    pub f: String,
    /// Last date.
    pub l: String,
    /// Ties in the whole network.
    pub deg: u64,
    /// Weight of its ties in the whole network.
    pub wd: u64,
    /// PageRank.
    pub pr: f64,
    /// Betweenness.
    pub bt: f64,
    /// Core number.
    pub co: u32,
    /// Community; `None` without ties.
    pub c: Option<u32>,
    /// Position.
    pub x: f32,
    /// Position, upwards.
    pub y: f32,
    /// Mentions by bin: index, count, index, count …
    pub m: Vec<u32>,
}

/// A tie.
#[derive(Clone, Debug, Serialize)]
pub struct EdgeItem {
    /// One end, an index into the nodes.
    pub s: usize,
    /// The other end.
    pub t: usize,
    /// Windows with both.
    pub w: u64,
    /// Documents with both in one window.
    pub d: u64,
    /// NPMI.
    pub n: f64,
    /// G².
    pub g: f64,
    /// Level of the disparity filter.
    pub p: f64,
    /// First date.
    pub f: String,
    /// Last date.
    pub l: String,
    /// Weight by bin: index, count, index, count …
    pub m: Vec<u32>,
    /// Sentences with both: index of the article, index of the text, and so on.
    pub e: Vec<usize>,
}

/// An article.
#[derive(Clone, Debug, Serialize)]
pub struct DocItem {
    /// Title.
    pub t: String,
    /// Publisher, an index into `sources`.
    pub s: usize,
    /// Day.
    pub d: String,
    /// Link.
    pub u: String,
}

/// A stated event.
#[derive(Clone, Debug, Serialize)]
pub struct RelationItem {
    /// Subject, an index into the nodes; `None` when the page does not hold it.
    pub s: Option<usize>,
    /// Name of the subject, where `s` is `None`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sn: String,
    /// PLOVER event type.
    pub r: String,
    /// Object, as the subject.
    pub o: Option<usize>,
    /// Name of the object, where `o` is `None`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// The word that states it.
    pub w: String,
    /// Whether it is denied.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub neg: bool,
    /// Article.
    pub d: usize,
    /// Sentence.
    pub e: usize,
}

/// A person's title, and the body it belongs to, over all articles.
#[derive(Clone, Debug, Serialize)]
pub struct PositionItem {
    /// Person, an index into the nodes; `None` when the page does not hold them.
    pub p: Option<usize>,
    /// Name of the person, where `p` is `None`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pn: String,
    /// Title.
    pub t: String,
    /// Country or organization, as the person.
    pub b: Option<usize>,
    /// Its name, where `b` is `None`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bn: String,
    /// Times stated.
    pub n: u64,
    /// First date.
    pub f: String,
    /// Last date.
    pub l: String,
    /// An article that states it.
    pub d: usize,
    /// The sentence.
    pub e: usize,
}

/// A bilingual name pair.
#[derive(Clone, Debug, Serialize)]
pub struct PairItem {
    /// Chinese.
    pub zh: String,
    /// Latin.
    pub la: String,
    /// Type.
    pub k: EntityType,
    /// Kind.
    pub q: PairKind,
    /// Occurrences.
    pub n: u64,
    /// Documents.
    pub d: u64,
    /// Score.
    pub sc: f64,
    /// First date.
    pub f: String,
    /// Last date.
    pub l: String,
    /// Entity, an index into the nodes; `None` when the page does not hold it.
    pub i: Option<usize>,
}
