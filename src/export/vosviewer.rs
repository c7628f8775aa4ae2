//! VOSviewer's map and network files.

use std::io::{self, Write};

use super::style::Labels;
use crate::graph::Network;

/// Most clusters VOSviewer takes.
const CLUSTERS: usize = 1000;

/// Writes the map file: one item a line, with place, cluster and weights, separated by tabs.
pub fn write_map(network: &Network, labels: Labels, mut w: impl Write) -> io::Result<()> {
    writeln!(
        w,
        "id\tlabel\tx\ty\tcluster\tweight<Mentions>\tweight<Documents>\tweight<Links>\t\
         weight<Total link strength>\tscore<PageRank>\tscore<Betweenness>"
    )?;
    for (i, node) in network.nodes().enumerate() {
        let row = &node.row;
        let cluster = row.community.parse::<usize>().ok().filter(|c| *c < CLUSTERS);
        let cluster = cluster.map_or_else(String::new, |c| (c + 1).to_string());
        writeln!(
            w,
            "{}\t{}\t{:.4}\t{:.4}\t{cluster}\t{}\t{}\t{}\t{}\t{}\t{}",
            i + 1,
            plain(&labels.of(row)),
            node.x / 1000.0,
            node.y / 1000.0,
            row.mentions,
            row.documents,
            row.degree,
            row.weighted_degree,
            super::number::text(row.pagerank),
            super::number::text(row.betweenness),
        )?;
    }
    w.flush()
}

/// Writes the network file: two item numbers and a weight a line, separated by tabs.
pub fn write_network(network: &Network, mut w: impl Write) -> io::Result<()> {
    for edge in network.edges() {
        writeln!(w, "{}\t{}\t{}", edge.source + 1, edge.target + 1, edge.weight)?;
    }
    w.flush()
}

/// A label without tabs, line ends or the quotation marks that would open a field.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples;

    #[test]
    fn map_and_network_agree() {
        let network = samples::network();
        let (mut map, mut ties) = (Vec::new(), Vec::new());
        write_map(&network, Labels::En, &mut map).expect("written");
        write_network(&network, &mut ties).expect("written");
        let map = String::from_utf8(map).expect("UTF-8");
        let rows: Vec<Vec<&str>> = map.lines().map(|l| l.split('\t').collect()).collect();
        assert_eq!(rows.len(), 7);
        assert!(rows.iter().all(|r| r.len() == 11));
        assert_eq!(rows[2][1], "Vladimir Putin");
        // A node without ties has no cluster, the others one from 1 up.
        assert_eq!(rows[6][4], "");
        assert!(rows[1..6].iter().all(|r| r[4].parse::<u32>().is_ok_and(|c| c >= 1)));
        let ties = String::from_utf8(ties).expect("UTF-8");
        assert_eq!(ties.lines().next(), Some("2\t3\t31"));
        for line in ties.lines() {
            let ends: Vec<usize> = line.split('\t').take(2).filter_map(|n| n.parse().ok()).collect();
            assert!(ends.len() == 2 && ends.iter().all(|&n| (1..=6).contains(&n)));
        }
    }
}
