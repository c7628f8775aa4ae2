//! Communities by the Leiden algorithm (Traag, Waltman & van Eck 2019) for modularity.
//!
//! Each round moves nodes to the community that gains most, refines every community into connected
//! parts, and goes on with the parts as nodes. Rounds repeat until nothing changes. Two choices the
//! paper leaves open: nodes are visited in an order drawn from the seed, and in the refinement a
//! node joins the part that gains most rather than one drawn at random, so that a seed fixes the
//! result on every machine. Either way every community is connected.

use std::collections::VecDeque;

use super::adjacency::Adjacency;
use super::component::by_size;
use super::random::Random;

/// Most times the whole algorithm is run over the graph; it commonly settles after two or three.
const ROUNDS: usize = 10;
/// The same for a graph with more than [`LARGE`] edges, where later rounds move a handful of nodes.
const FEW_ROUNDS: usize = 2;
/// See [`FEW_ROUNDS`].
const LARGE: usize = 20_000;

/// Communities of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// The community of each node, numbered from 0 by size, largest first.
    pub of: Vec<u32>,
    /// Modularity (Newman & Girvan 2004) of the partition.
    pub modularity: f64,
}

/// Finds communities. `resolution` 1 is plain modularity; higher values give smaller communities.
pub fn leiden(graph: &Adjacency, resolution: f64, seed: u64) -> Communities {
    let base = Level::base(graph);
    let mut label: Vec<usize> = (0..base.nodes()).collect();
    if base.total > 0.0 {
        let mut random = Random::new(seed);
        for _ in 0..if graph.edges() > LARGE { FEW_ROUNDS } else { ROUNDS } {
            let before = label.clone();
            label = round(&base, label, resolution, &mut random);
            label = split_unconnected(graph, &label);
            if by_size(&label) == by_size(&before) {
                break;
            }
        }
    }
    let modularity = modularity(graph, &label, resolution);
    Communities { of: by_size(&label), modularity }
}

/// Modularity of a partition of a graph, from -0.5 to 1; 0 for a graph without edges.
pub fn modularity(graph: &Adjacency, label: &[usize], resolution: f64) -> f64 {
    let groups = label.iter().max().map_or(0, |m| m + 1);
    let mut inside = 0.0;
    let mut strength = vec![0.0; groups];
    for node in 0..graph.nodes() {
        for (neighbour, weight) in graph.row(node) {
            strength[label[node]] += weight;
            if label[neighbour] == label[node] {
                inside += weight;
            }
        }
    }
    let twice: f64 = strength.iter().sum();
    if twice == 0.0 {
        return 0.0;
    }
    let expected: f64 = strength.iter().map(|s| s / twice * (s / twice)).sum();
    inside / twice - resolution * expected
}

/// The graph at one level of aggregation.
struct Level {
    graph: Adjacency,
    /// Strength of each node, edges inside it (counted from both ends) included.
    strength: Vec<f64>,
    /// Sum of all strengths: twice the weight of all edges.
    total: f64,
}

impl Level {
    fn base(graph: &Adjacency) -> Level {
        let strength: Vec<f64> = (0..graph.nodes()).map(|i| graph.strength(i)).collect();
        Level { graph: graph.clone(), total: strength.iter().sum(), strength }
    }

    fn nodes(&self) -> usize {
        self.strength.len()
    }

    /// The graph whose nodes are the parts of this one; `part` numbers them without gaps.
    fn aggregate(&self, part: &[usize], parts: usize) -> Level {
        let mut strength = vec![0.0; parts];
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); parts];
        for (node, &p) in part.iter().enumerate() {
            strength[p] += self.strength[node];
            members[p].push(node);
        }
        let mut edges = Vec::new();
        let mut tally = Tally::new(parts);
        for (p, nodes) in members.iter().enumerate() {
            for &node in nodes {
                for (neighbour, weight) in self.graph.row(node) {
                    if part[neighbour] > p {
                        tally.add(part[neighbour], weight);
                    }
                }
            }
            for (other, weight) in tally.drain() {
                edges.push((p, other, weight));
            }
        }
        Level { graph: Adjacency::new(parts, edges), strength, total: self.total }
    }
}

