//! The `guanxi` command line. Each command is one file of `cli`; its help text is its documentation.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
