//! What the fuzz targets share: reading bytes, and what must hold of whatever comes out.
//!
//! `cargo +nightly fuzz run html` in the repository's root; the targets are listed by `cargo fuzz list`.

use std::ops::ControlFlow;

use guanxi::read::{Found, ReadOptions, Scratch, enumerate_reader, parse};

/// Reads bytes as a file of this name.
pub fn read(name: &str, bytes: &[u8]) {
    read_with(name, bytes, None);
}

/// Reads bytes as a file of this name, with a selector.
///
/// # Panics
/// When a document is empty or an error says nothing.
pub fn read_with(name: &str, bytes: &[u8], selector: Option<&str>) {
    let options = ReadOptions {
        max_entry_bytes: 1 << 20,
        max_nested_bytes: 1 << 20,
        selector: selector.map(str::to_owned),
        ..ReadOptions::default()
    };
    let mut scratch = Scratch::default();
    let mut input = bytes;
    // The only error is a selector that can't be understood.
    let _ = enumerate_reader(name, &mut input, &options, &mut |found| {
        match found {
            Found::Article(raw) => {
                let (documents, errors) = parse(&raw, &options, &mut scratch);
                assert!(!documents.is_empty() || !errors.is_empty());
                for document in documents {
                    assert!(!document.text.trim().is_empty());
                    assert!(!document.text.contains(['\r', '\0']));
                }
            }
            Found::Failed(row) => assert!(!row.error.is_empty()),
        }
        ControlFlow::Continue(())
    });
}
