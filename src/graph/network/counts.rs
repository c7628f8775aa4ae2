//! What a network is built from: how often entities were found together.

use serde::{Deserialize, Serialize};

use crate::graph::Month;

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

/// Pairs in range, lower index first, one row for each; its months are still to be added up.
pub(super) fn merged(pairs: Vec<PairCount>, nodes: usize) -> Vec<PairCount> {
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
