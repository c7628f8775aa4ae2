//! The network itself.

use std::borrow::Cow;

use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use serde::{Deserialize, Serialize};

use super::adjacency::Adjacency;
use super::backbone::disparity;
use super::betweenness::{betweenness, pivots};
use super::component::components;
use super::kcore::core_numbers;
use super::layout::{Layout, LayoutOptions, force_atlas2};
use super::leiden::leiden;
use super::pagerank::pagerank;
use super::period::{Grain, Month, tidy};
use super::{association, component};
use crate::record::{EdgeRef, EntityRow};

/// An entity in the network.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its row in `entities.csv`, measures filled in.
    pub row: EntityRow,
    /// Position in the picture.
    pub x: f32,
    /// Position in the picture, upwards.
    pub y: f32,
    /// Mentions in each month (or day), sorted; undated articles are in none.
    pub months: Vec<(Month, u32)>,
}

/// Two entities that occur together.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Index of one end among the nodes.
    pub source: usize,
    /// Index of the other end, above `source`.
    pub target: usize,
    /// Windows that hold both.
    pub weight: u64,
    /// Documents that hold both in one window.
    pub documents: u64,
    /// Normalised pointwise mutual information, -1 to 1.
    pub npmi: f64,
    /// Log-likelihood ratio, 0 upwards.
    pub g2: f64,
    /// Level at which the disparity filter keeps the edge, 0 to 1; small is strong.
    pub disparity: f64,
    /// First date of an article that holds both; may be empty.
    pub first: String,
    /// Last date of an article that holds both; may be empty.
    pub last: String,
    /// Weight in each month (or day), sorted; undated articles are in none.
    pub months: Vec<(Month, u32)>,
}

/// How often two entities were found together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairCount {
    /// Index of one entity.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// Windows that hold both.
    pub windows: u64,
    /// Documents with such a window.
    pub documents: u64,
    /// Earliest date of such a document; empty when none is dated.
    pub first: String,
    /// Latest date of such a document; empty when none is dated.
    pub last: String,
    /// Windows in each month (or day), in any order.
    pub months: Vec<(Month, u32)>,
}

/// The windows that NPMI and G² are taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowCounts {
    /// All windows of the archive, also those without an entity.
    pub total_windows: u64,
    /// Windows that hold each entity, in the order of the entities.
    pub windows_of: Vec<u64>,
}

/// How the measures are taken.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seed of everything random.
    pub seed: u64,
    /// Chance that PageRank's walker follows an edge.
    pub damping: f64,
    /// Leiden's resolution; higher values give smaller communities.
    pub resolution: f64,
    /// Betweenness is exact up to so many nodes with edges …
    pub exact_betweenness_nodes: usize,
    /// … and so many edges.
    pub exact_betweenness_edges: usize,
    /// Above that it is estimated from so many source nodes.
    pub betweenness_pivots: usize,
    /// How the picture is made.
    pub layout: LayoutOptions,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            seed: 1,
            damping: 0.85,
            resolution: 1.0,
            exact_betweenness_nodes: 4000,
            exact_betweenness_edges: 20_000,
            betweenness_pivots: 128,
            layout: LayoutOptions::default(),
        }
    }
}

/// A network of entities.
///
/// Nodes keep the order they were given in; edges are sorted heaviest first, then by their ends.
#[derive(Clone, Debug)]
pub struct Network {
    graph: UnGraph<Node, Edge>,
    /// Number of source nodes betweenness was estimated from; `None` where it is exact.
    pub betweenness_pivots: Option<usize>,
    /// Modularity of the communities.
    pub modularity: f64,
    /// Nodes that the layout placed by force; the others lie in rings around them.
    pub laid_out: usize,
    /// Nodes and edges of the network that this one is the heaviest part of ([`Network::heaviest`]); `None` for a whole one.
    pub part_of: Option<(usize, usize)>,
}

impl Network {
    /// Builds the network and takes all measures with the default [`Options`].
    ///
    /// `months` holds each entity's mentions by month, beside `entities` (missing ones count as
    /// none). Months may as well be days ([`super::Period`]); where both are given, days are added up
    /// to months. Pairs of an entity with itself, with an index out of range or without windows are left
    /// out; pairs given twice, in either order, are added up. NPMI and G² are 0 where `counts` lacks
    /// an entity.
    pub fn build(entities: Vec<EntityRow>, months: Vec<Vec<(Month, u32)>>, pairs: Vec<PairCount>, counts: &WindowCounts) -> Network {
        Network::build_with(entities, months, pairs, counts, &Options::default())
    }

