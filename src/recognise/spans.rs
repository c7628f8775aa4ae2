//! Candidates beside those of the same span, and of spans that overlap.

use super::candidate::Candidate;

/// Sorts candidates by their spans; those of one span stay in their order.
pub fn sort_by_span(candidates: &mut Vec<Candidate>) {
    // Numbers are sorted quicker than what they stand for.
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(candidates.len());
    keys.extend((0..).zip(candidates.iter()).map(|(i, c)| (u64::from(c.start) << 32 | u64::from(c.end), i)));
    keys.sort_unstable();
    *candidates = keys.iter().filter_map(|&(_, i)| candidates.get(i as usize).cloned()).collect();
}

/// The chosen candidate, with the dictionary entry that another candidate of the same span and type
/// knows: the first of the best source. The candidates are sorted by their spans.
pub fn identified(candidates: &[Candidate], index: usize) -> Candidate {
    let mut chosen = candidates[index].clone();
    if chosen.entry.is_none() {
        let span = (chosen.start, chosen.end);
        let from = candidates[..index].iter().rposition(|c| (c.start, c.end) != span).map_or(0, |before| before + 1);
        let same =
            candidates[from..].iter().take_while(|c| (c.start, c.end) == span).filter(|c| c.kind == chosen.kind && c.entry.is_some());
        if let Some(best) = same.min_by_key(|c| c.source) {
            chosen.entry = best.entry;
            chosen.source = best.source;
        }
    }
    chosen
}

/// For every candidate, the best rule score among those that overlap it and are not the same span
/// and type; -6 where there are none.
pub fn rivals(candidates: &[Candidate]) -> Vec<f32> {
    let span = |i: usize| (candidates[i].start, candidates[i].end);
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    if !order.is_sorted_by_key(|&i| span(i)) {
        order.sort_by_key(|&i| (span(i), i));
    }
    let mut best = vec![-6.0f32; candidates.len()];
    for (k, &i) in order.iter().enumerate() {
        let a = &candidates[i];
        for &j in &order[k + 1..] {
            let b = &candidates[j];
            if b.start >= a.end {
                break;
            }
            if (a.start, a.end, a.kind) == (b.start, b.end, b.kind) {
                continue;
            }
            best[i] = best[i].max(b.score);
            best[j] = best[j].max(a.score);
        }
    }
    best
}
