//! The sequential half of reading: inputs to raw articles.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::{ReadError, Stage};
use super::html::selector::Selector;
use super::limits::row_for;
use super::options::ReadOptions;
use super::records::{self, Records};
use super::sniff::{self, Container};
use super::walk::{self, Names, Walked};
use super::{FormatHint, Found, RawArticle, container};
use crate::record::ErrorRow;

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

/// How much of a file is looked at before its format is decided.
const HEAD: u64 = 64 << 10;

/// Walks `inputs` in sorted order, opens containers as streams, and calls `sink` for each raw article and
/// for each thing that could not be read.
///
/// The order depends on the inputs alone, not on how they were listed; `-` is standard input. At most one
/// article is held at a time (and, for a zip inside another archive, that zip). Ends early, without an
/// error, when `sink` returns `Break`.
///
/// # Errors
/// [`ReadError`] when no input is named or the selector can't be understood. A missing or damaged input is a [`Found::Failed`], not an error.
pub fn enumerate(inputs: &[PathBuf], options: &ReadOptions, sink: &mut dyn FnMut(Found) -> Flow) -> Result<(), ReadError> {
    struct Plain<'a>(&'a mut dyn FnMut(Found) -> Flow);
    impl Reader for Plain<'_> {
        fn found(&mut self, found: Found) -> Flow {
            (self.0)(found)
        }
    }
    enumerate_files(inputs, options, &mut Plain(sink))
}

/// Is told what [`enumerate_files`] meets.
pub trait Reader {
    /// A file is about to be opened; `false` passes it over. `name` is the path to show, `key` what ids are made from.
    fn open(&mut self, path: &Path, name: &str, key: &str) -> bool {
        let _ = (path, name, key);
        true
    }

    /// Something was found in the file that was opened last (or in none, when none is open).
    fn found(&mut self, found: Found) -> ControlFlow<()>;

    /// So many bytes of the file were read.
    fn read(&mut self, bytes: u64) {
        let _ = bytes;
    }

    /// The file was read to its end, or as far as it can be read.
    fn close(&mut self) {}
}

/// As [`enumerate`], for a caller that wants to know which file is being read.
///
/// # Errors
/// As [`enumerate`].
pub fn enumerate_files(inputs: &[PathBuf], options: &ReadOptions, reader: &mut dyn Reader) -> Result<(), ReadError> {
    if inputs.is_empty() {
        return Err(ReadError::NoInput);
    }
    check(options)?;
    for root in walk::roots(inputs) {
        let flow = if root.path.as_os_str() == "-" {
            let mut stdin = io::stdin().lock();
            let taken = Cell::new(0);
            let mut sink = |found| {
                reader.read(taken.take());
                reader.found(found)
            };
            Opener { options, sink: &mut sink, taken: &taken }.entry(
                &root.names,
                &mut Metered { inner: &mut stdin, taken: &taken },
                None,
                Nesting::default(),
            )
        } else {
            walk::walk(&root, &mut |walked| match walked {
                Walked::File(path, names) => {
                    if !reader.open(path, &names.path, &names.key) {
                        return Flow::Continue(());
                    }
                    let taken = Cell::new(0);
                    let mut sink = |found| {
                        reader.read(taken.take());
                        reader.found(found)
                    };
                    Opener { options, sink: &mut sink, taken: &taken }.file(path, &names)?;
                    reader.read(taken.take());
                    reader.close();
                    Flow::Continue(())
                }
                Walked::Failed(row) => reader.found(Found::Failed(row)),
            })
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// The files that [`enumerate_files`] would open and their sizes in bytes, without opening any; what cannot be looked at is left
/// out, and so is standard input.
pub fn sizes(inputs: &[PathBuf], visit: &mut dyn FnMut(&Path, &std::fs::Metadata)) {
    for root in walk::roots(inputs) {
        let _ = walk::walk(&root, &mut |walked| {
            if let Walked::File(path, _) = walked
                && let Ok(metadata) = std::fs::metadata(path)
                && metadata.is_file()
            {
                visit(path, &metadata);
            }
            Flow::Continue(())
        });
    }
}

/// As [`enumerate`], for one input that is no file here: an object in a bucket, a row of a data frame.
///
/// `name` is the path to show and to make ids from; its extension helps to tell the format.
///
/// # Errors
/// [`ReadError`] when the selector can't be understood.
pub fn enumerate_reader(
    name: &str,
    reader: &mut dyn Read,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Found) -> Flow,
) -> Result<(), ReadError> {
    enumerate_named(name, name, reader, options, sink)
}

/// As [`enumerate_reader`], where the path to show and the key that ids are made from differ.
///
/// # Errors
/// [`ReadError`] when the selector can't be understood.
pub fn enumerate_named(
    path: &str,
    key: &str,
    reader: &mut dyn Read,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Found) -> Flow,
) -> Result<(), ReadError> {
    check(options)?;
    let names = Names { path: path.to_owned(), key: key.to_owned() };
    let _ = Opener { options, sink, taken: &Cell::new(0) }.entry(&names, reader, None, Nesting::default());
    Ok(())
}

/// A file of the inputs, not opened yet: what one task of many reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub file: PathBuf,
    /// Path to show, as [`RawArticle::path`].
    pub path: String,
    /// Path that ids are made from, as [`RawArticle::key`].
    pub key: String,
    /// Its size in bytes; 0 where it cannot be told.
    pub size: u64,
}

