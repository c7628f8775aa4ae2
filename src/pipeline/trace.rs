//! What the page needs of every article, set aside while the tables are written.
//!
//! Which ties the page holds is known only once everything is counted. Instead of reading the tables again, the places where
//! entities stand together are put into a working file as they pass by (a few bytes a name), and read back once.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::PipelineError;
use super::run::WORK_FOLDER;
use super::store::encode;
use super::stored::{SentenceAt, StoredRelation, StoredResult};
use crate::export::report::Census;
use crate::relate::{EventType, Window};

/// Events kept for the page. Articles pass by in the order of their ids, which are digests: the first ones are a fair sample of
/// any archive.
const STATED: usize = 100_000;

/// A name in a window with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Place {
    /// The entity.
    pub entity: u32,
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Sentence index.
    pub sentence: u32,
}

/// The windows of an article that hold two entities or more; each window is sorted by entity and place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Together {
    /// Place of the article in the order of ids.
    pub document: u32,
    /// The names, window by window.
    pub places: Vec<Place>,
    /// How many of them each window holds.
    pub windows: Vec<u32>,
    /// The sentences they stand in, in order.
    pub sentences: Vec<SentenceAt>,
}

impl Together {
    /// The windows, each sorted by entity and place.
    pub fn windows(&self) -> impl Iterator<Item = &[Place]> {
        let mut rest = self.places.as_slice();
        self.windows.iter().map_while(move |&size| {
            let (window, after) = rest.split_at_checked(size as usize)?;
            rest = after;
            Some(window)
        })
    }

    /// The sentence of this number; an empty one where no name stands in it.
    pub fn sentence(&self, number: u32) -> SentenceAt {
        let place = self.sentences.binary_search_by_key(&number, |s| s.number).ok();
        place.and_then(|at| self.sentences.get(at)).copied().unwrap_or(SentenceAt { number, start: 0, end: 0 })
    }
}

/// A stated event, without its sentence.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// Place of the article in the order of ids.
    pub document: u32,
    /// The sentence.
    pub sentence: SentenceAt,
    /// Who.
    pub subject: u32,
    /// What.
    pub event: EventType,
    /// To whom.
    pub object: u32,
    /// The word that states it.
    pub trigger: Box<str>,
    /// Whether it is denied.
    pub negated: bool,
}

/// What one article adds; made by any thread, taken in the order of ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    published: String,
    source: String,
    copy: bool,
    sentences: u64,
    mentions: u64,
    /// The encoded [`Together`]; empty where nothing stands together.
    together: Vec<u8>,
    /// Stated events.
    pub stated: Vec<Stated>,
}

impl Seen {
    /// Of an article with so many mentions; `places` are those of entities in the network, each with its paragraph, `sentences`
    /// all of the article.
    pub fn of(
        document: u32,
        result: &StoredResult<'_>,
        copy: bool,
        mentions: u64,
        window: Window,
        places: impl Iterator<Item = (u32, Place)>,
        sentences: &[SentenceAt],
    ) -> Seen {
        let mut seen = Seen {
            published: result.document.published.to_owned(),
            source: result.document.source.to_owned(),
            copy,
            sentences: result.sentences,
            mentions,
            ..Seen::default()
        };
        if copy {
            return seen;
        }
        let key = |paragraph: u32, place: &Place| match window {
            Window::Sentence => place.sentence,
            Window::Paragraph => paragraph,
            Window::Document => 0,
        };
        let mut places: Vec<(u32, Place)> = places.map(|(paragraph, place)| (key(paragraph, &place), place)).collect();
        places.sort_unstable();
        let mut together = Together { document, ..Together::default() };
        for window in places.chunk_by(|a, b| a.0 == b.0) {
            if window.first().map(|p| p.1.entity) != window.last().map(|p| p.1.entity) {
                together.places.extend(window.iter().map(|p| p.1));
                together.windows.push(window.len() as u32);
            }
        }
        if !together.windows.is_empty() {
            let mut numbers: Vec<u32> = together.places.iter().map(|p| p.sentence).collect();
            numbers.sort_unstable();
            numbers.dedup();
            together.sentences = numbers.iter().filter_map(|&number| sentences.get(number as usize)).copied().collect();
            seen.together = encode(&together);
        }
        seen
    }

    /// Adds a stated event.
    pub fn event(&mut self, document: u32, sentence: SentenceAt, subject: u32, relation: &StoredRelation<'_>, object: u32) {
        self.stated.push(Stated {
            document,
            sentence,
            subject,
            event: relation.event,
            object,
            trigger: relation.trigger.into(),
            negated: relation.negated,
        });
    }
}

