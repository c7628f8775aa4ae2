//! Acronyms: which Chinese words the letters of an acronym stand for.
//!
//! Every word of a Chinese name gives its English readings' initials (采购经理人指数: purchasing
//! managers' index, PMI); the words come in another order than the letters often enough that the
//! letters are a set, not a sequence. The search goes from the right end of the Chinese to the
//! left, over which letters are accounted for.

use super::pinyin;
use super::translation::Translations;

/// Letters of an acronym that are looked at, at most.
const MOST_LETTERS: usize = 9;
/// Each character that no letter stands for.
const UNEXPLAINED: f32 = -0.42;
/// Characters between the words of a name.
const JOINING: f32 = -0.05;

/// Buffers of the search.
#[derive(Default, Debug)]
pub struct InitialsScratch {
    cells: Vec<f32>,
    best: Vec<(f32, u8)>,
    text: String,
}

/// The letters of an acronym in lower case.
pub fn letters_of(acronym: &str) -> Vec<u8> {
    acronym.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()).collect()
}

/// For every number of characters from the right end of `han`, the best score and the number of
/// letters accounted for. Element 0 stands for no character.
pub fn suffix_initials<'s>(han: &[char], letters: &[u8], translations: &Translations, scratch: &'s mut InitialsScratch) -> &'s [(f32, u8)] {
    let InitialsScratch { cells, best, text } = scratch;
    best.clear();
    best.resize(han.len() + 1, (f32::NEG_INFINITY, 0));
    if letters.is_empty() || letters.len() > MOST_LETTERS {
        return best;
    }
    let masks = 1usize << letters.len();
    cells.clear();
    cells.resize((han.len() + 1) * masks, f32::NEG_INFINITY);
    cells[0] = 0.0;
    for i in 0..=han.len() {
        for mask in 0..masks {
            let score = cells[i * masks + mask];
            if score == f32::NEG_INFINITY {
                continue;
            }
            let used = mask.count_ones() as u8;
            let missing = letters.len() as f32 - f32::from(used);
            let total = score - 0.8 * missing;
            if total > best[i].0 {
                best[i] = (total, used);
            }
            let left = han.len() - i;
            if left == 0 {
                continue;
            }
            let c = han[left - 1];
            let joining = matches!(c, '和' | '与' | '及' | '暨' | '、' | '·' | '-' | '“' | '”' | ' ' | '之');
            raise(
                cells,
                (i + 1) * masks + mask,
                score
                    + if joining {
                        JOINING
                    } else if c == '的' {
                        -1.0
                    } else {
                        UNEXPLAINED
                    },
            );
            // A proper name stands for one letter by its first sound.
            for length in 1..=4usize.min(left) {
                let Some(reading) = pinyin::reading(han[left - length]) else { continue };
                let first = reading.bytes().next().unwrap_or(0);
                let Some(k) = (0..letters.len()).find(|k| mask & (1 << k) == 0 && letters[*k] == first) else { continue };
                let gain = if length >= 2 { 0.45 } else { 0.25 } - 0.3 * length as f32;
                raise(cells, (i + length) * masks + (mask | 1 << k), score + gain);
            }
            for length in 1..=super::translation::LONGEST.min(left) {
                text.clear();
                text.extend(&han[left - length..left]);
                for initials in translations.initials(text) {
                    let mut next = mask;
                    let mut gained = 0.0;
                    for letter in initials.iter() {
                        if let Some(k) = (0..letters.len()).find(|k| next & (1 << k) == 0 && letters[*k] == *letter) {
                            next |= 1 << k;
                            gained += 1.0;
                        }
                    }
                    if next != mask {
                        let all = gained as usize == initials.len();
                        raise(cells, (i + length) * masks + next, score + gained - if all { 0.0 } else { 0.5 });
                    }
                }
            }
        }
    }
    best
}

fn raise(cells: &mut [f32], at: usize, score: f32) {
    if let Some(cell) = cells.get_mut(at)
        && score > *cell
    {
        *cell = score;
    }
}

/// Whether the letters are the first sounds of exactly these characters (国台办 / GTB).
pub fn spells_initials(han: &[char], letters: &[u8]) -> bool {
    han.len() == letters.len()
        && han.len() >= 3
        && han.iter().zip(letters).all(|(c, l)| pinyin::readings(*c).iter().any(|r| r.as_bytes().first() == Some(l)))
}

/// Whether the acronym takes the initials of the Latin words, small words left out or not.
pub fn abbreviates(letters: &[u8], words: &[String]) -> bool {
    let all: Vec<u8> = words.iter().filter_map(|w| w.bytes().next()).collect();
    let content: Vec<u8> = words
        .iter()
        .filter(|w| !matches!(w.as_str(), "of" | "the" | "and" | "for" | "in" | "on" | "to" | "de" | "la" | "du" | "des" | "s"))
        .filter_map(|w| w.bytes().next())
        .collect();
    letters.len() >= 2 && (letters == all || letters == content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_of_latin_names() {
        let words: Vec<String> = ["world", "health", "organization"].map(String::from).to_vec();
        assert!(abbreviates(b"who", &words));
        assert!(!abbreviates(b"wto", &words));
        let words: Vec<String> = ["center", "for", "strategic", "and", "international", "studies"].map(String::from).to_vec();
        assert!(abbreviates(b"csis", &words));
    }
}
