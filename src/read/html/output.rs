//! Text in the making: paragraphs with single spaces.

use crate::read::boilerplate;

/// Collects paragraphs. White space is collapsed as text comes in, invisible characters are left out.
#[derive(Debug, Default)]
pub(in crate::read) struct Output {
    text: String,
    /// Where the paragraph in the making begins.
    start: usize,
    /// What stands before whatever comes next.
    gap: Gap,
    /// Where the paragraph before began.
    before: usize,
    paragraphs: usize,
    /// The headline with single spaces; a paragraph that repeats it is left out.
    title: String,
}

/// White space that has come in but isn't written yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Space,
    /// A line end of the source, which is nothing between two Chinese characters and a space elsewhere.
    LineEnd,
}

/// A paragraph this long, in bytes, that comes twice in a row was doubled by a page's markup (a caption
/// and its copy for small screens), not by its author.
const DOUBLED: usize = 30;

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
    LineEnd,
    Invisible(usize),
    /// The zero-width joiner, which makes one emoji of two and is nothing between letters.
    Joiner,
}

/// What the character that `bytes` begins with is; only asked where [`CLASS`] leaves it open.
fn look(bytes: &[u8]) -> Character {
    match bytes {
        [b'\n', ..] => Character::LineEnd,
        [b'\t' | b'\r' | b'\x0b' | b'\x0c' | b' ', ..] => Character::Space(1),
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
        // Zero-width space and non-joiner, marks of direction, word joiner, byte-order mark, object replacement.
        [0xe2, 0x80, 0x8b | 0x8c | 0x8e | 0x8f | 0xaa..=0xae, ..] => Character::Invisible(3),
        [0xe2, 0x81, 0xa0 | 0xa6..=0xa9, ..] => Character::Invisible(3),
        [0xef, 0xbb, 0xbf, ..] | [0xef, 0xbf, 0xbc, ..] => Character::Invisible(3),
        [0xe2, 0x80, 0x8d, ..] => Character::Joiner,
        _ => Character::Plain(3),
    }
}

/// Whether a character is as wide as a Chinese one, so that no space belongs beside it.
fn wide(c: Option<char>) -> bool {
    matches!(c, Some('\u{3001}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}'))
}

impl Output {
    /// Begins a new text. `title` is the headline its first line will be, or empty.
    pub fn begin(&mut self, title: &str) {
        self.text.clear();
        self.start = 0;
        self.before = 0;
        self.gap = Gap::None;
        self.paragraphs = 0;
        self.title.clear();
        for word in title.split_whitespace() {
            if !self.title.is_empty() {
                self.title.push(' ');
            }
            self.title.push_str(word);
        }
    }

    /// Adds text. A line end inside it, with Chinese characters on both sides, is no space.
    pub fn text(&mut self, text: &str) {
        if self.gap == Gap::LineEnd {
            self.gap = Gap::Space;
        }
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
                    // A tab or blank beside a line end is indentation of the source; a wide space is meant.
                    if self.gap == Gap::None || length > 1 {
                        self.gap = Gap::Space;
                    }
                    at += length;
                    from = at;
                }
                Character::LineEnd => {
                    self.span(text, from, at);
                    self.gap = Gap::LineEnd;
                    at += 1;
                    from = at;
                }
                Character::Joiner => {
                    self.span(text, from, at);
                    from = at;
                    at += 3;
                    let joins = self.gap == Gap::None && self.text.chars().next_back().is_some_and(|c| c >= '\u{2190}' && !wide(Some(c)));
                    if !joins {
                        from = at;
                    }
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

    /// Adds plain text whose lines are paragraphs.
    pub fn lines(&mut self, text: &str) {
        for line in text.split(['\n', '\r']) {
            self.text(line);
            self.end_paragraph();
        }
    }

    /// Adds one character.
    pub fn character(&mut self, c: char) {
        self.text(c.encode_utf8(&mut [0; 4]));
    }

    /// Puts white space before whatever comes next.
    pub fn space(&mut self) {
        self.gap = Gap::Space;
    }

    /// Ends the paragraph, and drops it if it is empty, boilerplate or the headline again.
    pub fn end_paragraph(&mut self) {
        self.gap = Gap::None;
        let paragraph = self.text.get(self.start..).unwrap_or("");
        if paragraph.is_empty() {
            return;
        }
        let doubled = paragraph.len() >= DOUBLED
            && self.text.get(self.before..self.start).and_then(|before| before.strip_suffix('\n')) == Some(paragraph);
        if doubled || boilerplate::is_line(paragraph) || (self.paragraphs < 3 && paragraph == self.title) {
            self.text.truncate(self.start);
            return;
        }
        self.text.push('\n');
        self.before = self.start;
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
        if self.text.len() > self.start {
            match self.gap {
                Gap::None => {}
                Gap::LineEnd if wide(self.text.chars().next_back()) && wide(span.chars().next()) => {}
                Gap::Space | Gap::LineEnd => self.text.push(' '),
            }
        }
        self.gap = Gap::None;
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
        assert_eq!(through("中\n  文，\r\n字 \n a\nb\n中 文\n\u{3000}字"), "中文，字 a b 中 文 字");
        assert_eq!(through("a\u{200b}b\u{feff}c\u{ad}d\0e"), "abcde");
        assert_eq!(through("，。“”—…é ©"), "，。“”—…é ©");
        assert_eq!(through("👩\u{200d}💻"), "👩\u{200d}💻");
        assert_eq!(through("已经\u{200c}不\u{200d}辞\u{fffc}而别"), "已经不辞而别");
    }

    #[test]
    fn doubled_captions_go() {
        let mut output = Output::default();
        output.begin("");
        for paragraph in ["普京二十八日在北京会见习近平", "普京二十八日在北京会见习近平", "好", "好"] {
            output.text(paragraph);
            output.end_paragraph();
        }
        assert_eq!(output.finish(), "普京二十八日在北京会见习近平\n好\n好");
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
            let text = text.replace('\n', "\t").replace('\u{200d}', "");
            let invisible = |c: char| matches!(c,
                '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffc}')
                || (c.is_control() && !c.is_whitespace());
            let visible: String = text.chars().filter(|c| !invisible(*c)).collect();
            let expected = visible.split_whitespace().collect::<Vec<_>>().join(" ");
            if !boilerplate::is_line(&expected) {
                prop_assert_eq!(through(&text), expected);
            }
        }
    }
}
