//! mbox: messages one after the other, each behind a line that begins with `From ` (RFC 4155).

use std::io::{BufRead, BufReader, Read};

use crate::read::enumerate::{Flow, Opener};
use crate::read::error::Stage;
use crate::read::limits::row_for;
use crate::read::walk::Names;
use crate::read::{Format, FormatHint};

/// Whether bytes begin as an mbox does.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let Some(rest) = head.strip_prefix(b"From ") else {
        return false;
    };
    let mut lines = rest.split(|&b| b == b'\n').skip(1);
    lines.next().is_some_and(|line| {
        let name = line.split(|&b| b == b':').next().unwrap_or(line);
        name.len() < line.len() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    })
}

/// Hands out each message, numbered from 1.
pub(in crate::read) fn read(opener: &mut Opener<'_>, names: &Names, whole: &mut dyn Read) -> Flow {
    let limit = opener.options.max_entry_bytes;
    let mut reader = BufReader::with_capacity(128 << 10, whole);
    let mut message = Vec::new();
    let mut size = 0u64;
    let mut number = 0u64;
    let mut after_blank = true;
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line longer than the limit comes in pieces, which does no harm.
        let read = (&mut reader).take(limit.saturating_add(1)).read_until(b'\n', &mut line);
        let ended = match read {
            Err(error) => return opener.failed(row_for(&names.path, Stage::Container, &error)),
            Ok(read) => read == 0,
        };
        let begins = after_blank && line.starts_with(b"From ");
        if ended || begins {
            if number > 0 {
                let name = names.item(number);
                if size > limit {
                    opener.failed(
                        Stage::Limit.row(&name.path, format!("larger than {limit} bytes, the most one article may have (max_entry_bytes)")),
                    )?;
                } else {
                    let hint = FormatHint { format: Some(Format::Message), ..FormatHint::default() };
                    opener.article(&name, std::mem::take(&mut message), hint)?;
                }
            }
            if ended {
                return Flow::Continue(());
            }
            number += 1;
            message.clear();
            size = 0;
        } else {
            size += line.len() as u64;
            if size <= limit {
                message.extend_from_slice(&line);
            }
        }
        after_blank = line.trim_ascii().is_empty();
    }
}
