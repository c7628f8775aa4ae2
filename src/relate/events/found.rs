//! From what was found in a sentence to rows: a row for each subject and object.

use crate::relate::scheme::EventType;
use crate::relate::{Relation, Text};

/// Rows less sure than this are left out.
pub(super) const LEAST: f32 = 0.42;

/// A found event before it becomes rows.
pub(super) struct Found {
    pub(super) subjects: Vec<u32>,
    pub(super) objects: Vec<u32>,
    pub(super) event: EventType,
    pub(super) cameo: u8,
    pub(super) shown: (usize, usize),
    pub(super) negated: bool,
    pub(super) confidence: f32,
}

pub(super) fn push(text: &Text, sentence: usize, found: Vec<Found>, out: &mut Vec<Relation>) {
    let mut line: Option<String> = None;
    let first = out.len();
    // The judge has its own threshold.
    let least = if text.judge.is_some() { 0.0 } else { LEAST };
    for f in found {
        for &subject in &f.subjects {
            for &object in &f.objects {
                if subject == object || f.confidence < least {
                    continue;
                }
                let same = |r: &Relation| r.subject == subject && r.object == object && r.event == f.event && r.negated == f.negated;
                if out.get(first..).unwrap_or(&[]).iter().any(same) {
                    continue;
                }
                let line = line.get_or_insert_with(|| text.sentence_text(sentence));
                out.push(Relation {
                    sentence: sentence as u32,
                    subject,
                    object,
                    event: f.event,
                    cameo: f.cameo,
                    trigger: text.view.surface(f.shown.0..f.shown.1),
                    negated: f.negated,
                    confidence: f.confidence,
                    text: line.clone(),
                });
            }
        }
    }
}
