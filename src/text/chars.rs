//! Character classes that several stages ask for. All of them are told on folded characters
//! (see [`super::fold_char`]): full-width forms are ASCII, all name dots are `·`.

/// Whether `c` is a Chinese character (CJK Unified Ideographs and their extension A, and 〇).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether `c` is one of the common ideographs (U+4E00 to U+9FFF): a quick way past most of a text.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether `c` is a letter of the Latin script, with or without diacritics.
pub fn is_latin_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic()
}

/// The dot between the parts of a transliterated name, after folding.
pub fn is_name_dot(c: char) -> bool {
    c == '·'
}

/// Whether `c` opens a quotation or bracket.
pub fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '「' | '『' | '《' | '〈' | '【' | '〔' | '〖')
}

/// Whether `c` closes a quotation or bracket.
pub fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '”' | '’' | '」' | '』' | '》' | '〉' | '】' | '〕' | '〗')
}

/// Whether `c` ends a sentence in Chinese text.
pub fn is_terminator(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '｡' | '‼' | '⁇')
}
