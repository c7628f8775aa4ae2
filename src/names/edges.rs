//! The left border of a Chinese half: what stands at and before each possible start, what the rest of
//! the document says of it, and what the rest of the archive does.

use rustc_hash::FxHashSet;

use super::contexts::ContextIndex;
use super::kinds::type_by_announcer;
use super::marks::Marks;
use crate::dictionary::{FormUse, Lexicon};
use crate::segment::Words;
use crate::text::{TextView, is_han, is_name_dot};

/// A border that cannot be.
pub const IMPOSSIBLE: f32 = -50.0;

/// Scores of all starts of one site, by the number of characters taken; reused from site to site.
#[derive(Default, Debug)]
pub struct Edges {
    scores: Vec<f32>,
    /// How often the same characters stand elsewhere with another character before them.
    again: Vec<u16>,
}

impl Edges {
    /// The score of taking `n` characters: about the log-odds that a name begins there.
    pub fn get(&self, n: usize) -> f32 {
        self.scores.get(n).copied().unwrap_or(IMPOSSIBLE)
    }

    /// How often the last `n` characters stand elsewhere in the document or archive, with something
    /// else before them.
    pub fn again(&self, n: usize) -> u16 {
        self.again.get(n).copied().unwrap_or(0)
    }

    /// The Chinese half is given: only all `n` characters count.
    pub fn exact(&mut self, n: usize) {
        self.scores.clear();
        self.again.clear();
        self.scores.resize(n, IMPOSSIBLE);
        self.scores.push(1.5);
    }

    /// Scores every start from `earliest` to `end` of the Chinese half that ends at `end`.
    #[allow(clippy::too_many_arguments)]
    pub fn fill(
        &mut self,
        view: &TextView,
        words: &Words,
        marks: &Marks,
        lexicon: &Lexicon,
        stopwords: &FxHashSet<String>,
        contexts: Option<(&ContextIndex, &str)>,
        earliest: usize,
        end: usize,
    ) {
        self.scores.clear();
        self.again.clear();
        let longest = end.saturating_sub(earliest);
        self.again.resize(longest + 1, 0);
        self.scores.push(IMPOSSIBLE);
        for n in 1..=longest {
            self.scores.push(local(view, words, marks, lexicon, stopwords, earliest, end - n, end));
        }
        // 集团, 研究所, 报告 alone are no names: the head of one.
        for n in 2..=longest.min(6) {
            if is_head(lexicon, view.folded_slice(end - n..end)) {
                self.scores[n] -= 4.0;
            }
        }
        // 「風暴時刻」(…): what the quotation marks hold is the name.
        if matches!(view.at(end), '”' | '」' | '》' | '』')
            && let Some(n) = (1..=longest).find(|n| matches!(view.before(end - n), '“' | '「' | '《' | '『'))
        {
            for (k, score) in self.scores.iter_mut().enumerate() {
                *score += if k == n { 1.5 } else { -2.0 };
            }
        }
        self.recurrence(view, end, longest);
        if let Some((index, latin)) = contexts {
            self.archive(view, index, latin, end, longest);
        }
    }

    /// The same characters elsewhere in the document: where the text before them differs, a name begins.
    fn recurrence(&mut self, view: &TextView, end: usize, longest: usize) {
        if longest < 2 {
            return;
        }
        let tail = view.folded_slice(end - 2..end);
        let here = view.byte_of_char(end - 2);
        let mut exact = [0u16; 32];
        let mut reach = [0u16; 33];
        for at in memchr::memmem::find_iter(view.folded_text.as_bytes(), tail.as_bytes()).take(200) {
            if at == here {
                continue;
            }
            let other = view.char_of_byte(at) + 2;
            let mut same = 2;
            while same < longest.min(31)
                && other > same
                && other - same - 1 < view.len()
                && view.at(other - same - 1) == view.at(end - same - 1)
            {
                same += 1;
            }
            exact[same.min(31)] += 1;
            for slot in &mut reach[..=same.min(31)] {
                *slot += 1;
            }
        }
        for n in 2..=longest.min(31) {
            if exact[n] > 0 {
                self.again[n] += exact[n];
                self.scores[n] += 0.9 + 0.3 * f32::from((exact[n] - 1).min(3));
            } else if n < longest && reach[n + 1] >= 2 {
                // Always the same character before it: the name is longer, or a title stands there.
                self.scores[n] -= 0.5;
            }
        }
    }