/// Sums by number, cleared at the cost of the numbers touched.
struct Tally {
    sum: Vec<f64>,
    seen: Vec<bool>,
    touched: Vec<usize>,
}

impl Tally {
    fn new(size: usize) -> Tally {
        Tally { sum: vec![0.0; size], seen: vec![false; size], touched: Vec::new() }
    }

    fn add(&mut self, at: usize, amount: f64) {
        if !self.seen[at] {
            self.seen[at] = true;
            self.touched.push(at);
        }
        self.sum[at] += amount;
    }

    fn drain(&mut self) -> Vec<(usize, f64)> {
        let mut out = Vec::with_capacity(self.touched.len());
        for at in self.touched.drain(..) {
            out.push((at, self.sum[at]));
            self.sum[at] = 0.0;
            self.seen[at] = false;
        }
        out
    }
}

/// Numbers the labels without gaps, in the order in which nodes show them; gives how many there are.
fn compact(label: &mut [usize]) -> usize {
    let mut number = vec![usize::MAX; label.iter().max().map_or(0, |m| m + 1)];
    let mut count = 0;
    for l in label.iter_mut() {
        if number[*l] == usize::MAX {
            number[*l] = count;
            count += 1;
        }
        *l = number[*l];
    }
    count
}

/// Makes each connected piece of a community a community: apart they can only gain.
fn split_unconnected(graph: &Adjacency, label: &[usize]) -> Vec<usize> {
    let mut pieces = vec![usize::MAX; label.len()];
    let mut count = 0;
    let mut stack = Vec::new();
    for start in 0..label.len() {
        if pieces[start] != usize::MAX {
            continue;
        }
        pieces[start] = count;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for &neighbour in graph.neighbours(node) {
                let neighbour = neighbour as usize;
                if pieces[neighbour] == usize::MAX && label[neighbour] == label[node] {
                    pieces[neighbour] = count;
                    stack.push(neighbour);
                }
            }
        }
        count += 1;
    }
    pieces
}

/// One run of the algorithm from the partition `label` of the base graph.
fn round(base: &Level, mut label: Vec<usize>, resolution: f64, random: &mut Random) -> Vec<usize> {
    // The node of the present level that each base node has gone into.
    let mut inside: Vec<usize> = (0..base.nodes()).collect();
    let mut current: Option<Level> = None;
    loop {
        let level = current.as_ref().unwrap_or(base);
        move_nodes(level, &mut label, resolution, random);
        let communities = compact(&mut label);
        if communities == level.nodes() {
            break;
        }
        let mut part = refine(level, &label, communities, resolution, random);
        let parts = compact(&mut part);
        // Where the refinement joins nothing, the communities themselves become the nodes.
        if parts == level.nodes() {
            break;
        }
        let mut coarse = vec![0; parts];
        for (node, &p) in part.iter().enumerate() {
            coarse[p] = label[node];
        }
        let next = level.aggregate(&part, parts);
        inside.iter_mut().for_each(|i| *i = part[*i]);
        label = coarse;
        current = Some(next);
    }
    inside.iter().map(|&i| label[i]).collect()
}

