//! What the command prints of how good a model is.

use std::collections::BTreeMap;

use guanxi::recognise::{LEAST, decode, sigmoid};
use guanxi::record::EntityType;
use rustc_hash::FxHashSet;

use super::articles::Article;
use super::learn::Prepared;

/// Prints how many of the names the candidates hold.
pub(super) fn print_reach(prepared: &[Prepared]) {
    let gold: usize = prepared.iter().map(|p| p.spans.len()).sum();
    let found: usize = prepared
        .iter()
        .map(|p| {
            let set: FxHashSet<_> = p.candidates.iter().map(|c| (c.start, c.end, c.kind)).collect();
            p.spans.iter().filter(|s| set.contains(*s)).count()
        })
        .sum();
    let candidates: usize = prepared.iter().map(|p| p.candidates.len()).sum();
    println!(
        "{} articles, {gold} names, {candidates} candidates, which hold {:.1} % of the names",
        prepared.len(),
        100.0 * found as f64 / gold.max(1) as f64
    );
}

/// Prints some of the names that no generator proposes.
pub(super) fn print_misses(articles: &[Article], prepared: &[Prepared], number: usize) {
    let mut lines = Vec::new();
    for (article, p) in articles.iter().zip(prepared) {
        let proposed: FxHashSet<_> = p.candidates.iter().map(|c| (c.start, c.end, c.kind)).collect();
        let chars: Vec<char> = article.text.chars().collect();
        for &(start, end, kind) in p.spans.iter().filter(|s| !proposed.contains(*s)) {
            let slice = |a: usize, b: usize| chars.get(a..b.min(chars.len())).unwrap_or(&[]).iter().collect::<String>().replace('\n', "/");
            let (s, e) = (start as usize, end as usize);
            lines.push(format!("{:5} {}[{}]{}", kind.as_str(), slice(s.saturating_sub(7), s), slice(s, e), slice(e, e + 7)));
        }
    }
    // Every k-th, so that the sample is spread over the articles.
    lines.sort();
    let step = lines.len().div_ceil(number).max(1);
    for line in lines.iter().step_by(step) {
        println!("{line}");
    }
}

/// Prints precision, recall and F1 of what the scores choose (of the rules' own where there are none), and how often each confidence is right.
pub(super) fn report(prepared: &[Prepared], scores: Option<&[Vec<f32>]>) {
    let mut hit: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut predicted: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut gold: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut calibration = [(0usize, 0usize); 10];
    for (i, p) in prepared.iter().enumerate() {
        let mut candidates = p.candidates.clone();
        if let Some(scores) = scores {
            for (c, s) in candidates.iter_mut().zip(&scores[i]) {
                c.score = *s;
            }
        }
        for k in decode(&candidates, if scores.is_some() { LEAST } else { 0.0 }) {
            let c = &candidates[k];
            *predicted.entry(c.kind).or_default() += 1;
            let right = p.spans.contains(&(c.start, c.end, c.kind));
            if right {
                *hit.entry(c.kind).or_default() += 1;
            }
            let bin = ((sigmoid(c.score) * 10.0) as usize).min(9);
            calibration[bin].0 += 1;
            calibration[bin].1 += usize::from(right);
        }
        for s in &p.spans {
            *gold.entry(s.2).or_default() += 1;
        }
    }
    let line = |name: &str, types: &[EntityType]| {
        let sum = |m: &BTreeMap<EntityType, usize>| types.iter().map(|t| m.get(t).copied().unwrap_or(0)).sum::<usize>() as f64;
        let (h, p, g) = (sum(&hit), sum(&predicted), sum(&gold));
        let (precision, recall) = (h / p.max(1.0), h / g.max(1.0));
        println!("{name:14} P {precision:.3}  R {recall:.3}  F1 {:.3}", 2.0 * precision * recall / (precision + recall).max(1e-9));
    };
    for t in EntityType::NAMED {
        line(t.as_str(), &[t]);
    }
    line("core", &[EntityType::Person, EntityType::Country, EntityType::Organization]);
    line("all", &EntityType::NAMED);
    let table: Vec<String> = calibration
        .iter()
        .enumerate()
        .filter(|(_, (n, _))| *n > 0)
        .map(|(b, (n, right))| format!("{:.1}: {:.2} of {n}", b as f64 / 10.0, *right as f64 / *n as f64))
        .collect();
    println!("confidence: right — {}", table.join("  "));
}
