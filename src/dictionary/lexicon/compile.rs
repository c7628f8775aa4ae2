//! From the tables to the lexicon.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    Body, Entry, EntryId, FormUse, Forms, LearnedRow, Lexicon, NAME, Pattern, Sense, Suffix, SuffixStrength, Surname, SurnameKind, TITLE,
    Title, TitlePosition, slug,
};
use crate::dictionary::automaton::Automaton;
use crate::dictionary::endings::Endings;
use crate::dictionary::rows::{BodyRow, CountryRow, NameRow, SuffixRow, SurnameRow, TitleRow, list};
use crate::dictionary::{DictionaryError, Sources};
use crate::record::EntityType;
use crate::text::{fold_str, is_han, is_ideograph};

impl Lexicon {
    /// Compiles the dictionaries in force.
    ///
    /// # Errors
    /// A row that does not fit its columns, or forms that cannot be compiled.
    pub fn compile(sources: &Sources) -> Result<Lexicon, DictionaryError> {
        let mut builder = Builder::default();
        let country_by_code = builder.countries(sources)?;
        let org_by_role = builder.names(sources)?;
        let titles = builder.titles(sources)?;
        let bodies = builder.bodies(sources)?;
        let suffixes = builder.suffixes(sources)?;
        let (surnames, surname_chars) = surnames(sources)?;
        // Learned rows come last: they never take a form away from a row written by hand.
        for row in sources.rows::<LearnedRow>("names.csv")? {
            builder.learned(&row);
        }

        let latin = |text: &str| !text.chars().any(is_ideograph);
        let others = builder.patterns.iter().zip(0..).map(|(p, number)| (p.text.as_str(), number)).filter(|(text, _)| !latin(text));
        let forms = Endings::new(others).map_err(DictionaryError::Compile)?;
        let latin_forms = Forms::compile(&builder.patterns, latin)?;
        let uses = builder
            .patterns
            .iter()
            .map(|p| {
                let name = !p.senses.is_empty() || p.body.is_some() || p.suffix.is_some();
                let title = if p.title.is_some() { TITLE } else { 0 };
                title | if name { NAME } else { 0 }
            })
            .collect();
        // Two forms of one hash would hide one of them; no such two are known, and a user's could be spelt apart.
        let mut form_index = FxHashMap::with_capacity_and_hasher(builder.patterns.len(), Default::default());
        for (number, pattern) in builder.patterns.iter().enumerate() {
            if let Some(first) = form_index.insert(xxh3_64(pattern.text.as_bytes()), number as u32) {
                let other = builder.patterns.get(first as usize).map_or("", |p| p.text.as_str());
                return Err(DictionaryError::Compile(format!("the forms {other} and {} have one hash", pattern.text)));
            }
        }
        Ok(Lexicon {
            entries: builder.entries,
            patterns: builder.patterns,
            titles,
            bodies,
            suffixes,
            compound_chars: surnames.keys().filter(|s| s.chars().count() > 1).filter_map(|s| s.chars().next()).collect(),
            surnames,
            surname_chars,
            country_by_code,
            org_by_role,
            by_id: builder.by_id,
            uses,
            form_index,
            forms,
            latin_forms,
        })
    }
}

impl Forms {
    fn compile(patterns: &[Pattern], accept: impl Fn(&str) -> bool) -> Result<Forms, DictionaryError> {
        let chosen: Vec<u32> = (0..patterns.len() as u32).filter(|&i| accept(&patterns[i as usize].text)).collect();
        let automaton = Automaton::new(chosen.iter().map(|&i| patterns[i as usize].text.as_str())).map_err(DictionaryError::Compile)?;
        Ok(Forms { automaton, patterns: chosen })
    }
}

/// Collects entries and forms before they are compiled.
#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    by_id: FxHashMap<String, EntryId>,
    patterns: Vec<Pattern>,
    form_index: FxHashMap<String, u32>,
}

impl Builder {
    fn pattern(&mut self, folded: &str) -> &mut Pattern {
        let next = self.patterns.len() as u32;
        let index = *self.form_index.entry(folded.to_string()).or_insert(next);
        if index == next {
            self.patterns.push(Pattern { text: folded.to_string(), chars: folded.chars().count() as u16, ..Pattern::default() });
        }
        &mut self.patterns[index as usize]
    }

