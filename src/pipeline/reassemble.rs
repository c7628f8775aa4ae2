//! Pass three again, from the working files of an earlier run: with a curation, or only to look.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::PipelineError;
use super::assemble::{Assembled, assemble, cluster};
use super::extract::Results;
use super::run::{NetworkFacts, Options, Progress, WORK_FOLDER, sources};
use super::store::load_table;
use super::work::{Laps, Plan};
use crate::dictionary::Lexicon;
use crate::export::atomic;
use crate::names::{ArchiveName, ByEar, SoundTable};
use crate::record::{EntityType, ErrorRow};
use crate::resolve::NameTable;

/// The working files of an earlier run, opened.
pub struct Reopened {
    /// Options of that run; `curation` is empty.
    pub options: Options,
    /// What could not be read then.
    pub errors: Vec<ErrorRow>,
    /// Results by document.
    pub results: Results,
    /// Name keys of the archive, counted again.
    pub table: NameTable,
    /// The archive's bilingual names.
    pub names: Vec<ArchiveName>,
    /// Dictionaries of that run.
    pub lexicon: Lexicon,
    /// Their people, by the sound of their names.
    pub ear: ByEar,
}

/// Opens the working files that `guanxi extract` left in `output`.
///
/// # Errors
/// A folder without them, or files that are damaged.
pub fn reopen(output: &Path) -> Result<Reopened, PipelineError> {
    let work = output.join(WORK_FOLDER);
    if !work.join("plan").exists() {
        return Err(PipelineError::NoRun { path: output.to_path_buf() });
    }
    let (plan, corpus) = Plan::load(output)?;
    if let Some(shard) = plan.shard {
        let reason = format!("this is shard {shard} of an archive; merge it with the others first (guanxi merge)");
        return Err(PipelineError::Unfinished { path: output.to_path_buf(), reason });
    }
    let copies = load_table(&work.join("copies"))?;
    let options = plan.options(output);
    let stores = plan
        .folders(output)?
        .iter()
        .map(|(folder, plan)| Ok(Arc::new(plan.results(folder)?)))
        .collect::<Result<Vec<_>, PipelineError>>()?;
    let results = Results::of(&corpus, copies, stores)?;
    let table = results.count()?;
    let sources = sources(&options)?;
    let lexicon = Lexicon::compile(&sources)?;
    let ear = ByEar::new(&lexicon, SoundTable::from_sources(&sources)?);
    Ok(Reopened { errors: corpus.errors, results, table, names: load_table(&work.join("names"))?, lexicon, ear, options })
}

/// Writes all tables of `output` again, with the decisions of `curation`, without reading the archive.
///
/// # Errors
/// A folder without working files, a curation that cannot be applied, a file that cannot be written.
pub fn reassemble(output: &Path, curation: Option<&Path>, progress: &dyn Progress) -> Result<Assembled, PipelineError> {
    let clock = Instant::now();
    let mut run = reopen(output)?;
    run.options.curation = curation.map(Path::to_path_buf);
    let clusters = cluster(&run.options, &run.lexicon, &run.ear, &run.table)?;
    let Reopened { options, errors, results, lexicon, ear, table, .. } = run;
    // Nothing but the entities is needed from here on.
    drop((lexicon, ear, table));
    let assembled = assemble(&options, clusters, &results, &errors, &mut Laps::default(), progress)?;
    // run.json keeps what it says of the reading; the counts are those of now.
    let path = output.join("run.json");
    let mut summary: serde_json::Value =
        fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
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
        object.insert("file_seconds".into(), serde_json::json!(assembled.seconds_rounded()));
        object.insert("network".into(), serde_json::json!(NetworkFacts::of(&assembled)));
        object.insert("curation".into(), curation.map(|p| p.display().to_string()).into());
        object.insert("reassembled_seconds".into(), ((clock.elapsed().as_secs_f64() * 1000.0).round() / 1000.0).into());
    }
    atomic::save(&path, |file| {
        serde_json::to_writer_pretty(&mut *file, &summary)?;
        std::io::Write::write_all(file, b"\n")
    })?;
    Ok(assembled)
}
