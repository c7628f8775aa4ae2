//! The recognition of one document, from its characters to the names that are chosen.

use super::candidate::{Candidate, Source};
use super::decoder::{LEAST, decode};
use super::model::{self, FeatureScene, Model};
use super::resources::Resources;
use super::scene::Scene;
use super::spans::{identified, rivals, sort_by_span};
use super::spots::Spots;
use super::word_facts::WordFacts;
use super::{
    address, alias, chinese_name, cue, latin_names, listed, lists, logit, organization, parts, place_endings, table, transliteration,
};
use crate::dictionary::{NAME, TITLE};
use crate::document::{Document, Language};
use crate::names::{Declared, FormHit, Marks, Pair, PairScratch, Sites, declared_names, find_sites};
use crate::record::EntityType;
use crate::segment::{Sentence, Words, split_sentences};
use crate::text::TextView;

/// Log-odds that a short name declared for it adds to the name of a body.
const DECLARED: f32 = 2.0;

/// Buffers for one thread, reused from document to document.
#[derive(Default)]
pub struct Workspace {
    /// The document's characters.
    pub view: TextView,
    /// Its words.
    pub words: Words,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// What kind of character stands at each place, and where words begin.
    pub flags: Vec<u16>,
    /// Dictionary hits and titles.
    pub marks: Marks,
    /// Places where two names may stand together.
    pub sites: Sites,
    /// Pairs found.
    pub pairs: Vec<Pair>,
    /// Short names that it declares.
    pub declared: Vec<Declared>,
    /// Names of the archive in it.
    pub name_hits: Vec<FormHit>,
    /// All candidates.
    pub candidates: Vec<Candidate>,
    /// The chosen ones, in order.
    pub chosen: Vec<Candidate>,
    align: PairScratch,
    pub(super) spots: Spots,
    facts: WordFacts,
}

impl Workspace {
    /// Prepares the view, sites, sentences, words and marks of a document.
    pub fn prepare(&mut self, resources: &Resources, text: &str) {
        self.load(resources, text);
        self.segment(resources);
    }

    /// The first half of [`Workspace::prepare`]: the view, the sites and the archive's names, all that a document's
    /// result depends on besides the dictionaries.
    pub fn load(&mut self, resources: &Resources, text: &str) {
        self.view.load(text);
        find_sites(&self.view, &mut self.sites);
        match &resources.names {
            Some(names) => names.scan(&self.view, &mut self.name_hits),
            None => self.name_hits.clear(),
        }
    }

    /// The second half of [`Workspace::prepare`]: sentences, words and marks.
    pub fn segment(&mut self, resources: &Resources) {
        self.declared = declared_names(&self.view);
        split_sentences(&self.view, &mut self.sentences);
        resources.segmenter.cut(&self.view, &mut self.words);
        resources.classes.mark(&self.view, &self.words, &mut self.flags);
        let n = self.view.len();
        let Marks { title_ends, title_starts, hits } = &mut self.marks;
        title_ends.clear();
        title_ends.resize(n + 1, 0);
        title_starts.clear();
        title_starts.resize(n + 1, 0);
        hits.clear();
        self.facts.reset(self.words.spans.len());
        let titles = &mut self.spots.titles;
        titles.clear();
        let words = &self.words;
        resources.lexicon.scan(&self.view, |index, start, end| {
            let uses = resources.lexicon.uses(index);
            if uses & TITLE != 0 && (end - start > 1 || words.is_border(start) && words.is_border(end)) {
                let length = (end - start).min(255) as u8;
                title_ends[end] = title_ends[end].max(length);
                title_starts[start] = title_starts[start].max(length);
                if length >= 2 {
                    titles.push(start as u32);
                }
            }
            if uses & NAME != 0 {
                hits.push((start as u32, end as u32, index));
            }
        });
    }

