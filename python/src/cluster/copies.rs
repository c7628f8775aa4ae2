//! What the whole archive needs to know of each document, and which documents are copies.

use std::sync::Mutex;

use arrow_array::{BooleanArray, Int32Array};
use guanxi::document::Document as Text;
use guanxi::duplicates::{self, HEADS, Signature, bands, first_alike};
use guanxi::names::{ContextCounts, Sites, find_sites};
use guanxi::pipeline::Filter;
use guanxi::text::TextView;
use pyo3::prelude::*;

use super::{flag, key_of};
use crate::error::{self, arrow};
use crate::frame::{Columns, Table, blobs, column, import, longs, texts};

/// A number without sign as one with it, in the same order.
fn ordered(n: u64) -> u64 {
    n ^ (1 << 63)
}

/// Of each document what the whole archive needs to know: ``doc_id, when, exact, bins, bands, rank, contexts``.
///
/// Rows without an id or a text are left out; ``extract`` tells of them.
#[pyfunction]
#[pyo3(signature = (documents, seed=0))]
pub fn survey_rows(py: Python<'_>, documents: &Bound<'_, PyAny>, seed: u64) -> PyResult<Table> {
    let batches = import(documents)?;
    py.detach(|| {
        let order = Filter { seed, ..Filter::default() };
        let (mut view, mut sites, mut scratch) = (TextView::default(), Sites::default(), duplicates::Scratch::default());
        let (mut ids, mut when, mut ranks) = (Vec::new(), Vec::new(), Vec::new());
        let mut signatures: Vec<Signature> = Vec::new();
        let (mut found, mut ends) = (Vec::new(), Vec::new());
        let (mut digests, mut band_ends) = (Vec::new(), Vec::new());
        for batch in &batches {
            let (doc_id, text, published) = (texts(batch, "doc_id")?, texts(batch, "text")?, texts(batch, "published")?);
            let title_in_text: &BooleanArray = column(batch, "title_in_text")?;
            for row in 0..batch.num_rows() {
                let (Some(id), Some(text)) = (doc_id.get(row), text.get(row)) else { continue };
                let Some(key) = key_of(id) else { continue };
                let document = Text { text: text.to_owned(), title_in_text: flag(title_in_text, row), ..Text::default() };
                let signature = Signature::of(&document, &mut scratch);
                view.load(text);
                find_sites(&view, &mut sites);
                found.extend(ContextCounts::document_rows(&view, &sites));
                ends.push(found.len());
                digests.extend(bands(&signature.bins));
                band_ends.push(digests.len());
                when.push(ordered(duplicates::when(published.or_empty(row))));
                ranks.push(ordered(order.rank(key)));
                ids.push(id.to_owned());
                signatures.push(signature);
            }
        }
        let contexts = Columns::default()
            .text("latin", found.iter().map(|r| &r.latin))
            .long("digest", found.iter().map(|r| u64::from(r.digest)))
            .text("context", found.iter().map(|r| &r.context))
            .text("spelling", found.iter().map(|r| &r.spelling));
        let batch = Columns::default()
            .text("doc_id", &ids)
            .long("when", when)
            .long("exact", signatures.iter().map(|s| s.exact))
            .bytes("bins", signatures.iter().map(|s| &s.bins))
            .longs("bands", &band_ends, digests)
            .and_then(|c| c.long("rank", ranks).list("contexts", &ends, contexts))
            .and_then(Columns::batch)
            .map_err(arrow)?;
        Ok(Table::one(batch))
    })
}

/// Finds near copies among articles that come sorted by ``place, band, when, doc_id``: those that share a band stand together.
#[pyclass(frozen, module = "guanxi")]
pub struct NearCopies {
    state: Mutex<Heads>,
}

#[derive(Default)]
struct Heads {
    group: Option<(i64, i64)>,
    /// The first articles of the group: time, id, sketch.
    first: Vec<(i64, String, Vec<u8>)>,
}

#[pymethods]
impl NearCopies {
    #[new]
    fn new() -> NearCopies {
        NearCopies { state: Mutex::new(Heads::default()) }
    }

