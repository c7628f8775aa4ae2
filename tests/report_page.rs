//! Makes the pages that the browser tests open, and checks them without a browser.
//!
//! `report-sample.html` is small, with hostile names; `report-large.html` is as large as a page gets.
//! They go to the `pages` folder of cargo's scratch folder for tests.

use std::collections::BTreeMap;
use std::path::PathBuf;

use guanxi::export::atomic;
use guanxi::export::report::{Census, Held, Limits, ReportData, ReportInput, SentenceOfEdge, write};
use guanxi::graph::{Network, PairCount, Period, Random, WindowCounts};
use guanxi::record::{DocumentRow, EntityRow, EntityType, PairKind, PairRow, PositionRow, RelationRow};

fn entity(id: &str, kind: EntityType, zh: &str, en: &str, aliases: &str, mentions: u64) -> EntityRow {
    EntityRow {
        id: id.into(),
        label: if zh.is_empty() { en } else { zh }.into(),
        kind,
        name_zh: zh.into(),
        name_en: en.into(),
        aliases: aliases.into(),
        iso_3166: String::new(),
        mentions,
        documents: mentions / 2 + 1,
        first_published: "2021-03-01".into(),
        last_published: "2021-03-20".into(),
        degree: 0,
        weighted_degree: 0,
        pagerank: 0.0,
        betweenness: 0.0,
        community: String::new(),
        core: 0,
        component: 0,
    }
}

fn day(day: u32) -> Option<Period> {
    Period::parse_day(&format!("2021-03-{day:02}"))
}

fn spread(days: &[u32], count: u32) -> Vec<(Period, u32)> {
    days.iter().filter_map(|&d| Some((day(d)?, count))).collect()
}

fn documents(count: u32) -> Vec<DocumentRow> {
    (0..count)
        .map(|i| DocumentRow {
            doc_id: format!("doc{i}"),
            source: ["甲报", "乙报", "丙网"][i as usize % 3].into(),
            title: format!("第{i}篇：会谈 </script><img src=x onerror=alert(1)>"),
            url: match i {
                0 => "javascript:alert(1)".into(),
                _ => format!("https://example.org/{i}?a=1&b=2"),
            },
            published: format!("2021-03-{:02}", i % 20 + 1),
            sentences: 20,
            mentions: 9,
            ..DocumentRow::default()
        })
        .collect()
}

fn save(name: &str, data: &ReportData) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages").join(name);
    atomic::save(&path, |w| write(data, w))?;
    Ok(path)
}

