//! guanxi (关系) reads archives of Chinese-language news and gives the people, countries,
//! organizations and places in them, their bilingual names, and the network they form.
//!
//! The stages, in the order the data takes (see `docs/ARCHITECTURE.md`):
//!
//! 1. `read`: files, folders and archives become [`document::Document`]s.
#![warn(missing_docs)]

pub mod curation;
pub mod dictionary;
pub mod document;
pub mod duplicates;
pub mod eval;
pub mod export;
pub mod graph;
pub mod logistic;
pub mod names;
pub mod pipeline;
pub mod read;
pub mod recognise;
pub mod record;
pub mod relate;
pub mod resolve;
pub mod segment;
pub mod text;
