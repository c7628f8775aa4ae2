//! Pass three: cluster the names of the archive, count, write every file of the contract.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use rustc_hash::FxHashMap;

use super::PipelineError;
use super::extract::{DocumentResult, Results};
use super::folder::Folder;
use super::plover;
use super::network_files::{GRAPH_EDGES, NetworkFiles, keep_heaviest};
use super::report::{Holder, Page};
use super::run::{Options, Progress, Stage};
use super::trace::{Place, Seen, Trace};
use crate::curation::Curation;
use crate::dictionary::Lexicon;
use crate::export::{atomic, csv as tables, gexf};
use crate::graph::{Grain, Network, Period};
use crate::record::{
    AffiliationRow, DocumentPairRow, DocumentRow, EntityRow, EntityType, ErrorRow, MentionRow, PairKind, PairRow, PositionRow,
    RelationRow, Role,
};
use crate::relate::{CooccurrenceCounter, EventType, Relation, Window};
use crate::resolve::{Clusters, Mention, NameTable};
use crate::text::{fold_latin, fold_str};

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
    /// Seconds by the clock of each part; files are written side by side.
    pub seconds: Vec<(&'static str, f64)>,
}

impl Assembled {
    /// Seconds of each part, in milliseconds' precision.
    pub fn seconds_rounded(&self) -> Vec<(&'static str, f64)> {
        self.seconds.iter().map(|&(name, s)| (name, (s * 1000.0).round() / 1000.0)).collect()
    }
}

#[derive(Default)]
struct EventCount {
    weight: u64,
    first: String,
    last: String,
    days: BTreeMap<Period, u32>,
}

