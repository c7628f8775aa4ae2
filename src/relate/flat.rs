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
}

/// The bare sentence, in buffers that are reused.
#[derive(Default, Debug)]
pub struct Flat {
    /// Its folded characters.
    pub chars: Vec<char>,
    /// What it is made of.
    runs: Vec<Run>,
    /// Which characters are [`WORK`].
    works: Vec<u32>,
    /// Number of characters while it is filled.
    length: u32,
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

    /// Document offset of the character at `i`; 0 outside.
    pub fn offset(&self, i: usize) -> usize {
        self.place(i).unwrap_or(0)
    }

    fn place(&self, i: usize) -> Option<usize> {
        let run = self.runs.get(self.runs.partition_point(|run| run.first as usize <= i).checked_sub(1)?)?;
        let inside = i - run.first as usize;
        (inside < run.length as usize).then_some(run.at as usize + inside)
    }

    /// Document range of a range of characters.
    pub fn document(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.offset(start);
        let last = end.checked_sub(1).and_then(|e| self.place(e)).map_or(first, |p| p + 1);
        (first, last)
    }

    /// Refills with a sentence. `mentions` are those of the sentence, `first` the index of the first.
    pub fn load(&mut self, view: &TextView, words: &Words, sentence: &Sentence, mentions: &[Mention], first: u32) {
        self.chars.clear();
        self.length = 0;
        self.runs.clear();
        self.works.clear();
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
                self.push(i, (m.end as usize).min(view.len()), TokenKind::Name(first + next as u32));
                i = m.end as usize;
                next += 1;
                continue;
            }
            let c = view.at(i);
            // Most characters are no mark.
            if is_ideograph(c) {
                let limit = mentions.get(next).map_or(end, |m| end.min(m.start as usize));
                let stop = self.take_words(view, words, i, limit);
                i = if stop > i { stop } else { self.take(view, words, i, end, mentions.get(next)) };
                continue;
            }
            if silent.contains(&i) {
                let end = self.length as usize;
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
                            // A run of its own.
                            self.runs.push(Run { first: self.length, length: 0, at: i as u32 });
                            self.works.push(self.length);
                            self.push(i, i + 1, TokenKind::Word);
                            i = k + 1;
                        }
                        continue;
                    }
                    (_, Some(k)) => {
                        let short = k - i <= SHORT_QUOTE && !(i + 1..k).any(|p| ends_clause(view.at(p)));
                        if short {
                            silent = [k, silent[0]];
                            self.quoted.push((self.length as usize, usize::MAX));
                            i += 1;
                        } else {
                            self.push(i, i + 1, TokenKind::Open);
                            i += 1;
                        }
                        continue;
                    }
                    (_, None) => {
                        self.push(i, i + 1, TokenKind::Open);
                        i += 1;
                        continue;
                    }
                }
            }
            if matches!(c, '”' | '」' | '』' | '’') {
                self.push(i, i + 1, TokenKind::Close);
                i += 1;
                continue;
            }
            if matches!(c, ')' | '）' | ']' | '】' | '》') {
                i += 1;
                continue;
            }
            let gap = c.is_whitespace() && is_han(view.before(i)) && is_han(view.at(i + 1));
            if ends_clause(c) || gap {
                self.push(i, i + 1, TokenKind::Break);
                i += 1;
                continue;
            }
            i = self.take(view, words, i, end, mentions.get(next));
        }
        self.fill(view);
    }

    /// Fills what follows from the runs and tokens.
    fn fill(&mut self, view: &TextView) {
        self.speech_of.resize(self.tokens.len(), Cell::new('\0'));
        for run in &self.runs {
            let source = run.at as usize..(run.at + run.length) as usize;
            if self.works.contains(&run.first) {
                self.chars.push(WORK);
            } else {
                self.chars.extend_from_slice(view.folded.get(source).unwrap_or(&[]));
            }
        }
        self.token_of.reserve(self.chars.len());
        for (number, token) in (0..).zip(&self.tokens) {
            self.token_of.resize(token.end as usize, number);
        }
    }

    /// Takes the words from `i` that are of common ideographs alone and end before `limit`; gives where the text goes on, `i` itself
    /// where there is none.
    fn take_words(&mut self, view: &TextView, words: &Words, mut i: usize, limit: usize) -> usize {
        let stretch = view.folded.get(i..limit).unwrap_or(&[]);
        let stretch = i + stretch.iter().position(|&c| !is_ideograph(c)).unwrap_or(stretch.len());
        let first = words.word_of.get(i).map_or(usize::MAX, |&word| word as usize);
        // Words that follow one another are one run.
        let mut from = i;
        for &(word_start, word_end) in words.spans.get(first..).unwrap_or(&[]) {
            let stop = word_end as usize;
            if stop > stretch {
                break;
            }
            if stop - i == 1 && word_start as usize == i && matches!(view.at(i), '了' | '着' | '过') {
                self.run(from, i);
                from = stop;
            } else {
                let start = self.length + (i - from) as u32;
                self.tokens.push(Token { start, end: start + (stop - i) as u32, kind: TokenKind::Word });
            }
            i = stop;
        }
        self.run(from, i);
        i
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
            self.push(i, stop, TokenKind::Word);
        }
        stop
    }

    /// Adds the characters `start..end` of the document as one token.
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        let first = self.length;
        self.run(start, end);
        self.tokens.push(Token { start: first, end: self.length, kind });
    }

    /// Takes over the characters `start..end` of the document.
    fn run(&mut self, start: usize, end: usize) {
        let (at, length) = (start as u32, end.saturating_sub(start) as u32);
        if length == 0 {
            return;
        }
        match self.runs.last_mut() {
            Some(run) if run.at + run.length == at => run.length += length,
            _ => self.runs.push(Run { first: self.length, length, at }),
        }
        self.length += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EntityType, Evidence};

    #[test]
    fn places_lead_back_to_the_document() {
        let mut view = TextView::default();
        view.load("《晨歌》说（见前）普京访问了“好”地方。");
        let mut words = Words::default();
        for (start, end) in [(0, 1), (1, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 9), (9, 11), (11, 13), (13, 14)] {
            words.spans.push((start, end));
        }
        words.spans.extend([(14, 15), (15, 16), (16, 17), (17, 19), (19, 20)]);
        for (number, &(start, end)) in (0..).zip(&words.spans) {
            words.word_of.extend((start..end).map(|_| number));
        }
        let sentence = Sentence { start: 0, end: 20, paragraph: 0 };
        let name = Mention {
            start: 9,
            end: 11,
            paragraph: 0,
            sentence: 0,
            kind: EntityType::Person,
            evidence: Evidence::Dictionary,
            confidence: 1.0,
            local: 0,
            surface: "普京".into(),
            source: false,
        };
        let mut flat = Flat::default();
        for _ in 0..2 {
            flat.load(&view, &words, &sentence, std::slice::from_ref(&name), 7);
            assert_eq!(flat.chars, "※说普京访问好地方。".chars().collect::<Vec<char>>());
            assert_eq!(flat.quoted, [(6, 7)]);
            let kinds: Vec<TokenKind> = flat.tokens.iter().map(|t| t.kind).collect();
            let word = TokenKind::Word;
            assert_eq!(kinds, [word, word, TokenKind::Name(7), word, word, word, TokenKind::Break]);
            for (i, &c) in flat.chars.iter().enumerate() {
                assert!(c == WORK || view.at(flat.offset(i)) == c);
                assert!(flat.token_at(i).and_then(|t| flat.tokens.get(t)).is_some_and(|t| (t.start..t.end).contains(&(i as u32))));
            }
            assert_eq!(flat.document(2, 6), (9, 13));
            assert_eq!(flat.string(&view, &flat.tokens[2]), "普京");
        }
    }
}
