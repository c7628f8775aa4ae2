//! The pieces of the three passes as functions over batches of rows, for an engine that brings its own shuffles.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use arrow_array::{Array, BooleanArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use guanxi::curation::Curation;
use guanxi::dictionary::Lexicon;
use guanxi::document::Document as Text;
use guanxi::duplicates::{self, HEADS, Signature, bands, first_alike};
use guanxi::export::number;
use guanxi::graph::{LayoutOptions, Network, PairCount, WindowCounts, association, backbone};
use guanxi::names::{ContextCounts, Sites, find_sites};
use guanxi::pipeline::{DocumentResult, Filter, measure as measure_copy};
use guanxi::read::{Format, FormatHint, Listed, RawArticle, ReadOptions, Scratch, document_id, list, parse};
use guanxi::record::{EntityRow, EntityType, ErrorRow};
use guanxi::resolve::{Clusters, KeyStats, NameKey, NameTable as KeyTable};
use guanxi::text::{TextView, fold_latin, fold_str};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{Input, Source, missing, paths, read_options};
use crate::article::{evidence, kind, language, names_of, role, rounded, word};
use crate::bundle::{Chosen, NameTable};
use crate::error::{self, arrow};
use crate::extractor::Engine;
use crate::frame::{Columns, Table, blobs, column, import, longs, texts};

/// A number without sign as one with it, in the same order.
fn ordered(n: u64) -> u64 {
    n ^ (1 << 63)
}

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

fn flag(column: &BooleanArray, row: usize) -> bool {
    column.is_valid(row) && column.value(row)
}

