//! One thing of the archive: its id, its label, its names in both languages, from the keys that mean it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::key::{KeyStats, NameKey};
use crate::dictionary::{EntryId, Lexicon};
use crate::record::EntityType;
use crate::resolve::surfaces::Surfaces;
use crate::text::{fold_latin, is_name_dot};

/// One real thing of the archive.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Stable id.
    pub id: String,
    /// Type.
    pub kind: EntityType,
    /// Dictionary entry id, or empty.
    pub entry: String,
    /// Label: the Chinese name, or the Latin one.
    pub label: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// ISO code of a country.
    pub iso: String,
    /// Surfaces and counts.
    pub surfaces: Surfaces,
    /// Mentions.
    pub mentions: u64,
    /// Whether a curation gave it another type.
    pub retyped: bool,
    /// Whether a curation dropped it.
    pub dropped: bool,
}

/// The name as people say it: what tells dictionary rows apart is left out (`Cheng Lei (journalist)`,
/// `Phoenix, Arizona`).
fn plain_english(name: &str, kind: EntityType) -> String {
    let name = name.split(" (").next().unwrap_or(name);
    if kind == EntityType::Place && name != "Washington, D.C." {
        return name.split(", ").next().unwrap_or(name).to_string();
    }
    name.to_string()
}

/// A body's English name without what tells its owner apart in the dictionaries: `Georgia (U.S. state) Senate`.
fn without_inner_parentheses(name: &str) -> String {
    match name.split_once(" (") {
        Some((head, rest)) => format!("{head}{}", rest.split_once(')').map_or("", |(_, tail)| tail)),
        None => name.to_string(),
    }
}

/// The thing that these keys mean together: the one of the dictionary that they have, or else `heard`, if any.
pub fn cluster_of(keys: &[(&NameKey, &KeyStats)], heard: Option<EntryId>, lexicon: &Lexicon) -> Cluster {
    let kind = keys.first().map_or(EntityType::Other, |k| k.0.kind);
    let mut surfaces = Surfaces::default();
    let mut mentions = 0;
    let mut zh: BTreeMap<&str, u64> = BTreeMap::new();
    let mut latin: BTreeMap<&str, u64> = BTreeMap::new();
    let mut entry_id = String::new();
    let mut english: BTreeMap<&str, u64> = BTreeMap::new();
    for &(key, stats) in keys {
        mentions += stats.mentions;
        surfaces.merge(&stats.surfaces);
        if !key.zh.is_empty() {
            *zh.entry(&key.zh).or_default() += stats.documents;
        }
        if !key.latin.is_empty() {
            *latin.entry(&key.latin).or_default() += stats.documents;
        }
        if entry_id.is_empty() && !key.entry.is_empty() {
            entry_id = key.entry.clone();
        }
        if !key.english.is_empty() {
            *english.entry(&key.english).or_default() += stats.documents;
        }
    }
    // Best attested; full names before parts of them, then the longer, then by code point.
    let best = |names: &BTreeMap<&str, u64>| -> String {
        names
            .iter()
            .max_by(|a, b| {
                a.1.cmp(b.1)
                    .then(a.0.chars().filter(|c| is_name_dot(*c)).count().cmp(&b.0.chars().filter(|c| is_name_dot(*c)).count()))
                    .then(b.0.cmp(a.0))
            })
            .map(|(name, _)| name.to_string())
            .unwrap_or_default()
    };
    let mut name_zh = best(&zh);
    let mut name_en = best(&latin);
    let listed = if entry_id.is_empty() {
        // A key without an entry may have joined through the dictionary's Latin name.
        let by_latin = lexicon.by_id.get(&format!("{}:{}", kind.as_str(), fold_latin(&name_en).replace(' ', "-"))).copied();
        by_latin.or(heard).and_then(|e| lexicon.entry(e))
    } else {
        lexicon.by_id.get(&entry_id).and_then(|&e| lexicon.entry(e))
    };
    let mut iso = String::new();
    let id = match listed {
        Some(entry) => {
            name_zh = entry.name_zh.clone();
            name_en = plain_english(&entry.name_en, entry.kind);
            entry_id = entry.id.clone();
            if kind == EntityType::Country {
                iso = entry.country.clone();
            }
            entry.id.clone()
        }
        None => {
            if name_en.is_empty() {
                name_en = without_inner_parentheses(&best(&english));
            }
            let stem = fold_latin(&name_en).replace(' ', "-");
            let mut parts = format!("{}\u{0}{}\u{0}{}", kind.as_str(), name_zh, fold_latin(&name_en));
            if let Some(article) = keys.first().map(|k| k.0.article.as_str()).filter(|a| !a.is_empty()) {
                parts.push('\u{0}');
                parts.push_str(article);
            }
            let digest = xxhash_rust::xxh3::xxh3_64(parts.as_bytes());
            if stem.is_empty() {
                format!("{}:{:08x}", kind.as_str(), digest >> 32)
            } else {
                format!("{}:{stem}-{:06x}", kind.as_str(), digest >> 40)
            }
        }
    };
    let label = if name_zh.is_empty() { name_en.clone() } else { name_zh.clone() };
    Cluster { id, kind, entry: entry_id, label, name_zh, name_en, iso, surfaces, mentions, retyped: false, dropped: false }
}

/// Gives listed things of one plain English name what tells them apart: `Democratic Party (Hong Kong)`, where
/// an archive names the American one too.
pub(super) fn tell_apart(list: &mut [Cluster], lexicon: &Lexicon) {
    let mut shared: FxHashMap<String, u32> = FxHashMap::default();
    for cluster in list.iter().filter(|c| !c.entry.is_empty()) {
        *shared.entry(cluster.name_en.clone()).or_default() += 1;
    }
    for cluster in list.iter_mut().filter(|c| shared.get(&c.name_en).is_some_and(|&n| n > 1)) {
        if let Some(entry) = lexicon.by_id.get(&cluster.entry).and_then(|&e| lexicon.entry(e)) {
            cluster.name_en.clone_from(&entry.name_en);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_owners_with_namesakes() {
        assert_eq!(without_inner_parentheses("Georgia (U.S. state) Senate"), "Georgia Senate");
        assert_eq!(without_inner_parentheses("Democratic Party of Georgia (U.S. state)"), "Democratic Party of Georgia");
        assert_eq!(without_inner_parentheses("Chen Zhihao"), "Chen Zhihao");
    }
}
