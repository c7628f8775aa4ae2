//! Pass three again, from the working files of an earlier run: with a curation, or only to look.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::assemble::{Assembled, assemble};
use super::extract::{DocumentResult, count};
use super::run::{Options, Progress, WORK_FOLDER, sources};
use super::spool::{Spool, load_table, save_table};
use crate::dictionary::Lexicon;
use crate::export::{Labels, atomic};
use crate::names::ArchiveName;
use crate::record::{EntityType, ErrorRow};
use crate::relate::Window;
use crate::resolve::NameTable;

/// What a later command needs to know of the run.
#[derive(Serialize, Deserialize)]
struct Saved {
    dictionaries: Option<PathBuf>,
    no_builtin: bool,
    window: Window,
    types: Vec<EntityType>,
    bom: bool,
    labels: Labels,
    relations: bool,
    jsonl: bool,
    errors: Vec<ErrorRow>,
}

/// Leaves the options and errors of a run in its working folder.
pub(super) fn save(options: &Options, errors: &[ErrorRow], work: &Path) -> Result<(), PipelineError> {
    let saved = Saved {
        dictionaries: options.dictionaries.as_ref().map(|d| fs::canonicalize(d).unwrap_or_else(|_| d.clone())),
        no_builtin: options.no_builtin,
        window: options.window,
        types: options.types.clone(),
        bom: options.bom,
        labels: options.labels,
        relations: options.relations,
        jsonl: options.jsonl,
        errors: errors.to_vec(),
    };
    save_table(&work.join("options"), &saved)
}

/// The working files of an earlier run, opened.
pub struct Reopened {
    /// Options of that run; `curation` is empty.
    pub options: Options,
    /// What could not be read then.
    pub errors: Vec<ErrorRow>,
    /// Results by document.
    pub results: Spool,
    /// Name keys of the archive, counted again.
    pub table: NameTable,
    /// The archive's bilingual names.
    pub names: Vec<ArchiveName>,
    /// Dictionaries of that run.
    pub lexicon: Lexicon,
}

/// Opens the working files that `guanxi extract` left in `output`.
///
/// # Errors
/// A folder without them, or files that are damaged.
pub fn reopen(output: &Path) -> Result<Reopened, PipelineError> {
    let work = output.join(WORK_FOLDER);
    if !work.join("options").exists() {
        return Err(PipelineError::NoRun { path: output.to_path_buf() });
    }
    let saved: Saved = load_table(&work.join("options"))?;
    let mut results = Spool::open(&work.join("results"))?;
    let mut table = NameTable::default();
    for position in 0..results.len() {
        let result: DocumentResult = results.get(position)?;
        count(&result, &mut table);
    }
    let options = Options {
        output: output.to_path_buf(),
        dictionaries: saved.dictionaries,
        no_builtin: saved.no_builtin,
        window: saved.window,
        types: saved.types,
        bom: saved.bom,
        labels: saved.labels,
        relations: saved.relations,
        jsonl: saved.jsonl,
        ..Options::default()
    };
    let lexicon = Lexicon::compile(&sources(&options)?)?;
    Ok(Reopened { errors: saved.errors, results, table, names: load_table(&work.join("names"))?, lexicon, options })
}

/// Writes all tables of `output` again, with the decisions of `curation`, without reading the archive.
///
/// # Errors
/// A folder without working files, a curation that cannot be applied, a file that cannot be written.
pub fn reassemble(output: &Path, curation: Option<&Path>, progress: &dyn Progress) -> Result<Assembled, PipelineError> {
    let clock = Instant::now();
    let mut run = reopen(output)?;
    run.options.curation = curation.map(Path::to_path_buf);
    let assembled = assemble(&run.options, &run.lexicon, &mut run.results, &run.table, &run.errors, progress)?;
    // run.json keeps what it says of the reading; the counts are those of now.
    let path = output.join("run.json");
    let mut summary: serde_json::Value = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    if let Some(object) = summary.as_object_mut() {
        let entities: Vec<serde_json::Value> = EntityType::NAMED
            .iter()
            .map(|&kind| {
                let of_type: Vec<_> = assembled.entities.iter().filter(|e| e.kind == kind).collect();
                let top: Vec<(String, u64)> = of_type.iter().take(10).map(|e| (e.label.clone(), e.mentions)).collect();
                serde_json::json!({ "type": kind, "entities": of_type.len(), "top": top })
            })
            .collect();
        object.insert("entities".into(), entities.into());
        object.insert("mentions".into(), assembled.mentions.into());
        object.insert("name_pairs".into(), assembled.pairs.into());
        object.insert("edges".into(), assembled.edges.into());
        object.insert("curation".into(), curation.map(|p| p.display().to_string()).into());
        object.insert("reassembled_seconds".into(), ((clock.elapsed().as_secs_f64() * 1000.0).round() / 1000.0).into());
    }
    atomic::save(&path, |file| {
        serde_json::to_writer_pretty(&mut *file, &summary)?;
        std::io::Write::write_all(file, b"\n")
    })?;
    Ok(assembled)
}
