//! GEXF 1.3, which Gephi opens as a picture.
//!
//! What its importer wants, and this writer keeps to: `defaultedgetype` is always there; attribute
//! and edge ids are numbers, the dynamic weight apart, which Gephi knows by the id `weight`; one block of
//! attributes for each class; parallel edges differ in `kind`; no edge weighs 0; the spells of one
//! element never overlap, and a node lives as long as its edges.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::number;
use super::style::{Color, ColorBy, Labels, cooperative, relation_color, type_color};
use super::xml;
use crate::graph::{Edge, Grain, Month, Network, Node, tidy};

/// How the graph is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The script of the labels.
    pub labels: Labels,
    /// What the colours of nodes show.
    pub color_by: ColorBy,
}

/// One subject, relation and object of the archive: an edge of the graph of stated events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventEdge {
    /// Index of the subject among the nodes of the network.
    pub source: usize,
    /// Index of the object.
    pub target: usize,
    /// The PLOVER event type.
    pub relation: String,
    /// How many times it is stated.
    pub weight: u64,
    /// Earliest date of an article that states it; may be empty.
    pub first: String,
    /// Latest date of an article that states it; may be empty.
    pub last: String,
    /// Statements in each month, sorted by month; undated articles are in none.
    pub months: Vec<(Month, u32)>,
}

/// Writes the graph without time: `graph.gexf`.
pub fn write_static(network: &Network, options: Options, mut w: impl Write) -> io::Result<()> {
    let mut out = String::new();
    head(&mut out, &description(network), "mode=\"static\" defaultedgetype=\"undirected\"");
    block(&mut out, "node", "static", NODE_COLUMNS);
    block(&mut out, "edge", "static", EDGE_COLUMNS);
    nodes(&mut out, &mut w, network, options, |_, _| {})?;
    out.push_str("<edges>\n");
    for (id, edge) in network.edges().enumerate() {
        open_edge(&mut out, network, id, edge);
        out.push_str("<attvalues>");
        edge_values(&mut out, edge);
        out.push_str("</attvalues></edge>\n");
        spill(&mut out, &mut w)?;
    }
    tail(out, w)
}

/// Writes the graph with time: `graph-dynamic.gexf`.
///
/// An edge exists in the months (or days, as the network tells time) in which its ends occur together,
/// its weight changing from month to month; a node in those in which it or one of its edges does. What
/// no dated article mentions has no spells, which means always; so has a node at the end of such an
/// edge. Months end on their last day, the next begins on its first: closed intervals that never touch.
pub fn write_dynamic(network: &Network, options: Options, mut w: impl Write) -> io::Result<()> {
    let lives = lives(network);
    let mut out = String::new();
    head(
        &mut out,
        &description(network),
        "mode=\"dynamic\" defaultedgetype=\"undirected\" timeformat=\"date\" timerepresentation=\"interval\"",
    );
    block(&mut out, "node", "static", NODE_COLUMNS);
    // By this id, and no other, Gephi takes the values for the edge's weight over time. It is the only
    // column of edges here: the others would need a block of their own, and graphology (Gephi Lite)
    // knows only the last block of a class.
    out.push_str("<attributes class=\"edge\" mode=\"dynamic\">\n");
    out.push_str("<attribute id=\"weight\" title=\"weight\" type=\"double\"/>\n</attributes>\n");
    nodes(&mut out, &mut w, network, options, |out, i| {
        if let Some(Some(life)) = lives.get(i) {
            spells(out, life.iter().copied());
        }
    })?;
    out.push_str("<edges>\n");
    for (id, edge) in network.edges().enumerate() {
        open_edge(&mut out, network, id, edge);
        out.push_str("<attvalues>");
        for (month, weight) in edge.months.iter().filter(|m| m.1 > 0) {
            timed_weight(&mut out, *weight, *month);
        }
        out.push_str("</attvalues>");
        spells(&mut out, edge.months.iter().filter(|m| m.1 > 0).map(|m| m.0));
        out.push_str("</edge>\n");
        spill(&mut out, &mut w)?;
    }
    tail(out, w)
}

