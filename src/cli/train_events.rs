//! `guanxi train-events`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use guanxi::dictionary::Sources;
use guanxi::document::Document;
use guanxi::export::atomic;
use guanxi::logistic::{Example, TrainOptions};
use guanxi::pipeline::{DocumentResult, analyse};
use guanxi::recognise::model::Choice;
use guanxi::recognise::{Resources, Workspace};
use guanxi::relate::{EVENT_TRAINING, EventCandidate, EventModel, EventScratch, EventType, train_events};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::ALL_READ;
use super::annotated::{find_articles, text_id};

/// Train the judge of events on annotated articles.
///
/// The annotations are a CSV of text_id, line, subject_start, subject_end, relation, object_start, object_end and
/// trigger, whose articles are found again in the INPUT archives by a digest of their text; a row with a text_id
/// alone says that the article has no event. The offsets are those of any mention of the two in the article. With
/// --folds N the articles are split into N parts and each is scored by a model trained on the others.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi train-events archive/*.tar.gz --annotations training/relations.csv -o dictionaries/events.bin
      the command that built the judge in the repository")]
pub struct Arguments {
    /// Archives that hold the articles of --annotations
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// CSV with the annotated events
    #[arg(long, value_name = "FILE")]
    annotations: PathBuf,
    /// Where the model goes
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Score held-out parts instead of writing a model
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
    /// Rows that the rules do not find are left out where they are less likely than this
    #[arg(long, default_value_t = 0.4)]
    threshold: f32,
    /// Rows that the rules find are left out where they are less likely than this
    #[arg(long, default_value_t = 0.2)]
    kept: f32,
    /// Passes over the examples
    #[arg(long, default_value_t = EVENT_TRAINING.epochs)]
    epochs: usize,
    /// L2 penalty
    #[arg(long, default_value_t = EVENT_TRAINING.penalty)]
    penalty: f32,
    /// Learning rate
    #[arg(long, default_value_t = EVENT_TRAINING.rate)]
    rate: f32,
    /// Write what is missed or wrong in --folds as CSV, with the sentence
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

#[derive(serde::Deserialize)]
struct Row {
    text_id: String,
    line: Option<u32>,
    subject_start: Option<u32>,
    subject_end: Option<u32>,
    relation: String,
    object_start: Option<u32>,
    object_end: Option<u32>,
    trigger: String,
}

/// An annotated event.
#[derive(Clone, Debug)]
struct Stated {
    line: u32,
    subject: (u32, u32),
    object: (u32, u32),
    event: EventType,
    trigger: String,
}

/// An annotated article with all that its events may be.
struct Article {
    id: String,
    result: DocumentResult,
    text: String,
    /// The line that each sentence stands in.
    lines: Vec<u32>,
    stated: Vec<Stated>,
    /// The things of each, where the program names them.
    sides: Vec<Option<(u32, u32)>>,
    candidates: Vec<EventCandidate>,
    /// Which of `stated` a candidate is.
    answers: Vec<Option<usize>>,
}

/// The annotation does not tell a withdrawal from a concession.
fn merged(event: EventType) -> EventType {
    if event == EventType::Retreat { EventType::Concede } else { event }
}

fn read_table(path: &Path) -> Result<BTreeMap<String, Vec<Stated>>> {
    let mut out: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    for row in reader.deserialize::<Row>() {
        let row = row.with_context(|| format!("{}", path.display()))?;
        let stated = out.entry(row.text_id).or_default();
        let (Some(line), Some(a), Some(b), Some(c), Some(d)) =
            (row.line, row.subject_start, row.subject_end, row.object_start, row.object_end)
        else {
            continue;
        };
        let event = EventType::parse(&row.relation).with_context(|| format!("{}: unknown relation {}", path.display(), row.relation))?;
        stated.push(Stated { line, subject: (a, b), object: (c, d), event: merged(event), trigger: row.trigger });
    }
    Ok(out)
}

fn prepare(resources: &Resources, document: Document, stated: Vec<Stated>, workspace: &mut Workspace) -> Article {
    let id = text_id(&document.text);
    let text = document.text.clone();
    let mut scratch = EventScratch::recording();
    let result = analyse(resources, document, workspace, Some(&mut scratch));
    let candidates = scratch.take_recorded();
    let local = |span: (u32, u32)| {
        let exact = result.mentions.iter().find(|m| (m.start, m.end) == span);
        exact.or_else(|| result.mentions.iter().find(|m| m.start < span.1 && span.0 < m.end)).map(|m| m.local)
    };
    let sides: Vec<Option<(u32, u32)>> = stated.iter().map(|s| Some((local(s.subject)?, local(s.object)?))).collect();
    let view = &workspace.view;
    let line_of = |start: u32| view.paragraphs.iter().position(|p| p.start <= start && start < p.end).unwrap_or(0);
    let lines: Vec<u32> = workspace.sentences.iter().map(|s| line_of(s.start) as u32).collect();
    let answers = candidates
        .iter()
        .map(|c| {
            let (sentence, &line) = workspace.sentences.get(c.sentence as usize).zip(lines.get(c.sentence as usize))?;
            let within = view.surface(sentence.start as usize..sentence.end as usize);
            let paragraph = view.paragraphs.get(line as usize).map(|p| view.surface(p.start as usize..p.end as usize))?;
            stated.iter().zip(&sides).position(|(s, sides)| {
                s.line == line
                    && s.event == merged(c.event)
                    && *sides == Some((c.subject, c.object))
                    && (within.contains(&s.trigger) || !paragraph.contains(&s.trigger))
            })
        })
        .collect();
    Article { id, result, text, lines, stated, sides, candidates, answers }
}

fn examples<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<Example> {
    articles
        .flat_map(|a| {
            a.candidates.iter().zip(&a.answers).map(|(c, answer)| Example {
                features: c.features.clone(),
                rule_score: c.rule_score,
                answer: answer.is_some(),
                weight: 1.0,
            })
        })
        .collect()
}

fn score(model: &EventModel, candidate: &EventCandidate) -> f32 {
    model.probability(candidate.rule_score, candidate.features.iter().map(|&f| model.weight(f)).sum())
}

/// A distinct event of an article: who, whom, what.
type Triple = (u32, u32, EventType);

/// The events of an article that the candidates' probabilities give: of the two directions of a pair at one word the likelier.
/// `thresholds` are for what the rules do not find, and for what they find.
fn accepted(article: &Article, scores: &[f32], thresholds: (f32, f32)) -> FxHashSet<Triple> {
    let mut best: BTreeMap<(usize, EventType, u32, u32), (f32, Triple)> = BTreeMap::new();
    for (c, &p) in article.candidates.iter().zip(scores) {
        if p >= if c.by_rules { thresholds.1 } else { thresholds.0 } {
            let key = (c.shown.0, c.event, c.subject.min(c.object), c.subject.max(c.object));
            let slot = best.entry(key).or_insert((p, (c.subject, c.object, merged(c.event))));
            if p > slot.0 {
                *slot = (p, (c.subject, c.object, merged(c.event)));
            }
        }
    }
    best.into_values().map(|(_, t)| t).collect()
}

/// The distinct events annotated; one whose sides the program does not name counts as one that nothing can match.
fn annotated(article: &Article) -> FxHashSet<Triple> {
    let mut lost = u32::MAX;
    article
        .stated
        .iter()
        .zip(&article.sides)
        .map(|(s, sides)| match sides {
            Some((a, b)) => (*a, *b, s.event),
            None => {
                lost -= 1;
                (lost, lost, s.event)
            }
        })
        .collect()
}

/// Prints precision, recall and F1 of distinct events.
fn print_score(name: &str, articles: &[Article], found: impl Fn(usize, &Article) -> FxHashSet<Triple>) {
    let (mut hit, mut predicted, mut gold) = (0usize, 0usize, 0usize);
    for (i, article) in articles.iter().enumerate() {
        let (f, a) = (found(i, article), annotated(article));
        hit += f.intersection(&a).count();
        predicted += f.len();
        gold += a.len();
    }
    let (p, r) = (hit as f64 / predicted.max(1) as f64, hit as f64 / gold.max(1) as f64);
    let f1 = 2.0 * p * r / (p + r).max(1e-9);
    println!("{name:22} P {p:.3}  R {r:.3}  F1 {f1:.3}  ({predicted} rows, {gold} annotated)");
}

/// Prints how often rows of each confidence are right.
fn print_calibration(articles: &[Article], scores: &[Vec<f32>], thresholds: (f32, f32)) {
    let mut bins = [(0usize, 0usize); 10];
    for (article, scores) in articles.iter().zip(scores) {
        let wanted = annotated(article);
        for triple in accepted(article, scores, thresholds) {
            let of = |c: &EventCandidate| (c.subject, c.object, merged(c.event)) == triple;
            let best = article.candidates.iter().zip(scores).filter(|(c, _)| of(c)).map(|(_, p)| *p).fold(0.0, f32::max);
            let bin = &mut bins[((best * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1, bin.1 + usize::from(wanted.contains(&triple)));
        }
    }
    let shown: Vec<String> = bins
        .iter()
        .enumerate()
        .filter(|(_, (n, _))| *n > 0)
        .map(|(b, (n, right))| format!("{:.1}: {:.2} of {n}", b as f64 / 10.0, *right as f64 / *n as f64))
        .collect();
    println!("confidence: right — {}", shown.join("  "));
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let table = read_table(&arguments.annotations)?;
    let found = find_articles(table, &arguments.input)?;
    if found.is_empty() {
        bail!("none of the annotated articles is in the inputs");
    }
    let resources = Resources::new(&Sources::builtin())?.with_model(Choice::Builtin.load()?);
    let articles: Vec<Article> =
        found.into_par_iter().map_init(Workspace::default, |w, (document, stated)| prepare(&resources, document, stated, w)).collect();
    let options = TrainOptions { epochs: arguments.epochs, rate: arguments.rate, penalty: arguments.penalty };
    let stated: usize = articles.iter().map(|a| annotated(a).len()).sum();
    let candidates: usize = articles.iter().map(|a| a.candidates.len()).sum();
    let held: usize = articles.iter().map(|a| accepted(a, &vec![1.0; a.candidates.len()], (0.0, 0.0)).len()).sum();
    let named: usize = articles.iter().map(|a| a.sides.iter().flatten().count()).sum();
    let reached: usize =
        articles.iter().map(|a| a.answers.iter().flatten().map(|&k| (a.sides[k], a.stated[k].event)).collect::<FxHashSet<_>>().len()).sum();
    println!(
        "{} articles, {stated} events ({named} records between things that the program names), {candidates} candidates ({held} distinct), which hold {:.1} % of the events",
        articles.len(),
        100.0 * reached as f64 / stated.max(1) as f64
    );
    print_score("rules alone", &articles, |_, a| {
        a.result.relations.iter().filter(|r| !r.negated).map(|r| (r.subject, r.object, merged(r.event))).collect()
    });
    if let Some(folds) = arguments.folds.filter(|&f| f > 1) {
        let scored: Vec<(usize, Vec<f32>)> = (0..folds)
            .into_par_iter()
            .flat_map_iter(|fold| {
                let known = examples(articles.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, a)| a));
                let model = train_events(&known, &options, (arguments.threshold, arguments.kept));
                let held_out = articles.iter().enumerate().filter(move |(i, _)| i % folds == fold);
                held_out.map(move |(i, a)| (i, a.candidates.iter().map(|c| score(&model, c)).collect())).collect::<Vec<_>>()
            })
            .collect();
        let mut scores: Vec<Vec<f32>> = vec![Vec::new(); articles.len()];
        for (i, s) in scored {
            scores[i] = s;
        }
        println!("with the judge, each article scored by one that has not seen it");
        for threshold in [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6] {
            print_score(&format!("threshold {threshold}"), &articles, |i, a| accepted(a, &scores[i], (threshold, arguments.kept)));
        }
        print_calibration(&articles, &scores, (arguments.threshold, arguments.kept));
        if let Some(path) = &arguments.errors {
            write_errors(&articles, &scores, (arguments.threshold, arguments.kept), path)?;
        }
    }
    let Some(output) = &arguments.output else { return Ok(ALL_READ) };
    let model = train_events(&examples(articles.iter()), &options, (arguments.threshold, arguments.kept));
    let bytes = model.to_bytes().context("cannot compress the model")?;
    atomic::save(output, |file| std::io::Write::write_all(file, &bytes))?;
    println!("{} weights, {} bytes in {}", model.len(), bytes.len(), output.display());
    Ok(ALL_READ)
}

/// Writes what is missed or wrong, one row each.
fn write_errors(articles: &[Article], scores: &[Vec<f32>], thresholds: (f32, f32), path: &Path) -> Result<()> {
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(["text_id", "line", "what", "subject", "relation", "object", "trigger", "probability", "by_rules", "reachable"])?;
    for (article, scores) in articles.iter().zip(scores) {
        let name = |local: u32| {
            article.result.locals.get(local as usize).map_or("", |l| if l.zh.is_empty() { &l.latin } else { &l.zh }).to_string()
        };
        let (found, wanted) = (accepted(article, scores, thresholds), annotated(article));
        for (s, sides) in article.stated.iter().zip(&article.sides) {
            let triple = sides.map(|(a, b)| (a, b, s.event));
            if triple.is_some_and(|t| found.contains(&t)) {
                continue;
            }
            let best = article
                .candidates
                .iter()
                .zip(scores)
                .filter(|(c, _)| triple == Some((c.subject, c.object, merged(c.event))))
                .map(|(_, p)| *p)
                .reduce(f32::max);
            writer.write_record([
                article.id.clone(),
                s.line.to_string(),
                "missed".to_string(),
                sides.map_or(String::new(), |s| name(s.0)),
                s.event.as_str().to_string(),
                sides.map_or(String::new(), |s| name(s.1)),
                s.trigger.clone(),
                best.map_or(String::new(), |p| format!("{p:.2}")),
                String::new(),
                sides.is_some().to_string(),
            ])?;
        }
        let mut seen = FxHashSet::default();
        for (c, p) in article.candidates.iter().zip(scores) {
            let triple = (c.subject, c.object, merged(c.event));
            if found.contains(&triple) && !wanted.contains(&triple) && seen.insert(triple) {
                writer.write_record([
                    article.id.clone(),
                    article.lines[c.sentence as usize].to_string(),
                    "wrong".to_string(),
                    name(c.subject),
                    c.event.as_str().to_string(),
                    name(c.object),
                    article.text.chars().skip(c.shown.0).take(c.shown.1 - c.shown.0).collect(),
                    format!("{p:.2}"),
                    c.by_rules.to_string(),
                    String::new(),
                ])?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}
