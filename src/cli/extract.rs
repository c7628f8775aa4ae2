//! `guanxi extract`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use guanxi::export::Labels;
use guanxi::pipeline::{self, Filter, Options, PipelineError, Shard, Summary};
use guanxi::read::ReadOptions;
use guanxi::recognise::model::Choice;
use guanxi::record::EntityType;
use guanxi::relate::Window;

use super::progress::Bar;
use super::{ALL_READ, INTERRUPTED, NOTHING, SOME_FAILED};

/// Read an archive and write its people, countries, organizations, names and network.
///
/// INPUT is any mix of files, folders (read with all they hold) and archives (.tar, .zip, WARC, mbox; .gz, .zst, .xz
/// and .bz2 around any of them); - is standard input. Articles may be HTML, Markdown, plain text, feeds (RSS, Atom,
/// JSON Feed), JSON, JSON Lines, CSV and TSV; formats are told by content. What cannot be read is listed in
/// errors.csv and the run goes on.
///
/// Exit status: 0 all inputs were read, 1 nothing usable, 2 some inputs failed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi extract data -o output
      the sample archive
  guanxi extract 2020-11.tar.gz 2021-01.tar.gz -o winter
      two archives as one
  guanxi extract articles/ -o out --window paragraph --types person,organization
      a network of people and organizations that share a paragraph
  guanxi extract articles/ -o out --dictionaries my-names/ --bom
      with your own people.csv, organizations.csv …, and tables that Excel opens
  guanxi extract archive/ -o spring --since 2021-03 --until 2021-05 --source rfi.fr
      three months of one publisher
  guanxi extract news.csv -o out --text-column body --title-column headline
      a table with a row an article
  find archive -name '*.html' | guanxi extract --files-from - -o out
      the files that another program names
  guanxi extract archive/ -o part1 --shard 1/2   (and on another machine: -o part2 --shard 2/2)
  guanxi merge part1 part2 -o out
      two machines

A run that was stopped goes on where it was when the same command is given again, and new articles are
added to a finished output in the same way: the folder .guanxi in the output holds what is needed for that,
and may be deleted.")]
pub struct Arguments {
    /// Files, folders and archives to read
    #[arg(required_unless_present = "files_from")]
    input: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, default_value = "output")]
    output: PathBuf,
    /// What counts as occurring together
    #[arg(long, value_enum, default_value = "sentence")]
    window: WindowArgument,
    /// Types of entities in the network
    #[arg(long, value_delimiter = ',', default_value = "person,country,organization")]
    types: Vec<TypeArgument>,
    /// Folder with your own dictionary files, which add to the built-in ones
    #[arg(long, value_name = "DIR")]
    dictionaries: Option<PathBuf>,
    /// Leave the built-in dictionaries out
    #[arg(long, requires = "dictionaries")]
    no_builtin: bool,
    /// Begin each CSV file with a byte-order mark, for Excel
    #[arg(long)]
    bom: bool,
    /// Your own decisions on who is who: a CSV, see `guanxi assemble --help`
    #[arg(long, value_name = "FILE")]
    curation: Option<PathBuf>,
    /// Names on the nodes of graph files
    #[arg(long, value_enum, default_value = "both")]
    labels: LabelArgument,
    /// Recognition model: none (rules alone), builtin, or a file written by `guanxi train`
    #[arg(long, default_value = "builtin", value_name = "MODEL")]
    model: Choice,
    /// Leave events and positions out
    #[arg(long)]
    no_relations: bool,
    /// Also write the stated events to relations.jsonl, one PLOVER record a line
    #[arg(long, conflicts_with = "no_relations")]
    jsonl: bool,
    /// Leave report.html out
    #[arg(long)]
    no_report: bool,
    /// Only articles from this day on (2021-03-01, or the beginning of a date: 2021-03, 2021)
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<String>,
    /// Only articles up to this day (2021-03 takes all of March); undated articles are left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<String>,
    /// Only articles of this publisher, as documents.csv names it (may be given several times)
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only so many articles, always the same ones
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Another sample
    #[arg(long, value_name = "NUMBER", default_value_t = 0, requires = "sample")]
    seed: u64,
    /// Read the inputs listed in FILE too, one a line (-: standard input)
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Of web pages read only the elements that this CSS selector picks (div.article, #content > p, …)
    #[arg(long, value_name = "SELECTOR")]
    selector: Option<String>,
    /// Column (CSV, TSV) or key (JSON) with the text; guessed from the header if not given
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// Column or key with the headline
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
    /// Column or key with the date of publication
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// Column or key with the link
    #[arg(long, value_name = "NAME")]
    url_column: Option<String>,
    /// Column or key with the publisher
    #[arg(long, value_name = "NAME")]
    source_column: Option<String>,
    /// Archives inside archives are opened so many deep (a .tar.gz is one)
    #[arg(long, value_name = "N", default_value_t = ReadOptions::default().max_depth)]
    max_depth: u32,
    /// Count copies of an article (reprints, the same text under two names) like any other
    #[arg(long)]
    keep_duplicates: bool,
    /// Let names that only tell who reports (据路透社报道, bylines, photo credits) make ties too
    #[arg(long)]
    with_sources: bool,
    /// Do one part of the work, such as 1/4; `guanxi merge` joins the parts
    ///
    /// Articles are dealt out by their paths. Every part reads all inputs, because the names and copies of the
    /// whole archive matter to each article, but recognises only its own: reading is about a
    /// seventh of the work.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Use nothing of an earlier run in the output folder
    #[arg(long)]
    fresh: bool,
    /// Number of threads (0: all cores)
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// No progress, no summary
    #[arg(short, long)]
    quiet: bool,
}

