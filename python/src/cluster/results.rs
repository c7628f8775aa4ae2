//! What was found in documents, one row a document with lists of rows in it.

use arrow_array::RecordBatch;
use guanxi::document::Document as Text;
use guanxi::pipeline::DocumentResult;
use guanxi::record::ErrorRow;
use guanxi::resolve::{KeyStats, NameKey};
use guanxi::text::{fold_latin, fold_str};
use pyo3::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{evidence, names_of, role, rounded, word};
use crate::error::arrow;
use crate::frame::{Columns, Table};

/// A number for a name key. Two keys with one number are found out when the keys are clustered.
fn number_of(key: &NameKey) -> u64 {
    xxh3_64(&postcard::to_stdvec(key).unwrap_or_default())
}

/// A row a document, with lists of what was found in it; of one that failed, `path`, `stage` and `error` tell so.
pub(super) fn result_rows(results: &[Result<(DocumentResult, bool), ErrorRow>]) -> PyResult<RecordBatch> {
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
        .text("article", names.iter().map(|n| &n.0.article))
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
