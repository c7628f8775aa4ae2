//! Which articles of the inputs a run takes.

use super::store::Digest;
use crate::document::Document;

/// Bounds on the articles of a run; `Default` takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First day, `YYYY-MM-DD` or the beginning of one (`2021`, `2021-03`); undated articles are left out.
    pub since: Option<String>,
    /// Last day, as `since`: `2021-03` takes all of March.
    pub until: Option<String>,
    /// Publishers, as `documents.csv` names them; letter case apart, and a host stands for its
    /// subdomains too.
    pub sources: Vec<String>,
    /// At most so many articles: those with the least digest of id and seed, so that the choice is the same
    /// in every run, and a larger sample holds the smaller one.
    pub sample: Option<usize>,
    /// Seed of the sample.
    pub seed: u64,
}

impl Filter {
    /// Whether the article is within the bounds of time and publisher.
    pub fn takes(&self, document: &Document) -> bool {
        let day = document.day();
        if let Some(since) = &self.since
            && (day.is_empty() || day < since.as_str())
        {
            return false;
        }
        if let Some(until) = &self.until
            && (day.is_empty() || !day.starts_with(until.as_str()) && day > until.as_str())
        {
            return false;
        }
        self.sources.is_empty() || self.sources.iter().any(|wanted| is_source(&document.source, wanted))
    }

    /// Keeps the sample of document keys.
    pub fn draw<T>(&self, documents: &mut Vec<T>, key: impl Fn(&T) -> u64) {
        let Some(size) = self.sample else { return };
        documents.sort_by_cached_key(|d| (self.rank(key(d)), key(d)));
        documents.truncate(size);
        documents.sort_by_key(|d| key(d));
    }

    /// The place of a document, by its key, in the line for the sample: the least ranks are taken, and of equal ones the least keys.
    pub fn rank(&self, key: u64) -> u64 {
        Digest::default().number(self.seed).number(key).value()
    }

    /// A digest of what decides whether a text is kept (the sample is drawn later).
    pub fn digest(&self) -> u64 {
        let mut sources: Vec<String> = self.sources.iter().map(|s| s.to_lowercase()).collect();
        sources.sort();
        Digest::default().add(format!("{:?} {:?} {sources:?}", self.since, self.until)).value()
    }
}

fn is_source(source: &str, wanted: &str) -> bool {
    let (source, wanted) = (source.to_lowercase(), wanted.to_lowercase());
    source == wanted || source.strip_suffix(&wanted).is_some_and(|rest| rest.ends_with('.') && wanted.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(source: &str, published: &str) -> Document {
        Document { source: source.into(), published: published.into(), ..Document::default() }
    }

    #[test]
    fn bounds_of_time() {
        let march = Filter { since: Some("2021-03".into()), until: Some("2021-03".into()), ..Filter::default() };
        assert!(march.takes(&article("", "2021-03-01")));
        assert!(march.takes(&article("", "2021-03-31T23:59:59Z")));
        assert!(!march.takes(&article("", "2021-04-01")));
        assert!(!march.takes(&article("", "2021-02-28")));
        assert!(!march.takes(&article("", "")));
        assert!(Filter::default().takes(&article("", "")));
    }

    #[test]
    fn publishers() {
        let filter = Filter { sources: vec!["RFI.fr".into(), "法广".into()], ..Filter::default() };
        assert!(filter.takes(&article("rfi.fr", "")));
        assert!(filter.takes(&article("trad.cn.rfi.fr", "")));
        assert!(filter.takes(&article("法广", "")));
        assert!(!filter.takes(&article("notrfi.fr", "")));
        assert!(!filter.takes(&article("新法广", "")));
    }

    #[test]
    fn samples_are_stable_and_nested() {
        let all: Vec<u64> = (0..100).collect();
        let draw = |size, seed| {
            let mut keys = all.clone();
            Filter { sample: Some(size), seed, ..Filter::default() }.draw(&mut keys, |k| *k);
            keys
        };
        assert_eq!(draw(10, 1), draw(10, 1));
        assert_ne!(draw(10, 1), draw(10, 2));
        assert!(draw(10, 1).iter().all(|k| draw(20, 1).contains(k)));
        assert_eq!(draw(200, 1), all);
    }
}
