//! Fits a form to the place where the last of its pieces stands: whether it stands free there, and where its other pieces are.

use super::{EventForm, Inside, Trigger, is_excepted};
use crate::relate::flat::{Flat, TokenKind};

/// Most characters that a gap (`…`) of a form may span; a name counts as two.
const GAP: usize = 14;

/// A place where a form or modifier was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    /// It touches a name.
    pub(super) named: bool,
    /// It begins where a word begins.
    pub(super) begins: bool,
    /// It ends where a word ends.
    pub(super) ends: bool,
}

impl Hit {
    /// Looks at what stands at these characters.
    pub(super) fn of(flat: &Flat, start: usize, end: usize) -> Hit {
        let token = |i: usize| flat.token_at(i).and_then(|t| flat.tokens.get(t));
        let (first, last) = (token(start), end.checked_sub(1).and_then(token));
        Hit {
            start,
            end,
            named: in_name(flat, start, end),
            begins: first.is_none_or(|t| t.start as usize == start),
            ends: last.is_none_or(|t| t.end as usize == end),
        }
    }

    /// Whether it begins and ends where words may. Long ones need one border only.
    pub(super) fn is_free(&self, strict: bool) -> bool {
        if strict { self.begins && self.ends } else { self.begins || self.ends }
    }
}

/// Whether the range touches a name.
fn in_name(flat: &Flat, start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end {
        let Some(token) = flat.token_at(at).and_then(|t| flat.tokens.get(t)) else { return false };
        if matches!(token.kind, TokenKind::Name(_)) {
            return true;
        }
        at = (token.end as usize).max(at + 1);
    }
    false
}

/// Whether the range begins and ends where words do.
fn is_word(flat: &Flat, start: usize, end: usize) -> bool {
    let token = |i: usize| flat.token_at(i).and_then(|t| flat.tokens.get(t));
    token(start).is_none_or(|t| t.start as usize == start) && end.checked_sub(1).and_then(token).is_none_or(|t| t.end as usize == end)
}

/// Fits a form whose anchor stands at `hit`.
pub(super) fn fit(flat: &Flat, form: &EventForm, number: u32, hit: &Hit) -> Option<Trigger> {
    let Hit { start, end, .. } = *hit;
    let length = end - start;
    let single = form.pieces.len() == 1;
    if form.inside == Inside::None && (hit.named || !hit.is_free(length <= if single { 3 } else { 2 })) {
        return None;
    }
    if is_excepted(flat, start, &form.not) {
        return None;
    }
    // 以“盗窃国家机密”起诉: what is quoted with more around it is a name for something.
    if flat.quoted.iter().any(|q| q.0 <= start && end <= q.1 && (q.0 < start || end < q.1)) {
        return None;
    }
    if single {
        return Some(Trigger { form: number, start, end, shown: (start, end), gaps: Vec::new(), pieces: vec![(start, end)] });
    }
    let mut pieces = Vec::new();
    let mut gaps = Vec::new();
    let mut next = start;
    // Pieces before the anchor, from right to left, each the nearest that stands free.
    for (number, piece) in form.pieces.iter().enumerate().take(form.anchor).rev() {
        let mut cost = 0;
        let mut at = next;
        let (found, end_of_piece) = loop {
            // 对于 is 对.
            let long = at.checked_sub(2).filter(|&from| {
                piece.as_slice() == ['对'] && flat.slice(from, at) == ['对', '于'] && is_word(flat, from, at) && (at < next || number > 0)
            });
            if let Some(from) = long {
                break (from, at);
            }
            let from = at.checked_sub(piece.len())?;
            if flat.chars.get(from) == piece.first()
                && flat.slice(from, at) == piece.as_slice()
                && !in_name(flat, from, at)
                && is_word(flat, from, at)
                // Only an inner gap may be empty.
                && (at < next || number > 0)
            {
                break (from, at);
            }
            let last = at.checked_sub(1)?;
            let token = flat.token_at(last).and_then(|t| flat.tokens.get(t))?;
            match token.kind {
                TokenKind::Break | TokenKind::Open | TokenKind::Close => return None,
                TokenKind::Name(_) => {
                    cost += 2;
                    at = token.start as usize;
                }
                // A piece ends where a word does: nowhere before the word begins.
                TokenKind::Word => {
                    cost += at - token.start as usize;
                    at = token.start as usize;
                }
            }
            if cost > GAP {
                return None;
            }
        };
        gaps.push((end_of_piece, next));
        pieces.push((found, end_of_piece));
        next = found;
    }
    gaps.reverse();
    pieces.reverse();
    pieces.push((start, end));
    let shown = pieces.iter().copied().max_by_key(|p| (p.1 - p.0, p.0)).unwrap_or((start, end));
    Some(Trigger { form: number, start: next, end, shown, gaps, pieces })
}
