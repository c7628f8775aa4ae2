//! Several outputs as one: the shards of an archive, or archives that were extracted apart.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::PipelineError;
use super::assemble::{assemble, cluster};
use super::corpus::{self, Corpus};
use super::extract::{Results, Work, extract};
use super::names;
use super::run::{Options, Progress, Summary, check_output, extraction_digest, save_summary, sources, summarise};
use super::store::{Store, save_table};
use super::work::{Laps, Plan, WorkFolder, build};
use crate::recognise::Resources;

struct Part {
    folder: PathBuf,
    plan: Plan,
    texts: Store,
    results: Arc<Store>,
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
        corpus.merge(articles);
        // A folder that was merged itself brings its parts.
        for (folder, plan) in plan.folders(folder)? {
            let (texts, results) = (plan.texts(&folder)?, Arc::new(plan.results(&folder)?));
            parts.push(Part { folder, plan, texts, results });
        }
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
    let mut folder = WorkFolder::open(output)?;
    let mut resources = Resources::new(&sources)?.with_choice(&options.model)?;
    let texts: Vec<&Store> = parts.iter().map(|p| &p.texts).collect();
    let others: Vec<&Store> = parts.iter().map(|p| p.results.as_ref()).collect();
    let copies = if options.keep_duplicates { Default::default() } else { corpus::copies(&corpus, &texts)? };
    let (names, digest) = names::learn(&mut resources, corpus::contexts(&corpus, &texts, &copies)?);
    save_table(&folder.path("names"), &names)?;
    drop(names);
    laps.lap("names");
    let (mut store, _) = folder.store("results", first.plan.stage, false)?;
    let work = Work {
        resources: &resources,
        corpus: &corpus,
        copies: &copies,
        texts: &texts,
        others: &others,
        names: digest,
        partial: false,
        relations: options.relations,
    };
    let extracted = extract(&work, &mut store, progress)?;
    laps.lap("extract");
    let mut plan = first.plan.clone();
    plan.shard = None;
    (plan.names, plan.corpus) = (digest, corpus.digest());
    plan.inputs = options.inputs.clone();
    plan.parts = parts.iter().map(|p| fs::canonicalize(&p.folder).unwrap_or_else(|_| p.folder.clone())).collect();
    save_table(&folder.path("corpus"), &corpus)?;
    save_table(&folder.path("copies"), &copies)?;
    plan.save(&folder)?;
    // What was made anew stands before what the folders hold.
    let stores = std::iter::once(Arc::new(store)).chain(parts.iter().map(|p| p.results.clone())).collect();
    let results = Results::of(&corpus, copies, stores)?;
    let (lexicon, ear) = resources.into_register();
    let clusters = cluster(&options, &lexicon, &ear, &extracted.table)?;
    laps.lap("cluster");
    drop((lexicon, ear, extracted));
    let assembled = assemble(&options, clusters, &results, &corpus.errors, &mut laps, progress)?;
    let summary = summarise(&options, &sources, assembled, corpus.errors.len() as u64, laps);
    save_summary(&options, &summary)?;
    Ok(summary)
}

/// The options of the runs, for the merged output.
fn options(parts: &[Part], first: &Part, output: &Path) -> Options {
    let mut inputs: Vec<PathBuf> = parts.iter().flat_map(|p| p.plan.inputs.iter().cloned()).collect();
    inputs.sort();
    inputs.dedup();
    Options { inputs, ..first.plan.options(output) }
}

/// Refuses two folders that were not made alike.
fn agree(first: &Path, a: &Plan, second: &Path, b: &Plan) -> Result<(), PipelineError> {
    let refuse =
        |reason: &str| Err(PipelineError::Mixed { first: first.to_path_buf(), second: second.to_path_buf(), reason: reason.into() });
    if a.stage != b.stage {
        return refuse("they were made with different dictionaries, models or versions of the program; run one of them again");
    }
    if a.reading != b.reading {
        return refuse("they were read with different options or filters; run one of them again");
    }
    if (a.window, &a.types, a.bom, a.labels, a.jsonl, a.keep_duplicates)
        != (b.window, &b.types, b.bom, b.labels, b.jsonl, b.keep_duplicates)
    {
        return refuse("their options differ (window, types, labels, bom, jsonl, keep-duplicates); run one of them again");
    }
    match (a.shard, b.shard) {
        (None, None) => Ok(()),
        (Some(x), Some(y)) if x.of != y.of => refuse(&format!("one is shard {x}, the other shard {y}")),
        (Some(x), Some(y)) if x.number == y.number => refuse(&format!("both are shard {x}")),
        (Some(_), Some(_)) if a.corpus != b.corpus || a.names != b.names => {
            refuse("they are shards of different inputs, or the inputs changed in between")
        }
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
    Err(PipelineError::Unfinished {
        path: part.folder.clone(),
        reason: format!("this is shard {shard}; to merge it, give the folders of shards {} too", missing.join(", ")),
    })
}