    fn sense(&mut self, surface: &str, entry: EntryId, form: FormUse) {
        let mut folded = fold_str(surface.trim());
        let kind = self.entries.get(entry as usize).map(|e| e.kind);
        if kind == Some(EntityType::Organization) && is_generic(&folded) {
            return;
        }
        // 印太地区 names 印太: the general word is no part of the name.
        let mut shortened = false;
        if kind == Some(EntityType::Place)
            && let Some(name) = folded.strip_suffix("地区").or_else(|| folded.strip_suffix("亚太区").map(|_| "亚太"))
            && name.chars().count() >= 2
        {
            folded = name.to_string();
            shortened = true;
        }
        if folded.is_empty() || folded.contains(['(', ')']) && folded.chars().any(is_han) {
            return;
        }
        let pattern = self.pattern(&folded);
        match pattern.senses.iter_mut().find(|sense| sense.entry == entry) {
            // A form listed as always-on and as needing context needs context; 南美地区 says nothing of 南美.
            Some(sense) if form == FormUse::Context && !shortened => sense.form = form,
            Some(_) => {}
            None => pattern.senses.push(Sense { entry, form }),
        }
    }

    fn entry(&mut self, entry: Entry) -> EntryId {
        if let Some(&known) = self.by_id.get(&entry.id) {
            return known;
        }
        let id = self.entries.len() as EntryId;
        self.by_id.insert(entry.id.clone(), id);
        self.entries.push(entry);
        id
    }

    /// Adds the countries; gives their entries by code.
    fn countries(&mut self, sources: &Sources) -> Result<FxHashMap<String, EntryId>, DictionaryError> {
        let mut country_by_code = FxHashMap::default();
        for row in sources.rows::<CountryRow>("countries.csv")? {
            if row.id.is_empty() || row.name_zh.is_empty() {
                continue;
            }
            let entry = self.entry(Entry {
                id: format!("country:{}", row.id),
                kind: EntityType::Country,
                name_en: row.name_en.clone(),
                name_zh: row.name_zh.clone(),
                full_zh: vec![fold_str(&row.name_zh)],
                subkind: row.status.clone(),
                role: String::new(),
                country: row.id.clone(),
                born: 0,
                gender: ' ',
                documents: 0,
            });
            country_by_code.insert(row.id.clone(), entry);
            self.sense(&row.name_zh, entry, FormUse::Always);
            self.sense(&row.name_zh_hant, entry, FormUse::Always);
            for form in list(&row.aliases_zh) {
                self.sense(form, entry, FormUse::Always);
            }
            self.sense(&row.name_en, entry, FormUse::Latin);
            for form in list(&row.aliases_en) {
                self.sense(form, entry, FormUse::Latin);
            }
            for form in list(&row.demonyms_en) {
                self.sense(form, entry, FormUse::Demonym);
            }
            for form in list(&row.fang_zh) {
                self.sense(form, entry, FormUse::Fang);
            }
            for form in list(&row.short_zh) {
                let (character, probability) = form.split_once(':').unwrap_or((form, "1"));
                let probability = number(probability).unwrap_or(1.0);
                self.sense(character, entry, FormUse::Short(probability));
            }
        }
        Ok(country_by_code)
    }

    /// Adds organizations, people and places; gives the organizations by country and role.
    fn names(&mut self, sources: &Sources) -> Result<FxHashMap<(String, String), EntryId>, DictionaryError> {
        let mut org_by_role = FxHashMap::default();
        let tables =
            [("organizations.csv", EntityType::Organization), ("people.csv", EntityType::Person), ("places.csv", EntityType::Place)];
        for (table, kind) in tables {
            for row in sources.rows::<NameRow>(table)? {
                let Some(entry) = self.name(&row, kind, 0) else {
                    continue;
                };
                if kind == EntityType::Organization && !row.role.is_empty() && !row.country.is_empty() {
                    org_by_role.entry((row.country.clone(), row.role.clone())).or_insert(entry);
                }
            }
        }
        Ok(org_by_role)
    }

