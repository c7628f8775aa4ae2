//! The results of many articles as tables.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Article;
use super::findings::Findings;
use super::records::Document;
use crate::error::arrow;
use crate::frame::{Columns, Table};

/// The results of many articles as tables: a dict of ``documents``, ``mentions``, ``pairs``, ``relations``, ``positions`` and ``entities``.
///
/// Each has a column ``article``, the place of the article among those given, besides the fields of its rows.
#[pyfunction]
pub fn tables<'py>(py: Python<'py>, articles: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let articles: Vec<Bound<'py, Article>> = articles.try_iter()?.map(|a| Ok(a?.cast_into::<Article>()?)).collect::<PyResult<_>>()?;
    let found: Vec<&Findings> = articles.iter().map(|a| &a.get().found).collect();
    macro_rules! table {
        ($rows:ident: $($method:ident $field:ident $name:literal),*) => {{
            let rows = || found.iter().enumerate().flat_map(|(i, f)| f.$rows.iter().map(move |row| (i, row)));
            Columns::default()
                .long("article", rows().map(|(i, _)| i as u64))
                .text("doc_id", rows().map(|(i, _)| found.get(i).map_or("", |f| f.document.doc_id.as_str())))
                $(.$method($name, rows().map(|(_, r)| r.$field.clone())))*
                .batch()
                .map(Table::one)
                .map_err(arrow)?
        }};
    }
    let dict = PyDict::new(py);
    let document = |f: fn(&Document) -> &str| found.iter().map(move |a| f(&a.document));
    let documents = Columns::default()
        .long("article", 0..found.len() as u64)
        .text("doc_id", document(|d| &d.doc_id))
        .text("path", document(|d| &d.path))
        .text("source", document(|d| &d.source))
        .text("title", document(|d| &d.title))
        .text("url", document(|d| &d.url))
        .text("published", document(|d| &d.published))
        .text("language", document(|d| d.language))
        .text("text", document(|d| &d.text))
        .batch()
        .map_err(arrow)?;
    dict.set_item("documents", Table::one(documents))?;
    let mentions = table!(mentions: int start "start", int end "end", text surface "surface", text kind "type", text entity_id "entity_id",
        int paragraph "paragraph", int sentence "sentence", text evidence "evidence", double confidence "confidence", text role "role");
    dict.set_item("mentions", mentions)?;
    let pairs = table!(pairs: int start "start", int end "end", text zh "zh", text latin "latin", text kind "type", text rendering "kind",
        double score "score", text entity_id "entity_id");
    dict.set_item("pairs", pairs)?;
    let relations = table!(relations: int sentence "sentence", text subject_id "subject_id", text subject "subject",
        text relation "relation", text object_id "object_id", text object "object", text trigger "trigger", flag negated "negated",
        double confidence "confidence", text text "text", text quad_class "quad_class", text cameo_root "cameo_root");
    dict.set_item("relations", relations)?;
    let positions = table!(positions: int sentence "sentence", text person_id "person_id", text person "person", text title "title",
        text body_id "body_id", text body "body", double confidence "confidence", text text "text");
    dict.set_item("positions", positions)?;
    let entities = table!(entities: text id "id", text label "label", text kind "type", text name_zh "name_zh", text name_en "name_en",
        text iso_3166 "iso_3166", long mentions "mentions");
    dict.set_item("entities", entities)?;
    Ok(dict)
}
