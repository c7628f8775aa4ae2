//! English names for things whose Latin name no text gives: pinyin or Wade–Giles for Chinese people, patterns for
//! generic bodies.

use crate::dictionary::{Lexicon, SurnameKind};
use crate::names::pinyin;
use crate::names::wade_giles::wade_giles;
use crate::recognise::Characters;

/// How a Chinese name is written in Latin letters where nobody says how its owner does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `Li Minghua`.
    Pinyin,
    /// `Lee Ming-hua`, as in Taiwan.
    WadeGiles,
}

/// `李明华` → `Li Minghua`; `None` when the characters do not begin with a Chinese surname or one
/// of them has no reading.
pub fn latin_name(lexicon: &Lexicon, folded: &str, spelling: Spelling) -> Option<String> {
    let han: Vec<char> = folded.chars().collect();
    if !(2..=4).contains(&han.len()) {
        return None;
    }
    let two: String = han[..2].iter().collect();
    let (surname_length, surname) = match lexicon.surnames.get(&two) {
        Some(s) if s.kind == SurnameKind::Compound && han.len() >= 3 => (2, s.pinyin.clone()),
        Some(s) if s.kind == SurnameKind::Japanese && han.len() >= 3 && !lexicon.surname_chars.contains_key(&han[0]) => return None,
        _ => match lexicon.surname_chars.get(&han[0]) {
            Some(surname) => (1, surname.pinyin.clone()),
            // A pen name: 嘉远.
            None => (1, capitalised(pinyin::reading(han[0])?)),
        },
    };
    let given: Vec<&str> = han[surname_length..].iter().map(|&c| pinyin::reading(c)).collect::<Option<_>>()?;
    Some(match spelling {
        Spelling::Pinyin => format!("{surname} {}", capitalised(&given.concat())),
        Spelling::WadeGiles => {
            let given: Vec<String> = given.into_iter().map(wade_giles).collect();
            format!("{} {}", taiwanese_surname(&surname, surname_length), capitalised(&given.join("-")))
        }
    })
}

