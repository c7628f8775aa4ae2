//! One whole run.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use super::assemble::{Assembled, assemble};
use super::extract::extract;
use super::survey::survey;
use super::PipelineError;
use crate::dictionary::{Sources, TableDigest};
use crate::export::{Labels, atomic};
use crate::read::ReadOptions;
use crate::names::ArchiveNames;
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
    /// The researcher's decisions on who is who.
    pub curation: Option<PathBuf>,
    /// Write `report.html`.
    pub report: bool,
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
            curation: None,
            report: true,
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
    /// Seconds of each stage.
    pub seconds: Vec<(&'static str, f64)>,
}

/// Refuses an output folder that holds files this program does not write.
fn check_output(output: &Path) -> Result<(), PipelineError> {
    let Ok(folder) = fs::read_dir(output) else { return Ok(()) };
    let ours = output.join(WORK_FOLDER).exists()
        || fs::read(output.join("run.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
            .is_some_and(|run| run.get("schema_version").is_some());
    let mut foreign: Vec<String> = folder
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| if ours { false } else { !matches!(name.as_str(), ".gitkeep" | ".gitignore" | ".DS_Store" | "Thumbs.db" | "desktop.ini") })
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
    let work = options.output.join(WORK_FOLDER);
    fs::create_dir_all(&work).map_err(|source| PipelineError::Spool { path: work.clone(), source })?;
    let mut seconds = Vec::new();
    let mut clock = Instant::now();
    let mut lap = |name: &'static str, seconds: &mut Vec<(&'static str, f64)>| {
        let now = Instant::now();
        seconds.push((name, (now - clock).as_secs_f64()));
        clock = now;
    };
    let sources = sources(options)?;
    let mut resources = Resources::new(&sources)?.with_model(options.model.load()?);
    lap("load", &mut seconds);
    let mut survey = survey(options, &work, progress)?;
    lap("survey", &mut seconds);
    if survey.texts.is_empty() && survey.errors.is_empty() {
        let _ = fs::remove_dir_all(&work);
        let inputs = options.inputs.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(PipelineError::Nothing { inputs });
    }
    resources.contexts = Some(std::mem::take(&mut survey.contexts).index());
    let names = resources.contexts.as_ref().map(|contexts| ArchiveNames::judge(&resources, contexts)).unwrap_or_default();
    super::spool::save_table(&work.join("names"), &names)?;
    resources.names = Some(ArchiveNames::compile(names));
    lap("names", &mut seconds);
    let (mut results, table) = extract(&resources, &mut survey.texts, &work, options.relations, progress)?;
    lap("extract", &mut seconds);
    super::reassemble::save(options, &survey.errors, &work)?;
    let assembled = assemble(options, &resources.lexicon, &mut results, &table, &survey.errors, progress)?;
    lap("assemble", &mut seconds);
    let summary = summarise(options, &sources, assembled, survey.errors.len() as u64, seconds);
    atomic::save(&options.output.join("run.json"), |file| {
        serde_json::to_writer_pretty(&mut *file, &summary)?;
        std::io::Write::write_all(file, b"\n")
    })?;
    Ok(summary)
}

fn summarise(options: &Options, sources: &Sources, assembled: Assembled, errors: u64, seconds: Vec<(&'static str, f64)>) -> Summary {
    let entities = EntityType::NAMED
        .iter()
        .map(|&kind| {
            let of_type = || assembled.entities.iter().filter(move |e| e.kind == kind);
            TypeCount { kind, entities: of_type().count() as u64, top: of_type().take(10).map(|e| (e.label.clone(), e.mentions)).collect() }
        })
        .collect();
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
        seconds: seconds.into_iter().map(|(name, s)| (name, (s * 1000.0).round() / 1000.0)).collect(),
    }
}
