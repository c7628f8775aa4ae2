//! Short fixed lists of words, looked up by characters without making strings.

use rustc_hash::FxHashMap;

use super::Sieve;

/// A fixed list of words.
#[derive(Debug, Default)]
pub struct WordList {
    /// Which characters may be the first of a word.
    first: Sieve,
    /// Which may be the last.
    last: Sieve,
    /// The words by their first character, the longest first.
    by_first: FxHashMap<char, Vec<Box<[char]>>>,
    /// The words by their last character, the longest first.
    by_last: FxHashMap<char, Vec<Box<[char]>>>,
}

impl WordList {
    /// Lists `words` (folded); empty ones are left out.
    pub fn new(words: &[&str]) -> WordList {
        let mut list = WordList::default();
        for word in words {
            let chars: Box<[char]> = word.chars().collect();
            if let (Some(&first), Some(&last)) = (chars.first(), chars.last()) {
                list.first.insert(first);
                list.last.insert(last);
                list.by_first.entry(first).or_default().push(chars.clone());
                list.by_last.entry(last).or_default().push(chars);
            }
        }
        for words in list.by_first.values_mut().chain(list.by_last.values_mut()) {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        list
    }

    /// Lists the words of `words` (folded), which are parted by white space.
    pub fn of(words: &str) -> WordList {
        WordList::new(&words.split_whitespace().collect::<Vec<_>>())
    }

    /// The words that begin with a character.
    fn beginning(&self, first: Option<&char>) -> &[Box<[char]>] {
        first.filter(|c| self.first.passes(**c)).and_then(|c| self.by_first.get(c)).map_or(&[], Vec::as_slice)
    }

    /// The characters that words begin with, in no order.
    pub fn first_characters(&self) -> impl Iterator<Item = char> + '_ {
        self.by_first.keys().copied()
    }

    /// Whether `word` is in the list.
    pub fn holds(&self, word: &[char]) -> bool {
        self.beginning(word.first()).iter().any(|w| **w == *word)
    }

    /// Characters of the longest word that `text` begins with; 0 where it begins with none.
    pub fn longest_at(&self, text: &[char]) -> usize {
        self.beginning(text.first()).iter().find(|word| text.starts_with(word)).map_or(0, |word| word.len())
    }

    /// Whether `text` ends with one of the words.
    pub fn ends(&self, text: &[char]) -> bool {
        self.endings(text).next().is_some()
    }

    /// Characters of each of the words that `text` ends with, the longest first.
    pub fn endings(&self, text: &[char]) -> impl Iterator<Item = usize> {
        let words = text.last().filter(|c| self.last.passes(**c)).and_then(|c| self.by_last.get(c));
        words.into_iter().flatten().filter(|word| text.ends_with(word)).map(|word| word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn says_what_a_plain_search_says(words in proptest::collection::vec("[甲乙丙]{0,3}", 0..8), text in "[甲乙丙丁]{0,5}") {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let list = if words.is_empty() { WordList::new(&words) } else { WordList::of(&words.join(" ")) };
            let chars: Vec<char> = text.chars().collect();
            let real = || words.iter().filter(|w| !w.is_empty());
            prop_assert_eq!(list.holds(&chars), real().any(|w| *w == text));
            prop_assert_eq!(list.longest_at(&chars), real().filter(|w| text.starts_with(**w)).map(|w| w.chars().count()).max().unwrap_or(0));
            prop_assert_eq!(list.ends(&chars), real().any(|w| text.ends_with(*w)));
            let mut endings: Vec<usize> = real().filter(|w| text.ends_with(**w)).map(|w| w.chars().count()).collect();
            endings.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(list.endings(&chars).collect::<Vec<_>>(), endings);
            prop_assert!(real().all(|w| list.first_characters().any(|c| w.starts_with(c))));
        }
    }
}
