//! Positions by ForceAtlas2 (Jacomy, Venturini, Heymann & Bastian 2014).
//!
//! Only additions, multiplications, divisions and square roots are used, which every machine rounds
//! alike, so a seed gives the same picture everywhere; the threads share the work by node and add
//! nothing up between them.

mod arrange;
mod plane;
mod simulate;

use self::arrange::{even_out, lay_down, part_overlaps, rescale, ring};
use self::simulate::simulate;
use super::adjacency::Adjacency;
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
    fn small_graphs() {
        let options = LayoutOptions::default();
        assert!(force_atlas2(&Adjacency::default(), &[], &options).positions.is_empty());
        assert_eq!(force_atlas2(&Adjacency::new(1, []), &[4.0], &options).simulated, 0);
        let two = force_atlas2(&Adjacency::new(2, [(0, 1, 3.0)]), &[4.0; 2], &options);
        assert!(far(&two, 0, 1) > 8.0);
    }
}
