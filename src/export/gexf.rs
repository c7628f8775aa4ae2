//! GEXF 1.3, which Gephi opens as a picture.
//!
//! What its importer wants, and this writer keeps to: `defaultedgetype` is always there; attribute
//! and edge ids are numbers, the dynamic weight apart, which Gephi knows by the id `weight`; one block of
//! attributes for each class; parallel edges differ in `kind`; no edge weighs 0; the spells of one
//! element never overlap, and a node lives as long as its edges.

mod elements;
mod events;
mod markup;
#[cfg(test)]
mod rules;

use std::io::{self, Write};

pub(super) use events::merged;
pub use events::{EventEdge, write_events};

use self::elements::{EDGE_COLUMNS, NODE_COLUMNS, edge_values, nodes, open_edge};
use self::markup::{block, head, spells, spill, tail, timed_weight};
use super::style::{ColorBy, Labels};
use crate::graph::{Month, Network};

/// How the graph is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The script of the labels.
    pub labels: Labels,
    /// What the colours of nodes show.
    pub color_by: ColorBy,
}

/// Writes the graph without time: `graph.gexf`.
pub fn write_static(network: &Network, options: Options, mut w: impl Write) -> io::Result<()> {
    let mut out = String::new();
    head(&mut out, &description(network), "mode=\"static\" defaultedgetype=\"undirected\"");
    block(&mut out, "node", "static", NODE_COLUMNS);
    block(&mut out, "edge", "static", EDGE_COLUMNS);
    nodes(&mut out, &mut w, network, options, |_, _| {})?;
    out.push_str("<edges>\n");
    for (id, edge) in network.edges().enumerate() {
        open_edge(&mut out, network, id, edge);
        out.push_str("<attvalues>");
        edge_values(&mut out, edge);
        out.push_str("</attvalues></edge>\n");
        spill(&mut out, &mut w)?;
    }
    tail(out, w)
}

/// Writes the graph with time: `graph-dynamic.gexf`.
///
/// An edge exists in the months (or days, as the network tells time) in which its ends occur together,
/// its weight changing from month to month; a node in those in which it or one of its edges does. What
/// no dated article mentions has no spells, which means always; so has a node at the end of such an
/// edge. Months end on their last day, the next begins on its first: closed intervals that never touch.
pub fn write_dynamic(network: &Network, options: Options, mut w: impl Write) -> io::Result<()> {
    let lives = lives(network);
    let mut out = String::new();
    head(
        &mut out,
        &description(network),
        "mode=\"dynamic\" defaultedgetype=\"undirected\" timeformat=\"date\" timerepresentation=\"interval\"",
    );
    block(&mut out, "node", "static", NODE_COLUMNS);
    // By this id, and no other, Gephi takes the values for the edge's weight over time. It is the only
    // column of edges here: the others would need a block of their own, and graphology (Gephi Lite)
    // knows only the last block of a class.
    out.push_str("<attributes class=\"edge\" mode=\"dynamic\">\n");
    out.push_str("<attribute id=\"weight\" title=\"weight\" type=\"double\"/>\n</attributes>\n");
    nodes(&mut out, &mut w, network, options, |out, i| {
        if let Some(Some(life)) = lives.get(i) {
            spells(out, life.iter().copied());
        }
    })?;
    out.push_str("<edges>\n");
    for (id, edge) in network.edges().enumerate() {
        open_edge(&mut out, network, id, edge);
        out.push_str("<attvalues>");
        for (month, weight) in edge.months.iter().filter(|m| m.1 > 0) {
            timed_weight(&mut out, *weight, *month);
        }
        out.push_str("</attvalues>");
        spells(&mut out, edge.months.iter().filter(|m| m.1 > 0).map(|m| m.0));
        out.push_str("</edge>\n");
        spill(&mut out, &mut w)?;
    }
    tail(out, w)
}

fn description(network: &Network) -> String {
    let mut text = String::from("Entities that occur together; the weight of an edge is the number of windows with both.");
    if let Some((_, edges)) = network.part_of {
        text.push_str(&format!(
            " These are the {} heaviest of {edges} edges and the nodes at their ends; measures are those of the whole network.",
            network.edge_count()
        ));
    }
    if let Some(pivots) = network.betweenness_pivots {
        text.push_str(&format!(" Betweenness is estimated from {pivots} source nodes."));
    }
    if network.laid_out < network.node_count() {
        text.push_str(&format!(" The {} strongest nodes are laid out by ForceAtlas2; the others lie in rings.", network.laid_out));
    }
    text
}