/// A surname in pinyin as Taiwan writes it.
fn taiwanese_surname(pinyin: &str, characters: usize) -> String {
    match pinyin {
        "Li" => "Lee".into(),
        _ if characters == 1 => capitalised(&wade_giles(&pinyin.to_lowercase())),
        _ => pinyin.into(),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Weights of a logistic regression: whether a name of two to four characters without a dot is read in Chinese (张晓梅) or sounds
/// a foreign one (毛雷尔). Fitted to the names of two to four characters of `people.csv` and of the bilingual pairs of an archive of three
/// months, told apart by whether the Latin name has the Chinese surname; both sides weigh the same.
const CHINESE: [f32; 9] = [-2.28, 4.34, 3.47, -0.15, -0.35, 0.30, 0.25, -0.57, -3.84];

/// Where a name counts as Chinese: where nine of ten such names in the same data do.
const CHINESE_FROM: f32 = -0.62;

/// Whether a Chinese reading of these folded characters makes sense as a name: false for what sounds foreign.
pub fn reads_as_chinese(lexicon: &Lexicon, characters: &Characters, folded: &str) -> bool {
    // A surname by itself: 安倍.
    if lexicon.surnames.get(folded).is_some_and(|s| s.kind != SurnameKind::Compound && folded.chars().count() > 1) {
        return false;
    }
    let han: Vec<char> = folded.chars().collect();
    let compound = han.get(..2).filter(|_| han.len() >= 3).map(|two| two.iter().collect::<String>());
    let compound = compound.and_then(|two| lexicon.surnames.get(&two)).filter(|s| s.kind == SurnameKind::Compound);
    let surname = compound.or_else(|| han.first().and_then(|first| lexicon.surname_chars.get(first)));
    let given = han.get(compound.map_or(1, |_| 2)..).unwrap_or_default();
    let n = given.len().max(1) as f32;
    let odds: Vec<(f32, f32)> = given.iter().map(|&c| (characters.given(c), characters.sound(c))).collect();
    let mean = |of: fn(&(f32, f32)) -> f32| odds.iter().map(of).sum::<f32>() / n;
    let (as_given, as_sound) = (mean(|o| o.0), mean(|o| o.1));
    let Some(surname) = surname else {
        // A pen name, unless it sounds foreign.
        return as_sound <= as_given + 0.7 || as_sound <= 0.8;
    };
    let gaps = odds.iter().map(|(given, sound)| given - sound);
    let lowest = gaps.clone().fold(f32::INFINITY, f32::min);
    let highest = gaps.fold(f32::NEG_INFINITY, f32::max);
    let flag = |so: bool| if so { 1.0 } else { 0.0 };
    let facts = [1.0, 1.0, surname.weight / 70.0, as_given, as_sound, lowest, highest, flag(given.len() == 1), flag(han.len() == 4)];
    facts.iter().zip(CHINESE).map(|(fact, weight)| fact * weight).sum::<f32>() > CHINESE_FROM
}

/// `Ministry of Foreign Affairs of {country}` with the country's English name, with the article where English uses one.
pub fn english_of_body(pattern: &str, country: &str) -> String {
    let of = "of {country}";
    let with_article = match country {
        "United States"
        | "United Kingdom"
        | "Netherlands"
        | "Philippines"
        | "Czech Republic"
        | "Maldives"
        | "Bahamas"
        | "Gambia"
        | "Dominican Republic"
        | "United Arab Emirates"
        | "Solomon Islands"
        | "Marshall Islands"
        | "Soviet Union"
        | "European Union" => {
            format!("of the {country}")
        }
        _ => format!("of {country}"),
    };
    let english = pattern.replace(of, &with_article).replace("{country}", country);
    // Hedong District with "{country} District Committee": the word once.
    let last = country.rsplit(' ').next().unwrap_or(country);
    english.replacen(&format!("{last} {last} "), &format!("{last} "), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Sources;
    use crate::recognise::Resources;

    #[test]
    fn chinese_names_in_latin_letters() {
        let resources = Resources::new(&Sources::builtin()).expect("built-in dictionaries");
        let spelt = |name, spelling| latin_name(&resources.lexicon, name, spelling).unwrap_or_default();
        for (name, pinyin, taiwanese) in [
            ("陈志豪", "Chen Zhihao", "Chen Chih-hao"),
            ("李晓若", "Li Xiaoruo", "Lee Hsiao-jo"),
            ("欧阳静", "Ouyang Jing", "Ouyang Ching"),
            ("蔡国", "Cai Guo", "Tsai Kuo"),
        ] {
            assert_eq!(spelt(name, Spelling::Pinyin), pinyin);
            assert_eq!(spelt(name, Spelling::WadeGiles), taiwanese);
        }
        assert_eq!(latin_name(&resources.lexicon, "陈", Spelling::Pinyin), None);
    }

    #[test]
    fn chinese_or_foreign() {
        let resources = Resources::new(&Sources::builtin()).expect("built-in dictionaries");
        let chinese = |name| reads_as_chinese(&resources.lexicon, &resources.characters, name);
        for name in ["张伟杰", "刘凯文", "周浩", "任瑞红", "王丹妮"] {
            assert!(chinese(name), "{name}");
        }
        for name in ["安倍", "毛雷尔", "西蒙", "安德森", "米勒", "科普曼"] {
            assert!(!chinese(name), "{name}");
        }
    }

    #[test]
    fn patterns() {
        assert_eq!(english_of_body("Senate of {country}", "Czech Republic"), "Senate of the Czech Republic");
        assert_eq!(english_of_body("Ministry of Foreign Affairs of {country}", "China"), "Ministry of Foreign Affairs of China");
        assert_eq!(english_of_body("{country} District Committee", "Hedong District"), "Hedong District Committee");
    }
}
