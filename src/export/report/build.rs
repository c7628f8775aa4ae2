//! From the network and the tables to what the page holds.

mod bins;
mod gathering;
mod strings;

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use self::bins::Bins;
use self::gathering::Gathering;
use super::data::{Cuts, EdgeItem, Meta, NodeItem, ReportData, Summary};
use super::input::ReportInput;
use super::limits::{Limits, chosen};
use super::page;
use crate::graph::{Edge, Node, Period};
use crate::record::EntityType;

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
        .map(|(i, edge)| {
            let sentences = gathering.sentences(input.sentences.get(&i).map_or(&[], Vec::as_slice));
            edge_item(edge, &nodes, &bins, sentences)
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
    let node_items = nodes.iter().filter_map(|&i| network.node(i)).map(|node| node_item(node, &bins));
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

/// A tie between entities of the page, which are `nodes`.
fn edge_item(edge: &Edge, nodes: &[usize], bins: &Bins, sentences: Vec<usize>) -> EdgeItem {
    EdgeItem {
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
        e: sentences,
    }
}

/// An entity of the page.
fn node_item(node: &Node, bins: &Bins) -> NodeItem {
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

fn rounded(value: f64, unit: f64) -> f64 {
    (value * unit).round() / unit
}

/// The day of a date or time.
fn day(date: &str) -> String {
    date.get(..10).unwrap_or(date).to_owned()
}
