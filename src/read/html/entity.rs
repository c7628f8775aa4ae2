//! Character references (`&amp;`, `&#8230;`, `&hellip;`).

use std::borrow::Cow;

/// What a reference stands for.
pub(in crate::read) enum Decoded {
    /// One character.
    Char(char),
    /// A named reference for more than one character; rare.
    Text(String),
}

/// Longest named reference of HTML, in letters.
const LONGEST: usize = 32;

/// Decodes the reference that `text` (without its `&`) begins with, and gives the length of what was read.
/// `None` when it is a mere ampersand.
pub(in crate::read) fn decode(text: &str) -> Option<(Decoded, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b'#') {
        return numeric(bytes);
    }
    let letters = bytes.iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric()).count();
    let closed = bytes.get(letters) == Some(&b';');
    let name = text.get(..letters)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" if closed => '\'',
        "nbsp" => '\u{a0}',
        _ if letters < 2 => return None,
        _ => return named(text, letters, closed),
    };
    Some((Decoded::Char(character), letters + usize::from(closed)))
}

/// All other names. Without a semicolon only some are references, and then perhaps only their beginning
/// (`&copyright`); in text that is nearly always an ampersand in an address, and is left alone.
fn named(text: &str, letters: usize, closed: bool) -> Option<(Decoded, usize)> {
    if !closed {
        return None;
    }
    let name = text.get(..letters + 1)?;
    let whole = format!("&{name}");
    match htmlize::unescape(whole.as_str()) {
        Cow::Borrowed(_) => None,
        Cow::Owned(decoded) => {
            let mut characters = decoded.chars();
            match (characters.next(), characters.next()) {
                (Some(c), None) => Some((Decoded::Char(c), letters + 1)),
                _ => Some((Decoded::Text(decoded), letters + 1)),
            }
        }
    }
}

fn numeric(bytes: &[u8]) -> Option<(Decoded, usize)> {
    let hexadecimal = matches!(bytes.get(1), Some(b'x' | b'X'));
    let (radix, start) = if hexadecimal { (16, 2) } else { (10, 1) };
    let mut code = 0u32;
    let mut at = start;
    while let Some(digit) = bytes.get(at).and_then(|&b| char::from(b).to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == start {
        return None;
    }
    if bytes.get(at) == Some(&b';') {
        at += 1;
    }
    Some((Decoded::Char(character(code)), at))
}

/// The character of a code. Codes 128 to 159 mean those of Windows-1252, as in browsers; what is no
/// character becomes U+FFFD.
fn character(code: u32) -> char {
    const WINDOWS_1252: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match code {
        0 => '\u{fffd}',
        0x80..=0x9f => WINDOWS_1252.get(code as usize - 0x80).copied().unwrap_or('\u{fffd}'),
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

/// Decodes all references of a short text, such as a headline or an attribute.
pub(in crate::read) fn decode_all(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        rest = after;
        match decode(after) {
            Some((Decoded::Char(c), length)) => {
                decoded.push(c);
                rest = after.get(length..).unwrap_or("");
            }
            Some((Decoded::Text(s), length)) => {
                decoded.push_str(&s);
                rest = after.get(length..).unwrap_or("");
            }
            None => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::decode_all;

    #[test]
    fn references() {
        for (written, expected) in [
            ("A&amp;B", "A&B"),
            ("&quot;x&quot;", "\"x\""),
            ("&#8230;&#x4E2D;&#39;", "…中'"),
            ("&#147;x&#148;", "“x”"),
            ("&hellip;&mdash;&eacute;", "…—é"),
            ("&NotEqualTilde;", "≂̸"),
            ("&bogus; &; & &#; &#x; &#xD800; &#99999999999;", "&bogus; &; & &#; &#x; \u{fffd} \u{fffd}"),
            ("a?b=1&copy=2&reg=3", "a?b=1&copy=2&reg=3"),
            ("R&D AT&T", "R&D AT&T"),
            ("&", "&"),
            ("&nbsp", "\u{a0}"),
        ] {
            assert_eq!(decode_all(written), expected, "{written}");
        }
    }
}