    /// The other places of the archive where the same Latin name stands in a bracket.
    fn archive(&mut self, view: &TextView, index: &ContextIndex, latin: &str, end: usize, longest: usize) {
        let mut exact = [0u32; 32];
        let mut reach = [0u32; 33];
        index.each(latin, |context, documents| {
            let mut same = 0;
            for (c, k) in context.chars().rev().zip(1..=longest.min(31)) {
                if c != view.at(end - k) {
                    break;
                }
                same = k;
            }
            // This very place is among them; what is alike to the end says nothing of a border.
            if same == longest.min(31) || same == context.chars().count() && same >= super::contexts::LONGEST_CONTEXT {
                return;
            }
            let whole = same == context.chars().count();
            if same >= 2 {
                exact[same] += documents * if whole { 2 } else { 1 };
                for slot in &mut reach[..=same] {
                    *slot += documents;
                }
            }
        });
        for n in 2..=longest.min(31) {
            if exact[n] > 0 {
                self.again[n] = self.again[n].saturating_add(exact[n].min(100) as u16);
                self.scores[n] += (0.8 * (1.0 + exact[n] as f32).ln()).min(2.2);
            } else if n < 31 && reach[n + 1] >= 2 {
                self.scores[n] -= 0.8;
            }
        }
    }
}

/// Whether no name begins with this character when it is a word by itself.
fn is_function_char(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '是'
            | '在'
            | '和'
            | '与'
            | '被'
            | '把'
            | '将'
            | '说'
            | '这'
            | '那'
            | '着'
            | '吗'
            | '他'
            | '她'
            | '它'
            | '们'
            | '就'
            | '也'
            | '但'
            | '而'
            | '后'
            | '时'
            | '第'
            | '称'
            | '叫'
            | '及'
            | '等'
            | '或'
            | '之'
            | '某'
            | '个'
            | '位'
            | '名'
            | '年'
            | '月'
            | '日'
            | '则'
            | '却'
            | '只'
    )
}

/// Whether a name may begin with this character though it is also a function word.
fn is_doubtful_char(c: char) -> bool {
    matches!(
        c,
        '于' | '以'
            | '因'
            | '由'
            | '为'
            | '对'
            | '从'
            | '向'
            | '给'
            | '让'
            | '有'
            | '来'
            | '到'
            | '去'
            | '又'
            | '还'
            | '并'
            | '每'
            | '其'
            | '该'
            | '此'
            | '副'
            | '前'
            | '另'
            | '原'
            | '现'
            | '本'
            | '各'
            | '据'
            | '如'
            | '像'
            | '至'
            | '使'
            | '用'
            | '跟'
            | '同'
            | '任'
            | '当'
            | '即'
            | '按'
            | '自'
            | '所'
            | '除'
            | '随'
            | '经'
            | '要'
            | '会'
            | '可'
            | '能'
            | '不'
            | '无'
            | '仅'
            | '近'
            | '约'
            | '共'
            | '全'
            | '都'
            | '已'
            | '曾'
            | '更'
            | '最'
            | '很'
    )
}

