//! One whole run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::PipelineError;
use super::assemble::{Assembled, assemble, cluster};
use super::extract::{Results, Work, extract};
use super::filter::Filter;
use super::inputs::Inputs;
use super::room::{Need, free_disk, free_memory};
use super::store::{Digest, save_table};
use super::survey::survey;
use super::work::{Laps, Plan, WorkFolder, digest_of_part};
use super::{corpus, names};
use crate::dictionary::{Sources, TableDigest};
use crate::export::{Labels, atomic};
use crate::read::ReadOptions;
use crate::recognise::Resources;
use crate::recognise::model::Choice;
use crate::record::{EntityType, SCHEMA_VERSION};
use crate::relate::Window;

/// Name of the working folder inside the output folder.
pub const WORK_FOLDER: &str = ".guanxi";

/// Everything a run can be told.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders and archives.
    pub inputs: Vec<PathBuf>,
    /// Where the tables go.
    pub output: PathBuf,
    /// Reading options.
    pub read: ReadOptions,
    /// Dictionary folder of the user.
    pub dictionaries: Option<PathBuf>,
    /// Leave the built-in dictionaries out.
    pub no_builtin: bool,
    /// Co-occurrence window.
    pub window: Window,
    /// Types in the graph.
    pub types: Vec<EntityType>,
    /// Byte-order mark in CSV files.
    pub bom: bool,
    /// Labels of graph files.
    pub labels: Labels,
    /// Threads; 0 for all cores.
    pub threads: usize,
    /// The recognition model.
    pub model: Choice,
    /// Read events and positions.
    pub relations: bool,
    /// Also write `relations.jsonl`, PLOVER's own record form.
    pub jsonl: bool,
    /// Which articles to take.
    pub filter: Filter,
    /// Count copies of an article like any other.
    pub keep_duplicates: bool,
    /// The part of the archive to extract; `None` for all of it.
    pub shard: Option<Shard>,
    /// Use nothing of an earlier run.
    pub fresh: bool,
    /// The researcher's decisions on who is who.
    pub curation: Option<PathBuf>,
    /// Write `report.html`.
    pub report: bool,
    /// Let names that tell who reports make ties too.
    pub with_sources: bool,
}

/// One of several parts of an archive, told by the paths of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.trim().parse().ok()?, of.trim().parse().ok()?)));
        match numbers {
            Some((number, of)) if number >= 1 && number <= of => Ok(Shard { number, of }),
            _ => Err(format!("{text} is no shard; write 1/4 for the first of four")),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            inputs: Vec::new(),
            output: PathBuf::from("output"),
            read: ReadOptions::default(),
            dictionaries: None,
            no_builtin: false,
            window: Window::Sentence,
            types: vec![EntityType::Person, EntityType::Country, EntityType::Organization],
            bom: false,
            labels: Labels::default(),
            threads: 0,
            model: Choice::Builtin,
            relations: true,
            jsonl: false,
            filter: Filter::default(),
            keep_duplicates: false,
            shard: None,
            fresh: false,
            curation: None,
            report: true,
            with_sources: false,
        }
    }
}

/// Stages of a run, for progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and cleaning.
    Survey,
    /// Recognising.
    Extract,
    /// Counting and writing.
    Assemble,
    /// Measures and layout.
    Graph,
}

/// Is told how the run goes on.
pub trait Progress: Sync {
    /// A stage begins, with its number of articles where known.
    fn start(&self, stage: Stage, total: Option<u64>);
    /// So many more articles are done; `errors` inputs have failed so far.
    fn advance(&self, articles: u64, errors: u64);
    /// The input files have so many bytes; they are told before reading begins.
    fn total_bytes(&self, bytes: u64) {
        let _ = bytes;
    }
    /// So many more bytes of the input files were read.
    fn bytes(&self, bytes: u64) {
        let _ = bytes;
    }
    /// Something the user should know.
    fn note(&self, text: &str) {
        let _ = text;
    }
    /// Whether the user asked to stop.
    fn interrupted(&self) -> bool {
        false
    }
}

/// No progress.
pub struct Quiet;

impl Progress for Quiet {
    fn start(&self, _: Stage, _: Option<u64>) {}
    fn advance(&self, _: u64, _: u64) {}
}

/// Entities of one type and the most mentioned of them.
#[derive(Clone, Debug, Serialize)]
pub struct TypeCount {
    /// The type.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Number of entities.
    pub entities: u64,
    /// Label and mentions of the ten most mentioned.
    pub top: Vec<(String, u64)>,
}

