//! What is known of the input files of an earlier run, so that those that have not changed need not be opened again.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::store::{load_table, save_table};
use crate::record::ErrorRow;

/// A file may change again within the grain of its time stamp; one changed this short a time before it was read is not
/// relied upon.
const FRESH: Duration = Duration::from_secs(3);

/// What a file is known by: when all of it is as it was, so is the content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// Nanoseconds since 1970 of the last change.
    changed: u64,
    /// Device, inode and time of the last change of either, where the system has them.
    place: (u64, u64, i64),
}

impl Stamp {
    /// The stamp of a file; `None` for what is no regular file, or was changed just now.
    pub fn of(path: &Path) -> Option<Stamp> {
        let metadata = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
        let changed = metadata.modified().ok()?;
        if SystemTime::now().duration_since(changed).is_ok_and(|age| age < FRESH) {
            return None;
        }
        let changed = changed.duration_since(UNIX_EPOCH).ok()?.as_nanos() as u64;
        Some(Stamp { size: metadata.len(), changed, place: place(&metadata) })
    }
}

#[cfg(unix)]
fn place(metadata: &Metadata) -> (u64, u64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime())
}

#[cfg(not(unix))]
fn place(_: &Metadata) -> (u64, u64, i64) {
    (0, 0, 0)
}

/// What reading a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// The file as it was before it was opened.
    pub stamp: Stamp,
    /// Digests of its raw articles.
    pub articles: Vec<u64>,
    /// What could not be read.
    pub errors: Vec<ErrorRow>,
}

/// The input files of a run, by the name they were given and the one their ids are made from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inputs {
    /// What the articles were read with.
    digest: u64,
    files: BTreeMap<(String, String), FileRecord>,
}

impl Inputs {
    /// An empty list for articles read with these options.
    pub fn new(digest: u64) -> Inputs {
        Inputs { digest, files: BTreeMap::new() }
    }

    /// The list that an earlier run left; empty when there is none, or when it was read otherwise.
    pub fn load(path: &Path, digest: u64) -> Inputs {
        load_table::<Inputs>(path).ok().filter(|inputs| inputs.digest == digest).unwrap_or_else(|| Inputs::new(digest))
    }

    /// Keeps the list.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn save(&self, path: &Path) -> Result<(), PipelineError> {
        save_table(path, self)
    }

    /// What a file gave, if it has not changed since.
    pub fn unchanged(&self, path: &Path, name: &str, key: &str) -> Option<&FileRecord> {
        if self.files.is_empty() {
            return None;
        }
        let record = self.files.get(&(name.to_owned(), key.to_owned()))?;
        (Stamp::of(path)? == record.stamp).then_some(record)
    }

    /// What a file gave, whether it has changed or not.
    pub fn get(&self, name: &str, key: &str) -> Option<&FileRecord> {
        self.files.get(&(name.to_owned(), key.to_owned()))
    }

    /// An empty list for articles read with the same options.
    pub fn empty(&self) -> Inputs {
        Inputs::new(self.digest)
    }

    /// Adds a file.
    pub fn add(&mut self, name: String, key: String, record: FileRecord) {
        self.files.insert((name, key), record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_shows() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "普京")?;
        assert_eq!(Stamp::of(&path), None, "changed just now");
        let old = SystemTime::now() - Duration::from_secs(100);
        std::fs::File::options().write(true).open(&path)?.set_modified(old)?;
        let stamp = Stamp::of(&path).ok_or("no stamp")?;
        let mut inputs = Inputs::new(1);
        inputs.add("a.txt".into(), "a.txt".into(), FileRecord { stamp, articles: vec![7], errors: Vec::new() });
        let list = folder.path().join("list");
        inputs.save(&list)?;
        assert!(Inputs::load(&list, 2).unchanged(&path, "a.txt", "a.txt").is_none());
        let inputs = Inputs::load(&list, 1);
        assert_eq!(inputs.unchanged(&path, "a.txt", "a.txt").map(|r| r.articles.clone()), Some(vec![7]));
        assert!(inputs.unchanged(&path, "b.txt", "a.txt").is_none());
        std::fs::write(&path, "拜登")?;
        std::fs::File::options().write(true).open(&path)?.set_modified(old + Duration::from_secs(1))?;
        assert!(inputs.unchanged(&path, "a.txt", "a.txt").is_none());
        Ok(())
    }
}
