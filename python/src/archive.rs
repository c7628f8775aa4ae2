//! Documents of files, folders and archives, one after the other.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};

use guanxi::document::Document as Text;
use guanxi::read::{Found, LinePattern, Listed, ReadError, ReadOptions, Scratch, enumerate, enumerate_listed, enumerate_named, parse};
use guanxi::record::ErrorRow;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rayon::prelude::*;

use crate::article::Document;
use crate::error;

/// Raw articles parsed at once, and their bytes.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 1 << 20;

/// Reads the options of reading, leaving others where they are.
///
/// # Errors
/// A value of the wrong kind.
pub fn read_options(given: Option<&Bound<'_, PyDict>>) -> PyResult<ReadOptions> {
    let mut options = ReadOptions::default();
    let Some(given) = given else { return Ok(options) };
    for (name, value) in given.iter() {
        let name: String = name.extract()?;
        match name.as_str() {
            "text_column" => options.text_column = value.extract()?,
            "title_column" => options.title_column = value.extract()?,
            "date_column" => options.date_column = value.extract()?,
            "url_column" => options.url_column = value.extract()?,
            "source_column" => options.source_column = value.extract()?,
            "selector" => options.selector = value.extract()?,
            "drop_lines" => options.drop_lines = value.extract::<Option<String>>()?.map(|p| pattern(&p)).transpose()?,
            "max_depth" => options.max_depth = value.extract()?,
            "max_entry_bytes" => options.max_entry_bytes = value.extract()?,
            "max_nested_bytes" => options.max_nested_bytes = value.extract()?,
            "max_entries" => options.max_entries = value.extract()?,
            "max_expansion" => options.max_expansion = value.extract()?,
            _ => return Err(pyo3::exceptions::PyTypeError::new_err(format!("there is no reading option {name}"))),
        }
    }
    Ok(options)
}

/// A pattern of lines to leave out.
fn pattern(text: &str) -> PyResult<LinePattern> {
    text.parse().map_err(|e| pyo3::exceptions::PyValueError::new_err(format!("drop_lines: {e}")))
}

/// What is read.
pub enum Input {
    /// Files, folders and archives.
    Paths(Vec<PathBuf>),
    /// Some of the files of a folder.
    Listed(Vec<Listed>),
    /// A file's bytes: path to show, key, bytes.
    Bytes(Vec<(String, String, Vec<u8>)>),
}

/// Documents, and what could not be read.
pub type Batch = (Vec<Text>, Vec<ErrorRow>);

/// Raw articles from a thread that reads, parsed a batch at a time.
pub struct Source {
    receiver: Receiver<Result<Vec<Found>, ReadError>>,
    options: ReadOptions,
    alone: bool,
}

impl Source {
    /// Starts reading. `alone` parses on the caller's thread, for where the other cores have work of their own; else all cores parse.
    pub fn start(input: Input, options: ReadOptions, alone: bool) -> Source {
        let (sender, receiver) = sync_channel(4);
        let own = options.clone();
        std::thread::spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let mut bytes = 0;
            let mut sink = |found: Found| {
                if let Found::Article(raw) = &found {
                    bytes += raw.bytes.len();
                }
                batch.push(found);
                if batch.len() < BATCH && bytes < BATCH_BYTES {
                    return ControlFlow::Continue(());
                }
                bytes = 0;
                match sender.send(Ok(std::mem::take(&mut batch))) {
                    Ok(()) => ControlFlow::Continue(()),
                    // Nobody listens any more.
                    Err(_) => ControlFlow::Break(()),
                }
            };
            let outcome = match &input {
                Input::Paths(paths) => enumerate(paths, &own, &mut sink),
                Input::Listed(files) => files.iter().try_for_each(|file| enumerate_listed(file, &own, &mut sink)),
                Input::Bytes(files) => {
                    files.iter().try_for_each(|(path, key, bytes)| enumerate_named(path, key, &mut bytes.as_slice(), &own, &mut sink))
                }
            };
            let _ = sender.send(Ok(batch));
            if let Err(error) = outcome {
                let _ = sender.send(Err(error));
            }
        });
        Source { receiver, options, alone }
    }

    /// The documents of the next batch, and what could not be read of it; `None` at the end.
    ///
    /// # Errors
    /// Options that cannot be understood.
    pub fn next(&self) -> Option<Result<Batch, ReadError>> {
        let batch = match self.receiver.recv().ok()? {
            Ok(batch) => batch,
            Err(error) => return Some(Err(error)),
        };
        let options = &self.options;
        let one = |scratch: &mut Scratch, found: Found| match found {
            Found::Failed(row) => (Vec::new(), vec![row]),
            Found::Article(raw) => parse(&raw, options, scratch),
        };
        let parts: Vec<Batch> = if self.alone {
            let mut scratch = Scratch::default();
            batch.into_iter().map(|found| one(&mut scratch, found)).collect()
        } else {
            batch.into_par_iter().map_init(Scratch::default, one).collect()
        };
        let (mut documents, mut errors) = (Vec::new(), Vec::new());
        for (more, failed) in parts {
            documents.extend(more);
            errors.extend(failed);
        }
        Some(Ok((documents, errors)))
    }
}

