//! The model's file: magic, scale, one signed byte a weight, then the second look, compressed.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::TABLE;
use super::features::SMALL;
use super::second::{SECOND_TABLE, Second};
use super::small::SmallTable;
use crate::logistic::quantise;

const MAGIC: &[u8; 8] = b"guanxi\x02\x00";

/// A model that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no model of this program, or is cut off.
    #[error("{path}: not a guanxi model, or one of another version; train it again with `guanxi train`")]
    Format {
        /// The file.
        path: String,
    },
}

/// Weights of the hashed features.
#[derive(Clone, Debug)]
pub struct Model {
    weights: Vec<i8>,
    /// Those of the templates with few values once more.
    pub(super) small: SmallTable,
    scale: f32,
    /// Weight of the rules' own score.
    pub rule_weight: f32,
    /// The second look.
    pub second: Second,
}

impl Model {
    /// Rounds real weights to bytes.
    pub fn quantise(weights: &[f32], rule_weight: f32) -> Model {
        let (table, scale) = quantise(weights, TABLE);
        Model::of(table, scale, rule_weight, Second::default())
    }

    fn of(weights: Vec<i8>, scale: f32, rule_weight: f32, second: Second) -> Model {
        let small = SmallTable::new(&SMALL, |feature| weights.get(feature as usize).copied().unwrap_or(0));
        Model { weights, small, scale, rule_weight, second }
    }

    /// The mean of several first looks; the second look is that of the last.
    pub fn mean(models: &[Model]) -> Model {
        let mut weights = vec![0.0f32; TABLE];
        let share = 1.0 / models.len().max(1) as f32;
        for model in models {
            weights.iter_mut().zip(&model.weights).for_each(|(sum, w)| *sum += f32::from(*w) * model.scale * share);
        }
        let rule_weight = models.iter().map(|m| m.rule_weight * share).sum();
        let second = models.last().map(|m| m.second.clone()).unwrap_or_default();
        Model { second, ..Model::quantise(&weights, rule_weight) }
    }

    /// The weight of one hashed feature, before scaling.
    pub fn weight(&self, feature: u32) -> i32 {
        i32::from(self.weights[feature as usize & (TABLE - 1)])
    }

    /// The score of a candidate: log-odds.
    pub fn score(&self, rule_score: f32, features: &[u32]) -> f32 {
        self.score_of_sum(rule_score, features.iter().map(|&feature| self.weight(feature)).sum())
    }

    /// The same from the sum of the features' weights.
    pub fn score_of_sum(&self, rule_score: f32, sum: i32) -> f32 {
        self.rule_weight * rule_score + self.scale * sum as f32
    }

    /// Number of weights that are not zero.
    pub fn len(&self) -> usize {
        self.weights.iter().filter(|w| **w != 0).count()
    }

    /// Whether all weights are zero.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Index and value of every weight that is not zero, for a dump.
    pub fn weights(&self) -> impl Iterator<Item = (usize, f32)> + '_ {
        self.weights.iter().enumerate().filter(|(_, w)| **w != 0).map(|(i, w)| (i, f32::from(*w) * self.scale))
    }

    /// The bytes of the model's file.
    ///
    /// # Errors
    /// When compressing fails, which writing to memory does not.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.scale.to_le_bytes());
        out.extend_from_slice(&self.rule_weight.to_le_bytes());
        let mut encoder = DeflateEncoder::new(out, Compression::best());
        let bytes: Vec<u8> = self.weights.iter().map(|w| *w as u8).collect();
        encoder.write_all(&bytes)?;
        for number in self.second.numbers() {
            encoder.write_all(&number.to_le_bytes())?;
        }
        encoder.finish()
    }

    /// Reads a model's bytes; `name` is for messages.
    ///
    /// # Errors
    /// Bytes that are no model.
    pub fn from_bytes(bytes: &[u8], name: &str) -> Result<Model, ModelError> {
        let bad = || ModelError::Format { path: name.to_string() };
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(bad)?;
        let (head, body) = rest.split_at_checked(8).ok_or_else(bad)?;
        let number = |b: &[u8]| b.try_into().map(f32::from_le_bytes).map_err(|_| bad());
        let (scale, rule_weight) = (number(&head[..4])?, number(&head[4..])?);
        let whole = TABLE + 4 * (SECOND_TABLE + 1);
        let mut table = Vec::with_capacity(whole);
        DeflateDecoder::new(body).take(whole as u64 + 1).read_to_end(&mut table).map_err(|_| bad())?;
        if table.len() != whole || !scale.is_finite() || !rule_weight.is_finite() {
            return Err(bad());
        }
        let numbers = table.split_off(TABLE);
        let numbers = numbers.chunks_exact(4).map(number).collect::<Result<Vec<f32>, ModelError>>()?;
        let second = Second::from_numbers(numbers).ok_or_else(bad)?;
        Ok(Model::of(table.into_iter().map(|b| b as i8).collect(), scale, rule_weight, second))
    }

    /// The model built into the program.
    ///
    /// # Errors
    /// None for the file that is compiled in; the type says so for symmetry with [`Model::load`].
    pub fn builtin() -> Result<Model, ModelError> {
        Model::from_bytes(include_bytes!("../../../dictionaries/model.bin"), "builtin")
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// A file that cannot be read or is no model.
    pub fn load(path: &Path) -> Result<Model, ModelError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|source| ModelError::Io { path: name.clone(), source })?;
        Model::from_bytes(&bytes, &name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_of_models() {
        let of = |weight: f32| {
            let mut weights = vec![0.0; TABLE];
            weights[7] = weight;
            Model::quantise(&weights, weight)
        };
        let mean = Model::mean(&[of(1.0), of(3.0)]);
        assert!((mean.score(0.0, &[7]) - 2.0).abs() < 0.05);
        assert!((mean.rule_weight - 2.0).abs() < 1e-6);
    }

    #[test]
    fn round_trip() {
        let mut weights = vec![0.0; TABLE];
        weights[5] = 1.5;
        weights[9] = -0.75;
        let model = Model::quantise(&weights, 0.8);
        let bytes = model.to_bytes().unwrap();
        let back = Model::from_bytes(&bytes, "x").unwrap();
        assert_eq!(back.len(), 2);
        assert!((back.score(1.0, &[5, 9]) - (0.8 + 0.75)).abs() < 0.02);
        assert!(Model::from_bytes(&bytes[..20], "x").is_err());
        assert!(Model::from_bytes(b"nonsense", "x").is_err());
    }
}