/// The number that a document id is.
fn key_of(id: &str) -> Option<u64> {
    if id.len() == 16 { u64::from_str_radix(id, 16).ok() } else { None }
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

/// Extraction with a name table: what an executor keeps from batch to batch.
#[pyclass(frozen, module = "guanxi")]
pub struct Worker {
    engine: Engine,
    bundle: Arc<crate::bundle::Bundle>,
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

/// A number for a name key. Two keys with one number are found out when the keys are clustered.
fn number_of(key: &NameKey) -> u64 {
    xxh3_64(&postcard::to_stdvec(key).unwrap_or_default())
}

fn result_rows(results: &[Result<(DocumentResult, bool), ErrorRow>]) -> PyResult<RecordBatch> {
    let empty = DocumentResult::default();
    let rows: Vec<&DocumentResult> = results.iter().map(|r| r.as_ref().map_or(&empty, |r| &r.0)).collect();
    let failed = |f: fn(&ErrorRow) -> &str| results.iter().map(move |r| r.as_ref().err().map(f));
    let id = results.iter().map(|r| r.as_ref().ok().map(|r| r.0.document.doc_id.as_str()));
    let path = results.iter().map(|r| match r {
        Ok(r) => r.0.document.path.as_str(),
        Err(e) => e.path.as_str(),
    });
    // The number of each local of each document.
    let numbers: Vec<Vec<Option<u64>>> =
        rows.iter().map(|r| (0..r.locals.len() as u32).map(|l| r.key(l).map(|k| number_of(&k))).collect()).collect();
    let number = |document: usize, local: u32| numbers.get(document).and_then(|n| n.get(local as usize)).copied().flatten();
    let ends = |length: fn(&DocumentResult) -> usize| -> Vec<usize> {
        rows.iter()
            .scan(0, |sum, r| {
                *sum += length(r);
                Some(*sum)
            })
            .collect()
    };

    let mentions = || rows.iter().enumerate().flat_map(|(d, r)| r.mentions.iter().map(move |m| (d, m)));
    let mention_columns = Columns::default()
        .int("paragraph", mentions().map(|(_, m)| m.paragraph))
        .int("sentence", mentions().map(|(_, m)| m.sentence))
        .int("start", mentions().map(|(_, m)| m.start))
        .int("end", mentions().map(|(_, m)| m.end))
        .text("surface", mentions().map(|(_, m)| &m.surface))
        .text("type", mentions().map(|(_, m)| m.kind.as_str()))
        .maybe_long("name", mentions().map(|(d, m)| number(d, m.local)))
        .text("evidence", mentions().map(|(_, m)| evidence(m.evidence)))
        .double("confidence", mentions().map(|(_, m)| rounded(m.confidence)))
        .text("role", mentions().map(|(_, m)| role(m.source)));

    let sorted: Vec<Vec<_>> = rows
        .iter()
        .map(|r| {
            let mut pairs: Vec<_> = r.pairs.iter().collect();
            pairs.sort_by(|a, b| (a.start, &a.zh, &a.latin).cmp(&(b.start, &b.zh, &b.latin)));
            pairs
        })
        .collect();
    let pairs = || sorted.iter().enumerate().flat_map(|(d, r)| r.iter().map(move |p| (d, *p)));
    let pair_columns = Columns::default()
        .int("start", pairs().map(|(_, p)| p.start))
        .text("zh", pairs().map(|(_, p)| &p.zh))
        .text("latin", pairs().map(|(_, p)| &p.latin))
        .text("type", pairs().map(|(_, p)| p.type_.as_str()))
        .maybe_long("name", pairs().map(|(d, p)| p.local.and_then(|l| number(d, l))))
        .double("score", pairs().map(|(_, p)| rounded(p.score)))
        .text("kind", pairs().map(|(_, p)| word(&p.kind)))
        .text("zh_key", pairs().map(|(_, p)| fold_str(&p.zh)))
        .text("latin_key", pairs().map(|(_, p)| fold_latin(&p.latin)));

    let sorted: Vec<Vec<_>> = rows
        .iter()
        .map(|r| {
            let mut relations: Vec<_> = r.relations.iter().collect();
            relations.sort_by_key(|r| r.sentence);
            relations
        })
        .collect();
    let relations = || sorted.iter().enumerate().flat_map(|(d, r)| r.iter().map(move |p| (d, *p)));
    let relation_columns = Columns::default()
        .int("sentence", relations().map(|(_, r)| r.sentence))
        .maybe_long("subject", relations().map(|(d, r)| number(d, r.subject)))
        .text("relation", relations().map(|(_, r)| r.event.as_str()))
        .maybe_long("object", relations().map(|(d, r)| number(d, r.object)))
        .text("trigger", relations().map(|(_, r)| &r.trigger))
        .flag("negated", relations().map(|(_, r)| r.negated))
        .double("confidence", relations().map(|(_, r)| rounded(r.confidence)))
        .text("text", relations().map(|(_, r)| &r.text))
        .text("quad_class", relations().map(|(_, r)| r.event.quad().as_str()))
        .text("cameo_root", relations().map(|(_, r)| format!("{:02}", r.cameo)));

    let positions = || rows.iter().enumerate().flat_map(|(d, r)| r.positions.iter().map(move |p| (d, p)));
    let position_columns = Columns::default()
        .int("sentence", positions().map(|(_, p)| p.sentence))
        .maybe_long("person", positions().map(|(d, p)| number(d, p.person)))
        .text("title", positions().map(|(_, p)| &p.title))
        .maybe_long("body", positions().map(|(d, p)| number(d, p.body)))
        .double("confidence", positions().map(|(_, p)| rounded(p.confidence)))
        .text("text", positions().map(|(_, p)| &p.text))
        .text("title_key", positions().map(|(_, p)| fold_str(&p.title)));

    // The names of each document, counted.
    let mut names: Vec<(NameKey, KeyStats)> = Vec::new();
    let mut name_ends = Vec::with_capacity(rows.len());
    for result in &rows {
        names.extend(names_of(result).keys);
        name_ends.push(names.len());
    }
    let surfaces = || names.iter().flat_map(|(_, s)| s.surfaces.iter());
    let surface_ends: Vec<usize> = names
        .iter()
        .scan(0, |sum, n| {
            *sum += n.1.surfaces.len();
            Some(*sum)
        })
        .collect();
    let surface_columns = Columns::default().text("surface", surfaces().map(|s| s.0)).long("count", surfaces().map(|s| s.1));
    let name_columns = Columns::default()
        .long("name", names.iter().map(|n| number_of(&n.0)))
        .text("kind", names.iter().map(|n| n.0.kind.as_str()))
        .text("entry", names.iter().map(|n| &n.0.entry))
        .text("zh", names.iter().map(|n| &n.0.zh))
        .text("latin", names.iter().map(|n| &n.0.latin))
        .text("english", names.iter().map(|n| &n.0.english))
        .long("mentions", names.iter().map(|n| n.1.mentions))
        .list("surfaces", &surface_ends, surface_columns)
        .map_err(arrow)?;

    let document = |f: fn(&Text) -> &str| rows.iter().map(move |r| f(&r.document));
    Columns::default()
        .maybe_text("doc_id", id)
        .text("path", path)
        .text("source", document(|d| &d.source))
        .text("title", document(|d| &d.title))
        .text("url", document(|d| &d.url))
        .text("published", document(|d| &d.published))
        .text("language", document(|d| d.language.tag()))
        .long("characters", rows.iter().map(|r| r.characters))
        .long("sentences", rows.iter().map(|r| r.sentences))
        .long("paragraphs", rows.iter().map(|r| r.paragraphs))
        .flag("copy", results.iter().map(|r| r.as_ref().is_ok_and(|r| r.1)))
        .list("mentions", &ends(|r| r.mentions.len()), mention_columns)
        .and_then(|c| c.list("pairs", &ends(|r| r.pairs.len()), pair_columns))
        .and_then(|c| c.list("relations", &ends(|r| r.relations.len()), relation_columns))
        .and_then(|c| c.list("positions", &ends(|r| r.positions.len()), position_columns))
        .and_then(|c| c.list("names", &name_ends, name_columns))
        .map(|c| c.maybe_text("stage", failed(|e| &e.stage)).maybe_text("error", failed(|e| &e.error)))
        .and_then(Columns::batch)
        .map_err(arrow)
}

/// The rows that `Worker.extract` gives of no documents, for their schema.
#[pyfunction]
pub fn extract_schema() -> PyResult<Table> {
    result_rows(&[]).map(Table::one)
}

/// Decides which names of an archive mean one thing.
///
/// ``names`` has one row for each distinct name (``name, kind, entry, zh, latin, english, documents, mentions``), ``surfaces`` one for each
/// written form of a name (``name, surface, count``). Gives the entity of each name (``name, entity``) and the entities
/// (``entity, id, label, type, name_zh, name_en, aliases, iso_3166, retyped, dropped``), numbered in the order of ids.
#[pyfunction]
#[pyo3(signature = (names, surfaces, table, curation=None))]
pub fn cluster_names(
    py: Python<'_>,
    names: &Bound<'_, PyAny>,
    surfaces: &Bound<'_, PyAny>,
    table: &Bound<'_, NameTable>,
    curation: Option<PathBuf>,
) -> PyResult<(Table, Table)> {
    let (names, surfaces) = (import(names)?, import(surfaces)?);
    let bundle = table.get().bundle.clone();
    py.detach(|| {
        let mut of_number: rustc_hash::FxHashMap<i64, NameKey> = Default::default();
        let mut keys = KeyTable::default();
        for batch in &names {
            let (number, documents, mentions) = (longs(batch, "name")?, longs(batch, "documents")?, longs(batch, "mentions")?);
            let (word, entry, zh) = (texts(batch, "kind")?, texts(batch, "entry")?, texts(batch, "zh")?);
            let (latin, english) = (texts(batch, "latin")?, texts(batch, "english")?);
            for row in 0..batch.num_rows() {
                let key = NameKey {
                    kind: kind(word.or_empty(row)).ok_or_else(|| error::other(format!("{} is no type of names", word.or_empty(row))))?,
                    entry: entry.or_empty(row).to_owned(),
                    zh: zh.or_empty(row).to_owned(),
                    latin: latin.or_empty(row).to_owned(),
                    english: english.or_empty(row).to_owned(),
                };
                if let Some(other) = of_number.insert(number.value(row), key.clone()) {
                    return Err(error::other(format!("two names have one number: {other:?}, {key:?}")));
                }
                let slot = keys.keys.entry(key).or_default();
                slot.documents += documents.value(row) as u64;
                slot.mentions += mentions.value(row) as u64;
            }
        }
        for batch in &surfaces {
            let (number, surface, count) = (longs(batch, "name")?, texts(batch, "surface")?, longs(batch, "count")?);
            for row in 0..batch.num_rows() {
                if let Some(stats) = of_number.get(&number.value(row)).and_then(|key| keys.keys.get_mut(key)) {
                    stats.surfaces.add(surface.or_empty(row), count.value(row) as u64);
                }
            }
        }
        let lexicon = Lexicon::compile(&bundle.chosen.sources()).map_err(error::dictionary)?;
        let mut clusters = Clusters::build(&keys, &lexicon);
        if let Some(path) = curation {
            let refused = |e: guanxi::curation::CurationError| error::DictionaryError::new_err(e.to_string());
            Curation::read(&path).map_err(refused)?.apply(&mut clusters, &keys, &lexicon).map_err(refused)?;
        }
        let mut members: Vec<(i64, u32)> =
            of_number.iter().filter_map(|(n, key)| clusters.of_key.get(&key.digest()).map(|&c| (*n, c))).collect();
        members.sort_unstable();
        let members = Columns::default()
            .long("name", members.iter().map(|m| m.0 as u64))
            .int("entity", members.iter().map(|m| m.1))
            .batch()
            .map_err(arrow)?;
        let list = &clusters.list;
        let aliases = list.iter().map(|c| {
            let mut aliases: Vec<(&str, u64)> = c.surfaces.iter().filter(|(s, _)| *s != c.label).collect();
            aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            aliases.into_iter().map(|(s, _)| s.replace('|', "/")).collect::<Vec<_>>().join("|")
        });
        let entities = Columns::default()
            .int("entity", 0..list.len() as u32)
            .text("id", list.iter().map(|c| &c.id))
            .text("label", list.iter().map(|c| &c.label))
            .text("type", list.iter().map(|c| c.kind.as_str()))
            .text("name_zh", list.iter().map(|c| &c.name_zh))
            .text("name_en", list.iter().map(|c| &c.name_en))
            .text("aliases", aliases)
            .text("iso_3166", list.iter().map(|c| &c.iso))
            .flag("retyped", list.iter().map(|c| c.retyped))
            .flag("dropped", list.iter().map(|c| c.dropped))
            .batch()
            .map_err(arrow)?;
        Ok((Table::one(members), Table::one(entities)))
    })
}

/// Adds ``npmi, g2, disparity`` to edges.
///
/// Needs the columns ``Weight, windows_a, windows_b, windows, degree_a, degree_b, strength_a, strength_b``, all whole numbers.
#[pyfunction]
pub fn associate(py: Python<'_>, edges: &Bound<'_, PyAny>) -> PyResult<Table> {
    let batches = import(edges)?;
    py.detach(|| {
        let mut out = Vec::new();
        for batch in &batches {
            let get = |name: &str| longs(batch, name).map(|c| c.values().iter().map(|&n| n as u64).collect::<Vec<u64>>());
            let (weight, a, b, all) = (get("Weight")?, get("windows_a")?, get("windows_b")?, get("windows")?);
            let (degree_a, degree_b) = (get("degree_a")?, get("degree_b")?);
            let (strength_a, strength_b) = (get("strength_a")?, get("strength_b")?);
            let (mut npmi, mut g2, mut level) = (Vec::new(), Vec::new(), Vec::new());
            for (((((((w, a), b), n), da), db), sa), sb) in
                weight.into_iter().zip(a).zip(b).zip(all).zip(degree_a).zip(degree_b).zip(strength_a).zip(strength_b)
            {
                npmi.push(association::npmi(w, a, b, n));
                g2.push(association::log_likelihood(w, a, b, n));
                let of = |degree: u64, strength: u64| backbone::chance(degree as usize, strength as f64, w as f64);
                level.push(of(da, sa).min(of(db, sb)));
            }
            let measures = Columns::default().double("npmi", npmi).double("g2", g2).double("disparity", level).batch().map_err(arrow)?;
            let fields: Vec<_> = batch.schema().fields().iter().chain(measures.schema().fields()).cloned().collect();
            let columns = batch.columns().iter().chain(measures.columns()).cloned().collect();
            out.push(RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), columns).map_err(arrow)?);
        }
        let schema = out.first().map(RecordBatch::schema).ok_or_else(|| error::other("no rows"))?;
        Ok(Table { schema, batches: out })
    })
}

