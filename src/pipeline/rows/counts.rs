//! What is counted over the whole archive.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::article::{Article, PairHere};
use crate::graph::Period;
use crate::pipeline::stored::SentenceAt;
use crate::record::{EntityType, PairKind};
use crate::relate::{CooccurrenceCounter, EventType, Span};
use crate::text::fold_str;

/// The counts of an archive; they grow with its names, not with its articles.
#[derive(Default)]
pub(in crate::pipeline) struct Counts {
    /// Rows in `mentions.csv`.
    pub mentions: u64,
    /// Rows in `relations.csv`.
    pub relations: u64,
    /// Rows in `positions.csv`.
    pub positions: u64,
    /// Stated events by type, denied ones left out.
    pub by_relation: BTreeMap<&'static str, u64>,
    /// Of each cluster.
    pub entities: Vec<EntityCount>,
    /// Bilingual pairs, by type and folded halves.
    pub pairs: FxHashMap<(EntityType, String, String), PairTotal>,
    /// Who occurs with whom.
    pub cooccurrence: CooccurrenceCounter,
    /// Stated events.
    pub events: BTreeMap<(u32, EventType, u32), EventCount>,
    /// Positions held: person, body, folded title.
    pub affiliations: BTreeMap<(u32, u32, String), AffiliationCount>,
}

/// Counts by day, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::pipeline) struct Days(Vec<(Period, u32)>);

impl Days {
    fn add(&mut self, day: Option<Period>, count: u32) {
        let Some(day) = day else { return };
        match self.0.binary_search_by_key(&day, |d| d.0) {
            Ok(place) => {
                if let Some(slot) = self.0.get_mut(place) {
                    slot.1 += count;
                }
            }
            Err(place) => self.0.insert(place, (day, count)),
        }
    }

    /// The days, sorted.
    pub fn into_inner(self) -> Vec<(Period, u32)> {
        self.0
    }
}

/// What is counted of an entity.
#[derive(Clone, Default)]
pub(in crate::pipeline) struct EntityCount {
    pub mentions: u64,
    pub documents: u64,
    pub span: Span,
    pub days: Days,
}

/// What is counted of events of one type between two entities.
#[derive(Default)]
pub(in crate::pipeline) struct EventCount {
    pub weight: u64,
    pub span: Span,
    pub days: Days,
}

/// What is counted of a position.
#[derive(Default)]
pub(in crate::pipeline) struct AffiliationCount {
    pub titles: BTreeMap<String, u64>,
    /// The first article that states it, and the sentence.
    pub example: (u32, SentenceAt),
    pub documents: u64,
    pub span: Span,
}

/// What is counted of a bilingual pair.
#[derive(Default)]
pub(in crate::pipeline) struct PairTotal {
    pub zh: BTreeMap<String, u64>,
    pub latin: BTreeMap<String, u64>,
    pub kinds: BTreeMap<PairKind, u64>,
    pub types: BTreeMap<EntityType, u64>,
    pub entities: BTreeMap<u32, u64>,
    pub occurrences: u64,
    pub documents: u64,
    pub score: f64,
    pub span: Span,
}

impl PairTotal {
    fn add(&mut self, pair: PairHere) {
        self.occurrences += 1;
        *self.zh.entry(pair.zh).or_default() += 1;
        *self.latin.entry(pair.latin).or_default() += 1;
        *self.kinds.entry(pair.kind).or_default() += 1;
        *self.types.entry(pair.type_).or_default() += 1;
        self.score = self.score.max(pair.score);
        if let Some(entity) = pair.entity {
            *self.entities.entry(entity).or_default() += 1;
        }
    }
}

impl Counts {
    /// Nothing counted of so many clusters.
    pub fn new(clusters: usize) -> Counts {
        Counts { entities: vec![EntityCount::default(); clusters], ..Counts::default() }
    }

    /// Adds an article.
    pub fn add(&mut self, article: Article) {
        let (day, period) = (article.published(), Period::parse_day(&article.day));
        self.mentions += article.mentions;
        for &(entity, mentions) in &article.entities {
            let Some(count) = self.entities.get_mut(entity as usize) else { continue };
            count.mentions += u64::from(mentions);
            count.documents += 1;
            count.span.widen(day);
            count.days.add(period, mentions);
        }
        self.cooccurrence.add(&article.together, &article.day);
        let mut seen: Vec<(EntityType, String, String)> = Vec::with_capacity(article.pairs.len());
        for pair in article.pairs {
            let key = pair.key();
            let total = self.pairs.entry(key.clone()).or_default();
            total.add(pair);
            if !seen.contains(&key) {
                total.documents += 1;
                total.span.widen(day);
                seen.push(key);
            }
        }
        self.relations += article.told;
        for (subject, event, object) in article.events {
            *self.by_relation.entry(event.as_str()).or_default() += 1;
            let count = self.events.entry((subject, event, object)).or_default();
            count.weight += 1;
            count.span.widen(day);
            count.days.add(period, 1);
        }
        self.positions += article.positions.len() as u64;
        let mut held: Vec<(u32, u32, String)> = Vec::new();
        for (person, body, title, sentence) in article.positions {
            let key = (person, body, fold_str(&title));
            let count = self.affiliations.entry(key.clone()).or_default();
            if count.titles.is_empty() {
                count.example = (article.document, sentence);
            }
            *count.titles.entry(title).or_default() += 1;
            if !held.contains(&key) {
                count.documents += 1;
                count.span.widen(day);
                held.push(key);
            }
        }
    }
}
