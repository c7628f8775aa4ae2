//! `guanxi graph` on the results of the sample archive.

use std::ffi::OsStr;

use crate::common::{Ran, Table, Workdir, read, repository, sample};

fn graph(work: &Workdir, line: &str) -> Ran {
    let out = sample().path("out");
    let mut arguments = vec![OsStr::new("graph"), out.as_os_str(), OsStr::new("-o"), OsStr::new("g")];
    arguments.extend(line.split_whitespace().map(OsStr::new));
    work.run(arguments)
}

fn tables(work: &Workdir) -> (Table, Table) {
    (Table::read(&work.path("g"), "nodes.csv"), Table::read(&work.path("g"), "edges.csv"))
}

/// The page of the sample archive, for the browser tests.
#[test]
fn the_page_of_the_sample() {
    let page = sample().read("out/report.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("绍伊古") && page.len() < 2_000_000);
    let pages = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&pages).expect("a folder");
    std::fs::write(pages.join("report-data.html"), page).expect("a file");
}

#[test]
fn without_options_the_ties_are_those_of_the_run() {
    let work = Workdir::new();
    let ran = graph(&work, "--isolated");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(read(&work.path("g/edges.csv")), sample().read("out/edges.csv"));
    assert_eq!(work.list("g"), ["edges.csv", "graph-dynamic.gexf", "graph.gexf", "graph.graphml", "graph.json", "nodes.csv"]);
    assert!(ran.stdout.contains("ties"), "{}", ran.stdout);
    // Mentions are the same; a place, which is not in the network, is not among the nodes.
    let (nodes, _) = tables(&work);
    let entities = Table::read(&sample().path("out"), "entities.csv");
    let of = |table: &Table, id: &str| {
        table.rows.iter().find(|r| r["Id"] == id).map(|r| (r["mentions"].clone(), r["first_published"].clone(), r["degree"].clone()))
    };
    assert_eq!(of(&nodes, "country:CHN"), of(&entities, "country:CHN"));
    assert!(nodes.column("type").iter().all(|t| *t != "place"));
}

#[test]
fn types_weight_and_number() {
    let work = Workdir::new();
    assert_eq!(graph(&work, "--types person,country --min-weight 3 --top 12").status, 0);
    let (nodes, edges) = tables(&work);
    assert!(nodes.rows.len() <= 12 && !edges.rows.is_empty());
    assert!(nodes.column("type").iter().all(|t| ["person", "country"].contains(t)));
    assert!(edges.column("Weight").iter().all(|w| w.parse::<u64>().is_ok_and(|w| w >= 3)));
    assert!(nodes.column("degree").iter().all(|d| *d != "0"), "entities without ties are left out");
}

#[test]
fn around_one_entity_by_any_name() {
    let work = Workdir::new();
    assert_eq!(graph(&work, "--ego Shoigu --format csv").status, 0);
    let near = tables(&work).0.rows.len();
    assert_eq!(graph(&work, "--ego 紹伊古 --radius 2 --format csv").status, 0);
    let (nodes, edges) = tables(&work);
    assert!(near > 2 && nodes.rows.len() > near, "{near} {}", nodes.rows.len());
    assert!(nodes.column("name_zh").contains(&"绍伊古"));
    assert_eq!(work.list("g"), ["edges.csv", "nodes.csv"]);
    let ids = nodes.column("Id");
    assert!(edges.column("Source").iter().chain(&edges.column("Target")).all(|end| ids.contains(end)));
    let ran = graph(&work, "--ego 无名氏甲");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("无名氏甲"), "{}", ran.stderr);
}

