//! Lists of names: what stands between two list marks (甲、乙、丙) is likely a name of the type that its neighbours have.

use super::candidate::{Candidate, Source};
use super::scene::Scene;
use super::spots::each;
use crate::record::EntityType;
use crate::text::{is_han, is_latin_letter, is_name_dot};

/// Longest link of a list, in characters.
const LONGEST: usize = 9;

/// Proposes the links of lists in which another link is a name.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let marks: Vec<usize> = each(&scene.spots.links).collect();
    let mut links: Vec<(usize, usize)> = Vec::new();
    let mut lists: Vec<std::ops::Range<usize>> = Vec::new();
    let mut k = 0;
    while k < marks.len() {
        let from = links.len();
        first_links(scene, marks[k], &mut links);
        let mut last = marks[k];
        while let Some(&next) = marks.get(k + 1)
            && is_link(scene, last + 1, next)
        {
            links.push((last + 1, next));
            last = next;
            k += 1;
        }
        last_links(scene, last + 1, &mut links);
        lists.push(from..links.len());
        k += 1;
    }
    // What the links are already proposed as.
    let mut known: Vec<(u32, u32, EntityType, f32)> = Vec::new();
    let mut starts = vec![false; view.len() + 1];
    for (start, _) in &links {
        starts[*start] = true;
    }
    known.extend(out.iter().filter(|c| starts.get(c.start as usize) == Some(&true)).map(|c| (c.start, c.end, c.kind, c.score)));
    known.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then(b.3.total_cmp(&a.3)));
    let of = |link: (usize, usize)| {
        let from = known.partition_point(|c| (c.0, c.1) < (link.0 as u32, link.1 as u32));
        known[from..].iter().take_while(move |c| (c.0, c.1) == (link.0 as u32, link.1 as u32))
    };
    for list in lists {
        let Some(links) = links.get(list) else { continue };
        for kind in [EntityType::Person, EntityType::Organization, EntityType::Place] {
            let sure = links.iter().filter(|link| of(**link).any(|c| c.2 == kind && c.3 > 0.0)).count();
            if sure == 0 {
                continue;
            }
            for &(start, end) in links.iter().filter(|link| !of(**link).any(|c| c.2 == kind)) {
                if kind == EntityType::Person && !(2..=8).contains(&(end - start)) {
                    continue;
                }
                let score = -1.6 + 0.5 * (sure.min(3) as f32);
                out.push(Candidate::new(start, end, kind, Source::List, score));
            }
        }
    }
}

/// Whether a whole name may stand between two marks.
fn is_link(scene: &Scene, start: usize, end: usize) -> bool {
    (2..=LONGEST).contains(&(end - start))
        && (start..end).all(|i| {
            let c = scene.view.at(i);
            is_han(c) || is_latin_letter(c) || c.is_ascii_digit() || is_name_dot(c) || c == '-' || c == ' '
        })
        && !scene.is_stopword(scene.word_from(start))
}

/// What may be the link before the first mark: the last word or two.
fn first_links(scene: &Scene, mark: usize, links: &mut Vec<(usize, usize)>) {
    let mut start = mark;
    for _ in 0..2 {
        let Some((ws, _)) = start.checked_sub(1).and_then(|at| scene.words.word_at(at)) else { return };
        if !is_han(scene.view.at(ws)) || scene.is_stopword(scene.view.folded_slice(ws..start)) || mark - ws > LONGEST {
            return;
        }
        start = ws;
        if mark - start >= 2 {
            links.push((start, mark));
        }
    }
}

/// What may be the link after the last mark: the first word or two.
fn last_links(scene: &Scene, from: usize, links: &mut Vec<(usize, usize)>) {
    let mut end = from;
    for _ in 0..2 {
        let Some((ws, we)) = scene.words.word_at(end) else { return };
        if !is_han(scene.view.at(ws)) || scene.is_stopword(scene.view.folded_slice(ws..we)) || we - from > LONGEST {
            return;
        }
        end = we;
        if end - from >= 2 {
            links.push((from, end));
        }
    }
}
