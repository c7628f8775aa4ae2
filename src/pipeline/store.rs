//! Working files that survive a kill: records in shards, each written under a temporary name and renamed
//! when it is whole.
//!
//! A shard is a header (magic, digest of what its records were made with), the records, their index, and a
//! footer that says where the index is and what it digests to. The footer is the marker: a file without it
//! is no shard. Records are found by kind and key, whatever shard they are in, so that neither the order of
//! writing nor the number of interruptions shows in the result.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::PipelineError;

/// First bytes of a shard; the last of them is the version of the format.
const MAGIC: &[u8; 8] = b"guanxis\x01";
/// Bytes of header and footer: magic and digest; place, length and digest of the index, magic.
const HEADER: u64 = 16;
const FOOTER: u64 = 32;
/// Bytes of one entry of the index.
const ENTRY: usize = 29;
/// A shard is closed at this size, or at a sixteenth of all that was written if that is more: a kill costs little,
/// and a long run does not leave thousands of files.
const SHARD: u64 = 4 << 20;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// What reading a raw article gave besides documents; key: digest of the raw article.
    Raw = 0,
    /// A document without its text; key: its id, print: digest of the raw article it came from.
    Mark = 1,
    /// A document; key and print as for `Mark`.
    Text = 2,
    /// What extraction says of a document; key: its id, print: digest of all it depends on.
    Result = 3,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Kind> {
        [Kind::Raw, Kind::Mark, Kind::Text, Kind::Result].into_iter().find(|k| *k as u8 == byte)
    }
}

/// Where a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: u64,
    /// Digest of what it was made from.
    pub print: u64,
    shard: u32,
    length: u32,
    at: u64,
}

struct Shard {
    path: PathBuf,
    file: File,
}

/// Records of one stage.
pub struct Store {
    folder: PathBuf,
    digest: u64,
    shards: Vec<Shard>,
    /// By kind, key and print.
    entries: Vec<Entry>,
    /// Number of the next shard.
    next: u32,
    writing: Option<Writing>,
    /// Bytes in all shards.
    bytes: u64,
}

struct Writing {
    temporary: PathBuf,
    file: BufWriter<File>,
    at: u64,
    entries: Vec<Entry>,
}

impl Store {
    /// Opens the shards of `folder` that were made with `digest`; makes the folder if it is not there.
    ///
    /// Other shards, and what a kill left half written, are deleted. The second value says whether there were
    /// shards of another digest.
    ///
    /// # Errors
    /// A folder that cannot be made, read or cleaned.
    pub fn open(folder: &Path, digest: u64) -> Result<(Store, bool), PipelineError> {
        fs::create_dir_all(folder).map_err(|e| PipelineError::working(folder, e))?;
        Store::load(folder, digest, true)
    }

