//! The fields of a row.

use std::fmt::{self, Write};
use std::sync::LazyLock;

use crate::export::number;

/// The fields of a row in the making.
pub struct Fields<'a> {
    out: &'a mut Vec<u8>,
    /// Memory of a number in the making.
    memory: &'a mut String,
    /// Fields written.
    count: usize,
}

impl<'a> Fields<'a> {
    /// Those of a row that begins here.
    pub(super) fn new(out: &'a mut Vec<u8>, memory: &'a mut String) -> Fields<'a> {
        Fields { out, memory, count: 0 }
    }

    /// How many were written.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The comma between two fields.
    fn border(&mut self) {
        if self.count > 0 {
            self.out.push(b',');
        }
        self.count += 1;
    }

    /// Any text.
    pub fn text(&mut self, text: &str) {
        self.border();
        push_field(self.out, text.as_bytes());
    }

    /// A word that holds nothing which would have to stand in quotes.
    pub fn plain(&mut self, word: &str) {
        self.border();
        self.out.extend_from_slice(word.as_bytes());
    }

    /// A whole number.
    pub fn whole(&mut self, value: u64) {
        self.border();
        self.out.extend_from_slice(number::Digits::of(value).as_bytes());
    }

    /// A number with a point.
    pub fn number(&mut self, value: f64) {
        self.border();
        self.memory.clear();
        number::push(self.memory, value);
        self.out.extend_from_slice(self.memory.as_bytes());
    }

    /// Whatever shows itself as text.
    pub(super) fn shown(&mut self, value: impl fmt::Display) {
        self.border();
        self.memory.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.memory, "{value}");
        push_field(self.out, self.memory.as_bytes());
    }
}

/// What tells which fields must stand in quotes.
static QUOTING: LazyLock<csv_core::Writer> = LazyLock::new(csv_core::Writer::new);

/// Whether a field holds a byte that a table in commas may have to quote: most hold none, and are told so many bytes at a time.
fn may_need_quotes(field: &[u8]) -> bool {
    let asks = |b: &u8| matches!(b, b'"' | b',' | b'\r' | b'\n');
    let mut stretches = field.chunks_exact(16);
    stretches.any(|stretch| stretch.iter().fold(false, |found, b| found | asks(b))) || stretches.remainder().iter().any(asks)
}

/// Appends a field, in quotes where it holds what would end it.
pub(super) fn push_field(out: &mut Vec<u8>, field: &[u8]) {
    if !may_need_quotes(field) || !QUOTING.should_quote(field) || field.is_empty() {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    let from = out.len();
    // Room for a field that is nothing but quotes.
    out.resize(from + 2 * field.len(), 0);
    let (_, _, written) = csv_core::quote(field, &mut out[from..], b'"', b'"', true);
    out.truncate(from + written);
    out.push(b'"');
}
