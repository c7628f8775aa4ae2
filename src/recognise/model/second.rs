//! The second look: what the first made of the other candidates of the article. A name that is sure in one place is likelier in
//! another, one inside a longer sure name is less likely, one beside a sure name in a list is likelier. Because it learns from scores
//! of articles that the first look has not seen, it also puts right where the first promises too much.

use super::features::hash_to;
use crate::recognise::candidate::Candidate;
use crate::recognise::texts::Texts;
use crate::record::EntityType;

/// Number of hashed features of the second look (a power of two).
pub(super) const SECOND_TABLE: usize = 1 << 14;

/// Candidates that the first look gives less than this are no names; the second does not look at them.
const LEAST: f32 = -5.0;

/// Weights of the second look.
#[derive(Clone, Debug)]
pub struct Second {
    weights: Vec<f32>,
    /// Weight of the first look's score.
    slope: f32,
}

impl Default for Second {
    /// One that changes nothing.
    fn default() -> Second {
        Second { weights: vec![0.0; SECOND_TABLE], slope: 1.0 }
    }
}

/// The best score as each type, and where; and the best in another place.
#[derive(Clone, Copy)]
struct Best {
    score: f32,
    start: u32,
    elsewhere: f32,
}

const NONE: f32 = f32::NEG_INFINITY;

impl Best {
    const NONE: Best = Best { score: NONE, start: u32::MAX, elsewhere: NONE };
}

/// What the first look made of the candidates around one of them.
#[derive(Clone, Copy)]
struct Around {
    /// Same span and type, from another source.
    twin: f32,
    /// Same span, another type.
    other_type: f32,
    /// A longer one that holds it, and its type.
    outer: (f32, u8),
    /// A shorter one inside it, and its type.
    inner: (f32, u8),
    /// One that crosses its border.
    crossing: f32,
}

/// The type's place in [`EntityType::NAMED`].
fn kind_of(candidate: &Candidate) -> usize {
    match candidate.kind {
        EntityType::Other => 0,
        kind => kind as usize,
    }
}

fn bucket(score: f32) -> u64 {
    if score == NONE { 63 } else { ((score.clamp(-5.0, 6.0) + 5.0) * 2.0) as i32 as u64 }
}

/// Of a [`bucket`], the bucket twice as wide.
fn wide(bucket: u64) -> u64 {
    if bucket == 63 { 15 } else { bucket >> 1 }
}

fn coarse(score: f32) -> u64 {
    wide(bucket(score))
}

impl Second {
    /// First scores are clamped to this range.
    pub(super) const RANGE: (f32, f32) = (-6.0, 8.0);

    /// Made of its weights.
    pub(super) fn new(weights: Vec<f32>, slope: f32) -> Second {
        Second { weights, slope }
    }

    /// All its numbers, for the model's file.
    pub(super) fn numbers(&self) -> impl Iterator<Item = f32> + '_ {
        std::iter::once(self.slope).chain(self.weights.iter().copied())
    }

    /// From [`Second::numbers`]; none where they are not as many as they must be, or not finite.
    pub(super) fn from_numbers(numbers: Vec<f32>) -> Option<Second> {
        let (slope, weights) = numbers.split_first()?;
        (weights.len() == SECOND_TABLE && numbers.iter().all(|n| n.is_finite()))
            .then(|| Second { weights: weights.to_vec(), slope: *slope })
    }

    /// Puts the second look's scores (log-odds) in the place of the first's. `text` is the article, folded.
    pub fn look(&self, text: &[char], candidates: &[Candidate], scores: &mut [f32]) {
        self.look_at(text, &Texts::new(text, candidates), candidates, scores);
    }

    /// The same where the candidates' texts have their numbers already.
    pub(in crate::recognise) fn look_at(&self, text: &[char], texts: &Texts, candidates: &[Candidate], scores: &mut [f32]) {
        let scene = SecondScene::new(text, texts, candidates, scores);
        let mut second = Vec::with_capacity(scene.order.len());
        for (place, &i) in scene.order.iter().enumerate() {
            let mut sum = 0.0;
            scene.visit(place, |template, a, b| {
                sum += self.weights.get(hash_to(SECOND_TABLE, template, a, b) as usize).copied().unwrap_or(0.0);
            });
            second.push(self.slope * scene.scores[i as usize].clamp(Second::RANGE.0, Second::RANGE.1) + sum);
        }
        let order = scene.order;
        for (i, score) in order.into_iter().zip(second) {
            if let Some(slot) = scores.get_mut(i as usize) {
                *slot = score;
            }
        }
    }

    /// Calls `found` with the index and the hashed features of every candidate that the second look concerns.
    pub fn features(text: &[char], candidates: &[Candidate], scores: &[f32], mut found: impl FnMut(usize, &[u32])) {
        let texts = Texts::new(text, candidates);
        let scene = SecondScene::new(text, &texts, candidates, scores);
        let mut out = Vec::with_capacity(24);
        for (place, &i) in scene.order.iter().enumerate() {
            out.clear();
            scene.visit(place, |template, a, b| out.push(hash_to(SECOND_TABLE, template, a, b)));
            found(i as usize, &out);
        }
    }
}

