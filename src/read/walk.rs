//! From inputs to files: folders walked in sorted order, hidden files skipped, links that can't loop.

use std::collections::HashSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::Stage;
use crate::record::ErrorRow;

/// The two names of everything that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// The path to show, from the input as the caller gave it.
    pub path: String,
    /// The path from the input's own last component, with `/` between components.
    pub key: String,
}

impl Names {
    /// The name of something inside a container.
    pub fn inside(&self, inner: &str) -> Names {
        self.with('!', inner)
    }

    /// The name of a numbered item of a file that holds many.
    pub fn item(&self, number: u64) -> Names {
        self.with('#', &number.to_string())
    }

    fn component(&self, name: &str) -> Names {
        self.with('/', name)
    }

    fn with(&self, separator: char, tail: &str) -> Names {
        let join = |head: &str| {
            let mut s = String::with_capacity(head.len() + 1 + tail.len());
            s.push_str(head);
            if !(separator == '/' && head.ends_with('/')) {
                s.push(separator);
            }
            s.push_str(tail);
            s
        };
        Names { path: join(&self.path), key: join(&self.key) }
    }
}

/// An input ready to be walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Root {
    pub path: PathBuf,
    pub names: Names,
}

/// What a walk comes upon.
pub(super) enum Walked<'a> {
    File(&'a Path, Names),
    Failed(ErrorRow),
}

/// Sorts the inputs, drops those given twice or lying inside another, and names them.
///
/// An input's key is its last component; where two inputs share it, as many parents are put
/// before as it takes to tell them apart.
pub(super) fn roots(inputs: &[PathBuf]) -> Vec<Root> {
    struct Candidate {
        given: PathBuf,
        real: PathBuf,
    }
    let mut candidates: Vec<Candidate> = inputs
        .iter()
        .map(|given| Candidate {
            given: given.clone(),
            real: if given.as_os_str() == "-" { given.clone() } else { fs::canonicalize(given).unwrap_or_else(|_| given.clone()) },
        })
        .collect();
    candidates.sort_by(|a, b| (&a.real, &a.given).cmp(&(&b.real, &b.given)));
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        // Sorted by component, an enclosing folder comes directly before what lies in it.
        let covered = kept.last().is_some_and(|last| candidate.real.starts_with(&last.real));
        if !covered {
            kept.push(candidate);
        }
    }

    let keys = distinct_keys(kept.iter().map(|c| (c.given.as_path(), c.real.as_path())));
    let mut roots: Vec<Root> = kept
        .into_iter()
        .zip(keys)
        .map(|(candidate, key)| Root { names: Names { path: candidate.given.to_string_lossy().into_owned(), key }, path: candidate.given })
        .collect();
    roots.sort_by(|a, b| (&a.names.key, &a.names.path).cmp(&(&b.names.key, &b.names.path)));
    roots
}

fn distinct_keys<'a>(paths: impl Iterator<Item = (&'a Path, &'a Path)>) -> Vec<String> {
    let components: Vec<Vec<String>> = paths
        .map(|(given, real)| {
            let mut parts: Vec<String> = real
                .components()
                .filter_map(|c| match c {
                    std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
                    _ => None,
                })
                .collect();
            // The name the caller knows, where it is a link.
            if let (Some(name), Some(last)) = (given.file_name(), parts.last_mut()) {
                *last = name.to_string_lossy().into_owned();
            }
            if parts.is_empty() {
                parts.push(given.to_string_lossy().into_owned());
            }
            parts
        })
        .collect();
    let key = |parts: &[String], length: usize| parts[parts.len().saturating_sub(length)..].join("/");
    let mut lengths = vec![1usize; components.len()];
    loop {
        let keys: Vec<String> = components.iter().zip(&lengths).map(|(parts, &length)| key(parts, length)).collect();
        let mut grew = false;
        for (i, k) in keys.iter().enumerate() {
            let shared = keys.iter().enumerate().any(|(j, other)| j != i && other == k);
            if shared && lengths[i] < components[i].len() {
                lengths[i] += 1;
                grew = true;
            }
        }
        if !grew {
            return keys;
        }
    }
}

