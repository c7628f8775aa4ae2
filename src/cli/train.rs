//! `guanxi train`

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use guanxi::dictionary::Sources;
use guanxi::document::Language;
use guanxi::export::atomic;
use guanxi::read::detect_language;
use guanxi::recognise::model::{Example, Model, NAME_TRAINING, Second, TEMPLATES, TrainOptions, train, train_second};
use guanxi::recognise::{Candidate, Resources, Workspace, decode};
use guanxi::record::EntityType;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::ALL_READ;
use super::annotated::{find_articles, for_each_document, text_id};

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

type Spans = FxHashSet<(u32, u32, EntityType)>;

struct Article {
    text: String,
    spans: Spans,
}

fn type_of(word: &str) -> Option<EntityType> {
    EntityType::NAMED.into_iter().find(|t| t.as_str() == word)
}

/// Reads a folder of text/ID.txt and ann/ID.tsv.
fn read_gold(folder: &Path) -> Result<Vec<Article>> {
    let mut out = Vec::new();
    let annotations = folder.join("ann");
    let mut names: Vec<PathBuf> = fs::read_dir(&annotations)
        .with_context(|| format!("cannot read {}", annotations.display()))?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
        .collect();
    names.sort();
    for name in names {
        let Some(stem) = name.file_stem().map(|s| s.to_string_lossy().into_owned()) else { continue };
        let path = folder.join("text").join(format!("{stem}.txt"));
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let table = fs::read_to_string(&name).with_context(|| format!("cannot read {}", name.display()))?;
        let lines: Vec<Vec<char>> = text.trim_end_matches('\n').split('\n').map(|l| l.chars().collect()).collect();
        let mut offset = Vec::with_capacity(lines.len());
        let mut at = 0u32;
        for line in &lines {
            offset.push(at);
            at += line.len() as u32 + 1;
        }
        let mut cursor = vec![0usize; lines.len()];
        let mut spans = Spans::default();
        for (n, row) in table.lines().enumerate() {
            let cells: Vec<&str> = row.split('\t').collect();
            if cells.first() != Some(&"M") || cells.len() < 4 {
                continue;
            }
            let bad = || format!("{}, line {}: not `M line surface type …`: {row}", name.display(), n + 1);
            let line: usize = cells[1].parse().with_context(bad)?;
            let kind = type_of(cells[3]).with_context(bad)?;
            let surface: Vec<char> = cells[2].chars().collect();
            let Some(chars) = lines.get(line) else { bail!(bad()) };
            let from = cursor[line];
            let Some(p) = (from..chars.len()).find(|&p| chars[p..].starts_with(&surface)) else { bail!(bad()) };
            cursor[line] = p + surface.len();
            let start = offset[line] + p as u32;
            spans.insert((start, start + surface.len() as u32, kind));
        }
        out.push(Article { text: text.trim_end_matches('\n').to_string(), spans });
    }
    Ok(out)
}

#[derive(serde::Deserialize)]
struct SpanRow {
    text_id: String,
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    kind: String,
}

/// Finds the articles of a span table in the archives.
fn read_annotations(table: &Path, inputs: &[PathBuf]) -> Result<Vec<Article>> {
    let mut by_text: BTreeMap<String, Spans> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(table).with_context(|| format!("cannot read {}", table.display()))?;
    for row in reader.deserialize::<SpanRow>() {
        let row = row.with_context(|| format!("{}", table.display()))?;
        let kind = type_of(&row.kind).with_context(|| format!("{}: unknown type {}", table.display(), row.kind))?;
        by_text.entry(row.text_id).or_default().insert((row.start, row.end, kind));
    }
    Ok(find_articles(by_text, inputs)?.into_iter().map(|(document, spans)| Article { text: document.text, spans }).collect())
}

