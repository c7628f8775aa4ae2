//! The texts of a document's candidates by small numbers, so that what is asked of a text is asked once and kept in a list.

use super::candidate::Candidate;

/// No number.
const NONE: u32 = u32::MAX;

/// Numbers of texts: candidates (or other spans) of the same (folded) characters have the same one.
pub struct Texts {
    /// Numbers by hash, in the next free place; as many as a power of two.
    slots: Vec<u32>,
    /// Where each text stands first.
    places: Vec<(u32, u32)>,
    /// The number of each span's text.
    of: Vec<u32>,
}

fn hash(text: &[char]) -> u64 {
    text.iter().fold(text.len() as u64, |h, &c| (h.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x517c_c1b7_2722_0a95))
}

impl Texts {
    /// Numbers the texts of `candidates`, which stand in `folded`.
    pub fn new(folded: &[char], candidates: &[Candidate]) -> Texts {
        Texts::of_spans(folded, candidates.iter().map(|c| (c.start, c.end)))
    }

    /// The same of any spans.
    pub fn of_spans(folded: &[char], spans: impl ExactSizeIterator<Item = (u32, u32)>) -> Texts {
        let most = spans.len();
        let size = (most * 2).next_power_of_two().max(16);
        let mut texts = Texts { slots: vec![NONE; size], places: Vec::with_capacity(most), of: Vec::with_capacity(most) };
        let mut last = (NONE, NONE, NONE);
        for (start, end) in spans {
            // Candidates of one span often follow one another.
            if (start, end) != (last.0, last.1) {
                last = (start, end, texts.number(folded, start, end));
            }
            texts.of.push(last.2);
        }
        texts
    }

    /// How many texts there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The number of a candidate's text.
    pub fn of(&self, candidate: usize) -> usize {
        self.of.get(candidate).map_or(usize::MAX, |&number| number as usize)
    }

    /// Where each text stands first, in the order of their numbers.
    pub fn places(&self) -> &[(u32, u32)] {
        &self.places
    }

    /// The number of a text; none where no candidate has it.
    pub fn find(&self, folded: &[char], text: &[char]) -> Option<usize> {
        self.look(folded, text).ok().map(|number| number as usize)
    }

    /// The number of a text, or the free slot that it would have.
    fn look(&self, folded: &[char], text: &[char]) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = (hash(text) >> 32) as usize & mask;
        // At most half of the slots are taken, so that a free one comes.
        while let Some(&number) = self.slots.get(slot) {
            match self.places.get(number as usize) {
                None => break,
                Some(&(start, end)) if folded.get(start as usize..end as usize) == Some(text) => return Ok(number),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
        Err(slot)
    }

    fn number(&mut self, folded: &[char], start: u32, end: u32) -> u32 {
        let text = folded.get(start as usize..end as usize).unwrap_or(&[]);
        self.look(folded, text).unwrap_or_else(|slot| {
            let number = self.places.len() as u32;
            self.places.push((start, end));
            if let Some(slot) = self.slots.get_mut(slot) {
                *slot = number;
            }
            number
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Source;
    use super::*;
    use crate::record::EntityType;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_number_for_the_same_text(text in "[甲乙丙]{1,30}", spans in proptest::collection::vec((0usize..30, 1usize..4), 0..40), part in "[甲乙丙]{1,3}") {
            let folded: Vec<char> = text.chars().collect();
            let all: Vec<Candidate> = spans
                .iter()
                .filter(|(start, length)| start + length <= folded.len())
                .map(|&(start, length)| {
                    let (start, end) = (start as u32, (start + length) as u32);
                    Candidate { start, end, kind: EntityType::Person, source: Source::Suffix, entry: None, score: 0.0 }
                })
                .collect();
            let texts = Texts::new(&folded, &all);
            let of = |c: &Candidate| &folded[c.start as usize..c.end as usize];
            for (i, a) in all.iter().enumerate() {
                prop_assert!(texts.of(i) < texts.count());
                let (start, end) = texts.places()[texts.of(i)];
                prop_assert_eq!(of(a), &folded[start as usize..end as usize]);
                for (k, b) in all.iter().enumerate() {
                    prop_assert_eq!(texts.of(i) == texts.of(k), of(a) == of(b));
                }
            }
            let part: Vec<char> = part.chars().collect();
            let known = all.iter().position(|c| of(c) == part).map(|i| texts.of(i));
            prop_assert_eq!(texts.find(&folded, &part), known);
        }
    }
}
