//! Bilingual names: finding the places where a Chinese and a Latin name render each other, telling
//! renderings from other brackets, and drawing the exact borders of both halves.

mod bracket;
mod by_ear;
mod contexts;
mod declared;
mod edges;
mod initials;
mod kinds;
mod known;
mod latin;
mod marks;
mod pairs;
pub mod pinyin;
pub mod romanised;
pub mod sounds;
mod table;
mod translation;
pub mod wade_giles;

pub use bracket::{Order, Site, Sites, find_sites};
pub use by_ear::ByEar;
pub use contexts::{ContextCounts, ContextIndex, ContextRow};
pub use declared::{Declared, declared_names};
pub use known::KnownPairs;
pub(crate) use latin::is_joiner;
pub use latin::{LatinName, is_acronym, latin_runs, parse_latin};
pub use marks::Marks;
pub use pairs::{Pair, PairFinder, PairScratch};
pub use sounds::SoundTable;
pub use table::{ArchiveName, ArchiveNames, FormHit, TableHit, dictionary_rows};
pub use translation::{Rendering, Translations};
