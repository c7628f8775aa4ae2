//! What is kept of an article to know its copies by.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::{TextView, fold_char};

/// Characters in a shingle.
pub const SHINGLE: usize = 5;
/// Bins of the sketch, a byte each.
pub const BINS: usize = 128;
/// Letters and ideographs a text must have for its near copies to be looked for; of shorter ones only exact
/// copies are found, because a few shared words would make any two alike.
pub const SHORTEST: u32 = 120;
/// Letters and ideographs a body must have to be known without its headline.
const BODY: u32 = 40;

/// Base of the rolling hash of a shingle.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// `BASE` to the power of [`SHINGLE`].
const OUT: u64 = BASE.wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE);

/// What an article is compared by: its body, folded (Traditional to Simplified, full width to
/// half), without white space, punctuation and headline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// XXH3 of the folded body; of headline and body where the body is short.
    pub exact: u64,
    /// Letters and ideographs in the body.
    pub length: u32,
    /// One-permutation MinHash (Li, Owen & Zhang 2012) of the body's shingles: in each of
    /// [`BINS`] bins a byte of the least hash (Li & König 2010), 0 where the bin is empty. No bytes at all
    /// for texts below [`SHORTEST`].
    pub bins: Vec<u8>,
}

/// Buffers reused from article to article.
#[derive(Debug)]
pub struct Scratch {
    /// What the article says, four bytes a character.
    said: Vec<u8>,
    least: [u32; BINS],
}

impl Default for Scratch {
    fn default() -> Self {
        Scratch { said: Vec::new(), least: [u32::MAX; BINS] }
    }
}

/// Mixes all bits of a hash into all others (the finisher of MurmurHash3).
fn mix(mut x: u64) -> u64 {
    x ^= x >> 33;
    x = x.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    x ^= x >> 33;
    x = x.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    x ^ (x >> 33)
}

/// Whether a character is a letter, an ideograph or a digit; the usual ones are told without a table.
fn says(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '\0'..='\u{7f}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        _ => c.is_alphanumeric(),
    }
}

impl Signature {
    /// The signature of an article, in one pass over its characters.
    pub fn of(document: &Document, scratch: &mut Scratch) -> Signature {
        let (title, body) = match document.text.split_once('\n') {
            Some((title, body)) if document.title_in_text => (title, body),
            _ if document.title_in_text => (document.text.as_str(), ""),
            _ => ("", document.text.as_str()),
        };
        Signature::of_folded(title.chars().map(fold_char), body.chars().map(fold_char), scratch)
    }

    /// [`Signature::of`] the article whose text `view` has loaded.
    pub fn of_view(view: &TextView, title_in_text: bool, scratch: &mut Scratch) -> Signature {
        let end = if title_in_text { view.paragraphs.first().map_or(0, |title| title.end as usize) } else { 0 };
        let (title, body) = view.folded.split_at_checked(end).unwrap_or((&[], &view.folded));
        Signature::of_folded(title.iter().copied(), body.iter().copied(), scratch)
    }

    fn of_folded(title: impl Iterator<Item = char>, body: impl Iterator<Item = char>, scratch: &mut Scratch) -> Signature {
        scratch.said.clear();
        scratch.least.fill(u32::MAX);
        let mut window = [0u64; SHINGLE];
        let mut slot = 0;
        let (mut hash, mut length) = (0u64, 0u32);
        for c in body.filter(|c| says(*c)) {
            let code = u32::from(c);
            scratch.said.extend_from_slice(&code.to_le_bytes());
            let c = u64::from(code);
            let gone = std::mem::replace(&mut window[slot], c);
            slot = if slot + 1 == SHINGLE { 0 } else { slot + 1 };
            hash = hash.wrapping_mul(BASE).wrapping_add(c.wrapping_sub(gone.wrapping_mul(OUT)));
            length += 1;
            if length as usize >= SHINGLE {
                let mixed = mix(hash);
                let least = &mut scratch.least[(mixed >> 57) as usize];
                // Seldom so once a text has begun, so that hardly anything is written.
                if (mixed as u32) < *least {
                    *least = mixed as u32;
                }
            }
        }
        if length < BODY {
            // Captions and one-liners: the headline tells them apart.
            scratch.said.extend_from_slice(&u32::MAX.to_le_bytes());
            for c in title.filter(|c| says(*c)) {
                scratch.said.extend_from_slice(&u32::from(c).to_le_bytes());
            }
        }
        let bins = match length >= SHORTEST {
            true => {
                scratch.least.iter().map(|&least| if least == u32::MAX { 0 } else { 1 + (mix(u64::from(least)) % 255) as u8 }).collect()
            }
            false => Vec::new(),
        };
        Signature { exact: xxh3_64(&scratch.said), length, bins }
    }
}

