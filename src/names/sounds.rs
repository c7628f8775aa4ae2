//! Sound: how well a run of Chinese characters spells a Latin name.
//!
//! Each Chinese character of a transliteration stands for a short chunk of Latin letters (斯 for
//! `s`, 尔 for `l` or `r`, 斯 for `ss`). A [`SoundTable`] holds, for every character and chunk, the
//! log-odds of that pairing against chance; they are learned by expectation maximisation from
//! pairs whose borders are certain ([`Learner`]), after the joint source-channel view of
//! transliteration (Li, Zhang & Su 2004). An alignment is the best path through characters and
//! letters; characters that do not belong to the name (a title before it) score below zero, and so
//! the left border shows itself.

mod align;
mod chunk;
mod latin;
mod learner;
mod likeness;

use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::pinyin;
use crate::dictionary::{DictionaryError, Sources};
pub use align::{AlignScratch, Alignment};
use chunk::{Chunk, Chunks};
pub use learner::Learner;

/// Chunks of 亚历山大, a name so common and so unlike its pinyin that learning passes it by.
const EXTRA: &[(char, &str, f32)] = &[
    ('历', "le", 4.0),
    ('历', "lek", 5.5),
    ('历', "lej", 5.0),
    ('山', "xan", 4.5),
    ('山', "san", 4.0),
    ('山', "ksan", 5.0),
    ('山', "jan", 4.0),
    ('大', "der", 4.0),
    ('大', "dar", 4.5),
    ('大', "dr", 3.0),
    ('大', "dre", 3.5),
    ('大', "dro", 3.5),
];

/// One row of `sounds.csv`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SoundRow {
    /// The Chinese character (Simplified).
    pub han: char,
    /// The letters it stands for; empty for a character that is not heard.
    pub latin: String,
    /// Expected number of times this pairing was seen.
    pub count: f64,
    /// Natural-log odds of the pairing against chance.
    pub log_odds: f64,
}

/// Numbers tables, from 1.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Log-odds of character and letter-chunk pairings.
#[derive(Clone, Debug, Default)]
pub struct SoundTable {
    chunks: FxHashMap<char, Chunks>,
    unheard: FxHashMap<char, f32>,
    /// Tells this table's scores from another's where they are remembered; 0 the empty one's.
    pub(super) number: u64,
}

impl SoundTable {
    /// Reads `sounds.csv`.
    ///
    /// # Errors
    /// A row that does not fit its columns.
    pub fn from_sources(sources: &Sources) -> Result<SoundTable, DictionaryError> {
        Ok(SoundTable::from_rows(&sources.rows::<SoundRow>("sounds.csv")?))
    }

    /// A table of the given rows.
    pub fn from_rows(rows: &[SoundRow]) -> SoundTable {
        let mut table = SoundTable { number: NEXT.fetch_add(1, Ordering::Relaxed), ..SoundTable::default() };
        let mut chunks: FxHashMap<char, Vec<Chunk>> = FxHashMap::default();
        for row in rows {
            // A chunk of five letters or more that hardly any pair has: what was left over of one pair drawn wrong.
            if row.latin.len() >= 5 && row.count < 3.0 && !pinyin::readings(row.han).iter().any(|s| *s == row.latin) {
                continue;
            }
            // A function word before a name, taken for its silent first character.
            if row.latin.is_empty() && matches!(row.han, '和' | '与' | '及' | '由' | '被' | '对' | '的' | '在' | '是' | '将' | '等' | '长')
            {
                continue;
            }
            if row.latin.is_empty() {
                table.unheard.insert(row.han, row.log_odds as f32);
            } else {
                chunks.entry(row.han).or_default().extend(Chunk::new(row.latin.as_bytes(), row.log_odds as f32));
            }
        }
        for &(han, latin, odds) in EXTRA {
            if !rows.is_empty() {
                chunks.entry(han).or_default().extend(Chunk::new(latin.as_bytes(), odds));
            }
        }
        table.chunks = chunks.into_iter().map(|(han, chunks)| (han, Chunks::of(chunks))).collect();
        table
    }

    /// Whether the character is used in transliterations.
    pub fn knows(&self, c: char) -> bool {
        self.chunks.contains_key(&c)
    }

    /// The characters used in transliterations, in no order.
    pub fn characters(&self) -> impl Iterator<Item = char> + '_ {
        self.chunks.keys().copied()
    }

    /// Number of characters with learned chunks.
    pub fn len(&self) -> usize {
        self.chunks.len()
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }
}