    /// Adds the titles, and gives them.
    fn titles(&mut self, sources: &Sources) -> Result<Vec<Title>, DictionaryError> {
        let mut titles = Vec::new();
        for row in sources.rows::<TitleRow>("titles.csv")? {
            let position = match row.position.as_str() {
                "before" => TitlePosition::Before,
                "after" => TitlePosition::After,
                _ => TitlePosition::Both,
            };
            for form in std::iter::once(row.title.as_str()).chain(list(&row.title_hant)).chain(list(&row.variants)) {
                let folded = fold_str(form);
                if folded.is_empty() || self.pattern(&folded).title.is_some() {
                    continue;
                }
                self.pattern(&folded).title = Some(titles.len() as u32);
                titles.push(Title {
                    text: folded,
                    kind: row.kind.clone(),
                    body_role: row.body_role.clone(),
                    english: row.english.clone(),
                    position,
                });
            }
        }
        Ok(titles)
    }

    /// Adds the generic bodies, and gives them.
    fn bodies(&mut self, sources: &Sources) -> Result<Vec<Body>, DictionaryError> {
        let mut bodies = Vec::new();
        for row in sources.rows::<BodyRow>("bodies.csv")? {
            for form in std::iter::once(row.name_zh.as_str()).chain(list(&row.name_zh_hant)).chain(list(&row.variants_zh)) {
                let folded = fold_str(form);
                if folded.is_empty() || self.pattern(&folded).body.is_some() {
                    continue;
                }
                self.pattern(&folded).body = Some(bodies.len() as u32);
                bodies.push(Body {
                    text: folded,
                    role: row.role.clone(),
                    english: row.english_pattern.clone(),
                    subkind: row.kind.clone(),
                    bare: row.bare == "yes",
                });
            }
        }
        Ok(bodies)
    }

    /// Adds the endings of organizations, and gives them.
    fn suffixes(&mut self, sources: &Sources) -> Result<Vec<Suffix>, DictionaryError> {
        let mut suffixes = Vec::new();
        for row in sources.rows::<SuffixRow>("org_suffixes.csv")? {
            for form in list(&row.suffix).chain(list(&row.suffix_hant)) {
                let folded = fold_str(form);
                if folded.is_empty() || self.pattern(&folded).suffix.is_some() {
                    continue;
                }
                self.pattern(&folded).suffix = Some(suffixes.len() as u32);
                suffixes.push(Suffix {
                    text: folded,
                    subkind: row.kind.clone(),
                    english: row.english.clone(),
                    strength: match row.strength.as_str() {
                        "strong" => SuffixStrength::Strong,
                        "medium" => SuffixStrength::Medium,
                        _ => SuffixStrength::Weak,
                    },
                    min_prefix: number(&row.min_prefix).unwrap_or(2),
                });
            }
        }
        Ok(suffixes)
    }

    /// Adds a learned row, unless its Chinese name is a form of another.
    fn learned(&mut self, row: &LearnedRow) {
        let kind = match row.kind.as_str() {
            "person" => EntityType::Person,
            "organization" => EntityType::Organization,
            "place" => EntityType::Place,
            _ => return,
        };
        let known = self.form_index.get(&fold_str(&row.name_zh)).is_some_and(|&i| !self.patterns[i as usize].senses.is_empty());
        if known {
            return;
        }
        let name = NameRow {
            name_en: row.name_en.clone(),
            name_zh: row.name_zh.clone(),
            aliases_zh: row.aliases_zh.clone(),
            aliases_en: row.aliases_en.clone(),
            kind: row.kind.clone(),
            ..NameRow::default()
        };
        self.name(&name, kind, row.documents.max(1));
    }

