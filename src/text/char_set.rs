//! A set of characters that a loop over a whole text can afford to ask at every character.

/// A set of characters, a bit for each of the Basic Multilingual Plane; characters beyond it share the bits of
/// those in it, so that for them `contains` may say yes of one that was never inserted, but never no of one that was.
#[derive(Debug)]
pub struct CharSet {
    bits: Box<[u64]>,
}

impl Default for CharSet {
    fn default() -> Self {
        CharSet { bits: vec![0; 0x1_0000 / 64].into_boxed_slice() }
    }
}

impl CharSet {
    /// Inserts a character.
    pub fn insert(&mut self, c: char) {
        let place = c as usize & 0xffff;
        if let Some(word) = self.bits.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// Whether the character may have been inserted.
    pub fn contains(&self, c: char) -> bool {
        let place = c as usize & 0xffff;
        self.bits.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_inserted() {
        let mut set = CharSet::default();
        set.insert('普');
        set.insert('𠮷');
        assert!(set.contains('普') && set.contains('𠮷'));
        assert!(!set.contains('京') && !set.contains('a'));
    }
}
