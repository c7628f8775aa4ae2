//! PageRank (Page et al. 1999) over weighted undirected edges.

use super::adjacency::Adjacency;

/// The rank of each node, summing to 1.
///
/// A walker follows an edge with probability in proportion to its weight, or with probability
/// `1 - damping` jumps to any node; from a node without edges it always jumps. Iterated until the
/// ranks change by less than 1e-12 in sum (at most 1,000 times), so that they hold to 1e-9.
pub fn pagerank(graph: &Adjacency, damping: f64) -> Vec<f64> {
    let nodes = graph.nodes();
    if nodes == 0 {
        return Vec::new();
    }
    let even = 1.0 / nodes as f64;
    // Only nodes with edges are walked; all others always have the rank that a jump gives.
    let tied: Vec<usize> = (0..nodes).filter(|&i| graph.strength(i) > 0.0).collect();
    let alone = nodes - tied.len();
    let strengths: Vec<f64> = tied.iter().map(|&i| graph.strength(i)).collect();
    let mut rank = vec![even; tied.len()];
    let mut rank_alone = even;
    let mut share = vec![0.0; nodes];
    for _ in 0..1000 {
        for ((&i, rank), strength) in tied.iter().zip(&rank).zip(&strengths) {
            share[i] = rank / strength;
        }
        let stranded = (0..alone).fold(0.0, |sum, _| sum + rank_alone);
        let jump = (1.0 - damping + damping * stranded) * even;
        let mut change = (jump - rank_alone).abs() * alone as f64;
        rank_alone = jump;
        for (&i, value) in tied.iter().zip(&mut rank) {
            let new = jump + damping * inflow(graph.neighbours(i), graph.weights(i), &share);
            change += (new - *value).abs();
            *value = new;
        }
        if change < 1e-12 {
            break;
        }
    }
    let mut ranks = vec![rank_alone; nodes];
    for (&i, rank) in tied.iter().zip(rank) {
        ranks[i] = rank;
    }
    ranks
}

/// What comes in over some edges. Four sums at a time: each addition to one sum would wait for the last.
fn inflow(neighbours: &[u32], weights: &[f64], share: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (ends, ties) = (neighbours.chunks_exact(4), weights.chunks_exact(4));
    let rest = ends.remainder().iter().zip(ties.remainder()).map(|(&end, weight)| share[end as usize] * weight).sum::<f64>();
    for (ends, ties) in ends.zip(ties) {
        for ((sum, &end), weight) in sums.iter_mut().zip(ends).zip(ties) {
            *sum += share[end as usize] * weight;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::super::adjacency::samples;
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    /// `networkx.pagerank(graph, alpha=0.85, tol=1e-14, max_iter=10000, weight="weight")`
    #[test]
    fn as_networkx_has_it() {
        let karate = pagerank(&samples::karate(), 0.85);
        near(karate[0], 0.096_997_285_388_373_8);
        near(karate[33], 0.100_919_182_332_551_6);
        near(karate[11], 0.009_564_745_492_141_206);
        let ring = pagerank(&samples::ring_of_cliques(4, 5), 0.85);
        near(ring[0], 0.055_875_576_036_865_53);
        near(ring[2], 0.046_082_949_308_756_324);
        let barbell = pagerank(&samples::barbell(5, 2), 0.85);
        near(barbell[4], 0.107_308_310_485_018_93);
        near(barbell[5], 0.053_465_065_708_626_955);
        let grid = pagerank(&samples::weighted_grid(4, 5), 0.85);
        near(grid[0], 0.012_123_960_962_373_632);
        near(grid[7], 0.051_806_988_575_814_16);
        near(grid.iter().sum(), 1.0);
    }

    #[test]
    fn nothing_and_no_edges() {
        assert!(pagerank(&Adjacency::default(), 0.85).is_empty());
        assert_eq!(pagerank(&Adjacency::new(4, []), 0.85), vec![0.25; 4]);
    }
}
