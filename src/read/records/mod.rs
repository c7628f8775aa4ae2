//! Files of many records, handed out one record at a time so that their size doesn't matter.

pub(super) mod json_array;
pub(super) mod json_lines;
pub(super) mod mbox;
pub(super) mod table;
pub(super) mod warc;

use std::io::Read;

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::decode;

/// The kinds of such files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Records {
    /// One JSON value a line.
    JsonLines,
    /// One JSON array around all.
    JsonArray,
    /// CSV with this byte between fields.
    Table(u8),
    /// Web captures with their headers (ISO 28500).
    Warc,
    /// Messages.
    Mbox,
}

/// The file as UTF-8, whatever character set its first bytes `head` tell; without a byte-order mark.
fn utf8<R: Read>(head: &[u8], whole: R) -> DecodeReaderBytes<R, Vec<u8>> {
    DecodeReaderBytesBuilder::new().encoding(Some(decode::guess(head))).bom_override(true).strip_bom(true).build(whole)
}

/// Tells a file of records by its first bytes and its extension.
pub(super) fn sniff(head: &[u8], extension: &str) -> Option<Records> {
    if head.starts_with(b"WARC/") {
        return Some(Records::Warc);
    }
    if matches!(extension, "mbox" | "mbx" | "") && mbox::looks_like(head) {
        return Some(Records::Mbox);
    }
    match extension {
        "jsonl" | "ndjson" | "jl" => return Some(Records::JsonLines),
        "tsv" | "tab" => return Some(Records::Table(b'\t')),
        "csv" => return Some(Records::Table(table::delimiter(head))),
        // These are what they say, whatever they begin with.
        "md" | "markdown" | "txt" | "html" | "htm" | "xml" => return None,
        _ => {}
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match text.first()? {
        b'[' => {
            let inner = text.get(1..)?.trim_ascii_start();
            matches!(inner.first(), Some(b'{')).then_some(Records::JsonArray)
        }
        // Without a name to go by, one endless line is more likely the first of many than a document.
        b'{' if extension.is_empty() && memchr::memchr(b'\n', text).is_none() && head.len() > 60 << 10 => Some(Records::JsonLines),
        b'{' => json_lines::looks_like(text).then_some(Records::JsonLines),
        _ if extension.is_empty() => table::looks_like(text).map(Records::Table),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_shape() {
        assert_eq!(sniff(b"WARC/1.0\r\n", "x"), Some(Records::Warc));
        assert_eq!(sniff(b" [\n {\"a\":1}", ""), Some(Records::JsonArray));
        assert_eq!(sniff(b"[a](b)", ""), None);
        assert_eq!(sniff(b"{\"a\":1}\n{\"a\":2}\n", "json"), Some(Records::JsonLines));
        assert_eq!(sniff(b"{\"a\":1}\n", "json"), None);
        assert_eq!(sniff(b"{\n\"a\":1}\n", "json"), None);
        assert_eq!(sniff("标题,正文\n甲,乙\n".as_bytes(), ""), Some(Records::Table(b',')));
        assert_eq!(sniff("标题；正文\n甲，乙\n".as_bytes(), ""), None);
        assert_eq!(sniff(b"{\"a\":1}\n{\"a\":2}\n", "txt"), None);
        assert_eq!(sniff(b"", "csv"), Some(Records::Table(b',')));
    }
}