    /// Adds an entry with all its forms; none where the row has no name.
    fn name(&mut self, row: &NameRow, kind: EntityType, documents: u32) -> Option<EntryId> {
        if row.name_en.is_empty() && row.name_zh.is_empty() {
            return None;
        }
        let key = if row.name_en.is_empty() { row.name_zh.clone() } else { slug(&row.name_en) };
        let mut full_zh: Vec<String> = Vec::new();
        if kind != EntityType::Person || row.full_zh.is_empty() {
            full_zh.push(fold_str(&row.name_zh));
        }
        full_zh.extend(list(&row.full_zh).map(fold_str));
        let entry = self.entry(Entry {
            id: format!("{}:{}", kind.as_str(), key),
            kind,
            name_en: row.name_en.clone(),
            name_zh: row.name_zh.clone(),
            full_zh,
            subkind: row.kind.clone(),
            role: row.role.clone(),
            country: row.country.clone(),
            born: number(&row.born).unwrap_or(0),
            gender: row.gender.chars().next().unwrap_or(' '),
            documents,
        });
        let always = [&row.name_zh, &row.name_zh_hant];
        for cell in always.into_iter().chain([&row.full_zh, &row.aliases_zh]) {
            for form in list(cell) {
                let form_use = if form.chars().any(is_han) { FormUse::Always } else { FormUse::Latin };
                self.sense(form, entry, form_use);
            }
        }
        for form in std::iter::once(row.name_en.as_str()).chain(list(&row.aliases_en)) {
            // `Wang Yi (volleyball)`: what stands in brackets tells rows apart, no text has it.
            let plain = form.split(" (").next().unwrap_or(form);
            if plain.chars().count() >= 2 {
                self.sense(plain, entry, if plain == form { FormUse::Latin } else { FormUse::Context });
            }
        }
        for form in list(&row.acronyms) {
            self.sense(form, entry, FormUse::Acronym);
        }
        for form in list(&row.context).chain(list(&row.context_zh)) {
            self.sense(form, entry, FormUse::Context);
        }
        Some(entry)
    }
}

/// General words that stand for no particular body, alone or after a country's name.
fn is_generic(form: &str) -> bool {
    [
        "政府", "警方", "军方", "当局", "检方", "官方", "院方", "校方", "厂商", "民众", "媒体", "公司", "企业", "机构", "部门", "高层",
        "政界", "军队", "警察",
    ]
    .iter()
    .any(|word| {
        form == *word
            || form.strip_suffix(word).is_some_and(|head| {
                (1..=5).contains(&head.chars().count())
                    && *word != "公司"
                    && *word != "媒体"
                    && !(*word == "政府" && head.ends_with("联合"))
            })
    })
}

fn number<T: std::str::FromStr>(cell: &str) -> Option<T> {
    cell.trim().parse().ok()
}

/// Surnames by folded form, and the Chinese ones of one character.
type Surnames = (FxHashMap<String, Surname>, FxHashMap<char, Surname>);

fn surnames(sources: &Sources) -> Result<Surnames, DictionaryError> {
    let mut surnames: FxHashMap<String, Surname> = FxHashMap::default();
    let mut surname_chars = FxHashMap::default();
    for row in sources.rows::<SurnameRow>("surnames.csv")? {
        let folded = fold_str(&row.surname);
        if folded.is_empty() {
            continue;
        }
        let kind = match row.kind.as_str() {
            "korean" => SurnameKind::Korean,
            "japanese" => SurnameKind::Japanese,
            _ if folded.chars().count() > 1 => SurnameKind::Compound,
            _ => SurnameKind::Chinese,
        };
        let mut spellings: Vec<String> =
            [&row.wade_giles, &row.cantonese, &row.other].into_iter().flat_map(|cell| list(cell)).map(|s| s.to_lowercase()).collect();
        spellings.sort();
        spellings.dedup();
        let surname = Surname {
            text: folded.clone(),
            pinyin: row.pinyin.clone(),
            spellings,
            kind,
            weight: number(&row.weight).unwrap_or(0.01),
            word_risk: match row.word_risk.as_str() {
                "high" => 2,
                "medium" => 1,
                _ => 0,
            },
        };
        if kind == SurnameKind::Chinese
            && let Some(c) = folded.chars().next()
        {
            surname_chars.entry(c).or_insert_with(|| surname.clone());
        }
        // 金 is Chinese and Korean: one row, all spellings.
        match surnames.get_mut(&folded) {
            Some(known) => known.spellings.extend(surname.spellings),
            None => {
                surnames.insert(folded, surname);
            }
        }
    }
    Ok((surnames, surname_chars))
}
