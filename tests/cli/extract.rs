//! `guanxi extract`: options, messages, exit statuses, and the same bytes every time.

use std::ffi::OsString;
use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::common::{Ran, Table, Workdir, list, read, repository, shared};

const ARTICLE: &str = "普京会见绍伊古\n\n俄罗斯总统普京（Vladimir Putin）在莫斯科会见国防部长谢尔盖·绍伊古（Sergei Shoigu）。\n绍伊古说，俄军将留在叙利亚。\n";

fn extract(work: &Workdir, rest: &str) -> Ran {
    work.line(&format!("extract {rest}"))
}

/// `guanxi extract data/A data/B … -o out options…`
fn extract_data(work: &Workdir, folders: &[String], out: &str, options: &[&str]) -> Ran {
    let mut arguments: Vec<OsString> = vec!["extract".into()];
    arguments.extend(folders.iter().map(|folder| repository("data").join(folder).into_os_string()));
    arguments.extend(["-o".into(), out.into()]);
    arguments.extend(options.iter().map(OsString::from));
    work.run(arguments)
}

#[test]
fn summary_and_status_of_a_good_run() {
    let work = Workdir::new();
    work.write("news/a.txt", ARTICLE);
    let ran = extract(&work, "news -o out");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for part in ["1 articles", "people", "countries", "organizations", "places", "普京", "俄罗斯", "name pairs", "edges", "out"] {
        assert!(ran.stdout.contains(part), "{part:?} is not in:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains('\u{1b}') && ran.stderr.is_empty(), "no colours or bars where nobody looks: {:?}", ran.stderr);
    let pairs = Table::read(&work.path("out"), "name_pairs.csv");
    assert!(pairs.rows.iter().any(|r| r["latin"] == "Sergei Shoigu" && r["zh"] == "谢尔盖·绍伊古"), "{:?}", pairs.rows);
    let entities = Table::read(&work.path("out"), "entities.csv");
    let shoigu: Vec<_> = entities.rows.iter().filter(|r| r["name_zh"].contains("绍伊古")).collect();
    assert_eq!(shoigu.len(), 1, "full and short form are one person: {shoigu:?}");
    assert_eq!(shoigu[0]["mentions"], "4");
}

#[test]
fn the_default_output_folder_is_output() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    assert_eq!(extract(&work, "a.txt -q").status, 0);
    assert!(work.list("output").contains(&"entities.csv".to_owned()));
}

#[test]
fn quiet_says_nothing() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    let ran = extract(&work, "a.txt -o out --quiet");
    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
}

#[test]
fn a_missing_path_is_named_once_and_nothing_is_written() {
    let work = Workdir::new();
    let ran = extract(&work, "nowhere -o out");
    assert_eq!(ran.status, 1);
    assert_eq!(ran.stderr.matches("nowhere").count(), 1, "{}", ran.stderr);
    assert_eq!(ran.stderr.to_lowercase().matches("no such file").count(), 1, "{}", ran.stderr);
    assert!(!work.path("out").exists());
}

#[test]
fn a_missing_path_among_others_is_reported_and_the_rest_is_read() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    let ran = extract(&work, "a.txt nowhere -o out");
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("1 input could not be read"), "{}", ran.stderr);
    let errors = Table::read(&work.path("out"), "errors.csv");
    assert_eq!(errors.column("path"), ["nowhere"]);
    assert_eq!(errors.column("stage"), ["open"]);
    assert_eq!(Table::read(&work.path("out"), "documents.csv").rows.len(), 1);
}

#[test]
fn an_empty_folder_holds_no_article() {
    let work = Workdir::new();
    fs::create_dir(work.path("empty")).expect("a folder");
    let ran = extract(&work, "empty -o out");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("no article") && ran.stderr.contains("empty"), "{}", ran.stderr);
    assert!(!work.path("out").exists() || list(&work.path("out")).is_empty());
}