/// Measures of a network of ``nodes`` entities: ``place, degree, weighted_degree, pagerank, betweenness, community, core, component``.
///
/// ``edges`` has ``a, b, Weight``: places of the ends, from 0 in the order of ``entities.csv``.
#[pyfunction]
pub fn measure_network(py: Python<'_>, nodes: usize, edges: &Bound<'_, PyAny>) -> PyResult<Table> {
    let batches = import(edges)?;
    py.detach(|| {
        let mut pairs = Vec::new();
        for batch in &batches {
            let (a, b, weight) = (longs(batch, "a")?, longs(batch, "b")?, longs(batch, "Weight")?);
            for row in 0..batch.num_rows() {
                let at = |c: &Int64Array| usize::try_from(c.value(row)).unwrap_or(usize::MAX);
                pairs.push(PairCount { a: at(a), b: at(b), windows: weight.value(row) as u64, documents: 1, ..PairCount::default() });
            }
        }
        let blank = |i: usize| EntityRow {
            id: i.to_string(),
            label: String::new(),
            kind: EntityType::Other,
            name_zh: String::new(),
            name_en: String::new(),
            aliases: String::new(),
            iso_3166: String::new(),
            mentions: 1,
            documents: 1,
            first_published: String::new(),
            last_published: String::new(),
            degree: 0,
            weighted_degree: 0,
            pagerank: 0.0,
            betweenness: 0.0,
            community: String::new(),
            core: 0,
            component: 0,
        };
        // The picture is drawn elsewhere.
        let options = guanxi::graph::Options {
            layout: LayoutOptions { iterations: Some(0), ..LayoutOptions::default() },
            ..guanxi::graph::Options::default()
        };
        let network = Network::build_with((0..nodes).map(blank).collect(), Vec::new(), pairs, &WindowCounts::default(), &options);
        let rows: Vec<&EntityRow> = network.entity_rows().collect();
        let batch = Columns::default()
            .long("place", 0..rows.len() as u64)
            .long("degree", rows.iter().map(|r| r.degree))
            .long("weighted_degree", rows.iter().map(|r| r.weighted_degree))
            .double("pagerank", rows.iter().map(|r| r.pagerank))
            .double("betweenness", rows.iter().map(|r| r.betweenness))
            .text("community", rows.iter().map(|r| &r.community))
            .int("core", rows.iter().map(|r| r.core))
            .int("component", rows.iter().map(|r| r.component))
            .batch()
            .map_err(arrow)?;
        Ok(Table::one(batch))
    })
}

