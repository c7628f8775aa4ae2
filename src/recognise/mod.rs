//! Recognition: candidates from every generator, then one choice over all of them.

pub mod alias;
mod candidate;
pub mod characters;
mod chinese_name;
mod context;
mod country;
mod decoder;
mod latin_names;
mod listed;
mod organization;
mod scene;
mod transliteration;

use rustc_hash::FxHashSet;

pub use candidate::{Candidate, Source};
pub use characters::Characters;
pub use decoder::decode;
pub use scene::Scene;

use crate::dictionary::{DictionaryError, Lexicon, Sources};
use crate::document::{Document, Language};
use crate::names::sounds::AlignScratch;
use crate::names::{Marks, Pair, PairFinder, Sites, SoundTable, Translations, find_sites};
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
    /// Character statistics.
    pub characters: Characters,
    /// Words that no name holds.
    pub stopwords: FxHashSet<String>,
    /// Event words.
    pub events: crate::relate::EventTable,
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
        let lexicon = Lexicon::compile(sources)?;
        let segmenter = Segmenter::new(lexicon.words());
        let stopwords = sources.rows::<StopwordRow>("stopwords.csv")?.into_iter().map(|r| crate::text::fold_str(&r.word)).collect();
        Ok(Resources {
            segmenter,
            sounds: SoundTable::from_sources(sources)?,
            translations: Translations::from_sources(sources)?,
            characters: Characters::from_sources(sources)?,
            stopwords,
            events: crate::relate::EventTable::compile(sources, &lexicon)?,
            lexicon,
        })
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
    /// Dictionary hits and titles.
    pub marks: Marks,
    /// Places where two names may stand together.
    pub sites: Sites,
    /// Pairs found.
    pub pairs: Vec<Pair>,
    /// All candidates.
    pub candidates: Vec<Candidate>,
    /// The chosen ones, in order.
    pub chosen: Vec<Candidate>,
    align: AlignScratch,
}

impl Workspace {
    /// Prepares the view, sentences, words, marks and sites of a document.
    pub fn prepare(&mut self, resources: &Resources, text: &str) {
        self.view.load(text);
        split_sentences(&self.view, &mut self.sentences);
        resources.segmenter.cut(&self.view, &mut self.words);
        let n = self.view.len();
        let Marks { title_ends, title_starts, hits } = &mut self.marks;
        title_ends.clear();
        title_ends.resize(n + 1, 0);
        title_starts.clear();
        title_starts.resize(n + 1, 0);
        hits.clear();
        let words = &self.words;
        resources.lexicon.scan(&self.view, |index, start, end| {
            let Some(pattern) = resources.lexicon.pattern(index) else { return };
            if pattern.title.is_some() && (end - start > 1 || words.is_border(start) && words.is_border(end)) {
                let length = (end - start).min(255) as u8;
                title_ends[end] = title_ends[end].max(length);
                title_starts[start] = title_starts[start].max(length);
            }
            if !pattern.senses.is_empty() || pattern.body.is_some() || pattern.suffix.is_some() {
                hits.push((start as u32, end as u32, index));
            }
        });
        find_sites(&self.view, &mut self.sites);
    }

    /// Finds the bilingual pairs of the prepared document.
    pub fn find_pairs(&mut self, resources: &Resources) {
        let finder = PairFinder { lexicon: &resources.lexicon, sounds: &resources.sounds, translations: &resources.translations };
        self.pairs.clear();
        for site in &self.sites {
            if let Some(pair) = finder.judge(&self.view, &self.words, &self.marks, site, &mut self.align) {
                self.pairs.push(pair);
            }
        }
        // One Latin half belongs to one Chinese half.
        let mut kept: Vec<Pair> = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.drain(..) {
            match kept.iter_mut().find(|k| k.latin.0 < pair.latin.1 && pair.latin.0 < k.latin.1) {
                Some(k) => {
                    if pair.score > k.score {
                        *k = pair;
                    }
                }
                None => kept.push(pair),
            }
        }
        self.pairs = kept;
    }

    /// Recognises the names of the prepared document into `chosen`.
    pub fn recognise(&mut self, resources: &Resources, document: &Document) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let scene = Scene {
            view: &self.view,
            words: &self.words,
            marks: &self.marks,
            sentences: &self.sentences,
            lexicon: &resources.lexicon,
            segmenter: &resources.segmenter,
            sounds: &resources.sounds,
            characters: &resources.characters,
            stopwords: &resources.stopwords,
        };
        listed::propose(&scene, &mut candidates);
        for pair in self.pairs.iter().filter(|p| p.type_ != EntityType::Other) {
            let score = logit(pair.score);
            for (range, source) in [(pair.zh, Source::PairZh), (pair.latin, Source::PairLatin)] {
                candidates.push(Candidate {
                    start: range.0 as u32,
                    end: range.1 as u32,
                    kind: pair.type_,
                    source,
                    entry: pair.entry,
                    score: score + 1.0,
                });
            }
        }
        chinese_name::propose(&scene, &mut candidates);
        transliteration::propose(&scene, &mut candidates);
        organization::propose(&scene, &mut candidates);
        latin_names::propose(&scene, document.language == Language::English, &mut candidates);
        alias::surnames_with_honorifics(&scene, &mut candidates);
        // The sure names of a first choice lend their forms to the whole document.
        let first: Vec<Candidate> = decode(&candidates).into_iter().map(|i| candidates[i].clone()).filter(|c| c.score > 0.6).collect();
        let forms = alias::forms(&scene, &first);
        alias::propose(&scene, &forms, &mut candidates);
        let chosen = decode(&candidates);
        self.chosen.clear();
        self.chosen.extend(chosen.into_iter().map(|i| candidates[i].clone()));
        self.candidates = candidates;
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
