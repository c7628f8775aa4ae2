//! Keys that are one thing: by what the dictionaries list, by Latin names, by full Chinese names, by ear.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::key::{KeyStats, NameKey};
use super::spelling::{one_letter_apart, same_words, spelt_in_pinyin};
use super::union::Union;
use crate::dictionary::{Entry, EntryId, Lexicon};
use crate::names::ByEar;
use crate::record::EntityType;
use crate::text::fold_latin;

/// The sorted keys of an archive while they are joined. The steps are run in their order, each over what those before have joined.
pub(super) struct Joining<'a> {
    /// All keys with their counts, sorted.
    pub(super) keys: Vec<(&'a NameKey, &'a KeyStats)>,
    /// Which of them are one thing so far.
    pub(super) union: Union,
    pub(super) lexicon: &'a Lexicon,
    /// The first key of each dictionary entry, by its id.
    by_entry: FxHashMap<&'a str, u32>,
}

impl<'a> Joining<'a> {
    /// Every key a thing of its own.
    pub(super) fn new(keys: Vec<(&'a NameKey, &'a KeyStats)>, lexicon: &'a Lexicon) -> Joining<'a> {
        Joining { union: Union::new(keys.len()), keys, lexicon, by_entry: FxHashMap::default() }
    }

    /// All keys with their places in the list.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u32, &'a NameKey, &'a KeyStats)> + use<'a, '_> {
        (0u32..).zip(&self.keys).map(|(i, (key, stats))| (i, *key, *stats))
    }

    /// 1. One dictionary entry, one thing.
    pub(super) fn by_entry(&mut self) {
        for (i, (key, _)) in (0u32..).zip(&self.keys) {
            if !key.entry.is_empty() {
                let first = *self.by_entry.entry(&key.entry).or_insert(i);
                self.union.join(first, i);
            }
        }
    }

    /// 2. One Latin name of two words or more (any, for things that are no people), one thing; and the dictionary's own Latin names take
    ///    theirs.
    pub(super) fn by_latin(&mut self) {
        let mut by_latin: FxHashMap<(EntityType, String), u32> = FxHashMap::default();
        for (i, (key, _)) in (0u32..).zip(&self.keys) {
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
            let told_by_zh = spelt_in_pinyin(key, self.lexicon)
                || key.kind == EntityType::Organization && !key.zh.is_empty() && crate::names::is_acronym(latin);
            if let Some(entry) = listed_in_latin(self.lexicon, key.kind, latin, &folded)
                && (!told_by_zh || entry.full_zh.contains(&key.zh) || may_mean(self.lexicon, &key.zh, &entry.id))
            {
                let first = *self.by_entry.entry(&entry.id).or_insert(i);
                self.union.join(first, i);
            }
            let slot = if told_by_zh { format!("{folded}={}", key.zh) } else { folded };
            let first = *by_latin.entry((key.kind, slot)).or_insert(i);
            self.union.join(first, i);
        }
    }

    /// 3. One full Chinese name: keys without a Latin name join the thing that has it, if there is one or nearly all documents mean it.
    pub(super) fn by_chinese(&mut self) {
        let mut by_zh: FxHashMap<(EntityType, &str), Vec<u32>> = FxHashMap::default();
        for (i, key, _) in self.numbered() {
            if !key.zh.is_empty() && key.article.is_empty() {
                by_zh.entry((key.kind, key.zh.as_str())).or_default().push(i);
            }
        }
        let mut names: Vec<_> = by_zh.into_iter().collect();
        names.sort();
        for ((kind, zh), members) in &names {
            self.join_namesakes(*kind, zh, members);
        }
    }

    /// Joins those keys of one type and one Chinese name that are one thing.
    fn join_namesakes(&mut self, kind: EntityType, zh: &str, members: &[u32]) {
        let Joining { keys, union, .. } = self;
        let key = |m: u32| keys[m as usize].0;
        let is_plain = |m: u32| key(m).latin.is_empty() && key(m).entry.is_empty();
        let plain: Vec<u32> = members.iter().copied().filter(|&m| is_plain(m)).collect();
        // One name that articles leave without letters, spelt by the habits of each.
        if kind == EntityType::Person {
            for &m in &plain {
                union.join(plain[0], m);
            }
        }
        // Spellings one letter apart of one Chinese name.
        for (n, &a) in members.iter().enumerate() {
            for &b in &members[n + 1..] {
                let (la, lb) = (fold_latin(&key(a).latin), fold_latin(&key(b).latin));
                if !la.is_empty() && one_letter_apart(&la, &lb) || same_words(&la, &lb) {
                    union.join(a, b);
                }
            }
        }
        if kind == EntityType::Person && zh.chars().count() < 2 {
            return;
        }
        let told = members.iter().copied().filter(|&m| !is_plain(m));
        if let Some((root, _)) = nearly_all(told.map(|m| (union.find(m), keys[m as usize].1.documents))) {
            for m in plain {
                union.join(root, m);
            }
        }
    }

    /// 4. People whom the archive nowhere writes in Latin letters and whose Chinese name is no listed one: they join the listed person
    ///    whose name it renders by its sound. Gives the entry of each such key.
    pub(super) fn by_ear(&mut self, ear: &ByEar) -> FxHashMap<u32, EntryId> {
        let Joining { keys, union, lexicon, by_entry } = self;
        let named: FxHashSet<u32> = (0u32..)
            .zip(keys.iter())
            .filter(|(_, (key, _))| !key.entry.is_empty() || !key.latin.is_empty())
            .map(|(i, _)| union.find(i))
            .collect();
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
}

/// The listed thing of a type that has this Latin name.
fn listed_in_latin<'l>(lexicon: &'l Lexicon, kind: EntityType, latin: &str, folded: &str) -> Option<&'l Entry> {
    lexicon
        .form(latin)
        .and_then(|p| p.senses.iter().find(|s| lexicon.entry(s.entry).is_some_and(|e| e.kind == kind)))
        .and_then(|s| lexicon.entry(s.entry))
        .or_else(|| lexicon.by_id.get(&format!("{}:{}", kind.as_str(), folded.replace(' ', "-"))).and_then(|&e| lexicon.entry(e)))
}

/// Whether the dictionaries say that a form may mean the entry of this id.
pub(super) fn may_mean(lexicon: &Lexicon, form: &str, entry: &str) -> bool {
    lexicon.form(form).is_some_and(|p| p.senses.iter().any(|s| lexicon.entry(s.entry).is_some_and(|e| e.id == entry)))
}

/// The thing that at least four fifths of what is counted here means, and its count; of equal ones the first.
pub(super) fn nearly_all(counts: impl Iterator<Item = (u32, u64)>) -> Option<(u32, u64)> {
    let mut support: BTreeMap<u32, u64> = BTreeMap::new();
    for (root, n) in counts {
        *support.entry(root).or_default() += n;
    }
    let total: u64 = support.values().sum();
    let (root, most) = support.into_iter().max_by_key(|&(root, n)| (n, std::cmp::Reverse(root)))?;
    (most * 5 >= total * 4).then_some((root, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths() {
        assert_eq!(nearly_all([(3, 4), (1, 1)].into_iter()), Some((3, 4)));
        assert_eq!(nearly_all([(3, 2), (1, 1), (3, 2)].into_iter()), Some((3, 4)));
        assert_eq!(nearly_all([(3, 3), (1, 1)].into_iter()), None);
        assert_eq!(nearly_all([].into_iter()), None);
    }
}
