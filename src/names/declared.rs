//! Short names that a text declares: 海洋安全合作组织（以下简称海安组织）.

use crate::text::{TextView, is_han};

/// Words that may stand before it within the bracket.
const LEADS: &[&str] = &["以下", "以", "英文", "中文", ""];
/// The longest short name, in characters.
const LONGEST: usize = 12;

/// A declared short name. Offsets are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Where the full name before the bracket ends.
    pub full_end: usize,
    /// The short name.
    pub short: (usize, usize),
}

/// Finds every Chinese short name that a bracket declares for the name before it, in order.
pub fn declared_names(view: &TextView) -> Vec<Declared> {
    let mut found = Vec::new();
    // 简称 and 下称 declare a short name.
    for byte in memchr::memmem::find_iter(view.folded_text.as_bytes(), "称".as_bytes()) {
        let at = view.char_of_byte(byte);
        if matches!(view.before(at), '简' | '下') {
            found.extend(declared_at(view, at - 1, at + 1));
        }
    }
    found.sort_by_key(|d| d.short);
    found.dedup();
    found
}

fn declared_at(view: &TextView, word: usize, behind: usize) -> Option<Declared> {
    let open = LEADS.iter().find_map(|lead| {
        let n = lead.chars().count();
        let open = word.checked_sub(n + 1)?;
        (view.at(open) == '(' && view.folded_slice(open + 1..word) == *lead).then_some(open)
    })?;
    let mut full_end = open;
    while full_end > 0 && matches!(view.before(full_end), ' ' | '”' | '」' | '"') {
        full_end -= 1;
    }
    let mut start = behind;
    while matches!(view.at(start), ' ' | ':' | '为' | '“' | '「' | '"') {
        start += 1;
    }
    let end = (start..view.len()).find(|&i| !(is_han(view.at(i)) || view.at(i).is_ascii_alphanumeric()))?;
    let closed = matches!(view.at(end), ')' | '”' | '」' | '"' | ',' | ';' | '、');
    let han = (start..end).filter(|&i| is_han(view.at(i))).count();
    (closed && full_end > 0 && is_han(view.before(full_end)) && han >= 2 && end - start <= LONGEST)
        .then_some(Declared { full_end, short: (start, end) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shorts(text: &str) -> Vec<(String, String)> {
        let mut view = TextView::default();
        view.load(text);
        declared_names(&view)
            .into_iter()
            .map(|d| (view.folded_slice(0..d.full_end).to_string(), view.folded_slice(d.short.0..d.short.1).to_string()))
            .collect()
    }

    #[test]
    fn brackets_that_declare() {
        assert_eq!(shorts("海洋安全合作組織（以下簡稱「海安組織」）成立"), [("海洋安全合作组织".to_string(), "海安组织".to_string())]);
        assert_eq!(shorts("北辰渔业协会(简称北渔协，NFA)"), [("北辰渔业协会".to_string(), "北渔协".to_string())]);
        assert!(shorts("北辰渔业协会（简称NFA）").is_empty());
        assert!(shorts("他简称北渔协").is_empty());
        assert!(shorts("（简称甲乙）").is_empty());
    }

    proptest! {
        #[test]
        fn any_text(text in "[（）()简称下以甲乙丙“”A-C、：]{0,40}") {
            let mut view = TextView::default();
            view.load(&text);
            for d in declared_names(&view) {
                prop_assert!(d.full_end < d.short.0 && d.short.0 < d.short.1 && d.short.1 <= view.len());
            }
        }
    }
}
