//! The spellings of a name, counted.

use serde::{Deserialize, Serialize};

/// Spellings and their counts, sorted by spelling; small, because an archive has hundreds of thousands of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surfaces(Vec<(Box<str>, u64)>);

impl Surfaces {
    /// Adds `count` to a spelling.
    pub fn add(&mut self, surface: &str, count: u64) {
        match self.0.binary_search_by(|(s, _)| (**s).cmp(surface)) {
            Ok(place) => {
                if let Some(slot) = self.0.get_mut(place) {
                    slot.1 += count;
                }
            }
            Err(place) => {
                // Most names have one spelling; a vector of its own growing would take room for four.
                if self.0.len() < 4 {
                    self.0.reserve_exact(1);
                }
                self.0.insert(place, (surface.into(), count));
            }
        }
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Surfaces) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
            return;
        }
        for (surface, count) in &other.0 {
            self.add(surface, *count);
        }
    }

    /// The spellings and their counts, by spelling.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(s, n)| (&**s, *n))
    }

    /// The spellings, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(s, _)| &**s)
    }

    /// How many spellings there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_in_any_order() {
        let (mut a, mut b) = (Surfaces::default(), Surfaces::default());
        a.add("乙", 2);
        a.add("甲", 1);
        a.add("乙", 1);
        b.add("丙", 5);
        b.add("甲", 1);
        let mut ab = a.clone();
        ab.merge(&b);
        b.merge(&a);
        assert_eq!(ab, b);
        assert_eq!(ab.iter().map(|(_, n)| n).sum::<u64>(), 10);
        assert!(ab.keys().is_sorted() && ab.len() == 3);
    }
}
