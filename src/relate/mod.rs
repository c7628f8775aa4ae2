//! Relations: which entities occur together, what they do to one another, which posts they hold.

mod cooccurrence;

pub use cooccurrence::{CooccurrenceCounter, Window, widen};
