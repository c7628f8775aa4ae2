//! JSON: one article, a JSON Feed, or an object around a list of articles.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// What a JSON document holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// One article.
    One(Map<String, Value>),
    /// A list of articles.
    Many(Vec<Value>),
    /// No article that could be found; the names of its keys.
    Unknown(Vec<String>),
}

/// Parses a JSON text. Half a surrogate pair (`\ud83d` alone, from text cut by length) becomes U+FFFD
/// instead of spoiling the whole.
///
/// # Errors
/// What is wrong with the JSON, and where.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).or_else(|error| match mend_surrogates(text) {
        Cow::Owned(mended) => serde_json::from_str(&mended).map_err(|error| format!("no valid JSON: {error}")),
        Cow::Borrowed(_) => Err(format!("no valid JSON: {error}")),
    })
}

/// Tells what a document holds; `is_article` says whether an object is an article by its keys.
pub(super) fn content(value: Value, is_article: &dyn Fn(&Map<String, Value>) -> bool) -> Content {
    match value {
        Value::Array(items) => Content::Many(items),
        Value::Object(object) => {
            if is_article(&object) && !object.get("items").is_some_and(is_list) {
                return Content::One(object);
            }
            match list(&object, is_article, 0) {
                Some(items) => Content::Many(items),
                None => match unwrap(&object, is_article) {
                    Some(inner) => Content::One(inner),
                    None => Content::Unknown(object.keys().take(30).cloned().collect()),
                },
            }
        }
        _ => Content::Unknown(Vec::new()),
    }
}

/// The article inside an object that wraps it (`{"_source": {…}}`).
pub(super) fn unwrap(object: &Map<String, Value>, is_article: &dyn Fn(&Map<String, Value>) -> bool) -> Option<Map<String, Value>> {
    object.values().find_map(|value| match value {
        Value::Object(inner) if is_article(inner) => Some(inner.clone()),
        _ => None,
    })
}

fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.first().is_some_and(Value::is_object))
}

/// The list of articles in an object, or in the objects inside it.
fn list(object: &Map<String, Value>, is_article: &dyn Fn(&Map<String, Value>) -> bool, depth: usize) -> Option<Vec<Value>> {
    let holds_articles = |value: &Value| {
        value.as_array().is_some_and(|items| {
            items.iter().filter_map(Value::as_object).any(|item| is_article(item) || unwrap(item, is_article).is_some())
        })
    };
    if let Some(items) = object.values().find(|value| holds_articles(value)) {
        return items.as_array().cloned();
    }
    if depth >= 3 {
        return None;
    }
    object.values().filter_map(Value::as_object).find_map(|inner| list(inner, is_article, depth + 1))
}

/// Replaces escapes of surrogates that have no partner.
fn mend_surrogates(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut mended = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(offset) = memchr::memchr(b'\\', bytes.get(at..).unwrap_or(&[])) {
        at += offset;
        let Some(code) = escape(bytes, at) else {
            at += 2;
            continue;
        };
        let paired = (0xd800..0xdc00).contains(&code) && escape(bytes, at + 6).is_some_and(|low| (0xdc00..0xe000).contains(&low));
        if paired {
            at += 12;
        } else if (0xd800..0xe000).contains(&code) {
            mended.push_str(text.get(from..at).unwrap_or(""));
            mended.push_str("\\ufffd");
            at += 6;
            from = at;
        } else {
            at += 6;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(mended)
}

/// The code of the escape `\uXXXX` at a position.
fn escape(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(json: &str) -> Content {
        content(parse(json).unwrap(), &|object| object.contains_key("text"))
    }

    #[test]
    fn shapes() {
        assert!(matches!(kind(r#"{"text":"x"}"#), Content::One(_)));
        assert!(matches!(kind(r#"{"version":"1","items":[{"text":"x"}]}"#), Content::Many(v) if v.len() == 1));
        assert!(matches!(kind(r#"{"a":{"b":[1],"c":[{"text":1},{"text":2}]}}"#), Content::Many(v) if v.len() == 2));
        assert!(matches!(kind(r#"{"hits":{"hits":[{"_source":{"text":1}}]}}"#), Content::Many(v) if v.len() == 1));
        assert!(matches!(kind(r#"{"_source":{"text":1}}"#), Content::One(o) if o.contains_key("text")));
        assert_eq!(kind(r#"{"x":1}"#), Content::Unknown(vec!["x".into()]));
        assert_eq!(kind("3"), Content::Unknown(Vec::new()));
    }

    #[test]
    fn lone_surrogates() {
        let value = parse(r#"{"text":"\ud83d甲\ud83d\ude00乙\\ud800\ude00"}"#).unwrap();
        assert_eq!(value["text"], "\u{fffd}甲😀乙\\ud800\u{fffd}");
        assert!(parse("{").is_err());
        assert!(parse(&"[".repeat(100_000)).is_err());
    }
}
