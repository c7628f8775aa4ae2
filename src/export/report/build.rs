//! From the network and the tables to what the page holds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::census::Census;
use super::data::{Cuts, DocItem, EdgeItem, Meta, NodeItem, PairItem, PositionItem, RelationItem, ReportData, Summary};
use super::page;
use crate::graph::{Grain, Network, Period};
use crate::record::{DocumentRow, EntityType, PairRow, PositionRow, RelationRow};
use crate::relate::widen;

/// What a page is made from.
#[derive(Clone, Debug)]
pub struct ReportInput<'a> {
    /// Heading of the page; empty for the page's own.
    pub title: String,
    /// The network.
    pub network: &'a Network,
    /// All articles in numbers.
    pub census: &'a Census,
    /// The articles that the sentences, events and positions below are from.
    pub documents: &'a [DocumentRow],
    /// Sentences behind edges, by the index of the edge among [`Network::edges`]. Only edges that
    /// [`chosen`] names are needed; of each, the first few sentences are taken.
    pub sentences: &'a BTreeMap<usize, Vec<SentenceOfEdge<'a>>>,
    /// Stated events.
    pub relations: &'a [RelationRow],
    /// How many events there are in all.
    pub relation_count: usize,
    /// Distinct positions, those stated most often first.
    pub positions: &'a [Held],
    /// How many positions there are in all.
    pub position_count: usize,
    /// All name pairs.
    pub pairs: &'a [PairRow],
}

/// A person's title and the body it belongs to, over all articles.
#[derive(Clone, Debug)]
pub struct Held {
    /// One statement of it.
    pub row: PositionRow,
    /// Times stated.
    pub count: u64,
    /// First date; may be empty.
    pub first: String,
    /// Last date; may be empty.
    pub last: String,
}

impl Held {
    /// Sums the rows of `positions.csv`; those stated most often come first, else in the order of their ids.
    pub fn sum(rows: &[PositionRow]) -> Vec<Held> {
        let mut sums: BTreeMap<(&str, &str, &str), Held> = BTreeMap::new();
        for row in rows {
            let held = sums.entry((&row.person_id, &row.title, &row.body_id)).or_insert_with(|| Held {
                row: row.clone(),
                count: 0,
                first: String::new(),
                last: String::new(),
            });
            held.count += 1;
            widen(&mut held.first, &mut held.last, &row.published);
        }
        let mut sums: Vec<Held> = sums.into_values().collect();
        // Stable: ties stay in the order of their keys.
        sums.sort_by_key(|s| std::cmp::Reverse(s.count));
        sums
    }
}

/// A sentence that holds both ends of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceOfEdge<'a> {
    /// Index of the article among the documents.
    pub document: usize,
    /// The sentence.
    pub text: Cow<'a, str>,
}

/// How much the page may hold.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Entities.
    pub nodes: usize,
    /// Ties.
    pub edges: usize,
    /// Sentences for each tie.
    pub sentences_per_edge: usize,
    /// Characters of a sentence; the rest is cut off.
    pub characters: usize,
    /// Stated events.
    pub relations: usize,
    /// Positions.
    pub positions: usize,
    /// Name pairs.
    pub pairs: usize,
    /// Bytes of the whole file. Where the above gives more, sentences and rows are halved until it
    /// fits.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            nodes: 2000,
            edges: 20_000,
            sentences_per_edge: 5,
            characters: 400,
            relations: 8000,
            positions: 4000,
            pairs: 4000,
            bytes: 15_000_000,
        }
    }
}

/// The entities and ties a page holds: indices of nodes, then of edges of the network.
///
/// Entities are those whose ties weigh most (then those with most mentions), in the order of the network; ties the heaviest between
/// them.
pub fn chosen(network: &Network, limits: &Limits) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<(usize, u64, u64)> = network.nodes().enumerate().map(|(i, n)| (i, n.row.weighted_degree, n.row.mentions)).collect();
    order.sort_by(|a, b| (b.1, b.2).cmp(&(a.1, a.2)).then(a.0.cmp(&b.0)));
    let mut nodes: Vec<usize> = order.iter().take(limits.nodes).map(|o| o.0).collect();
    nodes.sort_unstable();
    let held = |i: usize| nodes.binary_search(&i).is_ok();
    let edges = network.edges().enumerate().filter(|(_, e)| held(e.source) && held(e.target)).map(|(i, _)| i).take(limits.edges).collect();
    (nodes, edges)
}

impl ReportData {
    /// Gathers the data of a page, within limits.
    ///
    /// The size is that of the file as [`super::write`] writes it. A page that is too large even
    /// without sentences loses ties and entities, the lightest first.
    pub fn build(input: &ReportInput<'_>, limits: &Limits) -> ReportData {
        let mut limits = limits.clone();
        loop {
            let data = gather(input, &limits);
            let mut size = Measured { inner: io::sink(), bytes: 0 };
            // Data that cannot be serialised counts as far as it got.
            let _ = page::write(&data, &mut size);
            if !limits.tighten(size.bytes) {
                return data;
            }
        }
    }

