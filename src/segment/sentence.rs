//! Sentence boundaries in Chinese and Latin punctuation. Quotations and brackets are kept whole,
//! and a quotation stays with the words that report it: “……。”他说。 is one sentence.

use std::sync::LazyLock;

use crate::text::{TextView, WordList, is_closer, is_ideograph, is_opener, is_terminator};

/// A sentence: a range of characters and the paragraph it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Index of the paragraph.
    pub paragraph: u32,
}

/// A quotation longer than this is split at its own full stops: its closing mark is probably missing.
const LONGEST_QUOTE: usize = 220;
/// How far after a quotation its reporting words (他说) are looked for.
const REPORT_REACH: usize = 24;

const REPORTING: &[&str] = &[
    "说", "称", "表示", "指出", "强调", "写道", "补充", "回答", "告诉", "解释", "认为", "警告", "呼吁", "批评", "问道", "透露", "直言",
    "坦言", "感叹", "质疑",
];

/// Words before a full stop that ends no sentence.
static ABBREVIATIONS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("Mr Mrs Ms Dr Prof St Jr Sr Gen Sen Rep Gov Lt Col vs No Inc Co Corp Ltd"));

/// Splits the text of `view` into sentences, written to `out` (cleared first). Sentences cover
/// every character that is not white space at a border; empty ones are left out.
pub fn split_sentences(view: &TextView, out: &mut Vec<Sentence>) {
    out.clear();
    for (number, paragraph) in view.paragraphs.iter().enumerate() {
        split_paragraph(view, paragraph.start as usize, paragraph.end as usize, number as u32, out);
    }
}

fn push(view: &TextView, mut start: usize, mut end: usize, paragraph: u32, out: &mut Vec<Sentence>) {
    while start < end && view.at(start).is_whitespace() {
        start += 1;
    }
    while end > start && view.at(end - 1).is_whitespace() {
        end -= 1;
    }
    if start < end {
        out.push(Sentence { start: start as u32, end: end as u32, paragraph });
    }
}

fn split_paragraph(view: &TextView, from: usize, to: usize, paragraph: u32, out: &mut Vec<Sentence>) {
    let mut start = from;
    let mut i = from;
    let mut depth = 0usize;
    let mut opened_at = from;
    while i < to {
        // Most characters are no marks.
        match view.folded.get(i..to).and_then(|rest| rest.iter().position(|&c| !is_ideograph(c) && !c.is_ascii_alphanumeric())) {
            Some(plain) => i += plain,
            None => break,
        }
        let c = view.at(i);
        if is_opener(c) {
            if depth == 0 {
                opened_at = i;
            }
            depth += 1;
        } else if is_closer(c) {
            depth = depth.saturating_sub(1);
        }
        let inside = depth > 0 && i - opened_at < LONGEST_QUOTE;
        let ends = is_terminator(c) || (c == '…' && view.at(i + 1) != '…') || latin_stop(view, i, from);
        if !ends {
            i += 1;
            continue;
        }
        // Further terminators and closing marks belong to this sentence.
        let mut end = i + 1;
        while end < to && (is_terminator(view.at(end)) || view.at(end) == '…') {
            end += 1;
        }
        let mut closed = depth;
        let mut closes_quote = false;
        while end < to && (is_closer(view.at(end)) || view.at(end) == '"') {
            closed = closed.saturating_sub(1);
            closes_quote = true;
            end += 1;
        }
        // （第一次。） belongs to the sentence around it.
        let bracket = closes_quote && end < to && matches!(view.before(end), ')' | ']' | '〕' | '】');
        let still_inside = inside && closed > 0 || bracket;
        // An ellipsis inside a sentence is followed by more of it.
        let soft = c == '…' && !closes_quote && end < to;
        if still_inside || soft || (closes_quote && is_reported(view, end, to)) {
            if closes_quote {
                depth = closed;
            }
            i = end.max(i + 1);
            continue;
        }
        push(view, start, end, paragraph, out);
        start = end;
        i = end;
        depth = 0;
    }
    push(view, start, to, paragraph, out);
}

/// A Latin full stop: after a lower-case letter or digit or closing mark, before a space and a
/// capital. Initials and common abbreviations are no sentence ends.
fn latin_stop(view: &TextView, i: usize, from: usize) -> bool {
    if view.at(i) != '.' || !view.at(i + 1).is_whitespace() || i <= from + 1 {
        return false;
    }
    let next = view.at(i + 2);
    let previous = view.at(i - 1);
    if !(next.is_uppercase() || next == '“' || next == '"') || !(previous.is_lowercase() || previous.is_ascii_digit()) {
        return false;
    }
    // None of them has five letters.
    let letters = view.folded.get(from..i).unwrap_or_default().iter().rev().take(5).take_while(|c| c.is_alphabetic()).count();
    !view.folded.get(i - letters..i).is_some_and(|word| ABBREVIATIONS.holds(word))
}

/// Whether a short clause with a reporting verb follows the closed quotation.
fn is_reported(view: &TextView, from: usize, to: usize) -> bool {
    let mut end = from;
    while end < to && end - from < REPORT_REACH && !is_terminator(view.at(end)) && !is_opener(view.at(end)) {
        end += 1;
    }
    if end == from || end - from >= REPORT_REACH {
        return false;
    }
    let clause = view.folded_slice(from..end);
    REPORTING.iter().any(|verb| clause.contains(verb)) && is_terminator(view.at(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<String> {
        let mut view = TextView::default();
        view.load(text);
        let mut out = Vec::new();
        split_sentences(&view, &mut out);
        out.iter().map(|s| view.surface(s.start as usize..s.end as usize)).collect()
    }

    #[test]
    fn plain_sentences() {
        assert_eq!(split("他来了。她走了！真的？"), ["他来了。", "她走了！", "真的？"]);
        assert_eq!(split("标题\n第一段。第二句"), ["标题", "第一段。", "第二句"]);
    }

    #[test]
    fn quotations_stay_whole() {
        assert_eq!(split("“我们同意。我们合作。”他说。他走了。"), ["“我们同意。我们合作。”他说。", "他走了。"]);
        assert_eq!(
            split("他说：“好。”会谈随后结束了，双方没有发表任何公开的声明也没有握手。"),
            ["他说：“好。”", "会谈随后结束了，双方没有发表任何公开的声明也没有握手。"]
        );
        assert_eq!(split("会议（第一次。）结束。"), ["会议（第一次。）结束。"]);
    }

    #[test]
    fn latin_sentences_and_initials() {
        assert_eq!(split("Mr. Smith came. He left."), ["Mr. Smith came.", "He left."]);
        assert_eq!(split("J. D. Vance said so."), ["J. D. Vance said so."]);
    }

    proptest! {
        #[test]
        fn sentences_are_ordered_and_inside(text in "[“”。！？（）「」他说普京a-zA-Z. \n…]{0,80}") {
            let mut view = TextView::default();
            view.load(&text);
            let mut out = Vec::new();
            split_sentences(&view, &mut out);
            let mut last = 0;
            for s in &out {
                prop_assert!(s.start >= last && s.end > s.start && s.end as usize <= view.len());
                last = s.end;
            }
            let covered: usize = out.iter().map(|s| (s.start..s.end).filter(|&i| !view.at(i as usize).is_whitespace()).count()).sum();
            prop_assert_eq!(covered, text.chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
