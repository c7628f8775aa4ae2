//! Tagged tokens against tagged tokens, as `conlleval` of the CoNLL-2000 shared task measures.
//!
//! A file has a token a line, its columns parted by blanks or tabs, the tag last; an empty line ends a sentence. Tags
//! are `O`, `B-TYPE` and `I-TYPE`, in the first or second form of inside-outside tagging, with `E-`, `S-`, `L-`, `U-` and
//! `M-` understood. A name is right when its first and last token and its type are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::counter::Counter;
use super::{EvalError, Prf};

/// The names of a file: first token, token after the last, type.
type Spans = Vec<(usize, usize, String)>;

/// What comparing two files of tags gives.
#[derive(Clone, Debug, Default)]
pub struct BioEvaluation {
    /// Tokens.
    pub tokens: usize,
    /// Tokens with the same tag.
    pub same_tags: usize,
    /// Names in the first file.
    pub gold: usize,
    /// Names in the second file.
    pub found: usize,
    /// Names in both.
    pub right: usize,
    /// Over all types.
    pub all: Prf,
    /// By type, with the number of names of the second file.
    pub types: BTreeMap<String, (Prf, usize)>,
    /// Type against type of names that overlap; an empty string for no name.
    pub confusion: BTreeMap<(String, String), usize>,
    /// Overlapping names whose borders differ.
    pub wrong_borders: usize,
    /// Names not found and their type, most frequent first.
    pub missed: Vec<(String, String, usize)>,
    /// Names wrongly found and their type, most frequent first.
    pub spurious: Vec<(String, String, usize)>,
}

struct Tagged {
    tokens: Vec<String>,
    tags: Vec<String>,
    /// Number of the line of each token, and whether a sentence begins with it.
    lines: Vec<(u64, bool)>,
}

fn read(path: &Path) -> Result<Tagged, EvalError> {
    let text = fs::read_to_string(path).map_err(|source| EvalError::Read { path: path.to_path_buf(), source })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut tagged = Tagged { tokens: Vec::new(), tags: Vec::new(), lines: Vec::new() };
    let mut first = true;
    for (n, line) in (1u64..).zip(text.lines()) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        match cells.as_slice() {
            [] => first = true,
            ["-DOCSTART-", ..] => first = true,
            [token, .., tag] => {
                let plain = tag.split_once('-').map_or(*tag, |(prefix, _)| prefix);
                if !matches!(plain, "O" | "B" | "I" | "E" | "S" | "L" | "U" | "M") {
                    let message = format!("{tag} is no tag such as O, B-PER or I-PER");
                    return Err(EvalError::Line { path: path.to_path_buf(), line: n, message });
                }
                tagged.tokens.push((*token).to_owned());
                tagged.tags.push((*tag).to_owned());
                tagged.lines.push((n, std::mem::take(&mut first)));
            }
            [_] => {
                return Err(EvalError::Line { path: path.to_path_buf(), line: n, message: "a token without a tag".into() });
            }
        }
    }
    Ok(tagged)
}

/// Takes a tag apart: whether it must begin a name, whether it must end one, and the type; `None` for `O`.
fn parts(tag: &str) -> Option<(bool, bool, &str)> {
    let (prefix, kind) = tag.split_once('-').unwrap_or((tag, ""));
    match prefix {
        "B" => Some((true, false, kind)),
        "S" | "U" => Some((true, true, kind)),
        "E" | "L" => Some((false, true, kind)),
        "I" | "M" => Some((false, false, kind)),
        _ => None,
    }
}

fn spans(tags: &[String], starts: &[bool]) -> Spans {
    let mut spans: Spans = Vec::new();
    // Start and type of the name that the token before is in, if it may go on.
    let mut open: Option<(usize, &str)> = None;
    for (i, tag) in tags.iter().enumerate() {
        let part = parts(tag);
        let goes_on =
            matches!((open, part), (Some((_, kind)), Some((false, _, own))) if kind == own) && !starts.get(i).copied().unwrap_or(true);
        if !goes_on && let Some((start, kind)) = open.take() {
            spans.push((start, i, kind.to_owned()));
        }
        if let Some((_, ends, kind)) = part {
            let start = open.map_or(i, |(start, _)| start);
            open = Some((start, kind));
            if ends {
                spans.push((start, i + 1, kind.to_owned()));
                open = None;
            }
        }
    }
    if let Some((start, kind)) = open {
        spans.push((start, tags.len(), kind.to_owned()));
    }
    spans
}

/// Compares two files of tagged tokens: the names of `predicted` against those of `gold`.
///
/// # Errors
/// A file that cannot be read, a line without a tag, or files whose tokens differ; names file and line.
pub fn evaluate(gold: &Path, predicted: &Path) -> Result<BioEvaluation, EvalError> {
    let (a, b) = (read(gold)?, read(predicted)?);
    let at = |path: &Path, line: u64, message: String| EvalError::Line { path: PathBuf::from(path), line, message };
    for i in 0..a.tokens.len().max(b.tokens.len()) {
        match (a.tokens.get(i), b.tokens.get(i)) {
            (Some(x), Some(y)) if x == y => {}
            (Some(x), Some(y)) => {
                let line = b.lines.get(i).map_or(0, |l| l.0);
                return Err(at(predicted, line, format!("the token is {y}, but {x} in {}", gold.display())));
            }
            (Some(x), None) => {
                let line = a.lines.get(i).map_or(0, |l| l.0);
                return Err(at(gold, line, format!("{} ends before this token, {x}", predicted.display())));
            }
            _ => {
                let line = b.lines.get(i).map_or(0, |l| l.0);
                return Err(at(predicted, line, format!("{} ends before this token", gold.display())));
            }
        }
    }
    Ok(compare(&a, &b))
}

