//! Core numbers (Seidman 1983) by the linear algorithm of Batagelj & Zaveršnik (2003).

use super::adjacency::Adjacency;

/// The largest `k` for which each node belongs to a subgraph where every node has `k` neighbours.
pub fn core_numbers(graph: &Adjacency) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut degree: Vec<usize> = (0..nodes).map(|i| graph.degree(i)).collect();
    // Nodes in the order of their degree, and where the nodes of each degree begin.
    let largest = degree.iter().copied().max().unwrap_or(0);
    let mut begin = vec![0usize; largest + 2];
    for &d in &degree {
        begin[d + 1] += 1;
    }
    for d in 0..=largest {
        begin[d + 1] += begin[d];
    }
    let mut order = vec![0usize; nodes];
    let mut place = vec![0usize; nodes];
    let mut next = begin.clone();
    for node in 0..nodes {
        place[node] = next[degree[node]];
        order[place[node]] = node;
        next[degree[node]] += 1;
    }
    for at in 0..nodes {
        let node = order[at];
        for &neighbour in graph.neighbours(node) {
            let neighbour = neighbour as usize;
            if degree[neighbour] <= degree[node] {
                continue;
            }
            // Swap the neighbour with the first node of its degree, then let that degree begin one
            // later: the neighbour has moved into the degree below.
            let d = degree[neighbour];
            let first_at = begin[d];
            let first = order[first_at];
            order.swap(first_at, place[neighbour]);
            place.swap(first, neighbour);
            begin[d] += 1;
            degree[neighbour] -= 1;
        }
    }
    degree.into_iter().map(|d| d as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::super::adjacency::samples;
    use super::*;
    use proptest::prelude::*;

    /// `networkx.core_number(graph)`
    #[test]
    fn as_networkx_has_it() {
        assert_eq!(
            core_numbers(&samples::karate()),
            [4, 4, 4, 4, 3, 3, 3, 4, 4, 2, 3, 1, 2, 4, 2, 2, 2, 2, 2, 3, 2, 2, 2, 3, 3, 3, 2, 3, 3, 3, 4, 3, 4, 4]
        );
        assert_eq!(core_numbers(&samples::barbell(5, 2)), [4, 4, 4, 4, 4, 2, 2, 4, 4, 4, 4, 4]);
        assert_eq!(core_numbers(&samples::ring_of_cliques(4, 5)), [4; 20]);
        assert_eq!(core_numbers(&samples::weighted_grid(4, 5)), [2; 20]);
        assert_eq!(core_numbers(&Adjacency::new(3, [(0, 2, 1.0)])), [1, 0, 1]);
        assert!(core_numbers(&Adjacency::default()).is_empty());
    }

    /// Peeling by hand: take away every node with fewer than `k` neighbours until none is left to take.
    fn peeled(graph: &Adjacency) -> Vec<u32> {
        let mut core = vec![0; graph.nodes()];
        for k in 1..=graph.nodes() as u32 {
            let mut alive = vec![true; graph.nodes()];
            loop {
                let weak: Vec<usize> = (0..graph.nodes())
                    .filter(|&i| alive[i])
                    .filter(|&i| {
                        let left = graph.neighbours(i).iter().filter(|&&n| alive[n as usize]);
                        (left.count() as u32) < k
                    })
                    .collect();
                if weak.is_empty() {
                    break;
                }
                weak.into_iter().for_each(|i| alive[i] = false);
            }
            (0..graph.nodes()).filter(|&i| alive[i]).for_each(|i| core[i] = k);
        }
        core
    }

    proptest! {
        #[test]
        fn same_as_peeling(edges in proptest::collection::btree_set((0usize..12, 0usize..12), 0..50)) {
            let graph = Adjacency::new(12, edges.into_iter().filter(|(a, b)| a < b).map(|(a, b)| (a, b, 1.0)));
            prop_assert_eq!(core_numbers(&graph), peeled(&graph));
        }
    }
}