/// Lists the files that [`enumerate`] would open, in its order, and what it could not walk. Standard input is none of them.
///
/// [`enumerate_listed`] over all of them finds what [`enumerate`] finds.
///
/// # Errors
/// [`ReadError`] when no input is named.
pub fn list(inputs: &[PathBuf]) -> Result<(Vec<Listed>, Vec<ErrorRow>), ReadError> {
    if inputs.is_empty() {
        return Err(ReadError::NoInput);
    }
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for root in walk::roots(inputs).iter().filter(|root| root.path.as_os_str() != "-") {
        let _ = walk::walk(root, &mut |walked| {
            match walked {
                Walked::File(file, names) => {
                    let size = file.metadata().map_or(0, |m| m.len());
                    files.push(Listed { file: file.to_path_buf(), path: names.path, key: names.key, size });
                }
                Walked::Failed(row) => errors.push(row),
            }
            Flow::Continue(())
        });
    }
    Ok((files, errors))
}

/// As [`enumerate`], for one file of [`list`].
///
/// # Errors
/// [`ReadError`] when the selector can't be understood.
pub fn enumerate_listed(listed: &Listed, options: &ReadOptions, sink: &mut dyn FnMut(Found) -> Flow) -> Result<(), ReadError> {
    check(options)?;
    let names = Names { path: listed.path.clone(), key: listed.key.clone() };
    let _ = Opener { options, sink, taken: &Cell::new(0) }.file(&listed.file, &names);
    Ok(())
}

fn check(options: &ReadOptions) -> Result<(), ReadError> {
    match options.selector.as_deref().map(Selector::parse) {
        Some(Err(message)) => Err(ReadError::Option { option: "selector", message }),
        _ => Ok(()),
    }
}

/// How many archives are open around an entry.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nesting {
    /// Archives around the entry, plus compressions around compressions.
    depth: u32,
    /// Whether the entry came straight out of a decompressor.
    unpacked: bool,
}

/// Opens whatever it is given and passes articles on.
pub(super) struct Opener<'a> {
    pub options: &'a ReadOptions,
    pub sink: &'a mut dyn FnMut(Found) -> Flow,
    /// Bytes of the file on disk that were read since they were last asked for.
    taken: &'a Cell<u64>,
}

/// A file of which it is known how much was read.
struct Metered<'a, R> {
    inner: R,
    taken: &'a Cell<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.taken.set(self.taken.get() + n as u64);
        Ok(n)
    }
}

impl<R: io::Seek> io::Seek for Metered<'_, R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl Opener<'_> {
    /// Reports something that could not be read.
    pub fn failed(&mut self, row: ErrorRow) -> Flow {
        (self.sink)(Found::Failed(row))
    }

