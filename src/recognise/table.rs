//! Names that another article of the archive introduces with their Latin form.

use super::candidate::{Candidate, Source};
use super::listed::crossing;
use super::scene::Scene;
use crate::names::{ArchiveNames, FormHit};
use crate::record::EntityType;
use crate::text::is_name_dot;

/// Proposes every place of the table's names.
pub fn propose(scene: &Scene, names: &ArchiveNames, hits: &[FormHit], out: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in hits.iter().filter_map(|hit| names.hit(*hit)) {
        let (start, end) = (hit.start, hit.end);
        // Part of a longer dotted name: somebody else may be meant.
        if is_name_dot(view.before(start)) || is_name_dot(view.at(end)) {
            continue;
        }
        // The tail of a longer listed name: 多利亚 in 维多利亚.
        let inside = scene
            .marks
            .ending_at(end)
            .any(|&(s, _, p)| (s as usize) < start && scene.lexicon.pattern(p).is_some_and(|p| !p.senses.is_empty()));
        if inside {
            continue;
        }
        let n = end - start;
        let mut score = if hit.short { -0.6 } else { 0.6 } + 0.4 * (hit.name.documents as f32).ln().min(2.5) + 1.5 * (hit.name.score - 0.8);
        score += match n {
            0..=2 => -1.6,
            3 => 0.0,
            _ => 0.7,
        };
        // A word of its own: 金领 is also a word, 塔德维奇 is none.
        if n <= 3 && scene.lists(start, end) {
            score -= 1.5;
        }
        if hit.name.kind == EntityType::Person {
            if scene.title_before(start) || scene.announced(start) {
                score += 1.0;
            }
            if scene.title_after(end) || scene.speaks(end) {
                score += 1.0;
            }
        }
        score += crossing(scene, start, end) * 0.6;
        out.push(Candidate::new(start, end, hit.name.kind, Source::NameTable, score));
    }
}
