//! The real program on real files; one module a command.

#[path = "../common/mod.rs"]
mod common;

mod contract;
mod curation;
mod eval;
mod extract;
mod gephi;
mod graph;
mod quote;
mod show;
mod training;
