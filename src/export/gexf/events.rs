//! The directed graph of stated events.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Options;
use super::elements::{NODE_COLUMNS, looks, node_values, open_node};
use super::markup::{block, color, head, push, spells, spill, tail, value};
use crate::export::number;
use crate::export::style::{cooperative, relation_color};
use crate::export::xml;
use crate::graph::{Grain, Month, Network, Node, tidy};

/// One subject, relation and object of the archive: an edge of the graph of stated events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventEdge {
    /// Index of the subject among the nodes of the network.
    pub source: usize,
    /// Index of the object.
    pub target: usize,
    /// The PLOVER event type.
    pub relation: String,
    /// How many times it is stated.
    pub weight: u64,
    /// Earliest date of an article that states it; may be empty.
    pub first: String,
    /// Latest date of an article that states it; may be empty.
    pub last: String,
    /// Statements in each month, sorted by month; undated articles are in none.
    pub months: Vec<(Month, u32)>,
}

/// Writes the directed graph of stated events: `events.gexf`.
///
/// One edge for each subject, relation and object, the relation as its `kind`, blue for cooperation
/// and vermilion for conflict; only entities with events are nodes. Events given twice are added up;
/// those of an entity with itself, with an index out of range or of weight 0 are left out.
pub fn write_events(network: &Network, events: &[EventEdge], options: Options, mut w: impl Write) -> io::Result<()> {
    let events = merged(events, network.node_count());
    let mut out = String::new();
    head(
        &mut out,
        "Stated events between entities: the kind of an edge is its PLOVER event type.",
        "mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\"",
    );
    block(&mut out, "node", "static", NODE_COLUMNS);
    block(
        &mut out,
        "edge",
        "static",
        &[("relation", "string"), ("cooperation", "boolean"), ("first_published", "string"), ("last_published", "string")],
    );
    nodes(&mut out, &mut w, network, &lives(events.values()), options)?;
    out.push_str("<edges>\n");
    for (id, event) in events.values().enumerate() {
        if let (Some(source), Some(target)) = (network.node(event.source), network.node(event.target)) {
            edge(&mut out, id, event, source, target);
            spill(&mut out, &mut w)?;
        }
    }
    tail(out, w)
}

/// The months in which each end of the events exists, in no order; `None` for always.
fn lives<'a>(events: impl Iterator<Item = &'a EventEdge>) -> BTreeMap<usize, Option<Vec<Month>>> {
    let mut lives: BTreeMap<usize, Option<Vec<Month>>> = BTreeMap::new();
    for event in events {
        for end in [event.source, event.target] {
            let life = lives.entry(end).or_insert_with(|| Some(Vec::new()));
            match life {
                Some(months) if !event.months.is_empty() => {
                    months.extend(event.months.iter().map(|m| m.0));
                }
                // A tie without a date always exists, and so do its ends.
                _ => *life = None,
            }
        }
    }
    lives
}

/// The nodes with events.
fn nodes(
    out: &mut String,
    w: &mut impl Write,
    network: &Network,
    lives: &BTreeMap<usize, Option<Vec<Month>>>,
    options: Options,
) -> io::Result<()> {
    let sizes = network.sizes();
    out.push_str("<nodes>\n");
    for (&i, life) in lives {
        let Some(node) = network.node(i) else {
            continue;
        };
        open_node(out, node, options);
        node_values(out, node);
        out.push_str("</attvalues>");
        if let Some(life) = life {
            let mut life = life.clone();
            life.sort_unstable();
            spells(out, life.into_iter());
        }
        looks(out, node, sizes.get(i).copied().unwrap_or(3.0), options);
        out.push_str("</node>\n");
        spill(out, w)?;
    }
    out.push_str("</nodes>\n");
    Ok(())
}

