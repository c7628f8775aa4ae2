//! Sound: how well a run of Chinese characters spells a Latin name.
//!
//! Each Chinese character of a transliteration stands for a short chunk of Latin letters (斯 for
//! `s`, 尔 for `l` or `r`, 斯 for `ss`). A [`SoundTable`] holds, for every character and chunk, the
//! log-odds of that pairing against chance; they are learned by expectation maximisation from
//! pairs whose borders are certain ([`Learner`]), after the joint source-channel view of
//! transliteration (Li, Zhang & Su 2004). An alignment is the best path through characters and
//! letters; characters that do not belong to the name (a title before it) score below zero, and so
//! the left border shows itself.

use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::pinyin;
use super::translation::Asked;
use crate::dictionary::{DictionaryError, Sources};

/// Chunks of 亚历山大, a name so common and so unlike its pinyin that learning passes it by.
const EXTRA: &[(char, &str, f32)] = &[
    ('历', "le", 4.0),
    ('历', "lek", 5.5),
    ('历', "lej", 5.0),
    ('山', "xan", 4.5),
    ('山', "san", 4.0),
    ('山', "ksan", 5.0),
    ('山', "jan", 4.0),
    ('大', "der", 4.0),
    ('大', "dar", 4.5),
    ('大', "dr", 3.0),
    ('大', "dre", 3.5),
    ('大', "dro", 3.5),
];

/// Letters one character may stand for, at most.
const LONGEST_CHUNK: usize = 6;
/// Log-odds of a pairing never seen.
const UNSEEN: f32 = -3.2;
/// Log-odds of a Latin letter that no character renders.
const SILENT_LETTER: f32 = -1.7;
/// Each letter at the end of the last word that the Chinese leaves off.
const CUT_LETTER: f32 = -1.0;
/// Cost of a given name that the Chinese leaves out, at the start of the Latin name.
const SKIPPED_FIRST: f32 = -0.7;
/// Cost of a word left out inside or at the end.
const SKIPPED_LATER: f32 = -2.2;
/// Cost of an initial, particle or suffix left out.
const SKIPPED_SMALL: f32 = -0.15;
/// A dot of the Chinese name at a border of Latin words.
const DOT_AT_BORDER: f32 = 0.8;
/// A dot inside a Latin word.
const DOT_INSIDE: f32 = -2.0;
/// Cost of reading the Latin name with its last word first.
const ROTATED: f32 = -0.8;

/// One row of `sounds.csv`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SoundRow {
    /// The Chinese character (Simplified).
    pub han: char,
    /// The letters it stands for; empty for a character that is not heard.
    pub latin: String,
    /// Expected number of times this pairing was seen.
    pub count: f64,
    /// Natural-log odds of the pairing against chance.
    pub log_odds: f64,
}

/// Numbers tables, from 1.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Log-odds of character and letter-chunk pairings.
#[derive(Clone, Debug, Default)]
pub struct SoundTable {
    chunks: FxHashMap<char, Chunks>,
    unheard: FxHashMap<char, f32>,
    /// Tells this table's scores from another's where they are remembered; 0 the empty one's.
    pub(super) number: u64,
}

/// Letters that a character may stand for, with the log-odds of that.
#[derive(Clone, Copy, Debug)]
struct Chunk {
    /// Number of letters, at most [`LONGEST_CHUNK`].
    length: u8,
    /// The letters as one number (see [`pack`]), so that a comparison is one instruction.
    letters: u64,
    odds: f32,
}

impl Chunk {
    /// A chunk; `None` when it is longer than any that is looked at.
    fn new(letters: &[u8], odds: f32) -> Option<Chunk> {
        (letters.len() <= LONGEST_CHUNK).then(|| Chunk { length: letters.len() as u8, letters: pack(letters), odds })
    }
}

/// The chunks of a character by their last letter: at a place of a word, few of them are looked at.
#[derive(Clone, Debug, Default)]
struct Chunks {
    all: Vec<Chunk>,
    /// Where the chunks that end with each letter begin, and where those of the last end.
    starts: [u16; 27],
}

impl Chunks {
    fn of(mut all: Vec<Chunk>) -> Chunks {
        let last = |chunk: &Chunk| (chunk.letters as u8).wrapping_sub(b'a');
        all.sort_by_key(last);
        let starts = std::array::from_fn(|letter| all.partition_point(|chunk| usize::from(last(chunk)) < letter) as u16);
        Chunks { all, starts }
    }

