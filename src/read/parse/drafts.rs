//! One article's text to a draft, a function for each format.

use std::ops::Range;

use serde_json::{Map, Value};

use super::Scratch;
use super::markup::{body, without_tags};
use crate::read::draft::Draft;
use crate::read::html::clean::clean;
use crate::read::html::output::Output;
use crate::read::html::selector::Selector;
use crate::read::html::{page, readable};
use crate::read::options::ReadOptions;
use crate::read::{beginning, date, fields, front_matter, markdown, plain, post};

fn first_of<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.is_empty() { b } else { a }
}

/// A post of a blog, with what its front matter says.
pub(super) fn read_post(text: &str, mut draft: Draft, output: &mut Output) -> Draft {
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
    draft
}

/// A page. Of a whole one, the article is looked for; a piece of one is taken as it is.
pub(super) fn read_html(text: &str, mut draft: Draft, options: &ReadOptions, scratch: &mut Scratch) -> Result<Draft, String> {
    let metadata = page::metadata(text);
    if !metadata.url.is_empty() {
        draft.url = metadata.url;
    }
    if !metadata.published.is_empty() {
        draft.published = metadata.published;
    }
    draft.headline(&metadata.title);
    let ranges = match &options.selector {
        Some(written) => selected(text, written, scratch)?,
        None if is_whole_page(text) => readable::article(text),
        None => std::iter::once(0..text.len()).collect(),
    };
    scratch.output.begin(&draft.title);
    for range in ranges {
        clean(text.get(range).unwrap_or(""), &mut scratch.output);
    }
    scratch.output.finish().clone_into(&mut draft.text);
    Ok(draft)
}

/// The parts of a page that a selector picks; the selector is kept for the next page.
fn selected(text: &str, written: &str, scratch: &mut Scratch) -> Result<Vec<Range<usize>>, String> {
    let known = scratch.selector.take().filter(|(text, _)| text == written);
    let (written, selector) = match known {
        Some(known) => known,
        None => (written.to_owned(), Selector::parse(written)?),
    };
    let ranges = readable::selected(text, &selector);
    if ranges.is_empty() {
        let message = format!("nothing on the page is picked by the selector {written}");
        scratch.selector = Some((written, selector));
        return Err(message);
    }
    scratch.selector = Some((written, selector));
    Ok(ranges)
}

fn is_whole_page(text: &str) -> bool {
    let head = beginning(text, 4096).to_ascii_lowercase();
    ["<html", "<body", "<!doctype html"].iter().any(|tag| head.contains(tag))
}

/// Longer text is taken for HTML, in bytes.
const LONGEST_MARKDOWN: usize = 8 << 20;

/// CommonMark, by way of HTML.
pub(super) fn read_markdown(text: &str, mut draft: Draft, scratch: &mut Scratch) -> Draft {
    let (front, body) = front_matter::split(text);
    // The parser's tree takes many times the text's size. Nothing so long is written in Markdown.
    let heading = match body.len() <= LONGEST_MARKDOWN {
        true => markdown::to_html(body, &mut scratch.html),
        false => {
            body.clone_into(&mut scratch.html);
            None
        }
    };
    draft.url = front.url;
    draft.source = front.author;
    draft.date(&front.date);
    draft.headline(first_of(&front.title, heading.as_deref().unwrap_or("")));
    scratch.output.begin(&draft.title);
    clean(&scratch.html, &mut scratch.output);
    scratch.output.finish().clone_into(&mut draft.text);
    draft
}

/// Text whose lines are kept as they are.
pub(super) fn read_plain(text: &str, mut draft: Draft) -> Draft {
    let text = plain::lines(text);
    draft.title = plain::title(&text).unwrap_or_default().to_owned();
    draft.text = text.into_owned();
    draft.verbatim = true;
    draft
}

/// An object with the fields of an article.
pub(super) fn read_fields(object: &Map<String, Value>, options: &ReadOptions, output: &mut Output) -> Draft {
    let fields = fields::pick(object, options);
    let mut draft = Draft { url: fields.url.trim().to_owned(), source: fields.source.trim().to_owned(), ..Draft::default() };
    draft.date(&fields.date);
    draft.headline(&without_tags(&fields.title, output));
    output.begin(&draft.title);
    body(&fields.text, output);
    output.finish().clone_into(&mut draft.text);
    draft
}
