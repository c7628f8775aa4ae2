//! Takes the measures of a network, finds its communities, lays it out, and puts what comes of it into the rows.

use super::Network;
use crate::graph::adjacency::Adjacency;
use crate::graph::backbone::disparity;
use crate::graph::betweenness::{betweenness, pivots};
use crate::graph::component::{self, components};
use crate::graph::kcore::core_numbers;
use crate::graph::layout::{Layout, LayoutOptions, force_atlas2};
use crate::graph::leiden::leiden;
use crate::graph::pagerank::pagerank;

/// How the measures are taken.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seed of everything random.
    pub seed: u64,
    /// Chance that PageRank's walker follows an edge.
    pub damping: f64,
    /// Leiden's resolution; higher values give smaller communities.
    pub resolution: f64,
    /// Betweenness is exact up to so many nodes with edges …
    pub exact_betweenness_nodes: usize,
    /// … and so many edges.
    pub exact_betweenness_edges: usize,
    /// Above that it is estimated from so many source nodes.
    pub betweenness_pivots: usize,
    /// How the picture is made.
    pub layout: LayoutOptions,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            seed: 1,
            damping: 0.85,
            resolution: 1.0,
            exact_betweenness_nodes: 4000,
            exact_betweenness_edges: 20_000,
            betweenness_pivots: 128,
            layout: LayoutOptions::default(),
        }
    }
}

impl Network {
    /// The edges by weight.
    pub(super) fn adjacency(&self) -> Adjacency {
        Adjacency::new(self.node_count(), self.edges().map(|e| (e.source, e.target, e.weight as f64)))
    }

    /// Takes all measures but communities and positions anew.
    pub fn measure(&mut self, options: &Options) {
        let measures = Measures::of(self, &self.adjacency(), options);
        self.set_measures(measures);
    }

    pub(super) fn set_measures(&mut self, measures: Measures) {
        for (node, (degree, strength, rank, between, core, component)) in self.graph.node_weights_mut().zip(measures.nodes) {
            node.row.degree = degree;
            node.row.weighted_degree = strength;
            node.row.pagerank = rank;
            node.row.betweenness = between;
            node.row.core = core;
            node.row.component = component;
        }
        for (edge, level) in self.graph.edge_weights_mut().zip(measures.disparity) {
            edge.disparity = level;
        }
        self.betweenness_pivots = measures.pivots;
    }

    /// Finds communities anew; they are numbered from `0`, largest first. A node without edges
    /// belongs to none, and its community is empty.
    pub fn find_communities(&mut self, options: &Options) {
        let groups = Groups::of(&self.adjacency(), options);
        self.set_groups(groups);
    }

    pub(super) fn set_groups(&mut self, groups: Groups) {
        for (node, group) in self.graph.node_weights_mut().zip(groups.of) {
            node.row.community = group.map_or_else(String::new, |g| g.to_string());
        }
        self.modularity = groups.modularity;
    }

    /// Lays the network out anew, by its [`LayoutOptions::edges`] heaviest edges.
    ///
    /// Ties beyond chance (by NPMI) pull more than others of their weight: the few entities that
    /// meet everybody would else draw everybody into one heap.
    pub fn lay_out(&mut self, options: &LayoutOptions) {
        let layout = self.layout(options);
        self.set_layout(layout);
    }

    pub(super) fn layout(&self, options: &LayoutOptions) -> Layout {
        let ties = self.edges().take(options.edges).map(|e| (e.source, e.target, e.weight as f64 * e.npmi.max(0.05)));
        force_atlas2(&Adjacency::new(self.node_count(), ties), &self.sizes(), options)
    }

    pub(super) fn set_layout(&mut self, layout: Layout) {
        for (node, (x, y)) in self.graph.node_weights_mut().zip(layout.positions) {
            (node.x, node.y) = (x, y);
        }
        self.laid_out = layout.simulated;
    }
}

/// The measures of a network, before they are put into it.
pub(super) struct Measures {
    /// Degree, weighted degree, PageRank, betweenness, core and component of each node.
    nodes: Vec<(u64, u64, f64, f64, u32, u32)>,
    /// Of each edge.
    disparity: Vec<f64>,
    /// See [`Network::betweenness_pivots`].
    pivots: Option<usize>,
}

impl Measures {
    pub(super) fn of(network: &Network, adjacency: &Adjacency, options: &Options) -> Measures {
        let (between, ranks) = rayon::join(
            || {
                let Options { exact_betweenness_nodes, exact_betweenness_edges, betweenness_pivots, .. } = *options;
                let pivots = pivots(adjacency, exact_betweenness_nodes, exact_betweenness_edges, betweenness_pivots);
                betweenness(adjacency, pivots, options.seed)
            },
            || pagerank(adjacency, options.damping),
        );
        let cores = core_numbers(adjacency);
        let components = components(adjacency);
        let edges: Vec<(usize, usize, f64)> = network.edges().map(|e| (e.source, e.target, e.weight as f64)).collect();
        let nodes = (0..network.node_count())
            .map(|i| {
                // Sums of whole numbers, exact below 2^53.
                (adjacency.degree(i) as u64, adjacency.strength(i) as u64, ranks[i], between.values[i], cores[i], components[i])
            })
            .collect();
        Measures { nodes, disparity: disparity(adjacency, &edges), pivots: between.sampled }
    }
}

/// The communities of a network, before they are put into it.
pub(super) struct Groups {
    /// Of each node; `None` for one without edges.
    of: Vec<Option<u32>>,
    modularity: f64,
}

impl Groups {
    pub(super) fn of(adjacency: &Adjacency, options: &Options) -> Groups {
        let found = leiden(adjacency, options.resolution, options.seed);
        // Nodes without edges are communities of one, which come last among those of one.
        let groups: Vec<usize> = found.of.iter().map(|&c| c as usize).collect();
        let numbers = component::by_size(&groups);
        let of = numbers.iter().enumerate().map(|(i, &group)| (adjacency.degree(i) > 0).then_some(group)).collect();
        Groups { of, modularity: found.modularity }
    }
}
