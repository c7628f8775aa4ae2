//! What `guanxi extract` leaves keeps to the contract of the output folder: files, columns, order, references.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use guanxi::document::Document;
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::text::fold_str;

use crate::common::{Table, read, repository, sample};

/// Columns may be added at the end; these are there, in this order.
const CONTRACT: &[(&str, &str)] = &[
    ("documents.csv", "doc_id, path, source, title, url, published, language, characters, sentences, mentions, duplicate_of"),
    (
        "entities.csv",
        "Id, Label, type, name_zh, name_en, aliases, iso_3166, mentions, documents, first_published, last_published, degree, weighted_degree, pagerank, betweenness, community",
    ),
    ("mentions.csv", "doc_id, paragraph, sentence, start, end, surface, type, entity_id, evidence, confidence"),
    ("name_pairs.csv", "zh, latin, type, entity_id, occurrences, documents, score, first_published, last_published, kind"),
    ("name_pairs_by_document.csv", "doc_id, start, zh, latin, type, entity_id, score, kind"),
    ("edges.csv", "Source, Target, Type, Weight, documents, npmi, first_published, last_published"),
    (
        "relations.csv",
        "doc_id, published, sentence, subject_id, subject, relation, object_id, object, trigger, negated, confidence, text, quad_class, cameo_root",
    ),
    ("positions.csv", "doc_id, published, sentence, person_id, person, title, body_id, body, confidence, text"),
    ("affiliations.csv", "person_id, person, title, body_id, body, documents, first_published, last_published"),
    ("errors.csv", "path, stage, error"),
];

const GRAPHS: &[&str] = &["graph.gexf", "graph.graphml", "graph.json", "graph-dynamic.gexf"];
const TYPES: &[&str] = &["person", "country", "organization", "place"];
const KINDS: &[&str] = &["transliteration", "translation", "abbreviation", "adopted"];
const RELATIONS: &[&str] = &[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

fn table(name: &str) -> Table {
    Table::read(&sample().path("out"), name)
}

/// The sample articles, read again through the library.
fn documents() -> BTreeMap<String, Document> {
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    let mut documents = BTreeMap::new();
    enumerate(&[repository("data")], &options, &mut |found| {
        let Found::Article(article) = found else { panic!("{found:?}") };
        for document in parse(&article, &options, &mut scratch).0 {
            documents.insert(document.doc_id.clone(), document);
        }
        ControlFlow::Continue(())
    })
    .expect("the sample archive");
    documents
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("not a number: {text:?}"))
}

fn whole(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("not a whole number: {text:?}"))
}

