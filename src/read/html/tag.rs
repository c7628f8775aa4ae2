//! One tag: where it ends, what it is called, what its attributes say.

use memchr::{memchr, memchr3};

/// What a tag means for the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text flows through it.
    Inline,
    /// Begins and ends a paragraph.
    Block,
    /// A cell: set off from its neighbour by a space.
    Cell,
    /// A link.
    Anchor,
    /// Lines inside are paragraphs.
    Preformatted,
    /// Everything inside is code, up to its own end tag and no other.
    Raw,
    /// Everything inside is no part of the article.
    Dropped,
}

/// What the element of this name, in lower case, means.
pub(super) fn kind(name: &[u8]) -> Kind {
    match name {
        b"a" => Kind::Anchor,
        b"p" | b"div" | b"br" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"tr" | b"ul" | b"ol" | b"dl" | b"dt" | b"dd"
        | b"figure" | b"figcaption" | b"blockquote" | b"hr" | b"table" | b"tbody" | b"thead" | b"tfoot" | b"caption" | b"section"
        | b"article" | b"main" | b"header" | b"footer" | b"aside" | b"address" | b"center" | b"details" | b"summary" | b"fieldset"
        | b"legend" | b"body" | b"html" | b"head" | b"form" | b"nav" | b"time" | b"hgroup" | b"img" | b"picture" | b"dialog" => Kind::Block,
        b"td" | b"th" => Kind::Cell,
        b"pre" => Kind::Preformatted,
        b"script" | b"style" | b"xmp" | b"title" => Kind::Raw,
        b"noscript" | b"template" | b"iframe" | b"svg" | b"button" | b"select" | b"textarea" | b"object" | b"canvas" | b"audio"
        | b"video" | b"math" | b"map" | b"noframes" | b"noembed" | b"applet" | b"datalist" | b"rt" | b"rp" => Kind::Dropped,
        _ => Kind::Inline,
    }
}

/// A tag found in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name as written.
    pub name: &'a [u8],
    /// Everything between the name and the closing bracket.
    pub attributes: &'a str,
    /// Whether it is an end tag.
    pub end: bool,
    /// Whether it closes itself (`<br/>`).
    pub closed: bool,
    /// Where the text goes on.
    pub next: usize,
    /// Whether the quotes in the tag, taken at their word, never end it.
    pub quotes_broken: bool,
}

/// Reads the tag at `at`, where `html` has a `<`. `None` when it is no tag but a mere sign.
///
/// Quoted attribute values may hold `>`; a quote that is never closed doesn't swallow the page. With `quotes`
/// false, the first `>` ends the tag, whatever stands around it: a caller that once met a tag with
/// `quotes_broken` reads on so, or a hostile page would be read to its end for each of its tags.
pub(super) fn read(html: &str, at: usize, quotes: bool) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    let end = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(end);
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let length = bytes.get(start..)?.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_')))?;
    let name = bytes.get(start..start + length)?;
    let quoted = match quotes {
        true => closing_bracket(bytes, start + length),
        false => None,
    };
    let close = match quoted {
        Some(close) => close,
        None => start + length + memchr(b'>', bytes.get(start + length..)?)?,
    };
    let closed = bytes.get(close - 1) == Some(&b'/');
    Some(Tag {
        name,
        attributes: html.get(start + length..close - usize::from(closed && close > start + length))?,
        end,
        closed,
        next: close + 1,
        quotes_broken: quotes && quoted.is_none(),
    })
}

fn closing_bracket(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        let quote = *bytes.get(found)?;
        if quote == b'>' {
            return Some(found);
        }
        let before = bytes.get(from..found)?.trim_ascii_end();
        at = found + 1;
        if before.last() == Some(&b'=')
            && let Some(length) = memchr(quote, bytes.get(at..)?)
        {
            let after = at + length + 1;
            // A quote left open closes at the next tag's first quote: then a new tag stands in between.
            let value = bytes.get(at..at + length)?;
            if !looks_like_markup(value) {
                at = after;
            }
        }
    }
}

/// Whether what should be an attribute's value runs over the end of its tag into another one that has attributes.
fn looks_like_markup(value: &[u8]) -> bool {
    value.last() == Some(&b'=') && memchr(b'>', value).is_some_and(|gt| memchr(b'<', value.get(gt..).unwrap_or(&[])).is_some())
}

/// The value of an attribute, undecoded, without its quotes.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '=' || c == '/' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        // A stray equals sign is a name of its own, so that the loop always gets on.
        let (key, tail) = rest.split_at_checked(end.max(1))?;
        let tail = tail.trim_start();
        let (value, tail) = match tail.strip_prefix('=') {
            None => ("", tail),
            Some(tail) => {
                let tail = tail.trim_start();
                match tail.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let tail = tail.get(1..)?;
                        tail.split_once(quote).unwrap_or((tail, ""))
                    }
                    _ => tail.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tail, "")),
                }
            }
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let tag = read("<P class='a>b' id=x>text", 0, true).unwrap();
        assert_eq!(tag.name, b"P");
        assert_eq!(attribute(tag.attributes, "CLASS"), Some("a>b"));
        assert_eq!(attribute(tag.attributes, "id"), Some("x"));
        assert_eq!(attribute(tag.attributes, "none"), None);
        assert_eq!(tag.next, 20);
        let tag = read("</div >", 0, true).unwrap();
        assert!(tag.end && tag.name == b"div");
        assert!(read("<br/>", 0, true).unwrap().closed);
        assert!(read("< 5 and > 3", 0, true).is_none());
        assert!(read("<p", 0, true).is_none());
        assert!(read("<", 0, true).is_none());
    }

    #[test]
    fn open_quotes_do_not_swallow_the_page() {
        let html = "<a href=\"x>text</a> and <b class=\"y\">more</b>";
        assert_eq!(read(html, 0, true).unwrap().next, html.find('>').unwrap() + 1);
        let html = "<a href=\"x>text";
        assert_eq!(read(html, 0, true).unwrap().next, 11);
        let html = "<a title=it's>text 'quoted'";
        assert_eq!(read(html, 0, true).unwrap().next, 14);
    }

    #[test]
    fn attributes_of_any_shape() {
        for written in ["=", "= =", "a=", "a='", "a=\"b", "///", "中=文 é", "a = b", "\u{a0}=x"] {
            let _ = attribute(written, "zz");
        }
        assert_eq!(attribute(" a = b ", "a"), Some("b"));
        assert_eq!(attribute("hidden", "hidden"), Some(""));
    }
}
