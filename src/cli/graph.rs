//! `guanxi graph`

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use guanxi::export::gexf::{self, EventEdge};
use guanxi::export::{ColorBy, Files, Format, save_events, save_network};
use guanxi::graph::{Network, Options, Period, Selection};
use guanxi::pipeline::{Counted, Finder, Folder, GRAPH_EDGES, Recount, Slices, recount};
use guanxi::record::EntityType;
use guanxi::relate::Window;

use super::extract::{LabelArgument, TypeArgument, WindowArgument};
use super::{ALL_READ, NOTHING, quote};

/// Make networks of your own from the results of `guanxi extract`, without reading the archive again.
///
/// OUTPUT is the folder that extract filled; the network is counted anew from its tables. What to
/// count is chosen first (types, time, sources, window); what to show of it after (weight, NPMI,
/// backbone, neighbourhood, number). Measures, communities and positions are those of what is shown.
///
/// Files: graph.gexf and graph-dynamic.gexf (Gephi), graph.graphml, graph.json (networkx, D3),
/// nodes.csv and edges.csv, graph.net (Pajek), vosviewer-map.txt and vosviewer-network.txt,
/// neo4j-nodes.csv and neo4j-relationships.csv.
///
/// Exit status: 0 written, 1 nothing fits.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi graph march
      all ties again, in march/graph: the same as extract wrote, without entities that have none
  guanxi graph march --ego 普京 --radius 1 -o putin
      Putin, those he is named with, and the ties between them
  guanxi graph march --types person --min-weight 5 --backbone 0.05
      people alone; ties of five sentences or more that stand out at both ends' expense
  guanxi graph years --by month --top 100 --format gexf
      the hundred most mentioned, and a folder for each month, all with the same positions
  guanxi graph march --source 美国之音 --from 2021-03-10 --to 2021-03-20
      ten days of one publisher
  guanxi graph march --relations
      who did what to whom: a directed graph of stated events, their type on the edges
  guanxi graph march --bipartite person,organization --window document
      people and the organizations named in the same articles
  guanxi graph march --bipartite documents --types person
      articles and the people they name")]
