//! Pass one: read, decode, clean; keep the texts, and of every article what the whole archive needs to
//! know: its signature and what stands before its Latin names.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::corpus::Corpus;
use super::run::{Options, Progress, Shard, Stage};
use super::store::{Digest, Kind, Store, encode, key_of};
use crate::document::Document;
use crate::duplicates::{self, Signature};
use crate::names::{ContextCounts, Sites, find_sites};
use crate::read::{Found, RawArticle, Scratch, enumerate, parse};
use crate::record::ErrorRow;
use crate::text::TextView;

/// Raw articles handed to a worker at once, and their bytes.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 1 << 20;

/// What is kept of every article of the archive, also by shards that leave its text to others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MarkRecord {
    /// Time of publication as a number that sorts.
    pub when: u64,
    /// What its copies are known by.
    pub signature: Signature,
    /// What stands before its Latin names.
    pub contexts: ContextCounts,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Surveyed {
    /// Documents and errors.
    pub corpus: Corpus,
    /// Raw articles that an earlier run had read.
    pub known: u64,
}

/// What the records of a survey depend on besides the raw articles.
pub fn digest(options: &Options, build: u64) -> u64 {
    Digest::default().add("survey").number(build).add(format!("{:?}", options.read)).number(options.filter.digest()).value()
}

/// Reads all inputs; articles that `store` holds from an earlier run are not cleaned again.
///
/// # Errors
/// Inputs that cannot be walked, a working file that cannot be written, an interruption.
pub fn survey(options: &Options, store: &mut Store, progress: &dyn Progress) -> Result<Surveyed, PipelineError> {
    progress.start(Stage::Survey, None);
    let known: FxHashSet<u64> = store.all(Kind::Mark).iter().map(|e| e.print).chain(store.all(Kind::Raw).iter().map(|e| e.key)).collect();
    let (sender, receiver) = sync_channel::<Vec<Found>>(4);
    let met: Mutex<(&mut Store, FxHashSet<u64>, Vec<ErrorRow>)> = Mutex::new((store, FxHashSet::default(), Vec::new()));
    let spare: Mutex<Vec<Buffers>> = Mutex::new(Vec::new());
    let again = AtomicU64::new(0);
    std::thread::scope(|scope| -> Result<(), PipelineError> {
        let reader = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let mut bytes = 0;
            let own = own_folders(&options.inputs, &options.output);
            let result = enumerate(&options.inputs, &options.read, &mut |found| {
                let path = match &found {
                    Found::Article(raw) => &raw.path,
                    Found::Failed(row) => &row.path,
                };
                if own.iter().any(|folder| plain(Path::new(path)).starts_with(folder)) {
                    return ControlFlow::Continue(());
                }
                if let Found::Article(raw) = &found {
                    bytes += raw.bytes.len();
                }
                batch.push(found);
                if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                    bytes = 0;
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                    if sender.send(full).is_err() {
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            });
            let _ = sender.send(batch);
            result
        });
        let read = receiver.into_iter().par_bridge().try_for_each(|batch| {
            let mut buffers = spare.lock().ok().and_then(|mut s| s.pop()).unwrap_or_default();
            let mut errors = Vec::new();
            let mut articles = Vec::with_capacity(batch.len());
            let (mut size, mut count) = (0u64, 0u64);
            for found in batch {
                match found {
                    Found::Failed(row) => errors.push(row),
                    Found::Article(raw) => {
                        size += raw.bytes.len() as u64;
                        count += 1;
                        articles.push(buffers.read(raw, options, &known));
                    }
                }
            }
            let failed = errors.len() + articles.iter().map(|a| a.errors).sum::<usize>();
            if let Ok(mut met) = met.lock() {
                let (store, live, failures) = &mut *met;
                failures.append(&mut errors);
                for article in articles {
                    live.insert(article.raw);
                    again.fetch_add(u64::from(article.known), Ordering::Relaxed);
                    for (kind, key, bytes) in article.records {
                        store.push(kind, key, if kind == Kind::Raw { 0 } else { article.raw }, &bytes)?;
                    }
                    store.rest()?;
                }
            }
            if let Ok(mut spare) = spare.lock() {
                spare.push(buffers);
            }
            progress.bytes(size);
            progress.advance(count, failed as u64);
            if progress.interrupted() { Err(PipelineError::Interrupted) } else { Ok(()) }
        });
        // The receiver is gone by now, so that the reader does not wait for anybody.
        let reader = reader.join();
        read?;
        match reader {
            Ok(result) => Ok(result?),
            Err(_) => Err(PipelineError::Threads("the reader stopped".into())),
        }
    })?;
    let (store, live, errors) = met.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    store.finish()?;
    let corpus = Corpus::of(store, &live, errors, &options.filter)?;
    Ok(Surveyed { corpus, known: again.into_inner() })
}

/// The output folder as paths of articles name it, where it lies inside an input: what an earlier run wrote is no article.
fn own_folders(inputs: &[PathBuf], output: &Path) -> Vec<PathBuf> {
    let Ok(output) = fs::canonicalize(output) else { return Vec::new() };
    inputs
        .iter()
        .filter_map(|input| {
            let inside = output.strip_prefix(fs::canonicalize(input).ok()?).ok()?;
            Some(plain(&input.join(inside)))
        })
        .collect()
}

/// A path without a leading `./`, and without a trailing slash.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|component| *component != Component::CurDir).collect()
}

/// Buffers of one worker.
#[derive(Default)]
struct Buffers {
    scratch: Scratch,
    signing: duplicates::Scratch,
    view: TextView,
    sites: Sites,
}

/// What one raw article leaves.
struct Read {
    raw: u64,
    known: bool,
    errors: usize,
    records: Vec<(Kind, u64, Vec<u8>)>,
}

impl Buffers {
    fn read(&mut self, raw: RawArticle, options: &Options, known: &FxHashSet<u64>) -> Read {
        let print = Digest::default().add(&raw.path).add(&raw.key).add(format!("{:?}", raw.hint)).add(&raw.bytes).value();
        if known.contains(&print) {
            return Read { raw: print, known: true, errors: 0, records: Vec::new() };
        }
        let (documents, errors) = parse(&raw, &options.read, &mut self.scratch);
        let own = options.shard.is_none_or(|shard| shard.holds(&raw.key));
        drop(raw);
        let mut records = Vec::with_capacity(documents.len() * 2);
        for document in documents.iter().filter(|d| options.filter.takes(d)) {
            self.view.load(&document.text);
            find_sites(&self.view, &mut self.sites);
            let mut contexts = ContextCounts::default();
            contexts.add_document(&self.view, &self.sites);
            let mark =
                MarkRecord { when: duplicates::when(&document.published), signature: Signature::of(document, &mut self.signing), contexts };
            let key = key_of(&document.doc_id);
            records.push((Kind::Mark, key, encode(&mark)));
            if own {
                records.push((Kind::Text, key, encode::<Document>(document)));
            }
        }
        if records.is_empty() || !errors.is_empty() {
            records.push((Kind::Raw, print, encode(&errors)));
        }
        Read { raw: print, known: false, errors: errors.len(), records }
    }
}

impl Shard {
    /// Whether the articles of the raw article with this key belong to the shard.
    pub fn holds(self, key: &str) -> bool {
        xxhash_rust::xxh3::xxh3_64(key.as_bytes()) % u64::from(self.of.max(1)) == u64::from(self.number.saturating_sub(1))
    }
}
