//! Pass three: cluster the names of the archive, count, write every file of the contract.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::PipelineError;
use super::extract::DocumentResult;
use super::run::{Options, Progress, Stage};
use super::spool::Spool;
use crate::dictionary::Lexicon;
use crate::export::{ColorBy, atomic, csv as tables, gexf, graphml, node_link};
use crate::graph::{Network, Period};
use crate::record::{
    AffiliationRow, DocumentPairRow, DocumentRow, EdgeRow, EntityRow, EntityType, ErrorRow, MentionRow, PairKind, PairRow, PositionRow,
    RelationRow,
};
use crate::relate::{CooccurrenceCounter, Window};
use crate::resolve::{Clusters, Mention, NameTable};
use crate::text::{fold_latin, fold_str};

/// What assembling counted, for the summary and `run.json`.
#[derive(Debug, Default)]
pub struct Assembled {
    /// Articles.
    pub documents: u64,
    /// Mentions.
    pub mentions: u64,
    /// Entities.
    pub entities: Vec<EntityRow>,
    /// Distinct pairs.
    pub pairs: u64,
    /// Edges.
    pub edges: u64,
    /// The heaviest edges: labels and weight.
    pub heaviest: Vec<(String, String, u64)>,
}

#[derive(Default)]
struct EntityCount {
    mentions: u64,
    documents: u64,
    first: String,
    last: String,
    days: BTreeMap<Period, u32>,
}

#[derive(Default)]
struct PairCountRow {
    zh: BTreeMap<String, u64>,
    latin: BTreeMap<String, u64>,
    kinds: BTreeMap<PairKind, u64>,
    types: BTreeMap<EntityType, u64>,
    entities: BTreeMap<u32, u64>,
    occurrences: u64,
    documents: u64,
    score: f64,
    first: String,
    last: String,
}

use crate::relate::widen;

fn most<K: Clone + Ord>(counts: &BTreeMap<K, u64>) -> Option<K> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(k, _)| k.clone())
}

/// Rounds a score or confidence to the digits that mean something.
fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

