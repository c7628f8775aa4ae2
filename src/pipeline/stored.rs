//! Records read where they lie: the tables are written from them without a copy of any text.
//!
//! Field for field these are [`DocumentResult`](super::extract::DocumentResult) and [`Document`] as they were
//! encoded; the record of a result is followed by the borders of the article's sentences.

use serde::{Deserialize, Serialize};

use crate::document::{Document, Language};
use crate::record::{EntityType, Evidence, PairKind};
use crate::relate::EventType;
use crate::resolve::NameKey;

/// [`DocumentResult`](super::extract::DocumentResult), borrowed.
#[derive(Debug, Deserialize)]
pub(super) struct StoredResult<'a> {
    /// The document without its text.
    #[serde(borrow)]
    pub document: StoredDocument<'a>,
    /// Number of characters of the text.
    pub characters: u64,
    /// Number of sentences.
    pub sentences: u64,
    /// Number of paragraphs.
    pub paragraphs: u64,
    /// Names, in order.
    pub mentions: Vec<StoredMention<'a>>,
    /// The things they name.
    pub locals: Vec<StoredLocal<'a>>,
    /// Bilingual pairs.
    pub pairs: Vec<StoredPair<'a>>,
    /// Stated events.
    pub relations: Vec<StoredRelation<'a>>,
    /// Positions held.
    pub positions: Vec<StoredPosition<'a>>,
}

/// [`Document`], borrowed.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub(super) struct StoredDocument<'a> {
    pub doc_id: &'a str,
    pub path: &'a str,
    pub source: &'a str,
    pub title: &'a str,
    pub url: &'a str,
    pub published: &'a str,
    pub language: Language,
    /// As bytes: long texts are checked by [`StoredDocument::text`].
    text: &'a [u8],
    pub title_in_text: bool,
}

/// [`Mention`](crate::resolve::Mention), borrowed.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub(super) struct StoredMention<'a> {
    pub start: u32,
    pub end: u32,
    pub paragraph: u32,
    pub sentence: u32,
    pub kind: EntityType,
    pub evidence: Evidence,
    pub confidence: f32,
    pub local: u32,
    pub surface: &'a str,
    pub source: bool,
}

/// [`Local`](crate::resolve::Local), borrowed.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub(super) struct StoredLocal<'a> {
    pub kind: Option<EntityType>,
    pub entry: &'a str,
    pub zh: &'a str,
    pub latin: &'a str,
    pub english: &'a str,
    pub article: &'a str,
}

/// [`DocumentPair`](crate::resolve::DocumentPair), borrowed.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub(super) struct StoredPair<'a> {
    pub start: u32,
    pub zh: &'a str,
    pub latin: &'a str,
    pub type_: EntityType,
    pub kind: PairKind,
    pub score: f32,
    pub local: Option<u32>,
}

/// [`Relation`](crate::relate::Relation), borrowed.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub(super) struct StoredRelation<'a> {
    pub sentence: u32,
    pub subject: u32,
    pub object: u32,
    pub event: EventType,
    pub cameo: u8,
    pub trigger: &'a str,
    pub negated: bool,
    pub confidence: f32,
    pub text: &'a str,
}

/// [`Position`](crate::relate::Position), borrowed.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub(super) struct StoredPosition<'a> {
    pub sentence: u32,
    pub person: u32,
    pub title: &'a str,
    pub body: u32,
    pub confidence: f32,
    pub text: &'a str,
}

/// A sentence of an article: its number, first character and one past the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct SentenceAt {
    /// Its number.
    pub number: u32,
    /// First character of the text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl<'a> StoredResult<'a> {
    /// The result that a record begins with, and the borders of the sentences that follow it: of each the characters since the
    /// one before, and its own. `None` for what is no record.
    pub fn read(record: &'a [u8]) -> Option<(StoredResult<'a>, Borders)> {
        let (result, rest) = postcard::take_from_bytes::<StoredResult<'a>>(record).ok()?;
        Some((result, postcard::from_bytes(rest).unwrap_or_default()))
    }

    /// As [`super::extract::DocumentResult::key_digest`].
    pub fn key_digest(&self, local: usize) -> Option<u128> {
        let local = self.locals.get(local)?;
        Some(NameKey::digest_of(local.kind?, [local.entry, local.zh, local.latin, local.english, local.article]))
    }
}

