//! Parts of a network.

use std::collections::VecDeque;

use super::network::{Edge, Network, Node, Options};
use super::period::Month;
use crate::record::EntityType;

/// Which part of a network to keep. The default keeps everything.
///
/// The conditions apply in the order of the fields.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only entities of these types; empty for all.
    pub types: Vec<EntityType>,
    /// Only edges between an entity of the first type and one of the second (a bipartite graph).
    pub between: Option<(EntityType, EntityType)>,
    /// Only what happened in this month or later; undated articles drop out.
    pub from: Option<Month>,
    /// Only what happened in this month or before; undated articles drop out.
    pub to: Option<Month>,
    /// Only edges of at least this weight, counted within the months kept.
    pub min_weight: u64,
    /// Only edges of at least this NPMI (over the whole time: months have no windows of their own).
    pub min_npmi: Option<f64>,
    /// Only edges the disparity filter keeps at this level, such as 0.05.
    pub backbone: Option<f64>,
    /// Only nodes within `radius` steps of one of these nodes, by index.
    pub ego: Option<(Vec<usize>, u32)>,
    /// Only so many nodes, those with most mentions.
    pub top: Option<usize>,
    /// Whether nodes without edges are left out.
    pub drop_isolated: bool,
}

impl Network {
    /// The part of the network that `selection` names.
    ///
    /// With `from` or `to`, the weights of edges and the mentions of nodes are those of the months
    /// kept; nodes without a mention there are left out. Measures are taken anew; communities and positions stay those
    /// of the whole, so that slices of time can be laid side by side (see
    /// [`Network::find_communities`] and [`Network::lay_out`] to change that).
    pub fn select(&self, selection: &Selection, options: &Options) -> Network {
        let mut edges: Vec<Edge> = self.edges().cloned().collect();
        let mut nodes: Vec<Option<Node>> = self.nodes().cloned().map(Some).collect();
        if !selection.types.is_empty() {
            for node in &mut nodes {
                *node = node.take().filter(|n| selection.types.contains(&n.row.kind));
            }
        }
        if let Some((one, other)) = selection.between {
            for node in &mut nodes {
                *node = node.take().filter(|n| n.row.kind == one || n.row.kind == other);
            }
            let kind = |i: usize| self.node(i).map(|n| n.row.kind);
            edges.retain(|e| {
                let ends = (kind(e.source), kind(e.target));
                ends == (Some(one), Some(other)) || ends == (Some(other), Some(one))
            });
        }
        if selection.from.is_some() || selection.to.is_some() {
            let keep = |month: Month| month.within(selection.from, selection.to);
            for slot in &mut nodes {
                let Some(node) = slot else { continue };
                node.months.retain(|m| keep(m.0));
                node.row.mentions = node.months.iter().map(|m| u64::from(m.1)).sum();
                if node.row.mentions == 0 {
                    *slot = None;
                }
            }
            for edge in &mut edges {
                edge.months.retain(|m| keep(m.0));
                edge.weight = edge.months.iter().map(|m| u64::from(m.1)).sum();
            }
        }
        let least = selection.min_weight.max(1);
        edges.retain(|e| {
            e.weight >= least
                && selection.min_npmi.is_none_or(|least| e.npmi >= least)
                && selection.backbone.is_none_or(|level| e.disparity < level)
                && nodes[e.source].is_some()
                && nodes[e.target].is_some()
        });
        if let Some((centres, radius)) = &selection.ego {
            let near = within(nodes.len(), &edges, centres, *radius);
            for (node, near) in nodes.iter_mut().zip(near) {
                if !near {
                    *node = None;
                }
            }
        }
        if let Some(top) = selection.top {
            let mut order: Vec<usize> = (0..nodes.len()).filter(|&i| nodes[i].is_some()).collect();
            order.sort_by_key(|&i| std::cmp::Reverse(nodes[i].as_ref().map(|n| n.row.mentions)));
            for &i in order.get(top..).unwrap_or_default() {
                nodes[i] = None;
            }
        }
        edges.retain(|e| nodes[e.source].is_some() && nodes[e.target].is_some());
        if selection.drop_isolated {
            let mut tied = vec![false; nodes.len()];
            edges.iter().for_each(|e| (tied[e.source], tied[e.target]) = (true, true));
            for (node, tied) in nodes.iter_mut().zip(tied) {
                if !tied {
                    *node = None;
                }
            }
        }
        let mut number = vec![0; nodes.len()];
        let mut kept = Vec::new();
        for (i, node) in nodes.into_iter().enumerate() {
            if let Some(node) = node {
                number[i] = kept.len();
                kept.push(node);
            }
        }
        for edge in &mut edges {
            (edge.source, edge.target) = (number[edge.source], number[edge.target]);
        }
        let mut part = Network::assemble(kept, edges);
        part.modularity = self.modularity;
        part.laid_out = self.laid_out.min(part.node_count());
        part.measure(options);
        part
    }
}

