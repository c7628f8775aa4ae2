//! The name table of an archive, counted by many threads at once.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::extract::DocumentResult;
use crate::resolve::{KeyStats, NameKey, NameTable};

/// Parts of the table, each with a lock of its own: with so many, threads seldom wait for one another, and the
/// table is there once, whatever their number.
const PARTS: usize = 64;

/// A name table that threads add to.
#[derive(Debug)]
pub struct Tally {
    parts: Vec<Mutex<FxHashMap<u128, (NameKey, KeyStats)>>>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

impl Tally {
    /// Adds one document.
    pub fn add(&self, result: &DocumentResult) {
        let mut used = vec![false; result.locals.len()];
        let named = result.mentions.iter().map(|m| m.local).chain(result.pairs.iter().filter_map(|p| p.local));
        for local in named {
            if let Some(slot) = used.get_mut(local as usize) {
                *slot = true;
            }
        }
        // Locals of one key are one thing; a document counts once for it.
        let mut keys: Vec<(u128, u32)> =
            (0..).zip(used).filter(|(_, used)| *used).filter_map(|(local, _)| Some((result.key_digest(local)?, local))).collect();
        keys.sort_unstable();
        let mut mentions: Vec<(u32, u32)> = (0..).zip(&result.mentions).map(|(place, m)| (m.local, place)).collect();
        mentions.sort_unstable();
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(digest, first)) = same.first() else { continue };
            let Some(part) = self.parts.get(digest as usize % PARTS) else { continue };
            let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
            let slot = match part.entry(digest) {
                std::collections::hash_map::Entry::Occupied(slot) => slot.into_mut(),
                std::collections::hash_map::Entry::Vacant(slot) => match result.key(first) {
                    Some(key) => slot.insert((key, KeyStats::default())),
                    None => continue,
                },
            };
            slot.1.documents += 1;
            for &(_, local) in same {
                let from = mentions.partition_point(|m| m.0 < local);
                let of_local = mentions.get(from..).unwrap_or(&[]).iter().take_while(|m| m.0 == local);
                let mut surfaces =
                    of_local.filter_map(|&(_, place)| result.mentions.get(place as usize)).map(|m| m.surface.as_str()).peekable();
                while let Some(surface) = surfaces.next() {
                    // Most often the same spelling several times in a row.
                    let mut count = 1;
                    while surfaces.next_if_eq(&surface).is_some() {
                        count += 1;
                    }
                    slot.1.mentions += count;
                    slot.1.surfaces.add(surface, count);
                }
            }
        }
    }

    /// The table.
    pub fn finish(self) -> NameTable {
        let mut keys: Vec<(NameKey, KeyStats)> = Vec::new();
        for part in self.parts {
            keys.extend(part.into_inner().unwrap_or_else(PoisonError::into_inner).into_values());
        }
        keys.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        NameTable { keys: keys.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EntityType, Evidence};
    use crate::resolve::{Local, Mention};

    fn mention(local: u32, surface: &str) -> Mention {
        Mention {
            start: 0,
            end: 2,
            paragraph: 0,
            sentence: 0,
            kind: EntityType::Person,
            evidence: Evidence::Pattern,
            confidence: 1.0,
            local,
            surface: surface.into(),
            source: false,
        }
    }

    #[test]
    fn a_document_counts_once_for_a_name() {
        let local = |zh: &str| Local { kind: Some(EntityType::Person), zh: zh.into(), ..Local::default() };
        let result = DocumentResult {
            locals: vec![local("张三"), local("李四"), local("张三"), local("王五")],
            mentions: vec![mention(0, "张三"), mention(2, "張三"), mention(1, "李四"), mention(0, "张三")],
            ..DocumentResult::default()
        };
        let tally = Tally::default();
        tally.add(&result);
        tally.add(&result);
        let table = tally.finish();
        let rows: Vec<(&str, u64, u64, usize)> =
            table.keys.iter().map(|(k, s)| (k.zh.as_str(), s.documents, s.mentions, s.surfaces.len())).collect();
        assert_eq!(rows, [("张三", 2, 6, 2), ("李四", 2, 2, 1)]);
    }
}
