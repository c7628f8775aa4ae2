//! `guanxi names`

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use guanxi::curation::{Suggestion, suggest};
use guanxi::dictionary::LearnedRow;
use guanxi::export::csv as tables;
use guanxi::names::dictionary_rows;
use guanxi::pipeline;
use guanxi::resolve::Clusters;
use guanxi::segment::Segmenter;

use super::ALL_READ;

/// List what is worth a look among an output folder's names, or turn its names into a dictionary.
///
/// Prints a CSV of likely duplicates, uncertain merges and names of several types. Fill in the column
/// action (merge, split, rename, retype, drop; empty rows are skipped) and give the file to
/// `guanxi assemble --curation`.
///
/// With --to-dictionary, prints instead the bilingual names that several documents attest and no
/// dictionary lists, as rows of names.csv.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi names output > names.csv
      what is worth a look, the most mentioned first
  guanxi names output --to-dictionary --documents 3 > dictionaries/names.csv
      the command that built the table in the repository, from the whole archive")]
pub struct Arguments {
    /// Folder that `guanxi extract` wrote
    output: PathBuf,
    /// Print rows for names.csv
    #[arg(long)]
    to_dictionary: bool,
    /// Fewest documents that attest a row of the dictionary
    #[arg(long, default_value_t = 3, value_name = "N")]
    documents: u32,
    /// Most rows to print (0: all)
    #[arg(long, default_value_t = 0, value_name = "N")]
    rows: usize,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let run = pipeline::reopen(&arguments.output)?;
    let limit = if arguments.rows == 0 { usize::MAX } else { arguments.rows };
    let out = io::BufWriter::new(io::stdout().lock());
    let written = if arguments.to_dictionary {
        let words = Segmenter::new(run.lexicon.words());
        let rows = dictionary_rows(&run.names, &run.lexicon, &words, arguments.documents);
        tables::write::<LearnedRow, _>(out, rows.into_iter().take(limit), false).map(|_| ())
    } else {
        let clusters = Clusters::build(&run.table, &run.lexicon, &run.ear);
        tables::write::<Suggestion, _>(out, suggest(&clusters, &run.table).into_iter().take(limit), false).map(|_| ())
    };
    match written {
        // A reader that has seen enough (head) is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ALL_READ),
        other => {
            other?;
            Ok(ALL_READ)
        }
    }
}
