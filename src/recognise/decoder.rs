//! One choice over all candidates: the set of spans that do not overlap and score highest together
//! (weighted interval scheduling, as a semi-Markov model without transitions decodes).

use super::candidate::Candidate;

/// Weight of a candidate in the choice: its log-odds, times how much text it accounts for, so that
/// the outermost of nested names wins when it is about as sure as its parts.
fn weight(candidate: &Candidate) -> f64 {
    let length = candidate.len() as f64;
    f64::from(candidate.score.min(6.0)) * (0.6 + 0.4 * length.min(20.0))
}

/// Picks the best set of non-overlapping candidates with a positive score; returns their indices in
/// order of position. Ties go to the earlier candidate in the slice.
pub fn decode(candidates: &[Candidate]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..candidates.len()).filter(|&i| candidates[i].score > 0.0).collect();
    order.sort_by_key(|&i| (candidates[i].end, candidates[i].start, i));
    let ends: Vec<u32> = order.iter().map(|&i| candidates[i].end).collect();
    let mut best = vec![0.0f64; order.len() + 1];
    let mut taken = vec![false; order.len()];
    for (k, &i) in order.iter().enumerate() {
        let before = ends[..k].partition_point(|&end| end <= candidates[i].start);
        let with = best[before] + weight(&candidates[i]);
        if with > best[k] + 1e-9 {
            best[k + 1] = with;
            taken[k] = true;
        } else {
            best[k + 1] = best[k];
        }
    }
    let mut chosen = Vec::new();
    let mut k = order.len();
    while k > 0 {
        if taken[k - 1] {
            let i = order[k - 1];
            chosen.push(i);
            k = ends[..k - 1].partition_point(|&end| end <= candidates[i].start);
        } else {
            k -= 1;
        }
    }
    chosen.reverse();
    chosen
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
        assert_eq!(decode(&all), [2]);
    }

    proptest! {
        #[test]
        fn never_overlaps(spans in proptest::collection::vec((0u32..30, 1u32..8, -2.0f32..5.0), 0..25)) {
            let all: Vec<Candidate> = spans.iter().map(|&(s, l, w)| candidate(s, s + l, w)).collect();
            let chosen = decode(&all);
            for pair in chosen.windows(2) {
                prop_assert!(all[pair[0]].end <= all[pair[1]].start);
            }
            let total: f64 = chosen.iter().map(|&i| weight(&all[i])).sum();
            for c in &all {
                let least = if c.score > 0.0 { weight(c) } else { 0.0 };
                prop_assert!(total + 1e-6 >= least);
            }
        }
    }
}
