//! One article with what was found in it, as Python objects.

use std::fmt::Write;

use guanxi::curation::{Action, Curation};
use guanxi::dictionary::Lexicon;
use guanxi::document::Document as Text;
use guanxi::pipeline::DocumentResult;
use guanxi::record::{EntityType, Evidence, PairKind};
use guanxi::resolve::{Clusters, KeyStats, NameKey, NameTable, Surfaces};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::error::arrow;
use crate::frame::{Columns, Table};

/// The word for how a mention was found.
pub fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Dictionary => "dictionary",
        Evidence::Pair => "pair",
        Evidence::Alias => "alias",
        Evidence::Pattern => "pattern",
        Evidence::Model => "model",
    }
}

/// The word for a kind of rendering.
pub fn word(kind: &PairKind) -> &'static str {
    match kind {
        PairKind::Transliteration => "transliteration",
        PairKind::Translation => "translation",
        PairKind::Abbreviation => "abbreviation",
        PairKind::Adopted => "adopted",
    }
}

/// The word for what a name stands for in its sentence.
pub fn role(source: bool) -> &'static str {
    if source { "source" } else { "" }
}

/// Rounds as the tables do.
pub fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty = $key:literal),* $(,)? }) => {
        $(#[$meta])*
        #[pyclass(frozen, module = "guanxi", from_py_object)]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$doc])* #[pyo3(get, name = $key)] pub $field: $type),* }

        #[pymethods]
        impl $name {
            /// The fields as a dict.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                let dict = PyDict::new(py);
                $(dict.set_item($key, self.$field.clone())?;)*
                Ok(dict)
            }
            fn __repr__(&self) -> String {
                let mut out = String::from(concat!(stringify!($name), "("));
                $(let _ = write!(out, "{}={:?}, ", $key, self.$field);)*
                out.truncate(out.len().saturating_sub(2));
                out.push(')');
                out
            }
            fn __eq__(&self, other: &Self) -> bool {
                self == other
            }
        }
    };
}

record! {
    /// One occurrence of a name.
    Mention {
        /// First character, counted as Python indexes the article's text.
        start: u32 = "start",
        /// One past the last character.
        end: u32 = "end",
        /// The name as written: ``article.text[start:end]``.
        surface: String = "surface",
        /// ``person``, ``country``, ``organization`` or ``place``.
        kind: &'static str = "type",
        /// Id of the entity meant; empty where a curation drops it.
        entity_id: String = "entity_id",
        /// Number of the paragraph, from 0.
        paragraph: u32 = "paragraph",
        /// Number of the sentence, from 0.
        sentence: u32 = "sentence",
        /// How it was found: ``dictionary``, ``pair``, ``alias``, ``pattern`` or ``model``.
        evidence: &'static str = "evidence",
        /// Probability that the name, its borders and its type are right.
        confidence: f64 = "confidence",
        /// ``source`` where the name tells who reports; else empty.
        role: &'static str = "role",
    }
}

record! {
    /// A Chinese and a Latin-script name that stand together as renderings of one another.
    Pair {
        /// First character of the Chinese name.
        start: u32 = "start",
        /// One past the last character of the Chinese name.
        end: u32 = "end",
        /// Chinese name as written.
        zh: String = "zh",
        /// Latin-script name as written.
        latin: String = "latin",
        /// What is named; also ``other``.
        kind: &'static str = "type",
        /// ``transliteration``, ``translation``, ``abbreviation`` or ``adopted``.
        rendering: &'static str = "kind",
        /// How sure, 0 to 1.
        score: f64 = "score",
        /// Id of the entity meant, or empty.
        entity_id: String = "entity_id",
    }
}

record! {
    /// A stated event between two entities.
    Relation {
        /// Number of the sentence.
        sentence: u32 = "sentence",
        /// Who acts.
        subject_id: String = "subject_id",
        /// Its label.
        subject: String = "subject",
        /// PLOVER event type.
        relation: &'static str = "relation",
        /// On whom.
        object_id: String = "object_id",
        /// Its label.
        object: String = "object",
        /// The event word as written.
        trigger: String = "trigger",
        /// Whether it is said not to have happened.
        negated: bool = "negated",
        /// Probability that it is right.
        confidence: f64 = "confidence",
        /// The sentence.
        text: String = "text",
        /// PLOVER's quad class.
        quad_class: &'static str = "quad_class",
        /// Root code in CAMEO.
        cameo_root: String = "cameo_root",
    }
}

