//! Several outputs as one: the shards of an archive, or archives that were extracted apart.

use std::path::{Path, PathBuf};

use super::PipelineError;
use super::assemble::assemble;
use super::corpus::{self, Corpus};
use super::extract::{Results, Work, extract};
use super::filter::Filter;
use super::folder::{Laps, Plan, WorkFolder, build};
use super::names;
use super::run::{Options, Progress, Summary, WORK_FOLDER, check_output, extraction_digest, save_summary, sources, summarise};
use super::store::{Digest, Store, save_table};
use crate::recognise::Resources;
use crate::recognise::model::Choice;

struct Part {
    folder: PathBuf,
    plan: Plan,
    texts: Store,
    results: Store,
}

/// Writes to `output` what one run over everything in `folders` would have written.
///
/// The results of shards of one archive are taken as they are. Archives extracted apart know only their own
/// names; documents that hold a name another archive introduces are extracted anew, from the texts
/// in the folders. `threads` is 0 for all cores.
///
/// # Errors
/// A folder without a finished run, missing shards, folders made with different options, dictionaries or
/// versions of the program; working files that cannot be read or written.
pub fn merge(folders: &[PathBuf], output: &Path, threads: usize, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|e| PipelineError::Threads(e.to_string()))?;
    pool.install(|| merge_here(folders, output, progress))
}

fn merge_here(folders: &[PathBuf], output: &Path, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    check_output(output)?;
    let mut laps = Laps::default();
    let mut parts: Vec<Part> = Vec::with_capacity(folders.len());
    let mut corpus = Corpus::default();
    for folder in folders {
        let (plan, articles) = Plan::load(folder)?;
        if let Some(first) = parts.first() {
            agree(&first.folder, &first.plan, folder, &plan)?;
        }
        let work = folder.join(WORK_FOLDER);
        let part = plan.shard.map_or(0, |s| u64::from(s.number) << 32 | u64::from(s.of));
        let texts = Store::read_only(&work.join("survey"), Digest::default().number(plan.reading).number(part).value())?;
        let results = Store::read_only(&work.join("results"), plan.stage)?;
        corpus.merge(articles);
        parts.push(Part { folder: folder.clone(), plan, texts, results });
    }
    let Some(first) = parts.first() else {
        return Err(PipelineError::Nothing { inputs: "no folder".into() });
    };
    complete(&parts)?;
    let options = options(&parts, first, output);
    let sources = sources(&options)?;
    if extraction_digest(&options, &sources, build())? != first.plan.stage {
        return Err(PipelineError::Mixed {
            first: first.folder.clone(),
            second: output.to_path_buf(),
            reason: "the program, the dictionaries or the model are not those the folder was made with; use the same ones".into(),
        });
    }
    let mut work = WorkFolder::open(output)?;
    let mut resources = Resources::new(&sources)?.with_model(options.model.load()?);
    let texts: Vec<&Store> = parts.iter().map(|p| &p.texts).collect();
    let others: Vec<&Store> = parts.iter().map(|p| &p.results).collect();
    let copies = if options.keep_duplicates { Default::default() } else { corpus::copies(&corpus, &texts)? };
    let (names, digest) = names::learn(&mut resources, corpus::contexts(&corpus, &texts, &copies)?);
    save_table(&work.path("names"), &names)?;
    drop(names);
    laps.lap("names");
    let (mut store, _) = work.store("results", first.plan.stage, false)?;
    let work = Work { resources: &resources, corpus: &corpus, copies: &copies, texts: &texts, others: &others, names: digest, partial: false, relations: options.relations };
    let extracted = extract(&work, &mut store, progress)?;
    laps.lap("extract");
    // What was made anew stands before what the folders hold.
    let stores: Vec<&Store> = std::iter::once(&store).chain(others.iter().copied()).collect();
    let results = Results::of(&corpus, &copies, stores)?;
    let mut assembled = assemble(&options, &resources.lexicon, &results, &extracted.table, &corpus.errors, progress)?;
    assembled.duplicates = copies.len() as u64;
    laps.lap("assemble");
    let summary = summarise(&options, &sources, assembled, corpus.errors.len() as u64, laps);
    save_summary(&options, &summary)?;
    Ok(summary)
}

/// The options of the runs, for the merged output.
fn options(parts: &[Part], first: &Part, output: &Path) -> Options {
    let plan = &first.plan;
    let mut inputs: Vec<PathBuf> = parts.iter().flat_map(|p| p.plan.inputs.iter().cloned()).collect();
    inputs.sort();
    inputs.dedup();
    Options {
        inputs,
        output: output.to_path_buf(),
        dictionaries: plan.dictionaries.clone(),
        no_builtin: plan.no_builtin,
        window: plan.window,
        types: plan.types.clone(),
        bom: plan.bom,
        labels: plan.labels,
        model: plan.model.parse().unwrap_or(Choice::Builtin),
        relations: plan.relations,
        jsonl: plan.jsonl,
        keep_duplicates: plan.keep_duplicates,
        filter: Filter {
            since: plan.since.clone(),
            until: plan.until.clone(),
            sources: plan.sources.clone(),
            sample: plan.sample,
            ..Filter::default()
        },
        ..Options::default()
    }
}

/// Refuses two folders that were not made alike.
fn agree(first: &Path, a: &Plan, second: &Path, b: &Plan) -> Result<(), PipelineError> {
    let refuse = |reason: &str| Err(PipelineError::Mixed { first: first.to_path_buf(), second: second.to_path_buf(), reason: reason.into() });
    if a.stage != b.stage {
        return refuse("they were made with different dictionaries, models or versions of the program; run one of them again");
    }
    if a.reading != b.reading {
        return refuse("they were read with different options or filters; run one of them again");
    }
    if (a.window, &a.types, a.bom, a.labels, a.jsonl, a.keep_duplicates) != (b.window, &b.types, b.bom, b.labels, b.jsonl, b.keep_duplicates) {
        return refuse("their options differ (window, types, labels, bom, jsonl, keep-duplicates); run one of them again");
    }
    match (a.shard, b.shard) {
        (None, None) => Ok(()),
        (Some(x), Some(y)) if x.of != y.of => refuse(&format!("one is shard {x}, the other shard {y}")),
        (Some(x), Some(y)) if x.number == y.number => refuse(&format!("both are shard {x}")),
        (Some(_), Some(_)) if a.corpus != b.corpus || a.names != b.names => refuse("they are shards of different inputs, or the inputs changed in between"),
        (Some(_), Some(_)) => Ok(()),
        (Some(x), None) | (None, Some(x)) => refuse(&format!("one is shard {x}, the other a whole output")),
    }
}

/// Refuses a set of shards in which one is missing.
fn complete(parts: &[Part]) -> Result<(), PipelineError> {
    let numbers: Vec<u32> = parts.iter().filter_map(|p| p.plan.shard.map(|s| s.number)).collect();
    let Some((part, shard)) = parts.iter().find_map(|p| p.plan.shard.map(|s| (p, s))) else { return Ok(()) };
    let missing: Vec<String> = (1..=shard.of).filter(|n| !numbers.contains(n)).map(|n| format!("{n}/{}", shard.of)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(PipelineError::Unfinished { path: part.folder.clone(), reason: format!("this is shard {shard}; to merge it, give the folders of shards {} too", missing.join(", ")) })
}
