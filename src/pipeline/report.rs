//! `report.html`, gathered from the network and what was set aside while the tables were written.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::PipelineError;
use super::folder::{Folder, Texts, quotation};
use super::stored::SentenceAt;
use super::trace::{Place, Stated, Trace};
use crate::export::atomic;
use crate::export::report::{Held, Limits, ReportData, ReportInput, SentenceOfEdge, chosen};
use crate::graph::Network;
use crate::record::{DocumentRow, PairRow, PositionRow, RelationRow};

/// A sentence with more names than this is likelier a list than a tie.
const CROWD: usize = 3;

/// What `report.html` is made from.
pub(super) struct Page<'a> {
    /// The output folder, whose texts are read.
    pub folder: &'a Folder,
    /// The whole network.
    pub network: &'a Network,
    /// The node of each entity that the trace tells of; `usize::MAX` where it has none.
    pub nodes: &'a [usize],
    /// Ids of articles by their place in the order.
    pub doc_id: &'a (dyn Fn(u32) -> String + Sync),
    /// Distinct positions, those stated most often first.
    pub held: &'a [Holder],
    /// Name pairs, those in most articles first.
    pub pairs: &'a [PairRow],
}

/// A person's title in a body, over all articles.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    /// The person, as the trace numbers entities.
    pub person: u32,
    /// The title.
    pub title: String,
    /// The body.
    pub body: u32,
    /// Times stated.
    pub count: u64,
    /// First and last date.
    pub dates: (String, String),
    /// Article and sentence of one statement.
    pub example: (u32, SentenceAt),
}

/// A place where both ends of an edge stand, better ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// Names beyond the first few in the window, halved where an event between the two is stated there.
    crowd: u32,
    /// Characters between the two, in tens.
    distance: u32,
    /// Place of the article.
    document: u32,
    /// Sentence of the one and of the other.
    sentences: (SentenceAt, SentenceAt),
}

impl Candidate {
    /// What it is judged by.
    fn rank(&self) -> (u32, u32, u32, (u32, u32)) {
        (self.crowd, self.distance, self.document, (self.sentences.0.number, self.sentences.1.number))
    }
}

/// A text that the page wants: sentences of an article.
type Wanted = (u32, (SentenceAt, SentenceAt));

/// Writes `report.html` into the output folder.
///
/// # Errors
/// A text that cannot be read, or a page that cannot be written.
pub(super) fn write_report(page: &Page<'_>, mut trace: Trace) -> Result<(), PipelineError> {
    let limits = Limits::default();
    let (nodes, edges) = chosen(page.network, &limits);
    let candidates = candidates(page, &mut trace, &nodes, &edges, &limits)?;
    let stated = stated(page, &trace, &nodes, limits.relations);
    let held: Vec<&Holder> = page.held.iter().take(limits.positions).collect();

    // Each article is read once: everything wanted of it is gathered first.
    let mut wanted: Vec<Wanted> = candidates.iter().flatten().map(|c| (c.document, c.sentences)).collect();
    wanted.extend(stated.iter().map(|s| (s.document, (s.sentence, s.sentence))));
    wanted.extend(held.iter().map(|h| (h.example.0, (h.example.1, h.example.1))));
    wanted.sort_unstable();
    wanted.dedup();
    let (documents, texts) = read(&page.folder.texts()?, &wanted, page.doc_id)?;
    let text = |wanted: Wanted| texts.get(&wanted).map(|(document, text)| (*document, text.as_str()));

    let sentences = edges.iter().zip(candidates).map(|(&edge, list)| (edge, best(list, &documents, &text, &limits))).collect();
    let row = |entity: u32| page.nodes.get(entity as usize).and_then(|&node| page.network.node(node)).map(|node| &node.row);
    let name = |entity: u32| row(entity).map_or_else(Default::default, |row| (row.id.clone(), row.label.clone()));
    let published = |document: usize| documents.get(document).map_or(("", ""), |d| (d.doc_id.as_str(), d.published.as_str()));
    let relations: Vec<RelationRow> = stated
        .iter()
        .filter_map(|s| {
            let (document, text) = text((s.document, (s.sentence, s.sentence)))?;
            let ((subject_id, subject), (object_id, object)) = (name(s.subject), name(s.object));
            let (doc_id, published) = published(document);
            Some(RelationRow {
                doc_id: doc_id.to_owned(),
                published: published.to_owned(),
                sentence: s.sentence.number,
                subject_id,
                subject,
                relation: s.event.as_str().to_owned(),
                object_id,
                object,
                trigger: s.trigger.to_string(),
                negated: s.negated,
                confidence: 1.0,
                text: text.to_owned(),
                quad_class: String::new(),
                cameo_root: String::new(),
            })
        })
        .collect();
    let positions: Vec<Held> = held
        .iter()
        .filter_map(|h| {
            let (document, text) = text((h.example.0, (h.example.1, h.example.1)))?;
            let ((person_id, person), (body_id, body)) = (name(h.person), name(h.body));
            let (doc_id, published) = published(document);
            let row = PositionRow {
                doc_id: doc_id.to_owned(),
                published: published.to_owned(),
                sentence: h.example.1.number,
                person_id,
                person,
                title: h.title.clone(),
                body_id,
                body,
                confidence: 1.0,
                text: text.to_owned(),
            };
            Some(Held { row, count: h.count, first: h.dates.0.clone(), last: h.dates.1.clone() })
        })
        .collect();
    let input = ReportInput {
        title: String::new(),
        network: page.network,
        census: &trace.census,
        documents: &documents,
        sentences: &sentences,
        relations: &relations,
        relation_count: trace.stated_count as usize,
        positions: &positions,
        position_count: page.held.len(),
        pairs: page.pairs,
    };
    atomic::save(&page.folder.path().join("report.html"), |file| ReportData::save_page(&input, &limits, file))?;
    Ok(())
}

