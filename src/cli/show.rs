//! `guanxi show`

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use guanxi::dictionary::Sources;
use guanxi::pipeline::analyse;
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::recognise::model::Choice;
use guanxi::recognise::{Resources, Workspace};
use guanxi::record::EntityType;

use super::ALL_READ;

/// Print an article with its names coloured by type, and the entities below.
///
/// Shows what the program sees: people blue, countries green, organizations yellow, places magenta.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi show data/a.md
  guanxi show data/a.md --color always | less -R")]
pub struct Arguments {
    /// The article
    file: PathBuf,
    /// Folder with your own dictionary files
    #[arg(long, value_name = "DIR")]
    dictionaries: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto")]
    color: When,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

fn color(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "\x1b[1;34m",
        EntityType::Country => "\x1b[1;32m",
        EntityType::Organization => "\x1b[1;33m",
        _ => "\x1b[1;35m",
    }
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let mut sources = Sources::builtin();
    if let Some(folder) = &arguments.dictionaries {
        sources.add_folder(folder)?;
    }
    let resources = Resources::new(&sources)?.with_choice(&Choice::Builtin)?;
    let options = ReadOptions::default();
    let mut raw = Vec::new();
    enumerate(std::slice::from_ref(&arguments.file), &options, &mut |found| {
        raw.push(found);
        if raw.len() < 50 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let colours = match arguments.color {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal(),
    };
    let mut workspace = Workspace::default();
    let mut out = io::stdout().lock();
    let mut shown = 0;
    let mut last_error = None;
    for found in raw {
        match found {
            Found::Failed(row) => last_error = Some(row.error),
            Found::Article(raw) => {
                let (documents, errors) = parse(&raw, &options, &mut Scratch::default());
                last_error = errors.into_iter().next().map(|row| row.error).or(last_error);
                for document in documents {
                    let text: Vec<char> = document.text.chars().collect();
                    let result = analyse(&resources, document, &mut workspace, None);
                    match print(&mut out, &text, &result, colours) {
                        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ALL_READ),
                        outcome => outcome.context("cannot print")?,
                    }
                    shown += 1;
                }
            }
        }
    }
    if shown == 0 {
        bail!("{}: {}", arguments.file.display(), last_error.unwrap_or_else(|| "no article in it".into()));
    }
    Ok(ALL_READ)
}

fn print(out: &mut impl Write, text: &[char], result: &guanxi::pipeline::DocumentResult, colours: bool) -> io::Result<()> {
    let mut at = 0;
    for mention in &result.mentions {
        let (start, end) = (mention.start as usize, mention.end as usize);
        write!(out, "{}", text.get(at..start).unwrap_or(&[]).iter().collect::<String>())?;
        let surface = &mention.surface;
        if colours {
            write!(out, "{}{surface}\x1b[0m", color(mention.kind))?;
        } else {
            write!(out, "[{surface}|{}]", mention.kind.as_str())?;
        }
        at = end;
    }
    writeln!(out, "{}\n", text.get(at..).unwrap_or(&[]).iter().collect::<String>())?;
    let mut entities: BTreeMap<(EntityType, u32), BTreeMap<&str, u32>> = BTreeMap::new();
    for mention in &result.mentions {
        *entities.entry((mention.kind, mention.local)).or_default().entry(&mention.surface).or_default() += 1;
    }
    for ((kind, local), surfaces) in entities {
        let Some(known) = result.locals.get(local as usize) else { continue };
        let forms: Vec<String> = surfaces.iter().map(|(s, n)| format!("{s} {n}")).collect();
        let name = if known.zh.is_empty() { &known.latin } else { &known.zh };
        let latin = if known.latin.is_empty() { &known.english } else { &known.latin };
        writeln!(
            out,
            "{:13} {name} {}  {}  {}",
            kind.as_str(),
            if latin.is_empty() { String::new() } else { format!("({latin})") },
            forms.join(" "),
            known.entry
        )?;
    }
    for pair in &result.pairs {
        writeln!(out, "pair          {} = {}  {:?} {} {:.2}", pair.zh, pair.latin, pair.kind, pair.type_.as_str(), pair.score)?;
    }
    Ok(())
}
