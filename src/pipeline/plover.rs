//! Stated events as PLOVER records: one JSON object a line, with the field names of the PLOVER manual
//! (`event`, `actor`, `recip`, `text`, `textInfo`).

use std::io::{self, Write};

use serde_json::json;

use crate::document::Document;
use crate::record::RelationRow;

/// Writes one record and a line end; of the article its day, language, publisher, link and path are told.
///
/// # Errors
/// Those of `to`.
pub fn write(mut to: impl Write, row: &RelationRow, document: &Document) -> io::Result<()> {
    let record = json!({
        "id": format!("{}-{}-{}-{}-{}", row.doc_id, row.sentence, row.relation, row.subject_id, row.object_id),
        "date": document.day(),
        "event": row.relation,
        "actor": [{ "id": row.subject_id, "text": row.subject }],
        "recip": [{ "id": row.object_id, "text": row.object }],
        "eventText": row.trigger,
        "text": row.text,
        "quad": row.quad_class,
        "cameoRoot": row.cameo_root,
        "negated": row.negated,
        "confidence": row.confidence,
        "language": document.language.tag(),
        "publisher": document.source,
        "textInfo": { "doc": row.doc_id, "sentence": row.sentence, "url": document.url, "path": document.path },
    });
    serde_json::to_writer(&mut to, &record)?;
    to.write_all(b"\n")
}
