//! What the command writes as CSV: what is missed or wrong, and the weights of a model.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use guanxi::export::atomic;
use guanxi::read::detect_language;
use guanxi::recognise::model::{Model, TEMPLATES};
use guanxi::recognise::{Candidate, LEAST, Resources, Workspace, decode};
use guanxi::record::EntityType;

use super::articles::Article;
use super::learn::Prepared;
use crate::cli::annotated::text_id;

/// Writes what is missed or wrong, one row each: which article and where, the name annotated and the name found there (either may be
/// missing), the best score that any candidate of the annotated name has, and the text around.
pub(super) fn write_errors(articles: &[Article], prepared: &[Prepared], scores: &[Vec<f32>], path: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for ((article, p), scores) in articles.iter().zip(prepared).zip(scores) {
        let mut candidates = p.candidates.clone();
        for (c, s) in candidates.iter_mut().zip(scores) {
            c.score = *s;
        }
        let chars: Vec<char> = article.text.chars().collect();
        let slice = |a: u32, b: u32| {
            chars.get(a as usize..(b as usize).min(chars.len())).unwrap_or(&[]).iter().collect::<String>().replace('\n', "/")
        };
        let found: Vec<&Candidate> = decode(&candidates, LEAST).into_iter().map(|k| &candidates[k]).collect();
        let id = text_id(&article.text);
        let mut push = |annotated: Option<&(u32, u32, EntityType)>, found: Option<&Candidate>| {
            let (start, end) = annotated.map(|a| (a.0, a.1)).or(found.map(|f| (f.start, f.end))).unwrap_or_default();
            let best = candidates
                .iter()
                .filter(|c| annotated == Some(&(c.start, c.end, c.kind)))
                .map(|c| format!("{:.1} {:?}", c.score, c.source))
                .max()
                .unwrap_or_default();
            rows.push([
                id.clone(),
                start.to_string(),
                annotated.map_or("", |a| a.2.as_str()).to_string(),
                annotated.map_or(String::new(), |a| slice(a.0, a.1)),
                found.map_or("", |f| f.kind.as_str()).to_string(),
                found.map_or(String::new(), |f| slice(f.start, f.end)),
                best,
                found.map_or(String::new(), |f| format!("{:.1} {:?}", f.score, f.source)),
                format!("{}[{}]{}", slice(start.saturating_sub(14), start), slice(start, end), slice(end, end + 14)),
            ]);
        };
        let mut spans: Vec<&(u32, u32, EntityType)> = p.spans.iter().collect();
        spans.sort();
        for span in &spans {
            let over: Vec<&&Candidate> = found.iter().filter(|c| c.start < span.1 && span.0 < c.end).collect();
            if over.is_empty() {
                push(Some(span), None);
            }
            for c in over.into_iter().filter(|c| (c.start, c.end, c.kind) != **span) {
                push(Some(span), Some(c));
            }
        }
        for c in found.iter().filter(|c| !spans.iter().any(|s| c.start < s.1 && s.0 < c.end)) {
            push(None, Some(c));
        }
    }
    rows.sort_by(|a, b| (&a[2], &a[4], &a[0]).cmp(&(&b[2], &b[4], &b[0])));
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(["text_id", "start", "annotated_type", "annotated", "found_type", "found", "best", "score", "text"])?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}

/// The template of every feature that the articles have.
pub(super) fn template_of(resources: &Resources, articles: &[Article]) -> BTreeMap<u32, u32> {
    let mut out = BTreeMap::new();
    let mut workspace = Workspace::default();
    for article in articles {
        workspace.prepare(resources, &article.text);
        workspace.find_pairs(resources);
        let language = detect_language(&article.text);
        workspace.propose(resources, language);
        let candidates = std::mem::take(&mut workspace.candidates);
        workspace.templates(resources, &candidates, language, |template, feature| {
            out.entry(feature).or_insert(template);
        });
    }
    out
}

/// Writes each weight of a model with what it looks at.
pub(super) fn write_dump(model: &Model, templates: &BTreeMap<u32, u32>, path: &Path) -> Result<()> {
    atomic::save(path, |file| {
        use std::io::Write;
        writeln!(file, "feature,looks_at,weight")?;
        for (feature, weight) in model.weights() {
            let looks_at = templates.get(&(feature as u32)).and_then(|t| TEMPLATES.get(*t as usize)).copied().unwrap_or("");
            writeln!(file, "{feature},\"{looks_at}\",{weight:.4}")?;
        }
        Ok(())
    })?;
    Ok(())
}
