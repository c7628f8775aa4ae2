//! Alignment of two sequences by their longest common runs (Ratcliff & Obershelp 1988).
//!
//! The longest run that both share is found first, the earliest in the first sequence and then in the second where
//! several are as long; the same is done left and right of it. This is what Python's `difflib` does without its
//! heuristics, so figures agree with scripts that use it.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Pairs of positions that hold the same element in both sequences; each position is in one pair at most, and the
/// pairs are in the order of both sequences.
pub fn align<T: Eq + Hash>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let mut places: FxHashMap<&T, Vec<usize>> = FxHashMap::default();
    for (j, element) in b.iter().enumerate() {
        places.entry(element).or_default().push(j);
    }
    let mut pairs = Vec::new();
    let mut open = vec![(0, a.len(), 0, b.len())];
    // `ends[j + 1]`: length of the common run that ends at the element of `a` looked at and at `b[j]`.
    let mut ends = vec![0usize; b.len() + 1];
    let mut touched: Vec<usize> = Vec::new();
    let mut before: Vec<(usize, usize)> = Vec::new();
    while let Some((a_from, a_to, b_from, b_to)) = open.pop() {
        let (mut at_a, mut at_b, mut size) = (a_from, b_from, 0);
        before.clear();
        for (i, element) in a.iter().enumerate().take(a_to).skip(a_from) {
            for &(j, length) in &before {
                ends[j + 1] = length;
                touched.push(j + 1);
            }
            before.clear();
            for &j in places.get(element).map_or(&[][..], Vec::as_slice) {
                if j < b_from {
                    continue;
                }
                if j >= b_to {
                    break;
                }
                let length = if j > b_from { ends[j] } else { 0 } + 1;
                before.push((j, length));
                if length > size {
                    (at_a, at_b, size) = (i + 1 - length, j + 1 - length, length);
                }
            }
            for j in touched.drain(..) {
                ends[j] = 0;
            }
        }
        if size == 0 {
            continue;
        }
        pairs.extend((0..size).map(|k| (at_a + k, at_b + k)));
        if a_from < at_a && b_from < at_b {
            open.push((a_from, at_a, b_from, at_b));
        }
        if at_a + size < a_to && at_b + size < b_to {
            open.push((at_a + size, a_to, at_b + size, b_to));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn longest_run_first() {
        assert_eq!(align::<u8>(b"", b"ab"), []);
        assert_eq!(align(b"abxcd", b"abcd"), [(0, 0), (1, 1), (3, 2), (4, 3)]);
        // `qabc` is no run of `abcq`; the longest common run wins over the single q before it.
        assert_eq!(align(b"qabc", b"abcq"), [(1, 0), (2, 1), (3, 2)]);
        // The earliest of two runs that are as long.
        assert_eq!(align(b"ab", b"ab-ab"), [(0, 0), (1, 1)]);
        assert_eq!(align(b"aa", b"aaa"), [(0, 0), (1, 1)]);
    }

    proptest! {
        #[test]
        fn pairs_are_equal_and_in_order(a in "[abc]{0,30}", b in "[abc]{0,30}") {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let pairs = align(a, b);
            for (i, j) in &pairs {
                prop_assert_eq!(a[*i], b[*j]);
            }
            for pair in pairs.windows(2) {
                prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
            }
            // Nothing that could still be aligned between two neighbours is left out.
            let mut bounds = vec![(0, 0)];
            bounds.extend(pairs.iter().map(|(i, j)| (i + 1, j + 1)));
            let mut next = pairs.clone();
            next.push((a.len(), b.len()));
            for ((a_from, b_from), (a_to, b_to)) in bounds.into_iter().zip(next) {
                prop_assert!(a[a_from..a_to].iter().all(|x| !b[b_from..b_to].contains(x)));
            }
        }

        #[test]
        fn a_sequence_aligns_with_itself(a in "[ab]{0,40}") {
            let a = a.as_bytes();
            prop_assert_eq!(align(a, a), (0..a.len()).map(|i| (i, i)).collect::<Vec<_>>());
        }
    }
}
