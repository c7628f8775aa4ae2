//! Connected components.

use super::adjacency::Adjacency;

/// The component of each node, numbered from 0 by size, largest first; among components of one
/// size, the one with the lowest node comes first.
pub fn components(graph: &Adjacency) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut label = vec![usize::MAX; nodes];
    let mut found = 0;
    let mut stack = Vec::new();
    for start in 0..nodes {
        if label[start] != usize::MAX {
            continue;
        }
        label[start] = found;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for &neighbour in graph.neighbours(node) {
                let neighbour = neighbour as usize;
                if label[neighbour] == usize::MAX {
                    label[neighbour] = found;
                    stack.push(neighbour);
                }
            }
        }
        found += 1;
    }
    by_size(&label)
}

/// Renumbers groups from 0 by size, largest first, then by their lowest member.
pub(crate) fn by_size(label: &[usize]) -> Vec<u32> {
    let groups = label.iter().max().map_or(0, |m| m + 1);
    let mut size = vec![0usize; groups];
    let mut lowest = vec![usize::MAX; groups];
    for (node, &group) in label.iter().enumerate() {
        size[group] += 1;
        lowest[group] = lowest[group].min(node);
    }
    let mut order: Vec<usize> = (0..groups).filter(|&g| size[g] > 0).collect();
    order.sort_by_key(|&g| (std::cmp::Reverse(size[g]), lowest[g]));
    let mut number = vec![0u32; groups];
    for (new, &old) in order.iter().enumerate() {
        number[old] = new as u32;
    }
    label.iter().map(|&g| number[g]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_first() {
        let graph = Adjacency::new(7, [(0, 1, 1.0), (3, 4, 1.0), (4, 5, 1.0)]);
        assert_eq!(components(&graph), [1, 1, 2, 0, 0, 0, 3]);
        assert!(components(&Adjacency::default()).is_empty());
    }
}
