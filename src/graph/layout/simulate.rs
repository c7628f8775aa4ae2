//! The simulation: nodes push one another away, edges pull, and every step moves as far as the swinging lets it.

use rayon::prelude::*;

use super::plane::{difference, length};
use crate::graph::adjacency::Adjacency;
use crate::graph::quadtree::Quadtree;

/// Repulsion against attraction; the higher, the wider the picture.
const SCALING: f64 = 2.0;
/// Pull towards the middle, which keeps components from drifting off.
const GRAVITY: f64 = 1.5;
/// How coarsely distant nodes are lumped together.
const THETA: f64 = 1.2;
/// How much swinging is allowed for the sake of speed.
const JITTER: f64 = 1.0;

/// Runs the simulation for so many steps.
pub(super) fn simulate(graph: &Adjacency, masses: &[f64], places: &mut [(f64, f64)], steps: usize) {
    let nodes = graph.nodes();
    let mut forces = vec![(0.0, 0.0); nodes];
    let mut before = vec![(0.0, 0.0); nodes];
    let mut tree = Quadtree::default();
    let mut pace = Pace::default();
    let ties = Ties::of(graph);
    let mut pulls = vec![0.0; ties.ends.len()];
    for _ in 0..steps {
        tree.build(places, masses);
        std::mem::swap(&mut forces, &mut before);
        let (tree, at, ties) = (&tree, &*places, &ties);
        // What is the same from both ends is worked out once.
        pulls.par_iter_mut().with_min_len(1024).zip(&ties.ends).for_each(|(pull, &(a, b, weight))| {
            let distance = length(difference(at[a as usize], at[b as usize]));
            *pull = if distance > 0.0 { weight * logarithm(1.0 + distance) / distance } else { 0.0 };
        });
        let pulls = &pulls;
        forces.par_iter_mut().with_min_len(64).enumerate().for_each(|(node, force)| {
            *force = force_on(ties, pulls, tree, at, masses, node);
        });
        pace.advance(&forces, &before, masses);
        for (node, place) in places.iter_mut().enumerate() {
            let swing = masses[node] * length(difference(forces[node], before[node]));
            let factor = pace.speed / (1.0 + (pace.speed * swing).sqrt());
            place.0 += forces[node].0 * factor;
            place.1 += forces[node].1 * factor;
        }
    }
}

/// The edges of a graph, each once, and which of them meet at a node.
struct Ties {
    /// Ends and weight.
    ends: Vec<(u32, u32, f64)>,
    /// For each node in turn: its neighbours, ascending, with the number of the edge.
    rows: Vec<(u32, u32)>,
    /// Where the row of each node begins.
    starts: Vec<usize>,
}

impl Ties {
    fn of(graph: &Adjacency) -> Ties {
        let nodes = graph.nodes();
        let mut ties = Ties { ends: Vec::with_capacity(graph.edges()), rows: Vec::with_capacity(graph.edges() * 2), starts: vec![0] };
        // As rows are ascending, the edges to a node from lower ones come in the order of those nodes.
        let mut lower: Vec<Vec<u32>> = vec![Vec::new(); nodes];
        for node in 0..nodes {
            let mut from_lower = std::mem::take(&mut lower[node]).into_iter();
            for (other, weight) in graph.row(node) {
                let tie = match other < node {
                    true => from_lower.next().unwrap_or(0),
                    false => {
                        let tie = ties.ends.len() as u32;
                        ties.ends.push((node as u32, other as u32, weight));
                        lower[other].push(tie);
                        tie
                    }
                };
                ties.rows.push((other as u32, tie));
            }
            ties.starts.push(ties.rows.len());
        }
        ties
    }

    fn row(&self, node: usize) -> &[(u32, u32)] {
        &self.rows[self.starts[node]..self.starts[node + 1]]
    }
}

