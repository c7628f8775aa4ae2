//! The rules of GEXF 1.3, checked element by element: which may stand where and how often, with which attributes of which type; and
//! what the schema cannot say (ids that are there, values of their declared type, spells in order that do not overlap).

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// An element of an XML file.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// Parses a document; panics where it is not well-formed.
    pub fn parse(text: &str) -> Element {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Element::default()];
        let element = |start: &BytesStart<'_>| Element {
            name: String::from_utf8_lossy(start.name().as_ref()).into_owned(),
            attributes: start
                .attributes()
                .map(|a| a.expect("an attribute"))
                .map(|a| (String::from_utf8_lossy(a.key.as_ref()).into_owned(), a.unescape_value().expect("a value").into_owned()))
                .collect(),
            ..Element::default()
        };
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => open.push(element(&start)),
                Event::Empty(start) => open.last_mut().expect("open").children.push(element(&start)),
                Event::End(_) => {
                    let done = open.pop().expect("open");
                    open.last_mut().expect("open").children.push(done);
                }
                Event::Text(text) => open.last_mut().expect("open").text.push_str(&text.decode().expect("UTF-8")),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "every element is closed");
        open.remove(0).children.remove(0)
    }

    /// An attribute that must be there.
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("<{}> has no {name}: {:?}", self.name, self.attributes))
    }

    /// The children of a name.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Element> + use<'a, 'n> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// A child that must be there.
    pub fn child(&self, name: &str) -> &Element {
        self.children.iter().find(|c| c.name == name).unwrap_or_else(|| panic!("<{}> has no <{name}>", self.name))
    }
}

/// What a value must look like.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    Date,
    Float,
    /// A number that is not negative.
    Size,
    /// 0 to 255.
    Channel,
    Count,
}

const REQUIRED: bool = true;
const MODES: Kind = Kind::Word(&["static", "dynamic", "slice"]);
const EDGE_TYPES: Kind = Kind::Word(&["directed", "undirected", "mutual"]);
const VALUE_TYPES: &[&str] = &[
    "integer",
    "long",
    "double",
    "float",
    "boolean",
    "bigdecimal",
    "biginteger",
    "byte",
    "char",
    "short",
    "liststring",
    "listboolean",
    "listinteger",
    "listlong",
    "listfloat",
    "listdouble",
    "listbyte",
    "listshort",
    "listbigdecimal",
    "listbiginteger",
    "listchar",
    "string",
    "anyURI",
];

/// Attributes of an element: name, whether it is required, type.
type Attributes = &'static [(&'static str, bool, Kind)];
/// Children of an element: name, how many at most.
type Children = &'static [(&'static str, usize)];

const MANY: usize = usize::MAX;

/// What an element may have; `ordered` where its children stand in the order listed.
fn rule(name: &str) -> (Attributes, Children, bool) {
    use Kind::{Channel, Count, Date, Float, Size, Text, Word};
    match name {
        "gexf" => (&[("version", REQUIRED, Word(&["1.3"])), ("variant", false, Text)], &[("meta", 1), ("graph", 1)], true),
        "meta" => (&[("lastmodifieddate", false, Date)], &[("creator", MANY), ("keywords", MANY), ("description", MANY)], false),
        "creator" | "keywords" | "description" | "default" | "options" => (&[], &[], false),
        "graph" => (
            &[
                ("defaultedgetype", false, EDGE_TYPES),
                ("idtype", false, Word(&["integer", "string"])),
                ("mode", false, MODES),
                ("timeformat", false, Word(&["integer", "double", "date", "dateTime"])),
                ("timerepresentation", false, Word(&["interval", "timestamp"])),
                ("timezone", false, Text),
                ("start", false, Date),
                ("end", false, Date),
            ],
            &[("attributes", MANY), ("nodes", MANY), ("edges", MANY)],
            true,
        ),
        "attributes" => (&[("class", REQUIRED, Word(&["node", "edge"])), ("mode", false, MODES)], &[("attribute", MANY)], false),
        "attribute" => (
            &[("id", REQUIRED, Text), ("title", REQUIRED, Text), ("type", REQUIRED, Word(VALUE_TYPES))],
            &[("default", MANY), ("options", MANY)],
            false,
        ),
        "nodes" => (&[("count", false, Count)], &[("node", MANY)], false),
        "edges" => (&[("count", false, Count)], &[("edge", MANY)], false),
        "node" => (
            &[("id", REQUIRED, Text), ("label", false, Text), ("start", false, Date), ("end", false, Date)],
            &[("attvalues", 1), ("spells", 1), ("viz:size", 1), ("viz:position", 1), ("viz:color", 1), ("viz:shape", 1)],
            false,
        ),
        "edge" => (
            &[
                ("id", false, Text),
                ("source", REQUIRED, Text),
                ("target", REQUIRED, Text),
                ("type", false, EDGE_TYPES),
                ("kind", false, Text),
                ("label", false, Text),
                ("weight", false, Float),
                ("start", false, Date),
                ("end", false, Date),
            ],
            &[("attvalues", 1), ("spells", 1), ("viz:color", 1), ("viz:thickness", 1), ("viz:shape", 1)],
            false,
        ),
        "attvalues" => (&[], &[("attvalue", MANY)], false),
        "attvalue" => (&[("for", REQUIRED, Text), ("value", REQUIRED, Text), ("start", false, Date), ("end", false, Date)], &[], false),
        "spells" => (&[], &[("spell", MANY)], false),
        "spell" => (&[("start", false, Date), ("end", false, Date)], &[], false),
        "viz:color" => (&[("r", REQUIRED, Channel), ("g", REQUIRED, Channel), ("b", REQUIRED, Channel), ("a", false, Size)], &[], false),
        "viz:position" => (&[("x", REQUIRED, Float), ("y", REQUIRED, Float), ("z", false, Float)], &[], false),
        "viz:size" | "viz:thickness" => (&[("value", REQUIRED, Size)], &[], false),
        _ => panic!("GEXF 1.3 has no <{name}>"),
    }
}