record! {
    /// A tie of a person to a title and a country or organization.
    Position {
        /// Number of the sentence.
        sentence: u32 = "sentence",
        /// The person.
        person_id: String = "person_id",
        /// Its label.
        person: String = "person",
        /// Title as written.
        title: String = "title",
        /// The country or organization.
        body_id: String = "body_id",
        /// Its label.
        body: String = "body",
        /// Probability that it is right.
        confidence: f64 = "confidence",
        /// The sentence.
        text: String = "text",
    }
}

record! {
    /// A real thing that the article names.
    Entity {
        /// Id, the same in every run where a dictionary lists the thing.
        id: String = "id",
        /// What a reader would call it.
        label: String = "label",
        /// ``person``, ``country``, ``organization`` or ``place``.
        kind: &'static str = "type",
        /// Chinese name.
        name_zh: String = "name_zh",
        /// English name.
        name_en: String = "name_en",
        /// ISO 3166-1 alpha-3 code of a country; else empty.
        iso_3166: String = "iso_3166",
        /// Occurrences in the article.
        mentions: u64 = "mentions",
        /// Its other names in the article.
        aliases: Vec<String> = "aliases",
    }
}

record! {
    /// An article as it was read: its clean text and what is known of it.
    Document {
        /// Stable id: 16 hexadecimal digits.
        doc_id: String = "doc_id",
        /// Where it was read.
        path: String = "path",
        /// Publisher.
        source: String = "source",
        /// Headline.
        title: String = "title",
        /// Link.
        url: String = "url",
        /// RFC 3339 time, or a day; empty where unknown.
        published: String = "published",
        /// ``zh-Hans``, ``zh-Hant``, ``en`` or ``other``.
        language: &'static str = "language",
        /// Headline and paragraphs.
        text: String = "text",
        /// Whether the first line of the text is the headline.
        title_in_text: bool = "title_in_text",
    }
}

impl From<Text> for Document {
    fn from(d: Text) -> Document {
        Document {
            doc_id: d.doc_id,
            path: d.path,
            source: d.source,
            title: d.title,
            url: d.url,
            published: d.published,
            language: d.language.tag(),
            text: d.text,
            title_in_text: d.title_in_text,
        }
    }
}

/// The language of a tag.
pub fn language(tag: &str) -> guanxi::document::Language {
    use guanxi::document::Language;
    [Language::ChineseSimplified, Language::ChineseTraditional, Language::English].into_iter().find(|l| l.tag() == tag).unwrap_or_default()
}

impl From<&Document> for Text {
    fn from(d: &Document) -> Text {
        Text {
            doc_id: d.doc_id.clone(),
            path: d.path.clone(),
            source: d.source.clone(),
            title: d.title.clone(),
            url: d.url.clone(),
            published: d.published.clone(),
            language: language(d.language),
            text: d.text.clone(),
            title_in_text: d.title_in_text,
        }
    }
}

/// What was found in an article, before Python sees it.
pub struct Findings {
    pub document: Document,
    pub mentions: Vec<Mention>,
    pub pairs: Vec<Pair>,
    pub relations: Vec<Relation>,
    pub positions: Vec<Position>,
    pub entities: Vec<Entity>,
}

/// What one article says of the things it names, as the archive counts it.
pub fn names_of(result: &DocumentResult) -> NameTable {
    let mut table = NameTable::default();
    let new = || KeyStats { documents: 1, mentions: 0, surfaces: Surfaces::default() };
    let key = |local: u32| -> Option<NameKey> { result.key(local) };
    for mention in &result.mentions {
        let Some(key) = key(mention.local) else { continue };
        let stats = table.keys.entry(key).or_insert_with(new);
        stats.mentions += 1;
        stats.surfaces.add(&mention.surface, 1);
    }
    // Things that only a pair names.
    for key in result.pairs.iter().filter_map(|p| p.local).filter_map(key) {
        table.keys.entry(key).or_insert_with(new);
    }
    table
}

