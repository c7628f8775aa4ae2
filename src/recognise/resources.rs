//! What recognition reads and never changes.

use rustc_hash::FxHashSet;

use super::characters::Characters;
use super::classes::CharClasses;
use super::model::{Choice, Model, ModelError};
use super::word_facts::WordPlaces;
use crate::dictionary::{DictionaryError, Lexicon, Sources};
use crate::names::{ArchiveNames, ByEar, ContextIndex, KnownPairs, PairFinder, SoundTable, Translations};
use crate::relate::{EventModel, EventTable};
use crate::segment::Segmenter;

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
    pub(super) places: WordPlaces,
    /// The trained model, unless it is switched off.
    pub model: Option<Model>,
    /// Event words.
    pub events: EventTable,
    /// The trained judge of events, unless it is switched off.
    pub event_model: Option<EventModel>,
}

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
            event_model: None,
            events: EventTable::compile(sources, &lexicon)?,
            lexicon,
        })
    }

    /// The same with a model.
    #[must_use]
    pub fn with_model(mut self, model: Option<Model>) -> Resources {
        self.model = model;
        self
    }

    /// The same with the recognition model chosen, and the judge of events that goes with it.
    ///
    /// # Errors
    /// A model file that cannot be read or is no model.
    pub fn with_choice(self, choice: &Choice) -> Result<Resources, ModelError> {
        Ok(self.with_model(choice.load()?).with_event_model(choice.load_events()?))
    }

    /// The same with a judge of events.
    #[must_use]
    pub fn with_event_model(mut self, model: Option<EventModel>) -> Resources {
        self.event_model = model;
        self
    }

    /// What clustering asks: the dictionaries, and their people by the sound of their names. All else is let go.
    #[must_use]
    pub fn into_register(self) -> (Lexicon, ByEar) {
        let ear = ByEar::new(&self.lexicon, self.sounds);
        (self.lexicon, ear)
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
