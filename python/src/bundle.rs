//! What extraction needs besides the article, in one piece that can be sent to other machines.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{Array, Int64Array};
use guanxi::dictionary::{Sources, TableDigest};
use guanxi::names::{ArchiveName, ArchiveNames, ContextCounts};
use guanxi::recognise::Resources;
use guanxi::recognise::model::{Choice, Model};
use guanxi::relate::EventModel;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::error::{self, MismatchError};
use crate::frame::{Columns, Table, import, longs, texts};

/// First bytes of a name table in a file; the last of them is the version of the format.
const MAGIC: &[u8; 8] = b"guanxin\x01";

/// Which model, by its bytes where it is the user's.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Weights {
    None,
    Builtin,
    File(String, Vec<u8>),
}

/// Dictionaries and model, as chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chosen {
    version: String,
    /// The user's tables: name, file, text.
    tables: Vec<(String, String, String)>,
    no_builtin: bool,
    weights: Weights,
    digests: Vec<TableDigest>,
}

impl Chosen {
    /// Reads what the options name.
    ///
    /// # Errors
    /// A dictionary or model that cannot be read.
    pub fn new(dictionaries: Option<PathBuf>, no_builtin: bool, model: &str) -> PyResult<Chosen> {
        let mut user = Sources::empty();
        if let Some(folder) = &dictionaries {
            user.add_folder(folder).map_err(error::dictionary)?;
        }
        let weights = match model.parse::<Choice>().unwrap_or_default() {
            Choice::None => Weights::None,
            Choice::Builtin => Weights::Builtin,
            Choice::File(path) => {
                let name = path.display().to_string();
                let bytes = std::fs::read(&path).map_err(|e| error::DictionaryError::new_err(format!("{name}: {e}")))?;
                Weights::File(name, bytes)
            }
        };
        let mut chosen = Chosen {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tables: user.tables().map(|(n, f, t)| (n.to_owned(), f.to_owned(), t.to_owned())).collect(),
            no_builtin,
            weights,
            digests: Vec::new(),
        };
        chosen.digests = chosen.sources().digests();
        Ok(chosen)
    }

    /// The dictionaries in force.
    pub fn sources(&self) -> Sources {
        let mut sources = if self.no_builtin { Sources::empty() } else { Sources::builtin() };
        for (name, file, text) in &self.tables {
            sources.add(name, file, text);
        }
        sources
    }

    /// Compiles them.
    ///
    /// # Errors
    /// A row or model that cannot be used.
    pub fn compile(&self) -> PyResult<Resources> {
        let model = match &self.weights {
            Weights::None => None,
            Weights::Builtin => Some(Model::builtin().map_err(error::model)?),
            Weights::File(name, bytes) => Some(Model::from_bytes(bytes, name).map_err(error::model)?),
        };
        // Rules alone are judged by nobody.
        let events = if model.is_some() { Some(EventModel::builtin().map_err(error::model)?) } else { None };
        Ok(Resources::new(&self.sources()).map_err(error::dictionary)?.with_model(model).with_event_model(events))
    }

    /// Refuses what another program made: another version, or other built-in dictionaries.
    fn check(&self) -> PyResult<()> {
        let here = env!("CARGO_PKG_VERSION");
        if self.version != here {
            let message = format!("the name table was made with guanxi {}, but guanxi {here} is installed here", self.version);
            return Err(MismatchError::new_err(message));
        }
        let found = self.sources().digests();
        if found != self.digests {
            let other = found.iter().zip(&self.digests).find(|(a, b)| a != b).map_or("a table", |(a, _)| a.file.as_str());
            return Err(MismatchError::new_err(format!(
                "the dictionaries here are not those the name table was made with ({other} differs); install the same build everywhere"
            )));
        }
        Ok(())
    }

    /// A digest over version, dictionaries and model.
    pub fn digest(&self) -> u64 {
        xxh3_64(&postcard::to_stdvec(&(&self.version, &self.digests, &self.weights)).unwrap_or_default())
    }
}

