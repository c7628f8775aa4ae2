//! Whether two spellings can be one name.

use super::key::NameKey;
use crate::dictionary::Lexicon;
use crate::record::EntityType;
use crate::text::fold_latin;

/// Whether two folded Latin names differ by one letter (inserted, dropped, changed or swapped).
pub(crate) fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 || a.len().min(b.len()) < 5 {
        return false;
    }
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let suffix = a[prefix..].iter().rev().zip(b[prefix..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (a.len() - prefix - suffix, b.len() - prefix - suffix);
    (ra <= 1 && rb <= 1) || (ra == 2 && rb == 2 && a[prefix] == b[prefix + 1] && a[prefix + 1] == b[prefix])
}

/// The same words in another order, or one name with more given names than the other.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let mut x: Vec<&str> = a.split(' ').collect();
    let mut y: Vec<&str> = b.split(' ').collect();
    let (first_x, last_x, first_y, last_y) = (x[0], x[x.len() - 1], y[0], y[y.len() - 1]);
    if x.len() >= 2 && y.len() >= 2 && first_x == first_y && last_x == last_y {
        return true;
    }
    x.sort_unstable();
    y.sort_unstable();
    x == y
}

/// Whether the key's Latin name is the pinyin of its Chinese one: then it tells namesakes apart no
/// better than the sound does, and the characters decide.
pub(super) fn spelt_in_pinyin(key: &NameKey, lexicon: &Lexicon) -> bool {
    if key.kind != EntityType::Person || key.zh.is_empty() || key.latin.is_empty() || !key.entry.is_empty() {
        return false;
    }
    let han: Vec<char> = key.zh.chars().collect();
    let words: Vec<String> = fold_latin(&key.latin).split(' ').map(str::to_string).collect();
    crate::names::romanised::romanisation(lexicon, &han, &words) == Some(crate::names::romanised::Romanisation::Exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_apart() {
        assert!(one_letter_apart("antony blinken", "anthony blinken"));
        assert!(one_letter_apart("pompeo", "pompoe"));
        assert!(!one_letter_apart("putin", "puton x"));
        assert!(!one_letter_apart("kim", "kin"));
    }

    #[test]
    fn words() {
        assert!(same_words("joe biden", "biden joe"));
        assert!(same_words("donald trump", "donald j trump"));
        assert!(!same_words("hunter biden", "joe biden"));
    }
}
