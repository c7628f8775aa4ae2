//! Meaning: how well a Chinese name renders a Latin one word by word.
//!
//! Evidence comes from a bilingual list of words that institution names are made of
//! (`org_words.csv`), from names in the dictionaries, and from sound for the proper names inside
//! (洛伊国际政策研究所 / Lowy Institute).

use rustc_hash::FxHashMap;

use super::sounds::{AlignScratch, SoundTable};
use crate::dictionary::{DictionaryError, Sources, WordRow};
use crate::text::{fold_latin, fold_str};

/// Longest Chinese word of the list, in characters.
const LONGEST: usize = 7;

/// The bilingual word list.
#[derive(Default, Debug)]
pub struct Translations {
    words: FxHashMap<String, Vec<Vec<String>>>,
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rendering {
    /// Latin content words that a Chinese word renders.
    pub matched: f32,
    /// Latin content words that nothing renders.
    pub unmatched_latin: f32,
    /// Chinese characters that render nothing.
    pub unmatched_han: f32,
    /// Chinese characters in all.
    pub han: f32,
}

impl Rendering {
    /// One figure: above zero speaks for a translation.
    pub fn score(&self) -> f32 {
        1.6 * self.matched - 0.9 * self.unmatched_latin - 0.75 * self.unmatched_han
    }
}

fn is_function_word(word: &str) -> bool {
    matches!(word, "of" | "the" | "and" | "for" | "in" | "on" | "to" | "at" | "de" | "la" | "du" | "des" | "der" | "a" | "an" | "s" | "by" | "with" | "inc" | "ltd" | "co" | "corp" | "llc" | "plc")
}

/// Singular and plural, national and nation: compared on a common stem.
fn same_stem(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let shorter = a.len().min(b.len());
    common >= 4 && common + 3 >= a.len().max(b.len()) && common + 2 >= shorter
}

impl Translations {
    /// Reads `org_words.csv`.
    ///
    /// # Errors
    /// A row that does not fit its columns.
    pub fn from_sources(sources: &Sources) -> Result<Translations, DictionaryError> {
        let mut translations = Translations::default();
        for row in sources.rows::<WordRow>("org_words.csv")? {
            let readings: Vec<Vec<String>> = row
                .english
                .split('|')
                .map(|phrase| fold_latin(phrase).split(' ').map(str::to_string).filter(|w| !w.is_empty()).collect::<Vec<_>>())
                .filter(|phrase: &Vec<String>| !phrase.is_empty())
                .collect();
            for form in [&row.zh, &row.zh_hant] {
                let folded = fold_str(form.trim());
                if !folded.is_empty() {
                    let slot = translations.words.entry(folded).or_default();
                    for reading in &readings {
                        if !slot.contains(reading) {
                            slot.push(reading.clone());
                        }
                    }
                }
            }
        }
        Ok(translations)
    }

    /// Whether the list has this folded word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Compares the Chinese characters `han` (folded) with the folded Latin `words`.
    pub fn compare(&self, han: &[char], words: &[String], sounds: &SoundTable, scratch: &mut AlignScratch) -> Rendering {
        let content: Vec<&String> = words.iter().filter(|w| !is_function_word(w)).collect();
        let mut used = vec![false; content.len()];
        let mut rendering = Rendering { han: han.len() as f32, ..Rendering::default() };
        let mut i = 0;
        let mut text = String::new();
        let mut unknown_start = None;
        while i < han.len() {
            let mut taken = 0;
            for length in (1..=LONGEST.min(han.len() - i)).rev() {
                text.clear();
                text.extend(&han[i..i + length]);
                let Some(readings) = self.words.get(&text) else {
                    continue;
                };
                let mut hit = false;
                for reading in readings {
                    let mut positions = Vec::new();
                    for part in reading.iter().filter(|w| !is_function_word(w)) {
                        let found = content.iter().enumerate().position(|(k, w)| !used[k] && !positions.contains(&k) && same_stem(w, part));
                        match found {
                            Some(k) => positions.push(k),
                            None => {
                                positions.clear();
                                break;
                            }
                        }
                    }
                    if !positions.is_empty() {
                        for k in positions {
                            used[k] = true;
                            rendering.matched += 1.0;
                        }
                        hit = true;
                        break;
                    }
                }
                if hit {
                    taken = length;
                    break;
                }
            }
            if taken > 0 {
                if let Some(start) = unknown_start.take() {
                    self.by_sound(&han[start..i], &content, &mut used, sounds, scratch, &mut rendering);
                }
                i += taken;
            } else {
                unknown_start.get_or_insert(i);
                i += 1;
            }
        }
        if let Some(start) = unknown_start {
            self.by_sound(&han[start..], &content, &mut used, sounds, scratch, &mut rendering);
        }
        rendering.unmatched_latin += used.iter().filter(|u| !**u).count() as f32;
        rendering
    }

    /// Tries the characters that no word explains as the sound of the words that none renders.
    fn by_sound(
        &self,
        han: &[char],
        content: &[&String],
        used: &mut [bool],
        sounds: &SoundTable,
        scratch: &mut AlignScratch,
        rendering: &mut Rendering,
    ) {
        let free: Vec<usize> = (0..content.len()).filter(|k| !used[*k]).collect();
        let mut best: Option<(usize, f32)> = None;
        for &k in &free {
            let score = sounds.score(han, std::slice::from_ref(content[k]), scratch);
            if score > 1.2 * han.len() as f32 && best.is_none_or(|(_, s)| score > s) {
                best = Some((k, score));
            }
        }
        match best {
            Some((k, _)) if han.len() >= 2 || content[k].len() <= 4 => {
                used[k] = true;
                rendering.matched += 1.0;
            }
            _ => rendering.unmatched_han += han.len() as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        assert!(same_stem("organizations", "organization"));
        assert!(same_stem("nation", "nations"));
        assert!(!same_stem("world", "work"));
    }
}
