//! Plain text: the file's own lines.

use std::borrow::Cow;

/// A first line longer than this, in characters, is a paragraph and no headline.
const LONGEST_TITLE: usize = 200;

/// The text of a file as later stages see it: without byte-order mark and NUL characters, with `\n` line ends,
/// without line ends after the last line. Blank lines stay, so that offsets lead back to the file.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.trim_end_matches(['\n', '\r']);
    if !text.bytes().any(|b| matches!(b, b'\r' | 0)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', ""))
}

/// The headline: the first line, unless it is blank or too long to be one.
pub(super) fn title(text: &str) -> Option<&str> {
    let line = text.split('\n').next()?.trim();
    let short = line.chars().nth(LONGEST_TITLE).is_none();
    (!line.is_empty() && short).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_as_they_are() {
        assert_eq!(lines("\u{feff}题\r\n\r\n 文  字\n\n"), "题\n\n 文  字");
        assert_eq!(lines("甲\r乙"), "甲\n乙");
        assert_eq!(lines(" 甲"), " 甲");
    }

    #[test]
    fn titles() {
        assert_eq!(title(" 题 \n文"), Some("题"));
        assert_eq!(title("\n文"), None);
        assert_eq!(title(&"长".repeat(201)), None);
    }
}
