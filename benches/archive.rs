//! How long a whole run takes beside bare segmentation of the same texts.
//!
//! ```sh
//! cargo bench --bench archive -- path/to/archive.tar.gz
//! ```
//!
//! Three things in turn, `GUANXI_ROUNDS` times (3), of which the fastest counts: `cut` of jieba-rs with its hidden Markov model
//! over the text of every article, and `pipeline::run` from the packed archive to the written files, with everything on and
//! with `--model none`; each run once on one thread and once on two. Nothing of an earlier run is used. Without an argument it takes
//! `../shared/archive/2021-03.tar.gz` if that is there.
//!
//! Ratios are of CPU time, which other programs on the machine disturb less than the clock; how much two threads
//! bring is told by the clock.

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

/// Seconds of CPU that this process has used, in user and system mode; `None` where the system does not tell.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let user: f64 = fields.nth(11)?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    // The kernel counts in hundredths of a second on every machine that Linux runs on today.
    Some((user + system) / 100.0)
}

/// Seconds by the clock and of CPU.
#[derive(Clone, Copy)]
struct Time {
    clock: f64,
    cpu: f64,
}

impl Time {
    const NEVER: Time = Time { clock: f64::INFINITY, cpu: f64::INFINITY };

    fn of(work: impl FnOnce()) -> Time {
        let (start, before) = (Instant::now(), cpu());
        work();
        let clock = start.elapsed().as_secs_f64();
        Time { clock, cpu: before.and_then(|before| Some(cpu()? - before)).unwrap_or(clock) }
    }

    /// The lesser of each.
    fn best(self, other: Time) -> Time {
        Time { clock: self.clock.min(other.clock), cpu: self.cpu.min(other.cpu) }
    }
}

/// One kind of run and what came of it.
struct Run {
    name: &'static str,
    model: Choice,
    threads: usize,
    time: Time,
    stages: Vec<(&'static str, f64)>,
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
    let rounds: usize = std::env::var("GUANXI_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3).max(1);
    let texts = texts(&archive);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{}: {} articles, {:.1} MB of text; the best of {rounds} rounds, in turn", archive.display(), texts.len(), bytes as f64 / 1e6);
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return eprintln!("no temporary folder: {error}"),
    };
    let jieba = jieba_rs::Jieba::new();
    let mut words = 0;
    let mut bare = Time::NEVER;
    let run = |name, model, threads| Run { name, model, threads, time: Time::NEVER, stages: Vec::new() };
    let mut runs = [
        run("guanxi, all on, one thread", Choice::Builtin, 1),
        run("guanxi, --model none, one thread", Choice::None, 1),
        run("guanxi, all on, two threads", Choice::Builtin, 2),
        run("guanxi, --model none, two threads", Choice::None, 2),
    ];
    for _ in 0..rounds {
        bare = bare.best(Time::of(|| words = texts.iter().map(|text| jieba.cut(text, true).len()).sum()));
        for run in &mut runs {
            let options = Options {
                inputs: vec![archive.clone()],
                output: folder.path().join("out"),
                threads: run.threads,
                model: run.model.clone(),
                fresh: true,
                ..Options::default()
            };
            let mut outcome = None;
            let time = Time::of(|| outcome = Some(pipeline::run(&options, &Quiet)));
            match outcome {
                Some(Ok(summary)) if time.cpu < run.time.cpu => run.stages = summary.seconds,
                Some(Err(error)) => return eprintln!("{}: {error}", run.name),
                _ => {}
            }
            run.time = run.time.best(time);
        }
    }
    println!("{:34} {:>9} {:>9} {:>22}", "", "CPU s", "clock s", "CPU, times bare cut");
    println!("{:34} {:9.2} {:9.2} {:>22}   {words} words", "jieba-rs cut with HMM", bare.cpu, bare.clock, "1");
    for run in &runs {
        println!("{:34} {:9.2} {:9.2} {:22.2}", run.name, run.time.cpu, run.time.clock, run.time.cpu / bare.cpu);
        let stages: Vec<String> = run.stages.iter().map(|(stage, seconds)| format!("{stage} {seconds:.2}")).collect();
        println!("{:34} by the clock: {}", "", stages.join(", "));
    }
    let [one, one_none, two, two_none] = &runs;
    println!(
        "two threads are {:.2} times as fast as one by the clock ({:.2} with --model none)",
        one.time.clock / two.time.clock,
        one_none.time.clock / two_none.time.clock
    );
}