    /// Opens a file on disk. A zip is read in place; everything else is a stream.
    fn file(&mut self, path: &Path, names: &Names) -> Flow {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return self.failed(Stage::Open.row(&names.path, error)),
        };
        let size = file.metadata().ok().filter(|m| m.is_file()).map(|m| m.len());
        let mut file = Metered { inner: file, taken: self.taken };
        let mut head = Vec::new();
        if let Err(error) = reserve(&mut head, size, self.options).and_then(|()| (&mut file).take(HEAD).read_to_end(&mut head)) {
            return self.failed(Stage::Open.row(&names.path, error));
        }
        if sniff::container(&head) == Some(Container::Zip) && size.is_some() {
            let nesting = match self.deeper(names, Nesting::default()) {
                Ok(nesting) => nesting,
                Err(row) => return self.failed(row),
            };
            return container::zip::read(self, names, io::BufReader::new(file), size.unwrap_or(0), nesting);
        }
        self.begun(names, head, &mut file, Nesting::default())
    }

    /// Opens one entry of a container, or any stream. `size` is what the container says of it.
    pub fn entry(&mut self, names: &Names, mut reader: &mut dyn Read, size: Option<u64>, nesting: Nesting) -> Flow {
        let mut head = Vec::new();
        let read = reserve(&mut head, size, self.options).and_then(|()| (&mut reader).take(HEAD).read_to_end(&mut head));
        match read {
            Ok(_) => self.begun(names, head, reader, nesting),
            Err(error) if head.is_empty() => self.failed(row_for(&names.path, Stage::Container, &error)),
            // What came before the damage may be an archive with whole articles in it.
            Err(error) => self.begun(names, head, &mut Broken(Some(error)), nesting),
        }
    }

    /// Goes on with an entry whose first bytes are already read.
    fn begun(&mut self, names: &Names, mut bytes: Vec<u8>, rest: &mut dyn Read, nesting: Nesting) -> Flow {
        if let Some(kind) = sniff::container(&bytes) {
            return self.container(kind, names, bytes, rest, nesting);
        }
        if let Some(kind) = records::sniff(&bytes, &sniff::extension(&names.path)) {
            let mut whole = Cursor::new(&bytes).chain(rest);
            return match kind {
                Records::JsonLines => records::json_lines::read(self, names, &bytes, &mut whole),
                Records::JsonArray => records::json_array::read(self, names, &bytes, &mut whole),
                Records::Table(delimiter) => records::table::read(self, names, &bytes, &mut whole, delimiter),
                Records::Warc => records::warc::read(self, names, &mut whole),
                Records::Mbox => records::mbox::read(self, names, &mut whole),
            };
        }
        let limit = self.options.max_entry_bytes;
        let more = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
        if let Err(error) = rest.take(more).read_to_end(&mut bytes) {
            return self.failed(row_for(&names.path, Stage::Container, &error));
        }
        if bytes.len() as u64 > limit {
            return self.failed(
                Stage::Limit.row(&names.path, format!("larger than {limit} bytes, the most one article may have (max_entry_bytes)")),
            );
        }
        self.article(names, bytes, FormatHint::default())
    }

    /// Passes an article on.
    pub fn article(&mut self, names: &Names, bytes: Vec<u8>, hint: FormatHint) -> Flow {
        (self.sink)(Found::Article(RawArticle { path: names.path.clone(), key: names.key.clone(), bytes, hint }))
    }

    /// The nesting inside one more archive, or the row that says there are too many.
    fn deeper(&self, names: &Names, nesting: Nesting) -> Result<Nesting, ErrorRow> {
        if nesting.depth >= self.options.max_depth {
            return Err(Stage::Limit.row(
                &names.path,
                format!("archives nested more than {} deep (max_depth); unpack it first or raise the limit", self.options.max_depth),
            ));
        }
        Ok(Nesting { depth: nesting.depth + 1, unpacked: false })
    }

    fn container(&mut self, kind: Container, names: &Names, head: Vec<u8>, rest: &mut dyn Read, nesting: Nesting) -> Flow {
        let compressed = !matches!(kind, Container::Tar | Container::Zip);
        // `.tar.gz` counts once, for its tar; only a compressed file inside a compressed file counts by itself.
        let nesting = if compressed && !nesting.unpacked {
            nesting
        } else {
            match self.deeper(names, nesting) {
                Ok(nesting) => nesting,
                Err(row) => return self.failed(row),
            }
        };
        let mut whole = Cursor::new(head).chain(rest);
        match kind {
            Container::Tar => container::tar::read(self, names, &mut whole, nesting),
            Container::Zip => {
                let limit = self.options.max_nested_bytes;
                let mut bytes = Vec::new();
                match whole.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
                    Err(error) => self.failed(row_for(&names.path, Stage::Container, &error)),
                    Ok(_) if bytes.len() as u64 > limit => self.failed(Stage::Limit.row(
                        &names.path,
                        format!("a zip of more than {limit} bytes that is no file of its own (max_nested_bytes); unpack it first"),
                    )),
                    Ok(size) => container::zip::read(self, names, Cursor::new(bytes), size as u64, nesting),
                }
            }
            _ => {
                let nesting = Nesting { unpacked: true, ..nesting };
                container::compressed::read(self, kind, names, &mut whole, nesting)
            }
        }
    }
}

/// What is left of a stream that failed: its error, once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Makes room for an entry of the stated size, never for more than a stated lie could cost.
fn reserve(bytes: &mut Vec<u8>, size: Option<u64>, options: &ReadOptions) -> io::Result<()> {
    let size = size.unwrap_or(0).min(options.max_entry_bytes).min(1 << 20) as usize;
    bytes.try_reserve(size + 64).map_err(io::Error::other)
}
