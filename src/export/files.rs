//! A network as a folder of files.

use std::path::{Path, PathBuf};

use super::atomic::{SaveError, save};
use super::gexf::{self, EventEdge};
#[cfg(feature = "parquet")]
use super::parquet;
use super::{csv as tables, graphml, neo4j, node_link, number, pajek, vosviewer};
use crate::graph::Network;
use crate::record::EntityRow;

/// A format of graph files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `graph.gexf` and `graph-dynamic.gexf`; of events, `events.gexf`.
    Gexf,
    /// `graph.graphml`; of events, `events.graphml`.
    Graphml,
    /// `graph.json`, node-link; of events, `events.json`.
    Json,
    /// `nodes.csv` and `edges.csv`; of events, `nodes.csv` and `events.csv`.
    Csv,
    /// `graph.net`; of events, `events.net`.
    Pajek,
    /// `vosviewer-map.txt` and `vosviewer-network.txt`; of events, ties weigh as many as there are between the two, either way.
    Vosviewer,
    /// `neo4j-nodes.csv` and `neo4j-relationships.csv`; of events, `neo4j-nodes.csv` and `neo4j-events.csv`.
    Neo4j,
    /// `cosmograph-points.parquet` and `cosmograph-links.parquet`, of events as well.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Where files go and how they are written.
#[derive(Clone, Debug)]
pub struct Files<'a> {
    /// The folder; made if it is not there.
    pub folder: &'a Path,
    /// The formats.
    pub formats: &'a [Format],
    /// Labels and colours.
    pub style: gexf::Options,
    /// Byte-order mark in `nodes.csv` and `edges.csv`.
    pub bom: bool,
    /// Ties that files made to be looked at hold, the heaviest; tables (CSV, Neo4j, Parquet) and Pajek's file have all.
    pub most_edges: usize,
}

/// Writes a network; gives the files written.
///
/// # Errors
/// A file that cannot be written.
pub fn save_network(network: &Network, files: &Files<'_>) -> Result<Vec<PathBuf>, SaveError> {
    let mut written = Vec::new();
    let mut path = |name: &str| {
        let path = files.folder.join(name);
        written.push(path.clone());
        path
    };
    let (style, labels) = (files.style, files.style.labels);
    let shown = network.heaviest(files.most_edges);
    let shown = shown.as_ref();
    for format in files.formats {
        match format {
            Format::Gexf => {
                save(&path("graph.gexf"), |w| gexf::write_static(shown, style, w))?;
                save(&path("graph-dynamic.gexf"), |w| gexf::write_dynamic(shown, style, w))?;
            }
            Format::Graphml => save(&path("graph.graphml"), |w| graphml::write(shown, style, w))?,
            Format::Json => save(&path("graph.json"), |w| node_link::write(shown, labels, w))?,
            Format::Csv => {
                save_nodes(network, files.bom, &path("nodes.csv"))?;
                save(&path("edges.csv"), |w| tables::write_edges(w, network, files.bom))?;
            }
            Format::Pajek => save(&path("graph.net"), |w| pajek::write(network, labels, true, w))?,
            Format::Vosviewer => {
                save(&path("vosviewer-map.txt"), |w| vosviewer::write_map(shown, labels, w))?;
                save(&path("vosviewer-network.txt"), |w| vosviewer::write_network(shown, w))?;
            }
            Format::Neo4j => {
                save(&path("neo4j-nodes.csv"), |w| neo4j::write_nodes(network, w))?;
                save(&path("neo4j-relationships.csv"), |w| neo4j::write_relationships(network, w))?;
            }
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                save(&path("cosmograph-points.parquet"), |w| parquet::write_points(network, labels, w))?;
                save(&path("cosmograph-links.parquet"), |w| parquet::write_links(network, w))?;
            }
        }
    }
    Ok(written)
}

/// Writes the directed graph of stated events between the nodes of `network`, whose own ties are the sums of events between two;
/// gives the files written.
///
/// # Errors
/// A file that cannot be written.
pub fn save_events(network: &Network, events: &[EventEdge], files: &Files<'_>) -> Result<Vec<PathBuf>, SaveError> {
    let mut written = Vec::new();
    let mut path = |name: &str| {
        let path = files.folder.join(name);
        written.push(path.clone());
        path
    };
    for format in files.formats {
        match format {
            Format::Gexf => save(&path("events.gexf"), |w| gexf::write_events(network, events, files.style, w))?,
            Format::Csv => {
                save_nodes(network, files.bom, &path("nodes.csv"))?;
                save(&path("events.csv"), |w| event_table(network, events, files.bom, w))?;
            }
            Format::Neo4j => {
                save(&path("neo4j-nodes.csv"), |w| neo4j::write_nodes(network, w))?;
                save(&path("neo4j-events.csv"), |w| neo4j::write_events(network, events, w))?;
            }
            Format::Graphml => save(&path("events.graphml"), |w| graphml::write_events(network, events, files.style, w))?,
            Format::Json => save(&path("events.json"), |w| node_link::write_events(network, events, files.style.labels, w))?,
            Format::Pajek => save(&path("events.net"), |w| pajek::write_events(network, events, files.style.labels, true, w))?,
            Format::Vosviewer => {
                save(&path("vosviewer-map.txt"), |w| vosviewer::write_map(network, files.style.labels, w))?;
                save(&path("vosviewer-network.txt"), |w| vosviewer::write_network(network, w))?;
            }
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                save(&path("cosmograph-points.parquet"), |w| parquet::write_points(network, files.style.labels, w))?;
                save(&path("cosmograph-links.parquet"), |w| parquet::write_events(network, events, w))?;
            }
        }
    }
    Ok(written)
}

fn save_nodes(network: &Network, bom: bool, path: &Path) -> Result<(), SaveError> {
    save(path, |w| tables::write::<EntityRow, _>(w, network.entity_rows(), bom)).map(|_| ())
}

/// A Gephi edges table of events, heaviest first.
fn event_table(network: &Network, events: &[EventEdge], bom: bool, mut w: impl std::io::Write) -> std::io::Result<()> {
    if bom {
        w.write_all("\u{feff}".as_bytes())?;
    }
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(w);
    table.write_record(["Source", "Target", "Type", "Weight", "Label", "first_published", "last_published"])?;
    let mut order: Vec<&EventEdge> = events.iter().collect();
    order.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| (a.source, a.target, &a.relation).cmp(&(b.source, b.target, &b.relation))));
    for event in order {
        let (Some(source), Some(target)) = (network.node(event.source), network.node(event.target)) else { continue };
        let weight = number::text(event.weight as f64);
        table.write_record([source.row.id.as_str(), &target.row.id, "Directed", &weight, &event.relation, &event.first, &event.last])?;
    }
    table.flush()
}
