//! The rows of one article.

use std::io;
use std::ops::Range;

use serde::Serialize;

use super::Frame;
use crate::export::csv::Table;
use crate::pipeline::stored::{Borders, SentenceAt, StoredRelation, StoredResult};
use crate::pipeline::trace::{Place, Seen};
use crate::pipeline::{PipelineError, plover};
use crate::record::{DocumentPairRow, DocumentRow, EntityType, MentionRow, PairKind, PositionRow, RelationRow, Role};
use crate::relate::{Day, EventType, Together, Window};
use crate::resolve::{Cluster, Clusters};
use crate::text::{fold_latin, fold_str};

/// What a stretch of articles leaves.
#[derive(Default)]
pub(in crate::pipeline) struct Rows {
    /// Rows without headers: mentions, documents, pairs, relations, positions, relations as JSON lines.
    pub tables: [Vec<u8>; 6],
    /// What the archive is counted from, article by article.
    pub articles: Vec<Article>,
}

/// What an article adds to the counts of the archive. Entities are numbered as their clusters are.
#[derive(Default)]
pub(in crate::pipeline) struct Article {
    pub day: String,
    /// Rows in `mentions.csv`.
    pub mentions: u64,
    pub entities: Vec<(u32, u32)>,
    pub together: Together,
    pub pairs: Vec<PairHere>,
    /// Rows in `relations.csv`.
    pub told: u64,
    /// Events that are not denied: subject, type, object.
    pub events: Vec<(u32, EventType, u32)>,
    /// Positions held: person, body, title, and the sentence that says so.
    pub positions: Vec<(u32, u32, String, SentenceAt)>,
    /// Place in the order of ids.
    pub document: u32,
    /// What is set aside for `report.html`.
    pub seen: Option<Seen>,
}

/// A bilingual pair of an article.
pub(in crate::pipeline) struct PairHere {
    pub type_: EntityType,
    pub kind: PairKind,
    pub zh: String,
    pub latin: String,
    pub score: f64,
    pub entity: Option<u32>,
}

/// [`PositionRow`], borrowed.
#[derive(Serialize)]
struct PositionCells<'a> {
    doc_id: &'a str,
    published: &'a str,
    sentence: u32,
    person_id: &'a str,
    person: &'a str,
    title: &'a str,
    body_id: &'a str,
    body: &'a str,
    confidence: f64,
    text: &'a str,
}

/// Rounds a score or confidence to the digits that mean something.
fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

/// Makes the rows of a stretch of articles.
pub(in crate::pipeline) struct Maker<'a> {
    frame: &'a Frame<'a>,
    mentions: Table<io::Sink>,
    documents: Table<io::Sink>,
    pairs: Table<io::Sink>,
    relations: Table<io::Sink>,
    positions: Table<io::Sink>,
    jsonl: Vec<u8>,
}

