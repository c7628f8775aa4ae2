//! CSV and TSV with a header: each row is a record.

use std::io::{BufReader, Read};

use crate::read::enumerate::{Flow, Opener};
use crate::read::error::Stage;
use crate::read::fields;
use crate::read::limits::{Allowance, row_for};
use crate::read::walk::Names;
use crate::read::{Format, FormatHint};

/// Hands out each row, numbered from 1 after the header, as a JSON object of its columns.
pub(in crate::read) fn read(opener: &mut Opener<'_>, names: &Names, head: &[u8], whole: &mut dyn Read, delimiter: u8) -> Flow {
    let limit = opener.options.max_entry_bytes;
    let buffered = BufReader::with_capacity(128 << 10, super::utf8(head, whole));
    let (limited, allowance) = Allowance::new(buffered, "a row of the table");
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(limited);
    // The library reads ahead by its own buffer, so a row may be that much longer.
    allowance.set(limit);
    let columns: Vec<String> = match reader.byte_headers() {
        Ok(header) => header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        Err(error) => return opener.failed(failure(&names.path, error)),
    };
    if columns.iter().all(String::is_empty) {
        return opener.failed(Stage::Empty.row(&names.path, "no text in the table"));
    }
    if let Err(message) = fields::check_columns(&columns, opener.options) {
        return opener.failed(Stage::Decode.row(&names.path, message));
    }
    let mut record = csv::ByteRecord::new();
    let mut number = 0u64;
    loop {
        allowance.set(limit);
        match reader.read_byte_record(&mut record) {
            Ok(false) => return Flow::Continue(()),
            Ok(true) => {}
            Err(error) => return opener.failed(failure(&names.item(number + 1).path, error)),
        }
        number += 1;
        let row: serde_json::Map<String, serde_json::Value> = columns
            .iter()
            .zip(&record)
            .map(|(column, value)| (column.clone(), String::from_utf8_lossy(value).into_owned().into()))
            .collect();
        let hint = FormatHint { format: Some(Format::Record), ..FormatHint::default() };
        let bytes = serde_json::Value::Object(row).to_string().into_bytes();
        opener.article(&names.item(number), bytes, hint)?;
    }
}

fn failure(path: &str, error: csv::Error) -> crate::record::ErrorRow {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => row_for(path, Stage::Container, &error),
        other => Stage::Container.row(path, format!("{other:?}")),
    }
}

/// The byte between the fields of the first line: the commonest of comma, semicolon and tab.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
    let count = |delimiter: u8| line.iter().filter(|&&b| b == delimiter).count();
    // The last of equals wins, so the comma goes last.
    [b'\t', b';', b','].into_iter().max_by_key(|&d| count(d)).unwrap_or(b',')
}

/// The delimiter of what has no extension, if its first line is a header with a text column.
pub(super) fn looks_like(head: &[u8]) -> Option<u8> {
    let delimiter = delimiter(head);
    let line = head.split(|&b| b == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let columns: Vec<String> = line.split(char::from(delimiter)).map(|name| name.trim().trim_matches('"').to_owned()).collect();
    (columns.len() > 1 && fields::has_text(&columns)).then_some(delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        assert_eq!(delimiter(b"a,b;c,d\n"), b',');
        assert_eq!(delimiter(b"a;b;c\n,,,,"), b';');
        assert_eq!(delimiter(b"a\tb"), b'\t');
        assert_eq!(delimiter(b""), b',');
        assert_eq!(looks_like("标题,正文\n".as_bytes()), Some(b','));
        assert_eq!(looks_like("标题,作者\n".as_bytes()), None);
    }
}
