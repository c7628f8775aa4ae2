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
mod resources;
mod scene;
mod spans;
mod spots;
mod table;
#[cfg(test)]
mod testing;
mod texts;
mod transliteration;
mod word_facts;
mod workspace;

pub use candidate::{Candidate, Source};
pub use characters::Characters;
pub use classes::CharClasses;
pub(crate) use context::{announces_person, is_speech_verb};
pub use decoder::{LEAST, decode};
pub use resources::Resources;
pub use scene::Scene;
pub use workspace::Workspace;

/// Log-odds of a probability.
pub fn logit(p: f32) -> f32 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

/// Probability of log-odds.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
