//! Betweenness (Freeman 1977) by Brandes's algorithm (2001), sampled for large graphs.

use rayon::prelude::*;

use super::adjacency::Adjacency;
use super::random::Random;

/// Sources walked by one task. A constant, so that the sums are added in the same order whatever
/// the number of threads.
const BATCH: usize = 16;

/// Betweenness of every node, and from how many sources it was estimated if not from all.
#[derive(Clone, Debug, PartialEq)]
pub struct Betweenness {
    /// The share of shortest paths between other nodes that pass through each node, 0 to 1.
    pub values: Vec<f64>,
    /// `None` when exact; else the number of source nodes drawn.
    pub sampled: Option<usize>,
}

/// How many source nodes to draw for a graph: all of them (`None`) up to `nodes` nodes with edges and `edges` edges, else `pivots`;
/// of a graph with so many edges that this would be above 10⁷ walks along one, fewer, but at least 32.
pub fn pivots(graph: &Adjacency, nodes: usize, edges: usize, pivots: usize) -> Option<usize> {
    let connected = (0..graph.nodes()).filter(|&i| graph.degree(i) > 0).count();
    let small = connected <= nodes && graph.edges() <= edges;
    let pivots = pivots.min((10_000_000 / graph.edges().max(1)).max(32));
    (!small && pivots < connected).then_some(pivots)
}

/// Betweenness over paths that count edges, not weights, as networkx and Gephi have it by default.
///
/// Exact with `pivots` `None`. Else from so many source nodes, drawn evenly with `seed`, and scaled
/// up (Brandes & Pich 2007): unbiased, good for telling the nodes that
/// lie between many others, rough for those that lie between few.
pub fn betweenness(graph: &Adjacency, pivots: Option<usize>, seed: u64) -> Betweenness {
    let nodes = graph.nodes();
    let mut sources: Vec<usize> = (0..nodes).filter(|&i| graph.degree(i) > 0).collect();
    let connected = sources.len();
    let sampled = pivots.filter(|&pivots| pivots < connected);
    if let Some(pivots) = sampled {
        Random::new(seed).shuffle(&mut sources);
        sources.truncate(pivots);
        sources.sort_unstable();
    }
    let partial: Vec<Vec<f64>> = sources
        .par_chunks(BATCH)
        .map(|batch| {
            let mut walk = Walk::new(nodes);
            let mut sums = vec![0.0; nodes];
            for &source in batch {
                walk.from(graph, source, &mut sums);
            }
            sums
        })
        .collect();
    let mut values = vec![0.0; nodes];
    for sums in &partial {
        for (value, sum) in values.iter_mut().zip(sums) {
            *value += sum;
        }
    }
    // Each unordered pair was walked from both ends: dividing by the ordered pairs sets it right.
    let others = nodes.saturating_sub(1) as f64 * nodes.saturating_sub(2) as f64;
    let scale = if others > 0.0 && !sources.is_empty() { connected as f64 / sources.len() as f64 / others } else { 0.0 };
    values.iter_mut().for_each(|value| *value *= scale);
    Betweenness { values, sampled }
}

/// Buffers of one breadth-first walk, used again for the next.
struct Walk {
    /// The ring of steps from the source that a node lies in: 1, 2, 3, 1, 2 … and 0 where not reached. Neighbours are never more than one
    /// ring apart, so three names tell farther from nearer, and a byte a node stays near the processor.
    ring: Vec<u8>,
    /// Number of shortest paths from the source.
    paths: Vec<f64>,
    /// Dependency of the source on each node and what lies beyond, for each path that leads there.
    share: Vec<f64>,
    /// Nodes in the order reached.
    order: Vec<u32>,
}

/// The ring beyond a ring.
fn beyond(ring: u8) -> u8 {
    if ring == 3 { 1 } else { ring + 1 }
}

impl Walk {
    fn new(nodes: usize) -> Walk {
        Walk { ring: vec![0; nodes], paths: vec![0.0; nodes], share: vec![0.0; nodes], order: Vec::with_capacity(nodes) }
    }

