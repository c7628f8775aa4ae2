//! Pass two: recognise and resolve every document; a pure function of the document and the
//! resources.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use super::run::{Progress, Stage};
use super::store::{Digest, Entry, Kind, Store};
use super::stored::{Borders, StoredResult};
use super::tally::Tally;
use super::{PipelineError, names};
use crate::document::Document;
use crate::recognise::{Resources, Workspace};
use crate::relate::{EventScratch, Position, Relation, Text, events, mark_sources, positions};
use crate::resolve::{DocumentPair, Local, Mention, NameKey, NameTable, Resolver};
use crate::segment::split_sentences;
use crate::text::TextView;

/// Documents handed to a worker at once.
const CHUNK: usize = 32;

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
            article: local.article.clone(),
        })
    }

    /// [`NameKey::digest`] of [`DocumentResult::key`], without making the key.
    pub fn key_digest(&self, local: u32) -> Option<u128> {
        let local = self.locals.get(local as usize)?;
        Some(NameKey::digest_of(local.kind?, [&local.entry, &local.zh, &local.latin, &local.english, &local.article]))
    }
}

/// Recognises and resolves one document, and reads its events and positions where `related` is given.
pub fn analyse(resources: &Resources, document: Document, workspace: &mut Workspace, related: Option<&mut EventScratch>) -> DocumentResult {
    workspace.load(resources, &document.text);
    analyse_loaded(resources, document, workspace, related)
}

/// [`analyse`] of the document that the workspace has loaded.
fn analyse_loaded(
    resources: &Resources,
    document: Document,
    workspace: &mut Workspace,
    related: Option<&mut EventScratch>,
) -> DocumentResult {
    workspace.segment(resources);
    workspace.find_pairs(resources);
    workspace.recognise(resources, &document);
    let (mut mentions, mut locals, pairs) = Resolver::resolve(resources, workspace);
    for local in locals.iter_mut().filter(|l| l.is_surname_alone()) {
        local.article.clone_from(&document.doc_id);
    }
    mark_sources(&workspace.view, &workspace.sentences, &locals, &resources.lexicon, &mut mentions);
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
            judge: resources.event_model.as_ref(),
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

/// A document's result, and its encoded record where it is new.
type ResultAndRecord = (DocumentResult, Option<Vec<u8>>);

/// What a run of extraction works on.
pub struct Work<'a> {
    /// Dictionaries, model and the archive's own names.
    pub resources: &'a Resources,
    /// The documents.
    pub corpus: &'a Corpus,
    /// Which of them are copies; nothing is extracted from these.
    pub copies: &'a FxHashMap<u64, u64>,
    /// Where the texts are.
    pub texts: &'a [&'a Store],
    /// Where results of other folders are.
    pub others: &'a [&'a Store],
    /// Digest of the archive's names ([`super::names::Names`]).
    pub names: u64,
    /// Whether to leave documents to other shards whose text is in no store.
    pub partial: bool,
    /// Read events and positions.
    pub relations: bool,
}

/// What extraction counted.
#[derive(Debug, Default)]
pub struct Extracted {
    /// The name table of the archive.
    pub table: NameTable,
}

/// What a worker keeps from one chunk to the next.
#[derive(Default)]
struct Bench {
    workspace: Workspace,
    events: EventScratch,
    view: TextView,
    buffer: Vec<u8>,
}

/// Bytes before the encoded result: digests of the archive's names as a whole, and of those that the document
/// depends on.
const PREFIX: usize = 16;

/// The print that a document's result is filed under.
fn print_of(raw: u64, copy: bool) -> u64 {
    Digest::default().number(raw).number(u64::from(copy)).value()
}

