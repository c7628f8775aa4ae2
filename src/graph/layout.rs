//! Positions by ForceAtlas2 (Jacomy, Venturini, Heymann & Bastian 2014).
//!
//! Only additions, multiplications, divisions and square roots are used, which every machine rounds
//! alike, so a seed gives the same picture everywhere; the threads share the work by node and add
//! nothing up between them.

use rayon::prelude::*;

use super::adjacency::Adjacency;
use super::quadtree::Quadtree;
use super::random::Random;

/// How a network is laid out.
#[derive(Clone, Debug)]
pub struct LayoutOptions {
    /// At most this many nodes are laid out, the strongest first; the rest lie in rings around them.
    pub top: usize,
    /// Of a graph with more than 20,000 edges so many nodes, the strongest, are laid out first; the others then come in beside
    /// those they are tied to, and all settle together in a few steps.
    pub core: usize,
    /// Edges that pull, the heaviest of the network (see [`super::Network::lay_out`]).
    pub edges: usize,
    /// Steps of the simulation; `None` picks 140 for a graph with more than 20,000 edges, else 100 to 600, fewer for more nodes
    /// and edges.
    pub iterations: Option<usize>,
    /// Start of the random first positions.
    pub seed: u64,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        LayoutOptions { top: 10_000, core: 1200, edges: 30_000, iterations: None, seed: 1 }
    }
}

/// Positions of all nodes around (0, 0), y pointing up as in Gephi.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// x and y of each node.
    pub positions: Vec<(f32, f32)>,
    /// How many nodes the simulation placed; the others lie in rings.
    pub simulated: usize,
}

/// Above so many edges the core is laid out first.
const LARGE: usize = 20_000;
/// Steps of the whole after the core.
const SETTLE: usize = 12;
/// Repulsion against attraction; the higher, the wider the picture.
const SCALING: f64 = 2.0;
/// Pull towards the middle, which keeps components from drifting off.
const GRAVITY: f64 = 1.5;
/// How coarsely distant nodes are lumped together.
const THETA: f64 = 1.2;
/// How much swinging is allowed for the sake of speed.
const JITTER: f64 = 1.0;

/// Lays out a graph, in the variant with logarithmic attraction (Noack's LinLog), which keeps
/// communities apart. `sizes` are the radii at which nodes will be drawn, so that they do not cover
/// one another. An edge pulls with the square root of its weight: in proportion to it, a pair that
/// meets a thousand times would lie in one point.
pub fn force_atlas2(graph: &Adjacency, sizes: &[f32], options: &LayoutOptions) -> Layout {
    let nodes = graph.nodes();
    let mut chosen: Vec<usize> = (0..nodes).filter(|&i| graph.degree(i) > 0).collect();
    let strengths: Vec<f64> = (0..nodes).map(|i| graph.strength(i)).collect();
    strongest(&mut chosen, options.top, &strengths);
    let inner = part(graph, &chosen, f64::sqrt);
    let masses: Vec<f64> = (0..inner.nodes()).map(|i| inner.degree(i) as f64 + 1.0).collect();
    let radii: Vec<f64> = chosen.iter().map(|&i| sizes.get(i).map_or(1.0, |&s| f64::from(s))).collect();
    let mut random = Random::new(options.seed);
    let large = inner.edges() > LARGE && chosen.len() > options.core;
    let mut places = if large {
        let mut core: Vec<usize> = (0..inner.nodes()).collect();
        let strengths: Vec<f64> = (0..inner.nodes()).map(|i| inner.strength(i)).collect();
        strongest(&mut core, options.core, &strengths);
        let mut first = start(core.len(), &mut random);
        let core_masses: Vec<f64> = core.iter().map(|&i| masses[i]).collect();
        simulate(&part(&inner, &core, |weight| weight), &core_masses, &mut first, options.iterations.unwrap_or(140));
        let mut places = join_in(&inner, &core, &first, &mut random);
        simulate(&inner, &masses, &mut places, options.iterations.unwrap_or(SETTLE).min(SETTLE));
        places
    } else {
        let affordable = (1_500_000 / inner.nodes().max(1)).min(24_000_000 / inner.edges().max(1));
        let mut places = start(inner.nodes(), &mut random);
        simulate(&inner, &masses, &mut places, options.iterations.unwrap_or(affordable.clamp(100, 600)));
        places
    };
    if large {
        even_out(&mut places);
    }
    rescale(&mut places, if large { 15.0 } else { 25.0 });
    lay_down(&mut places);
    part_overlaps(&mut places, &radii, if large { 12 } else { 30 });

    let mut outside = vec![true; nodes];
    let mut positions = vec![(0.0f32, 0.0f32); nodes];
    let mut reach = 0.0f64;
    for (&node, &(x, y)) in chosen.iter().zip(&places) {
        positions[node] = (x as f32, y as f32);
        outside[node] = false;
        reach = reach.max((x * x + y * y).sqrt());
    }
    ring(&mut positions, reach, |i| outside[i]);
    Layout { positions, simulated: chosen.len() }
}

