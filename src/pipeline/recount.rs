//! The network counted anew from the tables of an output folder, without the archive.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::PipelineError;
use super::folder::{Folder, Hit};
use crate::export::gexf::EventEdge;
use crate::graph::{Grain, Network, Options, PairCount, Period, WindowCounts};
use crate::record::{DocumentRow, EntityRow, EntityType, RelationRow};
use crate::relate::{CooccurrenceCounter, Together, Window, widen};

/// A series of networks over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slices {
    /// One a month.
    Month,
    /// One a year.
    Year,
}

/// What to count.
#[derive(Clone, Debug, Default)]
pub struct Recount {
    /// Types of entities; empty for all.
    pub types: Vec<EntityType>,
    /// What counts as occurring together.
    pub window: Window,
    /// Only articles of this day (month) or later.
    pub from: Option<Period>,
    /// Only articles of this day (month) or before.
    pub to: Option<Period>,
    /// Only articles of these publishers; empty for all.
    pub sources: Vec<String>,
    /// Ties are stated events in the stead of co-occurrence.
    pub relations: bool,
    /// Ties are those between articles and the entities they mention; an article is a node of type `other`.
    pub documents: bool,
    /// Also count each month or year by itself.
    pub slices: Option<Slices>,
    /// Let names that tell who reports make ties too.
    pub with_sources: bool,
}

/// Counts of the articles of some time.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Articles.
    pub articles: u64,
    /// The entities mentioned, most mentioned first; their counts are those of these articles.
    pub entities: Vec<EntityRow>,
    /// Mentions of each by day (month).
    pub days: Vec<Vec<(Period, u32)>>,
    /// Ties.
    pub pairs: Vec<PairCount>,
    /// Windows.
    pub windows: WindowCounts,
    /// Stated events, where they are the ties.
    pub events: Vec<EventEdge>,
}

impl Counted {
    /// The network of these counts.
    pub fn network(&self, options: &Options) -> Network {
        Network::build_with(self.entities.clone(), self.days.clone(), self.pairs.clone(), &self.windows, options)
    }

    /// The network of these counts as a part of `whole`: its entities and ties, in their places.
    pub fn slice(&self, whole: &Network, options: &Options) -> Network {
        Network::build_within(whole, self.entities.clone(), self.days.clone(), self.pairs.clone(), &self.windows, options)
    }
}

#[derive(Default)]
struct EntityCount {
    mentions: u64,
    documents: u64,
    first: String,
    last: String,
    days: BTreeMap<Period, u32>,
}

/// One article of a bipartite network: its row, day, and the entities in it with their counts.
type TextCount = (EntityRow, Option<Period>, Vec<(u32, u32)>);

/// What gathers one network.
#[derive(Default)]
struct Gathering {
    articles: u64,
    entities: FxHashMap<u32, EntityCount>,
    cooccurrence: CooccurrenceCounter,
    texts: Vec<TextCount>,
    events: BTreeMap<(u32, String, u32), EntityCount>,
}

/// Whether a date lies in the time asked for; undated articles do when no time is.
fn timely(date: &str, from: Option<Period>, to: Option<Period>) -> bool {
    if from.is_none() && to.is_none() {
        return true;
    }
    Period::parse_day(date).or_else(|| Period::parse(date)).is_some_and(|day| day.within(from, to))
}

