//! Training: logistic regression over candidate spans, AdaGrad with L2.

use super::second::{SECOND_TABLE, Second};
use super::{Model, TABLE};

/// One candidate with its answer.
#[derive(Clone, Debug)]
pub struct Example {
    /// Hashed features.
    pub features: Vec<u32>,
    /// The rules' score.
    pub rule_score: f32,
    /// Whether it is a name with these borders and this type.
    pub answer: bool,
    /// Weight in training.
    pub weight: f32,
}

/// How to train.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// Passes over the examples.
    pub epochs: usize,
    /// Learning rate.
    pub rate: f32,
    /// L2 penalty.
    pub penalty: f32,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions { epochs: 24, rate: 0.06, penalty: 2e-5 }
    }
}

/// What a logistic regression has learnt.
struct Fitted {
    weights: Vec<f32>,
    rule_weight: f32,
}

/// Fits `table` weights and the weight of the rules' score, which begins at `rule_weight` and is clamped to `range`. The order of the
/// examples is shuffled with a fixed seed: the same examples give the same weights.
fn fit(examples: &[Example], options: &TrainOptions, table: usize, rule_weight: f32, range: (f32, f32)) -> Fitted {
    let mut weights = vec![0.0f32; table];
    let mut squares = vec![1e-2f32; table];
    let mut rule_weight = rule_weight;
    let mut rule_square = 1.0f32;
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut state = 0x2545_f491_4f6c_dd1du64;
    for _ in 0..options.epochs {
        for i in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(i, (state % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            let example = &examples[i as usize];
            let rule = example.rule_score.clamp(range.0, range.1);
            let mut score = rule_weight * rule;
            for &f in &example.features {
                score += weights[f as usize];
            }
            let p = 1.0 / (1.0 + (-score).exp());
            let gradient = (p - f32::from(u8::from(example.answer))) * example.weight;
            for &f in &example.features {
                let g = gradient + options.penalty * weights[f as usize];
                squares[f as usize] += g * g;
                weights[f as usize] -= options.rate * g / squares[f as usize].sqrt();
            }
            let g = gradient * rule;
            rule_square += g * g;
            rule_weight -= options.rate * 0.3 * g / rule_square.sqrt();
        }
    }
    Fitted { weights, rule_weight }
}

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
        let model = train(&examples, &TrainOptions::default());
        assert!(model.score(0.0, &[1, 7]) > 1.0);
        assert!(model.score(0.0, &[1, 8]) < -1.0);
    }
}
