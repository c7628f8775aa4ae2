//! The best way to spell a Latin name with the characters that stand before a place.

use rustc_hash::FxHashMap;

use super::SoundTable;
use super::chunk::{Chunks, untaught_chunks};
use super::latin::Latin;
use crate::names::translation::Asked;

/// Log-odds of a pairing never seen.
const UNSEEN: f32 = -3.2;
/// Log-odds of a Latin letter that no character renders.
const SILENT_LETTER: f32 = -1.7;
/// Each letter at the end of the last word that the Chinese leaves off.
const CUT_LETTER: f32 = -1.0;
/// A dot of the Chinese name at a border of Latin words.
const DOT_AT_BORDER: f32 = 0.8;
/// A dot inside a Latin word.
const DOT_INSIDE: f32 = -2.0;
/// Cost of reading the Latin name with its last word first.
const ROTATED: f32 = -0.8;

/// The best alignment of one candidate span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alignment {
    /// Sum of log-odds; above zero speaks for a rendering by sound.
    pub score: f32,
    /// Share of the letters of the aligned words that a character renders.
    pub heard: f32,
    /// Number of Latin words rendered at least in part.
    pub words: u8,
}

/// Buffers of the aligner, reused from site to site.
#[derive(Default, Debug)]
pub struct AlignScratch {
    /// What the characters so far score with the letters from each place on.
    row: Vec<f32>,
    /// The same with one character less.
    previous: Vec<f32>,
    latin: Latin,
    scores: Vec<f32>,
    best: Vec<f32>,
    /// Chunks of characters that the table lacks.
    untaught: FxHashMap<char, Chunks>,
    /// Scores of words asked for before.
    pub(in crate::names) asked: Asked,
}