/// Moves nodes between communities until no move gains, revisiting only what a move disturbed.
fn move_nodes(level: &Level, label: &mut [usize], resolution: f64, random: &mut Random) {
    let nodes = level.nodes();
    let mut strength = vec![0.0; nodes];
    let mut size = vec![0usize; nodes];
    for (node, &l) in label.iter().enumerate() {
        strength[l] += level.strength[node];
        size[l] += 1;
    }
    let mut empty: Vec<usize> = (0..nodes).rev().filter(|&l| size[l] == 0).collect();
    let mut order: Vec<usize> = (0..nodes).collect();
    random.shuffle(&mut order);
    let mut queue: VecDeque<usize> = order.into();
    let mut queued = vec![true; nodes];
    let mut tally = Tally::new(nodes);
    while let Some(node) = queue.pop_front() {
        queued[node] = false;
        let own = label[node];
        for (neighbour, weight) in level.graph.row(node) {
            tally.add(label[neighbour], weight);
        }
        let k = level.strength[node];
        strength[own] -= k;
        size[own] -= 1;
        if size[own] == 0 {
            // Exactly zero again, whatever rounding left behind.
            strength[own] = 0.0;
        }
        let gain = |weight: f64, strength: f64| weight - resolution * k * strength / level.total;
        let ties = tally.drain();
        let to_own = ties.iter().find(|(l, _)| *l == own).map_or(0.0, |t| t.1);
        let stay = gain(to_own, strength[own]);
        let (mut best, mut most) = (own, stay);
        for (l, weight) in ties {
            let g = gain(weight, strength[l]);
            if g > most + 1e-12 {
                (best, most) = (l, g);
            }
        }
        // A community of its own gains 0.
        if most < -1e-12
            && size[own] > 0
            && let Some(&free) = empty.last()
        {
            best = free;
        }
        strength[best] += k;
        size[best] += 1;
        if best != own {
            if empty.last() == Some(&best) {
                empty.pop();
            }
            if size[own] == 0 {
                empty.push(own);
            }
            label[node] = best;
            for &neighbour in level.graph.neighbours(node) {
                let neighbour = neighbour as usize;
                if label[neighbour] != best && !queued[neighbour] {
                    queued[neighbour] = true;
                    queue.push_back(neighbour);
                }
            }
        }
    }
}

