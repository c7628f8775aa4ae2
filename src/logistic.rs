//! Logistic regression over hashed features (AdaGrad with an L2 penalty): how both models of the program are trained.

/// One candidate with its answer.
#[derive(Clone, Debug)]
pub struct Example {
    /// Hashed features.
    pub features: Vec<u32>,
    /// The rules' score.
    pub rule_score: f32,
    /// Whether it is right.
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

/// What a logistic regression has learnt.
pub(crate) struct Fitted {
    /// Weight of each feature.
    pub weights: Vec<f32>,
    /// Weight of the rules' score.
    pub rule_weight: f32,
}

/// Fits `table` weights and the weight of the rules' score, which begins at `rule_weight` and is clamped to `range`. The order of the
/// examples is shuffled with a fixed seed: the same examples give the same weights.
pub(crate) fn fit(examples: &[Example], options: &TrainOptions, table: usize, rule_weight: f32, range: (f32, f32)) -> Fitted {
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

/// Rounds real weights to bytes of one scale, the largest to 127: a table of `size` weights, and the scale.
pub(crate) fn quantise(weights: &[f32], size: usize) -> (Vec<i8>, f32) {
    let largest = weights.iter().fold(0.0f32, |m, w| m.max(w.abs())).max(1e-6);
    let scale = largest / 127.0;
    let mut table = vec![0i8; size];
    for (slot, w) in table.iter_mut().zip(weights) {
        *slot = (w / scale).round().clamp(-127.0, 127.0) as i8;
    }
    (table, scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_one_scale() {
        let (table, scale) = quantise(&[0.5, -1.0, 0.0], 4);
        assert_eq!(table, [64, -127, 0, 0]);
        assert!((f32::from(table[0]) * scale - 0.5).abs() < scale);
    }
}
