//! The tables of an output folder, as far as they are measured.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use rustc_hash::FxHashMap;

use super::gold::{OPEN, Triple};
use super::{EvalError, folded};
use crate::record::{DocumentPairRow, DocumentRow, EntityRow, EntityType, MentionRow, PositionRow, RelationRow};

/// A name that the program found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundMention {
    /// First character.
    pub start: u32,
    /// The name as it stands in the text.
    pub surface: String,
    /// Its type, as written.
    pub kind: EntityType,
    /// What it names.
    pub entity: String,
    /// After the last character.
    pub end: u32,
    /// Confidence in thousandths.
    pub confidence: u32,
}

/// What an output folder says, by the stem of each article's file name.
#[derive(Debug, Default)]
pub struct Tables {
    /// Mentions in reading order.
    pub mentions: FxHashMap<String, Vec<FoundMention>>,
    /// `name_en` of each entity.
    pub english: FxHashMap<String, String>,
    /// Chinese and Latin name, folded.
    pub pairs: BTreeMap<String, BTreeSet<(String, String)>>,
    /// Subject id, relation, object id; negated ones left out.
    pub relations: BTreeMap<String, BTreeSet<Triple>>,
    /// Person id, title, body id.
    pub positions: BTreeMap<String, BTreeSet<Triple>>,
}

/// The file name without its last extension.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.is_empty() && extension.bytes().all(|b| b.is_ascii_alphanumeric()) => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// The rows of a table; none where the file is not there.
fn rows<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Result<Vec<T>, EvalError> {
    let path = folder.join(name);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(EvalError::Read { path, source }),
    };
    let mut text = String::new();
    BufReader::new(file).read_to_string(&mut text).map_err(|source| EvalError::Read { path: path.clone(), source })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| {
            row.map_err(|error: csv::Error| EvalError::Line {
                path: path.clone(),
                line: error.position().map_or(1, csv::Position::line),
                message: error.to_string(),
            })
        })
        .collect()
}

/// Reads the tables of an output folder.
pub fn load(folder: &Path) -> Result<Tables, EvalError> {
    let stems: FxHashMap<String, String> =
        rows::<DocumentRow>(folder, "documents.csv")?.into_iter().map(|row| (row.doc_id, stem(&row.path))).collect();
    let of = |doc_id: &str| stems.get(doc_id).cloned().unwrap_or_else(|| stem(doc_id));
    let mut tables = Tables::default();
    for row in rows::<MentionRow>(folder, "mentions.csv")? {
        if row.kind != EntityType::Other && !OPEN.contains(&row.surface.as_str()) {
            tables.mentions.entry(of(&row.doc_id)).or_default().push(FoundMention {
                start: row.start,
                surface: row.surface,
                kind: row.kind,
                entity: row.entity_id,
                end: row.end,
                confidence: (row.confidence.clamp(0.0, 1.0) * 1000.0).round() as u32,
            });
        }
    }
    for mentions in tables.mentions.values_mut() {
        mentions.sort();
    }
    tables.english = rows::<EntityRow>(folder, "entities.csv")?.into_iter().map(|row| (row.id, row.name_en)).collect();
    for row in rows::<DocumentPairRow>(folder, "name_pairs_by_document.csv")? {
        tables.pairs.entry(of(&row.doc_id)).or_default().insert((folded::chinese(&row.zh), folded::latin(&row.latin)));
    }
    for row in rows::<RelationRow>(folder, "relations.csv")? {
        if !row.negated {
            // Annotations merge the two.
            let relation = if row.relation == "RETREAT" { "CONCEDE".to_owned() } else { row.relation };
            tables.relations.entry(of(&row.doc_id)).or_default().insert((row.subject_id, relation, row.object_id));
        }
    }
    for row in rows::<PositionRow>(folder, "positions.csv")? {
        tables.positions.entry(of(&row.doc_id)).or_default().insert((row.person_id, row.title, row.body_id));
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        assert_eq!(stem("a/b/c.txt"), "c");
        assert_eq!(stem("a.tar.gz!x/d001.md"), "d001");
        assert_eq!(stem("feed.xml#3"), "feed.xml#3");
        assert_eq!(stem("a.b.c"), "a.b");
        assert_eq!(stem("plain"), "plain");
    }
}