/// Writes the directed graph of stated events: `events.gexf`.
///
/// One edge for each subject, relation and object, the relation as its `kind`, blue for cooperation
/// and vermilion for conflict; only entities with events are nodes. Events given twice are added up;
/// those of an entity with itself, with an index out of range or of weight 0 are left out.
pub fn write_events(network: &Network, events: &[EventEdge], options: Options, mut w: impl Write) -> io::Result<()> {
    let events = merged(events, network.node_count());
    let mut lives: BTreeMap<usize, Option<Vec<Month>>> = BTreeMap::new();
    for event in events.values() {
        for end in [event.source, event.target] {
            let life = lives.entry(end).or_insert_with(|| Some(Vec::new()));
            match life {
                Some(months) if !event.months.is_empty() => {
                    months.extend(event.months.iter().map(|m| m.0));
                }
                // A tie without a date always exists, and so do its ends.
                _ => *life = None,
            }
        }
    }
    let mut out = String::new();
    head(
        &mut out,
        "Stated events between entities: the kind of an edge is its PLOVER event type.",
        "mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\"",
    );
    block(&mut out, "node", "static", NODE_COLUMNS);
    block(
        &mut out,
        "edge",
        "static",
        &[("relation", "string"), ("cooperation", "boolean"), ("first_published", "string"), ("last_published", "string")],
    );
    let sizes = network.sizes();
    out.push_str("<nodes>\n");
    for (&i, life) in &lives {
        let Some(node) = network.node(i) else {
            continue;
        };
        open_node(&mut out, node, options);
        node_values(&mut out, node);
        out.push_str("</attvalues>");
        if let Some(life) = life {
            let mut life = life.clone();
            life.sort_unstable();
            spells(&mut out, life.into_iter());
        }
        looks(&mut out, node, sizes.get(i).copied().unwrap_or(3.0), options);
        out.push_str("</node>\n");
        spill(&mut out, &mut w)?;
    }
    out.push_str("</nodes>\n<edges>\n");
    for (id, event) in events.values().enumerate() {
        let (Some(source), Some(target)) = (network.node(event.source), network.node(event.target)) else {
            continue;
        };
        let relation = xml::escaped(&event.relation);
        out.push_str("<edge id=\"");
        number::push_whole(&mut out, id as u64);
        out.push_str("\" source=\"");
        xml::escape(&mut out, &source.row.id);
        out.push_str("\" target=\"");
        xml::escape(&mut out, &target.row.id);
        push(&mut out, &["\" type=\"directed\" kind=\"", &relation, "\" label=\"", &relation]);
        out.push_str("\" weight=\"");
        number::push_whole(&mut out, event.weight);
        out.push_str("\"><attvalues>");
        value(&mut out, 0, &event.relation);
        if let Some(cooperation) = cooperative(&event.relation) {
            value(&mut out, 1, if cooperation { "true" } else { "false" });
        }
        value(&mut out, 2, &event.first);
        value(&mut out, 3, &event.last);
        out.push_str("</attvalues>");
        spells(&mut out, event.months.iter().map(|m| m.0));
        color(&mut out, relation_color(&event.relation));
        out.push_str("</edge>\n");
        spill(&mut out, &mut w)?;
    }
    tail(out, w)
}

/// The columns of a node, by their numbers, with their types.
const NODE_COLUMNS: &[(&str, &str)] = &[
    ("type", "string"),
    ("name_zh", "string"),
    ("name_en", "string"),
    ("aliases", "string"),
    ("iso_3166", "string"),
    ("mentions", "long"),
    ("documents", "long"),
    ("first_published", "string"),
    ("last_published", "string"),
    ("degree", "long"),
    ("weighted_degree", "long"),
    ("pagerank", "double"),
    ("betweenness", "double"),
    ("community", "string"),
    ("core", "integer"),
    ("component", "integer"),
];