    /// Finds the bilingual pairs of the prepared document.
    pub fn find_pairs(&mut self, resources: &Resources) {
        resources.pair_finder().find_all(&self.view, &self.words, &self.marks, &self.sites, &mut self.align, &mut self.pairs);
    }

    /// Recognises the names of the prepared document into `chosen`.
    pub fn recognise(&mut self, resources: &Resources, document: &Document) {
        self.propose(resources, document.language);
        let mut candidates = std::mem::take(&mut self.candidates);
        // In the order of their spans, candidates that share something stand together.
        sort_by_span(&mut candidates);
        if let Some(model) = &resources.model {
            let scores = self.scores(resources, model, &candidates, document.language);
            let rules: Vec<f32> = candidates.iter().map(|c| c.score).collect();
            for (candidate, score) in candidates.iter_mut().zip(scores) {
                candidate.score = score;
            }
            self.keep_declared(&mut candidates, &rules);
        }
        let chosen = decode(&candidates, if resources.model.is_some() { LEAST } else { 0.0 });
        self.chosen.clear();
        self.chosen.extend(chosen.into_iter().map(|i| identified(&candidates, i)));
        candidates.clear();
        self.candidates = candidates;
    }

    /// A short name that the text itself declares is a name wherever it stands, whatever the model thinks of it: `rules` are the
    /// scores before the model's.
    fn keep_declared(&self, candidates: &mut [Candidate], rules: &[f32]) {
        for declared in &self.declared {
            let of_body = |c: &Candidate| c.kind == EntityType::Organization;
            if !candidates.iter().any(|c| of_body(c) && c.end as usize == declared.full_end && c.score > 0.0) {
                continue;
            }
            let Some(short) = self.view.folded.get(declared.short.0..declared.short.1) else { continue };
            for (c, rule) in candidates.iter_mut().zip(rules).filter(|(c, _)| of_body(c)) {
                if self.view.folded.get(c.start as usize..c.end as usize) == Some(short) {
                    c.score = c.score.max(*rule);
                }
            }
        }
    }

    pub(super) fn scene<'a>(&'a self, resources: &'a Resources) -> Scene<'a> {
        Scene {
            view: &self.view,
            words: &self.words,
            flags: &self.flags,
            spots: &self.spots,
            facts: &self.facts,
            marks: &self.marks,
            declared: &self.declared,
            sentences: &self.sentences,
            lexicon: &resources.lexicon,
            segmenter: &resources.segmenter,
            sounds: &resources.sounds,
            characters: &resources.characters,
            translations: &resources.translations,
            places: &resources.places,
            stopwords: &resources.stopwords,
        }
    }

