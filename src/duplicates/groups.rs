//! Which articles are copies of which.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::signature::{BINS, Signature, resemblance};

/// Share of common shingles from which two articles count as one.
///
/// Chosen by reading pairs of three months of real archives, which `examples/near.rs` prints.
pub const THRESHOLD: f64 = 0.7;

/// Bins in a band: two articles are compared when one band of theirs is equal. With 25 bands of 5,
/// a pair at the threshold is met with probability 1 − (1 − 0.7⁵)²⁵ = 0.99.
const BAND: usize = 5;
/// Filled bins that a band must have to say anything.
const FILLED: usize = 3;
/// Of a band that many articles share, the first so many are compared with all others.
pub const HEADS: usize = 48;

/// One article of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Key of the document id.
    pub key: u64,
    /// Time of publication as a number that sorts ([`when`]).
    pub when: u64,
    /// Its signature.
    pub signature: Signature,
}

/// The digits of an RFC 3339 time or date as a number that sorts by time; undated articles come last.
pub fn when(published: &str) -> u64 {
    let mut digits = 0u64;
    let mut count = 0u32;
    for c in published.chars().take(19).filter_map(|c| c.to_digit(10)) {
        digits = digits * 10 + u64::from(c);
        count += 1;
    }
    if count < 8 { u64::MAX } else { digits * 10u64.pow(14u32.saturating_sub(count)) }
}

/// Finds the copies among `marks`: for each of them the key of its original.
///
/// An article is a copy of the first one by time and id that has the same text or at least
/// [`THRESHOLD`] of its shingles, and is no copy itself. So every copy resembles its original, and chains of
/// ever more changed versions are not drawn together. The order of `marks` makes no difference.
pub fn find(mut marks: Vec<Mark>) -> FxHashMap<u64, u64> {
    marks.sort_unstable_by_key(|m| (m.when, m.key));
    marks.dedup_by_key(|m| m.key);
    // The original of each, by place in this order.
    let mut original: Vec<u32> = (0..marks.len() as u32).collect();
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    for (place, mark) in marks.iter().enumerate() {
        original[place] = *first.entry(mark.signature.exact).or_insert(place as u32);
    }
    drop(first);
    for (later, earlier) in settle(alike(&marks, &original)) {
        original[later as usize] = earlier;
    }
    let mut copies = FxHashMap::default();
    for (place, mark) in marks.iter().enumerate() {
        let mut root = original[place] as usize;
        // An exact copy of a near copy belongs to the near copy's original.
        root = original[root] as usize;
        if root != place {
            copies.insert(mark.key, marks[root].key);
        }
    }
    copies
}

/// Of the pairs `(later, earlier)` of near copies those that hold: an article goes to the first one it resembles that is
/// no copy itself. Pairs are given in any order, and any number of times; places may be of any kind that sorts by time and id.
pub fn settle<P: Copy + Ord + std::hash::Hash>(mut near: Vec<(P, P)>) -> Vec<(P, P)> {
    near.sort_unstable();
    near.dedup();
    let mut copies: FxHashSet<P> = FxHashSet::default();
    // Sorted by the later one, then the earlier: what stands before `later` is settled.
    near.retain(|(later, earlier)| !copies.contains(earlier) && copies.insert(*later));
    near
}

/// Digests of the bands of a sketch ([`Signature::bins`]), by the band's place; `None` where a band says nothing. Two articles are compared
/// where they share one, with the first [`HEADS`] articles by time and id that share it.
pub fn bands(bins: &[u8]) -> impl Iterator<Item = Option<u64>> + '_ {
    bins.chunks(BAND).map(|band| (band.iter().filter(|b| **b != 0).count() >= FILLED).then(|| xxh3_64(band)))
}

/// The first of `heads` that a sketch resembles.
pub fn first_alike<'a>(heads: impl IntoIterator<Item = &'a [u8]>, bins: &[u8]) -> Option<usize> {
    heads.into_iter().position(|head| resemblance(bins, head) >= THRESHOLD)
}

