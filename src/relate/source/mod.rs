//! Who reports, as against who acts.
//!
//! News names its own makers: 据路透社报道, （中央社记者某某台北1日电）, 责编. In a network of who is named with whom they would stand at
//! the centre of every archive, tied to whatever their articles are about. A name is a *source* here where the text says that it
//! reports: a medium or platform in a reporting formula, and whoever stands in a credit (dateline, byline, photo credit).
//! A medium that the sentence is about (路透社两名记者被捕) is no source.

mod words;

use crate::dictionary::Lexicon;
use crate::record::EntityType;
use crate::resolve::{Local, Mention};
use crate::segment::Sentence;
use crate::text::{TextView, is_han, is_ideograph};
use words::{AT, BEFELL, CREDITS, FROM, INTERVIEW, MAKERS, MAKES, MEDIA, NOT_FROM, NOT_REPORTS, PLATFORMS, REPORTS, SPEAKERS, TOLD};

/// Longest run of characters that is looked at as a credit.
const CREDIT: usize = 100;
/// Characters before and after a medium that a reporting formula is looked for in.
const REACH: usize = 18;

/// Marks the mentions that are sources.
pub fn mark_sources(view: &TextView, sentences: &[Sentence], locals: &[Local], lexicon: &Lexicon, mentions: &mut [Mention]) {
    let kinds: Vec<Kind> = locals.iter().map(|local| Kind::of(local, lexicon)).collect();
    let mut from = 0;
    while let Some(first) = mentions.get(from) {
        let index = first.sentence;
        let upto = from + mentions.get(from..).unwrap_or_default().iter().take_while(|m| m.sentence == index).count();
        if let (Some(sentence), Some(here)) = (sentences.get(index as usize), mentions.get_mut(from..upto)) {
            Line { view, kinds: &kinds, start: sentence.start as usize, end: sentence.end as usize }.mark(here);
        }
        from = upto.max(from + 1);
    }
}

/// What a name's owner does for a living.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It reports.
    Medium,
    /// Others publish there.
    Platform,
    /// Anything else.
    Other,
}

impl Kind {
    fn of(local: &Local, lexicon: &Lexicon) -> Kind {
        if local.kind != Some(EntityType::Organization) {
            return Kind::Other;
        }
        let names = [local.zh.as_str(), local.latin.as_str()];
        if names.iter().any(|name| PLATFORMS.contains(name)) {
            return Kind::Platform;
        }
        let listed = lexicon.entry_of(&local.entry);
        if let Some(entry) = listed {
            if PLATFORMS.contains(&entry.name_zh.as_str()) {
                return Kind::Platform;
            }
            if entry.subkind == "media" {
                return Kind::Medium;
            }
        }
        let unlisted = listed.is_none_or(|entry| entry.subkind.is_empty());
        if unlisted && MEDIA.iter().any(|ending| local.zh.ends_with(ending)) { Kind::Medium } else { Kind::Other }
    }
}

/// A sentence.
struct Line<'a> {
    view: &'a TextView,
    kinds: &'a [Kind],
    start: usize,
    end: usize,
}

