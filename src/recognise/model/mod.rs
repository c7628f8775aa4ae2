//! The trained model: a log-linear score of every candidate span from what it holds and what stands
//! around it, decoded together with all others (a semi-Markov model after Sarawagi & Cohen 2004,
//! trained locally as a logistic classifier of spans).
//!
//! Features are hashed (Weinberger et al. 2009) into a table of a fixed size; weights are stored as
//! one byte each in a compressed file of a few hundred kilobytes.

mod features;
mod store;
mod train;

pub use features::{FeatureScene, extract};
pub use store::{Model, ModelError};
pub use train::{Example, TrainOptions, train};

/// Number of hashed features (a power of two).
pub const TABLE: usize = 1 << 18;