/// Counts the network of the folder, and of each slice of its time, named `2021-03` or `2021`.
///
/// # Errors
/// A table that cannot be read.
pub fn recount(folder: &Folder, what: &Recount) -> Result<(Counted, BTreeMap<String, Counted>), PipelineError> {
    let (rows, index) = folder.entities()?;
    let mut whole = Gathering::default();
    let mut slices: BTreeMap<String, Gathering> = BTreeMap::new();
    let mut kept: FxHashMap<String, String> = FxHashMap::default();
    let mut span: Option<(Period, Period)> = None;
    let wanted = |entity: u32| {
        let kind = rows.get(entity as usize).map(|row| row.kind);
        kind.is_some_and(|kind| what.types.is_empty() || what.types.contains(&kind))
    };
    let name = |day: &str| match what.slices? {
        Slices::Month => Period::parse(day).map(|month| month.to_string()),
        Slices::Year => Period::parse(day).map(|month| format!("{:04}", month.year())),
    };
    folder.walk(
        |id| index.get(id).copied().filter(|&entity| wanted(entity)),
        |_, document, hits| {
            let fits = what.sources.is_empty() || what.sources.contains(&document.source);
            if !fits || !document.duplicate_of.is_empty() || !timely(&document.published, what.from, what.to) {
                return Ok(());
            }
            if let Some(month) = Period::parse(&document.published) {
                span = Some(span.map_or((month, month), |(first, last)| (first.min(month), last.max(month))));
            }
            whole.add(what, &document, hits);
            if let Some(name) = name(&document.published) {
                slices.entry(name).or_default().add(what, &document, hits);
            }
            if what.relations {
                let day = document.published.get(..10).unwrap_or("").to_owned();
                kept.insert(document.doc_id, day);
            }
            Ok(())
        },
    )?;
    if what.relations {
        for row in folder.rows::<RelationRow>("relations.csv")? {
            let row = row?;
            let Some(day) = kept.get(&row.doc_id).filter(|_| !row.negated) else { continue };
            let ends = (index.get(&row.subject_id).copied(), index.get(&row.object_id).copied());
            let (Some(subject), Some(object)) = ends else { continue };
            if !wanted(subject) || !wanted(object) {
                continue;
            }
            if let Some(slice) = name(day).and_then(|name| slices.get_mut(&name)) {
                slice.event(subject, &row.relation, object, day);
            }
            whole.event(subject, &row.relation, object, day);
        }
    }
    let grain = span.map_or(Grain::Day, |(first, last)| Period::grain_for(first, last));
    let slices = slices.into_iter().map(|(name, slice)| (name, slice.finish(&rows, grain, what))).collect();
    Ok((whole.finish(&rows, grain, what), slices))
}

impl Gathering {
    fn add(&mut self, what: &Recount, document: &DocumentRow, hits: &[Hit]) {
        self.articles += 1;
        let day = document.published.get(..10).unwrap_or("");
        let period = Period::parse_day(day);
        let mut here: BTreeMap<u32, u32> = BTreeMap::new();
        for hit in hits {
            *here.entry(hit.entity).or_default() += 1;
        }
        for (&entity, &mentions) in &here {
            self.entities.entry(entity).or_default().add(u64::from(mentions), day, period);
        }
        if what.documents {
            let row = EntityRow {
                id: document.doc_id.clone(),
                label: document.title.clone(),
                kind: EntityType::Other,
                name_zh: document.title.clone(),
                name_en: String::new(),
                aliases: String::new(),
                iso_3166: String::new(),
                mentions: hits.len() as u64,
                documents: 1,
                first_published: day.to_owned(),
                last_published: day.to_owned(),
                degree: 0,
                weighted_degree: 0,
                pagerank: 0.0,
                betweenness: 0.0,
                community: String::new(),
                core: 0,
                component: 0,
            };
            let mut parties: BTreeMap<u32, u32> = BTreeMap::new();
            for hit in hits.iter().filter(|hit| what.with_sources || !hit.source) {
                *parties.entry(hit.entity).or_default() += 1;
            }
            self.texts.push((row, period, parties.into_iter().collect()));
        } else if !what.relations {
            let windows = match what.window {
                Window::Sentence => document.sentences,
                Window::Paragraph => document.paragraphs.max(hits.last().map_or(0, |hit| u64::from(hit.paragraph) + 1)),
                Window::Document => 1,
            };
            let parties = hits.iter().filter(|hit| what.with_sources || !hit.source);
            let mentions = parties.map(|hit| (hit.sentence, hit.paragraph, hit.entity));
            self.cooccurrence.add(&Together::of(what.window, mentions, windows), day);
        }
    }

    fn event(&mut self, subject: u32, relation: &str, object: u32, day: &str) {
        let count = self.events.entry((subject, relation.to_owned(), object)).or_default();
        count.add(1, day, Period::parse_day(day));
    }

