//! Lines that stand in many articles and belong to none: feed footers, share links, players' messages.

/// Whether a paragraph, with single spaces, is nothing but such a line.
pub(super) fn is_line(paragraph: &str) -> bool {
    // No line of the lists below is longer; most paragraphs are.
    if paragraph.len() > 160 {
        return false;
    }
    if LINES.binary_search(&paragraph).is_ok() {
        return true;
    }
    BEGINNINGS
        .iter()
        .any(|beginning| paragraph.starts_with(beginning))
}

/// Sorted bytewise.
const LINES: &[&str] = &["Advertisement", "继续浏览后续"];

const BEGINNINGS: &[&str] = &["获取更多RSS", "https://feedx."];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted() {
        assert!(LINES.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(LINES.iter().chain(BEGINNINGS).all(|line| line.len() <= 160));
    }

    #[test]
    fn lines() {
        assert!(is_line("获取更多RSS："));
        assert!(is_line("继续浏览后续"));
        assert!(!is_line("继续浏览后续报道"));
        assert!(!is_line(""));
    }
}