impl SoundTable {
    /// The best score, for every number of characters taken from the right end of `han`, of those
    /// characters spelling the Latin `words` (folded, see [`crate::text::fold_latin`]). Element
    /// `n` of the result belongs to the last `n` characters; element 0 is what no Chinese at all
    /// would score.
    pub fn suffix_scores<'s>(&self, han: &[char], words: &[String], scratch: &'s mut AlignScratch) -> &'s [f32] {
        self.one_order(han, words.iter().map(String::as_str), scratch);
        if let ([first @ .., last], 2..=4) = (words, words.len()) {
            std::mem::swap(&mut scratch.best, &mut scratch.scores);
            self.one_order(han, std::iter::once(last).chain(first).map(String::as_str), scratch);
            let AlignScratch { best, scores, .. } = scratch;
            for (score, first) in scores.iter_mut().zip(best.iter()) {
                *score = (*score + ROTATED).max(*first);
            }
        }
        &scratch.scores
    }

    /// The score of exactly `han` spelling `words`.
    pub fn score(&self, han: &[char], words: &[String], scratch: &mut AlignScratch) -> f32 {
        self.suffix_scores(han, words, scratch).get(han.len()).copied().unwrap_or(f32::NEG_INFINITY)
    }

    fn one_order<'w>(&self, han: &[char], words: impl Iterator<Item = &'w str>, scratch: &mut AlignScratch) {
        let AlignScratch { row, previous, latin, scores, untaught, .. } = scratch;
        latin.read(words);
        let Latin { letters, starts, windows, reaches, .. } = &*latin;
        let n = letters.len();
        scores.clear();
        // Place j: letters j.. are accounted for, and as many characters as rows were filled.
        row.clear();
        row.resize(n + 1, f32::NEG_INFINITY);
        row[n] = 0.0;
        // The last word may be cut short: 金泽 for Kinzinger.
        let mut j = n;
        while j > 0 && !starts[j - 1] && n - j < 5 {
            j -= 1;
            row[j] = CUT_LETTER * (n - j) as f32 - 0.4;
        }
        latin.skip_words(row);
        scores.push(latin.leading_skip(row));
        for &c in han.iter().rev() {
            std::mem::swap(row, previous);
            row.clear();
            row.resize(n + 1, f32::NEG_INFINITY);
            if c == '·' || c == '-' || c == ' ' || c == '=' {
                for ((cell, &from), &start) in row.iter_mut().zip(&*previous).zip(starts) {
                    if from > f32::NEG_INFINITY {
                        *cell = from + if start { DOT_AT_BORDER } else { DOT_INSIDE };
                    }
                }
            } else {
                let unheard = self.unheard.get(&c).copied().unwrap_or(UNSEEN);
                let chunks = match self.chunks.get(&c) {
                    Some(chunks) => chunks,
                    None => &*untaught.entry(c).or_insert_with(|| untaught_chunks(c)),
                };
                for (j, ((&from, &reach), &window)) in previous.iter().zip(reaches).zip(windows).enumerate() {
                    if from == f32::NEG_INFINITY {
                        continue;
                    }
                    // Letters j-k..j for this character; a chunk stays within one word.
                    let Some((before, [cell, ..])) = row.split_at_mut_checked(j) else { break };
                    if from + unheard > *cell {
                        *cell = from + unheard;
                    }
                    for chunk in chunks.ending(window as u8) {
                        let k = usize::from(chunk.length);
                        if k <= reach
                            && window & ((1 << (8 * k)) - 1) == chunk.letters
                            && let Some(cell) = before.get_mut(j - k)
                            && from + chunk.odds > *cell
                        {
                            *cell = from + chunk.odds;
                        }
                    }
                    let unseen = from + UNSEEN - 0.5;
                    for cell in before.iter_mut().rev().take(reach.min(4)) {
                        *cell = if unseen > *cell { unseen } else { *cell };
                    }
                }
            }
            // Letters that are not heard, then whole words left out.
            let mut after = f32::NEG_INFINITY;
            for cell in row.iter_mut().rev() {
                if after + SILENT_LETTER > *cell {
                    *cell = after + SILENT_LETTER;
                }
                after = *cell;
            }
            latin.skip_words(row);
            scores.push(latin.leading_skip(row));
        }
    }

    /// How many of the Latin words the exact span renders, and how completely.
    pub fn describe(&self, han: &[char], words: &[String], scratch: &mut AlignScratch) -> Alignment {
        let score = self.score(han, words, scratch);
        let mut rendered = 0u8;
        let mut heard = 0usize;
        let mut total = 0usize;
        for (k, word) in words.iter().enumerate() {
            let mut without: Vec<String> = words.to_vec();
            without.remove(k);
            let alone = if without.is_empty() { f32::NEG_INFINITY } else { self.score(han, &without, scratch) };
            total += word.len();
            if alone < score - 1.0 {
                rendered += 1;
                heard += word.len();
            }
        }
        Alignment { score, heard: heard as f32 / total.max(1) as f32, words: rendered }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Sources;
    use crate::names::sounds::Learner;

    fn words(name: &str) -> Vec<String> {
        crate::text::fold_latin(name).split(' ').map(str::to_string).collect()
    }

    fn taught() -> SoundTable {
        let mut learner = Learner::default();
        for (han, word) in [
            ("特朗普", "trump"),
            ("普京", "putin"),
            ("绍伊古", "shoigu"),
            ("拜登", "biden"),
            ("布林肯", "blinken"),
            ("克林顿", "clinton"),
            ("奥巴马", "obama"),
            ("默克尔", "merkel"),
            ("马克龙", "macron"),
            ("约翰逊", "johnson"),
            ("特鲁多", "trudeau"),
            ("佩洛西", "pelosi"),
            ("麦康奈尔", "mcconnell"),
            ("唐纳德", "donald"),
            ("弗拉基米尔", "vladimir"),
            ("谢尔盖", "sergei"),
            ("拉夫罗夫", "lavrov"),
            ("纳瓦尔尼", "navalny"),
        ] {
            let han: Vec<char> = han.chars().collect();
            learner.add(&han, word, 1.0);
        }
        SoundTable::from_rows(&learner.learn(6))
    }

    #[test]
    fn the_left_border_shows_itself() {
        let table = SoundTable::from_sources(&Sources::builtin()).unwrap();
        let mut scratch = AlignScratch::default();
        let han: Vec<char> = "美国总统唐纳德·特朗普".chars().collect();
        let scores = table.suffix_scores(&han, &words("Donald Trump"), &mut scratch);
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap();
        assert_eq!(best, "唐纳德·特朗普".chars().count());
    }

    #[test]
    fn nonsense_scores_below_zero() {
        let table = taught();
        let mut scratch = AlignScratch::default();
        let han: Vec<char> = "资料照片".chars().collect();
        assert!(table.score(&han, &words("Reuters"), &mut scratch) < 0.0);
    }
}
