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
    /// The disk is full.
    #[error("{path}{}", PipelineError::DISK_FULL)]
    Full {
        /// The file that was being written.
        path: PathBuf,
    },
    /// Outputs that cannot be merged.
    #[error("{first} and {second} cannot be merged: {reason}")]
    Mixed {
        /// One folder.
        first: PathBuf,
        /// Another.
        second: PathBuf,
        /// How they differ, and what to do.
        reason: String,
    },
    /// A folder that holds no finished run.
    #[error("{path}: {reason}")]
    Unfinished {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        reason: String,
    },
    /// A record that no working file holds.
    #[error("article {doc_id} is in none of the folders; run its shard, or the whole archive, again")]
    Missing {
        /// The document.
        doc_id: String,
    },
    /// Another run writes to the folder.
    #[error("{path}: another guanxi is writing to this folder; wait for it, or choose another folder with -o")]
    Busy {
        /// The folder.
        path: PathBuf,
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
    #[error("interrupted; what is done is kept: the same command goes on from there (--fresh starts over)")]
    Interrupted,
}

impl PipelineError {
    /// A working file that could not be read or written.
    pub fn working(path: &std::path::Path, source: std::io::Error) -> PipelineError {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => PipelineError::Full { path: path.to_path_buf() },
            _ => PipelineError::Spool { path: path.to_path_buf(), source },
        }
    }

    /// What to do when the disk is full.
    pub const DISK_FULL: &str =
        ": the disk is full; make room, or choose another folder with -o. What is done is kept: the same command goes on from there";

    /// Whether the run stopped for want of room on the disk, which the message itself does not explain.
    pub fn is_full(&self) -> bool {
        let full = |source: &std::io::Error| matches!(source.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
        matches!(self, PipelineError::Save(error) if full(&error.source))
    }
}
