//! The pieces of the three passes as functions over batches of rows, for an engine that brings its own shuffles.

mod copies;
mod documents;
mod entities;
mod files;
mod network;
mod results;
mod worker;

use arrow_array::{Array, BooleanArray};

pub use copies::{NearCopies, settle_copies, survey_rows};
pub use documents::{DocumentReader, list_inputs, make_id, parse_rows};
pub use entities::cluster_names;
pub use files::{csv_lines, dictionary_digests};
pub use network::{associate, measure_network};
pub use results::extract_schema;
pub use worker::Worker;

/// Whether a cell holds true.
fn flag(column: &BooleanArray, row: usize) -> bool {
    column.is_valid(row) && column.value(row)
}

/// The number that a document id is.
fn key_of(id: &str) -> Option<u64> {
    if id.len() == 16 { u64::from_str_radix(id, 16).ok() } else { None }
}