    fn finish(self, rows: &[EntityRow], grain: Grain, what: &Recount) -> Counted {
        let mut order: Vec<(u32, EntityCount)> = self.entities.into_iter().collect();
        let id = |entity: u32| rows.get(entity as usize).map(|row| row.id.as_str());
        order.sort_by(|(a, x), (b, y)| y.mentions.cmp(&x.mentions).then(y.documents.cmp(&x.documents)).then_with(|| id(*a).cmp(&id(*b))));
        let mut out = Counted { articles: self.articles, ..Counted::default() };
        let mut place = vec![usize::MAX; rows.len()];
        for (entity, count) in order {
            let Some(row) = rows.get(entity as usize) else { continue };
            place[entity as usize] = out.entities.len();
            out.entities.push(EntityRow {
                mentions: count.mentions,
                documents: count.documents,
                first_published: count.first.clone(),
                last_published: count.last.clone(),
                degree: 0,
                weighted_degree: 0,
                pagerank: 0.0,
                betweenness: 0.0,
                community: String::new(),
                ..row.clone()
            });
            out.days.push(count.periods(grain));
        }
        let at = |entity: u32| place.get(entity as usize).copied().filter(|&place| place != usize::MAX);
        if what.documents {
            for (row, day, counts) in self.texts {
                let document = out.entities.len();
                let day = day.map(|day| at_grain(day, grain));
                out.days.push(day.map(|day| (day, row.mentions as u32)).into_iter().collect());
                for (entity, mentions) in counts {
                    let Some(entity) = at(entity) else { continue };
                    out.pairs.push(PairCount {
                        a: entity,
                        b: document,
                        windows: u64::from(mentions),
                        documents: 1,
                        first: row.first_published.clone(),
                        last: row.last_published.clone(),
                        months: day.map(|day| (day, mentions)).into_iter().collect(),
                    });
                }
                out.entities.push(row);
            }
        } else if what.relations {
            for ((subject, relation, object), count) in self.events {
                let (Some(source), Some(target)) = (at(subject), at(object)) else { continue };
                let months = count.periods(grain);
                // In the network under the directed graph a pair has one tie, whatever was done.
                out.pairs.push(PairCount {
                    a: source,
                    b: target,
                    windows: count.mentions,
                    documents: count.documents,
                    first: count.first.clone(),
                    last: count.last.clone(),
                    months: months.clone(),
                });
                out.events.push(EventEdge {
                    source,
                    target,
                    relation,
                    weight: count.mentions,
                    first: count.first,
                    last: count.last,
                    months,
                });
            }
        } else {
            let (pairs, windows) = self.cooccurrence.finish(rows.len());
            for mut pair in pairs {
                let (Some(a), Some(b)) = (at(pair.a as u32), at(pair.b as u32)) else { continue };
                (pair.a, pair.b) = (a, b);
                pair.months.iter_mut().for_each(|m| m.0 = at_grain(m.0, grain));
                out.pairs.push(pair);
            }
            out.windows.total_windows = windows.total_windows;
            out.windows.windows_of = vec![0; out.entities.len()];
            for (entity, &place) in place.iter().enumerate() {
                if let (Some(slot), Some(&count)) = (out.windows.windows_of.get_mut(place), windows.windows_of.get(entity)) {
                    *slot = count;
                }
            }
        }
        out
    }
}

impl EntityCount {
    fn add(&mut self, mentions: u64, day: &str, period: Option<Period>) {
        self.mentions += mentions;
        self.documents += 1;
        widen(&mut self.first, &mut self.last, day);
        if let Some(period) = period {
            *self.days.entry(period).or_default() += mentions as u32;
        }
    }

    /// Counts by day or month, sorted; a month may stand more than once.
    fn periods(&self, grain: Grain) -> Vec<(Period, u32)> {
        self.days.iter().map(|(&day, &count)| (at_grain(day, grain), count)).collect()
    }
}

fn at_grain(day: Period, grain: Grain) -> Period {
    match grain {
        Grain::Day => day,
        Grain::Month => day.month(),
    }
}
