//! JSON Lines: one record a line.

use std::io::{self, BufRead, BufReader, Read};

use crate::read::enumerate::{Flow, Opener};
use crate::read::error::Stage;
use crate::read::limits::row_for;
use crate::read::walk::Names;
use crate::read::{Format, FormatHint};

/// Hands out each line that isn't blank, numbered by its place in the file.
pub(in crate::read) fn read(opener: &mut Opener<'_>, names: &Names, head: &[u8], whole: &mut dyn Read) -> Flow {
    let limit = opener.options.max_entry_bytes;
    let mut reader = BufReader::with_capacity(128 << 10, super::utf8(head, whole));
    let mut number = 0u64;
    loop {
        number += 1;
        let mut line = Vec::new();
        let read = (&mut reader).take(limit.saturating_add(1)).read_until(b'\n', &mut line);
        match read {
            Err(error) => return opener.failed(row_for(&names.path, Stage::Container, &error)),
            Ok(0) => return Flow::Continue(()),
            Ok(_) => {}
        }
        let name = names.item(number);
        if line.len() as u64 > limit && line.last() != Some(&b'\n') {
            opener.failed(
                Stage::Limit.row(&name.path, format!("a line longer than {limit} bytes, the most one article may have (max_entry_bytes)")),
            )?;
            if let Err(error) = skip_line(&mut reader) {
                return opener.failed(row_for(&names.path, Stage::Container, &error));
            }
            continue;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let hint = FormatHint { format: Some(Format::Record), ..FormatHint::default() };
        opener.article(&name, line, hint)?;
    }
}

/// Reads on to the end of the line, holding none of it.
fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match memchr::memchr(b'\n', buffer) {
            Some(at) => {
                reader.consume(at + 1);
                return Ok(());
            }
            None => {
                let length = buffer.len();
                reader.consume(length);
            }
        }
    }
}

/// Whether the first line is a JSON object by itself and the second begins one.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'\n', head) else {
        return false;
    };
    let (first, rest) = head.split_at(end);
    rest.trim_ascii_start().first() == Some(&b'{') && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}