/// Which nodes lie within `radius` steps of one of `centres`.
fn within(nodes: usize, edges: &[Edge], centres: &[usize], radius: u32) -> Vec<bool> {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for edge in edges {
        neighbours[edge.source].push(edge.target);
        neighbours[edge.target].push(edge.source);
    }
    let mut near = vec![false; nodes];
    let mut queue = VecDeque::new();
    for &centre in centres.iter().filter(|&&c| c < nodes) {
        near[centre] = true;
        queue.push_back((centre, 0));
    }
    while let Some((node, steps)) = queue.pop_front() {
        if steps == radius {
            continue;
        }
        for &next in &neighbours[node] {
            if !near[next] {
                near[next] = true;
                queue.push_back((next, steps + 1));
            }
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::super::network::samples::{month, network};
    use super::*;

    fn ids(network: &Network) -> Vec<&str> {
        network.nodes().map(|n| n.row.id.as_str()).collect()
    }

    fn select(selection: Selection) -> Network {
        network().select(&selection, &Options::default())
    }

    #[test]
    fn everything() {
        let part = select(Selection::default());
        assert_eq!((part.node_count(), part.edge_count()), (6, 5));
    }

    #[test]
    fn by_type() {
        let part = select(Selection { types: vec![EntityType::Person], ..Selection::default() });
        assert_eq!(ids(&part), ["Q1", "Q2", "Q6"]);
        assert_eq!(part.edges().map(|e| (e.source, e.target, e.weight)).collect::<Vec<_>>(), [(0, 1, 9)]);
        let part =
            select(Selection { between: Some((EntityType::Country, EntityType::Person)), drop_isolated: true, ..Selection::default() });
        assert_eq!(ids(&part), ["Q1", "Q2", "Q3"]);
        assert_eq!(part.edge_count(), 2);
    }

    #[test]
    fn by_time() {
        let only = Some(month("2021-04"));
        let part = select(Selection { from: only, to: only, ..Selection::default() });
        // Only Xi and the lone one are mentioned in April; Xi's ties there end in others.
        assert_eq!(ids(&part), ["Q1", "Q6"]);
        assert_eq!(part.nodes().map(|n| n.row.mentions).collect::<Vec<_>>(), [50, 1]);
        let part = select(Selection { from: Some(month("2021-05")), ..Selection::default() });
        assert_eq!(ids(&part), ["Q3", "Q4"]);
        assert_eq!(part.edges().map(|e| e.weight).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn by_weight_ego_and_number() {
        let part = select(Selection { min_weight: 6, drop_isolated: true, ..Selection::default() });
        assert_eq!(ids(&part), ["Q1", "Q2", "Q3"]);
        let part = select(Selection { ego: Some((vec![0], 1)), ..Selection::default() });
        assert_eq!(ids(&part), ["Q1", "Q2", "Q3"]);
        let part = select(Selection { ego: Some((vec![0, 99], 2)), ..Selection::default() });
        assert_eq!(ids(&part), ["Q1", "Q2", "Q3", "Q4", "Q5"]);
        let part = select(Selection { top: Some(2), ..Selection::default() });
        assert_eq!(ids(&part), ["Q1", "Q3"]);
        let part = select(Selection { min_npmi: Some(2.0), ..Selection::default() });
        assert_eq!((part.node_count(), part.edge_count()), (6, 0));
    }

    #[test]
    fn positions_stay() {
        let whole = network();
        let part = whole.select(&Selection { types: vec![EntityType::Country], ..Selection::default() }, &Options::default());
        let place = |n: Option<&Node>| n.map(|n| (n.x, n.y));
        assert_eq!(place(part.node(0)), place(whole.node(2)));
    }
}
