//! Commands.

mod annotate;
mod annotated;
mod assemble;
mod eval;
mod extract;
mod graph;
mod learn;
mod merge;
mod names;
mod progress;
mod quote;
mod show;
mod train;
mod train_events;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use guanxi::pipeline::PipelineError;

/// Exit status when every input was read.
pub const ALL_READ: u8 = 0;
/// Exit status when nothing usable came of the run.
pub const NOTHING: u8 = 1;
/// Exit status when some inputs failed.
pub const SOME_FAILED: u8 = 2;
/// Exit status when the user or the system asked to stop.
pub const INTERRUPTED: u8 = 130;

/// Who is in a Chinese-language news archive, under one identity each, and how they are tied.
///
/// guanxi reads folders and archives of articles and writes tables of people, countries,
/// organizations and places, their bilingual names, and a network that opens in Gephi.
#[derive(Parser)]
#[command(name = "guanxi", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  guanxi extract articles/ -o results        a folder of articles to tables and a network
  guanxi extract 2021-03.tar.gz -o march     an archive as it is
  guanxi quote march 普京 习近平               the sentences that tie two people
  guanxi graph march --ego 普京 --radius 1     a network of its own from the same tables
  guanxi show articles/a.md                  one article with its names in colour
  guanxi eval gold results                   how good the result is, on annotated articles";

#[derive(Subcommand)]
enum Command {
    Extract(Box<extract::Arguments>),
    Merge(merge::Arguments),
    Assemble(assemble::Arguments),
    Names(names::Arguments),
    Graph(graph::Arguments),
    Quote(quote::Arguments),
    Show(show::Arguments),
    Learn(learn::Arguments),
    Annotate(annotate::Arguments),
    Train(train::Arguments),
    #[command(name = "train-events")]
    TrainEvents(train_events::Arguments),
    Eval(eval::Arguments),
}

/// Runs the command of the command line.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nowhere to complain to when even this cannot be printed.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { NOTHING } else { ALL_READ });
        }
    };
    let outcome = match arguments.command {
        Command::Extract(arguments) => extract::run(*arguments),
        Command::Merge(arguments) => merge::run(arguments),
        Command::Assemble(arguments) => assemble::run(arguments),
        Command::Names(arguments) => names::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
        Command::Quote(arguments) => quote::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Learn(arguments) => learn::run(arguments),
        Command::Annotate(arguments) => annotate::run(arguments),
        Command::Train(arguments) => train::run(arguments),
        Command::TrainEvents(arguments) => train_events::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let full = error.downcast_ref::<PipelineError>().is_some_and(PipelineError::is_full);
            eprintln!("guanxi: {}{}", message(&error), if full { PipelineError::DISK_FULL } else { "" });
            ExitCode::from(NOTHING)
        }
    }
}

/// An error and its causes in one line; a cause that the message before it quotes is not said again.
fn message(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if said.is_empty() {
            said = cause;
        } else if !said.ends_with(&cause) {
            said.push_str(": ");
            said.push_str(&cause);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let quoted = anyhow::anyhow!("no such file").context("a.txt: no such file");
        assert_eq!(message(&quoted), "a.txt: no such file");
        let added = anyhow::anyhow!("no such file").context("cannot read a.txt");
        assert_eq!(message(&added), "cannot read a.txt: no such file");
    }

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
