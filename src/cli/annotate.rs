//! `guanxi annotate`

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use guanxi::dictionary::Sources;
use guanxi::export::atomic;
use guanxi::pipeline::{DocumentResult, analyse};
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::recognise::model::Choice;
use guanxi::recognise::{Resources, Workspace};

use super::ALL_READ;

/// Write a first draft of an annotation, for a person to correct.
///
/// For every article DIR gets text/ID.txt (line 0 the title, then a paragraph a line) and ann/ID.tsv with
/// one record a line, separated by tabs: `M line surface type canonical` for a name,
/// `P chinese latin type` for a bilingual pair. Correct the .tsv files, then measure with `guanxi eval`
/// or train with `guanxi train`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi annotate articles/2021-03-01 -o gold")]
pub struct Arguments {
    /// Files, folders and archives to annotate
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Folder for the draft
    #[arg(short, long)]
    output: PathBuf,
    /// Folder with your own dictionary files
    #[arg(long, value_name = "DIR")]
    dictionaries: Option<PathBuf>,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let mut sources = Sources::builtin();
    if let Some(folder) = &arguments.dictionaries {
        sources.add_folder(folder)?;
    }
    let resources = Resources::new(&sources)?.with_model(Choice::Builtin.load()?);
    let (texts, annotations) = (arguments.output.join("text"), arguments.output.join("ann"));
    for folder in [&texts, &annotations] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let options = ReadOptions::default();
    let mut workspace = Workspace::default();
    let mut scratch = Scratch::default();
    let mut written = 0u64;
    let mut failure = None;
    enumerate(&arguments.input, &options, &mut |found| {
        match found {
            Found::Failed(row) => eprintln!("guanxi: {}: {}", row.path, row.error),
            Found::Article(raw) => {
                let (documents, errors) = parse(&raw, &options, &mut scratch);
                for row in errors {
                    eprintln!("guanxi: {}: {}", row.path, row.error);
                }
                for document in documents {
                    let text = document.text.clone();
                    let result = analyse(&resources, document, &mut workspace, None);
                    let id = &result.document.doc_id;
                    let saved = atomic::save(&texts.join(format!("{id}.txt")), |file| {
                        std::io::Write::write_all(file, text.as_bytes())?;
                        std::io::Write::write_all(file, b"\n")
                    })
                    .and_then(|()| {
                        atomic::save(&annotations.join(format!("{id}.tsv")), |file| {
                            std::io::Write::write_all(file, draft(&result).as_bytes())
                        })
                    });
                    if let Err(error) = saved {
                        failure = Some(error);
                        return ControlFlow::Break(());
                    }
                    written += 1;
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = failure {
        return Err(error.into());
    }
    if written == 0 {
        bail!("no article was found");
    }
    println!("{written} articles in {}", arguments.output.display());
    Ok(ALL_READ)
}

fn draft(result: &DocumentResult) -> String {
    let mut out = String::new();
    let clean = |text: &str| text.replace(['\t', '\n'], " ");
    let name = |local: u32| -> String {
        let Some(l) = result.locals.get(local as usize) else { return String::new() };
        clean(if !l.latin.is_empty() {
            &l.latin
        } else if !l.english.is_empty() {
            &l.english
        } else {
            &l.zh
        })
    };
    for m in &result.mentions {
        out.push_str(&format!("M\t{}\t{}\t{}\t{}\n", m.paragraph, clean(&m.surface), m.kind.as_str(), name(m.local)));
    }
    for p in &result.pairs {
        let line = format!("P\t{}\t{}\t{}\n", clean(&p.zh), clean(&p.latin), p.type_.as_str());
        if !out.contains(&line) {
            out.push_str(&line);
        }
    }
    out
}