/// Resolves one article by itself, under the decisions of a curation as far as they concern what it names.
///
/// Merges, new names and types, and drops hold by id; splits are left to a whole archive, because they tell apart what only
/// an archive brings together.
pub fn findings(document: Text, result: DocumentResult, lexicon: &Lexicon, curation: Option<&Curation>) -> Findings {
    let mut clusters = Clusters::build(&names_of(&result), lexicon);
    if let Some(curation) = curation {
        decide(&mut clusters, curation);
    }
    let of_local: Vec<Option<usize>> = (0..result.locals.len() as u32)
        .map(|l| {
            result
                .key_digest(l)
                .and_then(|k| clusters.of_key.get(&k))
                .map(|&c| c as usize)
                .filter(|&c| clusters.list.get(c).is_some_and(|c| !c.dropped))
        })
        .collect();
    let gone: Vec<bool> = (0..result.locals.len() as u32)
        .map(|l| {
            result
                .key_digest(l)
                .and_then(|k| clusters.of_key.get(&k))
                .is_some_and(|&c| clusters.list.get(c as usize).is_some_and(|c| c.dropped))
        })
        .collect();
    let cluster = |local: u32| of_local.get(local as usize).copied().flatten().and_then(|c| clusters.list.get(c));
    let id = |local: u32| cluster(local).map_or(String::new(), |c| c.id.clone());
    let label = |local: u32| cluster(local).map_or(String::new(), |c| c.label.clone());
    let mentions: Vec<Mention> = result
        .mentions
        .iter()
        .filter(|m| !gone.get(m.local as usize).copied().unwrap_or(false))
        .map(|m| Mention {
            start: m.start,
            end: m.end,
            surface: m.surface.clone(),
            kind: cluster(m.local).filter(|c| c.retyped).map_or(m.kind, |c| c.kind).as_str(),
            entity_id: id(m.local),
            paragraph: m.paragraph,
            sentence: m.sentence,
            evidence: evidence(m.evidence),
            confidence: rounded(m.confidence),
            role: role(m.source),
        })
        .collect();
    let mut pairs: Vec<Pair> = result
        .pairs
        .iter()
        .map(|p| Pair {
            start: p.start,
            end: p.start + p.zh.chars().count() as u32,
            zh: p.zh.clone(),
            latin: p.latin.clone(),
            kind: p.type_.as_str(),
            rendering: word(&p.kind),
            score: rounded(p.score),
            entity_id: p.local.map(id).unwrap_or_default(),
        })
        .collect();
    pairs.sort_by(|a, b| (a.start, &a.zh, &a.latin).cmp(&(b.start, &b.zh, &b.latin)));
    let mut told: Vec<(u32, usize, &str, usize, bool)> = Vec::new();
    let mut relations: Vec<Relation> = Vec::new();
    let mut in_order: Vec<_> = result.relations.iter().collect();
    in_order.sort_by_key(|r| r.sentence);
    for r in in_order {
        let of = |local: u32| of_local.get(local as usize).copied().flatten();
        let (Some(subject), Some(object)) = (of(r.subject), of(r.object)) else { continue };
        let key = (r.sentence, subject, r.event.as_str(), object, r.negated);
        if subject == object || told.contains(&key) {
            continue;
        }
        told.push(key);
        relations.push(Relation {
            sentence: r.sentence,
            subject_id: id(r.subject),
            subject: label(r.subject),
            relation: r.event.as_str(),
            object_id: id(r.object),
            object: label(r.object),
            trigger: r.trigger.clone(),
            negated: r.negated,
            confidence: rounded(r.confidence),
            text: r.text.clone(),
            quad_class: r.event.quad().as_str(),
            cameo_root: format!("{:02}", r.cameo),
        });
    }
    let positions = result
        .positions
        .iter()
        .filter(|p| cluster(p.person).is_some() && cluster(p.body).is_some())
        .map(|p| Position {
            sentence: p.sentence,
            person_id: id(p.person),
            person: label(p.person),
            title: p.title.clone(),
            body_id: id(p.body),
            body: label(p.body),
            confidence: rounded(p.confidence),
            text: p.text.clone(),
        })
        .collect();
    let mut entities: Vec<Entity> = clusters
        .list
        .iter()
        .filter(|c| !c.dropped && c.mentions > 0 && mentions.iter().any(|m| m.entity_id == c.id))
        .map(|c| {
            let mut aliases: Vec<(&str, u64)> = c.surfaces.iter().filter(|(s, _)| *s != c.label).collect();
            aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            Entity {
                id: c.id.clone(),
                label: c.label.clone(),
                kind: c.kind.as_str(),
                name_zh: c.name_zh.clone(),
                name_en: c.name_en.clone(),
                iso_3166: c.iso.clone(),
                mentions: c.mentions,
                aliases: aliases.into_iter().map(|(s, _)| s.to_owned()).collect(),
            }
        })
        .collect();
    entities.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.id.cmp(&b.id)));
    Findings { document: document.into(), mentions, pairs, relations, positions, entities }
}

