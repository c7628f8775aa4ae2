//! What can be wrong with a dictionary file.

use std::path::PathBuf;

/// A dictionary that cannot be used; names the file and the line.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// The file cannot be read.
    #[error("{path}: cannot read the dictionary: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A row does not fit its columns.
    #[error("{file}, line {line}: {message}")]
    Row {
        /// The file's name.
        file: String,
        /// Line number, from 1, the header included.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// The forms cannot be compiled into one automaton.
    #[error("the dictionaries cannot be compiled: {0}")]
    Compile(String),
}