    /// The pairs that the next rows make with those before: ``when, doc_id, first_when, first_id``.
    fn next(&self, py: Python<'_>, rows: &Bound<'_, PyAny>) -> PyResult<Table> {
        let batches = import(rows)?;
        py.detach(|| {
            let mut state = self.state.lock().map_err(error::other)?;
            let mut pairs: Vec<(i64, String, i64, String)> = Vec::new();
            for batch in &batches {
                let place: &Int32Array = column(batch, "place")?;
                let (band, when) = (longs(batch, "band")?, longs(batch, "when")?);
                let (doc_id, bins) = (texts(batch, "doc_id")?, blobs(batch, "bins")?);
                for row in 0..batch.num_rows() {
                    let group = (i64::from(place.value(row)), band.value(row));
                    if state.group != Some(group) {
                        state.group = Some(group);
                        state.first.clear();
                    }
                    let id = doc_id.or_empty(row);
                    if let Some(at) = first_alike(state.first.iter().map(|h| h.2.as_slice()), bins.get(row))
                        && let Some(head) = state.first.get(at)
                    {
                        pairs.push((when.value(row), id.to_owned(), head.0, head.1.clone()));
                    }
                    if state.first.len() < HEADS {
                        state.first.push((when.value(row), id.to_owned(), bins.get(row).to_vec()));
                    }
                }
            }
            let batch = Columns::default()
                .long("when", pairs.iter().map(|p| p.0 as u64))
                .text("doc_id", pairs.iter().map(|p| &p.1))
                .long("first_when", pairs.iter().map(|p| p.2 as u64))
                .text("first_id", pairs.iter().map(|p| &p.3))
                .batch()
                .map_err(arrow)?;
            Ok(Table::one(batch))
        })
    }
}

/// Which articles are copies, and of which: ``doc_id, duplicate_of``.
///
/// ``exact`` are the articles with the text of another (``doc_id, duplicate_of``), ``pairs`` what ``NearCopies`` found among the others.
#[pyfunction]
pub fn settle_copies(py: Python<'_>, exact: &Bound<'_, PyAny>, pairs: &Bound<'_, PyAny>) -> PyResult<Table> {
    let (batches, same) = (import(pairs)?, import(exact)?);
    py.detach(|| {
        let mut near = Vec::new();
        for batch in &batches {
            let (when, first_when) = (longs(batch, "when")?, longs(batch, "first_when")?);
            let (doc_id, first_id) = (texts(batch, "doc_id")?, texts(batch, "first_id")?);
            for row in 0..batch.num_rows() {
                let key = |id: &str| key_of(id).ok_or_else(|| error::other(format!("{id} is no document id")));
                near.push(((when.value(row), key(doc_id.or_empty(row))?), (first_when.value(row), key(first_id.or_empty(row))?)));
            }
        }
        let near = duplicates::settle(near);
        let mut copies: Vec<(String, String)> =
            near.iter().map(|(copy, original)| (format!("{:016x}", copy.1), format!("{:016x}", original.1))).collect();
        // A text that is the same as a near copy's belongs to the near copy's original.
        let of: rustc_hash::FxHashMap<&str, &str> = copies.iter().map(|(c, o)| (c.as_str(), o.as_str())).collect();
        let mut exact: Vec<(String, String)> = Vec::new();
        for batch in &same {
            let (copy, original) = (texts(batch, "doc_id")?, texts(batch, "duplicate_of")?);
            for row in 0..batch.num_rows() {
                let original = original.or_empty(row);
                exact.push((copy.or_empty(row).to_owned(), of.get(original).copied().unwrap_or(original).to_owned()));
            }
        }
        drop(of);
        copies.extend(exact);
        copies.sort();
        let batch = Columns::default()
            .text("doc_id", copies.iter().map(|c| &c.0))
            .text("duplicate_of", copies.iter().map(|c| &c.1))
            .batch()
            .map_err(arrow)?;
        Ok(Table::one(batch))
    })
}
