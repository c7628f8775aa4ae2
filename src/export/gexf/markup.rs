//! The pieces of markup that every file has: its head and end, columns, values, times and colours.

use std::io::{self, Write};

use crate::export::number;
use crate::export::style::Color;
use crate::export::xml;
use crate::graph::Month;

pub(super) fn push(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|p| out.push_str(p));
}

/// Hands what has gathered to the writer now and then.
pub(super) fn spill(out: &mut String, w: &mut impl Write) -> io::Result<()> {
    if out.len() >= 1 << 16 {
        w.write_all(out.as_bytes())?;
        out.clear();
    }
    Ok(())
}

/// Opens the file and its graph.
pub(super) fn head(out: &mut String, description: &str, graph: &str) {
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" ");
    out.push_str("xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ");
    out.push_str("xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" ");
    out.push_str("version=\"1.3\">\n<meta><creator>guanxi</creator><description>");
    xml::escape(out, description);
    push(out, &["</description></meta>\n<graph ", graph, ">\n"]);
}

/// Ends the file and hands over all that is left.
pub(super) fn tail(mut out: String, mut w: impl Write) -> io::Result<()> {
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    w.write_all(out.as_bytes())?;
    w.flush()
}

/// The columns of a class of elements, numbered as they stand.
pub(super) fn block(out: &mut String, class: &str, mode: &str, columns: &[(&str, &str)]) {
    push(out, &["<attributes class=\"", class, "\" mode=\"", mode, "\">\n"]);
    for (i, (title, kind)) in columns.iter().enumerate() {
        let id = i.to_string();
        push(out, &["<attribute id=\"", &id, "\" title=\"", title, "\" type=\"", kind, "\"/>\n"]);
    }
    out.push_str("</attributes>\n");
}

/// A text; nothing where it is empty.
pub(super) fn value(out: &mut String, column: u64, text: &str) {
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

pub(super) fn whole_value(out: &mut String, column: u64, amount: u64) {
    open_value(out, column);
    number::push_whole(out, amount);
    out.push_str("\"/>");
}

/// A number with a point; nothing where it is none.
pub(super) fn number_value(out: &mut String, column: u64, amount: f64) {
    if amount.is_finite() {
        open_value(out, column);
        number::push(out, amount);
        out.push_str("\"/>");
    }
}

/// An edge's weight in a month.
pub(super) fn timed_weight(out: &mut String, amount: u32, month: Month) {
    out.push_str("<attvalue for=\"weight\" value=\"");
    number::push_whole(out, amount.into());
    out.push_str("\" start=\"");
    month.push_first_day(out);
    out.push_str("\" end=\"");
    month.push_last_day(out);
    out.push_str("\"/>");
}

/// The times in which an element exists.
pub(super) fn spells(out: &mut String, months: impl Iterator<Item = Month>) {
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

pub(super) fn color(out: &mut String, Color(r, g, b): Color) {
    for (name, part) in [("<viz:color r=\"", r), ("\" g=\"", g), ("\" b=\"", b)] {
        out.push_str(name);
        number::push_whole(out, part.into());
    }
    out.push_str("\"/>");
}