/// Keeps the `most` of the nodes that are strongest, in ascending order.
fn strongest(nodes: &mut Vec<usize>, most: usize, strengths: &[f64]) {
    if nodes.len() > most {
        nodes.sort_by(|&a, &b| strengths[b].total_cmp(&strengths[a]).then(a.cmp(&b)));
        nodes.truncate(most);
        nodes.sort_unstable();
    }
}

/// The part of a graph that has these nodes (ascending), numbered as they stand there, its weights changed by `pull`.
fn part(graph: &Adjacency, nodes: &[usize], pull: impl Fn(f64) -> f64) -> Adjacency {
    let mut number = vec![usize::MAX; graph.nodes()];
    nodes.iter().enumerate().for_each(|(new, &old)| number[old] = new);
    let (number, pull) = (&number, &pull);
    let edges = nodes.iter().flat_map(|&a| {
        graph.row(a).filter(move |&(b, _)| b > a && number[b] != usize::MAX).map(move |(b, weight)| (number[a], number[b], pull(weight)))
    });
    Adjacency::new(nodes.len(), edges)
}

/// Random places to begin from.
fn start(nodes: usize, random: &mut Random) -> Vec<(f64, f64)> {
    let spread = 10.0 * (nodes as f64).sqrt();
    (0..nodes).map(|_| ((random.unit() - 0.5) * spread, (random.unit() - 0.5) * spread)).collect()
}

/// Places of all nodes from those of the core: a node comes in amid those it is tied to, the nearer to one the stronger
/// the tie. What is tied to none of the core waits until its neighbours have come in; what never is starts in the middle.
fn join_in(graph: &Adjacency, core: &[usize], first: &[(f64, f64)], random: &mut Random) -> Vec<(f64, f64)> {
    let mut places: Vec<Option<(f64, f64)>> = vec![None; graph.nodes()];
    for (&node, &place) in core.iter().zip(first) {
        places[node] = Some(place);
    }
    for _ in 0..3 {
        let known = places.clone();
        for (node, place) in places.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
            let (mut x, mut y, mut sum) = (0.0, 0.0, 0.0);
            for (other, weight) in graph.row(node) {
                if let Some(there) = known[other] {
                    x += there.0 * weight;
                    y += there.1 * weight;
                    sum += weight;
                }
            }
            // A little aside, for two nodes in one place would never part.
            let aside = (random.unit() - 0.5, random.unit() - 0.5);
            if sum > 0.0 {
                *place = Some((x / sum + aside.0 * 20.0, y / sum + aside.1 * 20.0));
            }
        }
    }
    places.into_iter().map(|place| place.unwrap_or_else(|| ((random.unit() - 0.5) * 20.0, (random.unit() - 0.5) * 20.0))).collect()
}

/// Runs the simulation for so many steps.
fn simulate(graph: &Adjacency, masses: &[f64], places: &mut [(f64, f64)], steps: usize) {
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

fn difference(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 - b.0, a.1 - b.1)
}

