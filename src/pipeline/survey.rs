//! Pass one: read, decode, clean, spool the texts.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::run::{Options, Progress, Stage};
use super::spool::{Spool, SpoolWriter, key_of};
use super::PipelineError;
use crate::document::Document;
use crate::names::{ContextCounts, Sites, find_sites};
use crate::text::TextView;
use crate::read::{Found, RawArticle, Scratch, enumerate, parse};
use crate::record::ErrorRow;

/// Raw articles handed to the workers at once.
const BATCH: usize = 256;

/// What the survey leaves.
pub struct Survey {
    /// The documents.
    pub texts: Spool,
    /// What could not be read.
    pub errors: Vec<ErrorRow>,
    /// What stands before each Latin name.
    pub contexts: ContextCounts,
}

/// Reads all inputs and spools their documents to `work/texts`.
///
/// # Errors
/// An input that does not exist, or a working file that cannot be written.
pub fn survey(options: &Options, work: &Path, progress: &dyn Progress) -> Result<Survey, PipelineError> {
    let mut writer = SpoolWriter::create(&work.join("texts"))?;
    let mut errors = Vec::new();
    let mut contexts = ContextCounts::default();
    progress.start(Stage::Survey, None);
    let (sender, receiver) = sync_channel::<Vec<Found>>(4);
    let outcome = std::thread::scope(|scope| -> Result<(), PipelineError> {
        let reader = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let own = own_folders(&options.inputs, &options.output);
            let result = enumerate(&options.inputs, &options.read, &mut |found| {
                let path = match &found {
                    Found::Article(raw) => &raw.path,
                    Found::Failed(row) => &row.path,
                };
                if own.iter().any(|folder| plain(Path::new(path)).starts_with(folder)) {
                    return ControlFlow::Continue(());
                }
                batch.push(found);
                if batch.len() >= BATCH {
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
        for batch in receiver {
            let parsed: Vec<Read> = batch.into_par_iter().map_init(Buffers::default, |buffers, found| read_one(found, options, buffers)).collect();
            let mut read = 0;
            for Read { documents, failed, contexts: here } in parsed {
                errors.extend(failed);
                contexts.merge(here);
                for (key, bytes) in documents {
                    writer.push(key, &bytes)?;
                    read += 1;
                }
            }
            progress.advance(read, errors.len() as u64);
            if progress.interrupted() {
                return Err(PipelineError::Interrupted);
            }
        }
        match reader.join() {
            Ok(result) => Ok(result?),
            Err(_) => Err(PipelineError::Threads("the reader stopped".into())),
        }
    });
    outcome?;
    errors.sort();
    Ok(Survey { texts: writer.finish()?, errors, contexts })
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
    view: TextView,
    sites: Sites,
}

/// What one raw article leaves.
#[derive(Default)]
struct Read {
    documents: Vec<(u64, Vec<u8>)>,
    failed: Vec<ErrorRow>,
    contexts: ContextCounts,
}

fn read_one(found: Found, options: &Options, buffers: &mut Buffers) -> Read {
    let Buffers { scratch, view, sites } = buffers;
    match found {
        Found::Failed(row) => Read { failed: vec![row], ..Read::default() },
        Found::Article(raw) => {
            let (documents, errors) = parse(&raw, &options.read, scratch);
            drop::<RawArticle>(raw);
            let mut contexts = ContextCounts::default();
            let mut encoded = Vec::with_capacity(documents.len());
            for document in &documents {
                view.load(&document.text);
                find_sites(view, sites);
                contexts.add_document(view, sites);
                encoded.push((key_of(&document.doc_id), SpoolWriter::encode::<Document>(document)));
            }
            Read { documents: encoded, failed: errors, contexts }
        }
    }
}