/// Estimate of the share of shingles that two texts have in common (Jaccard), 0 to 1.
pub fn resemblance(a: &[u8], b: &[u8]) -> f64 {
    let (mut same, mut filled) = (0u32, 0u32);
    for (x, y) in a.iter().zip(b) {
        filled += u32::from(x | y != 0);
        same += u32::from(x == y && *x != 0);
    }
    if filled == 0 { 0.0 } else { f64::from(same) / f64::from(filled) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn signature(title: &str, body: &str) -> Signature {
        let document = Document {
            text: if title.is_empty() { body.to_owned() } else { format!("{title}\n{body}") },
            title_in_text: !title.is_empty(),
            ..Document::default()
        };
        let mut view = TextView::default();
        view.load(&document.text);
        let mut scratch = Scratch::default();
        let signature = Signature::of(&document, &mut scratch);
        assert_eq!(Signature::of_view(&view, document.title_in_text, &mut scratch), signature);
        signature
    }

    fn shingles(text: &str) -> BTreeSet<Vec<char>> {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(SHINGLE).map(<[char]>::to_vec).collect()
    }

    #[test]
    fn headlines_script_and_punctuation_do_not_matter() {
        let body = "中国外交部发言人星期二在北京说，两国关系的改善符合双方的利益，也有助于地区的和平与稳定，各方应当珍惜。";
        let traditional = "中國外交部發言人星期二在北京說:兩國關係的改善符合雙方的利益,也有助於地區的和平與穩定,各方應當珍惜。\n";
        assert_eq!(signature("一个标题", body), signature("另一个标题", traditional));
        assert_ne!(signature("", body).exact, signature("", &body.replace("星期二", "星期三")).exact);
    }

    #[test]
    fn letters_are_told_as_by_the_standard_library() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(says(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn short_bodies_need_the_headline() {
        assert_ne!(signature("甲", "图片来自网络").exact, signature("乙", "图片来自网络").exact);
        assert_eq!(signature("甲", "图片来自网络").exact, signature("甲", "图片 来自网络。").exact);
        assert!(signature("甲", "图片来自网络").bins.is_empty());
    }

    proptest! {
        #[test]
        fn estimate_is_near_the_truth(seed in any::<u64>(), changed in 0usize..400) {
            // A text of 2,000 ideographs and the same with some of them changed.
            let at = |i: u64| char::from_u32(0x4E00 + (mix(seed ^ i) % 3000) as u32).unwrap_or('一');
            let a: String = (0..2000u64).map(at).collect();
            let b: String = (0..2000u64).map(|i| if (i as usize * 7919) % 2000 < changed { at(i + 1_000_000) } else { at(i) }).collect();
            // The signature folds, so the truth is taken over the folded texts.
            let fold = |t: &str| t.chars().map(fold_char).filter(|c| c.is_alphanumeric()).collect::<String>();
            let (x, y) = (shingles(&fold(&a)), shingles(&fold(&b)));
            let truth = x.intersection(&y).count() as f64 / x.union(&y).count() as f64;
            let estimate = resemblance(&signature("", &a).bins, &signature("", &b).bins);
            prop_assert!((truth - estimate).abs() < 0.22, "{truth} {estimate}");
        }
    }
}
