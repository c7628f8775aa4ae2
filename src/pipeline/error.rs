//! What stops a run.

use std::path::PathBuf;

use crate::dictionary::DictionaryError;
use crate::export::atomic::SaveError;
use crate::read::ReadError;

/// A run that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// An input that cannot be read at all.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A dictionary that cannot be used.
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
    /// A model that cannot be used.
    #[error(transparent)]
    Model(#[from] crate::recognise::model::ModelError),
    /// A curation file that cannot be applied.
    #[error(transparent)]
    Curation(#[from] crate::curation::CurationError),
    /// A file that cannot be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// A working file of the run that cannot be read or written.
    #[error("{path}: {source}")]
    Spool {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A working file that does not hold what it should.
    #[error("{path}: the working file is damaged ({message}); delete the folder and run again")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        message: String,
    },
    /// A table of an output folder that cannot be read.
    #[error("{path}: {source}")]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: csv::Error,
    },
    /// A folder that no run has filled.
    #[error("{path} is not the output folder of guanxi extract (there is no run.json in it)")]
    NotOutput {
        /// The folder.
        path: PathBuf,
    },
    /// The output folder holds something else.
    #[error("{path}: the output folder holds files that guanxi did not write ({example}); choose an empty or new folder with -o")]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// One of the files.
        example: String,
    },
    /// No input was given or none holds an article.
    #[error("no article was found in {inputs}")]
    Nothing {
        /// The inputs.
        inputs: String,
    },
    /// The threads cannot be started.
    #[error("cannot start the worker threads: {0}")]
    Threads(String),
    /// No run's working files.
    #[error("{path}: no run of guanxi is here; give the folder that `guanxi extract -o` wrote")]
    NoRun {
        /// The folder.
        path: PathBuf,
    },
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
}
