//! A folder of one's own to run the real program in.
// Each test crate uses its own part of this module.
#![allow(dead_code)]

pub mod gexf;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A temporary folder, gone when dropped.
pub struct Workdir {
    folder: tempfile::TempDir,
}

/// What the program did.
pub struct Ran {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Workdir {
    /// A new empty folder.
    pub fn new() -> Workdir {
        Workdir { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A path inside the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders it lies in.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Reads a file that must be there.
    pub fn read(&self, name: &str) -> String {
        read(&self.path(name))
    }

    /// Runs `guanxi` with the folder as the current one.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
        command.current_dir(self.folder.path()).args(arguments);
        ran(command.output().expect("the program starts"))
    }

    /// The same with the words of one line, split at blanks.
    pub fn line(&self, line: &str) -> Ran {
        self.run(line.split_whitespace())
    }

    /// Names of what lies in a folder, sorted.
    pub fn list(&self, name: &str) -> Vec<String> {
        list(&self.path(name))
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Reads a text file that must be there.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names of what lies in a folder, sorted; names that begin with a dot are left out.
pub fn list(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// A file of the repository.
pub fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A folder with annotated articles beside the repository, or where `GUANXI_SHARED` says; says so when there is none.
pub fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("GUANXI_SHARED").map_or_else(|| repository("../shared"), PathBuf::from);
    let path = root.join(name);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("skipped: {} is not there", path.display());
        None
    }
}

/// The output of `guanxi extract data`, made once for all tests that only read it.
pub fn sample() -> &'static Workdir {
    static SAMPLE: OnceLock<Workdir> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let work = Workdir::new();
        let data = repository("data");
        let ran = work.run([OsStr::new("extract"), data.as_os_str(), OsStr::new("-o"), OsStr::new("out")]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        work
    })
}

/// A CSV table with its rows by column name.
pub struct Table {
    /// The columns, in order.
    pub columns: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<BTreeMap<String, String>>,
}

impl Table {
    /// Parses a table; panics where a row has more or fewer fields than the header.
    pub fn parse(text: &str) -> Table {
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
        let columns: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|record| columns.iter().cloned().zip(record.expect("a row").iter().map(str::to_owned)).collect())
            .collect();
        Table { columns, rows }
    }

    /// Reads a table of a folder.
    pub fn read(folder: &Path, name: &str) -> Table {
        Table::parse(&read(&folder.join(name)))
    }

    /// One column.
    pub fn column(&self, name: &str) -> Vec<&str> {
        assert!(self.columns.iter().any(|c| c == name), "no column {name}");
        self.rows.iter().map(|row| row[name].as_str()).collect()
    }
}
