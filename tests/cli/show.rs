//! `guanxi show`

use std::ffi::{OsStr, OsString};

use crate::common::{Workdir, list, repository};

const ARTICLE: &str = "美国总统拜登会见布林肯\n\n美国国务卿布林肯（Antony Blinken）星期二在北约总部说，布林肯将访问北京。\n";

fn show(work: &Workdir, rest: &str) -> crate::common::Ran {
    work.line(&format!("show {rest}"))
}

#[test]
fn marks_every_name_and_lists_the_entities() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    let ran = show(&work, "a.txt");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for part in ["[美国|country]", "[拜登|person]", "[布林肯|person]（[Antony Blinken|person]）", "[北京|place]"] {
        assert!(ran.stdout.contains(part), "{part} is not in:\n{}", ran.stdout);
    }
    assert!(ran.stdout.lines().any(|l| l.starts_with("person") && l.contains("布林肯") && l.contains("Antony Blinken")), "{}", ran.stdout);
    assert!(ran.stdout.lines().any(|l| l.starts_with("pair") && l.contains("布林肯 = Antony Blinken")), "{}", ran.stdout);
}

#[test]
fn the_text_is_whole_without_the_marks() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    let plain = show(&work, "a.txt --color never").stdout;
    let coloured = show(&work, "a.txt --color always").stdout;
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
    let mut text = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        text.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    assert!(text.starts_with(ARTICLE.trim_end()), "{text}");
}

#[test]
fn shows_the_files_of_the_sample_archive() {
    let work = Workdir::new();
    for folder in ["feed", "html", "packed"] {
        let folder = repository("data").join(folder);
        let name = list(&folder).remove(0);
        let ran = work.run([OsStr::new("show"), folder.join(&name).as_os_str()]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        assert!(ran.stdout.contains("|country]"), "{name}: {}", ran.stdout);
    }
}

#[test]
fn a_file_that_cannot_be_shown_is_named() {
    let work = Workdir::new();
    work.write("empty.txt", "");
    for (arguments, name) in [("nowhere.txt", "nowhere.txt"), ("empty.txt", "empty.txt")] {
        let ran = show(&work, arguments);
        assert_eq!(ran.status, 1, "{name}");
        assert_eq!(ran.stderr.matches(name).count(), 1, "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
    assert_eq!(work.run(Vec::<OsString>::new()).status, 1);
}
