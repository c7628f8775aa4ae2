//! All dictionary forms compiled, so that one scan of a text finds names,
//! titles, bodies, suffixes and event words together.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::automaton::Automaton;
use super::endings::Endings;
use super::rows::{BodyRow, CountryRow, NameRow, SuffixRow, SurnameRow, TitleRow, list};
use super::{DictionaryError, Sources};
use crate::record::EntityType;
use crate::text::{TextView, fold_latin, fold_str, is_han, is_ideograph};

/// Index of an [`Entry`].
pub type EntryId = u32;

/// One real thing that a dictionary lists.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Stable id: `person:vladimir-putin`, `country:RUS`.
    pub id: String,
    /// What it is.
    pub kind: EntityType,
    /// Usual English name.
    pub name_en: String,
    /// Usual Chinese name, Simplified.
    pub name_zh: String,
    /// Full Chinese forms, folded.
    pub full_zh: Vec<String>,
    /// Finer kind of an organization or place (`ministry`, `city`), or `current` / `historical` of a country.
    pub subkind: String,
    /// Machine word of a body that exists in every country (`foreign_ministry`), or a person's role.
    pub role: String,
    /// ISO 3166-1 alpha-3 code of the home country (of a country: its own).
    pub country: String,
    /// Year of birth, or 0.
    pub born: u16,
    /// `m`, `f`, or a space where unknown.
    pub gender: char,
    /// Documents of the archive that attest a learned row; 0 for rows written by hand.
    pub documents: u32,
}

/// How a form may be used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum FormUse {
    /// Means the entry wherever it stands as a word.
    Always,
    /// Means the entry only with support from the article.
    Context,
    /// One-character country form; the probability that it means this country.
    Short(f32),
    /// 方-form of a country (美方).
    Fang,
    /// Latin-script name.
    Latin,
    /// Latin-script acronym.
    Acronym,
    /// English adjective or demonym of a country.
    Demonym,
}

/// One meaning of a form.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Sense {
    /// The thing meant.
    pub entry: EntryId,
    /// How the form may be used for it.
    pub form: FormUse,
}

/// Everything the dictionaries say about one form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pattern {
    /// The folded form.
    pub text: String,
    /// Its length in characters.
    pub chars: u16,
    /// The things it may name.
    pub senses: Vec<Sense>,
    /// Index into [`Lexicon::titles`].
    pub title: Option<u32>,
    /// Index into [`Lexicon::bodies`].
    pub body: Option<u32>,
    /// Index into [`Lexicon::suffixes`].
    pub suffix: Option<u32>,
    /// Indices into the rows of `events.csv` (filled by the relation stage).
    pub events: Vec<u32>,
    /// Index into the rows of `event_modifiers.csv`.
    pub modifier: Option<u32>,
}

/// Where a title stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TitlePosition {
    /// Only before the name (记者).
    Before,
    /// Only after the name (先生).
    After,
    /// Either side.
    Both,
}

/// A title or honorific.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Title {
    /// The folded title.
    pub text: String,
    /// `head_of_state`, `minister` … or `prefix` for 前, 时任.
    pub kind: String,
    /// What the title attaches to: `country`, `foreign_ministry`, `company` …
    pub body_role: String,
    /// English gloss.
    pub english: String,
    /// Where it stands.
    pub position: TitlePosition,
}

/// A generic body: 外交部.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// The folded form listed first.
    pub text: String,
    /// Machine word shared with the `role` of organizations.
    pub role: String,
    /// English name with `{country}`.
    pub english: String,
    /// Kind of organization.
    pub subkind: String,
    /// Whether the bare word usually names the body of the country that the article is about.
    pub bare: bool,
}

/// How sure a suffix makes an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SuffixStrength {
    /// Needs a known prefix.
    Weak,
    /// Sure with a good prefix.
    Medium,
    /// Nearly always an organization.
    Strong,
}

/// An ending of organization names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Suffix {
    /// The folded ending.
    pub text: String,
    /// Kind of organization.
    pub subkind: String,
    /// English word for it.
    pub english: String,
    /// How sure it is.
    pub strength: SuffixStrength,
    /// Fewest characters before it.
    pub min_prefix: u8,
}

/// What kind of surname.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SurnameKind {
    /// One-character Chinese surname.
    Chinese,
    /// Two-character Chinese surname (欧阳).
    Compound,
    /// Korean.
    Korean,
    /// Japanese.
    Japanese,
}

