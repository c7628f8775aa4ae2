//! Between the passes: the names that the archive itself introduces, judged once; and which of them a
//! document depends on.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

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
    // Every piece ends in a byte that no text holds, so that pieces stay told apart.
    const END: &[u8] = &[0xFF];
    let mut digest = Xxh3::new();
    if let Some(contexts) = &resources.contexts {
        for site in sites {
            for key in [site.name.words.join(" "), fold_latin(&site.name.text)] {
                digest.update(key.as_bytes());
                digest.update(END);
                contexts.each(&key, |context, documents| {
                    digest.update(context.as_bytes());
                    digest.update(END);
                    digest.update(&documents.to_le_bytes());
                });
                digest.update(END);
            }
        }
    }
    if let Some(names) = &resources.names {
        names.scan(view, |hit| {
            let place = (hit.start as u64) << 32 | hit.end as u64;
            digest.update(&place.to_le_bytes());
            digest.update(&(hit.owners as u64).to_le_bytes());
            for text in [&hit.name.zh, &hit.name.latin, &hit.name.entry] {
                digest.update(text.as_bytes());
                digest.update(END);
            }
            let numbers =
                [hit.name.documents, hit.name.score.to_bits(), hit.name.kind as u32, hit.name.rendering as u32, u32::from(hit.short)];
            for number in numbers {
                digest.update(&number.to_le_bytes());
            }
        });
    }
    digest.digest()
}
