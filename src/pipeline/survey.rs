//! Pass one: read, decode, clean, spool the texts.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::run::{Options, Progress, Stage};
use super::spool::{Spool, SpoolWriter, key_of};
use super::PipelineError;
use crate::document::Document;
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
}

/// Reads all inputs and spools their documents to `work/texts`.
///
/// # Errors
/// An input that does not exist, or a working file that cannot be written.
pub fn survey(options: &Options, work: &Path, progress: &dyn Progress) -> Result<Survey, PipelineError> {
    let mut writer = SpoolWriter::create(&work.join("texts"))?;
    let mut errors = Vec::new();
    progress.start(Stage::Survey, None);
    let (sender, receiver) = sync_channel::<Vec<Found>>(4);
    let outcome = std::thread::scope(|scope| -> Result<(), PipelineError> {
        let reader = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let result = enumerate(&options.inputs, &options.read, &mut |found| {
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
            let parsed: Vec<(Vec<(u64, Vec<u8>)>, Vec<ErrorRow>)> =
                batch.into_par_iter().map_init(Scratch::default, |scratch, found| read_one(found, options, scratch)).collect();
            let mut read = 0;
            for (documents, failed) in parsed {
                errors.extend(failed);
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
    Ok(Survey { texts: writer.finish()?, errors })
}

fn read_one(found: Found, options: &Options, scratch: &mut Scratch) -> (Vec<(u64, Vec<u8>)>, Vec<ErrorRow>) {
    match found {
        Found::Failed(row) => (Vec::new(), vec![row]),
        Found::Article(raw) => {
            let (documents, errors) = parse(&raw, &options.read, scratch);
            let encoded = documents.iter().map(|d: &Document| (key_of(&d.doc_id), SpoolWriter::encode(d))).collect();
            drop::<RawArticle>(raw);
            (encoded, errors)
        }
    }
}
