//! `guanxi extract`

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use guanxi::export::Labels;
use guanxi::pipeline::{self, Options, PipelineError, Summary};
use guanxi::recognise::model::Choice;
use guanxi::record::EntityType;
use guanxi::relate::Window;

use super::progress::Bar;
use super::{ALL_READ, NOTHING, SOME_FAILED};

/// Read an archive and write its people, countries, organizations, names and network.
///
/// INPUT is any mix of files, folders (read with all they hold) and archives (.tar, .tar.gz, .zip).
/// Articles may be HTML, Markdown, plain text, or saved feeds' files with front matter. What cannot be
/// read is listed in errors.csv and the run goes on.
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
      with your own people.csv, organizations.csv …, and tables that Excel opens")]
pub struct Arguments {
    /// Files, folders and archives to read
    #[arg(required = true)]
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
    /// Number of threads (0: all cores)
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// No progress, no summary
    #[arg(short, long)]
    quiet: bool,
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
    let options = Options {
        inputs: arguments.input,
        output: arguments.output,
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
        ..Options::default()
    };
    let bar = Bar::new(arguments.quiet);
    let summary = match pipeline::run(&options, &bar) {
        Ok(summary) => summary,
        Err(PipelineError::Nothing { inputs }) => bail!("no article was found in {inputs}; guanxi reads .md, .html, .txt and archives of them"),
        Err(error) => return Err(error.into()),
    };
    bar.clear();
    if !arguments.quiet {
        print(&summary, &options);
    }
    if summary.errors > 0 {
        let inputs = if summary.errors == 1 { "input" } else { "inputs" };
        eprintln!("guanxi: {} {inputs} could not be read; see {}", summary.errors, options.output.join("errors.csv").display());
    }
    Ok(if summary.documents == 0 {
        NOTHING
    } else if summary.errors > 0 {
        SOME_FAILED
    } else {
        ALL_READ
    })
}

fn print(summary: &Summary, options: &Options) {
    println!("{} articles, {} mentions of names", summary.documents, summary.mentions);
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
    let total: f64 = summary.seconds.iter().map(|(_, s)| s).sum();
    println!("{total:.1} s; results in {}: open report.html in a browser, entities.csv and edges.csv as tables, graph.gexf in Gephi", options.output.display());
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
