//! Where a Chinese and a Latin name may stand together: brackets of every kind in both orders,
//! and Latin names right after Chinese ones.

use super::kinds::latin_title;
use super::latin::{LatinName, latin_runs, parse_latin};
use crate::text::{TextView, fold_latin, is_han, is_ideograph, is_latin_letter, is_name_dot};

/// How the two halves stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 绍伊古（Shoigu）
    ChineseFirst,
    /// Shoigu（绍伊古）
    LatinFirst,
    /// 施罗德 Schroders, without a bracket.
    Adjacent,
    /// Side by side in some looser way (德国之声 - DW, MSCI明晟, 凤凰城Phoenix): only listed renderings count.
    Aside,
    /// A Chinese name right after the Latin one (MSCI明晟): `zh` begins where the Latin half ends, its end is open.
    Behind,
}

/// One place where a Chinese and a Latin name may render each other. Offsets are characters.
#[derive(Clone, Debug)]
pub struct Site {
    /// How they stand.
    pub order: Order,
    /// Where the Chinese half may begin at the earliest and where it ends. Its true start is to be
    /// found, unless `zh_exact`.
    pub zh: (usize, usize),
    /// Whether `zh` is the exact Chinese half already.
    pub zh_exact: bool,
    /// The Latin half's range.
    pub latin: (usize, usize),
    /// The Latin half.
    pub name: LatinName,
    /// Index among the names of one bracket: 0 for the first.
    pub rank: usize,
}

/// The sites of one document.
pub type Sites = Vec<Site>;

/// The farthest a Chinese half reaches to the left, in characters.
pub const LONGEST_ZH: usize = 30;
/// Rank of a site with both halves inside one bracket.
pub const INSIDE: usize = 9;
/// The longest bracket that is looked into.
const LONGEST_BRACKET: usize = 160;

fn open_to_close(c: char) -> Option<char> {
    Some(match c {
        '(' => ')',
        '[' => ']',
        '〔' => '〕',
        _ => return None,
    })
}

/// Finds every site of `view`, in order of position, into `sites` (cleared first).
pub fn find_sites(view: &TextView, sites: &mut Sites) {
    sites.clear();
    for paragraph in &view.paragraphs {
        let (from, to) = (paragraph.start as usize, paragraph.end as usize);
        let mut i = from;
        while i < to {
            // Most characters are neither bracket nor letter.
            match view.folded.get(i..to).and_then(|rest| rest.iter().position(|&c| !is_ideograph(c))) {
                Some(plain) => i += plain,
                None => break,
            }
            let c = view.at(i);
            if let Some(close) = open_to_close(c) {
                if let Some(end) = matching(view, i, to, c, close) {
                    bracket_sites(view, from, i, end, sites);
                }
            } else if is_latin_letter(c) {
                if i > from {
                    adjacent_site(view, from, i, to, sites);
                }
                // Skip the rest of the run.
                while i < to && (is_latin_letter(view.at(i)) || matches!(view.at(i), ' ' | '-' | '.' | '\'' | '&')) {
                    i += 1;
                }
                behind_site(view, from, i, to, sites);
                continue;
            }
            i += 1;
        }
    }
}

/// The closing bracket for the opening one at `open`, nesting respected, within this paragraph.
fn matching(view: &TextView, open: usize, to: usize, opener: char, closer: char) -> Option<usize> {
    let mut depth = 0usize;
    for i in open..to.min(open + LONGEST_BRACKET) {
        let c = view.at(i);
        if c == opener {
            depth += 1;
        } else if c == closer {
            depth -= 1;
            if depth == 0 {
                return Some(i);
            }
        }
    }
    None
}

/// The earliest start of a Chinese name that ends before `end`: Chinese characters, dots, and a
/// few marks that names hold inside (、 in ministries, quotation marks, Latin letters, digits).
fn left_limit(view: &TextView, from: usize, end: usize) -> usize {
    let mut start = end;
    while start > from && end - start < LONGEST_ZH {
        let c = view.before(start);
        let inside = is_han(c)
            || is_name_dot(c)
            || c.is_ascii_alphanumeric()
            || matches!(
                c,
                '-' | '“' | '”' | '「' | '」' | '《' | '》' | '、' | '=' | '&' | '—' | '‧' | '+' | '『' | '』' | ' ' | '\'' | '.'
            );
        if !inside {
            break;
        }
        start -= 1;
    }
    while start < end && matches!(view.at(start), ' ' | '、' | '-' | '”' | '」' | '》' | '.' | '—') {
        start += 1;
    }
    start
}

