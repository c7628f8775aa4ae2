//! Extraction of articles in memory.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use guanxi::curation::Curation;
use guanxi::document::Document as Text;
use guanxi::names::ByEar;
use guanxi::pipeline::analyse;
use guanxi::read::{Written, document};
use guanxi::recognise::{Resources, Workspace};
use guanxi::relate::EventScratch;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString};
use rayon::prelude::*;

use crate::article::{Article, Document, Findings, findings};
use crate::bundle::{Chosen, NameTable};
use crate::error;

/// Articles that a thread is given at once.
const SHARE: usize = 16;

/// Buffers of one thread.
#[derive(Default)]
pub struct Bench {
    workspace: Workspace,
    events: EventScratch,
}

/// What all threads share.
pub struct Engine {
    pub resources: Resources,
    ear: ByEar,
    curation: Option<Curation>,
    pub relations: bool,
    spare: Mutex<Vec<Bench>>,
}

impl Engine {
    /// An engine with what it needs.
    pub fn new(resources: Resources, curation: Option<Curation>, relations: bool) -> Engine {
        let ear = ByEar::new(&resources.lexicon, resources.sounds.clone());
        Engine { resources, ear, curation, relations, spare: Mutex::new(Vec::new()) }
    }

    /// Lends buffers to `work`; those of work that panicked are not used again.
    pub fn with_bench<T>(&self, work: impl FnOnce(&mut Bench) -> T) -> T {
        let mut bench = self.spare.lock().ok().and_then(|mut s| s.pop()).unwrap_or_default();
        let value = work(&mut bench);
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(bench);
        }
        value
    }

    /// Recognises one document.
    pub fn analyse(&self, text: Text, bench: &mut Bench) -> guanxi::pipeline::DocumentResult {
        analyse(&self.resources, text, &mut bench.workspace, self.relations.then_some(&mut bench.events))
    }

    fn extract(&self, text: Text) -> Findings {
        let result = self.with_bench(|bench| self.analyse(text.clone(), bench));
        findings(text, result, &self.resources.lexicon, &self.ear, self.curation.as_ref())
    }
}

/// Finds names, bilingual pairs, stated events and positions in articles.
///
/// ``dictionaries`` is a folder of your own tables, which add to the built-in ones (``no_builtin=True`` leaves those out);
/// ``curation`` a CSV of decisions on who is who; ``model`` is ``"builtin"``, ``"none"`` or a file written by ``guanxi train``;
/// ``names`` a ``NameTable`` of the archive that the articles are from; ``relations=False`` leaves events and positions out.
///
/// Making one takes about a second; it may be shared between threads.
#[pyclass(frozen, module = "guanxi")]
pub struct Extractor {
    engine: Arc<Engine>,
}

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(signature = (dictionaries=None, curation=None, *, no_builtin=false, model="builtin", names=None, relations=true))]
    fn new(
        py: Python<'_>,
        dictionaries: Option<PathBuf>,
        curation: Option<PathBuf>,
        no_builtin: bool,
        model: &str,
        names: Option<&Bound<'_, NameTable>>,
        relations: bool,
    ) -> PyResult<Extractor> {
        let names = names.map(|n| n.get().bundle.clone());
        py.detach(|| {
            let curation =
                curation.map(|path| Curation::read(&path)).transpose().map_err(|e| error::DictionaryError::new_err(e.to_string()))?;
            let chosen = Chosen::new(dictionaries, no_builtin, model)?;
            let resources = match names {
                None => chosen.compile()?,
                Some(bundle) if bundle.chosen.digest() == chosen.digest() => bundle.resources()?,
                Some(_) => {
                    let message = "the name table was made with other dictionaries or another model than this extractor is to have";
                    return Err(error::MismatchError::new_err(message));
                }
            };
            Ok(Extractor { engine: Arc::new(Engine::new(resources, curation, relations)) })
        })
    }

    /// Extracts one article.
    ///
    /// A ``title`` is put before the text on a line of its own, and offsets count in ``result.text``, which begins with it; without a title
    /// ``result.text`` is the text given. ``published`` may be a date in any usual form. Instead of a text a ``Document`` of
    /// ``read_archive`` may be given. Other threads may run meanwhile.
    #[pyo3(signature = (text, title=None, published=None, url=None, source=None))]
    fn extract(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        title: Option<&str>,
        published: Option<&str>,
        url: Option<&str>,
        source: Option<&str>,
    ) -> PyResult<Article> {
        let text = match text.cast::<PyString>() {
            Ok(written) => compose(written.to_cow()?.as_ref(), [title, published, url, source].map(Option::unwrap_or_default)),
            Err(_) => convert(text)?,
        };
        let engine = self.engine.clone();
        Ok(py.detach(move || engine.extract(text)).into())
    }

    /// Extracts many articles, on ``threads`` threads (0: all cores), in the order they come.
    ///
    /// Takes any iterable of texts, of dicts with the arguments of ``extract``, or of ``Document``; gives an iterator that reads a few
    /// articles ahead, so that neither the articles nor the results need to fit in memory. Python may run other threads meanwhile.
    #[pyo3(signature = (articles, threads=0))]
    fn extract_many(&self, articles: &Bound<'_, PyAny>, threads: usize) -> PyResult<Stream> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(error::other)?;
        Ok(Stream {
            engine: self.engine.clone(),
            pool,
            articles: articles.try_iter()?.unbind(),
            state: Mutex::new(Ready { ready: VecDeque::new(), failed: None, ended: false }),
        })
    }
}

