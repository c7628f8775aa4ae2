//! Reads a text through the whole pipeline, for the tests of this stage.

use std::sync::LazyLock;

use super::{EventCandidate, EventScratch};
use crate::dictionary::Sources;
use crate::document::Document;
use crate::pipeline::{DocumentResult, analyse};
use crate::recognise::model::Choice;
use crate::recognise::{Resources, Workspace};

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::new(&Sources::builtin()).expect("built-in dictionaries"));

static JUDGED: LazyLock<Resources> = LazyLock::new(|| {
    Resources::new(&Sources::builtin()).expect("built-in dictionaries").with_choice(&Choice::Builtin).expect("built-in models")
});

/// What is read with the model and the judge, and what the judge was asked.
pub fn judged(text: &str) -> (DocumentResult, Vec<EventCandidate>) {
    let document = Document { text: text.to_string(), ..Document::default() };
    let mut scratch = EventScratch::recording();
    let result = analyse(&JUDGED, document, &mut Workspace::default(), Some(&mut scratch));
    (result, scratch.take_recorded())
}

/// Relations as `subject TYPE object` (`not` before a negated one's type) and positions as `person title body`, by
/// Simplified Chinese names, the confidence left out. `headline` makes the first line a title.
pub fn read(text: &str, headline: bool) -> (Vec<String>, Vec<String>) {
    let document = Document { text: text.to_string(), title_in_text: headline, ..Document::default() };
    let mut workspace = Workspace::default();
    let mut scratch = EventScratch::default();
    let result = analyse(&RESOURCES, document, &mut workspace, Some(&mut scratch));
    let name = |local: u32| {
        result.locals.get(local as usize).map_or(String::new(), |l| if l.zh.is_empty() { l.latin.clone() } else { l.zh.clone() })
    };
    let relations = result
        .relations
        .iter()
        .map(|r| {
            assert!(r.text.contains(&r.trigger), "the sentence holds the event word: {r:?}");
            format!("{} {}{} {}", name(r.subject), if r.negated { "not " } else { "" }, r.event.as_str(), name(r.object))
        })
        .collect();
    let positions = result.positions.iter().map(|p| format!("{} {} {}", name(p.person), p.title, name(p.body))).collect();
    (relations, positions)
}

/// The relations of running text.
pub fn relations(text: &str) -> Vec<String> {
    read(text, false).0
}

/// The positions of running text.
pub fn positions(text: &str) -> Vec<String> {
    read(text, false).1
}

/// Asserts the relations of running text, in the order they are found.
pub fn check(text: &str, expected: &[&str]) {
    assert_eq!(relations(text), expected, "{text}");
}

/// Asserts the relations of running text, in any order.
pub fn check_unordered(text: &str, expected: &[&str]) {
    let mut found = relations(text);
    found.sort();
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{text}");
}
