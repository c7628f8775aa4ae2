//! Texts of which it isn't said whether they are HTML.

use crate::read::html::clean::clean;
use crate::read::html::entity;
use crate::read::html::output::Output;

/// A text of which it isn't said whether it is HTML: it is when it has tags that HTML has.
pub(super) fn body(text: &str, output: &mut Output) {
    if is_markup(text) {
        clean(text, output);
    } else {
        output.lines(&entity::decode_all(text));
    }
}

/// Whether the text has a tag that HTML has.
fn is_markup(text: &str) -> bool {
    const TAGS: &[&str] = &[
        "p",
        "br",
        "div",
        "span",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "table",
        "td",
        "tr",
        "font",
        "blockquote",
        "figure",
        "section",
        "article",
        "html",
        "body",
        "hr",
        "small",
        "center",
        "u",
        "sub",
        "sup",
    ];
    let Some(last_bracket) = text.rfind('>') else {
        return false;
    };
    // What stands after the last `>` is no tag.
    let mut rest = text.get(..=last_bracket).unwrap_or("");
    while let Some((_, after)) = rest.split_once('<') {
        let name = after.strip_prefix('/').unwrap_or(after);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let known = name.get(..length).is_some_and(|name| TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)));
        let bounded = name.as_bytes().get(length).is_some_and(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace());
        if known && bounded {
            return true;
        }
        rest = after;
    }
    false
}

/// A headline without the tags that some feeds put into it.
pub(super) fn without_tags(title: &str, output: &mut Output) -> String {
    if !is_markup(title) {
        return title.to_owned();
    }
    output.begin("");
    clean(title, output);
    output.finish().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_or_not() {
        assert!(is_markup("甲<br>乙") && is_markup("<P class=x>") && is_markup("x</a>"));
        assert!(!is_markup("a<b and c") && !is_markup("《甲》<乙>") && !is_markup("<b") && !is_markup("1 < 2 > 0"));
    }
}