/// A surname.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Surname {
    /// Folded form.
    pub text: String,
    /// Pinyin, capitalised (`Zhang`).
    pub pinyin: String,
    /// Other spellings, lower case: Wade–Giles, Cantonese, Hokkien, Korean, Japanese.
    pub spellings: Vec<String>,
    /// Kind.
    pub kind: SurnameKind,
    /// Share of the population, per mille.
    pub weight: f32,
    /// How often the character begins an ordinary word: 0 low, 1 medium, 2 high.
    pub word_risk: u8,
}

/// Bit of [`Lexicon::uses`]: a title or honorific.
pub const TITLE: u8 = 1;
/// Bit of [`Lexicon::uses`]: names something, or is part of the name of a body.
pub const NAME: u8 = 2;

/// The compiled dictionaries.
#[derive(Serialize, Deserialize)]
pub struct Lexicon {
    /// Every listed thing.
    #[serde(deserialize_with = "at_once")]
    pub entries: Vec<Entry>,
    /// Every form.
    #[serde(deserialize_with = "at_once")]
    pub patterns: Vec<Pattern>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Generic bodies.
    pub bodies: Vec<Body>,
    /// Organization endings.
    pub suffixes: Vec<Suffix>,
    /// Surnames by folded form.
    pub surnames: FxHashMap<String, Surname>,
    /// One-character Chinese surnames.
    pub surname_chars: FxHashMap<char, Surname>,
    /// First characters of the surnames of two.
    pub compound_chars: FxHashSet<char>,
    /// Country entries by alpha-3 code.
    pub country_by_code: FxHashMap<String, EntryId>,
    /// Organizations by country and role (`RUS`, `foreign_ministry`).
    pub org_by_role: FxHashMap<(String, String), EntryId>,
    /// Entries by id.
    pub by_id: FxHashMap<String, EntryId>,
    /// What each pattern is for ([`TITLE`], [`NAME`]), apart from the patterns so that a scan stays in the cache.
    uses: Vec<u8>,
    /// Patterns by the XXH3 of their text.
    form_index: FxHashMap<u64, u32>,
    /// The forms with a character that no Latin-script text has, by their index in [`Lexicon::patterns`].
    forms: Endings,
    /// The forms in Latin script.
    latin_forms: Forms,
}

/// Takes a long list into memory of its size. A list of unknown origin grows as it is read, lest its length lie; what the program itself
/// holds does not lie, and growing takes as much memory again.
fn at_once<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct List<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0).min(1 << 20));
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_seq(List(std::marker::PhantomData))
}

/// Some of the forms, compiled.
#[derive(Serialize, Deserialize)]
struct Forms {
    automaton: Automaton,
    /// Index in [`Lexicon::patterns`] of each.
    patterns: Vec<u32>,
}

impl Forms {
    fn compile(patterns: &[Pattern], accept: impl Fn(&str) -> bool) -> Result<Forms, DictionaryError> {
        let chosen: Vec<u32> = (0..patterns.len() as u32).filter(|&i| accept(&patterns[i as usize].text)).collect();
        let automaton = Automaton::new(chosen.iter().map(|&i| patterns[i as usize].text.as_str())).map_err(DictionaryError::Compile)?;
        Ok(Forms { automaton, patterns: chosen })
    }

    fn scan(&self, text: &str, mut found: impl FnMut(u32, usize, usize)) {
        self.automaton.scan(text, |form, start, end| {
            if let Some(&pattern) = self.patterns.get(form as usize) {
                found(pattern, start, end);
            }
        });
    }
}

