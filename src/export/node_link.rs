//! Node-link JSON, as `networkx.node_link_graph` reads it.
//!
//! Edges stand under `edges`, networkx's key since version 3.6; older versions call them `links` and
//! read the file with `node_link_graph(data, edges="edges")`. The ends of an edge are ids of nodes.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::style::Labels;
use crate::graph::Network;

/// Writes `graph.json`, one node and one edge a line.
pub fn write(network: &Network, labels: Labels, mut w: impl Write) -> io::Result<()> {
    let about = json!({
        "name": "guanxi",
        "betweenness_pivots": network.betweenness_pivots,
        "modularity": number(network.modularity),
    });
    write!(w, "{{\"directed\":false,\"multigraph\":false,\"graph\":{about},\n\"nodes\":[")?;
    for (i, node) in network.nodes().enumerate() {
        let row = &node.row;
        let mut fields = Map::new();
        fields.insert("id".into(), row.id.clone().into());
        fields.insert("label".into(), labels.of(row).into());
        fields.insert("type".into(), row.kind.as_str().into());
        for (name, text) in [
            ("name_zh", &row.name_zh),
            ("name_en", &row.name_en),
            ("aliases", &row.aliases),
            ("iso_3166", &row.iso_3166),
            ("first_published", &row.first_published),
            ("last_published", &row.last_published),
            ("community", &row.community),
        ] {
            fields.insert(name.into(), text.clone().into());
        }
        for (name, count) in [
            ("mentions", row.mentions),
            ("documents", row.documents),
            ("degree", row.degree),
            ("weighted_degree", row.weighted_degree),
            ("core", node.row.core.into()),
            ("component", node.row.component.into()),
        ] {
            fields.insert(name.into(), count.into());
        }
        fields.insert("pagerank".into(), number(row.pagerank));
        fields.insert("betweenness".into(), number(row.betweenness));
        fields.insert("x".into(), place(node.x));
        fields.insert("y".into(), place(node.y));
        item(&mut w, i, fields)?;
    }
    write!(w, "\n],\n\"edges\":[")?;
    let id = |i: usize| network.node(i).map_or("", |n| n.row.id.as_str());
    for (i, edge) in network.edges().enumerate() {
        let mut fields = Map::new();
        fields.insert("source".into(), id(edge.source).into());
        fields.insert("target".into(), id(edge.target).into());
        fields.insert("weight".into(), edge.weight.into());
        fields.insert("documents".into(), edge.documents.into());
        fields.insert("npmi".into(), number(edge.npmi));
        fields.insert("g2".into(), number(edge.g2));
        fields.insert("disparity".into(), number(edge.disparity));
        fields.insert("first_published".into(), edge.first.clone().into());
        fields.insert("last_published".into(), edge.last.clone().into());
        item(&mut w, i, fields)?;
    }
    w.write_all(b"\n]}\n")?;
    w.flush()
}

fn item(w: &mut impl Write, index: usize, fields: Map<String, Value>) -> io::Result<()> {
    w.write_all(if index == 0 { b"\n" } else { b",\n" })?;
    serde_json::to_writer(w, &fields)?;
    Ok(())
}

fn number(value: f64) -> Value {
    json!((value * 1e9).round() / 1e9)
}

fn place(value: f32) -> Value {
    json!((f64::from(value) * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
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