fn compare(a: &Tagged, b: &Tagged) -> BioEvaluation {
    // A sentence that either file ends ends in both: where they differ, a name can't cross.
    let starts: Vec<bool> = a.lines.iter().zip(&b.lines).map(|(x, y)| x.1 || y.1).collect();
    let (gold, found) = (spans(&a.tags, &starts), spans(&b.tags, &starts));
    let mut out = BioEvaluation {
        tokens: a.tokens.len(),
        same_tags: a.tags.iter().zip(&b.tags).filter(|(x, y)| x == y).count(),
        gold: gold.len(),
        found: found.len(),
        ..BioEvaluation::default()
    };
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (_, _, kind) in &gold {
        counts.entry(kind).or_default()[2] += 1;
    }
    for span in &found {
        let count = counts.entry(&span.2).or_default();
        count[1] += 1;
        if gold.binary_search(span).is_ok() {
            count[0] += 1;
            out.right += 1;
        }
    }
    out.all = Prf::of(out.right, out.found, out.gold);
    out.types = counts.into_iter().map(|(kind, [right, found, gold])| (kind.to_owned(), (Prf::of(right, found, gold), found))).collect();
    let overlapping = |spans: &Spans, start: usize, end: usize| -> Vec<usize> {
        let from = spans.partition_point(|s| s.1 <= start);
        (from..spans.len()).take_while(|&i| spans.get(i).is_some_and(|s| s.0 < end)).collect()
    };
    let words = |(start, end, _): &(usize, usize, String)| -> String {
        let tokens = a.tokens.get(*start..*end).unwrap_or(&[]);
        let latin = tokens.iter().all(|t| t.is_ascii());
        tokens.join(if latin { " " } else { "" })
    };
    let (mut missed, mut spurious) = (Counter::default(), Counter::default());
    for span in &gold {
        let touching = overlapping(&found, span.0, span.1);
        if touching.is_empty() {
            *out.confusion.entry((span.2.clone(), String::new())).or_default() += 1;
        }
        for other in touching.into_iter().filter_map(|i| found.get(i)) {
            *out.confusion.entry((span.2.clone(), other.2.clone())).or_default() += 1;
            out.wrong_borders += usize::from((other.0, other.1) != (span.0, span.1));
        }
        if found.binary_search(span).is_err() {
            missed.add((words(span), span.2.clone()));
        }
    }
    for span in &found {
        if overlapping(&gold, span.0, span.1).is_empty() {
            *out.confusion.entry((String::new(), span.2.clone())).or_default() += 1;
        }
        if gold.binary_search(span).is_err() {
            spurious.add((words(span), span.2.clone()));
        }
    }
    let listed = |counter: &Counter<(String, String)>| {
        counter.most_common().into_iter().map(|((name, kind), n)| (name.clone(), kind.clone(), n)).collect()
    };
    out.missed = listed(&missed);
    out.spurious = listed(&spurious);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(tags: &[&str]) -> Vec<(usize, usize, String)> {
        let tags: Vec<String> = tags.iter().map(|t| (*t).to_owned()).collect();
        spans(&tags, &vec![false; tags.len()])
    }

    fn span(start: usize, end: usize, kind: &str) -> (usize, usize, String) {
        (start, end, kind.to_owned())
    }

    #[test]
    fn tagging_schemes() {
        assert_eq!(of(&["B-PER", "I-PER", "O", "B-LOC"]), [span(0, 2, "PER"), span(3, 4, "LOC")]);
        // The first form: B only between neighbours of one type.
        assert_eq!(of(&["I-PER", "I-PER", "B-PER", "I-LOC"]), [span(0, 2, "PER"), span(2, 3, "PER"), span(3, 4, "LOC")]);
        assert_eq!(of(&["B-PER", "M-PER", "E-PER", "S-LOC", "E-LOC"]), [span(0, 3, "PER"), span(3, 4, "LOC"), span(4, 5, "LOC")]);
        assert_eq!(of(&["B-PER", "L-PER", "U-PER", "I-PER"]), [span(0, 2, "PER"), span(2, 3, "PER"), span(3, 4, "PER")]);
        assert_eq!(of(&["O", "O"]), []);
        assert_eq!(of(&["B", "I", "O"]), [span(0, 2, "")]);
    }

    #[test]
    fn a_sentence_ends_a_name() {
        let tags: Vec<String> = ["B-PER", "I-PER"].map(str::to_owned).to_vec();
        assert_eq!(spans(&tags, &[true, true]), [span(0, 1, "PER"), span(1, 2, "PER")]);
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_apart(tags in prop::collection::vec("(O|[BIESLUM]-(PER|LOC))", 0..40), seed in prop::collection::vec(any::<bool>(), 40)) {
            let spans = spans(&tags, &seed[..tags.len()]);
            for s in &spans {
                prop_assert!(s.0 < s.1 && s.1 <= tags.len());
                prop_assert!(tags[s.0..s.1].iter().all(|t| t.ends_with(&s.2)));
            }
            prop_assert!(spans.windows(2).all(|w| w[0].1 <= w[1].0));
            let inside: usize = spans.iter().map(|s| s.1 - s.0).sum();
            prop_assert_eq!(inside, tags.iter().filter(|t| *t != "O").count());
        }
    }
}