#[test]
fn slices_of_time_share_their_layout() {
    let work = Workdir::new();
    let ran = graph(&work, "--by year --format gexf,csv --top 60");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let years: Vec<String> = work.list("g").into_iter().filter(|name| !name.contains('.')).collect();
    assert!(years.len() >= 2 && years.iter().all(|y| y.len() == 4), "{years:?}");
    let place = |folder: &str, id: &str| -> Option<String> {
        let text = read(&work.path(&format!("{folder}/graph.gexf")));
        let at = text.find(&format!("<node id=\"{id}\""))?;
        let rest = &text[at..];
        let start = rest.find("<viz:position")?;
        Some(rest[start..].split('>').next()?.to_owned())
    };
    let whole = place("g", "country:CHN");
    assert!(whole.is_some());
    let mut seen = 0;
    let (mut sum, mut total) = (0, 0);
    for year in &years {
        if let Some(here) = place(&format!("g/{year}"), "country:CHN") {
            assert_eq!(Some(here), whole);
            seen += 1;
        }
        let edges = Table::read(&work.path("g").join(year), "edges.csv");
        sum += edges.column("Weight").iter().filter_map(|w| w.parse::<u64>().ok()).sum::<u64>();
        assert!(edges.column("first_published").iter().all(|day| day.starts_with(year.as_str())));
    }
    assert!(seen >= 2);
    total += tables(&work).1.column("Weight").iter().filter_map(|w| w.parse::<u64>().ok()).sum::<u64>();
    assert!(sum <= total && sum * 10 > total * 9, "{sum} of {total}: only undated articles are in no slice");
}

#[test]
fn from_and_to_and_source() {
    let work = Workdir::new();
    assert_eq!(graph(&work, "--from 2024-05 --to 2024-12-31").status, 0);
    let (nodes, edges) = tables(&work);
    for table in [&nodes, &edges] {
        assert!(table.column("first_published").iter().all(|d| *d >= "2024-05-01"));
        assert!(table.column("last_published").iter().all(|d| *d <= "2024-12-31"));
    }
    let source =
        Table::read(&sample().path("out"), "documents.csv").column("source").iter().find(|s| !s.is_empty()).map(|s| (*s).to_owned());
    let ran = graph(&work, &format!("--source {} --format csv", source.unwrap_or_default()));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(graph(&work, "--source nobody").status, 1);
    assert_ne!(graph(&work, "--from 2024-13").status, 0);
}

#[test]
fn stated_events_are_directed() {
    let work = Workdir::new();
    assert_eq!(graph(&work, "--relations --format gexf,csv,neo4j").status, 0);
    let events = Table::read(&work.path("g"), "events.csv");
    assert!(events.column("Type").iter().all(|t| *t == "Directed"));
    let sum: usize = events.column("Weight").iter().filter_map(|w| w.parse::<usize>().ok()).sum();
    let kinds = Table::read(&sample().path("out"), "entities.csv");
    let place = |id: &str| kinds.rows.iter().any(|r| r["Id"] == id && r["type"] == "place");
    let relations = Table::read(&sample().path("out"), "relations.csv");
    let stated = relations.rows.iter().filter(|r| r["negated"] == "false" && !place(&r["subject_id"]) && !place(&r["object_id"])).count();
    assert_eq!(sum, stated);
    assert!(read(&work.path("g/events.gexf")).contains("defaultedgetype=\"directed\""));
    assert_eq!(work.list("g"), ["events.csv", "events.gexf", "neo4j-events.csv", "neo4j-nodes.csv", "nodes.csv"]);
    assert_eq!(graph(&work, "--relations --format graphml,json,pajek,vosviewer").status, 0);
    let json: serde_json::Value = serde_json::from_str(&read(&work.path("g/events.json"))).expect("JSON");
    assert_eq!((&json["directed"], &json["multigraph"]), (&true.into(), &true.into()));
    assert_eq!(json["edges"].as_array().map(Vec::len), Some(events.rows.len()));
    assert_eq!(read(&work.path("g/events.graphml")).matches("<edge ").count(), events.rows.len());
    let arcs = read(&work.path("g/events.net"));
    let arcs = arcs.lines().skip_while(|line| !line.starts_with("*Arcs")).filter(|line| !line.starts_with('*')).count();
    assert_eq!(arcs, events.rows.len());
}

