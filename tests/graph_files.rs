//! Every graph format, written to files as a user has them: to cargo's scratch folder, where `tests/browser` reads them back with
//! the programs they are made for and takes the measures again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use guanxi::export::gexf::{self, EventEdge};
use guanxi::export::{Files, Format, Labels, save_events, save_network};
use guanxi::graph::{Network, PairCount, Period, Random, WindowCounts};
use guanxi::record::{EntityRow, EntityType};

mod common;

const FORMATS: [Format; 7] = [Format::Gexf, Format::Graphml, Format::Json, Format::Csv, Format::Pajek, Format::Vosviewer, Format::Neo4j];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("graphs").join(name)
}

/// Names that markup must survive.
fn entities(count: usize) -> Vec<EntityRow> {
    (0..count)
        .map(|i| EntityRow {
            id: format!("e{i}"),
            label: format!("人物{i}"),
            kind: EntityType::NAMED[i % 4],
            name_zh: format!("人物{i}"),
            name_en: format!("Person <{i}> & \"co\"\u{1}"),
            aliases: "甲|乙".into(),
            iso_3166: String::new(),
            mentions: 10 + i as u64,
            documents: 3,
            first_published: "2021-01-05".into(),
            last_published: "2021-03-09".into(),
            degree: 0,
            weighted_degree: 0,
            pagerank: 0.0,
            betweenness: 0.0,
            community: String::new(),
            core: 0,
            component: 0,
        })
        .collect()
}

fn month(i: usize) -> Option<Period> {
    Period::new(2021, (i % 12) as u32 + 1)
}

fn tie(a: usize, b: usize, windows: u64) -> PairCount {
    PairCount {
        a,
        b,
        windows,
        documents: windows.min(2),
        first: "2021-01-05".into(),
        last: "2021-03-09".into(),
        months: [month(a), month(b)].into_iter().flatten().map(|m| (m, 1)).collect(),
    }
}

fn built(count: usize, pairs: Vec<PairCount>) -> Network {
    let months = (0..count).map(|i| month(i).map(|m| vec![(m, 3)]).unwrap_or_default()).collect();
    let counts = WindowCounts { total_windows: 500_000, windows_of: vec![2000; count] };
    Network::build(entities(count), months, pairs, &counts)
}

/// A ring of cliques and an entity without ties.
fn ring() -> Network {
    let (cliques, size) = (5, 6);
    let mut pairs = Vec::new();
    for c in 0..cliques {
        let base = c * size;
        for i in 0..size {
            for j in i + 1..size {
                pairs.push(tie(base + i, base + j, 5));
            }
        }
        pairs.push(tie(base + 1, ((c + 1) % cliques) * size, 5));
    }
    built(cliques * size + 1, pairs)
}

/// Ties at random, drawn towards the first entities, with weights of every size; some entities have none.
fn random(count: usize, edges: usize, seed: u64) -> Network {
    let mut random = Random::new(seed);
    let mut weights: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    while weights.len() < edges {
        let skewed = (random.unit() * random.unit() * count as f64) as usize;
        let (a, b) = (skewed, random.below(count));
        if a != b {
            *weights.entry((a.min(b), a.max(b))).or_default() += 1 + random.below(9) as u64 * random.below(9) as u64;
        }
    }
    built(count, weights.into_iter().map(|((a, b), weight)| tie(a, b, weight)).collect())
}

fn events() -> Vec<EventEdge> {
    (0..10)
        .map(|i| EventEdge {
            source: i,
            target: (i * 7 + 1) % 30,
            relation: ["CONSULT", "ACCUSE"][i % 2].into(),
            weight: 1 + i as u64,
            first: "2021-01-05".into(),
            last: "2021-01-09".into(),
            months: Period::new(2021, 1).map(|m| (m, 1)).into_iter().collect(),
        })
        // The same two once more, otherwise.
        .chain([EventEdge { source: 0, target: 1, relation: "AID".into(), weight: 3, ..EventEdge::default() }])
        .collect()
}