    /// As [`Network::build`], with other options.
    pub fn build_with(
        entities: Vec<EntityRow>,
        months: Vec<Vec<(Month, u32)>>,
        pairs: Vec<PairCount>,
        counts: &WindowCounts,
        options: &Options,
    ) -> Network {
        let mut months = months;
        let mut pairs = merged(pairs, entities.len());
        let all = || months.iter().flatten().chain(pairs.iter().flat_map(|p| &p.months));
        let by_month = all().any(|m| m.0.grain() == Grain::Month);
        months.iter_mut().for_each(|m| tidy(m, by_month));
        pairs.iter_mut().for_each(|p| tidy(&mut p.months, by_month));
        let mut months = months.into_iter();
        let nodes: Vec<Node> =
            entities.into_iter().map(|row| Node { row, x: 0.0, y: 0.0, months: months.next().unwrap_or_default() }).collect();
        let windows = |i: usize| counts.windows_of.get(i).copied().unwrap_or(0);
        // The heaviest first; of those of one weight, in the order of their ends, in which they are.
        let mut order: Vec<(std::cmp::Reverse<u64>, usize)> =
            pairs.iter().enumerate().map(|(i, pair)| (std::cmp::Reverse(pair.windows), i)).collect();
        order.sort_unstable();
        let edges = order.into_iter().filter_map(|(_, i)| pairs.get_mut(i).map(std::mem::take)).map(|pair| {
            let (a, b) = (windows(pair.a), windows(pair.b));
            Edge {
                source: pair.a,
                target: pair.b,
                weight: pair.windows,
                documents: pair.documents,
                npmi: association::npmi(pair.windows, a, b, counts.total_windows),
                g2: association::log_likelihood(pair.windows, a, b, counts.total_windows),
                disparity: 1.0,
                first: pair.first,
                last: pair.last,
                months: pair.months,
            }
        });
        let mut network = Network::sorted(nodes, edges);
        drop(pairs);
        let adjacency = network.adjacency();
        // Three works that do not wait for one another.
        let (layout, (measures, communities)) = rayon::join(
            || network.layout(&options.layout),
            || rayon::join(|| Measures::of(&network, &adjacency, options), || Groups::of(&adjacency, options)),
        );
        network.set_measures(measures);
        network.set_groups(communities);
        network.set_layout(layout);
        network
    }

    /// Builds the network of a part of the time of `whole`: of the entities and ties given, those that `whole`
    /// holds, in their places and communities there; measures are those of the part.
    ///
    /// The arguments are those of [`Network::build_with`].
    pub fn build_within(
        whole: &Network,
        entities: Vec<EntityRow>,
        months: Vec<Vec<(Month, u32)>>,
        pairs: Vec<PairCount>,
        counts: &WindowCounts,
        options: &Options,
    ) -> Network {
        let mut options = options.clone();
        options.layout.iterations = Some(0);
        let part = Network::build_with(entities, months, pairs, counts, &options);
        let of: std::collections::HashMap<&str, usize> = whole.nodes().enumerate().map(|(i, n)| (n.row.id.as_str(), i)).collect();
        let place: Vec<Option<usize>> = part.nodes().map(|n| of.get(n.row.id.as_str()).copied()).collect();
        let tie = |a: usize, b: usize| {
            let graph = &whole.graph;
            graph.find_edge(NodeIndex::new(a), NodeIndex::new(b)).is_some()
        };
        let mut number = vec![None; place.len()];
        let mut nodes = Vec::new();
        for (i, node) in part.nodes().enumerate() {
            let Some(home) = place[i].and_then(|p| whole.node(p)) else {
                continue;
            };
            let mut node = node.clone();
            (node.x, node.y) = (home.x, home.y);
            node.row.community.clone_from(&home.row.community);
            number[i] = Some(nodes.len());
            nodes.push(node);
        }
        let edges = part
            .edges()
            .filter_map(|edge| {
                let (a, b) = (place[edge.source]?, place[edge.target]?);
                let (source, target) = (number[edge.source]?, number[edge.target]?);
                tie(a, b).then(|| Edge { source, target, ..edge.clone() })
            })
            .collect();
        let mut slice = Network::assemble(nodes, edges);
        slice.modularity = whole.modularity;
        slice.laid_out = whole.laid_out.min(slice.node_count());
        slice.measure(&options);
        slice
    }

