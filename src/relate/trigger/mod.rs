//! Event words and their modifiers (`events.csv`, `event_modifiers.csv`), looked for in one scan
//! of their own that runs only over sentences that can hold an event.

mod compile;
mod fit;
mod scan;

use rustc_hash::FxHashMap;

use crate::dictionary::{Endings, EntryId};
use crate::relate::flat::Flat;
use crate::relate::scheme::EventType;

pub use scan::{EventWords, Modification, Trigger};

/// How the arguments of an event word stand around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Subject, word, object.
    SubjectVerbObject,
    /// Two sides that do it together (A与B会谈).
    Mutual,
    /// The object stands before the word, after a preposition (对…表示不满).
    ObjectBefore,
    /// The object is fronted by 把 or 将.
    Disposal,
    /// A noun.
    Noun,
    /// No object of its own.
    Intransitive,
    /// What the speaker says of himself.
    Speech,
    /// What is said against somebody (某国违反协议): only where somebody else says it.
    Charge,
}

/// How sure a form means its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Only with both arguments beside it.
    Weak,
    /// Usually.
    Medium,
    /// Nearly always.
    Strong,
}

/// Arguments that are part of the form itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// None.
    None,
    /// The object (访台).
    Object,
    /// Both (拜习会).
    Both,
}

/// One form of `events.csv`.
#[derive(Clone, Debug)]
pub struct EventForm {
    /// Its type.
    pub event: EventType,
    /// Its frame.
    pub frame: Frame,
    /// 被/遭 swap its arguments.
    pub passive: bool,
    /// It is also a noun.
    pub noun: bool,
    /// Its object may be the subject of a clause that follows.
    pub clause: bool,
    /// Its strength.
    pub strength: Strength,
    /// Root code in CAMEO.
    pub cameo: u8,
    /// Arguments inside the form.
    pub inside: Inside,
    /// The one before it suffers it (被捕).
    pub suffers: bool,
    /// Who stands in its gap does it to the one before it (应…要求).
    pub gap_acts: bool,
    /// Pieces between gaps.
    pub pieces: Vec<Vec<char>>,
    /// Which piece is looked for.
    anchor: usize,
    /// Strings inside which the form means something else: offset of the form and characters.
    not: Vec<(usize, Vec<char>)>,
}

impl EventForm {
    /// Characters of all pieces.
    pub fn length(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }
}

/// What a modifier does to the event after or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModifierKind {
    /// It did not happen.
    Negation,
    /// Someone denies it.
    Denial,
    /// It may happen, or would.
    Hypothetical,
    /// It is asked.
    Question,
    /// It is to come.
    Future,
    /// It is planned.
    Planned,
    /// It is tried.
    Attempt,
    /// Others say so.
    Reported,
}

#[derive(Clone, Debug)]
struct Modifier {
    kind: ModifierKind,
    before: bool,
    after: bool,
    length: usize,
    not: Vec<(usize, Vec<char>)>,
}

/// The event words and modifiers in force.
pub struct EventTable {
    /// Forms.
    pub forms: Vec<EventForm>,
    modifiers: Vec<Modifier>,
    /// For every string looked for, the forms and modifiers that it anchors.
    of_pattern: Vec<(Vec<u32>, Vec<u32>)>,
    strings: Endings,
    /// Countries by the entry of their capital.
    pub country_of_capital: FxHashMap<EntryId, EntryId>,
}

fn is_excepted(flat: &Flat, start: usize, not: &[(usize, Vec<char>)]) -> bool {
    not.iter().any(|(offset, text)| start.checked_sub(*offset).is_some_and(|from| flat.slice(from, from + text.len()) == text.as_slice()))
}

impl EventTable {
    /// The form with this index.
    pub fn form(&self, index: u32) -> Option<&EventForm> {
        self.forms.get(index as usize)
    }
}