    /// Collects the candidates of every generator into `candidates`, with the rules' scores.
    pub fn propose(&mut self, resources: &Resources, language: Language) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        self.spots.gather(&self.view, &self.flags, &self.marks);
        let scene = self.scene(resources);
        listed::propose(&scene, &mut candidates);
        listed::propose_short_places(&scene, &mut candidates);
        self.propose_pairs(&mut candidates);
        chinese_name::propose(&scene, &mut candidates);
        transliteration::propose(&scene, &mut candidates);
        organization::propose(&scene, &mut candidates);
        place_endings::propose(&scene, &mut candidates);
        address::propose(&scene, &mut candidates);
        parts::propose(&scene, &mut candidates);
        if let Some(names) = &resources.names {
            table::propose(&scene, names, &self.name_hits, &mut candidates);
        }
        latin_names::propose(&scene, language == Language::English, &mut candidates);
        cue::propose(&scene, &mut candidates);
        lists::propose(&scene, &mut candidates);
        self.settle_pairs(&mut candidates);
        // What a text gives a short name （以下简称…） is a body with a name.
        for declared in &self.declared {
            for c in candidates.iter_mut().filter(|c| c.end as usize == declared.full_end && c.kind == EntityType::Organization) {
                c.score += if c.len() >= 4 { DECLARED } else { 0.0 };
            }
        }
        // The sure names of a first choice lend their forms to the whole document.
        let first: Vec<Candidate> = decode(&candidates, 0.0).into_iter().map(|i| candidates[i].clone()).filter(|c| c.score > 0.4).collect();
        let hints: Vec<Candidate> = candidates.iter().filter(|c| c.source == Source::Cue && c.score > -1.8).cloned().collect();
        let forms = alias::forms(&scene, &first, &hints);
        alias::propose(&scene, &forms, &mut candidates);
        alias::surnames_with_titles(&scene, &first, &mut candidates);
        // Asked last: until here such a candidate has a say in the first choice.
        candidates.retain(|c| c.score > -3.4 && c.end > c.start && !organization::begins_with_a_date(&scene, c));
        self.candidates = candidates;
    }

    /// Both names of each pair.
    fn propose_pairs(&self, candidates: &mut Vec<Candidate>) {
        for pair in self.pairs.iter().filter(|p| p.type_ != EntityType::Other) {
            let score = logit(pair.score);
            for (range, source) in [(pair.zh, Source::PairZh), (pair.latin, Source::PairLatin)] {
                candidates.push(Candidate::new(range.0, range.1, pair.type_, source, score + 1.0).of_entry(pair.entry));
            }
        }
    }

    /// What `look` makes of the candidates as the model sees them.
    fn seen<R>(&self, resources: &Resources, candidates: &[Candidate], language: Language, look: impl FnOnce(&FeatureScene) -> R) -> R {
        let scene = self.scene(resources);
        look(&FeatureScene::new(&scene, candidates, language == Language::ChineseTraditional, language == Language::English))
    }

    /// The model's score of every candidate, in order.
    fn scores(&self, resources: &Resources, model: &Model, candidates: &[Candidate], language: Language) -> Vec<f32> {
        self.seen(resources, candidates, language, |features| {
            let mut scores = model::first_look(features, model, candidates, &rivals(candidates));
            model.second.look_at(&self.view.folded, features.texts(), candidates, &mut scores);
            scores
        })
    }

    /// Calls `found` with the features of every candidate, in order.
    pub fn features(&self, resources: &Resources, candidates: &[Candidate], language: Language, mut found: impl FnMut(&Candidate, &[u32])) {
        self.seen(resources, candidates, language, |features| {
            let mut buffer = Vec::with_capacity(64);
            for (i, (candidate, rival)) in candidates.iter().zip(rivals(candidates)).enumerate() {
                features.extract(i, candidate, rival, &mut buffer);
                found(candidate, &buffer);
            }
        });
    }

    /// Calls `found(template, feature)` for every feature of every candidate: which template each
    /// hashed feature comes from.
    pub fn templates(&self, resources: &Resources, candidates: &[Candidate], language: Language, mut found: impl FnMut(u32, u32)) {
        self.seen(resources, candidates, language, |features| {
            for (i, (candidate, rival)) in candidates.iter().zip(rivals(candidates)).enumerate() {
                features.visit(i, candidate, rival, &mut found);
            }
        });
    }

    /// What a pair of this document names, it names everywhere in it: candidates of another type
    /// with the same text give way (施罗德（Schroders） is no person here).
    fn settle_pairs(&self, candidates: &mut [Candidate]) {
        let sure: Vec<(&[char], EntityType)> = self
            .pairs
            .iter()
            .filter(|p| p.score > 0.75 && p.type_ != EntityType::Other)
            .map(|p| (&self.view.folded[p.zh.0..p.zh.1], p.type_))
            .collect();
        if sure.is_empty() {
            return;
        }
        for c in candidates.iter_mut().filter(|c| !matches!(c.source, Source::PairZh | Source::PairLatin)) {
            let text = &self.view.folded[c.start as usize..c.end as usize];
            if sure.iter().any(|(t, kind)| *t == text && *kind != c.kind) {
                c.score -= 4.0;
            }
        }
    }
}