#[derive(Default)]
struct AffiliationCount {
    titles: BTreeMap<String, u64>,
    /// An article that states it, and the sentence.
    example: Option<(u32, u32)>,
    documents: u64,
    first: String,
    last: String,
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
    results: &Results,
    table: &NameTable,
    errors: &[ErrorRow],
    progress: &dyn Progress,
) -> Result<Assembled, PipelineError> {
    let output = options.output.as_path();
    let clock = Instant::now();
    progress.start(Stage::Assemble, Some(results.len() as u64 * 2));
    let mut clusters = Clusters::build(table, lexicon);
    if let Some(path) = &options.curation {
        Curation::read(path)?.apply(&mut clusters, table, lexicon)?;
    }
    let clusters = clusters;
    let mut counts: Vec<EntityCount> = Vec::new();
    counts.resize_with(clusters.list.len(), EntityCount::default);
    let mut pairs: FxHashMap<(EntityType, String, String), PairCountRow> = FxHashMap::default();
    let in_graph: Vec<bool> = clusters.list.iter().map(|c| options.types.contains(&c.kind)).collect();
    let mut cooccurrence = CooccurrenceCounter::default();
    let mut assembled = Assembled { documents: results.len() as u64, duplicates: results.duplicates(), ..Assembled::default() };

    // One pass over the documents in id order writes the tables that have a row a document or less.
    let total = results.len();
    let mut failed: Option<PipelineError> = None;
    let mut event_counts: BTreeMap<(u32, EventType, u32), EventCount> = BTreeMap::new();
    let mut affiliations: BTreeMap<(u32, u32, String), AffiliationCount> = BTreeMap::new();
    let mut jsonl = options.jsonl.then(Vec::<u8>::new);
    let mut trace = options.report.then(|| Trace::begin(output)).transpose()?;
    save(output, "mentions.csv", |mentions_file| {
        let mut mentions_table = tables::Table::new::<MentionRow>(mentions_file, options.bom)?;
        save_inner(output, "documents.csv", |documents_file| {
            let mut documents_table = tables::Table::new::<DocumentRow>(documents_file, options.bom)?;
            save_inner(output, "name_pairs_by_document.csv", |pairs_file| {
                let mut pairs_table = tables::Table::new::<DocumentPairRow>(pairs_file, options.bom)?;
                save_inner(output, "relations.csv", |relations_file| {
                    let mut relations_table = tables::Table::new::<RelationRow>(relations_file, options.bom)?;
                    save_inner(output, "positions.csv", |positions_file| {
                        let mut positions_table = tables::Table::new::<PositionRow>(positions_file, options.bom)?;
                        for position in 0..total {
                            let result: DocumentResult = match results.get(position) {
                                Ok(result) => result,
                                Err(error) => {
                                    failed = Some(error);
                                    return Err(std::io::Error::other("working file"));
                                }
                            };
                            let day = result.document.day().to_string();
                            let of_local: Vec<Option<u32>> = (0..result.locals.len() as u32)
                                .map(|l| result.key(l).and_then(|k| clusters.of_key.get(&k).copied()))
                                .collect();
                            let gone = |c: u32| clusters.list.get(c as usize).is_some_and(|c| c.dropped);
                            let dropped: Vec<bool> = of_local.iter().map(|c| c.is_some_and(gone)).collect();
                            let of_local: Vec<Option<u32>> = of_local.into_iter().map(|c| c.filter(|c| !gone(*c))).collect();
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
                                mentions: result
                                    .mentions
                                    .iter()
                                    .filter(|m| !dropped.get(m.local as usize).copied().unwrap_or(false))
                                    .count() as u64,
                                duplicate_of: results.duplicate_of(position),
                                paragraphs: result.paragraphs,
                            })?;
                            let mut here: FxHashMap<u32, u32> = FxHashMap::default();
                            let mut windowed: Vec<(Mention, Option<u32>)> = Vec::with_capacity(result.mentions.len());
                            for mention in &result.mentions {
                                if dropped.get(mention.local as usize).copied().unwrap_or(false) {
                                    continue;
                                }
                                let retyped = of_local
                                    .get(mention.local as usize)
                                    .copied()
                                    .flatten()
                                    .and_then(|c| clusters.list.get(c as usize))
                                    .filter(|c| c.retyped);
                                mentions_table.row(&MentionRow {
                                    doc_id: doc.doc_id.clone(),
                                    paragraph: mention.paragraph,
                                    sentence: mention.sentence,
                                    start: mention.start,
                                    end: mention.end,
                                    surface: mention.surface.clone(),
                                    kind: retyped.map_or(mention.kind, |c| c.kind),
                                    entity_id: id(mention.local).to_string(),
                                    evidence: mention.evidence,
                                    confidence: rounded(mention.confidence),
                                    role: if mention.source { Role::Source } else { Role::Party },
                                })?;
                                let cluster = of_local.get(mention.local as usize).copied().flatten();
                                if let Some(cluster) = cluster {
                                    *here.entry(cluster).or_default() += 1;
                                }
                                let party = options.with_sources || !mention.source;
                                windowed.push((mention.clone(), cluster.filter(|c| party && in_graph[*c as usize])));
                            }
                            assembled.mentions += windowed.len() as u64;
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
                                // A copy counts nowhere else, so neither do its windows.
                                _ if !results.duplicate_of(position).is_empty() => 0,
                                Window::Sentence => result.sentences,
                                Window::Paragraph => result.paragraphs,
                                Window::Document => 1,
                            };
                            cooccurrence.add(options.window, &windowed, windows, &day);
                            let mut seen = options.report.then(|| {
                                let copy = !results.duplicate_of(position).is_empty();
                                let places = windowed.iter().filter_map(|(m, entity)| {
                                    Some((m.paragraph, Place { entity: (*entity)?, start: m.start, end: m.end, sentence: m.sentence }))
                                });
                                Seen::of(position as u32, &result, copy, windowed.len() as u64, options.window, places)
                            });
                            let mut seen_pairs: Vec<(EntityType, String, String)> = Vec::new();
                            let mut in_order: Vec<_> = result.pairs.iter().collect();
                            in_order.sort_by(|a, b| (a.start, &a.zh, &a.latin).cmp(&(b.start, &b.zh, &b.latin)));
                            for pair in in_order {
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
                            let cluster = |local: u32| of_local.get(local as usize).copied().flatten();
                            let label = |c: u32| clusters.list.get(c as usize).map_or("", |c| c.label.as_str());
                            let entity = |c: u32| clusters.list.get(c as usize).map_or("", |c| c.id.as_str());
                            let mut relations: Vec<(u32, &Relation, u32)> = result
                                .relations
                                .iter()
                                .filter_map(|r| Some((cluster(r.subject)?, r, cluster(r.object)?)))
                                // What the archive shows to be one thing does nothing to itself.
                                .filter(|(subject, _, object)| subject != object)
                                .collect();
                            relations.sort_by_key(|r| r.1.sentence);
                            let mut told: Vec<(u32, u32, &'static str, u32, bool)> = Vec::new();
                            for (subject, relation, object) in relations {
                                let kind = relation.event.as_str();
                                let key = (relation.sentence, subject, kind, object, relation.negated);
                                if told.contains(&key) {
                                    continue;
                                }
                                told.push(key);
                                let row = RelationRow {
                                    doc_id: doc.doc_id.clone(),
                                    published: doc.published.clone(),
                                    sentence: relation.sentence,
                                    subject_id: entity(subject).to_string(),
                                    subject: label(subject).to_string(),
                                    relation: kind.to_string(),
                                    object_id: entity(object).to_string(),
                                    object: label(object).to_string(),
                                    trigger: relation.trigger.clone(),
                                    negated: relation.negated,
                                    confidence: rounded(relation.confidence),
                                    text: relation.text.clone(),
                                    quad_class: relation.event.quad().as_str().to_string(),
                                    cameo_root: format!("{:02}", relation.cameo),
                                };
                                relations_table.row(&row)?;
                                if let Some(lines) = jsonl.as_mut() {
                                    plover::write(lines, &row, doc)?;
                                }
                                assembled.relations += 1;
                                if let Some(seen) = seen.as_mut() {
                                    seen.event(position as u32, subject, relation, object);
                                }
                                if relation.negated {
                                    continue;
                                }
                                *assembled.by_relation.entry(kind).or_default() += 1;
                                let count = event_counts.entry((subject, relation.event, object)).or_default();
                                count.weight += 1;
                                widen(&mut count.first, &mut count.last, &day);
                                if let Some(period) = period {
                                    *count.days.entry(period).or_default() += 1;
                                }
                            }
                            let mut held: Vec<(u32, u32, String)> = Vec::new();
                            for held_by in &result.positions {
                                let (Some(person), Some(body)) = (cluster(held_by.person), cluster(held_by.body)) else { continue };
                                positions_table.row(&PositionRow {
                                    doc_id: doc.doc_id.clone(),
                                    published: doc.published.clone(),
                                    sentence: held_by.sentence,
                                    person_id: entity(person).to_string(),
                                    person: label(person).to_string(),
                                    title: held_by.title.clone(),
                                    body_id: entity(body).to_string(),
                                    body: label(body).to_string(),
                                    confidence: rounded(held_by.confidence),
                                    text: held_by.text.clone(),
                                })?;
                                assembled.positions += 1;
                                let key = (person, body, fold_str(&held_by.title));
                                let count = affiliations.entry(key.clone()).or_default();
                                count.example = count.example.or(Some((position as u32, held_by.sentence)));
                                *count.titles.entry(held_by.title.clone()).or_default() += 1;
                                if !held.contains(&key) {
                                    count.documents += 1;
                                    widen(&mut count.first, &mut count.last, &day);
                                    held.push(key);
                                }
                            }
                            if let (Some(trace), Some(seen)) = (trace.as_mut(), seen) {
                                trace.take(seen)?;
                            }
                            if position % 256 == 255 {
                                progress.advance(256, 0);
                            }
                        }
                        positions_table.finish().map(|_| ())
                    })?;
                    relations_table.finish().map(|_| ())
                })?;
                pairs_table.finish().map(|_| ())
            })?;
            documents_table.finish().map(|_| ())
        })?;
        mentions_table.finish().map(|_| ())
    })
    .map_err(|error| failed.take().unwrap_or(error))?;

    let mut pair_rows: Vec<PairRow> = pairs
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
    pair_rows.sort_by(|a, b| {
        b.documents
            .cmp(&a.documents)
            .then(b.occurrences.cmp(&a.occurrences))
            .then_with(|| (&a.zh, &a.latin, a.type_).cmp(&(&b.zh, &b.latin, b.type_)))
    });
    assembled.pairs = pair_rows.len() as u64;
    save(output, "name_pairs.csv", |file| tables::write::<PairRow, _>(file, &pair_rows, options.bom).map(|_| ()))?;
    save(output, "errors.csv", |file| tables::write::<ErrorRow, _>(file, errors, options.bom).map(|_| ()))?;

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
            core: 0,
            component: 0,
        });
        days.push(std::mem::take(&mut count.days).into_iter().collect::<Vec<_>>());
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
    let mut events: Vec<gexf::EventEdge> = event_counts
        .into_iter()
        .filter_map(|((subject, event, object), count)| {
            let node = |c: u32| place.get(c as usize).copied().filter(|&p| p != usize::MAX);
            Some(gexf::EventEdge {
                source: node(subject)?,
                target: node(object)?,
                relation: event.as_str().to_string(),
                weight: count.weight,
                first: count.first,
                last: count.last,
                months: count.days.into_iter().map(|(day, n)| (if by_month { day.month() } else { day }, n)).collect(),
            })
        })
        .collect();
    keep_heaviest(&mut events, GRAPH_EDGES);
    let mut holders = Vec::new();
    save(output, "affiliations.csv", |file| {
        let mut rows: Vec<AffiliationRow> = Vec::with_capacity(affiliations.len());
        for ((person_at, body_at, _), count) in affiliations {
            let (Some(person), Some(body)) = (clusters.list.get(person_at as usize), clusters.list.get(body_at as usize)) else { continue };
            let Some(title) = most(&count.titles) else { continue };
            if let Some(example) = count.example.filter(|_| options.report) {
                holders.push(Holder {
                    person: person_at,
                    title: title.clone(),
                    body: body_at,
                    count: count.titles.values().sum(),
                    dates: (count.first.clone(), count.last.clone()),
                    example,
                });
            }
            rows.push(AffiliationRow {
                person_id: person.id.clone(),
                person: person.label.clone(),
                title,
                body_id: body.id.clone(),
                body: body.label.clone(),
                documents: count.documents,
                first_published: count.first,
                last_published: count.last,
            });
        }
        let key = |r: &AffiliationRow| (r.person_id.clone(), r.first_published.clone(), r.body_id.clone(), r.title.clone());
        rows.sort_by_cached_key(key);
        tables::write::<AffiliationRow, _>(file, rows, options.bom).map(|_| ())
    })?;
    // Stable: those stated equally often stay in the order of their entities.
    holders.sort_by_key(|h: &Holder| std::cmp::Reverse(h.count));
    let jsonl_path = output.join("relations.jsonl");
    match jsonl {
        Some(lines) => save(output, "relations.jsonl", |file| std::io::Write::write_all(file, &lines))?,
        None if jsonl_path.exists() => {
            std::fs::remove_file(&jsonl_path).map_err(|source| PipelineError::Spool { path: jsonl_path, source })?
        }
        None => {}
    }
    assembled.seconds.push(("tables", clock.elapsed().as_secs_f64()));

    progress.start(Stage::Graph, None);
    let clock = Instant::now();
    let network = Network::build(rows, days, pair_counts, &window_counts);
    assembled.seconds.push(("network", clock.elapsed().as_secs_f64()));
    let folder = Folder::within(output);
    let doc_id = |position: u32| results.doc_id(position as usize);
    if trace.is_none() {
        // A page of an earlier run would tell of other tables.
        match std::fs::remove_file(output.join("report.html")) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(PipelineError::Spool { path: output.join("report.html"), source });
            }
            _ => {}
        }
    }
    let page = trace.map(|trace| {
        (Page { folder: &folder, network: &network, nodes: &place, doc_id: &doc_id, held: &holders, pairs: &pair_rows }, trace)
    });
    let files = NetworkFiles { output, network: &network, events: &events, labels: options.labels, bom: options.bom, page };
    assembled.seconds.extend(files.save()?);

    assembled.edges = network.edge_count() as u64;
    let label = |i: usize| network.node(i).map_or(String::new(), |n| n.row.label.clone());
    assembled.heaviest = network.edges().take(10).map(|e| (label(e.source), label(e.target), e.weight)).collect();
    assembled.graph_edges = assembled.edges.min(GRAPH_EDGES as u64);
    assembled.betweenness_pivots = network.betweenness_pivots;
    assembled.laid_out = network.laid_out as u64;
    assembled.entities = network.into_entity_rows();
    Ok(assembled)
}

type Buffered = std::io::BufWriter<std::fs::File>;

fn save(output: &Path, name: &str, write: impl FnOnce(&mut Buffered) -> std::io::Result<()>) -> Result<(), PipelineError> {
    Ok(atomic::save(&output.join(name), write)?)
}

fn save_inner(output: &Path, name: &str, write: impl FnOnce(&mut Buffered) -> std::io::Result<()>) -> std::io::Result<()> {
    atomic::save(&output.join(name), write).map_err(|e| std::io::Error::new(e.source.kind(), e.to_string()))
}
