//! Short forms that stand alone in their article: last names, Latin names, acronyms.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::joining::{Joining, may_mean, nearly_all};
use super::key::{KeyStats, NameKey};
use super::spelling::spelt_in_pinyin;
use crate::dictionary::Lexicon;
use crate::record::EntityType;
use crate::text::{fold_latin, fold_str, is_han};

/// What has a form, and in how many documents or mentions.
type Owners = BTreeMap<u32, u64>;

/// Articles that must call a listed thing by a form before one that decides nothing is taken to mean it too.
const CALLED_OFTEN: u64 = 3;

impl<'a> Joining<'a> {
    /// 5. Short forms join the one thing of the archive that has them, where nearly all of its documents mean that one. Surnames of one
    ///    character, and names that several things share, stay alone.
    pub(super) fn short_forms(&mut self) {
        let owners = self.owners();
        let called = self.called();
        let mut told = self.told();
        let mut sizes: FxHashMap<u32, u32> = FxHashMap::default();
        for i in 0..self.keys.len() as u32 {
            *sizes.entry(self.union.find(i)).or_default() += 1;
        }
        for i in 0..self.keys.len() as u32 {
            let key = self.keys[i as usize].0;
            if let Some(root) = self.who_is_called_so(i, key, &called, &told) {
                self.union.join(root, i);
                let joined = self.union.find(i);
                told.insert(joined);
                continue;
            }
            // Only what nothing else has found a home for.
            let own = self.union.find(i);
            if sizes.get(&own) != Some(&1) || !is_bare(key) || !key.english.is_empty() {
                continue;
            }
            let Some(owners) = short_form(key).and_then(|form| owners.get(&(key.kind, form))) else { continue };
            // Roots may have been joined since: what belongs together now counts together.
            let union = &mut self.union;
            let others = owners.iter().map(|(&root, &n)| (union.find(root), n)).filter(|&(root, _)| root != own);
            if let Some((root, _)) = nearly_all(others) {
                self.union.join(root, i);
            }
        }
    }

    /// The short forms that follow from full names, with the things that have those and their documents.
    fn owners(&mut self) -> FxHashMap<(EntityType, String), Owners> {
        let mut owners: FxHashMap<(EntityType, String), Owners> = FxHashMap::default();
        for (i, (key, stats)) in (0u32..).zip(&self.keys) {
            let root = self.union.find(i);
            for form in short_forms_of(key, stats, self.lexicon) {
                if form.chars().count() >= 2 {
                    *owners.entry((key.kind, form)).or_default().entry(root).or_default() += stats.documents;
                }
            }
        }
        owners
    }

    /// The forms by which the archive calls listed things that may be called so, with their keys and mentions.
    fn called(&self) -> FxHashMap<(EntityType, &'a str), Owners> {
        let mut called: FxHashMap<(EntityType, &str), Owners> = FxHashMap::default();
        for (i, key, stats) in self.numbered().filter(|(_, key, _)| !key.entry.is_empty()) {
            for (surface, n) in stats.surfaces.iter() {
                let folded = fold_str(surface);
                if may_mean(self.lexicon, &folded, &key.entry)
                    && let Some(pattern) = self.lexicon.form(&folded)
                {
                    *called.entry((key.kind, pattern.text.as_str())).or_default().entry(i).or_default() += n;
                }
            }
        }
        called
    }

    /// Things that are told already: by an entry, by a full Latin name, a body's by any. 库克 with Emer Cooke is hers.
    fn told(&mut self) -> FxHashSet<u32> {
        let Joining { keys, union, .. } = self;
        let is_told = |key: &NameKey| {
            !key.entry.is_empty() || key.latin.contains(' ') || key.kind == EntityType::Organization && !key.latin.is_empty()
        };
        (0u32..).zip(keys).filter(|(_, (key, _))| is_told(key)).map(|(i, _)| union.find(i)).collect()
    }

    /// 梅根 where an article decides nothing: whom nearly all others mean that name her so, among those that the dictionaries say may be
    /// called that.
    fn who_is_called_so(
        &mut self,
        i: u32,
        key: &NameKey,
        called: &FxHashMap<(EntityType, &str), Owners>,
        told: &FxHashSet<u32>,
    ) -> Option<u32> {
        let undecided = key.entry.is_empty()
            && key.english.is_empty()
            && key.zh.chars().count() >= 2
            && matches!(key.kind, EntityType::Person | EntityType::Organization);
        let owners = called.get(&(key.kind, key.zh.as_str())).filter(|_| undecided)?;
        let Joining { keys, union, .. } = self;
        let (root, most) = nearly_all(owners.iter().map(|(&owner, &n)| (union.find(owner), n)))?;
        let latin = fold_latin(&key.latin);
        let agrees = latin.is_empty()
            || !latin.contains(' ') && keys.get(root as usize).is_some_and(|k| fold_latin(&k.0.latin).split(' ').any(|w| w == latin));
        let own = union.find(i);
        (most >= CALLED_OFTEN && agrees && own != root && !told.contains(&own)).then_some(root)
    }
}

/// Whether the key has no entry, and a name in one writing only.
fn is_bare(key: &NameKey) -> bool {
    key.entry.is_empty() && (key.latin.is_empty() || key.zh.is_empty())
}

/// The forms that a thing with this full name may be called by: a person's last name, a body's names in Latin letters.
fn short_forms_of(key: &NameKey, stats: &KeyStats, lexicon: &Lexicon) -> Vec<String> {
    let mut forms = Vec::new();
    if key.kind == EntityType::Person {
        if let Some((_, last)) = key.zh.rsplit_once('·') {
            forms.push(last.to_string());
        }
        let latin = fold_latin(&key.latin);
        if let Some((_, last)) = latin.rsplit_once(' ')
            && last.len() >= 4
        {
            forms.push(last.to_string());
        }
        if spelt_in_pinyin(key, lexicon) {
            forms.push(latin);
        }
    } else if key.kind == EntityType::Organization && !is_bare(key) {
        forms.extend(stats.surfaces.keys().filter(|s| !s.chars().any(is_han)).map(fold_latin));
    }
    forms
}

/// The short form that a bare key is: its Latin name, or a person's Chinese name without a dot.
fn short_form(key: &NameKey) -> Option<String> {
    if !key.latin.is_empty() {
        return Some(fold_latin(&key.latin));
    }
    (key.kind == EntityType::Person && !key.zh.contains('·') && key.zh.chars().count() >= 2).then(|| key.zh.clone())
}
