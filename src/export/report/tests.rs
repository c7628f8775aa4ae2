use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::graph::{Network, PairCount, Period, WindowCounts, samples};
use crate::record::{DocumentRow, EntityType, PairKind, PairRow, PositionRow, RelationRow};

fn documents() -> Vec<DocumentRow> {
    let row = |id: &str, day: &str, source: &str| DocumentRow {
        doc_id: id.into(),
        source: source.into(),
        title: format!("标题 {id} </script><script>alert(1)</script>"),
        url: "https://example.org/a?b=1&c=2".into(),
        published: day.into(),
        sentences: 10,
        mentions: 5,
        ..DocumentRow::default()
    };
    vec![row("d0", "2021-03-01T08:00:00Z", "甲报"), row("d1", "2021-03-03", "乙报"), row("d2", "2021-03-03", "乙报"), row("d3", "", "")]
}

fn relation(doc: &str, subject: &str, object: &str) -> RelationRow {
    RelationRow {
        doc_id: doc.into(),
        published: "2021-03-03".into(),
        sentence: 1,
        subject_id: subject.into(),
        subject: format!("name of {subject}"),
        relation: "CONSULT".into(),
        object_id: object.into(),
        object: format!("name of {object}"),
        trigger: "会见".into(),
        negated: false,
        confidence: 0.9,
        text: "习近平会见普京。".into(),
        quad_class: String::new(),
        cameo_root: String::new(),
    }
}

fn position(day: &str, title: &str) -> PositionRow {
    PositionRow {
        doc_id: "d1".into(),
        published: day.into(),
        sentence: 0,
        person_id: "Q2".into(),
        person: "普京".into(),
        title: title.into(),
        body_id: "gone".into(),
        body: "别国".into(),
        confidence: 0.9,
        text: "别国总统普京。".into(),
    }
}

fn pair() -> PairRow {
    PairRow {
        zh: "普京".into(),
        latin: "Putin".into(),
        type_: EntityType::Person,
        entity_id: "Q2".into(),
        occurrences: 3,
        documents: 2,
        score: 0.98765,
        first_published: "2021-03-01".into(),
        last_published: "2021-03-03".into(),
        kind: PairKind::Transliteration,
    }
}

fn build(network: &Network, limits: &Limits) -> ReportData {
    let sentence = |document, text: &str| SentenceOfEdge { document, text: text.to_owned().into() };
    let sentences = BTreeMap::from([
        (0, vec![sentence(1, "普京与俄罗斯。"), sentence(9, "nowhere")]),
        (1, vec![sentence(0, "习近平会见普京。"), sentence(1, "习近平会见普京。")]),
    ]);
    let documents = documents();
    let relations = [relation("d1", "Q1", "Q2"), relation("d0", "gone", "Q2"), relation("d9", "Q1", "Q2")];
    let positions = Held::sum(&[position("2021-03-03", "总统"), position("2021-03-01", "总统"), position("", "总理")]);
    let pairs = [pair()];
    ReportData::build(
        &ReportInput {
            title: String::new(),
            network,
            census: &Census::of(&documents),
            documents: &documents,
            sentences: &sentences,
            relations: &relations,
            relation_count: relations.len(),
            positions: &positions,
            position_count: positions.len(),
            pairs: &pairs,
        },
        limits,
    )
}

fn page(data: &ReportData) -> String {
    let mut bytes = Vec::new();
    write(data, &mut bytes).expect("written");
    String::from_utf8(bytes).expect("UTF-8")
}

/// What a browser would find in the data element.
fn embedded(page: &str) -> Value {
    let open = "<script type=\"application/json\" id=\"data\">";
    let start = page.find(open).expect("the element") + open.len();
    let end = start + page[start..].find("</script").expect("its end");
    serde_json::from_str(&page[start..end]).expect("JSON")
}