/// The columns of an edge; its weight is an attribute of its own.
const EDGE_COLUMNS: &[(&str, &str)] = &[
    ("documents", "long"),
    ("npmi", "double"),
    ("g2", "double"),
    ("disparity", "double"),
    ("first_published", "string"),
    ("last_published", "string"),
];

fn description(network: &Network) -> String {
    let mut text = String::from("Entities that occur together; the weight of an edge is the number of windows with both.");
    if let Some((_, edges)) = network.part_of {
        text.push_str(&format!(
            " These are the {} heaviest of {edges} edges and the nodes at their ends; measures are those of the whole network.",
            network.edge_count()
        ));
    }
    if let Some(pivots) = network.betweenness_pivots {
        text.push_str(&format!(" Betweenness is estimated from {pivots} source nodes."));
    }
    if network.laid_out < network.node_count() {
        text.push_str(&format!(" The {} strongest nodes are laid out by ForceAtlas2; the others lie in rings.", network.laid_out));
    }
    text
}

fn push(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|p| out.push_str(p));
}

/// Hands what has gathered to the writer now and then.
fn spill(out: &mut String, w: &mut impl Write) -> io::Result<()> {
    if out.len() >= 1 << 16 {
        w.write_all(out.as_bytes())?;
        out.clear();
    }
    Ok(())
}

fn head(out: &mut String, description: &str, graph: &str) {
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" ");
    out.push_str("xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ");
    out.push_str("xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" ");
    out.push_str("version=\"1.3\">\n<meta><creator>guanxi</creator><description>");
    xml::escape(out, description);
    push(out, &["</description></meta>\n<graph ", graph, ">\n"]);
}

fn tail(mut out: String, mut w: impl Write) -> io::Result<()> {
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    w.write_all(out.as_bytes())?;
    w.flush()
}

fn block(out: &mut String, class: &str, mode: &str, columns: &[(&str, &str)]) {
    push(out, &["<attributes class=\"", class, "\" mode=\"", mode, "\">\n"]);
    for (i, (title, kind)) in columns.iter().enumerate() {
        let id = i.to_string();
        push(out, &["<attribute id=\"", &id, "\" title=\"", title, "\" type=\"", kind, "\"/>\n"]);
    }
    out.push_str("</attributes>\n");
}

fn value(out: &mut String, column: u64, text: &str) {
    if !text.is_empty() {
        open_value(out, column);
        xml::escape(out, text);
        out.push_str("\"/>");
    }
}

fn open_value(out: &mut String, column: u64) {
    out.push_str("<attvalue for=\"");
    number::push_whole(out, column);
    out.push_str("\" value=\"");
}

fn whole_value(out: &mut String, column: u64, amount: u64) {
    open_value(out, column);
    number::push_whole(out, amount);
    out.push_str("\"/>");
}

/// A number with a point; nothing where it is none.
fn number_value(out: &mut String, column: u64, amount: f64) {
    if amount.is_finite() {
        open_value(out, column);
        number::push(out, amount);
        out.push_str("\"/>");
    }
}

fn timed_weight(out: &mut String, amount: u32, month: Month) {
    out.push_str("<attvalue for=\"weight\" value=\"");
    number::push_whole(out, amount.into());
    out.push_str("\" start=\"");
    month.push_first_day(out);
    out.push_str("\" end=\"");
    month.push_last_day(out);
    out.push_str("\"/>");
}

fn spells(out: &mut String, months: impl Iterator<Item = Month>) {
    let runs = Month::runs(months);
    if runs.is_empty() {
        return;
    }
    out.push_str("<spells>");
    for (first, last) in runs {
        out.push_str("<spell start=\"");
        first.push_first_day(out);
        out.push_str("\" end=\"");
        last.push_last_day(out);
        out.push_str("\"/>");
    }
    out.push_str("</spells>");
}

fn color(out: &mut String, Color(r, g, b): Color) {
    for (name, part) in [("<viz:color r=\"", r), ("\" g=\"", g), ("\" b=\"", b)] {
        out.push_str(name);
        number::push_whole(out, part.into());
    }
    out.push_str("\"/>");
}

