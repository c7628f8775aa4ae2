//! What a page is made from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::census::Census;
use crate::graph::Network;
use crate::record::{DocumentRow, PairRow, PositionRow, RelationRow};
use crate::relate::widen;

/// What a page is made from.
#[derive(Clone, Debug)]
pub struct ReportInput<'a> {
    /// Heading of the page; empty for the page's own.
    pub title: String,
    /// The network.
    pub network: &'a Network,
    /// All articles in numbers.
    pub census: &'a Census,
    /// The articles that the sentences, events and positions below are from.
    pub documents: &'a [DocumentRow],
    /// Sentences behind edges, by the index of the edge among [`Network::edges`]. Only edges that
    /// [`super::chosen`] names are needed; of each, the first few sentences are taken.
    pub sentences: &'a BTreeMap<usize, Vec<SentenceOfEdge<'a>>>,
    /// Stated events.
    pub relations: &'a [RelationRow],
    /// How many events there are in all.
    pub relation_count: usize,
    /// Distinct positions, those stated most often first.
    pub positions: &'a [Held],
    /// How many positions there are in all.
    pub position_count: usize,
    /// All name pairs.
    pub pairs: &'a [PairRow],
}

/// A person's title and the body it belongs to, over all articles.
#[derive(Clone, Debug)]
pub struct Held {
    /// One statement of it.
    pub row: PositionRow,
    /// Times stated.
    pub count: u64,
    /// First date; may be empty.
    pub first: String,
    /// Last date; may be empty.
    pub last: String,
}

impl Held {
    /// Sums the rows of `positions.csv`; those stated most often come first, else in the order of their ids.
    pub fn sum(rows: &[PositionRow]) -> Vec<Held> {
        let mut sums: BTreeMap<(&str, &str, &str), Held> = BTreeMap::new();
        for row in rows {
            let held = sums.entry((&row.person_id, &row.title, &row.body_id)).or_insert_with(|| Held {
                row: row.clone(),
                count: 0,
                first: String::new(),
                last: String::new(),
            });
            held.count += 1;
            widen(&mut held.first, &mut held.last, &row.published);
        }
        let mut sums: Vec<Held> = sums.into_values().collect();
        // Stable: ties stay in the order of their keys.
        sums.sort_by_key(|s| std::cmp::Reverse(s.count));
        sums
    }
}

/// A sentence that holds both ends of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceOfEdge<'a> {
    /// Index of the article among the documents.
    pub document: usize,
    /// The sentence.
    pub text: Cow<'a, str>,
}
