//! Reads the articles to learn from: annotated ones out of a folder or a table, and further ones out of the archives.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use guanxi::record::EntityType;
use rustc_hash::FxHashSet;

use crate::cli::annotated::{find_articles, for_each_document, text_id};

/// The names of an article: first character, one past the last, type.
pub(super) type Spans = FxHashSet<(u32, u32, EntityType)>;

/// An article with its names.
pub(super) struct Article {
    pub(super) text: String,
    pub(super) spans: Spans,
}

fn type_of(word: &str) -> Option<EntityType> {
    EntityType::NAMED.into_iter().find(|t| t.as_str() == word)
}

/// Reads a folder of text/ID.txt and ann/ID.tsv.
pub(super) fn read_gold(folder: &Path) -> Result<Vec<Article>> {
    let mut out = Vec::new();
    let annotations = folder.join("ann");
    let mut names: Vec<PathBuf> = fs::read_dir(&annotations)
        .with_context(|| format!("cannot read {}", annotations.display()))?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
        .collect();
    names.sort();
    for name in names {
        let Some(stem) = name.file_stem().map(|s| s.to_string_lossy().into_owned()) else { continue };
        let path = folder.join("text").join(format!("{stem}.txt"));
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let table = fs::read_to_string(&name).with_context(|| format!("cannot read {}", name.display()))?;
        let lines: Vec<Vec<char>> = text.trim_end_matches('\n').split('\n').map(|l| l.chars().collect()).collect();
        let mut offset = Vec::with_capacity(lines.len());
        let mut at = 0u32;
        for line in &lines {
            offset.push(at);
            at += line.len() as u32 + 1;
        }
        let mut cursor = vec![0usize; lines.len()];
        let mut spans = Spans::default();
        for (n, row) in table.lines().enumerate() {
            let cells: Vec<&str> = row.split('\t').collect();
            if cells.first() != Some(&"M") || cells.len() < 4 {
                continue;
            }
            let bad = || format!("{}, line {}: not `M line surface type …`: {row}", name.display(), n + 1);
            let line: usize = cells[1].parse().with_context(bad)?;
            let kind = type_of(cells[3]).with_context(bad)?;
            let surface: Vec<char> = cells[2].chars().collect();
            let Some(chars) = lines.get(line) else { bail!(bad()) };
            let from = cursor[line];
            let Some(p) = (from..chars.len()).find(|&p| chars[p..].starts_with(&surface)) else { bail!(bad()) };
            cursor[line] = p + surface.len();
            let start = offset[line] + p as u32;
            spans.insert((start, start + surface.len() as u32, kind));
        }
        out.push(Article { text: text.trim_end_matches('\n').to_string(), spans });
    }
    Ok(out)
}

#[derive(serde::Deserialize)]
struct SpanRow {
    text_id: String,
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    kind: String,
}

/// Finds the articles of a span table in the archives.
pub(super) fn read_annotations(table: &Path, inputs: &[PathBuf]) -> Result<Vec<Article>> {
    let mut by_text: BTreeMap<String, Spans> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(table).with_context(|| format!("cannot read {}", table.display()))?;
    for row in reader.deserialize::<SpanRow>() {
        let row = row.with_context(|| format!("{}", table.display()))?;
        let kind = type_of(&row.kind).with_context(|| format!("{}: unknown type {}", table.display(), row.kind))?;
        by_text.entry(row.text_id).or_default().insert((row.start, row.end, kind));
    }
    Ok(find_articles(by_text, inputs)?.into_iter().map(|(document, spans)| Article { text: document.text, spans }).collect())
}

/// Further articles of the inputs: those with the smallest digests, so that the choice is the same
/// everywhere.
pub(super) fn read_unlabelled(inputs: &[PathBuf], number: usize, known: &FxHashSet<String>) -> Result<Vec<String>> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for_each_document(inputs, &mut |document| {
        let id = text_id(&document.text);
        let chars = document.text.chars().count();
        if (200..6000).contains(&chars) && !known.contains(&id) {
            kept.insert(id, document.text);
            if kept.len() > number {
                kept.pop_last();
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(kept.into_values().collect())
}
