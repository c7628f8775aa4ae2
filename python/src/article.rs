//! One article with what was found in it, as Python objects.

mod columns;
mod curated;
mod findings;
mod html;
mod records;
mod words;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

pub use columns::tables;
pub use findings::{Findings, findings, names_of};
pub use records::{Document, Entity, Mention, Pair, Position, Relation};
pub use words::{evidence, kind, language, role, rounded, word};

use self::html::html;

/// An article with what was found in it. In a notebook it shows itself with its names in colour.
///
/// Offsets are indices of ``text``, a Python string: ``article.text[m.start:m.end] == m.surface``.
#[pyclass(frozen, module = "guanxi")]
pub struct Article {
    pub found: Findings,
    mentions: PyOnceLock<Py<PyTuple>>,
    pairs: PyOnceLock<Py<PyTuple>>,
    relations: PyOnceLock<Py<PyTuple>>,
    positions: PyOnceLock<Py<PyTuple>>,
    entities: PyOnceLock<Py<PyTuple>>,
}

impl From<Findings> for Article {
    fn from(found: Findings) -> Article {
        Article {
            found,
            mentions: PyOnceLock::new(),
            pairs: PyOnceLock::new(),
            relations: PyOnceLock::new(),
            positions: PyOnceLock::new(),
            entities: PyOnceLock::new(),
        }
    }
}

fn tuple<T>(py: Python<'_>, cell: &PyOnceLock<Py<PyTuple>>, rows: &[T]) -> PyResult<Py<PyTuple>>
where
    T: Clone + pyo3::PyClass + Into<pyo3::PyClassInitializer<T>>,
{
    cell.get_or_try_init(py, || {
        let objects: Vec<Py<T>> = rows.iter().map(|row| Py::new(py, row.clone())).collect::<PyResult<_>>()?;
        Ok(PyTuple::new(py, objects)?.unbind())
    })
    .map(|t| t.clone_ref(py))
}

#[pymethods]
impl Article {
    /// Stable id.
    #[getter]
    fn doc_id(&self) -> &str {
        &self.found.document.doc_id
    }
    /// Where it was read; empty for a text in memory.
    #[getter]
    fn path(&self) -> &str {
        &self.found.document.path
    }
    /// Publisher.
    #[getter]
    fn source(&self) -> &str {
        &self.found.document.source
    }
    /// Headline.
    #[getter]
    fn title(&self) -> &str {
        &self.found.document.title
    }
    /// Link.
    #[getter]
    fn url(&self) -> &str {
        &self.found.document.url
    }
    /// Time of publication, or empty.
    #[getter]
    fn published(&self) -> &str {
        &self.found.document.published
    }
    /// ``zh-Hans``, ``zh-Hant``, ``en`` or ``other``.
    #[getter]
    fn language(&self) -> &str {
        self.found.document.language
    }
    /// The text that offsets count in: the headline on a line of its own, where there is one, then the text given.
    #[getter]
    fn text(&self) -> &str {
        &self.found.document.text
    }
    /// Every occurrence of a name, in order.
    #[getter]
    fn mentions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.mentions, &self.found.mentions)
    }
    /// Bilingual pairs, in order.
    #[getter]
    fn pairs(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.pairs, &self.found.pairs)
    }
    /// Stated events, in order.
    #[getter]
    fn relations(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.relations, &self.found.relations)
    }
    /// Positions held, in order.
    #[getter]
    fn positions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.positions, &self.found.positions)
    }
    /// What is named, most mentioned first.
    #[getter]
    fn entities(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.entities, &self.found.entities)
    }

    /// Everything as dicts and lists, for JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = &self.found;
        let dict = found.document.to_dict(py)?;
        let all = |rows: Vec<PyResult<Bound<'py, PyDict>>>| rows.into_iter().collect::<PyResult<Vec<_>>>();
        dict.set_item("mentions", all(found.mentions.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("pairs", all(found.pairs.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("relations", all(found.relations.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("positions", all(found.positions.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("entities", all(found.entities.iter().map(|r| r.to_dict(py)).collect())?)?;
        Ok(dict)
    }

    fn _repr_html_(&self) -> String {
        html(&self.found)
    }

    fn __repr__(&self) -> String {
        let found = &self.found;
        let name: String = match found.document.title.is_empty() {
            true => found.document.text.chars().take(20).collect(),
            false => found.document.title.clone(),
        };
        format!("<guanxi.Article {name:?}: {} mentions of {} entities>", found.mentions.len(), found.entities.len())
    }
}
