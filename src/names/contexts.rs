//! What stands before each Latin name in brackets over a whole archive: where the texts before it
//! part, the Chinese name begins.
//!
//! Counting is associative and commutative. Of one Latin name at most [`KEPT`] different contexts
//! are kept, those with the smallest digests: which these are does not depend on the order of
//! merging, and each of them is counted exactly.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::bracket::{INSIDE, Order, Site};
use crate::text::{TextView, fold_latin};

/// Characters of a context, at most.
pub const LONGEST_CONTEXT: usize = 20;
/// Contexts kept for one Latin name.
pub const KEPT: usize = 48;

/// One context: digest first, so that the order of the map is that of the digests.
type Context = (u32, String);

/// Counts of an archive or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ContextCounts {
    by_latin: BTreeMap<String, LatinContexts>,
}

/// Contexts of one Latin name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct LatinContexts {
    /// Spellings as written and the documents that have them.
    spellings: BTreeMap<String, u32>,
    /// Contexts and the documents that have them.
    contexts: BTreeMap<Context, u32>,
}

/// One context of a document's Latin name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContextRow {
    /// The Latin name, folded.
    pub latin: String,
    /// Digest of the context.
    pub digest: u32,
    /// What stands before the name, folded.
    pub context: String,
    /// The Latin name as written.
    pub spelling: String,
}

/// The contexts of a document, sorted.
fn contexts_of(view: &TextView, sites: &[Site]) -> Vec<ContextRow> {
    let mut rows = Vec::with_capacity(sites.len());
    for site in sites {
        if !matches!(site.order, Order::ChineseFirst | Order::LatinFirst) || site.rank == INSIDE {
            continue;
        }
        let latin = fold_latin(&site.name.text);
        let from = site.zh.0.max(site.zh.1.saturating_sub(LONGEST_CONTEXT));
        let mut context: String = view.folded_slice(from..site.zh.1).to_string();
        if from > site.zh.0 {
            // A context that was cut off is marked by its full length alone.
            context = context.chars().take(LONGEST_CONTEXT).collect();
        }
        if latin.is_empty() || context.is_empty() {
            continue;
        }
        let digest = (xxhash_rust::xxh3::xxh3_64(context.as_bytes()) >> 32) as u32;
        rows.push(ContextRow { latin, digest, context, spelling: site.name.text.clone() });
    }
    rows.sort();
    rows
}

impl LatinContexts {
    /// A digest of the contexts and their counts.
    fn digest(&self) -> u64 {
        let mut bytes = Vec::new();
        for ((_, context), documents) in &self.contexts {
            bytes.extend_from_slice(context.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(&documents.to_le_bytes());
        }
        xxhash_rust::xxh3::xxh3_64(&bytes)
    }

    fn add(&mut self, context: Context, documents: u32) {
        *self.contexts.entry(context).or_default() += documents;
        while self.contexts.len() > KEPT {
            self.contexts.pop_last();
        }
    }
}

impl ContextCounts {
    /// Counts the sites of one document, each context of a Latin name once.
    pub fn add_document(&mut self, view: &TextView, sites: &[Site]) {
        for row in ContextCounts::document_rows(view, sites) {
            let slot = self.by_latin.entry(row.latin).or_default();
            *slot.spellings.entry(row.spelling).or_default() += 1;
            slot.add((row.digest, row.context), 1);
        }
    }

    /// Adds another part's counts.
    pub fn merge(&mut self, other: ContextCounts) {
        for (key, theirs) in other.by_latin {
            let slot = self.by_latin.entry(key).or_default();
            for (spelling, n) in theirs.spellings {
                *slot.spellings.entry(spelling).or_default() += n;
            }
            for (context, n) in theirs.contexts {
                slot.add(context, n);
            }
        }
    }

    /// The contexts of one document's Latin names, each once. Summed over documents by context and by spelling, they go into
    /// [`ContextCounts::from_rows`].
    pub fn document_rows(view: &TextView, sites: &[Site]) -> Vec<ContextRow> {
        let mut rows = contexts_of(view, sites);
        rows.dedup_by(|a, b| a.latin == b.latin && a.digest == b.digest && a.context == b.context);
        rows
    }

    /// The counts of an archive from sums over the rows of its documents ([`ContextCounts::document_rows`]): documents of each Latin
    /// name and spelling, and documents of each Latin name and context. More contexts than are kept may be given.
    pub fn from_rows(
        spellings: impl IntoIterator<Item = (String, String, u32)>,
        contexts: impl IntoIterator<Item = (String, u32, String, u32)>,
    ) -> ContextCounts {
        let mut counts = ContextCounts::default();
        for (latin, spelling, documents) in spellings {
            *counts.by_latin.entry(latin).or_default().spellings.entry(spelling).or_default() += documents;
        }
        for (latin, digest, context, documents) in contexts {
            counts.by_latin.entry(latin).or_default().add((digest, context), documents);
        }
        counts
    }

