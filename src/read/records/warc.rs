//! WARC, the format of web archives (ISO 28500): each captured page is a record.

use std::io::{self, BufRead, BufReader, Read};

use crate::read::container::Seen;
use crate::read::enumerate::{Flow, Opener};
use crate::read::error::Stage;
use crate::read::limits::row_for;
use crate::read::walk::Names;
use crate::read::{Format, FormatHint, feed};

/// What the headers of one record may take, in bytes.
const HEADERS: usize = 256 << 10;

/// Hands out the pages and feeds among the captures: `response` and `resource` records, and the plain text of
/// `conversion` records. Pictures, scripts, redirects and error pages are passed over in silence: a
/// web archive is full of them.
pub(in crate::read) fn read(opener: &mut Opener<'_>, names: &Names, whole: &mut dyn Read) -> Flow {
    let limit = opener.options.max_entry_bytes;
    let mut reader = BufReader::with_capacity(128 << 10, whole);
    let mut seen = Seen::default();
    loop {
        let header = match header(&mut reader) {
            Ok(Some(header)) => header,
            Ok(None) => return Flow::Continue(()),
            Err(error) => return opener.failed(row_for(&names.path, Stage::Container, &error)),
        };
        let kind = header.get("warc-type").unwrap_or("");
        let uri = header.get("warc-target-uri").unwrap_or("").trim_matches(['<', '>']);
        let Some(length) = header.get("content-length").and_then(|l| l.trim().parse::<u64>().ok()) else {
            return opener.failed(Stage::Container.row(&names.path, "a record without its length; the rest was not read"));
        };
        let wanted = matches!(kind, "response" | "resource" | "conversion") && !uri.starts_with("dns:");
        let mut body = (&mut reader).take(length);
        if !wanted || length > limit {
            if wanted {
                let inner = names.inside(&seen.unique(shown(uri)));
                opener.failed(
                    Stage::Limit.row(&inner.path, format!("larger than {limit} bytes, the most one article may have (max_entry_bytes)")),
                )?;
            }
            match io::copy(&mut body, &mut io::sink()) {
                Ok(skipped) if skipped == length => continue,
                Ok(_) => return opener.failed(Stage::Container.row(&names.path, CUT_OFF)),
                Err(error) => return opener.failed(row_for(&names.path, Stage::Container, &error)),
            }
        }
        let mut bytes = Vec::new();
        match body.read_to_end(&mut bytes) {
            Ok(read) if read as u64 == length => {}
            Ok(_) => return opener.failed(Stage::Container.row(&names.path, CUT_OFF)),
            Err(error) => return opener.failed(row_for(&names.path, Stage::Container, &error)),
        }
        let content_type = header.get("content-type").unwrap_or("");
        let capture = if kind == "response" && !content_type.starts_with("text/") {
            match http(bytes, limit) {
                Ok(capture) => capture,
                Err(message) => {
                    let inner = names.inside(&seen.unique(shown(uri)));
                    opener.failed(Stage::Decode.row(&inner.path, message))?;
                    continue;
                }
            }
        } else {
            Some(Capture { content_type: content_type.to_owned(), body: bytes })
        };
        let Some(capture) = capture else { continue };
        let Some(format) = format(&capture) else {
            continue;
        };
        let inner = names.inside(&seen.unique(shown(uri)));
        let hint = FormatHint {
            format,
            charset: charset(&capture.content_type),
            url: uri.contains("://").then(|| uri.to_owned()),
            published: None,
        };
        opener.article(&inner, capture.body, hint)?;
    }
}

const CUT_OFF: &str = "damaged or cut off: a record is shorter than it says";