#[allow(clippy::too_many_arguments)]
fn local(
    view: &TextView,
    words: &Words,
    marks: &Marks,
    lexicon: &Lexicon,
    stopwords: &FxHashSet<String>,
    earliest: usize,
    start: usize,
    end: usize,
) -> f32 {
    let before = view.before(start);
    let first = view.at(start);
    if is_name_dot(before)
        || is_name_dot(first)
        || matches!(first, ' ' | '-' | '—' | '”' | '」' | '》' | '、' | '=' | '“' | '「' | '《' | '『' | '\'' | '.')
    {
        return IMPOSSIBLE;
    }
    // 易卜拉欣-拉伊西: a hyphen between Chinese characters joins as a dot does.
    if before == '-' && is_han(first) && start >= 2 && is_han(view.before(start - 1)) {
        // 长子-奥利维耶: a word for somebody, then the name.
        let kin = words.word_at(start - 2).is_some_and(|(s, e)| e == start - 1 && super::kinds::is_kin(view.folded_slice(s..e)));
        if !kin {
            return IMPOSSIBLE;
        }
    }
    let word = words.word_at(start);
    if let Some((s, e)) = word
        && s == start
        && e <= end
        && announces_name(view.folded_slice(s..e))
    {
        return IMPOSSIBLE;
    }
    let begins_word = word.is_some_and(|(s, _)| s == start);
    if is_han(before) && matches!(first, '叫' | '被' | '说' | '是' | '的' | '了' | '在' | '们' | '这' | '那' | '吗' | '着' | '她' | '他')
    {
        return IMPOSSIBLE;
    }
    let mut score = 0.0;
    if is_han(first) && !is_name_dot(view.at(start + 1)) {
        let alone = word.is_some_and(|(s, e)| s == start && e == start + 1);
        if is_function_char(first) {
            score -= if alone { 5.0 } else { 2.5 };
        } else if is_doubtful_char(first) {
            score -= if alone { 2.0 } else { 1.0 };
        } else if let Some((s, e)) = word
            && s == start
            && e >= start + 2
            && stopwords.contains(view.folded_slice(s..e))
        {
            score -= 3.0;
        } else if let Some((s, e)) = word
            && s == start
            && e < end
            && (type_by_announcer(view.folded_slice(s..e)).is_some() || first == '一' && e == start + 2)
        {
            // 智库, 组织, 一款 before the name.
            score -= 1.6;
        }
    }
    // 首席风险官, 西澳州长: the end of a title, not the beginning of a name.
    // 律|师, 受害|者: no name begins within a word for people.
    if let Some((s, e)) = word
        && s < start
        && start < e
        && e <= end
    {
        let cut = view.folded_slice(s..e);
        if is_title(lexicon, cut) || super::kinds::is_kin(cut) || stopwords.contains(cut) || type_by_announcer(cut).is_some() {
            score -= 3.0;
        }
    }
    // 76人恩比德.
    if first == '人' && (before.is_ascii_digit() || is_han(before)) {
        score -= 2.0;
    }
    if first == '长' && is_office_char(before) {
        score -= 6.0;
    } else if matches!(first, '长' | '官' | '员' | '席' | '卿' | '相' | '者' | '授')
        && is_han(before)
        && !(first == '长' && matches!(view.at(start + 1), '谷' | '尾' | '岛' | '野' | '泽' | '崎' | '冈' | '友' | '井' | '滨' | '孙'))
    {
        score -= 2.5;
    }
    if matches!(before, '长' | '官' | '员' | '席' | '卿' | '授') && is_han(first) && !begins_word {
        score += 0.8;
    }
    if marks.title_starts.get(start).is_some_and(|&n| n >= 2 && is_title(lexicon, view.folded_slice(start..start + usize::from(n))))
        && begins_word
    {
        score -= 1.2;
    }
    if start == earliest || !is_han(before) {
        let quote = matches!(before, '“' | '「' | '《' | '『' | '"' | '‘');
        return score + if quote { 1.8 } else { 1.4 };
    }
    score += if begins_word { 0.6 } else { -0.9 };
    if marks
        .title_ends
        .get(start)
        .is_some_and(|&n| n > 0 && is_title(lexicon, view.folded_slice(start.saturating_sub(usize::from(n))..start)))
    {
        score += 1.7;
    } else if begins_word && start > 0 {
        let previous = words.word_at(start - 1).map(|(s, e)| view.folded_slice(s..e)).unwrap_or("");
        if is_function_char(before) && previous.chars().count() == 1
            || stopwords.contains(previous)
            || type_by_announcer(previous).is_some()
            || super::kinds::is_kin(previous)
        {
            score += 1.0;
        } else if ends_name(lexicon, marks, start) {
            score += 0.8;
        }
    } else if ends_name(lexicon, marks, start) {
        score += 0.9;
    }
    score
}

/// Characters that 长 makes a title with: 院长, 州长, 执行长.
fn is_office_char(c: char) -> bool {
    "部院会市州局所署处校行团队议首厂组务运馆台社书总员科外防财厅船机县区镇村乡省课级店站园理酋".contains(c)
}

/// Whether the folded word only says that a name follows: 名叫, 所谓.
fn announces_name(word: &str) -> bool {
    matches!(word, "名为" | "名叫" | "叫做" | "所谓" | "称为" | "自称" | "一名" | "一位" | "一种" | "一家" | "谢谢" | "感谢")
}

/// Whether the folded word is only the last word of names: an ending of organizations or things.
fn is_head(lexicon: &Lexicon, word: &str) -> bool {
    super::kinds::is_thing_word(word) || lexicon.form(word).is_some_and(|p| p.suffix.is_some() && p.senses.is_empty())
}

/// Whether the folded word is a title, and not merely a word before titles (国际, 前).
pub(super) fn is_title(lexicon: &Lexicon, word: &str) -> bool {
    lexicon
        .form(word)
        .and_then(|p| p.title)
        .and_then(|t| lexicon.titles.get(t as usize))
        .is_some_and(|t| t.kind != "prefix" || t.text.chars().count() < 2)
}

/// Whether a country, organization or place name ends here.
pub fn ends_name(lexicon: &Lexicon, marks: &Marks, at: usize) -> bool {
    marks.ending_at(at).any(|&(_, _, p)| {
        lexicon.pattern(p).is_some_and(|p| p.chars >= 2 && (p.body.is_some() || p.senses.iter().any(|s| s.form == FormUse::Always)))
    })
}
