//! A first, rough question to ask of every character of a text.

/// A set of characters in 128 bytes: characters that share their last ten bits share a bit, so that `passes` may
/// say yes of one that was never inserted, but never no of one that was.
#[derive(Debug, Default)]
pub struct Sieve([u64; 16]);

impl Sieve {
    /// Inserts a character.
    pub fn insert(&mut self, c: char) {
        let place = c as usize & 0x3ff;
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// Whether the character may have been inserted.
    pub fn passes(&self, c: char) -> bool {
        let place = c as usize & 0x3ff;
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_through_what_was_inserted() {
        let mut sieve = Sieve::default();
        assert!(!sieve.passes('普'));
        sieve.insert('普');
        assert!(sieve.passes('普') && !sieve.passes('京'));
    }
}