fn is_day(text: &str) -> bool {
    text.is_empty()
        || text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

#[test]
fn every_table_has_its_columns() {
    for (name, columns) in CONTRACT {
        let expected: Vec<&str> = columns.split(", ").collect();
        let found = table(name).columns;
        assert!(found.len() >= expected.len(), "{name}: {found:?}");
        assert_eq!(found[..expected.len()], expected[..], "{name}");
    }
}

#[test]
fn files_are_utf8_with_unix_line_ends_and_nothing_else_is_left() {
    let known: BTreeSet<&str> =
        CONTRACT.iter().map(|(name, _)| *name).chain(GRAPHS.iter().copied()).chain(["run.json", "events.gexf", "report.html"]).collect();
    for name in sample().list("out") {
        assert!(known.contains(name.as_str()), "{name} is in no contract");
    }
    for (name, _) in CONTRACT {
        let text = sample().read(&format!("out/{name}"));
        assert!(!text.starts_with('\u{feff}'), "{name}");
        assert!(text.ends_with('\n'), "{name}");
        assert!(!text.contains('\r'), "{name}");
    }
    for name in GRAPHS {
        assert!(!sample().read(&format!("out/{name}")).is_empty(), "{name}");
    }
}

#[test]
fn documents_are_the_articles_read() {
    let documents = documents();
    let rows = table("documents.csv");
    let ids = rows.column("doc_id");
    assert!(ids.is_sorted() && ids.len() >= 25, "{} articles by doc_id", ids.len());
    assert_eq!(ids, documents.keys().map(String::as_str).collect::<Vec<_>>());
    for row in &rows.rows {
        let document = &documents[&row["doc_id"]];
        assert_eq!(row["doc_id"].len(), 16);
        assert_eq!(row["title"], document.title);
        assert_eq!(row["source"], document.source);
        assert_eq!(row["url"], document.url);
        assert_eq!(row["published"], document.published);
        assert_eq!(row["language"], document.language.tag());
        assert_eq!(whole(&row["characters"]), document.text.chars().count());
        assert!(is_day(row["published"].get(..10).unwrap_or(&row["published"])), "{}", row["published"]);
        assert!(whole(&row["sentences"]) >= 1);
    }
    let languages: BTreeSet<&str> = rows.column("language").into_iter().collect();
    assert!(languages.contains("zh-Hans") && languages.contains("zh-Hant") && languages.contains("en"), "{languages:?}");
}

#[test]
fn offsets_lead_back_to_the_text() {
    let documents = documents();
    let texts: BTreeMap<&str, Vec<char>> = documents.iter().map(|(id, d)| (id.as_str(), d.text.chars().collect())).collect();
    let mentions = table("mentions.csv");
    assert!(mentions.rows.len() > 1000, "{} mentions", mentions.rows.len());
    let mut before: Option<(&str, usize, usize, usize)> = None;
    for row in &mentions.rows {
        let text = &texts[row["doc_id"].as_str()];
        let (start, end) = (whole(&row["start"]), whole(&row["end"]));
        assert!(start < end && end <= text.len(), "{row:?}");
        let surface: String = text[start..end].iter().collect();
        assert_eq!(surface, row["surface"], "{row:?}");
        assert!(!surface.contains('\n') && surface.trim() == surface, "{row:?}");
        let paragraph = text[..start].iter().filter(|c| **c == '\n').count();
        assert_eq!(whole(&row["paragraph"]), paragraph, "{row:?}");
        let sentence = whole(&row["sentence"]);
        if let Some((doc_id, end_before, sentence_before, paragraph_before)) = before
            && doc_id == row["doc_id"]
        {
            assert!(end_before <= start, "mentions overlap or are out of order: {row:?}");
            assert!(sentence_before <= sentence && paragraph_before <= paragraph, "{row:?}");
        } else if let Some((doc_id, ..)) = before {
            assert!(doc_id < row["doc_id"].as_str(), "rows are by doc_id: {row:?}");
        }
        before = Some((&row["doc_id"], end, sentence, paragraph));
        assert!(TYPES.contains(&row["type"].as_str()), "{row:?}");
        assert!(["dictionary", "pair", "alias", "pattern", "model"].contains(&row["evidence"].as_str()), "{row:?}");
        assert!((0.0..=1.0).contains(&number(&row["confidence"])), "{row:?}");
    }
    for (document, count) in table("documents.csv").rows.iter().map(|r| (&r["doc_id"], whole(&r["mentions"]))) {
        assert_eq!(mentions.rows.iter().filter(|m| m["doc_id"] == *document).count(), count, "{document}");
    }
}

#[test]
fn entities_are_what_the_mentions_name() {
    let entities = table("entities.csv");
    let mentions = table("mentions.csv");
    let days: BTreeMap<String, String> =
        table("documents.csv").rows.into_iter().map(|r| (r["doc_id"].clone(), r["published"].chars().take(10).collect())).collect();
    let mut by_entity: BTreeMap<&str, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for row in &mentions.rows {
        by_entity.entry(&row["entity_id"]).or_default().push(row);
    }
    let ids: BTreeSet<&str> = entities.column("Id").into_iter().collect();
    assert_eq!(ids.len(), entities.rows.len(), "ids are unique");
    for id in by_entity.keys() {
        assert!(ids.contains(id), "mentions.csv names {id:?}, which entities.csv has not");
    }
    let counts: Vec<usize> = entities.column("mentions").into_iter().map(whole).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "most mentioned first");
    for row in &entities.rows {
        let named = by_entity.get(row["Id"].as_str()).map_or(&[][..], Vec::as_slice);
        assert_eq!(named.len(), whole(&row["mentions"]), "{row:?}");
        let documents: BTreeSet<&str> = named.iter().map(|m| m["doc_id"].as_str()).collect();
        assert_eq!(documents.len(), whole(&row["documents"]), "{row:?}");
        let dated: BTreeSet<&str> = documents.iter().map(|d| days[*d].as_str()).filter(|d| !d.is_empty()).collect();
        assert_eq!(row["first_published"], dated.first().copied().unwrap_or(""), "{row:?}");
        assert_eq!(row["last_published"], dated.last().copied().unwrap_or(""), "{row:?}");
        assert!(named.iter().all(|m| m["type"] == row["type"]), "{row:?}");
        assert!(!row["Label"].is_empty(), "{row:?}");
        // Every surface but the label itself is an alias, and every alias a surface.
        let surfaces: BTreeSet<String> = named.iter().map(|m| m["surface"].replace('|', "/")).filter(|s| *s != row["Label"]).collect();
        let aliases: BTreeSet<String> = row["aliases"].split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect();
        assert_eq!(surfaces, aliases, "{row:?}");
        if row["type"] == "country" {
            assert_eq!(row["iso_3166"].len(), 3, "{row:?}");
        } else {
            assert_eq!(row["iso_3166"], "", "{row:?}");
        }
        for column in ["pagerank", "betweenness"] {
            assert!(number(&row[column]) >= 0.0, "{row:?}");
        }
    }
}

