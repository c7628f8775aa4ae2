//! Annotated articles: `text/ID.txt` and `ann/ID.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{EvalError, folded};
use crate::record::EntityType;

/// Names of platforms, which annotations leave open: an organization, or only where something was posted.
pub const OPEN: &[&str] =
    &["推特", "脸书", "臉書", "面簿", "微博", "微信", "Twitter", "TWITTER", "Facebook", "FACEBOOK", "YouTube", "优兔"];

/// A name as a person marked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldMention {
    /// The name as it stands in the text.
    pub surface: String,
    /// Its type.
    pub kind: EntityType,
    /// One name for the thing, the same for all its names.
    pub canonical: String,
    /// Where it stands, in characters of the text; `None` where the text is not there or does not hold it.
    pub span: Option<(u32, u32)>,
}

/// Three names: subject, relation and object, or person, title and body.
pub type Triple = (String, String, String);

/// One annotated article.
#[derive(Clone, Debug, Default)]
pub struct GoldDocument {
    /// Its text, where `text/ID.txt` is there.
    pub text: Vec<char>,
    /// Its names, in reading order.
    pub mentions: Vec<GoldMention>,
    /// Chinese and Latin name, folded for comparison.
    pub pairs: BTreeSet<(String, String)>,
    /// Subject, relation, object.
    pub relations: BTreeSet<Triple>,
    /// Person, title, body.
    pub positions: BTreeSet<Triple>,
}

fn read(path: &Path) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|source| EvalError::Read { path: path.to_path_buf(), source })
}

/// Reads all annotated articles of a folder, by id.
pub fn load(folder: &Path) -> Result<BTreeMap<String, GoldDocument>, EvalError> {
    let annotations = folder.join("ann");
    let listed = fs::read_dir(&annotations).map_err(|source| EvalError::Read { path: annotations.clone(), source })?;
    let mut gold = BTreeMap::new();
    for entry in listed {
        let path = entry.map_err(|source| EvalError::Read { path: annotations.clone(), source })?.path();
        let Some(id) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".tsv")) else { continue };
        let text = folder.join("text").join(format!("{id}.txt"));
        let text = if text.is_file() { read(&text)? } else { String::new() };
        gold.insert(id.to_owned(), parse(&path, &read(&path)?, &text)?);
    }
    if gold.is_empty() {
        return Err(EvalError::NoGold { path: folder.to_path_buf() });
    }
    Ok(gold)
}

/// Parses one annotation.
fn parse(path: &Path, annotation: &str, text: &str) -> Result<GoldDocument, EvalError> {
    let mut document = GoldDocument { text: text.chars().collect(), ..GoldDocument::default() };
    let mut finder = Finder::new(&document.text);
    for (n, record) in annotation.lines().enumerate() {
        let cells: Vec<&str> = record.split('\t').collect();
        let bad = |form: &str| EvalError::Line {
            path: path.to_path_buf(),
            line: n as u64 + 1,
            message: format!("not `{form}`, parted by tabs: {record}"),
        };
        match cells.as_slice() {
            ["M", line, surface, kind, canonical, ..] => {
                let kind =
                    EntityType::NAMED.into_iter().find(|t| t.as_str() == *kind).ok_or_else(|| bad("M line surface type canonical"))?;
                let span = line.parse().ok().and_then(|line| finder.find(line, surface));
                if !OPEN.contains(surface) {
                    document.mentions.push(GoldMention { surface: (*surface).into(), kind, canonical: (*canonical).into(), span });
                }
            }
            ["M", ..] => return Err(bad("M line surface type canonical")),
            ["P", zh, latin, ..] => {
                document.pairs.insert((folded::chinese(zh), folded::latin(latin)));
            }
            ["P", ..] => return Err(bad("P chinese latin type")),
            ["R", _, subject, relation, object, ..] => {
                document.relations.insert(((*subject).into(), (*relation).into(), (*object).into()));
            }
            ["R", ..] => return Err(bad("R line subject relation object trigger")),
            ["A", _, person, title, body, ..] => {
                document.positions.insert(((*person).into(), (*title).into(), (*body).into()));
            }
            ["A", ..] => return Err(bad("A line person title body")),
            _ => {}
        }
    }
    Ok(document)
}

/// Finds names in the lines of a text, each after the one before it.
struct Finder<'a> {
    text: &'a [char],
    /// First character of each line, and where the next name is looked for.
    lines: Vec<(usize, usize)>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a [char]) -> Finder<'a> {
        let mut lines = vec![(0, 0)];
        lines.extend(text.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(i, _)| (i + 1, i + 1)));
        Finder { text, lines }
    }

    fn find(&mut self, line: usize, surface: &str) -> Option<(u32, u32)> {
        let end = self.lines.get(line + 1).map_or(self.text.len(), |(start, _)| start - 1);
        let from = self.lines.get(line)?.1;
        let surface: Vec<char> = surface.chars().collect();
        let at = self.text.get(from..end)?.windows(surface.len().max(1)).position(|w| w == surface)? + from;
        self.lines.get_mut(line)?.1 = at + surface.len();
        Some((at as u32, (at + surface.len()) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records() {
        let text = "普京会见普京\n推特，WHO\n";
        let annotation = "M\t0\t普京\tperson\tVladimir Putin\nM\t0\t普京\tperson\tVladimir Putin\nM\t1\t推特\torganization\tTwitter\n\
                          M\t1\tWHO\torganization\tWHO\nP\t世界卫生组织\tWHO\torganization\nR\t0\tA\tCONSULT\tB\t会见\nA\t0\tA\t总统\tRussia\n";
        let document = parse(Path::new("a.tsv"), annotation, text).expect("good records");
        let spans: Vec<_> = document.mentions.iter().map(|m| m.span).collect();
        assert_eq!(spans, [Some((0, 2)), Some((4, 6)), Some((10, 13))], "the platform is left out");
        assert!(document.pairs.contains(&("世界卫生组织".into(), "who".into())));
        assert!(document.relations.contains(&("A".into(), "CONSULT".into(), "B".into())));
        assert!(document.positions.contains(&("A".into(), "总统".into(), "Russia".into())));
    }

    #[test]
    fn bad_records_are_named() {
        for bad in ["M\t0\t普京", "M\t0\t普京\tking\tX", "P\t甲", "R\t0\tA\tAID", "A\t0\tA"] {
            let error = parse(Path::new("a.tsv"), &format!("\n{bad}\n"), "").expect_err(bad);
            assert!(error.to_string().contains("a.tsv, line 2"), "{error}");
        }
    }

    #[test]
    fn names_that_are_not_in_the_text_have_no_place() {
        let document = parse(Path::new("a.tsv"), "M\t0\t拜登\tperson\tB\nM\t9\t普京\tperson\tP\n", "普京\n").expect("good records");
        assert!(document.mentions.iter().all(|m| m.span.is_none()));
    }
}
