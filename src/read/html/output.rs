//! Text in the making: paragraphs with single spaces.

use crate::read::boilerplate;

/// Collects paragraphs. White space is collapsed as text comes in, invisible characters are left out.
#[derive(Debug, Default)]
pub(in crate::read) struct Output {
    text: String,
    /// Where the paragraph in the making begins.
    start: usize,
    /// Whether white space stands before whatever comes next.
    space: bool,
    paragraphs: usize,
    /// The headline with single spaces; a paragraph that repeats it is left out.
    title: String,
}

/// Length of a character by its first byte; 0 where it may be white space or invisible.
static CLASS: [u8; 256] = {
    let mut class = [1u8; 256];
    let mut b = 0usize;
    while b < 256 {
        class[b] = match b {
            0..=0x20 | 0x7f | 0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef => 0,
            0xc3..=0xdf => 2,
            0xe0..=0xee => 3,
            0xf0..=0xff => 4,
            _ => 1,
        };
        b += 1;
    }
    class
};

enum Character {
    Plain(usize),
    Space(usize),
    Invisible(usize),
}

/// What the character that `bytes` begins with is; only asked where [`CLASS`] leaves it open.
fn look(bytes: &[u8]) -> Character {
    match bytes {
        [b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c' | b' ', ..] => Character::Space(1),
        [0..=0x1f | 0x7f, ..] => Character::Invisible(1),
        // No-break space and the C1 controls; the soft hyphen.
        [0xc2, 0xa0 | 0x85, ..] => Character::Space(2),
        [0xc2, 0x80..=0x9f | 0xad, ..] => Character::Invisible(2),
        [0xc2, ..] => Character::Plain(2),
        // U+1680 Ogham space, U+2000 to U+200A, line and paragraph separators, U+202F, U+205F, U+3000.
        [0xe1, 0x9a, 0x80, ..] => Character::Space(3),
        [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] => Character::Space(3),
        [0xe2, 0x81, 0x9f, ..] => Character::Space(3),
        [0xe3, 0x80, 0x80, ..] => Character::Space(3),
        // Zero-width space, marks of direction, word joiner, byte-order mark. The joiner U+200D stays: emoji need it.
        [0xe2, 0x80, 0x8b | 0x8e | 0x8f | 0xaa..=0xae, ..] => Character::Invisible(3),
        [0xe2, 0x81, 0xa0 | 0xa6..=0xa9, ..] => Character::Invisible(3),
        [0xef, 0xbb, 0xbf, ..] => Character::Invisible(3),
        _ => Character::Plain(3),
    }
}

impl Output {
    /// Begins a new text. `title` is the headline its first line will be, or empty.
    pub fn begin(&mut self, title: &str) {
        self.text.clear();
        self.start = 0;
        self.space = false;
        self.paragraphs = 0;
        self.title.clear();
        for word in title.split_whitespace() {
            if !self.title.is_empty() {
                self.title.push(' ');
            }
            self.title.push_str(word);
        }
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(&b) = bytes.get(at) {
            let length = CLASS.get(usize::from(b)).copied().unwrap_or(1);
            if length != 0 {
                at += usize::from(length);
                continue;
            }
            match look(bytes.get(at..).unwrap_or(&[])) {
                Character::Plain(length) => at += length,
                Character::Space(length) => {
                    self.span(text, from, at);
                    self.space = true;
                    at += length;
                    from = at;
                }
                Character::Invisible(length) => {
                    self.span(text, from, at);
                    at += length;
                    from = at;
                }
            }
        }
        self.span(text, from, at);
    }

    /// Adds one character.
    pub fn character(&mut self, c: char) {
        self.text(c.encode_utf8(&mut [0; 4]));
    }

    /// Puts white space before whatever comes next.
    pub fn space(&mut self) {
        self.space = true;
    }

    /// Ends the paragraph, and drops it if it is empty, boilerplate or the headline again.
    pub fn end_paragraph(&mut self) {
        self.space = false;
        let paragraph = self.text.get(self.start..).unwrap_or("");
        if paragraph.is_empty() {
            return;
        }
        if boilerplate::is_line(paragraph) || (self.paragraphs < 3 && paragraph == self.title) {
            self.text.truncate(self.start);
            return;
        }
        self.text.push('\n');
        self.start = self.text.len();
        self.paragraphs += 1;
    }

    /// How long the text is so far, in bytes.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// Where the paragraph in the making begins, in bytes.
    pub fn paragraph_start(&self) -> usize {
        self.start
    }

    /// The text: paragraphs joined by line breaks.
    pub fn finish(&mut self) -> &str {
        self.end_paragraph();
        self.text.strip_suffix('\n').unwrap_or(&self.text)
    }

    fn span(&mut self, text: &str, from: usize, to: usize) {
        let span = text.get(from..to).unwrap_or("");
        if span.is_empty() {
            return;
        }
        if self.space && self.text.len() > self.start {
            self.text.push(' ');
        }
        self.space = false;
        self.text.push_str(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn through(text: &str) -> String {
        let mut output = Output::default();
        output.begin("");
        output.text(text);
        output.finish().to_owned()
    }

    #[test]
    fn spaces() {
        assert_eq!(through("  a \t\n b\u{a0}\u{3000}中　文 "), "a b 中 文");
        assert_eq!(through("a\u{200b}b\u{feff}c\u{ad}d\0e"), "abcde");
        assert_eq!(through("，。“”—…é ©"), "，。“”—…é ©");
        assert_eq!(through("👩\u{200d}💻"), "👩\u{200d}💻");
    }

    #[test]
    fn repeated_headline_goes() {
        let mut output = Output::default();
        output.begin("普京  访华");
        for paragraph in ["普京 访华", "正文", "普京 访华？"] {
            output.text(paragraph);
            output.end_paragraph();
        }
        assert_eq!(output.finish(), "正文\n普京 访华？");
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_definition(text in any::<String>()) {
            let invisible = |c: char| matches!(c,
                '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}')
                || (c.is_control() && !c.is_whitespace());
            let visible: String = text.chars().filter(|c| !invisible(*c)).collect();
            let expected = visible.split_whitespace().collect::<Vec<_>>().join(" ");
            if !boilerplate::is_line(&expected) {
                prop_assert_eq!(through(&text), expected);
            }
        }
    }
}
