//! Compiles the built-in dictionaries when the program is built, so that it starts with them ready.

// The same code compiles a user's dictionaries when the program runs.
#[allow(dead_code, unused_imports, missing_docs)]
#[path = "src/dictionary/mod.rs"]
mod dictionary;
#[allow(dead_code, unused_imports, missing_docs)]
#[path = "src/record.rs"]
mod record;
#[allow(dead_code, unused_imports, missing_docs)]
#[path = "src/text/mod.rs"]
mod text;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["dictionaries", "src/dictionary", "src/record.rs", "src/text", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let lexicon = dictionary::Lexicon::compile(&dictionary::Sources::builtin())?;
    let path = PathBuf::from(std::env::var("OUT_DIR")?).join("lexicon.bin");
    std::fs::write(path, lexicon.to_bytes()?)?;
    Ok(())
}
