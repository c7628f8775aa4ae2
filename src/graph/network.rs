//! The network itself: entities and the ties between them.

mod build;
mod counts;
mod measure;
mod part;
#[cfg(test)]
pub(crate) mod samples;

use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};

pub use counts::{PairCount, WindowCounts};
pub use measure::Options;

use super::period::Month;
use crate::record::{EdgeRef, EntityRow};

/// An entity in the network.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its row in `entities.csv`, measures filled in.
    pub row: EntityRow,
    /// Position in the picture.
    pub x: f32,
    /// Position in the picture, upwards.
    pub y: f32,
    /// Mentions in each month (or day), sorted; undated articles are in none.
    pub months: Vec<(Month, u32)>,
}

/// Two entities that occur together.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Index of one end among the nodes.
    pub source: usize,
    /// Index of the other end, above `source`.
    pub target: usize,
    /// Windows that hold both.
    pub weight: u64,
    /// Documents that hold both in one window.
    pub documents: u64,
    /// Normalised pointwise mutual information, -1 to 1.
    pub npmi: f64,
    /// Log-likelihood ratio, 0 upwards.
    pub g2: f64,
    /// Level at which the disparity filter keeps the edge, 0 to 1; small is strong.
    pub disparity: f64,
    /// First date of an article that holds both; may be empty.
    pub first: String,
    /// Last date of an article that holds both; may be empty.
    pub last: String,
    /// Weight in each month (or day), sorted; undated articles are in none.
    pub months: Vec<(Month, u32)>,
}

/// A network of entities.
///
/// Nodes keep the order they were given in; edges are sorted heaviest first, then by their ends.
#[derive(Clone, Debug)]
pub struct Network {
    graph: UnGraph<Node, Edge>,
    /// Number of source nodes betweenness was estimated from; `None` where it is exact.
    pub betweenness_pivots: Option<usize>,
    /// Modularity of the communities.
    pub modularity: f64,
    /// Nodes that the layout placed by force; the others lie in rings around them.
    pub laid_out: usize,
    /// Nodes and edges of the network that this one is the heaviest part of ([`Network::heaviest`]); `None` for a whole one.
    pub part_of: Option<(usize, usize)>,
}

impl Network {
    /// The graph, for algorithms of petgraph.
    pub fn graph(&self) -> &UnGraph<Node, Edge> {
        &self.graph
    }

    /// The nodes, in the order given.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> + '_ {
        self.graph.raw_nodes().iter().map(|n| &n.weight)
    }

    /// The edges, heaviest first.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = &Edge> + '_ {
        self.graph.raw_edges().iter().map(|e| &e.weight)
    }

    /// The node at an index.
    pub fn node(&self, index: usize) -> Option<&Node> {
        self.graph.node_weight(NodeIndex::new(index))
    }

    /// The edge at an index, in the order of [`Network::edges`].
    pub fn edge(&self, index: usize) -> Option<&Edge> {
        self.graph.edge_weight(EdgeIndex::new(index))
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// How many communities there are; nodes without edges belong to none.
    pub fn community_count(&self) -> usize {
        let mut names: Vec<&str> = self.nodes().map(|n| n.row.community.as_str()).filter(|c| !c.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// The first and the last month (or day) in which anything was mentioned; `None` when nothing is dated.
    pub fn span(&self) -> Option<(Month, Month)> {
        let all = || self.nodes().flat_map(|n| &n.months).chain(self.edges().flat_map(|e| &e.months));
        Some((all().map(|m| m.0).min()?, all().map(|m| m.0).max()?))
    }

    /// The rows of `entities.csv`, measures filled in, in the order given.
    pub fn entity_rows(&self) -> impl ExactSizeIterator<Item = &EntityRow> + '_ {
        self.nodes().map(|n| &n.row)
    }

    /// The rows of `edges.csv`, heaviest first.
    pub fn edge_rows(&self) -> impl ExactSizeIterator<Item = EdgeRef<'_>> + '_ {
        let id = |index: usize| self.node(index).map_or("", |n| n.row.id.as_str());
        self.edges().map(move |edge| EdgeRef {
            source: id(edge.source),
            target: id(edge.target),
            kind: "Undirected",
            weight: edge.weight,
            documents: edge.documents,
            npmi: edge.npmi,
            first_published: &edge.first,
            last_published: &edge.last,
            g2: edge.g2,
            disparity: edge.disparity,
        })
    }

    /// The rows of `entities.csv`, when nothing else of the network is wanted any more.
    pub fn into_entity_rows(self) -> Vec<EntityRow> {
        self.graph.into_nodes_edges().0.into_iter().map(|node| node.weight.row).collect()
    }

    /// The radius at which each node is drawn: its area grows with its mentions, from 3 to 40.
    pub fn sizes(&self) -> Vec<f32> {
        let most = self.nodes().map(|n| n.row.mentions).max().unwrap_or(0).max(1) as f64;
        self.nodes().map(|n| 3.0 + 37.0 * ((n.row.mentions as f64 / most).sqrt() as f32)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::samples::network;
    use crate::graph::association;

    #[test]
    fn edges_heaviest_first_with_measures() {
        let network = network();
        let ends: Vec<_> = network.edges().map(|e| (e.source, e.target, e.weight)).collect();
        assert_eq!(ends, [(1, 2, 31), (0, 1, 9), (0, 2, 5), (2, 3, 3), (2, 4, 1)]);
        let first = network.edges().next().map(|e| (e.npmi, e.g2));
        assert_eq!(first, Some((association::npmi(31, 55, 100, 1000), association::log_likelihood(31, 55, 100, 1000))));
        let row = network.edge_rows().next().map(|r| (r.source, r.target, r.kind));
        assert_eq!(row, Some(("Q2", "Q3", "Undirected")));
    }

    #[test]
    fn nodes_have_their_measures() {
        let network = network();
        let of = |i: usize| network.node(i).map(|n| n.row.clone());
        assert_eq!(of(2).map(|r| (r.degree, r.weighted_degree)), Some((4, 40)));
        assert_eq!(of(5).map(|r| (r.degree, r.community)), Some((0, String::new())));
        assert!(of(2).map(|r| r.pagerank) > of(0).map(|r| r.pagerank));
        assert!(of(2).is_some_and(|r| r.betweenness > 0.0));
        assert_eq!(network.node(0).map(|n| (n.row.core, n.row.component)), Some((2, 0)));
        assert_eq!(network.node(5).map(|n| (n.row.core, n.row.component)), Some((0, 1)));
        assert_eq!(network.betweenness_pivots, None);
        assert_eq!(network.span().map(|(a, b)| format!("{a} {b}")).as_deref(), Some("2021-03 2021-05"));
    }
}
