//! Files that hold other files, opened as streams.

pub(super) mod compressed;
pub(super) mod tar;
pub(super) mod zip;
mod zstd;

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

/// Names met in one archive, so that an entry stored twice gets a path of its own.
#[derive(Default)]
pub(super) struct Seen(HashSet<u64>);

impl Seen {
    /// The name itself the first time, `name~2` the second.
    pub fn unique(&mut self, name: String) -> String {
        if self.0.insert(xxh3_64(name.as_bytes())) {
            return name;
        }
        for n in 2u64.. {
            let numbered = format!("{name}~{n}");
            if self.0.insert(xxh3_64(numbered.as_bytes())) {
                return numbered;
            }
        }
        name
    }
}

/// A path inside an archive made harmless to show: `/` between components, none of them empty, `.` or `..`,
/// no control characters. Bytes that are no UTF-8 are taken for the code page they look like
/// (archives made on Chinese Windows name files in GBK).
fn entry_path(raw: &[u8]) -> String {
    let decoded;
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text,
        Err(_) => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(raw, true);
            let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
            decoded = encoding.decode_without_bom_handling(raw).0;
            &decoded
        }
    };
    let mut path = String::with_capacity(text.len());
    for component in text.split(['/', '\\']) {
        if component.is_empty() || component == "." || component == ".." {
            continue;
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.extend(component.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
    }
    if path.is_empty() {
        path.push_str("unnamed");
    }
    path
}

/// Whether a path inside an archive is one a file manager would hide.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|component| component.starts_with('.')) || path.starts_with("__MACOSX/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_paths() {
        assert_eq!(entry_path(b"../../etc/passwd"), "etc/passwd");
        assert_eq!(entry_path(b"/a//b/./c\n.md"), "a/b/c\u{fffd}.md");
        assert_eq!(entry_path(b"C:\\x\\..\\y.md"), "C:/x/y.md");
        assert_eq!(entry_path(b".."), "unnamed");
        let (gbk, _, _) = encoding_rs::GBK.encode("新闻联播/国际新闻.md");
        assert_eq!(entry_path(&gbk), "新闻联播/国际新闻.md");
        assert!(is_hidden("a/.DS_Store") && is_hidden("__MACOSX/a") && !is_hidden("a/b.md"));
    }

    #[test]
    fn repeated_names_are_told_apart() {
        let mut seen = Seen::default();
        let names: Vec<String> = (0..3).map(|_| seen.unique("a".into())).collect();
        assert_eq!(names, ["a", "a~2", "a~3"]);
    }
}
