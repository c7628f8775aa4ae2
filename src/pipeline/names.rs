//! Between the passes: the names that the archive itself introduces, judged once; and which of them a
//! document depends on.

use xxhash_rust::xxh3::xxh3_64;

use super::store::{Digest, encode};
use crate::names::{ArchiveName, ArchiveNames, ContextCounts, Sites};
use crate::recognise::Resources;
use crate::text::{TextView, fold_latin};

/// Puts the archive's names into the resources; gives them back with a digest of all that extraction takes
/// from the archive as a whole.
pub fn learn(resources: &mut Resources, contexts: ContextCounts) -> (Vec<ArchiveName>, u64) {
    let counts = xxh3_64(&encode(&contexts));
    let contexts = contexts.index();
    let names = ArchiveNames::judge(resources, &contexts);
    let digest = Digest::default().number(counts).add(encode(&names)).value();
    resources.contexts = Some(contexts);
    resources.names = Some(ArchiveNames::compile(names.clone()));
    (names, digest)
}

/// A digest of everything that extraction can take from the archive for this document: the contexts of its
/// Latin names, and the archive's names that its text holds. While it is the same, so is the document's result.
pub fn dependence(resources: &Resources, view: &TextView, sites: &Sites) -> u64 {
    let mut digest = Digest::default();
    if let Some(contexts) = &resources.contexts {
        for site in sites {
            for key in [site.name.words.join(" "), fold_latin(&site.name.text)] {
                digest = digest.add(&key);
                let mut lines = Vec::new();
                contexts.each(&key, |context, documents| lines.push((context.to_owned(), documents)));
                digest = digest.add(encode(&lines));
            }
        }
    }
    if let Some(names) = &resources.names {
        let mut hits = Vec::new();
        names.scan(view, |hit| hits.push(encode(&(hit.start, hit.end, hit.name, hit.owners, hit.short))));
        for hit in hits {
            digest = digest.add(hit);
        }
    }
    digest.value()
}
