//! Extraction on an executor.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use guanxi::document::Document as Text;
use guanxi::pipeline::{DocumentResult, measure as measure_copy};
use guanxi::record::ErrorRow;
use guanxi::text::TextView;
use pyo3::prelude::*;
use rayon::prelude::*;

use super::results::result_rows;
use super::{flag, key_of};
use crate::article::language;
use crate::bundle::{Bundle, NameTable};
use crate::error;
use crate::extractor::Engine;
use crate::frame::{Table, column, import, texts};

/// Extraction with a name table: what an executor keeps from batch to batch.
#[pyclass(frozen, module = "guanxi")]
pub struct Worker {
    engine: Engine,
    bundle: Arc<Bundle>,
    pool: rayon::ThreadPool,
}

#[pymethods]
impl Worker {
    /// ``threads`` work on each batch (0: all cores).
    #[new]
    #[pyo3(signature = (names, threads=1))]
    fn new(py: Python<'_>, names: &Bound<'_, NameTable>, threads: usize) -> PyResult<Worker> {
        let bundle = names.get().bundle.clone();
        py.detach(|| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(error::other)?;
            Ok(Worker { engine: Engine::new(bundle.resources()?, None, bundle.relations), bundle, pool })
        })
    }

    /// What is found in each document, one row a document with lists of rows in it; of bad rows only ``path, stage, error``.
    fn extract(&self, py: Python<'_>, documents: &Bound<'_, PyAny>) -> PyResult<Table> {
        let batches = import(documents)?;
        py.detach(|| {
            let mut texts_of = Vec::new();
            for batch in &batches {
                documents_of(batch, &mut texts_of)?;
            }
            let results: Vec<Result<(DocumentResult, bool), ErrorRow>> =
                self.pool.install(|| texts_of.into_par_iter().map(|text| self.one(text?)).collect());
            result_rows(&results).map(Table::one)
        })
    }
}

impl Worker {
    fn one(&self, text: Text) -> Result<(DocumentResult, bool), ErrorRow> {
        let copy = key_of(&text.doc_id).is_some_and(|key| self.bundle.copies.binary_search_by_key(&key, |c| c.0).is_ok());
        if copy {
            return Ok((measure_copy(text, &mut TextView::default()), true));
        }
        let path = text.path.clone();
        // One bad article never stops a run.
        catch_unwind(AssertUnwindSafe(|| self.engine.with_bench(|bench| self.engine.analyse(text, bench))))
            .map(|result| (result, false))
            .map_err(|_| ErrorRow { path, stage: "extract".into(), error: "the article could not be analysed".into() })
    }
}

/// The documents of a batch; a row without an id or text is an error.
fn documents_of(batch: &RecordBatch, out: &mut Vec<Result<Text, ErrorRow>>) -> PyResult<()> {
    let (doc_id, path, source) = (texts(batch, "doc_id")?, texts(batch, "path")?, texts(batch, "source")?);
    let (title, url, published) = (texts(batch, "title")?, texts(batch, "url")?, texts(batch, "published")?);
    let (tag, text) = (texts(batch, "language")?, texts(batch, "text")?);
    let title_in_text: &BooleanArray = column(batch, "title_in_text")?;
    for row in 0..batch.num_rows() {
        let failed = |message: &str| ErrorRow { path: path.or_empty(row).into(), stage: "row".into(), error: message.into() };
        let document = match (doc_id.get(row), text.get(row)) {
            (None, _) => Err(failed("a row without doc_id")),
            (_, None) => Err(failed("a row without text")),
            (Some(id), _) if key_of(id).is_none() => Err(failed("doc_id is no id of guanxi; make the rows with guanxi.spark.documents")),
            (Some(_), Some(text)) if text.trim().is_empty() => Err(failed("no text in the article")),
            (Some(id), Some(text)) => Ok(Text {
                doc_id: id.to_owned(),
                path: path.or_empty(row).to_owned(),
                source: source.or_empty(row).to_owned(),
                title: title.or_empty(row).to_owned(),
                url: url.or_empty(row).to_owned(),
                published: published.or_empty(row).to_owned(),
                language: language(tag.or_empty(row)),
                text: text.to_owned(),
                title_in_text: flag(title_in_text, row),
            }),
        };
        out.push(document);
    }
    Ok(())
}