/// Walks one input and hands out its files, sorted bytewise by path.
///
/// Names that begin with a dot are skipped, unless the input itself is named so. Links are followed
/// when they lead out of the input (inside it, the file is met under its own name); no folder is
/// entered twice, so that a loop of links ends.
pub(super) fn walk(root: &Root, visit: &mut dyn FnMut(Walked) -> ControlFlow<()>) -> ControlFlow<()> {
    let metadata = match fs::metadata(&root.path) {
        Ok(metadata) => metadata,
        Err(error) => return visit(Walked::Failed(Stage::Open.row(&root.names.path, error))),
    };
    if !metadata.is_dir() {
        return visit(Walked::File(&root.path, root.names.clone()));
    }
    let real_root = fs::canonicalize(&root.path).unwrap_or_else(|_| root.path.clone());
    let mut entered: HashSet<PathBuf> = HashSet::from([real_root.clone()]);
    let mut stack = Vec::new();
    match list(&root.path) {
        Ok(entries) => stack.push((root.names.clone(), entries.into_iter())),
        Err(error) => return visit(Walked::Failed(Stage::Open.row(&root.names.path, error))),
    }
    while let Some((folder, entries)) = stack.last_mut() {
        let Some(entry) = entries.next() else {
            stack.pop();
            continue;
        };
        let names = folder.component(&entry.name);
        let entry = match entry.kind {
            Kind::Link => match follow(entry, &real_root, &mut entered) {
                Ok(Some(entry)) => entry,
                Ok(None) => continue,
                Err(message) => {
                    visit(Walked::Failed(Stage::Open.row(&names.path, message)))?;
                    continue;
                }
            },
            _ => entry,
        };
        match entry.kind {
            Kind::Folder => match list(&entry.path) {
                Ok(entries) => stack.push((names, entries.into_iter())),
                Err(error) => visit(Walked::Failed(Stage::Open.row(&names.path, error)))?,
            },
            Kind::File => visit(Walked::File(&entry.path, names))?,
            Kind::Link | Kind::Special => {
                visit(Walked::Failed(Stage::Open.row(&names.path, "not a regular file (pipe, socket or device); skipped")))?
            }
        }
    }
    ControlFlow::Continue(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Link,
    Special,
}

struct Entry {
    path: PathBuf,
    name: String,
    kind: Kind,
}

/// The visible entries of one folder, sorted as whole paths sort: a folder `a` after a file `a-b`.
fn list(folder: &Path) -> std::io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let kind = match entry.file_type()? {
            t if t.is_symlink() => Kind::Link,
            t if t.is_dir() => Kind::Folder,
            t if t.is_file() => Kind::File,
            _ => Kind::Special,
        };
        let mut sort_by = name.as_encoded_bytes().to_vec();
        if kind == Kind::Folder {
            sort_by.push(b'/');
        }
        let entry = Entry { path: entry.path(), name: name.to_string_lossy().into_owned(), kind };
        entries.push((sort_by, entry));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Where a link leads: `None` when what it names is read under its own name anyway.
fn follow(link: Entry, real_root: &Path, entered: &mut HashSet<PathBuf>) -> Result<Option<Entry>, String> {
    let target = fs::canonicalize(&link.path).map_err(|e| format!("link leads nowhere: {e}"))?;
    if target.starts_with(real_root) {
        return Ok(None);
    }
    if real_root.starts_with(&target) {
        return Err("link leads back to a folder around the input; skipped".to_owned());
    }
    let metadata = fs::metadata(&target).map_err(|e| e.to_string())?;
    let kind = if metadata.is_dir() {
        if !entered.insert(target) {
            return Ok(None);
        }
        Kind::Folder
    } else if metadata.is_file() {
        Kind::File
    } else {
        Kind::Special
    };
    Ok(Some(Entry { kind, ..link }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(root: &Path) -> Vec<String> {
        let roots = roots(&[root.to_path_buf()]);
        let mut found = Vec::new();
        let _ = walk(&roots[0], &mut |walked| {
            found.push(match walked {
                Walked::File(_, names) => names.key,
                Walked::Failed(row) => format!("FAILED {}", row.error),
            });
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn sorted_without_hidden_files() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("news");
        fs::create_dir_all(root.join("a/.git")).unwrap();
        for name in ["b.md", "a/z.md", "a/.hidden", "a/.git/x", "a-1.md", "A.md"] {
            fs::write(root.join(name), "x").unwrap();
        }
        assert_eq!(paths(&root), ["news/A.md", "news/a-1.md", "news/a/z.md", "news/b.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_loop() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("news");
        let outside = dir.path().join("outside");
        fs::create_dir_all(root.join("a")).unwrap();
        fs::create_dir_all(&outside).unwrap();
        fs::write(root.join("a/x.md"), "x").unwrap();
        fs::write(outside.join("y.md"), "y").unwrap();
        symlink(&root, root.join("a/loop")).unwrap();
        symlink(&outside, root.join("out")).unwrap();
        symlink(&outside, root.join("out2")).unwrap();
        symlink(&outside, outside.join("self")).unwrap();
        symlink(dir.path(), root.join("up")).unwrap();
        symlink("nowhere", root.join("broken")).unwrap();
        let found = paths(&root);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[0], "news/a/x.md");
        assert!(found[1].contains("leads nowhere"));
        assert_eq!(found[2], "news/out/y.md");
        assert!(found[3].contains("leads back"));
    }

    #[test]
    fn inputs_inside_others_are_dropped_and_names_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["p/x", "q/x"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        fs::write(dir.path().join("p/x/a.md"), "").unwrap();
        let inputs: Vec<PathBuf> = ["q/x", "p/x/a.md", "p/x", "p/x/../x"].iter().map(|p| dir.path().join(p)).collect();
        let keys: Vec<String> = roots(&inputs).into_iter().map(|r| r.names.key).collect();
        assert_eq!(keys, ["p/x", "q/x"]);
    }

    #[test]
    fn missing_input_is_a_row() {
        assert!(paths(Path::new("/no/such/folder"))[0].starts_with("FAILED"));
    }
}
