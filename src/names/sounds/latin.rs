//! A Latin name as the aligner reads it: its letters, its words and what leaving one of them out costs.

use super::chunk::LONGEST_CHUNK;

/// Cost of a given name that the Chinese leaves out, at the start of the Latin name.
const SKIPPED_FIRST: f32 = -0.7;
/// Cost of a word left out inside or at the end.
const SKIPPED_LATER: f32 = -2.2;
/// Cost of an initial, particle or suffix left out.
const SKIPPED_SMALL: f32 = -0.15;

/// A Latin name as the aligner reads it.
#[derive(Default, Debug)]
pub(super) struct Latin {
    pub(super) letters: Vec<u8>,
    /// Whether a word begins with each letter; true past the end.
    pub(super) starts: Vec<bool>,
    /// The letters that end at each place, packed.
    pub(super) windows: Vec<u64>,
    /// At each place, how many letters of the word before it a character may stand for.
    pub(super) reaches: Vec<usize>,
    words: Vec<Word>,
}

/// A word among the letters.
#[derive(Debug)]
struct Word {
    start: usize,
    end: usize,
    /// Cost of leaving it out inside or at the end.
    skipped: f32,
    /// Cost of leaving it out before the aligned words.
    skipped_first: f32,
}

impl Latin {
    /// Refills with words.
    pub(super) fn read<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let Latin { letters, starts, windows, reaches, words: out } = self;
        letters.clear();
        starts.clear();
        windows.clear();
        reaches.clear();
        out.clear();
        windows.push(0);
        reaches.push(0);
        let mut window = 0u64;
        for word in words {
            let start = letters.len();
            for b in word.bytes().filter(u8::is_ascii_lowercase) {
                starts.push(letters.len() == start);
                letters.push(b);
                window = window << 8 | u64::from(b);
                windows.push(window);
                reaches.push(LONGEST_CHUNK.min(letters.len() - start));
            }
            if let Some(word) = letters.get(start..).filter(|word| !word.is_empty()) {
                let (skipped, skipped_first) = skip_costs(word);
                out.push(Word { start, end: letters.len(), skipped, skipped_first });
            }
        }
        starts.push(true);
    }

    /// Lets whole words be left out: from the border after a word to the border before it.
    #[inline]
    pub(super) fn skip_words(&self, row: &mut [f32]) {
        for word in self.words.iter().rev() {
            let cost = row[word.end] + word.skipped;
            if cost > row[word.start] {
                row[word.start] = cost;
            }
        }
    }

    /// The best way to leave out the words before the aligned ones.
    #[inline]
    pub(super) fn leading_skip(&self, row: &[f32]) -> f32 {
        let mut best = row[0];
        let mut skipped = 0.0;
        for word in &self.words {
            skipped += word.skipped_first;
            if row[word.end] + skipped > best {
                best = row[word.end] + skipped;
            }
        }
        best
    }
}

/// Costs of leaving out a word: inside or at the end, and before the aligned words.
fn skip_costs(word: &[u8]) -> (f32, f32) {
    let small = word.len() == 1
        || matches!(
            word,
            b"jr"
                | b"sr"
                | b"ii"
                | b"iii"
                | b"iv"
                | b"de"
                | b"von"
                | b"van"
                | b"der"
                | b"den"
                | b"bin"
                | b"al"
                | b"el"
                | b"ben"
                | b"the"
                | b"of"
                | b"and"
                | b"la"
                | b"le"
                | b"da"
                | b"di"
                | b"du"
                | b"dr"
                | b"mr"
                | b"sir"
        );
    if small { (SKIPPED_SMALL, SKIPPED_SMALL) } else { (SKIPPED_LATER, SKIPPED_FIRST) }
}
