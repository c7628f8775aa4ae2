//! The figures of an output folder against annotated articles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rustc_hash::FxHashMap;

use super::align::align;
use super::confusion::{Calibration, Confusion};
use super::counter::Counter;
use super::gold::{self, GoldDocument, Triple};
use super::tables::{self, FoundMention, Tables};
use super::{EvalError, Prf, folded};
use crate::record::EntityType;

/// Figures by name, in the order they are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(Vec<(String, Prf)>);

impl Figures {
    fn push(&mut self, name: impl Into<String>, figure: Prf) {
        self.0.push((name.into(), figure));
    }

    /// A figure by its name (`mentions.person`, `entities.b3` …).
    pub fn get(&self, name: &str) -> Option<Prf> {
        self.iter().find(|(known, _)| *known == name).map(|(_, figure)| figure)
    }

    /// All figures.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Prf)> {
        self.0.iter().map(|(name, figure)| (name.as_str(), *figure))
    }
}

impl serde::Serialize for Figures {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A name that was missed or found wrongly, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionError {
    /// The name.
    pub surface: String,
    /// The type it has, or was said to have.
    pub kind: EntityType,
    /// How often.
    pub count: usize,
}

/// Missed and wrongly found members of a set (pairs, relations, positions); each begins with the article's id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetErrors {
    /// What is measured.
    pub name: &'static str,
    /// Annotated, not found.
    pub missed: Vec<Vec<String>>,
    /// Found, not annotated.
    pub spurious: Vec<Vec<String>>,
}

/// Everything a measurement says.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// Annotated articles.
    pub documents: usize,
    /// Annotated names.
    pub gold_mentions: usize,
    /// Found names.
    pub found_mentions: usize,
    /// The figures.
    pub figures: Figures,
    /// Types and borders.
    pub confusion: Confusion,
    /// Confidence against correctness.
    pub calibration: Calibration,
    /// Names that were not found, most frequent first.
    pub missed: Vec<MentionError>,
    /// Names that were found and are none, most frequent first.
    pub spurious: Vec<MentionError>,
    /// The same for pairs, relations and positions.
    pub sets: Vec<SetErrors>,
}

/// A gold name and an entity id that stand together.
type Link = (String, String);

/// The alignment of all articles.
#[derive(Default)]
struct Aligned {
    /// How often a gold name and an entity id name the same mention.
    both: Counter<Link>,
    /// The same for people and organizations alone.
    named: Counter<Link>,
    hit: BTreeMap<EntityType, usize>,
    found: BTreeMap<EntityType, usize>,
    gold: BTreeMap<EntityType, usize>,
    missed: Counter<(String, EntityType)>,
    spurious: Counter<(String, EntityType)>,
}

impl Aligned {
    fn add(&mut self, gold: &GoldDocument, found: &[FoundMention], calibration: &mut Calibration) {
        let a: Vec<(&str, EntityType)> = gold.mentions.iter().map(|m| (m.surface.as_str(), m.kind)).collect();
        let b: Vec<(&str, EntityType)> = found.iter().map(|m| (m.surface.as_str(), m.kind)).collect();
        for (_, kind) in &a {
            *self.gold.entry(*kind).or_default() += 1;
        }
        for (_, kind) in &b {
            *self.found.entry(*kind).or_default() += 1;
        }
        let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
        for (i, j) in align(&a, &b) {
            let (Some(mention), Some(other)) = (gold.mentions.get(i), found.get(j)) else { continue };
            (used_a[i], used_b[j]) = (true, true);
            *self.hit.entry(mention.kind).or_default() += 1;
            let link = (mention.canonical.clone(), other.entity.clone());
            if matches!(mention.kind, EntityType::Person | EntityType::Organization) {
                self.named.add(link.clone());
            }
            self.both.add(link);
        }
        for ((surface, kind), _) in a.iter().zip(&used_a).filter(|(_, used)| !**used) {
            self.missed.add(((*surface).to_owned(), *kind));
        }
        for (((surface, kind), mention), used) in b.iter().zip(found).zip(&used_b) {
            calibration.add(mention.confidence, *used);
            if !used {
                self.spurious.add(((*surface).to_owned(), *kind));
            }
        }
    }

