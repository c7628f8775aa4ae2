//! `.zip`, read entry by entry in the order of its directory.

use std::io::{Read, Seek, SeekFrom};

use super::{Seen, entry_path, is_hidden};
use crate::read::enumerate::{Flow, Nesting, Opener};
use crate::read::error::Stage;
use crate::read::limits::{EXPANSION_FLOOR, expansion_error, row_for};
use crate::read::walk::Names;

/// Most entries of one zip: its directory is held in memory, some 300 bytes an entry.
const DIRECTORY_ENTRIES: u64 = 2_000_000;

/// Opens each file of the archive of `size` bytes.
pub(in crate::read) fn read<R: Read + Seek>(opener: &mut Opener<'_>, names: &Names, mut reader: R, size: u64, nesting: Nesting) -> Flow {
    let most = opener.options.max_entries.min(DIRECTORY_ENTRIES);
    if directory_entries(&mut reader, size).is_some_and(|stated| stated > most) {
        return opener.failed(
            Stage::Limit.row(&names.path, format!("a zip of more than {most} entries (max_entries); pack it as .tar.gz or in parts")),
        );
    }
    let mut archive = match zip::ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => return opener.failed(failure(&names.path, error)),
    };
    if archive.index_for_name("[Content_Types].xml").is_some() {
        return opener.failed(Stage::Decode.row(&names.path, "an Office document; save it as text or HTML first"));
    }
    let ratio = opener.options.max_expansion.max(1);
    let mut given = 0u64;
    let mut seen = Seen::default();
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).map(|name| entry_path(name.as_bytes()));
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let path = name.map_or_else(|| names.clone(), |name| names.inside(&name));
                opener.failed(failure(&path.path, error))?;
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        let path = seen.unique(entry_path(entry.name_raw()));
        if is_hidden(&path) {
            continue;
        }
        let inner = names.inside(&path);
        if entry.is_symlink() {
            opener.failed(Stage::Container.row(&inner.path, "a link; links inside archives are not followed"))?;
            continue;
        }
        let stated = entry.size();
        let mut output = Tally { inner: &mut entry, given: &mut given, size, ratio };
        opener.entry(&inner, &mut output, Some(stated), nesting)?;
        if given > EXPANSION_FLOOR && given / ratio > size {
            return opener.failed(row_for(&names.path, Stage::Limit, &expansion_error(ratio)));
        }
    }
    Flow::Continue(())
}

/// Counts what all entries together unpack to, and stops a bomb in the middle of an entry.
struct Tally<'a, R> {
    inner: R,
    given: &'a mut u64,
    size: u64,
    ratio: u64,
}

impl<R: Read> Read for Tally<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        *self.given += n as u64;
        if *self.given > EXPANSION_FLOOR && *self.given / self.ratio > self.size {
            return Err(expansion_error(self.ratio));
        }
        Ok(n)
    }
}

fn failure(path: &str, error: zip::result::ZipError) -> crate::record::ErrorRow {
    use zip::result::ZipError;
    match error {
        ZipError::Io(error) => row_for(path, Stage::Container, &error),
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
            Stage::Container.row(path, "encrypted; unpack it with its password first")
        }
        other => Stage::Container.row(path, other),
    }
}

/// How many entries the end record of a zip states, from its last 64 KiB; `None` if there is no end record.
///
/// A lie here costs nothing: the library reads no more entries than the record states.
fn directory_entries<R: Read + Seek>(reader: &mut R, size: u64) -> Option<u64> {
    let tail = size.min(66 << 10);
    let mut bytes = Vec::new();
    reader.seek(SeekFrom::Start(size - tail)).ok()?;
    reader.by_ref().take(tail).read_to_end(&mut bytes).ok()?;
    reader.seek(SeekFrom::Start(0)).ok()?;
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06")?;
    let small = u16::from_le_bytes(bytes.get(end + 10..end + 12)?.try_into().ok()?);
    if small != u16::MAX {
        return Some(u64::from(small));
    }
    // The 64-bit record comes before, and holds the true count.
    match memchr::memmem::rfind(&bytes[..end], b"PK\x06\x06") {
        Some(at) => Some(u64::from_le_bytes(bytes.get(at + 32..at + 40)?.try_into().ok()?)),
        None => Some(u64::from(small)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn counts_entries_of_an_empty_zip() {
        let mut end = b"PK\x05\x06".to_vec();
        end.extend([0, 0, 0, 0, 7, 0, 7, 0]);
        end.extend([0u8; 10]);
        let size = end.len() as u64;
        assert_eq!(directory_entries(&mut Cursor::new(end), size), Some(7));
        assert_eq!(directory_entries(&mut Cursor::new(b"PK".to_vec()), 2), None);
    }
}
