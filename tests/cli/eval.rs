//! `guanxi eval`

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::Command;

use crate::common::{Workdir, shared};

const TEXT: &str = "普京会见绍伊古\n俄罗斯总统普京在莫斯科会见国防部长绍伊古（Sergei Shoigu）。\n";
const GOLD: &str = "M\t0\t普京\tperson\tVladimir Putin\nM\t0\t绍伊古\tperson\tSergei Shoigu\nM\t1\t俄罗斯\tcountry\tRussia\n\
                    M\t1\t普京\tperson\tVladimir Putin\nM\t1\t莫斯科\tplace\tMoscow\nM\t1\t国防部\torganization\tMinistry of Defence\n\
                    M\t1\tSergei Shoigu\tperson\tSergei Shoigu\nP\t绍伊古\tSergei Shoigu\tperson\n\
                    R\t1\tVladimir Putin\tCONSULT\tSergei Shoigu\t会见\nA\t1\tVladimir Putin\t总统\tRussia\n";

const MENTIONS: &str = "doc_id,paragraph,sentence,start,end,surface,type,entity_id,evidence,confidence\n\
    x,0,0,0,2,普京,person,p,dictionary,0.97\nx,0,0,4,7,绍伊古,person,s,dictionary,0.96\n\
    x,1,1,8,11,俄罗斯,country,r,dictionary,0.92\nx,1,1,13,15,普京,person,p,dictionary,0.97\n\
    x,1,1,16,19,莫斯科,organization,m,dictionary,0.6\nx,1,1,21,25,国防部长,organization,d,pattern,0.55\n\
    x,1,1,25,28,绍伊古,person,s,pair,0.99\nx,1,1,29,42,Sergei Shoigu,person,t,pair,0.98\n";

/// A gold folder and an output folder, written by hand.
fn by_hand() -> Workdir {
    let work = Workdir::new();
    work.write("gold/text/a.txt", TEXT);
    work.write("gold/ann/a.tsv", GOLD);
    work.write(
        "out/documents.csv",
        "doc_id,path,source,title,url,published,language,characters,sentences,mentions,duplicate_of\nx,text/a.txt,,,,,zh-Hans,45,2,8,\n",
    );
    work.write("out/mentions.csv", MENTIONS);
    work.write(
        "out/name_pairs_by_document.csv",
        "doc_id,start,zh,latin,type,entity_id,score,kind\nx,25,绍伊古,SERGEI SHOIGU,person,s,0.9,transliteration\n",
    );
    work
}

#[test]
fn figures_types_borders_and_confidence() {
    let work = by_hand();
    let ran = work.line("eval gold out --errors 3");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let has = |line: &str| assert!(ran.stdout.lines().any(|l| l.split_whitespace().eq(line.split_whitespace())), "{line}\n{}", ran.stdout);
    has("mentions.person P 0.800 R 1.000 F1 0.889");
    has("mentions.country P 1.000 R 1.000 F1 1.000");
    has("mentions.organization P 0.000 R 0.000 F1 0.000");
    has("mentions P 0.625 R 0.714 F1 0.667");
    has("pairs P 1.000 R 1.000 F1 1.000");
    has("relations P 0.000 R 0.000 F1 0.000");
    has("1 articles, 7 names annotated, 8 found");
    has("place 0 0 1 0 0");
    has("no name 1 0 0 0");
    has("5 right, 1 right borders, wrong type, 1 right type, wrong borders, 0 wrong type and borders, 0 missed, 1 invented");
    has("wrong borders: 1 too long, 0 too short, 0 across");
    has("0.50 – 0.60 1 0 0.0 %");
    has("0.95 – 0.99 4 4 100.0 %");
    has("1 国防部 [organization]");
    has("1 国防部长 [organization]");
    has("missed relations (1)");
    has("a Vladimir Putin CONSULT Sergei Shoigu");
}

#[test]
fn json_has_the_figures() {
    let work = by_hand();
    assert_eq!(work.line("eval gold out --json figures.json").status, 0);
    let figures: BTreeMap<String, BTreeMap<String, f64>> = serde_json::from_str(&work.read("figures.json")).expect("JSON");
    assert_eq!(figures.len(), 11);
    assert_eq!(figures["mentions.person"]["p"], 0.8);
    assert_eq!(figures["pairs"]["f1"], 1.0);
}