    /// A network of nodes and edges as they are; ends must be in range, `source` below `target`.
    pub(super) fn assemble(nodes: Vec<Node>, edges: Vec<Edge>) -> Network {
        // Keys are sorted and not the edges themselves, which are large.
        let mut order: Vec<(std::cmp::Reverse<u64>, usize, usize, usize)> =
            edges.iter().enumerate().map(|(i, e)| (std::cmp::Reverse(e.weight), e.source, e.target, i)).collect();
        order.sort_unstable();
        let mut edges: Vec<Option<Edge>> = edges.into_iter().map(Some).collect();
        Network::sorted(nodes, order.into_iter().filter_map(|(.., i)| edges.get_mut(i).and_then(Option::take)))
    }

    /// The same of edges that come in their order.
    fn sorted(nodes: Vec<Node>, edges: impl Iterator<Item = Edge>) -> Network {
        let mut graph = UnGraph::with_capacity(nodes.len(), edges.size_hint().1.unwrap_or(0));
        for node in nodes {
            graph.add_node(node);
        }
        for edge in edges {
            graph.add_edge(NodeIndex::new(edge.source), NodeIndex::new(edge.target), edge);
        }
        Network { graph, betweenness_pivots: None, modularity: 0.0, laid_out: 0, part_of: None }
    }

