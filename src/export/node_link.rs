//! Node-link JSON, as `networkx.node_link_graph` reads it.
//!
//! Edges stand under `edges`, networkx's key since version 3.6; older versions call them `links` and
//! read the file with `node_link_graph(data, edges="edges")`. The ends of an edge are ids of nodes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::gexf::{EventEdge, merged};
use super::style::{Labels, cooperative};
use crate::graph::Network;

/// A node, field for field.
#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    label: String,
    #[serde(rename = "type")]
    kind: &'a str,
    name_zh: &'a str,
    name_en: &'a str,
    aliases: &'a str,
    iso_3166: &'a str,
    mentions: u64,
    documents: u64,
    first_published: &'a str,
    last_published: &'a str,
    degree: u64,
    weighted_degree: u64,
    pagerank: f64,
    betweenness: f64,
    community: &'a str,
    core: u32,
    component: u32,
    x: f64,
    y: f64,
}

/// An edge, field for field.
#[derive(Serialize)]
struct Link<'a> {
    source: &'a str,
    target: &'a str,
    weight: u64,
    documents: u64,
    npmi: f64,
    g2: f64,
    disparity: f64,
    first_published: &'a str,
    last_published: &'a str,
}

/// Writes `graph.json`, one node and one edge a line.
pub fn write(network: &Network, labels: Labels, mut w: impl Write) -> io::Result<()> {
    let about = json!({
        "name": "guanxi",
        "betweenness_pivots": network.betweenness_pivots,
        "modularity": number(network.modularity),
        "edges_of_whole": network.part_of.map(|whole| whole.1),
    });
    write!(w, "{{\"directed\":false,\"multigraph\":false,\"graph\":{about},\n\"nodes\":[")?;
    nodes(network, labels, &mut w)?;
    write!(w, "\n],\n\"edges\":[")?;
    for (i, edge) in network.edge_rows().enumerate() {
        let link = Link {
            source: edge.source,
            target: edge.target,
            weight: edge.weight,
            documents: edge.documents,
            npmi: number(edge.npmi),
            g2: number(edge.g2),
            disparity: number(edge.disparity),
            first_published: edge.first_published,
            last_published: edge.last_published,
        };
        item(&mut w, i, &link)?;
    }
    w.write_all(b"\n]}\n")?;
    w.flush()
}

/// A stated event, field for field; `key` tells parallel edges apart.
#[derive(Serialize)]
struct Event<'a> {
    source: &'a str,
    target: &'a str,
    key: &'a str,
    relation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cooperation: Option<bool>,
    weight: u64,
    first_published: &'a str,
    last_published: &'a str,
}

/// Writes the directed graph of stated events, `events.json`: one line for each subject, relation and object.
pub fn write_events(network: &Network, events: &[EventEdge], labels: Labels, mut w: impl Write) -> io::Result<()> {
    write!(w, "{{\"directed\":true,\"multigraph\":true,\"graph\":{{\"name\":\"guanxi\"}},\n\"nodes\":[")?;
    nodes(network, labels, &mut w)?;
    write!(w, "\n],\n\"edges\":[")?;
    let id = |i: usize| network.node(i).map_or("", |n| n.row.id.as_str());
    for (i, event) in merged(events, network.node_count()).values().enumerate() {
        let event = Event {
            source: id(event.source),
            target: id(event.target),
            key: &event.relation,
            relation: &event.relation,
            cooperation: cooperative(&event.relation),
            weight: event.weight,
            first_published: &event.first,
            last_published: &event.last,
        };
        item(&mut w, i, &event)?;
    }
    w.write_all(b"\n]}\n")?;
    w.flush()
}

fn nodes(network: &Network, labels: Labels, w: &mut impl Write) -> io::Result<()> {
    for (i, node) in network.nodes().enumerate() {
        let row = &node.row;
        let node = Item {
            id: &row.id,
            label: labels.of(row),
            kind: row.kind.as_str(),
            name_zh: &row.name_zh,
            name_en: &row.name_en,
            aliases: &row.aliases,
            iso_3166: &row.iso_3166,
            mentions: row.mentions,
            documents: row.documents,
            first_published: &row.first_published,
            last_published: &row.last_published,
            degree: row.degree,
            weighted_degree: row.weighted_degree,
            pagerank: number(row.pagerank),
            betweenness: number(row.betweenness),
            community: &row.community,
            core: row.core,
            component: row.component,
            x: place(node.x),
            y: place(node.y),
        };
        item(w, i, &node)?;
    }
    Ok(())
}

fn item(w: &mut impl Write, index: usize, fields: &impl Serialize) -> io::Result<()> {
    w.write_all(if index == 0 { b"\n" } else { b",\n" })?;
    serde_json::to_writer(w, fields)?;
    Ok(())
}

fn number(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

fn place(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::graph::{WindowCounts, samples};

    #[test]
    fn nodes_and_edges_read_back() {
        let mut bytes = Vec::new();
        write(&samples::network(), Labels::Both, &mut bytes).expect("written");
        let value: Value = serde_json::from_slice(&bytes).expect("JSON");
        let list = |name: &str| value[name].as_array().cloned().unwrap_or_default();
        assert_eq!((list("nodes").len(), list("edges").len()), (6, 5));
        assert_eq!(value["directed"], json!(false));
        let ids: Vec<Value> = list("nodes").iter().map(|n| n["id"].clone()).collect();
        assert!(list("edges").iter().all(|e| ids.contains(&e["source"]) && ids.contains(&e["target"])));
        assert_eq!(list("edges")[0]["weight"], json!(31));
        assert_eq!(list("nodes")[1]["label"], json!("普京 (Vladimir Putin)"));
    }

    #[test]
    fn an_empty_network() {
        let empty = Network::build(vec![], vec![], vec![], &WindowCounts::default());
        let mut bytes = Vec::new();
        write(&empty, Labels::Both, &mut bytes).expect("written");
        assert!(serde_json::from_slice::<Value>(&bytes).is_ok());
    }
}
