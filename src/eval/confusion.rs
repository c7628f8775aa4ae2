//! How names go wrong: type against type, borders, and confidence against correctness.

use std::collections::BTreeMap;

use super::gold::GoldMention;
use super::tables::FoundMention;
use crate::record::EntityType;

/// What became of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Found with its borders and type.
    Right,
    /// Found with its borders, but of another type.
    WrongType,
    /// Found with its type, but longer or shorter.
    WrongBorder,
    /// Found with another type and other borders.
    WrongBoth,
    /// Not found.
    Missed,
    /// Found where there is none.
    Invented,
}

impl Outcome {
    /// All outcomes, in the order they are shown.
    pub const ALL: [Outcome; 6] =
        [Outcome::Right, Outcome::WrongType, Outcome::WrongBorder, Outcome::WrongBoth, Outcome::Missed, Outcome::Invented];

    /// A few words that say it.
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Right => "right",
            Outcome::WrongType => "right borders, wrong type",
            Outcome::WrongBorder => "right type, wrong borders",
            Outcome::WrongBoth => "wrong type and borders",
            Outcome::Missed => "missed",
            Outcome::Invented => "invented",
        }
    }
}

/// Counts of what became of the annotated and the found names, by their places in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Annotated type against found type; `None` for no name.
    pub types: BTreeMap<(Option<EntityType>, Option<EntityType>), usize>,
    /// Outcomes.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// Found names with wrong borders that are longer than the annotated one.
    pub longer: usize,
    /// Those that are shorter.
    pub shorter: usize,
    /// Those that are neither (they cross).
    pub crossing: usize,
    /// Articles left out, because the output was not made from the annotated texts.
    pub left_out: usize,
}

impl Confusion {
    /// Adds one article. Each annotated name is matched with the found name that overlaps it most.
    pub(super) fn add(&mut self, text: &[char], gold: &[GoldMention], found: &[FoundMention]) {
        let stands =
            |m: &FoundMention| text.get(m.start as usize..m.end as usize).is_some_and(|slice| slice.iter().copied().eq(m.surface.chars()));
        if !found.iter().all(stands) || gold.iter().any(|m| m.span.is_none()) {
            self.left_out += 1;
            return;
        }
        let mut taken = vec![false; found.len()];
        for mention in gold {
            let Some((start, end)) = mention.span else { continue };
            let overlap = |m: &FoundMention| i64::from(end.min(m.end)) - i64::from(start.max(m.start));
            let same = |m: &FoundMention| (m.start, m.end) == (start, end);
            // The one that overlaps most; of equals the one with the same borders, then the first.
            let best = (0..found.len())
                .filter(|&j| overlap(&found[j]) > 0)
                .max_by_key(|&j| (overlap(&found[j]), same(&found[j]), std::cmp::Reverse(j)));
            let outcome = match best.and_then(|j| Some((j, found.get(j)?))) {
                None => {
                    self.count(Some(mention.kind), None);
                    Outcome::Missed
                }
                Some((j, other)) => {
                    taken[j] = true;
                    self.count(Some(mention.kind), Some(other.kind));
                    if !same(other) {
                        match (other.start <= start, end <= other.end) {
                            (true, true) => self.longer += 1,
                            (false, false) => self.shorter += 1,
                            _ if other.start >= start && other.end <= end => self.shorter += 1,
                            _ => self.crossing += 1,
                        }
                    }
                    match (same(other), other.kind == mention.kind) {
                        (true, true) => Outcome::Right,
                        (true, false) => Outcome::WrongType,
                        (false, true) => Outcome::WrongBorder,
                        (false, false) => Outcome::WrongBoth,
                    }
                }
            };
            *self.outcomes.entry(outcome).or_default() += 1;
        }
        for (mention, taken) in found.iter().zip(taken) {
            let touches = gold.iter().filter_map(|g| g.span).any(|(start, end)| start < mention.end && mention.start < end);
            if !taken && !touches {
                self.count(None, Some(mention.kind));
                *self.outcomes.entry(Outcome::Invented).or_default() += 1;
            }
        }
    }

