//! Pairs of articles that the duplicate finder takes for one, or nearly so: what the threshold was read off.
//!
//! `cargo run --release --example near -- ARCHIVE… [--show LOW HIGH]`

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use guanxi::duplicates::{Mark, Scratch, Signature, find, when};
use guanxi::read::{Found, ReadOptions, enumerate, parse};

fn main() -> anyhow::Result<()> {
    let inputs: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let options = ReadOptions::default();
    let mut documents = Vec::new();
    let mut parsing = guanxi::read::Scratch::default();
    enumerate(&inputs, &options, &mut |found| {
        if let Found::Article(raw) = found {
            documents.extend(parse(&raw, &options, &mut parsing).0);
        }
        ControlFlow::Continue(())
    })?;
    let clock = Instant::now();
    let mut scratch = Scratch::default();
    let marks: Vec<Mark> = documents
        .iter()
        .enumerate()
        .map(|(i, d)| Mark { key: i as u64, when: when(&d.published), signature: Signature::of(d, &mut scratch) })
        .collect();
    let signing = clock.elapsed().as_secs_f64();
    let clock = Instant::now();
    let mut copies: Vec<(u64, u64)> = find(marks.clone()).into_iter().collect();
    copies.sort_unstable();
    println!(
        "{} articles, {} copies; signatures {signing:.2} s, finding {:.2} s",
        documents.len(),
        copies.len(),
        clock.elapsed().as_secs_f64()
    );
    let mut by_share = [0u32; 21];
    for (copy, original) in copies {
        let (a, b) = (&documents[copy as usize], &documents[original as usize]);
        let (x, y) = (&marks[copy as usize].signature, &marks[original as usize].signature);
        let share = guanxi::duplicates::resemblance(&x.bins, &y.bins);
        let share = if x.exact == y.exact { 1.0 } else { share };
        by_share[(share * 20.0) as usize] += 1;
        println!("{share:.2}\t{}\t{}\t{}\t{}\t{}\t{}", x.length, y.length, a.published, b.published, a.title, b.title);
        println!("\t\t{}\n\t\t{}", a.path, b.path);
    }
    for (i, n) in by_share.iter().enumerate() {
        println!("{:.2} {n}", i as f64 / 20.0);
    }
    Ok(())
}