/// Rows as lines of CSV, written as the tables of an output folder are; ``header`` writes the names of the columns first.
#[pyfunction]
#[pyo3(signature = (rows, header=false))]
pub fn csv_lines<'py>(py: Python<'py>, rows: &Bound<'py, PyAny>, header: bool) -> PyResult<Bound<'py, PyBytes>> {
    let batches = import(rows)?;
    let bytes = py.detach(|| -> PyResult<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        let mut first = header;
        let mut cell = String::new();
        for batch in &batches {
            if std::mem::take(&mut first) {
                writer.write_record(batch.schema().fields().iter().map(|f| f.name())).map_err(error::other)?;
            }
            for row in 0..batch.num_rows() {
                for column in batch.columns() {
                    cell.clear();
                    write_cell(column.as_ref(), row, &mut cell)?;
                    writer.write_field(&cell).map_err(error::other)?;
                }
                writer.write_record(None::<&[u8]>).map_err(error::other)?;
            }
        }
        writer.into_inner().map_err(error::other)
    })?;
    Ok(PyBytes::new(py, &bytes))
}

fn write_cell(column: &dyn Array, row: usize, out: &mut String) -> PyResult<()> {
    use std::fmt::Write;
    if column.is_null(row) {
        return Ok(());
    }
    let any = column.as_any();
    match column.data_type() {
        DataType::Utf8 => any.downcast_ref::<StringArray>().into_iter().for_each(|a| out.push_str(a.value(row))),
        DataType::Int32 => any.downcast_ref::<Int32Array>().into_iter().for_each(|a| {
            let _ = write!(out, "{}", a.value(row));
        }),
        DataType::Int64 => any.downcast_ref::<Int64Array>().into_iter().for_each(|a| {
            let _ = write!(out, "{}", a.value(row));
        }),
        DataType::Float64 => any.downcast_ref::<Float64Array>().into_iter().for_each(|a| number::push(out, a.value(row))),
        DataType::Boolean => {
            any.downcast_ref::<BooleanArray>().into_iter().for_each(|a| out.push_str(if a.value(row) { "true" } else { "false" }))
        }
        other => return Err(error::other(format!("a column of type {other} has no place in a CSV"))),
    }
    Ok(())
}

/// The dictionaries that options name, as ``run.json`` lists them.
#[pyfunction]
#[pyo3(signature = (dictionaries=None, no_builtin=false))]
pub fn dictionary_digests(dictionaries: Option<PathBuf>, no_builtin: bool) -> PyResult<String> {
    let chosen = Chosen::new(dictionaries, no_builtin, "builtin")?;
    serde_json::to_string(&chosen.sources().digests()).map_err(error::other)
}
