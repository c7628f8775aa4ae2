//! `guanxi eval`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use guanxi::eval::{Evaluation, Outcome, bio, evaluate};
use guanxi::export::atomic;
use guanxi::record::EntityType;

use super::ALL_READ;

/// Measure an output folder against articles that a person annotated.
///
/// GOLD is a folder with text/ID.txt and ann/ID.tsv, as `guanxi annotate` drafts it; OUTPUT is what
/// `guanxi extract GOLD/text -o OUTPUT` wrote. Prints precision, recall and F1 of mentions by type, of entities
/// (B-cubed), names, pairs, relations and positions; then a table of types against types, and of confidence against
/// correctness.
///
/// With --bio, GOLD and OUTPUT are files of tagged tokens, one a line (token first, tag such as B-PER last), and are
/// measured as conlleval does.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi extract gold/text -o measured
  guanxi eval gold measured --errors 20
      all figures, and the twenty most frequent errors of each kind
  guanxi eval gold measured --json figures.json
  guanxi eval --bio gold.bio predicted.bio")]
pub struct Arguments {
    /// Annotated folder, or file of tags with --bio
    gold: PathBuf,
    /// Output folder of `guanxi extract`, or file of tags with --bio
    output: PathBuf,
    /// Compare two files of tagged tokens
    #[arg(long)]
    bio: bool,
    /// Show the N most frequent errors of each kind
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Write the figures as JSON too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    if arguments.bio {
        let measured = bio::evaluate(&arguments.gold, &arguments.output)?;
        print_bio(&measured, arguments.errors);
        if let Some(path) = &arguments.json {
            let mut figures = serde_json::Map::new();
            figures.insert("all".into(), serde_json::to_value(measured.all).context("figures")?);
            for (kind, (figure, _)) in &measured.types {
                figures.insert(kind.clone(), serde_json::to_value(figure).context("figures")?);
            }
            save(path, &figures)?;
        }
    } else {
        let measured = evaluate(&arguments.gold, &arguments.output)?;
        print(&measured, arguments.errors);
        if let Some(path) = &arguments.json {
            save(path, &measured.figures)?;
        }
    }
    Ok(ALL_READ)
}

fn save(path: &Path, figures: &impl serde::Serialize) -> Result<()> {
    atomic::save(path, |file| {
        serde_json::to_writer_pretty(&mut *file, figures)?;
        std::io::Write::write_all(file, b"\n")
    })?;
    Ok(())
}

/// A share of a whole in per cent; a dash where there is nothing.
fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "–".into() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

fn print(measured: &Evaluation, errors: usize) {
    for (name, figure) in measured.figures.iter() {
        println!("{name:24} P {:6.3}  R {:6.3}  F1 {:6.3}", figure.p, figure.r, figure.f1);
    }
    println!("\n{} articles, {} names annotated, {} found", measured.documents, measured.gold_mentions, measured.found_mentions);
    print_confusion(measured);
    println!("\nconfidence     names   right   share");
    for (i, &(from, names, right, _)) in measured.calibration.ranges.iter().enumerate() {
        let to = measured.calibration.ranges.get(i + 1).map_or(1.0, |next| next.0);
        println!("{from:.2} – {to:.2}  {names:7} {right:7}  {:>6}", share(right, names));
    }
    println!("mean distance of confidence from correctness: {:.3}", measured.calibration.error());
    if errors == 0 {
        return;
    }
    for (title, list) in [("missed", &measured.missed), ("spurious", &measured.spurious)] {
        println!("\n{title} mentions");
        for error in list.iter().take(errors) {
            println!("{:6} {} [{}]", error.count, error.surface, error.kind.as_str());
        }
    }
    for set in &measured.sets {
        for (title, list) in [("missed", &set.missed), ("spurious", &set.spurious)] {
            println!("\n{title} {} ({})", set.name, list.len());
            for words in list.iter().take(errors) {
                println!("       {}", words.join("  "));
            }
        }
    }
}

fn print_confusion(measured: &Evaluation) {
    let confusion = &measured.confusion;
    if confusion.left_out == measured.documents {
        println!("\nno table of types: the output was not made from the annotated texts (GOLD/text)");
        return;
    }
    let columns: Vec<Option<EntityType>> = EntityType::NAMED.into_iter().map(Some).chain([None]).collect();
    let name = |kind: &Option<EntityType>, none: &'static str| kind.map_or(none, EntityType::as_str);
    print!("\n{:14}", "annotated");
    for column in &columns {
        print!(" {:>12}", name(column, "not found"));
    }
    println!("   (columns: found as)");
    for row in &columns {
        print!("{:14}", name(row, "no name"));
        for column in &columns {
            let n = confusion.types.get(&(*row, *column)).copied().unwrap_or(0);
            print!(" {:>12}", if row.is_none() && column.is_none() { String::new() } else { n.to_string() });
        }
        println!();
    }
    let counts: Vec<String> = Outcome::ALL
        .iter()
        .map(|outcome| format!("{} {}", confusion.outcomes.get(outcome).copied().unwrap_or(0), outcome.words()))
        .collect();
    println!("{}", counts.join(", "));
    println!("wrong borders: {} too long, {} too short, {} across", confusion.longer, confusion.shorter, confusion.crossing);
    if confusion.left_out > 0 {
        println!("{} articles are not in these tables: their output was not made from the annotated texts", confusion.left_out);
    }
}

fn print_bio(measured: &bio::BioEvaluation, errors: usize) {
    println!(
        "processed {} tokens with {} names; found: {} names; right: {}",
        measured.tokens, measured.gold, measured.found, measured.right
    );
    let line = |name: &str, figure: &guanxi::eval::Prf, found: usize| {
        println!("{name:24} P {:6.2} %  R {:6.2} %  F1 {:6.2}   {found}", 100.0 * figure.p, 100.0 * figure.r, 100.0 * figure.f1);
    };
    println!("same tags: {}", share(measured.same_tags, measured.tokens));
    line("all", &measured.all, measured.found);
    for (kind, (figure, found)) in &measured.types {
        line(kind, figure, *found);
    }
    let mut kinds: Vec<&str> = measured.types.keys().map(String::as_str).collect();
    kinds.push("");
    print!("\n{:14}", "annotated");
    for kind in &kinds {
        print!(" {:>12}", if kind.is_empty() { "not found" } else { kind });
    }
    println!("   (columns: found as)");
    for row in &kinds {
        print!("{:14}", if row.is_empty() { "no name" } else { row });
        for column in &kinds {
            let n = measured.confusion.get(&((*row).to_owned(), (*column).to_owned())).copied().unwrap_or(0);
            print!(" {:>12}", if row.is_empty() && column.is_empty() { String::new() } else { n.to_string() });
        }
        println!();
    }
    println!("overlapping names with other borders: {}", measured.wrong_borders);
    if errors > 0 {
        for (title, list) in [("missed", &measured.missed), ("spurious", &measured.spurious)] {
            println!("\n{title} names");
            for (name, kind, count) in list.iter().take(errors) {
                println!("{count:6} {name} [{kind}]");
            }
        }
    }
}
