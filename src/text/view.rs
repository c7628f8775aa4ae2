//! One document's text, folded and indexed, in buffers that are reused from one document to the next.

use std::ops::Range;

use super::fold::fold_table;
use super::is_ideograph;

/// The characters of a text, their folded forms, and the maps between byte and character offsets
/// of the folded string. [`TextView::load`] refills the same buffers for the next document.
#[derive(Default, Debug)]
pub struct TextView {
    /// The original characters.
    pub chars: Vec<char>,
    /// The folded characters, one for one.
    pub folded: Vec<char>,
    /// The folded characters as a string, for matching.
    pub folded_text: String,
    /// Byte offset in `folded_text` of each character (and one past the end).
    byte_at: Vec<u32>,
    /// Character ranges of the paragraphs (lines), without their `\n`.
    pub paragraphs: Vec<Range<u32>>,
}

impl TextView {
    /// Refills the view with `text`.
    pub fn load(&mut self, text: &str) {
        // One short loop an array is quicker than one loop over all of them.
        self.chars.clear();
        // Ideographs take three bytes, so most texts have about a third as many characters.
        self.chars.reserve(text.len() / 3 + 16);
        self.chars.extend(text.chars());
        let table = fold_table();
        let fold = |&c: &char| table.get(c as usize).map_or(c, |&code| char::from_u32(u32::from(code)).unwrap_or(c));
        self.folded.clear();
        self.folded.extend(self.chars.iter().map(fold));
        self.folded_text.clear();
        self.folded_text.reserve(text.len());
        self.byte_at.clear();
        self.byte_at.reserve(self.chars.len() + 1);
        self.paragraphs.clear();
        let mut line_start = 0u32;
        // What folding leaves as it is goes over in stretches: `from` is where one begins.
        let (mut from, mut at, mut to) = (0usize, 0usize, 0u32);
        for (index, (&c, &folded)) in (0u32..).zip(self.chars.iter().zip(&self.folded)) {
            self.byte_at.push(to);
            let length = c.len_utf8();
            if c == folded {
                to += length as u32;
                if c == '\n' {
                    self.paragraphs.push(line_start..index);
                    line_start = index + 1;
                }
            } else {
                self.folded_text.push_str(text.get(from..at).unwrap_or(""));
                self.folded_text.push(folded);
                from = at + length;
                to += folded.len_utf8() as u32;
            }
            at += length;
        }
        self.folded_text.push_str(text.get(from..).unwrap_or(""));
        self.paragraphs.push(line_start..self.chars.len() as u32);
        self.byte_at.push(to);
    }

    /// Number of characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The character index of a byte offset in the folded text (offsets inside a character give
    /// that character; past the end, the length).
    pub fn char_of_byte(&self, byte: usize) -> usize {
        match byte < self.folded_text.len() {
            true => self.byte_at.partition_point(|&first| first as usize <= byte).saturating_sub(1),
            false => self.chars.len(),
        }
    }

    /// The byte offset in the folded text of a character index (past the end, the length).
    pub fn byte_of_char(&self, index: usize) -> usize {
        match self.byte_at.get(index) {
            Some(&byte) => byte as usize,
            None => self.folded_text.len(),
        }
    }

    /// The stretches without a common ideograph, as long as can be, that hold a letter or digit:
    /// where text in Latin script may stand.
    pub fn plain_runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(rest) = self.folded.get(at..) {
                let start = at + rest.iter().position(|c| !is_ideograph(*c))?;
                let mut tells = false;
                at = start;
                while let Some(&c) = self.folded.get(at).filter(|c| !is_ideograph(**c)) {
                    tells |= !is_common_mark(c) && c.is_alphanumeric();
                    at += 1;
                }
                if tells {
                    return Some(start..at);
                }
            }
            None
        })
    }

    /// The folded text of a character range.
    pub fn folded_slice(&self, range: Range<usize>) -> &str {
        let start = self.byte_of_char(range.start);
        let end = self.byte_of_char(range.end);
        self.folded_text.get(start..end).unwrap_or("")
    }

    /// The original text of a character range.
    pub fn surface(&self, range: Range<usize>) -> String {
        let chars = self.chars.get(range.clone()).unwrap_or(&[]);
        // What folding left as it was is at hand as a string.
        if self.folded.get(range.clone()) == Some(chars) {
            return self.folded_slice(range).to_owned();
        }
        chars.iter().collect()
    }

    /// The folded character at `index`, or a newline outside the text: a border for every pattern.
    pub fn at(&self, index: usize) -> char {
        self.folded.get(index).copied().unwrap_or('\n')
    }

    /// The folded character before `index`, or a newline at the start.
    pub fn before(&self, index: usize) -> char {
        match index.checked_sub(1) {
            Some(i) => self.at(i),
            None => '\n',
        }
    }
}

/// Marks that stand between most stretches of Chinese text: they are known sooner to be no letters.
fn is_common_mark(c: char) -> bool {
    matches!(c, ',' | '。' | ';' | '、' | '“' | '”' | '「' | '」' | '(' | ')' | '\n' | ' ' | ':' | '《' | '》' | '?' | '!' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_and_offsets() {
        let mut view = TextView::default();
        view.load("標題\n普京（Putin）");
        assert_eq!(view.paragraphs, vec![0..2, 3..12]);
        assert_eq!(view.folded_slice(3..5), "普京");
        assert_eq!(view.surface(0..2), "標題");
        assert_eq!(view.char_of_byte(view.byte_of_char(6)), 6);
    }

    proptest! {
        #[test]
        fn offsets_lead_back(text in "(\\PC|[臺灣，。普京\n]){0,80}") {
            let mut view = TextView::default();
            view.load("earlier text 早先");
            view.load(&text);
            prop_assert_eq!(view.len(), text.chars().count());
            for i in 0..=view.len() {
                prop_assert_eq!(view.char_of_byte(view.byte_of_char(i)), i);
            }
            for (byte, _) in view.folded_text.bytes().enumerate() {
                let before = view.folded_text.char_indices().take_while(|(start, _)| *start <= byte).count();
                prop_assert_eq!(view.char_of_byte(byte) + 1, before);
            }
            prop_assert_eq!(view.char_of_byte(view.folded_text.len()), view.len());
            prop_assert_eq!(&view.folded_text, &view.folded.iter().collect::<String>());
            prop_assert_eq!(&view.folded_text, &crate::text::fold_str(&text));
            prop_assert_eq!(view.surface(0..view.len()), text);
        }
    }
}
