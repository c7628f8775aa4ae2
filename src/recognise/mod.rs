//! Recognition: candidates from every generator, then one choice over all of them.

pub mod address;
pub mod alias;
mod candidate;
pub mod characters;
mod chinese_name;
mod classes;
mod context;
mod country;
mod cue;
mod decoder;
mod latin_names;
mod listed;
mod lists;
pub mod model;
mod organization;
mod parts;
mod place_endings;
mod scene;
mod spots;
mod table;
#[cfg(test)]
mod testing;
mod texts;
mod transliteration;
mod word_facts;

use rustc_hash::FxHashSet;

pub use candidate::{Candidate, Source};
pub use characters::Characters;
pub use classes::CharClasses;
pub(crate) use context::{announces_person, is_speech_verb};
pub use decoder::decode;
use model::{FeatureScene, Model};
pub use scene::Scene;
use spots::Spots;
use word_facts::{WordFacts, WordPlaces};

use crate::dictionary::{DictionaryError, Lexicon, NAME, Sources, TITLE};
use crate::document::{Document, Language};
use crate::names::{
    ArchiveNames, ContextIndex, Declared, FormHit, KnownPairs, Marks, Pair, PairFinder, PairScratch, Sites, SoundTable, Translations,
    declared_names, find_sites,
};
use crate::record::EntityType;
use crate::segment::{Segmenter, Sentence, Words, split_sentences};
use crate::text::TextView;

/// The read-only resources of recognition, made once and shared by all threads.
pub struct Resources {
    /// Dictionaries.
    pub lexicon: Lexicon,
    /// jieba with the dictionary words.
    pub segmenter: Segmenter,
    /// Sound table.
    pub sounds: SoundTable,
    /// Bilingual words.
    pub translations: Translations,
    /// Listed renderings.
    pub known: KnownPairs,
    /// What stands before each Latin name over the whole archive, once that is known.
    pub contexts: Option<ContextIndex>,
    /// Names that other articles of the archive introduce, once they are known.
    pub names: Option<ArchiveNames>,
    /// Character statistics.
    pub characters: Characters,
    /// What kind of character each one is.
    pub classes: CharClasses,
    /// Words that no name holds.
    pub stopwords: FxHashSet<String>,
    /// Those, and the words that stand beside names.
    places: WordPlaces,
    /// The trained model, unless it is switched off.
    pub model: Option<Model>,
    /// Event words.
    pub events: crate::relate::EventTable,
}

/// Log-odds that a short name declared for it adds to the name of a body.
const DECLARED: f32 = 2.0;

/// The built-in dictionaries, compiled when the program was built.
const BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// The lexicon of the dictionaries in force: compiled already where they are the built-in ones.
fn compiled(sources: &Sources) -> Result<Lexicon, DictionaryError> {
    if sources.are_builtin() { Lexicon::from_bytes(BUILTIN) } else { Lexicon::compile(sources) }
}

#[derive(serde::Deserialize)]
struct StopwordRow {
    word: String,
}

impl Resources {
    /// Compiles the dictionaries in force.
    ///
    /// # Errors
    /// A dictionary file that cannot be used.
    pub fn new(sources: &Sources) -> Result<Resources, DictionaryError> {
        let (lexicon, jieba) = rayon::join(|| compiled(sources), jieba_rs::Jieba::new);
        let lexicon = lexicon?;
        let segmenter = Segmenter::of(jieba, lexicon.words());
        let stopwords: FxHashSet<String> =
            sources.rows::<StopwordRow>("stopwords.csv")?.into_iter().map(|r| crate::text::fold_str(&r.word)).collect();
        let mut translations = Translations::from_sources(sources)?;
        translations.add_names(&lexicon);
        let sounds = SoundTable::from_sources(sources)?;
        let characters = Characters::from_sources(sources)?;
        Ok(Resources {
            segmenter,
            classes: CharClasses::new(&lexicon, &sounds, &characters),
            sounds,
            translations,
            known: KnownPairs::from_sources(sources, &lexicon)?,
            contexts: None,
            names: None,
            characters,
            places: WordPlaces::new(&stopwords),
            stopwords,
            model: None,
            events: crate::relate::EventTable::compile(sources, &lexicon)?,
            lexicon,
        })
    }

    /// The same with a model.
    #[must_use]
    pub fn with_model(mut self, model: Option<Model>) -> Resources {
        self.model = model;
        self
    }
}

impl Resources {
    /// The dictionaries; all else is let go.
    #[must_use]
    pub fn into_lexicon(self) -> Lexicon {
        self.lexicon
    }

