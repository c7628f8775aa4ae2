//! Identity over the whole archive: names that mean one thing become one cluster.
//!
//! Every document leaves its [`Local`](super::Local)s; equal ones share a [`NameKey`]. Counting keys
//! is associative and commutative, so shards may be merged in any order; the clusters are made from
//! the sorted table of keys alone.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::surfaces::Surfaces;
use crate::dictionary::{EntryId, Lexicon};
use crate::names::ByEar;
use crate::record::EntityType;
use crate::text::{fold_latin, is_name_dot};

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
    /// The article whose own name it is ([`super::Local::article`]), or empty.
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

/// The clusters and which key belongs to which.
#[derive(Debug, Default)]
pub struct Clusters {
    /// All clusters, ordered by id.
    pub list: Vec<Cluster>,
    /// Cluster index of every key, by [`NameKey::digest`].
    pub of_key: FxHashMap<u128, u32>,
}

struct Union {
    parent: Vec<u32>,
}

impl Union {
    fn find(&mut self, mut x: u32) -> u32 {
        while self.parent[x as usize] != x {
            let up = self.parent[self.parent[x as usize] as usize];
            self.parent[x as usize] = up;
            x = up;
        }
        x
    }

    /// Joins two sets; the smaller root stays, so that the result does not depend on the order.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high as usize] = low;
    }
}

