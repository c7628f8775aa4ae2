//! The judge's weights and their file: magic, scale, weight of the rules, threshold, then one signed byte a feature, compressed.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::TABLE;
use crate::logistic::quantise;
use crate::recognise::model::ModelError;
use crate::recognise::sigmoid;

const MAGIC: &[u8; 8] = b"guanxi\x01e";

/// The trained judge of events.
#[derive(Clone, Debug)]
pub struct EventModel {
    weights: Vec<i8>,
    scale: f32,
    /// Weight of the rules' own score.
    rule_weight: f32,
    /// Rows that the rules did not find are left out where they are less likely than this.
    pub threshold: f32,
    /// Rows that the rules found are left out where they are less likely than this.
    pub kept: f32,
}

impl EventModel {
    /// Rounds real weights to bytes.
    pub fn quantise(weights: &[f32], rule_weight: f32, (threshold, kept): (f32, f32)) -> EventModel {
        let (table, scale) = quantise(weights, TABLE);
        EventModel { weights: table, scale, rule_weight, threshold, kept }
    }

    /// The weight of one hashed feature, before scaling.
    pub fn weight(&self, feature: u32) -> i32 {
        i32::from(self.weights[feature as usize & (TABLE - 1)])
    }

    /// The probability of a candidate from the rules' score and the sum of its features' weights.
    pub fn probability(&self, rule_score: f32, sum: i32) -> f32 {
        sigmoid(self.rule_weight * rule_score + self.scale * sum as f32)
    }

    /// Number of weights that are not zero.
    pub fn len(&self) -> usize {
        self.weights.iter().filter(|w| **w != 0).count()
    }

    /// Whether all weights are zero.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of the model's file.
    ///
    /// # Errors
    /// When compressing fails, which writing to memory does not.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut out = MAGIC.to_vec();
        for number in [self.scale, self.rule_weight, self.threshold, self.kept] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let mut encoder = DeflateEncoder::new(out, Compression::best());
        let bytes: Vec<u8> = self.weights.iter().map(|w| *w as u8).collect();
        encoder.write_all(&bytes)?;
        encoder.finish()
    }

    /// Reads a model's bytes; `name` is for messages.
    ///
    /// # Errors
    /// Bytes that are no model of events.
    pub fn from_bytes(bytes: &[u8], name: &str) -> Result<EventModel, ModelError> {
        let bad = || ModelError::Format { path: name.to_string() };
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(bad)?;
        let (head, body) = rest.split_at_checked(16).ok_or_else(bad)?;
        let mut numbers = head.chunks_exact(4).map(|b| b.try_into().map_or(f32::NAN, f32::from_le_bytes));
        let mut number = || numbers.next().filter(|n| n.is_finite()).ok_or_else(bad);
        let (scale, rule_weight, threshold, kept) = (number()?, number()?, number()?, number()?);
        let mut table = Vec::with_capacity(TABLE);
        DeflateDecoder::new(body).take(TABLE as u64 + 1).read_to_end(&mut table).map_err(|_| bad())?;
        if table.len() != TABLE {
            return Err(bad());
        }
        Ok(EventModel { weights: table.into_iter().map(|b| b as i8).collect(), scale, rule_weight, threshold, kept })
    }

    /// The model built into the program.
    ///
    /// # Errors
    /// None for the file that is compiled in.
    pub fn builtin() -> Result<EventModel, ModelError> {
        EventModel::from_bytes(include_bytes!("../../../dictionaries/events.bin"), "builtin")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let mut weights = vec![0.0; TABLE];
        weights[5] = 1.5;
        weights[9] = -0.75;
        let model = EventModel::quantise(&weights, 0.8, (0.4, 0.1));
        let back = EventModel::from_bytes(&model.to_bytes().unwrap(), "x").unwrap();
        assert_eq!(back.len(), 2);
        let expected = sigmoid(0.8 + 0.75);
        assert!((back.probability(1.0, back.weight(5) + back.weight(9)) - expected).abs() < 0.01);
        assert!((back.threshold - 0.4).abs() < 1e-6);
        let bytes = model.to_bytes().unwrap();
        assert!(EventModel::from_bytes(&bytes[..20], "x").is_err());
        assert!(EventModel::from_bytes(b"nonsense", "x").is_err());
    }
}
