//! The network itself.

use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use serde::{Deserialize, Serialize};

use super::adjacency::Adjacency;
use super::backbone::disparity;
use super::betweenness::{betweenness, pivots};
use super::component::components;
use super::kcore::core_numbers;
use super::layout::{LayoutOptions, force_atlas2};
use super::leiden::leiden;
use super::pagerank::pagerank;
use super::period::{Grain, Month, tidy};
use super::{association, component};
use crate::record::{EdgeRow, EntityRow};

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
    /// Betweenness is exact up to so many nodes with edges (fewer where they have very many edges:
    /// see [`super::betweenness::pivots`]).
    pub exact_betweenness_up_to: usize,
    /// Above that it is estimated from so many source nodes at most.
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
            exact_betweenness_up_to: 4000,
            betweenness_pivots: 512,
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
        let edges = pairs
            .into_iter()
            .map(|pair| {
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
            })
            .collect();
        let mut network = Network::assemble(nodes, edges);
        network.measure(options);
        network.find_communities(options);
        network.lay_out(&options.layout);
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
    pub(super) fn assemble(nodes: Vec<Node>, mut edges: Vec<Edge>) -> Network {
        edges.sort_by(|a, b| b.weight.cmp(&a.weight).then((a.source, a.target).cmp(&(b.source, b.target))));
        let mut graph = UnGraph::with_capacity(nodes.len(), edges.len());
        for node in nodes {
            graph.add_node(node);
        }
        for edge in edges {
            graph.add_edge(NodeIndex::new(edge.source), NodeIndex::new(edge.target), edge);
        }
        Network { graph, betweenness_pivots: None, modularity: 0.0, laid_out: 0 }
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
    pub fn edge_rows(&self) -> impl ExactSizeIterator<Item = EdgeRow> + '_ {
        self.edges().map(|edge| EdgeRow {
            source: self.id(edge.source),
            target: self.id(edge.target),
            kind: "Undirected".to_owned(),
            weight: edge.weight,
            documents: edge.documents,
            npmi: edge.npmi,
            first_published: edge.first.clone(),
            last_published: edge.last.clone(),
            g2: edge.g2,
            disparity: edge.disparity,
        })
    }

    fn id(&self, index: usize) -> String {
        self.node(index).map_or_else(String::new, |n| n.row.id.clone())
    }

    /// The edges as `(source, target, weight)`, in order.
    fn plain_edges(&self) -> Vec<(usize, usize, f64)> {
        self.edges().map(|e| (e.source, e.target, e.weight as f64)).collect()
    }

    /// Takes all measures but communities and positions anew.
    pub fn measure(&mut self, options: &Options) {
        let edges = self.plain_edges();
        let adjacency = Adjacency::new(self.node_count(), edges.iter().copied());
        let ranks = pagerank(&adjacency, options.damping);
        let pivots = pivots(&adjacency, options.exact_betweenness_up_to, options.betweenness_pivots);
        let between = betweenness(&adjacency, pivots, options.seed);
        let cores = core_numbers(&adjacency);
        let components = components(&adjacency);
        let mut weighted = vec![0u64; self.node_count()];
        for edge in self.edges() {
            weighted[edge.source] += edge.weight;
            weighted[edge.target] += edge.weight;
        }
        for (i, node) in self.graph.node_weights_mut().enumerate() {
            node.row.degree = adjacency.degree(i) as u64;
            node.row.weighted_degree = weighted[i];
            node.row.pagerank = ranks[i];
            node.row.betweenness = between.values[i];
            node.row.core = cores[i];
            node.row.component = components[i];
        }
        let levels = disparity(&adjacency, &edges);
        for (edge, level) in self.graph.edge_weights_mut().zip(levels) {
            edge.disparity = level;
        }
        self.betweenness_pivots = between.sampled;
    }

    /// Finds communities anew; they are numbered from `0`, largest first. A node without edges
    /// belongs to none, and its community is empty.
    pub fn find_communities(&mut self, options: &Options) {
        let adjacency = Adjacency::new(self.node_count(), self.plain_edges());
        let found = leiden(&adjacency, options.resolution, options.seed);
        // Nodes without edges are communities of one, which come last among those of one.
        let groups: Vec<usize> = found.of.iter().map(|&c| c as usize).collect();
        let numbers = component::by_size(&groups);
        for (i, node) in self.graph.node_weights_mut().enumerate() {
            node.row.community = match adjacency.degree(i) {
                0 => String::new(),
                _ => numbers[i].to_string(),
            };
        }
        self.modularity = found.modularity;
    }

    /// Lays the network out anew.
    ///
    /// Ties beyond chance (by NPMI) pull more than others of their weight: the few entities that
    /// meet everybody would else draw everybody into one heap.
    pub fn lay_out(&mut self, options: &LayoutOptions) {
        let ties = self.edges().map(|e| (e.source, e.target, e.weight as f64 * e.npmi.max(0.05)));
        let adjacency = Adjacency::new(self.node_count(), ties);
        let sizes = self.sizes();
        let layout = force_atlas2(&adjacency, &sizes, options);
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
    pairs.sort_by_key(|p| (p.a, p.b));
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
        assert_eq!(row, Some(("Q2".into(), "Q3".into(), "Undirected".into())));
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
