//! Names as they are compared: without case, accents, marks and kinds of dots.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A Latin name: letters, digits and Han characters alone, in small letters, words parted by one blank.
pub fn latin(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| canonical_combining_class(*c) == 0).flat_map(char::to_lowercase) {
        if matches!(c, '0'..='9' | 'a'..='z' | '\u{4e00}'..='\u{9fff}') {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// A Chinese name: one kind of dot, no blanks.
pub fn chinese(name: &str) -> String {
    name.chars()
        .filter(|c| *c != ' ')
        .map(|c| if matches!(c, '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{ff0e}' | '\u{2219}' | '\u{22c5}') { '·' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded() {
        assert_eq!(latin(" António  Guterres "), "antonio guterres");
        assert_eq!(latin("Hu Jintao（胡锦涛）"), "hu jintao 胡锦涛");
        assert_eq!(latin("O’Brien-Smith, Jr."), "o brien smith jr");
        assert_eq!(latin("（）"), "");
        assert_eq!(chinese("唐纳德•特朗普"), "唐纳德·特朗普");
        assert_eq!(chinese("唐纳德 · 特朗普"), "唐纳德·特朗普");
    }
}
