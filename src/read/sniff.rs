//! Telling formats by the first bytes, and by the name where the bytes leave it open.

/// Files that hold other files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Tar,
    Zip,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

/// The container that begins with `head`, if it is one. `head` should hold 512 bytes or the whole file.
pub(super) fn container(head: &[u8]) -> Option<Container> {
    if head.starts_with(&[0x1f, 0x8b]) {
        Some(Container::Gzip)
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || is_skippable(head) {
        Some(Container::Zstd)
    } else if head.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]) {
        Some(Container::Xz)
    } else if head.starts_with(b"BZh") && head.get(4..10) == Some(&[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
        Some(Container::Bzip2)
    } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Some(Container::Zip)
    } else if is_tar(head) {
        Some(Container::Tar)
    } else {
        None
    }
}

/// A skippable frame of zstd, with which some programs begin a file: its magic, its length, and behind it another frame.
fn is_skippable(head: &[u8]) -> bool {
    let (Some(&[kind, 0x2a, 0x4d, 0x18]), Some(length)) = (head.get(..4), head.get(4..8)) else { return false };
    let length = length.iter().rev().fold(0usize, |sum, b| sum << 8 | usize::from(*b));
    let next = head.get(8usize.saturating_add(length)..).unwrap_or(&[]);
    (0x50..=0x5f).contains(&kind) && (next.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || next.get(1..4) == Some(&[0x2a, 0x4d, 0x18]))
}

/// A tar header: its checksum holds, with the `ustar` magic of POSIX or without (Unix version 7).
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else {
        return false;
    };
    if header.get(257..262) == Some(b"ustar") {
        return true;
    }
    let Some(stated) = header.get(148..156).and_then(octal) else {
        return false;
    };
    let sum: u64 = header.iter().enumerate().map(|(i, &b)| if (148..156).contains(&i) { 32 } else { u64::from(b) }).sum();
    stated == sum && header.first().is_some_and(|&b| b != 0)
}

fn octal(field: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(field).ok()?;
    let digits = digits.trim_matches(|c: char| c == ' ' || c == '\0');
    u64::from_str_radix(digits, 8).ok()
}

/// The name of a format guanxi doesn't read, told by its first bytes, with what to do about it.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF; convert it to text or HTML first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document; save it as text or HTML first"),
        (b"{\\rtf", "an RTF document; save it as text or HTML first"),
        (b"\x89PNG", "a picture, not an article"),
        (b"\xff\xd8\xff", "a picture, not an article"),
        (b"GIF8", "a picture, not an article"),
        (b"Rar!\x1a\x07", "a RAR archive; unpack it first, or pack it as .zip or .tar.gz"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first, or pack it as .zip or .tar.gz"),
        (b"\x7fELF", "a program, not an article"),
        (b"MZ\x90\0", "a program, not an article"),
        (b"PAR1", "a Parquet file; export it as CSV or JSON Lines first"),
        (b"SQLite format 3\0", "an SQLite database; export it as CSV or JSON Lines first"),
        (b"OggS", "a sound or film, not an article"),
        (b"ID3", "a sound or film, not an article"),
        (b"\x1aE\xdf\xa3", "a sound or film, not an article"),
        (b"wOF", "a font, not an article"),
    ];
    if let Some((_, name)) = SIGNATURES.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some("a picture, not an article");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some("a sound or film, not an article");
    }
    None
}

/// The extension of a path in lower case, without the suffix of a compressed file: `md` for `x!a/B.MD.gz`.
pub(super) fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or(path).to_ascii_lowercase();
    let name = ["gz", "zst", "xz", "bz2"].iter().find_map(|suffix| name.strip_suffix(suffix)?.strip_suffix('.')).unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 8 => extension.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions() {
        assert_eq!(extension("x.tar!a/B.MD.gz"), "md");
        assert_eq!(extension("a.b/c"), "");
        assert_eq!(extension(".md"), "");
        assert_eq!(extension("feed.xml"), "xml");
    }

    #[test]
    fn magic() {
        assert_eq!(container(b"\x1f\x8b\x08"), Some(Container::Gzip));
        assert_eq!(container(b"PK\x03\x04"), Some(Container::Zip));
        assert_eq!(container(b"\x50\x2a\x4d\x18\x02\0\0\0ab\x28\xb5\x2f\xfd"), Some(Container::Zstd));
        assert_eq!(container(b"P*M\x18 is no archive"), None);
        assert_eq!(container(b"BZh is no archive"), None);
        assert_eq!(container("普通文本".as_bytes()), None);
        assert!(foreign(b"%PDF-1.4").is_some());
    }
}
