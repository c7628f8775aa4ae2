//! Commands.

mod annotate;
mod extract;
mod learn;
mod progress;
mod show;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Exit status when every input was read.
pub const ALL_READ: u8 = 0;
/// Exit status when nothing usable came of the run.
pub const NOTHING: u8 = 1;
/// Exit status when some inputs failed.
pub const SOME_FAILED: u8 = 2;

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
  guanxi show articles/a.md                  one article with its names in colour";

#[derive(Subcommand)]
enum Command {
    Extract(extract::Arguments),
    Show(show::Arguments),
    Learn(learn::Arguments),
    Annotate(annotate::Arguments),
    Train(train::Arguments),
}

/// Runs the command of the command line.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Extract(arguments) => extract::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Learn(arguments) => learn::run(arguments),
        Command::Annotate(arguments) => annotate::run(arguments),
        Command::Train(arguments) => train::run(arguments),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("guanxi: {error:#}");
            ExitCode::from(NOTHING)
        }
    }
}