/// The documents of an archive, read as they are asked for.
///
/// What cannot be read is left out and gathered in ``errors``.
#[pyclass(frozen, module = "guanxi")]
pub struct Archive {
    state: Mutex<State>,
}

struct State {
    source: Source,
    ready: VecDeque<Text>,
    errors: Vec<ErrorRow>,
}

#[pymethods]
impl Archive {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Document>> {
        py.detach(|| {
            let mut state = self.state.lock().map_err(error::other)?;
            while state.ready.is_empty() {
                match state.source.next() {
                    None => return Ok(None),
                    Some(batch) => {
                        let (documents, errors) = batch.map_err(error::read)?;
                        state.ready.extend(documents);
                        state.errors.extend(errors);
                    }
                }
            }
            Ok(state.ready.pop_front().map(Document::from))
        })
    }

    /// What could not be read so far: ``(path, stage, error)``.
    #[getter]
    fn errors(&self, py: Python<'_>) -> PyResult<Vec<(String, String, String)>> {
        py.detach(|| {
            let state = self.state.lock().map_err(error::other)?;
            Ok(state.errors.iter().map(|e| (e.path.clone(), e.stage.clone(), e.error.clone())).collect())
        })
    }
}

/// Reads files, folders and archives (.tar, .tar.gz, .zip, WARC, feeds, CSV, JSON Lines …) article by article.
///
/// ``path`` is one path or several. Options are those of reading: ``text_column``, ``title_column``, ``date_column``,
/// ``url_column``, ``source_column``, ``selector``, ``drop_lines`` and the limits ``max_depth``, ``max_entry_bytes``, ``max_nested_bytes``,
/// ``max_entries``, ``max_expansion``.
///
/// Gives an iterator over ``Document``; what cannot be read is listed in its ``errors``. Raises ``InputError`` where no input is there.
#[pyfunction]
#[pyo3(signature = (path, **options))]
pub fn read_archive(path: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Archive> {
    let paths = paths(path)?;
    missing(&paths)?;
    let options = read_options(options)?;
    let source = Source::start(Input::Paths(paths), options, false);
    Ok(Archive { state: Mutex::new(State { source, ready: VecDeque::new(), errors: Vec::new() }) })
}

/// One path or several.
///
/// # Errors
/// Something that is no path.
pub fn paths(given: &Bound<'_, PyAny>) -> PyResult<Vec<PathBuf>> {
    if let Ok(path) = given.extract::<PathBuf>() {
        return Ok(vec![path]);
    }
    given.extract::<Vec<PathBuf>>().map_err(|_| pyo3::exceptions::PyTypeError::new_err("give a path or a list of paths"))
}

/// Refuses inputs of which none is there.
///
/// # Errors
/// Says which.
pub fn missing(paths: &[PathBuf]) -> PyResult<()> {
    match paths.first() {
        None => Err(error::InputError::new_err("no input is named")),
        Some(first) if paths.iter().all(|p| p.as_os_str() != "-" && std::fs::symlink_metadata(p).is_err()) => {
            Err(error::InputError::new_err(format!("{}: there is no such file or folder", first.display())))
        }
        Some(_) => Ok(()),
    }
}