fn length(v: (f64, f64)) -> f64 {
    (v.0 * v.0 + v.1 * v.1).sqrt()
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

/// Gives every node about the same room: those that crowd in the middle move outwards, those far out inwards, each in its
/// direction from the middle. Distances become, for the most part, those that an evenly filled disc would have.
fn even_out(places: &mut [(f64, f64)]) {
    const EVEN: f64 = 0.8;
    let count = places.len() as f64;
    let sum = places.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let middle = (sum.0 / count, sum.1 / count);
    let mut order: Vec<(f64, usize)> = places.iter().enumerate().map(|(i, &p)| (length(difference(p, middle)), i)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Nine of ten lie within this radius.
    let wide = order.get(order.len() * 9 / 10).map_or(1.0, |o| o.0).max(1e-9);
    for (rank, &(radius, i)) in order.iter().enumerate() {
        let wanted = EVEN * ((rank as f64 + 0.5) / count).sqrt() + (1.0 - EVEN) * (radius / wide).min(1.2);
        let scale = if radius > 1e-9 { wanted / radius } else { 0.0 };
        let away = difference(places[i], middle);
        places[i] = (away.0 * scale, away.1 * scale);
    }
}

/// Centres the picture and gives it a size that suits the number of nodes: their mean square
/// distance from the middle becomes `room` times the square root of their number.
fn rescale(places: &mut [(f64, f64)], room: f64) {
    let count = places.len() as f64;
    if places.is_empty() {
        return;
    }
    let sum = places.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let middle = (sum.0 / count, sum.1 / count);
    let spread = places.iter().map(|p| {
        let d = difference(*p, middle);
        d.0 * d.0 + d.1 * d.1
    });
    let radius = (spread.sum::<f64>() / count).sqrt();
    let scale = if radius > 0.0 { room * count.sqrt() / radius } else { 1.0 };
    for place in places {
        *place = ((place.0 - middle.0) * scale, (place.1 - middle.1) * scale);
    }
}

/// Turns the picture so that it is widest from left to right, as screens are.
fn lay_down(places: &mut [(f64, f64)]) {
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    for &(x, y) in places.iter() {
        a += x * x;
        b += x * y;
        c += y * y;
    }
    // The direction in which the points vary most: the first eigenvector of their covariance.
    let half = (a - c) / 2.0;
    let largest = (a + c) / 2.0 + (half * half + b * b).sqrt();
    let direction = if a >= c { (largest - c, b) } else { (b, largest - a) };
    let size = length(direction);
    if size <= 0.0 {
        return;
    }
    let (cos, sin) = (direction.0 / size, direction.1 / size);
    for place in places {
        *place = (place.0 * cos + place.1 * sin, place.1 * cos - place.0 * sin);
    }
}

/// Pushes discs that cover one another apart, a little at a time and so many times at most.
fn part_overlaps(places: &mut [(f64, f64)], radii: &[f64], times: usize) {
    const GAP: f64 = 2.0;
    let widest = radii.iter().copied().fold(0.0, f64::max);
    let cell = 2.0 * widest + GAP;
    // Sweeping along x keeps this near linear for the sizes in use.
    let mut order: Vec<usize> = (0..places.len()).collect();
    // Place and radius of each disc in the order of the sweep.
    let mut discs: Vec<(f64, f64, f64)> = Vec::with_capacity(places.len());
    for _ in 0..times {
        order.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0).then(a.cmp(&b)));
        discs.clear();
        discs.extend(order.iter().map(|&i| (places[i].0, places[i].1, radii[i])));
        let mut moved = false;
        // How far along x any disc has come from where it stood in the order.
        let mut strayed = 0.0f64;
        for (i, &first) in order.iter().enumerate() {
            let Some((one, others)) = discs.get_mut(i..).and_then(<[_]>::split_first_mut) else { continue };
            // No disc farther off than this covers it.
            let reach = one.2 + widest + GAP + 1e-6;
            for (other, &second) in others.iter_mut().zip(&order[i + 1..]) {
                let (dx, dy) = (other.0 - one.0, other.1 - one.1);
                // Neither does any that comes after one so far off that even having strayed it would be out of reach.
                if dx > cell || dx > reach && dx > reach + 2.0 * strayed {
                    break;
                }
                let need = one.2 + other.2 + GAP;
                if dy.abs() >= need || dx.abs() >= need {
                    continue;
                }
                let distance = length((dx, dy));
                if distance >= need {
                    continue;
                }
                let (ux, uy) = if distance > 1e-9 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                let step = (need - distance) * 0.5;
                // The larger disc yields less.
                let (area_a, area_b) = (one.2 * one.2, other.2 * other.2);
                let (yield_a, yield_b) = (area_b / (area_a + area_b), area_a / (area_a + area_b));
                one.0 -= ux * step * yield_a;
                one.1 -= uy * step * yield_a;
                other.0 += ux * step * yield_b;
                other.1 += uy * step * yield_b;
                strayed = strayed.max((one.0 - places[first].0).abs()).max((other.0 - places[second].0).abs());
                moved = true;
            }
        }
        for (&i, disc) in order.iter().zip(&discs) {
            places[i] = (disc.0, disc.1);
        }
        if !moved {
            break;
        }
    }
}

