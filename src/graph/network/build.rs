//! From rows and counts to a network with all its measures.

use petgraph::graph::{NodeIndex, UnGraph};

use super::counts::{PairCount, WindowCounts, merged};
use super::measure::{Groups, Measures, Options};
use super::{Edge, Network, Node};
use crate::graph::{Grain, Month, association, tidy};
use crate::record::EntityRow;

impl Network {
    /// Builds the network and takes all measures with the default [`Options`].
    ///
    /// `months` holds each entity's mentions by month, beside `entities` (missing ones count as
    /// none). Months may as well be days ([`Period`](crate::graph::Period)); where both are given, days are added up
    /// to months. Pairs of an entity with itself, with an index out of range or without windows are left
    /// out; pairs given twice, in either order, are added up. NPMI and G² are 0 where `counts` lacks
    /// an entity.
    pub fn build(entities: Vec<EntityRow>, months: Vec<Vec<(Month, u32)>>, pairs: Vec<PairCount>, counts: &WindowCounts) -> Network {
        Network::build_with(entities, months, pairs, counts, &Options::default())
    }

    /// As [`Network::build`], with other options.
    pub fn build_with(
        entities: Vec<EntityRow>,
        months: Vec<Vec<(Month, u32)>>,
        pairs: Vec<PairCount>,
        counts: &WindowCounts,
        options: &Options,
    ) -> Network {
        let mut months = months;
        let mut pairs = merged(pairs, entities.len());
        let all = || months.iter().flatten().chain(pairs.iter().flat_map(|p| &p.months));
        let by_month = all().any(|m| m.0.grain() == Grain::Month);
        months.iter_mut().for_each(|m| tidy(m, by_month));
        pairs.iter_mut().for_each(|p| tidy(&mut p.months, by_month));
        let mut months = months.into_iter();
        let nodes: Vec<Node> =
            entities.into_iter().map(|row| Node { row, x: 0.0, y: 0.0, months: months.next().unwrap_or_default() }).collect();
        let mut network = Network::sorted(nodes, edges_of(&mut pairs, counts));
        drop(pairs);
        let adjacency = network.adjacency();
        // Three works that do not wait for one another.
        let (layout, (measures, communities)) = rayon::join(
            || network.layout(&options.layout),
            || rayon::join(|| Measures::of(&network, &adjacency, options), || Groups::of(&adjacency, options)),
        );
        network.set_measures(measures);
        network.set_groups(communities);
        network.set_layout(layout);
        network
    }

    /// A network of nodes and edges as they are; ends must be in range, `source` below `target`.
    pub(in crate::graph) fn assemble(nodes: Vec<Node>, edges: Vec<Edge>) -> Network {
        // Keys are sorted and not the edges themselves, which are large.
        let mut order: Vec<(std::cmp::Reverse<u64>, usize, usize, usize)> =
            edges.iter().enumerate().map(|(i, e)| (std::cmp::Reverse(e.weight), e.source, e.target, i)).collect();
        order.sort_unstable();
        let mut edges: Vec<Option<Edge>> = edges.into_iter().map(Some).collect();
        Network::sorted(nodes, order.into_iter().filter_map(|(.., i)| edges.get_mut(i).and_then(Option::take)))
    }

    /// The same of edges that come in their order.
    fn sorted(nodes: Vec<Node>, edges: impl Iterator<Item = Edge>) -> Network {
        let mut graph = UnGraph::with_capacity(nodes.len(), edges.size_hint().1.unwrap_or(0));
        for node in nodes {
            graph.add_node(node);
        }
        for edge in edges {
            graph.add_edge(NodeIndex::new(edge.source), NodeIndex::new(edge.target), edge);
        }
        Network { graph, betweenness_pivots: None, modularity: 0.0, laid_out: 0, part_of: None }
    }
}

/// The edges that pairs make, the heaviest first; takes them out of their places.
fn edges_of(pairs: &mut [PairCount], counts: &WindowCounts) -> impl Iterator<Item = Edge> {
    let windows = move |i: usize| counts.windows_of.get(i).copied().unwrap_or(0);
    // The heaviest first; of those of one weight, in the order of their ends, in which they are.
    let mut order: Vec<(std::cmp::Reverse<u64>, usize)> =
        pairs.iter().enumerate().map(|(i, pair)| (std::cmp::Reverse(pair.windows), i)).collect();
    order.sort_unstable();
    order.into_iter().filter_map(move |(_, i)| pairs.get_mut(i).map(std::mem::take)).map(move |pair| {
        let (a, b) = (windows(pair.a), windows(pair.b));
        Edge {
            source: pair.a,
            target: pair.b,
            weight: pair.windows,
            documents: pair.documents,
            npmi: association::npmi(pair.windows, a, b, counts.total_windows),
            g2: association::log_likelihood(pair.windows, a, b, counts.total_windows),
            disparity: 1.0,
            first: pair.first,
            last: pair.last,
            months: pair.months,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{entity, month, pair};
    use super::*;
    use crate::record::EntityType;

    #[test]
    fn pairs_that_make_no_edge() {
        let entities = vec![entity("a", EntityType::Person, "甲", "", 1), entity("b", EntityType::Person, "乙", "", 1)];
        let pairs = vec![
            pair(0, 0, &[("2021-03", 4)]),
            pair(0, 9, &[("2021-03", 4)]),
            pair(0, 1, &[]),
            pair(1, 0, &[("2021-03", 4)]),
            pair(0, 1, &[("2021-01", 1), ("2021-03", 2)]),
        ];
        let network = Network::build(entities, Vec::new(), pairs, &WindowCounts::default());
        let edges: Vec<_> = network.edges().collect();
        assert_eq!(edges.len(), 1);
        assert_eq!((edges[0].weight, edges[0].npmi), (7, 0.0));
        assert_eq!(edges[0].months, [(month("2021-01"), 1), (month("2021-03"), 6)]);
    }

    #[test]
    fn days_beside_months_become_months() {
        let entities = (0..2).map(|i| entity(&format!("e{i}"), EntityType::Person, "甲", "", 3)).collect();
        let day = |text| Month::parse_day(text).expect("a day in a test");
        let days = vec![(day("2021-03-09"), 1), (day("2021-03-01"), 2)];
        let mut tie = pair(0, 1, &[("2021-03", 1)]);
        tie.months.push((day("2021-03-09"), 1));
        let network = Network::build(entities, vec![days], vec![tie], &WindowCounts::default());
        let months: Vec<_> = network.nodes().map(|n| n.months.clone()).collect();
        assert_eq!(months, [vec![(month("2021-03"), 3)], vec![]]);
        let tie: Vec<_> = network.edges().flat_map(|e| e.months.clone()).collect();
        assert_eq!(tie, [(month("2021-03"), 2)]);
    }

    #[test]
    fn an_empty_network() {
        let network = Network::build(Vec::new(), Vec::new(), Vec::new(), &WindowCounts::default());
        assert_eq!((network.node_count(), network.edge_count(), network.community_count()), (0, 0, 0));
        assert_eq!(network.span(), None);
    }
}