    fn mentions(&self, kinds: &[EntityType]) -> Prf {
        let sum = |counts: &BTreeMap<EntityType, usize>| kinds.iter().map(|kind| counts.get(kind).copied().unwrap_or(0)).sum();
        Prf::of(sum(&self.hit), sum(&self.found), sum(&self.gold))
    }

    /// B-cubed precision and recall over the aligned people and organizations.
    fn b_cubed(&self) -> Prf {
        let (mut of_gold, mut of_found): (FxHashMap<&str, usize>, FxHashMap<&str, usize>) = Default::default();
        for ((gold, found), n) in self.named.iter() {
            *of_gold.entry(gold).or_default() += n;
            *of_found.entry(found).or_default() += n;
        }
        let total = self.named.total();
        if total == 0 {
            return Prf::default();
        }
        let (mut precision, mut recall) = (0.0, 0.0);
        for ((gold, found), n) in self.named.iter() {
            let square = (n * n) as f64;
            precision += square / of_found.get(found.as_str()).copied().unwrap_or(n) as f64;
            recall += square / of_gold.get(gold.as_str()).copied().unwrap_or(n) as f64;
        }
        Prf::mean(precision / total as f64, recall / total as f64)
    }

    /// For each gold name the entity most often aligned with it, and the other way round.
    fn links(&self) -> (FxHashMap<&str, &str>, FxHashMap<&str, &str>) {
        let (mut to_found, mut to_gold): (FxHashMap<&str, &str>, FxHashMap<&str, &str>) = Default::default();
        for ((gold, found), _) in self.both.most_common() {
            to_found.entry(gold).or_insert(found);
            to_gold.entry(found).or_insert(gold);
        }
        (to_found, to_gold)
    }

    /// Share of the English gold names that `name_en` of the entity equals.
    fn labels(&self, to_found: &FxHashMap<&str, &str>, english: &FxHashMap<String, String>) -> Prf {
        let named: Vec<(&&str, &&str)> = to_found.iter().filter(|(gold, _)| gold.bytes().any(|b| b.is_ascii_alphabetic())).collect();
        let right = named
            .iter()
            .filter(|(gold, found)| folded::latin(english.get(**found).map_or("", String::as_str)) == folded::latin(gold))
            .count();
        let share = if named.is_empty() { 0.0 } else { right as f64 / named.len() as f64 };
        Prf { p: share, r: share, f1: share }
    }
}

/// Compares sets by article.
fn compare<T: Ord>(
    name: &'static str,
    gold: &BTreeMap<String, GoldDocument>,
    expected: impl Fn(&GoldDocument) -> &BTreeSet<T>,
    found: &BTreeMap<String, BTreeSet<T>>,
    words: impl Fn(&T) -> Vec<String>,
) -> (Prf, SetErrors) {
    let (mut right, mut n_found, mut n_gold) = (0, 0, 0);
    let mut errors = SetErrors { name, ..SetErrors::default() };
    let none = BTreeSet::new();
    for (id, document) in gold {
        let (expected, found) = (expected(document), found.get(id).unwrap_or(&none));
        let line = |item: &T| [vec![id.clone()], words(item)].concat();
        right += expected.intersection(found).count();
        n_found += found.len();
        n_gold += expected.len();
        errors.missed.extend(expected.difference(found).map(line));
        errors.spurious.extend(found.difference(expected).map(line));
    }
    (Prf::of(right, n_found, n_gold), errors)
}