fn nodes(out: &mut String, w: &mut impl Write, network: &Network, options: Options, life: impl Fn(&mut String, usize)) -> io::Result<()> {
    out.push_str("<nodes>\n");
    for (i, (node, size)) in network.nodes().zip(network.sizes()).enumerate() {
        open_node(out, node, options);
        node_values(out, node);
        out.push_str("</attvalues>");
        life(out, i);
        looks(out, node, size, options);
        out.push_str("</node>\n");
        spill(out, w)?;
    }
    out.push_str("</nodes>\n");
    Ok(())
}

fn open_node(out: &mut String, node: &Node, options: Options) {
    out.push_str("<node id=\"");
    xml::escape(out, &node.row.id);
    out.push_str("\" label=\"");
    xml::escape(out, &options.labels.of(&node.row));
    out.push_str("\"><attvalues>");
}

fn node_values(out: &mut String, node: &Node) {
    let row = &node.row;
    value(out, 0, row.kind.as_str());
    value(out, 1, &row.name_zh);
    value(out, 2, &row.name_en);
    value(out, 3, &row.aliases);
    value(out, 4, &row.iso_3166);
    whole_value(out, 5, row.mentions);
    whole_value(out, 6, row.documents);
    value(out, 7, &row.first_published);
    value(out, 8, &row.last_published);
    whole_value(out, 9, row.degree);
    whole_value(out, 10, row.weighted_degree);
    number_value(out, 11, row.pagerank);
    number_value(out, 12, row.betweenness);
    value(out, 13, &row.community);
    whole_value(out, 14, row.core.into());
    whole_value(out, 15, row.component.into());
}

fn looks(out: &mut String, node: &Node, size: f32, options: Options) {
    let shade = match options.color_by {
        ColorBy::Type => type_color(node.row.kind),
        ColorBy::Community => options.color_by.of(node),
    };
    for (name, value) in [("<viz:size value=\"", size), ("\"/><viz:position x=\"", node.x), ("\" y=\"", node.y)] {
        out.push_str(name);
        number::push_hundredths(out, value);
    }
    out.push_str("\" z=\"0\"/>");
    color(out, shade);
}

fn open_edge(out: &mut String, network: &Network, id: usize, edge: &Edge) {
    out.push_str("<edge id=\"");
    number::push_whole(out, id as u64);
    out.push_str("\" source=\"");
    xml::escape(out, network.node(edge.source).map_or("", |n| &n.row.id));
    out.push_str("\" target=\"");
    xml::escape(out, network.node(edge.target).map_or("", |n| &n.row.id));
    out.push_str("\" type=\"undirected\" weight=\"");
    number::push_whole(out, edge.weight);
    out.push_str("\">");
}

fn edge_values(out: &mut String, edge: &Edge) {
    whole_value(out, 0, edge.documents);
    number_value(out, 1, edge.npmi);
    number_value(out, 2, edge.g2);
    number_value(out, 3, edge.disparity);
    value(out, 4, &edge.first);
    value(out, 5, &edge.last);
}

/// The months in which each node exists, sorted; `None` for always.
fn lives(network: &Network) -> Vec<Option<Vec<Month>>> {
    let mut lives: Vec<Option<Vec<Month>>> = network
        .nodes()
        .map(|node| {
            let months: Vec<Month> = node.months.iter().map(|m| m.0).collect();
            (!months.is_empty()).then_some(months)
        })
        .collect();
    for edge in network.edges() {
        for end in [edge.source, edge.target] {
            let Some(life) = lives.get_mut(end) else {
                continue;
            };
            match life {
                Some(months) if !edge.months.is_empty() => {
                    months.extend(edge.months.iter().map(|m| m.0));
                }
                _ => *life = None,
            }
        }
    }
    lives.iter_mut().flatten().for_each(|months| months.sort_unstable());
    lives
}

