//! How long a whole run takes beside bare segmentation of the same texts.
//!
//! ```sh
//! cargo bench --bench archive -- path/to/archive.tar.gz
//! ```
//!
//! Times, on one thread and in turn: `cut` of jieba-rs with its hidden Markov model over the text of every article, and
//! `pipeline::run` from the packed archive to the written files, by the rules alone and with the model. Without an argument
//! it takes `../shared/archive/2021-03.tar.gz` if that is there. Each is done `GUANXI_ROUNDS` times (3), and the fastest counts.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use guanxi::pipeline::{self, Options, Quiet};
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::recognise::model::Choice;

/// The texts of all articles.
fn texts(archive: &Path) -> Vec<String> {
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    let mut texts = Vec::new();
    let outcome = enumerate(&[archive.to_path_buf()], &options, &mut |found| {
        if let Found::Article(raw) = found {
            texts.extend(parse(&raw, &options, &mut scratch).0.into_iter().map(|document| document.text));
        }
        ControlFlow::Continue(())
    });
    if let Err(error) = outcome {
        eprintln!("{}: {error}", archive.display());
    }
    texts
}

/// The fastest of several rounds, in seconds.
fn fastest(rounds: usize, mut work: impl FnMut()) -> f64 {
    (0..rounds.max(1))
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn main() {
    // `cargo bench` says so; `cargo test --benches` does not, and wants no work done.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|a| a == "--bench") {
        return;
    }
    let archive = arguments
        .iter()
        .find(|a| !a.starts_with('-'))
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/archive/2021-03.tar.gz"), PathBuf::from);
    if !archive.exists() {
        println!("skipped: {} is not there; name an archive after --", archive.display());
        return;
    }
    let rounds = std::env::var("GUANXI_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let texts = texts(&archive);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!(
        "{}: {} articles, {:.1} MB of text, the fastest of {rounds} rounds, one thread",
        archive.display(),
        texts.len(),
        bytes as f64 / 1e6
    );

    let jieba = jieba_rs::Jieba::new();
    let mut words = 0;
    let bare = fastest(rounds, || words = texts.iter().map(|text| jieba.cut(text, true).len()).sum());
    let line = |name: &str, seconds: f64| {
        println!("{name:32} {seconds:7.2} s  {:6.2} MB/s  {:5.2} times bare segmentation", bytes as f64 / 1e6 / seconds, seconds / bare);
    };
    line("jieba-rs cut with HMM", bare);
    println!("{:32} {words} words", "");
    drop(texts);

    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return eprintln!("no temporary folder: {error}"),
    };
    for (name, model) in [("guanxi extract --model none", Choice::None), ("guanxi extract", Choice::Builtin)] {
        let options = Options { inputs: vec![archive.clone()], output: folder.path().join("out"), threads: 1, model, ..Options::default() };
        let mut stages = Vec::new();
        let mut failed = None;
        let seconds = fastest(rounds, || match pipeline::run(&options, &Quiet) {
            Ok(summary) => stages = summary.seconds,
            Err(error) => failed = Some(error),
        });
        if let Some(error) = failed {
            return eprintln!("{name}: {error}");
        }
        line(name, seconds);
        let stages: Vec<String> = stages.iter().map(|(stage, seconds)| format!("{stage} {seconds:.2}")).collect();
        println!("{:32} last round: {}", "", stages.join(", "));
    }
}
