//! `report.html`, gathered from the network and the tables that a run has just written.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::PipelineError;
use super::folder::{Folder, Hit, Texts};
use crate::export::atomic;
use crate::export::report::{Limits, ReportData, ReportInput, SentenceOfEdge, chosen, write};
use crate::graph::Network;
use crate::record::{DocumentRow, PairRow, PositionRow, RelationRow};
use crate::relate::Window;

/// Sentences remembered for each edge while the mentions are read; of these the page takes the best.
const KEPT: usize = 10;
/// A sentence with more names than this is likelier a list than a tie.
const CROWD: usize = 3;

/// A place where both ends of an edge stand, better ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// Names beyond the first few in the window, halved where an event between the two is stated there.
    crowd: u32,
    /// Characters between the two, in tens.
    distance: u32,
    /// Place of the article in `documents.csv`.
    document: u32,
    /// Sentence of the one and of the other.
    sentences: (u32, u32),
}

/// Writes `report.html` into an output folder whose tables are there already; `network` holds the entities
/// in the order of `entities.csv`.
///
/// # Errors
/// A table or text that cannot be read, or a page that cannot be written.
pub fn write_report(folder: &Folder, network: &Network, window: Window) -> Result<(), PipelineError> {
    let limits = Limits::default();
    let documents: Vec<DocumentRow> = folder.table("documents.csv")?;
    let relations: Vec<RelationRow> = folder.table("relations.csv")?;
    let positions: Vec<PositionRow> = folder.table("positions.csv")?;
    let pairs: Vec<PairRow> = folder.table("name_pairs.csv")?;
    let candidates = candidates(folder, network, window, &relations, &limits)?;
    let sentences = sentences(&mut folder.texts()?, &documents, candidates, &limits)?;
    let data = ReportData::build(
        &ReportInput {
            title: String::new(),
            network,
            documents: &documents,
            sentences: &sentences,
            relations: &relations,
            positions: &positions,
            pairs: &pairs,
        },
        &limits,
    );
    atomic::save(&folder.path().join("report.html"), |file| write(&data, file))?;
    Ok(())
}

/// The best places for each edge that the page holds, by its index in the network.
fn candidates(
    folder: &Folder,
    network: &Network,
    window: Window,
    relations: &[RelationRow],
    limits: &Limits,
) -> Result<Vec<(usize, Vec<Candidate>)>, PipelineError> {
    let ids: FxHashMap<&str, u32> = network.nodes().enumerate().map(|(i, n)| (n.row.id.as_str(), i as u32)).collect();
    let chosen = chosen(network, limits).1;
    let mut places: Vec<(usize, Vec<Candidate>)> = chosen.iter().map(|&edge| (edge, Vec::new())).collect();
    let slots: FxHashMap<(u32, u32), usize> = chosen
        .iter()
        .enumerate()
        .filter_map(|(slot, &edge)| network.edge(edge).map(|e| ((e.source as u32, e.target as u32), slot)))
        .collect();
    let stated: FxHashSet<(&str, u32, u32, u32)> = relations
        .iter()
        .filter_map(|r| {
            let (a, b) = (*ids.get(r.subject_id.as_str())?, *ids.get(r.object_id.as_str())?);
            Some((r.doc_id.as_str(), r.sentence, a.min(b), a.max(b)))
        })
        .collect();
    let mut windows: BTreeMap<u32, Vec<(u32, Hit)>> = BTreeMap::new();
    folder.walk(
        |id| ids.get(id).copied(),
        |place, document, hits| {
            if !document.duplicate_of.is_empty() {
                return Ok(());
            }
            windows.clear();
            for hit in hits {
                let key = match window {
                    Window::Sentence => hit.sentence,
                    Window::Paragraph => hit.paragraph,
                    Window::Document => 0,
                };
                windows.entry(key).or_default().push((hit.entity, *hit));
            }
            for window in windows.values_mut() {
                window.sort_by_key(|(entity, hit)| (*entity, hit.start));
                let groups: Vec<&[(u32, Hit)]> = window.chunk_by(|a, b| a.0 == b.0).collect();
                for (i, one) in groups.iter().enumerate() {
                    for other in groups.iter().skip(i + 1) {
                        let (Some(a), Some(b)) = (one.first(), other.first()) else { continue };
                        let Some(list) = slots.get(&(a.0, b.0)).and_then(|&slot| places.get_mut(slot)) else { continue };
                        let (distance, sentences) = nearest(one, other);
                        let stated = sentences.0 == sentences.1 && stated.contains(&(document.doc_id.as_str(), sentences.0, a.0, b.0));
                        let crowd = groups.len().saturating_sub(CROWD) as u32;
                        let crowd = if stated { crowd / 2 } else { crowd + 1 };
                        keep(&mut list.1, Candidate { crowd, distance, document: place as u32, sentences });
                    }
                }
            }
            Ok(())
        },
    )?;
    Ok(places)
}