impl<'a> Maker<'a> {
    /// One without rows.
    pub fn new(frame: &'a Frame<'a>) -> Maker<'a> {
        Maker {
            frame,
            mentions: Table::part::<MentionRow>(),
            documents: Table::part::<DocumentRow>(),
            pairs: Table::part::<DocumentPairRow>(),
            relations: Table::part::<RelationRow>(),
            positions: Table::part::<PositionRow>(),
            jsonl: Vec::new(),
        }
    }

    /// The rows of these articles.
    ///
    /// # Errors
    /// A result that cannot be read.
    pub fn rows(mut self, articles: Range<usize>) -> Result<Rows, PipelineError> {
        // Nothing here is written to a disk, so that only a row of a wrong shape could fail.
        let failed = |error: io::Error| PipelineError::Damaged { path: "results".into(), message: error.to_string() };
        let mut counted = Vec::with_capacity(articles.len());
        let mut buffer = Vec::new();
        for position in articles {
            let (result, borders) = self.frame.results.read(position, &mut buffer)?;
            counted.push(self.article(position, &result, &borders).map_err(failed)?);
        }
        let tables = [
            self.mentions.into_bytes(),
            self.documents.into_bytes(),
            self.pairs.into_bytes(),
            self.relations.into_bytes(),
            self.positions.into_bytes(),
            self.jsonl,
        ];
        Ok(Rows { tables, articles: counted })
    }

    fn article(&mut self, position: usize, result: &StoredResult<'_>, borders: &Borders) -> io::Result<Article> {
        let named = Named::of(self.frame.clusters, result);
        let document = position as u32;
        let copy = self.frame.results.duplicate_of(position);
        let Told { rows: mentions, entities, networked } = self.mentions(result, &named)?;
        let windows = match self.frame.window {
            // A copy counts nowhere else, so neither do its windows.
            _ if !copy.is_empty() => 0,
            Window::Sentence => result.sentences,
            Window::Paragraph => result.paragraphs,
            Window::Document => 1,
        };
        let sentences: Vec<SentenceAt> = borders.sentences().collect();
        let seen = self.frame.page.then(|| {
            let places = networked.iter().copied();
            Seen::of(document, result, !copy.is_empty(), mentions, self.frame.window, places, &sentences)
        });
        self.document(result, mentions, copy)?;
        let networked = networked.into_iter().map(|(paragraph, place)| (place.sentence, paragraph, place.entity));
        let mut article = Article {
            document,
            day: result.document.day().to_string(),
            mentions,
            entities: entities.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u32))).collect(),
            together: Together::of(self.frame.window, networked, windows),
            seen,
            ..Article::default()
        };
        self.pairs(result, &named, &mut article)?;
        self.relations(result, &named, &sentences, &mut article)?;
        self.positions(result, &named, &sentences, &mut article)?;
        Ok(article)
    }

    /// The rows of the mentions, and what they come to.
    fn mentions(&mut self, result: &StoredResult<'_>, named: &Named<'_>) -> io::Result<Told> {
        let most = result.mentions.len();
        let mut told = Told { rows: 0, entities: Vec::with_capacity(most), networked: Vec::with_capacity(most) };
        for mention in result.mentions.iter().filter(|m| !named.is_dropped(m.local)) {
            let entity = named.entity(mention.local);
            let cluster = entity.and_then(|entity| named.cluster(entity));
            // The fields of a `MentionRow`: there are more of these than of all other rows together.
            self.mentions.fields(|row| {
                row.plain(result.document.doc_id);
                row.whole(mention.paragraph.into());
                row.whole(mention.sentence.into());
                row.whole(mention.start.into());
                row.whole(mention.end.into());
                row.text(mention.surface);
                row.plain(cluster.filter(|c| c.retyped).map_or(mention.kind, |c| c.kind).as_str());
                row.text(cluster.map_or("", |c| &c.id));
                row.plain(mention.evidence.as_str());
                row.number(rounded(mention.confidence));
                row.plain(if mention.source { Role::Source } else { Role::Party }.as_str());
            })?;
            told.rows += 1;
            if let (Some(entity), Some(cluster)) = (entity, cluster) {
                told.entities.push(entity);
                if self.frame.types.contains(&cluster.kind) && (self.frame.with_sources || !mention.source) {
                    let place = Place { entity, start: mention.start, end: mention.end, sentence: mention.sentence };
                    told.networked.push((mention.paragraph, place));
                }
            }
        }
        told.entities.sort_unstable();
        Ok(told)
    }

    /// The row of the article itself.
    fn document(&mut self, result: &StoredResult<'_>, mentions: u64, duplicate_of: String) -> io::Result<()> {
        let doc = &result.document;
        self.documents.row(&DocumentRow {
            doc_id: doc.doc_id.to_owned(),
            path: doc.path.to_owned(),
            source: doc.source.to_owned(),
            title: doc.title.to_owned(),
            url: doc.url.to_owned(),
            published: doc.published.to_owned(),
            language: doc.language.tag().to_string(),
            characters: result.characters,
            sentences: result.sentences,
            mentions,
            duplicate_of,
            paragraphs: result.paragraphs,
        })
    }

    /// The rows of the bilingual pairs.
    fn pairs(&mut self, result: &StoredResult<'_>, named: &Named<'_>, article: &mut Article) -> io::Result<()> {
        let mut pairs: Vec<_> = result.pairs.iter().collect();
        pairs.sort_by(|a, b| (a.start, a.zh, a.latin).cmp(&(b.start, b.zh, b.latin)));
        for pair in pairs {
            let entity = pair.local.and_then(|local| named.entity(local));
            self.pairs.row(&DocumentPairRow {
                doc_id: result.document.doc_id.to_owned(),
                start: pair.start,
                zh: pair.zh.to_owned(),
                latin: pair.latin.to_owned(),
                type_: pair.type_,
                entity_id: entity.map_or("", |entity| named.id(entity)).to_string(),
                score: rounded(pair.score),
                kind: pair.kind,
            })?;
            article.pairs.push(PairHere {
                type_: pair.type_,
                kind: pair.kind,
                zh: pair.zh.to_owned(),
                latin: pair.latin.to_owned(),
                score: rounded(pair.score),
                entity,
            });
        }
        Ok(())
    }

    /// The rows of the stated events.
    fn relations(
        &mut self,
        result: &StoredResult<'_>,
        named: &Named<'_>,
        sentences: &[SentenceAt],
        article: &mut Article,
    ) -> io::Result<()> {
        let doc = &result.document;
        let mut relations: Vec<(u32, &StoredRelation<'_>, u32)> = result
            .relations
            .iter()
            .filter_map(|r| Some((named.entity(r.subject)?, r, named.entity(r.object)?)))
            // What the archive shows to be one thing does nothing to itself.
            .filter(|(subject, _, object)| subject != object)
            .collect();
        relations.sort_by_key(|r| r.1.sentence);
        let mut told: Vec<(u32, u32, &'static str, u32, bool)> = Vec::new();
        for (subject, relation, object) in relations {
            let kind = relation.event.as_str();
            let key = (relation.sentence, subject, kind, object, relation.negated);
            if told.contains(&key) {
                continue;
            }
            told.push(key);
            let row = RelationRow {
                doc_id: doc.doc_id.to_owned(),
                published: doc.published.to_owned(),
                sentence: relation.sentence,
                subject_id: named.id(subject).to_string(),
                subject: named.label(subject).to_string(),
                relation: kind.to_string(),
                object_id: named.id(object).to_string(),
                object: named.label(object).to_string(),
                trigger: relation.trigger.to_owned(),
                negated: relation.negated,
                confidence: rounded(relation.confidence),
                text: relation.text.to_owned(),
                quad_class: relation.event.quad().as_str().to_string(),
                cameo_root: format!("{:02}", relation.cameo),
            };
            self.relations.row(&row)?;
            if self.frame.jsonl {
                plover::write(&mut self.jsonl, &row, &doc.to_document())?;
            }
            article.told += 1;
            if let Some(seen) = article.seen.as_mut() {
                seen.event(article.document, sentence(sentences, relation.sentence), subject, relation, object);
            }
            if !relation.negated {
                article.events.push((subject, relation.event, object));
            }
        }
        Ok(())
    }

    /// The rows of the positions held.
    fn positions(
        &mut self,
        result: &StoredResult<'_>,
        named: &Named<'_>,
        sentences: &[SentenceAt],
        article: &mut Article,
    ) -> io::Result<()> {
        for position in &result.positions {
            let (Some(person), Some(body)) = (named.entity(position.person), named.entity(position.body)) else { continue };
            self.positions.row(&PositionCells {
                doc_id: result.document.doc_id,
                published: result.document.published,
                sentence: position.sentence,
                person_id: named.id(person),
                person: named.label(person),
                title: position.title,
                body_id: named.id(body),
                body: named.label(body),
                confidence: rounded(position.confidence),
                text: position.text,
            })?;
            article.positions.push((person, body, position.title.to_owned(), sentence(sentences, position.sentence)));
        }
        Ok(())
    }
}

/// The sentence of this number; an empty one where there is none.
fn sentence(sentences: &[SentenceAt], number: u32) -> SentenceAt {
    sentences.get(number as usize).copied().unwrap_or(SentenceAt { number, start: 0, end: 0 })
}

/// The mentions of an article.
struct Told {
    /// How many there are.
    rows: u64,
    /// The entity of each that has one, sorted.
    entities: Vec<u32>,
    /// Those in the network, each with its paragraph.
    networked: Vec<(u32, Place)>,
}

/// What an article's things are in the archive.
struct Named<'a> {
    clusters: &'a Clusters,
    /// Number of the cluster of each thing.
    of_local: Vec<Option<u32>>,
}

