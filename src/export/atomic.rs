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

/// A file being written under a temporary name in the same folder; it is not there before [`Draft::commit`], and
/// what was written is gone when the draft is dropped before.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    temporary: PathBuf,
    writer: Option<BufWriter<File>>,
}

impl Draft {
    /// Begins a file. The folder is made if it is not there.
    ///
    /// # Errors
    /// A name that is none, a folder or file that cannot be made.
    pub fn create(path: &Path) -> Result<Draft, SaveError> {
        let failed = |source| SaveError { path: path.to_owned(), source };
        let name = path.file_name().ok_or_else(|| failed(io::Error::new(io::ErrorKind::InvalidInput, "not a file name")))?;
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let temporary = path.with_file_name(hidden);
        let file = File::create(&temporary).map_err(failed)?;
        Ok(Draft { path: path.to_owned(), temporary, writer: Some(BufWriter::with_capacity(1 << 16, file)) })
    }

    /// An error of this file.
    pub fn failed(&self, source: io::Error) -> SaveError {
        SaveError { path: self.path.clone(), source }
    }

    /// Ends the file and gives it its name, in place of an older one.
    ///
    /// # Errors
    /// When the disk does not take the rest.
    pub fn commit(mut self) -> Result<(), SaveError> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        let outcome = writer.flush().and_then(|()| {
            drop(writer);
            fs::rename(&self.temporary, &self.path)
        });
        outcome.map_err(|source| {
            let _ = fs::remove_file(&self.temporary);
            self.failed(source)
        })
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.as_mut().map_or(Ok(0), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            // What is in the buffer has nowhere to go; a leftover that cannot be removed is no more of an error
            // than the one that brought us here.
            drop(writer.into_parts());
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a file through `write`, under a temporary name in the same folder, then renames it.
///
/// A reader sees the old file or the new one, never a part. The folder is made if it is not there.
/// When `write` fails, the temporary file is removed and an old file stays as it was.
///
/// # Errors
/// What [`Draft`] or `write` say.
pub fn save<T>(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> Result<T, SaveError> {
    let mut draft = Draft::create(path)?;
    let outcome = match draft.writer.as_mut() {
        Some(writer) => write(writer),
        None => Err(io::ErrorKind::NotFound.into()),
    };
    let value = outcome.map_err(|source| draft.failed(source))?;
    draft.commit()?;
    Ok(value)
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