/// Extracts all documents of the corpus and keeps the results in `store`; those that an earlier run left there
/// (or in `others`) and that would come out the same are taken as they are.
///
/// # Errors
/// A working file that cannot be read or written, a document whose text is nowhere, an interruption.
pub fn extract(work: &Work, store: &mut Store, progress: &dyn Progress) -> Result<Extracted, PipelineError> {
    progress.start(Stage::Extract, Some(work.corpus.documents.len() as u64));
    let spare: Mutex<Vec<Bench>> = Mutex::new(Vec::new());
    let tally = Tally::default();
    let mut fresh = store.continuation();
    {
        let (before, out) = (&*store, Mutex::new(&mut fresh));
        work.corpus.documents.par_chunks(CHUNK).try_for_each(|chunk| {
            let mut bench = spare.lock().ok().and_then(|mut s| s.pop()).unwrap_or_default();
            let outcome = bench.run(work, before, chunk, &tally, &out);
            if let Ok(mut spare) = spare.lock() {
                spare.push(bench);
            }
            outcome?;
            progress.advance(chunk.len() as u64, 0);
            if progress.interrupted() { Err(PipelineError::Interrupted) } else { Ok(()) }
        })?;
    }
    store.absorb(fresh)?;
    // What the workers kept makes room for the table.
    drop(spare);
    Ok(Extracted { table: tally.finish() })
}

impl Bench {
    fn run(
        &mut self,
        work: &Work,
        before: &Store,
        chunk: &[(u64, u64)],
        tally: &Tally,
        out: &Mutex<&mut Store>,
    ) -> Result<(), PipelineError> {
        let mut records = Vec::with_capacity(chunk.len());
        for &(key, raw) in chunk {
            let copy = work.copies.contains_key(&key);
            let print = print_of(raw, copy);
            if let Some((result, bytes)) = self.one(work, before, key, raw, copy, print)? {
                tally.add(&result);
                if let Some(bytes) = bytes {
                    records.push((key, print, bytes));
                }
            }
        }
        if let Ok(mut out) = out.lock() {
            for (key, print, bytes) in records {
                out.push(Kind::Result, key, print, &bytes)?;
            }
            out.rest()?;
        }
        Ok(())
    }

    /// The result of one document, and its bytes if it is new; `None` when it is another shard's.
    fn one(
        &mut self,
        work: &Work,
        before: &Store,
        key: u64,
        raw: u64,
        copy: bool,
        print: u64,
    ) -> Result<Option<ResultAndRecord>, PipelineError> {
        let known = std::iter::once(&before).chain(work.others).find_map(|s| s.find(Kind::Result, key, print).map(|e| (*s, e)));
        let mut depends = None;
        if let Some((store, entry)) = known {
            store.bytes(&entry, &mut self.buffer)?;
            depends = prefix(&self.buffer);
            if depends.is_some_and(|(archive, _)| archive == work.names)
                && let Some(result) = decode(&self.buffer)
            {
                return Ok(Some((result, None)));
            }
        }
        let Some((texts, entry)) = work.texts.iter().find_map(|s| s.find(Kind::Text, key, raw).map(|e| (*s, e))) else {
            return if work.partial { Ok(None) } else { Err(PipelineError::Missing { doc_id: super::store::id_of(key) }) };
        };
        let document: Document = texts.get(&entry, &mut self.buffer)?;
        let here = if copy {
            0
        } else {
            self.workspace.load(work.resources, &document.text);
            names::dependence(work.resources, &self.workspace)
        };
        if depends.is_some_and(|(_, before)| before == here)
            && let Some((store, entry)) = known
        {
            store.bytes(&entry, &mut self.buffer)?;
            if let Some(result) = decode(&self.buffer) {
                return Ok(Some((result, None)));
            }
        }
        let result = if copy {
            measure(document, &mut self.view)
        } else {
            analyse_loaded(work.resources, document, &mut self.workspace, work.relations.then_some(&mut self.events))
        };
        let mut bytes = Vec::with_capacity(1024);
        bytes.extend_from_slice(&work.names.to_le_bytes());
        bytes.extend_from_slice(&here.to_le_bytes());
        let bytes = postcard::to_extend(&result, bytes).unwrap_or_default();
        // Where the sentences are: what quotes the article later need not split it again.
        let sentences = if copy { &[] } else { self.workspace.sentences.as_slice() };
        let borders = Borders::of(sentences.iter().map(|s| (s.start, s.end)));
        let bytes = postcard::to_extend(&borders, bytes).unwrap_or_default();
        Ok(Some((result, Some(bytes))))
    }
}

