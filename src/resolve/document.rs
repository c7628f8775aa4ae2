//! Identity within one document: full and short forms, both halves of a pair, bodies and their
//! country.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::english::{english_of_body, pinyin_name};
use crate::dictionary::{Body, EntryId, FormUse, Lexicon, Sense};
use crate::names::{Declared, Marks, Pair};
use crate::recognise::{Candidate, Characters, Resources, Source, Workspace, sigmoid};
use crate::record::{EntityType, Evidence, PairKind};
use crate::segment::Sentence;
use crate::text::{TextView, fold_latin, is_han, is_name_dot};

/// One occurrence of a name. Offsets are characters of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Paragraph index.
    pub paragraph: u32,
    /// Sentence index.
    pub sentence: u32,
    /// Type.
    pub kind: EntityType,
    /// How it was found.
    pub evidence: Evidence,
    /// Probability that it is a name with these borders and this type.
    pub confidence: f32,
    /// Index into the document's [`Local`]s.
    pub local: u32,
    /// Written form.
    pub surface: String,
    /// Whether it names who reports, not who acts ([`crate::relate::mark_sources`]).
    pub source: bool,
}

/// One thing named in a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Type, as written in the tables.
    pub kind: Option<EntityType>,
    /// Id of the dictionary entry, or empty.
    pub entry: String,
    /// Fullest Chinese name, folded; may be empty.
    pub zh: String,
    /// Fullest Latin name as written; may be empty.
    pub latin: String,
    /// English name made by a pattern (bodies), or empty.
    pub english: String,
}