#[test]
fn nothing_named_is_a_usage_error() {
    let work = Workdir::new();
    let ran = extract(&work, "-o out");
    assert_eq!(ran.status, 1, "status 2 means that part of the input failed");
    assert!(ran.stderr.contains("<INPUT>") && ran.stderr.contains("Usage"), "{}", ran.stderr);
    assert_eq!(extract(&work, "--help").status, 0);
    assert!(!work.path("out").exists());
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    for foreign in ["thesis.docx", "entities.csv", "run.json"] {
        let folder = format!("mine-{foreign}");
        work.write(&format!("{folder}/{foreign}"), "{\"years\": 3}");
        let ran = extract(&work, &format!("a.txt -o {folder}"));
        assert_eq!(ran.status, 1, "{foreign}");
        assert!(ran.stderr.contains(foreign) && ran.stderr.contains("-o"), "{}", ran.stderr);
        assert_eq!(work.list(&folder), [foreign]);
        assert_eq!(work.read(&format!("{folder}/{foreign}")), "{\"years\": 3}");
    }
    work.write("file", "text");
    let ran = extract(&work, "a.txt -o file");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("file"), "{}", ran.stderr);
    assert_eq!(work.read("file"), "text");
}

#[test]
fn our_own_folder_is_written_again() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    work.write("b.txt", "英国首相访问印度。\n");
    assert_eq!(extract(&work, "a.txt b.txt -o out -q").status, 0);
    assert_eq!(extract(&work, "b.txt -o out -q").status, 0);
    let documents = Table::read(&work.path("out"), "documents.csv");
    assert_eq!(documents.column("path"), ["b.txt"]);
}

#[test]
fn an_output_folder_inside_the_input_is_not_read() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    assert_eq!(extract(&work, ". -o out -q").status, 0);
    let first = work.read("out/mentions.csv");
    let ran = extract(&work, ". -o out -q");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(work.read("out/mentions.csv"), first);
    assert_eq!(Table::read(&work.path("out"), "documents.csv").rows.len(), 1);
}

#[test]
fn bad_articles_are_counted_and_the_run_goes_on() {
    let work = Workdir::new();
    work.write("news/a.txt", ARTICLE);
    work.write("news/empty.txt", "");
    work.write("news/blank.html", "<html><body>  <script>x()</script></body></html>");
    work.write("news/cut.tar.gz", cut_archive());
    let ran = extract(&work, "news -o out");
    assert_eq!(ran.status, 2, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("errors.csv"), "{}", ran.stderr);
    let errors = Table::read(&work.path("out"), "errors.csv");
    for name in ["news/empty.txt", "news/blank.html", "news/cut.tar.gz"] {
        assert!(errors.column("path").iter().any(|p| p.starts_with(name)), "{name} is not in {:?}", errors.rows);
    }
    assert!(errors.rows.iter().all(|r| !r["stage"].is_empty() && !r["error"].is_empty()));
    assert!(errors.column("path").is_sorted());
    assert_eq!(run_json(&work, "out")["errors"], errors.rows.len());
    assert!(Table::read(&work.path("out"), "documents.csv").column("path").contains(&"news/a.txt"));
}

#[test]
fn only_bad_articles_is_status_1() {
    let work = Workdir::new();
    work.write("empty.txt", "");
    let ran = extract(&work, "empty.txt -o out");
    assert_eq!(ran.status, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("1 input could not be read"), "{}", ran.stderr);
}

/// A compressed archive with an article in it, cut off in the middle.
fn cut_archive() -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for n in 0..40u32 {
        // Digits of a product, so that compression leaves enough bytes to cut.
        let text: String = (0..400u32).map(|i| char::from_u32(0x4e00 + (i * 7919 + n * 104_729) % 20_000).unwrap_or('x')).collect();
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("{n}.txt"), text.as_bytes()).expect("memory");
    }
    let bytes = archive.into_inner().and_then(GzEncoder::finish).expect("memory");
    bytes[..bytes.len() / 2].to_vec()
}

fn run_json(work: &Workdir, out: &str) -> serde_json::Value {
    serde_json::from_str(&work.read(&format!("{out}/run.json"))).expect("JSON")
}

#[test]
fn a_byte_order_mark_for_excel() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    assert_eq!(extract(&work, "a.txt -o plain -q").status, 0);
    assert_eq!(extract(&work, "a.txt -o excel -q --bom").status, 0);
    let mut tables = 0;
    for name in work.list("excel").iter().filter(|name| name.ends_with(".csv")) {
        let excel = work.read(&format!("excel/{name}"));
        assert_eq!(excel.strip_prefix('\u{feff}'), Some(work.read(&format!("plain/{name}")).as_str()), "{name}");
        tables += 1;
    }
    assert_eq!(tables, 10);
}

