//! `guanxi annotate`, `guanxi train`, `guanxi learn`

use std::ffi::OsString;
use std::fs;

use crate::common::{Table, Workdir, read, repository};

/// A draft of the sample articles, as if a person had corrected it.
fn gold(work: &Workdir) {
    let input = repository("data/archived");
    let ran = work.run([OsString::from("annotate"), input.into_os_string(), "-o".into(), "gold".into()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

#[test]
fn a_draft_can_be_read_back() {
    let work = Workdir::new();
    gold(&work);
    let texts = work.list("gold/text");
    assert_eq!(texts.len(), 12);
    assert_eq!(work.list("gold/ann").len(), 12);
    let mut names = 0;
    for name in texts {
        let text = work.read(&format!("gold/text/{name}"));
        let lines: Vec<&str> = text.lines().collect();
        for record in work.read(&format!("gold/ann/{}", name.replace(".txt", ".tsv"))).lines() {
            let cells: Vec<&str> = record.split('\t').collect();
            match cells[0] {
                "M" => {
                    assert_eq!(cells.len(), 5, "{record}");
                    let line: usize = cells[1].parse().expect("a line number");
                    assert!(lines[line].contains(cells[2]), "{record}");
                    assert!(["person", "country", "organization", "place"].contains(&cells[3]), "{record}");
                    names += 1;
                }
                "P" => {
                    assert_eq!(cells.len(), 4, "{record}");
                    assert!(text.contains(cells[1]) && text.contains(cells[2]), "{record}");
                }
                _ => assert!(["R", "A"].contains(&cells[0]), "{record}"),
            }
        }
    }
    assert!(names > 300, "{names}");
}

#[test]
fn a_model_is_trained_and_used() {
    let work = Workdir::new();
    gold(&work);
    let ran = work.line("train --gold gold -o my.model --epochs 2 --dump weights.csv");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("12 articles") && ran.stdout.contains("my.model"), "{}", ran.stdout);
    let weights = Table::parse(&work.read("weights.csv"));
    assert_eq!(
        (weights.columns.first().map(String::as_str), weights.columns.last().map(String::as_str)),
        (Some("feature"), Some("weight"))
    );
    assert!(weights.rows.len() > 100);
    let first = fs::read(work.path("my.model")).expect("the model");
    assert_eq!(work.line("train --gold gold -o again.model --epochs 2").status, 0);
    assert_eq!(first, fs::read(work.path("again.model")).expect("the model"), "training gives the same bytes");
    work.write("a.txt", "美国总统拜登访问日本。\n");
    let ran = work.line("extract a.txt -o out -q --model my.model");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(Table::read(&work.path("out"), "mentions.csv").column("surface"), ["美国", "拜登", "日本"]);
}

#[test]
fn held_out_parts_are_scored() {
    let work = Workdir::new();
    gold(&work);
    let ran = work.line("train --gold gold --folds 3 --epochs 2 --errors errors.csv");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let errors = Table::parse(&work.read("errors.csv"));
    assert_eq!(errors.columns.len(), 9, "{:?}", errors.columns);
    for (annotated, found) in errors.column("annotated").iter().zip(errors.column("found")) {
        assert!(!annotated.is_empty() || !found.is_empty(), "a row is a name missed, or one that is wrong");
    }
    for part in ["rules alone", "person", "country", "organization", "place", "F1", "confidence"] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
}

#[test]
fn nothing_to_train_on() {
    let work = Workdir::new();
    let ran = work.line("train -o my.model");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("--gold"), "{}", ran.stderr);
    assert!(!work.path("my.model").exists());
    work.write("gold/text/a.txt", "美国\n");
    work.write("gold/ann/a.tsv", "M\t0\t美国\tland\tUnited States\n");
    let ran = work.line("train --gold gold -o my.model");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("a.tsv") && ran.stderr.contains("line 1"), "{}", ran.stderr);
    let ran = work.line("train --gold nowhere -o my.model");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("nowhere"), "{}", ran.stderr);
}

#[test]
fn annotate_says_when_there_is_nothing() {
    let work = Workdir::new();
    fs::create_dir(work.path("empty")).expect("a folder");
    let ran = work.line("annotate empty -o gold");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("no article"), "{}", ran.stderr);
}

#[test]
fn tables_are_learned_from_an_archive() {
    let work = Workdir::new();
    let ran = work.run([
        OsString::from("learn"),
        repository("data").into_os_string(),
        "-o".into(),
        "tables".into(),
        "--rounds".into(),
        "2".into(),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let sounds = Table::parse(&read(&work.path("tables/sounds.csv")));
    assert_eq!(sounds.columns, ["han", "latin", "count", "log_odds"]);
    assert!(!sounds.rows.is_empty());
    let characters = Table::parse(&read(&work.path("tables/characters.csv")));
    assert_eq!(characters.columns, ["han", "text_ppm", "sound_ppm", "given_ppm"]);
    assert!(!characters.rows.is_empty());
}
