//! Entities that occur in one window: a sentence, a paragraph, a document.

mod day;
mod together;

use rustc_hash::FxHashMap;

pub use day::{Day, Span};
pub use together::Together;

use crate::graph::{PairCount, Period, WindowCounts};

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

/// What is kept of a pair besides its days.
#[derive(Clone, Copy, Default)]
struct Pair {
    ends: (u32, u32),
    windows: u32,
    documents: u32,
    span: Span,
}

/// Windows that held a pair on a day.
type OnDay = (u32, Period, u32);

/// Counts windows; additive over documents in any order.
///
/// Of a pair it holds a row of 36 bytes, a place in the index, and 12 bytes for each of its days.
#[derive(Default)]
pub struct CooccurrenceCounter {
    total: u64,
    windows_of: FxHashMap<u32, u64>,
    index: FxHashMap<(u32, u32), u32>,
    pairs: Vec<Pair>,
    /// Pair, day and windows; the first `sorted` of them are sorted and have each pair and day once.
    days: Vec<OnDay>,
    sorted: usize,
}

/// Days that may gather before they are added up.
const GATHERED: usize = 1 << 18;

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
    /// Adds one article, published on `day` (which may be empty).
    pub fn add(&mut self, article: &Together, day: &str) {
        self.total += article.windows;
        for &(entity, windows) in &article.entities {
            *self.windows_of.entry(entity).or_default() += u64::from(windows);
        }
        let (written, period) = (Day::of(day), Period::parse_day(day));
        for &(a, b, windows) in &article.pairs {
            let next = self.pairs.len() as u32;
            let number = *self.index.entry((a, b)).or_insert(next);
            if number == next {
                self.pairs.push(Pair { ends: (a, b), ..Pair::default() });
            }
            let Some(pair) = self.pairs.get_mut(number as usize) else { continue };
            pair.windows += windows;
            pair.documents += 1;
            pair.span.widen(written);
            if let Some(period) = period {
                self.days.push((number, period, windows));
            }
        }
        if self.days.len() >= self.sorted * 2 + GATHERED {
            self.add_up();
        }
    }

    /// Brings what was counted of one pair on one day together.
    fn add_up(&mut self) {
        self.days.sort_unstable();
        self.days.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
        self.sorted = self.days.len();
    }

    /// The counts: entities are numbered as given to [`CooccurrenceCounter::add`], `entities` many.
    pub fn finish(self, entities: usize) -> (Vec<PairCount>, WindowCounts) {
        self.finish_as(entities, Some)
    }

    /// [`CooccurrenceCounter::finish`] with the entities of the pairs numbered anew; pairs with one that `number` has none for are left
    /// out. The windows of each entity stand under its old number.
    pub fn finish_as(mut self, entities: usize, number: impl Fn(usize) -> Option<usize>) -> (Vec<PairCount>, WindowCounts) {
        let mut windows_of = vec![0u64; entities];
        for (entity, n) in std::mem::take(&mut self.windows_of) {
            if let Some(slot) = windows_of.get_mut(entity as usize) {
                *slot = n;
            }
        }
        self.index = FxHashMap::default();
        self.add_up();
        // Put in order while they are small.
        let mut order: Vec<(u32, u32, u32)> = (0..)
            .zip(&self.pairs)
            .filter_map(|(place, pair)| {
                let (a, b) = (number(pair.ends.0 as usize)? as u32, number(pair.ends.1 as usize)? as u32);
                Some((a.min(b), a.max(b), place))
            })
            .collect();
        order.sort_unstable();
        // Where the days of each pair begin: every pair has its own, one after the other.
        let mut starts = vec![0u32; self.pairs.len() + 1];
        for day in &self.days {
            if let Some(next) = starts.get_mut(day.0 as usize + 1) {
                *next += 1;
            }
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let counted = order.iter().filter_map(|&(a, b, place)| {
            let pair = self.pairs.get(place as usize)?;
            let days = *starts.get(place as usize)? as usize..*starts.get(place as usize + 1)? as usize;
            let (first, last) = pair.span.texts();
            Some(PairCount {
                a: a as usize,
                b: b as usize,
                windows: u64::from(pair.windows),
                documents: u64::from(pair.documents),
                first,
                last,
                months: self.days.get(days)?.iter().map(|d| (d.1, d.2)).collect(),
            })
        });
        let mut pairs = Vec::with_capacity(order.len());
        pairs.extend(counted);
        (pairs, WindowCounts { total_windows: self.total, windows_of })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_windows_once() {
        let mut counter = CooccurrenceCounter::default();
        let mentions = [(0, 0, 1), (0, 0, 0), (0, 0, 1), (1, 0, 1)];
        counter.add(&Together::of(Window::Sentence, mentions.into_iter(), 3), "2021-03-01");
        let (pairs, counts) = counter.finish(2);
        assert_eq!(pairs.len(), 1);
        assert_eq!((pairs[0].a, pairs[0].b, pairs[0].windows, pairs[0].documents), (0, 1, 1, 1));
        assert_eq!((pairs[0].first.as_str(), pairs[0].months.len()), ("2021-03-01", 1));
        assert_eq!(counts.windows_of, [1, 2]);
        assert_eq!(counts.total_windows, 3);
    }

    #[test]
    fn windows_of_three_sizes() {
        let mentions = [(0, 0, 5), (1, 0, 7), (2, 1, 5), (2, 1, 7), (2, 1, 9)];
        let pairs = |window| Together::of(window, mentions.into_iter(), 9).pairs;
        assert_eq!(pairs(Window::Sentence), [(5, 7, 1), (5, 9, 1), (7, 9, 1)]);
        assert_eq!(pairs(Window::Paragraph), [(5, 7, 2), (5, 9, 1), (7, 9, 1)]);
        assert_eq!(pairs(Window::Document), [(5, 7, 1), (5, 9, 1), (7, 9, 1)]);
    }

    #[test]
    fn numbered_anew() {
        let counted = || {
            let mut counter = CooccurrenceCounter::default();
            let mentions = [(0, 0, 0), (0, 0, 1), (0, 0, 2), (1, 0, 0), (1, 0, 1)];
            counter.add(&Together::of(Window::Sentence, mentions.into_iter(), 3), "2021-03-01");
            counter.add(&Together::of(Window::Sentence, mentions.into_iter(), 3), "2021-03-02");
            counter
        };
        let (pairs, counts) = counted().finish_as(3, |entity| [Some(5), Some(4), None].get(entity).copied().flatten());
        assert_eq!(pairs.iter().map(|p| (p.a, p.b, p.windows, p.months.len())).collect::<Vec<_>>(), [(4, 5, 4, 2)]);
        assert_eq!((&counts, counts.windows_of.as_slice()), (&counted().finish(3).1, [4, 4, 2].as_slice()));
        assert_eq!(counted().finish(3).0.len(), 3);
    }

    proptest! {
        #[test]
        fn the_order_of_articles_makes_no_difference(
            articles in proptest::collection::vec((proptest::collection::vec((0u32..4, 0u32..6), 0..12), 1u32..28), 0..40),
        ) {
            let count = |order: &mut dyn Iterator<Item = &(Vec<(u32, u32)>, u32)>| {
                let mut counter = CooccurrenceCounter::default();
                for (i, (mentions, day)) in order.enumerate() {
                    let day = if *day == 1 { String::new() } else { format!("2021-01-{day:02}") };
                    counter.add(&Together::of(Window::Sentence, mentions.iter().map(|m| (m.0, 0, m.1)), 4), &day);
                    if i % 3 == 0 {
                        counter.add_up();
                    }
                }
                counter.finish(6)
            };
            let (pairs, windows) = count(&mut articles.iter());
            prop_assert_eq!((&pairs, &windows), (&count(&mut articles.iter().rev()).0, &windows));
            for pair in pairs {
                let dated: u32 = pair.months.iter().map(|m| m.1).sum();
                prop_assert!(u64::from(dated) <= pair.windows && pair.a < pair.b);
                prop_assert!(pair.months.is_sorted_by(|x, y| x.0 < y.0));
            }
        }
    }
}
