//! A part of a network: of its time, or of its weight.

use std::borrow::Cow;

use petgraph::graph::{NodeIndex, UnGraph};

use super::counts::{PairCount, WindowCounts};
use super::measure::Options;
use super::{Edge, Network};
use crate::graph::Month;
use crate::record::EntityRow;

impl Network {
    /// Builds the network of a part of the time of `whole`: of the entities and ties given, those that `whole`
    /// holds, in their places and communities there; measures are those of the part.
    ///
    /// The arguments are those of [`Network::build_with`].
    pub fn build_within(
        whole: &Network,
        entities: Vec<EntityRow>,
        months: Vec<Vec<(Month, u32)>>,
        pairs: Vec<PairCount>,
        counts: &WindowCounts,
        options: &Options,
    ) -> Network {
        let mut options = options.clone();
        options.layout.iterations = Some(0);
        let part = Network::build_with(entities, months, pairs, counts, &options);
        let of: std::collections::HashMap<&str, usize> = whole.nodes().enumerate().map(|(i, n)| (n.row.id.as_str(), i)).collect();
        let place: Vec<Option<usize>> = part.nodes().map(|n| of.get(n.row.id.as_str()).copied()).collect();
        let tie = |a: usize, b: usize| {
            let graph = &whole.graph;
            graph.find_edge(NodeIndex::new(a), NodeIndex::new(b)).is_some()
        };
        let mut number = vec![None; place.len()];
        let mut nodes = Vec::new();
        for (i, node) in part.nodes().enumerate() {
            let Some(home) = place[i].and_then(|p| whole.node(p)) else {
                continue;
            };
            let mut node = node.clone();
            (node.x, node.y) = (home.x, home.y);
            node.row.community.clone_from(&home.row.community);
            number[i] = Some(nodes.len());
            nodes.push(node);
        }
        let edges = part
            .edges()
            .filter_map(|edge| {
                let (a, b) = (place[edge.source]?, place[edge.target]?);
                let (source, target) = (number[edge.source]?, number[edge.target]?);
                tie(a, b).then(|| Edge { source, target, ..edge.clone() })
            })
            .collect();
        let mut slice = Network::assemble(nodes, edges);
        slice.modularity = whole.modularity;
        slice.laid_out = whole.laid_out.min(slice.node_count());
        slice.measure(&options);
        slice
    }

    /// The part with the `most` edges of greatest weight and the nodes at their ends; the network itself where it has no more
    /// edges than that. Measures, communities and positions stay those of the whole.
    pub fn heaviest(&self, most: usize) -> Cow<'_, Network> {
        if self.edge_count() <= most {
            return Cow::Borrowed(self);
        }
        let mut number = vec![None; self.node_count()];
        for edge in self.edges().take(most) {
            (number[edge.source], number[edge.target]) = (Some(0), Some(0));
        }
        let mut graph = UnGraph::with_capacity(0, most);
        for (slot, node) in number.iter_mut().zip(self.nodes()) {
            if slot.is_some() {
                *slot = Some(graph.add_node(node.clone()).index());
            }
        }
        for edge in self.edges().take(most) {
            if let (Some(source), Some(target)) = (number[edge.source], number[edge.target]) {
                graph.add_edge(NodeIndex::new(source), NodeIndex::new(target), Edge { source, target, ..edge.clone() });
            }
        }
        Cow::Owned(Network {
            graph,
            betweenness_pivots: self.betweenness_pivots,
            modularity: self.modularity,
            laid_out: self.laid_out,
            part_of: Some((self.node_count(), self.edge_count())),
        })
    }
}
