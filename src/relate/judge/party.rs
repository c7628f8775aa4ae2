//! Somebody who may be a side of an event, and how he stands to the event word.

use crate::record::EntityType;
use crate::relate::phrase::{Governor, Shape};

/// Where a phrase stands, seen from the event word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::relate) enum Place {
    /// Before it.
    Before,
    /// Inside it: in a gap, or named by the word itself.
    Inside,
    /// After it.
    After,
}

/// A thing that a phrase of the sentence stands for; offsets index [`crate::relate::flat::Flat::chars`].
#[derive(Clone, Copy, Debug)]
pub(in crate::relate) struct Party {
    /// The thing.
    pub local: u32,
    pub kind: EntityType,
    pub shape: Shape,
    pub place: Place,
    /// Characters of its phrase.
    pub start: usize,
    pub end: usize,
    /// Its group: index, first character, one past the last.
    pub group: usize,
    pub group_start: usize,
    pub group_end: usize,
    /// Things in its group.
    pub company: usize,
    pub governor: Option<Governor>,
    /// A 的 follows its phrase.
    pub possessor: bool,
    /// Clauses between.
    pub clauses: usize,
    /// How it stands to quotations: 0 neither is quoted, 1 both in one, 2 the word alone, 3 the party alone, 4 in different ones.
    pub quote: u8,
    /// The clause is about it.
    pub topic: bool,
    /// It says the quotation.
    pub speaker: bool,
    /// Phrases of others between.
    pub between: usize,
    /// Event words between.
    pub triggers: usize,
    /// The first who may act in the clause of the event word.
    pub first: bool,
    /// What the grammar makes of it as the one who acts, and as the one acted upon: a bit for each way.
    pub as_subject: u16,
    pub as_object: u16,
}
