//! Pass three: cluster the names of the archive, count, write every file of the contract.

use std::collections::BTreeMap;
use std::path::Path;

use super::PipelineError;
use super::extract::Results;
use super::folder::Folder;
use super::network_files::{GRAPH_EDGES, NetworkFiles, keep_heaviest};
use super::report::{Holder, Page};
use super::rows::{self, Counts, Frame};
use super::run::{Options, Progress, Stage};
use super::trace::Trace;
use super::work::Laps;
use crate::curation::Curation;
use crate::dictionary::Lexicon;
use crate::export::{atomic, csv as tables, gexf};
use crate::graph::{Grain, Network, Period};
use crate::names::ByEar;
use crate::record::{AffiliationRow, EntityRow, EntityType, ErrorRow, PairKind, PairRow};
use crate::resolve::{Clusters, NameTable};

/// What assembling counted, for the summary and `run.json`.
#[derive(Debug, Default)]
pub struct Assembled {
    /// Articles.
    pub documents: u64,
    /// Articles that are copies of others.
    pub duplicates: u64,
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
    /// Stated events.
    pub relations: u64,
    /// Positions.
    pub positions: u64,
    /// Stated events by type, denied ones left out.
    pub by_relation: BTreeMap<&'static str, u64>,
    /// Edges in the graph files, the heaviest.
    pub graph_edges: u64,
    /// Nodes that the layout placed by force.
    pub laid_out: u64,
    /// Source nodes that betweenness was estimated from; `None` where it is exact.
    pub betweenness_pivots: Option<usize>,
    /// Seconds by the clock of each of the network's files, which are written side by side.
    pub file_seconds: Vec<(&'static str, f64)>,
}

impl Assembled {
    /// Seconds of each file, in milliseconds' precision.
    pub fn seconds_rounded(&self) -> Vec<(&'static str, f64)> {
        self.file_seconds.iter().map(|&(name, s)| (name, (s * 1000.0).round() / 1000.0)).collect()
    }
}

fn most<K: Clone + Ord>(counts: &BTreeMap<K, u64>) -> Option<K> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(k, _)| k.clone())
}

/// Joins the names of an archive to entities, and applies the researcher's decisions.
///
/// # Errors
/// A curation that cannot be applied.
pub fn cluster(options: &Options, lexicon: &Lexicon, ear: &ByEar, table: &NameTable) -> Result<Clusters, PipelineError> {
    let mut clusters = Clusters::build(table, lexicon, ear);
    if let Some(path) = &options.curation {
        Curation::read(path)?.apply(&mut clusters, table, lexicon)?;
    }
    Ok(clusters)
}