/// Further articles of the inputs: those with the smallest digests, so that the choice is the same
/// everywhere.
fn read_unlabelled(inputs: &[PathBuf], number: usize, known: &FxHashSet<String>) -> Result<Vec<String>> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for_each_document(inputs, &mut |document| {
        let id = text_id(&document.text);
        let chars = document.text.chars().count();
        if (200..6000).contains(&chars) && !known.contains(&id) {
            kept.insert(id, document.text);
            if kept.len() > number {
                kept.pop_last();
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(kept.into_values().collect())
}

/// The examples that a model is certain of.
fn certain(unlabelled: &[Prepared], model: &Model, weight: f32) -> Vec<Example> {
    let mut out = Vec::new();
    for p in unlabelled {
        for e in &p.examples {
            let score = model.score(e.rule_score.clamp(-4.0, 5.0), &e.features);
            if score.abs() > 3.0 {
                out.push(Example { features: e.features.clone(), rule_score: e.rule_score, answer: score > 0.0, weight });
            }
        }
    }
    out
}

struct Prepared {
    folded: Vec<char>,
    examples: Vec<Example>,
    candidates: Vec<Candidate>,
    spans: Spans,
}

fn prepare(resources: &Resources, article: &Article, workspace: &mut Workspace) -> Prepared {
    workspace.prepare(resources, &article.text);
    workspace.find_pairs(resources);
    let language: Language = detect_language(&article.text);
    workspace.propose(resources, language);
    let candidates = std::mem::take(&mut workspace.candidates);
    let mut examples = Vec::with_capacity(candidates.len());
    workspace.features(resources, &candidates, language, |candidate, features| {
        examples.push(Example {
            features: features.to_vec(),
            rule_score: candidate.score,
            answer: article.spans.contains(&(candidate.start, candidate.end, candidate.kind)),
            weight: 1.0,
        });
    });
    Prepared { folded: workspace.view.folded.clone(), examples, candidates, spans: article.spans.clone() }
}

/// The first look's scores of an article.
fn first_scores(model: &Model, prepared: &Prepared) -> Vec<f32> {
    prepared.examples.iter().map(|e| model.score(e.rule_score.clamp(-4.0, 5.0), &e.features)).collect()
}

/// Both looks' scores of an article.
fn both_scores(model: &Model, prepared: &Prepared) -> Vec<f32> {
    let mut scores = first_scores(model, prepared);
    model.second.look(&prepared.folded, &prepared.candidates, &mut scores);
    scores
}

/// Parts that the articles are split into for the second look: each gets first scores from a model of the others.
const PARTS: usize = 5;

/// Passes over the examples of the second look.
const SECOND: TrainOptions = TrainOptions { epochs: 8, rate: 0.05, penalty: 1e-4 };

/// A model with both looks: the second learns from scores by models that have not seen the article.
fn learn(articles: &[&Prepared], further: &[Prepared], options: &TrainOptions, self_weight: f32) -> Model {
    let first = |of: &dyn Fn(usize) -> bool| {
        let mut examples: Vec<Example> =
            articles.iter().enumerate().filter(|(i, _)| of(*i)).flat_map(|(_, p)| p.examples.iter().cloned()).collect();
        let model = train(&examples, options);
        if further.is_empty() {
            return model;
        }
        examples.extend(certain(further, &model, self_weight));
        train(&examples, &TrainOptions { epochs: options.epochs.min(6), ..options.clone() })
    };
    let parts: Vec<Model> = (0..PARTS).into_par_iter().map(|part| first(&|i| i % PARTS != part)).collect();
    let mut examples = Vec::new();
    for (i, p) in articles.iter().enumerate() {
        let scores = first_scores(&parts[i % PARTS], p);
        Second::features(&p.folded, &p.candidates, &scores, |k, features| {
            examples.push(Example { features: features.to_vec(), rule_score: scores[k], answer: p.examples[k].answer, weight: 1.0 });
        });
    }
    let mut all = parts;
    all.push(first(&|_| true));
    // The mean of models of most of the articles and of all of them depends less on the chance of one training.
    let mut model = Model::mean(&all);
    model.second = train_second(&examples, &SECOND);
    model
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
    let gold: usize = prepared.iter().map(|p| p.spans.len()).sum();
    let found: usize = prepared
        .iter()
        .map(|p| {
            let set: FxHashSet<_> = p.candidates.iter().map(|c| (c.start, c.end, c.kind)).collect();
            p.spans.iter().filter(|s| set.contains(*s)).count()
        })
        .sum();
    let candidates: usize = prepared.iter().map(|p| p.candidates.len()).sum();
    println!(
        "{} articles, {gold} names, {candidates} candidates, which hold {:.1} % of the names",
        prepared.len(),
        100.0 * found as f64 / gold.max(1) as f64
    );
    if arguments.misses > 0 {
        print_misses(&articles, &prepared, arguments.misses);
    }
    if let Some(folds) = arguments.folds {
        println!("rules alone");
        report(&prepared, None);
        let scored: Vec<(usize, Vec<f32>)> = (0..folds)
            .into_par_iter()
            .flat_map_iter(|fold| {
                let known: Vec<&Prepared> = prepared.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, p)| p).collect();
                let model = learn(&known, &unlabelled, &options, arguments.self_weight);
                let held_out = prepared.iter().enumerate().filter(move |(i, _)| i % folds == fold);
                held_out.map(move |(i, p)| (i, both_scores(&model, p))).collect::<Vec<_>>()
            })
            .collect();
        let mut scores: Vec<Vec<f32>> = vec![Vec::new(); prepared.len()];
        for (i, s) in scored {
            scores[i] = s;
        }
        println!("with the model, each article scored by a model that has not seen it");
        report(&prepared, Some(&scores));
        if let (Some(path), None) = (&arguments.errors, &arguments.test) {
            write_errors(&articles, &prepared, &scores, path)?;
        }
    }
    if arguments.test.is_none() && arguments.output.is_none() {
        return Ok(ALL_READ);
    }
    let model = learn(&prepared.iter().collect::<Vec<_>>(), &unlabelled, &options, arguments.self_weight);
    if let Some(table) = &arguments.test {
        let articles: Vec<Article> =
            read_annotations(table, &arguments.input)?.into_iter().filter(|a| !known.contains(&text_id(&a.text))).collect();
        let tested: Vec<Prepared> = articles.par_iter().map_init(Workspace::default, |w, a| prepare(&resources, a, w)).collect();
        let scores: Vec<Vec<f32>> = tested.iter().map(|p| both_scores(&model, p)).collect();
        println!("{} articles of {}, rules alone", tested.len(), table.display());
        report(&tested, None);
        println!("with the model");
        report(&tested, Some(&scores));
        if let Some(path) = &arguments.errors {
            write_errors(&articles, &tested, &scores, path)?;
        }
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

/// The template of every feature that the articles have.
fn template_of(resources: &Resources, articles: &[Article]) -> BTreeMap<u32, u32> {
    let mut out = BTreeMap::new();
    let mut workspace = Workspace::default();
    for article in articles {
        workspace.prepare(resources, &article.text);
        workspace.find_pairs(resources);
        let language = detect_language(&article.text);
        workspace.propose(resources, language);
        let candidates = std::mem::take(&mut workspace.candidates);
        workspace.templates(resources, &candidates, language, |template, feature| {
            out.entry(feature).or_insert(template);
        });
    }
    out
}

fn write_dump(model: &Model, templates: &BTreeMap<u32, u32>, path: &Path) -> Result<()> {
    atomic::save(path, |file| {
        use std::io::Write;
        writeln!(file, "feature,looks_at,weight")?;
        for (feature, weight) in model.weights() {
            let looks_at = templates.get(&(feature as u32)).and_then(|t| TEMPLATES.get(*t as usize)).copied().unwrap_or("");
            writeln!(file, "{feature},\"{looks_at}\",{weight:.4}")?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Writes what is missed or wrong, one row each: which article and where, the name annotated and the name found there (either may be
/// missing), the best score that any candidate of the annotated name has, and the text around.
fn write_errors(articles: &[Article], prepared: &[Prepared], scores: &[Vec<f32>], path: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for ((article, p), scores) in articles.iter().zip(prepared).zip(scores) {
        let mut candidates = p.candidates.clone();
        for (c, s) in candidates.iter_mut().zip(scores) {
            c.score = *s;
        }
        let chars: Vec<char> = article.text.chars().collect();
        let slice = |a: u32, b: u32| {
            chars.get(a as usize..(b as usize).min(chars.len())).unwrap_or(&[]).iter().collect::<String>().replace('\n', "/")
        };
        let found: Vec<&Candidate> = decode(&candidates).into_iter().map(|k| &candidates[k]).collect();
        let id = text_id(&article.text);
        let mut push = |annotated: Option<&(u32, u32, EntityType)>, found: Option<&Candidate>| {
            let (start, end) = annotated.map(|a| (a.0, a.1)).or(found.map(|f| (f.start, f.end))).unwrap_or_default();
            let best = candidates
                .iter()
                .filter(|c| annotated == Some(&(c.start, c.end, c.kind)))
                .map(|c| format!("{:.1} {:?}", c.score, c.source))
                .max()
                .unwrap_or_default();
            rows.push([
                id.clone(),
                start.to_string(),
                annotated.map_or("", |a| a.2.as_str()).to_string(),
                annotated.map_or(String::new(), |a| slice(a.0, a.1)),
                found.map_or("", |f| f.kind.as_str()).to_string(),
                found.map_or(String::new(), |f| slice(f.start, f.end)),
                best,
                found.map_or(String::new(), |f| format!("{:.1} {:?}", f.score, f.source)),
                format!("{}[{}]{}", slice(start.saturating_sub(14), start), slice(start, end), slice(end, end + 14)),
            ]);
        };
        let mut spans: Vec<&(u32, u32, EntityType)> = p.spans.iter().collect();
        spans.sort();
        for span in &spans {
            let over: Vec<&&Candidate> = found.iter().filter(|c| c.start < span.1 && span.0 < c.end).collect();
            if over.is_empty() {
                push(Some(span), None);
            }
            for c in over.into_iter().filter(|c| (c.start, c.end, c.kind) != **span) {
                push(Some(span), Some(c));
            }
        }
        for c in found.iter().filter(|c| !spans.iter().any(|s| c.start < s.1 && s.0 < c.end)) {
            push(None, Some(c));
        }
    }
    rows.sort_by(|a, b| (&a[2], &a[4], &a[0]).cmp(&(&b[2], &b[4], &b[0])));
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(["text_id", "start", "annotated_type", "annotated", "found_type", "found", "best", "score", "text"])?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}

fn print_misses(articles: &[Article], prepared: &[Prepared], number: usize) {
    let mut lines = Vec::new();
    for (article, p) in articles.iter().zip(prepared) {
        let proposed: FxHashSet<_> = p.candidates.iter().map(|c| (c.start, c.end, c.kind)).collect();
        let chars: Vec<char> = article.text.chars().collect();
        for &(start, end, kind) in p.spans.iter().filter(|s| !proposed.contains(*s)) {
            let slice = |a: usize, b: usize| chars.get(a..b.min(chars.len())).unwrap_or(&[]).iter().collect::<String>().replace('\n', "/");
            let (s, e) = (start as usize, end as usize);
            lines.push(format!("{:5} {}[{}]{}", kind.as_str(), slice(s.saturating_sub(7), s), slice(s, e), slice(e, e + 7)));
        }
    }
    // Every k-th, so that the sample is spread over the articles.
    lines.sort();
    let step = lines.len().div_ceil(number).max(1);
    for line in lines.iter().step_by(step) {
        println!("{line}");
    }
}

fn report(prepared: &[Prepared], scores: Option<&[Vec<f32>]>) {
    let mut hit: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut predicted: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut gold: BTreeMap<EntityType, usize> = BTreeMap::new();
    let mut calibration = [(0usize, 0usize); 10];
    for (i, p) in prepared.iter().enumerate() {
        let mut candidates = p.candidates.clone();
        if let Some(scores) = scores {
            for (c, s) in candidates.iter_mut().zip(&scores[i]) {
                c.score = *s;
            }
        }
        for k in decode(&candidates) {
            let c = &candidates[k];
            *predicted.entry(c.kind).or_default() += 1;
            let right = p.spans.contains(&(c.start, c.end, c.kind));
            if right {
                *hit.entry(c.kind).or_default() += 1;
            }
            let bin = ((guanxi::recognise::sigmoid(c.score) * 10.0) as usize).min(9);
            calibration[bin].0 += 1;
            calibration[bin].1 += usize::from(right);
        }
        for s in &p.spans {
            *gold.entry(s.2).or_default() += 1;
        }
    }
    let line = |name: &str, types: &[EntityType]| {
        let sum = |m: &BTreeMap<EntityType, usize>| types.iter().map(|t| m.get(t).copied().unwrap_or(0)).sum::<usize>() as f64;
        let (h, p, g) = (sum(&hit), sum(&predicted), sum(&gold));
        let (precision, recall) = (h / p.max(1.0), h / g.max(1.0));
        println!("{name:14} P {precision:.3}  R {recall:.3}  F1 {:.3}", 2.0 * precision * recall / (precision + recall).max(1e-9));
    };
    for t in EntityType::NAMED {
        line(t.as_str(), &[t]);
    }
    line("core", &[EntityType::Person, EntityType::Country, EntityType::Organization]);
    line("all", &EntityType::NAMED);
    let table: Vec<String> = calibration
        .iter()
        .enumerate()
        .filter(|(_, (n, _))| *n > 0)
        .map(|(b, (n, right))| format!("{:.1}: {:.2} of {n}", b as f64 / 10.0, *right as f64 / *n as f64))
        .collect();
    println!("confidence: right — {}", table.join("  "));
}
