//! Compares cleaned articles with texts that annotators worked on, where such a collection lies beside the repository.
//!
//! Looks for `gold/dev/raw/*.md` and `gold/dev/text/*.txt` in the folder that `GUANXI_SHARED` names, else in `../shared`.
//! Without one there is nothing to compare, and the test says so.
//!
//! The reference keeps what a reader would strike out: notices of copyright, the site's name behind the headline, the
//! headline twice, words of buttons, headlines of a link list run together. Those differences are allowed, no others.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};

#[test]
fn cleaned_as_the_reference() {
    let shared = std::env::var_os("GUANXI_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let (raw, text) = (shared.join("gold/dev/raw"), shared.join("gold/dev/text"));
    if !raw.is_dir() || !text.is_dir() {
        eprintln!("no reference texts in {}; nothing compared", shared.display());
        return;
    }
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    let (mut same, mut total, mut worse) = (0, 0, Vec::new());
    enumerate(&[raw], &options, &mut |found| {
        let Found::Article(article) = found else {
            panic!("{found:?}");
        };
        let (documents, errors) = parse(&article, &options, &mut scratch);
        assert!(errors.is_empty(), "{errors:?}");
        let id = article.key.rsplit('/').next().unwrap_or("");
        let id = id.trim_end_matches(".md").to_owned();
        let reference = std::fs::read_to_string(text.join(format!("{id}.txt"))).expect("a text for each article").replace('\u{a0}', " ");
        let ours = &documents[0].text;
        total += 1;
        if ours == reference.trim_end() {
            same += 1;
        } else if let Some(why) = difference(reference.trim_end(), ours) {
            worse.push(format!("{id}: {why}"));
        }
        ControlFlow::Continue(())
    })
    .expect("inputs are given");
    println!("{same} of {total} texts are the same");
    assert!(worse.is_empty(), "{worse:#?}");
}

/// What is worse in our text than in the reference, if anything is.
fn difference(reference: &str, ours: &str) -> Option<String> {
    let theirs: HashSet<&str> = reference.lines().collect();
    let own: HashSet<&str> = ours.lines().collect();
    let missing: Vec<&str> = reference.lines().filter(|l| !own.contains(l)).collect();
    let added: Vec<&str> = ours.lines().filter(|l| !theirs.contains(l)).collect();
    for line in &added {
        println!("  + {line}");
        if !missing.iter().any(|whole| whole.contains(line)) {
            return Some(format!("only ours: {line}"));
        }
    }
    for line in &missing {
        println!("  - {line}");
        let rest = added.iter().fold((*line).to_owned(), |rest, part| rest.replacen(part, "", 1));
        let rest = rest.trim();
        if !rest.starts_with('©') && rest.chars().count() > 20 {
            return Some(format!("lost: {rest}"));
        }
    }
    None
}
