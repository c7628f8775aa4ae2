//! The form of archived feeds: optional front matter, an HTML comment with milliseconds since 1970,
//! a Markdown link with headline and address, a rule, then the article in HTML.

use super::front_matter::{self, FrontMatter};

/// A post taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Post<'a> {
    pub front: FrontMatter,
    /// Milliseconds since 1970 in the comment.
    pub milliseconds: Option<i64>,
    /// Headline of the link.
    pub title: &'a str,
    /// Address of the link.
    pub url: &'a str,
    /// The article, in HTML.
    pub body: &'a str,
}

/// Takes a post apart, or gives `None` when the text has another form.
pub(super) fn parse(text: &str) -> Option<Post<'_>> {
    let text = text.trim_start();
    if !text.starts_with("---") && !text.starts_with("<!--") && !text.starts_with('[') {
        return None;
    }
    let (front, rest) = front_matter::split(text);
    let mut rest = rest.trim_start();
    let mut milliseconds = None;
    if let Some((comment, tail)) = rest.strip_prefix("<!--").and_then(|r| r.split_once("-->")) {
        milliseconds = Some(comment.trim().parse().ok()?);
        rest = tail.trim_start();
    }
    let (line, tail) = rest.split_once('\n').unwrap_or((rest, ""));
    let (title, url) = line.trim_end().strip_prefix('[')?.strip_suffix(')')?.rsplit_once("](")?;
    let (rule, body) = tail.split_once('\n').unwrap_or((tail, ""));
    let rule = rule.trim_end();
    if rule.len() < 3 || !(rule.bytes().all(|b| b == b'-') || rule.bytes().all(|b| b == b'=')) {
        return None;
    }
    // Markdown can begin with a linked heading too.
    if !body.trim().is_empty() && !body.contains('<') {
        return None;
    }
    Some(Post { front, milliseconds, title, url, body })
}

/// The time in the line that opens many bodies, `<i>2020-07-28T01:27:05Z</i>`.
pub(super) fn opening_date(body: &str) -> Option<String> {
    let head = super::beginning(body, 400);
    let (_, rest) = head.split_once("<i>")?;
    let (date, _) = rest.split_once("</i>")?;
    super::date::normalise(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_front_matter() {
        let plain = "<!--1740760743000-->\n[标题 [影](x)](https://a.b/c)\n------\n\n<div><i>Fri, 28 Feb 2025 16:12:43 GMT</i></div>正文";
        let post = parse(plain).unwrap();
        assert_eq!(post.title, "标题 [影](x)");
        assert_eq!(post.url, "https://a.b/c");
        assert_eq!(post.milliseconds, Some(1_740_760_743_000));
        assert_eq!(opening_date(post.body).as_deref(), Some("2025-02-28T16:12:43Z"));
        let fronted = format!("---\ntitle: \"甲\"\n---\n{plain}");
        assert_eq!(parse(&fronted).unwrap().front.title, "甲");
    }

    #[test]
    fn other_forms() {
        for text in [
            "",
            "正文",
            "---\ntitle: 甲\n---\n# 正文",
            "[甲](b)\n正文",
            "<!-- 注 -->\n[甲](b)\n----\n",
            "---\n---\n---",
            "[甲](b)\n----\n\n**正文**",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
