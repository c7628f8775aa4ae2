//! A document in the making.

use xxhash_rust::xxh3::Xxh3;

use super::{date, headline, language};
use crate::document::Document;

/// What is known of an article so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub title: String,
    pub url: String,
    pub source: String,
    /// Normalised.
    pub published: String,
    /// What follows the title; the whole text where it is taken as it stands.
    pub text: String,
    /// Whether `text` is taken as it stands, its first line being the title if there is one.
    pub verbatim: bool,
}

/// Lines at the beginning of an article that may say when it was published, and how long such a line is, in bytes.
const DATED_LINES: usize = 4;
const SHORT_LINE: usize = 120;

impl Draft {
    /// Takes a headline as written; the source and the address are to be set before.
    pub fn headline(&mut self, written: &str) {
        self.title = headline::clean(written, &self.source, host(&self.url));
    }

    /// Takes a date as written, if it is one.
    pub fn date(&mut self, written: &str) {
        if let Some(published) = date::normalise(written) {
            self.published = published;
        }
    }

    /// Looks for a date where the article says none: in its link, in one of its first lines that hold little else, in the
    /// name of its file (`2021-03-01-title.md`).
    fn find_date(&self, text: &str, key: &str) -> String {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).take(DATED_LINES).filter(|line| line.len() <= SHORT_LINE);
        let file = key.rsplit(['/', '!']).next().unwrap_or(key);
        let dated = file.get(..11).filter(|name| name.ends_with(['-', '_', '.', ' '])).and_then(|name| name.get(..10));
        date::in_link(&self.url)
            .or_else(|| lines.clone().find_map(date::in_line))
            .or_else(|| dated.filter(|name| name.matches('-').count() == 2).and_then(date::normalise))
            .unwrap_or_default()
    }

    /// The document, or `None` when there is nothing in it to read.
    pub fn finish(self, path: &str, key: &str) -> Option<Document> {
        let sought = self.published.is_empty();
        let title_in_text = !self.title.is_empty();
        let found = if sought { self.find_date(&self.text, key) } else { String::new() };
        let text = if self.verbatim || self.title.is_empty() {
            self.text
        } else {
            let mut text = String::with_capacity(self.title.len() + 1 + self.text.len());
            text.push_str(&self.title);
            if !self.text.is_empty() {
                text.push('\n');
                text.push_str(&self.text);
            }
            text
        };
        if text.trim().is_empty() {
            return None;
        }
        let source = match self.source.is_empty() {
            true => host(&self.url).to_owned(),
            false => self.source,
        };
        Some(Document {
            doc_id: document_id(key, &text),
            path: path.to_owned(),
            source,
            title: self.title,
            url: self.url,
            published: if sought { found } else { self.published },
            language: language::detect(&text),
            text,
            title_in_text,
        })
    }
}

/// An article whose parts are known already, each as it is to be taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// Path to show.
    pub path: &'a str,
    /// What the id is made from besides the text.
    pub key: &'a str,
    /// Headline; empty where there is none, or where the text begins with it.
    pub title: &'a str,
    /// The text without the headline.
    pub text: &'a str,
    /// Time of publication in any form; what is no date is left out.
    pub published: &'a str,
    /// Link.
    pub url: &'a str,
    /// Publisher; the link's host where it is empty.
    pub source: &'a str,
}

/// Makes a document of an article in memory. The text is taken as it stands; the headline is put before it on a line of its own,
/// its control characters made spaces. `None` when there is nothing to read in it.
pub fn document(written: &Written) -> Option<Document> {
    let line = |c: char| if c.is_control() { ' ' } else { c };
    let draft = Draft {
        title: written.title.trim().chars().map(line).collect(),
        url: written.url.to_owned(),
        source: written.source.to_owned(),
        published: date::normalise(written.published).unwrap_or_default(),
        text: written.text.to_owned(),
        verbatim: false,
    };
    draft.finish(written.path, written.key)
}

/// The identifier of a document: the XXH3 hash (64 bits, 16 hexadecimal digits) of its key, a zero byte and its text.
///
/// The key is the path from the input's own last component on, so that the id doesn't depend on the
/// working directory or the machine.
pub fn document_id(key: &str, text: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(key.as_bytes());
    hash.update(&[0]);
    hash.update(text.as_bytes());
    format!("{:016x}", hash.digest())
}

/// The host of an address without `www.`, or an empty string.
pub(super) fn host(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else {
        return "";
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.zaobao.com/realtime?x"), "zaobao.com");
        assert_eq!(host("http://u:p@a.b:80/"), "a.b");
        assert_eq!(host("无"), "");
    }

    #[test]
    fn dates_where_none_is_said() {
        let published = |url: &str, text: &str, key: &str| {
            let draft = Draft { url: url.into(), text: text.into(), verbatim: true, ..Draft::default() };
            draft.finish(key, key).map(|d| d.published).unwrap_or_default()
        };
        assert_eq!(published("https://a.b/2021/03/01/x", "文", "a.md"), "2021-03-01");
        assert_eq!(published("", "题\n发布时间：2021-03-02 08:00\n文", "a.md"), "2021-03-02");
        assert_eq!(published("", "题\n文", "x/2021-03-03-title.md"), "2021-03-03");
        assert_eq!(published("", "题\n文", "x/2021-03-title.md"), "");
        assert_eq!(published("", &format!("{}2021年3月2日", "文".repeat(50)), "a.md"), "");
    }

    #[test]
    fn ids_depend_on_key_and_text() {
        let id = document_id("a.tar.gz!b.md", "文");
        assert_eq!(id, document_id("a.tar.gz!b.md", "文"));
        assert_ne!(id, document_id("a.tar.gz!b.md文", ""));
        assert_eq!(id.len(), 16);
    }

    #[test]
    fn articles_in_memory() {
        let written =
            Written {
                key: "k", title: " 题\n目 ", text: " 文\n", published: "2021年3月1日", url: "https://a.b/c", ..Written::default()
            };
        let made = document(&written).unwrap();
        assert_eq!((made.text.as_str(), made.published.as_str(), made.source.as_str()), ("题 目\n 文\n", "2021-03-01", "a.b"));
        assert_eq!(made.doc_id, document_id("k", &made.text));
        assert!(made.title_in_text);
        let bare = document(&Written { text: "\n文", ..Written::default() }).unwrap();
        assert_eq!((bare.text.as_str(), bare.title_in_text), ("\n文", false));
        assert!(document(&Written { text: " \n", ..Written::default() }).is_none());
    }

    #[test]
    fn title_goes_before_the_text() {
        let draft = Draft { title: "题".into(), text: "文".into(), url: "https://www.a.b/".into(), ..Draft::default() };
        let document = draft.finish("p", "k").unwrap();
        assert_eq!((document.text.as_str(), document.source.as_str()), ("题\n文", "a.b"));
        assert!(document.title_in_text);
        assert!(Draft::default().finish("p", "k").is_none());
    }
}
