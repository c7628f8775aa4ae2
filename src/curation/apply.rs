//! Applying the decisions to the clusters of an archive.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::file::{Action, Curation, CurationError, Decision, Problem};
use crate::dictionary::Lexicon;
use crate::record::EntityType;
use crate::resolve::{Clusters, NameKey, NameTable, cluster_of};
use crate::text::{fold_latin, fold_str};

impl Curation {
    /// Applies all decisions: splits first, then new types, merges, names, drops; within one action in
    /// the order of the file. Ids are those of the archive without any curation (a merged entity keeps
    /// the first id, an entity split off gets one of its own).
    ///
    /// # Errors
    /// Unknown ids and contradictions, all of them with their lines; nothing is applied then.
    pub fn apply(&self, clusters: &mut Clusters, table: &NameTable, lexicon: &Lexicon) -> Result<(), CurationError> {
        let mut problems = self.contradictions(clusters);
        if problems.is_empty() {
            for decision in &self.decisions {
                if let Action::Split(names) = &decision.action
                    && let Err(message) = split(clusters, table, lexicon, &decision.ids, names)
                {
                    problems.push(Problem { line: decision.line, message });
                }
            }
        }
        if !problems.is_empty() {
            return Err(CurationError::Lines { path: self.path.clone(), problems });
        }
        let place: FxHashMap<String, usize> = clusters.list.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
        let of = |decision: &Decision| -> Vec<usize> { decision.ids.iter().filter_map(|id| place.get(id).copied()).collect() };
        for decision in &self.decisions {
            if let Action::Retype(kind) = decision.action {
                for i in of(decision) {
                    clusters.list[i].kind = kind;
                    clusters.list[i].retyped = true;
                }
            }
        }
        let mut goes_to: Vec<usize> = (0..clusters.list.len()).collect();
        let root = |goes_to: &[usize], mut i: usize| {
            while goes_to[i] != i {
                i = goes_to[i];
            }
            i
        };
        for decision in self.decisions.iter().filter(|d| d.action == Action::Merge) {
            let members = of(decision);
            let Some(&first) = members.first() else { continue };
            let target = root(&goes_to, first);
            for &other in &members[1..] {
                let other = root(&goes_to, other);
                if other != target {
                    goes_to[other] = target;
                    let (surfaces, mentions) = (std::mem::take(&mut clusters.list[other].surfaces), clusters.list[other].mentions);
                    let slot = &mut clusters.list[target];
                    slot.surfaces.merge(&surfaces);
                    slot.mentions += mentions;
                }
            }
        }
        for c in clusters.of_key.values_mut() {
            *c = root(&goes_to, *c as usize) as u32;
        }
        for decision in &self.decisions {
            if let Action::Rename { zh, en, label } = &decision.action {
                for i in of(decision) {
                    let cluster = &mut clusters.list[root(&goes_to, i)];
                    if let Some(zh) = zh {
                        if cluster.label == cluster.name_zh {
                            cluster.label = zh.clone();
                        }
                        cluster.name_zh = zh.clone();
                    }
                    if let Some(en) = en {
                        if cluster.label == cluster.name_en {
                            cluster.label = en.clone();
                        }
                        cluster.name_en = en.clone();
                    }
                    if let Some(label) = label {
                        cluster.label = label.clone();
                    }
                }
            }
            if decision.action == Action::Drop {
                for i in of(decision) {
                    clusters.list[i].dropped = true;
                }
            }
        }
        Ok(())
    }

