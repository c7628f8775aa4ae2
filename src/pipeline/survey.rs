//! Pass one: read, decode, clean; keep the texts, and of every article what the whole archive needs to
//! know: its signature and what stands before its Latin names.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::corpus::Corpus;
use super::inputs::{FileRecord, Inputs, Stamp};
use super::run::{Options, Progress, Shard, Stage};
use super::store::{Digest, Kind, Store, encode, key_of};
use crate::duplicates::{self, Signature};
use crate::names::{ContextCounts, Sites, find_sites};
use crate::read::{Found, RawArticle, Reader, Scratch, enumerate_files, parse};
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

/// The beginning of a [`MarkRecord`], which can be read without the rest.
#[derive(Clone, Debug, Deserialize)]
pub struct MarkHead {
    /// As there.
    pub when: u64,
    /// As there.
    pub signature: Signature,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Surveyed {
    /// Documents and errors.
    pub corpus: Corpus,
    /// Raw articles that an earlier run had read.
    pub known: u64,
    /// The input files, for the next run.
    pub inputs: Inputs,
}

/// What the records of a survey depend on besides the raw articles.
pub fn digest(options: &Options, build: u64) -> u64 {
    Digest::default().add("survey").number(build).add(format!("{:?}", options.read)).number(options.filter.digest()).value()
}

/// No file: what stands in the stead of a file's number for standard input and inputs that cannot be opened.
const NO_FILE: u32 = u32::MAX;

/// What was found, with the number of its file.
type Batch = Vec<(u32, Found)>;

/// Reads all inputs; articles that `store` holds from an earlier run are not cleaned again, and files that have not
/// changed since (`before`) are not opened again.
///
/// # Errors
/// Inputs that cannot be walked, a working file that cannot be written, an interruption.
pub fn survey(options: &Options, store: &mut Store, before: &Inputs, progress: &dyn Progress) -> Result<Surveyed, PipelineError> {
    progress.start(Stage::Survey, None);
    let known: FxHashSet<u64> = store.all(Kind::Mark).iter().map(|e| e.print).chain(store.all(Kind::Raw).iter().map(|e| e.key)).collect();
    let met = Mutex::new(Met { store, live: FxHashSet::default(), articles: Vec::new(), errors: Vec::new(), again: 0 });
    let spare: Mutex<Vec<Buffers>> = Mutex::new(Vec::new());
    let handle = |batch: Batch| -> Result<(), PipelineError> {
        let mut buffers = spare.lock().ok().and_then(|mut s| s.pop()).unwrap_or_default();
        let mut errors = Vec::new();
        let mut articles = Vec::with_capacity(batch.len());
        for (file, found) in batch {
            match found {
                Found::Failed(row) => errors.push((file, row)),
                Found::Article(raw) => articles.push((file, buffers.read(raw, options, &known))),
            }
        }
        let failed = errors.len() + articles.iter().map(|a| a.1.errors).sum::<usize>();
        let count = articles.len();
        met.lock().unwrap_or_else(PoisonError::into_inner).take(articles, errors)?;
        if let Ok(mut spare) = spare.lock() {
            spare.push(buffers);
        }
        progress.advance(count as u64, failed as u64);
        if progress.interrupted() { Err(PipelineError::Interrupted) } else { Ok(()) }
    };
    let own = own_folders(&options.inputs, &options.output);
    let walk = |send: &mut dyn FnMut(Batch) -> ControlFlow<()>| -> Result<(Vec<Opened>, Vec<u32>), PipelineError> {
        let mut walk = Walk {
            own: &own,
            before,
            known: &known,
            progress,
            send,
            opened: Vec::new(),
            passed: Vec::new(),
            now: NO_FILE,
            batch: Vec::new(),
            bytes: 0,
        };
        enumerate_files(&options.inputs, &options.read, &mut walk)?;
        let _ = walk.flush();
        Ok((walk.opened, walk.passed))
    };
    let (opened, passed) = if rayon::current_num_threads() == 1 {
        // One thread is one thread: each batch is dealt with where it was read.
        let mut outcome = Ok(());
        let walked = walk(&mut |batch| {
            outcome = handle(batch);
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        outcome?;
        walked?
    } else {
        let (sender, receiver) = sync_channel::<Batch>(4);
        std::thread::scope(|scope| {
            let walk = &walk;
            let reader = scope.spawn(move || {
                walk(&mut |batch| if sender.send(batch).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            });
            let read = receiver.into_iter().par_bridge().try_for_each(handle);
            // The receiver is gone by now, so that the reader does not wait for anybody.
            let reader = reader.join();
            read?;
            reader.map_err(|_| PipelineError::Threads("the reader stopped".into()))?
        })?
    };
    let met = met.into_inner().unwrap_or_else(PoisonError::into_inner);
    met.store.finish()?;
    met.settle(before, opened, &passed, options)
}

/// What the threads of a survey bring together.
struct Met<'a> {
    store: &'a mut Store,
    live: FxHashSet<u64>,
    /// File and digest of each raw article.
    articles: Vec<(u32, u64)>,
    errors: Vec<(u32, ErrorRow)>,
    again: u64,
}

impl Met<'_> {
    fn take(&mut self, articles: Vec<(u32, Read)>, mut errors: Vec<(u32, ErrorRow)>) -> Result<(), PipelineError> {
        self.errors.append(&mut errors);
        for (file, article) in articles {
            self.live.insert(article.raw);
            if file != NO_FILE {
                self.articles.push((file, article.raw));
            }
            self.again += u64::from(article.known);
            for (kind, key, bytes) in article.records {
                self.store.push(kind, key, if kind == Kind::Raw { 0 } else { article.raw }, &bytes)?;
            }
            self.store.rest()?;
        }
        Ok(())
    }

    /// What was read, and of each file what it held, for the next run; those with the numbers of `passed` held what they did `before`.
    fn settle(self, before: &Inputs, opened: Vec<Opened>, passed: &[u32], options: &Options) -> Result<Surveyed, PipelineError> {
        let Met { store, mut live, mut articles, errors, mut again } = self;
        articles.sort_unstable();
        let mut inputs = before.empty();
        let mut failures: BTreeMap<u32, Vec<ErrorRow>> = BTreeMap::new();
        for (file, row) in errors {
            failures.entry(file).or_default().push(row);
        }
        let mut errors: Vec<ErrorRow> = failures.values().flatten().cloned().collect();
        for (number, file) in (0..).zip(opened) {
            let record = match (file.stamp, passed.binary_search(&number)) {
                (_, Ok(_)) => {
                    let Some(record) = before.get(&file.name, &file.key) else { continue };
                    again += record.articles.len() as u64;
                    live.extend(&record.articles);
                    errors.extend(record.errors.iter().cloned());
                    record.clone()
                }
                (Some(stamp), Err(_)) if file.closed => {
                    let from = articles.partition_point(|a| a.0 < number);
                    let of_file = articles.get(from..).unwrap_or(&[]).iter().take_while(|a| a.0 == number);
                    FileRecord { stamp, articles: of_file.map(|a| a.1).collect(), errors: failures.remove(&number).unwrap_or_default() }
                }
                _ => continue,
            };
            inputs.add(file.name, file.key, record);
        }
        let corpus = Corpus::of(store, &live, errors, &options.filter)?;
        Ok(Surveyed { corpus, known: again, inputs })
    }
}

/// A file of the inputs.
struct Opened {
    name: String,
    key: String,
    stamp: Option<Stamp>,
    closed: bool,
}

/// Gathers what is found into batches, and passes over what has not changed.
struct Walk<'a> {
    own: &'a [PathBuf],
    before: &'a Inputs,
    known: &'a FxHashSet<u64>,
    progress: &'a dyn Progress,
    send: &'a mut dyn FnMut(Batch) -> ControlFlow<()>,
    opened: Vec<Opened>,
    /// Numbers of files passed over, in order.
    passed: Vec<u32>,
    now: u32,
    batch: Batch,
    bytes: usize,
}

impl Walk<'_> {
    fn is_own(&self, path: &Path) -> bool {
        !self.own.is_empty() && self.own.iter().any(|folder| plain(path).starts_with(folder))
    }