/// What the features of one candidate need to know of all of them. Indices are those of the candidates.
struct SecondScene<'a> {
    text: &'a [char],
    texts: &'a Texts,
    candidates: &'a [Candidate],
    scores: &'a [f32],
    /// The candidates that the second look concerns, by their spans.
    order: Vec<u32>,
    /// What stands around each of them.
    around: Vec<Around>,
    /// The best score of each text as each type.
    best: Vec<[Best; EntityType::NAMED.len()]>,
    /// The best score of a name of each type of which the text is a part.
    parts: Vec<[f32; EntityType::NAMED.len()]>,
    /// The best candidate that ends and begins at each place, with one added; 0 where there is none.
    ending: Vec<u32>,
    beginning: Vec<u32>,
}

impl<'a> SecondScene<'a> {
    fn new(text: &'a [char], texts: &'a Texts, candidates: &'a [Candidate], scores: &'a [f32]) -> SecondScene<'a> {
        let mut order: Vec<u32> = Vec::with_capacity(candidates.len());
        order.extend((0..candidates.len() as u32).filter(|i| scores[*i as usize] > LEAST));
        let span = |i: u32| (candidates[i as usize].start, candidates[i as usize].end);
        if !order.is_sorted_by_key(|i| span(*i)) {
            order.sort_by_key(|&i| (span(i), i));
        }
        let around = around(candidates, scores, &order);
        let mut best = vec![[Best::NONE; EntityType::NAMED.len()]; texts.count()];
        let mut parts = vec![[NONE; EntityType::NAMED.len()]; texts.count()];
        let mut ending = vec![0u32; text.len() + 2];
        let mut beginning = vec![0u32; text.len() + 2];
        for &i in &order {
            let (c, score) = (&candidates[i as usize], scores[i as usize]);
            let kind = kind_of(c);
            let best = &mut best[texts.of(i as usize)][kind];
            if c.start == best.start {
                best.score = best.score.max(score);
            } else if score > best.score {
                *best = Best { score, start: c.start, elsewhere: best.score };
            } else {
                best.elsewhere = best.elsewhere.max(score);
            }
            for_parts(&text[c.start as usize..c.end as usize], c.kind, |part| {
                if let Some(number) = texts.find(text, part) {
                    let best = &mut parts[number][kind];
                    *best = best.max(score);
                }
            });
            for slot in [&mut ending[c.end as usize], &mut beginning[c.start as usize]] {
                if slot.checked_sub(1).is_none_or(|at| score > scores[at as usize]) {
                    *slot = i + 1;
                }
            }
        }
        SecondScene { text, texts, candidates, scores, order, around, best, parts, ending, beginning }
    }

    /// The score and type of the candidate in a slot of `ending` or `beginning`.
    fn at(&self, slot: u32) -> (f32, u64) {
        match slot.checked_sub(1) {
            Some(at) => (self.scores[at as usize], kind_of(&self.candidates[at as usize]) as u64),
            None => (NONE, 0),
        }
    }

    /// The mark of a list that stands at a place.
    fn mark(&self, at: Option<usize>) -> Option<u64> {
        let mark = *at.and_then(|at| self.text.get(at))?;
        matches!(mark, '、' | '/' | ' ' | ',' | '(' | ')' | '和' | '与').then_some(u64::from(mark as u32 % 251))
    }

    /// Calls `add` with the features of the candidate at a place of `order`.
    fn visit(&self, place: usize, mut add: impl FnMut(u32, u64, u64)) {
        let i = self.order[place] as usize;
        let (c, score, around) = (&self.candidates[i], self.scores[i], &self.around[place]);
        let kind = kind_of(c);
        let k = kind as u64;
        let own = bucket(score);
        add(0, k, own);
        let own = wide(own);
        add(1, c.source as u64 * 8 + k, own);
        let number = self.texts.of(i);
        let length = (c.len() as u64).min(5);
        let mut same = NONE;
        let mut other = (NONE, 0);
        for (n, b) in self.best[number].iter().enumerate() {
            let elsewhere = if b.start == c.start { b.elsewhere } else { b.score };
            if n == kind {
                same = elsewhere;
            } else if elsewhere > other.0 {
                other = (elsewhere, n as u64);
            }
        }
        add(14, k * 8 + length, bucket(self.parts[number][kind]));
        let same = bucket(same);
        add(2, k, same);
        add(3, k * 8 + length, wide(same) * 16 + own);
        add(4, k * 8 + other.1, coarse(other.0));
        add(5, k, bucket(around.twin));
        add(6, k, bucket(around.other_type));
        add(7, k * 8 + u64::from(around.outer.1), bucket(around.outer.0));
        add(8, k * 8 + u64::from(around.inner.1), bucket(around.inner.0));
        add(9, k, bucket(around.crossing));
        // Beside it: right before and behind, and across one mark of a list.
        let (start, end) = (c.start as usize, c.end as usize);
        let (before, after) = (self.at(self.ending[start]), self.at(self.beginning[end]));
        add(10, k * 8 + before.1, coarse(before.0));
        add(11, k * 8 + after.1, coarse(after.0));
        if let Some(mark) = self.mark(start.checked_sub(1)) {
            let (score, kind) = self.at(self.ending[start - 1]);
            add(12, k * 8 + kind, coarse(score) * 256 + mark);
        }
        if let Some(mark) = self.mark(Some(end)) {
            let (score, kind) = self.at(self.beginning[end + 1]);
            add(13, k * 8 + kind, coarse(score) * 256 + mark);
        }
    }
}

