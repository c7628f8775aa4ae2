//! An output folder read back: the tables that a run wrote, and the texts it kept.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::PipelineError;
use super::corpus::Corpus;
use super::store::{Entry, Kind, Store, key_of};
use super::stored::StoredDocument;
use super::work::Plan;
use crate::document::Document;
use crate::record::{DocumentRow, EntityRow, EntityType};
use crate::relate::Window;
use crate::segment::{Sentence, split_sentences};
use crate::text::TextView;

/// What `run.json` says of the options that shape the network.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct RunOptions {
    /// Co-occurrence window.
    pub window: Window,
    /// Types in the network.
    pub types: Vec<EntityType>,
    /// Byte-order mark in CSV files.
    pub bom: bool,
    /// Whether names that tell who reports make ties.
    pub with_sources: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        RunOptions {
            window: Window::Sentence,
            types: vec![EntityType::Person, EntityType::Country, EntityType::Organization],
            bom: false,
            with_sources: false,
        }
    }
}

#[derive(Deserialize)]
struct RunFile {
    #[serde(default)]
    options: RunOptions,
}

/// An output folder.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// One occurrence of an entity of `entities.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Paragraph index.
    pub paragraph: u32,
    /// Sentence index.
    pub sentence: u32,
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The number that the caller gave the entity.
    pub entity: u32,
    /// Whether it tells who reports.
    pub source: bool,
}

impl Folder {
    /// Opens the folder of a finished run.
    ///
    /// # Errors
    /// When it has no `run.json`.
    pub fn open(path: &Path) -> Result<(Folder, RunOptions), PipelineError> {
        let run = path.join("run.json");
        let Ok(text) = std::fs::read_to_string(&run) else {
            return Err(PipelineError::NotOutput { path: path.to_path_buf() });
        };
        let file: RunFile =
            serde_json::from_str(&text).map_err(|error| PipelineError::Damaged { path: run, message: error.to_string() })?;
        Ok((Folder::within(path), file.options))
    }

    /// A folder whose run has not ended yet.
    pub(super) fn within(path: &Path) -> Folder {
        Folder { path: path.to_path_buf() }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn reader(&self, name: &str) -> Result<(PathBuf, csv::Reader<BufReader<File>>), PipelineError> {
        let path = self.path.join(name);
        let file = File::open(&path).map_err(|source| PipelineError::Spool { path: path.clone(), source })?;
        let reader = csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::with_capacity(1 << 18, file));
        Ok((path, reader))
    }

    /// The rows of a table, in order.
    ///
    /// # Errors
    /// A table that is missing, or a row that is not of its type (given by the iterator).
    pub fn rows<T: DeserializeOwned + 'static>(&self, name: &str) -> Result<impl Iterator<Item = Result<T, PipelineError>>, PipelineError> {
        let (path, reader) = self.reader(name)?;
        Ok(reader.into_deserialize().map(move |row| row.map_err(|source| PipelineError::Table { path: path.clone(), source })))
    }

    /// A whole table.
    ///
    /// # Errors
    /// As [`Folder::rows`].
    pub fn table<T: DeserializeOwned + 'static>(&self, name: &str) -> Result<Vec<T>, PipelineError> {
        self.rows(name)?.collect()
    }

    /// The entities, and the index of each by its id.
    ///
    /// # Errors
    /// As [`Folder::rows`].
    pub fn entities(&self) -> Result<(Vec<EntityRow>, FxHashMap<String, u32>), PipelineError> {
        let rows: Vec<EntityRow> = self.table("entities.csv")?;
        let index = rows.iter().enumerate().map(|(i, row)| (row.id.clone(), i as u32)).collect();
        Ok((rows, index))
    }

    /// Goes through the articles with their mentions, in the order of the tables.
    ///
    /// `entity` numbers an entity by its id; mentions of those it has no number for are left out.
    /// `visit` is given the article's place in `documents.csv`, its row, and its mentions.
    ///
    /// # Errors
    /// A table that cannot be read, or whatever `visit` gives.
    pub fn walk(
        &self,
        entity: impl Fn(&str) -> Option<u32>,
        mut visit: impl FnMut(usize, DocumentRow, &[Hit]) -> Result<(), PipelineError>,
    ) -> Result<(), PipelineError> {
        let (path, mut mentions) = self.reader("mentions.csv")?;
        let failed = |source| PipelineError::Table { path: path.clone(), source };
        let damaged = |message: &str| PipelineError::Damaged { path: path.clone(), message: message.to_owned() };
        let headers = mentions.headers().map_err(failed)?.clone();
        let column = |name: &str| headers.iter().position(|h| h == name).ok_or_else(|| damaged(&format!("no column {name}")));
        let doc_id = column("doc_id")?;
        let id = column("entity_id")?;
        // A column of later versions.
        let role = headers.iter().position(|h| h == "role");
        let numbers = [column("paragraph")?, column("sentence")?, column("start")?, column("end")?];
        let mut record = csv::StringRecord::new();
        let mut more = mentions.read_record(&mut record).map_err(failed)?;
        let mut hits = Vec::new();
        for (place, document) in self.rows::<DocumentRow>("documents.csv")?.enumerate() {
            let document = document?;
            hits.clear();
            // Rows of articles that are not in documents.csv are passed over: somebody may have shortened it.
            while more && record.get(doc_id).unwrap_or("") <= document.doc_id.as_str() {
                if record.get(doc_id) == Some(document.doc_id.as_str())
                    && let Some(entity) = record.get(id).and_then(&entity)
                {
                    let mut read = [0u32; 4];
                    for (slot, column) in read.iter_mut().zip(numbers) {
                        *slot = record.get(column).and_then(|n| n.parse().ok()).ok_or_else(|| damaged("a place that is no number"))?;
                    }
                    let [paragraph, sentence, start, end] = read;
                    let source = role.and_then(|role| record.get(role)) == Some("source");
                    hits.push(Hit { paragraph, sentence, start, end, entity, source });
                }
                more = mentions.read_record(&mut record).map_err(failed)?;
            }
            visit(place, document, &hits)?;
        }
        Ok(())
    }

    /// The texts that the run kept in its working folder.
    ///
    /// # Errors
    /// When the working folder was deleted.
    pub fn texts(&self) -> Result<Texts, PipelineError> {
        let (plan, corpus) = Plan::load(&self.path)?;
        let stores = plan.folders(&self.path)?.iter().map(|(folder, plan)| plan.texts(folder)).collect::<Result<Vec<_>, _>>()?;
        Ok(Texts { stores, corpus, view: TextView::default(), sentences: Vec::new(), buffer: Vec::new(), loaded: None })
    }
}

