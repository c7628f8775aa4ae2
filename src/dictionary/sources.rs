//! Which dictionary files are in force: the built-in ones, a folder's, or both.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

use super::DictionaryError;
use super::builtin::FILES;

/// One dictionary file in force and a digest of its bytes, for `run.json`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableDigest {
    /// `builtin/people.csv`, or the path of the user's file.
    pub file: String,
    /// XXH3-64 of the file's bytes, 16 hexadecimal digits.
    pub digest: String,
    /// Number of rows, the header not counted.
    pub rows: usize,
}

/// The texts of all dictionary files in force.
#[derive(Clone, Debug)]
pub struct Sources {
    /// `(table name, where it comes from, text)`.
    tables: Vec<(String, String, String)>,
}

impl Sources {
    /// The built-in dictionaries.
    pub fn builtin() -> Sources {
        let tables = FILES.iter().map(|(name, text)| (name.to_string(), format!("builtin/{name}"), text.to_string())).collect();
        Sources { tables }
    }

    /// No dictionaries at all.
    pub fn empty() -> Sources {
        Sources { tables: Vec::new() }
    }

    /// Adds the files of `folder` that have a dictionary's name (`people.csv` …).
    ///
    /// # Errors
    /// When the folder or one of the files cannot be read as UTF-8 text.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), DictionaryError> {
        let read = |path: PathBuf| fs::read_to_string(&path).map_err(|source| DictionaryError::Read { path, source });
        fs::read_dir(folder).map_err(|source| DictionaryError::Read { path: folder.to_path_buf(), source })?;
        for (name, _) in FILES {
            let path = folder.join(name);
            if path.exists() {
                let shown = path.display().to_string();
                let text = read(path)?;
                self.tables.push((name.to_string(), shown, text));
            }
        }
        Ok(())
    }

    /// Adds a file by its text: `name` is a dictionary's name (`people.csv`), `file` where it comes from.
    pub fn add(&mut self, name: &str, file: &str, text: &str) {
        self.tables.push((name.to_string(), file.to_string(), text.to_string()));
    }

    /// Name, file and text of every table in force, in order.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.tables.iter().map(|(name, file, text)| (name.as_str(), file.as_str(), text.as_str()))
    }

    /// The rows of a table, from all its files in order.
    ///
    /// # Errors
    /// When a row does not fit its columns; names file and line.
    pub fn rows<T: DeserializeOwned>(&self, table: &str) -> Result<Vec<T>, DictionaryError> {
        let mut rows = Vec::new();
        for (_, file, text) in self.tables.iter().filter(|(name, _, _)| name == table) {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            for row in reader.deserialize() {
                rows.push(row.map_err(|error: csv::Error| DictionaryError::Row {
                    file: file.clone(),
                    line: error.position().map_or(0, |p| p.line()),
                    message: error.to_string(),
                })?);
            }
        }
        Ok(rows)
    }

    /// Whether just the built-in files are in force.
    pub fn are_builtin(&self) -> bool {
        self.tables.len() == FILES.len() && self.tables.iter().all(|(name, file, _)| *file == format!("builtin/{name}"))
    }

    /// Name, digest and size of every file in force.
    pub fn digests(&self) -> Vec<TableDigest> {
        self.tables
            .iter()
            .map(|(_, file, text)| TableDigest {
                file: file.clone(),
                digest: format!("{:016x}", xxh3_64(text.as_bytes())),
                rows: text.lines().count().saturating_sub(1),
            })
            .collect()
    }
}