    /// Opens the shards of `folder` for reading alone.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn read_only(folder: &Path, digest: u64) -> Result<Store, PipelineError> {
        Ok(Store::load(folder, digest, false)?.0)
    }

    fn load(folder: &Path, digest: u64, clean: bool) -> Result<(Store, bool), PipelineError> {
        let failed = |e| PipelineError::working(folder, e);
        // A merged output has no texts of its own.
        let listed =
            if clean || folder.exists() { fs::read_dir(folder).map_err(failed)?.flatten().map(|e| e.path()).collect() } else { Vec::new() };
        let mut names: Vec<PathBuf> = listed;
        names.sort();
        let mut store =
            Store { folder: folder.to_path_buf(), digest, shards: Vec::new(), entries: Vec::new(), next: 0, writing: None, bytes: 0 };
        let mut stale = false;
        for path in names {
            let number =
                path.file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(".shard")).and_then(|n| n.parse::<u32>().ok());
            match number.and_then(|_| read_shard(&path)) {
                Some((file, found, mut entries)) if found == digest => {
                    let number = store.shards.len() as u32;
                    entries.iter_mut().for_each(|e| e.shard = number);
                    store.entries.extend(entries);
                    store.bytes += file.metadata().map_or(0, |m| m.len());
                    store.shards.push(Shard { path, file });
                }
                other => {
                    stale |= other.is_some();
                    if clean {
                        fs::remove_file(&path).map_err(|e| PipelineError::working(&path, e))?;
                    }
                }
            }
            store.next = store.next.max(number.unwrap_or(0).saturating_add(1));
        }
        store.sort();
        Ok((store, stale))
    }

    fn sort(&mut self) {
        // Of records made twice the last stays.
        self.entries.sort_unstable_by_key(|e| (e.kind, e.key, e.print, std::cmp::Reverse((e.shard, e.at))));
        self.entries.dedup_by_key(|e| (e.kind, e.key, e.print));
        self.entries.shrink_to_fit();
    }

    /// Adds a record to the shard being written.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn push(&mut self, kind: Kind, key: u64, print: u64, bytes: &[u8]) -> Result<(), PipelineError> {
        let writing = match &mut self.writing {
            Some(writing) => writing,
            none => none.insert(Writing::start(&self.folder, self.next, self.digest)?),
        };
        writing.file.write_all(bytes).map_err(|e| PipelineError::working(&writing.temporary, e))?;
        writing.entries.push(Entry { kind, key, print, shard: self.shards.len() as u32, length: bytes.len() as u32, at: writing.at });
        writing.at += bytes.len() as u64;
        Ok(())
    }

    /// Closes the shard being written if it is large enough; to be called where the records pushed so far
    /// make sense without those to come.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn rest(&mut self) -> Result<(), PipelineError> {
        match &self.writing {
            Some(writing) if writing.at >= SHARD.max(self.bytes / 16) => self.close(),
            _ => Ok(()),
        }
    }

    /// Closes the shard being written, whatever its size.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn close(&mut self) -> Result<(), PipelineError> {
        let Some(mut writing) = self.writing.take() else { return Ok(()) };
        let path = self.folder.join(format!("{:06}.shard", self.next));
        let outcome = writing.finish(&path);
        if outcome.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_file(&writing.temporary);
        }
        let file = outcome.map_err(|e| PipelineError::working(&path, e))?;
        self.bytes += writing.at;
        self.next += 1;
        self.shards.push(Shard { path, file });
        self.entries.append(&mut writing.entries);
        Ok(())
    }

    /// Ends writing; what was pushed can now be found.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn finish(&mut self) -> Result<(), PipelineError> {
        self.close()?;
        self.sort();
        Ok(())
    }

    /// An empty store that writes on in the same folder; [`Store::absorb`] joins the two.
    pub fn continuation(&self) -> Store {
        Store {
            folder: self.folder.clone(),
            digest: self.digest,
            shards: Vec::new(),
            entries: Vec::new(),
            next: self.next,
            writing: None,
            bytes: self.bytes,
        }
    }

    /// Takes over what a continuation wrote.
    ///
    /// # Errors
    /// When the disk does not take the last of it.
    pub fn absorb(&mut self, mut other: Store) -> Result<(), PipelineError> {
        other.close()?;
        let base = self.shards.len() as u32;
        self.entries.extend(std::mem::take(&mut other.entries).into_iter().map(|e| Entry { shard: e.shard + base, ..e }));
        self.shards.append(&mut other.shards);
        (self.next, self.bytes) = (other.next, other.bytes);
        self.sort();
        Ok(())
    }

    /// All records of a kind, by key and print.
    pub fn all(&self, kind: Kind) -> &[Entry] {
        let from = self.entries.partition_point(|e| e.kind < kind);
        let to = self.entries.partition_point(|e| e.kind <= kind);
        self.entries.get(from..to).unwrap_or(&[])
    }

    /// The record of this kind, key and print.
    pub fn find(&self, kind: Kind, key: u64, print: u64) -> Option<Entry> {
        self.entries.binary_search_by_key(&(kind, key, print), |e| (e.kind, e.key, e.print)).ok().and_then(|i| self.entries.get(i).copied())
    }

    /// The bytes of a record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bytes(&self, entry: &Entry, buffer: &mut Vec<u8>) -> Result<(), PipelineError> {
        let Some(shard) = self.shards.get(entry.shard as usize) else {
            return Err(PipelineError::Damaged { path: self.folder.clone(), message: "a shard is missing".into() });
        };
        buffer.resize(entry.length as usize, 0);
        read_at(&shard.file, buffer, HEADER + entry.at).map_err(|e| PipelineError::working(&shard.path, e))
    }

    /// The record, decoded; what it borrows lies in `buffer`, which is filled with it.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold such a record.
    pub fn get<'b, T: serde::Deserialize<'b>>(&self, entry: &Entry, buffer: &'b mut Vec<u8>) -> Result<T, PipelineError> {
        self.bytes(entry, buffer)?;
        postcard::from_bytes(buffer).map_err(|error| self.damaged(entry, &error))
    }

    fn damaged(&self, entry: &Entry, error: &postcard::Error) -> PipelineError {
        let path = self.shards.get(entry.shard as usize).map_or(self.folder.clone(), |s| s.path.clone());
        PipelineError::Damaged { path, message: error.to_string() }
    }

    /// Deletes all shards.
    ///
    /// # Errors
    /// A file that cannot be deleted.
    pub fn clear(&mut self) -> Result<(), PipelineError> {
        self.entries.clear();
        for shard in std::mem::take(&mut self.shards) {
            fs::remove_file(&shard.path).map_err(|e| PipelineError::working(&shard.path, e))?;
        }
        self.bytes = 0;
        Ok(())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // A run that ends in an error keeps what is whole, if the disk lets it.
        if let Some(writing) = &self.writing {
            let temporary = writing.temporary.clone();
            if self.close().is_err() {
                let _ = fs::remove_file(temporary);
            }
        }
    }
}

