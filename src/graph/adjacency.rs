//! Neighbour lists in two flat arrays, which every measure walks.

/// An undirected weighted graph in compressed rows: the neighbours of a node lie side by side,
/// in ascending order. Parallel edges are allowed; an edge from a node to itself is dropped.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

impl Adjacency {
    /// A graph of `nodes` nodes; edges with an end out of range or at one node twice are left out.
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Adjacency {
        let edges: Vec<(usize, usize, f64)> = edges.into_iter().filter(|&(a, b, _)| a != b && a < nodes && b < nodes).collect();
        let mut starts = vec![0usize; nodes + 1];
        for &(a, b, _) in &edges {
            starts[a + 1] += 1;
            starts[b + 1] += 1;
        }
        for i in 0..nodes {
            starts[i + 1] += starts[i];
        }
        let mut rows: Vec<(u32, f64)> = vec![(0, 0.0); edges.len() * 2];
        let mut next = starts.clone();
        for &(a, b, weight) in &edges {
            rows[next[a]] = (b as u32, weight);
            next[a] += 1;
            rows[next[b]] = (a as u32, weight);
            next[b] += 1;
        }
        for i in 0..nodes {
            rows[starts[i]..starts[i + 1]].sort_by_key(|&(neighbour, _)| neighbour);
        }
        Adjacency { starts, neighbours: rows.iter().map(|r| r.0).collect(), weights: rows.iter().map(|r| r.1).collect() }
    }

    /// How many nodes there are.
    #[inline]
    pub fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many edges there are.
    #[inline]
    pub fn edges(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// The neighbours of a node, ascending.
    #[inline]
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.starts[node]..self.starts[node + 1]]
    }

    /// The weights of a node's edges, beside [`Adjacency::neighbours`].
    #[inline]
    pub fn weights(&self, node: usize) -> &[f64] {
        &self.weights[self.starts[node]..self.starts[node + 1]]
    }

    /// Neighbours with weights.
    #[inline]
    pub fn row(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.neighbours(node).iter().map(|&n| n as usize).zip(self.weights(node).iter().copied())
    }

    /// How many edges meet at a node.
    #[inline]
    pub fn degree(&self, node: usize) -> usize {
        self.starts[node + 1] - self.starts[node]
    }

    /// The sum of the weights of a node's edges.
    #[inline]
    pub fn strength(&self, node: usize) -> f64 {
        self.weights(node).iter().sum()
    }
}

/// Graphs with known measures, for the tests beside the measures.
#[cfg(test)]
pub(crate) mod samples {
    use super::Adjacency;

    /// `networkx.ring_of_cliques(cliques, size)`.
    pub fn ring_of_cliques(cliques: usize, size: usize) -> Adjacency {
        let mut edges = Vec::new();
        for c in 0..cliques {
            let base = c * size;
            for i in 0..size {
                for j in i + 1..size {
                    edges.push((base + i, base + j, 1.0));
                }
            }
            edges.push((base + 1, ((c + 1) % cliques) * size, 1.0));
        }
        Adjacency::new(cliques * size, edges)
    }

    /// `networkx.barbell_graph(m1, m2)`.
    pub fn barbell(m1: usize, m2: usize) -> Adjacency {
        let mut edges = Vec::new();
        for base in [0, m1 + m2] {
            for i in 0..m1 {
                for j in i + 1..m1 {
                    edges.push((base + i, base + j, 1.0));
                }
            }
        }
        for i in m1 - 1..m1 + m2 {
            edges.push((i, i + 1, 1.0));
        }
        Adjacency::new(2 * m1 + m2, edges)
    }

    /// A grid of `rows` by `columns`, node `r * columns + c`; the edge to the right of node `i`
    /// weighs `i + 1`, the one below it `2 * i + 1`.
    pub fn weighted_grid(rows: usize, columns: usize) -> Adjacency {
        let mut edges = Vec::new();
        for r in 0..rows {
            for c in 0..columns {
                let i = r * columns + c;
                if c + 1 < columns {
                    edges.push((i, i + 1, (i + 1) as f64));
                }
                if r + 1 < rows {
                    edges.push((i, i + columns, (2 * i + 1) as f64));
                }
            }
        }
        Adjacency::new(rows * columns, edges)
    }

    /// Zachary's karate club (1977), unweighted, nodes from 0.
    pub fn karate() -> Adjacency {
        const ROWS: [&[usize]; 34] = [
            &[1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
            &[2, 3, 7, 13, 17, 19, 21, 30],
            &[3, 7, 8, 9, 13, 27, 28, 32],
            &[7, 12, 13],
            &[6, 10],
            &[6, 10, 16],
            &[16],
            &[],
            &[30, 32, 33],
            &[33],
            &[],
            &[],
            &[],
            &[33],
            &[32, 33],
            &[32, 33],
            &[],
            &[],
            &[32, 33],
            &[33],
            &[32, 33],
            &[],
            &[32, 33],
            &[25, 27, 29, 32, 33],
            &[25, 27, 31],
            &[31],
            &[29, 33],
            &[33],
            &[31, 33],
            &[32, 33],
            &[32, 33],
            &[32, 33],
            &[33],
            &[],
        ];
        let edges = ROWS.iter().enumerate().flat_map(|(a, row)| row.iter().map(move |&b| (a, b, 1.0)));
        Adjacency::new(34, edges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_symmetric() {
        let graph = Adjacency::new(4, [(2, 0, 5.0), (0, 1, 2.0), (3, 3, 9.0), (0, 9, 1.0)]);
        assert_eq!(graph.nodes(), 4);
        assert_eq!(graph.edges(), 2);
        assert_eq!(graph.neighbours(0), [1, 2]);
        assert_eq!(graph.weights(0), [2.0, 5.0]);
        assert_eq!(graph.neighbours(2), [0]);
        assert_eq!(graph.degree(3), 0);
        assert_eq!(graph.strength(0), 7.0);
    }

    #[test]
    fn sample_sizes() {
        assert_eq!(samples::karate().edges(), 78);
        assert_eq!(samples::ring_of_cliques(4, 5).edges(), 44);
        assert_eq!(samples::barbell(5, 2).edges(), 23);
        assert_eq!(Adjacency::new(0, []).nodes(), 0);
    }
}
