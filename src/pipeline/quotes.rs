//! The sentences that mention an entity, or that tie two.

use std::collections::BTreeMap;

use super::PipelineError;
use super::folder::{Folder, Hit};
use crate::record::DocumentRow;

/// A sentence with the names in it.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The article.
    pub document: DocumentRow,
    /// Sentence index.
    pub sentence: u32,
    /// The sentence.
    pub text: String,
    /// The entities' names in it: first character and one past the last, counted in `text`, sorted.
    pub names: Vec<(usize, usize)>,
}

/// The sentences in which every one of `ids` is mentioned, by date; undated articles come last.
///
/// Articles that repeat another are passed over. No more than `limit` texts are read (all, for `None`); the second number
/// given is how many sentences there are.
///
/// # Errors
/// A table or text that cannot be read.
pub fn quotes(folder: &Folder, ids: &[&str], limit: Option<usize>) -> Result<(Vec<Quote>, usize), PipelineError> {
    let mut found: Vec<(DocumentRow, u32, Vec<Hit>)> = Vec::new();
    folder.walk(
        |id| ids.iter().position(|wanted| *wanted == id).map(|i| i as u32),
        |_, document, hits| {
            if !document.duplicate_of.is_empty() {
                return Ok(());
            }
            let mut sentences: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
            for hit in hits {
                sentences.entry(hit.sentence).or_default().push(*hit);
            }
            for (sentence, hits) in sentences {
                if (0..ids.len() as u32).all(|entity| hits.iter().any(|hit| hit.entity == entity)) {
                    found.push((document.clone(), sentence, hits));
                }
            }
            Ok(())
        },
    )?;
    let day = |d: &DocumentRow| (d.published.is_empty(), d.published.clone());
    found.sort_by(|a, b| day(&a.0).cmp(&day(&b.0)).then_with(|| (&a.0.doc_id, a.1).cmp(&(&b.0.doc_id, b.1))));
    let all = found.len();
    found.truncate(limit.unwrap_or(all));
    let mut texts = folder.texts()?;
    let mut out = Vec::with_capacity(found.len());
    for (document, sentence, hits) in found {
        if texts.load(&document.doc_id)?.is_none() {
            continue;
        }
        let (text, start) = texts.sentence(sentence);
        let length = text.chars().count();
        let place = |offset: u32| (offset.saturating_sub(start) as usize).min(length);
        let names = hits.iter().map(|hit| (place(hit.start), place(hit.end))).collect();
        out.push(Quote { document, sentence, text, names });
    }
    Ok((out, all))
}
