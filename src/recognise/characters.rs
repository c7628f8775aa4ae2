//! What single characters say of names: how much likelier a character is in a Chinese given name,
//! or in a transliteration, than in running text.

use rustc_hash::FxHashMap;

use crate::dictionary::{DictionaryError, Lexicon, Sources};
use crate::names::SoundTable;
use crate::record::EntityType;
use crate::text::is_han;

/// One row of `characters.csv`, learned with the sound table.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct CharacterRow {
    /// The character (Simplified).
    pub han: char,
    /// Occurrences per million characters of running text.
    pub text_ppm: f64,
    /// Occurrences per million characters of transliterated names.
    pub sound_ppm: f64,
    /// Occurrences per million characters of Chinese given names.
    pub given_ppm: f64,
}

/// First and one past the last character whose odds stand in a table, not in a map: the ideographs in use.
const DENSE: std::ops::Range<u32> = 0x4E00..0xA000;

/// Log-odds of characters.
#[derive(Default, Debug)]
pub struct Characters {
    /// Of the characters in [`DENSE`].
    dense: Vec<(f32, f32)>,
    /// Of all others.
    odds: FxHashMap<char, (f32, f32)>,
}

/// Odds of a character that no row lists.
const UNLISTED: (f32, f32) = (-2.0, 0.0);

impl Characters {
    /// Reads `characters.csv`.
    ///
    /// # Errors
    /// A row that does not fit its columns.
    pub fn from_sources(sources: &Sources) -> Result<Characters, DictionaryError> {
        Ok(Characters::from_rows(&sources.rows::<CharacterRow>("characters.csv")?))
    }

    /// Log-odds from rates.
    pub fn from_rows(rows: &[CharacterRow]) -> Characters {
        let mut dense = vec![UNLISTED; DENSE.len()];
        let mut odds: FxHashMap<char, (f32, f32)> = rows
            .iter()
            .map(|row| {
                let text = row.text_ppm + 5.0;
                let sound = ((row.sound_ppm + 5.0) / text).ln() as f32;
                let given = ((row.given_ppm + 20.0) / (text + 15.0)).ln() as f32;
                (row.han, (sound, given))
            })
            .collect();
        for (han, both) in &odds {
            if DENSE.contains(&(*han as u32)) {
                dense[(*han as u32 - DENSE.start) as usize] = *both;
            }
        }
        odds.retain(|han, _| !DENSE.contains(&(*han as u32)));
        Characters { dense, odds }
    }

    /// Log-odds that the character is part of a transliteration; below zero for a character never
    /// seen in one.
    pub fn sound(&self, c: char) -> f32 {
        self.of(c).0
    }

    /// Log-odds that the character is part of a Chinese given name.
    pub fn given(&self, c: char) -> f32 {
        self.of(c).1
    }

    fn of(&self, c: char) -> (f32, f32) {
        let place = (c as u32).wrapping_sub(DENSE.start) as usize;
        self.dense.get(place).or_else(|| self.odds.get(&c)).copied().unwrap_or(UNLISTED)
    }
}

/// Counts characters while an archive is read; additive, so that parts may be merged.
#[derive(Default, Debug)]
pub struct CharacterCounter {
    text: FxHashMap<char, u64>,
}

impl CharacterCounter {
    /// Counts the folded characters of one text.
    pub fn add_text(&mut self, folded: &[char]) {
        for &c in folded.iter().filter(|c| is_han(**c)) {
            *self.text.entry(c).or_default() += 1;
        }
    }

    /// Adds another counter's counts.
    pub fn merge(&mut self, other: CharacterCounter) {
        for (c, n) in other.text {
            *self.text.entry(c).or_default() += n;
        }
    }

    /// The rows of `characters.csv`: text rates from what was counted, transliteration rates from
    /// the learned sounds, given-name rates from the Chinese people of the dictionaries.
    pub fn rows(&self, sound_counts: &FxHashMap<char, f64>, lexicon: &Lexicon) -> Vec<CharacterRow> {
        let mut given: FxHashMap<char, f64> = FxHashMap::default();
        for entry in lexicon.entries.iter().filter(|e| e.kind == EntityType::Person && matches!(e.country.as_str(), "CHN" | "TWN" | "HKG"))
        {
            let han: Vec<char> = entry.name_zh.chars().collect();
            let surname = if han.len() == 4 { 2 } else { 1 };
            if (2..=4).contains(&han.len()) && han.iter().all(|c| is_han(*c)) && lexicon.surname_chars.contains_key(&han[0]) {
                for c in &han[surname..] {
                    *given.entry(*c).or_default() += 1.0;
                }
            }
        }
        let text_total = self.text.values().sum::<u64>().max(1) as f64;
        let sound_total = sound_counts.values().sum::<f64>().max(1.0);
        let given_total = given.values().sum::<f64>().max(1.0);
        let mut chars: Vec<char> = self.text.keys().copied().collect();
        chars.sort_unstable();
        chars
            .into_iter()
            .map(|c| CharacterRow {
                han: c,
                text_ppm: round(self.text.get(&c).copied().unwrap_or(0) as f64 * 1e6 / text_total),
                sound_ppm: round(sound_counts.get(&c).copied().unwrap_or(0.0) * 1e6 / sound_total),
                given_ppm: round(given.get(&c).copied().unwrap_or(0.0) * 1e6 / given_total),
            })
            .filter(|row| row.text_ppm >= 1.0 || row.sound_ppm > 0.0 || row.given_ppm > 0.0)
            .collect()
    }
}

fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// Whether every character of the span is one that transliterations use.
pub fn all_sound(chars: &[char], sounds: &SoundTable) -> bool {
    chars.iter().all(|c| sounds.knows(*c))
}