/// The best places of each of `edges`.
fn candidates(
    page: &Page<'_>,
    trace: &mut Trace,
    nodes: &[usize],
    edges: &[usize],
    limits: &Limits,
) -> Result<Vec<Vec<Candidate>>, PipelineError> {
    // A few more than the page takes: one sentence may stand in several articles.
    let kept = limits.sentences_per_edge + 2;
    // Entities are numbered by what the trace calls them; those the page does not hold drop out at once.
    let held = |entity: u32| page.nodes.get(entity as usize).copied().filter(|node| nodes.binary_search(node).is_ok());
    let node_of: Vec<u32> =
        (0..page.nodes.len() as u32).map(|entity| held(entity).map_or(u32::MAX, |node| u32::try_from(node).unwrap_or(u32::MAX))).collect();
    let node_of = |entity: u32| node_of.get(entity as usize).copied().unwrap_or(u32::MAX);
    let ends = |a: u32, b: u32| (node_of(a).min(node_of(b)), node_of(a).max(node_of(b)));
    let slots: FxHashMap<(u32, u32), usize> = edges
        .iter()
        .enumerate()
        .filter_map(|(slot, &edge)| page.network.edge(edge).map(|e| ((e.source as u32, e.target as u32), slot)))
        .collect();
    let stated: FxHashSet<(u32, u32, (u32, u32))> =
        trace.stated.iter().map(|s| (s.document, s.sentence.number, ends(s.subject, s.object))).collect();
    let mut best: Vec<Vec<Candidate>> = vec![Vec::new(); edges.len()];
    trace.read(|together| {
        for window in together.windows() {
            let mut groups: Vec<&[Place]> = window.chunk_by(|a, b| a.entity == b.entity).collect();
            let crowd = groups.len().saturating_sub(CROWD) as u32;
            groups.retain(|group| group.first().is_some_and(|p| node_of(p.entity) != u32::MAX));
            for (i, one) in groups.iter().enumerate() {
                for other in groups.iter().skip(i + 1) {
                    let (Some(a), Some(b)) = (one.first(), other.first()) else { continue };
                    let ends = ends(a.entity, b.entity);
                    let Some(list) = slots.get(&ends).and_then(|&slot| best.get_mut(slot)) else { continue };
                    let (distance, sentences) = nearest(one, other);
                    let stated = sentences.0 == sentences.1 && stated.contains(&(together.document, sentences.0, ends));
                    let crowd = if stated { crowd / 2 } else { crowd + 1 };
                    let rank = (crowd, distance, together.document, sentences);
                    // Most are no better than those there are.
                    if list.len() < kept || list.last().is_some_and(|last| rank < last.rank()) {
                        let sentences = (together.sentence(sentences.0), together.sentence(sentences.1));
                        keep(list, Candidate { crowd, distance, document: together.document, sentences }, kept);
                    }
                }
            }
        }
    })?;
    Ok(best)
}

/// How near two entities come to one another, in tens of characters, and in which sentences.
fn nearest(one: &[Place], other: &[Place]) -> (u32, (u32, u32)) {
    let mut best = (u32::MAX, (0, 0));
    for a in one {
        for b in other {
            let gap = if a.start < b.start { b.start.saturating_sub(a.end) } else { a.start.saturating_sub(b.end) };
            best = best.min((gap / 10, (a.sentence, b.sentence)));
        }
    }
    best
}

/// Keeps the best, one an article.
fn keep(list: &mut Vec<Candidate>, new: Candidate, most: usize) {
    if list.len() == most && list.last().is_some_and(|last| *last <= new) {
        return;
    }
    if let Some(same) = list.iter().position(|c| c.document == new.document) {
        if list.get(same).is_some_and(|old| *old <= new) {
            return;
        }
        list.remove(same);
    }
    let at = list.partition_point(|c| *c < new);
    if at < most {
        list.insert(at, new);
        list.truncate(most);
    }
}

/// The events that the page takes: those between entities it holds first, then others as far as there is room.
fn stated<'t>(page: &Page<'_>, trace: &'t Trace, nodes: &[usize], most: usize) -> Vec<&'t Stated> {
    let held = |entity: u32| page.nodes.get(entity as usize).is_some_and(|node| nodes.binary_search(node).is_ok());
    let (inner, outer): (Vec<&Stated>, Vec<&Stated>) = trace.stated.iter().partition(|s| held(s.subject) && held(s.object));
    inner.into_iter().chain(outer).take(most).collect()
}