/// Measures what `guanxi extract GOLD/text -o OUTPUT` wrote against the annotations of the folder `gold`.
///
/// Names of platforms (推特, Facebook …) are left out on both sides.
///
/// # Errors
/// A folder without annotations or without `documents.csv`, a record or row that cannot be understood. Other tables that are
/// not there count as empty.
pub fn evaluate(gold_folder: &Path, output: &Path) -> Result<Evaluation, EvalError> {
    let gold = gold::load(gold_folder)?;
    if !output.join("documents.csv").is_file() {
        return Err(EvalError::NoOutput { path: output.to_path_buf(), gold: gold_folder.to_path_buf() });
    }
    let tables = tables::load(output)?;
    Ok(measure(&gold, &tables))
}

fn measure(gold: &BTreeMap<String, GoldDocument>, tables: &Tables) -> Evaluation {
    let mut aligned = Aligned::default();
    let mut out = Evaluation { documents: gold.len(), ..Evaluation::default() };
    for (id, document) in gold {
        let found = tables.mentions.get(id).map_or(&[][..], Vec::as_slice);
        aligned.add(document, found, &mut out.calibration);
        out.confusion.add(&document.text, &document.mentions, found);
    }
    out.gold_mentions = aligned.gold.values().sum();
    out.found_mentions = aligned.found.values().sum();
    let figures = &mut out.figures;
    for kind in EntityType::NAMED {
        figures.push(format!("mentions.{}", kind.as_str()), aligned.mentions(&[kind]));
    }
    figures.push("mentions", aligned.mentions(&EntityType::NAMED));
    figures.push("mentions.core", aligned.mentions(&[EntityType::Person, EntityType::Country, EntityType::Organization]));
    figures.push("entities.b3", aligned.b_cubed());
    let (to_found, to_gold) = aligned.links();
    figures.push("labels", aligned.labels(&to_found, &tables.english));

    let (figure, errors) = compare("pairs", gold, |d| &d.pairs, &tables.pairs, |(zh, latin)| vec![zh.clone(), latin.clone()]);
    figures.push("pairs", figure);
    out.sets.push(errors);
    let named = |id: &str| to_gold.get(id).copied().unwrap_or(id).to_owned();
    let renamed = |sets: &BTreeMap<String, BTreeSet<Triple>>| -> BTreeMap<String, BTreeSet<Triple>> {
        sets.iter().map(|(id, set)| (id.clone(), set.iter().map(|(a, word, b)| (named(a), word.clone(), named(b))).collect())).collect()
    };
    let words = |(a, word, b): &Triple| vec![a.clone(), word.clone(), b.clone()];
    let (figure, errors) = compare("relations", gold, |d| &d.relations, &renamed(&tables.relations), words);
    figures.push("relations", figure);
    out.sets.push(errors);
    let (figure, errors) = compare("positions", gold, |d| &d.positions, &renamed(&tables.positions), words);
    figures.push("positions", figure);
    out.sets.push(errors);

    let errors = |counter: &Counter<(String, EntityType)>| {
        counter
            .most_common()
            .into_iter()
            .map(|((surface, kind), count)| MentionError { surface: surface.clone(), kind: *kind, count })
            .collect()
    };
    out.missed = errors(&aligned.missed);
    out.spurious = errors(&aligned.spurious);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold::GoldMention;

    fn gold(mentions: &[(&str, EntityType, &str)]) -> BTreeMap<String, GoldDocument> {
        let mentions = mentions
            .iter()
            .map(|(surface, kind, canonical)| GoldMention {
                surface: (*surface).into(),
                kind: *kind,
                canonical: (*canonical).into(),
                span: None,
            })
            .collect();
        BTreeMap::from([("a".to_owned(), GoldDocument { mentions, ..GoldDocument::default() })])
    }

    fn found(mentions: &[(&str, EntityType, &str)]) -> Tables {
        let mentions = (0u32..)
            .zip(mentions)
            .map(|(n, (surface, kind, entity))| FoundMention {
                start: n,
                end: n + 1,
                surface: (*surface).into(),
                kind: *kind,
                entity: (*entity).into(),
                confidence: 950,
            })
            .collect();
        Tables { mentions: FxHashMap::from_iter([("a".to_owned(), mentions)]), ..Tables::default() }
    }

    use EntityType::{Country, Organization, Person};

    #[test]
    fn mentions_by_type() {
        let gold = gold(&[
            ("普京", Person, "Vladimir Putin"),
            ("中", Country, "China"),
            ("俄", Country, "Russia"),
            ("北约", Organization, "NATO"),
        ]);
        let tables = found(&[("普京", Person, "p"), ("中", Country, "c"), ("北约", Country, "n")]);
        let out = measure(&gold, &tables);
        assert_eq!(out.figures.get("mentions.person"), Some(Prf::of(1, 1, 1)));
        assert_eq!(out.figures.get("mentions.country"), Some(Prf::of(1, 2, 2)));
        assert_eq!(out.figures.get("mentions.organization"), Some(Prf::of(0, 0, 1)));
        assert_eq!(out.figures.get("mentions"), Some(Prf::of(2, 3, 4)));
        assert_eq!(out.missed.iter().map(|e| e.surface.as_str()).collect::<Vec<_>>(), ["俄", "北约"]);
        assert_eq!(out.spurious, [MentionError { surface: "北约".into(), kind: Country, count: 1 }]);
    }

    #[test]
    fn b_cubed_by_hand() {
        // Three mentions of P under p, p and q; one of Q under q.
        let gold = gold(&[("甲", Person, "P"), ("乙", Person, "P"), ("丙", Person, "P"), ("丁", Person, "Q")]);
        let tables = found(&[("甲", Person, "p"), ("乙", Person, "p"), ("丙", Person, "q"), ("丁", Person, "q")]);
        let b3 = measure(&gold, &tables).figures.get("entities.b3").unwrap_or_default();
        // Precision (1 + 1 + 1/2 + 1/2) / 4, recall (2/3 + 2/3 + 1/3 + 1) / 4.
        assert!((b3.p - 0.75).abs() < 1e-12 && (b3.r - 2.0 / 3.0).abs() < 1e-12, "{b3:?}");
    }

    #[test]
    fn labels_and_sets_go_through_the_alignment() {
        let mut gold = gold(&[("普京", Person, "Vladimir Putin"), ("俄罗斯", Country, "Russia"), ("小王", Person, "小王")]);
        let document = gold.get_mut("a").expect("the article");
        document.pairs.insert(("普京".into(), "putin".into()));
        document.relations.insert(("Vladimir Putin".into(), "ACCUSE".into(), "Russia".into()));
        document.positions.insert(("Vladimir Putin".into(), "总统".into(), "Russia".into()));
        let mut tables = found(&[("普京", Person, "p"), ("俄罗斯", Country, "r"), ("小王", Person, "w")]);
        tables.english = FxHashMap::from_iter([("p".to_owned(), "VLADIMIR Putin".to_owned()), ("r".to_owned(), "Rossiya".to_owned())]);
        tables.pairs.insert("a".into(), BTreeSet::from([("普京".into(), "putin".into()), ("普".into(), "p".into())]));
        tables.relations.insert("a".into(), BTreeSet::from([("p".into(), "ACCUSE".into(), "r".into())]));
        tables.positions.insert("a".into(), BTreeSet::from([("p".into(), "外长".into(), "x".into())]));
        let out = measure(&gold, &tables);
        assert_eq!(out.figures.get("labels").map(|f| f.f1), Some(0.5), "only names with Latin letters count");
        assert_eq!(out.figures.get("pairs"), Some(Prf::of(1, 2, 1)));
        assert_eq!(out.figures.get("relations"), Some(Prf::of(1, 1, 1)));
        assert_eq!(out.figures.get("positions"), Some(Prf::of(0, 1, 1)));
        assert_eq!(out.sets[2].spurious, [["a", "Vladimir Putin", "外长", "x"]]);
    }

    #[test]
    fn nothing_found_scores_nothing() {
        let out = measure(&gold(&[("甲", Person, "P")]), &Tables::default());
        assert!(out.figures.iter().all(|(_, figure)| figure == Prf::default()));
    }
}