/// A name table with all it was made with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bundle {
    pub chosen: Chosen,
    /// Whether events and positions are read.
    pub relations: bool,
    contexts: ContextCounts,
    pub names: Vec<ArchiveName>,
    /// Keys of the documents that are copies of others, and of what; sorted.
    pub copies: Vec<(u64, u64)>,
}

impl Bundle {
    /// The resources of extraction with the archive's names.
    ///
    /// # Errors
    /// As [`Chosen::compile`].
    pub fn resources(&self) -> PyResult<Resources> {
        let mut resources = self.chosen.compile()?;
        resources.contexts = Some(self.contexts.clone().index());
        resources.names = Some(ArchiveNames::compile(self.names.clone(), &resources.segmenter, &resources.lexicon));
        Ok(resources)
    }
}

/// The names that an archive introduces, with the dictionaries and options they were judged with.
///
/// Made by ``guanxi.spark.survey``; given to ``guanxi.Extractor`` or ``guanxi.spark.extract``.
#[pyclass(frozen, module = "guanxi")]
pub struct NameTable {
    pub bundle: Arc<Bundle>,
}

#[pymethods]
impl NameTable {
    /// Judges the Latin names of an archive by what stands before them.
    ///
    /// ``spellings`` has columns latin, spelling, documents; ``contexts`` latin, digest, context, documents; ``copies`` doc_id, duplicate_of.
    #[staticmethod]
    #[pyo3(signature = (spellings, contexts, copies, *, dictionaries=None, no_builtin=false, model="builtin", relations=true))]
    #[allow(clippy::too_many_arguments)]
    fn learn(
        py: Python<'_>,
        spellings: &Bound<'_, PyAny>,
        contexts: &Bound<'_, PyAny>,
        copies: &Bound<'_, PyAny>,
        dictionaries: Option<PathBuf>,
        no_builtin: bool,
        model: &str,
        relations: bool,
    ) -> PyResult<NameTable> {
        let chosen = Chosen::new(dictionaries, no_builtin, model)?;
        let mut by_spelling = Vec::new();
        for batch in import(spellings)? {
            let (latin, spelling, documents) = (texts(&batch, "latin")?, texts(&batch, "spelling")?, longs(&batch, "documents")?);
            for row in 0..batch.num_rows() {
                by_spelling.push((latin.or_empty(row).to_owned(), spelling.or_empty(row).to_owned(), count(documents, row)));
            }
        }
        let mut by_context = Vec::new();
        for batch in import(contexts)? {
            let (latin, digest) = (texts(&batch, "latin")?, longs(&batch, "digest")?);
            let (context, documents) = (texts(&batch, "context")?, longs(&batch, "documents")?);
            for row in 0..batch.num_rows() {
                let digest = digest.value(row) as u32;
                by_context.push((latin.or_empty(row).to_owned(), digest, context.or_empty(row).to_owned(), count(documents, row)));
            }
        }
        let mut keys = Vec::new();
        for batch in import(copies)? {
            let (copy, original) = (texts(&batch, "doc_id")?, texts(&batch, "duplicate_of")?);
            let key = |id: &str| u64::from_str_radix(id, 16).map_err(|_| error::other(format!("{id} is no document id")));
            for row in 0..batch.num_rows() {
                keys.push((key(copy.or_empty(row))?, key(original.or_empty(row))?));
            }
        }
        py.detach(move || {
            keys.sort_unstable();
            keys.dedup();
            let mut resources = chosen.compile()?;
            let contexts = ContextCounts::from_rows(by_spelling, by_context);
            let (names, _) = guanxi::pipeline::learn(&mut resources, contexts.clone());
            Ok(NameTable { bundle: Arc::new(Bundle { chosen, relations, contexts, names, copies: keys }) })
        })
    }

