//! Who is meant: short forms that several people share, declared short names, spellings of one name,
//! and what the rest of the archive decides.

use std::collections::BTreeMap;
use std::fs;

use guanxi::pipeline::{Options, Quiet, run};

/// Runs the articles and gives their tables.
fn run_on(articles: &[(&str, &str)]) -> impl Fn(&str) -> Vec<BTreeMap<String, String>> + use<> {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir_all(&input).unwrap();
    for (name, text) in articles {
        fs::write(input.join(name), text).unwrap();
    }
    let output = folder.path().join("out");
    run(&Options { inputs: vec![input], output, ..Options::default() }, &Quiet).unwrap();
    move |name| {
        let mut reader = csv::Reader::from_path(folder.path().join("out").join(name)).unwrap();
        reader.deserialize().collect::<Result<_, _>>().unwrap()
    }
}

/// `(surface, label)` of every mention in each article, by the article's file name.
fn resolved(articles: &[(&str, &str)]) -> BTreeMap<String, Vec<(String, String)>> {
    let table = run_on(articles);
    let names: BTreeMap<String, String> =
        table("documents.csv").iter().map(|r| (r["doc_id"].clone(), r["path"].rsplit('/').next().unwrap().to_string())).collect();
    let labels: BTreeMap<String, String> = table("entities.csv").iter().map(|r| (r["Id"].clone(), r["Label"].clone())).collect();
    let mut out: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in table("mentions.csv") {
        let label = labels.get(&row["entity_id"]).cloned().unwrap_or_default();
        out.entry(names[&row["doc_id"]].clone()).or_default().push((row["surface"].clone(), label));
    }
    out
}

/// The labels of the mentions of `surface` in one article.
fn labels<'a>(found: &'a BTreeMap<String, Vec<(String, String)>>, article: &str, surface: &str) -> Vec<&'a str> {
    found.get(article).into_iter().flatten().filter(|(s, _)| s == surface).map(|(_, l)| l.as_str()).collect()
}

#[test]
fn a_shared_surname_is_whose_full_name_stands_there() {
    let found = resolved(&[
        ("a.txt", "回忆录\n前总统比尔·克林顿和希拉里出席了活动。克林顿说，他很高兴。"),
        ("b.txt", "竞选\n希拉里·克林顿星期二发表演讲。克林顿说，她不会退出。"),
    ]);
    assert!(labels(&found, "a.txt", "克林顿").iter().all(|l| *l == "比尔·克林顿"), "{found:?}");
    assert!(labels(&found, "b.txt", "克林顿").iter().all(|l| *l == "希拉里"), "{found:?}");
}

#[test]
fn a_hyphen_is_a_dot() {
    let found = resolved(&[("a.txt", "五角大楼\n美国国防部长劳埃德-奥斯汀抵达首尔。奥斯汀将会见韩国官员。")]);
    assert_eq!(labels(&found, "a.txt", "劳埃德-奥斯汀"), ["劳埃德·奥斯汀"]);
    assert_eq!(labels(&found, "a.txt", "奥斯汀"), ["劳埃德·奥斯汀"]);
}

#[test]
fn declared_short_names_are_the_full_one() {
    let found = resolved(&[("a.txt", "渔业\n北辰远洋渔业发展协会（以下简称“北渔协”）昨天在上海成立。北渔协会长表示，北渔协将公布章程。")]);
    let full = labels(&found, "a.txt", "北辰远洋渔业发展协会");
    let short = labels(&found, "a.txt", "北渔协");
    assert_eq!(full.len(), 1, "{found:?}");
    assert!(short.len() >= 2 && short.iter().all(|l| *l == full[0]), "{found:?}");
    let found = resolved(&[("b.txt", "会议\n北辰海洋安全研究中心（以下简称海安中心）昨天在上海成立。海安中心表示，将公布章程。")]);
    let short = labels(&found, "b.txt", "海安中心");
    assert!(short.len() == 2 && short.iter().all(|l| l.contains("海洋安全研究中心")), "{found:?}");
}

#[test]
fn parties_are_those_of_the_article_s_country() {
    let found = resolved(&[(
        "a.txt",
        "国会\n美国总统拜登星期三在华盛顿会见议员。美国民主党和共和党都支持这项法案。民主党人表示，民主党不会让步。",
    )]);
    assert!(labels(&found, "a.txt", "民主党").iter().all(|l| *l == "美国民主党"), "{found:?}");
    assert!(labels(&found, "a.txt", "共和党").iter().all(|l| *l == "美国共和党"), "{found:?}");
}

/// English name of the thing with this label.
fn english_of(articles: &[(&str, &str)], label: &str) -> String {
    let entities = run_on(articles)("entities.csv");
    entities.iter().find(|r| r["Label"] == label).map(|r| r["name_en"].clone()).unwrap_or_default()
}

#[test]
fn chinese_names_are_spelt_as_where_they_are_from() {
    let mainland = ("a.txt", "会议\n北京大学教授陈志豪说，中国需要改革。陈志豪表示，广东已经开始。");
    let taiwan = ("b.txt", "會議\n台北市議員陳志豪說，台灣需要改革。陳志豪表示，高雄已經開始，這個計畫讓業者歡迎。");
    assert_eq!(english_of(&[mainland], "陈志豪"), "Chen Zhihao");
    assert_eq!(english_of(&[taiwan], "陈志豪"), "Chen Chih-hao");
    // One name, one row, whoever writes it.
    let found = resolved(&[mainland, taiwan]);
    let entities = run_on(&[mainland, taiwan])("entities.csv");
    assert_eq!(labels(&found, "a.txt", "陈志豪"), ["陈志豪", "陈志豪"]);
    assert_eq!(entities.iter().filter(|r| r["Label"] == "陈志豪").count(), 1, "{entities:?}");
}
