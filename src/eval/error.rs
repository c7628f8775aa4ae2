//! What stops a measurement.

use std::path::PathBuf;

/// A measurement that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A file or folder that cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line or row that is not what it should be.
    #[error("{}, line {line}: {message}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: u64,
        /// What is wrong with it.
        message: String,
    },
    /// A folder without annotations.
    #[error("{}: no annotated articles (ann/ID.tsv)", path.display())]
    NoGold {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that `guanxi extract` did not write.
    #[error("{}: no documents.csv; run `guanxi extract {}/text -o {}` first", path.display(), gold.display(), path.display())]
    NoOutput {
        /// The folder.
        path: PathBuf,
        /// The annotated folder.
        gold: PathBuf,
    },
}
