//! How much a page holds, and which entities and ties that is.

use crate::graph::Network;

/// How much the page may hold.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Entities.
    pub nodes: usize,
    /// Ties.
    pub edges: usize,
    /// Sentences for each tie.
    pub sentences_per_edge: usize,
    /// Characters of a sentence; the rest is cut off.
    pub characters: usize,
    /// Stated events.
    pub relations: usize,
    /// Positions.
    pub positions: usize,
    /// Name pairs.
    pub pairs: usize,
    /// Bytes of the whole file. Where the above gives more, sentences and rows are halved until it
    /// fits.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            nodes: 2000,
            edges: 20_000,
            sentences_per_edge: 5,
            characters: 400,
            relations: 8000,
            positions: 4000,
            pairs: 4000,
            bytes: 15_000_000,
        }
    }
}

impl Limits {
    /// Whether a page of so many bytes is too large; then the limits are those of a smaller one.
    pub(super) fn tighten(&mut self, bytes: usize) -> bool {
        if bytes <= self.bytes || self.nodes <= 50 {
            return false;
        }
        if self.sentences_per_edge == 0 {
            self.nodes /= 2;
            self.edges /= 2;
        }
        self.sentences_per_edge /= 2;
        self.relations /= 2;
        self.positions /= 2;
        self.pairs /= 2;
        true
    }
}

/// The entities and ties a page holds: indices of nodes, then of edges of the network.
///
/// Entities are those whose ties weigh most (then those with most mentions), in the order of the network; ties the heaviest between
/// them.
pub fn chosen(network: &Network, limits: &Limits) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<(usize, u64, u64)> = network.nodes().enumerate().map(|(i, n)| (i, n.row.weighted_degree, n.row.mentions)).collect();
    order.sort_by(|a, b| (b.1, b.2).cmp(&(a.1, a.2)).then(a.0.cmp(&b.0)));
    let mut nodes: Vec<usize> = order.iter().take(limits.nodes).map(|o| o.0).collect();
    nodes.sort_unstable();
    let held = |i: usize| nodes.binary_search(&i).is_ok();
    let edges = network.edges().enumerate().filter(|(_, e)| held(e.source) && held(e.target)).map(|(i, _)| i).take(limits.edges).collect();
    (nodes, edges)
}