impl<'a> StoredDocument<'a> {
    /// The text; empty where it is not valid.
    pub fn text(&self) -> &'a str {
        simdutf8::basic::from_utf8(self.text).unwrap_or_default()
    }

    /// What is known of the document, without its text.
    pub fn to_document(&self) -> Document {
        Document {
            doc_id: self.doc_id.to_owned(),
            path: self.path.to_owned(),
            source: self.source.to_owned(),
            title: self.title.to_owned(),
            url: self.url.to_owned(),
            published: self.published.to_owned(),
            language: self.language,
            text: String::new(),
            title_in_text: self.title_in_text,
        }
    }

    /// The day of publication.
    pub fn day(&self) -> &'a str {
        self.published.get(..10).unwrap_or("")
    }
}

/// The borders of an article's sentences, as small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Borders(Vec<(u32, u32)>);

impl Borders {
    /// Of sentences in order, each by its first character and one past the last.
    pub fn of(sentences: impl Iterator<Item = (u32, u32)>) -> Borders {
        let mut before = 0;
        let gap_and_length = sentences.map(|(start, end)| {
            let gap = start.saturating_sub(before);
            before = end;
            (gap, end.saturating_sub(start))
        });
        Borders(gap_and_length.collect())
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = SentenceAt> {
        let mut before = 0u32;
        (0..).zip(&self.0).map(move |(number, &(gap, length))| {
            let start = before.saturating_add(gap);
            before = start.saturating_add(length);
            SentenceAt { number, start, end: before }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::extract::DocumentResult;
    use crate::relate::{Position, Relation};
    use crate::resolve::{DocumentPair, Local, Mention};

    #[test]
    fn what_was_encoded_is_read() {
        let result = DocumentResult {
            document: Document {
                doc_id: "0a".into(),
                published: "2021-03-01T08:00:00Z".into(),
                text: "甲。乙。".into(),
                ..Document::default()
            },
            characters: 4,
            sentences: 2,
            paragraphs: 1,
            mentions: vec![Mention {
                start: 0,
                end: 1,
                paragraph: 0,
                sentence: 1,
                kind: EntityType::Country,
                evidence: Evidence::Pattern,
                confidence: 0.5,
                local: 1,
                surface: "甲".into(),
                source: true,
            }],
            locals: vec![
                Local::default(),
                Local {
                    kind: Some(EntityType::Country),
                    entry: "e".into(),
                    zh: "甲".into(),
                    latin: "A".into(),
                    english: "B".into(),
                    article: "0a".into(),
                },
            ],
            pairs: vec![DocumentPair {
                start: 2,
                zh: "乙".into(),
                latin: "C".into(),
                type_: EntityType::Person,
                kind: PairKind::Translation,
                score: 0.25,
                local: Some(1),
            }],
            relations: vec![Relation {
                sentence: 1,
                subject: 0,
                object: 1,
                event: EventType::Consult,
                cameo: 4,
                trigger: "会晤".into(),
                negated: true,
                confidence: 0.75,
                text: "乙。".into(),
            }],
            positions: vec![Position { sentence: 1, person: 0, title: "馆长".into(), body: 1, confidence: 0.5, text: "甲。".into() }],
        };
        let borders = Borders::of([(0, 2), (3, 5)].into_iter());
        let mut record = postcard::to_stdvec(&result).expect("encoded");
        record.extend(postcard::to_stdvec(&borders).expect("encoded"));
        let (read, rest) = StoredResult::read(&record).expect("a record");
        assert_eq!(
            rest.sentences().collect::<Vec<_>>(),
            [SentenceAt { number: 0, start: 0, end: 2 }, SentenceAt { number: 1, start: 3, end: 5 },]
        );
        assert_eq!((read.document.doc_id, read.document.day(), read.document.text()), ("0a", result.document.day(), "甲。乙。"));
        assert_eq!((read.characters, read.sentences, read.paragraphs), (4, 2, 1));
        // Shown alike, all fields are alike: the two differ in nothing but the names of their types.
        let plain = |shown: String| shown.replace("Stored", "").replace("DocumentPair", "Pair");
        assert_eq!(plain(format!("{:?}", read.mentions)), format!("{:?}", result.mentions));
        assert_eq!(plain(format!("{:?}", read.locals)), format!("{:?}", result.locals));
        assert_eq!(plain(format!("{:?}", read.pairs)), plain(format!("{:?}", result.pairs)));
        assert_eq!(plain(format!("{:?}", read.relations)), format!("{:?}", result.relations));
        assert_eq!(plain(format!("{:?}", read.positions)), format!("{:?}", result.positions));
        assert_eq!([read.key_digest(0), read.key_digest(1)], [result.key_digest(0), result.key_digest(1)]);
        assert!(StoredResult::read(b"no record").is_none());
    }
}