/// The texts wanted (sorted), by what was asked for, with the place of their article among those given first.
type Found = FxHashMap<Wanted, (usize, String)>;

fn read(texts: &Texts, wanted: &[Wanted], doc_id: &(dyn Fn(u32) -> String + Sync)) -> Result<(Vec<DocumentRow>, Found), PipelineError> {
    let mut documents = Vec::new();
    let mut found = Found::default();
    let (mut buffer, mut places) = (Vec::new(), Vec::new());
    for of_one in wanted.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(document, _)) = of_one.first() else { continue };
        let id = doc_id(document);
        let Some(doc) = texts.stored(&id, &mut buffer)? else { continue };
        let text = doc.text();
        places.clear();
        places.extend(of_one.iter().flat_map(|(_, (one, other))| [*one, *other]));
        let cut = cut_out(text, &mut places);
        for &(_, (one, other)) in of_one {
            let sentence = |s: SentenceAt| {
                let range = places.binary_search(&s).ok().and_then(|at| cut.get(at).cloned()).unwrap_or_default();
                (s.number, text.get(range).unwrap_or(""))
            };
            let text = quotation(sentence(one), sentence(other));
            if !text.is_empty() {
                found.insert((document, (one, other)), (documents.len(), text));
            }
        }
        documents.push(DocumentRow {
            doc_id: id,
            source: doc.source.to_owned(),
            title: doc.title.to_owned(),
            url: doc.url.to_owned(),
            published: doc.published.to_owned(),
            ..DocumentRow::default()
        });
    }
    Ok((documents, found))
}

/// The bytes of sentences, which are put in order, each once: the text is gone through no further than to the last of them.
fn cut_out(text: &str, sentences: &mut Vec<SentenceAt>) -> Vec<Range<usize>> {
    sentences.sort_unstable();
    sentences.dedup();
    let mut rest = text.chars();
    let mut at = 0;
    // The byte at which a character begins; characters are asked for in order.
    let mut byte_of = |character: u32| {
        if let Some(last) = character.saturating_sub(at).checked_sub(1) {
            rest.nth(last as usize);
        }
        at = at.max(character);
        text.len() - rest.as_str().len()
    };
    sentences.iter().map(|s| byte_of(s.start)..byte_of(s.end)).collect()
}

/// The best few sentences of an edge that differ, by date.
fn best<'t>(
    list: Vec<Candidate>,
    documents: &[DocumentRow],
    text: &impl Fn(Wanted) -> Option<(usize, &'t str)>,
    limits: &Limits,
) -> Vec<SentenceOfEdge<'t>> {
    let mut best: Vec<SentenceOfEdge<'t>> = Vec::new();
    for candidate in list {
        let Some((document, text)) = text((candidate.document, candidate.sentences)) else { continue };
        if best.len() < limits.sentences_per_edge && best.iter().all(|b| b.text != text) {
            best.push(SentenceOfEdge { document, text: Cow::Borrowed(text) });
        }
    }
    // The page cuts the last ones first where room is short, so the best two stand first.
    let date = |s: &SentenceOfEdge<'_>| documents.get(s.document).map(|d| d.published.as_str());
    if let Some(rest) = best.get_mut(2..) {
        rest.sort_by(|a, b| date(a).cmp(&date(b)));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_out_by_characters() {
        let text = "会谈开始。Ａ国说：“好。”\n散会了。";
        let at = |number, start, end| SentenceAt { number, start, end };
        let mut sentences = vec![at(2, 14, 18), at(0, 0, 5), at(2, 14, 18), at(7, 0, 0), at(1, 5, 13)];
        let cut = cut_out(text, &mut sentences);
        assert_eq!(sentences.iter().map(|s| s.number).collect::<Vec<_>>(), [0, 1, 2, 7]);
        let texts: Vec<&str> = cut.into_iter().map(|range| &text[range]).collect();
        assert_eq!(texts, ["会谈开始。", "Ａ国说：“好。”", "散会了。", ""]);
        // Borders that are not those of this text give what there is.
        assert_eq!(cut_out("甲", &mut vec![at(0, 0, 9), at(1, 12, 15)]), [0..3, 3..3]);
    }

    #[test]
    fn the_best_candidates_stay() {
        let at = |number| SentenceAt { number, start: number * 10, end: number * 10 + 9 };
        let candidate = |crowd, document, sentence| Candidate { crowd, distance: 1, document, sentences: (at(sentence), at(sentence)) };
        let mut list = Vec::new();
        for (crowd, document, sentence) in [(3, 1, 1), (2, 2, 1), (1, 2, 5), (2, 3, 0), (0, 4, 0), (9, 5, 0)] {
            keep(&mut list, candidate(crowd, document, sentence), 3);
        }
        assert_eq!(list.iter().map(|c| (c.crowd, c.document)).collect::<Vec<_>>(), [(0, 4), (1, 2), (2, 3)]);
    }
}