/// What is said of a copy: its length alone. `view` is a buffer.
pub fn measure(document: Document, view: &mut TextView) -> DocumentResult {
    view.load(&document.text);
    let mut sentences = Vec::new();
    split_sentences(view, &mut sentences);
    DocumentResult {
        characters: view.len() as u64,
        sentences: sentences.len() as u64,
        paragraphs: view.paragraphs.len() as u64,
        document: Document { text: String::new(), ..document },
        ..DocumentResult::default()
    }
}

fn prefix(bytes: &[u8]) -> Option<(u64, u64)> {
    let number = |at: usize| bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    Some((number(0)?, number(8)?))
}

fn decode(bytes: &[u8]) -> Option<DocumentResult> {
    postcard::from_bytes(bytes.get(PREFIX..)?).ok()
}

fn damaged(position: usize) -> PipelineError {
    PipelineError::Damaged { path: "results".into(), message: format!("no result at {position}") }
}

/// The results of a corpus, in the order of document ids.
pub struct Results {
    stores: Vec<Arc<Store>>,
    places: Vec<(u32, Entry)>,
    copies: FxHashMap<u64, u64>,
}

impl Results {
    /// The results of `corpus` in `stores`.
    ///
    /// # Errors
    /// When none of the stores has the result of a document.
    pub(super) fn of(corpus: &Corpus, copies: FxHashMap<u64, u64>, stores: Vec<Arc<Store>>) -> Result<Results, PipelineError> {
        let mut places = Vec::with_capacity(corpus.documents.len());
        for &(key, raw) in &corpus.documents {
            let print = print_of(raw, copies.contains_key(&key));
            let place = stores.iter().enumerate().find_map(|(i, s)| s.find(Kind::Result, key, print).map(|e| (i as u32, e)));
            places.push(place.ok_or_else(|| PipelineError::Missing { doc_id: super::store::id_of(key) })?);
        }
        Ok(Results { stores, places, copies })
    }

    /// Number of documents that are copies of others.
    pub fn duplicates(&self) -> u64 {
        self.copies.len() as u64
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The result at this place in the order of ids.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold a result.
    pub fn get(&self, position: usize) -> Result<DocumentResult, PipelineError> {
        let mut buffer = Vec::new();
        self.bytes(position, &mut buffer)?;
        decode(&buffer).ok_or_else(|| damaged(position))
    }

    /// The same where it lies in `buffer`, which is filled with it, and where the article's sentences are.
    ///
    /// # Errors
    /// As [`Results::get`].
    pub(super) fn read<'b>(&self, position: usize, buffer: &'b mut Vec<u8>) -> Result<(StoredResult<'b>, Borders), PipelineError> {
        self.bytes(position, buffer)?;
        buffer.get(PREFIX..).and_then(StoredResult::read).ok_or_else(|| damaged(position))
    }

    fn bytes(&self, position: usize, buffer: &mut Vec<u8>) -> Result<(), PipelineError> {
        let (store, entry) = self.places.get(position).ok_or_else(|| damaged(position))?;
        let store = self.stores.get(*store as usize).ok_or_else(|| damaged(position))?;
        store.bytes(entry, buffer)
    }

    /// The name table of all documents.
    ///
    /// # Errors
    /// As [`Results::get`].
    pub fn count(&self) -> Result<NameTable, PipelineError> {
        let parts: Vec<usize> = (0..self.len()).step_by(CHUNK * 16).collect();
        let tally = Tally::default();
        parts.into_par_iter().try_for_each(|from| {
            for position in from..(from + CHUNK * 16).min(self.len()) {
                tally.add(&self.get(position)?);
            }
            Ok::<(), PipelineError>(())
        })?;
        Ok(tally.finish())
    }

    /// The id of the document at this place; empty where there is none.
    pub fn doc_id(&self, position: usize) -> String {
        self.places.get(position).map_or_else(String::new, |(_, e)| super::store::id_of(e.key))
    }

    /// The id of the document's original, if it is a copy; else nothing.
    pub fn duplicate_of(&self, position: usize) -> String {
        let key = self.places.get(position).map(|(_, e)| e.key);
        key.and_then(|k| self.copies.get(&k)).map_or_else(String::new, |original| super::store::id_of(*original))
    }
}