pub struct Arguments {
    /// Folder that `guanxi extract` filled
    output: PathBuf,
    /// Folder for the files [default: OUTPUT/graph]
    #[arg(short = 'o', long = "to-folder", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Formats of the files
    #[arg(long, value_enum, value_delimiter = ',', default_value = "gexf,graphml,json,csv")]
    format: Vec<FormatArgument>,
    /// Types of entities [default: those of the run]
    #[arg(long, value_enum, value_delimiter = ',')]
    types: Vec<TypeArgument>,
    /// What counts as occurring together [default: that of the run]
    #[arg(long, value_enum)]
    window: Option<WindowArgument>,
    /// Only articles from this day or month on (2021-03-10, 2021-03)
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Period>,
    /// Only articles up to this day or month
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<Period>,
    /// Only articles of this publisher, as documents.csv writes it; may be given again
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Also a folder for each month or year, with the entities, ties and positions of the whole
    #[arg(long, value_enum, value_name = "SPAN")]
    by: Option<ByArgument>,
    /// Only ties of this weight or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_weight: u64,
    /// Only ties of this NPMI (-1 to 1) or more
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    min_npmi: Option<f64>,
    /// Only ties the disparity filter keeps at this level, such as 0.05 (Serrano, Boguñá & Vespignani 2009)
    #[arg(long, value_name = "ALPHA")]
    backbone: Option<f64>,
    /// Only so many entities, the most mentioned
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Only what lies near this entity (any name or id); may be given again
    #[arg(long, value_name = "NAME")]
    ego: Vec<String>,
    /// How many steps away from --ego
    #[arg(long, value_name = "STEPS", default_value_t = 1, requires = "ego")]
    radius: u32,
    /// The directed graph of stated events in the stead of co-occurrence
    #[arg(long, conflicts_with_all = ["bipartite", "window", "min_npmi"])]
    relations: bool,
    /// Only ties between two types, or of articles with entities (`documents`)
    #[arg(long, value_name = "TYPE,TYPE|documents", num_args = 0..=1, default_missing_value = "person,organization")]
    bipartite: Option<String>,
    /// Let names that only tell who reports (据路透社报道, bylines, photo credits) make ties too
    #[arg(long)]
    with_sources: bool,
    /// So many ties, the heaviest, in files made to be looked at (0: all); tables, neo4j and pajek have all
    #[arg(long, value_name = "N", default_value_t = GRAPH_EDGES)]
    max_edges: usize,
    /// Keep entities without ties
    #[arg(long)]
    isolated: bool,
    /// Names on the nodes
    #[arg(long, value_enum, default_value = "both")]
    labels: LabelArgument,
    /// What the colours show
    #[arg(long, value_enum, default_value = "type")]
    color: ColorArgument,
    /// No summary
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatArgument {
    Gexf,
    Graphml,
    Json,
    Csv,
    Pajek,
    Vosviewer,
    Neo4j,
    /// Points and links for Cosmograph
    #[cfg(feature = "parquet")]
    Parquet,
}

#[derive(Clone, Copy, ValueEnum)]
enum ByArgument {
    Month,
    Year,
}

#[derive(Clone, Copy, ValueEnum)]
enum ColorArgument {
    Type,
    Community,
}

impl From<FormatArgument> for Format {
    fn from(argument: FormatArgument) -> Format {
        match argument {
            FormatArgument::Gexf => Format::Gexf,
            FormatArgument::Graphml => Format::Graphml,
            FormatArgument::Json => Format::Json,
            FormatArgument::Csv => Format::Csv,
            FormatArgument::Pajek => Format::Pajek,
            FormatArgument::Vosviewer => Format::Vosviewer,
            FormatArgument::Neo4j => Format::Neo4j,
            #[cfg(feature = "parquet")]
            FormatArgument::Parquet => Format::Parquet,
        }
    }
}

/// A day or a month.
fn date(text: &str) -> Result<Period, String> {
    let read =
        if text.len() > 7 { Period::parse_day(text).filter(|_| text.len() == 10) } else { Period::parse(text).filter(|_| text.len() == 7) };
    read.ok_or_else(|| "write a day as 2021-03-10 or a month as 2021-03".to_owned())
}

fn bipartite(text: &str) -> Result<Option<(EntityType, EntityType)>> {
    if text == "documents" {
        return Ok(None);
    }
    let kinds: Vec<EntityType> =
        text.split(',').filter_map(|word| EntityType::NAMED.into_iter().find(|kind| kind.as_str() == word.trim())).collect();
    match kinds.as_slice() {
        [one, other] if one != other && text.split(',').count() == 2 => Ok(Some((*one, *other))),
        _ => bail!("--bipartite {text}: give two of person, country, organization, place, or `documents`"),
    }
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    let (folder, run) = Folder::open(&arguments.output)?;
    let between = arguments.bipartite.as_deref().map(bipartite).transpose()?;
    let formats: Vec<Format> = arguments.format.iter().map(|&f| f.into()).collect();
    let types: Vec<EntityType> = match (&between, arguments.types.is_empty()) {
        (Some(Some((one, other))), _) => vec![*one, *other],
        (_, true) => run.types,
        (_, false) => arguments.types.iter().map(|&t| t.into()).collect(),
    };
    let what = Recount {
        types,
        window: arguments.window.map_or(run.window, Window::from),
        from: arguments.from,
        to: arguments.to,
        sources: arguments.source.clone(),
        relations: arguments.relations,
        documents: between == Some(None),
        with_sources: arguments.with_sources || run.with_sources,
        slices: arguments.by.map(|by| match by {
            ByArgument::Month => Slices::Month,
            ByArgument::Year => Slices::Year,
        }),
    };
    let (counted, slices) = recount(&folder, &what)?;
    if counted.articles == 0 {
        eprintln!("guanxi: no article fits{}", if arguments.source.is_empty() { "" } else { "; publishers are named in documents.csv" });
        return Ok(NOTHING);
    }
    let ego = centres(&arguments, &counted)?;
    let selection = Selection {
        between: between.flatten(),
        min_weight: arguments.min_weight,
        min_npmi: arguments.min_npmi,
        backbone: arguments.backbone,
        ego: ego.map(|centres| (centres, arguments.radius)),
        top: arguments.top,
        drop_isolated: !arguments.isolated,
        ..Selection::default()
    };
    let options = Options::default();
    let whole = select(&counted, &selection, &options);
    if whole.node_count() == 0 {
        eprintln!("guanxi: no tie fits; loosen the filters");
        return Ok(NOTHING);
    }
    let target = arguments.folder.clone().unwrap_or_else(|| arguments.output.join("graph"));
    let style = gexf::Options {
        labels: arguments.labels.into(),
        color_by: match arguments.color {
            ColorArgument::Type => ColorBy::Type,
            ColorArgument::Community => ColorBy::Community,
        },
    };
    let save = |network: &Network, counted: &Counted, folder: &std::path::Path| {
        let most_edges = if arguments.max_edges == 0 { usize::MAX } else { arguments.max_edges };
        let files = Files { folder, formats: &formats, style, bom: run.bom, most_edges };
        if arguments.relations { save_events(network, &events(network, counted), &files) } else { save_network(network, &files) }
    };
    let written = save(&whole, &counted, &target)?;
    let mut lines = vec![line("all", &whole, counted.articles)];
    for (name, counted) in &slices {
        let mut slice = counted.slice(&whole, &options);
        if !arguments.isolated {
            slice = slice.select(&Selection { drop_isolated: true, ..Selection::default() }, &options);
        }
        save(&slice, counted, &target.join(name))?;
        lines.push(line(name, &slice, counted.articles));
    }
    if !arguments.quiet {
        for line in lines {
            println!("{line}");
        }
        let names: Vec<String> = written.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
        println!("in {}: {}", target.display(), names.join(" "));
    }
    Ok(ALL_READ)
}

fn line(name: &str, network: &Network, articles: u64) -> String {
    let communities = network.community_count();
    format!("{name:8} {articles} articles, {} entities, {} ties, {communities} communities", network.node_count(), network.edge_count())
}

/// The network that is to be shown.
fn select(counted: &Counted, selection: &Selection, options: &Options) -> Network {
    // Positions of what will be left out are never seen, so they are not worked out.
    let mut quick = options.clone();
    quick.layout.iterations = Some(0);
    let mut network = counted.network(&quick).select(selection, options);
    network.find_communities(options);
    network.lay_out(&options.layout);
    network
}

/// The entities of --ego among those counted.
fn centres(arguments: &Arguments, counted: &Counted) -> Result<Option<Vec<usize>>> {
    if arguments.ego.is_empty() {
        return Ok(None);
    }
    let finder = Finder::new(&counted.entities);
    let mut centres = Vec::new();
    for name in &arguments.ego {
        centres.push(quote::one(&finder, &counted.entities, name)?);
    }
    Ok(Some(centres))
}

/// The events whose ends are tied in the network, by its own numbers.
fn events(network: &Network, counted: &Counted) -> Vec<EventEdge> {
    let of: HashMap<&str, usize> = network.nodes().enumerate().map(|(i, n)| (n.row.id.as_str(), i)).collect();
    let tied: std::collections::HashSet<(usize, usize)> = network.edges().map(|e| (e.source, e.target)).collect();
    let at = |i: usize| counted.entities.get(i).and_then(|row| of.get(row.id.as_str()).copied());
    let here =
        counted.events.iter().filter_map(|event| Some(EventEdge { source: at(event.source)?, target: at(event.target)?, ..event.clone() }));
    here.filter(|e| tied.contains(&(e.source.min(e.target), e.source.max(e.target)))).collect()
}
