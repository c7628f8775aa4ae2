//! Short fixed lists of characters, each written as one string.

use super::Sieve;

/// A fixed list of characters, made while the program is compiled.
#[derive(Debug)]
pub struct CharList {
    /// Turns nearly all others away before the list is gone through.
    sieve: Sieve,
    chars: &'static str,
}

impl CharList {
    /// Lists the characters of `chars` (folded).
    pub const fn new(chars: &'static str) -> CharList {
        CharList { sieve: Sieve::of(chars), chars }
    }

    /// Whether the character is in the list.
    pub fn contains(&self, c: char) -> bool {
        self.sieve.passes(c) && self.chars.contains(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_its_characters_alone() {
        const LIST: CharList = CharList::new("aß普😀");
        // All that share bits with those in the list, among others.
        for c in '\0'..='\u{1ffff}' {
            assert_eq!(LIST.contains(c), matches!(c, 'a' | 'ß' | '普' | '😀'), "{c:?}");
        }
    }
}
