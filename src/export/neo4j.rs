//! CSV for `neo4j-admin database import`.
//!
//! ```text
//! neo4j-admin database import full --nodes=neo4j-nodes.csv \
//!     --relationships=neo4j-relationships.csv --relationships=neo4j-events.csv
//! ```

use std::io::{self, Write};

use super::gexf::EventEdge;
use super::number;
use crate::graph::{Month, Network};
use crate::record::EntityType;

/// Writes the nodes: `:LABEL` is `Entity` and the type of the entity.
pub fn write_nodes(network: &Network, w: impl Write) -> io::Result<()> {
    let mut csv = writer(w);
    csv.write_record([
        "id:ID",
        "label",
        "name_zh",
        "name_en",
        "aliases",
        "iso_3166",
        "mentions:long",
        "documents:long",
        "first_published",
        "last_published",
        "pagerank:double",
        "betweenness:double",
        "community",
        "core:int",
        "component:int",
        ":LABEL",
    ])?;
    for node in network.nodes() {
        let row = &node.row;
        csv.write_record([
            row.id.as_str(),
            &line(&row.label),
            &line(&row.name_zh),
            &line(&row.name_en),
            &line(&row.aliases),
            &row.iso_3166,
            &row.mentions.to_string(),
            &row.documents.to_string(),
            &row.first_published,
            &row.last_published,
            &number::text(row.pagerank),
            &number::text(row.betweenness),
            &row.community,
            &node.row.core.to_string(),
            &node.row.component.to_string(),
            label(row.kind),
        ])?;
    }
    csv.flush()
}

/// Writes the ties of co-occurrence, of type `CO_OCCURS`; they point from the node that stands first
/// in the table of nodes to the later one, which means nothing.
pub fn write_relationships(network: &Network, w: impl Write) -> io::Result<()> {
    let mut csv = writer(w);
    csv.write_record([
        ":START_ID",
        ":END_ID",
        ":TYPE",
        "weight:long",
        "documents:long",
        "npmi:double",
        "g2:double",
        "disparity:double",
        "first_published",
        "last_published",
    ])?;
    for edge in network.edges() {
        let (Some(source), Some(target)) = (network.node(edge.source), network.node(edge.target)) else {
            continue;
        };
        csv.write_record([
            source.row.id.as_str(),
            &target.row.id,
            "CO_OCCURS",
            &edge.weight.to_string(),
            &edge.documents.to_string(),
            &number::text(edge.npmi),
            &number::text(edge.g2),
            &number::text(edge.disparity),
            &edge.first,
            &edge.last,
        ])?;
    }
    csv.flush()
}

/// Writes the stated events: their type is the PLOVER event type, their direction from subject to
/// object. Events whose ends are not in the network are left out.
pub fn write_events(network: &Network, events: &[EventEdge], w: impl Write) -> io::Result<()> {
    let mut csv = writer(w);
    csv.write_record([":START_ID", ":END_ID", ":TYPE", "weight:long", "first_published", "last_published", "months"])?;
    for event in events {
        let (Some(source), Some(target)) = (network.node(event.source), network.node(event.target)) else {
            continue;
        };
        let months: Vec<String> = event.months.iter().map(|(month, _): &(Month, u32)| month.to_string()).collect();
        csv.write_record([
            source.row.id.as_str(),
            &target.row.id,
            &event.relation,
            &event.weight.to_string(),
            &event.first,
            &event.last,
            &months.join("|"),
        ])?;
    }
    csv.flush()
}

fn writer<W: Write>(w: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(w)
}

fn label(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "Entity;Person",
        EntityType::Country => "Entity;Country",
        EntityType::Organization => "Entity;Organization",
        EntityType::Place => "Entity;Place",
        EntityType::Other => "Entity;Other",
    }
}

/// Fields of one line: the importer refuses others unless told so.
fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples;

    fn rows(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
        let mut reader = csv::Reader::from_reader(bytes);
        let own = |r: &csv::StringRecord| r.iter().map(str::to_owned).collect::<Vec<_>>();
        let header = own(reader.headers().expect("a header"));
        (header, reader.records().map(|r| own(&r.expect("a row"))).collect())
    }

    #[test]
    fn headers_and_ends() {
        let network = samples::network();
        let (mut nodes, mut ties, mut events) = (Vec::new(), Vec::new(), Vec::new());
        write_nodes(&network, &mut nodes).expect("written");
        write_relationships(&network, &mut ties).expect("written");
        let stated = EventEdge { source: 0, target: 1, relation: "CONSULT".into(), weight: 2, ..EventEdge::default() };
        let beyond = EventEdge { target: 77, ..stated.clone() };
        write_events(&network, &[stated, beyond], &mut events).expect("written");
        let (header, nodes) = rows(&nodes);
        assert_eq!((header[0].as_str(), header.last().map(String::as_str)), ("id:ID", Some(":LABEL")));
        assert_eq!(nodes[0].last().map(String::as_str), Some("Entity;Person"));
        let ids: Vec<&String> = nodes.iter().map(|r| &r[0]).collect();
        for (bytes, count) in [(&ties, 5), (&events, 1)] {
            let (header, rows) = rows(bytes);
            assert_eq!(&header[..3], [":START_ID", ":END_ID", ":TYPE"]);
            assert_eq!(rows.len(), count);
            assert!(rows.iter().all(|r| ids.contains(&&r[0]) && ids.contains(&&r[1])));
        }
    }
}