#[test]
fn types_choose_the_nodes_of_the_network() {
    let work = Workdir::new();
    let folders = ["archived".to_owned()];
    let kinds = |out: &str| -> Vec<String> {
        let mut kinds: Vec<String> = Table::read(&work.path(out), "edges.csv")
            .rows
            .iter()
            .flat_map(|r| [r["Source"].clone(), r["Target"].clone()])
            .filter_map(|id| id.split(':').next().map(str::to_owned))
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    assert_eq!(extract_data(&work, &folders, "people", &["-q", "--types", "person"]).status, 0);
    assert_eq!(kinds("people"), ["person"]);
    assert_eq!(extract_data(&work, &folders, "places", &["-q", "--types", "country,place"]).status, 0);
    assert_eq!(kinds("places"), ["country", "place"]);
    // The types change the network alone, not what is recognised.
    assert_eq!(work.read("people/mentions.csv"), work.read("places/mentions.csv"));
    let ran = extract_data(&work, &folders, "wrong", &["--types", "people"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("person, country, organization, place"), "{}", ran.stderr);
}

#[test]
fn wider_windows_hold_more() {
    let work = Workdir::new();
    let folders = ["archived".to_owned()];
    let mut totals = Vec::new();
    for window in ["sentence", "paragraph", "document"] {
        assert_eq!(extract_data(&work, &folders, window, &["-q", "--window", window]).status, 0);
        let edges = Table::read(&work.path(window), "edges.csv");
        totals.push(edges.rows.len());
        for row in &edges.rows {
            let (weight, documents): (u64, u64) = (row["Weight"].parse().expect("a number"), row["documents"].parse().expect("a number"));
            assert!(if window == "document" { weight == documents } else { weight >= documents }, "{window}: {row:?}");
        }
        assert_eq!(run_json(&work, window)["options"]["window"], window);
    }
    assert!(totals.is_sorted_by(|a, b| a < b), "{totals:?}");
}

#[test]
fn own_dictionaries_add_names() {
    let work = Workdir::new();
    work.write("a.txt", "开幕式\n\n甲乙丙学社社长在呼噜市说，呼噜市欢迎大家。\n");
    work.write(
        "mine/places.csv",
        "name_en,name_zh,name_zh_hant,aliases_zh,aliases_en,kind,country,context\nHulu City,呼噜市,呼嚕市,,,city,CHN,\n",
    );
    assert_eq!(extract(&work, "a.txt -o without -q").status, 0);
    assert_eq!(extract(&work, "a.txt -o with -q --dictionaries mine").status, 0);
    let hulu = |out: &str| Table::read(&work.path(out), "entities.csv").rows.into_iter().find(|r| r["name_en"] == "Hulu City");
    assert!(hulu("without").is_none());
    let row = hulu("with").expect("the new place");
    assert_eq!((row["type"].as_str(), row["mentions"].as_str(), row["Label"].as_str()), ("place", "2", "呼噜市"));
    let run = run_json(&work, "with");
    assert!(run["dictionaries"].as_array().expect("a list").iter().any(|d| d["file"] == "mine/places.csv" && d["rows"] == 1), "{run}");
}

#[test]
fn a_bad_dictionary_is_named_with_its_line() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    work.write("mine/sounds.csv", "han,latin,count,log_odds\n甲,jia,1,0.5\n乙,yi,many,0.5\n");
    let ran = extract(&work, "a.txt -o out --dictionaries mine");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("sounds.csv") && ran.stderr.contains('3'), "{}", ran.stderr);
    let ran = extract(&work, "a.txt -o out --dictionaries nowhere");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("nowhere"), "{}", ran.stderr);
    let ran = extract(&work, "a.txt -o out --no-builtin");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("--dictionaries"), "{}", ran.stderr);
}

#[test]
fn only_own_dictionaries() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    work.write("mine/countries.csv", fs::read(repository("dictionaries/countries.csv")).expect("the countries"));
    let ran = extract(&work, "a.txt -o out -q --dictionaries mine --no-builtin --model none");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let entities = Table::read(&work.path("out"), "entities.csv");
    assert!(entities.column("Id").contains(&"country:RUS"), "{:?}", entities.rows);
    assert!(!entities.column("Id").contains(&"person:vladimir-putin"), "{:?}", entities.rows);
}