/// The articles' texts, in sentences.
pub struct Texts {
    stores: Vec<Store>,
    corpus: Corpus,
    view: TextView,
    sentences: Vec<Sentence>,
    buffer: Vec<u8>,
    loaded: Option<(u64, Document)>,
}

impl Texts {
    /// Makes an article the present one and gives what is known of it; `None` when its text was not kept.
    ///
    /// # Errors
    /// A working file that cannot be read.
    pub fn load(&mut self, doc_id: &str) -> Result<Option<&Document>, PipelineError> {
        let key = key_of(doc_id);
        if self.loaded.as_ref().is_none_or(|loaded| loaded.0 != key) {
            self.loaded = None;
            let mut buffer = std::mem::take(&mut self.buffer);
            let document = self.place(key).map(|(store, entry)| store.get::<Document>(&entry, &mut buffer)).transpose();
            self.buffer = buffer;
            let Some(document) = document? else { return Ok(None) };
            self.view.load(&document.text);
            split_sentences(&self.view, &mut self.sentences);
            self.loaded = Some((key, document));
        }
        Ok(self.loaded.as_ref().map(|loaded| &loaded.1))
    }

    fn place(&self, key: u64) -> Option<(&Store, Entry)> {
        let raw = self.corpus.raw(key)?;
        self.stores.iter().find_map(|s| s.find(Kind::Text, key, raw).map(|e| (s, e)))
    }

    /// An article where it lies in `buffer`, which is filled with it; `None` when its text was not kept. For whoever knows where its
    /// sentences are.
    ///
    /// # Errors
    /// A working file that cannot be read.
    pub(super) fn stored<'b>(&self, doc_id: &str, buffer: &'b mut Vec<u8>) -> Result<Option<StoredDocument<'b>>, PipelineError> {
        let Some((store, entry)) = self.place(key_of(doc_id)) else { return Ok(None) };
        store.get(&entry, buffer).map(Some)
    }

    /// A sentence of the present article, and the offset of its first character; empty where there is none.
    pub fn sentence(&self, index: u32) -> (String, u32) {
        match self.sentences.get(index as usize) {
            Some(s) => (self.view.surface(s.start as usize..s.end as usize), s.start),
            None => (String::new(), 0),
        }
    }

    /// Two sentences of the present article as one quotation: with a gap where others stand between.
    pub fn both(&self, one: u32, other: u32) -> String {
        quotation((one, &self.sentence(one).0), (other, &self.sentence(other).0))
    }
}

/// Two sentences of an article, each with its number, as one quotation: with a gap where others stand between.
pub(super) fn quotation(one: (u32, &str), other: (u32, &str)) -> String {
    let (first, second) = (one.min(other), one.max(other));
    let mut text = first.1.to_owned();
    if first.0 != second.0 {
        text.push_str(if second.0 == first.0 + 1 { "" } else { " …… " });
        text.push_str(second.1);
    }
    text
}