/// Places the nodes that `outside` names evenly around a disc of radius `reach`: each is turned from
/// the last by the golden angle, on a circle that grows so that every node has the same room.
fn ring(positions: &mut [(f32, f32)], reach: f64, outside: impl Fn(usize) -> bool) {
    // Cosine and sine of the golden angle, π(3 − √5).
    const TURN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_7);
    const ROOM: f64 = 120.0;
    let inner = if reach > 0.0 { reach * 1.08 + 20.0 } else { 0.0 };
    let mut direction = (1.0, 0.0);
    let mut square = inner * inner;
    for (node, position) in positions.iter_mut().enumerate() {
        if !outside(node) {
            continue;
        }
        let radius = square.sqrt();
        *position = ((direction.0 * radius) as f32, (direction.1 * radius) as f32);
        square += ROOM;
        let turned = (direction.0 * TURN.0 - direction.1 * TURN.1, direction.0 * TURN.1 + direction.1 * TURN.0);
        // Kept at length one, lest thousands of turns let it drift.
        let size = length(turned);
        direction = (turned.0 / size, turned.1 / size);
    }
}

#[cfg(test)]
mod tests {
    use super::super::adjacency::samples;
    use super::*;

    fn far(layout: &Layout, a: usize, b: usize) -> f32 {
        let (p, q) = (layout.positions[a], layout.positions[b]);
        (p.0 - q.0).hypot(p.1 - q.1)
    }

    #[test]
    fn cliques_stand_apart() {
        let graph = samples::ring_of_cliques(6, 8);
        let layout = force_atlas2(&graph, &[4.0; 48], &LayoutOptions::default());
        assert_eq!(layout.simulated, 48);
        let (mut inside, mut outside) = ((0.0, 0), (0.0, 0));
        for a in 0..48 {
            for b in 0..a {
                let sum = if a / 8 == b / 8 { &mut inside } else { &mut outside };
                *sum = (sum.0 + far(&layout, a, b), sum.1 + 1);
            }
        }
        let (near, distant) = (inside.0 / inside.1 as f32, outside.0 / outside.1 as f32);
        assert!(near * 3.0 < distant, "{near} and {distant}");
    }

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
    fn nodes_do_not_cover_one_another() {
        let graph = samples::karate();
        let sizes: Vec<f32> = (0..34).map(|i| 4.0 + graph.degree(i) as f32).collect();
        let layout = force_atlas2(&graph, &sizes, &LayoutOptions::default());
        for a in 0..34 {
            for b in 0..a {
                assert!(far(&layout, a, b) > 0.95 * (sizes[a] + sizes[b]), "{a} {b}");
            }
        }
    }

    #[test]
    fn the_same_whatever_the_threads() {
        let graph = samples::weighted_grid(20, 20);
        let run = |threads| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .map(|pool| pool.install(|| force_atlas2(&graph, &[4.0; 400], &LayoutOptions::default())))
                .ok()
        };
        assert!(run(1).is_some());
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn the_rest_lies_in_rings() {
        let graph = Adjacency::new(60, (0..20).map(|i| (i, (i + 1) % 20, (1 + i % 3) as f64)));
        let options = LayoutOptions { top: 12, ..LayoutOptions::default() };
        let layout = force_atlas2(&graph, &[4.0; 60], &options);
        assert_eq!(layout.simulated, 12);
        let mut seen: Vec<(u32, u32)> = layout.positions.iter().map(|p| (p.0.to_bits(), p.1.to_bits())).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 60);
        assert!(layout.positions.iter().all(|p| p.0.is_finite() && p.1.is_finite()));
    }

    #[test]
    fn wider_than_high() {
        let graph = samples::weighted_grid(40, 4);
        let layout = force_atlas2(&graph, &[2.0; 160], &LayoutOptions::default());
        let spread = |of: fn(&(f32, f32)) -> f32| -> f32 { layout.positions.iter().map(|p| of(p) * of(p)).sum() };
        assert!(spread(|p| p.0) > 2.0 * spread(|p| p.1));
    }

    #[test]
    fn logarithms() {
        for x in [1.0, 1.1, 1.5, 2.0, 3.0, 1000.0, 123_456.7, 1e12] {
            assert!((logarithm(x) - x.ln()).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn small_graphs() {
        let options = LayoutOptions::default();
        assert!(force_atlas2(&Adjacency::default(), &[], &options).positions.is_empty());
        assert_eq!(force_atlas2(&Adjacency::new(1, []), &[4.0], &options).simulated, 0);
        let two = force_atlas2(&Adjacency::new(2, [(0, 1, 3.0)]), &[4.0; 2], &options);
        assert!(far(&two, 0, 1) > 8.0);
    }
}