    /// Writes the page of what [`ReportData::build`] gives to `file`, which must be empty: its size is known only once it is written, and
    /// a page that is too large is written again.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn save_page(input: &ReportInput<'_>, limits: &Limits, file: &mut BufWriter<File>) -> io::Result<()> {
        let mut limits = limits.clone();
        loop {
            let mut size = Measured { inner: &mut *file, bytes: 0 };
            page::write(&gather(input, &limits), &mut size)?;
            let bytes = size.bytes;
            if !limits.tighten(bytes) {
                return Ok(());
            }
            file.rewind()?;
            file.get_ref().set_len(0)?;
        }
    }
}

impl Limits {
    /// Whether a page of so many bytes is too large; then the limits are those of a smaller one.
    fn tighten(&mut self, bytes: usize) -> bool {
        if bytes <= self.bytes || self.nodes <= 50 {
            return false;
        }
        if self.sentences_per_edge == 0 {
            self.nodes /= 2;
            self.edges /= 2;
        }
        self.sentences_per_edge /= 2;
        self.relations /= 2;
        self.positions /= 2;
        self.pairs /= 2;
        true
    }
}

/// A writer that knows how much was written.
struct Measured<W> {
    inner: W,
    bytes: usize,
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.bytes += written;
        Ok(written)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes += bytes.len();
        self.inner.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Gathers the data without regard to its size.
fn gather(input: &ReportInput<'_>, limits: &Limits) -> ReportData {
    let network = input.network;
    let (nodes, edges) = chosen(network, limits);
    let mut gathering = Gathering::new(input, limits, &nodes);
    let bins = Bins::of(input);
    let edge_items: Vec<EdgeItem> = edges
        .iter()
        .filter_map(|&i| Some((i, network.edge(i)?)))
        .map(|(i, edge)| EdgeItem {
            s: nodes.binary_search(&edge.source).unwrap_or_default(),
            t: nodes.binary_search(&edge.target).unwrap_or_default(),
            w: edge.weight,
            d: edge.documents,
            n: rounded(edge.npmi, 1e3),
            g: rounded(edge.g2, 10.0),
            p: rounded(edge.disparity, 1e4),
            f: day(&edge.first),
            l: day(&edge.last),
            m: bins.counts(&edge.months),
            e: gathering.sentences(input.sentences.get(&i).map_or(&[], Vec::as_slice)),
        })
        .collect();
    let relations = gathering.relations();
    let positions = gathering.positions();
    let pairs = gathering.pairs();
    let summary = summary(input, &bins, &mut gathering);
    let meta = Meta {
        title: input.title.clone(),
        generator: concat!("guanxi ", env!("CARGO_PKG_VERSION")).to_owned(),
        grain: bins.grain,
        bins: bins.names.iter().map(Period::to_string).collect(),
        betweenness_pivots: network.betweenness_pivots,
        modularity: rounded(network.modularity, 1e4),
        cuts: Cuts {
            nodes: network.node_count(),
            nodes_shown: nodes.len(),
            edges: network.edge_count(),
            edges_shown: edge_items.len(),
            sentences_per_edge: limits.sentences_per_edge,
            relations: input.relation_count,
            relations_shown: relations.len(),
            positions: input.position_count,
            positions_shown: positions.len(),
            pairs: input.pairs.len(),
            pairs_shown: pairs.len(),
        },
    };
    let node_items = nodes.iter().filter_map(|&i| network.node(i)).map(|node| {
        let row = &node.row;
        NodeItem {
            id: row.id.clone(),
            zh: row.name_zh.clone(),
            en: if row.name_zh.is_empty() && row.name_en.is_empty() { row.label.clone() } else { row.name_en.clone() },
            k: row.kind,
            al: row.aliases.split('|').filter(|a| !a.is_empty()).take(40).map(str::to_owned).collect(),
            n: row.mentions,
            d: row.documents,
            f: day(&row.first_published),
            l: day(&row.last_published),
            deg: row.degree,
            wd: row.weighted_degree,
            pr: rounded(row.pagerank, 1e7),
            bt: rounded(row.betweenness, 1e7),
            co: node.row.core,
            c: row.community.parse().ok(),
            x: (node.x * 10.0).round() / 10.0,
            y: (node.y * 10.0).round() / 10.0,
            m: bins.counts(&node.months),
        }
    });
    ReportData {
        meta,
        summary,
        nodes: node_items.collect(),
        edges: edge_items,
        sources: gathering.sources.names,
        docs: gathering.docs,
        texts: gathering.texts.names,
        relations,
        positions,
        pairs,
    }
}

/// Strings, each once, in the order first seen.
#[derive(Default)]
struct Strings {
    names: Vec<String>,
    /// By digest: a second copy of every sentence would be held for nothing.
    index: FxHashMap<u128, usize>,
}

impl Strings {
    fn add(&mut self, text: &str) -> usize {
        let next = self.names.len();
        let place = *self.index.entry(xxh3_128(text.as_bytes())).or_insert(next);
        if place == next {
            self.names.push(text.to_owned());
        }
        place
    }
}

/// The tables that grow as rows are taken.
struct Gathering<'a> {
    input: &'a ReportInput<'a>,
    limits: &'a Limits,
    /// Index among the page's nodes, by id.
    nodes: FxHashMap<&'a str, usize>,
    /// Index among the documents, by id.
    documents: FxHashMap<&'a str, usize>,
    /// Index among the page's articles, by index among the documents.
    taken: FxHashMap<usize, usize>,
    docs: Vec<DocItem>,
    sources: Strings,
    texts: Strings,
}

