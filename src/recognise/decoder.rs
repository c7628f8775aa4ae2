//! One choice over all candidates: the set of spans that do not overlap and score highest together
//! (weighted interval scheduling, as a semi-Markov model without transitions decodes).

use super::candidate::Candidate;

/// The least log-odds of a name that the model finds: F1 is highest where what is chosen is likelier than half of F1 itself (Lipton,
/// Elkan & Naryanaswamy 2014), and F1 is about .9 on articles of sources that the model has not seen.
pub const LEAST: f32 = -0.2;

/// Weight of a candidate in the choice: its log-odds over the least, times how much text it accounts for, so that
/// the outermost of nested names wins when it is about as sure as its parts.
fn weight(candidate: &Candidate, least: f32) -> f64 {
    let length = candidate.len() as f64;
    f64::from(candidate.score.min(6.0) - least) * (0.6 + 0.4 * length.min(20.0))
}

/// Picks the best set of non-overlapping candidates whose log-odds are above `least`; returns their indices in
/// order of position. Ties go to the earlier candidate in the slice.
pub fn decode(candidates: &[Candidate], least: f32) -> Vec<usize> {
    // By end, then start, then index.
    let mut order: Vec<(u64, usize)> = Vec::with_capacity(candidates.len());
    let key = |c: &Candidate| u64::from(c.end) << 32 | u64::from(c.start);
    order.extend(candidates.iter().enumerate().filter(|(_, c)| c.score > least).map(|(i, c)| (key(c), i)));
    order.sort_unstable();
    // Of each candidate and all before it: the most they weigh together, and, where it is one of those that do, how many may stand
    // before it.
    let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(order.len() + 1);
    best.push((0.0, None));
    for (k, &(_, i)) in order.iter().enumerate() {
        let before = ended_by(&order[..k], candidates[i].start);
        let with = best[before].0 + weight(&candidates[i], least);
        let without = best[k].0;
        best.push(if with > without + 1e-9 { (with, Some(before)) } else { (without, None) });
    }
    let mut chosen = Vec::new();
    let mut k = order.len();
    while k > 0 {
        match best[k].1 {
            Some(before) => {
                chosen.push(order[k - 1].1);
                k = before;
            }
            None => k -= 1,
        }
    }
    chosen.reverse();
    chosen
}

/// How many of the candidates of `order` end by `start`: as a rule all but the last few.
fn ended_by(order: &[(u64, usize)], start: u32) -> usize {
    let ended = |&(key, _): &(u64, usize)| key >> 32 <= u64::from(start);
    for back in 0..order.len().min(6) {
        if ended(&order[order.len() - 1 - back]) {
            return order.len() - back;
        }
    }
    order[..order.len() - order.len().min(6)].partition_point(ended)
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Source;
    use super::*;
    use crate::record::EntityType;
    use proptest::prelude::*;

    fn candidate(start: u32, end: u32, score: f32) -> Candidate {
        Candidate { start, end, kind: EntityType::Person, source: Source::DictionaryWord, entry: None, score }
    }

    #[test]
    fn outermost_wins_when_as_sure() {
        // 中国 + 外交部 against 中国外交部
        let all = [candidate(0, 2, 3.0), candidate(2, 5, 2.0), candidate(0, 5, 3.2)];
        assert_eq!(decode(&all, 0.0), [2]);
    }

    proptest! {
        #[test]
        fn never_overlaps(spans in proptest::collection::vec((0u32..30, 1u32..8, -2.0f32..5.0), 0..25), least in -1.0f32..1.0) {
            let all: Vec<Candidate> = spans.iter().map(|&(s, l, w)| candidate(s, s + l, w)).collect();
            let chosen = decode(&all, least);
            for pair in chosen.windows(2) {
                prop_assert!(all[pair[0]].end <= all[pair[1]].start);
            }
            let total: f64 = chosen.iter().map(|&i| weight(&all[i], least)).sum();
            for c in &all {
                let least = if c.score > least { weight(c, least) } else { 0.0 };
                prop_assert!(total + 1e-6 >= least);
            }
        }
    }
}