fn fits(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Text => true,
        Kind::Word(words) => words.contains(&value),
        Kind::Date => {
            let part = |range: std::ops::Range<usize>| value.get(range).and_then(|p| p.parse::<u32>().ok());
            let shape = value.len() == 10 && value.get(4..5) == Some("-") && value.get(7..8) == Some("-");
            shape
                && part(0..4).is_some()
                && part(5..7).is_some_and(|m| (1..=12).contains(&m))
                && part(8..10).is_some_and(|d| (1..=31).contains(&d))
        }
        Kind::Float => value.parse::<f64>().is_ok_and(f64::is_finite),
        Kind::Size => value.parse::<f64>().is_ok_and(|v| v.is_finite() && v >= 0.0),
        Kind::Channel => value.parse::<u8>().is_ok(),
        Kind::Count => value.parse::<u64>().is_ok(),
    }
}

/// Checks an element and all in it against the schema.
fn schema(element: &Element) {
    let (attributes, children, ordered) = rule(&element.name);
    for (name, value) in &element.attributes {
        if name.starts_with("xmlns") || name.starts_with("xsi:") {
            assert_eq!(element.name, "gexf", "namespaces belong to the root");
            continue;
        }
        let known = attributes.iter().find(|a| a.0 == name);
        let (_, _, kind) = known.unwrap_or_else(|| panic!("<{}> takes no {name}", element.name));
        assert!(fits(*kind, value), "<{} {name}={value:?}>", element.name);
    }
    for (name, required, _) in attributes {
        assert!(!required || element.attributes.contains_key(*name), "<{}> needs {name}", element.name);
    }
    let mut last = 0;
    let mut counts = vec![0usize; children.len()];
    for child in &element.children {
        let place = children.iter().position(|c| c.0 == child.name);
        let place = place.unwrap_or_else(|| panic!("<{}> in <{}>", child.name, element.name));
        counts[place] += 1;
        assert!(counts[place] <= children[place].1, "<{}> more than once in <{}>", child.name, element.name);
        assert!(!ordered || place >= last, "<{}> too late in <{}>", child.name, element.name);
        last = place;
        schema(child);
    }
    if matches!(element.name.as_str(), "nodes" | "edges" | "node" | "edge" | "attvalues" | "spells" | "graph") {
        assert!(element.text.trim().is_empty(), "text in <{}>", element.name);
    }
    if element.name == "spells" {
        assert!(!element.children.is_empty(), "<spells> without a <spell>");
    }
}

/// A value of the type that its attribute was declared with.
fn typed(kind: &str, value: &str) -> bool {
    match kind {
        "integer" => value.parse::<i32>().is_ok(),
        "long" => value.parse::<i64>().is_ok(),
        "float" | "double" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "boolean" => matches!(value, "true" | "false"),
        _ => true,
    }
}

/// Checks a GEXF file; gives its root.
pub fn check(text: &str) -> Element {
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
    let root = Element::parse(text);
    schema(&root);
    assert_eq!((root.name.as_str(), root.get("xmlns"), root.get("xmlns:viz")), ("gexf", "http://gexf.net/1.3", "http://gexf.net/1.3/viz"));
    let graph = root.child("graph");
    let mut declared: BTreeMap<(&str, &str), (&str, &str)> = BTreeMap::new();
    for block in graph.all("attributes") {
        for attribute in block.all("attribute") {
            let mode = block.attributes.get("mode").map_or("static", String::as_str);
            let before = declared.insert((block.get("class"), attribute.get("id")), (attribute.get("type"), mode));
            assert!(before.is_none(), "two attributes {}", attribute.get("id"));
        }
    }
    let mut ids = BTreeSet::new();
    for node in graph.all("nodes").flat_map(|n| n.all("node")) {
        assert!(ids.insert(node.get("id")), "two nodes {}", node.get("id"));
        values("node", node, &declared);
    }
    let mut edges = BTreeSet::new();
    for edge in graph.all("edges").flat_map(|e| e.all("edge")) {
        assert!(edges.insert(edge.get("id")), "two edges {}", edge.get("id"));
        assert!(ids.contains(edge.get("source")) && ids.contains(edge.get("target")), "{edge:?}");
        values("edge", edge, &declared);
    }
    root
}

/// Values have their declared type, once each or one after another in time; spells are in order.
fn values(class: &str, element: &Element, declared: &BTreeMap<(&str, &str), (&str, &str)>) {
    let mut ends: BTreeMap<&str, &str> = BTreeMap::new();
    for value in element.all("attvalues").flat_map(|v| v.all("attvalue")) {
        let id = value.get("for");
        let (kind, mode) = declared.get(&(class, id)).unwrap_or_else(|| panic!("undeclared {value:?}"));
        assert!(typed(kind, value.get("value")), "{value:?} is no {kind}");
        if *mode == "dynamic" {
            assert!(value.get("start") <= value.get("end"), "{value:?}");
            let before = ends.insert(id, value.get("end"));
            assert!(before.is_none_or(|end| end < value.get("start")), "values overlap: {value:?}");
        } else {
            assert!(!value.attributes.contains_key("start"), "a time on a static value: {value:?}");
            assert!(ends.insert(id, "").is_none(), "two values for {id}");
        }
    }
    let mut last = "";
    for spell in element.all("spells").flat_map(|s| s.all("spell")) {
        assert!(spell.get("start") <= spell.get("end") && last < spell.get("start"), "{spell:?}");
        last = spell.get("end");
    }
}
