//! Training of the judge.

use super::{EventModel, TABLE};
use crate::logistic::{Example, TrainOptions, fit};

/// How the judge is trained unless told otherwise.
pub const EVENT_TRAINING: TrainOptions = TrainOptions { epochs: 12, rate: 0.01, penalty: 1e-4 };

/// Trains the judge; rows less likely than the first threshold, and those of the rules less likely than the second, will be left out.
pub fn train_events(examples: &[Example], options: &TrainOptions, thresholds: (f32, f32)) -> EventModel {
    let fitted = fit(examples, options, TABLE, 0.6, (-4.0, 4.0));
    EventModel::quantise(&fitted.weights, fitted.rule_weight, thresholds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_a_feature() {
        let examples: Vec<Example> = (0..2000)
            .map(|i| Example { features: vec![1, if i % 2 == 0 { 7 } else { 8 }], rule_score: 0.0, answer: i % 2 == 0, weight: 1.0 })
            .collect();
        let model = train_events(&examples, &EVENT_TRAINING, (0.5, 0.1));
        assert!(model.probability(0.0, model.weight(1) + model.weight(7)) > 0.7);
        assert!(model.probability(0.0, model.weight(1) + model.weight(8)) < 0.3);
    }
}
