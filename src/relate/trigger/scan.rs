//! Finds the event words and modifiers of a sentence.

use super::fit::{Hit, fit};
use super::{EventTable, ModifierKind, is_excepted};
use crate::relate::flat::Flat;

/// An event word found in a sentence; offsets index [`Flat::chars`].
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Index into [`EventTable::forms`].
    pub form: u32,
    /// First character of the first piece.
    pub start: usize,
    /// One past the last character of the last piece.
    pub end: usize,
    /// The piece that is shown.
    pub shown: (usize, usize),
    /// The gaps.
    pub gaps: Vec<(usize, usize)>,
    /// The pieces.
    pub pieces: Vec<(usize, usize)>,
}

/// A modifier found in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Modification {
    /// What it does.
    pub kind: ModifierKind,
    /// May stand before the event.
    pub before: bool,
    /// May stand after the event.
    pub after: bool,
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// What is found in a sentence, and buffers for finding it.
#[derive(Default)]
pub struct EventWords {
    /// The event words.
    pub triggers: Vec<Trigger>,
    /// The modifiers.
    pub modifications: Vec<Modification>,
    /// Places of modifiers: pattern and characters.
    hits: Vec<(u32, usize, usize)>,
    order: Vec<Trigger>,
}

impl EventWords {
    /// Forgets what was found.
    pub fn clear(&mut self) {
        self.triggers.clear();
        self.modifications.clear();
    }
}

/// Of overlapping event words leaves the longest, by their places; ties go to the earlier one, then to the row that
/// stands first. `order` is a buffer.
fn keep_longest(triggers: &mut Vec<Trigger>, order: &mut Vec<Trigger>) {
    triggers.sort_by(|a, b| {
        let length = |t: &Trigger| t.pieces.iter().map(|p| p.1 - p.0).sum::<usize>();
        length(b).cmp(&length(a)).then(a.start.cmp(&b.start)).then(a.form.cmp(&b.form))
    });
    order.clear();
    for trigger in triggers.drain(..) {
        let clash = order.iter().any(|k| k.pieces.iter().any(|x| trigger.pieces.iter().any(|y| x.0 < y.1 && y.0 < x.1)));
        if !clash {
            order.push(trigger);
        }
    }
    order.sort_by_key(|t| (t.start, t.end));
    std::mem::swap(triggers, order);
}

impl EventTable {
    /// Finds the event words and modifiers of a sentence; of overlapping event words the longest. Where there is no
    /// event word, modifiers are not looked for.
    pub fn scan(&self, flat: &Flat, found: &mut EventWords) {
        found.clear();
        let EventWords { triggers, modifications, hits, order } = found;
        hits.clear();
        self.strings.scan(&flat.chars, |pattern, start, end| {
            let Some((forms, mods)) = self.of_pattern.get(pattern as usize) else { return };
            if !mods.is_empty() {
                hits.push((pattern, start, end));
            }
            if forms.is_empty() {
                return;
            }
            let hit = Hit::of(flat, start, end);
            for &form in forms {
                if let Some(trigger) = self.forms.get(form as usize).and_then(|f| fit(flat, f, form, &hit)) {
                    triggers.push(trigger);
                }
            }
        });
        if triggers.is_empty() {
            return;
        }
        for &(pattern, start, end) in &*hits {
            let Some((_, mods)) = self.of_pattern.get(pattern as usize) else { continue };
            let hit = Hit::of(flat, start, end);
            for &m in mods {
                let Some(m) = self.modifiers.get(m as usize) else { continue };
                if !hit.is_free(m.length < 2) || hit.named || is_excepted(flat, hit.start, &m.not) {
                    continue;
                }
                modifications.push(Modification { kind: m.kind, before: m.before, after: m.after, start: hit.start, end: hit.end });
            }
        }
        if triggers.len() > 1 {
            keep_longest(triggers, order);
        }
        // A modifier that is part of an event word has done its work there.
        modifications.retain(|m| !triggers.iter().any(|t| t.pieces.iter().any(|p| p.0 < m.end && m.start < p.1)));
    }
}