    /// The part with the `most` edges of greatest weight and the nodes at their ends; the network itself where it has no more
    /// edges than that. Measures, communities and positions stay those of the whole.
    pub fn heaviest(&self, most: usize) -> Cow<'_, Network> {
        if self.edge_count() <= most {
            return Cow::Borrowed(self);
        }
        let mut number = vec![None; self.node_count()];
        for edge in self.edges().take(most) {
            (number[edge.source], number[edge.target]) = (Some(0), Some(0));
        }
        let mut graph = UnGraph::with_capacity(0, most);
        for (slot, node) in number.iter_mut().zip(self.nodes()) {
            if slot.is_some() {
                *slot = Some(graph.add_node(node.clone()).index());
            }
        }
        for edge in self.edges().take(most) {
            if let (Some(source), Some(target)) = (number[edge.source], number[edge.target]) {
                graph.add_edge(NodeIndex::new(source), NodeIndex::new(target), Edge { source, target, ..edge.clone() });
            }
        }
        Cow::Owned(Network {
            graph,
            betweenness_pivots: self.betweenness_pivots,
            modularity: self.modularity,
            laid_out: self.laid_out,
            part_of: Some((self.node_count(), self.edge_count())),
        })
    }

    /// The graph, for algorithms of petgraph.
    pub fn graph(&self) -> &UnGraph<Node, Edge> {
        &self.graph
    }

    /// The nodes, in the order given.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> + '_ {
        self.graph.raw_nodes().iter().map(|n| &n.weight)
    }

    /// The edges, heaviest first.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = &Edge> + '_ {
        self.graph.raw_edges().iter().map(|e| &e.weight)
    }

    /// The node at an index.
    pub fn node(&self, index: usize) -> Option<&Node> {
        self.graph.node_weight(NodeIndex::new(index))
    }

    /// The edge at an index, in the order of [`Network::edges`].
    pub fn edge(&self, index: usize) -> Option<&Edge> {
        self.graph.edge_weight(EdgeIndex::new(index))
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// How many communities there are; nodes without edges belong to none.
    pub fn community_count(&self) -> usize {
        let mut names: Vec<&str> = self.nodes().map(|n| n.row.community.as_str()).filter(|c| !c.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// The first and the last month (or day) in which anything was mentioned; `None` when nothing is dated.
    pub fn span(&self) -> Option<(Month, Month)> {
        let all = || self.nodes().flat_map(|n| &n.months).chain(self.edges().flat_map(|e| &e.months));
        Some((all().map(|m| m.0).min()?, all().map(|m| m.0).max()?))
    }

    /// The rows of `entities.csv`, measures filled in, in the order given.
    pub fn entity_rows(&self) -> impl ExactSizeIterator<Item = &EntityRow> + '_ {
        self.nodes().map(|n| &n.row)
    }

    /// The rows of `edges.csv`, heaviest first.
    pub fn edge_rows(&self) -> impl ExactSizeIterator<Item = EdgeRef<'_>> + '_ {
        let id = |index: usize| self.node(index).map_or("", |n| n.row.id.as_str());
        self.edges().map(move |edge| EdgeRef {
            source: id(edge.source),
            target: id(edge.target),
            kind: "Undirected",
            weight: edge.weight,
            documents: edge.documents,
            npmi: edge.npmi,
            first_published: &edge.first,
            last_published: &edge.last,
            g2: edge.g2,
            disparity: edge.disparity,
        })
    }

    /// The rows of `entities.csv`, when nothing else of the network is wanted any more.
    pub fn into_entity_rows(self) -> Vec<EntityRow> {
        self.graph.into_nodes_edges().0.into_iter().map(|node| node.weight.row).collect()
    }

    /// The edges by weight.
    fn adjacency(&self) -> Adjacency {
        Adjacency::new(self.node_count(), self.edges().map(|e| (e.source, e.target, e.weight as f64)))
    }

    /// Takes all measures but communities and positions anew.
    pub fn measure(&mut self, options: &Options) {
        let measures = Measures::of(self, &self.adjacency(), options);
        self.set_measures(measures);
    }

    fn set_measures(&mut self, measures: Measures) {
        for (node, (degree, strength, rank, between, core, component)) in self.graph.node_weights_mut().zip(measures.nodes) {
            node.row.degree = degree;
            node.row.weighted_degree = strength;
            node.row.pagerank = rank;
            node.row.betweenness = between;
            node.row.core = core;
            node.row.component = component;
        }
        for (edge, level) in self.graph.edge_weights_mut().zip(measures.disparity) {
            edge.disparity = level;
        }
        self.betweenness_pivots = measures.pivots;
    }

    /// Finds communities anew; they are numbered from `0`, largest first. A node without edges
    /// belongs to none, and its community is empty.
    pub fn find_communities(&mut self, options: &Options) {
        let groups = Groups::of(&self.adjacency(), options);
        self.set_groups(groups);
    }

    fn set_groups(&mut self, groups: Groups) {
        for (node, group) in self.graph.node_weights_mut().zip(groups.of) {
            node.row.community = group.map_or_else(String::new, |g| g.to_string());
        }
        self.modularity = groups.modularity;
    }

    /// Lays the network out anew, by its [`LayoutOptions::edges`] heaviest edges.
    ///
    /// Ties beyond chance (by NPMI) pull more than others of their weight: the few entities that
    /// meet everybody would else draw everybody into one heap.
    pub fn lay_out(&mut self, options: &LayoutOptions) {
        let layout = self.layout(options);
        self.set_layout(layout);
    }

    fn layout(&self, options: &LayoutOptions) -> Layout {
        let ties = self.edges().take(options.edges).map(|e| (e.source, e.target, e.weight as f64 * e.npmi.max(0.05)));
        force_atlas2(&Adjacency::new(self.node_count(), ties), &self.sizes(), options)
    }

    fn set_layout(&mut self, layout: Layout) {
        for (node, (x, y)) in self.graph.node_weights_mut().zip(layout.positions) {
            (node.x, node.y) = (x, y);
        }
        self.laid_out = layout.simulated;
    }

    /// The radius at which each node is drawn: its area grows with its mentions, from 3 to 40.
    pub fn sizes(&self) -> Vec<f32> {
        let most = self.nodes().map(|n| n.row.mentions).max().unwrap_or(0).max(1) as f64;
        self.nodes().map(|n| 3.0 + 37.0 * ((n.row.mentions as f64 / most).sqrt() as f32)).collect()
    }
}

/// The measures of a network, before they are put into it.
struct Measures {
    /// Degree, weighted degree, PageRank, betweenness, core and component of each node.
    nodes: Vec<(u64, u64, f64, f64, u32, u32)>,
    /// Of each edge.
    disparity: Vec<f64>,
    /// See [`Network::betweenness_pivots`].
    pivots: Option<usize>,
}

impl Measures {
    fn of(network: &Network, adjacency: &Adjacency, options: &Options) -> Measures {
        let (between, ranks) = rayon::join(
            || {
                let Options { exact_betweenness_nodes, exact_betweenness_edges, betweenness_pivots, .. } = *options;
                let pivots = pivots(adjacency, exact_betweenness_nodes, exact_betweenness_edges, betweenness_pivots);
                betweenness(adjacency, pivots, options.seed)
            },
            || pagerank(adjacency, options.damping),
        );
        let cores = core_numbers(adjacency);
        let components = components(adjacency);
        let edges: Vec<(usize, usize, f64)> = network.edges().map(|e| (e.source, e.target, e.weight as f64)).collect();
        let nodes = (0..network.node_count())
            .map(|i| {
                // Sums of whole numbers, exact below 2^53.
                (adjacency.degree(i) as u64, adjacency.strength(i) as u64, ranks[i], between.values[i], cores[i], components[i])
            })
            .collect();
        Measures { nodes, disparity: disparity(adjacency, &edges), pivots: between.sampled }
    }
}

/// The communities of a network, before they are put into it.
struct Groups {
    /// Of each node; `None` for one without edges.
    of: Vec<Option<u32>>,
    modularity: f64,
}

impl Groups {
    fn of(adjacency: &Adjacency, options: &Options) -> Groups {
        let found = leiden(adjacency, options.resolution, options.seed);
        // Nodes without edges are communities of one, which come last among those of one.
        let groups: Vec<usize> = found.of.iter().map(|&c| c as usize).collect();
        let numbers = component::by_size(&groups);
        let of = numbers.iter().enumerate().map(|(i, &group)| (adjacency.degree(i) > 0).then_some(group)).collect();
        Groups { of, modularity: found.modularity }
    }
}

/// Pairs in range, lower index first, one row for each; its months are still to be added up.
fn merged(pairs: Vec<PairCount>, nodes: usize) -> Vec<PairCount> {
    let mut pairs: Vec<PairCount> = pairs
        .into_iter()
        .filter(|p| p.a != p.b && p.a < nodes && p.b < nodes && p.windows > 0)
        .map(|mut p| {
            if p.a > p.b {
                std::mem::swap(&mut p.a, &mut p.b);
            }
            p
        })
        .collect();
    // They commonly come sorted, and are large to move.
    if !pairs.is_sorted_by_key(|p| (p.a, p.b)) {
        pairs.sort_by_key(|p| (p.a, p.b));
    }
    pairs.dedup_by(|next, kept| {
        let same = (next.a, next.b) == (kept.a, kept.b);
        if same {
            kept.windows += next.windows;
            kept.documents += next.documents;
            if kept.first.is_empty() || (!next.first.is_empty() && next.first < kept.first) {
                kept.first = std::mem::take(&mut next.first);
            }
            if next.last > kept.last {
                kept.last = std::mem::take(&mut next.last);
            }
            kept.months.append(&mut next.months);
        }
        same
    });
    pairs
}

/// A small network for the tests of this crate.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use crate::record::EntityType;

    pub fn month(text: &str) -> Month {
        Month::parse(text).expect("a month in a test")
    }

    pub fn entity(id: &str, kind: EntityType, zh: &str, en: &str, mentions: u64) -> EntityRow {
        EntityRow {
            id: id.to_owned(),
            label: if zh.is_empty() { en } else { zh }.to_owned(),
            kind,
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            aliases: String::new(),
            iso_3166: String::new(),
            mentions,
            documents: mentions.min(3),
            first_published: "2021-03-01".to_owned(),
            last_published: "2021-05-31".to_owned(),
            degree: 0,
            weighted_degree: 0,
            pagerank: 0.0,
            betweenness: 0.0,
            community: String::new(),
            core: 0,
            component: 0,
        }
    }

    pub fn pair(a: usize, b: usize, months: &[(&str, u32)]) -> PairCount {
        PairCount {
            a,
            b,
            windows: months.iter().map(|m| u64::from(m.1)).sum(),
            documents: 2,
            first: "2021-03-02".to_owned(),
            last: "2021-05-30".to_owned(),
            months: months.iter().map(|(m, n)| (month(m), *n)).collect(),
        }
    }

    /// Six entities, one of them alone, with names that markup must survive.
    pub fn network() -> Network {
        let mut entities = vec![
            entity("Q1", EntityType::Person, "习近平", "Xi Jinping", 90),
            entity("Q2", EntityType::Person, "普京", "Vladimir Putin", 60),
            entity("Q3", EntityType::Country, "俄罗斯", "Russia", 120),
            entity("Q4", EntityType::Organization, "<script>alert(\"1\")</script>", "A & B\u{b}", 9),
            entity("Q5", EntityType::Place, "", "St. Petersburg", 4),
            entity("Q6", EntityType::Person, "孤独", "", 1),
        ];
        entities[1].aliases = "普丁|普亭".to_owned();
        entities[2].iso_3166 = "RUS".to_owned();
        let months = vec![
            vec![(month("2021-03"), 40), (month("2021-04"), 50)],
            vec![(month("2021-03"), 60)],
            vec![(month("2021-03"), 60), (month("2021-05"), 60)],
            vec![(month("2021-05"), 9)],
            vec![],
            vec![(month("2021-04"), 1)],
        ];
        let pairs = vec![
            pair(0, 1, &[("2021-03", 7), ("2021-04", 2)]),
            pair(1, 2, &[("2021-03", 20), ("2021-05", 11)]),
            pair(2, 3, &[("2021-05", 3)]),
            pair(0, 2, &[("2021-04", 5)]),
            PairCount { a: 4, b: 2, windows: 1, documents: 1, ..PairCount::default() },
        ];
        let counts = WindowCounts { total_windows: 1000, windows_of: vec![80, 55, 100, 9, 4, 1] };
        Network::build(entities, months, pairs, &counts)
    }
}