/// A day or the beginning of one.
fn day(text: &str) -> Result<String, String> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000" | "0000-00" | "0000-00-00" => Ok(text.to_owned()),
        _ => Err("write it as 2021-03-01, 2021-03 or 2021".to_owned()),
    }
}

/// The paths listed in a file, one a line.
fn listed(list: &Path) -> Result<Vec<PathBuf>> {
    let text = if list.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).context("cannot read the list of files from standard input")?
    } else {
        std::fs::read_to_string(list).with_context(|| format!("cannot read the list of files {}", list.display()))?
    };
    let paths: Vec<PathBuf> = text.lines().map(|l| l.trim_end_matches('\r')).filter(|l| !l.is_empty()).map(PathBuf::from).collect();
    if paths.is_empty() {
        bail!("{} lists no files", list.display());
    }
    Ok(paths)
}

/// What counts as occurring together.
#[derive(Clone, Copy, ValueEnum)]
pub enum WindowArgument {
    Sentence,
    Paragraph,
    Document,
}

/// Types of entities.
#[derive(Clone, Copy, ValueEnum)]
pub enum TypeArgument {
    Person,
    Country,
    Organization,
    Place,
}

/// Scripts of labels.
#[derive(Clone, Copy, ValueEnum)]
pub enum LabelArgument {
    Zh,
    En,
    Both,
}

impl From<TypeArgument> for EntityType {
    fn from(argument: TypeArgument) -> EntityType {
        match argument {
            TypeArgument::Person => EntityType::Person,
            TypeArgument::Country => EntityType::Country,
            TypeArgument::Organization => EntityType::Organization,
            TypeArgument::Place => EntityType::Place,
        }
    }
}

impl From<WindowArgument> for Window {
    fn from(argument: WindowArgument) -> Window {
        match argument {
            WindowArgument::Sentence => Window::Sentence,
            WindowArgument::Paragraph => Window::Paragraph,
            WindowArgument::Document => Window::Document,
        }
    }
}