    /// Those that end with this small letter.
    fn ending(&self, letter: u8) -> &[Chunk] {
        let place = usize::from(letter.wrapping_sub(b'a'));
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(&from), Some(&to)) => self.all.get(usize::from(from)..usize::from(to)).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Letters as one number, the last in the lowest byte.
fn pack(letters: &[u8]) -> u64 {
    letters.iter().fold(0, |packed, &letter| packed << 8 | u64::from(letter))
}

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
    pub(super) asked: Asked,
}

/// A Latin name as the aligner reads it.
#[derive(Default, Debug)]
struct Latin {
    letters: Vec<u8>,
    /// Whether a word begins with each letter; true past the end.
    starts: Vec<bool>,
    /// The letters that end at each place, packed.
    windows: Vec<u64>,
    /// At each place, how many letters of the word before it a character may stand for.
    reaches: Vec<usize>,
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
    fn read<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
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
    fn skip_words(&self, row: &mut [f32]) {
        for word in self.words.iter().rev() {
            let cost = row[word.end] + word.skipped;
            if cost > row[word.start] {
                row[word.start] = cost;
            }
        }
    }

    /// The best way to leave out the words before the aligned ones.
    fn leading_skip(&self, row: &[f32]) -> f32 {
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

impl SoundTable {
    /// Reads `sounds.csv`.
    ///
    /// # Errors
    /// A row that does not fit its columns.
    pub fn from_sources(sources: &Sources) -> Result<SoundTable, DictionaryError> {
        Ok(SoundTable::from_rows(&sources.rows::<SoundRow>("sounds.csv")?))
    }

    /// A table of the given rows.
    pub fn from_rows(rows: &[SoundRow]) -> SoundTable {
        let mut table = SoundTable { number: NEXT.fetch_add(1, Ordering::Relaxed), ..SoundTable::default() };
        let mut chunks: FxHashMap<char, Vec<Chunk>> = FxHashMap::default();
        for row in rows {
            // A chunk of five letters or more that hardly any pair has: what was left over of one pair drawn wrong.
            if row.latin.len() >= 5 && row.count < 3.0 && !pinyin::readings(row.han).iter().any(|s| *s == row.latin) {
                continue;
            }
            // A function word before a name, taken for its silent first character.
            if row.latin.is_empty() && matches!(row.han, '和' | '与' | '及' | '由' | '被' | '对' | '的' | '在' | '是' | '将' | '等' | '长')
            {
                continue;
            }
            if row.latin.is_empty() {
                table.unheard.insert(row.han, row.log_odds as f32);
            } else {
                chunks.entry(row.han).or_default().extend(Chunk::new(row.latin.as_bytes(), row.log_odds as f32));
            }
        }
        for &(han, latin, odds) in EXTRA {
            if !rows.is_empty() {
                chunks.entry(han).or_default().extend(Chunk::new(latin.as_bytes(), odds));
            }
        }
        table.chunks = chunks.into_iter().map(|(han, chunks)| (han, Chunks::of(chunks))).collect();
        table
    }

    /// Whether the character is used in transliterations.
    pub fn knows(&self, c: char) -> bool {
        self.chunks.contains_key(&c)
    }

    /// The characters used in transliterations, in no order.
    pub fn characters(&self) -> impl Iterator<Item = char> + '_ {
        self.chunks.keys().copied()
    }

    /// Number of characters with learned chunks.
    pub fn len(&self) -> usize {
        self.chunks.len()
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

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

/// Chunks of a character that no learned pair uses: its pinyin readings, and their first parts.
fn untaught_chunks(c: char) -> Chunks {
    let mut out = Vec::new();
    for syllable in pinyin::readings(c) {
        out.extend(Chunk::new(syllable.as_bytes(), 1.2 * syllable.len() as f32 - 0.8));
    }
    Chunks::of(out)
}

/// Learns a [`SoundTable`] from pairs whose borders are certain.
#[derive(Default, Debug)]
pub struct Learner {
    pairs: Vec<(Vec<char>, Vec<u8>, f64)>,
}

impl Learner {
    /// Adds a certain pair: the characters of one part of a name and the letters of one Latin word.
    pub fn add(&mut self, han: &[char], word: &str, weight: f64) {
        let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_lowercase).collect();
        if han.is_empty() || letters.is_empty() || han.len() > letters.len() + 1 || han.len() > 9 || letters.len() > 16 {
            return;
        }
        self.pairs.push((han.to_vec(), letters, weight));
    }

    /// Number of pairs added.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether no pair was added.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Runs `rounds` of expectation maximisation and returns the table's rows, sorted by character
    /// and count. Pairs that align badly lose their weight from the second round on, so that a
    /// wrong pair teaches nothing.
    pub fn learn(&self, rounds: usize) -> Vec<SoundRow> {
        let letter_share = self.letter_shares();
        let mut model: FxHashMap<(char, Vec<u8>), f64> = FxHashMap::default();
        let mut counts: FxHashMap<(char, Vec<u8>), f64> = FxHashMap::default();
        let mut totals: FxHashMap<char, f64> = FxHashMap::default();
        for round in 0..rounds {
            counts.clear();
            totals.clear();
            for (han, letters, weight) in &self.pairs {
                self.expect(han, letters, *weight, round, &model, &letter_share, &mut counts);
            }
            let mut keys: Vec<_> = counts.iter().collect();
            keys.sort_by(|a, b| a.0.cmp(b.0));
            for ((c, _), count) in keys {
                *totals.entry(*c).or_default() += count;
            }
            model = counts
                .iter()
                .map(|(key, count)| {
                    let total = totals.get(&key.0).copied().unwrap_or(1.0);
                    let prior = prior(key.0, &key.1);
                    (key.clone(), (count + 2.0 * prior) / (total + 2.0))
                })
                .collect();
        }
        let mut rows: Vec<SoundRow> = Vec::new();
        for ((c, chunk), count) in &counts {
            let total = totals.get(c).copied().unwrap_or(0.0);
            if *count < 0.4 || total < 1.5 {
                continue;
            }
            let p = (count + 2.0 * prior(*c, chunk)) / (total + 2.0);
            let chance: f64 = chunk.iter().map(|l| letter_share[(l - b'a') as usize].ln()).sum();
            let log_odds = (p.ln() - chance).min(1.4 * chunk.len() as f64 + 1.5);
            if log_odds < -2.5 {
                continue;
            }
            rows.push(SoundRow {
                han: *c,
                latin: String::from_utf8_lossy(chunk).into_owned(),
                count: (count * 100.0).round() / 100.0,
                log_odds: (log_odds * 1000.0).round() / 1000.0,
            });
        }
        rows.sort_by(|a, b| a.han.cmp(&b.han).then(b.count.total_cmp(&a.count)).then(a.latin.cmp(&b.latin)));
        rows
    }

    fn letter_shares(&self) -> [f64; 26] {
        let mut counts = [1.0f64; 26];
        for (_, letters, _) in &self.pairs {
            for l in letters {
                counts[(l - b'a') as usize] += 1.0;
            }
        }
        let total: f64 = counts.iter().sum();
        counts.map(|c| c / total)
    }

    #[allow(clippy::too_many_arguments)]
    fn expect(
        &self,
        han: &[char],
        letters: &[u8],
        weight: f64,
        round: usize,
        model: &FxHashMap<(char, Vec<u8>), f64>,
        letter_share: &[f64; 26],
        counts: &mut FxHashMap<(char, Vec<u8>), f64>,
    ) {
        let (n, m) = (han.len(), letters.len());
        let width = m + 1;
        let emit = |c: char, chunk: &[u8]| -> f64 {
            if round == 0 { prior(c, chunk) } else { model.get(&(c, chunk.to_vec())).copied().unwrap_or(0.0).max(1e-7) }
        };
        let mut forward = vec![0.0f64; (n + 1) * width];
        let mut backward = vec![0.0f64; (n + 1) * width];
        forward[0] = 1.0;
        backward[n * width + m] = 1.0;
        for i in 0..n {
            for j in 0..=m {
                let f = forward[i * width + j];
                if f > 0.0 {
                    for k in 0..=LONGEST_CHUNK.min(m - j) {
                        forward[(i + 1) * width + j + k] += f * emit(han[i], &letters[j..j + k]);
                    }
                }
            }
        }
        for i in (0..n).rev() {
            for j in 0..=m {
                let mut sum = 0.0;
                for k in 0..=LONGEST_CHUNK.min(m - j) {
                    sum += emit(han[i], &letters[j..j + k]) * backward[(i + 1) * width + j + k];
                }
                backward[i * width + j] = sum;
            }
        }
        let total = forward[n * width + m];
        if total <= 0.0 {
            return;
        }
        let chance: f64 = letters.iter().map(|l| letter_share[(l - b'a') as usize].ln()).sum();
        // From the second round on, a pair no better than chance is no rendering by sound.
        if round > 0 && total.ln() - chance < 0.9 * n as f64 {
            return;
        }
        for i in 0..n {
            for j in 0..=m {
                let f = forward[i * width + j];
                if f <= 0.0 {
                    continue;
                }
                for k in 0..=LONGEST_CHUNK.min(m - j) {
                    let b = backward[(i + 1) * width + j + k];
                    let share = f * emit(han[i], &letters[j..j + k]) * b / total;
                    if share > 1e-4 {
                        *counts.entry((han[i], letters[j..j + k].to_vec())).or_default() += share * weight;
                    }
                }
            }
        }
    }
}

/// How likely a character stands for a chunk before anything is learned: by the likeness of its
/// pinyin and the chunk.
fn prior(c: char, chunk: &[u8]) -> f64 {
    let Some(syllable) = pinyin::reading(c) else {
        return 1e-6;
    };
    if chunk.is_empty() {
        return 0.01;
    }
    let distance = distance(syllable.as_bytes(), chunk);
    (0.5 * (-2.2 * distance).exp()).max(1e-6)
}

fn class(l: u8) -> u8 {
    match l {
        b'a' | b'e' | b'i' | b'o' | b'u' => 0,
        b'b' | b'p' => 1,
        b'd' | b't' => 2,
        b'g' | b'k' | b'c' | b'q' => 3,
        b'z' | b's' | b'x' | b'j' => 4,
        b'f' | b'h' | b'v' => 5,
        b'w' => 6,
        b'l' | b'r' => 7,
        b'm' | b'n' => 8,
        b'y' => 9,
        _ => 10,
    }
}

/// Weighted edit distance between a pinyin syllable and a chunk of letters.
fn distance(syllable: &[u8], chunk: &[u8]) -> f64 {
    let substitute = |a: u8, b: u8| -> f64 {
        if a == b {
            0.0
        } else if class(a) == class(b) {
            0.3
        } else if matches!(
            (a, b),
            (b'h', b'g' | b'k' | b'c') | (b'w', b'v' | b'u' | b'o') | (b'y', b'i' | b'j') | (b'q' | b'x' | b'j', b'c' | b'h' | b'g' | b's')
        ) {
            0.5
        } else {
            1.2
        }
    };
    let drop = |a: u8| if class(a) == 0 || a == b'h' || a == b'g' || a == b'n' || a == b'r' { 0.4 } else { 0.9 };
    let mut row: Vec<f64> = Vec::with_capacity(chunk.len() + 1);
    row.push(0.0);
    for b in chunk {
        let last = row[row.len() - 1];
        row.push(last + drop(*b));
    }
    for a in syllable {
        let mut diagonal = row[0];
        row[0] += drop(*a);
        for (j, b) in chunk.iter().enumerate() {
            let up = row[j + 1];
            row[j + 1] = (diagonal + substitute(*a, *b)).min(up + drop(*a)).min(row[j] + drop(*b));
            diagonal = up;
        }
    }
    row[chunk.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn chunks_are_found_by_their_last_letter() {
        let all: Vec<Chunk> = ["zha", "s", "er", "ss", "a", "r", "z"].iter().filter_map(|text| Chunk::new(text.as_bytes(), 1.0)).collect();
        let chunks = Chunks::of(all);
        let lengths = |letter| chunks.ending(letter).iter().map(|chunk| chunk.length).collect::<Vec<u8>>();
        assert_eq!((lengths(b'a'), lengths(b's'), lengths(b'r'), lengths(b'z')), (vec![3, 1], vec![1, 2], vec![2, 1], vec![1]));
        assert!(lengths(b'b').is_empty() && lengths(b'7').is_empty());
    }

    #[test]
    fn nonsense_scores_below_zero() {
        let table = taught();
        let mut scratch = AlignScratch::default();
        let han: Vec<char> = "资料照片".chars().collect();
        assert!(table.score(&han, &words("Reuters"), &mut scratch) < 0.0);
    }
}