/// Repulsion by all nodes, attraction along edges, gravity.
fn force_on(ties: &Ties, pulls: &[f64], tree: &Quadtree, places: &[(f64, f64)], masses: &[f64], node: usize) -> (f64, f64) {
    let place = places[node];
    let push = tree.repulsion(node, place, THETA);
    let mut force = (push.0 * SCALING * masses[node], push.1 * SCALING * masses[node]);
    for &(other, tie) in ties.row(node) {
        let (dx, dy) = difference(place, places[other as usize]);
        let pull = pulls[tie as usize];
        force.0 -= dx * pull;
        force.1 -= dy * pull;
    }
    let distance = length(place);
    if distance > 0.0 {
        let pull = GRAVITY * masses[node] / distance;
        force.0 -= place.0 * pull;
        force.1 -= place.1 * pull;
    }
    force
}

/// The adaptive speed of the paper: as fast as the swinging of the nodes lets it.
struct Pace {
    speed: f64,
    efficiency: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { speed: 1.0, efficiency: 1.0 }
    }
}

impl Pace {
    fn advance(&mut self, forces: &[(f64, f64)], before: &[(f64, f64)], masses: &[f64]) {
        let nodes = forces.len() as f64;
        let (mut swinging, mut traction) = (0.0, 0.0);
        for ((&now, &then), &mass) in forces.iter().zip(before).zip(masses) {
            swinging += mass * length(difference(now, then));
            traction += mass * 0.5 * length((now.0 + then.0, now.1 + then.1));
        }
        if swinging <= 0.0 || traction <= 0.0 {
            return;
        }
        let guess = 0.05 * nodes.sqrt();
        let mut tolerance = JITTER * guess.sqrt().max((guess * traction / (nodes * nodes)).min(10.0));
        if swinging / traction > 2.0 {
            if self.efficiency > 0.05 {
                self.efficiency *= 0.5;
            }
            tolerance = tolerance.max(JITTER);
        }
        let target = tolerance * self.efficiency * traction / swinging;
        if swinging > tolerance * traction {
            if self.efficiency > 0.05 {
                self.efficiency *= 0.7;
            }
        } else if self.speed < 1000.0 {
            self.efficiency *= 1.3;
        }
        self.speed += (target - self.speed).min(0.5 * self.speed);
    }
}

/// The natural logarithm of a number of at least 1, to seven digits, from operations that every
/// machine rounds alike.
fn logarithm(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as f64 - 1023.0;
    // The fraction, from 1 to 2, brought to between √½ and √2.
    let mut fraction = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    if fraction > std::f64::consts::SQRT_2 {
        fraction *= 0.5;
        exponent += 1.0;
    }
    let s = (fraction - 1.0) / (fraction + 1.0);
    let q = s * s;
    let series = s * (2.0 + q * (2.0 / 3.0 + q * (0.4 + q * (2.0 / 7.0 + q * (2.0 / 9.0)))));
    exponent * std::f64::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edge_is_met_from_both_ends() {
        let graph = Adjacency::new(4, [(0, 1, 2.0), (1, 2, 3.0), (0, 1, 5.0), (3, 0, 7.0)]);
        let ties = Ties::of(&graph);
        assert_eq!(ties.ends.len(), 4);
        for node in 0..4 {
            let row: Vec<(usize, f64)> = ties.row(node).iter().map(|&(other, tie)| (other as usize, ties.ends[tie as usize].2)).collect();
            assert_eq!(row, graph.row(node).collect::<Vec<_>>());
            assert!(ties.row(node).iter().all(|&(other, tie)| {
                let (a, b, _) = ties.ends[tie as usize];
                (a, b) == (other.min(node as u32), other.max(node as u32))
            }));
        }
    }

    #[test]
    fn logarithms() {
        for x in [1.0, 1.1, 1.5, 2.0, 3.0, 1000.0, 123_456.7, 1e12] {
            assert!((logarithm(x) - x.ln()).abs() < 1e-6, "{x}");
        }
    }
}
