//! What an HTML page says of itself: headline, address, date.

use super::entity::decode_all;
use super::tag;
use crate::read::date;

/// Metadata of a page; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Metadata {
    pub title: String,
    pub url: String,
    /// Normalised.
    pub published: String,
}

/// Reads the metadata of a page or a piece of one, in one pass over its tags.
///
/// Headline: `og:title`, else the `<h1>` that makes up much of `<title>`, else the only `<h1>`, else `<title>`. Address: the canonical link, else `og:url`.
/// Date: `article:published_time` and its relatives, else JSON-LD's `datePublished`, else the first `<time datetime>`, else the first element
/// whose class or id speaks of a time and whose text holds one (`<span class="pub-time">2021年3月1日 08:00</span>`).
pub(in crate::read) fn metadata(html: &str) -> Metadata {
    let mut found = Found::default();
    let mut at = 0;
    let mut quotes = true;
    let mut comment_ends = true;
    let bytes = html.as_bytes();
    let last_bracket = memchr::memrchr(b'>', bytes).unwrap_or(0);
    while let Some(length) = memchr::memchr(b'<', bytes.get(at..).unwrap_or(&[])) {
        at += length;
        if at >= last_bracket {
            break;
        }
        if bytes.get(at..at + 4) == Some(b"<!--") {
            at += match comment_ends {
                true => memchr::memmem::find(bytes.get(at..).unwrap_or(&[]), b"-->").unwrap_or_else(|| {
                    comment_ends = false;
                    4
                }),
                false => 4,
            };
            continue;
        }
        let Some(tag) = tag::read(html, at, quotes) else {
            at += 1;
            continue;
        };
        quotes &= !tag.quotes_broken;
        at = tag.next;
        if !tag.end {
            at = found.take(html, &tag);
        }
    }
    found.metadata()
}

#[derive(Default)]
struct Found {
    og_title: String,
    h1: Vec<String>,
    title: String,
    canonical: String,
    og_url: String,
    meta_date: String,
    json_date: String,
    time: String,
    class_date: String,
    /// Elements that were looked at for a date.
    looked: u32,
    /// Whether a script was met that is never closed.
    script_open: bool,
}

impl Found {
    /// Looks at one tag and gives where to go on.
    fn take(&mut self, html: &str, tag: &tag::Tag<'_>) -> usize {
        let name = tag.name;
        if name.eq_ignore_ascii_case(b"meta") {
            self.meta(tag.attributes);
        } else if name.eq_ignore_ascii_case(b"link") {
            if self.canonical.is_empty() && tag::attribute(tag.attributes, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) {
                self.canonical = value(tag.attributes, "href");
            }
        } else if name.eq_ignore_ascii_case(b"time") {
            if self.time.is_empty() {
                self.time = date::normalise(&value(tag.attributes, "datetime")).unwrap_or_default();
            }
            if self.time.is_empty() && self.class_date.is_empty() {
                self.class_date = date::in_line(&inner_text(html, tag)).unwrap_or_default();
            }
        } else if self.class_date.is_empty()
            && ["span", "div", "p", "em", "i", "small", "b", "li"].iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes()))
        {
            self.dated(html, tag);
        } else if name.eq_ignore_ascii_case(b"title") {
            if self.title.is_empty() {
                self.title = inner_text(html, tag);
            }
        } else if name.eq_ignore_ascii_case(b"h1") {
            if self.h1.len() < 8 {
                self.h1.push(inner_text(html, tag));
            }
        } else if name.eq_ignore_ascii_case(b"script") {
            if self.script_open {
                return tag.next;
            }
            let Some((content, next)) = raw_content(html, tag) else {
                self.script_open = true;
                return tag.next;
            };
            let json = tag::attribute(tag.attributes, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
            if json
                && self.json_date.is_empty()
                && let Ok(value) = serde_json::from_str::<serde_json::Value>(content.trim())
            {
                self.json_date = date_in_json(&value, 0).unwrap_or_default();
            }
            return next;
        }
        tag.next
    }

    /// Looks for a date in an element that says of itself that it holds one.
    fn dated(&mut self, html: &str, tag: &tag::Tag<'_>) {
        if tag.attributes.is_empty() || self.looked >= 64 {
            return;
        }
        let says = ["class", "id"].iter().filter_map(|name| tag::attribute(tag.attributes, name)).any(|value| {
            let value = value.to_ascii_lowercase();
            ["time", "date", "pub"].iter().any(|word| value.contains(word))
        });
        if says {
            self.looked += 1;
            self.class_date = date::in_line(&inner_text(html, tag)).unwrap_or_default();
        }
    }

    fn meta(&mut self, attributes: &str) {
        let Some(key) = ["property", "name", "itemprop"].iter().find_map(|name| tag::attribute(attributes, name)) else {
            return;
        };
        let content = || value(attributes, "content");
        match key.to_ascii_lowercase().as_str() {
            "og:title" if self.og_title.is_empty() => self.og_title = content(),
            "og:url" if self.og_url.is_empty() => self.og_url = content(),
            "article:published_time"
            | "og:published_time"
            | "datepublished"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "date"
            | "weibo:article:create_at"
            | "publish_time"
                if self.meta_date.is_empty() =>
            {
                self.meta_date = date::normalise(&content()).unwrap_or_default();
            }
            _ => {}
        }
    }

    /// Sites put their own name in a heading of the first level, or several articles on a page; the title in
    /// the page's head tells which heading is the headline.
    fn heading(&mut self) -> String {
        self.h1.retain(|heading| !heading.is_empty());
        let length = |text: &str| text.chars().count();
        let in_title = self
            .h1
            .iter()
            .filter(|heading| self.title.contains(heading.as_str()))
            .max_by_key(|heading| length(heading))
            .filter(|heading| length(heading) * 3 >= length(&self.title));
        if let Some(heading) = in_title {
            return heading.clone();
        }
        match self.h1.as_slice() {
            [only] if !self.title.contains(only.as_str()) => only.clone(),
            [first, ..] if self.title.is_empty() => first.clone(),
            _ => std::mem::take(&mut self.title),
        }
    }

    fn metadata(mut self) -> Metadata {
        let heading = self.heading();
        let first = |options: [String; 4]| options.into_iter().find(|s| !s.is_empty()).unwrap_or_default();
        Metadata {
            title: first([self.og_title, heading, String::new(), String::new()]),
            url: first([self.canonical, self.og_url, String::new(), String::new()]),
            published: first([self.meta_date, self.json_date, self.time, self.class_date]),
        }
    }
}