/// Writes all files of the contract to `output`.
///
/// # Errors
/// A working file that cannot be read, or an output file that cannot be written.
pub fn assemble(
    options: &Options,
    lexicon: &Lexicon,
    results: &mut Spool,
    table: &NameTable,
    errors: &[ErrorRow],
    progress: &dyn Progress,
) -> Result<Assembled, PipelineError> {
    let output = options.output.as_path();
    progress.start(Stage::Assemble, Some(results.len() as u64 * 2));
    let clusters = Clusters::build(table, lexicon);
    let mut counts: Vec<EntityCount> = Vec::new();
    counts.resize_with(clusters.list.len(), EntityCount::default);
    let mut pairs: FxHashMap<(EntityType, String, String), PairCountRow> = FxHashMap::default();
    let in_graph: Vec<bool> = clusters.list.iter().map(|c| options.types.contains(&c.kind)).collect();
    let mut cooccurrence = CooccurrenceCounter::default();
    let mut assembled = Assembled { documents: results.len() as u64, ..Assembled::default() };

    // One pass over the documents in id order writes the tables that have a row a document or less.
    let total = results.len();
    let mut failed: Option<PipelineError> = None;
    save(output, "mentions.csv", |mentions_file| {
        let mut mentions_table = tables::Table::new::<MentionRow>(mentions_file, options.bom)?;
        save_inner(output, "documents.csv", |documents_file| {
            let mut documents_table = tables::Table::new::<DocumentRow>(documents_file, options.bom)?;
            save_inner(output, "name_pairs_by_document.csv", |pairs_file| {
                let mut pairs_table = tables::Table::new::<DocumentPairRow>(pairs_file, options.bom)?;
                for position in 0..total {
                    let result: DocumentResult = match results.get(position) {
                        Ok(result) => result,
                        Err(error) => {
                            failed = Some(error);
                            return Err(std::io::Error::other("working file"));
                        }
                    };
                    let day = result.document.day().to_string();
                    let of_local: Vec<Option<u32>> =
                        (0..result.locals.len() as u32).map(|l| result.key(l).and_then(|k| clusters.of_key.get(&k).copied())).collect();
                    let id = |local: u32| -> &str {
                        of_local
                            .get(local as usize)
                            .copied()
                            .flatten()
                            .and_then(|c| clusters.list.get(c as usize))
                            .map_or("", |c| c.id.as_str())
                    };
                    let doc = &result.document;
                    documents_table.row(&DocumentRow {
                        doc_id: doc.doc_id.clone(),
                        path: doc.path.clone(),
                        source: doc.source.clone(),
                        title: doc.title.clone(),
                        url: doc.url.clone(),
                        published: doc.published.clone(),
                        language: doc.language.tag().to_string(),
                        characters: result.characters,
                        sentences: result.sentences,
                        mentions: result.mentions.len() as u64,
                        duplicate_of: String::new(),
                    })?;
                    let mut here: FxHashMap<u32, u32> = FxHashMap::default();
                    let mut windowed: Vec<(Mention, Option<u32>)> = Vec::with_capacity(result.mentions.len());
                    for mention in &result.mentions {
                        mentions_table.row(&MentionRow {
                            doc_id: doc.doc_id.clone(),
                            paragraph: mention.paragraph,
                            sentence: mention.sentence,
                            start: mention.start,
                            end: mention.end,
                            surface: mention.surface.clone(),
                            kind: mention.kind,
                            entity_id: id(mention.local).to_string(),
                            evidence: mention.evidence,
                            confidence: rounded(mention.confidence),
                        })?;
                        let cluster = of_local.get(mention.local as usize).copied().flatten();
                        if let Some(cluster) = cluster {
                            *here.entry(cluster).or_default() += 1;
                        }
                        windowed.push((mention.clone(), cluster.filter(|c| in_graph[*c as usize])));
                    }
                    assembled.mentions += result.mentions.len() as u64;
                    let period = Period::parse_day(&day);
                    for (cluster, n) in here {
                        let count = &mut counts[cluster as usize];
                        count.mentions += u64::from(n);
                        count.documents += 1;
                        widen(&mut count.first, &mut count.last, &day);
                        if let Some(period) = period {
                            *count.days.entry(period).or_default() += n;
                        }
                    }
                    let windows = match options.window {
                        Window::Sentence => result.sentences,
                        Window::Paragraph => result.paragraphs,
                        Window::Document => 1,
                    };
                    cooccurrence.add(options.window, &windowed, windows, &day);
                    let mut seen_pairs: Vec<(EntityType, String, String)> = Vec::new();
                    for pair in &result.pairs {
                        let entity_id = pair.local.map(&id).unwrap_or("");
                        pairs_table.row(&DocumentPairRow {
                            doc_id: doc.doc_id.clone(),
                            start: pair.start,
                            zh: pair.zh.clone(),
                            latin: pair.latin.clone(),
                            type_: pair.type_,
                            entity_id: entity_id.to_string(),
                            score: rounded(pair.score),
                            kind: pair.kind,
                        })?;
                        let key = (pair.type_, fold_str(&pair.zh), fold_latin(&pair.latin));
                        let row = pairs.entry(key.clone()).or_default();
                        row.occurrences += 1;
                        *row.zh.entry(pair.zh.clone()).or_default() += 1;
                        *row.latin.entry(pair.latin.clone()).or_default() += 1;
                        *row.kinds.entry(pair.kind).or_default() += 1;
                        *row.types.entry(pair.type_).or_default() += 1;
                        row.score = row.score.max(rounded(pair.score));
                        if let Some(cluster) = pair.local.and_then(|l| of_local.get(l as usize).copied().flatten()) {
                            *row.entities.entry(cluster).or_default() += 1;
                        }
                        if !seen_pairs.contains(&key) {
                            row.documents += 1;
                            widen(&mut row.first, &mut row.last, &day);
                            seen_pairs.push(key);
                        }
                    }
                    if position % 256 == 255 {
                        progress.advance(256, 0);
                    }
                }
                pairs_table.finish().map(|_| ())
            })?;
            documents_table.finish().map(|_| ())
        })?;
        mentions_table.finish().map(|_| ())
    })
    .map_err(|error| failed.take().unwrap_or(error))?;

    save(output, "name_pairs.csv", |file| {
        let mut rows: Vec<PairRow> = pairs
            .into_values()
            .map(|row| PairRow {
                zh: most(&row.zh).unwrap_or_default(),
                latin: most(&row.latin).unwrap_or_default(),
                type_: most(&row.types).unwrap_or(EntityType::Other),
                entity_id: most(&row.entities).and_then(|c| clusters.list.get(c as usize)).map_or(String::new(), |c| c.id.clone()),
                occurrences: row.occurrences,
                documents: row.documents,
                score: row.score,
                first_published: row.first,
                last_published: row.last,
                kind: most(&row.kinds).unwrap_or(PairKind::Transliteration),
            })
            .collect();
        rows.sort_by(|a, b| {
            b.documents.cmp(&a.documents).then(b.occurrences.cmp(&a.occurrences)).then_with(|| (&a.zh, &a.latin, a.type_).cmp(&(&b.zh, &b.latin, b.type_)))
        });
        assembled.pairs = rows.len() as u64;
        tables::write::<PairRow, _>(file, rows, options.bom).map(|_| ())
    })?;
    save(output, "errors.csv", |file| tables::write::<ErrorRow, _>(file, errors, options.bom).map(|_| ()))?;

    // Entities, most mentioned first; those without a mention (only in a pair) come last.
    let mut order: Vec<u32> = (0..clusters.list.len() as u32).filter(|&c| counts[c as usize].documents > 0).collect();
    order.sort_by(|&a, &b| {
        let (x, y) = (&counts[a as usize], &counts[b as usize]);
        y.mentions.cmp(&x.mentions).then(y.documents.cmp(&x.documents)).then_with(|| clusters.list[a as usize].id.cmp(&clusters.list[b as usize].id))
    });
    let mut place = vec![usize::MAX; clusters.list.len()];
    let mut rows = Vec::with_capacity(order.len());
    let mut days = Vec::with_capacity(order.len());
    for (i, &c) in order.iter().enumerate() {
        place[c as usize] = i;
        let cluster = &clusters.list[c as usize];
        let count = &mut counts[c as usize];
        let mut aliases: Vec<(&String, &u64)> = cluster.surfaces.iter().filter(|(s, _)| **s != cluster.label).collect();
        aliases.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let aliases: Vec<String> = aliases.into_iter().map(|(s, _)| s.replace('|', "/")).collect();
        rows.push(EntityRow {
            id: cluster.id.clone(),
            label: cluster.label.clone(),
            kind: cluster.kind,
            name_zh: cluster.name_zh.clone(),
            name_en: cluster.name_en.clone(),
            aliases: aliases.join("|"),
            iso_3166: cluster.iso.clone(),
            mentions: count.mentions,
            documents: count.documents,
            first_published: std::mem::take(&mut count.first),
            last_published: std::mem::take(&mut count.last),
            degree: 0,
            weighted_degree: 0,
            pagerank: 0.0,
            betweenness: 0.0,
            community: String::new(),
        });
        days.push(std::mem::take(&mut count.days).into_iter().collect::<Vec<_>>());
    }
    let (mut pair_counts, by_cluster) = cooccurrence.finish(clusters.list.len());
    pair_counts.retain_mut(|pair| {
        pair.a = place[pair.a];
        pair.b = place[pair.b];
        pair.a != usize::MAX && pair.b != usize::MAX
    });
    let window_counts = crate::graph::WindowCounts {
        total_windows: by_cluster.total_windows,
        windows_of: order.iter().map(|&c| by_cluster.windows_of[c as usize]).collect(),
    };
    progress.start(Stage::Graph, None);
    let network = Network::build(rows, days, pair_counts, &window_counts);
    save(output, "entities.csv", |file| {
        tables::write::<EntityRow, _>(file, network.entity_rows().cloned().collect::<Vec<_>>(), options.bom).map(|_| ())
    })?;
    save(output, "edges.csv", |file| tables::write::<EdgeRow, _>(file, network.edge_rows().collect::<Vec<_>>(), options.bom).map(|_| ()))?;
    let style = gexf::Options { labels: options.labels, color_by: ColorBy::Type };
    save(output, "graph.gexf", |file| gexf::write_static(&network, style, file))?;
    save(output, "graph-dynamic.gexf", |file| gexf::write_dynamic(&network, style, file))?;
    save(output, "graph.graphml", |file| graphml::write(&network, style, file))?;
    save(output, "graph.json", |file| node_link::write(&network, options.labels, file))?;
    // Tables of later stages have their header already, so that readers need no special case.
    save(output, "relations.csv", |file| tables::write::<RelationRow, RelationRow>(file, [], options.bom).map(|_| ()))?;
    save(output, "positions.csv", |file| tables::write::<PositionRow, PositionRow>(file, [], options.bom).map(|_| ()))?;
    save(output, "affiliations.csv", |file| tables::write::<AffiliationRow, AffiliationRow>(file, [], options.bom).map(|_| ()))?;

    assembled.edges = network.edge_count() as u64;
    let label = |i: usize| network.node(i).map_or(String::new(), |n| n.row.label.clone());
    assembled.heaviest = network.edges().take(10).map(|e| (label(e.source), label(e.target), e.weight)).collect();
    assembled.entities = network.entity_rows().cloned().collect();
    Ok(assembled)
}

type Buffered = std::io::BufWriter<std::fs::File>;

fn save(output: &Path, name: &str, write: impl FnOnce(&mut Buffered) -> std::io::Result<()>) -> Result<(), PipelineError> {
    Ok(atomic::save(&output.join(name), write)?)
}

fn save_inner(output: &Path, name: &str, write: impl FnOnce(&mut Buffered) -> std::io::Result<()>) -> std::io::Result<()> {
    atomic::save(&output.join(name), write).map_err(|e| std::io::Error::new(e.source.kind(), e.to_string()))
}
