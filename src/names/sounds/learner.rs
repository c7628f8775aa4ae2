//! Learning which characters stand for which letters, by expectation maximisation.

use rustc_hash::FxHashMap;

use super::SoundRow;
use super::chunk::LONGEST_CHUNK;
use super::likeness::prior;

/// Learns a [`SoundTable`](super::SoundTable) from pairs whose borders are certain.
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
