//! Reading: the files of the inputs, and documents out of files and out of the rows of a table.

use std::path::PathBuf;
use std::sync::Mutex;

use arrow_array::RecordBatch;
use guanxi::document::Document as Text;
use guanxi::pipeline::Filter;
use guanxi::read::{Format, FormatHint, Listed, RawArticle, ReadOptions, Scratch, document_id, list, parse};
use guanxi::record::ErrorRow;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{Input, Source, missing, paths, read_options};
use crate::error::{self, arrow};
use crate::frame::{Columns, Table, blobs, import, texts};

/// The files of the inputs, one for each task: ``file, path, key, size``; and what could not be walked: ``path, stage, error``.
#[pyfunction]
pub fn list_inputs(given: &Bound<'_, PyAny>) -> PyResult<(Table, Table)> {
    let paths = paths(given)?;
    missing(&paths)?;
    let (files, errors) = list(&paths).map_err(error::read)?;
    let files = Columns::default()
        .text("file", files.iter().map(|f| f.file.to_string_lossy().into_owned()))
        .text("path", files.iter().map(|f| &f.path))
        .text("key", files.iter().map(|f| &f.key))
        .long("size", files.iter().map(|f| f.size))
        .batch()
        .map_err(arrow)?;
    let errors = Columns::default()
        .text("path", errors.iter().map(|e| &e.path))
        .text("stage", errors.iter().map(|e| &e.stage))
        .text("error", errors.iter().map(|e| &e.error))
        .batch()
        .map_err(arrow)?;
    Ok((Table::one(files), Table::one(errors)))
}

/// Documents and errors as rows: of an error only ``path, stage, error`` are there.
fn document_rows(documents: &[Text], errors: &[ErrorRow]) -> PyResult<RecordBatch> {
    let (n, m) = (documents.len(), errors.len());
    let of = |f: fn(&Text) -> &str| documents.iter().map(move |d| Some(f(d))).chain(std::iter::repeat_n(None, m));
    let told = |f: fn(&ErrorRow) -> &str| std::iter::repeat_n(None, n).chain(errors.iter().map(move |e| Some(f(e))));
    Columns::default()
        .maybe_text("doc_id", of(|d| &d.doc_id))
        .text("path", documents.iter().map(|d| &d.path).chain(errors.iter().map(|e| &e.path)))
        .maybe_text("source", of(|d| &d.source))
        .maybe_text("title", of(|d| &d.title))
        .maybe_text("url", of(|d| &d.url))
        .maybe_text("published", of(|d| &d.published))
        .maybe_text("language", of(|d| d.language.tag()))
        .maybe_text("text", of(|d| &d.text))
        .flag("title_in_text", documents.iter().map(|d| d.title_in_text).chain(std::iter::repeat_n(false, m)))
        .maybe_text("stage", told(|e| &e.stage))
        .maybe_text("error", told(|e| &e.error))
        .batch()
        .map_err(arrow)
}

fn filter(since: Option<String>, until: Option<String>, sources: Vec<String>) -> Filter {
    Filter { since, until, sources, ..Filter::default() }
}

/// The documents of some files, a table at a time, parsed on the caller's thread: a task of a cluster has one core.
#[pyclass(frozen, module = "guanxi")]
pub struct DocumentReader {
    source: Mutex<Source>,
    filter: Filter,
}

#[pymethods]
impl DocumentReader {
    /// ``files`` has the columns of ``list_inputs``, or ``path, key, content`` where the bytes were read already.
    #[new]
    #[pyo3(signature = (files, options=None, since=None, until=None, sources=Vec::new()))]
    fn new(
        files: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
        since: Option<String>,
        until: Option<String>,
        sources: Vec<String>,
    ) -> PyResult<DocumentReader> {
        let (mut listed, mut contents) = (Vec::new(), Vec::new());
        for batch in import(files)? {
            let (path, key) = (texts(&batch, "path")?, texts(&batch, "key")?);
            if batch.column_by_name("content").is_some() {
                let content = blobs(&batch, "content")?;
                contents.extend(
                    (0..batch.num_rows()).map(|i| (path.or_empty(i).to_owned(), key.or_empty(i).to_owned(), content.get(i).to_vec())),
                );
                continue;
            }
            let file = texts(&batch, "file")?;
            listed.extend((0..batch.num_rows()).map(|i| Listed {
                file: PathBuf::from(file.or_empty(i)),
                path: path.or_empty(i).to_owned(),
                key: key.or_empty(i).to_owned(),
                size: 0,
            }));
        }
        let input = if contents.is_empty() { Input::Listed(listed) } else { Input::Bytes(contents) };
        let source = Mutex::new(Source::start(input, read_options(options)?, true));
        Ok(DocumentReader { source, filter: filter(since, until, sources) })
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        py.detach(|| {
            let source = self.source.lock().map_err(error::other)?;
            let Some(batch) = source.next() else { return Ok(None) };
            let (mut documents, errors) = batch.map_err(error::read)?;
            documents.retain(|d| self.filter.takes(d));
            Ok(Some(Table::one(document_rows(&documents, &errors)?)))
        })
    }
}

/// Rows of a table as documents: ``json`` is the row, an object whose keys are told by the names the program knows or the
/// options name; ``path`` is what to show of it and ``key`` what its id is made from (a digest of the row where there is none).
#[pyfunction]
#[pyo3(signature = (rows, options=None, since=None, until=None, sources=Vec::new()))]
pub fn parse_rows(
    py: Python<'_>,
    rows: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
    since: Option<String>,
    until: Option<String>,
    sources: Vec<String>,
) -> PyResult<Table> {
    let options: ReadOptions = read_options(options)?;
    let filter = filter(since, until, sources);
    let batches = import(rows)?;
    py.detach(|| {
        let (mut documents, mut errors) = (Vec::new(), Vec::new());
        let mut scratch = Scratch::default();
        for batch in &batches {
            let (json, path, key) = (texts(batch, "json")?, texts(batch, "path")?, texts(batch, "key")?);
            for row in 0..batch.num_rows() {
                let bytes = json.or_empty(row).as_bytes().to_vec();
                if bytes.trim_ascii().is_empty() {
                    continue;
                }
                let name = || format!("row {:016x}", xxh3_64(&bytes));
                let key = key.get(row).map_or_else(name, str::to_owned);
                let path = path.get(row).map_or_else(|| key.clone(), str::to_owned);
                let hint = FormatHint { format: Some(Format::Record), ..FormatHint::default() };
                let (more, failed) = parse(&RawArticle { path, key, bytes, hint }, &options, &mut scratch);
                documents.extend(more);
                errors.extend(failed);
            }
        }
        documents.retain(|d| filter.takes(d));
        Ok(Table::one(document_rows(&documents, &errors)?))
    })
}

/// The id of a document with this key and text.
#[pyfunction]
pub fn make_id(key: &str, text: &str) -> String {
    document_id(key, text)
}
