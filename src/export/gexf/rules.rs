//! A GEXF file read again, and the rules of Gephi's importer, for the tests.

use std::collections::{BTreeSet, HashMap};

use quick_xml::events::{BytesStart, Event};

use super::Options;

pub(super) type Attributes = HashMap<String, String>;

/// A GEXF file as Gephi's importer would see it.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) gexf: Attributes,
    pub(super) graph: Attributes,
    pub(super) blocks: Vec<(String, String)>,
    pub(super) columns: Vec<(String, Attributes)>,
    pub(super) nodes: Vec<Element>,
    pub(super) edges: Vec<Element>,
}

#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) at: Attributes,
    pub(super) values: Vec<Attributes>,
    pub(super) spells: Vec<(String, String)>,
    pub(super) looks: Vec<(String, Attributes)>,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> &str {
        self.at.get(name).map_or("", String::as_str)
    }
}

fn attributes(tag: &BytesStart<'_>) -> Attributes {
    tag.attributes()
        .map(|a| a.expect("an attribute"))
        .map(|a| {
            let name = String::from_utf8_lossy(a.key.as_ref()).into_owned();
            (name, a.unescape_value().expect("text").into_owned())
        })
        .collect()
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = true;
    let mut out = Read::default();
    let mut in_edges = false;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).expect("well formed") {
            Event::Eof => break,
            Event::Start(tag) => {
                let at = attributes(&tag);
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                let get = |key: &str| at.get(key).cloned().unwrap_or_default();
                let here = if in_edges { &mut out.edges } else { &mut out.nodes };
                match name.as_str() {
                    "gexf" => out.gexf = at,
                    "graph" => out.graph = at,
                    "attributes" => out.blocks.push((get("class"), get("mode"))),
                    "attribute" => {
                        let class = out.blocks.last().map(|b| b.0.clone()).unwrap_or_default();
                        out.columns.push((class, at));
                    }
                    "edges" => in_edges = true,
                    "node" | "edge" => here.push(Element { at, ..Element::default() }),
                    "attvalue" => here.last_mut().expect("an element").values.push(at),
                    "spell" => {
                        here.last_mut().expect("an element").spells.push((get("start"), get("end")));
                    }
                    _ if name.starts_with("viz:") => {
                        here.last_mut().expect("an element").looks.push((name.clone(), at));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        buffer.clear();
    }
    out
}

/// Every rule of Gephi's importer that a file can break.
pub(super) fn check(file: &Read, directed: bool) {
    assert_eq!(file.gexf["xmlns"], "http://gexf.net/1.3");
    assert_eq!(file.gexf["xmlns:viz"], "http://gexf.net/1.3/viz");
    assert_eq!(file.gexf["version"], "1.3");
    assert_eq!(file.graph["defaultedgetype"], if directed { "directed" } else { "undirected" });
    let blocks: BTreeSet<_> = file.blocks.iter().collect();
    assert_eq!(blocks.len(), file.blocks.len(), "one block a class and mode");
    let mut columns = BTreeSet::new();
    for (class, column) in &file.columns {
        let id = &column["id"];
        assert!(id.parse::<u32>().is_ok() || (class == "edge" && id == "weight"), "{id}");
        assert!(columns.insert((class.clone(), id.clone())), "column {id} twice");
        assert_ne!(column["title"], "label");
    }
    let mut ids = HashMap::new();
    for node in &file.nodes {
        assert!(ids.insert(node.get("id").to_owned(), node).is_none(), "id twice");
        assert!(!node.get("label").is_empty());
        let looks: Vec<&str> = node.looks.iter().map(|l| l.0.as_str()).collect();
        assert_eq!(looks, ["viz:size", "viz:position", "viz:color"]);
        assert!(node.looks[0].1["value"].parse::<f32>().is_ok_and(|s| s > 0.0));
        for axis in ["x", "y"] {
            assert!(node.looks[1].1[axis].parse::<f32>().is_ok_and(f32::is_finite));
        }
        for part in ["r", "g", "b"] {
            assert!(node.looks[2].1[part].parse::<u8>().is_ok());
        }
    }
    let (mut edge_ids, mut ties) = (BTreeSet::new(), BTreeSet::new());
    for edge in &file.edges {
        assert!(edge.get("id").parse::<u32>().is_ok());
        assert!(edge_ids.insert(edge.get("id")), "edge id twice");
        assert_eq!(edge.get("type"), if directed { "directed" } else { "undirected" });
        assert!(edge.get("weight").parse::<f64>().is_ok_and(|w| w > 0.0));
        let tie = (edge.get("source"), edge.get("target"), edge.get("kind"));
        assert!(ties.insert(tie), "parallel edges of one kind");
        assert_ne!(tie.0, tie.1);
        for end in [tie.0, tie.1] {
            let node = ids.get(end).expect("the end is a node");
            // A node without spells always exists; else each spell of the edge lies in one of its.
            if !node.spells.is_empty() {
                assert!(!edge.spells.is_empty(), "the edge outlives its end");
                for (start, last) in &edge.spells {
                    assert!(node.spells.iter().any(|(s, e)| s <= start && last <= e));
                }
            }
        }
    }
    for element in file.nodes.iter().chain(&file.edges) {
        apart(element.spells.clone());
        let mut timed: HashMap<&str, Vec<(String, String)>> = HashMap::new();
        for value in &element.values {
            let class = if element.at.contains_key("source") { "edge" } else { "node" };
            assert!(columns.contains(&(class.to_owned(), value["for"].clone())));
            if let (Some(start), Some(end)) = (value.get("start"), value.get("end")) {
                timed.entry(&value["for"]).or_default().push((start.clone(), end.clone()));
            }
        }
        timed.into_values().for_each(apart);
    }
}

/// Closed intervals of ISO dates that do not even touch.
fn apart(mut intervals: Vec<(String, String)>) {
    intervals.sort();
    assert!(intervals.iter().all(|(start, end)| start <= end && start.len() == 10));
    assert!(intervals.windows(2).all(|w| w[0].1 < w[1].0), "{intervals:?}");
}

pub(super) fn options() -> Options {
    Options::default()
}