#[test]
fn the_model_can_be_switched_off_and_must_exist() {
    let work = Workdir::new();
    work.write("a.txt", ARTICLE);
    assert_eq!(extract(&work, "a.txt -o out -q --model none").status, 0);
    assert_eq!(run_json(&work, "out")["options"]["model"], "none");
    let ran = extract(&work, "a.txt -o out2 --model nowhere.bin");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("nowhere.bin"), "{}", ran.stderr);
    work.write("broken.bin", "no model");
    let ran = extract(&work, "a.txt -o out3 --model broken.bin");
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("broken.bin"), "{}", ran.stderr);
}

/// All files of a folder but `run.json`, which holds times.
fn same_files(work: &Workdir, a: &str, b: &str) {
    let names: Vec<String> = work.list(a).into_iter().filter(|name| name != "run.json").collect();
    assert_eq!(names, work.list(b).into_iter().filter(|name| name != "run.json").collect::<Vec<_>>());
    assert!(names.len() >= 14, "{names:?}");
    for name in names {
        assert!(work.read(&format!("{a}/{name}")) == work.read(&format!("{b}/{name}")), "{name} differs between {a} and {b}");
    }
}

#[test]
fn the_same_bytes_with_one_and_two_threads_and_in_any_order() {
    let work = Workdir::new();
    let forward = list(&repository("data"));
    let mut backward = forward.clone();
    backward.reverse();
    assert_ne!(forward, backward);
    assert_eq!(extract_data(&work, &forward, "one", &["-q", "--threads", "1"]).status, 0);
    assert_eq!(extract_data(&work, &forward, "two", &["-q", "--threads", "2"]).status, 0);
    assert_eq!(extract_data(&work, &backward, "back", &["-q", "--threads", "2"]).status, 0);
    same_files(&work, "one", "two");
    same_files(&work, "one", "back");
}

#[test]
fn ids_do_not_depend_on_where_the_archive_lies() {
    let work = Workdir::new();
    work.write("here/news/a.txt", ARTICLE);
    work.write("over/there/news/a.txt", ARTICLE);
    assert_eq!(extract(&work, "here/news -o one -q").status, 0);
    assert_eq!(extract(&work, "over/there/news -o two -q").status, 0);
    for name in ["entities.csv", "mentions.csv", "edges.csv", "name_pairs_by_document.csv", "graph.gexf"] {
        assert_eq!(work.read(&format!("one/{name}")), work.read(&format!("two/{name}")), "{name}");
    }
}

#[test]
fn an_archive_gives_what_its_folder_gives() {
    let work = Workdir::new();
    work.write("news/a.txt", ARTICLE);
    work.write("news/b.md", "# 美国总统拜登访问日本\n\n拜登（Joe Biden）与日本首相岸田文雄会谈。\n");
    let mut archive = tar::Builder::new(GzEncoder::new(fs::File::create(work.path("news.tar.gz")).expect("a file"), Compression::fast()));
    archive.append_dir_all("news", work.path("news")).expect("an archive");
    archive.into_inner().and_then(GzEncoder::finish).and_then(|mut file| file.flush()).expect("a file");
    assert_eq!(extract(&work, "news -o folder -q").status, 0);
    assert_eq!(extract(&work, "news.tar.gz -o archive -q").status, 0);
    // Paths differ, and with them the ids of documents; the things named do not.
    for name in ["entities.csv", "edges.csv", "name_pairs.csv", "graph.gexf", "graph.json"] {
        assert_eq!(work.read(&format!("folder/{name}")), work.read(&format!("archive/{name}")), "{name}");
    }
    let paths = Table::read(&work.path("archive"), "documents.csv");
    assert!(paths.column("path").iter().all(|p| p.starts_with("news.tar.gz!news/")), "{:?}", paths.rows);
}

#[test]
fn accuracy_on_annotated_articles() {
    let Some(gold) = shared("gold/dev") else { return };
    let work = Workdir::new();
    let ran = work.run(["extract".into(), gold.join("text").into_os_string(), "-o".into(), "out".into(), "-q".into()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let measured = guanxi::eval::evaluate(&gold, &work.path("out")).expect("figures").figures;
    let floors: std::collections::BTreeMap<String, f64> = serde_json::from_str(&read(&repository(".ci/floors.json"))).expect("JSON");
    assert!(!floors.is_empty());
    for (name, floor) in floors {
        let found = measured.get(&name).unwrap_or_else(|| panic!("no figure {name}"));
        assert!(found.f1 >= floor, "{name}: F1 {:.3} is below {floor:.3}", found.f1);
    }
}