    /// What judges places where two names stand together.
    pub fn pair_finder(&self) -> PairFinder<'_> {
        PairFinder {
            lexicon: &self.lexicon,
            sounds: &self.sounds,
            translations: &self.translations,
            known: &self.known,
            characters: &self.characters,
            stopwords: &self.stopwords,
            segmenter: &self.segmenter,
            contexts: self.contexts.as_ref(),
        }
    }
}

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
    spots: Spots,
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
        let chosen = decode(&candidates);
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

    fn scene<'a>(&'a self, resources: &'a Resources) -> Scene<'a> {
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
        for pair in self.pairs.iter().filter(|p| p.type_ != EntityType::Other) {
            let score = logit(pair.score);
            for (range, source) in [(pair.zh, Source::PairZh), (pair.latin, Source::PairLatin)] {
                candidates.push(Candidate::new(range.0, range.1, pair.type_, source, score + 1.0).of_entry(pair.entry));
            }
        }
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
        let first: Vec<Candidate> = decode(&candidates).into_iter().map(|i| candidates[i].clone()).filter(|c| c.score > 0.4).collect();
        let hints: Vec<Candidate> = candidates.iter().filter(|c| c.source == Source::Cue && c.score > -1.8).cloned().collect();
        let forms = alias::forms(&scene, &first, &hints);
        alias::propose(&scene, &forms, &mut candidates);
        alias::surnames_with_titles(&scene, &first, &mut candidates);
        candidates.retain(|c| c.score > -3.4 && c.end > c.start && !begins_with_a_date(&scene, c));
        self.candidates = candidates;
    }

    /// The model's score of every candidate, in order.
    fn scores(&self, resources: &Resources, model: &Model, candidates: &[Candidate], language: Language) -> Vec<f32> {
        let scene = self.scene(resources);
        let features = FeatureScene::new(&scene, candidates, language == Language::ChineseTraditional, language == Language::English);
        let mut scores = model::first_look(&features, model, candidates, &rivals(candidates));
        model.second.look_at(&self.view.folded, features.texts(), candidates, &mut scores);
        scores
    }

    /// Calls `found` with the features of every candidate, in order.
    pub fn features(&self, resources: &Resources, candidates: &[Candidate], language: Language, mut found: impl FnMut(&Candidate, &[u32])) {
        let scene = self.scene(resources);
        let features = FeatureScene::new(&scene, candidates, language == Language::ChineseTraditional, language == Language::English);
        let mut buffer = Vec::with_capacity(64);
        for (i, (candidate, rival)) in candidates.iter().zip(rivals(candidates)).enumerate() {
            features.extract(i, candidate, rival, &mut buffer);
            found(candidate, &buffer);
        }
    }
}

/// 16日董事会, 2.6外资银行: a date or a figure before a word that may end an organization.
fn begins_with_a_date(scene: &Scene, c: &Candidate) -> bool {
    let text = scene.view.folded.get(c.start as usize..c.end as usize).unwrap_or_default();
    let digits = text.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let behind = text.get(digits).copied().unwrap_or(' ');
    c.source == Source::Suffix
        && digits > 0
        && (matches!(behind, '日' | '月' | '年' | '亿' | '万' | '%' | '时') || text[..digits].contains(&'.'))
}

impl Workspace {
    /// Calls `found(template, feature)` for every feature of every candidate: which template each
    /// hashed feature comes from.
    pub fn templates(&self, resources: &Resources, candidates: &[Candidate], language: Language, mut found: impl FnMut(u32, u32)) {
        let scene = self.scene(resources);
        let features = FeatureScene::new(&scene, candidates, language == Language::ChineseTraditional, language == Language::English);
        for (i, (candidate, rival)) in candidates.iter().zip(rivals(candidates)).enumerate() {
            features.visit(i, candidate, rival, &mut found);
        }
    }
}

/// Sorts candidates by their spans; those of one span stay in their order.
fn sort_by_span(candidates: &mut Vec<Candidate>) {
    // Numbers are sorted quicker than what they stand for.
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(candidates.len());
    keys.extend((0..).zip(candidates.iter()).map(|(i, c)| (u64::from(c.start) << 32 | u64::from(c.end), i)));
    keys.sort_unstable();
    *candidates = keys.iter().filter_map(|&(_, i)| candidates.get(i as usize).cloned()).collect();
}

/// The chosen candidate, with the dictionary entry that another candidate of the same span and type
/// knows: the first of the best source. The candidates are sorted by their spans.
fn identified(candidates: &[Candidate], index: usize) -> Candidate {
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
fn rivals(candidates: &[Candidate]) -> Vec<f32> {
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

impl Workspace {
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

/// Log-odds of a probability.
pub fn logit(p: f32) -> f32 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

/// Probability of log-odds.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
