//! What documents say of the things they name, and how often: all that identity over an archive is made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::EntityType;
use crate::resolve::surfaces::Surfaces;

/// What a document says of one thing, as far as it tells things apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NameKey {
    /// Type.
    pub kind: EntityType,
    /// Dictionary entry id, or empty.
    pub entry: String,
    /// Fullest Chinese name, folded.
    pub zh: String,
    /// Fullest Latin name as written.
    pub latin: String,
    /// English name made by a pattern.
    pub english: String,
    /// The article whose own name it is ([`crate::resolve::Local::article`]), or empty.
    pub article: String,
}

impl NameKey {
    /// 128 bits that stand for the key in tables that need not give it back.
    pub fn digest(&self) -> u128 {
        NameKey::digest_of(self.kind, [&self.entry, &self.zh, &self.latin, &self.english, &self.article])
    }

    /// The digest of the key that these parts make: entry, Chinese, Latin and English name, article.
    pub fn digest_of(kind: EntityType, parts: [&str; 5]) -> u128 {
        // Names are short: put side by side they are digested in one go, which is quicker than a digest that is fed part by part.
        let mut bytes = [0u8; 256];
        let mut end = 0;
        let mut put = |part: &[u8]| -> Option<()> {
            bytes.get_mut(end..end + part.len())?.copy_from_slice(part);
            end += part.len();
            Some(())
        };
        // No name holds this byte, so the parts stay told apart.
        let fits = parts.iter().try_for_each(|part| put(part.as_bytes()).and_then(|()| put(&[0xFF]))).and_then(|()| put(&[kind as u8]));
        if let (Some(()), Some(bytes)) = (fits, bytes.get(..end)) {
            return xxhash_rust::xxh3::xxh3_128(bytes);
        }
        let mut digest = xxhash_rust::xxh3::Xxh3::new();
        for part in parts {
            digest.update(part.as_bytes());
            digest.update(&[0xFF]);
        }
        digest.update(&[kind as u8]);
        digest.digest128()
    }
}

/// Counts of one key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KeyStats {
    /// Documents that have the key.
    pub documents: u64,
    /// Mentions.
    pub mentions: u64,
    /// Surfaces and their counts.
    pub surfaces: Surfaces,
}

/// All keys of an archive with their counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameTable {
    /// Counts by key.
    pub keys: BTreeMap<NameKey, KeyStats>,
}

impl NameTable {
    /// Adds another table's counts.
    pub fn merge(&mut self, other: NameTable) {
        for (key, stats) in other.keys {
            let slot = self.keys.entry(key).or_default();
            slot.documents += stats.documents;
            slot.mentions += stats.mentions;
            slot.surfaces.merge(&stats.surfaces);
        }
    }
}
