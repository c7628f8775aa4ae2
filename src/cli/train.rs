//! `guanxi train`

mod articles;
mod learn;
mod report;
mod tables;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use guanxi::dictionary::Sources;
use guanxi::export::atomic;
use guanxi::recognise::model::{Model, NAME_TRAINING, TrainOptions};
use guanxi::recognise::{Resources, Workspace};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::articles::{Article, Spans, read_annotations, read_gold, read_unlabelled};
use self::learn::{Prepared, both_scores, learn, prepare};
use self::report::{print_misses, print_reach, report};
use self::tables::{template_of, write_dump, write_errors};
use super::ALL_READ;
use super::annotated::text_id;

/// Train the recognition model on annotated articles.
///
/// Annotations are folders in the format of `guanxi annotate` (text/ID.txt and ann/ID.tsv), or a CSV of
/// text_id,start,end,type whose articles are found again in the INPUT archives by a digest of their
/// text. With --folds N the articles are split into N parts and each is scored by a model trained on
/// the others, to show what the model is worth.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi train --gold gold/ -o my.model
  guanxi train archive/*.tar.gz --annotations training/annotations.csv -o dictionaries/model.bin
      the command that built the model in the repository")]
pub struct Arguments {
    /// Archives that hold the articles of --annotations
    input: Vec<PathBuf>,
    /// Folder with text/ and ann/
    #[arg(long, value_name = "DIR")]
    gold: Vec<PathBuf>,
    /// CSV with text_id,start,end,type
    #[arg(long, value_name = "FILE")]
    annotations: Option<PathBuf>,
    /// Where the model goes
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Score held-out parts instead of writing a model
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
    /// Score these annotated articles of the INPUT archives by a model trained on the others (CSV with text_id,start,end,type)
    #[arg(long, value_name = "FILE")]
    test: Option<PathBuf>,
    /// Write what is missed or wrong in --test or --folds as CSV, with the text around it
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Passes over the examples
    #[arg(long, default_value_t = NAME_TRAINING.epochs)]
    epochs: usize,
    /// L2 penalty
    #[arg(long, default_value_t = NAME_TRAINING.penalty)]
    penalty: f32,
    /// Learning rate
    #[arg(long, default_value_t = NAME_TRAINING.rate)]
    rate: f32,
    /// Also learn from N further articles of the inputs, as a first model marks them with certainty;
    /// what it is not sure of is left out
    #[arg(long, value_name = "N", default_value_t = 0)]
    self_training: usize,
    /// Weight of an example that the first model marked
    #[arg(long, default_value_t = 0.2)]
    self_weight: f32,
    /// Print N names that no generator proposes, which no model can find
    #[arg(long, value_name = "N", default_value_t = 0)]
    misses: usize,
    /// Write the weights of the model as CSV too: what each looks at, and its weight
    #[arg(long, value_name = "FILE")]
    dump: Option<PathBuf>,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let mut articles = Vec::new();
    for folder in &arguments.gold {
        articles.extend(read_gold(folder)?);
    }
    if let Some(table) = &arguments.annotations {
        articles.extend(read_annotations(table, &arguments.input)?);
    }
    if articles.is_empty() {
        bail!("nothing to train on: give --gold DIR, or --annotations FILE with the archives that hold its articles");
    }
    let resources = Resources::new(&Sources::builtin())?;
    let prepared: Vec<Prepared> = articles.par_iter().map_init(Workspace::default, |w, a| prepare(&resources, a, w)).collect();
    let known: FxHashSet<String> = articles.iter().map(|a| text_id(&a.text)).collect();
    let further =
        if arguments.self_training > 0 { read_unlabelled(&arguments.input, arguments.self_training, &known)? } else { Vec::new() };
    let unlabelled: Vec<Prepared> = further
        .par_iter()
        .map_init(Workspace::default, |w, text| prepare(&resources, &Article { text: text.clone(), spans: Spans::default() }, w))
        .collect();
    let options = TrainOptions { epochs: arguments.epochs, rate: arguments.rate, penalty: arguments.penalty };
    print_reach(&prepared);
    if arguments.misses > 0 {
        print_misses(&articles, &prepared, arguments.misses);
    }
    if let Some(folds) = arguments.folds {
        cross_validate(folds, &articles, &prepared, &unlabelled, &options, &arguments)?;
    }
    if arguments.test.is_none() && arguments.output.is_none() {
        return Ok(ALL_READ);
    }
    let model = learn(&prepared.iter().collect::<Vec<_>>(), &unlabelled, &options, arguments.self_weight);
    if let Some(table) = &arguments.test {
        test_on(table, &model, &resources, &known, &arguments)?;
    }
    let Some(output) = &arguments.output else { return Ok(ALL_READ) };
    let bytes = model.to_bytes().context("cannot compress the model")?;
    atomic::save(output, |file| std::io::Write::write_all(file, &bytes))?;
    println!("{} weights, {} bytes in {}", model.len(), bytes.len(), output.display());
    if let Some(dump) = &arguments.dump {
        write_dump(&model, &template_of(&resources, &articles), dump)?;
    }
    Ok(ALL_READ)
}

/// Scores each part of the articles by a model of the others, and prints what that is worth.
fn cross_validate(
    folds: usize,
    articles: &[Article],
    prepared: &[Prepared],
    unlabelled: &[Prepared],
    options: &TrainOptions,
    arguments: &Arguments,
) -> Result<()> {
    println!("rules alone");
    report(prepared, None);
    let scored: Vec<(usize, Vec<f32>)> = (0..folds)
        .into_par_iter()
        .flat_map_iter(|fold| {
            let known: Vec<&Prepared> = prepared.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, p)| p).collect();
            let model = learn(&known, unlabelled, options, arguments.self_weight);
            let held_out = prepared.iter().enumerate().filter(move |(i, _)| i % folds == fold);
            held_out.map(move |(i, p)| (i, both_scores(&model, p))).collect::<Vec<_>>()
        })
        .collect();
    let mut scores: Vec<Vec<f32>> = vec![Vec::new(); prepared.len()];
    for (i, s) in scored {
        scores[i] = s;
    }
    println!("with the model, each article scored by a model that has not seen it");
    report(prepared, Some(&scores));
    if let (Some(path), None) = (&arguments.errors, &arguments.test) {
        write_errors(articles, prepared, &scores, path)?;
    }
    Ok(())
}

/// Scores the annotated articles of a table that were not learned from, and prints what the model is worth there.
fn test_on(table: &Path, model: &Model, resources: &Resources, known: &FxHashSet<String>, arguments: &Arguments) -> Result<()> {
    let articles: Vec<Article> =
        read_annotations(table, &arguments.input)?.into_iter().filter(|a| !known.contains(&text_id(&a.text))).collect();
    let tested: Vec<Prepared> = articles.par_iter().map_init(Workspace::default, |w, a| prepare(resources, a, w)).collect();
    let scores: Vec<Vec<f32>> = tested.iter().map(|p| both_scores(model, p)).collect();
    println!("{} articles of {}, rules alone", tested.len(), table.display());
    report(&tested, None);
    println!("with the model");
    report(&tested, Some(&scores));
    if let Some(path) = &arguments.errors {
        write_errors(&articles, &tested, &scores, path)?;
    }
    Ok(())
}
