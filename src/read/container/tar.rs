//! `.tar`, read entry by entry.

use std::io::{self, Read};

use tar::{Archive, EntryType};

use super::{Seen, entry_path, is_hidden};
use crate::read::enumerate::{Flow, Nesting, Opener};
use crate::read::error::Stage;
use crate::read::limits::{Allowance, Exact, rest_lost};
use crate::read::walk::Names;

/// What the headers between two entries may take together (long names, PAX records), in bytes.
const HEADER_BYTES: u64 = 4 << 20;

/// Opens each file of the archive. A damaged header ends the archive with one error; what came before it stays.
pub(in crate::read) fn read(opener: &mut Opener<'_>, names: &Names, reader: &mut dyn Read, nesting: Nesting) -> Flow {
    let (input, allowance) = Allowance::new(reader, "the header of an archive's entry");
    let mut archive = Archive::new(input);
    // Archives joined by `cat` are read to the last one, and a compressed one to its checksum.
    archive.set_ignore_zeros(true);
    let mut entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return opener.failed(rest_lost(&names.path, &error)),
    };
    let mut seen = Seen::default();
    let mut count = 0u64;
    let mut unread = 0u64;
    loop {
        allowance.set(HEADER_BYTES.saturating_add(unread));
        let mut entry = match entries.next() {
            None => return Flow::Continue(()),
            Some(Err(error)) => return opener.failed(rest_lost(&names.path, &error)),
            Some(Ok(entry)) => entry,
        };
        allowance.set(u64::MAX);
        count += 1;
        if count > opener.options.max_entries {
            return opener.failed(
                Stage::Limit
                    .row(&names.path, format!("more than {} entries (max_entries); the rest was not read", opener.options.max_entries)),
            );
        }
        let kind = entry.header().entry_type();
        // A sparse file may claim terabytes of zeros. They are never unfolded: what is stored of it
        // is passed over with the next header.
        if kind.is_gnu_sparse() {
            unread = entry.header().entry_size().unwrap_or(0);
        }
        one(opener, names, &mut entry, &mut seen, nesting)?;
        if kind.is_gnu_sparse() {
            continue;
        }
        // Whatever else the entry has left is passed over here, outside the allowance for headers.
        unread = 0;
        if let Err(error) = io::copy(&mut entry, &mut io::sink()) {
            return opener.failed(rest_lost(&names.path, &error));
        }
    }
}

/// Opens one entry, if it is a file to open.
fn one<R: Read>(opener: &mut Opener<'_>, names: &Names, entry: &mut tar::Entry<'_, R>, seen: &mut Seen, nesting: Nesting) -> Flow {
    let kind = entry.header().entry_type();
    if kind.is_dir() || kind == EntryType::XGlobalHeader {
        return Flow::Continue(());
    }
    let path = entry_path(&entry.path_bytes());
    if is_hidden(&path) {
        return Flow::Continue(());
    }
    let inner = names.inside(&seen.unique(path));
    let refused = match kind {
        EntryType::Regular | EntryType::Continuous => {
            let size = entry.size();
            return opener.entry(&inner, &mut Exact::new(entry, size), Some(size), nesting);
        }
        EntryType::GNUSparse => "a sparse file; store it whole",
        EntryType::Symlink | EntryType::Link => "a link; links inside archives are not followed",
        _ => "not a regular file; skipped",
    };
    opener.failed(Stage::Container.row(&inner.path, refused))
}
