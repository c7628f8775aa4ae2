//! Entities that occur in one window: a sentence, a paragraph, a document.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::graph::{PairCount, Period, WindowCounts};
use crate::resolve::Mention;

/// What counts as occurring together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Window {
    /// In one sentence.
    #[default]
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In one article.
    Document,
}

#[derive(Default)]
struct Pair {
    windows: u64,
    documents: u64,
    first: String,
    last: String,
    days: BTreeMap<Period, u32>,
}

/// Counts windows; additive over documents in any order.
#[derive(Default)]
pub struct CooccurrenceCounter {
    total: u64,
    windows_of: FxHashMap<u32, u64>,
    pairs: FxHashMap<(u32, u32), Pair>,
    groups: FxHashMap<u32, Vec<u32>>,
    seen: FxHashMap<(u32, u32), u32>,
}

/// Keeps the earlier and the later of two dates (empty ones aside).
pub fn widen(first: &mut String, last: &mut String, day: &str) {
    if day.is_empty() {
        return;
    }
    if first.is_empty() || day < first.as_str() {
        *first = day.to_string();
    }
    if day > last.as_str() {
        *last = day.to_string();
    }
}

impl CooccurrenceCounter {
    /// Counts one document: `mentions` with the entity of each (`None`: not in the graph), the
    /// number of windows, the day of publication.
    pub fn add(&mut self, window: Window, mentions: &[(Mention, Option<u32>)], windows: u64, day: &str) {
        self.total += windows;
        self.groups.clear();
        for (mention, entity) in mentions {
            let Some(entity) = entity else { continue };
            let key = match window {
                Window::Sentence => mention.sentence,
                Window::Paragraph => mention.paragraph,
                Window::Document => 0,
            };
            let group = self.groups.entry(key).or_default();
            if !group.contains(entity) {
                group.push(*entity);
            }
        }
        self.seen.clear();
        for group in self.groups.values_mut() {
            group.sort_unstable();
            for (i, &a) in group.iter().enumerate() {
                *self.windows_of.entry(a).or_default() += 1;
                for &b in &group[i + 1..] {
                    *self.seen.entry((a, b)).or_default() += 1;
                }
            }
        }
        let period = Period::parse_day(day);
        for (&key, &n) in &self.seen {
            let pair = self.pairs.entry(key).or_default();
            pair.windows += u64::from(n);
            pair.documents += 1;
            widen(&mut pair.first, &mut pair.last, day);
            if let Some(period) = period {
                *pair.days.entry(period).or_default() += n;
            }
        }
    }

    /// The counts: entities are numbered as given to [`CooccurrenceCounter::add`], `entities` many.
    pub fn finish(self, entities: usize) -> (Vec<PairCount>, WindowCounts) {
        let mut windows_of = vec![0u64; entities];
        for (entity, n) in self.windows_of {
            if let Some(slot) = windows_of.get_mut(entity as usize) {
                *slot = n;
            }
        }
        let mut pairs: Vec<PairCount> = self
            .pairs
            .into_iter()
            .map(|((a, b), pair)| PairCount {
                a: a as usize,
                b: b as usize,
                windows: pair.windows,
                documents: pair.documents,
                first: pair.first,
                last: pair.last,
                months: pair.days.into_iter().collect(),
            })
            .collect();
        pairs.sort_by_key(|p| (p.a, p.b));
        (pairs, WindowCounts { total_windows: self.total, windows_of })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EntityType, Evidence};

    fn mention(sentence: u32) -> Mention {
        Mention {
            start: 0,
            end: 1,
            paragraph: 0,
            sentence,
            kind: EntityType::Person,
            evidence: Evidence::Dictionary,
            confidence: 1.0,
            local: 0,
            surface: String::new(),
            source: false,
        }
    }

    #[test]
    fn counts_windows_once() {
        let mut counter = CooccurrenceCounter::default();
        let mentions = vec![(mention(0), Some(1)), (mention(0), Some(0)), (mention(0), Some(1)), (mention(1), Some(1)), (mention(1), None)];
        counter.add(Window::Sentence, &mentions, 3, "2021-03-01");
        let (pairs, counts) = counter.finish(2);
        assert_eq!(pairs.len(), 1);
        assert_eq!((pairs[0].a, pairs[0].b, pairs[0].windows, pairs[0].documents), (0, 1, 1, 1));
        assert_eq!(counts.windows_of, [1, 2]);
        assert_eq!(counts.total_windows, 3);
    }
}
