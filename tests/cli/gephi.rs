//! What Gephi, Gephi Lite, yEd and networkx need of the graph files, checked by reading them back.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::gexf::{self, Element};
use crate::common::{Table, sample};

fn table(name: &str) -> Table {
    Table::read(&sample().path("out"), name)
}

/// A GEXF file that keeps to the schema.
fn read(name: &str) -> Element {
    gexf::check(&sample().read(&format!("out/{name}")))
}

fn finite(text: &str) -> f64 {
    let number: f64 = text.parse().unwrap_or_else(|_| panic!("not a number: {text:?}"));
    assert!(number.is_finite());
    number
}

#[test]
fn nodes_and_edges_tables_open_in_gephi() {
    let (nodes, edges) = (table("entities.csv"), table("edges.csv"));
    assert_eq!(nodes.columns[..2], ["Id", "Label"], "Label is not filled from Id");
    assert!(nodes.rows.iter().all(|r| !r["Id"].is_empty() && !r["Label"].is_empty()));
    let ids: BTreeSet<&str> = nodes.column("Id").into_iter().collect();
    assert_eq!(ids.len(), nodes.rows.len());
    assert_eq!(edges.columns[..4], ["Source", "Target", "Type", "Weight"]);
    assert!(edges.column("Type").iter().all(|t| *t == "Undirected"), "without Type Gephi makes edges directed");
    let mut seen = BTreeSet::new();
    for row in &edges.rows {
        assert!(ids.contains(row["Source"].as_str()) && ids.contains(row["Target"].as_str()), "{row:?}");
        assert_ne!(row["Source"], row["Target"]);
        assert!(finite(&row["Weight"]) > 0.0, "{row:?}");
        let ends: BTreeSet<_> = [row["Source"].clone(), row["Target"].clone()].into();
        assert!(seen.insert(ends), "two undirected edges between the same nodes: {row:?}");
    }
    // Lists are one string, so that no import takes them apart.
    assert!(nodes.rows.iter().any(|r| r["aliases"].contains('|')));
}

/// The rules both GEXF files keep to.
fn check(root: &Element, dynamic: bool) {
    assert_eq!(root.name, "gexf");
    assert_eq!((root.get("version"), root.get("xmlns")), ("1.3", "http://gexf.net/1.3"));
    let graph = root.child("graph");
    assert_eq!(graph.get("mode"), if dynamic { "dynamic" } else { "static" });
    assert!(["undirected", "directed"].contains(&graph.get("defaultedgetype")));
    // One block of attributes a class, ids unique and numeric (the dynamic weight is known as `weight`).
    let mut declared: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for block in graph.all("attributes") {
        let titles: BTreeMap<&str, &str> = block.all("attribute").map(|a| (a.get("id"), a.get("type"))).collect();
        assert_eq!(titles.len(), block.all("attribute").count(), "ids of attributes are unique");
        for id in titles.keys() {
            assert!(id.parse::<u32>().is_ok() || dynamic && *id == "weight", "{id}");
        }
        assert!(declared.insert(block.get("class"), titles).is_none(), "two blocks of one class");
    }
    let typed = |class: &str, element: &Element| {
        for list in element.all("attvalues") {
            for value in list.all("attvalue") {
                let kind = declared[class].get(value.get("for")).unwrap_or_else(|| panic!("undeclared {value:?}"));
                match *kind {
                    "integer" | "long" => assert!(value.get("value").parse::<i64>().is_ok(), "{value:?}"),
                    "double" | "float" => assert!(finite(value.get("value")).is_finite(), "{value:?}"),
                    _ => {}
                }
            }
        }
    };
    let mut nodes: BTreeMap<&str, &Element> = BTreeMap::new();
    for node in graph.child("nodes").all("node") {
        assert!(!node.get("label").is_empty());
        assert!(nodes.insert(node.get("id"), node).is_none(), "two nodes {}", node.get("id"));
        typed("node", node);
        assert!(finite(node.child("viz:size").get("value")) > 0.0);
        for axis in ["x", "y", "z"] {
            finite(node.child("viz:position").get(axis));
        }
        for part in ["r", "g", "b"] {
            assert!(node.child("viz:color").get(part).parse::<u8>().is_ok());
        }
    }
    let mut ids = BTreeSet::new();
    let mut parallel = BTreeSet::new();
    for edge in graph.child("edges").all("edge") {
        assert!(ids.insert(edge.get("id")), "two edges {}", edge.get("id"));
        let (source, target) = (edge.get("source"), edge.get("target"));
        assert!(nodes.contains_key(source) && nodes.contains_key(target), "{edge:?}");
        let kind = edge.attributes.get("kind").map_or("", String::as_str);
        let ends = if graph.get("defaultedgetype") == "directed" || source < target { (source, target) } else { (target, source) };
        assert!(parallel.insert((ends, kind)), "parallel edges of one kind: {edge:?}");
        assert!(finite(edge.get("weight")) > 0.0, "{edge:?}");
        typed("edge", edge);
        let alive = spells(edge);
        if dynamic && !alive.is_empty() {
            for end in [source, target] {
                let life = spells(nodes[end]);
                let covered = |(from, to): &(String, String)| life.iter().any(|(a, b)| a <= from && to <= b);
                assert!(life.is_empty() || alive.iter().all(covered), "{end} does not live as long as its edge {edge:?}");
            }
        }
    }
    assert!(!nodes.is_empty() && !ids.is_empty());
}

