//! Hostile and broken inputs: whatever is thrown at the reader, it ends, doesn't panic, stays small, and says what is wrong.

mod archives;
mod files;
mod markup;
mod mutations;
mod records;
mod text;

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use guanxi::document::Document;
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::record::ErrorRow;

/// Counts what is allocated, so that a test can tell exhaustion from thrift.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: passes every call on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// All tests of this program together, which run side by side, never hold more than this.
const MOST_BYTES: usize = 600 << 20;

/// No input takes longer than this, on a slow machine and without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

/// What reading an input gave.
#[derive(Debug)]
pub struct Outcome {
    pub documents: Vec<Document>,
    pub errors: Vec<ErrorRow>,
}

impl Outcome {
    /// Asserts that there are so many documents, and an error of each of these stages in this order.
    #[track_caller]
    pub fn expect(&self, documents: usize, stages: &[&str]) -> &Self {
        let found: Vec<&str> = self.errors.iter().map(|row| row.stage.as_str()).collect();
        assert_eq!(self.documents.len(), documents, "{:?}", self.errors);
        assert_eq!(found, stages, "{:?}", self.errors);
        self
    }

    /// Asserts that an error says this.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.errors.iter().any(|row| row.error.contains(words)), "{words}: {:?}", self.errors);
        self
    }
}

/// Reads one path, and checks what must hold of every input.
#[track_caller]
pub fn read_path(path: &Path, options: &ReadOptions) -> Outcome {
    let started = Instant::now();
    let mut outcome = Outcome { documents: Vec::new(), errors: Vec::new() };
    let mut scratch = Scratch::default();
    enumerate(&[path.to_path_buf()], options, &mut |found| {
        match found {
            Found::Article(raw) => {
                let (documents, errors) = parse(&raw, options, &mut scratch);
                outcome.documents.extend(documents);
                outcome.errors.extend(errors);
            }
            Found::Failed(row) => outcome.errors.push(row),
        }
        ControlFlow::Continue(())
    })
    .expect("an input is given");
    assert!(started.elapsed() < LONGEST, "took {:?}", started.elapsed());
    assert!(PEAK.load(Ordering::Relaxed) < MOST_BYTES, "held {} bytes", PEAK.load(Ordering::Relaxed));
    for document in &outcome.documents {
        assert!(!document.text.trim().is_empty());
        assert!(!document.text.contains('\r') && !document.text.contains('\0'));
        assert_eq!(document.doc_id.len(), 16);
        let title = document.text.lines().next().map(str::trim);
        assert!(!document.title_in_text || title == Some(document.title.as_str()), "{document:?}");
        assert!(document.published.is_empty() || document.published.len() == 10 || document.published.len() == 20);
    }
    for row in &outcome.errors {
        assert!(["open", "container", "decode", "clean", "empty", "limit"].contains(&row.stage.as_str()), "{row:?}");
        assert!(!row.error.is_empty() && row.error.chars().count() <= 500);
        assert!(!row.error.contains(['\n', '\r']), "{row:?}");
        assert!(!row.path.is_empty());
    }
    outcome
}

/// Reads bytes as a file of this name.
#[track_caller]
pub fn read(name: &str, bytes: &[u8]) -> Outcome {
    read_with(name, bytes, &ReadOptions::default())
}

#[track_caller]
pub fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_path(&path, options)
}

/// Options whose limits are met by small inputs.
pub fn tight() -> ReadOptions {
    ReadOptions { max_entry_bytes: 1 << 20, max_nested_bytes: 4 << 20, max_entries: 1000, ..ReadOptions::default() }
}