#[test]
fn sample() -> Result<(), Box<dyn std::error::Error>> {
    use EntityType::{Country, Organization, Person, Place};
    let entities = vec![
        entity("rus", Country, "俄罗斯", "Russia", "俄国|俄方", 300),
        entity("p1", Person, "普京", "Vladimir Putin", "普丁", 200),
        entity("p2", Person, "绍伊古", "Sergei Shoigu", "谢尔盖·绍伊古|紹伊古", 120),
        entity("p3", Person, "习近平", "Xi Jinping", "", 180),
        entity("chn", Country, "中国", "China", "", 280),
        entity("o1", Organization, "俄罗斯国防部", "Russian Ministry of Defence", "", 60),
        entity("l1", Place, "莫斯科", "Moscow", "", 40),
        entity("x1", Person, "<script>alert(\"名\")</script>", "<img src=x onerror=alert(1)>", "=1+1", 30),
        entity("x2", Organization, "", "Lone & Only", "", 5),
    ];
    let tie = |a, b, days: &[u32], count| PairCount {
        a,
        b,
        windows: u64::from(count) * days.len() as u64,
        documents: days.len() as u64,
        first: day(days[0]).map(Period::first_day).unwrap_or_default(),
        last: days.last().and_then(|&d| day(d)).map(Period::first_day).unwrap_or_default(),
        months: spread(days, count),
    };
    let pairs = vec![
        tie(0, 1, &[1, 2, 5, 9, 20], 8),
        tie(1, 2, &[2, 3, 4], 5),
        tie(0, 2, &[2, 10], 4),
        tie(1, 3, &[12, 13], 9),
        tie(3, 4, &[1, 8, 16], 7),
        tie(0, 4, &[12], 6),
        tie(2, 5, &[2, 18], 3),
        tie(1, 6, &[7], 2),
        tie(2, 7, &[15], 2),
        tie(7, 4, &[15], 1),
    ];
    let months = vec![spread(&[1, 2, 5, 9, 12, 20], 50), spread(&[2, 5, 12, 20], 50)];
    let counts = WindowCounts { total_windows: 4000, windows_of: entities.iter().map(|e| e.mentions).collect() };
    let network = Network::build(entities, months, pairs, &counts);
    let documents = documents(30);
    let mut sentences = BTreeMap::new();
    for (i, edge) in network.edges().enumerate() {
        let name = |n| {
            let row = network.node(n).map(|node| node.row.clone());
            row.map(|r| if r.name_zh.is_empty() { r.name_en } else { r.name_zh }).unwrap_or_default()
        };
        let text = format!("{}周三与{}会谈，双方<b>同意</b>合作。", name(edge.source), name(edge.target));
        sentences.insert(
            i,
            vec![SentenceOfEdge { document: i + 1, text: text.clone().into() }, SentenceOfEdge { document: 0, text: text.into() }],
        );
    }
    let relations = [RelationRow {
        doc_id: "doc3".into(),
        published: "2021-03-04".into(),
        sentence: 2,
        subject_id: "p1".into(),
        subject: "普京".into(),
        relation: "CONSULT".into(),
        object_id: "p3".into(),
        object: "习近平".into(),
        trigger: "会谈".into(),
        negated: false,
        confidence: 0.9,
        text: "普京周三与习近平会谈，双方<b>同意</b>合作。".into(),
        quad_class: String::new(),
        cameo_root: String::new(),
    }];
    let positions = Held::sum(&[PositionRow {
        doc_id: "doc2".into(),
        published: "2021-03-03".into(),
        sentence: 1,
        person_id: "p2".into(),
        person: "绍伊古".into(),
        title: "国防部长".into(),
        body_id: "rus".into(),
        body: "俄罗斯".into(),
        confidence: 0.9,
        text: "俄罗斯国防部长绍伊古说。".into(),
    }]);
    let pairs = [PairRow {
        zh: "绍伊古".into(),
        latin: "Shoigu".into(),
        type_: Person,
        entity_id: "p2".into(),
        occurrences: 4,
        documents: 3,
        score: 0.97,
        first_published: "2021-03-02".into(),
        last_published: "2021-03-04".into(),
        kind: PairKind::Transliteration,
    }];
    let data = ReportData::build(
        &ReportInput {
            title: String::new(),
            network: &network,
            census: &Census::of(&documents),
            documents: &documents,
            sentences: &sentences,
            relations: &relations,
            relation_count: relations.len(),
            positions: &positions,
            position_count: positions.len(),
            pairs: &pairs,
        },
        &Limits::default(),
    );
    let path = save("report-sample.html", &data)?;
    let page = std::fs::read_to_string(path)?;
    assert!(!page.contains("<img src=x") && !page.contains("<script>alert"));
    Ok(())
}

/// As many entities, ties and sentences as a page holds: it stays under 15 MB.
#[test]
fn large() -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Random::new(11);
    let count = 2400;
    let entities: Vec<EntityRow> = (0..count)
        .map(|i| {
            let kind = EntityType::NAMED[i % 4];
            let mentions = 40_000 / (i as u64 + 4);
            entity(&format!("e{i}"), kind, &format!("名字{i}"), &format!("Name {i}"), "", mentions)
        })
        .collect();
    let mut pairs = Vec::new();
    for _ in 0..60_000 {
        // Ties among neighbours in the list, and of everybody with the first.
        let a = (random.unit() * random.unit() * count as f64) as usize;
        let b = (a + 1 + random.below(60)) % count;
        let (d, n) = (random.below(20) as u32 + 1, random.below(9) as u32 + 1);
        pairs.push(PairCount { a, b, windows: u64::from(n), documents: 1, months: spread(&[d], n), ..PairCount::default() });
    }
    let network = Network::build(entities, vec![], pairs, &WindowCounts::default());
    let documents = documents(5000);
    let sentences: BTreeMap<usize, Vec<SentenceOfEdge>> = (0..network.edge_count())
        .map(|i| {
            let texts = (0..5).map(|k| SentenceOfEdge {
                document: (i * 5 + k) % 5000,
                text: format!("第{i}条之{k}，{}。", "这是一句不长不短的话".repeat(6)).into(),
            });
            (i, texts.collect())
        })
        .collect();
    let data = ReportData::build(
        &ReportInput {
            title: "大".into(),
            network: &network,
            census: &Census::of(&documents),
            documents: &documents,
            sentences: &sentences,
            relations: &[],
            relation_count: 0,
            positions: &[],
            position_count: 0,
            pairs: &[],
        },
        &Limits::default(),
    );
    assert_eq!((data.nodes.len(), data.edges.len()), (2000, 20_000));
    let path = save("report-large.html", &data)?;
    let size = std::fs::metadata(path)?.len();
    assert!(size <= 15_000_000, "{size}");
    assert!(data.meta.cuts.sentences_per_edge >= 1);
    Ok(())
}
