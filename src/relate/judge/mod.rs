//! The trained judge of events: for every event word of a sentence and every two that may be its sides, how likely the text says that the
//! one does it to the other.
//!
//! The rules of [`super::events`] propose; the judge knows what they found, how they found it, and what else stands around the word, and is a
//! log-linear model of that, trained on articles annotated by hand (`training/README.md`). It drops rows that readers do not
//! see, adds sides that no rule reaches, and gives every row its probability.
//! Features are hashed (Weinberger et al. 2009).

mod features;
mod model;
mod party;
mod train;

pub use model::EventModel;
pub(super) use party::{Party, Place};
pub use train::{EVENT_TRAINING, train_events};

use super::scheme::EventType;
use features::Scene;
pub(super) use features::{Modified, Scene as JudgeScene};

/// Number of hashed features (a power of two).
pub(super) const TABLE: usize = 1 << 16;

/// A possible event with what is to be said of it: what the judge is trained from.
#[derive(Clone, Debug)]
pub struct EventCandidate {
    /// Sentence index.
    pub sentence: u32,
    /// Who would act: index of a local.
    pub subject: u32,
    /// On whom: index of a local.
    pub object: u32,
    /// What kind of event.
    pub event: EventType,
    /// Characters of the event word in the document.
    pub shown: (usize, usize),
    /// Hashed features.
    pub features: Vec<u32>,
    /// The rules' score: log-odds of their confidence where they found it.
    pub rule_score: f32,
    /// Whether the rules found it.
    pub by_rules: bool,
}

/// Buffers of the judge, and what it records for training.
#[derive(Default)]
pub(super) struct Judge {
    /// Candidates with their features, where they are wanted.
    pub record: Option<Vec<EventCandidate>>,
    pub parties: Vec<Party>,
    subjects: Vec<i32>,
    objects: Vec<i32>,
    features: Vec<u32>,
    shared: Vec<u32>,
}

/// What the rules made of an event word for two sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleFound {
    pub subject: u32,
    pub object: u32,
    pub event: EventType,
    pub cameo: u8,
    pub confidence: f32,
}

/// An event that the judge holds to be stated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Accepted {
    pub subject: u32,
    pub object: u32,
    pub confidence: f32,
}

/// A pair that the rules did not find is not looked at as such where word and sides by themselves make it less likely than this.
const HOPELESS: f32 = 0.03;

/// Rules' score of a pair that they did not find.
const UNFOUND: f32 = -2.0;

impl Judge {
    /// One that keeps what may be events.
    pub fn recording() -> Judge {
        Judge { record: Some(Vec::new()), ..Judge::default() }
    }

    /// Judges one event word as `event`: gives the pairs that the model accepts, those of `by_rules` alone where `only_rules` is set.
    pub fn decide(&mut self, scene: &Scene, model: Option<&EventModel>, only_rules: bool, out: &mut Vec<Accepted>) {
        out.clear();
        if self.parties.len() < 2 {
            return;
        }
        if self.record.is_some() {
            self.record_all(scene, only_rules);
        }
        let Some(model) = model else { return };
        let of_word = {
            let mut sum = 0;
            scene.word(|f| sum += model.weight(f));
            sum
        };
        self.subjects.clear();
        self.objects.clear();
        for party in &self.parties {
            let (mut subject, mut object) = (0, 0);
            scene.party(party, true, |f| subject += model.weight(f));
            scene.party(party, false, |f| object += model.weight(f));
            self.subjects.push(subject);
            self.objects.push(object);
        }
        for (subject, &of_subject) in self.parties.iter().zip(&self.subjects) {
            for (object, &of_object) in self.parties.iter().zip(&self.objects) {
                if subject.local == object.local {
                    continue;
                }
                let found = scene.found(subject.local, object.local);
                if only_rules && found.is_none() {
                    continue;
                }
                let mut sum = of_word + of_subject + of_object;
                if found.is_none() && model.probability(UNFOUND, sum) < HOPELESS {
                    continue;
                }
                scene.pair(subject, object, found, |f| sum += model.weight(f));
                let probability = model.probability(rule_score(found), sum);
                if probability < if found.is_some() { model.kept } else { model.threshold } {
                    continue;
                }
                let both = |a: &Accepted| {
                    (a.subject, a.object) == (subject.local, object.local) || (a.subject, a.object) == (object.local, subject.local)
                };
                match out.iter_mut().find(|a| both(a)) {
                    Some(known) if known.confidence >= probability => {}
                    Some(known) => *known = Accepted { subject: subject.local, object: object.local, confidence: probability },
                    None => out.push(Accepted { subject: subject.local, object: object.local, confidence: probability }),
                }
            }
        }
    }

    fn record_all(&mut self, scene: &Scene, only_rules: bool) {
        let Some(record) = &mut self.record else { return };
        self.shared.clear();
        scene.word(|f| self.shared.push(f));
        for subject in &self.parties {
            for object in &self.parties {
                if subject.local == object.local {
                    continue;
                }
                let found = scene.found(subject.local, object.local);
                if only_rules && found.is_none() {
                    continue;
                }
                self.features.clear();
                self.features.extend_from_slice(&self.shared);
                scene.party(subject, true, |f| self.features.push(f));
                scene.party(object, false, |f| self.features.push(f));
                scene.pair(subject, object, found, |f| self.features.push(f));
                record.push(EventCandidate {
                    sentence: scene.sentence,
                    subject: subject.local,
                    object: object.local,
                    event: scene.event,
                    shown: scene.document,
                    features: self.features.clone(),
                    rule_score: rule_score(found),
                    by_rules: found.is_some(),
                });
            }
        }
    }
}

fn rule_score(found: Option<&RuleFound>) -> f32 {
    found.map_or(UNFOUND, |f| {
        let p = f.confidence.clamp(0.02, 0.98);
        (p / (1.0 - p)).ln()
    })
}
