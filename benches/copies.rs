//! How much memory a run takes over many copies of an archive with changed words.
//!
//! ```sh
//! cargo bench --bench copies -- path/to/2020-11.tar.gz path/to/2021-01.tar.gz …
//! ```
//!
//! Makes `GUANXI_COPIES` versions (10) of every article and hands them to `guanxi extract -` as JSON Lines, so that their text lies nowhere
//! on the disk but in the run's own working folder. The first version is the article as it is. In the others a character is put in
//! behind every other punctuation mark and particle, so that no version is a near copy of another; and in every third
//! article the characters that given names and transliterated names are written with are exchanged, so that its names are
//! new ones. With `--write` it only prints the lines.
//!
//! Prints the number of articles, the peak of memory of each stage as `run.json` has it, and how many names there were.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use guanxi::document::Document;
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};

/// Characters of given names.
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏飞波斌宇浩凯健俊";
/// Characters that foreign names are written with.
const FOREIGN: &str = "尔斯特克拉德里亚卡巴马诺罗伊瓦塔莱维萨托奥迪费科纳鲁兰穆贝加";
/// Characters put in.
const FILL: &str = "又也还都便就才再却仍已曾将正刚常总只更最很太真好多少先后上下内外前左右东西南北";

/// A number told by three others.
fn mix(a: u64, b: u64, c: u64) -> u64 {
    let mut x = a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xC2B2_AE3D_27D4_EB4F) ^ c.wrapping_mul(0x1656_67B1_9E37_79F9);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 32)
}

/// The lists as characters.
struct Lists {
    given: Vec<char>,
    foreign: Vec<char>,
    fill: Vec<char>,
}

/// One version of a text.
fn version(text: &str, article: u64, copy: u64, lists: &Lists) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let renamed = mix(article, copy, 0).is_multiple_of(3);
    let turned = |list: &[char], c: char| {
        let place = list.iter().position(|l| *l == c)?;
        list.get((place + copy as usize * 7 + article as usize % 5 + 1) % list.len()).copied()
    };
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (i, c) in text.chars().enumerate() {
        let new = if renamed { turned(&lists.given, c).or_else(|| turned(&lists.foreign, c)) } else { None };
        out.push(new.unwrap_or(c));
        let here = mix(article, copy, i as u64);
        if matches!(c, '，' | '。' | '的' | '在' | '了' | '是' | '和' | '、' | '：' | '說' | '说') && here.is_multiple_of(2) {
            out.extend(lists.fill.get((here >> 8) as usize % lists.fill.len()));
        }
    }
    out
}

/// Writes all versions of all articles as JSON Lines; gives their number.
fn write(archives: &[PathBuf], copies: u64, to: &mut dyn Write) -> io::Result<u64> {
    let lists = Lists { given: GIVEN.chars().collect(), foreign: FOREIGN.chars().collect(), fill: FILL.chars().collect() };
    let options = ReadOptions::default();
    let mut written = 0;
    for copy in 0..copies {
        let (mut scratch, mut article, mut outcome) = (Scratch::default(), 0u64, Ok(()));
        let read = enumerate(archives, &options, &mut |found| {
            let Found::Article(raw) = found else { return ControlFlow::Continue(()) };
            for document in parse(&raw, &options, &mut scratch).0 {
                article += 1;
                outcome = line(&document, article, copy, &lists, to);
                if outcome.is_err() {
                    return ControlFlow::Break(());
                }
                written += 1;
            }
            ControlFlow::Continue(())
        });
        outcome?;
        read.map_err(io::Error::other)?;
    }
    Ok(written)
}

fn line(document: &Document, article: u64, copy: u64, lists: &Lists, to: &mut dyn Write) -> io::Result<()> {
    let (title, body) = match document.text.split_once('\n') {
        Some((title, body)) if document.title_in_text => (title, body),
        _ => ("", document.text.as_str()),
    };
    let record = serde_json::json!({
        "title": version(title, article, copy, lists),
        "text": version(body, article, copy, lists),
        "date": document.published,
        "source": document.source,
        "url": document.url,
    });
    serde_json::to_writer(&mut *to, &record)?;
    to.write_all(b"\n")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_write = arguments.iter().any(|a| a == "--write");
    if !only_write && !arguments.iter().any(|a| a == "--bench") {
        return;
    }
    let mut archives: Vec<PathBuf> = arguments.iter().filter(|a| !a.starts_with('-')).map(PathBuf::from).collect();
    if archives.is_empty() {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/archive");
        archives = std::fs::read_dir(&shared).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        archives.retain(|path| path.to_string_lossy().ends_with(".tar.gz"));
        archives.sort();
    }
    if archives.is_empty() {
        println!("skipped: no archive; name some after --");
        return;
    }
    let copies = std::env::var("GUANXI_COPIES").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    if only_write {
        let mut out = BufWriter::new(io::stdout().lock());
        if let Err(error) = write(&archives, copies, &mut out).and_then(|_| out.flush()) {
            eprintln!("{error}");
        }
        return;
    }
    if let Err(error) = measure(&archives, copies) {
        eprintln!("{error}");
    }
}

/// Runs the program over the versions and prints what it took.
fn measure(archives: &[PathBuf], copies: u64) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let output = folder.path().join("out");
    let threads = std::env::var("GUANXI_THREADS").unwrap_or_else(|_| "0".to_owned());
    let mut child = Command::new(env!("CARGO_BIN_EXE_guanxi"))
        .args(["extract", "-", "--threads", threads.as_str(), "-o"])
        .arg(&output)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let pipe = child.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?;
    let mut pipe = BufWriter::with_capacity(1 << 20, pipe);
    let articles = write(archives, copies, &mut pipe)?;
    pipe.flush()?;
    drop(pipe);
    let status = child.wait()?;
    let run: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(output.join("run.json"))?)?;
    println!("{articles} articles ({copies} versions of each), {status}");
    println!("peak of memory up to the end of each stage, MiB: {}", run["peak_mib"]);
    println!("seconds: {}", run["seconds"]);
    let entities: u64 = run["entities"].as_array().into_iter().flatten().filter_map(|e| e["entities"].as_u64()).sum();
    println!("{} mentions, {entities} entities, {} edges, {} copies of others", run["mentions"], run["edges"], run["duplicates"]);
    Ok(())
}
