//! The run: three passes over an archive, from raw files to the tables of the output contract.
//!
//! 1. *survey* (`survey`): read, decode, clean; keep the texts, and of each article what the archive as a
//!    whole needs: a signature to find copies by, and what stands before its Latin names.
//! 2. *names* (`names`): copies are found, and the names that the archive introduces are judged.
//! 3. *extract* (`extract`): segment, recognise, resolve within the document; keep the results.
//! 4. *assemble* (`assemble`): cluster the names of the whole archive, count, write the files.
//!
//! The first and the third are pure maps over documents; what they leave is merged by sums and sorted
//! unions, so that threads and file order make no difference.
//!
//! Texts and results are kept in `.guanxi` inside the output folder (`store`), each under a digest of all it
//! was made from. A run takes what is there and still holds, and makes what is missing: that is how an
//! interrupted run goes on, how new articles are added to a finished output, and how shards are merged.

mod assemble;
mod corpus;
mod error;
mod extract;
mod filter;
mod finder;
mod folder;
mod inputs;
mod merge;
mod names;
mod network_files;
mod plover;
mod quotes;
mod reassemble;
mod recount;
mod report;
mod room;
mod rows;
mod run;
mod store;
mod stored;
mod survey;
mod tally;
mod trace;
mod work;

pub use assemble::Assembled;
pub use error::PipelineError;
pub use extract::{DocumentResult, analyse, measure};
pub use filter::Filter;
pub use finder::Finder;
pub use folder::{Folder, Hit, RunOptions, Texts};
pub use merge::merge;
pub use names::learn;
pub use network_files::GRAPH_EDGES;
pub use plover::write as write_plover;
pub use quotes::{Quote, quotes};
pub use reassemble::{Reopened, reassemble, reopen};
pub use recount::{Counted, Recount, Slices, recount};
pub use run::{Options, Progress, Quiet, Shard, Stage, Summary, TypeCount, WORK_FOLDER, run, sources};
