//! The trained model: a log-linear score of every candidate span from what it holds and what stands
//! around it, decoded together with all others (a semi-Markov model after Sarawagi & Cohen 2004,
//! trained locally as a logistic classifier of spans).
//!
//! It looks twice: the first look knows the text and the rules' scores; the second ([`Second`]) knows what the first made of all candidates
//! of the article, and is learnt from articles that the first has not seen.
//!
//! Features are hashed (Weinberger et al. 2009) into a table of a fixed size; weights are stored as
//! one byte each in a compressed file of a few hundred kilobytes.

mod features;
mod first;
mod second;
mod small;
mod store;
mod train;

pub use features::{FeatureScene, TEMPLATES};
pub(in crate::recognise) use first::first_look;
pub use second::Second;
pub use store::{Model, ModelError};
pub use train::{Example, NAME_TRAINING, TrainOptions, train, train_second};

use crate::relate::EventModel;

/// Number of hashed features (a power of two).
pub const TABLE: usize = 1 << 19;

/// Which model a run uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The rules alone.
    None,
    /// The model built into the program.
    #[default]
    Builtin,
    /// A file written by `guanxi train`.
    File(std::path::PathBuf),
}

impl Choice {
    /// Loads the model chosen.
    ///
    /// # Errors
    /// A file that cannot be read or is no model.
    pub fn load(&self) -> Result<Option<Model>, ModelError> {
        match self {
            Choice::None => Ok(None),
            Choice::Builtin => Model::builtin().map(Some),
            Choice::File(path) => Model::load(path).map(Some),
        }
    }

    /// Loads the judge of events that goes with it: the built-in one, or none with rules alone.
    ///
    /// # Errors
    /// None for the file that is compiled in.
    pub fn load_events(&self) -> Result<Option<EventModel>, ModelError> {
        if *self == Choice::None { Ok(None) } else { EventModel::builtin().map(Some) }
    }
}

impl std::str::FromStr for Choice {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Choice, Self::Err> {
        Ok(match text {
            "none" => Choice::None,
            "builtin" => Choice::Builtin,
            path => Choice::File(path.into()),
        })
    }
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Choice::None => f.write_str("none"),
            Choice::Builtin => f.write_str("builtin"),
            Choice::File(path) => write!(f, "{}", path.display()),
        }
    }
}