impl<'a> Gathering<'a> {
    fn new(input: &'a ReportInput<'a>, limits: &'a Limits, nodes: &[usize]) -> Gathering<'a> {
        let ids = nodes.iter().enumerate().filter_map(|(new, &old)| input.network.node(old).map(|node| (node.row.id.as_str(), new)));
        Gathering {
            input,
            limits,
            nodes: ids.collect(),
            documents: input.documents.iter().enumerate().map(|(i, d)| (d.doc_id.as_str(), i)).collect(),
            taken: FxHashMap::default(),
            docs: Vec::new(),
            sources: Strings::default(),
            texts: Strings::default(),
        }
    }

    /// The page's index of an article, which is taken in if it is new.
    fn doc(&mut self, document: usize) -> Option<usize> {
        if let Some(&i) = self.taken.get(&document) {
            return Some(i);
        }
        let row = self.input.documents.get(document)?;
        let item = DocItem { t: row.title.clone(), s: self.sources.add(&row.source), d: day(&row.published), u: row.url.clone() };
        self.docs.push(item);
        self.taken.insert(document, self.docs.len() - 1);
        Some(self.docs.len() - 1)
    }

    fn text(&mut self, text: &str) -> usize {
        // No text has more characters than bytes.
        if text.len() <= self.limits.characters {
            return self.texts.add(text);
        }
        match text.char_indices().nth(self.limits.characters) {
            None => self.texts.add(text),
            Some((end, _)) => self.texts.add(&format!("{}…", &text[..end])),
        }
    }

    fn sentences(&mut self, sentences: &[SentenceOfEdge<'_>]) -> Vec<usize> {
        let mut out = Vec::new();
        for sentence in sentences.iter().take(self.limits.sentences_per_edge) {
            if let Some(doc) = self.doc(sentence.document) {
                out.push(doc);
                out.push(self.text(&sentence.text));
            }
        }
        out
    }

    /// The page's index of an entity, or the name to show in its stead.
    fn entity(&self, id: &str, name: &str) -> (Option<usize>, String) {
        match self.nodes.get(id) {
            Some(&i) => (Some(i), String::new()),
            None => (None, name.to_owned()),
        }
    }

    /// Events between entities the page holds come first; the rows keep their order otherwise.
    fn relations(&mut self) -> Vec<RelationItem> {
        let known = |r: &&RelationRow| {
            let ends = [&r.subject_id, &r.object_id];
            ends.iter().all(|id| self.nodes.contains_key(id.as_str()))
        };
        let (inner, outer): (Vec<_>, Vec<_>) = self.input.relations.iter().partition(known);
        let rows: Vec<&RelationRow> = evenly(inner, self.limits.relations);
        let room = self.limits.relations.saturating_sub(rows.len());
        let rows: Vec<&RelationRow> = rows.into_iter().chain(evenly(outer, room)).collect();
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(&document) = self.documents.get(row.doc_id.as_str()) else {
                continue;
            };
            let Some(d) = self.doc(document) else {
                continue;
            };
            let (s, sn) = self.entity(&row.subject_id, &row.subject);
            let (o, on) = self.entity(&row.object_id, &row.object);
            out.push(RelationItem {
                s,
                sn,
                r: row.relation.clone(),
                o,
                on,
                w: row.trigger.clone(),
                neg: row.negated,
                d,
                e: self.text(&row.text),
            });
        }
        out
    }

    fn positions(&mut self) -> Vec<PositionItem> {
        let mut out = Vec::new();
        for held in self.input.positions.iter().take(self.limits.positions) {
            let row = &held.row;
            let Some(&document) = self.documents.get(row.doc_id.as_str()) else {
                continue;
            };
            let Some(d) = self.doc(document) else {
                continue;
            };
            let (p, pn) = self.entity(&row.person_id, &row.person);
            let (b, bn) = self.entity(&row.body_id, &row.body);
            out.push(PositionItem {
                p,
                pn,
                t: row.title.clone(),
                b,
                bn,
                n: held.count,
                f: day(&held.first),
                l: day(&held.last),
                d,
                e: self.text(&row.text),
            });
        }
        out
    }

    fn pairs(&self) -> Vec<PairItem> {
        let rows = self.input.pairs.iter().take(self.limits.pairs);
        rows.map(|row| PairItem {
            zh: row.zh.clone(),
            la: row.latin.clone(),
            k: row.type_,
            q: row.kind,
            n: row.occurrences,
            d: row.documents,
            sc: rounded(row.score, 1e3),
            f: day(&row.first_published),
            l: day(&row.last_published),
            i: self.nodes.get(row.entity_id.as_str()).copied(),
        })
        .collect()
    }
}

/// At most `room` of the rows, spread evenly over them, so that no part of the time is favoured.
fn evenly<T: Copy>(rows: Vec<T>, room: usize) -> Vec<T> {
    if rows.len() <= room {
        return rows;
    }
    (0..room).filter_map(|i| rows.get(i * rows.len() / room).copied()).collect()
}

fn summary(input: &ReportInput<'_>, bins: &Bins, gathering: &mut Gathering<'_>) -> Summary {
    let census = input.census;
    let mut summary = Summary {
        documents: census.documents,
        duplicates: census.duplicates,
        sentences: census.sentences,
        mentions: census.mentions,
        by_bin: vec![0; bins.names.len()],
        ..Summary::default()
    };
    for (&day, &count) in &census.by_day {
        match day.and_then(|day| bins.index(day)).and_then(|bin| summary.by_bin.get_mut(bin)) {
            Some(sum) => *sum += count,
            None => summary.undated += count,
        }
    }
    let mut sources: Vec<(&str, u64)> = census.by_source.iter().map(|(source, &count)| (source.as_str(), count)).collect();
    sources.sort_by_key(|s| std::cmp::Reverse(s.1));
    for (source, count) in sources {
        let source = gathering.sources.add(source);
        summary.by_source.push((source, count));
    }
    for row in input.network.entity_rows() {
        if let Some(slot) = EntityType::NAMED.iter().position(|&kind| kind == row.kind) {
            summary.entities[slot] += 1;
        }
    }
    summary
}

/// The days or months of the timeline.
struct Bins {
    grain: Grain,
    names: Vec<Period>,
}

impl Bins {
    /// More bins than this are too many to draw; then only those with an article are kept.
    const MOST: usize = 600;

