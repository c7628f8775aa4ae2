//! What a caller can choose about reading.

use super::LinePattern;

/// Options of the reading stage; `Default` reads everything with the limits below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Column (CSV, TSV) or key (JSON, JSON Lines) with the article's text; guessed when `None`.
    pub text_column: Option<String>,
    /// Column or key with the headline; guessed when `None`.
    pub title_column: Option<String>,
    /// Column or key with the date of publication; guessed when `None`.
    pub date_column: Option<String>,
    /// Column or key with the link; guessed when `None`.
    pub url_column: Option<String>,
    /// Column or key with the publisher; guessed when `None`.
    pub source_column: Option<String>,
    /// CSS selector of the article's body in HTML pages; the body is found by itself when `None`.
    pub selector: Option<String>,
    /// Lines of an article's text that match are left out of it.
    pub drop_lines: Option<LinePattern>,
    /// How deep containers may nest: 1 reads archives but no archive inside an archive.
    pub max_depth: u32,
    /// Largest article, in bytes after decompression.
    pub max_entry_bytes: u64,
    /// Largest archive inside an archive that has to be held in memory (a zip), in bytes.
    pub max_nested_bytes: u64,
    /// Most entries read from one archive.
    pub max_entries: u64,
    /// How many times larger than its compressed form an archive may become; checked once
    /// 64 MiB have come out of it.
    pub max_expansion: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions {
            text_column: None,
            title_column: None,
            date_column: None,
            url_column: None,
            source_column: None,
            selector: None,
            drop_lines: None,
            max_depth: 3,
            max_entry_bytes: 64 << 20,
            max_nested_bytes: 512 << 20,
            max_entries: 10_000_000,
            max_expansion: 250,
        }
    }
}
