//! The articles of an archive as one set: which there are, which are copies, what could not be read.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::filter::Filter;
use super::store::{Digest, Entry, Kind, Store, encode};
use super::survey::{MarkHead, MarkRecord};
use crate::duplicates::{self, Mark};
use crate::names::ContextCounts;
use crate::record::ErrorRow;

/// Records decoded by a worker at once.
const BATCH: usize = 1024;

/// The set of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corpus {
    /// Key of each document and digest of the raw article it came from, by key.
    pub documents: Vec<(u64, u64)>,
    /// What could not be read, sorted.
    pub errors: Vec<ErrorRow>,
}

impl Corpus {
    /// The documents of `store` that came from the raw articles in `live`.
    pub(super) fn of(store: &Store, live: &FxHashSet<u64>, mut errors: Vec<ErrorRow>, filter: &Filter) -> Result<Corpus, PipelineError> {
        let mut documents: Vec<(u64, u64)> =
            store.all(Kind::Mark).iter().filter(|e| live.contains(&e.print)).map(|e| (e.key, e.print)).collect();
        documents.dedup_by_key(|d| d.0);
        filter.draw(&mut documents, |d| d.0);
        documents.shrink_to_fit();
        let mut buffer = Vec::new();
        for entry in store.all(Kind::Raw).iter().filter(|e| live.contains(&e.key)) {
            errors.extend(store.get::<Vec<ErrorRow>>(entry, &mut buffer)?);
        }
        errors.sort();
        errors.dedup();
        Ok(Corpus { documents, errors })
    }

    /// Adds another corpus; an article that both hold stays once.
    pub fn merge(&mut self, other: Corpus) {
        self.documents.extend(other.documents);
        self.documents.sort_unstable();
        self.documents.dedup_by_key(|d| d.0);
        self.errors.extend(other.errors);
        self.errors.sort();
        self.errors.dedup();
    }

    /// A digest of the set.
    pub fn digest(&self) -> u64 {
        Digest::default().add(encode(self)).value()
    }

    /// The digest of the raw article that a document came from.
    pub fn raw(&self, key: u64) -> Option<u64> {
        let place = self.documents.binary_search_by_key(&key, |d| d.0).ok()?;
        self.documents.get(place).map(|d| d.1)
    }
}

/// One thing known of every document, from whichever store holds it.
fn each<T: Send>(stores: &[&Store], documents: &[(u64, u64)], read: impl Fn(u64, MarkHead) -> T + Sync) -> Result<Vec<T>, PipelineError> {
    let parts: Vec<Vec<T>> = documents
        .par_chunks(BATCH)
        .map(|chunk| {
            let mut buffer = Vec::new();
            let mut out = Vec::with_capacity(chunk.len());
            for &(key, raw) in chunk {
                let (store, entry) = record(stores, Kind::Mark, key, raw)?;
                out.push(read(key, store.get(&entry, &mut buffer)?));
            }
            Ok(out)
        })
        .collect::<Result<_, PipelineError>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// The record in the first store that has it.
///
/// # Errors
/// When none has it.
pub fn record<'a>(stores: &[&'a Store], kind: Kind, key: u64, print: u64) -> Result<(&'a Store, Entry), PipelineError> {
    stores.iter().find_map(|s| s.find(kind, key, print).map(|e| (*s, e))).ok_or(PipelineError::Missing { doc_id: super::store::id_of(key) })
}

/// Which documents are copies, and of which.
///
/// # Errors
/// A working file that cannot be read.
pub fn copies(corpus: &Corpus, stores: &[&Store]) -> Result<FxHashMap<u64, u64>, PipelineError> {
    let marks = each(stores, &corpus.documents, |key, record| Mark { key, when: record.when, signature: record.signature })?;
    Ok(duplicates::find(marks))
}

/// What stands before the Latin names of all documents that are no copies.
///
/// # Errors
/// A working file that cannot be read.
pub fn contexts(corpus: &Corpus, stores: &[&Store], copies: &FxHashMap<u64, u64>) -> Result<ContextCounts, PipelineError> {
    // Few sums at a time are held, whatever the number of articles; adding up knows no order.
    corpus
        .documents
        .par_chunks(BATCH)
        .try_fold(ContextCounts::default, |mut counts, chunk| {
            let mut buffer = Vec::new();
            for &(key, raw) in chunk.iter().filter(|d| !copies.contains_key(&d.0)) {
                let (store, entry) = record(stores, Kind::Mark, key, raw)?;
                counts.merge(store.get::<MarkRecord>(&entry, &mut buffer)?.contexts);
            }
            Ok(counts)
        })
        .try_reduce(ContextCounts::default, |mut one, other| {
            one.merge(other);
            Ok(one)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::Signature;

    #[test]
    fn the_head_of_a_record_is_its_beginning() -> Result<(), Box<dyn std::error::Error>> {
        let signature = Signature { exact: 7, length: 300, bins: vec![1, 0, 255] };
        let record = MarkRecord { when: 20_210_301_000_000, signature, contexts: ContextCounts::default() };
        let head: MarkHead = postcard::from_bytes(&encode(&record))?;
        assert_eq!((head.when, head.signature), (record.when, record.signature));
        Ok(())
    }
}