/// An attribute's value, decoded and trimmed.
fn value(attributes: &str, name: &str) -> String {
    let raw = tag::attribute(attributes, name).unwrap_or("");
    decode_all(raw).trim().to_owned()
}

/// The text up to the end tag, with tags inside left out; at most a few hundred characters.
fn inner_text(html: &str, tag: &tag::Tag<'_>) -> String {
    let rest = html.get(tag.next..).unwrap_or("");
    let rest = crate::read::beginning(rest, 4096);
    let mut text = String::new();
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'<', rest.as_bytes().get(at..).unwrap_or(&[])) {
        text.push_str(rest.get(at..at + length).unwrap_or(""));
        at += length;
        match tag::read(rest, at, false) {
            Some(inner) if inner.end && inner.name.eq_ignore_ascii_case(tag.name) => break,
            Some(inner) => at = inner.next,
            None => at += 1,
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    decode_all(&words.join(" ")).chars().take(300).collect()
}

/// The content of a script and where the page goes on after it.
fn raw_content<'a>(html: &'a str, tag: &tag::Tag<'_>) -> Option<(&'a str, usize)> {
    let rest = html.get(tag.next..)?;
    let length = memchr::memmem::find(rest.as_bytes(), b"</script")?;
    Some((rest.get(..length)?, tag.next + length))
}

/// The first `datePublished` anywhere in a JSON-LD block.
fn date_in_json(value: &serde_json::Value, depth: usize) -> Option<String> {
    use serde_json::Value;
    if depth > 8 {
        return None;
    }
    match value {
        Value::Object(map) => map
            .get("datePublished")
            .and_then(Value::as_str)
            .and_then(date::normalise)
            .or_else(|| map.values().find_map(|inner| date_in_json(inner, depth + 1))),
        Value::Array(items) => items.iter().find_map(|inner| date_in_json(inner, depth + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_sources_in_order() {
        let page = r#"<html><head><title>题 - 某网</title><meta property="og:title" content="A &amp; 题">
            <link rel=canonical href="https://www.a.b/c"><meta name="pubdate" content="2021-03-01T14:44:37+08:00">
            </head><body><h1>大<b>题</b></h1><time datetime="2020-01-01">x</time></body></html>"#;
        let found = metadata(page);
        assert_eq!(found.title, "A & 题");
        assert_eq!(found.url, "https://www.a.b/c");
        assert_eq!(found.published, "2021-03-01T06:44:37Z");
        let page = r#"<title>题</title><h1> 大<b>题</b> </h1><!-- <time datetime=1999-01-01> --><time datetime="2020-01-01">x</time>
            <script type="application/ld+json">{"@graph":[{"datePublished":"2019-05-06"}]}</script>"#;
        let found = metadata(page);
        assert_eq!((found.title.as_str(), found.published.as_str()), ("大题", "2019-05-06"));
        assert_eq!(metadata("<time datetime=2020-01-01></time>").published, "2020-01-01");
        assert_eq!(metadata("<time>2020年1月2日</time>").published, "2020-01-02");
        assert_eq!(metadata("<p class=a>2019-01-01</p><span id='pub_Time'>发布于 <b>2020-01-03</b> 08:00</span>").published, "2020-01-03");
        assert_eq!(metadata("<div class=updates>无</div>").published, "");
    }

    #[test]
    fn headlines() {
        for (page, expected) in [
            ("<title>普京访华_国际_某网</title><h1>某网</h1><h1>普京访华</h1>", "普京访华"),
            ("<title>普京访问中国并会见领导人--人民网</title><h1>人民网</h1>", "普京访问中国并会见领导人--人民网"),
            ("<title>某网</title><h1>普京访华</h1>", "普京访华"),
            ("<title>普京访华</title><h1>甲</h1><h1>乙</h1>", "普京访华"),
            ("<h1>普京访华</h1>", "普京访华"),
            ("<title>普京访华</title>", "普京访华"),
            ("<h1></h1><h1>一</h1><h1>二</h1>", "一"),
        ] {
            assert_eq!(metadata(page).title, expected, "{page}");
        }
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        for piece in ["<!--", "<script ", "<script>", "<h1>", "<meta ", "<a b=\">\" "] {
            let _ = metadata(&piece.repeat(100_000));
        }
    }
}
