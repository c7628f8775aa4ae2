//! Pajek's `.net`.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};

use super::gexf::{EventEdge, merged};
use super::style::Labels;
use crate::graph::Network;

/// Writes the network for Pajek.
///
/// Vertices are numbered from 1 and have their places between 0 and 1. Labels are unique, since
/// several readers (networkx among them) know vertices by nothing else: where two entities share one, the
/// later has its id after it. `bom` puts a byte-order mark first, which Pajek itself wants for text that is
/// not Latin; networkx reads the file without.
pub fn write(network: &Network, labels: Labels, bom: bool, mut w: impl Write) -> io::Result<()> {
    vertices(network, labels, bom, &mut w)?;
    writeln!(w, "*Edges")?;
    for edge in network.edges() {
        writeln!(w, "{} {} {}", edge.source + 1, edge.target + 1, edge.weight)?;
    }
    w.flush()
}

/// Writes the directed network of stated events: a relation of Pajek's for each type of event.
pub fn write_events(network: &Network, events: &[EventEdge], labels: Labels, bom: bool, mut w: impl Write) -> io::Result<()> {
    vertices(network, labels, bom, &mut w)?;
    let merged = merged(events, network.node_count());
    let mut by_relation: BTreeMap<&str, Vec<&EventEdge>> = BTreeMap::new();
    for event in merged.values() {
        by_relation.entry(&event.relation).or_default().push(event);
    }
    for (i, (relation, events)) in by_relation.into_iter().enumerate() {
        writeln!(w, "*Arcs :{} \"{}\"", i + 1, quoted(relation))?;
        for event in events {
            writeln!(w, "{} {} {}", event.source + 1, event.target + 1, event.weight)?;
        }
    }
    w.flush()
}

fn vertices(network: &Network, labels: Labels, bom: bool, w: &mut impl Write) -> io::Result<()> {
    if bom {
        w.write_all("\u{feff}".as_bytes())?;
    }
    writeln!(w, "*Vertices {}", network.node_count())?;
    let reach = network.nodes().map(|n| n.x.abs().max(n.y.abs())).fold(1.0, f32::max);
    let mut seen = HashSet::new();
    for (i, node) in network.nodes().enumerate() {
        let mut label = quoted(&labels.of(&node.row));
        if !seen.insert(label.clone()) {
            label = format!("{label} [{}]", quoted(&node.row.id));
            seen.insert(label.clone());
        }
        // Pajek's y points down.
        let (x, y) = (0.5 + 0.48 * node.x / reach, 0.5 - 0.48 * node.y / reach);
        writeln!(w, "{} \"{label}\" {x:.4} {y:.4} 0.5 ellipse", i + 1)?;
    }
    Ok(())
}

/// Text that can stand between double quotes, where nothing can be escaped.
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => '\'',
            '\\' => '/',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{WindowCounts, samples};
    use crate::record::EntityType;

    #[test]
    fn vertices_and_edges() {
        let mut bytes = Vec::new();
        write(&samples::network(), Labels::Both, false, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "*Vertices 6");
        assert!(lines[2].starts_with("2 \"普京 (Vladimir Putin)\" 0."));
        assert_eq!(lines[4].matches('"').count(), 2, "{}", lines[4]);
        assert_eq!(&lines[7..], ["*Edges", "2 3 31", "1 2 9", "1 3 5", "3 4 3", "3 5 1"]);
    }

    #[test]
    fn labels_are_unique() {
        let twice = (0..2).map(|i| samples::entity(&format!("P{i}"), EntityType::Person, "李伟", "", 1));
        let network = Network::build(twice.collect(), vec![], vec![], &WindowCounts::default());
        let mut bytes = Vec::new();
        write(&network, Labels::Zh, true, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(text.starts_with("\u{feff}*Vertices 2"));
        assert!(text.contains("\"李伟\"") && text.contains("\"李伟 [P1]\""));
    }
}
