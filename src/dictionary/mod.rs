//! Dictionaries: CSV files that a researcher can read and edit, compiled so that one scan of a text finds all their forms.
//!
//! The built-in files live in `dictionaries/` and are compiled into the program; a folder given
//! by the user adds to them or replaces them (see [`Sources`]).

mod automaton;
mod builtin;
mod endings;
mod error;
mod lexicon;
mod rows;
mod sources;

pub use endings::Endings;
pub use error::DictionaryError;
pub(crate) use lexicon::slug;
pub use lexicon::{
    Body, Entry, EntryId, FormUse, LearnedRow, Lexicon, NAME, Pattern, Sense, Suffix, SuffixStrength, Surname, SurnameKind, TITLE, Title,
    TitlePosition,
};
pub use rows::{BodyRow, CountryRow, NameRow, SuffixRow, SurnameRow, TitleRow, WordRow, list};
pub use sources::{Sources, TableDigest};
