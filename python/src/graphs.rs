//! The files of an output folder that are made of its tables: graphs, and stated events as PLOVER records.

use std::cmp::Reverse;
use std::path::PathBuf;

use guanxi::document::Document;
use guanxi::export::{ColorBy, Files, Format, Labels, gexf, save_events, save_network};
use guanxi::graph::Options;
use guanxi::pipeline::{Folder, GRAPH_EDGES, Recount, recount, write_plover};
use guanxi::record::RelationRow;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use arrow_array::{Array, BooleanArray, Float64Array, Int32Array};

use crate::article::language;
use crate::error::{self, OutputError};
use crate::frame::{column, import, texts};

/// The script of labels that a word names.
///
/// # Errors
/// Another word.
pub fn labels(word: &str) -> PyResult<Labels> {
    match word {
        "zh" => Ok(Labels::Zh),
        "en" => Ok(Labels::En),
        "both" => Ok(Labels::Both),
        _ => Err(PyValueError::new_err(format!("labels must be zh, en or both, not {word}"))),
    }
}

/// Writes ``graph.gexf``, ``graph-dynamic.gexf``, ``graph.graphml``, ``graph.json`` and ``events.gexf`` into an output folder, from its
/// tables: the files that ``guanxi extract`` writes. Gives their paths.
///
/// ``labels`` is the script of the names on the nodes: ``"zh"``, ``"en"`` or ``"both"``. Raises ``OutputError`` where a table cannot be read or a
/// file not be written.
#[pyfunction]
#[pyo3(signature = (folder, labels="both"))]
pub fn write_graphs(py: Python<'_>, folder: PathBuf, labels: &str) -> PyResult<Vec<PathBuf>> {
    let style = gexf::Options { labels: self::labels(labels)?, color_by: ColorBy::Type };
    py.detach(|| {
        let (tables, run) = Folder::open(&folder).map_err(error::pipeline)?;
        // Things of all types are nodes, those of the run's types have ties.
        let ties = Recount { window: run.window, with_sources: run.with_sources, ..Recount::default() };
        let (mut counted, _) = recount(&tables, &ties).map_err(error::pipeline)?;
        let tied: Vec<bool> = counted.entities.iter().map(|row| run.types.contains(&row.kind)).collect();
        let tied = |place: usize| tied.get(place).copied().unwrap_or(false);
        counted.pairs.retain(|pair| tied(pair.a) && tied(pair.b));
        let network = counted.network(&Options::default());
        let saved = |formats: &[Format], of: &dyn Fn(&Files<'_>) -> Result<Vec<PathBuf>, guanxi::export::atomic::SaveError>| {
            of(&Files { folder: &folder, formats, style, bom: run.bom, most_edges: GRAPH_EDGES })
                .map_err(|e| OutputError::new_err(e.to_string()))
        };
        let mut written = saved(&[Format::Gexf, Format::Graphml, Format::Json], &|files| save_network(&network, files))?;
        let (told, _) = recount(&tables, &Recount { relations: true, ..ties }).map_err(error::pipeline)?;
        let mut events = told.events;
        // The same entities in the same order as above; of too many events those stated most often.
        events.sort_by_key(|e| Reverse(e.weight));
        events.truncate(GRAPH_EDGES);
        written.extend(saved(&[Format::Gexf], &|files| save_events(&network, &events, files))?);
        Ok(written)
    })
}

/// Rows of ``relations`` as PLOVER records, one JSON object a line: the lines of ``relations.jsonl``.
///
/// Besides the columns of ``relations.csv`` each row has ``language``, ``source``, ``url`` and ``path`` of its article.
#[pyfunction]
pub fn plover_lines<'py>(py: Python<'py>, rows: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    let batches = import(rows)?;
    let bytes = py.detach(|| -> PyResult<Vec<u8>> {
        let mut out = Vec::new();
        for batch in &batches {
            let text = |name: &str| texts(batch, name);
            let (doc_id, published, relation) = (text("doc_id")?, text("published")?, text("relation")?);
            let (subject_id, subject, object_id, object) = (text("subject_id")?, text("subject")?, text("object_id")?, text("object")?);
            let (trigger, sentence_text, quad_class, cameo_root) =
                (text("trigger")?, text("text")?, text("quad_class")?, text("cameo_root")?);
            let (tag, source, url, path) = (text("language")?, text("source")?, text("url")?, text("path")?);
            let sentence: &Int32Array = column(batch, "sentence")?;
            let negated: &BooleanArray = column(batch, "negated")?;
            let confidence: &Float64Array = column(batch, "confidence")?;
            for row in 0..batch.num_rows() {
                let own = |column: &crate::frame::Texts<'_>| column.or_empty(row).to_owned();
                let relation = RelationRow {
                    doc_id: own(&doc_id),
                    published: own(&published),
                    sentence: u32::try_from(sentence.value(row)).unwrap_or_default(),
                    subject_id: own(&subject_id),
                    subject: own(&subject),
                    relation: own(&relation),
                    object_id: own(&object_id),
                    object: own(&object),
                    trigger: own(&trigger),
                    negated: negated.is_valid(row) && negated.value(row),
                    confidence: confidence.value(row),
                    text: own(&sentence_text),
                    quad_class: own(&quad_class),
                    cameo_root: own(&cameo_root),
                };
                let article = Document {
                    doc_id: own(&doc_id),
                    path: own(&path),
                    source: own(&source),
                    url: own(&url),
                    published: own(&published),
                    language: language(tag.or_empty(row)),
                    ..Document::default()
                };
                write_plover(&mut out, &relation, &article).map_err(error::other)?;
            }
        }
        Ok(out)
    })?;
    Ok(PyBytes::new(py, &bytes))
}