/// Splits every community into connected, well tied parts.
fn refine(level: &Level, label: &[usize], communities: usize, resolution: f64, random: &mut Random) -> Vec<usize> {
    let nodes = level.nodes();
    let mut community = vec![0.0; communities];
    for (node, &l) in label.iter().enumerate() {
        community[l] += level.strength[node];
    }
    let mut part: Vec<usize> = (0..nodes).collect();
    let mut alone = vec![true; nodes];
    let mut strength = level.strength.clone();
    // Weight of the edges from each part to the rest of its community.
    let mut cut: Vec<f64> =
        (0..nodes).map(|node| level.graph.row(node).filter(|(n, _)| label[*n] == label[node]).map(|(_, w)| w).sum()).collect();
    let own_cut = cut.clone();
    let tied = |cut: f64, strength: f64, whole: f64| cut >= resolution * strength * (whole - strength) / level.total;
    let mut order: Vec<usize> = (0..nodes).collect();
    random.shuffle(&mut order);
    let mut tally = Tally::new(nodes);
    for node in order {
        let whole = community[label[node]];
        let k = level.strength[node];
        if !alone[node] || !tied(own_cut[node], k, whole) {
            continue;
        }
        for (neighbour, weight) in level.graph.row(node) {
            if label[neighbour] == label[node] {
                tally.add(part[neighbour], weight);
            }
        }
        let mut best = None;
        let mut most = 0.0;
        for (p, weight) in tally.drain() {
            let gain = weight - resolution * k * strength[p] / level.total;
            if gain > most && tied(cut[p], strength[p], whole) {
                (best, most) = (Some((p, weight)), gain);
            }
        }
        if let Some((p, weight)) = best {
            part[node] = p;
            alone[node] = false;
            alone[p] = false;
            strength[p] += k;
            cut[p] += own_cut[node] - 2.0 * weight;
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::super::adjacency::samples;
    use super::super::component::components;
    use super::*;
    use proptest::prelude::*;

    fn groups(of: &[u32]) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); of.iter().max().map_or(0, |m| *m as usize + 1)];
        of.iter().enumerate().for_each(|(node, &g)| groups[g as usize].push(node));
        groups
    }

    /// `leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, n_iterations=-1)`, best
    /// of twenty seeds; it is the known optimum of the karate club.
    #[test]
    fn karate_club() {
        let best = (0..10).map(|seed| leiden(&samples::karate(), 1.0, seed)).max_by(|a, b| a.modularity.total_cmp(&b.modularity));
        let best = best.map(|b| (groups(&b.of), b.modularity)).unwrap_or_default();
        assert!((best.1 - 0.419_789_612_097_304_37).abs() < 1e-9, "{}", best.1);
        assert_eq!(
            best.0,
            [
                vec![8, 9, 14, 15, 18, 20, 22, 26, 29, 30, 32, 33],
                vec![0, 1, 2, 3, 7, 11, 12, 13, 17, 19, 21],
                vec![23, 24, 25, 27, 28, 31],
                vec![4, 5, 6, 10, 16],
            ]
        );
        for seed in 0..10 {
            assert!(leiden(&samples::karate(), 1.0, seed).modularity > 0.40);
        }
    }

    /// Known partitions: the cliques; as leidenalg finds them.
    #[test]
    fn cliques_and_grid() {
        for seed in 0..5 {
            let ring = leiden(&samples::ring_of_cliques(4, 5), 1.0, seed);
            assert_eq!(ring.of, (0..20).map(|i| i / 5).collect::<Vec<u32>>());
            assert!((ring.modularity - 0.659_090_909_090_909_1).abs() < 1e-9);
            let barbell = leiden(&samples::barbell(5, 2), 1.0, seed);
            assert!((barbell.modularity - 0.488_657_844_990_548).abs() < 1e-9);
            let grid = leiden(&samples::weighted_grid(4, 5), 1.0, seed);
            assert!(grid.modularity > 0.42, "{}", grid.modularity);
        }
        let grid = (0..10).map(|seed| leiden(&samples::weighted_grid(4, 5), 1.0, seed).modularity);
        assert!((grid.fold(0.0, f64::max) - 0.431_438_691_178_950_95).abs() < 1e-9);
    }

    #[test]
    fn large_ring_of_cliques() {
        let found = leiden(&samples::ring_of_cliques(30, 8), 1.0, 1);
        // At resolution 1 a ring of thirty cliques may be read two cliques at a time, never less.
        let count = groups(&found.of).len();
        assert!((15..=30).contains(&count), "{count}");
        assert!(found.modularity > 0.87, "{}", found.modularity);
    }

    #[test]
    fn nothing_and_no_edges() {
        assert!(leiden(&Adjacency::default(), 1.0, 0).of.is_empty());
        assert_eq!(leiden(&Adjacency::new(3, []), 1.0, 0).of, [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn communities_are_connected_and_repeatable(
            edges in proptest::collection::btree_map((0usize..25, 0usize..25), 1u32..20, 0..120),
            seed in 0u64..4,
        ) {
            let edges: Vec<(usize, usize, f64)> =
                edges.into_iter().filter(|((a, b), _)| a < b).map(|((a, b), w)| (a, b, f64::from(w))).collect();
            let graph = Adjacency::new(25, edges.iter().copied());
            let found = leiden(&graph, 1.0, seed);
            prop_assert_eq!(&found, &leiden(&graph, 1.0, seed));
            for group in groups(&found.of) {
                let inside = edges.iter().copied().filter(|(a, b, _)| group.contains(a) && group.contains(b));
                let whole = components(&Adjacency::new(25, inside));
                prop_assert!(group.iter().all(|&n| whole[n] == whole[group[0]]), "{:?}", group);
            }
            let alone: Vec<usize> = (0..25).collect();
            prop_assert!(found.modularity >= modularity(&graph, &alone, 1.0) - 1e-12);
        }
    }
}
