//! Counts that remember in which order things were first seen.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Counts by key; ties of the most common are in order of first appearance.
#[derive(Clone, Debug)]
pub struct Counter<K> {
    places: FxHashMap<K, usize>,
    counts: Vec<(K, usize)>,
}

impl<K> Default for Counter<K> {
    fn default() -> Self {
        Counter { places: FxHashMap::default(), counts: Vec::new() }
    }
}

impl<K: Clone + Eq + Hash> Counter<K> {
    /// One more of a key.
    pub fn add(&mut self, key: K) {
        let next = self.counts.len();
        let place = *self.places.entry(key.clone()).or_insert(next);
        match self.counts.get_mut(place) {
            Some((_, n)) => *n += 1,
            None => self.counts.push((key, 1)),
        }
    }

    /// How many there are of a key.
    #[cfg(test)]
    pub fn get(&self, key: &K) -> usize {
        self.places.get(key).and_then(|&place| self.counts.get(place)).map_or(0, |(_, n)| *n)
    }

    /// Keys and counts in order of first appearance.
    pub fn iter(&self) -> impl Iterator<Item = (&K, usize)> {
        self.counts.iter().map(|(key, n)| (key, *n))
    }

    /// Keys and counts, most first.
    pub fn most_common(&self) -> Vec<(&K, usize)> {
        let mut all: Vec<(&K, usize)> = self.iter().collect();
        all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        all
    }

    /// The sum of all counts.
    pub fn total(&self) -> usize {
        self.counts.iter().map(|(_, n)| n).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_in_order_of_appearance() {
        let mut counter = Counter::default();
        for key in ["b", "a", "c", "a", "c"] {
            counter.add(key);
        }
        assert_eq!(counter.most_common(), [(&"a", 2), (&"c", 2), (&"b", 1)]);
        assert_eq!((counter.get(&"a"), counter.get(&"x"), counter.total()), (2, 0, 5));
    }
}