#[cfg(test)]
mod tests {
    use super::samples::*;
    use super::*;

    #[test]
    fn edges_heaviest_first_with_measures() {
        let network = network();
        let ends: Vec<_> = network.edges().map(|e| (e.source, e.target, e.weight)).collect();
        assert_eq!(ends, [(1, 2, 31), (0, 1, 9), (0, 2, 5), (2, 3, 3), (2, 4, 1)]);
        let first = network.edges().next().map(|e| (e.npmi, e.g2));
        assert_eq!(first, Some((association::npmi(31, 55, 100, 1000), association::log_likelihood(31, 55, 100, 1000))));
        let row = network.edge_rows().next().map(|r| (r.source, r.target, r.kind));
        assert_eq!(row, Some(("Q2", "Q3", "Undirected")));
    }

    #[test]
    fn nodes_have_their_measures() {
        let network = network();
        let of = |i: usize| network.node(i).map(|n| n.row.clone());
        assert_eq!(of(2).map(|r| (r.degree, r.weighted_degree)), Some((4, 40)));
        assert_eq!(of(5).map(|r| (r.degree, r.community)), Some((0, String::new())));
        assert!(of(2).map(|r| r.pagerank) > of(0).map(|r| r.pagerank));
        assert!(of(2).is_some_and(|r| r.betweenness > 0.0));
        assert_eq!(network.node(0).map(|n| (n.row.core, n.row.component)), Some((2, 0)));
        assert_eq!(network.node(5).map(|n| (n.row.core, n.row.component)), Some((0, 1)));
        assert_eq!(network.betweenness_pivots, None);
        assert_eq!(network.span().map(|(a, b)| format!("{a} {b}")).as_deref(), Some("2021-03 2021-05"));
    }