/// An address made harmless to show.
fn shown(uri: &str) -> String {
    if uri.is_empty() {
        return "unnamed".to_owned();
    }
    uri.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The lines `Name: value` before a body, names in lower case.
#[derive(Debug, Default)]
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn push(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

/// The headers of the next record, or `None` at the end of the file.
fn header(reader: &mut impl BufRead) -> io::Result<Option<Header>> {
    let mut header = Header::default();
    let mut begun = false;
    let mut total = 0;
    loop {
        let mut line = Vec::new();
        let read = reader.by_ref().take(HEADERS as u64).read_until(b'\n', &mut line)?;
        total += read;
        if read == 0 {
            return match begun {
                true => Err(io::ErrorKind::UnexpectedEof.into()),
                false => Ok(None),
            };
        }
        if total > HEADERS {
            return Err(io::Error::other("the headers of a record are too long"));
        }
        let line = line.trim_ascii();
        if !begun {
            // Blank lines part the records.
            if line.is_empty() {
                continue;
            }
            if !line.starts_with(b"WARC/") {
                return Err(io::Error::other("a record doesn't begin where the one before says; the rest was not read"));
            }
            begun = true;
        } else if line.is_empty() {
            return Ok(Some(header));
        } else {
            header.push(&String::from_utf8_lossy(line));
        }
    }
}

/// What a server answered.
#[derive(Debug, PartialEq, Eq)]
struct Capture {
    content_type: String,
    body: Vec<u8>,
}

/// The answer inside a `response` record, unpacked; `None` where it is no page at all (a redirect, an error).
fn http(mut bytes: Vec<u8>, limit: u64) -> Result<Option<Capture>, String> {
    let Some(end) =
        memchr::memmem::find(&bytes, b"\r\n\r\n").map(|at| at + 4).or_else(|| memchr::memmem::find(&bytes, b"\n\n").map(|at| at + 2))
    else {
        return Ok(None);
    };
    let body = bytes.split_off(end);
    let head = String::from_utf8_lossy(&bytes);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or("");
    if status != "200" {
        return Ok(None);
    }
    let mut header = Header::default();
    lines.for_each(|line| header.push(line));
    let content_type = header.get("content-type").unwrap_or("").to_owned();
    let chunked = header.get("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    // Many tools store the body joined but leave the header as it was.
    let body = match chunked.then(|| unchunk(&body)).flatten() {
        Some(joined) => joined,
        None => body,
    };
    let mut unpacked = Vec::new();
    let encoding = header.get("content-encoding").unwrap_or("").to_ascii_lowercase();
    let result = match encoding.as_str() {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            flate2::read::MultiGzDecoder::new(&body[..]).take(limit.saturating_add(1)).read_to_end(&mut unpacked)
        }
        "deflate" => flate2::read::ZlibDecoder::new(&body[..]).take(limit.saturating_add(1)).read_to_end(&mut unpacked),
        "br" => {
            return Err("the page is compressed with Brotli, which is not read; convert the archive first".to_owned());
        }
        _ => {
            return Ok(Some(Capture { content_type, body }));
        }
    };
    match result {
        Ok(size) if size as u64 > limit => {
            Err(format!("unpacks to more than {limit} bytes, the most one article may have (max_entry_bytes)"))
        }
        Ok(_) => Ok(Some(Capture { content_type, body: unpacked })),
        Err(error) => Err(format!("its compression is damaged: {error}")),
    }
}

/// Joins the chunks of a body; `None` when it isn't chunked after all.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

/// The format of a capture by its content type: `None` if it is no article, `Some(None)` if its content tells.
fn format(capture: &Capture) -> Option<Option<Format>> {
    let kind = capture.content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Some(Some(Format::Html)),
        "text/plain" => Some(Some(Format::Plain)),
        "text/markdown" => Some(Some(Format::Markdown)),
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "text/xml" | "application/xml" => {
            let head = String::from_utf8_lossy(capture.body.get(..2048).unwrap_or(&capture.body));
            feed::looks_like(&head).then_some(Some(Format::Feed))
        }
        _ => None,
    }
}

/// The character set in a content type, `text/html; charset=gb2312`.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, label) = lower.split_once("charset=")?;
    let label = label.split([';', ' ', ',']).next()?.trim_matches(['"', '\'']);
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"GBK\"\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        let capture = http(answer.to_vec(), 100).unwrap().unwrap();
        assert_eq!(capture.body, b"abcde");
        assert_eq!(charset(&capture.content_type).as_deref(), Some("gbk"));
        assert_eq!(format(&capture), Some(Some(Format::Html)));
        assert_eq!(http(b"HTTP/1.1 301 Moved\r\n\r\n".to_vec(), 100), Ok(None));
        assert_eq!(http(b"no header".to_vec(), 100), Ok(None));
        let kept = b"HTTP/1.1 200 OK\nContent-Type: image/png\nTransfer-Encoding: chunked\n\nnot chunked".to_vec();
        let capture = http(kept, 100).unwrap().unwrap();
        assert_eq!(capture.body, b"not chunked");
        assert_eq!(format(&capture), None);
    }
}
