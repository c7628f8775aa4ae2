//! The archive in numbers, counted article by article.

use std::collections::BTreeMap;

use crate::graph::Period;
use crate::record::DocumentRow;

/// What the page tells of all articles, also of those it quotes nothing of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Articles.
    pub documents: u64,
    /// Articles that repeat another.
    pub duplicates: u64,
    /// Sentences.
    pub sentences: u64,
    /// Mentions of entities.
    pub mentions: u64,
    /// Articles by day, or by month where no day is known; undated ones under `None`.
    pub by_day: BTreeMap<Option<Period>, u64>,
    /// Articles by publisher.
    pub by_source: BTreeMap<String, u64>,
}

impl Census {
    /// Counts an article.
    pub fn add(&mut self, published: &str, source: &str, copy: bool, sentences: u64, mentions: u64) {
        self.documents += 1;
        self.duplicates += u64::from(copy);
        self.sentences += sentences;
        self.mentions += mentions;
        *self.by_day.entry(Period::parse_day(published).or_else(|| Period::parse(published))).or_default() += 1;
        match self.by_source.get_mut(source) {
            Some(count) => *count += 1,
            None => {
                self.by_source.insert(source.to_owned(), 1);
            }
        }
    }

    /// Counts the rows of `documents.csv`.
    pub fn of(documents: &[DocumentRow]) -> Census {
        let mut census = Census::default();
        for row in documents {
            census.add(&row.published, &row.source, !row.duplicate_of.is_empty(), row.sentences, row.mentions);
        }
        census
    }
}
