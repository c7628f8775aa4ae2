//! `guanxi quote` on the results of the sample archive.

use std::ffi::OsStr;

use crate::common::{Ran, Table, Workdir, repository, sample};

fn quote(line: &str) -> Ran {
    let out = sample().path("out");
    let mut arguments = vec![OsStr::new("quote"), out.as_os_str()];
    arguments.extend(line.split_whitespace().map(OsStr::new));
    sample().run(arguments)
}

#[test]
fn the_sentences_that_tie_two() {
    let ran = quote("普京 绍伊古 --limit 0");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("[普京]") && ran.stdout.contains("绍伊古]"), "{}", ran.stdout);
    assert!(ran.stdout.contains("https://"), "{}", ran.stdout);
    // As many as the edge weighs, the window being a sentence.
    let edges = Table::read(&sample().path("out"), "edges.csv");
    let entities = Table::read(&sample().path("out"), "entities.csv");
    let id = |name: &str| entities.rows.iter().find(|r| r["Label"] == name).map(|r| r["Id"].clone()).unwrap_or_default();
    let ends = [id("普京"), id("绍伊古")];
    let weight = edges.rows.iter().find(|r| ends.contains(&r["Source"]) && ends.contains(&r["Target"])).map(|r| r["Weight"].clone());
    let table = Table::parse(&quote("普京 绍伊古 --csv").stdout);
    assert_eq!(weight, Some(table.rows.len().to_string()));
    assert_eq!(table.columns, ["doc_id", "published", "source", "title", "url", "sentence", "text", "names"]);
    for row in &table.rows {
        assert!(row["names"].split('|').all(|name| row["text"].contains(name)), "{row:?}");
    }
    assert!(table.column("published").is_sorted());
}

#[test]
fn any_name_finds_its_entity() {
    let wanted = quote("绍伊古 --csv").stdout;
    assert!(wanted.lines().count() > 3);
    for name in ["紹伊古", "Shoigu", "SHOIGU", "谢尔盖•绍伊古"] {
        assert_eq!(quote(&format!("{name} --csv")).stdout, wanted, "{name}");
    }
    let entities = Table::read(&sample().path("out"), "entities.csv");
    let id = entities.rows.iter().find(|r| r["Label"] == "绍伊古").map(|r| r["Id"].clone()).unwrap_or_default();
    assert_eq!(quote(&format!("{id} --csv")).stdout, wanted);
}

#[test]
fn few_are_printed_and_it_says_so() {
    let ran = quote("中国");
    assert_eq!(ran.status, 0);
    assert_eq!(ran.stdout.split("\n\n").filter(|q| !q.trim().is_empty()).count(), 20);
    assert!(ran.stderr.contains("20 of "), "{}", ran.stderr);
    assert!(quote("中国 --limit 1 --color always").stdout.contains("\u{1b}[1;33m"));
}

#[test]
fn nobody_and_nothing() {
    let ran = quote("无名氏甲");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("无名氏甲"), "{}", ran.stderr);
    let ran = Workdir::new().run([OsStr::new("quote"), repository("data").as_os_str(), OsStr::new("普京")]);
    assert_eq!(ran.status, 1);
}

#[test]
fn a_name_of_several_lists_them() {
    let work = Workdir::new();
    work.write("news/a.txt", "俄罗斯总统普京\n\n俄罗斯总统弗拉基米尔·普京（Vladimir Putin）周三在莫斯科会见了法国作家玛丽·杜邦（Marie Dupont）。普京表示感谢。\n");
    work.write("news/b.txt", "法国部长\n\n法国外交部长皮埃尔·杜邦（Pierre Dupont）周四在巴黎会见了德国总理默克尔。皮埃尔·杜邦表示满意。\n");
    assert_eq!(work.line("extract news -o out --quiet").status, 0);
    let ran = work.line("quote out Dupont");
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("Marie Dupont") && ran.stderr.contains("Pierre Dupont"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches(", person, ").count(), 2, "{}", ran.stderr);
    // One who is named far more often is taken, and the others are told of.
    let many = "皮埃尔·杜邦表示满意。".repeat(60);
    work.write("news/c.txt", format!("法国部长\n\n法国外交部长皮埃尔·杜邦（Pierre Dupont）周四在巴黎会见了德国总理默克尔。{many}\n"));
    assert_eq!(work.line("extract news -o out --quiet").status, 0);
    let ran = work.line("quote out Dupont --limit 1");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("皮埃尔") && ran.stderr.contains("Marie Dupont"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn no_report_leaves_none() {
    let work = Workdir::new();
    work.write("news/a.txt", "俄罗斯总统普京周三在莫斯科会见了法国总统马克龙。\n");
    assert_eq!(work.line("extract news -o out --quiet").status, 0);
    assert!(work.list("out").contains(&"report.html".to_owned()));
    assert_eq!(work.line("extract news -o out --quiet --no-report").status, 0);
    assert!(!work.list("out").contains(&"report.html".to_owned()));
}
