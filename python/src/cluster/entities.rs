//! Which names of an archive mean one thing.

use std::path::PathBuf;

use guanxi::curation::Curation;
use guanxi::dictionary::Lexicon;
use guanxi::names::{ByEar, SoundTable};
use guanxi::resolve::{Clusters, NameKey, NameTable as KeyTable};
use pyo3::prelude::*;

use crate::article::kind;
use crate::bundle::NameTable;
use crate::error::{self, arrow};
use crate::frame::{Columns, Table, import, longs, texts};

/// Decides which names of an archive mean one thing.
///
/// ``names`` has one row for each distinct name (``name, kind, entry, zh, latin, english, article, documents, mentions``), ``surfaces`` one for each
/// written form of a name (``name, surface, count``). Gives the entity of each name (``name, entity``) and the entities
/// (``entity, id, label, type, name_zh, name_en, aliases, iso_3166, retyped, dropped``), numbered in the order of ids.
#[pyfunction]
#[pyo3(signature = (names, surfaces, table, curation=None))]
pub fn cluster_names(
    py: Python<'_>,
    names: &Bound<'_, PyAny>,
    surfaces: &Bound<'_, PyAny>,
    table: &Bound<'_, NameTable>,
    curation: Option<PathBuf>,
) -> PyResult<(Table, Table)> {
    let (names, surfaces) = (import(names)?, import(surfaces)?);
    let bundle = table.get().bundle.clone();
    py.detach(|| {
        let mut of_number: rustc_hash::FxHashMap<i64, NameKey> = Default::default();
        let mut keys = KeyTable::default();
        for batch in &names {
            let (number, documents, mentions) = (longs(batch, "name")?, longs(batch, "documents")?, longs(batch, "mentions")?);
            let (word, entry, zh) = (texts(batch, "kind")?, texts(batch, "entry")?, texts(batch, "zh")?);
            let (latin, english, article) = (texts(batch, "latin")?, texts(batch, "english")?, texts(batch, "article")?);
            for row in 0..batch.num_rows() {
                let key = NameKey {
                    kind: kind(word.or_empty(row)).ok_or_else(|| error::other(format!("{} is no type of names", word.or_empty(row))))?,
                    entry: entry.or_empty(row).to_owned(),
                    zh: zh.or_empty(row).to_owned(),
                    latin: latin.or_empty(row).to_owned(),
                    english: english.or_empty(row).to_owned(),
                    article: article.or_empty(row).to_owned(),
                };
                if let Some(other) = of_number.insert(number.value(row), key.clone()) {
                    return Err(error::other(format!("two names have one number: {other:?}, {key:?}")));
                }
                let slot = keys.keys.entry(key).or_default();
                slot.documents += documents.value(row) as u64;
                slot.mentions += mentions.value(row) as u64;
            }
        }
        for batch in &surfaces {
            let (number, surface, count) = (longs(batch, "name")?, texts(batch, "surface")?, longs(batch, "count")?);
            for row in 0..batch.num_rows() {
                if let Some(stats) = of_number.get(&number.value(row)).and_then(|key| keys.keys.get_mut(key)) {
                    stats.surfaces.add(surface.or_empty(row), count.value(row) as u64);
                }
            }
        }
        let sources = bundle.chosen.sources();
        let lexicon = Lexicon::compile(&sources).map_err(error::dictionary)?;
        let ear = ByEar::new(&lexicon, SoundTable::from_sources(&sources).map_err(error::dictionary)?);
        let mut clusters = Clusters::build(&keys, &lexicon, &ear);
        if let Some(path) = curation {
            let refused = |e: guanxi::curation::CurationError| error::DictionaryError::new_err(e.to_string());
            Curation::read(&path).map_err(refused)?.apply(&mut clusters, &keys, &lexicon).map_err(refused)?;
        }
        let mut members: Vec<(i64, u32)> =
            of_number.iter().filter_map(|(n, key)| clusters.of_key.get(&key.digest()).map(|&c| (*n, c))).collect();
        members.sort_unstable();
        let members = Columns::default()
            .long("name", members.iter().map(|m| m.0 as u64))
            .int("entity", members.iter().map(|m| m.1))
            .batch()
            .map_err(arrow)?;
        let list = &clusters.list;
        let aliases = list.iter().map(|c| {
            let mut aliases: Vec<(&str, u64)> = c.surfaces.iter().filter(|(s, _)| *s != c.label).collect();
            aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            aliases.into_iter().map(|(s, _)| s.replace('|', "/")).collect::<Vec<_>>().join("|")
        });
        let entities = Columns::default()
            .int("entity", 0..list.len() as u32)
            .text("id", list.iter().map(|c| &c.id))
            .text("label", list.iter().map(|c| &c.label))
            .text("type", list.iter().map(|c| c.kind.as_str()))
            .text("name_zh", list.iter().map(|c| &c.name_zh))
            .text("name_en", list.iter().map(|c| &c.name_en))
            .text("aliases", aliases)
            .text("iso_3166", list.iter().map(|c| &c.iso))
            .flag("retyped", list.iter().map(|c| c.retyped))
            .flag("dropped", list.iter().map(|c| c.dropped))
            .batch()
            .map_err(arrow)?;
        Ok((Table::one(members), Table::one(entities)))
    })
}
