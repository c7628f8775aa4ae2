//! Whole archives: runs that are killed and go on, shards, outputs that grow, copies, filters, a full disk.

#[path = "common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Table, Workdir, repository};

/// All tables and graph files of an output folder (run.json holds times).
fn files(work: &Workdir, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let names = work.list(folder).into_iter().filter(|name| name != "run.json");
    names.map(|name| (name.clone(), fs::read(work.path(folder).join(&name)).expect("a file"))).collect()
}

/// Compares two output folders file by file.
fn same(work: &Workdir, one: &str, other: &str) {
    let (a, b) = (files(work, one), files(work, other));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = a.iter().filter(|(name, bytes)| b.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{one} and {other} differ in {differ:?}");
}

/// The sample archive several times over, with a line changed in each copy, so that a run takes a while.
fn archive(work: &Workdir, copies: usize) {
    for n in 0..copies {
        for entry in walk(&repository("data")) {
            let name = entry.strip_prefix(repository("data")).expect("inside").to_string_lossy().into_owned();
            if name == "README.md" {
                continue;
            }
            let mut bytes = fs::read(&entry).expect("a sample");
            if name.ends_with(".md") {
                // Every paragraph gets its own words, or the copies would count as such.
                let text = String::from_utf8(bytes).expect("UTF-8");
                let mut k = 0;
                let changed: String = text
                    .chars()
                    .flat_map(|c| {
                        k += 1;
                        let more = if c == '的' || c == '，' && k % 2 == 0 {
                            format!("{}", char::from_u32(0x4E00 + ((k * 31 + n * 977) % 5000) as u32).unwrap_or('一'))
                        } else {
                            String::new()
                        };
                        std::iter::once(c).chain(more.chars().collect::<Vec<_>>())
                    })
                    .collect();
                bytes = changed.into_bytes();
            }
            work.write(&format!("in/{n:02}/{name}"), bytes);
        }
    }
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A number that changes from call to call and run to run: the test prints it where it matters.
fn moment(seed: u64, most: u64) -> u64 {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (x ^ (x >> 32)) % most.max(1)
}

#[test]
fn a_killed_run_goes_on_and_gives_the_same_bytes() {
    let work = Workdir::new();
    archive(&work, 6);
    let clock = Instant::now();
    let ran = work.line("extract in -o whole");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let whole = clock.elapsed().as_millis() as u64;
    let kills = std::env::var("GUANXI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(5u64);
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64);
    println!("seed {seed}, a run takes {whole} ms");
    let mut killed = 0;
    for n in 0..kills {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guanxi"))
            .current_dir(work.path(""))
            .args(["extract", "in", "-o", "out", "-q"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(moment(seed.wrapping_add(n), whole)));
        if child.try_wait().expect("a state").is_none() {
            killed += 1;
            child.kill().expect("SIGKILL");
        }
        child.wait().expect("an end");
    }
    println!("killed {killed} of {kills} times");
    let ran = work.line("extract in -o out");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    same(&work, "whole", "out");
    // Nothing half written is left.
    let left: Vec<String> = walk(&work.path("out")).iter().map(|p| p.display().to_string()).filter(|p| p.ends_with(".part")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn shards_merge_to_the_bytes_of_one_run() {
    let work = Workdir::new();
    archive(&work, 1);
    assert_eq!(work.line("extract in -o whole").status, 0);
    for n in 1..=3 {
        let ran = work.line(&format!("extract in -o part{n} --shard {n}/3"));
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains(&format!("shard {n}/3")), "{}", ran.stdout);
    }
    let ran = work.line("merge part3 part1 part2 -o merged");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    same(&work, "whole", "merged");
    let ran = work.line("merge part1 part3 -o short");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("2/3"), "{}", ran.stderr);
    assert_eq!(work.line("extract in -o other --shard 2/3 --no-relations").status, 0);
    let ran = work.line("merge part1 other part3 -o mixed");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("cannot be merged"), "{}", ran.stderr);
    assert!(work.line("merge part1 whole -o mixed").stderr.contains("whole output"));
    assert!(work.line("merge in -o mixed").stderr.contains("no output of guanxi"));
}

#[test]
fn archives_extracted_apart_merge_to_the_bytes_of_one_run() {
    let work = Workdir::new();
    archive(&work, 1);
    assert_eq!(work.line("extract in/00/archived in/00/feed in/00/html in/00/text -o whole").status, 0);
    assert_eq!(work.line("extract in/00/archived in/00/html -o one").status, 0);
    assert_eq!(work.line("extract in/00/feed in/00/text -o two").status, 0);
    let ran = work.line("merge one two -o merged");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    same(&work, "whole", "merged");
}

#[test]
fn new_articles_are_added_to_a_finished_output() {
    let work = Workdir::new();
    archive(&work, 2);
    fs::rename(work.path("in/01"), work.path("later")).expect("a move");
    assert_eq!(work.line("extract in -o out").status, 0);
    fs::rename(work.path("later"), work.path("in/01")).expect("a move");
    let ran = work.line("extract in -o out");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("read before"), "{}", ran.stderr);
    assert_eq!(work.line("extract in -o whole").status, 0);
    same(&work, "whole", "out");
    // An article that is gone is gone from the tables.
    fs::remove_dir_all(work.path("in/01")).expect("a removal");
    assert_eq!(work.line("extract in -o out -q").status, 0);
    assert_eq!(work.line("extract in -o before").status, 0);
    same(&work, "before", "out");
    // Other options on the same folder are another run.
    assert_eq!(work.line("extract in -o out --window document -q").status, 0);
    assert_eq!(work.line("extract in -o wide --window document").status, 0);
    same(&work, "wide", "out");
}

#[test]
fn threads_make_no_difference() {
    let work = Workdir::new();
    archive(&work, 1);
    assert_eq!(work.line("extract in -o one --threads 1").status, 0);
    assert_eq!(work.line("extract in -o four --threads 4").status, 0);
    same(&work, "one", "four");
}

#[test]
fn copies_count_once() {
    let work = Workdir::new();
    let data = repository("data");
    let run = |output: &str, more: &[&str]| {
        let mut arguments = vec!["extract", data.to_str().expect("UTF-8"), "-o", output];
        arguments.extend(more);
        let ran = work.run(arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        ran
    };
    assert!(run("out", &[]).stdout.contains("2 of them copies"));
    let documents = Table::read(&work.path("out"), "documents.csv");
    assert_eq!(documents.rows.len(), 34);
    let copies: BTreeMap<&str, &str> = documents
        .rows
        .iter()
        .filter(|r| !r["duplicate_of"].is_empty())
        .map(|r| (r["doc_id"].as_str(), r["duplicate_of"].as_str()))
        .collect();
    assert_eq!(copies.len(), 2);
    for (copy, original) in &copies {
        let row = |id: &str| documents.rows.iter().find(|r| r["doc_id"] == id).expect("a row");
        assert_eq!(row(copy)["mentions"], "0");
        assert_ne!(row(original)["mentions"], "0");
        assert!((&row(original)["published"], original) < (&row(copy)["published"], copy));
    }
    let paths: Vec<&str> = documents.rows.iter().filter(|r| !r["duplicate_of"].is_empty()).map(|r| r["path"].as_str()).collect();
    assert!(paths.iter().any(|p| p.contains("feed/005_")), "the exact copy: {paths:?}");
    assert!(paths.iter().any(|p| p.contains("2021-03-24")), "the near copy: {paths:?}");
    for table in ["mentions.csv", "name_pairs_by_document.csv", "relations.csv", "positions.csv"] {
        let rows = Table::read(&work.path("out"), table);
        assert!(rows.column("doc_id").iter().all(|id| !copies.contains_key(id)), "{table} counts a copy");
    }
    run("all", &["--keep-duplicates"]);
    assert!(Table::read(&work.path("all"), "documents.csv").column("duplicate_of").iter().all(|d| d.is_empty()));
}

#[test]
fn filters_choose_articles() {
    let work = Workdir::new();
    let data = repository("data");
    let documents = |output: &str, more: &[&str]| {
        let mut arguments = vec!["extract", data.to_str().expect("UTF-8"), "--keep-duplicates", "-o", output];
        arguments.extend(more);
        let ran = work.run(arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        Table::read(&work.path(output), "documents.csv")
    };
    let all = documents("all", &[]);
    let within = |from: &str, to: &str| all.column("published").iter().filter(|p| **p >= from && **p < to).count();
    let march = documents("march", &["--since", "2021-03", "--until", "2021-03"]);
    assert_eq!(march.rows.len(), within("2021-03", "2021-04"));
    assert!(!march.rows.is_empty());
    assert!(march.column("published").iter().all(|p| p.starts_with("2021-03")));
    let source = all.rows[0]["source"].clone();
    let one = documents("source", &["--source", &source]);
    assert!(!one.rows.is_empty() && one.rows.len() < all.rows.len());
    assert!(one.column("source").iter().all(|s| *s == source));
    let (five, again) = (documents("five", &["--sample", "5"]), documents("again", &["--sample", "5", "--threads", "1"]));
    assert_eq!(five.rows.len(), 5);
    assert_eq!(five.column("doc_id"), again.column("doc_id"));
    let ten = documents("ten", &["--sample", "10"]);
    assert!(five.column("doc_id").iter().all(|id| ten.column("doc_id").contains(id)));
    assert_ne!(five.column("doc_id"), documents("seed", &["--sample", "5", "--seed", "9"]).column("doc_id"));
    assert_eq!(work.run(["extract", "x", "--since", "March"]).status, 1);
}

#[test]
fn inputs_from_a_list() {
    let work = Workdir::new();
    archive(&work, 1);
    work.write("list", "in/00/text\n\nin/00/html\r\n");
    assert_eq!(work.line("extract --files-from list -o listed").status, 0);
    assert_eq!(work.line("extract in/00/text in/00/html -o named").status, 0);
    same(&work, "named", "listed");
    work.write("empty", "\n");
    assert!(work.line("extract --files-from empty -o x").stderr.contains("lists no files"));
    assert!(work.line("extract --files-from nowhere -o x").stderr.contains("nowhere"));
}

#[test]
fn inputs_from_standard_input() {
    use std::io::Write;
    let work = Workdir::new();
    archive(&work, 1);
    let piped = |arguments: &[&str], bytes: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guanxi"))
            .current_dir(work.path(""))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(bytes).expect("it reads");
        child.wait_with_output().expect("an end")
    };
    assert!(piped(&["extract", "--files-from", "-", "-o", "listed"], b"in/00/text\nin/00/html\n").status.success());
    assert_eq!(work.line("extract in/00/text in/00/html -o named").status, 0);
    same(&work, "named", "listed");
    let lines = "{\"title\":\"甲\",\"body\":\"王毅在北京会见了谢尔盖·拉夫罗夫。\"}\n{\"title\":\"乙\",\"body\":\"外长王毅说。\"}\n";
    assert!(piped(&["extract", "-", "-o", "lines"], lines.as_bytes()).status.success());
    assert_eq!(Table::parse(&work.read("lines/documents.csv")).rows.len(), 2);
}

#[test]
fn columns_and_selectors_are_chosen() {
    let work = Workdir::new();
    work.write("a.csv", "x,y,when,text\n甲国来信,王毅在北京。,2021-03-01,不要这个\n");
    assert_eq!(work.line("extract a.csv -o out --text-column y --title-column x --date-column when").status, 0);
    let table = Table::parse(&work.read("out/documents.csv"));
    assert_eq!((table.rows[0]["title"].as_str(), table.rows[0]["published"].as_str()), ("甲国来信", "2021-03-01"));
    let ran = work.line("extract a.csv -o none --text-column z");
    assert!(ran.status != 0 && work.read("none/errors.csv").contains("x, y, when, text"), "{}", ran.stderr);
    work.write("a.html", "<html><body><p>拜登不在此。</p><div class=x><p>王毅在北京。</p></div></body></html>");
    assert_eq!(work.run(["extract", "a.html", "-o", "page", "--selector", "div.x"]).status, 0);
    let mentions = work.read("page/mentions.csv");
    assert!(mentions.contains("王毅") && !mentions.contains("拜登"), "{mentions}");
}

#[test]
fn what_a_kill_left_is_swept_away() {
    let work = Workdir::new();
    archive(&work, 1);
    assert_eq!(work.line("extract in -o out").status, 0);
    work.write("out/.edges.csv.123.part", "half");
    work.write("out/.my.part", "mine");
    assert_eq!(work.line("extract in -o out").status, 0);
    assert!(!work.path("out/.edges.csv.123.part").exists());
    assert!(work.path("out/.my.part").exists());
}

#[cfg(unix)]
#[test]
fn a_request_to_end_is_heeded_and_the_run_goes_on_later() {
    let work = Workdir::new();
    archive(&work, 8);
    let child = Command::new(env!("CARGO_BIN_EXE_guanxi"))
        .current_dir(work.path(""))
        .args(["extract", "in", "-o", "out", "--threads", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(Duration::from_millis(700));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let ended = child.wait_with_output().expect("an end");
    if !sent.is_ok_and(|s| s.success()) || ended.status.success() {
        eprintln!("skipped: the run was over before it could be interrupted");
        return;
    }
    assert_eq!(ended.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("goes on"), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(work.line("extract in -o out").status, 0);
    assert_eq!(work.line("extract in -o whole").status, 0);
    same(&work, "whole", "out");
}

/// A file system of a few megabytes, where that can be had.
#[cfg(target_os = "linux")]
struct Small<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl<'a> Small<'a> {
    fn mount(path: &'a Path, size: &str) -> Option<Small<'a>> {
        fs::create_dir_all(path).expect("a folder");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(path).stderr(Stdio::null()).status();
        mounted.is_ok_and(|s| s.success()).then_some(Small(path))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clean_stop() {
    let work = Workdir::new();
    archive(&work, 2);
    let folder = work.path("small");
    let Some(_small) = Small::mount(&folder, "600k") else {
        eprintln!("skipped: no small file system can be mounted here (root only)");
        return;
    };
    let ran = work.line("extract in -o small/out");
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(ran.stderr.contains("full"), "{}", ran.stderr);
    // It was told before.
    assert!(ran.stderr.contains("this archive needs about") && ran.stderr.contains("of disk in small/out"), "{}", ran.stderr);
    // Whole tables or none, and no leftovers.
    for path in walk(&folder) {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        assert!(!name.ends_with(".part"), "{}", path.display());
        if name.ends_with(".csv") {
            Table::parse(&common::read(&path));
        }
    }
    let more = Command::new("mount").args(["-o", "remount,size=200m"]).arg(&folder).status();
    assert!(more.is_ok_and(|s| s.success()));
    let ran = work.line("extract in -o small/out");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(work.line("extract in -o whole").status, 0);
    same(&work, "whole", "small/out");
}
