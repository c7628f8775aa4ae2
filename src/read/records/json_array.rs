//! A JSON array of records, split without holding more than one.

use std::io::{self, BufRead, BufReader, Read};

use crate::read::enumerate::{Flow, Opener};
use crate::read::error::Stage;
use crate::read::limits::row_for;
use crate::read::walk::Names;
use crate::read::{Format, FormatHint};

/// Hands out each element of the array, numbered from 1.
pub(in crate::read) fn read(opener: &mut Opener<'_>, names: &Names, head: &[u8], whole: &mut dyn Read) -> Flow {
    let limit = opener.options.max_entry_bytes;
    let mut reader = BufReader::with_capacity(128 << 10, super::utf8(head, whole));
    let mut splitter = Splitter::new(limit);
    let mut number = 0u64;
    loop {
        let next = match splitter.next(&mut reader) {
            Ok(next) => next,
            Err(error) => return opener.failed(row_for(&names.path, Stage::Container, &error)),
        };
        number += 1;
        let name = names.item(number);
        match next {
            Piece::End => return Flow::Continue(()),
            Piece::CutOff => {
                return opener.failed(Stage::Container.row(&names.path, "damaged or cut off: the array doesn't end"));
            }
            Piece::TooLarge => opener.failed(
                Stage::Limit
                    .row(&name.path, format!("a record larger than {limit} bytes, the most one article may have (max_entry_bytes)")),
            )?,
            Piece::Element(bytes) => {
                let hint = FormatHint { format: Some(Format::Record), ..FormatHint::default() };
                opener.article(&name, bytes, hint)?;
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Element(Vec<u8>),
    TooLarge,
    CutOff,
    End,
}

struct Splitter {
    limit: u64,
    /// Whether the opening bracket has been passed.
    inside: bool,
    /// Whether the closing one has.
    ended: bool,
}

impl Splitter {
    fn new(limit: u64) -> Self {
        Splitter { limit, inside: false, ended: false }
    }

    /// The next element. What is wrong inside one is left for its own parsing to find.
    fn next(&mut self, reader: &mut impl BufRead) -> io::Result<Piece> {
        if self.ended {
            return Ok(Piece::End);
        }
        let mut element = Vec::new();
        let mut size = 0u64;
        let mut depth = 0u32;
        let (mut string, mut escaped) = (false, false);
        loop {
            let buffer = reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Piece::CutOff);
            }
            let mut used = 0;
            let mut kept_from = 0;
            let mut done = None;
            for &b in buffer {
                used += 1;
                if escaped {
                    escaped = false;
                } else if string {
                    match b {
                        b'\\' => escaped = true,
                        b'"' => string = false,
                        _ => {}
                    }
                } else {
                    match b {
                        b'"' => string = true,
                        b'[' if !self.inside => {
                            self.inside = true;
                            kept_from = used;
                        }
                        b'{' | b'[' => depth += 1,
                        b']' if depth == 0 => {
                            done = Some(true);
                            break;
                        }
                        b'}' | b']' => depth = depth.saturating_sub(1),
                        b',' if depth == 0 => {
                            done = Some(false);
                            break;
                        }
                        _ => {}
                    }
                }
            }
            // The comma or bracket that ends the element is no part of it.
            let end = used - usize::from(done.is_some());
            let kept = buffer.get(kept_from..end).unwrap_or(&[]);
            size += kept.len() as u64;
            if size <= self.limit {
                element.extend_from_slice(kept);
            }
            reader.consume(used);
            let Some(last) = done else { continue };
            self.ended = last;
            let trimmed = element.trim_ascii();
            let piece = if size > self.limit {
                Piece::TooLarge
            } else if last && trimmed.is_empty() {
                Piece::End
            } else {
                Piece::Element(trimmed.to_vec())
            };
            return Ok(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(json: &str, capacity: usize) -> Vec<Piece> {
        let mut reader = BufReader::with_capacity(capacity, json.as_bytes());
        let mut splitter = Splitter::new(20);
        let mut pieces = Vec::new();
        loop {
            let piece = splitter.next(&mut reader).unwrap();
            let over = matches!(piece, Piece::End | Piece::CutOff);
            pieces.push(piece);
            if over {
                return pieces;
            }
        }
    }

    #[test]
    fn elements_whatever_the_buffer() {
        let json = r#" [ {"a":"],}\""}, {"b":[1,{}]} , 3,{"long":"0123456789012345"}] trailing"#;
        for capacity in [1, 2, 7, 4096] {
            let pieces = split(json, capacity);
            assert_eq!(
                pieces,
                [
                    Piece::Element(br#"{"a":"],}\""}"#.to_vec()),
                    Piece::Element(br#"{"b":[1,{}]}"#.to_vec()),
                    Piece::Element(b"3".to_vec()),
                    Piece::TooLarge,
                    Piece::End
                ]
            );
        }
        assert_eq!(split("[]", 9), [Piece::End]);
        assert_eq!(split("[{\"a\":", 9), [Piece::CutOff]);
    }
}
