//! Chinese names in Latin letters: pinyin, Wade–Giles, Cantonese, Hokkien and others' spellings,
//! family name first or last (习近平 / Xi Jinping, 蔡英文 / Tsai Ing-wen, 黄之锋 / Joshua Wong).

use super::pinyin;
use crate::dictionary::Lexicon;

/// How a Latin name spells a Chinese one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Romanisation {
    /// Only the family name agrees (林碧莹 / Bonny Lin).
    Surname,
    /// Family name, and the given name in another spelling than pinyin.
    Loose,
    /// Family name and given name both in pinyin.
    Exact,
}

/// Compares a Chinese name (folded characters) with folded Latin words; `None` when even the family
/// name does not agree, or the characters begin with none.
pub fn romanisation(lexicon: &Lexicon, han: &[char], words: &[String]) -> Option<Romanisation> {
    if !(2..=4).contains(&han.len()) || words.is_empty() || words.len() > 4 {
        return None;
    }
    let mut best = None;
    for split in 1..=2usize.min(han.len() - 1) {
        let surname: String = han[..split].iter().collect();
        let Some(known) = lexicon.surnames.get(&surname) else {
            continue;
        };
        let pinyin_surname = known.pinyin.to_lowercase();
        let given: Vec<char> = han[split..].to_vec();
        for (k, word) in words.iter().enumerate() {
            if k != 0 && k + 1 != words.len() {
                continue;
            }
            let by_pinyin = *word == pinyin_surname;
            if !by_pinyin && !known.spellings.contains(word) {
                continue;
            }
            let rest: String = words.iter().enumerate().filter(|(i, _)| *i != k).map(|(_, w)| w.as_str()).collect();
            let found = if spells(&given, &rest) {
                Romanisation::Exact
            } else if initials_agree(&given, &rest) {
                Romanisation::Loose
            } else {
                Romanisation::Surname
            };
            best = best.max(Some(found));
        }
    }
    best
}

/// Whether `letters` is exactly the pinyin of `han`, by any readings.
pub fn spells(han: &[char], letters: &str) -> bool {
    match han.split_first() {
        None => letters.is_empty(),
        Some((c, rest)) => {
            pinyin::readings(*c).iter().any(|syllable| letters.strip_prefix(syllable).is_some_and(|tail| spells(rest, tail)))
        }
    }
}

/// Whether the given name in another romanisation begins its syllables alike: 英文 / ingwen.
fn initials_agree(han: &[char], letters: &str) -> bool {
    let (Some(first), Some(letter)) = (han.first(), letters.bytes().next()) else {
        return false;
    };
    let group = |b: u8| match b {
        b'b' | b'p' => 1,
        b'd' | b't' => 2,
        b'g' | b'k' | b'h' => 3,
        b'j' | b'q' | b'x' | b'z' | b'c' | b's' => 4,
        b'y' | b'i' | b'u' | b'e' | b'a' | b'o' | b'w' | b'v' => 5,
        b'l' | b'r' | b'n' => 6,
        b'm' => 7,
        b'f' => 3,
        _ => 0,
    };
    let syllables = han.len();
    let vowels = letters
        .bytes()
        .zip(letters.bytes().skip(1).chain(Some(b' ')))
        .filter(|(a, b)| b"aeiou".contains(a) && !b"aeiou".contains(b))
        .count();
    vowels.abs_diff(syllables) <= 1 && pinyin::readings(*first).iter().any(|s| s.bytes().next().is_some_and(|b| group(b) == group(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling() {
        let han: Vec<char> = "近平".chars().collect();
        assert!(spells(&han, "jinping"));
        assert!(!spells(&han, "jinpin"));
        let han: Vec<char> = "英文".chars().collect();
        assert!(initials_agree(&han, "ingwen"));
    }
}
