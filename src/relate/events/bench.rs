//! A sentence taken apart: its tokens, phrases, event words and clauses.

use crate::relate::flat::{Flat, TokenKind};
use crate::relate::phrase::{Group, Phrase};
use crate::relate::trigger::EventWords;

/// A sentence taken apart.
#[derive(Default)]
pub(super) struct Bench {
    pub(super) flat: Flat,
    pub(super) phrases: Vec<Phrase>,
    pub(super) groups: Vec<Group>,
    pub(super) words: EventWords,
    pub(super) clauses: Vec<Clause>,
}

/// A stretch between marks; offsets index [`Flat::chars`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Number of the quotation it stands in; 0 outside.
    pub(super) quote: usize,
}

pub(super) fn split_clauses(flat: &Flat, out: &mut Vec<Clause>) {
    out.clear();
    let mut start = 0;
    let mut quote = 0;
    let mut quotes = 0;
    for token in &flat.tokens {
        let (from, to) = (token.start as usize, token.end as usize);
        match token.kind {
            TokenKind::Break | TokenKind::Open | TokenKind::Close => {
                if from > start {
                    out.push(Clause { start, end: from, quote });
                }
                start = to;
                match token.kind {
                    TokenKind::Open => {
                        quotes += 1;
                        quote = quotes;
                    }
                    TokenKind::Close => quote = 0,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if flat.chars.len() > start {
        out.push(Clause { start, end: flat.chars.len(), quote });
    }
}
