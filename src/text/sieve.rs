//! A first, rough question to ask of every character of a text.

/// A set of characters in 128 bytes: characters that share their last ten bits share a bit, so that `passes` may
/// say yes of one that was never inserted, but never no of one that was.
#[derive(Debug, Default)]
pub struct Sieve([u64; 16]);

impl Sieve {
    /// The characters of `text`; for lists that are made while the program is compiled.
    pub(super) const fn of(text: &str) -> Sieve {
        let bytes = text.as_bytes();
        let mut bits = [0; 16];
        let mut at = 0;
        while at < bytes.len() {
            // The first byte of a character says how many there are, and holds what the others leave of its bits.
            let (length, mut code) = match bytes[at] {
                first @ ..0x80 => (1, first as usize),
                first @ ..0xe0 => (2, first as usize & 0x1f),
                first @ ..0xf0 => (3, first as usize & 0xf),
                first => (4, first as usize & 0x7),
            };
            let end = at + length;
            at += 1;
            while at < end {
                code = code << 6 | bytes[at] as usize & 0x3f;
                at += 1;
            }
            bits[(code & 0x3ff) / 64] |= 1 << (code % 64);
        }
        Sieve(bits)
    }

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

    #[test]
    fn of_a_text_as_one_by_one() {
        let text = "a~é普京𠮷😀";
        let mut sieve = Sieve::default();
        text.chars().for_each(|c| sieve.insert(c));
        assert_eq!(Sieve::of(text).0, sieve.0);
    }
}
