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
pub(in crate::read) fn read(
    opener: &mut Opener<'_>,
    names: &Names,
    reader: &mut dyn Read,
    nesting: Nesting,
) -> Flow {
    let (input, allowance) = Allowance::new(reader, "the header of an archive's entry");
    let mut archive = Archive::new(input);
    let mut entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return opener.failed(rest_lost(&names.path, &error)),
    };
    let mut seen = Seen::default();
    let mut count = 0u64;
    loop {
        allowance.set(HEADER_BYTES);
        let mut entry = match entries.next() {
            None => return Flow::Continue(()),
            Some(Err(error)) => {
                return opener.failed(rest_lost(&names.path, &error));
            }
            Some(Ok(entry)) => entry,
        };
        allowance.set(u64::MAX);
        count += 1;
        if count > opener.options.max_entries {
            return opener.failed(Stage::Limit.row(
                &names.path,
                format!(
                    "more than {} entries (max_entries); the rest was not read",
                    opener.options.max_entries
                ),
            ));
        }
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind == EntryType::XGlobalHeader {
            continue;
        }
        let path = seen.unique(entry_path(&entry.path_bytes()));
        if is_hidden(&path) {
            continue;
        }
        let inner = names.inside(&path);
        if kind.is_file() || kind == EntryType::Continuous || kind.is_gnu_sparse() {
            let size = entry.size();
            opener.entry(
                &inner,
                &mut Exact::new(&mut entry, size),
                Some(size),
                nesting,
            )?;
        } else if kind.is_symlink() || kind.is_hard_link() {
            opener.failed(Stage::Container.row(
                &inner.path,
                "a link; links inside archives are not followed",
            ))?;
        } else {
            opener.failed(Stage::Container.row(&inner.path, "not a regular file; skipped"))?;
        }
        // Whatever the entry has left is passed over here, outside the allowance for headers.
        if let Err(error) = io::copy(&mut entry, &mut io::sink()) {
            return opener.failed(rest_lost(&names.path, &error));
        }
    }
}