/// Events by their ends and relation, each once.
pub(super) fn merged(events: &[EventEdge], nodes: usize) -> BTreeMap<(usize, usize, &str), EventEdge> {
    let mut all: BTreeMap<(usize, usize, &str), EventEdge> = BTreeMap::new();
    for event in events {
        if event.source == event.target || event.source >= nodes || event.target >= nodes || event.weight == 0 {
            continue;
        }
        match all.get_mut(&(event.source, event.target, event.relation.as_str())) {
            None => {
                all.insert((event.source, event.target, &event.relation), event.clone());
            }
            Some(kept) => {
                kept.weight += event.weight;
                if kept.first.is_empty() || (!event.first.is_empty() && event.first < kept.first) {
                    kept.first.clone_from(&event.first);
                }
                if event.last > kept.last {
                    kept.last.clone_from(&event.last);
                }
                kept.months.extend_from_slice(&event.months);
            }
        }
    }
    for event in all.values_mut() {
        let by_month = event.months.iter().any(|m| m.0.grain() == Grain::Month);
        tidy(&mut event.months, by_month);
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use quick_xml::events::{BytesStart, Event};

    use super::*;
    use crate::graph::{Network, PairCount, WindowCounts, samples};
    use crate::record::EntityType;

    type Attributes = HashMap<String, String>;

    /// A GEXF file as Gephi's importer would see it.
    #[derive(Debug, Default)]
    struct Read {
        gexf: Attributes,
        graph: Attributes,
        blocks: Vec<(String, String)>,
        columns: Vec<(String, Attributes)>,
        nodes: Vec<Element>,
        edges: Vec<Element>,
    }

    #[derive(Debug, Default)]
    struct Element {
        at: Attributes,
        values: Vec<Attributes>,
        spells: Vec<(String, String)>,
        looks: Vec<(String, Attributes)>,
    }

    impl Element {
        fn get(&self, name: &str) -> &str {
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

    fn read(bytes: &[u8]) -> Read {
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
    fn check(file: &Read, directed: bool) {
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

    fn both(network: &Network) -> [Vec<u8>; 2] {
        let (mut plain, mut timed) = (Vec::new(), Vec::new());
        write_static(network, options(), &mut plain).expect("written");
        write_dynamic(network, options(), &mut timed).expect("written");
        [plain, timed]
    }

    fn options() -> Options {
        Options::default()
    }

    #[test]
    fn static_graph() {
        let mut bytes = Vec::new();
        write_static(&samples::network(), options(), &mut bytes).expect("written");
        let file = read(&bytes);
        check(&file, false);
        assert_eq!((file.nodes.len(), file.edges.len()), (6, 5));
        assert_eq!(file.graph["mode"], "static");
        assert!(file.edges.iter().all(|e| e.spells.is_empty()));
        assert_eq!(file.nodes[1].get("label"), "普京 (Vladimir Putin)");
        // Markup survives as text, the control character does not.
        assert_eq!(file.nodes[3].get("label"), "<script>alert(\"1\")</script> (A & B)");
        let aliases = file.nodes[1].values.iter().find(|v| v["for"] == "3").map(|v| v["value"].as_str());
        assert_eq!(aliases, Some("普丁|普亭"));
        assert_eq!(file.edges[0].get("weight"), "31");
    }

    #[test]
    fn dynamic_graph() {
        let mut bytes = Vec::new();
        write_dynamic(&samples::network(), options(), &mut bytes).expect("written");
        let file = read(&bytes);
        check(&file, false);
        assert_eq!(file.graph["timeformat"], "date");
        // Putin and Russia: March and May.
        assert_eq!(file.edges[0].spells, [("2021-03-01".into(), "2021-03-31".into()), ("2021-05-01".into(), "2021-05-31".into())]);
        // Putin is mentioned in March alone, yet lives as long as his ties: to April and May.
        assert_eq!(file.nodes[1].spells, [("2021-03-01".into(), "2021-05-31".into())]);
        let weights: Vec<(&str, &str)> =
            file.edges[0].values.iter().filter(|v| v["for"] == "weight").map(|v| (v["value"].as_str(), v["end"].as_str())).collect();
        assert_eq!(weights, [("20", "2021-03-31"), ("11", "2021-05-31")]);
        // The undated tie of Russia and St. Petersburg makes both exist always.
        assert!(file.nodes[2].spells.is_empty() && file.nodes[4].spells.is_empty());
        // Two months that follow one another are one spell.
        assert_eq!(file.nodes[0].spells, [("2021-03-01".into(), "2021-04-30".into())]);
    }

    #[test]
    fn events() {
        let event = |source, target, relation: &str, weight, months: &[&str]| EventEdge {
            source,
            target,
            relation: relation.into(),
            weight,
            first: months.first().map(|m| format!("{m}-01")).unwrap_or_default(),
            last: months.last().map(|m| format!("{m}-09")).unwrap_or_default(),
            months: months.iter().map(|m| (samples::month(m), 1)).collect(),
        };
        let events = [
            event(0, 1, "CONSULT", 2, &["2021-03", "2021-04"]),
            event(1, 0, "CONSULT", 1, &["2021-03"]),
            event(0, 1, "ACCUSE", 1, &["2021-05"]),
            event(0, 1, "CONSULT", 3, &["2021-03"]),
            event(2, 2, "ASSAULT", 1, &["2021-03"]),
            event(2, 99, "ASSAULT", 1, &["2021-03"]),
            event(2, 3, "ASSAULT", 0, &[]),
            event(2, 3, "<b>", 1, &[]),
        ];
        let mut bytes = Vec::new();
        write_events(&samples::network(), &events, options(), &mut bytes).expect("written");
        let file = read(&bytes);
        check(&file, true);
        assert_eq!((file.nodes.len(), file.edges.len()), (4, 4));
        let kinds: Vec<_> = file.edges.iter().map(|e| (e.get("kind"), e.get("weight"))).collect();
        assert_eq!(kinds, [("ACCUSE", "1"), ("CONSULT", "5"), ("CONSULT", "1"), ("<b>", "1")]);
        assert_eq!(file.edges[0].looks[0].1["r"], "213");
        assert_eq!(file.edges[1].looks[0].1["b"], "178");
        assert_eq!(file.edges[1].spells, [("2021-03-01".into(), "2021-04-30".into())]);
    }

    #[test]
    fn nothing_at_all() {
        let empty = Network::build(Vec::new(), Vec::new(), Vec::new(), &WindowCounts::default());
        for bytes in both(&empty) {
            check(&read(&bytes), false);
        }
        let mut bytes = Vec::new();
        write_events(&empty, &[], options(), &mut bytes).expect("written");
        check(&read(&bytes), true);
    }

    proptest::proptest! {
        #[test]
        fn any_times_keep_the_rules(
            lives in proptest::collection::vec(proptest::collection::btree_map(24200u32..24240, 1u32..9, 0..6), 4),
            ties in proptest::collection::vec(proptest::collection::btree_map(24200u32..24240, 1u32..9, 0..6), 3),
            names in proptest::collection::vec(proptest::prelude::any::<String>(), 4),
        ) {
            let months = |m: std::collections::BTreeMap<u32, u32>| -> Vec<(Month, u32)> {
                m.into_iter().filter_map(|(m, n)| Month::new(m / 12, m % 12 + 1).map(|m| (m, n))).collect()
            };
            let entities = names
                .iter()
                .enumerate()
                .map(|(i, name)| samples::entity(&format!("e{i}"), EntityType::Person, &format!("甲{name}"), "", 5))
                .collect();
            let pairs = ties.into_iter().enumerate().map(|(i, m)| PairCount {
                a: i, b: i + 1, windows: 20, documents: 1, months: months(m), ..PairCount::default()
            }).collect();
            let network = Network::build(entities, lives.into_iter().map(months).collect(), pairs, &WindowCounts::default());
            for bytes in both(&network) {
            check(&read(&bytes), false);
            }
        }
    }
}
