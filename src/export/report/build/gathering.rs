//! The tables of a page that grow as rows are taken: articles, texts, and what is told in them.

use rustc_hash::FxHashMap;

use super::strings::Strings;
use super::{day, rounded};
use crate::export::report::data::{DocItem, PairItem, PositionItem, RelationItem};
use crate::export::report::input::{ReportInput, SentenceOfEdge};
use crate::export::report::limits::Limits;
use crate::record::RelationRow;

/// The tables that grow as rows are taken.
pub(super) struct Gathering<'a> {
    input: &'a ReportInput<'a>,
    limits: &'a Limits,
    /// Index among the page's nodes, by id.
    nodes: FxHashMap<&'a str, usize>,
    /// Index among the documents, by id.
    documents: FxHashMap<&'a str, usize>,
    /// Index among the page's articles, by index among the documents.
    taken: FxHashMap<usize, usize>,
    pub(super) docs: Vec<DocItem>,
    pub(super) sources: Strings,
    pub(super) texts: Strings,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(input: &'a ReportInput<'a>, limits: &'a Limits, nodes: &[usize]) -> Gathering<'a> {
        let ids = nodes.iter().enumerate().filter_map(|(new, &old)| input.network.node(old).map(|node| (node.row.id.as_str(), new)));
        Gathering {
            input,
            limits,
            nodes: ids.collect(),
            documents: input.documents.iter().enumerate().map(|(i, d)| (d.doc_id.as_str(), i)).collect(),
            taken: FxHashMap::default(),
            docs: Vec::new(),
            sources: Strings::default(),
            texts: Strings::default(),
        }
    }

    /// The page's index of an article, which is taken in if it is new.
    fn doc(&mut self, document: usize) -> Option<usize> {
        if let Some(&i) = self.taken.get(&document) {
            return Some(i);
        }
        let row = self.input.documents.get(document)?;
        let item = DocItem { t: row.title.clone(), s: self.sources.add(&row.source), d: day(&row.published), u: row.url.clone() };
        self.docs.push(item);
        self.taken.insert(document, self.docs.len() - 1);
        Some(self.docs.len() - 1)
    }

    fn text(&mut self, text: &str) -> usize {
        // No text has more characters than bytes.
        if text.len() <= self.limits.characters {
            return self.texts.add(text);
        }
        match text.char_indices().nth(self.limits.characters) {
            None => self.texts.add(text),
            Some((end, _)) => self.texts.add(&format!("{}…", &text[..end])),
        }
    }

    pub(super) fn sentences(&mut self, sentences: &[SentenceOfEdge<'_>]) -> Vec<usize> {
        let mut out = Vec::new();
        for sentence in sentences.iter().take(self.limits.sentences_per_edge) {
            if let Some(doc) = self.doc(sentence.document) {
                out.push(doc);
                out.push(self.text(&sentence.text));
            }
        }
        out
    }

    /// The page's index of an entity, or the name to show in its stead.
    fn entity(&self, id: &str, name: &str) -> (Option<usize>, String) {
        match self.nodes.get(id) {
            Some(&i) => (Some(i), String::new()),
            None => (None, name.to_owned()),
        }
    }

    /// Events between entities the page holds come first; the rows keep their order otherwise.
    pub(super) fn relations(&mut self) -> Vec<RelationItem> {
        let known = |r: &&RelationRow| {
            let ends = [&r.subject_id, &r.object_id];
            ends.iter().all(|id| self.nodes.contains_key(id.as_str()))
        };
        let (inner, outer): (Vec<_>, Vec<_>) = self.input.relations.iter().partition(known);
        let rows: Vec<&RelationRow> = evenly(inner, self.limits.relations);
        let room = self.limits.relations.saturating_sub(rows.len());
        let rows: Vec<&RelationRow> = rows.into_iter().chain(evenly(outer, room)).collect();
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(&document) = self.documents.get(row.doc_id.as_str()) else {
                continue;
            };
            let Some(d) = self.doc(document) else {
                continue;
            };
            let (s, sn) = self.entity(&row.subject_id, &row.subject);
            let (o, on) = self.entity(&row.object_id, &row.object);
            out.push(RelationItem {
                s,
                sn,
                r: row.relation.clone(),
                o,
                on,
                w: row.trigger.clone(),
                neg: row.negated,
                d,
                e: self.text(&row.text),
            });
        }
        out
    }

    pub(super) fn positions(&mut self) -> Vec<PositionItem> {
        let mut out = Vec::new();
        for held in self.input.positions.iter().take(self.limits.positions) {
            let row = &held.row;
            let Some(&document) = self.documents.get(row.doc_id.as_str()) else {
                continue;
            };
            let Some(d) = self.doc(document) else {
                continue;
            };
            let (p, pn) = self.entity(&row.person_id, &row.person);
            let (b, bn) = self.entity(&row.body_id, &row.body);
            out.push(PositionItem {
                p,
                pn,
                t: row.title.clone(),
                b,
                bn,
                n: held.count,
                f: day(&held.first),
                l: day(&held.last),
                d,
                e: self.text(&row.text),
            });
        }
        out
    }

    pub(super) fn pairs(&self) -> Vec<PairItem> {
        let rows = self.input.pairs.iter().take(self.limits.pairs);
        rows.map(|row| PairItem {
            zh: row.zh.clone(),
            la: row.latin.clone(),
            k: row.type_,
            q: row.kind,
            n: row.occurrences,
            d: row.documents,
            sc: rounded(row.score, 1e3),
            f: day(&row.first_published),
            l: day(&row.last_published),
            i: self.nodes.get(row.entity_id.as_str()).copied(),
        })
        .collect()
    }
}

/// At most `room` of the rows, spread evenly over them, so that no part of the time is favoured.
fn evenly<T: Copy>(rows: Vec<T>, room: usize) -> Vec<T> {
    if rows.len() <= room {
        return rows;
    }
    (0..room).filter_map(|i| rows.get(i * rows.len() / room).copied()).collect()
}