/// Pairs of places `(later, earlier)` whose articles are near copies.
fn alike(marks: &[Mark], original: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    let mut band: Vec<(u64, u32)> = Vec::new();
    for from in (0..BINS).step_by(BAND) {
        band.clear();
        for (place, mark) in marks.iter().enumerate() {
            let Some(bins) = mark.signature.bins.get(from..(from + BAND).min(BINS)) else { continue };
            if original[place] as usize == place
                && let Some(Some(digest)) = bands(bins).next()
            {
                band.push((digest, place as u32));
            }
        }
        band.sort_unstable();
        for same in band.chunk_by(|a, b| a.0 == b.0) {
            for (i, &(_, later)) in same.iter().enumerate().skip(1) {
                let heads = same.iter().take(i.min(HEADS)).map(|&(_, earlier)| marks[earlier as usize].signature.bins.as_slice());
                if let Some(found) = first_alike(heads, &marks[later as usize].signature.bins) {
                    pairs.push((later, same[found].1));
                }
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::super::signature::Scratch;
    use super::*;
    use crate::document::Document;
    use proptest::prelude::*;

    fn text(seed: u64, length: u64) -> String {
        (0..length)
            .map(|i| char::from_u32(0x4E00 + (xxh3_64(&(seed * 1_000_003 + i).to_le_bytes()) % 2000) as u32).unwrap_or('一'))
            .collect()
    }

    fn mark(key: u64, published: &str, body: &str) -> Mark {
        let document = Document { text: body.to_owned(), ..Document::default() };
        Mark { key, when: when(published), signature: Signature::of(&document, &mut Scratch::default()) }
    }

    #[test]
    fn exact_and_near_copies_go_to_the_first() {
        let story = text(1, 800);
        let edited = format!("{}{}", story.chars().skip(20).collect::<String>(), text(9, 30));
        let marks = vec![
            mark(5, "2021-03-02", &story),
            mark(4, "2021-03-01T09:00:00+08:00", &story),
            mark(3, "", &edited),
            mark(2, "2021-03-03", &edited),
            mark(1, "2021-03-01", &text(2, 800)),
        ];
        let copies = find(marks);
        let mut found: Vec<(u64, u64)> = copies.into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [(2, 4), (3, 4), (5, 4)]);
    }

    #[test]
    fn near_copies_of_near_copies_are_none() {
        assert_eq!(settle(vec![(3, 2), (2, 1), (3, 1), (3, 2), (4, 3), (5, 4)]), [(2, 1), (3, 1), (5, 4)]);
    }

    #[test]
    fn half_a_text_is_no_copy() {
        let story = text(1, 1000);
        let half = format!("{}{}", story.chars().take(500).collect::<String>(), text(3, 500));
        assert!(find(vec![mark(1, "2021-01-01", &story), mark(2, "2021-01-02", &half)]).is_empty());
        let short = text(4, 60);
        assert_eq!(find(vec![mark(1, "", &short), mark(2, "", &short)]).len(), 1);
    }

    #[test]
    fn times_sort() {
        assert!(when("2021-03-01") < when("2021-03-01T00:00:01Z"));
        assert!(when("2021-03-01T23:59:59Z") < when("2021-03-02"));
        assert_eq!(when(""), u64::MAX);
    }

    proptest! {
        #[test]
        fn order_makes_no_difference(picks in proptest::collection::vec((0u64..6, 0usize..40, 1u32..28), 1..30)) {
            let marks: Vec<Mark> = picks
                .iter()
                .enumerate()
                .map(|(i, (seed, cut, day))| mark(i as u64, &format!("2021-01-{day:02}"), &text(*seed, 300).chars().skip(*cut).collect::<String>()))
                .collect();
            let mut reversed = marks.clone();
            reversed.reverse();
            let copies = find(marks.clone());
            prop_assert_eq!(&copies, &find(reversed));
            for (copy, original) in &copies {
                prop_assert!(!copies.contains_key(original), "an original is no copy");
                prop_assert!(picks[*copy as usize].0 == picks[*original as usize].0);
            }
        }
    }
}