#[test]
fn bipartite() {
    let work = Workdir::new();
    assert_eq!(graph(&work, "--format csv --bipartite person,organization --window document").status, 0);
    let (nodes, edges) = tables(&work);
    let kind = |id: &str| nodes.rows.iter().find(|r| r["Id"] == id).map(|r| r["type"].clone()).unwrap_or_default();
    for row in &edges.rows {
        let mut ends = [kind(&row["Source"]), kind(&row["Target"])];
        ends.sort();
        assert_eq!(ends, ["organization", "person"]);
    }
    assert_eq!(graph(&work, "--types person --format csv --bipartite documents --with-sources").status, 0);
    let (nodes, edges) = tables(&work);
    let kind = |id: &str| nodes.rows.iter().find(|r| r["Id"] == id).map(|r| r["type"].clone()).unwrap_or_default();
    assert!(edges.rows.iter().all(|row| kind(&row["Source"]) != kind(&row["Target"])));
    let mentions = Table::read(&sample().path("out"), "mentions.csv").column("type").iter().filter(|t| **t == "person").count();
    let sum: usize = edges.column("Weight").iter().filter_map(|w| w.parse::<usize>().ok()).sum();
    assert_eq!(sum, mentions);
    assert_eq!(graph(&work, "--bipartite person,person").status, 1);
}

#[test]
fn every_format_and_the_same_bytes_again() {
    let work = Workdir::new();
    let line = "--format gexf,graphml,json,csv,pajek,vosviewer,neo4j --labels en --backbone 0.3 --min-npmi 0.1";
    assert_eq!(graph(&work, line).status, 0);
    let all = work.list("g");
    assert_eq!(all.len(), 11, "{all:?}");
    let before: Vec<String> = all.iter().map(|name| read(&work.path("g").join(name))).collect();
    assert_eq!(graph(&work, line).status, 0);
    let after: Vec<String> = all.iter().map(|name| read(&work.path("g").join(name))).collect();
    assert!(before == after);
}

#[test]
fn a_folder_that_is_no_output() {
    let work = Workdir::new();
    let ran = work.run([OsStr::new("graph"), repository("data").as_os_str()]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("run.json"), "{}", ran.stderr);
}

#[test]
fn who_reports_makes_no_ties() {
    let work = Workdir::new();
    work.write(
        "news/a.txt",
        "普京会见习近平\n\n（中央社记者张三台北1日电）据路透社报道，俄罗斯总统普京周三在莫斯科会见了中国国家主席习近平。\n\n路透社两名记者在缅甸被捕。\n",
    );
    assert_eq!(work.line("extract news -o out --quiet").status, 0);
    let sources = |folder: &str| -> Vec<String> {
        let mentions = Table::read(&work.path(folder), "mentions.csv");
        mentions.rows.iter().filter(|r| r["role"] == "source").map(|r| r["surface"].clone()).collect()
    };
    let found = sources("out");
    assert!(found.contains(&"路透社".to_owned()) && found.contains(&"中央社".to_owned()), "{found:?}");
    assert!(!found.contains(&"普京".to_owned()), "{found:?}");
    let labels = Table::read(&work.path("out"), "entities.csv");
    let label = |id: &str| labels.rows.iter().find(|r| r["Id"] == id).map(|r| r["Label"].clone()).unwrap_or_default();
    let tied = |folder: &str, name: &str| -> Vec<String> {
        let edges = Table::read(&work.path(folder), "edges.csv");
        let ends = edges.rows.iter().map(|r| [label(&r["Source"]), label(&r["Target"])]);
        ends.filter(|e| e.contains(&name.to_owned())).flatten().filter(|e| e != name).collect()
    };
    // The agency is tied to what happened to it, not to what it tells.
    assert_eq!(tied("out", "路透社"), ["缅甸"]);
    assert!(tied("out", "普京").contains(&"习近平".to_owned()));
    assert_eq!(work.line("graph out --with-sources --format csv").status, 0);
    assert!(tied("out/graph", "路透社").contains(&"普京".to_owned()));
    assert_eq!(work.line("extract news -o all --with-sources --quiet").status, 0);
    assert!(tied("all", "路透社").contains(&"普京".to_owned()));
    assert_eq!(work.line("graph all --format csv -o again").status, 0);
    assert_eq!(tied("again", "路透社").len(), tied("all", "路透社").len());
}