/// One event as an edge.
fn edge(out: &mut String, id: usize, event: &EventEdge, source: &Node, target: &Node) {
    let relation = xml::escaped(&event.relation);
    out.push_str("<edge id=\"");
    number::push_whole(out, id as u64);
    out.push_str("\" source=\"");
    xml::escape(out, &source.row.id);
    out.push_str("\" target=\"");
    xml::escape(out, &target.row.id);
    push(out, &["\" type=\"directed\" kind=\"", &relation, "\" label=\"", &relation]);
    out.push_str("\" weight=\"");
    number::push_whole(out, event.weight);
    out.push_str("\"><attvalues>");
    value(out, 0, &event.relation);
    if let Some(cooperation) = cooperative(&event.relation) {
        value(out, 1, if cooperation { "true" } else { "false" });
    }
    value(out, 2, &event.first);
    value(out, 3, &event.last);
    out.push_str("</attvalues>");
    spells(out, event.months.iter().map(|m| m.0));
    color(out, relation_color(&event.relation));
    out.push_str("</edge>\n");
}

/// Events by their ends and relation, each once.
pub(in crate::export) fn merged(events: &[EventEdge], nodes: usize) -> BTreeMap<(usize, usize, &str), EventEdge> {
    let mut all: BTreeMap<(usize, usize, &str), EventEdge> = BTreeMap::new();
    for event in events {
        if event.source == event.target || event.source >= nodes || event.target >= nodes || event.weight == 0 {
            continue;
        }
        match all.get_mut(&(event.source, event.target, event.relation.as_str())) {
            None => {
                all.insert((event.source, event.target, &event.relation), event.clone());
            }
            Some(kept) => {
                kept.weight += event.weight;
                if kept.first.is_empty() || (!event.first.is_empty() && event.first < kept.first) {
                    kept.first.clone_from(&event.first);
                }
                if event.last > kept.last {
                    kept.last.clone_from(&event.last);
                }
                kept.months.extend_from_slice(&event.months);
            }
        }
    }
    for event in all.values_mut() {
        let by_month = event.months.iter().any(|m| m.0.grain() == Grain::Month);
        tidy(&mut event.months, by_month);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::rules::{check, options, read};
    use super::*;
    use crate::graph::samples;

    #[test]
    fn events() {
        let event = |source, target, relation: &str, weight, months: &[&str]| EventEdge {
            source,
            target,
            relation: relation.into(),
            weight,
            first: months.first().map(|m| format!("{m}-01")).unwrap_or_default(),
            last: months.last().map(|m| format!("{m}-09")).unwrap_or_default(),
            months: months.iter().map(|m| (samples::month(m), 1)).collect(),
        };
        let events = [
            event(0, 1, "CONSULT", 2, &["2021-03", "2021-04"]),
            event(1, 0, "CONSULT", 1, &["2021-03"]),
            event(0, 1, "ACCUSE", 1, &["2021-05"]),
            event(0, 1, "CONSULT", 3, &["2021-03"]),
            event(2, 2, "ASSAULT", 1, &["2021-03"]),
            event(2, 99, "ASSAULT", 1, &["2021-03"]),
            event(2, 3, "ASSAULT", 0, &[]),
            event(2, 3, "<b>", 1, &[]),
        ];
        let mut bytes = Vec::new();
        write_events(&samples::network(), &events, options(), &mut bytes).expect("written");
        let file = read(&bytes);
        check(&file, true);
        assert_eq!((file.nodes.len(), file.edges.len()), (4, 4));
        let kinds: Vec<_> = file.edges.iter().map(|e| (e.get("kind"), e.get("weight"))).collect();
        assert_eq!(kinds, [("ACCUSE", "1"), ("CONSULT", "5"), ("CONSULT", "1"), ("<b>", "1")]);
        assert_eq!(file.edges[0].looks[0].1["r"], "213");
        assert_eq!(file.edges[1].looks[0].1["b"], "178");
        assert_eq!(file.edges[1].spells, [("2021-03-01".into(), "2021-04-30".into())]);
    }
}
