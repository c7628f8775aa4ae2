//! Meaning: how well a Chinese name renders a Latin one word by word.
//!
//! Evidence comes from a bilingual list of words that institution names are made of
//! (`org_words.csv`), from names in the dictionaries, and from sound for the proper names inside
//! (洛伊国际政策研究所 / Lowy Institute).

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet};

use super::sounds::{AlignScratch, SoundTable};
use crate::dictionary::{DictionaryError, FormUse, Lexicon, Sources, WordRow};
use crate::record::EntityType;
use crate::text::{TextView, fold_latin, fold_str, is_han};

/// Longest Chinese word of the list, in characters.
pub(super) const LONGEST: usize = 7;

/// The bilingual word list.
#[derive(Default, Debug)]
pub struct Translations {
    words: FxHashMap<String, Vec<Vec<String>>>,
    /// Initials of the readings, content words only, and of each reading's first word alone.
    initials: FxHashMap<String, Vec<Vec<u8>>>,
    /// Every English word of a reading.
    english: FxHashSet<String>,
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rendering {
    /// Latin content words that a Chinese word renders.
    pub matched: f32,
    /// Of these, those that the word list renders (the others go by sound).
    pub by_word: f32,
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
        // Two characters or so that render nothing may stand for a Latin word that nothing renders.
        let excused = self.unmatched_han.min(2.2 * self.unmatched_latin);
        1.6 * self.matched - 0.9 * self.unmatched_latin + 0.2 * excused - 0.75 * (self.unmatched_han - excused)
    }
}

fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "and"
            | "for"
            | "in"
            | "on"
            | "to"
            | "at"
            | "de"
            | "la"
            | "du"
            | "des"
            | "der"
            | "a"
            | "an"
            | "s"
            | "by"
            | "with"
            | "inc"
            | "ltd"
            | "co"
            | "corp"
            | "llc"
            | "plc"
    )
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
                translations.add(&fold_str(form.trim()), &readings);
            }
        }
        Ok(translations)
    }

    fn add(&mut self, folded: &str, readings: &[Vec<String>]) {
        if folded.is_empty() {
            return;
        }
        let slot = self.words.entry(folded.to_string()).or_default();
        let initials = self.initials.entry(folded.to_string()).or_default();
        for reading in readings {
            if !slot.contains(reading) {
                slot.push(reading.clone());
                for word in reading {
                    if !self.english.contains(word) {
                        self.english.insert(word.clone());
                    }
                }
            }
            let all: Vec<u8> =
                reading.iter().filter(|w| !is_function_word(w)).filter_map(|w| w.bytes().next()).filter(u8::is_ascii_alphabetic).collect();
            if !all.is_empty() && !initials.contains(&all) {
                initials.push(all);
            }
        }
    }

    /// Adds the names of countries, places and organizations, which names of institutions hold
    /// (荷兰国际集团, 德克萨斯大学), with their demonyms.
    pub fn add_names(&mut self, lexicon: &Lexicon) {
        let mut demonyms: FxHashMap<u32, Vec<Vec<String>>> = FxHashMap::default();
        let split = |name: &str| -> Vec<String> { fold_latin(name).split(' ').filter(|w| !w.is_empty()).map(str::to_string).collect() };
        for pattern in &lexicon.patterns {
            for sense in pattern.senses.iter().filter(|s| matches!(s.form, FormUse::Demonym | FormUse::Acronym | FormUse::Latin)) {
                let country = lexicon.entry(sense.entry).is_some_and(|e| e.kind == EntityType::Country);
                if sense.form == FormUse::Demonym || country {
                    demonyms.entry(sense.entry).or_default().push(split(&pattern.text));
                }
            }
        }
        for pattern in &lexicon.patterns {
            let text = pattern.text.as_str();
            if pattern.chars as usize > LONGEST || !text.chars().all(is_han) {
                continue;
            }
            for sense in &pattern.senses {
                let short = matches!(sense.form, FormUse::Short(p) if p > 0.5);
                if !(short || sense.form == FormUse::Always && pattern.chars >= 2) {
                    continue;
                }
                let Some(entry) = lexicon.entry(sense.entry) else { continue };
                if entry.kind == EntityType::Person || entry.name_en.is_empty() {
                    continue;
                }
                let mut readings = vec![split(&entry.name_en)];
                if let Some(more) = demonyms.get(&sense.entry) {
                    readings.extend(more.iter().cloned());
                }
                self.add(text, &readings);
            }
        }
    }

    /// The initials that a folded word may give to an acronym.
    pub fn initials(&self, word: &str) -> &[Vec<u8>] {
        self.initials.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded Latin word is an ordinary English word of names of institutions.
    pub fn is_english(&self, word: &str) -> bool {
        self.english.contains(word)
    }

    /// Whether the list has this folded word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// What of the folded characters `range` a listed word may explain, or letters that both names have: nothing where the two
    /// are no translations of each other, which is told here far more quickly than by [`Translations::compare`].
    pub fn explain<'a>(&'a self, view: &TextView, range: std::ops::Range<usize>, words: &[String]) -> Option<Explained<'a>> {
        let content: Vec<&String> = words.iter().filter(|w| !is_function_word(w)).collect();
        let renders = |reading: &&Vec<String>| {
            let mut parts = reading.iter().filter(|w| !is_function_word(w)).peekable();
            parts.peek().is_some() && parts.all(|part| content.iter().any(|w| same_stem(w, part)))
        };
        let mut explained = Explained { end: range.end, readings: Vec::new() };
        let mut letters = false;
        for start in range.clone() {
            letters |= view.at(start).is_ascii_alphanumeric();
            for end in (start + 1..=range.end.min(start + LONGEST)).rev() {
                let readings = self.words.get(view.folded_slice(start..end)).map_or(&[][..], Vec::as_slice);
                explained.readings.extend(readings.iter().filter(renders).map(|reading| (start, end - start, reading.as_slice())));
            }
        }
        (letters || !explained.readings.is_empty()).then_some(explained)
    }

    /// Compares the Chinese characters `han` (folded), the last ones of those that `explained` is of, with the folded Latin `words`.
    pub fn compare(
        &self,
        han: &[char],
        explained: &Explained,
        words: &[String],
        sounds: &SoundTable,
        scratch: &mut AlignScratch,
    ) -> Rendering {
        let content: Vec<&String> = words.iter().filter(|w| !is_function_word(w)).collect();
        let mut used = vec![false; content.len()];
        let mut rendering = Rendering { han: han.len() as f32, ..Rendering::default() };
        let mut i = 0;
        let mut unknown_start = None;
        let mut positions = Vec::new();
        let offset = explained.end.saturating_sub(han.len());
        while i < han.len() {
            let mut taken = 0;
            if han[i].is_ascii_alphanumeric() {
                // 基石XL: letters and digits of the Chinese name are its own rendering.
                let end = han[i..].iter().position(|c| !c.is_ascii_alphanumeric()).map_or(han.len(), |n| i + n);
                let text: String = han[i..end].iter().map(|c| c.to_ascii_lowercase()).collect();
                if let Some(k) = content.iter().enumerate().position(|(k, w)| !used[k] && **w == text) {
                    used[k] = true;
                    rendering.matched += 1.0;
                    rendering.by_word += 1.0;
                    taken = end - i;
                }
            }
            // The longest words first, and of each its readings in their order.
            for &(_, length, reading) in explained.beginning_at(offset + i).iter().filter(|_| taken == 0) {
                positions.clear();
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
                    for &k in &positions {
                        used[k] = true;
                        rendering.matched += 1.0;
                        rendering.by_word += 1.0;
                    }
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
            let score = asked(han, content[k], sounds, scratch);
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

/// The listed words in some characters of a text whose readings words of a Latin name may be.
#[derive(Debug)]
pub struct Explained<'a> {
    /// Where the characters end.
    end: usize,
    /// Where each word begins, how long it is, and a reading of it: by place, the longest first.
    readings: Vec<(usize, usize, &'a [String])>,
}

impl<'a> Explained<'a> {
    fn beginning_at(&self, start: usize) -> &[(usize, usize, &'a [String])] {
        let from = self.readings.partition_point(|reading| reading.0 < start);
        let here = self.readings.get(from..).unwrap_or(&[]);
        here.get(..here.partition_point(|reading| reading.0 == start)).unwrap_or(&[])
    }
}

/// Scores of characters spelling one word, as far as they were asked for not long ago: one place after another of a text, the same
/// characters are held against the same words.
#[derive(Debug, Default)]
pub(super) struct Asked {
    slots: Vec<Slot>,
    /// Number of the table that answered.
    table: u64,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    han: Vec<char>,
    word: String,
    score: f32,
}

/// Slots of [`Asked`]; what falls into one drives out what was there.
const SLOTS: usize = 512;

/// [`SoundTable::score`] of one word, remembered.
fn asked(han: &[char], word: &String, sounds: &SoundTable, scratch: &mut AlignScratch) -> f32 {
    let mut hasher = rustc_hash::FxHasher::default();
    han.hash(&mut hasher);
    word.hash(&mut hasher);
    let place = hasher.finish() as usize % SLOTS;
    let table = sounds.number;
    if scratch.asked.table != table {
        scratch.asked = Asked { slots: vec![Slot::default(); SLOTS], table };
    }
    // No question is about no characters, so an unused slot answers none.
    if let Some(slot) = scratch.asked.slots.get(place)
        && slot.han == han
        && slot.word == *word
    {
        return slot.score;
    }
    let score = sounds.score(han, std::slice::from_ref(word), scratch);
    if let Some(slot) = scratch.asked.slots.get_mut(place).filter(|_| !han.is_empty()) {
        slot.han.clear();
        slot.han.extend_from_slice(han);
        slot.word.clone_from(word);
        slot.score = score;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_found() {
        let table = SoundTable::from_sources(&Sources::builtin()).expect("the built-in sounds");
        let other = SoundTable::default();
        let mut scratch = AlignScratch::default();
        for _ in 0..2 {
            for han in ["洛伊", "洛", "布鲁金斯", "基金会"] {
                let han: Vec<char> = han.chars().collect();
                for word in ["lowy", "brookings", "foundation"].map(str::to_owned) {
                    for table in [&table, &other] {
                        let fresh = table.score(&han, std::slice::from_ref(&word), &mut AlignScratch::default());
                        assert_eq!(asked(&han, &word, table, &mut scratch), fresh);
                    }
                }
            }
        }
    }

    #[test]
    fn stems() {
        assert!(same_stem("organizations", "organization"));
        assert!(same_stem("nation", "nations"));
        assert!(!same_stem("world", "work"));
    }
}