    fn contradictions(&self, clusters: &Clusters) -> Vec<Problem> {
        let known: FxHashMap<&str, EntityType> = clusters.list.iter().map(|c| (c.id.as_str(), c.kind)).collect();
        let mut problems = Vec::new();
        let mut say = |line: u64, message: String| problems.push(Problem { line, message });
        let mut dropped: BTreeMap<&str, u64> = BTreeMap::new();
        let mut renamed: BTreeMap<&str, u64> = BTreeMap::new();
        let mut retyped: BTreeMap<&str, (EntityType, u64)> = BTreeMap::new();
        let mut swallowed: BTreeMap<&str, u64> = BTreeMap::new();
        for decision in &self.decisions {
            let mut seen: FxHashSet<&str> = FxHashSet::default();
            for id in decision.ids.iter().map(String::as_str) {
                if !known.contains_key(id) {
                    say(decision.line, format!("there is no entity {id}"));
                }
                if !seen.insert(id) {
                    say(decision.line, format!("{id} stands twice"));
                }
                match &decision.action {
                    Action::Drop => {
                        dropped.entry(id).or_insert(decision.line);
                    }
                    Action::Rename { .. } => {
                        if let Some(line) = renamed.insert(id, decision.line) {
                            say(decision.line, format!("{id} is renamed in line {line} already"));
                        }
                    }
                    Action::Retype(kind) => {
                        if let Some((other, line)) = retyped.insert(id, (*kind, decision.line))
                            && other != *kind
                        {
                            say(decision.line, format!("{id} becomes {} in line {line} already", other.as_str()));
                        }
                    }
                    _ => {}
                }
            }
            if decision.action == Action::Merge {
                for id in decision.ids.iter().skip(1) {
                    swallowed.insert(id, decision.line);
                }
            }
        }
        for decision in &self.decisions {
            for id in decision.ids.iter().map(String::as_str) {
                if decision.action != Action::Drop
                    && let Some(line) = dropped.get(id)
                {
                    say(decision.line, format!("{id} is dropped in line {line}"));
                }
                if matches!(decision.action, Action::Rename { .. })
                    && let Some(line) = swallowed.get(id)
                {
                    say(decision.line, format!("{id} is merged into another entity in line {line}; rename that one"));
                }
            }
            if decision.action == Action::Merge {
                let kind = |id: &str| retyped.get(id).map(|r| r.0).or_else(|| known.get(id).copied());
                let kinds: Vec<EntityType> = decision.ids.iter().filter_map(|id| kind(id)).collect();
                if let Some(other) = kinds.iter().find(|k| **k != kinds[0]) {
                    say(decision.line, format!("merges a {} with a {}; retype one of them first", kinds[0].as_str(), other.as_str()));
                }
            }
        }
        problems.sort_by(|a, b| a.line.cmp(&b.line).then_with(|| a.message.cmp(&b.message)));
        problems
    }
}

/// Moves the keys that have one of `names` into a cluster of their own.
fn split(clusters: &mut Clusters, table: &NameTable, lexicon: &Lexicon, ids: &[String], names: &[String]) -> Result<(), String> {
    let id = ids.first().map_or("", String::as_str);
    let Some(from) = clusters.list.iter().position(|c| c.id == id) else { return Err(format!("there is no entity {id}")) };
    let wanted: FxHashSet<String> = names.iter().flat_map(|n| [fold_str(n), fold_latin(n)]).filter(|n| !n.is_empty()).collect();
    let mut moved: Vec<(&NameKey, _)> = Vec::new();
    let mut stay: Vec<(&NameKey, _)> = Vec::new();
    for (key, stats) in &table.keys {
        if clusters.of_key.get(&key.digest()).is_none_or(|c| *c as usize != from) {
            continue;
        }
        let has = wanted.contains(&key.zh)
            || wanted.contains(&fold_latin(&key.latin))
            || stats.surfaces.keys().all(|s| wanted.contains(&fold_str(s)) || wanted.contains(&fold_latin(s)));
        if has { moved.push((key, stats)) } else { stay.push((key, stats)) }
    }
    if moved.is_empty() {
        return Err(format!("{id} has no name {}", names.join(" | ")));
    }
    if stay.is_empty() {
        return Err(format!("all names of {id} would leave it"));
    }
    let mut new = cluster_of(&moved, None, lexicon);
    let kept = cluster_of(&stay, None, lexicon);
    // What is split off is not the dictionary's thing.
    let digest = xxhash_rust::xxh3::xxh3_64(names.join("\u{0}").as_bytes());
    if clusters.list.iter().any(|c| c.id == new.id) {
        new.id = format!("{}~{:04x}", new.id, digest >> 48);
    }
    let index = clusters.list.len() as u32;
    for (key, _) in moved {
        clusters.of_key.insert(key.digest(), index);
    }
    let slot = &mut clusters.list[from];
    slot.surfaces = kept.surfaces;
    slot.mentions = kept.mentions;
    clusters.list.push(new);
    Ok(())
}