    /// The table as bytes, for a file or another machine.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bundle = self.bundle.clone();
        let bytes = py.detach(move || {
            let body = postcard::to_stdvec(bundle.as_ref()).map_err(error::other)?;
            let mut bytes = MAGIC.to_vec();
            bytes.extend_from_slice(&xxh3_64(&body).to_le_bytes());
            bytes.extend_from_slice(&body);
            Ok::<_, PyErr>(bytes)
        })?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads what ``to_bytes`` gave.
    ///
    /// Raises ``MismatchError`` where the version or the built-in dictionaries here are others.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<NameTable> {
        let damaged = || error::other("these bytes are no name table of this version, or are damaged");
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(damaged)?;
        let (digest, body) = rest.split_first_chunk::<8>().ok_or_else(damaged)?;
        if xxh3_64(body) != u64::from_le_bytes(*digest) {
            return Err(damaged());
        }
        let bundle: Bundle = postcard::from_bytes(body).map_err(|_| damaged())?;
        bundle.chosen.check()?;
        Ok(NameTable { bundle: Arc::new(bundle) })
    }

    /// The names: ``zh, latin, type, kind, documents, score, entry``.
    #[getter]
    fn names(&self) -> PyResult<Table> {
        let names = &self.bundle.names;
        let batch = Columns::default()
            .text("zh", names.iter().map(|n| &n.zh))
            .text("latin", names.iter().map(|n| &n.latin))
            .text("type", names.iter().map(|n| n.kind.as_str()))
            .text("kind", names.iter().map(|n| crate::article::word(&n.rendering)))
            .long("documents", names.iter().map(|n| u64::from(n.documents)))
            .double("score", names.iter().map(|n| f64::from(n.score)))
            .text("entry", names.iter().map(|n| &n.entry))
            .batch()
            .map_err(error::arrow)?;
        Ok(Table::one(batch))
    }

    /// The articles that are copies of others: ``doc_id, duplicate_of``.
    #[getter]
    fn duplicates(&self) -> PyResult<Table> {
        let copies = &self.bundle.copies;
        let batch = Columns::default()
            .text("doc_id", copies.iter().map(|c| format!("{:016x}", c.0)))
            .text("duplicate_of", copies.iter().map(|c| format!("{:016x}", c.1)))
            .batch()
            .map_err(error::arrow)?;
        Ok(Table::one(batch))
    }

    /// Number of different Latin names that stand in brackets in the archive.
    #[getter]
    fn latin_names(&self) -> usize {
        self.bundle.contexts.len()
    }

    /// Whether stated events and positions are read with it.
    #[getter]
    fn relations(&self) -> bool {
        self.bundle.relations
    }

    /// A digest of version, dictionaries, model and names: 16 hexadecimal digits.
    #[getter]
    fn digest(&self) -> String {
        let mut hash = Xxh3::new();
        hash.update(&self.bundle.chosen.digest().to_le_bytes());
        hash.update(&postcard::to_stdvec(&(&self.bundle.names, &self.bundle.copies)).unwrap_or_default());
        format!("{:016x}", hash.digest())
    }

    /// The dictionaries in force, as ``run.json`` lists them: a JSON text.
    fn dictionaries(&self) -> PyResult<String> {
        serde_json::to_string(&self.bundle.chosen.digests).map_err(error::other)
    }

    fn __len__(&self) -> usize {
        self.bundle.names.len()
    }

    fn __repr__(&self) -> String {
        format!("<guanxi.NameTable of {} names>", self.bundle.names.len())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (Py<PyBytes>,))> {
        let from = slf.get_type().getattr("from_bytes")?.unbind();
        Ok((from, (slf.get().to_bytes(slf.py())?.unbind(),)))
    }
}

fn count(column: &Int64Array, row: usize) -> u32 {
    if column.is_valid(row) { u32::try_from(column.value(row)).unwrap_or(u32::MAX) } else { 0 }
}
