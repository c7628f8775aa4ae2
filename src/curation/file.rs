//! Reading the decisions.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::record::EntityType;

/// A row as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    action: String,
    ids: String,
    values: String,
    reason: String,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// All are the first.
    Merge,
    /// These names are another thing.
    Split(Vec<String>),
    /// Other names.
    Rename {
        /// Chinese name.
        zh: Option<String>,
        /// English name.
        en: Option<String>,
        /// Label.
        label: Option<String>,
    },
    /// Another type.
    Retype(EntityType),
    /// No entity at all.
    Drop,
}

/// One decision of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Line of the file, from 1 with the header as line 1.
    pub line: u64,
    /// What to do.
    pub action: Action,
    /// Entities.
    pub ids: Vec<String>,
    /// Why; kept for the reader.
    pub reason: String,
}

/// The decisions of one file, in order.
#[derive(Clone, Debug, Default)]
pub struct Curation {
    /// Where they were read.
    pub path: PathBuf,
    /// The decisions.
    pub decisions: Vec<Decision>,
}

/// What is wrong in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line.
    pub line: u64,
    /// What is wrong with it.
    pub message: String,
}

/// A curation file that cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum CurationError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Lines that cannot be understood, name what is not there, or contradict one another.
    #[error("{}", listed(.path, .problems))]
    Lines {
        /// The file.
        path: PathBuf,
        /// All problems, by line.
        problems: Vec<Problem>,
    },
}

fn listed(path: &Path, problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(|p| format!("{}, line {}: {}", path.display(), p.line, p.message)).collect();
    lines.join("\n")
}

fn parts(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|p| !p.is_empty()).map(str::to_string).collect()
}

impl Curation {
    /// Reads a curation file.
    ///
    /// # Errors
    /// A file that cannot be read, or lines that cannot be understood: all of them at once.
    pub fn read(path: &Path) -> Result<Curation, CurationError> {
        let text = std::fs::read_to_string(path).map_err(|source| CurationError::Read { path: path.to_path_buf(), source })?;
        Curation::parse(path, &text)
    }

    /// Reads the text of a curation file; `path` is for messages.
    ///
    /// # Errors
    /// Lines that cannot be understood.
    pub fn parse(path: &Path, text: &str) -> Result<Curation, CurationError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut decisions = Vec::new();
        let mut problems = Vec::new();
        let headers = reader.headers().cloned().unwrap_or_default();
        if !headers.iter().any(|h| h == "action") || !headers.iter().any(|h| h == "ids") {
            problems.push(Problem { line: 1, message: "the first line must name the columns action, ids, values, reason".into() });
            return Err(CurationError::Lines { path: path.to_path_buf(), problems });
        }
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    problems.push(Problem { line: error.position().map_or(0, |p| p.line()), message: error.to_string() });
                    continue;
                }
            };
            let line = record.position().map_or(0, |p| p.line());
            match record.deserialize::<Row>(Some(&headers)).map_err(|e| e.to_string()).and_then(|row| understand(&row)) {
                Ok(Some((action, ids, reason))) => decisions.push(Decision { line, action, ids, reason }),
                Ok(None) => {}
                Err(message) => problems.push(Problem { line, message }),
            }
        }
        if problems.is_empty() {
            Ok(Curation { path: path.to_path_buf(), decisions })
        } else {
            Err(CurationError::Lines { path: path.to_path_buf(), problems })
        }
    }
}

fn understand(row: &Row) -> Result<Option<(Action, Vec<String>, String)>, String> {
    let ids = parts(&row.ids);
    let values = parts(&row.values);
    let one = |what: &str| if ids.len() == 1 { Ok(()) } else { Err(format!("{what} takes one id, here are {}", ids.len())) };
    let action = match row.action.to_lowercase().as_str() {
        "" => return Ok(None),
        "merge" => {
            if ids.len() < 2 {
                return Err("merge takes two ids or more, joined by |".into());
            }
            Action::Merge
        }
        "split" => {
            one("split")?;
            if values.is_empty() {
                return Err("split needs in values the names that belong to another entity, joined by |".into());
            }
            Action::Split(values)
        }
        "rename" => {
            one("rename")?;
            let (mut zh, mut en, mut label) = (None, None, None);
            for value in &values {
                match value.split_once('=').map(|(k, v)| (k.trim(), v.trim().to_string())) {
                    Some(("name_zh", v)) => zh = Some(v),
                    Some(("name_en", v)) => en = Some(v),
                    Some(("label", v)) => label = Some(v),
                    _ => return Err(format!("rename takes name_zh=…, name_en=… or label=… in values, not {value:?}")),
                }
            }
            if zh.is_none() && en.is_none() && label.is_none() {
                return Err("rename needs name_zh=…, name_en=… or label=… in values".into());
            }
            Action::Rename { zh, en, label }
        }
        "retype" => {
            let kind = EntityType::NAMED.iter().find(|k| values.len() == 1 && values[0] == k.as_str());
            Action::Retype(
                *kind.ok_or_else(|| format!("retype takes person, country, organization or place in values, not {:?}", row.values))?,
            )
        }
        "drop" => Action::Drop,
        other => return Err(format!("unknown action {other:?}; there are merge, split, rename, retype and drop")),
    };
    if ids.is_empty() {
        return Err("no ids".into());
    }
    Ok(Some((action, ids, row.reason.clone())))
}
