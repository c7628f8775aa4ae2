//! The network's own files, written side by side.

use std::io;
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;

use super::PipelineError;
use super::report::{Page, write_report};
use super::trace::Trace;
use crate::export::atomic;
use crate::export::gexf::{self, EventEdge};
use crate::export::{ColorBy, Labels, csv as tables, graphml, node_link};
use crate::graph::Network;
use crate::record::EntityRow;

/// Ties that the graph files hold, the heaviest; `edges.csv` has all. More are a grey block in any viewer.
pub const GRAPH_EDGES: usize = 30_000;

/// Seconds that parts of the work took, by the clock.
pub(super) type Seconds = Vec<(&'static str, f64)>;

/// What is written.
pub(super) struct NetworkFiles<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// All entities and ties, measured and laid out.
    pub network: &'a Network,
    /// Stated events.
    pub events: &'a [EventEdge],
    /// Script of the labels.
    pub labels: Labels,
    /// Byte-order mark in tables.
    pub bom: bool,
    /// What `report.html` is made from, where there is to be one.
    pub page: Option<(Page<'a>, Trace)>,
}

/// The part that writes one file.
fn file<'a>(output: &'a Path, name: &'static str, write: impl FnOnce(&mut Buffered) -> io::Result<()> + Send + 'a) -> Part<'a> {
    (name, Box::new(move || Ok(atomic::save(&output.join(name), write)?)))
}

type Buffered = io::BufWriter<std::fs::File>;
/// A part of the work: its name, and what does it.
type Part<'a> = (&'static str, Box<dyn FnOnce() -> Result<(), PipelineError> + Send + 'a>);

impl NetworkFiles<'_> {
    /// Writes `entities.csv`, `edges.csv`, `graph.*`, `events.gexf` and `report.html`; gives the seconds of each.
    ///
    /// # Errors
    /// The first file, in this order, that cannot be written.
    pub fn save(self) -> Result<Seconds, PipelineError> {
        let NetworkFiles { output, network, events, labels, bom, page } = self;
        let style = gexf::Options { labels, color_by: ColorBy::Type };
        let shown = network.heaviest(GRAPH_EDGES);
        let shown = shown.as_ref();
        let mut parts: Vec<Part<'_>> = Vec::new();
        if let Some((page, trace)) = page {
            parts.push(("report.html", Box::new(move || write_report(&page, trace))));
        }
        parts.extend([
            file(output, "edges.csv", move |w| tables::write_edges(w, network, bom).map(|_| ())),
            file(output, "entities.csv", move |w| tables::write::<EntityRow, _>(w, network.entity_rows(), bom).map(|_| ())),
            file(output, "graph.gexf", move |w| gexf::write_static(shown, style, w)),
            file(output, "graph-dynamic.gexf", move |w| gexf::write_dynamic(shown, style, w)),
            file(output, "graph.graphml", move |w| graphml::write(shown, style, w)),
            file(output, "graph.json", move |w| node_link::write(shown, labels, w)),
            file(output, "events.gexf", move |w| gexf::write_events(network, events, style, w)),
        ]);
        let done: Vec<(&'static str, Result<f64, PipelineError>)> = parts
            .into_par_iter()
            .with_max_len(1)
            .map(|(name, work)| {
                let clock = Instant::now();
                (name, work().map(|()| clock.elapsed().as_secs_f64()))
            })
            .collect();
        done.into_iter().map(|(name, seconds)| Ok((name, seconds?))).collect()
    }
}

/// The events stated most often, where there are more than `most`; in the order they had.
pub(super) fn keep_heaviest(events: &mut Vec<EventEdge>, most: usize) {
    if events.len() > most {
        let mut weights: Vec<(std::cmp::Reverse<u64>, usize)> =
            events.iter().enumerate().map(|(i, e)| (std::cmp::Reverse(e.weight), i)).collect();
        weights.sort_unstable();
        let mut keep = vec![false; events.len()];
        weights.iter().take(most).for_each(|&(_, i)| keep[i] = true);
        let mut keep = keep.into_iter();
        events.retain(|_| keep.next().unwrap_or_default());
    }
}
