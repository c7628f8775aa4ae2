//! Strings that a page names by their number.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

/// Strings, each once, in the order first seen.
#[derive(Default)]
pub(super) struct Strings {
    pub(super) names: Vec<String>,
    /// By digest: a second copy of every sentence would be held for nothing.
    index: FxHashMap<u128, usize>,
}

impl Strings {
    pub(super) fn add(&mut self, text: &str) -> usize {
        let next = self.names.len();
        let place = *self.index.entry(xxh3_128(text.as_bytes())).or_insert(next);
        if place == next {
            self.names.push(text.to_owned());
        }
        place
    }
}
