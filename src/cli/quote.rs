//! `guanxi quote`

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use guanxi::pipeline::{Finder, Folder, Quote, quotes};
use guanxi::record::EntityRow;

use super::{ALL_READ, NOTHING};

/// Sentences printed when no other number is asked for.
const FEW: usize = 20;

/// Print the sentences that tie two entities, or that mention one.
///
/// Each comes with its date, publisher, title and link; names are marked. An entity is found by any of
/// its names (Simplified or Traditional, Chinese or Latin, a surname alone) or by its id in
/// entities.csv. A name that fits several entities lists them with their ids; where one of them is named far
/// more often than the others, it is taken and the list printed as a note, else nothing is printed.
///
/// Exit status: 0 printed, 1 no such entity, several of that name, or no sentence.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi quote march 普京 习近平
      every sentence that names both, oldest first
  guanxi quote march Shoigu --limit 5
      five that name Shoigu
  guanxi quote march 普京 拜登 --csv > putin-biden.csv
      as a table: doc_id, published, source, title, url, sentence, text, names")]
pub struct Arguments {
    /// Folder that `guanxi extract` filled
    output: PathBuf,
    /// One entity or more
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Print a CSV table
    #[arg(long)]
    csv: bool,
    /// Print so many sentences at most (0: all) [default: 20; all with --csv]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// When to use colours; without them names stand in [brackets]
    #[arg(long, value_enum, default_value = "auto")]
    color: When,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// Where one of several entities has so many times the mentions of the others together, it is meant.
const CLEARLY: u64 = 20;

/// The one entity of a name. Where it fits several but one of them is named far more often than the rest, that one is taken, and
/// standard error says so.
///
/// # Errors
/// When there is none, or the name fits several: the message lists them.
pub fn one(finder: &Finder, rows: &[EntityRow], name: &str) -> Result<usize> {
    let found = finder.find(name);
    let (first, others) = match found.as_slice() {
        [] => bail!("nobody and nothing goes by {name} here"),
        [one] => return Ok(*one),
        [first, others @ ..] => (*first, others),
    };
    let mentions = |i: usize| rows.get(i).map_or(0, |row| row.mentions);
    let list = list(rows, &found);
    // The table is by mentions, so the first is the most mentioned.
    if mentions(first) >= CLEARLY * others.iter().map(|&i| mentions(i)).sum::<u64>().max(1) {
        eprintln!("guanxi: {name} is taken for the first of these; give an id to mean another:{list}");
        return Ok(first);
    }
    bail!("{name} may be {} entities; give the id of the one you mean:{list}", found.len())
}

/// Entities with their ids, a line each.
fn list(rows: &[EntityRow], found: &[usize]) -> String {
    let mut list = String::new();
    for row in found.iter().filter_map(|&i| rows.get(i)).take(20) {
        let latin = if row.name_en.is_empty() || row.name_en == row.label { String::new() } else { format!(" ({})", row.name_en) };
        let mentions = if row.mentions == 1 { "mention" } else { "mentions" };
        list.push_str(&format!("\n  {}  {}{latin}, {}, {} {mentions}", row.id, row.label, row.kind.as_str(), row.mentions));
    }
    if found.len() > 20 {
        list.push_str(&format!("\n  and {} more", found.len() - 20));
    }
    list
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let (folder, run) = Folder::open(&arguments.output)?;
    let (rows, _) = folder.entities()?;
    let finder = Finder::new(&rows);
    let mut wanted: Vec<&EntityRow> = Vec::new();
    for name in &arguments.names {
        let row = rows.get(one(&finder, &rows, name)?).context("an entity of the table")?;
        if !wanted.iter().any(|w| w.id == row.id) {
            wanted.push(row);
        }
    }
    let ids: Vec<&str> = wanted.iter().map(|row| row.id.as_str()).collect();
    let limit = match arguments.limit {
        Some(0) => None,
        None if arguments.csv => None,
        None => Some(FEW),
        Some(n) => Some(n),
    };
    let (found, all) = quotes(&folder, &ids, limit)?;
    let labels: Vec<&str> = wanted.iter().map(|row| row.label.as_str()).collect();
    if all == 0 {
        eprintln!("guanxi: no sentence names {}", labels.join(" and "));
        return Ok(NOTHING);
    }
    let colours = match arguments.color {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal(),
    };
    let outcome = if arguments.csv { print_csv(&found, run.bom) } else { print(&found, colours) };
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ALL_READ),
        outcome => outcome.context("cannot print")?,
    }
    if found.len() < all {
        eprintln!("guanxi: {} of {all} sentences that name {}; --limit 0 prints all", found.len(), labels.join(" and "));
    }
    Ok(ALL_READ)
}

fn print(found: &[Quote], colours: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let (open, close, dim, plain) = if colours { ("\x1b[1;33m", "\x1b[0m", "\x1b[2m", "\x1b[0m") } else { ("[", "]", "", "") };
    for quote in found {
        let document = &quote.document;
        let day = document.published.get(..10).unwrap_or(&document.published);
        let head: Vec<&str> = [day, &document.source, &document.title].into_iter().filter(|s| !s.is_empty()).collect();
        writeln!(out, "{}", marked(quote, open, close))?;
        writeln!(out, "    {dim}{}{plain}", one_line(&head.join("  ")))?;
        if !document.url.is_empty() {
            writeln!(out, "    {dim}{}{plain}", one_line(&document.url))?;
        }
        writeln!(out)?;
    }
    out.flush()
}

/// Without line ends and other control characters, which an article might send to the terminal.
fn clean(c: &char) -> char {
    if c.is_control() { ' ' } else { *c }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| clean(&c)).collect()
}

/// The sentence with its names between two marks.
fn marked(quote: &Quote, open: &str, close: &str) -> String {
    let chars: Vec<char> = quote.text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    for &(start, end) in &quote.names {
        if start < at {
            continue;
        }
        out.extend(chars.get(at..start).unwrap_or(&[]).iter().map(clean));
        out.push_str(open);
        out.extend(chars.get(start..end).unwrap_or(&[]).iter().map(clean));
        out.push_str(close);
        at = end;
    }
    out.extend(chars.get(at..).unwrap_or(&[]).iter().map(clean));
    out
}

fn print_csv(found: &[Quote], bom: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    table.write_record(["doc_id", "published", "source", "title", "url", "sentence", "text", "names"])?;
    for quote in found {
        let document = &quote.document;
        let chars: Vec<char> = quote.text.chars().collect();
        let names: Vec<String> = quote.names.iter().map(|&(start, end)| chars.get(start..end).unwrap_or(&[]).iter().collect()).collect();
        let sentence = quote.sentence.to_string();
        table.write_record([
            document.doc_id.as_str(),
            &document.published,
            &document.source,
            &document.title,
            &document.url,
            &sentence,
            &quote.text,
            &names.join("|"),
        ])?;
    }
    table.flush()
}