/// Applies decisions to the clusters of one article. A merge with an entity that is not there gives its id.
fn decide(clusters: &mut Clusters, curation: &Curation) {
    let of = |clusters: &Clusters, id: &str| clusters.list.iter().position(|c| c.id == id);
    for decision in &curation.decisions {
        match &decision.action {
            Action::Retype(kind) => {
                for id in &decision.ids {
                    if let Some(c) = of(clusters, id).and_then(|i| clusters.list.get_mut(i)) {
                        (c.kind, c.retyped) = (*kind, true);
                    }
                }
            }
            Action::Rename { zh, en, label } => {
                for id in &decision.ids {
                    let Some(c) = of(clusters, id).and_then(|i| clusters.list.get_mut(i)) else { continue };
                    let (was_zh, was_en) = (c.label == c.name_zh, c.label == c.name_en);
                    if let Some(zh) = zh {
                        c.name_zh.clone_from(zh);
                    }
                    if let Some(en) = en {
                        c.name_en.clone_from(en);
                    }
                    match label {
                        Some(label) => c.label.clone_from(label),
                        None if was_zh => c.label.clone_from(&c.name_zh),
                        None if was_en => c.label.clone_from(&c.name_en),
                        None => {}
                    }
                }
            }
            Action::Drop => {
                for id in &decision.ids {
                    if let Some(c) = of(clusters, id).and_then(|i| clusters.list.get_mut(i)) {
                        c.dropped = true;
                    }
                }
            }
            Action::Merge | Action::Split(_) => {}
        }
    }
    // Merges last, so that the ids above are those without a curation.
    for decision in curation.decisions.iter().filter(|d| d.action == Action::Merge) {
        let Some(first) = decision.ids.first() else { continue };
        for id in decision.ids.iter().skip(1) {
            let Some(other) = of(clusters, id) else { continue };
            match of(clusters, first) {
                None => {
                    if let Some(c) = clusters.list.get_mut(other) {
                        c.id.clone_from(first);
                    }
                }
                Some(target) if target != other => {
                    clusters.of_key.values_mut().filter(|c| **c as usize == other).for_each(|c| *c = target as u32);
                    let (surfaces, mentions) = match clusters.list.get_mut(other) {
                        Some(c) => (std::mem::take(&mut c.surfaces), std::mem::take(&mut c.mentions)),
                        None => continue,
                    };
                    if let Some(c) = clusters.list.get_mut(target) {
                        c.surfaces.merge(&surfaces);
                        c.mentions += mentions;
                    }
                }
                Some(_) => {}
            }
        }
    }
}

/// An article with what was found in it. In a notebook it shows itself with its names in colour.
///
/// Offsets are indices of ``text``, a Python string: ``article.text[m.start:m.end] == m.surface``.
#[pyclass(frozen, module = "guanxi")]
pub struct Article {
    pub found: Findings,
    mentions: PyOnceLock<Py<PyTuple>>,
    pairs: PyOnceLock<Py<PyTuple>>,
    relations: PyOnceLock<Py<PyTuple>>,
    positions: PyOnceLock<Py<PyTuple>>,
    entities: PyOnceLock<Py<PyTuple>>,
}

impl From<Findings> for Article {
    fn from(found: Findings) -> Article {
        Article {
            found,
            mentions: PyOnceLock::new(),
            pairs: PyOnceLock::new(),
            relations: PyOnceLock::new(),
            positions: PyOnceLock::new(),
            entities: PyOnceLock::new(),
        }
    }
}

