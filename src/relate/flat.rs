//! A sentence with everything out of the way that hides its grammar: parentheses, aspect particles
//! (了, 着, 过), quotation marks around single words, titles of works.

use std::cell::Cell;

use crate::resolve::Mention;
use crate::segment::{Sentence, Words};
use crate::text::{TextView, is_han};

/// Stands for the title of a work: a noun without inner structure.
pub const WORK: char = '※';
/// A quotation shorter than this, without punctuation, is a word set off, not speech.
const SHORT_QUOTE: usize = 12;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name: index into the document's mentions.
    Name(u32),
    /// A word (or what a name leaves of one).
    Word,
    /// A mark that ends a clause.
    Break,
    /// A mark that opens a quotation.
    Open,
    /// A mark that closes a quotation.
    Close,
}

/// A token; offsets index [`Flat::chars`].
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
}

/// The bare sentence, in buffers that are reused.
#[derive(Default, Debug)]
pub struct Flat {
    /// Its folded characters.
    pub chars: Vec<char>,
    /// Document offset of each character.
    pub at: Vec<u32>,
    /// The same characters, for matching.
    pub text: String,
    /// First byte in `text` of each character.
    byte_at: Vec<u32>,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// Token of each character.
    pub token_of: Vec<u32>,
    /// Part of speech of each token once it was asked for; `'\0'` before.
    pub speech_of: Vec<Cell<char>>,
    /// Short quotations, whose marks are gone (ranges of characters).
    pub quoted: Vec<(usize, usize)>,
}

fn closing(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '「' => '」',
        '『' => '』',
        '‘' => '’',
        '《' => '》',
        '〈' => '〉',
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '【' => '】',
        '〔' => '〕',
        _ => return None,
    })
}

fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '，' | ';' | '；' | ':' | '：' | '。' | '!' | '！' | '?' | '？' | '\n' | '…' | '—' | '｜' | '|' | '/')
}

impl Flat {
    /// Index of the character at a byte of `text`.
    pub fn char_of_byte(&self, byte: usize) -> usize {
        match self.byte_at.binary_search(&(byte as u32)) {
            Ok(index) => index,
            // Inside a character: that one. Past the end: the number of characters.
            Err(0) => 0,
            Err(_) if byte >= self.text.len() => self.chars.len(),
            Err(after) => after - 1,
        }
    }

    /// The character at `i`, or a newline outside.
    pub fn get(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or('\n')
    }

    /// The text of a range of characters.
    pub fn slice(&self, start: usize, end: usize) -> &[char] {
        self.chars.get(start..end).unwrap_or(&[])
    }

    /// Whether the range reads `word`.
    pub fn reads(&self, start: usize, end: usize, word: &str) -> bool {
        self.slice(start, end).iter().copied().eq(word.chars())
    }

    /// The text of a token.
    pub fn word(&self, token: &Token) -> &[char] {
        self.slice(token.start as usize, token.end as usize)
    }

    /// The text of a token as a string.
    pub fn string(&self, token: &Token) -> &str {
        let byte = |i: u32| self.byte_at.get(i as usize).map_or(self.text.len(), |&b| b as usize);
        self.text.get(byte(token.start)..byte(token.end)).unwrap_or("")
    }

    /// The token that holds character `i`.
    pub fn token_at(&self, i: usize) -> Option<usize> {
        self.token_of.get(i).map(|&t| t as usize)
    }

    /// Document range of a range of characters.
    pub fn document(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.at.get(start).map_or(0, |&p| p as usize);
        let last = end.checked_sub(1).and_then(|e| self.at.get(e)).map_or(first, |&p| p as usize + 1);
        (first, last)
    }

    /// Index of the first character at or after a document offset.
    pub fn index_of(&self, offset: u32) -> usize {
        self.at.partition_point(|&p| p < offset)
    }

