//! How reading fails.

use crate::record::ErrorRow;

/// Why reading could not start at all. A missing or bad input is never one of these: it becomes an [`ErrorRow`].
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No input was named.
    #[error("no input given: name a file, a folder, an archive, or - for standard input")]
    NoInput,
    /// An option can't be used.
    #[error("{option}: {message}")]
    Option {
        /// Name of the option.
        option: &'static str,
        /// What is wrong with its value.
        message: String,
    },
}

/// The step at which an input failed, as written to `errors.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Finding or opening a file.
    Open,
    /// Taking an archive, a compressed file or a file of many records apart.
    Container,
    /// Turning bytes into characters, or telling the format.
    Decode,
    /// Taking the article out of its markup.
    Clean,
    /// The article has no text.
    Empty,
    /// A limit of the options was met.
    Limit,
}

impl Stage {
    /// The word written to the `stage` column.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Container => "container",
            Stage::Decode => "decode",
            Stage::Clean => "clean",
            Stage::Empty => "empty",
            Stage::Limit => "limit",
        }
    }

    /// A row of `errors.csv`. Line breaks in the message become spaces, and it ends at 500 characters,
    /// so that a hostile name can't flood the table.
    pub fn row(self, path: &str, message: impl std::fmt::Display) -> ErrorRow {
        let message = message.to_string();
        ErrorRow {
            path: path.to_owned(),
            stage: self.as_str().to_owned(),
            error: message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_is_one_bounded_line() {
        let row = Stage::Open.row("a.md", format!("x\ny{}", "z".repeat(900)));
        assert_eq!(row.stage, "open");
        assert!(row.error.starts_with("x yz"));
        assert_eq!(row.error.chars().count(), 500);
    }
}