    /// Number of different Latin names.
    pub fn len(&self) -> usize {
        self.by_latin.len()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.by_latin.is_empty()
    }

    /// Ends the counting.
    pub fn index(self) -> ContextIndex {
        let by_latin = self.by_latin.keys().enumerate().map(|(i, latin)| (latin.clone(), i as u32)).collect();
        let contexts: Vec<LatinContexts> = self.by_latin.into_values().collect();
        let digests = contexts.iter().map(LatinContexts::digest).collect();
        ContextIndex { contexts, digests, by_latin }
    }
}

/// The contexts of a whole archive, for looking up.
#[derive(Debug, Default)]
pub struct ContextIndex {
    /// In the order of the folded Latin names.
    contexts: Vec<LatinContexts>,
    /// A digest of each of them.
    digests: Vec<u64>,
    by_latin: FxHashMap<String, u32>,
}

impl ContextIndex {
    /// Calls `found(context, documents)` for every context of the folded Latin name.
    pub fn each(&self, latin: &str, mut found: impl FnMut(&str, u32)) {
        if let Some(known) = self.by_latin.get(latin).and_then(|&i| self.contexts.get(i as usize)) {
            for ((_, context), n) in &known.contexts {
                found(context, *n);
            }
        }
    }

    /// A digest of all that [`ContextIndex::each`] finds of the folded Latin name; `None` where it finds nothing.
    pub fn digest(&self, latin: &str) -> Option<u64> {
        self.by_latin.get(latin).and_then(|&i| self.digests.get(i as usize)).copied()
    }

    /// Every Latin name: its best attested spelling and its contexts with their documents.
    pub fn names(&self) -> impl Iterator<Item = (&str, Vec<(&str, u32)>)> {
        self.contexts.iter().map(|known| {
            let spelling = known.spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or("", |(s, _)| s.as_str());
            (spelling, known.contexts.iter().map(|((_, c), n)| (c.as_str(), *n)).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::find_sites;
    use proptest::prelude::*;

    fn count(text: &str) -> ContextCounts {
        let mut view = TextView::default();
        view.load(text);
        let mut sites = Vec::new();
        find_sites(&view, &mut sites);
        let mut counts = ContextCounts::default();
        counts.add_document(&view, &sites);
        counts
    }

    #[test]
    fn contexts_are_counted_once_a_document() {
        let counts = count("总统普京（Putin）说。总统普京（Putin）又说。");
        let index = counts.index();
        let mut seen = Vec::new();
        index.each("putin", |c, n| seen.push((c.to_string(), n)));
        assert_eq!(seen, [("总统普京".to_string(), 1)]);
        let changed = count("总统普京（Putin）说。前总统普京（Putin）又说。").index();
        assert!(index.digest("putin").is_some() && index.digest("putin") != changed.digest("putin"));
        assert_eq!(index.digest("biden"), None);
    }

    proptest! {
        #[test]
        fn merging_in_any_order_is_the_same(names in proptest::collection::vec("[甲乙丙丁戊己庚辛]{1,3}", 1..120)) {
            let parts: Vec<ContextCounts> = names.iter().map(|n| count(&format!("{n}（Name）"))).collect();
            let mut forward = ContextCounts::default();
            for part in parts.clone() {
                forward.merge(part);
            }
            let mut halves = [ContextCounts::default(), ContextCounts::default()];
            for (i, part) in parts.into_iter().rev().enumerate() {
                halves[i % 2].merge(part);
            }
            let [mut a, b] = halves;
            a.merge(b);
            prop_assert_eq!(forward, a);
        }

        #[test]
        fn rows_summed_are_the_counts(names in proptest::collection::vec("[甲乙丙丁戊己庚辛]{1,3}", 1..120)) {
            let mut counts = ContextCounts::default();
            let mut spellings: BTreeMap<(String, String), u32> = BTreeMap::new();
            let mut contexts: BTreeMap<(String, u32, String), u32> = BTreeMap::new();
            for (i, name) in names.iter().enumerate() {
                let text = format!("{name}（{}）", if i % 3 == 0 { "Näme" } else { "Name" });
                counts.merge(count(&text));
                let mut view = TextView::default();
                view.load(&text);
                let mut sites = Vec::new();
                find_sites(&view, &mut sites);
                for row in ContextCounts::document_rows(&view, &sites) {
                    *spellings.entry((row.latin.clone(), row.spelling)).or_default() += 1;
                    *contexts.entry((row.latin, row.digest, row.context)).or_default() += 1;
                }
            }
            let summed = ContextCounts::from_rows(
                spellings.into_iter().map(|((l, s), n)| (l, s, n)),
                contexts.into_iter().rev().map(|((l, d, c), n)| (l, d, c, n)),
            );
            prop_assert_eq!(summed, counts);
        }
    }
}
