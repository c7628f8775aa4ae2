//! `guanxi assemble`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use guanxi::pipeline;

use super::ALL_READ;
use super::progress::Bar;

/// Write an output folder's tables and network again, with your own decisions on who is who.
///
/// The archive is not read again: the working files of `guanxi extract` in OUTPUT/.guanxi are enough.
/// Without --curation, the tables become what they were before any curation.
///
/// FILE is a CSV with the columns action, ids, values, reason (lists joined by |):
///   merge   ids of entities that are one; the first keeps its id and names
///   split   one id; values: those of its names that belong to another entity
///   rename  one id; values: name_zh=…|name_en=…|label=…
///   retype  ids; values: person, country, organization or place
///   drop    ids of what is no entity
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi names output > names.csv
      what is worth a look; fill in the column action
  guanxi assemble output --curation names.csv
      and have it applied")]
pub struct Arguments {
    /// Folder that `guanxi extract` wrote
    output: PathBuf,
    /// CSV of decisions
    #[arg(long, value_name = "FILE")]
    curation: Option<PathBuf>,
    /// No progress, no summary
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let bar = Bar::new(arguments.quiet);
    let assembled = pipeline::reassemble(&arguments.output, arguments.curation.as_deref(), &bar)?;
    bar.clear();
    if !arguments.quiet {
        println!(
            "{} entities, {} mentions, {} name pairs, {} edges in {}",
            assembled.entities.len(),
            assembled.mentions,
            assembled.pairs,
            assembled.edges,
            arguments.output.display()
        );
    }
    Ok(ALL_READ)
}
