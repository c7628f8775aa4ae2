//! A sentence with everything out of the way that hides its grammar: parentheses, aspect particles
//! (了, 着, 过), quotation marks around single words, titles of works.

use std::cell::Cell;

use crate::resolve::Mention;
use crate::segment::{Sentence, Words};
use crate::text::{TextView, is_han, is_ideograph};

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

/// A stretch of the document that the sentence takes over unbroken.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Index in [`Flat::chars`] of its first character.
    first: u32,
    /// Number of characters.
    length: u32,
    /// Document offset of its first character.
    at: u32,
    /// Where it begins in [`Flat::text`], in bytes.
    byte: u32,
    /// Where it begins in the folded text of the document, in bytes.
    source: u32,
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
    /// What it is made of.
    runs: Vec<Run>,
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
    /// Index of the character that begins at a byte of `text`; past the end, the number of characters.
    pub fn char_of_byte(&self, view: &TextView, byte: usize) -> usize {
        let Some(run) = self.runs.partition_point(|run| run.byte as usize <= byte).checked_sub(1).and_then(|i| self.runs.get(i)) else {
            return 0;
        };
        let place = view.char_of_byte(run.source as usize + byte - run.byte as usize);
        run.first as usize + place.saturating_sub(run.at as usize).min(run.length as usize)
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

    /// The text of a token as a string (of [`WORK`]: the mark that opens the title).
    pub fn string<'a>(&self, view: &'a TextView, token: &Token) -> &'a str {
        let (start, end) = self.document(token.start as usize, token.end as usize);
        view.folded_slice(start..end)
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
        self.runs.clear();
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
            // Most characters are no mark.
            if is_ideograph(c) {
                i = self.take(view, words, i, end, mentions.get(next));
                continue;
            }
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
                            let first = self.chars.len() as u32;
                            self.runs.push(Run { first, length: 1, at: i as u32, byte: 0, source: view.byte_of_char(i) as u32 });
                            self.chars.push(WORK);
                            self.at.push(i as u32);
                            self.finish(first, TokenKind::Word);
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
            i = self.take(view, words, i, end, mentions.get(next));
        }
        self.speech_of.resize(self.tokens.len(), Cell::new('\0'));
        for run in &mut self.runs {
            run.byte = self.text.len() as u32;
            if run.length == 1 && self.chars.get(run.first as usize) == Some(&WORK) {
                self.text.push(WORK);
            } else {
                self.text.push_str(view.folded_slice(run.at as usize..(run.at + run.length) as usize));
            }
        }
    }

    /// Takes what is left from `i` of its word, up to a mark, the end of the sentence or the next name; gives where
    /// the text goes on.
    fn take(&mut self, view: &TextView, words: &Words, i: usize, end: usize, next: Option<&Mention>) -> usize {
        let (word_start, word_end) = words.word_at(i).unwrap_or((i, i + 1));
        let mut stop = word_end.clamp(i + 1, end);
        if let Some(m) = next {
            stop = stop.min((m.start as usize).max(i + 1));
        }
        let rest = view.folded.get(i + 1..stop).unwrap_or(&[]);
        if let Some(mark) = rest.iter().position(|&c| !is_ideograph(c) && (ends_clause(c) || closing(c).is_some())) {
            stop = i + 1 + mark;
        }
        let c = view.at(i);
        let particle = stop - i == 1 && matches!(c, '了' | '着' | '过') && (word_start, word_end) == (i, i + 1);
        if !particle && (stop - i > 1 || !c.is_whitespace()) {
            self.push(view, i, stop, TokenKind::Word);
        }
        stop
    }

    fn push(&mut self, view: &TextView, start: usize, end: usize, kind: TokenKind) {
        let first = self.chars.len() as u32;
        let chars = view.folded.get(start..end.min(view.len())).unwrap_or(&[]);
        let length = chars.len() as u32;
        self.chars.extend_from_slice(chars);
        self.at.extend(start as u32..start as u32 + length);
        match self.runs.last_mut().filter(|run| run.at + run.length == start as u32) {
            Some(run) => run.length += length,
            None => self.runs.push(Run { first, length, at: start as u32, byte: 0, source: view.byte_of_char(start) as u32 }),
        }
        self.finish(first, kind);
    }

    fn finish(&mut self, first: u32, kind: TokenKind) {
        let token = self.tokens.len() as u32;
        let end = self.chars.len() as u32;
        self.token_of.resize(end as usize, token);
        self.tokens.push(Token { start: first, end, kind });
    }
}
