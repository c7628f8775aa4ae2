//! `.gz`, `.zst`, `.xz` and `.bz2` around one file.

use std::io::{BufReader, Read};

use crate::read::enumerate::{Flow, Nesting, Opener};
use crate::read::error::Stage;
use crate::read::limits::{Counted, Expanding};
use crate::read::sniff::Container;
use crate::read::walk::Names;

/// Memory an `.xz` file may ask for, in KiB; `xz -9` needs 64 MiB.
const XZ_MEMORY_KIB: u32 = 256 << 10;

/// Unpacks the stream and opens what comes out of it under the same name.
pub(in crate::read) fn read(opener: &mut Opener<'_>, kind: Container, names: &Names, reader: &mut dyn Read, nesting: Nesting) -> Flow {
    let (counted, taken) = Counted::new(reader);
    let input = BufReader::with_capacity(64 << 10, counted);
    let ratio = opener.options.max_expansion;
    match kind {
        Container::Gzip => {
            let decoder = flate2::bufread::MultiGzDecoder::new(input);
            let mut output = BufReader::with_capacity(128 << 10, Expanding::new(decoder, taken, ratio));
            opener.entry(names, &mut output, None, nesting)
        }
        Container::Bzip2 => {
            let decoder = bzip2::bufread::MultiBzDecoder::new(input);
            let mut output = BufReader::with_capacity(128 << 10, Expanding::new(decoder, taken, ratio));
            opener.entry(names, &mut output, None, nesting)
        }
        Container::Xz => {
            let decoder = lzma_rust2::XzReader::new_mem_limit(input, true, XZ_MEMORY_KIB);
            let mut output = BufReader::with_capacity(128 << 10, Expanding::new(decoder, taken, ratio));
            opener.entry(names, &mut output, None, nesting)
        }
        Container::Zstd => {
            let decoder = super::zstd::Frames::new(input);
            let mut output = BufReader::with_capacity(128 << 10, Expanding::new(decoder, taken, ratio));
            opener.entry(names, &mut output, None, nesting)
        }
        Container::Tar | Container::Zip => opener.failed(Stage::Container.row(&names.path, "not a compressed file")),
    }
}