/// A site, its Latin half without titles and a leading small `the`.
#[allow(clippy::too_many_arguments)]
fn push(view: &TextView, order: Order, zh: (usize, usize), zh_exact: bool, from: usize, to: usize, rank: usize, sites: &mut Sites) -> bool {
    let mut text = view.surface(from..to);
    let mut from = from;
    let mut skip = latin_title(&text);
    if text[skip..].starts_with("the ") {
        skip += 4;
    }
    if skip > 0 {
        from += text[..skip].chars().count();
        text = text.split_off(skip);
    }
    // A lone bracket or comma at the end is no part: `Tsai Ing-wen ,`.
    let Some(name) = parse_latin(&text) else { return false };
    let lead = text.chars().count() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().count();
    let start = from + lead;
    let length = name.text.chars().count();
    let exact = view.surface(start..start + length) == name.text;
    let latin = if exact { (start, start + length) } else { (from, to) };
    sites.push(Site { order, zh, zh_exact, latin, name, rank });
    true
}

fn has_han(view: &TextView, from: usize, to: usize) -> bool {
    (from..to).any(|i| is_han(view.at(i)))
}

fn bracket_sites(view: &TextView, from: usize, open: usize, close: usize, sites: &mut Sites) {
    let (inner_from, inner_to) = (open + 1, close);
    if inner_from >= inner_to {
        return;
    }
    // What stands before the bracket: a Chinese name (perhaps closed by a quotation mark), or a Latin one.
    let mut before = open;
    while before > from && matches!(view.before(before), ' ' | '”' | '」' | '》' | '"' | '’' | '』') {
        before -= 1;
    }
    // A chain: 甲（A）（B）: the second bracket belongs to the same name.
    let mut hops = 0;
    while before > from && matches!(view.before(before), ')' | ']' | '〕' | '】') && hops < 3 {
        let mut depth = 0usize;
        let mut k = before;
        while k > from {
            k -= 1;
            match view.at(k) {
                ')' | ']' | '〕' | '】' => depth += 1,
                '(' | '[' | '〔' | '【' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        before = k;
        while before > from && view.before(before) == ' ' {
            before -= 1;
        }
        hops += 1;
    }
    if before <= from {
        return;
    }
    let last = view.before(before);
    let latin_inside = view.folded.get(inner_from..inner_to).unwrap_or(&[]).iter().any(|&c| is_latin_letter(c));
    if is_han(last)
        && !latin_inside
        && let Some(latin_end) = (before.saturating_sub(3).max(from)..before).rev().find(|&i| is_latin_letter(view.at(i)))
    {
        // QDII额度（合格境外机构投资者）: a word between the acronym and its bracket.
        latin_first(view, latin_start(view, from, latin_end + 1), latin_end + 1, inner_from, inner_to, sites);
        return;
    }
    if is_han(last) || (last.is_ascii_digit() && has_han(view, before.saturating_sub(6).max(from), before)) {
        chinese_first(view, from, before, inner_from, inner_to, sites);
    } else if is_latin_letter(last) || last == '.' {
        // 基石XL（Keystone XL）: Chinese with a Latin tail, if the bracket holds Latin.
        let start = latin_start(view, from, before);
        if has_han(view, inner_from, inner_to) {
            latin_first(view, start, before, inner_from, inner_to, sites);
        } else if start > from && is_han(view.before(start)) {
            chinese_first(view, from, before, inner_from, inner_to, sites);
        }
    }
}

fn latin_start(view: &TextView, from: usize, end: usize) -> usize {
    let mut start = end;
    while start > from && end - start < 60 {
        let c = view.before(start);
        let inside = is_latin_letter(c) || c.is_ascii_digit() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | '&' | '·');
        if !inside {
            break;
        }
        start -= 1;
    }
    while start < end && !is_latin_letter(view.at(start)) && !view.at(start).is_ascii_digit() {
        start += 1;
    }
    start
}

/// Splits a bracket's text at commas and the like into ranges.
fn segments(view: &TextView, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = from;
    let mut depth = 0usize;
    for i in from..to {
        let c = view.at(i);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '、' | ':' | '/' | '|' | '=' | '。' if depth == 0 => {
                out.push((start, i));
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push((start, to));
    out
}

/// Words before a Latin name in a bracket that only announce it.
const LABELS: &[&str] = &[
    "英文名称为",
    "英文简称为",
    "英文全称为",
    "英文缩写为",
    "英文名称",
    "英文简称",
    "英文缩写",
    "英文全称",
    "英文译名",
    "英文名为",
    "英文名字",
    "英文名",
    "以下简称",
    "以下统称",
    "简称为",
    "缩写为",
    "又称为",
    "英语名",
    "英文",
    "英语",
    "英译",
    "英称",
    "简称",
    "缩写",
    "原名",
    "又名",
    "又称",
    "又译",
    "亦称",
    "全称",
    "下称",
    "本名",
    "法文",
    "法语",
    "德文",
    "德语",
    "俄文",
    "俄语",
    "西班牙语",
    "日文",
    "日语",
    "拼音",
    "即",
    "或",
    "音译",
    "译名",
    "译",
];

fn strip_label(view: &TextView, mut from: usize, to: usize) -> usize {
    loop {
        while from < to && matches!(view.at(from), ' ' | ':' | '“' | '"' | '「' | '《') {
            from += 1;
        }
        let text = view.folded_slice(from..to);
        match LABELS.iter().find(|label| text.starts_with(**label)) {
            Some(label) => from += label.chars().count(),
            None => return from,
        }
    }
}

fn chinese_first(view: &TextView, from: usize, zh_end: usize, inner_from: usize, inner_to: usize, sites: &mut Sites) {
    // Without a letter there is no Latin name: a caption, a year, an age.
    if !view.folded.get(inner_from..inner_to).unwrap_or(&[]).iter().any(|&c| is_latin_letter(c)) {
        return;
    }
    let zh_start = left_limit(view, from, zh_end);
    if !has_han(view, zh_start, zh_end) {
        return;
    }
    let mut rank = 0;
    let parts = segments(view, inner_from, inner_to);
    if is_photo_credit(view, &parts) {
        return;
    }
    both_inside(view, &parts, sites);
    for (start, end) in parts {
        let start = strip_label(view, start, end);
        let han = (start..end).filter(|&i| is_han(view.at(i))).count();
        if han > 0 {
            // 简称WHO，世卫组织: Chinese inside is another name only after a label, told later.
            if rank == 0 && han > 3 {
                // Text in a bracket that begins with prose is an opinion or a caption.
                let leading = (start..end).take_while(|&i| !is_latin_letter(view.at(i))).count();
                if leading > 3 {
                    return;
                }
            }
            // Martin Kulldorff 博士: the run at the segment's start still counts.
            let mut first = None;
            latin_runs(&view.folded, start, end, |s, e| {
                if first.is_none() {
                    first = Some((s, e));
                }
            });
            if let Some((s, e)) = first
                && s == start
                && push(view, Order::ChineseFirst, (zh_start, zh_end), false, s, e, rank, sites)
            {
                rank += 1;
            }
            continue;
        }
        let (mut s, mut e) = (start, end);
        while s < e && !(is_latin_letter(view.at(s)) || view.at(s).is_ascii_digit()) {
            s += 1;
        }
        while e > s && matches!(view.before(e), ' ' | '”' | '"' | '」' | '》' | ')' | ']' | '’') {
            e -= 1;
        }
        if parse_latin(&view.surface(s..e)).is_some() {
            // A nested bracket: World Health Organization (WHO).
            if let Some(inner) = (s..e).find(|&i| matches!(view.at(i), '(' | '[')) {
                let mut cut = inner;
                while cut > s && view.before(cut) == ' ' {
                    cut -= 1;
                }
                for (a, b) in [(s, cut), (inner + 1, e)] {
                    let mut b = b;
                    while b > a && matches!(view.before(b), ')' | ']' | ' ') {
                        b -= 1;
                    }
                    if push(view, Order::ChineseFirst, (zh_start, zh_end), false, a, b, rank, sites) {
                        rank += 1;
                    }
                }
                continue;
            }
            if push(view, Order::ChineseFirst, (zh_start, zh_end), false, s, e, rank, sites) {
                rank += 1;
            }
        }
    }
}

/// (Jan Novak/Getty Images): a photographer and an agency, no rendering of what stands before.
fn is_photo_credit(view: &TextView, parts: &[(usize, usize)]) -> bool {
    parts.len() >= 2
        && parts.iter().skip(1).any(|&(start, end)| {
            let text = fold_latin(&view.surface(start..end));
            let slash = start > 0 && view.at(start - 1) == '/';
            matches!(text.as_str(), "getty images" | "getty" | "shutterstock" | "pool" | "epa" | "handout" | "file photo" | "epa efe")
                || text.starts_with("via ")
                || text.contains("getty images")
                || slash && matches!(text.as_str(), "afp" | "ap" | "reuters" | "bloomberg" | "xinhua" | "ap photo" | "the epoch times")
        })
}

/// (扭转操作, twist operation), (美联储/FED): both halves inside one bracket, side by side.
fn both_inside(view: &TextView, parts: &[(usize, usize)], sites: &mut Sites) {
    for pair in parts.windows(2) {
        if !matches!(view.at(pair[0].1), ',' | '/' | ';') {
            continue;
        }
        let trimmed = |(a, b): (usize, usize)| {
            let mut a = strip_label(view, a, b);
            let mut b = b;
            while a < b && matches!(view.at(a), ' ' | '“' | '「' | '《') {
                a += 1;
            }
            while b > a && matches!(view.before(b), ' ' | '”' | '」' | '》') {
                b -= 1;
            }
            (a, b)
        };
        let (x, y) = (trimmed(pair[0]), trimmed(pair[1]));
        let chinese = |(a, b): (usize, usize)| {
            (2..=20).contains(&(b.saturating_sub(a))) && (a..b).all(|i| is_han(view.at(i)) || is_name_dot(view.at(i)))
        };
        let latin = |(a, b): (usize, usize)| b > a && is_latin_letter(view.at(a)) && !has_han(view, a, b);
        if chinese(x) && latin(y) {
            push(view, Order::ChineseFirst, x, true, y.0, y.1, INSIDE, sites);
        } else if latin(x) && chinese(y) {
            push(view, Order::LatinFirst, y, true, x.0, x.1, INSIDE, sites);
        }
    }
}

fn latin_first(view: &TextView, latin_from: usize, latin_to: usize, inner_from: usize, inner_to: usize, sites: &mut Sites) {
    for (rank, (start, end)) in segments(view, inner_from, inner_to).into_iter().enumerate() {
        let start = strip_label(view, start, end);
        let mut end = end;
        while end > start && matches!(view.before(end), ' ' | '”' | '"' | '」' | '》') {
            end -= 1;
        }
        let all_name = (start..end).all(|i| {
            let c = view.at(i);
            is_han(c) || is_name_dot(c) || c.is_ascii_alphanumeric() || matches!(c, '-' | ' ' | '=')
        });
        if start < end && all_name && is_han(view.at(start)) && end - start <= LONGEST_ZH {
            push(view, Order::LatinFirst, (start, end), true, latin_from, latin_to, rank, sites);
        }
    }
}

/// Chinese right after a Latin run that ends at `at`.
fn behind_site(view: &TextView, from: usize, at: usize, to: usize, sites: &mut Sites) {
    if !is_han(view.at(at)) {
        return;
    }
    let mut end = at;
    while end > from && view.before(end) == ' ' {
        end -= 1;
    }
    let start = latin_start(view, from, end);
    let reach = (at..to.min(at + 12)).take_while(|&i| is_han(view.at(i)) || is_name_dot(view.at(i))).count();
    if start < end && reach >= 2 {
        push(view, Order::Behind, (at, at + reach), false, start, end, 0, sites);
    }
}

/// A Latin run right after Chinese characters (a space between them or none).
fn adjacent_site(view: &TextView, from: usize, at: usize, to: usize, sites: &mut Sites) {
    let mut zh_end = at;
    let mut order = Order::Adjacent;
    while zh_end > from && matches!(view.before(zh_end), ' ' | '”' | '」' | '·' | '-' | '—' | '》' | '/') {
        if matches!(view.before(zh_end), '-' | '—' | '/') {
            order = Order::Aside;
        }
        zh_end -= 1;
    }
    if zh_end == from || !is_han(view.before(zh_end)) {
        return;
    }
    let mut run = None;
    latin_runs(&view.folded, at, to.min(at + 80), |s, e| {
        if run.is_none() {
            run = Some((s, e));
        }
    });
    let Some((s, e)) = run else { return };
    if s != at {
        return;
    }
    let zh_start = left_limit(view, from, zh_end);
    push(view, order, (zh_start, zh_end), false, s, e, 0, sites);
}
