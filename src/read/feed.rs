//! RSS, RDF and Atom feeds: each item is an article.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::entity;

/// A feed taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Feed {
    /// Name of the feed.
    pub title: String,
    /// Home page of the feed.
    pub url: String,
    pub items: Vec<Item>,
    /// Why the feed could not be read to its end.
    pub error: Option<String>,
}

/// One item, its fields as written but for XML escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub title: String,
    pub url: String,
    pub date: String,
    /// HTML, or plain text, which is nearly the same.
    pub body: String,
    /// How full a text `body` is: a full text replaces a summary.
    fullness: u8,
}

/// Whether a text begins as a feed does.
pub(super) fn looks_like(text: &str) -> bool {
    let head = super::beginning(text.trim_start(), 2048);
    head.starts_with('<') && ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| head.contains(root))
}

/// Takes a feed apart. Entities that a document type declares are not expanded, so none can explode.
pub(super) fn parse(text: &str) -> Feed {
    let mut feed = Feed::default();
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut item: Option<Item> = None;
    loop {
        match reader.read_event() {
            Err(error) => {
                feed.error = Some(format!(
                    "the feed is not well-formed at byte {}: {error}; what comes after was not read",
                    reader.error_position()
                ));
                break;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Empty(tag)) => {
                if tag.name().as_ref() == b"link" {
                    link(&mut feed, item.as_mut(), &tag);
                }
            }
            Ok(Event::End(tag)) => {
                if matches!(tag.name().as_ref(), b"item" | b"entry") {
                    feed.items.extend(item.take());
                }
            }
            Ok(Event::Start(tag)) => {
                let name = tag.name();
                match name.as_ref() {
                    b"item" | b"entry" => {
                        feed.items.extend(item.take());
                        item = Some(Item::default());
                    }
                    b"rss" | b"channel" | b"feed" | b"rdf:RDF" => {}
                    other if wanted(other) => {
                        if other == b"link" {
                            link(&mut feed, item.as_mut(), &tag);
                        }
                        let field = other.to_vec();
                        let kind = attribute(&tag, b"type");
                        match reader.read_text(name) {
                            Ok(inner) => take(&mut feed, item.as_mut(), &field, kind.as_deref(), &inner),
                            Err(error) => {
                                feed.error = Some(format!("the feed breaks off: {error}"));
                                break;
                            }
                        }
                    }
                    _ => {}
                }
            }
            Ok(_) => {}
        }
    }
    // An item that breaks off is no article.
    if feed.error.is_none() {
        feed.items.extend(item);
    }
    feed
}

fn wanted(name: &[u8]) -> bool {
    matches!(
        name,
        b"title"
            | b"link"
            | b"description"
            | b"content:encoded"
            | b"content"
            | b"summary"
            | b"pubDate"
            | b"pubdate"
            | b"dc:date"
            | b"published"
            | b"updated"
            | b"issued"
            | b"image"
            | b"textInput"
            | b"media:group"
            | b"source"
    )
}

fn take(feed: &mut Feed, item: Option<&mut Item>, name: &[u8], kind: Option<&str>, inner: &str) {
    let Some(item) = item else {
        let field = match name {
            b"title" => &mut feed.title,
            b"link" => &mut feed.url,
            _ => return,
        };
        if field.is_empty() {
            *field = unescape(inner).trim().to_owned();
        }
        return;
    };
    let fullness = match name {
        b"content:encoded" | b"content" => 3,
        b"description" => 2,
        b"summary" => 1,
        b"title" => {
            if item.title.is_empty() {
                item.title = unescape(inner).trim().to_owned();
            }
            return;
        }
        b"link" => {
            if item.url.is_empty() {
                item.url = unescape(inner).trim().to_owned();
            }
            return;
        }
        // The time of publication goes before the time of the last change.
        b"pubDate" | b"pubdate" | b"dc:date" | b"published" | b"issued" => {
            item.date = unescape(inner).trim().to_owned();
            return;
        }
        b"updated" => {
            if item.date.is_empty() {
                item.date = unescape(inner).trim().to_owned();
            }
            return;
        }
        _ => return,
    };
    // XHTML stands in the feed as it is; everything else is escaped once.
    let body = match kind {
        Some("xhtml") => inner.to_owned(),
        _ => unescape(inner),
    };
    if fullness > item.fullness && !body.trim().is_empty() {
        item.fullness = fullness;
        item.body = body;
    }
}