impl Writing {
    fn start(folder: &Path, number: u32, digest: u64) -> Result<Writing, PipelineError> {
        let temporary = folder.join(format!("{number:06}.part"));
        let failed = |e| PipelineError::working(&temporary, e);
        let mut file = BufWriter::with_capacity(
            1 << 18,
            File::options().read(true).write(true).create(true).truncate(true).open(&temporary).map_err(failed)?,
        );
        file.write_all(MAGIC).and_then(|()| file.write_all(&digest.to_le_bytes())).map_err(failed)?;
        Ok(Writing { temporary, file, at: 0, entries: Vec::new() })
    }

    /// Writes index and footer, renames the file, and gives it back for reading.
    fn finish(&mut self, path: &Path) -> std::io::Result<File> {
        let mut index = Vec::with_capacity(self.entries.len() * ENTRY);
        for e in &self.entries {
            index.push(e.kind as u8);
            index.extend_from_slice(&e.key.to_le_bytes());
            index.extend_from_slice(&e.print.to_le_bytes());
            index.extend_from_slice(&e.at.to_le_bytes());
            index.extend_from_slice(&e.length.to_le_bytes());
        }
        self.file.write_all(&index)?;
        self.file.write_all(&(HEADER + self.at).to_le_bytes())?;
        self.file.write_all(&(index.len() as u64).to_le_bytes())?;
        self.file.write_all(&xxh3_64(&index).to_le_bytes())?;
        self.file.write_all(MAGIC)?;
        self.file.flush()?;
        fs::rename(&self.temporary, path)?;
        self.file.get_ref().try_clone()
    }
}

/// The digest and index of a shard; `None` when the file is none, or not a whole one.
fn read_shard(path: &Path) -> Option<(File, u64, Vec<Entry>)> {
    let file = File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    let mut header = [0u8; HEADER as usize];
    let mut footer = [0u8; FOOTER as usize];
    read_at(&file, &mut header, 0).ok()?;
    read_at(&file, &mut footer, size.checked_sub(FOOTER)?).ok()?;
    let number = |bytes: &[u8], at: usize| bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    if !header.starts_with(MAGIC) || !footer.ends_with(MAGIC) {
        return None;
    }
    let (at, length, digest) = (number(&footer, 0)?, number(&footer, 8)?, number(&footer, 16)?);
    if at.checked_add(length)?.checked_add(FOOTER)? != size {
        return None;
    }
    let mut index = vec![0u8; length as usize];
    read_at(&file, &mut index, at).ok()?;
    if xxh3_64(&index) != digest {
        return None;
    }
    let mut entries = Vec::with_capacity(index.len() / ENTRY);
    for row in index.chunks_exact(ENTRY) {
        let length = row.get(25..29).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)?;
        let entry = Entry {
            kind: Kind::from_byte(*row.first()?)?,
            key: number(row, 1)?,
            print: number(row, 9)?,
            at: number(row, 17)?,
            length,
            shard: 0,
        };
        if entry.at.checked_add(u64::from(length))? > at - HEADER {
            return None;
        }
        entries.push(entry);
    }
    Some((file, number(&header, 8)?, entries))
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !buffer.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, buffer, at)?;
        if n == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        buffer = &mut std::mem::take(&mut buffer)[n..];
        at += n as u64;
    }
    Ok(())
}

/// A digest over several values, each told from the next.
#[derive(Default)]
pub struct Digest(Xxh3);