#[test]
fn tables_are_joined() {
    let network = samples::network();
    let data = build(&network, &Limits::default());
    assert_eq!((data.nodes.len(), data.edges.len()), (6, 5));
    // Undirected ends point at nodes; the sentence of an article that is not there is dropped.
    assert_eq!((data.edges[0].s, data.edges[0].t, data.edges[0].e.len()), (1, 2, 2));
    // One sentence in two articles is stored once.
    assert_eq!(data.edges[1].e, [1, 1, 0, 1]);
    assert_eq!(data.docs[0].d, "2021-03-03");
    assert_eq!(data.relations.len(), 2);
    assert_eq!((data.relations[0].s, data.relations[0].o), (Some(0), Some(1)));
    assert_eq!((data.relations[1].s, data.relations[1].sn.as_str()), (None, "name of gone"));
    // Positions add up over articles.
    assert_eq!((data.positions.len(), data.positions[0].n), (2, 2));
    assert_eq!((data.positions[0].f.as_str(), data.positions[0].l.as_str()), ("2021-03-01", "2021-03-03"));
    assert_eq!((data.positions[0].p, data.positions[0].b), (Some(1), None));
    assert_eq!((data.pairs[0].i, data.pairs[0].sc), (Some(1), 0.988));
}

#[test]
fn counts_and_time() {
    let network = samples::network();
    let data = build(&network, &Limits::default());
    // The network tells time by months: so does the page.
    assert_eq!(data.meta.bins, ["2021-03", "2021-04", "2021-05"]);
    assert_eq!(data.summary.by_bin, [3, 0, 0]);
    assert_eq!((data.summary.documents, data.summary.undated), (4, 1));
    assert_eq!(data.summary.entities, [3, 1, 1, 1]);
    let sources: Vec<(&str, u64)> = data.summary.by_source.iter().map(|&(i, n)| (data.sources[i].as_str(), n)).collect();
    assert_eq!(sources, [("乙报", 2), ("", 1), ("甲报", 1)]);
    assert_eq!(data.nodes[0].m, [0, 40, 1, 50]);
    assert_eq!(data.edges[0].m, [0, 20, 2, 11]);
}

#[test]
fn days_where_the_network_has_days() {
    let day = |text| Period::parse_day(text).expect("a day in a test");
    let entities = (0..2).map(|i| samples::entity(&format!("Q{i}"), EntityType::Person, "甲", "", 3)).collect();
    let tie = PairCount { a: 0, b: 1, windows: 2, months: vec![(day("2021-03-02"), 1), (day("2021-03-04"), 1)], ..PairCount::default() };
    let network = Network::build(entities, vec![], vec![tie], &WindowCounts::default());
    let data = build(&network, &Limits::default());
    assert_eq!(data.meta.bins, ["2021-03-01", "2021-03-02", "2021-03-03", "2021-03-04"]);
    assert_eq!(data.summary.by_bin, [1, 0, 2, 0]);
    assert_eq!(data.edges[0].m, [1, 1, 3, 1]);
}

#[test]
fn cuts_are_counted() {
    let limits = Limits { nodes: 3, edges: 2, relations: 1, ..Limits::default() };
    let data = build(&samples::network(), &limits);
    assert_eq!((data.meta.cuts.nodes, data.meta.cuts.nodes_shown), (6, 3));
    assert_eq!((data.meta.cuts.edges, data.meta.cuts.edges_shown), (5, 2));
    assert_eq!((data.meta.cuts.relations, data.meta.cuts.relations_shown), (3, 1));
    // Those with the heaviest ties, in the order of the network.
    let ids: Vec<&str> = data.nodes.iter().map(|n| n.id.as_str()).collect();
    assert_eq!(ids, ["Q1", "Q2", "Q3"]);
}

#[test]
fn long_sentences_are_cut() {
    let data = build(&samples::network(), &Limits { characters: 3, ..Limits::default() });
    assert_eq!(data.texts[0], "普京与…");
}

