//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct SaveError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What went wrong.
    pub source: io::Error,
}

/// Writes a file through `write`, under a temporary name in the same folder, then renames it.
///
/// A reader sees the old file or the new one, never a part. The folder is made if it is not there.
/// When `write` fails, the temporary file is removed and an old file stays as it was.
pub fn save<T>(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> Result<T, SaveError> {
    let failed = |source| SaveError { path: path.to_owned(), source };
    let name = path.file_name().ok_or_else(|| failed(io::Error::new(io::ErrorKind::InvalidInput, "not a file name")))?;
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    let temporary = path.with_file_name(hidden);
    let outcome = File::create(&temporary).and_then(|file| {
        let mut writer = BufWriter::with_capacity(1 << 16, file);
        let value = write(&mut writer)?;
        writer.flush()?;
        drop(writer);
        fs::rename(&temporary, path)?;
        Ok(value)
    });
    outcome.map_err(|source| {
        // Nothing to do about a leftover that cannot be removed; the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
        failed(source)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appears_whole_or_not_at_all() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("deep/er/a.csv");
        save(&path, |w| w.write_all(b"one"))?;
        assert_eq!(fs::read(&path)?, b"one");
        let failed = save(&path, |w| {
            w.write_all(b"half")?;
            Err::<(), _>(io::Error::other("the disk is tired"))
        });
        let message = failed.err().map(|e| e.to_string()).unwrap_or_default();
        assert!(message.contains("a.csv") && message.contains("tired"), "{message}");
        assert_eq!(fs::read(&path)?, b"one");
        let left = fs::read_dir(folder.path().join("deep/er"))?.count();
        assert_eq!(left, 1, "the temporary file is gone");
        Ok(())
    }

    #[test]
    fn a_path_that_is_no_file() {
        assert!(save(Path::new("/"), |_| Ok(())).is_err());
        assert!(save(Path::new(""), |_| Ok(())).is_err());
    }
}
