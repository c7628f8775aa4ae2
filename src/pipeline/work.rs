//! The working folder inside an output folder.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::PipelineError;
use super::corpus::Corpus;
use super::filter::Filter;
use super::run::{Options, Shard, WORK_FOLDER};
use super::store::{Digest, Store, load_table, save_table};
use crate::export::Labels;
use crate::record::EntityType;
use crate::relate::Window;

/// The folder, kept for one run by a lock.
pub struct WorkFolder {
    path: PathBuf,
    _lock: File,
}

impl WorkFolder {
    /// Makes the working folder of `output` and locks it.
    ///
    /// # Errors
    /// A folder that cannot be made, or that another run writes to.
    pub fn open(output: &Path) -> Result<WorkFolder, PipelineError> {
        let path = output.join(WORK_FOLDER);
        fs::create_dir_all(&path).map_err(|e| PipelineError::working(&path, e))?;
        let name = path.join("lock");
        let lock = File::create(&name).map_err(|e| PipelineError::working(&name, e))?;
        #[cfg(unix)]
        if rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive) == Err(rustix::io::Errno::WOULDBLOCK) {
            return Err(PipelineError::Busy { path: output.to_path_buf() });
        }
        sweep(output);
        Ok(WorkFolder { path, _lock: lock })
    }

    /// A file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The records of a stage; without what was there before where `fresh`. The second value says whether there
    /// were records of another digest.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn store(&mut self, stage: &str, digest: u64, fresh: bool) -> Result<(Store, bool), PipelineError> {
        let (mut store, changed) = Store::open(&self.path.join(stage), digest)?;
        if fresh {
            store.clear()?;
        }
        Ok((store, changed && !fresh))
    }

    /// Deletes the folder.
    pub fn discard(self) {
        // Nothing of worth is lost where it cannot be deleted.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Deletes what a kill left of files that were being written to the output folder (`.edges.csv.1234.part`).
fn sweep(output: &Path) {
    for entry in fs::read_dir(output).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let middle = name.strip_prefix('.').and_then(|n| n.strip_suffix(".part"));
        if middle.and_then(|m| m.rsplit_once('.')).is_some_and(|(_, process)| process.parse::<u32>().is_ok()) {
            // One that stays is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What a run (or shard) was, for merging, and for commands that look into a finished output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What texts were made with, the inputs apart.
    pub reading: u64,
    /// What results were made with, the archive's names apart.
    pub stage: u64,
    /// The archive's names.
    pub names: u64,
    /// Digest of the set of articles.
    pub corpus: u64,
    /// The part, if it was one.
    pub shard: Option<Shard>,
    /// What was read, for `run.json`.
    pub inputs: Vec<PathBuf>,
    /// The user's dictionaries.
    pub dictionaries: Option<PathBuf>,
    /// Whether the built-in dictionaries were left out.
    pub no_builtin: bool,
    /// The model.
    pub model: String,
    /// Co-occurrence window.
    pub window: Window,
    /// Types in the graph.
    pub types: Vec<EntityType>,
    /// Byte-order mark.
    pub bom: bool,
    /// Labels of graph files.
    pub labels: Labels,
    /// Whether events and positions were read.
    pub relations: bool,
    /// Whether `relations.jsonl` is written.
    pub jsonl: bool,
    /// Whether copies count.
    pub keep_duplicates: bool,
    /// Whether `report.html` is written.
    pub report: bool,
    /// Whether names that tell who reports make ties.
    pub with_sources: bool,
    /// Of a merged output: the folders that hold texts and results too.
    pub parts: Vec<PathBuf>,
    /// Filters, for `run.json`.
    pub since: Option<String>,
    /// See `since`.
    pub until: Option<String>,
    /// See `since`.
    pub sources: Vec<String>,
    /// See `since`.
    pub sample: Option<usize>,
}

impl Plan {
    /// The plan of a run.
    pub fn of(options: &Options, reading: u64, stage: u64, names: u64, corpus: &Corpus) -> Plan {
        Plan {
            reading,
            stage,
            names,
            corpus: corpus.digest(),
            shard: options.shard,
            inputs: options.inputs.clone(),
            dictionaries: options.dictionaries.as_ref().map(|d| fs::canonicalize(d).unwrap_or_else(|_| d.clone())),
            no_builtin: options.no_builtin,
            model: options.model.to_string(),
            window: options.window,
            types: options.types.clone(),
            bom: options.bom,
            labels: options.labels,
            relations: options.relations,
            jsonl: options.jsonl,
            keep_duplicates: options.keep_duplicates,
            report: options.report,
            with_sources: options.with_sources,
            parts: Vec::new(),
            since: options.filter.since.clone(),
            until: options.filter.until.clone(),
            sources: options.filter.sources.clone(),
            sample: options.filter.sample,
        }
    }

    /// Saves it: the mark of a finished run.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn save(&self, work: &WorkFolder) -> Result<(), PipelineError> {
        save_table(&work.path("plan"), self)
    }

    /// The plan and articles of a finished run in `output`.
    ///
    /// # Errors
    /// When there is none.
    pub fn load(output: &Path) -> Result<(Plan, Corpus), PipelineError> {
        let folder = output.join(WORK_FOLDER);
        if !folder.join("plan").exists() {
            let reason = match folder.exists() {
                true => "the run in this folder is not finished; run it again, it goes on where it stopped",
                false => "no output of guanxi, or one whose .guanxi folder is gone",
            };
            return Err(PipelineError::Unfinished { path: output.to_path_buf(), reason: reason.into() });
        }
        Ok((load_table(&folder.join("plan"))?, load_table(&folder.join("corpus"))?))
    }

    /// The options of the run, for assembling in `output`.
    pub fn options(&self, output: &Path) -> Options {
        Options {
            inputs: self.inputs.clone(),
            output: output.to_path_buf(),
            dictionaries: self.dictionaries.clone(),
            no_builtin: self.no_builtin,
            window: self.window,
            types: self.types.clone(),
            bom: self.bom,
            labels: self.labels,
            model: self.model.parse().unwrap_or_default(),
            relations: self.relations,
            jsonl: self.jsonl,
            keep_duplicates: self.keep_duplicates,
            report: self.report,
            with_sources: self.with_sources,
            filter: Filter {
                since: self.since.clone(),
                until: self.until.clone(),
                sources: self.sources.clone(),
                sample: self.sample,
                ..Filter::default()
            },
            ..Options::default()
        }
    }

    /// The texts and marks in a folder of this plan.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn texts(&self, output: &Path) -> Result<Store, PipelineError> {
        Store::read_only(&output.join(WORK_FOLDER).join("survey"), digest_of_part(self.reading, self.shard))
    }

    /// The results in a folder of this plan.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn results(&self, output: &Path) -> Result<Store, PipelineError> {
        Store::read_only(&output.join(WORK_FOLDER).join("results"), self.stage)
    }

    /// This plan's folder and those of its parts, each with its own plan.
    ///
    /// # Errors
    /// A part that is gone.
    pub fn folders(self, output: &Path) -> Result<Vec<(PathBuf, Plan)>, PipelineError> {
        let parts = self.parts.clone();
        let mut folders = vec![(output.to_path_buf(), self)];
        for part in parts {
            let (plan, _) = Plan::load(&part)?;
            folders.push((part, plan));
        }
        Ok(folders)
    }
}