    fn count(&mut self, gold: Option<EntityType>, found: Option<EntityType>) {
        *self.types.entry((gold, found)).or_default() += 1;
    }
}

/// Found names by confidence, and how many of them are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Lower end of each range of confidence (the upper one is the next one's lower end), names, right ones, sum of confidence.
    pub ranges: Vec<(f64, usize, usize, f64)>,
}

impl Default for Calibration {
    fn default() -> Self {
        Calibration { ranges: [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99].into_iter().map(|from| (from, 0, 0, 0.0)).collect() }
    }
}

impl Calibration {
    pub(super) fn add(&mut self, thousandths: u32, right: bool) {
        let confidence = f64::from(thousandths) / 1000.0;
        if let Some(range) = self.ranges.iter_mut().rev().find(|range| confidence >= range.0) {
            range.1 += 1;
            range.2 += usize::from(right);
            range.3 += confidence;
        }
    }

    /// The mean distance of confidence from correctness over all names (expected calibration error).
    pub fn error(&self) -> f64 {
        let total: usize = self.ranges.iter().map(|r| r.1).sum();
        let sum: f64 = self.ranges.iter().map(|r| (r.3 - r.2 as f64).abs()).sum();
        if total == 0 { 0.0 } else { sum / total as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(kind: EntityType, start: u32, end: u32) -> GoldMention {
        GoldMention { surface: String::new(), kind, canonical: String::new(), span: Some((start, end)) }
    }

    fn found(text: &[char], kind: EntityType, start: u32, end: u32) -> FoundMention {
        let surface = text[start as usize..end as usize].iter().collect();
        FoundMention { start, end, surface, kind, entity: String::new(), confidence: 900 }
    }

    #[test]
    fn every_outcome() {
        use EntityType::{Country, Organization, Person, Place};
        let text: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳".chars().collect();
        let mut confusion = Confusion::default();
        confusion.add(
            &text,
            &[gold(Person, 0, 2), gold(Country, 2, 4), gold(Organization, 4, 8), gold(Place, 8, 10), gold(Person, 10, 12)],
            &[
                found(&text, Person, 0, 2),
                found(&text, Place, 2, 4),
                found(&text, Organization, 4, 7),
                found(&text, Country, 8, 11),
                found(&text, Person, 14, 16),
            ],
        );
        let outcomes: Vec<_> = Outcome::ALL.iter().map(|o| confusion.outcomes.get(o).copied().unwrap_or(0)).collect();
        // The fifth name touches the fourth found one, so it is found with wrong type and borders too.
        assert_eq!(outcomes, [1, 1, 1, 2, 0, 1]);
        assert_eq!((confusion.longer, confusion.shorter, confusion.crossing), (1, 1, 1));
        assert_eq!(confusion.types[&(Some(Country), Some(Place))], 1);
        assert_eq!(confusion.types[&(None, Some(Person))], 1);
        assert_eq!(confusion.left_out, 0);
    }

    #[test]
    fn an_output_of_another_text_is_left_out() {
        let text: Vec<char> = "甲乙".chars().collect();
        let mut other = found(&text, EntityType::Person, 0, 2);
        other.surface = "丙丁".into();
        let mut confusion = Confusion::default();
        confusion.add(&text, &[gold(EntityType::Person, 0, 2)], &[other]);
        assert_eq!((confusion.left_out, confusion.outcomes.len()), (1, 0));
    }

    #[test]
    fn calibration_ranges() {
        let mut calibration = Calibration::default();
        for (confidence, right) in [(900, true), (949, false), (950, true), (1000, true), (0, false)] {
            calibration.add(confidence, right);
        }
        let counts: Vec<_> = calibration.ranges.iter().map(|r| (r.1, r.2)).collect();
        assert_eq!(counts, [(1, 0), (0, 0), (0, 0), (0, 0), (0, 0), (2, 1), (1, 1), (1, 1)]);
        assert!((calibration.error() - (0.849 + 0.05) / 5.0).abs() < 1e-9);
    }
}