fn tuple<T>(py: Python<'_>, cell: &PyOnceLock<Py<PyTuple>>, rows: &[T]) -> PyResult<Py<PyTuple>>
where
    T: Clone + pyo3::PyClass + Into<pyo3::PyClassInitializer<T>>,
{
    cell.get_or_try_init(py, || {
        let objects: Vec<Py<T>> = rows.iter().map(|row| Py::new(py, row.clone())).collect::<PyResult<_>>()?;
        Ok(PyTuple::new(py, objects)?.unbind())
    })
    .map(|t| t.clone_ref(py))
}

#[pymethods]
impl Article {
    /// Stable id.
    #[getter]
    fn doc_id(&self) -> &str {
        &self.found.document.doc_id
    }
    /// Where it was read; empty for a text in memory.
    #[getter]
    fn path(&self) -> &str {
        &self.found.document.path
    }
    /// Publisher.
    #[getter]
    fn source(&self) -> &str {
        &self.found.document.source
    }
    /// Headline.
    #[getter]
    fn title(&self) -> &str {
        &self.found.document.title
    }
    /// Link.
    #[getter]
    fn url(&self) -> &str {
        &self.found.document.url
    }
    /// Time of publication, or empty.
    #[getter]
    fn published(&self) -> &str {
        &self.found.document.published
    }
    /// ``zh-Hans``, ``zh-Hant``, ``en`` or ``other``.
    #[getter]
    fn language(&self) -> &str {
        self.found.document.language
    }
    /// The text that offsets count in: the headline on a line of its own, where there is one, then the text given.
    #[getter]
    fn text(&self) -> &str {
        &self.found.document.text
    }
    /// Every occurrence of a name, in order.
    #[getter]
    fn mentions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.mentions, &self.found.mentions)
    }
    /// Bilingual pairs, in order.
    #[getter]
    fn pairs(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.pairs, &self.found.pairs)
    }
    /// Stated events, in order.
    #[getter]
    fn relations(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.relations, &self.found.relations)
    }
    /// Positions held, in order.
    #[getter]
    fn positions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.positions, &self.found.positions)
    }
    /// What is named, most mentioned first.
    #[getter]
    fn entities(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        tuple(py, &self.entities, &self.found.entities)
    }

    /// Everything as dicts and lists, for JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = &self.found;
        let dict = found.document.to_dict(py)?;
        let all = |rows: Vec<PyResult<Bound<'py, PyDict>>>| rows.into_iter().collect::<PyResult<Vec<_>>>();
        dict.set_item("mentions", all(found.mentions.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("pairs", all(found.pairs.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("relations", all(found.relations.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("positions", all(found.positions.iter().map(|r| r.to_dict(py)).collect())?)?;
        dict.set_item("entities", all(found.entities.iter().map(|r| r.to_dict(py)).collect())?)?;
        Ok(dict)
    }

    fn _repr_html_(&self) -> String {
        html(&self.found)
    }

    fn __repr__(&self) -> String {
        let found = &self.found;
        let name: String = match found.document.title.is_empty() {
            true => found.document.text.chars().take(20).collect(),
            false => found.document.title.clone(),
        };
        format!("<guanxi.Article {name:?}: {} mentions of {} entities>", found.mentions.len(), found.entities.len())
    }
}

/// Longest text shown in a notebook, in characters.
const SHOWN: usize = 20_000;

/// What an article looks like in a notebook. Everything that comes from it is escaped.
fn html(found: &Findings) -> String {
    let mut out = String::from("<div style=\"max-width:50em;line-height:1.8;white-space:pre-wrap;font-family:sans-serif\">");
    let labels: std::collections::HashMap<&str, &Entity> = found.entities.iter().map(|e| (e.id.as_str(), e)).collect();
    let text: Vec<char> = found.document.text.chars().take(SHOWN).collect();
    let headline = if found.document.title_in_text { text.iter().position(|&c| c == '\n').unwrap_or(text.len()) } else { 0 };
    let mut at = 0usize;
    let plain = |out: &mut String, from: usize, to: usize| {
        // The headline is bold up to its end, wherever names stand in it.
        let border = headline.clamp(from, to.max(from));
        if from < border {
            out.push_str("<b>");
            escape(out, text.get(from..border).unwrap_or(&[]));
            out.push_str("</b>");
        }
        escape(out, text.get(border..to).unwrap_or(&[]));
    };
    for mention in &found.mentions {
        let (start, end) = (mention.start as usize, mention.end as usize);
        if start < at || end > text.len() {
            continue;
        }
        plain(&mut out, at, start);
        let colour = match mention.kind {
            "person" => "#cfe2ff",
            "country" => "#d1e7dd",
            "organization" => "#fff3cd",
            _ => "#f1d4ee",
        };
        let _ = write!(out, "<mark style=\"background:{colour};color:#111;padding:0 .15em;border-radius:.2em\" title=\"");
        let mut tip = mention.kind.to_owned();
        if let Some(entity) = labels.get(mention.entity_id.as_str()) {
            for name in [&entity.label, &entity.name_en].into_iter().filter(|n| !n.is_empty()) {
                tip.push_str(" · ");
                tip.push_str(name);
            }
        }
        let _ = write!(tip, " · {} {:.2}", mention.evidence, mention.confidence);
        escape(&mut out, &tip.chars().collect::<Vec<_>>());
        out.push_str("\">");
        escape(&mut out, text.get(start..end).unwrap_or(&[]));
        out.push_str("</mark>");
        at = end;
    }
    plain(&mut out, at, text.len());
    if found.document.text.chars().nth(SHOWN).is_some() {
        out.push_str(" …");
    }
    out.push_str("</div>");
    out
}

fn escape(out: &mut String, text: &[char]) {
    for &c in text {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// Types that a curation or a table may name.
pub fn kind(word: &str) -> Option<EntityType> {
    [EntityType::Person, EntityType::Country, EntityType::Organization, EntityType::Place, EntityType::Other]
        .into_iter()
        .find(|k| k.as_str() == word)
}

/// The results of many articles as tables: a dict of ``documents``, ``mentions``, ``pairs``, ``relations``, ``positions`` and ``entities``.
///
/// Each has a column ``article``, the place of the article among those given, besides the fields of its rows.
#[pyfunction]
pub fn tables<'py>(py: Python<'py>, articles: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let articles: Vec<Bound<'py, Article>> = articles.try_iter()?.map(|a| Ok(a?.cast_into::<Article>()?)).collect::<PyResult<_>>()?;
    let found: Vec<&Findings> = articles.iter().map(|a| &a.get().found).collect();
    macro_rules! table {
        ($rows:ident: $($method:ident $field:ident $name:literal),*) => {{
            let rows = || found.iter().enumerate().flat_map(|(i, f)| f.$rows.iter().map(move |row| (i, row)));
            Columns::default()
                .long("article", rows().map(|(i, _)| i as u64))
                .text("doc_id", rows().map(|(i, _)| found.get(i).map_or("", |f| f.document.doc_id.as_str())))
                $(.$method($name, rows().map(|(_, r)| r.$field.clone())))*
                .batch()
                .map(Table::one)
                .map_err(arrow)?
        }};
    }
    let dict = PyDict::new(py);
    let document = |f: fn(&Document) -> &str| found.iter().map(move |a| f(&a.document));
    let documents = Columns::default()
        .long("article", 0..found.len() as u64)
        .text("doc_id", document(|d| &d.doc_id))
        .text("path", document(|d| &d.path))
        .text("source", document(|d| &d.source))
        .text("title", document(|d| &d.title))
        .text("url", document(|d| &d.url))
        .text("published", document(|d| &d.published))
        .text("language", document(|d| d.language))
        .text("text", document(|d| &d.text))
        .batch()
        .map_err(arrow)?;
    dict.set_item("documents", Table::one(documents))?;
    let mentions = table!(mentions: int start "start", int end "end", text surface "surface", text kind "type", text entity_id "entity_id",
        int paragraph "paragraph", int sentence "sentence", text evidence "evidence", double confidence "confidence", text role "role");
    dict.set_item("mentions", mentions)?;
    let pairs = table!(pairs: int start "start", int end "end", text zh "zh", text latin "latin", text kind "type", text rendering "kind",
        double score "score", text entity_id "entity_id");
    dict.set_item("pairs", pairs)?;
    let relations = table!(relations: int sentence "sentence", text subject_id "subject_id", text subject "subject",
        text relation "relation", text object_id "object_id", text object "object", text trigger "trigger", flag negated "negated",
        double confidence "confidence", text text "text", text quad_class "quad_class", text cameo_root "cameo_root");
    dict.set_item("relations", relations)?;
    let positions = table!(positions: int sentence "sentence", text person_id "person_id", text person "person", text title "title",
        text body_id "body_id", text body "body", double confidence "confidence", text text "text");
    dict.set_item("positions", positions)?;
    let entities = table!(entities: text id "id", text label "label", text kind "type", text name_zh "name_zh", text name_en "name_en",
        text iso_3166 "iso_3166", long mentions "mentions");
    dict.set_item("entities", entities)?;
    Ok(dict)
}