/// A bilingual pair of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentPair {
    /// Offset of the Chinese half.
    pub start: u32,
    /// Chinese half as written.
    pub zh: String,
    /// Latin half as written.
    pub latin: String,
    /// Type.
    pub type_: EntityType,
    /// Kind of rendering.
    pub kind: PairKind,
    /// Score.
    pub score: f32,
    /// Index into the document's [`Local`]s, unless the type is `other`.
    pub local: Option<u32>,
}

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
    /// Dotted names of people and their entries.
    dotted: Vec<(&'a str, Option<EntryId>)>,
    by_entry: FxHashMap<EntryId, u32>,
    by_name: FxHashMap<(EntityType, Cow<'a, str>), u32>,
}

/// What choosing among several entries asks of all names of the document.
struct Index<'a> {
    /// Texts of the chosen names.
    texts: FxHashSet<&'a str>,
    /// Texts under which an entry stands without needing context.
    of_entry: FxHashMap<EntryId, Vec<&'a str>>,
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
            dotted,
            by_entry: FxHashMap::default(),
            by_name: FxHashMap::default(),
        };
        resolver.run(&workspace.pairs)
    }

    /// Gathers what choosing an entry asks of all names of the document.
    fn index(&self) -> &Index<'a> {
        self.index.get_or_init(|| {
            let mut index = Index { texts: FxHashSet::default(), of_entry: FxHashMap::default() };
            for (c, &text) in self.chosen.iter().zip(&self.texts) {
                index.texts.insert(text);
                if let Some(entry) = c.entry
                    && c.source != Source::DictionaryContext
                {
                    let texts = index.of_entry.entry(entry).or_default();
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
            }
            index
        })
    }

    /// Lower-case English names of the listed organizations.
    fn bodies(&self) -> &[String] {
        self.bodies.get_or_init(|| {
            let mut bodies = Vec::new();
            for c in self.chosen.iter().filter(|c| c.kind == EntityType::Organization) {
                let Some(entry) = c.entry.and_then(|e| self.lexicon.entry(e)).filter(|e| e.name_en.len() > 5) else { continue };
                let name = entry.name_en.to_lowercase();
                if !bodies.contains(&name) {
                    bodies.push(name);
                }
            }
            bodies
        })
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
            english: if chinese { self.pinyin(text) } else { String::new() },
            ..Local::default()
        })
    }

    /// The pinyin of a Chinese person's name; empty for a name that sounds foreign (毛雷尔).
    fn pinyin(&self, text: &str) -> String {
        let rest: Vec<char> = text.chars().skip(1).collect();
        let n = rest.len().max(1) as f32;
        let sound = rest.iter().map(|c| self.characters.sound(*c)).sum::<f32>() / n;
        let given = rest.iter().map(|c| self.characters.given(*c)).sum::<f32>() / n;
        if sound > given + 0.7 && sound > 0.8 {
            return String::new();
        }
        pinyin_name(self.lexicon, text).unwrap_or_default()
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
                english: String::new(),
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
        let chosen = self.chosen;
        let country_of_doc = self.countries();
        // Which dictionary entry each candidate means, where one is known.
        let mut entries: Vec<Option<EntryId>> = Vec::with_capacity(chosen.len());
        for (i, c) in chosen.iter().enumerate() {
            entries.push(self.choose_entry(i, c, &country_of_doc));
        }
        // Pairs join their halves.
        let mut out_pairs = Vec::with_capacity(pairs.len());
        for pair in pairs {
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
            out_pairs.push(DocumentPair {
                start: pair.zh.0 as u32,
                zh: self.view.surface(pair.zh.0..pair.zh.1),
                latin,
                type_: pair.type_,
                kind: pair.kind,
                score: pair.score,
                local,
            });
        }
        // Full names that a short one is declared for, then all full names, then short forms.
        let mut locals: Vec<Option<u32>> = vec![None; chosen.len()];
        for declared in self.declared {
            let owner = chosen.iter().position(|c| c.end as usize == declared.full_end && c.kind == EntityType::Organization);
            let Some(i) = owner else { continue };
            if locals[i].is_none() {
                locals[i] = self.whole(i, entries[i], &country_of_doc);
            }
            let short = self.view.folded_slice(declared.short.0..declared.short.1);
            if let Some(local) = locals[i] {
                self.call(EntityType::Organization, Self::name_key(short), local);
            }
        }
        for i in 0..chosen.len() {
            if locals[i].is_none() {
                locals[i] = self.whole(i, entries[i], &country_of_doc);
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
        let mut mentions = Vec::with_capacity(chosen.len());
        for (c, local) in chosen.iter().zip(&locals) {
            let sentence = self.sentences.partition_point(|s| s.end <= c.start);
            let paragraph = self.sentences.get(sentence).map_or(0, |s| s.paragraph);
            mentions.push(Mention {
                start: c.start,
                end: c.end,
                paragraph,
                sentence: sentence as u32,
                kind: c.kind,
                evidence: c.evidence(),
                confidence: sigmoid(c.score),
                local: local.unwrap_or(0),
                surface: self.view.surface(c.start as usize..c.end as usize),
                source: false,
            });
        }
        out_pairs.iter_mut().for_each(|pair| keep_to_mentions(pair, &mentions));
        (mentions, self.locals, out_pairs)
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

    /// The dictionary entry that a candidate means, weighing what the document says of each entry
    /// that has this form: its full name, its title, its body and country. `None` where the form
    /// needs context and the document gives none, or where a longer name of the document owns it.
    fn choose_entry(&self, i: usize, c: &Candidate, of_doc: &[&'a str]) -> Option<EntryId> {
        let entry = match c.entry {
            Some(entry) => entry,
            None => return self.listed_with_dots(c, self.text(i)),
        };
        if matches!(c.source, Source::PairZh | Source::PairLatin | Source::CountryShort) {
            return Some(entry);
        }
        let text = self.text(i);
        let Some(pattern) = self.lexicon.form(text) else { return Some(entry) };
        // 弗洛伊德 belongs to 乔治·弗洛伊德 of this document, whomever else the form may mean.
        if c.kind == EntityType::Person
            && !self.dotted.is_empty()
            && !text.contains('·')
            && self
                .dotted
                .iter()
                .any(|(full, owner)| *owner != Some(entry) && belongs(EntityType::Person, text, full) && !self.is_form_of(entry, full))
            && !self.index().of_entry.get(&entry).is_some_and(|texts| texts.iter().any(|t| t.chars().count() > text.chars().count()))
        {
            return None;
        }
        let mut of_kind = pattern.senses.iter().filter(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == c.kind));
        // 维多利亚女王 is listed, 维多利亚 alone is not: the entry came with the longer form.
        let Some(first) = of_kind.next() else { return Some(entry) };
        let rivals = 1 + of_kind.count();
        // The only meaning of a form that needs no context.
        if rivals == 1 && first.form != FormUse::Context {
            return Some(first.entry);
        }
        let near = self.nearest_country(i, of_doc, |_| true);
        let mut best: Option<(EntryId, f32)> = None;
        for sense in &pattern.senses {
            let Some(e) = self.lexicon.entry(sense.entry).filter(|e| e.kind == c.kind) else { continue };
            let mut score = if sense.form == FormUse::Context { 0.0 } else { 4.0 };
            if self.supported(sense.entry, text) {
                // 希拉里 alone does not make 克林顿 hers, who shares it with 比尔·克林顿.
                let shared = c.kind == EntityType::Person && rivals > 1 && !self.supported_by_part(sense.entry, text);
                score += if shared { 1.2 } else { 3.0 };
            }
            if rivals > 1 && c.kind == EntityType::Person && self.nearest_full(i, text) == Some(sense.entry) {
                score += 0.5;
            }
            if !e.country.is_empty() {
                if let Some(rank) = of_doc.iter().position(|code| *code == e.country) {
                    score += if rank == 0 { 1.0 } else { 0.6 };
                }
                if near == Some(e.country.as_str()) {
                    score += if c.kind == EntityType::Organization { 1.5 } else { 0.6 };
                }
            }
            if c.kind == EntityType::Person {
                score += self.role_support(c, &e.role);
            }
            if best.is_none_or(|(_, b)| score > b) {
                best = Some((sense.entry, score));
            }
        }
        let Some((chosen_entry, score)) = best else { return Some(entry) };
        let needed = if c.kind == EntityType::Person { 2.0 } else { 0.5 };
        (score >= needed).then_some(chosen_entry)
    }

    /// 劳埃德-奥斯汀 and 劳埃德 奥斯汀: the listed person whose name has dots instead.
    fn listed_with_dots(&self, c: &Candidate, text: &str) -> Option<EntryId> {
        if c.kind != EntityType::Person || !text.contains(['-', ' ']) || !text.chars().any(is_han) {
            return None;
        }
        let pattern = self.lexicon.form(&Self::name_key(text))?;
        let mut people = pattern.senses.iter().filter(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Person));
        let first = people.next()?;
        people.next().is_none().then_some(first.entry)
    }

    /// Whether `full` is a listed form of the entry.
    fn is_form_of(&self, entry: EntryId, full: &str) -> bool {
        self.lexicon.form(full).is_some_and(|p| p.senses.iter().any(|s| s.entry == entry))
    }

    /// How well a person's role agrees with the title beside the name and the bodies of the document.
    fn role_support(&self, c: &Candidate, role: &str) -> f32 {
        if role.is_empty() {
            return 0.0;
        }
        let role = role.to_lowercase();
        let (start, end) = (c.start as usize, c.end as usize);
        let mut score = 0.0;
        let before = usize::from(self.marks.title_ends.get(start).copied().unwrap_or(0));
        let after = usize::from(self.marks.title_starts.get(end).copied().unwrap_or(0));
        for range in [start.saturating_sub(before)..start, end..end + after] {
            let Some(title) = self.lexicon.form(self.view.folded_slice(range)).and_then(|p| p.title) else { continue };
            let english = self.lexicon.titles.get(title as usize).map(|t| t.english.to_lowercase()).unwrap_or_default();
            if english.split(['|', '/']).any(|e| e.trim().len() > 2 && role.contains(e.trim())) {
                score = 2.0;
            }
        }
        let body = self.bodies().iter().any(|name| role.contains(name));
        if body { score + 1.5 } else { score }
    }

    /// Whether a full form of the entry, longer than `text`, stands in the document.
    fn supported(&self, entry: EntryId, text: &str) -> bool {
        let Some(e) = self.lexicon.entry(entry) else { return false };
        let index = self.index();
        index.of_entry.get(&entry).is_some_and(|texts| texts.iter().any(|t| *t != text))
            || e.full_zh.iter().any(|full| full != text && full.chars().count() >= 3 && index.texts.contains(full.as_str()))
    }

    /// Whether a longer form of the entry that ends or begins with `text` stands in the document.
    fn supported_by_part(&self, entry: EntryId, text: &str) -> bool {
        let holds = |full: &str| full != text && (full.ends_with(text) || full.starts_with(text));
        let index = self.index();
        index.of_entry.get(&entry).is_some_and(|texts| texts.iter().any(|t| holds(t)))
            || self.lexicon.entry(entry).is_some_and(|e| {
                e.full_zh.iter().any(|full| holds(full) && full.chars().count() >= 3 && index.texts.contains(full.as_str()))
            })
    }

    /// The entry of the nearest longer name before `i` that ends with `text`.
    fn nearest_full(&self, i: usize, text: &str) -> Option<EntryId> {
        self.chosen
            .iter()
            .zip(&self.texts)
            .take(i)
            .rev()
            .find_map(|(c, full)| (c.kind == EntityType::Person && *full != text && full.ends_with(text)).then_some(c.entry).flatten())
    }

    /// A generic body: its country's own body, listed or made by pattern.
    fn body(&mut self, i: usize, text: &str, of_doc: &[&'a str]) -> Option<u32> {
        let lexicon = self.lexicon;
        for (cut, _) in text.char_indices() {
            let (head, tail) = text.split_at(cut);
            let Some(body) = body_of(lexicon, tail) else {
                continue;
            };
            // 河东市|公安局, not 河东|市公安局: the unit belongs to the place where the place is listed with it.
            let unit = tail.chars().next().filter(|&c| !head.is_empty() && is_unit(c)).map_or(0, char::len_utf8);
            let (wide_head, narrow_tail) = text.split_at(cut + unit);
            let wide = (unit > 0)
                .then(|| body_of(lexicon, narrow_tail))
                .flatten()
                .filter(|b| b.role == body.role && lexicon.form(wide_head).is_some_and(|p| !p.senses.is_empty()));
            let is_wide = wide.is_some();
            let (head, tail, body) = wide.map_or((head, tail, body), |body| (wide_head, narrow_tail, body));
            // 国务院 without a country that has one of that name: no other country's cabinet.
            if head.is_empty() && matches!(tail, "国务院" | "立法会" | "国军" | "民主党" | "共和党" | "自民党") {
                return None;
            }
            let owner = if head.is_empty() {
                let code = self.nearest_country(i, of_doc, |code| {
                    lexicon.country_by_code.contains_key(code) || lexicon.org_by_role.contains_key(&(code.to_string(), body.role.clone()))
                })?;
                lexicon.country_by_code.get(code).copied()
            } else {
                lexicon.form(head).and_then(|p| sense_with_unit(lexicon, &p.senses, wide_head).or(p.senses.first())).map(|s| s.entry)
            };
            let owner = owner.and_then(|e| lexicon.entry(e))?;
            if owner.kind == EntityType::Country
                && let Some(&entry) = lexicon.org_by_role.get(&(owner.country.clone(), body.role.clone()))
            {
                return Some(self.entry_local(entry));
            }
            if owner.kind == EntityType::Person {
                return None;
            }
            let zh = match is_wide {
                true => text.to_string(),
                false => name_of_body(&crate::text::fold_str(&owner.name_zh), tail)?,
            };
            let key = (EntityType::Organization, Cow::Owned(zh.clone()));
            if let Some(&local) = self.by_name.get(&key) {
                return Some(local);
            }
            let english = english_of_body(&body.english, &owner.name_en);
            let local = self.add(Local { kind: Some(EntityType::Organization), zh, english, ..Local::default() });
            self.by_name.insert(key, local);
            return Some(local);
        }
        None
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

/// The generic body that a text is, whole.
fn body_of<'l>(lexicon: &'l Lexicon, text: &str) -> Option<&'l Body> {
    lexicon.form(text).and_then(|p| p.body).and_then(|b| lexicon.bodies.get(b as usize))
}

/// The sense that is called by the whole text: 河东市 for 河东 before a 市.
fn sense_with_unit<'s>(lexicon: &Lexicon, senses: &'s [Sense], text: &str) -> Option<&'s Sense> {
    senses.iter().find(|s| lexicon.entry(s.entry).is_some_and(|e| crate::text::fold_str(&e.name_zh) == text))
}

/// The name of a place's body: 河东市 with 市公安局 is 河东市公安局. `None` where the units don't agree,
/// since the body is then another place's: 河东区 with 市公安局.
fn name_of_body(owner: &str, body: &str) -> Option<String> {
    let unit = body.chars().next().filter(|&c| is_unit(c));
    let own = owner.chars().next_back().filter(|&c| is_unit(c));
    match (own, unit) {
        (Some(own), Some(unit)) if own == unit => Some(format!("{}{body}", owner.strip_suffix(own).unwrap_or(owner))),
        (Some(_), Some(_)) => None,
        _ => Some(format!("{owner}{body}")),
    }
}

/// Whether the character ends the full name of an administrative unit.
const fn is_unit(c: char) -> bool {
    matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡')
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

    #[test]
    fn a_body_has_its_places_unit_once() {
        assert_eq!(name_of_body("四平市", "市公安局").as_deref(), Some("四平市公安局"));
        assert_eq!(name_of_body("四平市", "公安局").as_deref(), Some("四平市公安局"));
        assert_eq!(name_of_body("北京", "市公安局").as_deref(), Some("北京市公安局"));
        assert_eq!(name_of_body("河东区", "市公安局"), None);
    }
}
