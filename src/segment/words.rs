//! Words by jieba over the Simplified fold of the text. Segmentation says where words may begin
//! and end; it never says what a name is.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use jieba_rs::Jieba;
use rustc_hash::FxHashMap;

use crate::text::TextView;

/// jieba with the dictionary words added.
pub struct Segmenter {
    jieba: Jieba,
    /// Tells this segmenter's tags from another's in [`TAGS`].
    number: u64,
}

/// Words whose tags are remembered before all are forgotten: memory stays bounded on any input.
const REMEMBERED: usize = 1 << 16;

/// Tags that a thread has looked up: number of the segmenter, and words with their tags. jieba finds a tag by
/// cutting the word, which costs far more than a look here.
type Tags = (u64, FxHashMap<Box<str>, Option<&'static str>>);

thread_local! {
    static TAGS: RefCell<Tags> = RefCell::default();
}

/// Numbers segmenters, from 1.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// The words of one document: character offsets of the borders, in reused buffers.
#[derive(Default, Debug)]
pub struct Words {
    /// `(start, end)` of every word, in order, white space included.
    pub spans: Vec<(u32, u32)>,
    /// For every character, the index of its word.
    pub word_of: Vec<u32>,
}

impl Segmenter {
    /// jieba with its own dictionary, and `extra` words (folded forms of two or more characters).
    pub fn new<'a>(extra: impl Iterator<Item = &'a str>) -> Segmenter {
        Segmenter::of(Jieba::new(), extra)
    }

    /// The same with a jieba that is loaded already.
    pub fn of<'a>(mut jieba: Jieba, extra: impl Iterator<Item = &'a str>) -> Segmenter {
        for word in extra {
            let length = word.chars().count();
            if length >= 2 && !jieba.has_word(word) && word.chars().all(crate::text::is_han) {
                jieba.add_word(word, Some(frequency_of_name(length)), Some("nz"));
            }
        }
        Segmenter { jieba, number: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    /// Whether jieba's dictionary (with the added words) holds `word`.
    pub fn has_word(&self, word: &str) -> bool {
        self.jieba.has_word(word)
    }

    /// First letter of the part of speech that jieba's dictionary gives a word (`n`, `v`, `d`, `t`, `p` …), or
    /// `x` where it has none.
    pub fn part_of_speech(&self, word: &str) -> char {
        self.tag(word).chars().next().unwrap_or('x')
    }

    /// jieba's part of speech of a word standing alone (`n`, `v`, `nr` …); `x` where unknown.
    pub fn tag(&self, word: &str) -> &'static str {
        self.listed_tag(word).unwrap_or("x")
    }

    /// jieba's part of speech of a word that its dictionary (with the added words) holds.
    pub fn listed_tag(&self, word: &str) -> Option<&'static str> {
        TAGS.with_borrow_mut(|(number, tags)| {
            if *number != self.number || tags.len() >= REMEMBERED {
                *number = self.number;
                tags.clear();
            }
            match tags.get(word) {
                Some(tag) => *tag,
                None => {
                    let tag = self.find_tag(word);
                    tags.insert(word.into(), tag);
                    tag
                }
            }
        })
    }

    fn find_tag(&self, word: &str) -> Option<&'static str> {
        self.jieba.has_word(word).then(|| {
            let tags = self.jieba.tag(word, false);
            tags.first().map_or("x", |t| if t.word.len() == word.len() { self.intern(t.tag) } else { "x" })
        })
    }

    /// The common tags, so that a tag outlives the call that found it.
    fn intern(&self, tag: &str) -> &'static str {
        const TAGS: &[&str] = &[
            "n", "nr", "ns", "nt", "nz", "ng", "nrt", "nrfg", "v", "vn", "vd", "vg", "vi", "vq", "a", "ad", "an", "ag", "b", "c", "d",
            "df", "dg", "e", "f", "g", "h", "i", "j", "k", "l", "m", "mg", "mq", "o", "p", "q", "r", "rg", "rr", "rz", "s", "t", "tg", "u",
            "ud", "ug", "uj", "ul", "uv", "uz", "y", "z", "zg", "eng",
        ];
        TAGS.iter().find(|t| **t == tag).copied().unwrap_or("x")
    }

    /// Cuts the text of `view` into words, paragraph by paragraph.
    pub fn cut(&self, view: &TextView, words: &mut Words) {
        words.spans.clear();
        words.word_of.clear();
        words.word_of.reserve(view.len());
        for paragraph in &view.paragraphs {
            let (from, to) = (paragraph.start as usize, paragraph.end as usize);
            let text = view.folded_slice(from..to);
            words.word_of.resize(from, u32::MAX);
            let tokens = self.jieba.cut(text, true);
            words.spans.reserve(tokens.len());
            for token in tokens {
                let (start, end) = (from + token.start, from + token.end);
                // Tokens follow one another, and most have one character or two.
                let index = words.spans.len() as u32;
                (start..end).for_each(|_| words.word_of.push(index));
                words.spans.push((start as u32, end as u32));
            }
        }
        words.word_of.resize(view.len(), u32::MAX);
    }
}

/// A frequency high enough that a listed name is cut as one word, low enough that it does not
/// tear a frequent word apart.
fn frequency_of_name(length: usize) -> usize {
    match length {
        2 => 60,
        3 => 40,
        _ => 20,
    }
}

impl Words {
    /// The span of the word that holds character `index`.
    pub fn word_at(&self, index: usize) -> Option<(usize, usize)> {
        let word = *self.word_of.get(index)?;
        let (start, end) = *self.spans.get(word as usize)?;
        Some((start as usize, end as usize))
    }

    /// Whether a word begins at `index` (the end of the text counts).
    pub fn is_border(&self, index: usize) -> bool {
        // Words follow one another: a border is where the word changes.
        match self.word_of.get(index) {
            None | Some(&u32::MAX) => true,
            here => index == 0 || self.word_of.get(index - 1) != here,
        }
    }
}
