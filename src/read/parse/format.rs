//! Which format a text is in.

use crate::read::{Format, beginning, feed, json, post, sniff};

/// Tells the format by the shape of the text, and by the name where the shape leaves it open.
///
/// # Errors
/// What it is, where it is no article.
pub(super) fn format(text: &str, path: &str) -> Result<Format, &'static str> {
    let start = text.trim_start();
    if post::parse(start).is_some() {
        return Ok(Format::Post);
    }
    let extension = sniff::extension(path);
    let named = match extension.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
        "md" | "markdown" | "mkd" => Some(Format::Markdown),
        "txt" | "text" => Some(Format::Plain),
        "json" | "geojson" => Some(Format::Json),
        "css" => return Err("a style sheet, not an article"),
        "js" | "mjs" => return Err("a script, not an article"),
        _ => None,
    };
    if feed::looks_like(start) {
        return Ok(Format::Feed);
    }
    let head = beginning(start, 1024).to_ascii_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body"];
    if page.iter().any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") && head.contains("<html"))
        || (head.starts_with("<!--") && head.contains("<html"))
    {
        return Ok(Format::Html);
    }
    if let Some(format) = named {
        return Ok(format);
    }
    if head.starts_with("<?xml") || extension == "xml" {
        return Err("XML that is neither a feed nor a page; export it as CSV or JSON Lines first");
    }
    if head.starts_with('<') && text.contains("</") {
        return Ok(Format::Html);
    }
    if matches!(head.as_bytes().first(), Some(b'{' | b'[')) && json::parse(start).is_ok() {
        return Ok(Format::Json);
    }
    Ok(Format::Plain)
}