/// Calls `found` with the parts of a name by which it may be called again: the first characters of a body's (蛋壳 of 蛋壳公寓), the surname of
/// a Chinese one, what stands behind the last dot or space of a foreign one.
fn for_parts<'t>(name: &'t [char], kind: EntityType, mut found: impl FnMut(&'t [char])) {
    match kind {
        EntityType::Organization => (2..=4).filter(|n| n + 1 < name.len()).for_each(|n| found(&name[..n])),
        EntityType::Person => {
            if let Some(dot) = name.iter().rposition(|c| matches!(c, '·' | ' ' | '．' | '-')) {
                found(&name[dot + 1..]);
            } else if (2..=4).contains(&name.len()) {
                found(&name[..1]);
            }
        }
        _ => {}
    }
}

/// For every candidate of `order` (sorted by start), what stands on the same characters.
fn around(candidates: &[Candidate], scores: &[f32], order: &[u32]) -> Vec<Around> {
    let nothing = Around { twin: NONE, other_type: NONE, outer: (NONE, 7), inner: (NONE, 7), crossing: NONE };
    let mut out = vec![nothing; order.len()];
    let higher = |slot: &mut (f32, u8), score: f32, kind: usize| {
        if score > slot.0 {
            *slot = (score, kind as u8);
        }
    };
    for k in 0..order.len() {
        let (a, sa) = (&candidates[order[k] as usize], scores[order[k] as usize]);
        for m in k + 1..order.len() {
            let (b, sb) = (&candidates[order[m] as usize], scores[order[m] as usize]);
            if b.start >= a.end {
                break;
            }
            if (a.start, a.end) == (b.start, b.end) {
                if a.kind == b.kind {
                    out[k].twin = out[k].twin.max(sb);
                    out[m].twin = out[m].twin.max(sa);
                } else {
                    out[k].other_type = out[k].other_type.max(sb);
                    out[m].other_type = out[m].other_type.max(sa);
                }
            } else if b.end <= a.end {
                higher(&mut out[k].inner, sb, kind_of(b));
                higher(&mut out[m].outer, sa, kind_of(a));
            } else if a.start == b.start {
                higher(&mut out[k].outer, sb, kind_of(b));
                higher(&mut out[m].inner, sa, kind_of(a));
            } else {
                out[k].crossing = out[k].crossing.max(sb);
                out[m].crossing = out[m].crossing.max(sa);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::candidate::Source;

    fn candidate(start: u32, end: u32, kind: EntityType) -> Candidate {
        Candidate { start, end, kind, source: Source::Suffix, entry: None, score: 0.0 }
    }

    #[test]
    fn changes_nothing_before_it_is_trained() {
        let text: Vec<char> = "甲乙丙丁、甲乙".chars().collect();
        let all = [candidate(0, 2, EntityType::Person), candidate(0, 4, EntityType::Organization), candidate(5, 7, EntityType::Person)];
        let mut scores = vec![1.5, -0.5, -9.0];
        Second::default().look(&text, &all, &mut scores);
        assert_eq!(scores, [1.5, -0.5, -9.0]);
    }

    #[test]
    fn sees_the_same_text_elsewhere() {
        let text: Vec<char> = "甲乙，甲乙".chars().collect();
        let all = [candidate(0, 2, EntityType::Person), candidate(3, 5, EntityType::Person)];
        let features = |scores: &[f32]| {
            let mut out = Vec::new();
            Second::features(&text, &all, scores, |i, f| {
                if i == 1 {
                    out = f.to_vec();
                }
            });
            out
        };
        assert_ne!(features(&[4.0, 0.0]), features(&[-4.0, 0.0]));
        assert_eq!(features(&[4.0, 0.0]), features(&[4.0, 0.0]));
    }
}
