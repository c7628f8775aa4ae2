//! English names for things whose Latin name no text gives: pinyin for Chinese people, patterns for
//! generic bodies.

use crate::dictionary::{Lexicon, SurnameKind};
use crate::names::pinyin;

/// `李明华` → `Li Minghua`; `None` when the characters do not begin with a Chinese surname or one
/// of them has no reading.
pub fn pinyin_name(lexicon: &Lexicon, folded: &str) -> Option<String> {
    let han: Vec<char> = folded.chars().collect();
    if !(2..=4).contains(&han.len()) {
        return None;
    }
    let two: String = han[..2].iter().collect();
    let (surname_length, mut name) = match lexicon.surnames.get(&two) {
        Some(s) if s.kind == SurnameKind::Compound && han.len() >= 3 => (2, s.pinyin.clone()),
        Some(s) if s.kind == SurnameKind::Japanese && han.len() >= 3 && !lexicon.surname_chars.contains_key(&han[0]) => return None,
        _ => match lexicon.surname_chars.get(&han[0]) {
            Some(surname) => (1, surname.pinyin.clone()),
            // A pen name: 嘉远.
            None => {
                let first = pinyin::reading(han[0])?;
                let mut letters = first.chars();
                (1, letters.next()?.to_uppercase().chain(letters).collect())
            }
        },
    };
    let mut given = String::new();
    for c in &han[surname_length..] {
        given.push_str(pinyin::reading(*c)?);
    }
    let mut letters = given.chars();
    let first = letters.next()?;
    name.push(' ');
    name.extend(first.to_uppercase());
    name.push_str(letters.as_str());
    Some(name)
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

    #[test]
    fn patterns() {
        assert_eq!(english_of_body("Senate of {country}", "Czech Republic"), "Senate of the Czech Republic");
        assert_eq!(english_of_body("Ministry of Foreign Affairs of {country}", "China"), "Ministry of Foreign Affairs of China");
        assert_eq!(english_of_body("{country} District Committee", "Hedong District"), "Hedong District Committee");
    }
}