impl Line<'_> {
    fn mark(&self, mentions: &mut [Mention]) {
        let covered: usize = mentions.iter().map(|m| (m.end - m.start) as usize).sum();
        let length = self.end - self.start;
        if length <= CREDIT && covered * 4 >= length {
            self.credit(self.start, self.end, 0, mentions);
        }
        // Most lines have no brackets.
        let line = self.view.folded.get(self.start..self.end).unwrap_or(&[]);
        let first_open = line.iter().position(|&c| !is_ideograph(c) && opens(c)).map_or(usize::MAX, |at| self.start + at);
        for i in 0..mentions.len() {
            let Some(mention) = mentions.get(i) else { continue };
            let (start, end) = (mention.start as usize, mention.end as usize);
            let kind = self.kind(mention);
            // Credits in brackets are looked for from their first name on.
            if first_open < start
                && let Some((open, close)) = self.brackets(start, end)
                && !mentions.get(..i).unwrap_or_default().iter().any(|m| m.start as usize > open)
            {
                self.credit(open + 1, close, 4, mentions);
            }
            if kind == Kind::Other || mentions.get(i).is_none_or(|m| m.source) {
                continue;
            }
            if start == self.start
                && let Some(dash) = self.dateline(end)
            {
                self.credit(start, dash, 4, mentions);
            }
            let before = self.view.folded_slice(start.saturating_sub(REACH).max(self.start)..start);
            let after = self.view.folded_slice(end..(end + REACH).min(self.end));
            let source = match kind {
                Kind::Platform => publishes(before, after),
                _ => reports(before, after),
            };
            if source {
                if let Some(mention) = mentions.get_mut(i) {
                    mention.source = true;
                }
                self.reporter(end, mentions.get_mut(i + 1));
            }
        }
    }

    fn kind(&self, mention: &Mention) -> Kind {
        self.kinds.get(mention.local as usize).copied().unwrap_or(Kind::Other)
    }

    /// The person directly after 记者 is the reporter.
    fn reporter(&self, from: usize, next: Option<&mut Mention>) {
        if let Some(next) = next.filter(|next| next.kind == EntityType::Person) {
            let between = self.view.folded_slice(from..next.start as usize);
            if ["记者", "特派员", "摄影", "编译"].iter().any(|word| between.ends_with(word)) && between.chars().count() <= 8 {
                next.source = true;
            }
        }
    }

    /// The innermost brackets around a name, if both stand in this line and not too far apart.
    fn brackets(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let mut depth = 0u32;
        let mut open = None;
        for at in (start.saturating_sub(CREDIT / 2).max(self.start)..start).rev() {
            match self.view.at(at) {
                ')' | ']' | '】' | '）' => depth += 1,
                c if opens(c) && depth == 0 => {
                    open = Some(at);
                    break;
                }
                c if opens(c) => depth -= 1,
                _ => {}
            }
        }
        let open = open?;
        let close = (end..(open + CREDIT).min(self.end)).find(|&at| matches!(self.view.at(at), ')' | ']' | '】' | '）'))?;
        Some((open, close))
    }

    /// Where a dateline that begins the line ends: at a dash not far off.
    fn dateline(&self, from: usize) -> Option<usize> {
        (from..(from + 30).min(self.end)).find(|&at| matches!(self.view.at(at), '-' | '—' | '–' | '−'))
    }

    /// Marks all names of a run of text if it is a credit: at most `other` Chinese characters of it are neither names nor words of
    /// credits.
    fn credit(&self, start: usize, end: usize, other: usize, mentions: &mut [Mention]) {
        let inside = |m: &Mention| m.start as usize >= start && m.end as usize <= end;
        let medium = mentions.iter().any(|m| inside(m) && self.kind(m) == Kind::Medium);
        let mut maker = false;
        let mut rest = 0;
        let mut at = start;
        let mut names = mentions.iter().filter(|m| inside(m)).peekable();
        while at < end {
            if let Some(name) = names.next_if(|m| m.start as usize <= at) {
                at = at.max(name.end as usize);
                continue;
            }
            if !is_han(self.view.at(at)) {
                at += 1;
                continue;
            }
            let text = self.view.folded.get(at..(at + 5).min(end)).unwrap_or(&[]);
            maker = maker || MAKERS.longest_at(text) > 0;
            match CREDITS.longest_at(text) {
                n if n > 0 => at += n,
                _ => {
                    rest += 1;
                    at += 1;
                    if rest > other {
                        return;
                    }
                }
            }
        }
        if maker || (medium && rest == 0) {
            mentions.iter_mut().filter(|m| inside(m)).for_each(|m| m.source = true);
        }
    }
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '【' | '（')
}

fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// Whether a medium is said to report, by what stands before and after its name.
fn reports(before: &str, after: &str) -> bool {
    let quote = |c: char| matches!(c, '《' | '》' | '「' | '」' | '“' | '”' | '"' | '『' | '』' | ' ');
    let before = before.trim_end_matches(quote);
    let after = after.trim_start_matches(quote);
    // 某社记者被捕: what befell its people is the news itself.
    if after.strip_prefix("记者").is_some_and(|rest| starts(rest, BEFELL)) {
        return false;
    }
    if starts(after, MAKES) || ends(before, FROM) || after.starts_with("的报道") || after.starts_with("的报导") {
        return true;
    }
    // 据英国路透社, 据路透社、法新社: nothing between but adjectives and other sources.
    if let Some(at) = before.rfind('据') {
        let (head, tail) = (before.get(..at).unwrap_or(""), before.get(at + '据'.len_utf8()..).unwrap_or(""));
        let word = head.chars().next_back().is_some_and(|c| NOT_FROM.contains(c));
        if !word && !tail.contains([',', '。', ';', ':', '?', '!', '的', '\n']) {
            return true;
        }
    }
    let told = before.ends_with(['对', '向', '与', '跟', '同']) && starts(after, TOLD);
    let interview = (before.ends_with("接受") || before.ends_with("受") || before.ends_with("在"))
        && INTERVIEW.iter().any(|w| clause(after).contains(w));
    let at = before.ends_with(['在', '于']) && starts(after, AT);
    told || interview || at || states(after)
}

/// What stands before the next comma or stop.
fn clause(text: &str) -> &str {
    text.split([',', '。', ';', '?', '!', '\n']).next().unwrap_or("")
}

/// Whether a verb of reporting follows, after nothing but a time or the like.
fn states(after: &str) -> bool {
    let clause: Vec<char> = clause(after).chars().collect();
    let Some(at) = (0..clause.len()).find(|&i| REPORTS.longest_at(&clause[i..]) > 0) else { return false };
    let (gap, rest) = clause.split_at(at);
    let speaks = || (0..gap.len()).any(|i| SPEAKERS.longest_at(&gap[i..]) > 0);
    gap.len() <= 10 && !gap.contains(&'、') && !speaks() && NOT_REPORTS.longest_at(rest) == 0
}

/// Whether a platform is named as the place of a publication.
fn publishes(before: &str, after: &str) -> bool {
    let quote = |c: char| matches!(c, '《' | '》' | '「' | '」' | '“' | '”' | '"' | '(' | ')' | ' ');
    let before = before.trim_end_matches(quote);
    let after = after.trim_start_matches(quote);
    let at =
        before.ends_with(['在', '于', '从', '其', '的', '用', '过', '自', '由']) || ends(before, &["个人", "官方", "透过", "通过", "经由"]);
    starts(after, AT) || (at && (starts(after, TOLD) || starts(after, &["等", "和", "、", ",", "。", "及"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas() {
        let source = |text: &str| {
            let (before, after) = text.split_once('M').expect("a place for the medium");
            reports(before, after)
        };
        for text in [
            "据M报道,两人会面",
            "据英国M周二报道",
            "根据M的消息",
            "M报导说",
            "M援引官员的话",
            "M3月1日发文",
            "他告诉M,会谈",
            "官员对M表示",
            "总理接受M专访时",
            "《M》记者问",
            "她在《M》撰文",
            "M说,双方",
            "本文依据了M的报道",
            "图像来源,M",
            "据乙社、M等媒体",
        ] {
            assert!(source(text), "{text}");
        }
        for text in [
            "M两名记者在当地被捕",
            "M记者被便衣人士带走",
            "外交部指责M",
            "M发言人说",
            "M总裁辞职",
            "政府吊销了M的执照",
            "M指责外交部",
            "监管者对M罚款",
            "根据数据M亏损",
            "法庭判M败诉",
        ] {
            assert!(!source(text), "{text}");
        }
    }

    #[test]
    fn platforms() {
        let venue = |text: &str| {
            let (before, after) = text.split_once('M').expect("a place for the platform");
            publishes(before, after)
        };
        for text in ["他在M上写道", "M发文说", "官方M账号", "总统在M说", "通过M等渠道"] {
            assert!(venue(text), "{text}");
        }
        for text in ["M永久封禁了他", "法院罚M一亿元", "他起诉M"] {
            assert!(!venue(text), "{text}");
        }
    }
}
