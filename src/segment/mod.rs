//! Sentences and words of one document.

mod sentence;
mod words;

pub use sentence::{Sentence, split_sentences};
pub use words::{Segmenter, Words};