    fn flush(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        let full = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        (self.send)(full)
    }
}

impl Reader for Walk<'_> {
    fn open(&mut self, path: &Path, name: &str, key: &str) -> bool {
        if self.is_own(path) {
            return false;
        }
        let number = self.opened.len() as u32;
        let unchanged = self.before.unchanged(path, name, key).filter(|record| record.articles.iter().all(|a| self.known.contains(a)));
        let stamp = Stamp::of(path);
        self.opened.push(Opened { name: name.to_owned(), key: key.to_owned(), stamp, closed: false });
        if let Some(record) = unchanged {
            self.passed.push(number);
            self.progress.bytes(std::fs::metadata(path).map_or(0, |m| m.len()));
            self.progress.advance(record.articles.len() as u64, record.errors.len() as u64);
            return false;
        }
        self.now = number;
        true
    }

    fn found(&mut self, found: Found) -> ControlFlow<()> {
        if let Found::Failed(row) = &found
            && self.now == NO_FILE
            && self.is_own(Path::new(&row.path))
        {
            return ControlFlow::Continue(());
        }
        if let Found::Article(raw) = &found {
            self.bytes += raw.bytes.len();
        }
        self.batch.push((self.now, found));
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn read(&mut self, bytes: u64) {
        self.progress.bytes(bytes);
    }

    fn close(&mut self) {
        if let Some(file) = self.opened.get_mut(self.now as usize) {
            file.closed = true;
        }
        self.now = NO_FILE;
    }
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
            let mark = MarkRecord {
                when: duplicates::when(&document.published),
                signature: Signature::of_view(&self.view, document.title_in_text, &mut self.signing),
                contexts,
            };
            let key = key_of(&document.doc_id);
            records.push((Kind::Mark, key, encode(&mark)));
            if own {
                // Room for the text and what is told of it: growing would copy a long text several times.
                let room = Vec::with_capacity(document.text.len() + document.path.len() + document.title.len() + 512);
                records.push((Kind::Text, key, postcard::to_extend(document, room).unwrap_or_default()));
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::pipeline::Quiet;

    #[test]
    fn a_file_that_has_not_changed_is_not_opened() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let input = folder.path().join("news");
        std::fs::create_dir(&input)?;
        let old = SystemTime::now() - Duration::from_secs(100);
        let write = |name: &str, text: &str| -> std::io::Result<PathBuf> {
            let path = input.join(name);
            std::fs::write(&path, text)?;
            std::fs::File::options().write(true).open(&path)?.set_modified(old)?;
            Ok(path)
        };
        write("a.txt", "普京抵达北京。")?;
        let b = write("b.txt", "拜登抵达东京。")?;
        write("empty.txt", "")?;
        let options = Options { inputs: vec![input.clone()], output: folder.path().join("out"), ..Options::default() };
        let (mut store, _) = Store::open(&folder.path().join("store"), 1)?;
        let first = survey(&options, &mut store, &Inputs::new(1), &Quiet)?;
        assert_eq!((first.corpus.documents.len(), first.corpus.errors.len(), first.known), (2, 1, 0));
        // All is as it was.
        let again = survey(&options, &mut store, &first.inputs, &Quiet)?;
        assert_eq!((&again.corpus, again.known), (&first.corpus, 3));
        // A change shows in the stamp, though size and time are the same where the system keeps more than those.
        write("b.txt", "拜登抵达西京城。")?;
        let changed = survey(&options, &mut store, &first.inputs, &Quiet)?;
        assert_eq!((changed.corpus.documents.len(), changed.known), (2, 2));
        assert_ne!(changed.corpus, first.corpus);
        // With the stamp of the changed file under the articles of the old one, the old ones come: it was not opened.
        let name = b.to_string_lossy().into_owned();
        let mut forged = first.inputs.clone();
        let record =
            FileRecord { stamp: Stamp::of(&b).ok_or("no stamp")?, ..first.inputs.get(&name, "news/b.txt").ok_or("no record")?.clone() };
        forged.add(name, "news/b.txt".into(), record);
        assert_eq!(survey(&options, &mut store, &forged, &Quiet)?.corpus, first.corpus);
        // A file that is gone is gone.
        std::fs::remove_file(&b)?;
        assert_eq!(survey(&options, &mut store, &first.inputs, &Quiet)?.corpus.documents.len(), 1);
        Ok(())
    }
}
