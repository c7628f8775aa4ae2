//! Training: logistic regression over candidate spans.

use super::second::{SECOND_TABLE, Second};
use super::{Model, TABLE};
use crate::logistic::fit;
pub use crate::logistic::{Example, TrainOptions};

/// How the recognition model is trained unless told otherwise.
pub const NAME_TRAINING: TrainOptions = TrainOptions { epochs: 24, rate: 0.06, penalty: 2e-5 };

/// Trains the first look of a model.
pub fn train(examples: &[Example], options: &TrainOptions) -> Model {
    let fitted = fit(examples, options, TABLE, 0.6, (-4.0, 5.0));
    Model::quantise(&fitted.weights, fitted.rule_weight)
}

/// Trains the second look: the `rule_score` of an example is the score of its first look, by a model that has not seen its article.
pub fn train_second(examples: &[Example], options: &TrainOptions) -> Second {
    let fitted = fit(examples, options, SECOND_TABLE, 1.0, Second::RANGE);
    Second::new(fitted.weights, fitted.rule_weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_a_feature() {
        let examples: Vec<Example> = (0..200)
            .map(|i| Example { features: vec![1, if i % 2 == 0 { 7 } else { 8 }], rule_score: 0.0, answer: i % 2 == 0, weight: 1.0 })
            .collect();
        let model = train(&examples, &NAME_TRAINING);
        assert!(model.score(0.0, &[1, 7]) > 1.0);
        assert!(model.score(0.0, &[1, 8]) < -1.0);
    }
}
