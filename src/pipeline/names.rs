//! Between the passes: the names that the archive itself introduces, judged once; and which of them a
//! document depends on.

use xxhash_rust::xxh3::xxh3_64;

use super::store::{Digest, encode};
use crate::names::{ArchiveName, ArchiveNames, ContextCounts};
use crate::recognise::{Resources, Workspace};
use crate::text::fold_latin;

/// Puts the archive's names into the resources; gives them back with a digest of all that extraction takes
/// from the archive as a whole.
pub fn learn(resources: &mut Resources, contexts: ContextCounts) -> (Vec<ArchiveName>, u64) {
    let counts = xxh3_64(&encode(&contexts));
    let contexts = contexts.index();
    let names = ArchiveNames::judge(resources, &contexts);
    let digest = Digest::default().number(counts).add(encode(&names)).value();
    resources.contexts = Some(contexts);
    resources.names = Some(ArchiveNames::compile(names.clone(), &resources.segmenter, &resources.lexicon));
    (names, digest)
}

/// A digest of everything that extraction can take from the archive for this document: the contexts of its
/// Latin names, and the archive's names that its text holds. While it is the same, so is the document's result.
/// The workspace must have loaded the document.
pub fn dependence(resources: &Resources, workspace: &Workspace) -> u64 {
    let mut bytes = Vec::new();
    if let Some(contexts) = &resources.contexts {
        for site in &workspace.sites {
            for key in [site.name.words.join(" "), fold_latin(&site.name.text)] {
                bytes.extend_from_slice(key.as_bytes());
                bytes.push(0);
                if let Some(digest) = contexts.digest(&key) {
                    bytes.extend_from_slice(&digest.to_le_bytes());
                }
            }
        }
    }
    if let Some(names) = &resources.names {
        for &hit in &workspace.name_hits {
            bytes.extend_from_slice(&hit.start.to_le_bytes());
            bytes.extend_from_slice(&names.digest(hit).to_le_bytes());
        }
    }
    xxh3_64(&bytes)
}