    fn of(input: &ReportInput<'_>) -> Bins {
        let span = input.network.span();
        let mut grain = span.map_or(Grain::Day, |(first, _)| first.grain());
        let dated = || input.census.by_day.keys().flatten().copied();
        let ends = dated().chain(span.into_iter().flat_map(|s| [s.0, s.1]));
        let (first, last) = (ends.clone().map(Period::month).min(), ends.map(Period::month).max());
        if let (Some(first), Some(last)) = (first, last)
            && Period::grain_for(first, last) == Grain::Month
        {
            grain = Grain::Month;
        }
        let mut all: Vec<Period> =
            dated().map(|day| if grain == Grain::Month { day.month() } else { day }).filter(|day| day.grain() == grain).collect();
        all.extend(span.into_iter().flat_map(|s| [s.0, s.1]).filter(|p| p.grain() == grain));
        all.sort_unstable();
        all.dedup();
        let mut names = Vec::new();
        if let (Some(&first), Some(&last)) = (all.first(), all.last()) {
            let mut period = first;
            while period <= last && names.len() <= Bins::MOST {
                names.push(period);
                period = period.next();
            }
        }
        if names.len() > Bins::MOST {
            names = all;
        }
        Bins { grain, names }
    }

    fn index(&self, period: Period) -> Option<usize> {
        let period = if self.grain == Grain::Month { period.month() } else { period };
        self.names.binary_search(&period).ok()
    }

    /// Counts by bin: index, count, index, count …
    fn counts(&self, counts: &[(Period, u32)]) -> Vec<u32> {
        let mut out: Vec<u32> = Vec::with_capacity(counts.len() * 2);
        for &(period, count) in counts {
            let Some(bin) = self.index(period) else {
                continue;
            };
            match out.as_mut_slice() {
                [.., last, sum] if *last == bin as u32 => *sum += count,
                _ => out.extend([bin as u32, count]),
            }
        }
        out
    }
}

fn rounded(value: f64, unit: f64) -> f64 {
    (value * unit).round() / unit
}

/// The day of a date or time.
fn day(date: &str) -> String {
    date.get(..10).unwrap_or(date).to_owned()
}