/// The spells of a node or edge: in order, and never overlapping.
fn spells(element: &Element) -> Vec<(String, String)> {
    let spells: Vec<(String, String)> =
        element.all("spells").flat_map(|s| s.all("spell")).map(|s| (s.get("start").to_owned(), s.get("end").to_owned())).collect();
    for spell in &spells {
        assert!(spell.0 <= spell.1, "{spell:?}");
    }
    for pair in spells.windows(2) {
        assert!(pair[0].1 < pair[1].0, "spells overlap: {pair:?}");
    }
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for value in element.all("attvalues").flat_map(|v| v.all("attvalue")) {
        if let Some(start) = value.attributes.get("start")
            && let Some(end) = last.insert(value.get("for"), value.get("end"))
        {
            assert!(end < start.as_str(), "values overlap: {value:?}");
        }
    }
    spells
}

#[test]
fn graph_gexf_opens_as_a_picture() {
    let root = read("graph.gexf");
    check(&root, false);
    let edges = table("edges.csv");
    let graph = root.child("graph");
    assert!(graph.children.iter().flat_map(|c| &c.children).all(|e| e.all("spells").next().is_none()), "Gephi Lite ignores time");
    let written: Vec<(&str, &str, f64)> =
        graph.child("edges").all("edge").map(|e| (e.get("source"), e.get("target"), finite(e.get("weight")))).collect();
    let listed: Vec<(&str, &str, f64)> =
        edges.rows.iter().map(|r| (r["Source"].as_str(), r["Target"].as_str(), finite(&r["Weight"]))).collect();
    assert_eq!(written, listed, "the graph is the table");
}

#[test]
fn graph_dynamic_gexf_opens_with_a_timeline() {
    let root = read("graph-dynamic.gexf");
    check(&root, true);
    let graph = root.child("graph");
    assert_eq!(graph.get("timeformat"), "date");
    let edges: Vec<&Element> = graph.child("edges").all("edge").collect();
    assert!(edges.iter().any(|e| spells(e).len() > 1), "some edge comes and goes");
    // The weights of an edge's days sum up to its weight, where all its articles have a date.
    let heaviest = edges[0];
    let sum: f64 = heaviest.child("attvalues").all("attvalue").filter(|v| v.get("for") == "weight").map(|v| finite(v.get("value"))).sum();
    assert!(sum > 0.0 && sum <= finite(heaviest.get("weight")));
}

#[test]
fn events_gexf_is_directed() {
    if !sample().path("out/events.gexf").exists() {
        return;
    }
    let root = read("events.gexf");
    check(&root, true);
    assert_eq!(root.child("graph").get("defaultedgetype"), "directed");
}

#[test]
fn graphml_has_its_keys_and_no_edge_label() {
    let root = Element::parse(&sample().read("out/graph.graphml"));
    let keys: BTreeMap<&str, (&str, &str)> = root.all("key").map(|k| (k.get("id"), (k.get("for"), k.get("attr.name")))).collect();
    assert!(!keys.values().any(|k| *k == ("edge", "label")), "Gephi reads an edge's label as its kind");
    assert!(keys.values().any(|k| *k == ("edge", "weight")) && keys.values().any(|k| *k == ("node", "label")));
    let graph = root.child("graph");
    assert_eq!(graph.get("edgedefault"), "undirected");
    let ids: BTreeSet<&str> = graph.all("node").map(|n| n.get("id")).collect();
    for (class, element) in graph.all("node").map(|n| ("node", n)).chain(graph.all("edge").map(|e| ("edge", e))) {
        for data in element.all("data") {
            assert_eq!(keys[data.get("key")].0, class, "{data:?}");
        }
    }
    let edges: Vec<(&str, &str)> = graph.all("edge").map(|e| (e.get("source"), e.get("target"))).collect();
    assert!(edges.iter().all(|(a, b)| ids.contains(a) && ids.contains(b)));
    assert_eq!(edges.len(), table("edges.csv").rows.len());
}

#[test]
fn node_link_json_is_the_same_graph() {
    let graph: serde_json::Value = serde_json::from_str(&sample().read("out/graph.json")).expect("JSON");
    assert_eq!(graph["directed"], false);
    assert_eq!(graph["multigraph"], false);
    let ids: BTreeSet<&str> = graph["nodes"].as_array().expect("nodes").iter().filter_map(|n| n["id"].as_str()).collect();
    let links = graph.get("edges").or_else(|| graph.get("links")).and_then(|e| e.as_array()).expect("edges");
    assert_eq!(links.len(), table("edges.csv").rows.len());
    for link in links {
        for end in ["source", "target"] {
            assert!(link[end].as_str().is_some_and(|id| ids.contains(id)), "{link}");
        }
        assert!(link["weight"].as_u64().is_some_and(|w| w > 0), "{link}");
    }
}
