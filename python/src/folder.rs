//! Whole runs, and the tables of an output folder.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use guanxi::pipeline::{Filter, Options, Progress, Stage};
use guanxi::record::EntityType;
use guanxi::relate::Window;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::archive::{missing, paths, read_options};
use crate::article::kind;
use crate::error::{self, OutputError, arrow};
use crate::frame::Table;
use crate::graphs::labels;

/// Rows of a batch of a table that is read.
const ROWS: usize = 1 << 16;

struct Stop(Arc<AtomicBool>);

impl Progress for Stop {
    fn start(&self, _: Stage, _: Option<u64>) {}
    fn advance(&self, _: u64, _: u64) {}
    fn interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs the three passes over an archive, as ``guanxi extract`` does; gives what ``run.json`` says, as JSON.
#[pyfunction]
#[pyo3(signature = (inputs, output, options))]
pub fn run_pipeline(py: Python<'_>, inputs: &Bound<'_, PyAny>, output: PathBuf, options: &Bound<'_, PyDict>) -> PyResult<String> {
    let inputs = paths(inputs)?;
    missing(&inputs)?;
    let mut run = Options { inputs, output, ..Options::default() };
    let reading = PyDict::new(py);
    for (name, value) in options.iter() {
        let name: String = name.extract()?;
        match name.as_str() {
            "dictionaries" => run.dictionaries = value.extract()?,
            "no_builtin" => run.no_builtin = value.extract()?,
            "curation" => run.curation = value.extract()?,
            "window" => run.window = window(&value.extract::<String>()?)?,
            "types" => run.types = value.extract::<Vec<String>>()?.iter().map(|t| entity_type(t)).collect::<PyResult<_>>()?,
            "bom" => run.bom = value.extract()?,
            "model" => run.model = value.extract::<String>()?.parse().unwrap_or_default(),
            "relations" => run.relations = value.extract()?,
            "jsonl" => run.jsonl = value.extract()?,
            "labels" => run.labels = labels(&value.extract::<String>()?)?,
            "report" => run.report = value.extract()?,
            "threads" => run.threads = value.extract()?,
            "keep_duplicates" => run.keep_duplicates = value.extract()?,
            "fresh" => run.fresh = value.extract()?,
            "with_sources" => run.with_sources = value.extract()?,
            "since" => run.filter.since = value.extract()?,
            "until" => run.filter.until = value.extract()?,
            "sources" => run.filter.sources = value.extract()?,
            "sample" => run.filter.sample = value.extract()?,
            "seed" => run.filter.seed = value.extract()?,
            _ => reading.set_item(name, value)?,
        }
    }
    run.filter = Filter { since: day(run.filter.since)?, until: day(run.filter.until)?, ..run.filter };
    run.read = read_options(Some(&reading))?;
    let stop = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = sync_channel(1);
    let receiver = Mutex::new(receiver);
    let flag = stop.clone();
    let worker = std::thread::spawn(move || {
        let _ = sender.send(guanxi::pipeline::run(&run, &Stop(flag)));
    });
    let mut signal = Ok(());
    let outcome = loop {
        let wait = || receiver.lock().map_or(Err(RecvTimeoutError::Disconnected), |r| r.recv_timeout(Duration::from_millis(100)));
        match py.detach(wait) {
            Ok(outcome) => break outcome.map_err(error::pipeline),
            Err(RecvTimeoutError::Disconnected) => break Err(error::other("the run stopped unexpectedly")),
            Err(RecvTimeoutError::Timeout) if signal.is_ok() => {
                signal = py.check_signals();
                stop.store(signal.is_err(), Ordering::Relaxed);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    let _ = py.detach(|| worker.join());
    signal?;
    serde_json::to_string(&outcome?).map_err(error::other)
}

fn window(word: &str) -> PyResult<Window> {
    match word {
        "sentence" => Ok(Window::Sentence),
        "paragraph" => Ok(Window::Paragraph),
        "document" => Ok(Window::Document),
        _ => Err(PyValueError::new_err(format!("window must be sentence, paragraph or document, not {word}"))),
    }
}

fn entity_type(word: &str) -> PyResult<EntityType> {
    kind(word)
        .filter(|k| *k != EntityType::Other)
        .ok_or_else(|| PyValueError::new_err(format!("types are person, country, organization and place, not {word}")))
}

/// A day or the beginning of one.
fn day(text: Option<String>) -> PyResult<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000" | "0000-00" | "0000-00-00" => Ok(Some(text)),
        _ => Err(PyValueError::new_err(format!("write a day as 2021-03-01, 2021-03 or 2021, not {text}"))),
    }
}

enum Building {
    Text(StringBuilder),
    Whole(Int64Builder),
    Real(Float64Builder),
    Truth(BooleanBuilder),
}

/// The type of a column of the output contract, by its name.
fn building(name: &str) -> Building {
    match name {
        "characters" | "sentences" | "paragraphs" | "mentions" | "documents" | "degree" | "weighted_degree" | "core" | "component"
        | "paragraph" | "sentence" | "start" | "end" | "occurrences" | "Weight" => Building::Whole(Int64Builder::new()),
        "pagerank" | "betweenness" | "confidence" | "score" | "npmi" | "g2" | "disparity" => Building::Real(Float64Builder::new()),
        "negated" => Building::Truth(BooleanBuilder::new()),
        _ => Building::Text(StringBuilder::new()),
    }
}

impl Building {
    fn push(&mut self, cell: &str) -> Option<()> {
        match self {
            Building::Text(b) => b.append_value(cell),
            _ if cell.is_empty() => self.skip(),
            Building::Whole(b) => b.append_value(cell.parse().ok()?),
            Building::Real(b) => b.append_value(cell.parse().ok()?),
            Building::Truth(b) => b.append_value(cell.parse().ok()?),
        }
        Some(())
    }

    fn skip(&mut self) {
        match self {
            Building::Text(b) => b.append_null(),
            Building::Whole(b) => b.append_null(),
            Building::Real(b) => b.append_null(),
            Building::Truth(b) => b.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Building::Text(b) => Arc::new(b.finish()),
            Building::Whole(b) => Arc::new(b.finish()),
            Building::Real(b) => Arc::new(b.finish()),
            Building::Truth(b) => Arc::new(b.finish()),
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            Building::Text(_) => DataType::Utf8,
            Building::Whole(_) => DataType::Int64,
            Building::Real(_) => DataType::Float64,
            Building::Truth(_) => DataType::Boolean,
        }
    }
}

/// A table of an output folder, as Arrow data.
#[pyfunction]
pub fn read_table(py: Python<'_>, path: PathBuf) -> PyResult<Table> {
    py.detach(|| read(&path))
}

fn read(path: &Path) -> PyResult<Table> {
    let failed = |message: String| OutputError::new_err(format!("{}: {message}", path.display()));
    let mut file = File::open(path).map_err(|e| failed(e.to_string()))?;
    // A byte-order mark is no part of the first name.
    let mut mark = [0u8; 3];
    let marked = std::io::Read::read_exact(&mut file, &mut mark).is_ok() && mark == *b"\xef\xbb\xbf";
    if !marked {
        std::io::Seek::rewind(&mut file).map_err(|e| failed(e.to_string()))?;
    }
    let mut reader = csv::Reader::from_reader(BufReader::with_capacity(1 << 18, file));
    let headers = reader.headers().map_err(|e| failed(e.to_string()))?.clone();
    let mut columns: Vec<Building> = headers.iter().map(building).collect();
    let fields: Vec<Field> = headers.iter().zip(&columns).map(|(name, c)| Field::new(name, c.data_type(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let mut batches = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    loop {
        let more = reader.read_record(&mut record).map_err(|e| failed(e.to_string()))?;
        if more {
            for (column, cell) in columns.iter_mut().zip(record.iter()) {
                let line = || record.position().map_or(0, csv::Position::line);
                column.push(cell).ok_or_else(|| failed(format!("line {}: {cell} is no number or truth value", line())))?;
            }
            rows += 1;
        }
        if rows == ROWS || !more && rows > 0 {
            let arrays = columns.iter_mut().map(Building::finish).collect();
            batches.push(RecordBatch::try_new(schema.clone(), arrays).map_err(arrow)?);
            rows = 0;
        }
        if !more {
            return Ok(Table { schema, batches });
        }
    }
}
