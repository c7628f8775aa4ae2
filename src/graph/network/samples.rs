//! A small network for the tests of this crate.

use super::{Network, PairCount, WindowCounts};
use crate::graph::Month;
use crate::record::{EntityRow, EntityType};

pub fn month(text: &str) -> Month {
    Month::parse(text).expect("a month in a test")
}

pub fn entity(id: &str, kind: EntityType, zh: &str, en: &str, mentions: u64) -> EntityRow {
    EntityRow {
        id: id.to_owned(),
        label: if zh.is_empty() { en } else { zh }.to_owned(),
        kind,
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        aliases: String::new(),
        iso_3166: String::new(),
        mentions,
        documents: mentions.min(3),
        first_published: "2021-03-01".to_owned(),
        last_published: "2021-05-31".to_owned(),
        degree: 0,
        weighted_degree: 0,
        pagerank: 0.0,
        betweenness: 0.0,
        community: String::new(),
        core: 0,
        component: 0,
    }
}

pub fn pair(a: usize, b: usize, months: &[(&str, u32)]) -> PairCount {
    PairCount {
        a,
        b,
        windows: months.iter().map(|m| u64::from(m.1)).sum(),
        documents: 2,
        first: "2021-03-02".to_owned(),
        last: "2021-05-30".to_owned(),
        months: months.iter().map(|(m, n)| (month(m), *n)).collect(),
    }
}

/// Six entities, one of them alone, with names that markup must survive.
pub fn network() -> Network {
    let mut entities = vec![
        entity("Q1", EntityType::Person, "习近平", "Xi Jinping", 90),
        entity("Q2", EntityType::Person, "普京", "Vladimir Putin", 60),
        entity("Q3", EntityType::Country, "俄罗斯", "Russia", 120),
        entity("Q4", EntityType::Organization, "<script>alert(\"1\")</script>", "A & B\u{b}", 9),
        entity("Q5", EntityType::Place, "", "St. Petersburg", 4),
        entity("Q6", EntityType::Person, "孤独", "", 1),
    ];
    entities[1].aliases = "普丁|普亭".to_owned();
    entities[2].iso_3166 = "RUS".to_owned();
    let months = vec![
        vec![(month("2021-03"), 40), (month("2021-04"), 50)],
        vec![(month("2021-03"), 60)],
        vec![(month("2021-03"), 60), (month("2021-05"), 60)],
        vec![(month("2021-05"), 9)],
        vec![],
        vec![(month("2021-04"), 1)],
    ];
    let pairs = vec![
        pair(0, 1, &[("2021-03", 7), ("2021-04", 2)]),
        pair(1, 2, &[("2021-03", 20), ("2021-05", 11)]),
        pair(2, 3, &[("2021-05", 3)]),
        pair(0, 2, &[("2021-04", 5)]),
        PairCount { a: 4, b: 2, windows: 1, documents: 1, ..PairCount::default() },
    ];
    let counts = WindowCounts { total_windows: 1000, windows_of: vec![80, 55, 100, 9, 4, 1] };
    Network::build(entities, months, pairs, &counts)
}
