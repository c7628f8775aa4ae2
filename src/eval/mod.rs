//! Measuring: an output folder against articles that a person annotated, and tagged tokens against tagged tokens.
//!
//! [`evaluate`] compares the tables of `guanxi extract GOLD/text` with a folder of `text/ID.txt` and `ann/ID.tsv` (the format
//! that `guanxi annotate` drafts) and gives, micro-averaged over the articles:
//!
//! | figure | of |
//! | --- | --- |
//! | `mentions.TYPE`, `mentions`, `mentions.core` | exact surface and type, aligned in reading order; *core* leaves places out |
//! | `entities.b3` | B-cubed (Bagga & Baldwin 1998) of entity ids against gold names, over mentions of people and organizations found in both |
//! | `labels` | share of English gold names that `name_en` of the right entity equals |
//! | `pairs` | distinct (article, Chinese name, Latin name) |
//! | `relations` | distinct (article, subject, relation, object) |
//! | `positions` | distinct (article, person, title, body) |
//!
//! [`bio`] measures as `conlleval` of CoNLL-2000 does.

mod align;
pub mod bio;
mod confusion;
mod counter;
mod error;
mod folded;
mod gold;
mod score;
mod tables;

pub use confusion::{Calibration, Confusion, Outcome};
pub use error::EvalError;
pub use score::{Evaluation, Figures, MentionError, SetErrors, evaluate};

/// Precision, recall and their harmonic mean, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Prf {
    /// Precision: the share of what was found that is right.
    pub p: f64,
    /// Recall: the share of what is there that was found.
    pub r: f64,
    /// F1.
    pub f1: f64,
}

impl Prf {
    /// From the numbers of right, found and expected things; a share of nothing is 0.
    pub fn of(right: usize, found: usize, expected: usize) -> Prf {
        let share = |whole: usize| if whole == 0 { 0.0 } else { right as f64 / whole as f64 };
        Prf::mean(share(found), share(expected))
    }

    /// From precision and recall.
    pub fn mean(p: f64, r: f64) -> Prf {
        Prf { p, r, f1: if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        assert_eq!(Prf::of(0, 0, 0), Prf::default());
        let x = Prf::of(1, 2, 4);
        assert_eq!((x.p, x.r), (0.5, 0.25));
        assert!((x.f1 - 1.0 / 3.0).abs() < 1e-12);
    }
}