/// How near two entities come to one another, in tens of characters, and in which sentences.
fn nearest(one: &[(u32, Hit)], other: &[(u32, Hit)]) -> (u32, (u32, u32)) {
    let mut best = (u32::MAX, (0, 0));
    for (_, a) in one {
        for (_, b) in other {
            let gap = if a.start < b.start { b.start.saturating_sub(a.end) } else { a.start.saturating_sub(b.end) };
            best = best.min((gap / 10, (a.sentence, b.sentence)));
        }
    }
    best
}

/// Keeps the best, one an article.
fn keep(list: &mut Vec<Candidate>, new: Candidate) {
    if let Some(same) = list.iter().position(|c| c.document == new.document) {
        if list.get(same).is_some_and(|old| *old <= new) {
            return;
        }
        list.remove(same);
    }
    let at = list.partition_point(|c| *c < new);
    if at < KEPT {
        list.insert(at, new);
        list.truncate(KEPT);
    }
}

/// The sentences at the candidates' places: the best few of each edge that differ, by date.
fn sentences(
    texts: &mut Texts,
    documents: &[DocumentRow],
    candidates: Vec<(usize, Vec<Candidate>)>,
    limits: &Limits,
) -> Result<BTreeMap<usize, Vec<SentenceOfEdge>>, PipelineError> {
    // Each article is read once, so the places are visited by article and their texts put back.
    let mut wanted: Vec<(u32, usize, usize, (u32, u32))> = Vec::new();
    for (slot, (_, list)) in candidates.iter().enumerate() {
        wanted.extend(list.iter().enumerate().map(|(rank, c)| (c.document, slot, rank, c.sentences)));
    }
    wanted.sort_unstable();
    let mut found: Vec<Vec<(usize, SentenceOfEdge)>> = Vec::new();
    found.resize_with(candidates.len(), Vec::new);
    for (document, slot, rank, (one, other)) in wanted {
        let document = document as usize;
        let Some(row) = documents.get(document) else { continue };
        if !texts.load(&row.doc_id)? {
            continue;
        }
        let text = texts.both(one, other);
        if let Some(list) = found.get_mut(slot).filter(|_| !text.is_empty()) {
            list.push((rank, SentenceOfEdge { document, text }));
        }
    }
    let mut out = BTreeMap::new();
    for ((edge, _), mut list) in candidates.into_iter().zip(found) {
        list.sort_by_key(|s| s.0);
        let mut best: Vec<SentenceOfEdge> = Vec::new();
        for (_, sentence) in list {
            if best.len() < limits.sentences_per_edge && best.iter().all(|b| b.text != sentence.text) {
                best.push(sentence);
            }
        }
        // The page cuts the last ones first where room is short, so the best two stand first.
        let date = |s: &SentenceOfEdge| documents.get(s.document).map(|d| d.published.as_str());
        if let Some(rest) = best.get_mut(2..) {
            rest.sort_by(|a, b| date(a).cmp(&date(b)));
        }
        out.insert(edge, best);
    }
    Ok(out)
}
