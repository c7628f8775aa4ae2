//! `guanxi names` and `guanxi assemble`

use std::ffi::OsString;

use crate::common::{Table, Workdir, repository};

/// An output folder of its own, from the archived sample articles.
fn extracted() -> Workdir {
    let work = Workdir::new();
    let ran =
        work.run(["extract".into(), repository("data/archived").into_os_string(), "-o".into(), "out".into(), "-q".into()] as [OsString; 5]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    work
}

fn entities(work: &Workdir) -> Table {
    Table::read(&work.path("out"), "entities.csv")
}

#[test]
fn assembling_again_gives_the_same_bytes() {
    let work = extracted();
    let before: Vec<(String, String)> = work
        .list("out")
        .into_iter()
        .filter(|name| name != "run.json")
        .map(|name| (name.clone(), work.read(&format!("out/{name}"))))
        .collect();
    let ran = work.line("assemble out");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for (name, text) in before {
        assert!(work.read(&format!("out/{name}")) == text, "{name} differs");
    }
}

#[test]
fn decisions_are_applied_and_taken_back() {
    let work = extracted();
    let first = work.read("out/entities.csv");
    let table = entities(&work);
    let mentions = |id: &str| table.rows.iter().find(|r| r["Id"] == id).map_or(0, |r| r["mentions"].parse::<u32>().expect("a number"));
    let (trump, biden) = (mentions("person:donald-trump"), mentions("person:joe-biden"));
    assert!(trump > 0 && biden > 0);
    work.write(
        "decisions.csv",
        "action,ids,values,reason\nmerge,person:donald-trump|person:joe-biden,,a test\nrename,country:CHN,label=China,in English\n,person:x,,no decision\n",
    );
    let ran = work.line("assemble out --curation decisions.csv");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let curated = entities(&work);
    let row = |id: &str| curated.rows.iter().find(|r| r["Id"] == id);
    assert_eq!(row("person:donald-trump").map(|r| r["mentions"].clone()), Some((trump + biden).to_string()));
    assert!(row("person:joe-biden").is_none());
    assert_eq!(row("country:CHN").map(|r| r["Label"].as_str()), Some("China"));
    let known: Vec<&str> = curated.column("Id");
    for row in Table::read(&work.path("out"), "edges.csv").rows {
        assert!(known.contains(&row["Source"].as_str()) && known.contains(&row["Target"].as_str()), "{row:?}");
    }
    assert_eq!(work.line("assemble out -q").status, 0);
    assert!(work.read("out/entities.csv") == first, "without decisions the tables are as before");
}

#[test]
fn a_bad_decision_is_named() {
    let work = extracted();
    let first = work.read("out/entities.csv");
    work.write("decisions.csv", "action,ids,values,reason\nmarry,person:donald-trump|person:joe-biden,,\n");
    let ran = work.line("assemble out --curation decisions.csv");
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("decisions.csv") && ran.stderr.contains("marry"), "{}", ran.stderr);
    assert_eq!(work.read("out/entities.csv"), first);
    let ran = work.line("assemble nowhere");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("nowhere"), "{}", ran.stderr);
}

#[test]
fn names_worth_a_look_are_a_table_of_decisions() {
    let work = extracted();
    let ran = work.line("names out");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let table = Table::parse(&ran.stdout);
    for column in ["action", "ids", "values", "reason"] {
        assert!(table.columns.iter().any(|c| c == column), "{column}: {:?}", table.columns);
    }
    // As printed, it decides nothing.
    let before = work.read("out/entities.csv");
    work.write("names.csv", &ran.stdout);
    assert_eq!(work.line("assemble out --curation names.csv -q").status, 0);
    assert!(work.read("out/entities.csv") == before);
}

#[test]
fn names_become_a_dictionary() {
    let work = extracted();
    let ran = work.line("names out --to-dictionary --documents 1");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let table = Table::parse(&ran.stdout);
    assert_eq!(table.columns, ["name_en", "name_zh", "type", "aliases_zh", "aliases_en", "documents"]);
    work.write("mine/names.csv", &ran.stdout);
    work.write("a.txt", "中国和美国。\n");
    assert_eq!(work.line("extract a.txt -o out2 -q --dictionaries mine").status, 0);
}
