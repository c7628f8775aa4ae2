//! Files for other programs: tables, graph formats, and the page to explore.
//!
//! Each writer takes a [`crate::graph::Network`] (or rows) and anything that implements
//! [`std::io::Write`]; [`atomic::save`] puts the bytes into a file that appears whole or not at all.
//!
//! | module | file | opens in |
//! | --- | --- | --- |
//! | [`csv`] | every table | spreadsheets, Gephi, R, pandas |
//! | [`gexf`] | `graph.gexf`, `graph-dynamic.gexf`, `events.gexf` | Gephi, Gephi Lite |
//! | [`graphml`] | `graph.graphml` | yEd, Gephi, igraph, Cytoscape |
//! | [`node_link`] | `graph.json` | networkx, D3 |
//! | [`pajek`] | `graph.net` | Pajek |
//! | [`vosviewer`] | `vosviewer-map.txt`, `vosviewer-network.txt` | VOSviewer |
//! | [`report`] | `report.html` | a browser |
//! | [`neo4j`] | `neo4j-nodes.csv`, `neo4j-relationships.csv` | Neo4j |
//! | `parquet` (with the feature of that name) | `cosmograph-points.parquet`, `cosmograph-links.parquet` | Cosmograph, DuckDB, pandas |

pub mod atomic;
pub mod csv;
mod files;
pub mod gexf;
pub mod graphml;
pub mod neo4j;
pub mod node_link;
pub mod number;
pub mod pajek;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod report;
pub mod style;
pub mod vosviewer;
mod xml;

pub use files::{Files, Format, save_events, save_network};
pub use style::{ColorBy, Labels};