/// What the texts of a part of the archive were made with; `reading` is that of the whole.
pub fn digest_of_part(reading: u64, shard: Option<Shard>) -> u64 {
    let part = shard.map_or(0, |s| u64::from(s.number) << 32 | u64::from(s.of));
    Digest::default().number(reading).number(part).value()
}

/// Seconds of each stage, and the most memory that was in use up to its end.
pub struct Laps {
    clock: Instant,
    seconds: Vec<(&'static str, f64)>,
    peaks: Vec<(&'static str, u64)>,
}

impl Default for Laps {
    fn default() -> Self {
        Laps { clock: Instant::now(), seconds: Vec::new(), peaks: Vec::new() }
    }
}

impl Laps {
    /// Ends a stage.
    pub fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.seconds.push((name, (now - self.clock).as_secs_f64()));
        self.peaks.extend(super::room::peak_memory().map(|bytes| (name, bytes >> 20)));
        self.clock = now;
    }

    /// The most memory (resident set) up to the end of each stage, in MiB; empty where the system does not tell.
    pub fn peaks(&self) -> Vec<(&'static str, u64)> {
        self.peaks.clone()
    }

    /// The stages, in milliseconds' precision.
    pub fn seconds(self) -> Vec<(&'static str, f64)> {
        self.seconds.into_iter().map(|(name, s)| (name, (s * 1000.0).round() / 1000.0)).collect()
    }
}

/// A digest of the program itself: working files of another build are not used, because it may read or
/// recognise otherwise. Of the version alone where the program's file cannot be read.
pub fn build() -> u64 {
    static BUILD: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    *BUILD.get_or_init(|| {
        let mut digest = Xxh3::with_seed(xxhash_rust::xxh3::xxh3_64(env!("CARGO_PKG_VERSION").as_bytes()));
        // Bit by bit: the whole program in memory would be the most that a small run takes.
        let whole = std::env::current_exe().and_then(File::open).and_then(|mut program| {
            let mut buffer = vec![0; 1 << 17];
            loop {
                match program.read(&mut buffer)? {
                    0 => return Ok(digest.digest()),
                    n => digest.update(buffer.get(..n).unwrap_or(&[])),
                }
            }
        });
        whole.unwrap_or_else(|_| xxhash_rust::xxh3::xxh3_64(env!("CARGO_PKG_VERSION").as_bytes()))
    })
}
