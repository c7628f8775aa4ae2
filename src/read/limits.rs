//! Readers that stop a hostile input before it exhausts the machine.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use super::error::Stage;
use crate::record::ErrorRow;

/// A limit of the options that was met; travels inside an [`io::Error`].
#[derive(Debug)]
pub(super) struct LimitHit(pub String);

impl fmt::Display for LimitHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LimitHit {}

/// An [`io::Error`] that says a limit was met.
pub(super) fn limit_error(message: impl Into<String>) -> io::Error {
    io::Error::other(LimitHit(message.into()))
}

/// The row for an error met while reading `path`, telling limits from damage.
///
/// Libraries in between wrap our error in their own, so the whole chain is searched.
pub(super) fn row_for(path: &str, stage: Stage, error: &io::Error) -> ErrorRow {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = error.get_ref().map(|inner| inner as _);
    while let Some(inner) = cause {
        if let Some(limit) = inner.downcast_ref::<LimitHit>() {
            return Stage::Limit.row(path, limit);
        }
        cause = match inner.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref().map(|e| e as _),
            None => inner.source(),
        };
    }
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return stage.row(path, format!("damaged or cut off: {error}"));
    }
    stage.row(path, error)
}

/// The row for an error after which nothing more of an archive can be read.
pub(super) fn rest_lost(path: &str, error: &io::Error) -> ErrorRow {
    let mut row = row_for(path, Stage::Container, error);
    row.error.push_str("; the rest of the archive was not read");
    row
}

/// Counts the bytes that pass.
pub(super) struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Counted<R> {
    pub fn new(inner: R) -> (Self, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        let counter = Rc::clone(&count);
        (Counted { inner, count }, counter)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// What an archive may unpack to before its expansion is looked at.
pub(super) const EXPANSION_FLOOR: u64 = 64 << 20;

/// The output of a decompressor; fails once it is `ratio` times larger than what went in.
pub(super) struct Expanding<R> {
    inner: R,
    taken: Rc<Cell<u64>>,
    given: u64,
    ratio: u64,
}

impl<R: Read> Expanding<R> {
    pub fn new(inner: R, taken: Rc<Cell<u64>>, ratio: u64) -> Self {
        Expanding { inner, taken, given: 0, ratio }
    }
}

impl<R: Read> Read for Expanding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.given += n as u64;
        if self.given > EXPANSION_FLOOR && self.given / self.ratio.max(1) > self.taken.get() {
            return Err(expansion_error(self.ratio));
        }
        Ok(n)
    }
}

/// The error for data that unpacks to far more than articles do.
pub(super) fn expansion_error(ratio: u64) -> io::Error {
    limit_error(format!("unpacks to more than {ratio} times its size, as a decompression bomb does"))
}

/// A reader that must give so many bytes: what ends before is an error, not the end.
pub(super) struct Exact<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Exact<R> {
    pub fn new(inner: R, size: u64) -> Self {
        Exact { inner, left: size }
    }
}

impl<R: Read> Read for Exact<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        if n == 0 && !buffer.is_empty() && self.left > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(n as u64);
        Ok(n)
    }
}

/// A reader that fails when more than its allowance is read; the allowance is renewed from outside.
pub(super) struct Allowance<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    what: &'static str,
}

impl<R: Read> Allowance<R> {
    /// Starts with no bound; set the cell to bound what follows. `what` names it in the error.
    pub fn new(inner: R, what: &'static str) -> (Self, Rc<Cell<u64>>) {
        let left = Rc::new(Cell::new(u64::MAX));
        let handle = Rc::clone(&left);
        (Allowance { inner, left, what }, handle)
    }
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 && !buffer.is_empty() {
            return Err(limit_error(format!("{} is larger than the limit", self.what)));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let n = self.inner.read(buffer.get_mut(..most).unwrap_or(&mut []))?;
        if left != u64::MAX {
            self.left.set(left - n as u64);
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_is_found_through_wrapping() {
        let wrapped = io::Error::other(io::Error::other(limit_error("too much")));
        let row = row_for("a", Stage::Container, &wrapped);
        assert_eq!((row.stage.as_str(), row.error.as_str()), ("limit", "too much"));
    }

    #[test]
    fn allowance_ends_and_is_renewed() {
        let (mut reader, left) = Allowance::new(&b"abcdefgh"[..], "a header");
        left.set(3);
        let mut out = Vec::new();
        assert!(reader.read_to_end(&mut out).is_err());
        assert_eq!(out, b"abc");
        left.set(u64::MAX);
        assert!(reader.read_to_end(&mut out).is_ok());
        assert_eq!(out, b"abcdefgh");
    }
}
