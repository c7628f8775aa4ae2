//! Templates with few values: the weights of all their features stand in one table, found without hashing.

use super::features::hash;

/// A template whose features have a first value below `rows` and a second below `width`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Small {
    /// The template's number.
    pub template: u32,
    rows: usize,
    width: usize,
    /// Where its features begin in the table.
    from: usize,
}

impl Small {
    /// The first of the table.
    pub const fn first(template: u32, rows: usize, width: usize) -> Small {
        Small { template, rows, width, from: 0 }
    }

    /// The next of the table.
    pub const fn then(self, template: u32, rows: usize, width: usize) -> Small {
        Small { template, rows, width, from: self.end() }
    }

    const fn end(self) -> usize {
        self.from + self.rows * self.width
    }
}

/// The weights of the features of [`Small`] templates.
#[derive(Clone, Debug)]
pub(super) struct SmallTable {
    weights: Box<[i8]>,
}

impl SmallTable {
    /// Takes the weights of all features of `templates` from a function of the hashed feature.
    pub fn new(templates: &[Small], weight: impl Fn(u32) -> i8) -> SmallTable {
        let mut weights = vec![0i8; templates.iter().map(|t| t.end()).max().unwrap_or(0)];
        for t in templates {
            for (i, slot) in weights.iter_mut().skip(t.from).take(t.rows * t.width).enumerate() {
                *slot = weight(hash(t.template, (i / t.width) as u64, (i % t.width) as u64));
            }
        }
        SmallTable { weights: weights.into_boxed_slice() }
    }

    /// The weight of one feature; none where the values are more than the template has.
    pub fn weight(&self, of: Small, a: u64, b: u64) -> Option<i32> {
        if a >= of.rows as u64 || b >= of.width as u64 {
            return None;
        }
        self.weights.get(of.from + a as usize * of.width + b as usize).map(|w| i32::from(*w))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_weights_of_the_hashed_features() {
        const A: Small = Small::first(3, 4, 5);
        const B: Small = A.then(9, 2, 32);
        let weight = |feature: u32| (feature % 255) as i8;
        let table = SmallTable::new(&[A, B], weight);
        for (of, a, b) in [(A, 0, 0), (A, 3, 4), (B, 0, 0), (B, 1, 31), (B, 1, 7)] {
            assert_eq!(table.weight(of, a, b), Some(i32::from(weight(hash(of.template, a, b)))));
        }
        assert_eq!(table.weight(A, 4, 0), None);
        assert_eq!(table.weight(A, 0, 5), None);
    }
}