fn files<'a>(folder: &'a Path, formats: &'a [Format], most_edges: usize) -> Files<'a> {
    Files { folder, formats, style: gexf::Options { labels: Labels::Both, ..gexf::Options::default() }, bom: false, most_edges }
}

/// Writes a network in every format and checks its GEXF files.
fn write(name: &str, network: &Network) -> Result<(), Box<dyn std::error::Error>> {
    let folder = folder(name);
    save_network(network, &files(&folder, &FORMATS, usize::MAX))?;
    let events = events();
    save_events(network, &events, &files(&folder, &[Format::Gexf, Format::Graphml, Format::Json, Format::Pajek], usize::MAX))?;
    for file in ["graph.gexf", "graph-dynamic.gexf", "events.gexf"] {
        let root = common::gexf::check(&fs::read_to_string(folder.join(file))?);
        let edges = root.child("graph").child("edges").children.len();
        assert_eq!(edges, if file == "events.gexf" { events.len() } else { network.edge_count() }, "{file}");
    }
    Ok(())
}

#[test]
fn every_format() -> Result<(), Box<dyn std::error::Error>> {
    write("ring", &ring())?;
    write("sparse", &random(120, 150, 3))?;
    write("dense", &random(200, 2500, 7))?;
    assert!(fs::read_to_string(folder("ring").join("edges.csv"))?.starts_with("Source,Target,Type"));
    Ok(())
}

/// Above 20,000 edges betweenness is estimated, the core is laid out first, and the files hold the heaviest ties.
#[test]
fn a_large_network() -> Result<(), Box<dyn std::error::Error>> {
    let network = random(6000, 24_000, 11);
    assert_eq!(network.betweenness_pivots, Some(128));
    let positions: Vec<(f32, f32)> = network.nodes().map(|n| (n.x, n.y)).collect();
    assert!(positions.iter().all(|p| p.0.is_finite() && p.1.is_finite()));
    let mut distinct: Vec<(u32, u32)> = positions.iter().map(|p| (p.0.to_bits(), p.1.to_bits())).collect();
    distinct.sort_unstable();
    distinct.dedup();
    assert!(distinct.len() > 5900, "{} places", distinct.len());
    let folder = folder("large");
    save_network(&network, &files(&folder, &[Format::Gexf, Format::Json, Format::Csv], 10_000))?;
    let root = common::gexf::check(&fs::read_to_string(folder.join("graph.gexf"))?);
    assert!(root.child("meta").child("description").text.contains("the 10000 heaviest of 24000 edges"));
    let graph = root.child("graph");
    assert_eq!(graph.child("edges").children.len(), 10_000);
    assert!(graph.child("nodes").children.len() < network.node_count());
    let weight = |line: &str| line.split(',').nth(3).and_then(|w| w.parse::<u64>().ok()).unwrap_or_default();
    let table = fs::read_to_string(folder.join("edges.csv"))?;
    assert_eq!(table.lines().count(), 24_001, "the table has all");
    let lightest = graph.child("edges").children.iter().map(|e| e.get("weight").parse::<u64>()).collect::<Result<Vec<_>, _>>()?;
    assert!(lightest.iter().min() >= table.lines().nth(10_001).map(weight).as_ref());
    Ok(())
}

/// The same input gives the same bytes, on one thread or on many: measures, communities and places alike.
#[test]
fn same_bytes() {
    let written = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok()?;
        pool.install(|| {
            let mut bytes = Vec::new();
            for network in [ring(), random(3000, 22_000, 5)] {
                gexf::write_dynamic(&network, gexf::Options::default(), &mut bytes).ok()?;
                gexf::write_static(&network, gexf::Options::default(), &mut bytes).ok()?;
            }
            Some(bytes)
        })
    };
    let one = written(1);
    assert!(one.is_some());
    assert!(one == written(4));
}
