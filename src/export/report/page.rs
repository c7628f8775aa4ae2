//! The file itself.

use std::io::{self, Write};
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::data::ReportData;
use crate::export::xml;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");
/// In the order they are run; together they are one function, so that nothing leaks out of it.
const SCRIPTS: &[&str] = &[
    include_str!("words.js"),
    include_str!("model.js"),
    include_str!("dom.js"),
    include_str!("download.js"),
    include_str!("table.js"),
    include_str!("charts.js"),
    include_str!("overview.js"),
    include_str!("arrange.js"),
    include_str!("network.js"),
    include_str!("panel.js"),
    include_str!("main.js"),
];

/// Writes the page.
pub fn write(data: &ReportData, mut w: impl Write) -> io::Result<()> {
    let title = if data.meta.title.is_empty() { "guanxi 关系" } else { data.meta.title.as_str() };
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        w.write_all(before.as_bytes())?;
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        match name {
            "title" => w.write_all(xml::escaped(title).as_bytes())?,
            "style" => w.write_all(STYLE.as_bytes())?,
            "script" => {
                w.write_all(b"(function () {\n\"use strict\";\n")?;
                for script in SCRIPTS {
                    w.write_all(script.as_bytes())?;
                }
                w.write_all(b"})();\n")?;
            }
            "data" => json(data, &mut w)?,
            _ => {}
        }
        rest = after;
    }
    w.write_all(rest.as_bytes())?;
    w.flush()
}

/// Writes JSON that can stand inside a script element.
fn json(value: &impl Serialize, w: impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(w, InScript);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The line and the paragraph separator.
static SEPARATORS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["\u{2028}", "\u{2029}"].map(Finder::new));

/// Escapes what could end a script element or a line of JavaScript.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, w: &mut W, text: &str) -> io::Result<()> {
        let bytes = text.as_bytes();
        if memchr::memchr3(b'<', b'>', b'&', bytes).is_none() && SEPARATORS.iter().all(|s| s.find(bytes).is_none()) {
            return w.write_all(bytes);
        }
        let mut done = 0;
        for (at, &b) in bytes.iter().enumerate() {
            let (escape, length) = match b {
                b'<' => ("\\u003c", 1),
                b'>' => ("\\u003e", 1),
                b'&' => ("\\u0026", 1),
                // The first byte of the line and the paragraph separator, and of much else.
                0xe2 => match bytes.get(at + 1..at + 3) {
                    Some([0x80, 0xa8]) => ("\\u2028", 3),
                    Some([0x80, 0xa9]) => ("\\u2029", 3),
                    _ => continue,
                },
                _ => continue,
            };
            w.write_all(&bytes[done..at])?;
            w.write_all(escape.as_bytes())?;
            done = at + length;
        }
        w.write_all(&bytes[done..])
    }
}