#[test]
fn one_thing_has_one_row_in_both_scripts() {
    let entities = table("entities.csv");
    let row = |id: &str| entities.rows.iter().find(|r| r["Id"] == id).unwrap_or_else(|| panic!("no {id}"));
    let trump = row("person:donald-trump");
    assert_eq!((trump["name_zh"].as_str(), trump["name_en"].as_str()), ("特朗普", "Donald Trump"));
    assert!(trump["aliases"].split('|').any(|a| a == "川普"), "{}", trump["aliases"]);
    let putin = row("person:vladimir-putin");
    for alias in ["普丁", "普亭", "Vladimir Putin"] {
        assert!(putin["aliases"].split('|').any(|a| a == alias), "{alias}: {}", putin["aliases"]);
    }
    assert_eq!(row("country:TWN")["iso_3166"], "TWN");
}

#[test]
fn pairs_of_the_archive_sum_up_those_of_the_documents() {
    let texts = documents();
    let ids: BTreeSet<String> = table("entities.csv").column("Id").into_iter().map(str::to_owned).collect();
    let by_document = table("name_pairs_by_document.csv");
    let mut position = ("", 0);
    for row in &by_document.rows {
        let text: Vec<char> = texts[&row["doc_id"]].text.chars().collect();
        let zh: Vec<char> = row["zh"].chars().collect();
        let start = whole(&row["start"]);
        assert!(
            text[start..].starts_with(&zh)
                || text.windows(row["latin"].chars().count()).any(|w| row["latin"].chars().eq(w.iter().copied())),
            "{row:?}"
        );
        assert!(KINDS.contains(&row["kind"].as_str()), "{row:?}");
        assert!(row["entity_id"].is_empty() || ids.contains(&row["entity_id"]), "{row:?}");
        assert!(row["entity_id"].is_empty() == (row["type"] == "other"), "{row:?}");
        assert!((0.0..=1.0).contains(&number(&row["score"])), "{row:?}");
        assert!(position <= (row["doc_id"].as_str(), start), "by doc_id and start: {row:?}");
        position = (&row["doc_id"], start);
    }
    let pairs = table("name_pairs.csv");
    assert!(pairs.rows.len() > 100, "{} pairs", pairs.rows.len());
    let documents: Vec<usize> = pairs.column("documents").into_iter().map(whole).collect();
    assert!(documents.is_sorted_by(|a, b| a >= b), "most documents first");
    let occurrences: usize = pairs.column("occurrences").into_iter().map(whole).sum();
    assert_eq!(occurrences, by_document.rows.len());
    for row in &pairs.rows {
        assert!(whole(&row["documents"]) <= whole(&row["occurrences"]), "{row:?}");
        assert!(TYPES.contains(&row["type"].as_str()) || row["type"] == "other", "{row:?}");
        assert!(is_day(&row["first_published"]) && row["first_published"] <= row["last_published"], "{row:?}");
        assert!(row["entity_id"].is_empty() || ids.contains(&row["entity_id"]), "{row:?}");
    }
}