/// Writes all files of the contract to `output`.
///
/// `laps` is given the seconds of its parts.
///
/// # Errors
/// A working file that cannot be read, an output file that cannot be written, an interruption.
pub fn assemble(
    options: &Options,
    clusters: Clusters,
    results: &Results,
    errors: &[ErrorRow],
    laps: &mut Laps,
    progress: &dyn Progress,
) -> Result<Assembled, PipelineError> {
    let output = options.output.as_path();
    progress.start(Stage::Assemble, Some(results.len() as u64));
    let mut trace = options.report.then(|| Trace::begin(output)).transpose()?;
    let frame = Frame {
        results,
        clusters: &clusters,
        types: &options.types,
        window: options.window,
        with_sources: options.with_sources,
        jsonl: options.jsonl,
        bom: options.bom,
        page: options.report,
    };
    let counts = rows::write(output, &frame, trace.as_mut(), progress)?;
    if !options.jsonl {
        remove(output, "relations.jsonl")?;
    }
    let mut assembled = Assembled {
        documents: results.len() as u64,
        duplicates: results.duplicates(),
        mentions: counts.mentions,
        relations: counts.relations,
        positions: counts.positions,
        by_relation: counts.by_relation,
        ..Assembled::default()
    };
    let Counts { entities: mut counts, pairs, cooccurrence, events, affiliations, .. } = counts;

    let mut pair_rows: Vec<PairRow> = pairs
        .into_values()
        .map(|row| (row.span.texts(), row))
        .map(|((first_published, last_published), row)| PairRow {
            zh: most(&row.zh).unwrap_or_default(),
            latin: most(&row.latin).unwrap_or_default(),
            type_: most(&row.types).unwrap_or(EntityType::Other),
            entity_id: most(&row.entities).and_then(|c| clusters.list.get(c as usize)).map_or(String::new(), |c| c.id.clone()),
            occurrences: row.occurrences,
            documents: row.documents,
            score: row.score,
            first_published,
            last_published,
            kind: most(&row.kinds).unwrap_or(PairKind::Transliteration),
        })
        .collect();
    pair_rows.sort_by(|a, b| {
        b.documents
            .cmp(&a.documents)
            .then(b.occurrences.cmp(&a.occurrences))
            .then_with(|| (&a.zh, &a.latin, a.type_).cmp(&(&b.zh, &b.latin, b.type_)))
    });
    assembled.pairs = pair_rows.len() as u64;
    save(output, "name_pairs.csv", |file| tables::write::<PairRow, _>(file, &pair_rows, options.bom).map(|_| ()))?;
    save(output, "errors.csv", |file| tables::write::<ErrorRow, _>(file, errors, options.bom).map(|_| ()))?;

    let mut holders: Vec<Holder> = Vec::new();
    save(output, "affiliations.csv", |file| {
        let mut rows: Vec<AffiliationRow> = Vec::with_capacity(affiliations.len());
        for ((person_at, body_at, _), count) in affiliations {
            let (Some(person), Some(body)) = (clusters.list.get(person_at as usize), clusters.list.get(body_at as usize)) else { continue };
            let Some(title) = most(&count.titles) else { continue };
            let (first, last) = count.span.texts();
            if options.report {
                holders.push(Holder {
                    person: person_at,
                    title: title.clone(),
                    body: body_at,
                    count: count.titles.values().sum(),
                    dates: (first.clone(), last.clone()),
                    example: count.example,
                });
            }
            rows.push(AffiliationRow {
                person_id: person.id.clone(),
                person: person.label.clone(),
                title,
                body_id: body.id.clone(),
                body: body.label.clone(),
                documents: count.documents,
                first_published: first,
                last_published: last,
            });
        }
        rows.sort_by_cached_key(|r| (r.person_id.clone(), r.first_published.clone(), r.body_id.clone(), r.title.clone()));
        tables::write::<AffiliationRow, _>(file, rows, options.bom).map(|_| ())
    })?;
    // Stable: those stated equally often stay in the order of their entities.
    holders.sort_by_key(|h| std::cmp::Reverse(h.count));
    // Entities, most mentioned first; those without a mention (only in a pair) come last.
    let mut order: Vec<u32> = (0..clusters.list.len() as u32).filter(|&c| counts[c as usize].documents > 0).collect();
    order.sort_by(|&a, &b| {
        let (x, y) = (&counts[a as usize], &counts[b as usize]);
        y.mentions
            .cmp(&x.mentions)
            .then(y.documents.cmp(&x.documents))
            .then_with(|| clusters.list[a as usize].id.cmp(&clusters.list[b as usize].id))
    });
    let mut place = vec![usize::MAX; clusters.list.len()];
    let mut rows = Vec::with_capacity(order.len());
    let mut days = Vec::with_capacity(order.len());
    for (i, &c) in order.iter().enumerate() {
        place[c as usize] = i;
        let cluster = &clusters.list[c as usize];
        let count = &mut counts[c as usize];
        let mut aliases: Vec<(&str, u64)> = cluster.surfaces.iter().filter(|(s, _)| *s != cluster.label).collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let aliases: Vec<String> = aliases.into_iter().map(|(s, _)| s.replace('|', "/")).collect();
        let (first_published, last_published) = count.span.texts();
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
            first_published,
            last_published,
            degree: 0,
            weighted_degree: 0,
            pagerank: 0.0,
            betweenness: 0.0,
            community: String::new(),
            core: 0,
            component: 0,
        });
        days.push(std::mem::take(&mut count.days).into_inner());
    }
    // Days for an archive of a few months; for years of articles they would be too many to draw.
    let dated = || days.iter().flatten().map(|d| d.0);
    let by_month = match (dated().min(), dated().max()) {
        (Some(first), Some(last)) => Period::grain_for(first, last) == Grain::Month,
        _ => false,
    };
    if by_month {
        days.iter_mut().flatten().for_each(|d| d.0 = d.0.month());
    }
    let (pair_counts, by_cluster) =
        cooccurrence.finish_as(clusters.list.len(), |c| place.get(c).copied().filter(|&place| place != usize::MAX));
    let window_counts = crate::graph::WindowCounts {
        total_windows: by_cluster.total_windows,
        windows_of: order.iter().map(|&c| by_cluster.windows_of[c as usize]).collect(),
    };
    let mut events: Vec<gexf::EventEdge> = events
        .into_iter()
        .filter_map(|((subject, event, object), count)| {
            let node = |c: u32| place.get(c as usize).copied().filter(|&p| p != usize::MAX);
            Some(gexf::EventEdge {
                source: node(subject)?,
                target: node(object)?,
                relation: event.as_str().to_string(),
                weight: count.weight,
                first: count.span.first.as_str().to_owned(),
                last: count.span.last.as_str().to_owned(),
                months: count.days.into_inner().into_iter().map(|(day, n)| (if by_month { day.month() } else { day }, n)).collect(),
            })
        })
        .collect();
    keep_heaviest(&mut events, GRAPH_EDGES);
    // The network knows all that is needed from here on.
    drop((clusters, counts, order));
    laps.lap("tables");
    progress.start(Stage::Graph, None);
    let network = Network::build(rows, days, pair_counts, &window_counts);
    laps.lap("network");
    let folder = Folder::within(output);
    let doc_id = |position: u32| results.doc_id(position as usize);
    if trace.is_none() {
        // A page of an earlier run would tell of other tables.
        remove(output, "report.html")?;
    }
    let page = trace.map(|trace| {
        (Page { folder: &folder, network: &network, nodes: &place, doc_id: &doc_id, held: &holders, pairs: &pair_rows }, trace)
    });
    let files = NetworkFiles { output, network: &network, events: &events, labels: options.labels, bom: options.bom, page };
    assembled.file_seconds = files.save()?;
    laps.lap("network files");

    assembled.edges = network.edge_count() as u64;
    let label = |i: usize| network.node(i).map_or(String::new(), |n| n.row.label.clone());
    assembled.heaviest = network.edges().take(10).map(|e| (label(e.source), label(e.target), e.weight)).collect();
    assembled.graph_edges = assembled.edges.min(GRAPH_EDGES as u64);
    assembled.betweenness_pivots = network.betweenness_pivots;
    assembled.laid_out = network.laid_out as u64;
    assembled.entities = network.into_entity_rows();
    Ok(assembled)
}

/// Removes a file of an earlier run, which would tell of other tables.
fn remove(output: &Path, name: &str) -> Result<(), PipelineError> {
    let path = output.join(name);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(PipelineError::Spool { path, source }),
        _ => Ok(()),
    }
}

type Buffered = std::io::BufWriter<std::fs::File>;

fn save(output: &Path, name: &str, write: impl FnOnce(&mut Buffered) -> std::io::Result<()>) -> Result<(), PipelineError> {
    Ok(atomic::save(&output.join(name), write)?)
}
