//! The tables with a row an article or less, written in the order of documents while several threads make the rows.

mod article;
mod counts;

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::PipelineError;
use super::extract::Results;
use super::run::Progress;
use super::trace::Trace;
use crate::export::atomic::Draft;
use crate::export::csv::columns;
use crate::record::{DocumentPairRow, DocumentRow, EntityType, MentionRow, PositionRow, RelationRow};
use crate::relate::Window;
use crate::resolve::Clusters;

pub(super) use article::{Maker, Rows};
pub(super) use counts::Counts;

/// Articles whose rows are made at once.
const CHUNK: usize = 64;
/// Chunks that a thread makes between two times of writing.
const WAVE: usize = 4;

/// What the rows are made with.
pub(super) struct Frame<'a> {
    /// The results, and which of the articles are copies.
    pub results: &'a Results,
    /// Entities.
    pub clusters: &'a Clusters,
    /// Types in the network.
    pub types: &'a [EntityType],
    /// Co-occurrence window.
    pub window: Window,
    /// Whether names that tell who reports make ties.
    pub with_sources: bool,
    /// Whether anything is set aside for `report.html`.
    pub page: bool,
    /// Whether `relations.jsonl` is written.
    pub jsonl: bool,
    /// Whether tables begin with a byte-order mark.
    pub bom: bool,
}

/// The files, in the order of [`Rows::tables`].
const FILES: [&str; 6] =
    ["mentions.csv", "documents.csv", "name_pairs_by_document.csv", "relations.csv", "positions.csv", "relations.jsonl"];

/// Writes the tables to `output` and counts the archive.
///
/// The rows of one stretch of articles are made while those of the stretch before are written, and the counts are
/// added up in the order of documents: neither shows in the bytes.
///
/// # Errors
/// A result that cannot be read, a file that cannot be written, an interruption.
pub(super) fn write(output: &Path, frame: &Frame, mut trace: Option<&mut Trace>, progress: &dyn Progress) -> Result<Counts, PipelineError> {
    let mut drafts = Vec::with_capacity(FILES.len());
    for name in FILES.iter().take(if frame.jsonl { 6 } else { 5 }) {
        drafts.push(Draft::create(&output.join(name))?);
    }
    let heads = [
        columns::<MentionRow>(),
        columns::<DocumentRow>(),
        columns::<DocumentPairRow>(),
        columns::<RelationRow>(),
        columns::<PositionRow>(),
    ];
    for (draft, names) in drafts.iter_mut().zip(heads) {
        let head = format!("{}{}\n", if frame.bom { "\u{feff}" } else { "" }, names.join(","));
        draft.write_all(head.as_bytes()).map_err(|e| draft.failed(e))?;
    }
    let mut counts = Counts::new(frame.clusters.list.len());
    let total = frame.results.len();
    let wave = CHUNK * WAVE * rayon::current_num_threads();
    let mut made: Vec<Rows> = Vec::new();
    for from in (0..total.max(1)).step_by(wave) {
        let chunks: Vec<Range<usize>> =
            (from..(from + wave).min(total)).step_by(CHUNK).map(|at| at..(at + CHUNK).min(from + wave).min(total)).collect();
        let before = std::mem::take(&mut made);
        let (rows, written) = rayon::join(
            || chunks.into_par_iter().map(|chunk| Maker::new(frame).rows(chunk)).collect::<Result<Vec<Rows>, PipelineError>>(),
            || put(&mut drafts, &mut counts, trace.as_deref_mut(), before, progress),
        );
        written?;
        made = rows?;
        if progress.interrupted() {
            return Err(PipelineError::Interrupted);
        }
    }
    put(&mut drafts, &mut counts, trace, made, progress)?;
    for draft in drafts {
        draft.commit()?;
    }
    Ok(counts)
}

/// Writes and counts what several chunks left.
fn put(
    drafts: &mut [Draft],
    counts: &mut Counts,
    mut trace: Option<&mut Trace>,
    rows: Vec<Rows>,
    progress: &dyn Progress,
) -> Result<(), PipelineError> {
    for chunk in rows {
        for (draft, bytes) in drafts.iter_mut().zip(&chunk.tables) {
            draft.write_all(bytes).map_err(|e| draft.failed(e))?;
        }
        progress.advance(chunk.articles.len() as u64, 0);
        for mut article in chunk.articles {
            if let (Some(trace), Some(seen)) = (trace.as_mut(), article.seen.take()) {
                trace.take(seen)?;
            }
            counts.add(article);
        }
    }
    Ok(())
}