/// The months in which each node exists, sorted; `None` for always.
fn lives(network: &Network) -> Vec<Option<Vec<Month>>> {
    let mut lives: Vec<Option<Vec<Month>>> = network
        .nodes()
        .map(|node| {
            let months: Vec<Month> = node.months.iter().map(|m| m.0).collect();
            (!months.is_empty()).then_some(months)
        })
        .collect();
    for edge in network.edges() {
        for end in [edge.source, edge.target] {
            let Some(life) = lives.get_mut(end) else {
                continue;
            };
            match life {
                Some(months) if !edge.months.is_empty() => {
                    months.extend(edge.months.iter().map(|m| m.0));
                }
                _ => *life = None,
            }
        }
    }
    lives.iter_mut().flatten().for_each(|months| months.sort_unstable());
    lives
}

#[cfg(test)]
mod tests {
    use super::rules::{check, options, read};
    use super::*;
    use crate::graph::{Network, PairCount, WindowCounts, samples};
    use crate::record::EntityType;

    fn both(network: &Network) -> [Vec<u8>; 2] {
        let (mut plain, mut timed) = (Vec::new(), Vec::new());
        write_static(network, options(), &mut plain).expect("written");
        write_dynamic(network, options(), &mut timed).expect("written");
        [plain, timed]
    }

    #[test]
    fn static_graph() {
        let mut bytes = Vec::new();
        write_static(&samples::network(), options(), &mut bytes).expect("written");
        let file = read(&bytes);
        check(&file, false);
        assert_eq!((file.nodes.len(), file.edges.len()), (6, 5));
        assert_eq!(file.graph["mode"], "static");
        assert!(file.edges.iter().all(|e| e.spells.is_empty()));
        assert_eq!(file.nodes[1].get("label"), "普京 (Vladimir Putin)");
        // Markup survives as text, the control character does not.
        assert_eq!(file.nodes[3].get("label"), "<script>alert(\"1\")</script> (A & B)");
        let aliases = file.nodes[1].values.iter().find(|v| v["for"] == "3").map(|v| v["value"].as_str());
        assert_eq!(aliases, Some("普丁|普亭"));
        assert_eq!(file.edges[0].get("weight"), "31");
    }

    #[test]
    fn dynamic_graph() {
        let mut bytes = Vec::new();
        write_dynamic(&samples::network(), options(), &mut bytes).expect("written");
        let file = read(&bytes);
        check(&file, false);
        assert_eq!(file.graph["timeformat"], "date");
        // Putin and Russia: March and May.
        assert_eq!(file.edges[0].spells, [("2021-03-01".into(), "2021-03-31".into()), ("2021-05-01".into(), "2021-05-31".into())]);
        // Putin is mentioned in March alone, yet lives as long as his ties: to April and May.
        assert_eq!(file.nodes[1].spells, [("2021-03-01".into(), "2021-05-31".into())]);
        let weights: Vec<(&str, &str)> =
            file.edges[0].values.iter().filter(|v| v["for"] == "weight").map(|v| (v["value"].as_str(), v["end"].as_str())).collect();
        assert_eq!(weights, [("20", "2021-03-31"), ("11", "2021-05-31")]);
        // The undated tie of Russia and St. Petersburg makes both exist always.
        assert!(file.nodes[2].spells.is_empty() && file.nodes[4].spells.is_empty());
        // Two months that follow one another are one spell.
        assert_eq!(file.nodes[0].spells, [("2021-03-01".into(), "2021-04-30".into())]);
    }

    #[test]
    fn nothing_at_all() {
        let empty = Network::build(Vec::new(), Vec::new(), Vec::new(), &WindowCounts::default());
        for bytes in both(&empty) {
            check(&read(&bytes), false);
        }
        let mut bytes = Vec::new();
        write_events(&empty, &[], options(), &mut bytes).expect("written");
        check(&read(&bytes), true);
    }

    proptest::proptest! {
        #[test]
        fn any_times_keep_the_rules(
            lives in proptest::collection::vec(proptest::collection::btree_map(24200u32..24240, 1u32..9, 0..6), 4),
            ties in proptest::collection::vec(proptest::collection::btree_map(24200u32..24240, 1u32..9, 0..6), 3),
            names in proptest::collection::vec(proptest::prelude::any::<String>(), 4),
        ) {
            let months = |m: std::collections::BTreeMap<u32, u32>| -> Vec<(Month, u32)> {
                m.into_iter().filter_map(|(m, n)| Month::new(m / 12, m % 12 + 1).map(|m| (m, n))).collect()
            };
            let entities = names
                .iter()
                .enumerate()
                .map(|(i, name)| samples::entity(&format!("e{i}"), EntityType::Person, &format!("甲{name}"), "", 5))
                .collect();
            let pairs = ties.into_iter().enumerate().map(|(i, m)| PairCount {
                a: i, b: i + 1, windows: 20, documents: 1, months: months(m), ..PairCount::default()
            }).collect();
            let network = Network::build(entities, lives.into_iter().map(months).collect(), pairs, &WindowCounts::default());
            for bytes in both(&network) {
            check(&read(&bytes), false);
            }
        }
    }
}