/// The working file while it is written, and what is small enough to be held.
pub(super) struct Trace {
    path: PathBuf,
    file: BufWriter<File>,
    /// The archive in numbers.
    pub census: Census,
    /// Stated events.
    pub stated: Vec<Stated>,
    /// How many there are in all.
    pub stated_count: u64,
}

impl Trace {
    /// Begins the working file in an output folder.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn begin(output: &Path) -> Result<Trace, PipelineError> {
        let folder = output.join(WORK_FOLDER);
        let path = folder.join("page.part");
        fs::create_dir_all(&folder).map_err(|e| PipelineError::working(&folder, e))?;
        let file = File::create(&path).map_err(|e| PipelineError::working(&path, e))?;
        let file = BufWriter::with_capacity(1 << 16, file);
        Ok(Trace { path, file, census: Census::default(), stated: Vec::new(), stated_count: 0 })
    }

    /// Takes what an article adds.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn take(&mut self, seen: Seen) -> Result<(), PipelineError> {
        self.census.add(&seen.published, &seen.source, seen.copy, seen.sentences, seen.mentions);
        self.stated_count += seen.stated.len() as u64;
        let room = STATED.saturating_sub(self.stated.len());
        self.stated.extend(seen.stated.into_iter().take(room));
        if !seen.together.is_empty() {
            let length = (seen.together.len() as u32).to_le_bytes();
            let written = self.file.write_all(&length).and_then(|()| self.file.write_all(&seen.together));
            written.map_err(|e| PipelineError::working(&self.path, e))?;
        }
        Ok(())
    }

    /// Reads the articles back, in their order, and deletes the file.
    ///
    /// # Errors
    /// When the disk does not take or give it.
    pub fn read(&mut self, mut visit: impl FnMut(&Together)) -> Result<(), PipelineError> {
        let failed = |e| PipelineError::working(&self.path, e);
        self.file.flush().map_err(failed)?;
        let mut file = BufReader::with_capacity(1 << 16, File::open(&self.path).map_err(failed)?);
        let mut length = [0u8; 4];
        let mut buffer = Vec::new();
        while file.read_exact(&mut length).is_ok() {
            buffer.resize(u32::from_le_bytes(length) as usize, 0);
            file.read_exact(&mut buffer).map_err(failed)?;
            let together: Together = postcard::from_bytes(&buffer).map_err(|e| failed(io::Error::other(e)))?;
            visit(&together);
        }
        Ok(())
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        // A file left behind does no harm: the next run writes it anew.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::extract::DocumentResult;

    #[test]
    fn only_windows_with_two_are_kept() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut trace = Trace::begin(folder.path())?;
        let record = encode(&DocumentResult::default());
        let (result, _) = StoredResult::read(&record).ok_or("no record")?;
        let sentences = [0, 1].map(|number| SentenceAt { number, start: number * 15, end: number * 15 + 15 });
        let place = |sentence, start, entity| (0, Place { entity, start, end: start + 2, sentence });
        let together = [place(0, 9, 4), place(0, 2, 7), place(1, 20, 4)];
        let alone = [place(0, 2, 7), place(0, 9, 7)];
        trace.take(Seen::of(0, &result, false, 4, Window::Sentence, together.into_iter(), &sentences))?;
        trace.take(Seen::of(1, &result, false, 2, Window::Sentence, alone.into_iter(), &sentences))?;
        trace.take(Seen::of(2, &result, true, 4, Window::Sentence, together.into_iter(), &sentences))?;
        trace.take(Seen::of(3, &result, false, 4, Window::Document, together.into_iter(), &sentences))?;
        let mut seen = Vec::new();
        trace.read(|t| {
            seen.push((t.document, t.windows().map(|w| w.iter().map(|p| p.entity).collect()).collect::<Vec<Vec<u32>>>()));
            assert_eq!(t.sentence(0), sentences[0]);
            assert_eq!(t.sentence(9), SentenceAt { number: 9, start: 0, end: 0 });
        })?;
        assert_eq!(seen, [(0, vec![vec![4, 7]]), (3, vec![vec![4, 4, 7]])]);
        assert_eq!((trace.census.documents, trace.census.duplicates, trace.census.mentions), (4, 1, 14));
        drop(trace);
        assert!(!folder.path().join(WORK_FOLDER).join("page.part").exists());
        Ok(())
    }
}
