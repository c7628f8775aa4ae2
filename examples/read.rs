//! Reads inputs on one thread and tells how long each half took: `cargo run --release --example read -- INPUT…`
//!
//! With `--show` before the inputs, prints each article.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let show = inputs.first().is_some_and(|first| first.as_os_str() == "--show");
    if show {
        inputs.remove(0);
    }
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    let (mut articles, mut failures, mut raw_bytes, mut text_bytes) = (0u64, 0u64, 0u64, 0u64);
    let mut parsing = Duration::ZERO;
    let started = Instant::now();
    enumerate(&inputs, &options, &mut |found| {
        let (documents, errors) = match found {
            Found::Article(raw) => {
                raw_bytes += raw.bytes.len() as u64;
                let before = Instant::now();
                let parsed = parse(&raw, &options, &mut scratch);
                parsing += before.elapsed();
                parsed
            }
            Found::Failed(row) => (Vec::new(), vec![row]),
        };
        for document in documents {
            articles += 1;
            text_bytes += document.text.len() as u64;
            if show {
                println!(
                    "=== {}\n{} | {} | {} | {} | {}\n{}\n",
                    document.path,
                    document.doc_id,
                    document.source,
                    document.published,
                    document.url,
                    document.language.tag(),
                    document.text
                );
            }
        }
        for row in errors {
            failures += 1;
            eprintln!("{}: {}: {}", row.path, row.stage, row.error);
        }
        ControlFlow::Continue(())
    })?;
    let total = started.elapsed();
    eprintln!(
        "{articles} articles, {failures} failures, {raw_bytes} bytes in, {text_bytes} bytes of text, \
         {:.3} s: {:.3} s opening, {:.3} s parsing",
        total.as_secs_f64(),
        (total - parsing).as_secs_f64(),
        parsing.as_secs_f64()
    );
    Ok(())
}
