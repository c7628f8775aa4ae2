//! Reading: files, folders and containers become [`Document`](crate::document::Document)s.
//!
//! The stage has two halves, so that a run can put a queue and many threads between them:
//!
//! - [`enumerate`] walks the inputs in sorted order, opens containers as streams and hands out each
//!   article as raw bytes. It is sequential and holds one article at a time.
//! - [`parse`] is a pure function from raw bytes to documents: it finds the character set, tells the
//!   format, cleans the text and reads the metadata.
//!
//! Formats are told by their content first and by their name second. Nothing is ever written to disk,
//! so a hostile path inside an archive is only ever a label.
//!
//! Whatever can't be read becomes an [`ErrorRow`] whose `stage` is one of [`Stage`].

mod boilerplate;
mod container;
mod date;
mod decode;
mod draft;
mod drop_lines;
mod enumerate;
mod error;
mod feed;
mod fields;
mod front_matter;
mod headline;
mod html;
mod json;
mod language;
mod limits;
mod markdown;
mod message;
mod options;
mod parse;
mod plain;
mod post;
mod records;
mod sniff;
mod walk;

pub use date::normalise as normalise_date;
pub use draft::{Written, document, document_id};
pub use drop_lines::LinePattern;
pub use enumerate::{Listed, Reader, enumerate, enumerate_files, enumerate_listed, enumerate_named, enumerate_reader, list, sizes};
pub use error::{ReadError, Stage};
pub use language::detect as detect_language;
pub use options::ReadOptions;
pub use parse::{Scratch, parse};

use crate::record::ErrorRow;

/// What is known of a raw article besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatHint {
    /// The format, where the container already told it (a line of a JSON Lines file).
    pub format: Option<Format>,
    /// Character set declared outside the article, as in an HTTP header.
    pub charset: Option<String>,
    /// Link of the article declared outside of it.
    pub url: Option<String>,
    /// Time of publication declared outside the article, in any form.
    pub published: Option<String>,
}

/// Formats an article can come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Jekyll front matter or a time comment, a Markdown link for a headline, a rule, then HTML.
    Post,
    /// A whole HTML page or a piece of one.
    Html,
    /// CommonMark, with or without front matter.
    Markdown,
    /// Text whose lines are kept as they are.
    Plain,
    /// An RSS, RDF or Atom feed.
    Feed,
    /// A JSON document: an article, a JSON Feed, or an object around a list of articles.
    Json,
    /// A message in MIME, or a page saved as one.
    Message,
    /// One record of a table or of a list of JSON objects, as a JSON object.
    Record,
}

/// One article as it was stored, before anything is known of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawArticle {
    /// Path to show: the input as given, `!` before the path inside a container.
    pub path: String,
    /// The same path from the input's own last component on, with `/` between components.
    /// It doesn't depend on where the input lies, and is what document ids are made from.
    pub key: String,
    /// The bytes of the article.
    pub bytes: Vec<u8>,
    /// What is known besides.
    pub hint: FormatHint,
}

/// What [`enumerate`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An article to parse.
    Article(RawArticle),
    /// Something that could not be read.
    Failed(ErrorRow),
}

/// The beginning of a text, at most `bytes` long, cut between characters.
fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}