    #[test]
    fn pairs_that_make_no_edge() {
        let entities =
            vec![entity("a", crate::record::EntityType::Person, "甲", "", 1), entity("b", crate::record::EntityType::Person, "乙", "", 1)];
        let pairs = vec![
            pair(0, 0, &[("2021-03", 4)]),
            pair(0, 9, &[("2021-03", 4)]),
            pair(0, 1, &[]),
            pair(1, 0, &[("2021-03", 4)]),
            pair(0, 1, &[("2021-01", 1), ("2021-03", 2)]),
        ];
        let network = Network::build(entities, Vec::new(), pairs, &WindowCounts::default());
        let edges: Vec<_> = network.edges().collect();
        assert_eq!(edges.len(), 1);
        assert_eq!((edges[0].weight, edges[0].npmi), (7, 0.0));
        assert_eq!(edges[0].months, [(month("2021-01"), 1), (month("2021-03"), 6)]);
    }

    #[test]
    fn days_beside_months_become_months() {
        let entities = (0..2).map(|i| entity(&format!("e{i}"), crate::record::EntityType::Person, "甲", "", 3)).collect();
        let day = |text| Month::parse_day(text).expect("a day in a test");
        let days = vec![(day("2021-03-09"), 1), (day("2021-03-01"), 2)];
        let mut tie = pair(0, 1, &[("2021-03", 1)]);
        tie.months.push((day("2021-03-09"), 1));
        let network = Network::build(entities, vec![days], vec![tie], &WindowCounts::default());
        let months: Vec<_> = network.nodes().map(|n| n.months.clone()).collect();
        assert_eq!(months, [vec![(month("2021-03"), 3)], vec![]]);
        let tie: Vec<_> = network.edges().flat_map(|e| e.months.clone()).collect();
        assert_eq!(tie, [(month("2021-03"), 2)]);
    }

    #[test]
    fn an_empty_network() {
        let network = Network::build(Vec::new(), Vec::new(), Vec::new(), &WindowCounts::default());
        assert_eq!((network.node_count(), network.edge_count(), network.community_count()), (0, 0, 0));
        assert_eq!(network.span(), None);
    }
}
