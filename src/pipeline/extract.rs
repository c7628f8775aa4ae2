//! Pass two: recognise and resolve every document; a pure function of the document and the
//! resources.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::run::{Progress, Stage};
use super::spool::{Spool, SpoolWriter, key_of};
use crate::document::Document;
use crate::recognise::{Resources, Workspace};
use crate::relate::{EventScratch, Position, Relation, Text, events, positions};
use crate::resolve::{DocumentPair, KeyStats, Local, Mention, NameKey, NameTable, Resolver};

/// Documents handed to the workers at once.
const BATCH: usize = 512;

/// Encoded results of some documents by key, and the names in them.
type Done = (Vec<(u64, Vec<u8>)>, NameTable);

/// What extraction says of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentResult {
    /// The document without its text.
    pub document: Document,
    /// Number of characters of the text.
    pub characters: u64,
    /// Number of sentences.
    pub sentences: u64,
    /// Number of paragraphs.
    pub paragraphs: u64,
    /// Names, in order.
    pub mentions: Vec<Mention>,
    /// The things they name.
    pub locals: Vec<Local>,
    /// Bilingual pairs.
    pub pairs: Vec<DocumentPair>,
    /// Stated events.
    pub relations: Vec<Relation>,
    /// Positions held.
    pub positions: Vec<Position>,
}

impl DocumentResult {
    /// The corpus-wide key of one of the document's things.
    pub fn key(&self, local: u32) -> Option<NameKey> {
        let local = self.locals.get(local as usize)?;
        Some(NameKey {
            kind: local.kind?,
            entry: local.entry.clone(),
            zh: local.zh.clone(),
            latin: local.latin.clone(),
            english: local.english.clone(),
        })
    }
}

/// Recognises and resolves one document, and reads its events and positions where `related` is given.
pub fn analyse(resources: &Resources, document: Document, workspace: &mut Workspace, related: Option<&mut EventScratch>) -> DocumentResult {
    workspace.prepare(resources, &document.text);
    workspace.find_pairs(resources);
    workspace.recognise(resources, &document);
    let (mentions, locals, pairs) = Resolver::resolve(resources, workspace);
    let (mut found_events, mut found_positions) = (Vec::new(), Vec::new());
    if let Some(scratch) = related {
        let title_end = if document.title_in_text { workspace.view.paragraphs.first().map_or(0, |p| p.end) } else { 0 };
        let text = Text {
            view: &workspace.view,
            words: &workspace.words,
            marks: &workspace.marks,
            sentences: &workspace.sentences,
            mentions: &mentions,
            locals: &locals,
            lexicon: &resources.lexicon,
            segmenter: &resources.segmenter,
            table: &resources.events,
            title_end,
        };
        found_events = events(&text, scratch);
        found_positions = positions(&text);
    }
    DocumentResult {
        characters: workspace.view.len() as u64,
        sentences: workspace.sentences.len() as u64,
        paragraphs: workspace.view.paragraphs.len() as u64,
        document: Document { text: String::new(), ..document },
        mentions,
        locals,
        pairs,
        relations: found_events,
        positions: found_positions,
    }
}

/// Extracts all documents of `texts`, spools the results to `work/results`, and gives the name
/// table of the archive.
///
/// # Errors
/// A working file that cannot be read or written.
pub fn extract(resources: &Resources, texts: &mut Spool, work: &Path, relations: bool, progress: &dyn Progress) -> Result<(Spool, NameTable), PipelineError> {
    let mut writer = SpoolWriter::create(&work.join("results"))?;
    let mut table = NameTable::default();
    progress.start(Stage::Extract, Some(texts.len() as u64));
    let spare: Mutex<Vec<(Workspace, EventScratch)>> = Mutex::new(Vec::new());
    let total = texts.len();
    let mut next = 0;
    while next < total {
        let end = (next + BATCH).min(total);
        let mut batch = Vec::with_capacity(end - next);
        for position in next..end {
            batch.push(texts.bytes(position)?.to_vec());
        }
        next = end;
        let chunk = batch.len().div_ceil(rayon::current_num_threads() * 4).max(1);
        let done: Vec<Done> = batch
            .par_chunks(chunk)
            .map(|chunk| {
                let (mut workspace, mut scratch) = spare.lock().ok().and_then(|mut s| s.pop()).unwrap_or_default();
                let mut table = NameTable::default();
                let mut out = Vec::with_capacity(chunk.len());
                for bytes in chunk {
                    let Ok(document) = postcard::from_bytes::<Document>(bytes) else { continue };
                    let key = key_of(&document.doc_id);
                    let result = analyse(resources, document, &mut workspace, relations.then_some(&mut scratch));
                    count(&result, &mut table);
                    out.push((key, SpoolWriter::encode(&result)));
                }
                if let Ok(mut spare) = spare.lock() {
                    spare.push((workspace, scratch));
                }
                (out, table)
            })
            .collect();
        for (records, part) in done {
            for (key, bytes) in records {
                writer.push(key, &bytes)?;
            }
            table.merge(part);
        }
        progress.advance(batch.len() as u64, 0);
        if progress.interrupted() {
            return Err(PipelineError::Interrupted);
        }
    }
    Ok((writer.finish()?, table))
}

/// Adds one document to the name table.
pub fn count(result: &DocumentResult, table: &mut NameTable) {
    let mut of_local: BTreeMap<u32, KeyStats> = BTreeMap::new();
    for mention in &result.mentions {
        let stats = of_local.entry(mention.local).or_default();
        stats.mentions += 1;
        *stats.surfaces.entry(mention.surface.clone()).or_default() += 1;
    }
    for pair in &result.pairs {
        if let Some(local) = pair.local {
            of_local.entry(local).or_default();
        }
    }
    let mut part = NameTable::default();
    for (local, mut stats) in of_local {
        if let Some(key) = result.key(local) {
            stats.documents = 1;
            part.keys.entry(key).and_modify(|s: &mut KeyStats| {
                s.mentions += stats.mentions;
                for (surface, n) in &stats.surfaces {
                    *s.surfaces.entry(surface.clone()).or_default() += n;
                }
            }).or_insert(stats);
        }
    }
    table.merge(part);
}