impl<'a> Named<'a> {
    fn of(clusters: &'a Clusters, result: &StoredResult<'_>) -> Named<'a> {
        let of = |local| result.key_digest(local).and_then(|digest| clusters.of_key.get(&digest).copied());
        Named { clusters, of_local: (0..result.locals.len()).map(of).collect() }
    }

    fn cluster(&self, entity: u32) -> Option<&'a Cluster> {
        self.clusters.list.get(entity as usize)
    }

    /// The number of a thing's cluster, whether or not a curation dropped it.
    fn any(&self, local: u32) -> Option<u32> {
        self.of_local.get(local as usize).copied().flatten()
    }

    fn is_gone(&self, entity: u32) -> bool {
        self.cluster(entity).is_some_and(|c| c.dropped)
    }

    /// Whether a curation dropped the thing: its names are left out, while those of nothing known are kept.
    fn is_dropped(&self, local: u32) -> bool {
        self.any(local).is_some_and(|entity| self.is_gone(entity))
    }

    /// The number of the thing's cluster, unless a curation dropped it.
    fn entity(&self, local: u32) -> Option<u32> {
        self.any(local).filter(|&entity| !self.is_gone(entity))
    }

    fn id(&self, entity: u32) -> &'a str {
        self.cluster(entity).map_or("", |c| c.id.as_str())
    }

    fn label(&self, entity: u32) -> &'a str {
        self.cluster(entity).map_or("", |c| c.label.as_str())
    }
}

impl PairHere {
    /// What the archive counts it under: type and both halves, folded.
    pub fn key(&self) -> (EntityType, String, String) {
        (self.type_, fold_str(&self.zh), fold_latin(&self.latin))
    }
}

impl Article {
    /// The day of publication.
    pub fn published(&self) -> Day {
        Day::of(&self.day)
    }
}
