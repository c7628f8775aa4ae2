//! The rows of an article as Python objects.

use std::fmt::Write;

use guanxi::document::Document as Text;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::words::language;

macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty = $key:literal),* $(,)? }) => {
        $(#[$meta])*
        #[pyclass(frozen, module = "guanxi", from_py_object)]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$doc])* #[pyo3(get, name = $key)] pub $field: $type),* }

        #[pymethods]
        impl $name {
            /// The fields as a dict.
            pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
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
