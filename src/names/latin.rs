//! The Latin half: what string of letters is a name, and its words.

use crate::text::{fold_latin, is_ideograph, is_latin_letter};

/// A Latin name as written and as compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatinName {
    /// As written, trimmed.
    pub text: String,
    /// Folded words: lower case, no diacritics, letters and digits only.
    pub words: Vec<String>,
}

/// Characters that may stand inside a Latin name between its letters.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, ' ' | '-' | '\'' | '’' | '‘' | '.' | '&' | '·' | '/' | '`' | '´')
}

/// Finds the maximal runs of Latin name characters in `chars[from..to]` (folded characters): each
/// begins with a letter or digit and holds at least two letters. Calls `found(start, end)`.
pub fn latin_runs(chars: &[char], from: usize, to: usize, mut found: impl FnMut(usize, usize)) {
    let to = to.min(chars.len());
    let mut i = from;
    while i < to {
        if is_ideograph(chars[i]) || !(is_latin_letter(chars[i]) || chars[i].is_ascii_digit()) {
            i += 1;
            continue;
        }
        let start = i;
        let mut end = i;
        let mut letters = 0;
        while i < to {
            let c = chars[i];
            if is_latin_letter(c) {
                letters += 1;
                i += 1;
                end = i;
            } else if c.is_ascii_digit() {
                i += 1;
                end = i;
            } else if is_joiner(c) && i + 1 < to {
                let next = chars[i + 1];
                let after_dot = (c == '.' || c == '&') && next == ' ';
                let goes_on = is_latin_letter(next)
                    || next.is_ascii_digit()
                    || (after_dot && i + 2 < to && is_latin_letter(chars[i + 2]))
                    || (c == ' ' && next == '&');
                if !goes_on {
                    break;
                }
                i += 1;
            } else {
                break;
            }
        }
        // A final dot belongs to an initialism or suffix: U.S., Jr.
        if i < to && chars[i] == '.' && end >= 2 && (chars[end - 2] == '.' || is_suffix(&chars[start..end])) {
            end += 1;
            i += 1;
        }
        if letters >= 2 {
            found(start, end);
        }
        i = i.max(start + 1);
    }
}

fn is_suffix(run: &[char]) -> bool {
    let text: String = run.iter().collect();
    ["Jr", "Sr", "Inc", "Ltd", "Co", "Corp"].iter().any(|s| text.ends_with(s))
}

/// Reads a Latin name from a bracket's text or a run; `None` when it is no name: a URL, a date, a
/// number, an ordinary lower-case word or sentence.
pub fn parse_latin(text: &str) -> Option<LatinName> {
    let text = text.trim().trim_matches(|c: char| matches!(c, '"' | '“' | '”' | ',' | ';' | ':' | '·'));
    let text = text.trim_end_matches(['-', '/', '&', '\'']).trim();
    let lower = text.to_ascii_lowercase();
    if text.is_empty() || lower.contains("http") || lower.contains("www.") || lower.contains('@') || lower.ends_with(".com") {
        return None;
    }
    let letters = text.chars().filter(|c| is_latin_letter(*c)).count();
    if letters < 2 && !(letters == 1 && text.chars().any(|c| c.is_ascii_digit())) {
        return None;
    }
    let words: Vec<String> = fold_latin(text).split(' ').filter(|w| !w.is_empty()).map(str::to_string).collect();
    if words.is_empty() || words.len() > 14 {
        return None;
    }
    Some(LatinName { text: text.to_string(), words })
}

/// Whether the name is written like an acronym: two to nine capitals (digits, `&`, `-` and dots
/// allowed), perhaps with a small letter or two (`MoD`, `WeChat` is none).
pub fn is_acronym(text: &str) -> bool {
    let mut capitals = 0;
    let mut small = 0;
    for c in text.chars() {
        match c {
            'A'..='Z' => capitals += 1,
            'a'..='z' => small += 1,
            '0'..='9' | '&' | '-' | '.' | '/' => {}
            ' ' => return false,
            _ => return false,
        }
    }
    (2..=9).contains(&capitals) && (small == 0 || (small <= 2 && capitals > small))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut out = Vec::new();
        latin_runs(&chars, 0, chars.len(), |s, e| out.push(chars[s..e].iter().collect()));
        out
    }

    #[test]
    fn finds_runs() {
        assert_eq!(runs("总统Donald J. Trump说"), ["Donald J. Trump"]);
        assert_eq!(runs("公司AT&T和H&M"), ["AT&T", "H&M"]);
        assert_eq!(runs("Martin Luther King Jr.说 U.S.的"), ["Martin Luther King Jr.", "U.S."]);
        assert_eq!(runs("Jean-Yves Le Drian, WHO"), ["Jean-Yves Le Drian", "WHO"]);
    }

    #[test]
    fn acronyms() {
        assert!(is_acronym("WHO") && is_acronym("AT&T") && is_acronym("COVID-19") && is_acronym("MoD"));
        assert!(!is_acronym("Trump") && !is_acronym("World Bank") && !is_acronym("A"));
    }

    #[test]
    fn no_names() {
        assert!(parse_latin("https://a.b").is_none());
        assert!(parse_latin("2020").is_none());
        assert_eq!(parse_latin(" Miloš Vystrčil ").map(|n| n.words), Some(vec!["milos".to_string(), "vystrcil".to_string()]));
    }
}
