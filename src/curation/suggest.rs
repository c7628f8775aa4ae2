//! What is worth a researcher's look: likely duplicates, uncertain merges, one Latin name with several
//! Chinese ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::EntityType;
use crate::resolve::{Clusters, NameTable, one_letter_apart};
use crate::text::{fold_latin, is_han};

/// One row of what `guanxi names` writes; a curation file once `action` is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Empty: for the reader to fill in.
    pub action: String,
    /// Entities concerned.
    pub ids: String,
    /// Values that the suggested action would take.
    pub values: String,
    /// Empty: for the reader's reason.
    pub reason: String,
    /// The action that seems likely.
    pub suggested: String,
    /// Why this is worth a look.
    pub why: String,
    /// Labels of the entities.
    pub labels: String,
    /// Mentions of the entities.
    pub mentions: String,
}

/// Lists what is worth a look, the most mentioned first.
pub fn suggest(clusters: &Clusters, table: &NameTable) -> Vec<Suggestion> {
    let mut found: Vec<(u64, Suggestion)> = Vec::new();
    let mut offer = |members: &[u32], suggested: &str, values: String, why: String| {
        let list: Vec<_> = members.iter().filter_map(|m| clusters.list.get(*m as usize)).collect();
        let weight = list.iter().map(|c| c.mentions).sum();
        let join = |f: &dyn Fn(&crate::resolve::Cluster) -> String| list.iter().map(|c| f(c)).collect::<Vec<_>>().join("|");
        found.push((
            weight,
            Suggestion {
                action: String::new(),
                ids: join(&|c| c.id.clone()),
                values,
                reason: String::new(),
                suggested: suggested.to_string(),
                why,
                labels: join(&|c| c.label.clone()),
                mentions: join(&|c| c.mentions.to_string()),
            },
        ));
    };
    let by_weight = |members: &mut Vec<u32>| {
        members.sort_by(|a, b| {
            let (x, y) = (&clusters.list[*a as usize], &clusters.list[*b as usize]);
            y.mentions.cmp(&x.mentions).then_with(|| x.id.cmp(&y.id))
        });
        members.dedup();
    };
    // One Chinese name, several entities of one type; and several types.
    let mut by_zh: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut by_last: BTreeMap<(EntityType, String), Vec<u32>> = BTreeMap::new();
    for (i, cluster) in clusters.list.iter().enumerate() {
        if cluster.name_zh.chars().count() >= 2 {
            by_zh.entry(&cluster.name_zh).or_default().push(i as u32);
        }
        if cluster.kind == EntityType::Person {
            let latin = fold_latin(&cluster.name_en);
            if let Some((_, last)) = latin.rsplit_once(' ')
                && last.len() >= 5
            {
                by_last.entry((cluster.kind, last.to_string())).or_default().push(i as u32);
            }
        }
    }
    for (zh, mut members) in by_zh {
        if members.len() < 2 {
            continue;
        }
        by_weight(&mut members);
        let same = members.iter().all(|m| clusters.list[*m as usize].kind == clusters.list[members[0] as usize].kind);
        let why = if same { format!("{zh} names {} entities", members.len()) } else { format!("{zh} is of several types") };
        offer(&members, if same { "merge" } else { "retype" }, String::new(), why);
    }
    // Latin names one letter apart.
    for ((_, _), members) in by_last {
        for (n, &a) in members.iter().enumerate() {
            for &b in members.iter().skip(n + 1).take(40) {
                let (x, y) = (&clusters.list[a as usize], &clusters.list[b as usize]);
                let (p, q) = (fold_latin(&x.name_en), fold_latin(&y.name_en));
                if p == q || one_letter_apart(&p, &q) {
                    let mut pair = vec![a, b];
                    by_weight(&mut pair);
                    offer(&pair, "merge", String::new(), format!("{} and {} are spelt nearly alike", x.name_en, y.name_en));
                }
            }
        }
    }
    // One entity with several unlike Chinese names, joined by its Latin name alone.
    let mut names: BTreeMap<u32, BTreeMap<&str, u64>> = BTreeMap::new();
    for (key, stats) in &table.keys {
        if key.kind == EntityType::Person
            && key.entry.is_empty()
            && key.zh.chars().any(is_han)
            && let Some(c) = clusters.of_key.get(&key.digest())
        {
            *names.entry(*c).or_default().entry(key.zh.as_str()).or_default() += stats.documents;
        }
    }
    for (c, zh) in names {
        let unlike: Vec<&str> = zh.keys().filter(|a| zh.keys().all(|b| *a == b || !share_characters(a, b))).copied().collect();
        if zh.len() >= 2 && !unlike.is_empty() {
            offer(&[c], "split", unlike.join("|"), format!("one Latin name, {} Chinese names with no character in common", zh.len()));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.ids, &a.1.why).cmp(&(&b.1.ids, &b.1.why))));
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().map(|(_, s)| s).collect()
}

fn share_characters(a: &str, b: &str) -> bool {
    a.chars().any(|c| is_han(c) && b.contains(c))
}
