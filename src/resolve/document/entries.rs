//! Which dictionary entry a name means, where several have it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Resolver, belongs};
use crate::dictionary::{EntryId, FormUse};
use crate::recognise::{Candidate, Source};
use crate::record::EntityType;
use crate::text::is_han;

/// What choosing among several entries asks of all names of the document.
pub(super) struct Index<'a> {
    /// Texts of the chosen names.
    texts: FxHashSet<&'a str>,
    /// Texts under which an entry stands without needing context.
    of_entry: FxHashMap<EntryId, Vec<&'a str>>,
}

impl<'a> Resolver<'a> {
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

    /// The dictionary entry that a candidate means, weighing what the document says of each entry
    /// that has this form: its full name, its title, its body and country. `None` where the form
    /// needs context and the document gives none, or where a longer name of the document owns it.
    pub(super) fn choose_entry(&self, i: usize, c: &Candidate, of_doc: &[&'a str]) -> Option<EntryId> {
        let entry = match c.entry {
            Some(entry) => entry,
            None => return self.listed_with_dots(c, self.text(i)).or_else(|| self.listed_region(c, self.text(i))),
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

    /// 塔城地区, a unit of the state's: the only listed place that is called so without 地区.
    fn listed_region(&self, c: &Candidate, text: &str) -> Option<EntryId> {
        let pattern = self.lexicon.form(text.strip_suffix("地区").filter(|_| c.kind == EntityType::Place)?)?;
        let mut places = pattern.senses.iter().filter(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Place));
        let only = places.next().filter(|sense| sense.form == FormUse::Always)?;
        places.next().is_none().then_some(only.entry)
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
}
