//! One article as every later stage sees it.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Language and script of an article, told from its characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Chinese written in Simplified characters.
    #[serde(rename = "zh-Hans")]
    ChineseSimplified,
    /// Chinese written in Traditional characters.
    #[serde(rename = "zh-Hant")]
    ChineseTraditional,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Anything else, or too little text to say.
    #[default]
    #[serde(rename = "other")]
    Other,
}

impl Language {
    /// The tag written to `documents.csv`: `zh-Hans`, `zh-Hant`, `en` or `other`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::ChineseSimplified => "zh-Hans",
            Language::ChineseTraditional => "zh-Hant",
            Language::English => "en",
            Language::Other => "other",
        }
    }
}

/// An article after reading and cleaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Stable identifier: 16 hexadecimal digits from the display path and the article's text.
    pub doc_id: String,
    /// Where it was read: the input as given, `!` before the path inside a container
    /// (`2021-03.tar.gz!archived/a.md`), `#` before the number of an item in a feed (`feed.xml#3`).
    pub path: String,
    /// The publisher: the front matter's author, else the site's host name; may be empty.
    pub source: String,
    /// Headline; may be empty.
    pub title: String,
    /// Link of the article; may be empty.
    pub url: String,
    /// RFC 3339 time, or `YYYY-MM-DD` where only the day is known; empty when unknown.
    pub published: String,
    /// Language and script.
    pub language: Language,
    /// Title, then each paragraph, joined by `\n`; for plain text the file's own lines.
    /// All offsets in the output count Unicode scalar values in this string.
    #[serde(deserialize_with = "long_text")]
    pub text: String,
    /// Whether the first line of `text` is the title.
    pub title_in_text: bool,
}

/// Takes a text as bytes where the format has them as they are, and checks them faster than the standard library does.
fn long_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Text;

    impl Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
            Ok(text)
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
            simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(|_| E::invalid_value(Unexpected::Bytes(bytes), &self))
        }
    }

    deserializer.deserialize_bytes(Text)
}

impl Document {
    /// The day of publication, `YYYY-MM-DD`, or an empty string.
    pub fn day(&self) -> &str {
        self.published.get(..10).unwrap_or("")
    }
}