    /// Refills with a sentence. `mentions` are those of the sentence, `first` the index of the first.
    pub fn load(&mut self, view: &TextView, words: &Words, sentence: &Sentence, mentions: &[Mention], first: u32) {
        self.chars.clear();
        self.at.clear();
        self.text.clear();
        self.byte_at.clear();
        self.tokens.clear();
        self.token_of.clear();
        self.speech_of.clear();
        self.quoted.clear();
        let (mut i, end) = (sentence.start as usize, sentence.end as usize);
        let mut next = 0usize;
        // Closing marks of quotations around single words, passed over in silence.
        let mut silent: [usize; 2] = [usize::MAX; 2];
        while i < end {
            while mentions.get(next).is_some_and(|m| (m.end as usize) <= i) {
                next += 1;
            }
            if let Some(m) = mentions.get(next)
                && m.start as usize <= i
                && (m.end as usize) <= end
            {
                self.push(view, i, m.end as usize, TokenKind::Name(first + next as u32));
                i = m.end as usize;
                next += 1;
                continue;
            }
            let c = view.at(i);
            if silent.contains(&i) {
                let end = self.chars.len();
                if let Some(open) = self.quoted.iter_mut().rev().find(|q| q.1 == usize::MAX) {
                    open.1 = end;
                }
                i += 1;
                continue;
            }
            if let Some(close) = closing(c) {
                let shut = (i + 1..end).take(400).find(|&k| view.at(k) == close);
                match (c, shut) {
                    ('(' | '（' | '[' | '【' | '〔', Some(k)) => {
                        // A sentence that is one parenthesis is read for itself.
                        if i == sentence.start as usize && k + 4 > end {
                            i += 1;
                            continue;
                        }
                        i = k + 1;
                        continue;
                    }
                    ('《' | '〈', Some(k)) => {
                        let named = mentions.get(next).is_some_and(|m| m.start as usize == i + 1 && m.end as usize == k);
                        if named {
                            silent = [k, silent[0]];
                            i += 1;
                        } else {
                            self.chars.push(WORK);
                            self.at.push(i as u32);
                            self.extend(WORK);
                            self.finish(self.chars.len() as u32 - 1, TokenKind::Word);
                            i = k + 1;
                        }
                        continue;
                    }
                    (_, Some(k)) => {
                        let short = k - i <= SHORT_QUOTE && !(i + 1..k).any(|p| ends_clause(view.at(p)));
                        if short {
                            silent = [k, silent[0]];
                            self.quoted.push((self.chars.len(), usize::MAX));
                            i += 1;
                        } else {
                            self.push(view, i, i + 1, TokenKind::Open);
                            i += 1;
                        }
                        continue;
                    }
                    (_, None) => {
                        self.push(view, i, i + 1, TokenKind::Open);
                        i += 1;
                        continue;
                    }
                }
            }
            if matches!(c, '”' | '」' | '』' | '’') {
                self.push(view, i, i + 1, TokenKind::Close);
                i += 1;
                continue;
            }
            if matches!(c, ')' | '）' | ']' | '】' | '》') {
                i += 1;
                continue;
            }
            let gap = c.is_whitespace() && is_han(view.before(i)) && is_han(view.at(i + 1));
            if ends_clause(c) || gap {
                self.push(view, i, i + 1, TokenKind::Break);
                i += 1;
                continue;
            }
            let (_, word_end) = words.word_at(i).unwrap_or((i, i + 1));
            let mut stop = word_end.clamp(i + 1, end);
            if let Some(m) = mentions.get(next) {
                stop = stop.min((m.start as usize).max(i + 1));
            }
            if let Some(mark) = (i + 1..stop).find(|&k| ends_clause(view.at(k)) || closing(view.at(k)).is_some()) {
                stop = mark;
            }
            if stop - i == 1 && matches!(c, '了' | '着' | '过') && words.word_at(i) == Some((i, i + 1)) {
                i = stop;
                continue;
            }
            if !c.is_whitespace() || stop - i > 1 {
                self.push(view, i, stop, TokenKind::Word);
            }
            i = stop;
        }
    }

    fn extend(&mut self, c: char) {
        self.byte_at.push(self.text.len() as u32);
        self.text.push(c);
    }

    fn push(&mut self, view: &TextView, start: usize, end: usize, kind: TokenKind) {
        let first = self.chars.len() as u32;
        let end = end.min(view.len());
        self.chars.extend_from_slice(view.folded.get(start..end).unwrap_or(&[]));
        self.at.extend(start as u32..end as u32);
        let mut byte = self.text.len() as u32;
        self.text.push_str(view.folded_slice(start..end));
        self.byte_at.extend(self.chars[first as usize..].iter().map(|c| {
            let at = byte;
            byte += c.len_utf8() as u32;
            at
        }));
        self.finish(first, kind);
    }

    fn finish(&mut self, first: u32, kind: TokenKind) {
        let token = self.tokens.len() as u32;
        let end = self.chars.len() as u32;
        self.token_of.resize(end as usize, token);
        self.speech_of.push(Cell::new('\0'));
        self.tokens.push(Token { start: first, end, kind });
    }
}
