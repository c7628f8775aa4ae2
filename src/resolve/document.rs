//! Identity within one document: full and short forms, both halves of a pair, bodies and their
//! country.

mod bodies;
mod entries;

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use self::entries::Index;
use super::english::{Spelling, latin_name, reads_as_chinese};
use super::mention::{DocumentPair, Local, Mention};
use crate::dictionary::{EntryId, Lexicon};
use crate::names::{Declared, Marks, Pair};
use crate::recognise::{Candidate, Characters, Resources, Source, Workspace, sigmoid};
use crate::record::EntityType;
use crate::segment::Sentence;
use crate::text::{TextView, fold_latin, is_han, is_name_dot};

/// Works out who is meant in one document.
pub struct Resolver<'a> {
    lexicon: &'a Lexicon,
    view: &'a TextView,
    declared: &'a [Declared],
    sentences: &'a [Sentence],
    marks: &'a Marks,
    characters: &'a Characters,
    chosen: &'a [Candidate],
    /// The folded text of each chosen name.
    texts: Vec<&'a str>,
    locals: Vec<Local>,
    index: OnceCell<Index<'a>>,
    bodies: OnceCell<Vec<String>>,
    /// How names are written in Latin letters here.
    spelling: OnceCell<Spelling>,
    /// Dotted names of people and their entries.
    dotted: Vec<(&'a str, Option<EntryId>)>,
    by_entry: FxHashMap<EntryId, u32>,
    by_name: FxHashMap<(EntityType, Cow<'a, str>), u32>,
}

impl<'a> Resolver<'a> {
    /// Resolves the chosen candidates and pairs of `workspace`.
    pub fn resolve(resources: &'a Resources, workspace: &'a Workspace) -> (Vec<Mention>, Vec<Local>, Vec<DocumentPair>) {
        let view = &workspace.view;
        let texts: Vec<&str> = workspace.chosen.iter().map(|c| view.folded_slice(c.start as usize..c.end as usize)).collect();
        let mut dotted = Vec::new();
        for (c, text) in workspace.chosen.iter().zip(&texts) {
            if c.kind == EntityType::Person && text.contains('·') && !dotted.contains(&(*text, c.entry)) {
                dotted.push((*text, c.entry));
            }
        }
        let resolver = Resolver {
            lexicon: &resources.lexicon,
            view,
            declared: &workspace.declared,
            sentences: &workspace.sentences,
            marks: &workspace.marks,
            characters: &resources.characters,
            chosen: &workspace.chosen,
            texts,
            locals: Vec::new(),
            index: OnceCell::new(),
            bodies: OnceCell::new(),
            spelling: OnceCell::new(),
            dotted,
            by_entry: FxHashMap::default(),
            by_name: FxHashMap::default(),
        };
        resolver.run(&workspace.pairs)
    }

    /// The text of a chosen name.
    fn text(&self, i: usize) -> &'a str {
        self.texts.get(i).copied().unwrap_or("")
    }

    fn add(&mut self, local: Local) -> u32 {
        self.locals.push(local);
        self.locals.len() as u32 - 1
    }

    /// A thing that no dictionary and no pair knows.
    fn new_local(&mut self, c: &Candidate, text: &str) -> u32 {
        let han = text.chars().any(is_han);
        let chinese = c.kind == EntityType::Person && han && !text.chars().any(is_name_dot) && c.source != Source::Transliteration;
        self.add(Local {
            kind: Some(c.kind),
            zh: if han { text.to_string() } else { String::new() },
            latin: if han { String::new() } else { self.view.surface(c.start as usize..c.end as usize) },
            english: if chinese { self.latin_name(text) } else { String::new() },
            ..Local::default()
        })
    }

    /// A Chinese person's name in Latin letters; empty for a name that sounds foreign (毛雷尔).
    fn latin_name(&self, text: &str) -> String {
        if !reads_as_chinese(self.lexicon, self.characters, text) {
            return String::new();
        }
        let spelling = *self.spelling.get_or_init(|| if self.is_taiwanese() { Spelling::WadeGiles } else { Spelling::Pinyin });
        latin_name(self.lexicon, text, spelling).unwrap_or_default()
    }

    /// Whether the article seems to be of Taiwan: in Traditional characters, and no other place where Chinese is
    /// written is named more.
    fn is_taiwanese(&self) -> bool {
        let changed = self.view.chars.iter().zip(&self.view.folded).filter(|(c, folded)| c != folded && is_han(**c)).count();
        if changed * 20 < self.view.len() {
            return false;
        }
        let mut named = [0usize; 4];
        for entry in self.chosen.iter().filter_map(|c| self.lexicon.entry(c.entry?)) {
            if let Some(i) = ["TWN", "CHN", "HKG", "MAC"].iter().position(|code| *code == entry.country) {
                named[i] += 1;
            }
        }
        named[0] > 0 && named[1..].iter().all(|&n| n <= named[0])
    }

    fn entry_local(&mut self, id: EntryId) -> u32 {
        if let Some(&local) = self.by_entry.get(&id) {
            return local;
        }
        let local = match self.lexicon.entry(id) {
            Some(entry) => Local {
                kind: Some(entry.kind),
                entry: entry.id.clone(),
                zh: crate::text::fold_str(&entry.name_zh),
                latin: entry.name_en.clone(),
                ..Local::default()
            },
            None => Local::default(),
        };
        let index = self.add(local);
        self.by_entry.insert(id, index);
        index
    }

    /// A key under which spellings of a name agree.
    fn name_key(text: &str) -> Cow<'_, str> {
        if !text.chars().any(is_han) {
            Cow::Owned(fold_latin(text))
        } else if text.bytes().any(|b| matches!(b, b' ' | b'-')) {
            Cow::Owned(text.replace([' ', '-'], "·"))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Says what a name means, unless that is known.
    fn call(&mut self, kind: EntityType, key: Cow<'a, str>, local: u32) {
        self.by_name.entry((kind, key)).or_insert(local);
    }

    fn run(mut self, pairs: &[Pair]) -> (Vec<Mention>, Vec<Local>, Vec<DocumentPair>) {
        let countries = self.countries();
        // Which dictionary entry each candidate means, where one is known.
        let entries: Vec<Option<EntryId>> = self.chosen.iter().enumerate().map(|(i, c)| self.choose_entry(i, c, &countries)).collect();
        let mut pairs: Vec<DocumentPair> = pairs.iter().map(|pair| self.join(pair)).collect();
        let locals = self.name_all(&entries, &countries);
        let mentions = self.mentions(&locals);
        pairs.iter_mut().for_each(|pair| keep_to_mentions(pair, &mentions));
        (mentions, self.locals, pairs)
    }

    /// The pair with the thing that both its halves name.
    fn join(&mut self, pair: &Pair) -> DocumentPair {
        let zh = self.view.folded_slice(pair.zh.0..pair.zh.1);
        let latin = self.view.surface(pair.latin.0..pair.latin.1);
        let local = (pair.type_ != EntityType::Other).then(|| {
            let keys = [Self::name_key(zh), Cow::Owned(Self::name_key(&latin).into_owned())];
            let local = match pair.entry {
                Some(entry) => self.entry_local(entry),
                None => {
                    let known = keys.iter().find_map(|key| self.by_name.get(&(pair.type_, key.clone())).copied());
                    known.unwrap_or_else(|| {
                        self.add(Local { kind: Some(pair.type_), zh: zh.to_string(), latin: latin.clone(), ..Local::default() })
                    })
                }
            };
            for key in keys {
                self.call(pair.type_, key, local);
            }
            if pair.entry.is_none()
                && let Some(slot) = self.locals.get_mut(local as usize).filter(|slot| slot.entry.is_empty())
            {
                if zh.chars().count() > slot.zh.chars().count() {
                    slot.zh = zh.to_string();
                }
                if slot.latin.is_empty() || latin.len() > slot.latin.len() && slot.latin.len() < 5 {
                    slot.latin.clone_from(&latin);
                }
            }
            local
        });
        DocumentPair {
            start: pair.zh.0 as u32,
            zh: self.view.surface(pair.zh.0..pair.zh.1),
            latin,
            type_: pair.type_,
            kind: pair.kind,
            score: pair.score,
            local,
        }
    }

    /// What each chosen name means: full names that a short one is declared for come first, then all full names, then short forms.
    fn name_all(&mut self, entries: &[Option<EntryId>], countries: &[&'a str]) -> Vec<Option<u32>> {
        let chosen = self.chosen;
        let mut locals: Vec<Option<u32>> = vec![None; chosen.len()];
        for declared in self.declared {
            let owner = chosen.iter().position(|c| c.end as usize == declared.full_end && c.kind == EntityType::Organization);
            let Some(i) = owner else { continue };
            if locals[i].is_none() {
                locals[i] = self.whole(i, entries[i], countries);
            }
            let short = self.view.folded_slice(declared.short.0..declared.short.1);
            if let Some(local) = locals[i] {
                self.call(EntityType::Organization, Self::name_key(short), local);
            }
        }
        for (i, (local, entry)) in locals.iter_mut().zip(entries).enumerate() {
            if local.is_none() {
                *local = self.whole(i, *entry, countries);
            }
        }
        for (i, c) in chosen.iter().enumerate() {
            if locals[i].is_some() {
                continue;
            }
            let text = self.text(i);
            let owner = self.owner_of_short(c.kind, text, &locals, i);
            let local = owner.unwrap_or_else(|| self.new_local(c, text));
            self.call(c.kind, Self::name_key(text), local);
            locals[i] = Some(local);
        }
        locals
    }

    /// The chosen names as mentions of the things they mean.
    fn mentions(&self, locals: &[Option<u32>]) -> Vec<Mention> {
        let mention = |(c, local): (&Candidate, &Option<u32>)| {
            let sentence = self.sentences.partition_point(|s| s.end <= c.start);
            Mention {
                start: c.start,
                end: c.end,
                paragraph: self.sentences.get(sentence).map_or(0, |s| s.paragraph),
                sentence: sentence as u32,
                kind: c.kind,
                evidence: c.evidence(),
                confidence: sigmoid(c.score),
                local: local.unwrap_or(0),
                surface: self.view.surface(c.start as usize..c.end as usize),
                source: false,
            }
        };
        self.chosen.iter().zip(locals).map(mention).collect()
    }

    /// The thing that a whole name means; `None` for a short form.
    fn whole(&mut self, i: usize, entry: Option<EntryId>, of_doc: &[&'a str]) -> Option<u32> {
        let c = self.chosen.get(i)?;
        if let Some(entry) = entry
            && c.source == Source::DictionaryWord
        {
            return Some(self.entry_local(entry));
        }
        let text = self.text(i);
        let key = (c.kind, Self::name_key(text));
        if let Some(&local) = self.by_name.get(&key) {
            return Some(local);
        }
        if let Some(entry) = entry {
            return Some(self.entry_local(entry));
        }
        if c.kind == EntityType::Organization
            && let Some(local) = self.body(i, text, of_doc)
        {
            return Some(local);
        }
        is_full(text, c).then(|| {
            let local = self.new_local(c, text);
            self.by_name.insert(key, local);
            local
        })
    }

    /// Country codes of the document, by mentions, most first.
    fn countries(&self) -> Vec<&'a str> {
        let mut counts: FxHashMap<EntryId, u32> = FxHashMap::default();
        for entry in self.chosen.iter().filter(|c| c.kind == EntityType::Country).filter_map(|c| c.entry) {
            *counts.entry(entry).or_default() += 1;
        }
        let mut by_code: FxHashMap<&str, u32> = FxHashMap::default();
        for (entry, count) in counts {
            if let Some(entry) = self.lexicon.entry(entry) {
                *by_code.entry(entry.country.as_str()).or_default() += count;
            }
        }
        let mut list: Vec<(&str, u32)> = by_code.into_iter().collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        list.into_iter().map(|(code, _)| code).collect()
    }

    /// The country that a bare body belongs to: the nearest country before it in its sentence, else
    /// one the document names much.
    fn nearest_country(&self, i: usize, of_doc: &[&'a str], accept: impl Fn(&str) -> bool) -> Option<&'a str> {
        let here = self.chosen.get(i)?.start;
        let sentence = self.sentences.partition_point(|s| s.end <= here);
        let from = self.sentences.get(sentence).map_or(0, |s| s.start);
        let lexicon = self.lexicon;
        for c in self.chosen.get(..i)?.iter().rev() {
            if c.start < from {
                break;
            }
            let code = c.entry.and_then(|e| lexicon.entry(e)).map_or("", |e| e.country.as_str());
            if c.kind != EntityType::Place && !code.is_empty() && accept(code) {
                return Some(code);
            }
        }
        of_doc.iter().find(|code| accept(code)).copied()
    }

    /// The full name that a short form belongs to: the nearest one before it, else the first after.
    fn owner_of_short(&self, kind: EntityType, text: &str, locals: &[Option<u32>], i: usize) -> Option<u32> {
        let fits = |k: usize| -> Option<u32> {
            if self.chosen.get(k)?.kind != kind {
                return None;
            }
            let local = locals.get(k).copied().flatten()?;
            belongs(kind, text, self.text(k)).then_some(local)
        };
        (0..i).rev().find_map(fits).or_else(|| (i + 1..self.chosen.len()).find_map(fits))
    }
}

/// Whether the text looks like a whole name rather than a short form.
fn is_full(text: &str, c: &Candidate) -> bool {
    let n = text.chars().count();
    let han = text.chars().any(is_han);
    match c.kind {
        EntityType::Person if han => {
            text.chars().any(is_name_dot) || (c.source == Source::ChineseName && n >= 2) || c.source == Source::PairZh
        }
        EntityType::Person => text.contains(' ') || c.source == Source::PairLatin,
        EntityType::Organization => c.source != Source::DocumentAlias || n >= 5,
        _ => true,
    }
}

/// Whether `short` is a short form of `full`.
fn belongs(kind: EntityType, short: &str, full: &str) -> bool {
    if short == full {
        return true;
    }
    // Whatever the kind, it stands at one end of it.
    if !full.starts_with(short) && !full.ends_with(short) {
        return false;
    }
    match kind {
        EntityType::Person if short.chars().any(is_han) => {
            let mut parts = full.split(['·', '-', ' ']);
            let first = parts.next();
            if let Some(last) = parts.next_back() {
                return last == short || first == Some(short);
            }
            let (n, m) = (full.chars().count(), short.chars().count());
            (m == 1 && (2..=4).contains(&n) || m == 2 && (4..=5).contains(&n)) && full.starts_with(short)
        }
        EntityType::Person => {
            let mut words = full.split(' ');
            let first = words.next();
            words.next_back().is_some_and(|last| last == short || first == Some(short))
        }
        EntityType::Organization => short.chars().count() >= 2 && full.starts_with(short),
        _ => false,
    }
}

/// A pair is of something that the article mentions: where recognition found another name in its place than the pair's own, it is of
/// that, and where it found none of its type, it is of nothing known.
fn keep_to_mentions(pair: &mut DocumentPair, mentions: &[Mention]) {
    let Some(local) = pair.local else { return };
    if mentions.iter().any(|m| m.local == local) {
        return;
    }
    let found = mentions.iter().find(|m| m.start == pair.start && m.kind == pair.type_ && m.surface == pair.zh);
    pair.local = found.map(|m| m.local);
    if pair.local.is_none() {
        pair.type_ = EntityType::Other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_belong() {
        assert!(belongs(EntityType::Person, "绍伊古", "谢尔盖·绍伊古"));
        assert!(belongs(EntityType::Person, "Vanek", "Lukas Vanek"));
        assert!(belongs(EntityType::Person, "陈", "陈子明"));
        assert!(!belongs(EntityType::Person, "陈", "谢尔盖·绍伊古"));
        assert!(belongs(EntityType::Organization, "兰德", "兰德公司"));
    }
}