/// The address in Atom's `<link href>`, where it is that of the article itself.
fn link(feed: &mut Feed, item: Option<&mut Item>, tag: &BytesStart<'_>) {
    let Some(href) = attribute(tag, b"href") else {
        return;
    };
    if !matches!(attribute(tag, b"rel").as_deref(), None | Some("alternate")) {
        return;
    }
    let field = match item {
        Some(item) => &mut item.url,
        None => &mut feed.url,
    };
    if field.is_empty() {
        *field = entity::decode_all(&href).into_owned();
    }
}

fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    tag.attributes().flatten().find(|a| a.key.as_ref() == name).map(|a| String::from_utf8_lossy(&a.value).into_owned())
}

/// The text of an element: references decoded outside CDATA sections, nothing touched inside them.
fn unescape(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        text.push_str(&entity::decode_all(before));
        let (data, tail) = after.split_once("]]>").unwrap_or((after, ""));
        text.push_str(data);
        rest = tail;
    }
    text.push_str(&entity::decode_all(rest));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss() {
        let feed = parse(
            r#"<?xml version="1.0"?><rss version="2.0"><channel><title>网</title><link>https://a.b</link>
            <image><title>图</title><link>x</link></image>
            <item><title><![CDATA[甲 & 乙]]></title><link>https://a.b/1</link><description>&lt;p&gt;短&lt;/p&gt;</description>
            <content:encoded><![CDATA[<p>全文</p>]]></content:encoded><pubDate>Fri, 28 Feb 2025 16:12:43 GMT</pubDate>
            <media:title>不</media:title></item>
            <item><title>丙</title><description>短</description></item></channel></rss>"#,
        );
        assert_eq!((feed.title.as_str(), feed.url.as_str()), ("网", "https://a.b"));
        assert_eq!(feed.items.len(), 2);
        assert_eq!(feed.items[0].title, "甲 & 乙");
        assert_eq!(feed.items[0].body, "<p>全文</p>");
        assert_eq!(feed.items[0].url, "https://a.b/1");
        assert_eq!(feed.items[0].date, "Fri, 28 Feb 2025 16:12:43 GMT");
        assert_eq!(feed.items[1].body, "短");
        assert_eq!(feed.error, None);
    }

    #[test]
    fn atom() {
        let feed = parse(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>网</title><link href="https://a.b/"/><link rel="self" href="x"/>
            <entry><title type="html">&lt;b&gt;甲&lt;/b&gt;</title><link rel="edit" href="no"/><link rel="alternate" href="https://a.b/1?x=1&amp;y=2"/>
            <updated>2021-03-02T00:00:00Z</updated><published>2021-03-01T00:00:00Z</published>
            <summary>短</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>全 &amp; 文</p></div></content></entry></feed>"#,
        );
        let item = &feed.items[0];
        assert_eq!(feed.url, "https://a.b/");
        assert_eq!(item.url, "https://a.b/1?x=1&y=2");
        assert_eq!(item.date, "2021-03-01T00:00:00Z");
        assert!(item.body.contains("<p>全 &amp; 文</p>"));
    }

    #[test]
    fn broken_and_hostile() {
        let feed = parse("<rss><channel><item><title>甲</title></item><item><title>乙");
        assert_eq!(feed.items[0].title, "甲");
        assert!(feed.error.is_some());
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>"#;
        let feed = parse(bomb);
        assert_eq!(feed.items[0].title, "&b;");
        assert!(parse("").items.is_empty());
    }
}