/// A document of its parts: headline, date, link, publisher.
fn compose(text: &str, [title, published, url, source]: [&str; 4]) -> Text {
    let written = Written { title, text, published, url, source, ..Written::default() };
    // An empty article has an empty result rather than none.
    document(&written).unwrap_or_default()
}

/// A text, a dict or a document.
fn convert(item: &Bound<'_, PyAny>) -> PyResult<Text> {
    if let Ok(text) = item.cast::<PyString>() {
        return Ok(compose(text.to_cow()?.as_ref(), [""; 4]));
    }
    if let Ok(document) = item.cast::<Document>() {
        return Ok(Text::from(document.get()));
    }
    let Ok(dict) = item.cast::<PyDict>() else {
        let kind = item.get_type().name()?;
        return Err(PyTypeError::new_err(format!("an article must be a text, a dict or a Document, not {kind}")));
    };
    let mut parts: [String; 5] = Default::default();
    for (key, value) in dict.iter() {
        let key: String = key.extract()?;
        let Some(slot) = ["text", "title", "published", "url", "source"].iter().position(|k| *k == key).and_then(|i| parts.get_mut(i))
        else {
            return Err(PyValueError::new_err(format!("an article has no field {key}; it may have text, title, published, url, source")));
        };
        *slot = value.extract::<Option<String>>()?.unwrap_or_default();
    }
    let [text, title, published, url, source] = &parts;
    Ok(compose(text, [title, published, url, source]))
}

/// The results of ``Extractor.extract_many``, in order.
#[pyclass(frozen, module = "guanxi")]
pub struct Stream {
    engine: Arc<Engine>,
    pool: rayon::ThreadPool,
    articles: Py<PyIterator>,
    state: Mutex<Ready>,
}

struct Ready {
    ready: VecDeque<Findings>,
    /// Told after the results of what came before it.
    failed: Option<PyErr>,
    ended: bool,
}

#[pymethods]
impl Stream {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Article>> {
        // The lock is never held while Python runs: the iterable's own code may come back here.
        let take = || -> PyResult<Result<Option<Findings>, bool>> {
            let mut state = self.state.lock().map_err(error::other)?;
            if let Some(found) = state.ready.pop_front() {
                return Ok(Ok(Some(found)));
            }
            if let Some(failed) = state.failed.take() {
                state.ended = true;
                return Err(failed);
            }
            Ok(Err(state.ended))
        };
        match py.detach(take)? {
            Ok(found) => return Ok(found.map(Article::from)),
            Err(true) => return Ok(None),
            Err(false) => {}
        }
        let mut texts = Vec::new();
        let mut failed = None;
        let mut ended = false;
        let mut articles = self.articles.bind(py).clone();
        while texts.len() < self.pool.current_num_threads() * SHARE {
            match articles.next() {
                None => {
                    ended = true;
                    break;
                }
                Some(item) => match item.and_then(|item| convert(&item)) {
                    Ok(text) => texts.push(text),
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                },
            }
        }
        let engine = &self.engine;
        let pool = &self.pool;
        let found = py.detach(move || {
            let found: Vec<Findings> = pool.install(|| texts.into_par_iter().map(|text| engine.extract(text)).collect());
            found
        });
        py.detach(|| {
            let mut state = self.state.lock().map_err(error::other)?;
            state.ready.extend(found);
            state.ended |= ended;
            state.failed = state.failed.take().or(failed);
            Ok::<_, PyErr>(())
        })?;
        match py.detach(take)? {
            Ok(found) => Ok(found.map(Article::from)),
            Err(_) => Ok(None),
        }
    }
}