impl From<LabelArgument> for Labels {
    fn from(argument: LabelArgument) -> Labels {
        match argument {
            LabelArgument::Zh => Labels::Zh,
            LabelArgument::En => Labels::En,
            LabelArgument::Both => Labels::Both,
        }
    }
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let mut inputs = arguments.input;
    if let Some(list) = &arguments.files_from {
        if list.as_os_str() == "-" && inputs.iter().any(|i| i.as_os_str() == "-") {
            bail!("standard input cannot be both the list of files and an article");
        }
        inputs.extend(listed(list)?);
    }
    let options = Options {
        inputs,
        output: arguments.output,
        read: ReadOptions {
            selector: arguments.selector,
            text_column: arguments.text_column,
            title_column: arguments.title_column,
            date_column: arguments.date_column,
            url_column: arguments.url_column,
            source_column: arguments.source_column,
            max_depth: arguments.max_depth,
            ..ReadOptions::default()
        },
        dictionaries: arguments.dictionaries,
        no_builtin: arguments.no_builtin,
        window: arguments.window.into(),
        types: arguments.types.into_iter().map(EntityType::from).collect(),
        bom: arguments.bom,
        curation: arguments.curation,
        labels: arguments.labels.into(),
        threads: arguments.threads,
        model: arguments.model,
        relations: !arguments.no_relations,
        jsonl: arguments.jsonl,
        report: !arguments.no_report,
        filter: Filter {
            since: arguments.since,
            until: arguments.until,
            sources: arguments.source,
            sample: arguments.sample,
            seed: arguments.seed,
        },
        keep_duplicates: arguments.keep_duplicates,
        with_sources: arguments.with_sources,
        shard: arguments.shard,
        fresh: arguments.fresh,
    };
    if options.shard.is_some() && options.inputs.iter().any(|i| i.as_os_str() == "-") {
        bail!("--shard needs inputs that every part can read; standard input is read once");
    }
    let bar = Bar::new(arguments.quiet);
    let summary = match pipeline::run(&options, &bar) {
        Ok(summary) => summary,
        Err(PipelineError::Nothing { inputs }) => {
            bail!("no article was found in {inputs}; guanxi reads .md, .html, .txt and archives of them")
        }
        Err(error) => return stopped(error, &bar),
    };
    bar.clear();
    Ok(finish(&summary, &options.output, arguments.quiet))
}

/// The exit status of a run that was interrupted, after a word on how to go on; other errors are passed on.
pub fn stopped(error: PipelineError, bar: &Bar) -> Result<u8> {
    bar.clear();
    if matches!(error, PipelineError::Interrupted) {
        eprintln!("guanxi: {error}");
        return Ok(INTERRUPTED);
    }
    Err(error.into())
}

/// Prints what a run did; gives the exit status.
pub fn finish(summary: &Summary, output: &Path, quiet: bool) -> u8 {
    if !quiet {
        print(summary, output);
    }
    if summary.errors > 0 {
        let inputs = if summary.errors == 1 { "input" } else { "inputs" };
        match summary.shard {
            Some(_) => eprintln!("guanxi: {} {inputs} could not be read", summary.errors),
            None => eprintln!("guanxi: {} {inputs} could not be read; see {}", summary.errors, output.join("errors.csv").display()),
        }
    }
    if summary.documents == 0 {
        NOTHING
    } else if summary.errors > 0 {
        SOME_FAILED
    } else {
        ALL_READ
    }
}

fn print(summary: &Summary, output: &Path) {
    let total: f64 = summary.seconds.iter().map(|(_, s)| s).sum();
    if let Some(shard) = summary.shard {
        println!(
            "shard {shard}: {} articles, {total:.1} s; when all {} are done: guanxi merge FOLDER … -o OUTPUT",
            summary.documents, shard.of
        );
        return;
    }
    match summary.duplicates {
        0 => println!("{} articles, {} mentions of names", summary.documents, summary.mentions),
        n => println!("{} articles, {n} of them copies of others, {} mentions of names", summary.documents, summary.mentions),
    }
    for kind in &summary.entities {
        let top: Vec<String> = kind.top.iter().map(|(label, n)| format!("{label} {n}")).collect();
        println!("{:>7} {:13} {}", kind.entities, plural(kind.kind), top.join("  "));
    }
    println!("{:>7} name pairs    {} edges between entities", summary.name_pairs, summary.edges);
    if summary.relations + summary.positions > 0 {
        println!("{:>7} stated events {} positions held", summary.relations, summary.positions);
    }
    if !summary.heaviest_edges.is_empty() {
        let edges: Vec<String> = summary.heaviest_edges.iter().map(|(a, b, w)| format!("{a}–{b} {w}")).collect();
        println!("heaviest: {}", edges.join("  "));
    }
    println!(
        "{total:.1} s; results in {}: open report.html in a browser, entities.csv and edges.csv as tables, graph.gexf in Gephi",
        output.display()
    );
}

fn plural(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "people",
        EntityType::Country => "countries",
        EntityType::Organization => "organizations",
        EntityType::Place => "places",
        EntityType::Other => "other",
    }
}