#[test]
fn edges_count_the_sentences_of_the_mentions() {
    let kinds: BTreeMap<String, String> = table("entities.csv").rows.into_iter().map(|r| (r["Id"].clone(), r["type"].clone())).collect();
    let mut windows: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in table("mentions.csv").rows {
        // Names that tell who reports make no ties.
        if kinds[&row["entity_id"]] != "place" && row["role"] != "source" {
            windows.entry((row["doc_id"].clone(), row["sentence"].clone())).or_default().insert(row["entity_id"].clone());
        }
    }
    let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
    for here in windows.values() {
        for a in here {
            for b in here.iter().filter(|b| *b > a) {
                *expected.entry((a.clone(), b.clone())).or_default() += 1;
            }
        }
    }
    let edges = table("edges.csv");
    let mut found = BTreeMap::new();
    for row in &edges.rows {
        let (a, b) = (row["Source"].clone(), row["Target"].clone());
        let key = if a < b { (a, b) } else { (b, a) };
        assert!(found.insert(key, whole(&row["Weight"])).is_none(), "twice: {row:?}");
        assert!((-1.0..=1.0).contains(&number(&row["npmi"])), "{row:?}");
        assert!(whole(&row["documents"]) <= whole(&row["Weight"]), "{row:?}");
        assert!(is_day(&row["first_published"]) && row["first_published"] <= row["last_published"], "{row:?}");
    }
    assert_eq!(found, expected);
    let weights: Vec<usize> = edges.column("Weight").into_iter().map(whole).collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "heaviest first");
    let mut degrees: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in &edges.rows {
        for end in ["Source", "Target"] {
            let entry = degrees.entry(&row[end]).or_default();
            entry.0 += 1;
            entry.1 += whole(&row["Weight"]);
        }
    }
    for row in table("entities.csv").rows {
        let (degree, weighted) = degrees.get(row["Id"].as_str()).copied().unwrap_or_default();
        assert_eq!((whole(&row["degree"]), whole(&row["weighted_degree"])), (degree, weighted), "{row:?}");
    }
}

#[test]
fn relations_and_positions_refer_to_entities() {
    let ids: BTreeSet<String> = table("entities.csv").column("Id").into_iter().map(str::to_owned).collect();
    let documents = documents();
    let relations = table("relations.csv");
    let mut place = ("", 0);
    for row in &relations.rows {
        assert!(ids.contains(&row["subject_id"]) && ids.contains(&row["object_id"]), "{row:?}");
        assert_ne!(row["subject_id"], row["object_id"], "{row:?}");
        assert!(RELATIONS.contains(&row["relation"].as_str()), "{row:?}");
        assert!(["true", "false"].contains(&row["negated"].as_str()), "{row:?}");
        assert!((0.0..=1.0).contains(&number(&row["confidence"])), "{row:?}");
        assert!(documents[&row["doc_id"]].text.contains(&row["trigger"]), "{row:?}");
        assert!(documents[&row["doc_id"]].text.contains(&row["text"]), "{row:?}");
        assert!(place <= (row["doc_id"].as_str(), whole(&row["sentence"])), "by doc_id and sentence: {row:?}");
        place = (&row["doc_id"], whole(&row["sentence"]));
    }
    let positions = table("positions.csv");
    for row in &positions.rows {
        assert!(ids.contains(&row["person_id"]) && ids.contains(&row["body_id"]), "{row:?}");
        assert!(!row["title"].is_empty(), "{row:?}");
        assert!(documents[&row["doc_id"]].text.contains(&row["text"]), "{row:?}");
    }
    // One title in two scripts (国务卿, 國務卿) is one.
    let tie = |r: &BTreeMap<String, String>| (r["person_id"].clone(), fold_str(&r["title"]), r["body_id"].clone());
    let distinct: BTreeSet<_> = positions.rows.iter().map(tie).collect();
    let affiliations = table("affiliations.csv");
    let summed: BTreeSet<_> = affiliations.rows.iter().map(tie).collect();
    assert_eq!(distinct, summed);
    assert_eq!(summed.len(), affiliations.rows.len());
}

#[test]
fn run_json_says_what_was_done() {
    let run: serde_json::Value = serde_json::from_str(&sample().read("out/run.json")).expect("JSON");
    assert_eq!(run["schema_version"], 1);
    assert_eq!(run["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(run["options"]["window"], "sentence");
    assert_eq!(run["documents"], table("documents.csv").rows.len());
    assert_eq!(run["mentions"], table("mentions.csv").rows.len());
    assert_eq!(run["edges"], table("edges.csv").rows.len());
    assert_eq!(run["name_pairs"], table("name_pairs.csv").rows.len());
    assert_eq!(run["errors"], 0);
    assert!(run["seconds"].as_array().is_some_and(|s| !s.is_empty()));
    let dictionaries = run["dictionaries"].as_array().expect("a list");
    assert!(dictionaries.iter().any(|d| d["file"] == "builtin/people.csv" && d["digest"].as_str().is_some_and(|d| d.len() == 16)));
}

#[test]
fn nothing_in_the_output_knows_the_machine() {
    // A path of the machine in any file would make two researchers' results differ.
    let home = repository("").display().to_string();
    for (name, _) in CONTRACT.iter().filter(|(name, _)| *name != "documents.csv") {
        assert!(!read(&sample().path("out").join(name)).contains(&home), "{name}");
    }
}
