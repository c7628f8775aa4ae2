//! The disparity filter (Serrano, Boguñá & Vespignani 2009).

use super::adjacency::Adjacency;

/// How likely each edge's share of an end's weight would be if that end spread its weight evenly at
/// random over its edges: the lower of the two ends, 0 to 1, in the order of `edges`.
///
/// Edges below a level such as 0.05 make up the backbone. An end with one edge says nothing (1).
/// `edges` are those the graph was made of.
pub fn disparity(graph: &Adjacency, edges: &[(usize, usize, f64)]) -> Vec<f64> {
    let strengths: Vec<f64> = (0..graph.nodes()).map(|i| graph.strength(i)).collect();
    let of = |node: usize, weight: f64| chance(graph.degree(node), strengths[node], weight);
    edges.iter().map(|&(a, b, weight)| of(a, weight).min(of(b, weight))).collect()
}

/// How likely an end with so many edges, of so much weight together, gives one of them `weight` or more.
pub fn chance(degree: usize, strength: f64, weight: f64) -> f64 {
    match degree {
        0 | 1 => 1.0,
        degree => (1.0 - weight / strength).max(0.0).powi(degree as i32 - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heavy_edge_stands_out() {
        // Node 0 has edges of 90, 5 and 5: (1 - .9)^2 = .01 and (1 - .05)^2 = .9025; the far ends
        // have one edge each and say nothing.
        let edges = [(0, 1, 90.0), (0, 2, 5.0), (0, 3, 5.0)];
        let found = disparity(&Adjacency::new(4, edges), &edges);
        for (value, expected) in found.iter().zip([0.01, 0.9025, 0.9025]) {
            assert!((value - expected).abs() < 1e-12, "{value}");
        }
    }

    #[test]
    fn two_nodes_say_nothing() {
        let edges = [(0, 1, 7.0)];
        assert_eq!(disparity(&Adjacency::new(2, edges), &edges), [1.0]);
    }
}
