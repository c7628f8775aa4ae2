//! The parallel half of reading: a raw article to documents.

use xxhash_rust::xxh3::Xxh3;

use super::error::Stage;
use super::html::{clean::clean, output::Output, page};
use super::options::ReadOptions;
use super::{
    Format, RawArticle, date, decode, front_matter, headline, language, markdown, plain, post,
    sniff,
};
use crate::document::Document;
use crate::record::ErrorRow;

/// Buffers that [`parse`] reuses from article to article; keep one for each thread.
#[derive(Debug, Default)]
pub struct Scratch {
    output: Output,
    html: String,
}

/// Decodes and cleans one raw article, and reads its metadata.
///
/// A feed, a page of JSON or a CSV holds several documents. A function of its arguments alone (`scratch` only
/// saves allocations). What can't be read is a row; it never panics and never fails as a whole.
pub fn parse(
    raw: &RawArticle,
    options: &ReadOptions,
    scratch: &mut Scratch,
) -> (Vec<Document>, Vec<ErrorRow>) {
    let _ = options;
    let text = match decode::decode(&raw.bytes, raw.hint.charset.as_deref()) {
        Ok(text) => text,
        Err(message) => return (Vec::new(), vec![Stage::Decode.row(&raw.path, message)]),
    };
    let mut draft = Draft {
        published: raw
            .hint
            .published
            .as_deref()
            .and_then(date::normalise)
            .unwrap_or_default(),
        url: raw.hint.url.clone().unwrap_or_default(),
        ..Draft::default()
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match raw.hint.format.unwrap_or_else(|| format(text, &raw.path)) {
        Format::Post => read_post(text, &mut draft, &mut scratch.output),
        Format::Html => read_html(text, &mut draft, &mut scratch.output),
        Format::Markdown => read_markdown(text, &mut draft, scratch),
        Format::Plain => read_plain(text, &mut draft),
    }
    match draft.finish(&raw.path, &raw.key) {
        Some(document) => (vec![document], Vec::new()),
        None => (
            Vec::new(),
            vec![Stage::Empty.row(&raw.path, "no text in the article")],
        ),
    }
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

/// Tells the format by the shape of the text, and by the name where the shape leaves it open.
fn format(text: &str, path: &str) -> Format {
    let start = text.trim_start();
    if post::parse(start).is_some() {
        return Format::Post;
    }
    let head = super::beginning(start, 512).to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") && head.contains("<html"))
    {
        return Format::Html;
    }
    match sniff::extension(path).as_str() {
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "md" | "markdown" | "mkd" => Format::Markdown,
        "txt" | "text" => Format::Plain,
        _ if head.starts_with('<') && text.contains("</") => Format::Html,
        _ => Format::Plain,
    }
}

/// A document in the making.
#[derive(Debug, Default)]
struct Draft {
    title: String,
    url: String,
    source: String,
    published: String,
    /// The whole text where it is taken as it stands, else what follows the title.
    text: String,
    verbatim: bool,
}

impl Draft {
    /// Takes a headline as written; the source and the address are to be set before.
    fn headline(&mut self, written: &str) {
        self.title = headline::clean(written, &self.source, host(&self.url));
    }

    /// The document, or `None` when there is nothing in it to read.
    fn finish(self, path: &str, key: &str) -> Option<Document> {
        let title_in_text;
        let text = if self.verbatim {
            title_in_text = !self.title.is_empty();
            self.text
        } else if self.title.is_empty() {
            title_in_text = false;
            self.text
        } else {
            title_in_text = true;
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
        let source = if self.source.is_empty() {
            host(&self.url).to_owned()
        } else {
            self.source
        };
        Some(Document {
            doc_id: document_id(key, &text),
            path: path.to_owned(),
            source,
            title: self.title,
            url: self.url,
            published: self.published,
            language: language::detect(&text),
            text,
            title_in_text,
        })
    }
}

/// The host of an address without `www.`, or an empty string.
fn host(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else {
        return "";
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host)
}

fn first_of<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.is_empty() { b } else { a }
}

fn read_post(text: &str, draft: &mut Draft, output: &mut Output) {
    let Some(post) = post::parse(text) else {
        return read_plain(text, draft);
    };
    first_of(&post.front.url, post.url).clone_into(&mut draft.url);
    if post.front.author != "unknown" {
        draft.source = post.front.author;
    }
    draft.headline(first_of(&post.front.title, post.title));
    draft.published = date::normalise(&post.front.date)
        .or_else(|| post.milliseconds.and_then(date::from_milliseconds))
        .or_else(|| post::opening_date(post.body))
        .unwrap_or_default();
    output.begin(&draft.title);
    clean(post.body, output);
    output.finish().clone_into(&mut draft.text);
}

fn read_html(text: &str, draft: &mut Draft, output: &mut Output) {
    let metadata = page::metadata(text);
    if !metadata.url.is_empty() {
        draft.url = metadata.url;
    }
    draft.headline(&metadata.title);
    if !metadata.published.is_empty() {
        draft.published = metadata.published;
    }
    output.begin(&draft.title);
    clean(text, output);
    output.finish().clone_into(&mut draft.text);
}

fn read_markdown(text: &str, draft: &mut Draft, scratch: &mut Scratch) {
    let (front, body) = front_matter::split(text);
    let heading = markdown::to_html(body, &mut scratch.html);
    draft.url = front.url;
    draft.source = front.author;
    draft.headline(first_of(&front.title, heading.as_deref().unwrap_or("")));
    draft.published = date::normalise(&front.date).unwrap_or_default();
    scratch.output.begin(&draft.title);
    clean(&scratch.html, &mut scratch.output);
    scratch.output.finish().clone_into(&mut draft.text);
}

fn read_plain(text: &str, draft: &mut Draft) {
    let text = plain::lines(text);
    draft.title = plain::title(&text).unwrap_or_default().to_owned();
    draft.text = text.into_owned();
    draft.verbatim = true;
}