#[test]
fn the_file_keeps_to_its_size() {
    let names = (0..600).map(|i| samples::entity(&format!("P{i}"), EntityType::Person, &format!("人物{i}"), "", 9));
    let pairs: Vec<PairCount> = (0..599).map(|i| PairCount { a: i, b: i + 1, windows: 3, documents: 1, ..PairCount::default() }).collect();
    let network = Network::build(names.collect(), vec![], pairs, &WindowCounts::default());
    let sentences: BTreeMap<usize, Vec<SentenceOfEdge>> = (0..599)
        .map(|i| {
            let texts =
                (0..5).map(|k| SentenceOfEdge { document: k % 4, text: format!("第{i}句之{k}，{}。", "长".repeat(200)).into() });
            (i, texts.collect())
        })
        .collect();
    let documents = documents();
    let input = ReportInput {
        title: String::new(),
        network: &network,
        census: &Census::of(&documents),
        documents: &documents,
        sentences: &sentences,
        relations: &[],
        relation_count: 0,
        positions: &[],
        position_count: 0,
        pairs: &[],
    };
    let free = ReportData::build(&input, &Limits::default());
    assert_eq!(free.meta.cuts.sentences_per_edge, 5);
    let bytes = page(&free).len() - 500_000;
    let tight = ReportData::build(&input, &Limits { bytes, ..Limits::default() });
    assert!(page(&tight).len() <= bytes);
    assert!(tight.meta.cuts.sentences_per_edge < 5 && tight.nodes.len() == 600);
    let bytes = page(&free).len() / 10;
    let tightest = ReportData::build(&input, &Limits { bytes, ..Limits::default() });
    assert!(tightest.nodes.len() < 600);
}

#[test]
fn the_page_holds_the_data_and_nothing_leaks() {
    let mut data = build(&samples::network(), &Limits::default());
    data.meta.title = "</title><b>&".into();
    let page = page(&data);
    assert_eq!(embedded(&page)["nodes"][3]["zh"], "<script>alert(\"1\")</script>");
    // Neither names nor titles stand anywhere as markup.
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("<title>&lt;/title&gt;&lt;b&gt;&amp;</title>"));
    assert_eq!(page.matches("</script").count(), 2);
    // Nothing is fetched, and text never goes in as markup.
    assert!(page.contains("default-src 'none'"));
    for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "src=\"http"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(!page.contains("{{"));
}

#[test]
fn an_empty_archive() {
    let network = Network::build(vec![], vec![], vec![], &WindowCounts::default());
    let none = BTreeMap::new();
    let input = ReportInput {
        title: String::new(),
        network: &network,
        census: &Census::of(&[]),
        documents: &[],
        sentences: &none,
        relations: &[],
        relation_count: 0,
        positions: &[],
        position_count: 0,
        pairs: &[],
    };
    let data = ReportData::build(&input, &Limits::default());
    assert!(embedded(&page(&data))["nodes"].as_array().is_some_and(Vec::is_empty));
}

proptest! {
    #[test]
    fn any_text_survives_the_page(text in "\\PC*|.*", title in "[<>&/a-z\u{2028}\u{2029}\"]*") {
        let mut data = build(&samples::network(), &Limits::default());
        data.nodes[0].zh = text.clone();
        data.docs[0].t = title.clone();
        let value = embedded(&page(&data));
        prop_assert_eq!(value["nodes"][0]["zh"].as_str(), Some(text.as_str()));
        prop_assert_eq!(value["docs"][0]["t"].as_str(), Some(title.as_str()));
    }

    #[test]
    fn any_dates_are_taken(dates in proptest::collection::vec("[0-9]{4}-[01][0-9]-[0-3][0-9]|.{0,12}", 0..20)) {
        let network = samples::network();
        let documents: Vec<DocumentRow> = dates
            .into_iter()
            .map(|published| DocumentRow { published, ..DocumentRow::default() })
            .collect();
        let none = BTreeMap::new();
        let input = ReportInput {
            title: String::new(), network: &network, census: &Census::of(&documents), documents: &documents, sentences: &none,
            relations: &[], relation_count: 0, positions: &[], position_count: 0, pairs: &[],
        };
        let data = ReportData::build(&input, &Limits::default());
        let dated: u64 = data.summary.by_bin.iter().sum();
        prop_assert_eq!(dated + data.summary.undated, data.summary.documents);
        prop_assert!(data.meta.bins.is_sorted());
    }
}
