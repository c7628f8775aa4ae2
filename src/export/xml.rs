//! Text in XML.

/// Bytes that what has to be escaped begins with.
static ASKS: [bool; 256] = {
    let mut asks = [false; 256];
    let mut b = 0;
    while b < 256 {
        asks[b] = matches!(b as u8, b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=0x1f | 0xef);
        b += 1;
    }
    asks
};

/// Appends `text` so that it can stand in an attribute or between tags.
///
/// Markup and the white space an attribute would lose are escaped; characters XML 1.0 forbids even as
/// references (controls, U+FFFE, U+FFFF) are left out.
pub fn escape(out: &mut String, text: &str) {
    // U+FFFE and U+FFFF begin with EF in UTF-8, as full-width characters do: those are looked at one by one.
    if !text.bytes().any(|b| ASKS.get(usize::from(b)) == Some(&true)) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

/// As [`escape`], into a string of its own.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;

    #[test]
    fn markup_and_controls() {
        assert_eq!(escaped("a<b>&\"'\u{0}\u{b}\n\u{fffe}"), "a&lt;b&gt;&amp;&quot;&apos;&#10;");
    }

    proptest! {
        #[test]
        fn a_reader_gives_it_back(text in any::<String>()) {
            let document = format!("<a v=\"{}\"/>", escaped(&text));
            let mut reader = quick_xml::Reader::from_str(&document);
            let Ok(Event::Empty(tag)) = reader.read_event() else {
                return Err(TestCaseError::fail("no tag"));
            };
            let value = tag.try_get_attribute("v").ok().flatten().and_then(|a| {
                a.unescape_value().ok().map(|v| v.into_owned())
            });
            let kept: String = text
                .chars()
                .filter(|c| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
                .collect();
            prop_assert_eq!(value, Some(kept));
        }
    }
}
