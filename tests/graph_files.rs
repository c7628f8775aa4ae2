//! Every graph format, written to files as a user has them: to cargo's scratch folder, where
//! `tests/browser` reads them back with the programs they are made for.

use std::path::PathBuf;

use guanxi::export::gexf::{EventEdge, Options, write_dynamic, write_events, write_static};
use guanxi::export::{Labels, atomic, csv, graphml, neo4j, node_link, pajek, vosviewer};
use guanxi::graph::{Network, PairCount, Period, WindowCounts};
use guanxi::record::{EntityRow, EntityType};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("graphs")
}

/// A ring of cliques with dates, names to escape and an entity without ties.
fn network() -> Network {
    let (cliques, size) = (5, 6);
    let count = cliques * size + 1;
    let entities: Vec<EntityRow> = (0..count)
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
        .collect();
    let month = |i: usize| Period::new(2021, (i % 12) as u32 + 1);
    let mut pairs = Vec::new();
    let mut tie = |a: usize, b: usize| {
        pairs.push(PairCount {
            a,
            b,
            windows: 5,
            documents: 2,
            first: "2021-01-05".into(),
            last: "2021-03-09".into(),
            months: [month(a), month(b)].into_iter().flatten().map(|m| (m, 2)).collect(),
        });
    };
    for c in 0..cliques {
        let base = c * size;
        for i in 0..size {
            for j in i + 1..size {
                tie(base + i, base + j);
            }
        }
        tie(base + 1, ((c + 1) % cliques) * size);
    }
    let months = (0..count).map(|i| month(i).map(|m| vec![(m, 3)]).unwrap_or_default()).collect();
    let counts = WindowCounts { total_windows: 5000, windows_of: vec![40; count] };
    Network::build(entities, months, pairs, &counts)
}

#[test]
fn every_format() -> Result<(), Box<dyn std::error::Error>> {
    let network = network();
    let at = |name: &str| folder().join(name);
    let options = Options::default();
    let events: Vec<EventEdge> = (0..10)
        .map(|i| EventEdge {
            source: i,
            target: (i * 7 + 1) % 30,
            relation: ["CONSULT", "ACCUSE"][i % 2].into(),
            weight: 1 + i as u64,
            first: "2021-01-05".into(),
            last: "2021-01-09".into(),
            months: Period::new(2021, 1).map(|m| (m, 1)).into_iter().collect(),
        })
        .collect();
    atomic::save(&at("graph.gexf"), |w| write_static(&network, options, w))?;
    atomic::save(&at("graph-dynamic.gexf"), |w| write_dynamic(&network, options, w))?;
    atomic::save(&at("events.gexf"), |w| write_events(&network, &events, options, w))?;
    atomic::save(&at("graph.graphml"), |w| graphml::write(&network, options, w))?;
    atomic::save(&at("graph.json"), |w| node_link::write(&network, Labels::Both, w))?;
    atomic::save(&at("graph.net"), |w| pajek::write(&network, Labels::Both, false, w))?;
    atomic::save(&at("vosviewer-map.txt"), |w| vosviewer::write_map(&network, Labels::Both, w))?;
    atomic::save(&at("vosviewer-network.txt"), |w| vosviewer::write_network(&network, w))?;
    atomic::save(&at("neo4j-nodes.csv"), |w| neo4j::write_nodes(&network, w))?;
    atomic::save(&at("neo4j-relationships.csv"), |w| neo4j::write_relationships(&network, w))?;
    atomic::save(&at("entities.csv"), |w| csv::write::<EntityRow, _>(w, network.entity_rows(), true))?;
    atomic::save(&at("edges.csv"), |w| csv::write_edges(w, &network, true))?;
    assert!(std::fs::read(at("edges.csv"))?.starts_with("\u{feff}Source,Target,Type".as_bytes()));
    Ok(())
}

/// The same input gives the same bytes, on one thread or on many.
#[test]
fn same_bytes() {
    let written = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok()?;
        pool.install(|| {
            let mut bytes = Vec::new();
            write_dynamic(&network(), Options::default(), &mut bytes).ok()?;
            Some(bytes)
        })
    };
    let one = written(1);
    assert!(one.is_some());
    assert_eq!(one, written(4));
}