#[test]
fn what_cannot_be_measured_is_named() {
    let work = by_hand();
    work.write("empty/ann/readme", "");
    work.write("broken/ann/b.tsv", "M\t0\t普京\tperson\tP\nM\t0\t普京\n");
    for (arguments, names) in [
        ("eval nowhere out", vec!["nowhere"]),
        ("eval empty out", vec!["empty", "no annotated articles"]),
        ("eval gold nowhere", vec!["nowhere", "documents.csv", "guanxi extract gold/text"]),
        ("eval broken out", vec!["b.tsv", "line 2"]),
    ] {
        let ran = work.line(arguments);
        assert_eq!(ran.status, 1, "{arguments}");
        for name in names {
            assert!(ran.stderr.contains(name), "{arguments}: {name}: {}", ran.stderr);
        }
    }
    work.write("out/mentions.csv", MENTIONS.replace(",13,", ",thirteen,"));
    let ran = work.line("eval gold out");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("mentions.csv") && ran.stderr.contains("line 5"), "{}", ran.stderr);
}

#[test]
fn tags_as_conlleval() {
    let work = Workdir::new();
    work.write("gold.bio", "美 B-LOC\n国 I-LOC\n总 O\n统 O\n拜 B-PER\n登 I-PER\n\n华 B-ORG\n为 I-ORG\n。 O\n");
    work.write("predicted.bio", "美 B-LOC\n国 I-LOC\n总 O\n统 B-PER\n拜 I-PER\n登 I-PER\n\n华 B-LOC\n为 I-LOC\n。 O\n");
    let ran = work.line("eval --bio gold.bio predicted.bio --errors 5 --json figures.json");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let has = |line: &str| assert!(ran.stdout.lines().any(|l| l.split_whitespace().eq(line.split_whitespace())), "{line}\n{}", ran.stdout);
    has("processed 9 tokens with 3 names; found: 3 names; right: 1");
    has("all P 33.33 % R 33.33 % F1 33.33 3");
    has("LOC P 50.00 % R 100.00 % F1 66.67 2");
    has("ORG P 0.00 % R 0.00 % F1 0.00 0");
    has("PER P 0.00 % R 0.00 % F1 0.00 1");
    has("overlapping names with other borders: 1");
    has("1 拜登 [PER]");
    has("1 统拜登 [PER]");
    let figures: serde_json::Value = serde_json::from_str(&work.read("figures.json")).expect("JSON");
    assert_eq!(figures["LOC"]["r"], 1.0);
}

#[test]
fn tags_of_other_tokens_are_refused() {
    let work = Workdir::new();
    work.write("gold.bio", "美 B-LOC\n国 I-LOC\n");
    for (text, line) in [
        ("美 B-LOC\n图 I-LOC\n", "line 2"),
        ("美 B-LOC\n", "line 2"),
        ("美 B-LOC\n国 I-LOC\n。 O\n", "line 3"),
        ("美 LOC\n", "line 1"),
        ("美\n", "line 1"),
    ] {
        work.write("predicted.bio", text);
        let ran = work.line("eval --bio gold.bio predicted.bio");
        assert_eq!(ran.status, 1, "{text:?}");
        assert!(ran.stderr.contains(line) && ran.stderr.contains(".bio"), "{text:?}: {}", ran.stderr);
    }
}

/// The reference script and this command print the same figures.
#[test]
fn the_same_figures_as_the_reference_script() {
    let (Some(gold), Some(script)) = (shared("gold/dev"), shared("gold/score.py")) else { return };
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: python3 is not installed");
        return;
    }
    let work = Workdir::new();
    let ran = work.run(["extract".into(), gold.join("text").into_os_string(), "-o".into(), "out".into(), "-q".into()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let hand = by_hand();
    for (gold, out, json) in
        [(gold.clone(), work.path("out"), work.path("dev.json")), (hand.path("gold"), hand.path("out"), work.path("hand.json"))]
    {
        let reference = Command::new("python3").arg(&script).arg(&gold).arg(&out).arg("--json").arg(&json).output().expect("python3");
        assert!(reference.status.success(), "{}", String::from_utf8_lossy(&reference.stderr));
        let ours = work.path("ours.json");
        let arguments: Vec<OsString> = vec!["eval".into(), gold.into(), out.into(), "--json".into(), ours.clone().into()];
        let ran = work.run(arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let printed = String::from_utf8_lossy(&reference.stdout).into_owned();
        assert!(ran.stdout.starts_with(&printed), "the script prints:\n{printed}\nwe print:\n{}", ran.stdout);
        let read = |path| -> BTreeMap<String, BTreeMap<String, f64>> { serde_json::from_str(&crate::common::read(path)).expect("JSON") };
        let (theirs, ours) = (read(&json), read(&ours));
        assert_eq!(theirs.keys().collect::<Vec<_>>(), ours.keys().collect::<Vec<_>>());
        for (name, figures) in theirs {
            for (part, value) in figures {
                assert!((value - ours[&name][&part]).abs() < 1e-9, "{name} {part}: {value} and {}", ours[&name][&part]);
            }
        }
    }
}
