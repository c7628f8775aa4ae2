//! A battery of hard bilingual pairs of every kind, and properties of the search for pairs.
//!
//! `pairs_battery.csv` has a row for each text: the pair that must be found in it with its type, or
//! nothing where no pair stands. Where two borders are both defensible, `type` holds the other
//! Chinese half, or other types, after `|`.

use std::sync::LazyLock;

use guanxi::dictionary::Sources;
use guanxi::names::find_sites;
use guanxi::recognise::{Resources, Workspace};
use guanxi::text::{TextView, fold_str};
use proptest::prelude::*;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::new(&Sources::builtin()).expect("the built-in dictionaries compile"));

#[derive(serde::Deserialize)]
struct Row {
    kind: String,
    text: String,
    zh: String,
    latin: String,
    #[serde(rename = "type")]
    expected: String,
}

fn found(text: &str) -> Vec<(String, String, &'static str)> {
    let mut workspace = Workspace::default();
    workspace.prepare(&RESOURCES, text);
    workspace.find_pairs(&RESOURCES);
    workspace
        .pairs
        .iter()
        .map(|p| (workspace.view.surface(p.zh.0..p.zh.1), workspace.view.surface(p.latin.0..p.latin.1), p.type_.as_str()))
        .collect()
}

#[test]
fn battery() {
    let mut reader = csv::Reader::from_path("tests/pairs_battery.csv").expect("the battery is there");
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().expect("its rows fit");
    assert!(rows.len() >= 150, "{} rows", rows.len());
    let (mut borders, mut types, mut with) = (0, 0, 0);
    let mut wrong = Vec::new();
    for row in &rows {
        let pairs = found(&row.text);
        let mut alternatives = row.expected.split('|');
        let first = alternatives.next().unwrap_or("");
        let others: Vec<&str> = alternatives.collect();
        let right = if row.zh.is_empty() {
            pairs.is_empty()
        } else {
            with += 1;
            let hit = pairs.iter().find(|(zh, latin, _)| (*zh == row.zh || others.contains(&zh.as_str())) && *latin == row.latin);
            types += usize::from(hit.is_some_and(|(_, _, kind)| *kind == first || others.contains(kind)));
            hit.is_some()
        };
        borders += usize::from(right);
        if !right {
            wrong.push(format!("{}: {} gives {:?}, not {} | {}", row.kind, row.text, pairs, row.zh, row.latin));
        }
    }
    let report = wrong.join("\n");
    assert!(borders * 100 >= rows.len() * 95, "{borders} of {} right\n{report}", rows.len());
    assert!(types * 100 >= with * 92, "{types} of {with} types right");
}

#[test]
fn scripts_make_no_difference() {
    for (simplified, traditional) in [
        ("研究员马尔科维奇（Ivan Markovic）说", "研究員馬爾科維奇（Ivan Markovic）說"),
        ("总统彼得·汉德勒（Peter Handler）", "總統彼得‧漢德勒（Peter Handler）"),
        ("国际海事安全协会（IMSA）表示", "國際海事安全協會（IMSA）表示"),
    ] {
        let fold = |text: &str| -> Vec<(String, String)> { found(text).into_iter().map(|(zh, latin, _)| (fold_str(&zh), latin)).collect() };
        let here = fold(simplified);
        assert_eq!(here.len(), 1);
        assert_eq!(here, fold(traditional));
    }
}

/// Text with the marks that the search looks at, and anything else.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[（）()\\[\\]〔〕“”「」《》、，,;:·•‧.\\-/ \n]",
        "[总统的和与约翰史密斯彼得国际协会美国新闻社]{1,4}",
        "[A-Za-zéøñ]{1,8}",
        "[A-Z]{2,5}",
        "[0-9]{1,4}",
        "\\PC",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn offsets_are_exact_on_any_text(text in texts()) {
        let chars: Vec<char> = text.chars().collect();
        let mut workspace = Workspace::default();
        workspace.prepare(&RESOURCES, &text);
        workspace.find_pairs(&RESOURCES);
        for pair in &workspace.pairs {
            prop_assert!(pair.zh.0 < pair.zh.1 && pair.zh.1 <= chars.len());
            prop_assert!(pair.latin.0 < pair.latin.1 && pair.latin.1 <= chars.len());
            prop_assert!(pair.zh.1 <= pair.latin.0 || pair.latin.1 <= pair.zh.0, "halves overlap in {text:?}");
            prop_assert!((0.0..=1.0).contains(&pair.score));
            let zh: String = chars[pair.zh.0..pair.zh.1].iter().collect();
            prop_assert_eq!(workspace.view.surface(pair.zh.0..pair.zh.1), zh);
        }
    }

    #[test]
    fn pairs_are_the_same_in_both_scripts(text in texts()) {
        let spans = |text: &str| -> Vec<_> {
            let mut workspace = Workspace::default();
            workspace.prepare(&RESOURCES, text);
            workspace.find_pairs(&RESOURCES);
            workspace.pairs.iter().map(|p| (p.zh, p.latin, p.kind, p.type_, p.score.to_bits())).collect()
        };
        // Only Chinese characters are to differ: the Latin half keeps its capitals and diacritics.
        let folded: String = text.chars().map(|c| if ('\u{4e00}'..='\u{9fff}').contains(&c) { guanxi::text::fold_char(c) } else { c }).collect();
        prop_assert_eq!(spans(&text), spans(&folded));
    }

    #[test]
    fn alignment_is_the_same_in_both_scripts(han in "[約翰約聖馬爾喬納華萊維奧蓋羅倫賓蘭亞歷鐵塞爾]{2,7}", latin in "[A-Z][a-z]{2,9} [A-Z][a-z]{2,9}") {
        let score = |han: &str| {
            let text = format!("研究员{han}（{latin}）说");
            let mut workspace = Workspace::default();
            workspace.prepare(&RESOURCES, &text);
            workspace.find_pairs(&RESOURCES);
            workspace.pairs.iter().map(|p| (p.zh, p.latin, p.type_, p.score.to_bits())).collect::<Vec<_>>()
        };
        prop_assert_eq!(score(&han), score(&fold_str(&han)));
    }

    #[test]
    fn sites_are_the_same_in_both_scripts(text in texts()) {
        let spans = |text: &str| -> Vec<_> {
            let mut view = TextView::default();
            view.load(text);
            let mut sites = Vec::new();
            find_sites(&view, &mut sites);
            sites.into_iter().map(|s| (s.zh, s.latin)).collect()
        };
        // Latin letters fold too; only Chinese characters are to differ.
        let folded: String = text.chars().map(|c| if ('\u{4e00}'..='\u{9fff}').contains(&c) { guanxi::text::fold_char(c) } else { c }).collect();
        prop_assert_eq!(spans(&text), spans(&folded));
    }
}
