//! Articles that an archive holds more than once: the same text under two names, or a wire story
//! reprinted with another headline and small changes.
//!
//! Every article leaves a [`Signature`]; which articles are copies of which is decided once from the
//! signatures of the whole archive ([`find`]). The signatures are a set, and the decision depends on
//! that set alone, so neither threads nor the order of files nor shards make a difference.

mod groups;
mod signature;

pub use groups::{HEADS, Mark, THRESHOLD, bands, find, first_alike, settle, when};
pub use signature::{BINS, SHINGLE, SHORTEST, Scratch, Signature, resemblance};
