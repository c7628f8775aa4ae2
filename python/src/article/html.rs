//! What an article looks like in a notebook.

use std::fmt::Write;

use super::findings::Findings;
use super::records::Entity;

/// Longest text shown in a notebook, in characters.
const SHOWN: usize = 20_000;

/// What an article looks like in a notebook. Everything that comes from it is escaped.
pub(super) fn html(found: &Findings) -> String {
    let mut out = String::from("<div style=\"max-width:50em;line-height:1.8;white-space:pre-wrap;font-family:sans-serif\">");
    let labels: std::collections::HashMap<&str, &Entity> = found.entities.iter().map(|e| (e.id.as_str(), e)).collect();
    let text: Vec<char> = found.document.text.chars().take(SHOWN).collect();
    let headline = if found.document.title_in_text { text.iter().position(|&c| c == '\n').unwrap_or(text.len()) } else { 0 };
    let mut at = 0usize;
    let plain = |out: &mut String, from: usize, to: usize| {
        // The headline is bold up to its end, wherever names stand in it.
        let border = headline.clamp(from, to.max(from));
        if from < border {
            out.push_str("<b>");
            escape(out, text.get(from..border).unwrap_or(&[]));
            out.push_str("</b>");
        }
        escape(out, text.get(border..to).unwrap_or(&[]));
    };
    for mention in &found.mentions {
        let (start, end) = (mention.start as usize, mention.end as usize);
        if start < at || end > text.len() {
            continue;
        }
        plain(&mut out, at, start);
        let colour = match mention.kind {
            "person" => "#cfe2ff",
            "country" => "#d1e7dd",
            "organization" => "#fff3cd",
            _ => "#f1d4ee",
        };
        let _ = write!(out, "<mark style=\"background:{colour};color:#111;padding:0 .15em;border-radius:.2em\" title=\"");
        let mut tip = mention.kind.to_owned();
        if let Some(entity) = labels.get(mention.entity_id.as_str()) {
            for name in [&entity.label, &entity.name_en].into_iter().filter(|n| !n.is_empty()) {
                tip.push_str(" · ");
                tip.push_str(name);
            }
        }
        let _ = write!(tip, " · {} {:.2}", mention.evidence, mention.confidence);
        escape(&mut out, &tip.chars().collect::<Vec<_>>());
        out.push_str("\">");
        escape(&mut out, text.get(start..end).unwrap_or(&[]));
        out.push_str("</mark>");
        at = end;
    }
    plain(&mut out, at, text.len());
    if found.document.text.chars().nth(SHOWN).is_some() {
        out.push_str(" …");
    }
    out.push_str("</div>");
    out
}

fn escape(out: &mut String, text: &[char]) {
    for &c in text {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
