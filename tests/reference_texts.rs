//! Compares cleaned articles with texts cleaned by hand-checked means, where such a collection lies beside the repository.
//!
//! Looks for `gold/dev/raw/*.md` and `gold/dev/text/*.txt` in the folder that `GUANXI_SHARED` names, else in `../shared`.
//! Without one there is nothing to compare, and the test says so.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};

#[test]
fn cleaned_as_the_reference() {
    let shared = std::env::var_os("GUANXI_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let (raw, text) = (shared.join("gold/dev/raw"), shared.join("gold/dev/text"));
    if !raw.is_dir() || !text.is_dir() {
        eprintln!(
            "no reference texts in {}; nothing compared",
            shared.display()
        );
        return;
    }
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    let (mut same, mut total) = (0, 0);
    enumerate(&[raw], &options, &mut |found| {
        let Found::Article(article) = found else {
            panic!("{found:?}");
        };
        let (documents, errors) = parse(&article, &options, &mut scratch);
        assert!(errors.is_empty(), "{errors:?}");
        let id = article
            .key
            .rsplit('/')
            .next()
            .unwrap_or("")
            .trim_end_matches(".md");
        let reference = std::fs::read_to_string(text.join(format!("{id}.txt")))
            .expect("a text for each article");
        let ours = &documents[0].text;
        total += 1;
        if ours == reference.trim_end() {
            same += 1;
        } else {
            println!("{id}:");
            let (a, b): (HashSet<&str>, HashSet<&str>) =
                (reference.lines().collect(), ours.lines().collect());
            reference
                .lines()
                .filter(|line| !b.contains(line))
                .for_each(|line| println!("  - {line}"));
            ours.lines()
                .filter(|line| !a.contains(line))
                .for_each(|line| println!("  + {line}"));
        }
        ControlFlow::Continue(())
    })
    .expect("inputs are given");
    println!("{same} of {total} texts are the same");
    // The others differ where ours is better: headlines that were repeated or ran together, the word on a button.
    assert!(same * 10 >= total * 8, "{same} of {total}");
}
