//! The block of `key: value` lines between two rules at the head of a Jekyll or Hugo post.

/// What a post says of itself; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub title: String,
    /// As written; see [`super::date`].
    pub date: String,
    pub author: String,
    pub url: String,
}

/// Splits the front matter from the text after it. Text without front matter comes back whole.
///
/// This is the part of YAML that posts use: one key and one scalar a line, plain or in quotes. Quotes inside
/// quotes, which many generators forget to escape, are kept.
pub(super) fn split(text: &str) -> (FrontMatter, &str) {
    let mut front = FrontMatter::default();
    let Some(mut rest) = rule(text) else {
        return (front, text);
    };
    while !rest.is_empty() {
        if let Some(body) = rule(rest) {
            return (front, body);
        }
        let (line, tail) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = tail;
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let field = match key.trim().to_ascii_lowercase().as_str() {
            "title" => &mut front.title,
            "date" | "published" | "pubdate" => &mut front.date,
            "author" | "source" | "publisher" => &mut front.author,
            "from" | "url" | "link" | "canonical_url" | "source_url" => &mut front.url,
            _ => continue,
        };
        if field.is_empty() {
            *field = scalar(value);
        }
    }
    // No second rule: then the first was none either.
    (FrontMatter::default(), text)
}

/// What follows a line of three hyphens.
fn rule(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---")?;
    let (line, tail) = rest.split_once('\n').unwrap_or((rest, ""));
    line.trim().is_empty().then_some(tail)
}

fn scalar(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote)) {
            let inner = inner.trim();
            return match quote {
                '"' if inner.contains('\\') => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
                '\'' => inner.replace("''", "'"),
                _ => inner.to_owned(),
            };
        }
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let (front, body) = split(
            "---\nlayout: post\ntitle: \" 他说\"好\" \"\ndate: 2020-11-01T15:50:00.003Z\nauthor: 法广\nfrom: https://a.b/c\ntags: [ x ]\n---\n正文\n",
        );
        assert_eq!(front.title, "他说\"好\"");
        assert_eq!(front.date, "2020-11-01T15:50:00.003Z");
        assert_eq!(front.author, "法广");
        assert_eq!(front.url, "https://a.b/c");
        assert_eq!(body, "正文\n");
    }

    #[test]
    fn none() {
        for text in ["正文\n---\n", "---\ntitle: 没完\n", "", "---", "----\na: b\n----\n"] {
            let (front, body) = split(text);
            assert_eq!((front, body), (FrontMatter::default(), text));
        }
    }
}
