//! Working files: one record a document, found again by document id, read back in id order.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::PipelineError;

/// Writes records one after another.
pub struct SpoolWriter {
    path: PathBuf,
    file: BufWriter<File>,
    at: u64,
    index: Vec<(u64, u64, u32)>,
}

/// Records that can be read back by key.
pub struct Spool {
    path: PathBuf,
    file: File,
    index: Vec<(u64, u64, u32)>,
    buffer: Vec<u8>,
}

impl SpoolWriter {
    /// Starts a new file.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> Result<SpoolWriter, PipelineError> {
        let file = File::create(path).map_err(|source| PipelineError::Spool { path: path.to_path_buf(), source })?;
        Ok(SpoolWriter { path: path.to_path_buf(), file: BufWriter::with_capacity(1 << 18, file), at: 0, index: Vec::new() })
    }

    /// Turns a record into the bytes that [`SpoolWriter::push`] takes; done by the workers.
    pub fn encode<T: Serialize>(record: &T) -> Vec<u8> {
        postcard::to_stdvec(record).unwrap_or_default()
    }

    /// Adds an encoded record under a key.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn push(&mut self, key: u64, bytes: &[u8]) -> Result<(), PipelineError> {
        self.file.write_all(bytes).map_err(|source| PipelineError::Spool { path: self.path.clone(), source })?;
        self.index.push((key, self.at, bytes.len() as u32));
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Whether a key is there already.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Ends the file and opens it for reading; of records with one key the first stays.
    ///
    /// # Errors
    /// When the disk does not take it, or the file cannot be opened again.
    pub fn finish(mut self) -> Result<Spool, PipelineError> {
        let failed = |source| PipelineError::Spool { path: self.path.clone(), source };
        self.file.flush().map_err(failed)?;
        let file = File::open(&self.path).map_err(failed)?;
        self.index.sort_unstable();
        self.index.dedup_by_key(|entry| entry.0);
        save_table(&self.path.with_extension("index"), &self.index)?;
        Ok(Spool { path: self.path, file, index: self.index, buffer: Vec::new() })
    }
}

/// Writes one table of the run to a working file.
///
/// # Errors
/// When the disk does not take it.
pub fn save_table<T: Serialize>(path: &Path, table: &T) -> Result<(), PipelineError> {
    std::fs::write(path, SpoolWriter::encode(table)).map_err(|source| PipelineError::Spool { path: path.to_path_buf(), source })
}

/// Reads a table that [`save_table`] wrote.
///
/// # Errors
/// When there is no such file, or it holds something else.
pub fn load_table<T: DeserializeOwned>(path: &Path) -> Result<T, PipelineError> {
    let bytes = std::fs::read(path).map_err(|source| PipelineError::Spool { path: path.to_path_buf(), source })?;
    postcard::from_bytes(&bytes).map_err(|error| PipelineError::Damaged { path: path.to_path_buf(), message: error.to_string() })
}

impl Spool {
    /// Opens the working file of an earlier run.
    ///
    /// # Errors
    /// When the file or its index is missing or damaged.
    pub fn open(path: &Path) -> Result<Spool, PipelineError> {
        let index = load_table(&path.with_extension("index"))?;
        let file = File::open(path).map_err(|source| PipelineError::Spool { path: path.to_path_buf(), source })?;
        Ok(Spool { path: path.to_path_buf(), file, index, buffer: Vec::new() })
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.index.iter().map(|entry| entry.0)
    }

    /// The place in key order of the record under a key.
    pub fn position(&self, key: u64) -> Option<usize> {
        self.index.binary_search_by_key(&key, |entry| entry.0).ok()
    }

    /// The raw bytes of the record at this place in key order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bytes(&mut self, position: usize) -> Result<&[u8], PipelineError> {
        let Some(&(_, at, length)) = self.index.get(position) else {
            return Ok(&[]);
        };
        self.buffer.resize(length as usize, 0);
        let failed = |source| PipelineError::Spool { path: self.path.clone(), source };
        self.file.seek(SeekFrom::Start(at)).map_err(failed)?;
        self.file.read_exact(&mut self.buffer).map_err(failed)?;
        Ok(&self.buffer)
    }

    /// The record at this place in key order.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold such a record.
    pub fn get<T: DeserializeOwned>(&mut self, position: usize) -> Result<T, PipelineError> {
        let path = self.path.clone();
        let bytes = self.bytes(position)?;
        postcard::from_bytes(bytes).map_err(|error| PipelineError::Damaged { path, message: error.to_string() })
    }
}

/// The key of a document id.
pub fn key_of(doc_id: &str) -> u64 {
    u64::from_str_radix(doc_id, 16).unwrap_or_else(|_| xxhash_rust::xxh3::xxh3_64(doc_id.as_bytes()))
}