impl Digest {
    /// Adds a value.
    pub fn add(mut self, bytes: impl AsRef<[u8]>) -> Digest {
        let bytes = bytes.as_ref();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a number.
    pub fn number(self, n: u64) -> Digest {
        self.add(n.to_le_bytes())
    }

    /// The digest.
    pub fn value(self) -> u64 {
        self.0.digest()
    }
}

/// The key of a document id.
pub fn key_of(doc_id: &str) -> u64 {
    u64::from_str_radix(doc_id, 16).unwrap_or_else(|_| xxh3_64(doc_id.as_bytes()))
}

/// The document id of a key.
pub fn id_of(key: u64) -> String {
    format!("{key:016x}")
}

/// Turns a record into bytes.
pub fn encode<T: serde::Serialize>(record: &T) -> Vec<u8> {
    postcard::to_stdvec(record).unwrap_or_default()
}

/// Writes one table of the run to a working file, whole or not at all.
///
/// # Errors
/// When the disk does not take it.
pub fn save_table<T: serde::Serialize>(path: &Path, table: &T) -> Result<(), PipelineError> {
    Ok(crate::export::atomic::save(path, |file| file.write_all(&encode(table)))?)
}

/// Reads a table that [`save_table`] wrote.
///
/// # Errors
/// When there is no such file, or it holds something else.
pub fn load_table<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, PipelineError> {
    let bytes = fs::read(path).map_err(|e| PipelineError::working(path, e))?;
    postcard::from_bytes(&bytes).map_err(|error| PipelineError::Damaged { path: path.to_path_buf(), message: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(store: &Store) -> Vec<u64> {
        store.all(Kind::Text).iter().map(|e| e.key).collect()
    }

    #[test]
    fn records_are_found_again() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let (mut store, stale) = Store::open(folder.path(), 7)?;
        assert!(!stale && store.is_empty());
        store.push(Kind::Text, 3, 1, b"three")?;
        store.push(Kind::Mark, 3, 1, b"mark")?;
        store.close()?;
        store.push(Kind::Text, 1, 1, b"one")?;
        store.push(Kind::Text, 3, 1, b"three")?;
        store.finish()?;
        drop(store);
        // What a kill leaves: a part without its footer, and a shard that lost its end.
        fs::write(folder.path().join("000009.part"), b"half")?;
        fs::write(folder.path().join("000010.shard"), b"guanxis\x01 and then nothing, for the power went off here")?;
        let (store, stale) = Store::open(folder.path(), 7)?;
        assert!(!stale);
        assert_eq!(keys(&store), [1, 3]);
        let mut buffer = Vec::new();
        store.bytes(&store.find(Kind::Text, 3, 1).ok_or("no record")?, &mut buffer)?;
        assert_eq!(buffer, b"three");
        assert!(store.find(Kind::Text, 3, 2).is_none());
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        drop(store);
        let (store, stale) = Store::open(folder.path(), 8)?;
        assert!(stale && store.is_empty());
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[test]
    fn an_open_shard_is_closed_when_the_run_fails() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let (mut store, _) = Store::open(folder.path(), 7)?;
        store.push(Kind::Text, 3, 1, b"three")?;
        drop(store);
        assert_eq!(keys(&Store::open(folder.path(), 7)?.0), [3]);
        Ok(())
    }

    proptest! {
        #[test]
        fn a_damaged_shard_is_none(flip in 0usize..400, cut in 0usize..400) {
            let folder = tempfile::tempdir().unwrap();
            let (mut store, _) = Store::open(folder.path(), 7).unwrap();
            for key in 0..5u64 {
                store.push(Kind::Text, key, 1, &[b'x'; 20]).unwrap();
            }
            store.finish().unwrap();
            drop(store);
            let path = folder.path().join("000000.shard");
            let whole = fs::read(&path).unwrap();
            fs::write(&path, &whole[..cut.min(whole.len() - 1)]).unwrap();
            prop_assert!(read_shard(&path).is_none());
            let mut changed = whole.clone();
            let at = flip % whole.len();
            changed[at] ^= 0x55;
            fs::write(&path, &changed).unwrap();
            // Damage in a record shows when it is read; damage anywhere else makes it no shard.
            let records = (HEADER as usize..HEADER as usize + 100).contains(&at) || (8..16).contains(&at);
            prop_assert_eq!(read_shard(&path).is_some(), records);
        }
    }
}