/// Collects forms before the automaton is built.
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
        if kind == Some(EntityType::Place)
            && let Some(name) = folded.strip_suffix("地区").or_else(|| folded.strip_suffix("亚太区").map(|_| "亚太"))
            && name.chars().count() >= 2
        {
            folded = name.to_string();
        }
        if folded.is_empty() || folded.contains(['(', ')']) && folded.chars().any(is_han) {
            return;
        }
        let pattern = self.pattern(&folded);
        match pattern.senses.iter_mut().find(|sense| sense.entry == entry) {
            // A form listed as always-on and as needing context needs context.
            Some(sense) if form == FormUse::Context => sense.form = form,
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

/// The part of an id after its type: the English name, lower case, joined by hyphens.
pub(crate) fn slug(name: &str) -> String {
    fold_latin(name).replace(' ', "-")
}

fn number<T: std::str::FromStr>(cell: &str) -> Option<T> {
    cell.trim().parse().ok()
}

impl Lexicon {
    /// Compiles the dictionaries in force.
    ///
    /// # Errors
    /// A row that does not fit its columns, or forms that cannot be compiled.
    pub fn compile(sources: &Sources) -> Result<Lexicon, DictionaryError> {
        let mut builder = Builder::default();
        let mut country_by_code = FxHashMap::default();
        let mut org_by_role = FxHashMap::default();

        for row in sources.rows::<CountryRow>("countries.csv")? {
            if row.id.is_empty() || row.name_zh.is_empty() {
                continue;
            }
            let entry = builder.entry(Entry {
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
            builder.sense(&row.name_zh, entry, FormUse::Always);
            builder.sense(&row.name_zh_hant, entry, FormUse::Always);
            for form in list(&row.aliases_zh) {
                builder.sense(form, entry, FormUse::Always);
            }
            builder.sense(&row.name_en, entry, FormUse::Latin);
            for form in list(&row.aliases_en) {
                builder.sense(form, entry, FormUse::Latin);
            }
            for form in list(&row.demonyms_en) {
                builder.sense(form, entry, FormUse::Demonym);
            }
            for form in list(&row.fang_zh) {
                builder.sense(form, entry, FormUse::Fang);
            }
            for form in list(&row.short_zh) {
                let (character, probability) = form.split_once(':').unwrap_or((form, "1"));
                let probability = number(probability).unwrap_or(1.0);
                builder.sense(character, entry, FormUse::Short(probability));
            }
        }

        let tables =
            [("organizations.csv", EntityType::Organization), ("people.csv", EntityType::Person), ("places.csv", EntityType::Place)];
        for (table, kind) in tables {
            for row in sources.rows::<NameRow>(table)? {
                let Some(entry) = add_name(&mut builder, &row, kind, 0) else {
                    continue;
                };
                if kind == EntityType::Organization && !row.role.is_empty() && !row.country.is_empty() {
                    org_by_role.entry((row.country.clone(), row.role.clone())).or_insert(entry);
                }
            }
        }

        let mut titles = Vec::new();
        for row in sources.rows::<TitleRow>("titles.csv")? {
            let position = match row.position.as_str() {
                "before" => TitlePosition::Before,
                "after" => TitlePosition::After,
                _ => TitlePosition::Both,
            };
            for form in std::iter::once(row.title.as_str()).chain(list(&row.title_hant)).chain(list(&row.variants)) {
                let folded = fold_str(form);
                if folded.is_empty() || builder.pattern(&folded).title.is_some() {
                    continue;
                }
                builder.pattern(&folded).title = Some(titles.len() as u32);
                titles.push(Title {
                    text: folded,
                    kind: row.kind.clone(),
                    body_role: row.body_role.clone(),
                    english: row.english.clone(),
                    position,
                });
            }
        }

        let mut bodies = Vec::new();
        for row in sources.rows::<BodyRow>("bodies.csv")? {
            for form in std::iter::once(row.name_zh.as_str()).chain(list(&row.name_zh_hant)).chain(list(&row.variants_zh)) {
                let folded = fold_str(form);
                if folded.is_empty() || builder.pattern(&folded).body.is_some() {
                    continue;
                }
                builder.pattern(&folded).body = Some(bodies.len() as u32);
                bodies.push(Body {
                    text: folded,
                    role: row.role.clone(),
                    english: row.english_pattern.clone(),
                    subkind: row.kind.clone(),
                    bare: row.bare == "yes",
                });
            }
        }

        let mut suffixes = Vec::new();
        for row in sources.rows::<SuffixRow>("org_suffixes.csv")? {
            for form in list(&row.suffix).chain(list(&row.suffix_hant)) {
                let folded = fold_str(form);
                if folded.is_empty() || builder.pattern(&folded).suffix.is_some() {
                    continue;
                }
                builder.pattern(&folded).suffix = Some(suffixes.len() as u32);
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

        // Learned rows come last: they never take a form away from a row written by hand.
        for row in sources.rows::<LearnedRow>("names.csv")? {
            add_learned(&mut builder, &row);
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

    /// The compiled dictionaries as bytes, for [`Lexicon::from_bytes`] of the same program.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DictionaryError> {
        postcard::to_allocvec(self).map_err(|error| DictionaryError::Compile(error.to_string()))
    }

    /// What [`Lexicon::to_bytes`] wrote.
    ///
    /// # Errors
    /// Bytes that it did not write.
    pub fn from_bytes(bytes: &[u8]) -> Result<Lexicon, DictionaryError> {
        postcard::from_bytes(bytes).map_err(|error| DictionaryError::Compile(error.to_string()))
    }

    /// Calls `found(pattern, start, end)` for every form in the text, overlapping ones included,
    /// in order of their ends; `start` and `end` are character offsets.
    pub fn scan(&self, view: &TextView, mut found: impl FnMut(u32, usize, usize)) {
        let mut latin: Vec<(u32, usize, usize)> = Vec::new();
        for run in view.plain_runs() {
            let from = view.byte_of_char(run.start);
            self.latin_forms.scan(view.folded_slice(run), |pattern, start, end| {
                latin.push((pattern, view.char_of_byte(from + start), view.char_of_byte(from + end)));
            });
        }
        let mut latin = latin.into_iter().peekable();
        self.forms.scan(&view.folded, |pattern, start, end| {
            while let Some((pattern, start, end)) = latin.next_if(|hit| hit.2 < end) {
                found(pattern, start, end);
            }
            found(pattern, start, end);
        });
        latin.for_each(|(pattern, start, end)| found(pattern, start, end));
    }

    /// What the form with this index is for: [`TITLE`] and [`NAME`].
    pub fn uses(&self, index: u32) -> u8 {
        self.uses.get(index as usize).copied().unwrap_or(0)
    }

    /// The pattern with this index.
    pub fn pattern(&self, index: u32) -> Option<&Pattern> {
        self.patterns.get(index as usize)
    }

    /// What the dictionaries say about exactly this folded form.
    pub fn form(&self, folded: &str) -> Option<&Pattern> {
        let index = *self.form_index.get(&xxh3_64(folded.as_bytes()))?;
        self.patterns.get(index as usize).filter(|pattern| pattern.text == folded)
    }

    /// The entry with a stable id.
    pub fn entry_of(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).and_then(|&entry| self.entry(entry))
    }

    /// The entry with this index.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// Forms of two or more Chinese characters that jieba should cut as one word.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().filter(|p| p.chars >= 2 && p.senses.iter().any(|s| s.form == FormUse::Always)).map(|p| p.text.as_str())
    }
}

/// `names.csv`: names learned from an archive by `guanxi names --to-dictionary`.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct LearnedRow {
    /// Latin name, the best attested spelling.
    pub name_en: String,
    /// Chinese name, the best attested one, Simplified.
    pub name_zh: String,
    /// `person`, `organization`, `place` or `other`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Other Chinese names.
    pub aliases_zh: String,
    /// Other Latin spellings.
    pub aliases_en: String,
    /// Documents that have the pair.
    pub documents: u32,
}

fn add_learned(builder: &mut Builder, row: &LearnedRow) {
    let kind = match row.kind.as_str() {
        "person" => EntityType::Person,
        "organization" => EntityType::Organization,
        "place" => EntityType::Place,
        _ => return,
    };
    let known = builder.form_index.get(&fold_str(&row.name_zh)).is_some_and(|&i| !builder.patterns[i as usize].senses.is_empty());
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
    add_name(builder, &name, kind, row.documents.max(1));
}

fn add_name(builder: &mut Builder, row: &NameRow, kind: EntityType, documents: u32) -> Option<EntryId> {
    if row.name_en.is_empty() && row.name_zh.is_empty() {
        return None;
    }
    let key = if row.name_en.is_empty() { row.name_zh.clone() } else { slug(&row.name_en) };
    let mut full_zh: Vec<String> = Vec::new();
    if kind != EntityType::Person || row.full_zh.is_empty() {
        full_zh.push(fold_str(&row.name_zh));
    }
    full_zh.extend(list(&row.full_zh).map(fold_str));
    let entry = builder.entry(Entry {
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
            builder.sense(form, entry, form_use);
        }
    }
    for form in std::iter::once(row.name_en.as_str()).chain(list(&row.aliases_en)) {
        // `Wang Yi (volleyball)`: what stands in brackets tells rows apart, no text has it.
        let plain = form.split(" (").next().unwrap_or(form);
        if plain.chars().count() >= 2 {
            builder.sense(plain, entry, if plain == form { FormUse::Latin } else { FormUse::Context });
        }
    }
    for form in list(&row.acronyms) {
        builder.sense(form, entry, FormUse::Acronym);
    }
    for form in list(&row.context).chain(list(&row.context_zh)) {
        builder.sense(form, entry, FormUse::Context);
    }
    Some(entry)
}
