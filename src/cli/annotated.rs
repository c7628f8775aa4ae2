//! Finding annotated articles again in the archives they are from.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::Result;
use guanxi::document::Document;
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use xxhash_rust::xxh3::xxh3_64;

/// The digest by which an annotated article is found again.
pub fn text_id(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.trim_end_matches('\n').as_bytes()))
}

/// Hands on every article of the inputs until `take` breaks off; what cannot be read is passed over.
///
/// # Errors
/// An input that is not there.
pub fn for_each_document(inputs: &[PathBuf], take: &mut dyn FnMut(Document) -> ControlFlow<()>) -> Result<()> {
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    enumerate(inputs, &options, &mut |found| match found {
        Found::Article(raw) => parse(&raw, &options, &mut scratch).0.into_iter().try_for_each(&mut *take),
        Found::Failed(_) => ControlFlow::Continue(()),
    })?;
    Ok(())
}

/// The annotated articles of `table` (by digest) in the inputs, in the order of their digests; says how many are not there.
///
/// # Errors
/// An input that cannot be read.
pub fn find_articles<T>(mut table: BTreeMap<String, T>, inputs: &[PathBuf]) -> Result<Vec<(Document, T)>> {
    let wanted = table.len();
    let mut out = BTreeMap::new();
    for_each_document(inputs, &mut |document| {
        let id = text_id(&document.text);
        if let Some(annotation) = table.remove(&id) {
            out.insert(id, (document, annotation));
        }
        if table.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if out.len() < wanted {
        eprintln!("guanxi: {} of {wanted} annotated articles were not found in the inputs", wanted - out.len());
    }
    Ok(out.into_values().collect())
}