    fn from(&mut self, graph: &Adjacency, source: usize, sums: &mut [f64]) {
        let Walk { ring, paths, share, order } = self;
        ring[source] = 1;
        paths[source] = 1.0;
        order.push(source as u32);
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            next += 1;
            let farther = beyond(ring[node as usize]);
            let here = paths[node as usize];
            for &neighbour in graph.neighbours(node as usize) {
                let there = &mut ring[neighbour as usize];
                if *there == 0 {
                    *there = farther;
                    order.push(neighbour);
                }
                if *there == farther {
                    paths[neighbour as usize] += here;
                }
            }
        }
        // From the far end back: what depends on a node is its share of what its neighbours farther out carry.
        for &node in order.iter().rev() {
            let node = node as usize;
            let farther = beyond(ring[node]);
            let mut carried = 0.0;
            for &neighbour in graph.neighbours(node) {
                if ring[neighbour as usize] == farther {
                    carried += share[neighbour as usize];
                }
            }
            let dependency = paths[node] * carried;
            share[node] = (1.0 + dependency) / paths[node];
            if node != source {
                sums[node] += dependency;
            }
        }
        for node in order.drain(..) {
            ring[node as usize] = 0;
            (paths[node as usize], share[node as usize]) = (0.0, 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::adjacency::samples;
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    fn exact(graph: &Adjacency) -> Vec<f64> {
        betweenness(graph, None, 0).values
    }

    /// `networkx.betweenness_centrality(graph)`
    #[test]
    fn as_networkx_has_it() {
        let karate = exact(&samples::karate());
        near(karate[0], 0.437_635_281_385_281_46);
        near(karate[33], 0.304_074_975_949_975_96);
        near(karate[2], 0.143_656_806_156_806_18);
        near(karate[11], 0.0);
        near(karate.iter().sum(), 1.496_212_121_212_121_3);
        let ring = exact(&samples::ring_of_cliques(4, 5));
        near(ring[0], 0.236_842_105_263_157_88);
        near(ring[2], 0.0);
        let barbell = exact(&samples::barbell(5, 2));
        near(barbell[4], 0.509_090_909_090_909);
        near(barbell[5], 0.545_454_545_454_545_4);
        let grid = exact(&samples::weighted_grid(4, 5));
        near(grid[7], 0.246_950_710_108_604_7);
        near(grid.iter().sum(), 2.222_222_222_222_222);
    }

    #[test]
    fn a_sample_says_so_and_finds_the_centre() {
        let graph = samples::ring_of_cliques(40, 6);
        let all = betweenness(&graph, None, 1);
        assert_eq!(all.sampled, None);
        let some = betweenness(&graph, Some(120), 1);
        assert_eq!(some.sampled, Some(120));
        assert_ne!(some.values, all.values);
        // Of each clique of six, the two gates carry everything.
        assert!(some.values[0] > 0.5 * all.values[0] && some.values[0] < 1.5 * all.values[0]);
        near(some.values[2], 0.0);
        assert_eq!(some, betweenness(&graph, Some(120), 1));
    }

    #[test]
    fn sizes_that_are_sampled() {
        let graph = samples::ring_of_cliques(40, 6);
        assert_eq!(pivots(&graph, 240, 640, 100), None);
        assert_eq!(pivots(&graph, 239, 640, 100), Some(100));
        assert_eq!(pivots(&graph, 240, 639, 100), Some(100));
        // More sources than nodes are all of them.
        assert_eq!(pivots(&graph, 239, 640, 512), None);
    }

    #[test]
    fn nothing_and_no_edges() {
        assert!(exact(&Adjacency::default()).is_empty());
        assert_eq!(exact(&Adjacency::new(3, [])), [0.0; 3]);
        assert_eq!(exact(&Adjacency::new(2, [(0, 1, 1.0)])), [0.0; 2]);
    }
}
