//! The run: three passes over an archive, from raw files to the tables of the output contract.
//!
//! 1. *survey* ([`survey`]): read, decode, clean; spool the texts.
//! 2. *extract* ([`extract`]): segment, recognise, resolve within the document; spool the results.
//! 3. *assemble* ([`assemble`]): cluster the names of the whole archive, count, write the files.
//!
//! The first two are pure maps over documents; what they leave is merged by sums and sorted unions,
//! so that threads and file order make no difference.

mod assemble;
mod error;
mod extract;
mod finder;
mod folder;
mod plover;
mod reassemble;
mod quotes;
mod recount;
mod report;
mod run;
mod spool;
mod survey;

pub use assemble::{Assembled, assemble};
pub use error::PipelineError;
pub use extract::{DocumentResult, analyse};
pub use finder::Finder;
pub use folder::{Folder, Hit, RunOptions, Texts};
pub use quotes::{Quote, quotes};
pub use recount::{Counted, Recount, Slices, recount};
pub use report::write_report;
pub use run::{Options, Progress, Quiet, Stage, Summary, TypeCount, WORK_FOLDER, run, sources};
pub use reassemble::{Reopened, reassemble, reopen};
pub use spool::{Spool, SpoolWriter};
