//! The first look: scores of all candidates of a document by their features' weights. What places, texts and types add to a score is
//! summed once for all candidates that share them; weights are whole numbers, so that the order of adding changes nothing.

use super::features::{FeatureScene, KINDS, Left, Right, Sink, hash};
use super::small::Small;
use super::store::Model;
use crate::recognise::candidate::Candidate;
use crate::record::EntityType;

/// The sum of the weights of the features it is given.
struct Sum<'m> {
    model: &'m Model,
    sum: i32,
}

impl Sink for Sum<'_> {
    fn add(&mut self, template: u32, a: u64, b: u64) {
        self.sum += self.model.weight(hash(template, a, b));
    }

    fn small(&mut self, of: Small, a: u64, b: u64) {
        match self.model.small.weight(of, a, b) {
            Some(weight) => self.sum += weight,
            None => self.add(of.template, a, b),
        }
    }
}

/// A sum that is not known yet.
const UNKNOWN: i32 = i32::MIN;

/// The sums of something as each type, made when they are asked for.
struct Sums([i32; KINDS]);

impl Sums {
    fn new() -> Sums {
        Sums([UNKNOWN; KINDS])
    }

    fn as_type(&mut self, model: &Model, kind: EntityType, fill: impl FnOnce(&mut Sum)) -> i32 {
        let make = || {
            let mut sum = Sum { model, sum: 0 };
            fill(&mut sum);
            sum.sum
        };
        match self.0.get_mut(kind as usize) {
            Some(slot) if *slot != UNKNOWN => *slot,
            Some(slot) => {
                *slot = make();
                *slot
            }
            None => make(),
        }
    }
}

/// The first look's score of every candidate, in order. `rivals` are the best rule scores among those that overlap each one. It is
/// quickest where the candidates are sorted by their spans.
pub fn first_look(features: &FeatureScene, model: &Model, candidates: &[Candidate], rivals: &[f32]) -> Vec<f32> {
    let scene = features.scene;
    let mut left: Option<(u32, Left, Sums)> = None;
    let mut rights: Vec<(Right, Sums)> = Vec::with_capacity(candidates.len());
    // One more than the place in `rights`, by the end of the span.
    let mut right_at = vec![0u32; scene.view.len() + 1];
    let mut of_texts: Vec<Sums> = (0..features.texts().count()).map(|_| Sums::new()).collect();
    let mut scores = Vec::with_capacity(candidates.len());
    for (i, (c, rival)) in candidates.iter().zip(rivals).enumerate() {
        let number = features.texts().of(i);
        if left.as_ref().is_none_or(|(start, ..)| *start != c.start) {
            left = Some((c.start, Left::of(scene, c.start as usize), Sums::new()));
        }
        let slot = right_at.get_mut(c.end as usize);
        let right = match slot.as_ref().map_or(0, |slot| **slot) {
            0 => {
                rights.push((Right::of(scene, c.end as usize), Sums::new()));
                if let Some(slot) = slot {
                    *slot = rights.len() as u32;
                }
                rights.len() - 1
            }
            known => known as usize - 1,
        };
        let mut sum = Sum { model, sum: 0 };
        if let (Some((_, left, lefts)), Some((right, of_right))) = (&mut left, rights.get_mut(right)) {
            sum.sum += lefts.as_type(model, c.kind, |sum| left.features(c.kind, sum));
            sum.sum += of_right.as_type(model, c.kind, |sum| right.features(c.kind, sum));
            features.own(c, number, *rival, left, right, &mut sum);
        }
        if let Some(of_text) = of_texts.get_mut(number) {
            sum.sum += of_text.as_type(model, c.kind, |sum| features.of_text(number, c.kind, sum));
        }
        scores.push(model.score_of_sum(c.score.clamp(-4.0, 5.0), sum.sum));
    }
    scores
}
