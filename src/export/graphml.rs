//! GraphML (Brandes et al. 2002).
//!
//! Positions, sizes and colours stand under the names Gephi and yEd's readers look for (`x`, `y`,
//! `size`, `r`, `g`, `b`). No attribute of an edge is called `label`: Gephi would take it for the
//! edge's kind.

use std::io::{self, Write};

use super::gexf::{EventEdge, Options, merged};
use super::number;
use super::style::cooperative;
use super::xml;
use crate::graph::Network;

const NODE_KEYS: &[(&str, &str)] = &[
    ("label", "string"),
    ("type", "string"),
    ("name_zh", "string"),
    ("name_en", "string"),
    ("aliases", "string"),
    ("iso_3166", "string"),
    ("mentions", "long"),
    ("documents", "long"),
    ("first_published", "string"),
    ("last_published", "string"),
    ("degree", "long"),
    ("weighted_degree", "long"),
    ("pagerank", "double"),
    ("betweenness", "double"),
    ("community", "string"),
    ("core", "int"),
    ("component", "int"),
    ("x", "double"),
    ("y", "double"),
    ("size", "double"),
    ("r", "int"),
    ("g", "int"),
    ("b", "int"),
];

const EDGE_KEYS: &[(&str, &str)] = &[
    ("weight", "double"),
    ("documents", "long"),
    ("npmi", "double"),
    ("g2", "double"),
    ("disparity", "double"),
    ("first_published", "string"),
    ("last_published", "string"),
];

const EVENT_KEYS: &[(&str, &str)] = &[
    ("weight", "double"),
    ("relation", "string"),
    ("cooperation", "boolean"),
    ("first_published", "string"),
    ("last_published", "string"),
];

/// Writes `graph.graphml`.
pub fn write(network: &Network, options: Options, mut w: impl Write) -> io::Result<()> {
    let mut out = String::new();
    head(&mut out, EDGE_KEYS, "undirected");
    nodes(&mut out, &mut w, network, options)?;
    for (id, edge) in network.edges().enumerate() {
        let values = [
            edge.weight.to_string(),
            edge.documents.to_string(),
            number::text(edge.npmi),
            number::text(edge.g2),
            number::text(edge.disparity),
            edge.first.clone(),
            edge.last.clone(),
        ];
        line(&mut out, network, (id, edge.source, edge.target), &values);
        spill(&mut out, &mut w)?;
    }
    out.push_str("</graph>\n</graphml>\n");
    w.write_all(out.as_bytes())?;
    w.flush()
}

/// Writes the directed graph of stated events, `events.graphml`: an edge for each subject, relation and object.
pub fn write_events(network: &Network, events: &[EventEdge], options: Options, mut w: impl Write) -> io::Result<()> {
    let mut out = String::new();
    head(&mut out, EVENT_KEYS, "directed");
    nodes(&mut out, &mut w, network, options)?;
    for (id, event) in merged(events, network.node_count()).values().enumerate() {
        let values = [
            event.weight.to_string(),
            event.relation.clone(),
            cooperative(&event.relation).map_or_else(String::new, |c| c.to_string()),
            event.first.clone(),
            event.last.clone(),
        ];
        line(&mut out, network, (id, event.source, event.target), &values);
        spill(&mut out, &mut w)?;
    }
    out.push_str("</graph>\n</graphml>\n");
    w.write_all(out.as_bytes())?;
    w.flush()
}

fn head(out: &mut String, edge_keys: &[(&str, &str)], direction: &str) {
    out.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (class, letter, keys) in [("node", 'n', NODE_KEYS), ("edge", 'e', edge_keys)] {
        for (i, (name, kind)) in keys.iter().enumerate() {
            out.push_str(&format!("<key id=\"{letter}{i}\" for=\"{class}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"));
        }
    }
    out.push_str(&format!("<graph id=\"guanxi\" edgedefault=\"{direction}\">\n"));
}

fn nodes(out: &mut String, w: &mut impl Write, network: &Network, options: Options) -> io::Result<()> {
    for (node, size) in network.nodes().zip(network.sizes()) {
        let row = &node.row;
        let color = options.color_by.of(node);
        out.push_str("<node id=\"");
        xml::escape(out, &row.id);
        out.push_str("\">");
        let values = [
            options.labels.of(row),
            row.kind.as_str().to_owned(),
            row.name_zh.clone(),
            row.name_en.clone(),
            row.aliases.clone(),
            row.iso_3166.clone(),
            row.mentions.to_string(),
            row.documents.to_string(),
            row.first_published.clone(),
            row.last_published.clone(),
            row.degree.to_string(),
            row.weighted_degree.to_string(),
            number::text(row.pagerank),
            number::text(row.betweenness),
            row.community.clone(),
            node.row.core.to_string(),
            node.row.component.to_string(),
            number::hundredths(node.x),
            number::hundredths(node.y),
            number::hundredths(size),
            color.0.to_string(),
            color.1.to_string(),
            color.2.to_string(),
        ];
        data(out, 'n', &values);
        out.push_str("</node>\n");
        spill(out, w)?;
    }
    Ok(())
}

/// An edge: its number, its ends, its values.
fn line(out: &mut String, network: &Network, (id, source, target): (usize, usize, usize), values: &[String]) {
    let end = |i| network.node(i).map_or("", |n| n.row.id.as_str());
    out.push_str(&format!("<edge id=\"{id}\" source=\""));
    xml::escape(out, end(source));
    out.push_str("\" target=\"");
    xml::escape(out, end(target));
    out.push_str("\">");
    data(out, 'e', values);
    out.push_str("</edge>\n");
}

fn spill(out: &mut String, w: &mut impl Write) -> io::Result<()> {
    if out.len() >= 1 << 16 {
        w.write_all(out.as_bytes())?;
        out.clear();
    }
    Ok(())
}

fn data(out: &mut String, letter: char, values: &[String]) {
    for (i, value) in values.iter().enumerate().filter(|(_, v)| !v.is_empty()) {
        out.push_str("<data key=\"");
        out.push(letter);
        number::push_whole(out, i as u64);
        out.push_str("\">");
        xml::escape(out, value);
        out.push_str("</data>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples;
    use quick_xml::events::Event;

    #[test]
    fn well_formed_with_known_keys() {
        let mut bytes = Vec::new();
        write(&samples::network(), Options::default(), &mut bytes).expect("written");
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        reader.config_mut().expand_empty_elements = true;
        let (mut keys, mut nodes, mut edges) = (Vec::new(), Vec::new(), 0);
        let mut buffer = Vec::new();
        loop {
            let event = reader.read_event_into(&mut buffer).expect("well formed");
            if let Event::Start(tag) = &event {
                let get = |name: &str| {
                    let found = tag.try_get_attribute(name).expect("attributes");
                    found.map(|a| a.unescape_value().expect("text").into_owned()).unwrap_or_default()
                };
                match tag.name().as_ref() {
                    b"key" => {
                        assert!(!(get("for") == "edge" && get("attr.name") == "label"));
                        keys.push(get("id"));
                    }
                    b"data" => assert!(keys.contains(&get("key"))),
                    b"node" => nodes.push(get("id")),
                    b"edge" => {
                        edges += 1;
                        assert!(nodes.contains(&get("source")) && nodes.contains(&get("target")));
                    }
                    _ => {}
                }
            } else if matches!(event, Event::Eof) {
                break;
            }
            buffer.clear();
        }
        assert_eq!((nodes.len(), edges, keys.len()), (6, 5, NODE_KEYS.len() + EDGE_KEYS.len()));
    }
}