/// Whether two folded Latin names differ by one letter (inserted, dropped, changed or swapped).
pub(crate) fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 || a.len().min(b.len()) < 5 {
        return false;
    }
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let suffix = a[prefix..].iter().rev().zip(b[prefix..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (a.len() - prefix - suffix, b.len() - prefix - suffix);
    (ra <= 1 && rb <= 1) || (ra == 2 && rb == 2 && a[prefix] == b[prefix + 1] && a[prefix + 1] == b[prefix])
}

impl Clusters {
    /// Clusters the keys of a whole archive: by entry, Latin name and full Chinese name, by the sound of listed people's names, and last
    /// the short forms.
    pub fn build(table: &NameTable, lexicon: &Lexicon, ear: &ByEar) -> Clusters {
        let keys: Vec<(&NameKey, &KeyStats)> = table.keys.iter().collect();
        let mut union = Union { parent: (0..keys.len() as u32).collect() };
        // 1. One dictionary entry, one thing.
        let mut by_entry: FxHashMap<&str, u32> = FxHashMap::default();
        for (i, (key, _)) in keys.iter().enumerate() {
            if !key.entry.is_empty() {
                let first = *by_entry.entry(&key.entry).or_insert(i as u32);
                union.join(first, i as u32);
            }
        }
        // 2. One Latin name of two words or more (any, for things that are no people), one thing; and the
        //    dictionary's own Latin names take theirs.
        let mut by_latin: FxHashMap<(EntityType, String), u32> = FxHashMap::default();
        for (i, (key, _)) in keys.iter().enumerate() {
            let latin = if key.entry.is_empty() && !key.latin.is_empty() { &key.latin } else { &key.english };
            if latin.is_empty() {
                continue;
            }
            let folded = fold_latin(latin);
            if key.kind == EntityType::Person && !folded.contains(' ') {
                continue;
            }
            // Pinyin made from the characters is no evidence: 李伟 and 李薇 are two.
            if key.kind == EntityType::Person && key.entry.is_empty() && key.latin.is_empty() && !key.zh.is_empty() {
                continue;
            }
            // Namesakes in pinyin, and bodies with one acronym: the Chinese name has the say.
            let told_by_zh = spelt_in_pinyin(key, lexicon)
                || key.kind == EntityType::Organization && !key.zh.is_empty() && crate::names::is_acronym(latin);
            let listed = lexicon
                .form(latin)
                .and_then(|p| p.senses.iter().find(|s| lexicon.entry(s.entry).is_some_and(|e| e.kind == key.kind)))
                .and_then(|s| lexicon.entry(s.entry))
                .or_else(|| {
                    lexicon.by_id.get(&format!("{}:{}", key.kind.as_str(), folded.replace(' ', "-"))).and_then(|&e| lexicon.entry(e))
                });
            if let Some(entry) = listed
                && (!told_by_zh
                    || entry.full_zh.contains(&key.zh)
                    || lexicon
                        .form(&key.zh)
                        .is_some_and(|p| p.senses.iter().any(|s| lexicon.entry(s.entry).is_some_and(|e| e.id == entry.id))))
            {
                let first = *by_entry.entry(&entry.id).or_insert(i as u32);
                union.join(first, i as u32);
            }
            let slot = if told_by_zh { format!("{folded}={}", key.zh) } else { folded };
            let first = *by_latin.entry((key.kind, slot)).or_insert(i as u32);
            union.join(first, i as u32);
        }
        // 3. One full Chinese name: keys without a Latin name join the thing that has it, if there is
        //    one or nearly all documents mean it.
        let mut by_zh: FxHashMap<(EntityType, &str), Vec<u32>> = FxHashMap::default();
        for (i, (key, _)) in keys.iter().enumerate() {
            if !key.zh.is_empty() && key.article.is_empty() {
                by_zh.entry((key.kind, key.zh.as_str())).or_default().push(i as u32);
            }
        }
        let mut names: Vec<_> = by_zh.into_iter().collect();
        names.sort();
        for ((kind, zh), members) in &names {
            let plain: Vec<u32> = members
                .iter()
                .copied()
                .filter(|&m| {
                    let key = keys[m as usize].0;
                    key.latin.is_empty() && key.entry.is_empty()
                })
                .collect();
            // One name that articles leave without letters, spelt by the habits of each.
            if *kind == EntityType::Person {
                for &m in &plain {
                    union.join(plain[0], m);
                }
            }
            // Spellings one letter apart of one Chinese name.
            for (n, &a) in members.iter().enumerate() {
                for &b in &members[n + 1..] {
                    let (la, lb) = (fold_latin(&keys[a as usize].0.latin), fold_latin(&keys[b as usize].0.latin));
                    if !la.is_empty() && one_letter_apart(&la, &lb) || same_words(&la, &lb) {
                        union.join(a, b);
                    }
                }
            }
            let mut support: BTreeMap<u32, u64> = BTreeMap::new();
            for &m in members {
                let key = keys[m as usize].0;
                if !key.latin.is_empty() || !key.entry.is_empty() {
                    *support.entry(union.find(m)).or_default() += keys[m as usize].1.documents;
                }
            }
            let total: u64 = support.values().sum();
            let Some((&root, &most)) = support.iter().max_by_key(|(root, n)| (**n, std::cmp::Reverse(**root))) else {
                continue;
            };
            let short = *kind == EntityType::Person && zh.chars().count() < 2;
            if short || most * 5 < total * 4 {
                continue;
            }
            for m in plain {
                union.join(root, m);
            }
        }
        let heard = join_by_ear(&keys, lexicon, ear, &by_entry, &mut union);
        join_short_forms(&keys, lexicon, &mut union);
        // Build the clusters.
        let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for i in 0..keys.len() {
            groups.entry(union.find(i as u32)).or_default().push(i);
        }
        let mut list: Vec<(Cluster, Vec<usize>)> = groups
            .into_values()
            .map(|members| {
                let entry = members.iter().find_map(|m| heard.get(&(*m as u32)).copied());
                (cluster_of(&members.iter().map(|&m| keys[m]).collect::<Vec<_>>(), entry, lexicon), members)
            })
            .collect();
        list.sort_by(|a, b| a.0.id.cmp(&b.0.id).then(a.1.cmp(&b.1)));
        // Two things that would share an id: the later ones get a number.
        let mut seen: FxHashMap<String, u32> = FxHashMap::default();
        let mut clusters = Clusters::default();
        for (mut cluster, members) in list {
            let n = seen.entry(cluster.id.clone()).or_default();
            *n += 1;
            if *n > 1 {
                cluster.id = format!("{}~{}", cluster.id, n);
            }
            for m in members {
                clusters.of_key.insert(keys[m].0.digest(), clusters.list.len() as u32);
            }
            clusters.list.push(cluster);
        }
        tell_apart(&mut clusters.list, lexicon);
        clusters
    }
}

/// Gives listed things of one plain English name what tells them apart: `Democratic Party (Hong Kong)`, where
/// an archive names the American one too.
fn tell_apart(list: &mut [Cluster], lexicon: &Lexicon) {
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

/// The same words in another order, or one name with more given names than the other.
fn same_words(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let mut x: Vec<&str> = a.split(' ').collect();
    let mut y: Vec<&str> = b.split(' ').collect();
    let (first_x, last_x, first_y, last_y) = (x[0], x[x.len() - 1], y[0], y[y.len() - 1]);
    if x.len() >= 2 && y.len() >= 2 && first_x == first_y && last_x == last_y {
        return true;
    }
    x.sort_unstable();
    y.sort_unstable();
    x == y
}

/// People whom the archive nowhere writes in Latin letters and whose Chinese name is no listed one: they join the listed person whose name
/// it renders by its sound ([`ByEar`]), whose other names are in `by_entry`. Gives the entry of each such key.
fn join_by_ear(
    keys: &[(&NameKey, &KeyStats)],
    lexicon: &Lexicon,
    ear: &ByEar,
    by_entry: &FxHashMap<&str, u32>,
    union: &mut Union,
) -> FxHashMap<u32, EntryId> {
    let named: FxHashSet<u32> =
        (0u32..).zip(keys).filter(|(_, (key, _))| !key.entry.is_empty() || !key.latin.is_empty()).map(|(i, _)| union.find(i)).collect();
    let mut heard: FxHashMap<u32, EntryId> = FxHashMap::default();
    let mut first: FxHashMap<EntryId, u32> = FxHashMap::default();
    for (i, (key, _)) in (0u32..).zip(keys).filter(|(_, (key, _))| key.kind == EntityType::Person && key.zh.contains('·')) {
        if named.contains(&union.find(i)) {
            continue;
        }
        let Some(id) = ear.find(&key.zh) else { continue };
        let Some(entry) = lexicon.entry(id) else { continue };
        heard.insert(i, id);
        union.join(*by_entry.get(entry.id.as_str()).unwrap_or(first.entry(id).or_insert(i)), i);
    }
    heard
}

/// 4. Last names, Latin-only names and acronyms that stand alone in their article: they join the one
///    thing of the archive that has them, where nearly all of its documents mean that one. Surnames of
///    one character, and names that several things share, stay alone.
fn join_short_forms(keys: &[(&NameKey, &KeyStats)], lexicon: &Lexicon, union: &mut Union) {
    let mut owners: FxHashMap<(EntityType, String), BTreeMap<u32, u64>> = FxHashMap::default();
    let is_bare = |key: &NameKey| key.entry.is_empty() && (key.latin.is_empty() || key.zh.is_empty());
    for (i, (key, stats)) in keys.iter().enumerate() {
        let root = union.find(i as u32);
        let mut own = |form: String| {
            if form.chars().count() >= 2 {
                *owners.entry((key.kind, form)).or_default().entry(root).or_default() += stats.documents;
            }
        };
        if key.kind == EntityType::Person {
            if let Some((_, last)) = key.zh.rsplit_once('·') {
                own(last.to_string());
            }
            let latin = fold_latin(&key.latin);
            if spelt_in_pinyin(key, lexicon) {
                own(latin.clone());
            }
            if let Some((_, last)) = latin.rsplit_once(' ')
                && last.len() >= 4
            {
                own(last.to_string());
            }
        } else if key.kind == EntityType::Organization && !is_bare(key) {
            for surface in stats.surfaces.keys().filter(|s| !s.chars().any(crate::text::is_han)) {
                own(fold_latin(surface));
            }
        }
    }
    // 梅根 where an article decides nothing: whom nearly all others mean that name her so, among those that
    // the dictionary says may be called that.
    let listed = |entry: &str, form: &str| {
        lexicon.form(form).is_some_and(|p| p.senses.iter().any(|s| lexicon.entry(s.entry).is_some_and(|e| e.id == entry)))
    };
    let mut called: FxHashMap<(EntityType, &str), BTreeMap<u32, u64>> = FxHashMap::default();
    for (i, (key, stats)) in keys.iter().enumerate().filter(|(_, (key, _))| !key.entry.is_empty()) {
        for (surface, n) in stats.surfaces.iter() {
            let folded = crate::text::fold_str(surface);
            if listed(&key.entry, &folded)
                && let Some(pattern) = lexicon.form(&folded)
            {
                *called.entry((key.kind, pattern.text.as_str())).or_default().entry(i as u32).or_default() += n;
            }
        }
    }
    // Clusters that are told already: by an entry, by a full Latin name, a body's by any. 库克 with Emer Cooke is hers.
    let told: Vec<u32> = (0..keys.len() as u32)
        .filter(|&i| {
            let key = keys[i as usize].0;
            !key.entry.is_empty() || key.latin.contains(' ') || key.kind == EntityType::Organization && !key.latin.is_empty()
        })
        .collect();
    let mut told: FxHashSet<u32> = told.into_iter().map(|i| union.find(i)).collect();
    let mut sizes: FxHashMap<u32, u32> = FxHashMap::default();
    for i in 0..keys.len() as u32 {
        *sizes.entry(union.find(i)).or_default() += 1;
    }
    for (i, (key, _)) in keys.iter().enumerate() {
        if key.entry.is_empty()
            && key.english.is_empty()
            && key.zh.chars().count() >= 2
            && matches!(key.kind, EntityType::Person | EntityType::Organization)
            && let Some(owners) = called.get(&(key.kind, key.zh.as_str()))
        {
            let mut support: BTreeMap<u32, u64> = BTreeMap::new();
            for (owner, n) in owners {
                *support.entry(union.find(*owner)).or_default() += n;
            }
            let total: u64 = support.values().sum();
            let latin = fold_latin(&key.latin);
            if let Some((&root, &most)) = support.iter().max_by_key(|(root, n)| (**n, std::cmp::Reverse(**root)))
                && most >= 3
                && most * 5 >= total * 4
                && (latin.is_empty()
                    || !latin.contains(' ')
                        && keys.get(root as usize).is_some_and(|k| fold_latin(&k.0.latin).split(' ').any(|w| w == latin)))
                && union.find(i as u32) != root
                && !told.contains(&union.find(i as u32))
            {
                union.join(root, i as u32);
                let joined = union.find(i as u32);
                told.insert(joined);
                continue;
            }
        }
        // Only what nothing else has found a home for.
        let alone = sizes.get(&union.find(i as u32)) == Some(&1);
        if !alone || !is_bare(key) || !key.english.is_empty() {
            continue;
        }
        let form = if key.latin.is_empty() {
            if key.kind != EntityType::Person || key.zh.contains('·') || key.zh.chars().count() < 2 {
                continue;
            }
            key.zh.clone()
        } else {
            fold_latin(&key.latin)
        };
        let Some(list) = owners.get(&(key.kind, form)) else { continue };
        // Roots may have been joined since: add up what belongs together now.
        let mut support: BTreeMap<u32, u64> = BTreeMap::new();
        for (root, n) in list {
            *support.entry(union.find(*root)).or_default() += n;
        }
        let own = union.find(i as u32);
        support.remove(&own);
        let total: u64 = support.values().sum();
        let Some((&root, &most)) = support.iter().max_by_key(|(root, n)| (**n, std::cmp::Reverse(**root))) else { continue };
        if most * 5 >= total * 4 {
            union.join(root, i as u32);
        }
    }
}

/// Whether the key's Latin name is the pinyin of its Chinese one: then it tells namesakes apart no
/// better than the sound does, and the characters decide.
fn spelt_in_pinyin(key: &NameKey, lexicon: &Lexicon) -> bool {
    if key.kind != EntityType::Person || key.zh.is_empty() || key.latin.is_empty() || !key.entry.is_empty() {
        return false;
    }
    let han: Vec<char> = key.zh.chars().collect();
    let words: Vec<String> = fold_latin(&key.latin).split(' ').map(str::to_string).collect();
    crate::names::romanised::romanisation(lexicon, &han, &words) == Some(crate::names::romanised::Romanisation::Exact)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_of_one_name() {
        let resources = crate::recognise::Resources::new(&crate::dictionary::Sources::builtin()).expect("built-in dictionaries");
        let (lexicon, ear) = &resources.into_register();
        let of = |ids: &[&str]| -> Vec<String> {
            let mut table = NameTable::default();
            for id in ids {
                let entry = lexicon.by_id.get(*id).and_then(|&e| lexicon.entry(e)).expect("listed");
                let [latin, english] = [String::new(), String::new()];
                let (entry_id, zh, article) = (entry.id.clone(), entry.name_zh.clone(), String::new());
                let key = NameKey { kind: entry.kind, entry: entry_id, zh, latin, english, article };
                table.keys.insert(key, KeyStats { mentions: 1, documents: 1, ..KeyStats::default() });
            }
            Clusters::build(&table, lexicon, ear).list.into_iter().map(|c| c.name_en).collect()
        };
        let (american, hong_kong) = ("organization:democratic-party-united-states", "organization:democratic-party-hong-kong");
        assert_eq!(of(&[american]), ["Democratic Party"]);
        assert_eq!(of(&[american, hong_kong]), ["Democratic Party (Hong Kong)", "Democratic Party (United States)"]);
    }

    #[test]
    fn people_by_ear() {
        let resources = crate::recognise::Resources::new(&crate::dictionary::Sources::builtin()).expect("built-in dictionaries");
        let (lexicon, ear) = &resources.into_register();
        let listed = "person:josep-borrell";
        let of = |names: &[(&str, &str, &str)]| -> Vec<String> {
            let mut table = NameTable::default();
            for (entry, zh, latin) in names {
                let [entry, zh, latin] = [entry, zh, latin].map(|part| part.to_string());
                let key = NameKey { kind: EntityType::Person, entry, zh, latin, english: String::new(), article: String::new() };
                table.keys.insert(key, KeyStats { mentions: 1, documents: 1, ..KeyStats::default() });
            }
            Clusters::build(&table, lexicon, ear).list.into_iter().map(|c| c.name_en).collect()
        };
        assert_eq!(of(&[("", "约瑟普·博雷尔", "")]), ["Josep Borrell"]);
        assert_eq!(of(&[("", "约瑟普·博雷尔", ""), (listed, "博雷利", "")]), ["Josep Borrell"]);
        // What the archive itself writes comes first.
        assert_eq!(of(&[("", "约瑟普·博雷尔", ""), ("", "约瑟普·博雷尔", "Joseph Borel")]), ["Joseph Borel"]);
    }

    #[test]
    fn surnames_alone_are_of_their_article() {
        let resources = crate::recognise::Resources::new(&crate::dictionary::Sources::builtin()).expect("built-in dictionaries");
        let (lexicon, ear) = &resources.into_register();
        let ids = |names: &[(&str, &str)]| -> FxHashSet<String> {
            let mut table = NameTable::default();
            for (zh, article) in names {
                let [entry, latin, english] = [(); 3].map(|()| String::new());
                let key = NameKey { kind: EntityType::Person, entry, zh: zh.to_string(), latin, english, article: article.to_string() };
                table.keys.insert(key, KeyStats { mentions: 1, documents: 1, ..KeyStats::default() });
            }
            Clusters::build(&table, lexicon, ear).list.into_iter().map(|c| c.id).collect()
        };
        let both = ids(&[("刘", "a"), ("刘", "b"), ("刘文清", "")]);
        assert_eq!(both.len(), 3);
        // Whoever else is in the archive, the id stays.
        assert!(ids(&[("刘", "b")]).is_subset(&both));
    }

    #[test]
    fn bodies_of_owners_with_namesakes() {
        assert_eq!(without_inner_parentheses("Georgia (U.S. state) Senate"), "Georgia Senate");
        assert_eq!(without_inner_parentheses("Democratic Party of Georgia (U.S. state)"), "Democratic Party of Georgia");
        assert_eq!(without_inner_parentheses("Chen Zhihao"), "Chen Zhihao");
    }

    #[test]
    fn letters_apart() {
        assert!(one_letter_apart("antony blinken", "anthony blinken"));
        assert!(one_letter_apart("pompeo", "pompoe"));
        assert!(!one_letter_apart("putin", "puton x"));
        assert!(!one_letter_apart("kim", "kin"));
    }

    #[test]
    fn words() {
        assert!(same_words("joe biden", "biden joe"));
        assert!(same_words("donald trump", "donald j trump"));
        assert!(!same_words("hunter biden", "joe biden"));
    }
}