/// What a run did.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Version of the output contract.
    pub schema_version: u32,
    /// Version of the program.
    pub version: &'static str,
    /// Options that shape the result.
    pub options: serde_json::Value,
    /// Dictionaries and their digests.
    pub dictionaries: Vec<TableDigest>,
    /// Articles read.
    pub documents: u64,
    /// Inputs that failed.
    pub errors: u64,
    /// Mentions.
    pub mentions: u64,
    /// Entities by type.
    pub entities: Vec<TypeCount>,
    /// Distinct bilingual pairs.
    pub name_pairs: u64,
    /// Edges.
    pub edges: u64,
    /// Stated events.
    pub relations: u64,
    /// Stated events by PLOVER type, those denied left out.
    pub relations_by_type: std::collections::BTreeMap<&'static str, u64>,
    /// Positions held.
    pub positions: u64,
    /// The ten heaviest edges.
    pub heaviest_edges: Vec<(String, String, u64)>,
    /// Articles that are copies of others.
    pub duplicates: u64,
    /// The part of the archive this was, if it was only one; there are no tables then.
    pub shard: Option<Shard>,
    /// How the network was measured and what its files hold.
    pub network: NetworkFacts,
    /// The most memory in use up to the end of each stage, in MiB, where the system tells.
    pub peak_mib: Vec<(&'static str, u64)>,
    /// Seconds of each stage.
    pub seconds: Vec<(&'static str, f64)>,
    /// Seconds of each of the network's files, which are written side by side.
    pub file_seconds: Vec<(&'static str, f64)>,
}

/// How the network was measured and what its files hold.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct NetworkFacts {
    /// Edges in `graph.gexf` and the other graph files, the heaviest; `edges.csv` has all.
    pub graph_edges: u64,
    /// Source nodes that betweenness was estimated from; `null` where it is exact.
    pub betweenness_pivots: Option<usize>,
    /// Nodes placed by force; the others lie in rings around them.
    pub laid_out: u64,
}

impl NetworkFacts {
    /// What assembling says of it.
    pub fn of(assembled: &Assembled) -> NetworkFacts {
        NetworkFacts { graph_edges: assembled.graph_edges, betweenness_pivots: assembled.betweenness_pivots, laid_out: assembled.laid_out }
    }
}

/// Refuses an output folder that holds files this program does not write.
pub(super) fn check_output(output: &Path) -> Result<(), PipelineError> {
    let Ok(folder) = fs::read_dir(output) else { return Ok(()) };
    let ours = output.join(WORK_FOLDER).exists()
        || fs::read(output.join("run.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
            .is_some_and(|run| run.get("schema_version").is_some());
    let mut foreign: Vec<String> = folder
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !ours && !matches!(name.as_str(), ".gitkeep" | ".gitignore" | ".DS_Store" | "Thumbs.db" | "desktop.ini"))
        .collect();
    foreign.sort();
    match foreign.into_iter().next() {
        Some(example) => Err(PipelineError::Occupied { path: output.to_path_buf(), example }),
        None => Ok(()),
    }
}

/// Runs the three passes.
///
/// # Errors
/// A missing input, an output folder that holds something else, a dictionary or working file that
/// cannot be used. Articles that cannot be read are rows of `errors.csv`, not errors.
pub fn run(options: &Options, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().map_err(|e| PipelineError::Threads(e.to_string()))?;
    pool.install(|| run_here(options, progress))
}

/// The dictionaries the options ask for.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn sources(options: &Options) -> Result<Sources, PipelineError> {
    let mut sources = if options.no_builtin { Sources::empty() } else { Sources::builtin() };
    if let Some(folder) = &options.dictionaries {
        sources.add_folder(folder)?;
    }
    Ok(sources)
}

fn run_here(options: &Options, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    // A missing input is a row of errors.csv, unless there is no other: then it is most likely a slip.
    let missing = |input: &std::path::PathBuf| (input.as_os_str() != "-").then(|| fs::symlink_metadata(input).err()).flatten();
    if let Some(first) = options.inputs.first()
        && options.inputs.iter().all(|input| missing(input).is_some())
        && let Some(source) = missing(first)
    {
        return Err(PipelineError::Spool { path: first.clone(), source });
    }
    check_output(&options.output)?;
    // A slip in the curation file shows before the archive is read, not after.
    if let Some(path) = &options.curation {
        crate::curation::Curation::read(path)?;
    }
    let mut laps = Laps::default();
    let need = Need::of(options);
    if let Some(warning) = need.warning(&options.output, free_disk(&options.output), free_memory()) {
        progress.note(&warning);
    }
    let mut work = WorkFolder::open(&options.output)?;
    let build = super::work::build();
    let sources = sources(options)?;
    let reading = super::survey::digest(options, build);
    let reading_of_part = digest_of_part(reading, options.shard);
    let (mut texts, changed) = work.store("survey", reading_of_part, options.fresh)?;
    let before = !texts.is_empty();
    let list = work.path("inputs");
    let inputs = if before { Inputs::load(&list, reading_of_part) } else { Inputs::new(reading_of_part) };
    // Standard input has no size to go by.
    if !options.inputs.iter().any(|input| input.as_os_str() == "-") {
        progress.total_bytes(need.input);
    }
    // The dictionaries compile while the first articles are read.
    let (resources, surveyed) = rayon::join(
        || -> Result<Resources, PipelineError> { Ok(Resources::new(&sources)?.with_choice(&options.model)?) },
        || survey(options, &mut texts, &inputs, progress),
    );
    let (mut resources, surveyed) = (resources?, surveyed?);
    let corpus = surveyed.corpus;
    surveyed.inputs.save(&list)?;
    drop((inputs, surveyed.inputs));
    laps.lap("survey");
    if corpus.documents.is_empty() && corpus.errors.is_empty() {
        drop(texts);
        work.discard();
        let inputs = options.inputs.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(PipelineError::Nothing { inputs });
    }
    let stage = extraction_digest(options, &sources, build)?;
    let (mut store, outdated) = work.store("results", stage, options.fresh)?;
    if changed || outdated {
        progress.note("the program, the options or the dictionaries have changed since the last run here: what they touch is done again");
    } else if before {
        progress.note(&format!(
            "going on with what an earlier run left here: {} of the articles were read before (--fresh starts over)",
            surveyed.known
        ));
    }
    save_table(&work.path("corpus"), &corpus)?;
    let copies = if options.keep_duplicates { FxHashMap::default() } else { corpus::copies(&corpus, &[&texts])? };
    let (names, digest) = names::learn(&mut resources, corpus::contexts(&corpus, &[&texts], &copies)?);
    save_table(&work.path("names"), &names)?;
    drop(names);
    laps.lap("names");
    let extracted = extract(
        &Work {
            resources: &resources,
            corpus: &corpus,
            copies: &copies,
            texts: &[&texts],
            others: &[],
            names: digest,
            partial: options.shard.is_some(),
            relations: options.relations,
        },
        &mut store,
        progress,
    )?;
    laps.lap("extract");
    save_table(&work.path("copies"), &copies)?;
    Plan::of(options, reading, stage, digest, &corpus).save(&work)?;
    let errors = corpus.errors.len() as u64;
    let summary = if options.shard.is_some() {
        let assembled = Assembled { documents: store.all(super::store::Kind::Result).len() as u64, ..Assembled::default() };
        summarise(options, &sources, assembled, errors, laps)
    } else {
        drop(texts);
        let results = Results::of(&corpus, copies, vec![Arc::new(store)])?;
        // Clustering asks the dictionaries only; what the text was read with makes room for the tables.
        let (lexicon, ear) = resources.into_register();
        let clusters = cluster(options, &lexicon, &ear, &extracted.table)?;
        laps.lap("cluster");
        // Nothing but the entities is needed from here on.
        drop((lexicon, ear, extracted));
        let assembled = assemble(options, clusters, &results, &corpus.errors, &mut laps, progress)?;
        summarise(options, &sources, assembled, errors, laps)
    };
    save_summary(options, &summary)?;
    Ok(summary)
}

/// What the results of extraction depend on besides the document and the archive's names.
///
/// # Errors
/// A model file that cannot be read.
pub(super) fn extraction_digest(options: &Options, sources: &Sources, build: u64) -> Result<u64, PipelineError> {
    let mut digest = Digest::default().add("extract").number(build).number(u64::from(options.relations)).add(options.model.to_string());
    if let Choice::File(path) = &options.model {
        digest = digest.add(fs::read(path).map_err(|e| PipelineError::working(path, e))?);
    }
    for table in sources.digests() {
        digest = digest.add(table.digest);
    }
    Ok(digest.value())
}

pub(super) fn save_summary(options: &Options, summary: &Summary) -> Result<(), PipelineError> {
    atomic::save(&options.output.join("run.json"), |file| {
        serde_json::to_writer_pretty(&mut *file, summary)?;
        std::io::Write::write_all(file, b"\n")
    })?;
    Ok(())
}

pub(super) fn summarise(options: &Options, sources: &Sources, assembled: Assembled, errors: u64, laps: Laps) -> Summary {
    let entities = EntityType::NAMED
        .iter()
        .map(|&kind| {
            let of_type = || assembled.entities.iter().filter(move |e| e.kind == kind);
            TypeCount { kind, entities: of_type().count() as u64, top: of_type().take(10).map(|e| (e.label.clone(), e.mentions)).collect() }
        })
        .collect();
    let facts = NetworkFacts::of(&assembled);
    let file_seconds = assembled.seconds_rounded();
    Summary {
        schema_version: SCHEMA_VERSION,
        version: env!("CARGO_PKG_VERSION"),
        options: serde_json::json!({
            "inputs": options.inputs.iter().map(|p| p.display().to_string()).collect::<Vec<_>>(),
            "window": options.window,
            "types": options.types,
            "builtin_dictionaries": !options.no_builtin,
            "bom": options.bom,
            "model": options.model.to_string(),
            "relations": options.relations,
            "since": options.filter.since,
            "until": options.filter.until,
            "sources": options.filter.sources,
            "sample": options.filter.sample,
            "keep_duplicates": options.keep_duplicates,
            "with_sources": options.with_sources,
        }),
        dictionaries: sources.digests(),
        documents: assembled.documents,
        errors,
        mentions: assembled.mentions,
        entities,
        name_pairs: assembled.pairs,
        edges: assembled.edges,
        relations: assembled.relations,
        relations_by_type: assembled.by_relation,
        positions: assembled.positions,
        heaviest_edges: assembled.heaviest,
        duplicates: assembled.duplicates,
        shard: options.shard,
        network: facts,
        peak_mib: laps.peaks(),
        seconds: laps.seconds(),
        file_seconds,
    }
}
