//! Nodes and edges of the network, with their columns.

use std::io::{self, Write};

use super::Options;
use super::markup::{color, number_value, spill, value, whole_value};
use crate::export::number;
use crate::export::style::{ColorBy, type_color};
use crate::export::xml;
use crate::graph::{Edge, Network, Node};

/// The columns of a node, by their numbers, with their types.
pub(super) const NODE_COLUMNS: &[(&str, &str)] = &[
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
    ("core", "integer"),
    ("component", "integer"),
];

/// The columns of an edge; its weight is an attribute of its own.
pub(super) const EDGE_COLUMNS: &[(&str, &str)] = &[
    ("documents", "long"),
    ("npmi", "double"),
    ("g2", "double"),
    ("disparity", "double"),
    ("first_published", "string"),
    ("last_published", "string"),
];

/// All nodes; `life` writes the times in which each exists.
pub(super) fn nodes(
    out: &mut String,
    w: &mut impl Write,
    network: &Network,
    options: Options,
    life: impl Fn(&mut String, usize),
) -> io::Result<()> {
    out.push_str("<nodes>\n");
    for (i, (node, size)) in network.nodes().zip(network.sizes()).enumerate() {
        open_node(out, node, options);
        node_values(out, node);
        out.push_str("</attvalues>");
        life(out, i);
        looks(out, node, size, options);
        out.push_str("</node>\n");
        spill(out, w)?;
    }
    out.push_str("</nodes>\n");
    Ok(())
}

pub(super) fn open_node(out: &mut String, node: &Node, options: Options) {
    out.push_str("<node id=\"");
    xml::escape(out, &node.row.id);
    out.push_str("\" label=\"");
    xml::escape(out, &options.labels.of(&node.row));
    out.push_str("\"><attvalues>");
}

pub(super) fn node_values(out: &mut String, node: &Node) {
    let row = &node.row;
    value(out, 0, row.kind.as_str());
    value(out, 1, &row.name_zh);
    value(out, 2, &row.name_en);
    value(out, 3, &row.aliases);
    value(out, 4, &row.iso_3166);
    whole_value(out, 5, row.mentions);
    whole_value(out, 6, row.documents);
    value(out, 7, &row.first_published);
    value(out, 8, &row.last_published);
    whole_value(out, 9, row.degree);
    whole_value(out, 10, row.weighted_degree);
    number_value(out, 11, row.pagerank);
    number_value(out, 12, row.betweenness);
    value(out, 13, &row.community);
    whole_value(out, 14, row.core.into());
    whole_value(out, 15, row.component.into());
}

/// How a node is drawn.
pub(super) fn looks(out: &mut String, node: &Node, size: f32, options: Options) {
    let shade = match options.color_by {
        ColorBy::Type => type_color(node.row.kind),
        ColorBy::Community => options.color_by.of(node),
    };
    for (name, value) in [("<viz:size value=\"", size), ("\"/><viz:position x=\"", node.x), ("\" y=\"", node.y)] {
        out.push_str(name);
        number::push_hundredths(out, value);
    }
    out.push_str("\" z=\"0\"/>");
    color(out, shade);
}

pub(super) fn open_edge(out: &mut String, network: &Network, id: usize, edge: &Edge) {
    out.push_str("<edge id=\"");
    number::push_whole(out, id as u64);
    out.push_str("\" source=\"");
    xml::escape(out, network.node(edge.source).map_or("", |n| &n.row.id));
    out.push_str("\" target=\"");
    xml::escape(out, network.node(edge.target).map_or("", |n| &n.row.id));
    out.push_str("\" type=\"undirected\" weight=\"");
    number::push_whole(out, edge.weight);
    out.push_str("\">");
}

pub(super) fn edge_values(out: &mut String, edge: &Edge) {
    whole_value(out, 0, edge.documents);
    number_value(out, 1, edge.npmi);
    number_value(out, 2, edge.g2);
    number_value(out, 3, edge.disparity);
    value(out, 4, &edge.first);
    value(out, 5, &edge.last);
}
