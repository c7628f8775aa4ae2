//! `guanxi merge`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use guanxi::pipeline;

use super::extract::{finish, stopped};
use super::progress::Bar;

/// Join outputs of `guanxi extract` into one, as if one run had read everything.
///
/// FOLDERs are the outputs of all shards of one archive (`--shard 1/4` … `4/4`), or whole outputs of different
/// archives. They must have been made with the same options, dictionaries, model and version. Of archives extracted
/// apart, the articles that hold a name which only another archive explains are recognised again.
#[derive(Args)]
#[command(after_help = "\
Examples:
  parallel guanxi extract archive/ -o part{} --shard {}/4 ::: 1 2 3 4
  guanxi merge part1 part2 part3 part4 -o out
      four processes, here with GNU parallel
  guanxi merge 2020/ 2021/ -o both
      two years that were extracted apart")]
pub struct Arguments {
    /// Folders written by `guanxi extract`
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long)]
    output: PathBuf,
    /// Number of threads (0: all cores)
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// No progress, no summary
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let bar = Bar::new(arguments.quiet);
    match pipeline::merge(&arguments.folders, &arguments.output, arguments.threads, &bar) {
        Ok(summary) => {
            bar.clear();
            Ok(finish(&summary, &arguments.output, arguments.quiet))
        }
        Err(error) => stopped(error, &bar),
    }
}
