//! Organizations by ending and structure: the longest name with its prefix (中国外交部, 洛伊国际政策研究所), and
//! generic bodies with their country.

use std::sync::LazyLock;

use super::candidate::{Candidate, Source};
use super::scene::Scene;
use super::spots::each;
use crate::dictionary::{FormUse, Suffix, SuffixStrength};
use crate::record::EntityType;
use crate::text::{WordList, is_han, is_latin_letter, is_name_dot};

/// Countries in one character that stand before a generic body: 俄外交部.
const SHORT: &str = "美俄英法德日韩朝印伊以乌台港澳加中";

/// Longest name by ending, in characters.
const LONGEST: usize = 24;

/// For every position, the longest country, place or organization name that starts there.
struct Heads {
    /// Its end, by start; 0 where none.
    ends: Vec<u32>,
    /// Its type, by start.
    kinds: Vec<EntityType>,
}

impl Heads {
    fn collect(scene: &Scene) -> Heads {
        let mut ends = vec![0u32; scene.view.len() + 1];
        let mut kinds = vec![EntityType::Other; scene.view.len() + 1];
        // Of one character there are most hits, and none of them is a head.
        for &(start, end, pattern) in scene.marks.hits.iter().filter(|(start, end, _)| end - start >= 2) {
            let Some(pattern) = scene.lexicon.pattern(pattern) else { continue };
            let Some(sense) = pattern.senses.iter().find(|s| matches!(s.form, FormUse::Always | FormUse::Latin | FormUse::Acronym)) else {
                continue;
            };
            let Some(entry) = scene.lexicon.entry(sense.entry) else { continue };
            if pattern.chars < 2 || entry.kind == EntityType::Person {
                continue;
            }
            if let (Some(last), Some(kind)) = (ends.get_mut(start as usize), kinds.get_mut(start as usize))
                && end > *last
            {
                (*last, *kind) = (end, entry.kind);
            }
        }
        Heads { ends, kinds }
    }

    fn at(&self, index: usize) -> Option<(usize, EntityType)> {
        match self.ends.get(index) {
            Some(&end) if end > 0 => Some((end as usize, *self.kinds.get(index)?)),
            _ => None,
        }
    }
}

/// Proposes organizations by their endings.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    let heads = Heads::collect(scene);
    for &(start, end, index) in &scene.marks.hits {
        let Some(pattern) = scene.lexicon.pattern(index) else { continue };
        let (start, end) = (start as usize, end as usize);
        if let Some(body) = pattern.body {
            generic_body(scene, &heads, start, end, body, out);
        }
        if let Some(suffix) = pattern.suffix {
            by_suffix(scene, &heads, start, end, suffix, out);
        }
    }
    missions(scene, &heads, out);
    armies(scene, out);
    // Twice: 北京市公安局 + 东城分局 + 东四派出所.
    if chains(out) {
        chains(out);
    }
}

/// Endings of bodies that are stationed elsewhere.
static MISSIONS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("大使馆 总领事馆 领事馆 总领馆 使领馆 使馆 代表处 办事处 代表团 记者站 使团 办公室 办 部队 美军 领馆"));

/// 中国驻捷克大使馆, 无锡市驻京办: a body stationed elsewhere.
fn missions(scene: &Scene, heads: &Heads, out: &mut Vec<Candidate>) {
    let folded = &scene.view.folded;
    for i in each(&scene.spots.stations) {
        // What is stationed ends right before 驻.
        let Some(start) = (1..=10usize).rev().find_map(|back| {
            let s = i.checked_sub(back)?;
            heads.at(s).is_some_and(|(e, _)| e == i).then_some(s)
        }) else {
            continue;
        };
        // Where: a listed name or one character, then the ending.
        let whole = |end: usize| match MISSIONS.longest_at(folded.get(end..)?) {
            0 => None,
            length => Some(end + length),
        };
        if let Some(end) = heads.at(i + 1).map(|(end, _)| end).into_iter().chain([i + 2]).find_map(whole) {
            push(start, end, 2.4, Source::Suffix, out);
        }
    }
}

/// Countries in one character whose armies are called so.
const ARMED: &str = "美俄英法德日韩朝印以伊越乌台澳加缅土";

/// 日军, 印军: a country in one character and its army.
fn armies(scene: &Scene, out: &mut Vec<Candidate>) {
    for i in each(&scene.spots.armies).filter(|i| *i > 0) {
        if ARMED.contains(scene.view.at(i - 1)) && scene.words.is_border(i - 1) {
            let whole = scene.words.is_border(i + 1);
            push(i - 1, i + 1, if whole { 0.6 } else { -1.2 }, Source::GenericBody, out);
        }
    }
}

/// 中国医学科学院 + 肿瘤医院: an organization inside another. Whether there is any.
fn chains(out: &mut Vec<Candidate>) -> bool {
    let mut ends: Vec<(u32, u32, f32)> = out
        .iter()
        .filter(|c| c.kind == EntityType::Organization && c.score > -0.5 && c.end - c.start >= 3)
        .map(|c| (c.end, c.start, c.score))
        .collect();
    ends.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    ends.dedup_by_key(|e| (e.0, e.1));
    let known = |start: u32, end: u32| ends.binary_search_by(|e| (e.0, e.1).cmp(&(end, start))).is_ok();
    let mut union: Vec<(u32, u32, f32)> = Vec::new();
    for c in out.iter().filter(|c| matches!(c.source, Source::Suffix | Source::GenericBody) && c.score > -1.5) {
        let from = ends.partition_point(|e| e.0 < c.start);
        for &(_, start, score) in ends[from..].iter().take_while(|e| e.0 == c.start) {
            if (c.end - start) as usize <= LONGEST && !known(start, c.end) {
                union.push((start, c.end, (score.min(c.score + 1.5) - 0.4).min(1.6)));
            }
        }
    }
    union.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    union.dedup_by_key(|u| (u.0, u.1));
    for &(start, end, score) in &union {
        push(start as usize, end as usize, score, Source::Suffix, out);
    }
    !union.is_empty()
}

fn generic_body(scene: &Scene, heads: &Heads, start: usize, end: usize, body: u32, out: &mut Vec<Candidate>) {
    let Some(body) = scene.lexicon.bodies.get(body as usize) else { return };
    if scene.title_goes_on(start, end) || !right_edge(scene, start, end) {
        return;
    }
    // Country, place or organization right before it.
    let mut from = None;
    for back in 1..=14usize {
        let Some(s) = start.checked_sub(back) else { break };
        if !is_han(scene.view.at(s)) && !is_name_dot(scene.view.at(s)) {
            break;
        }
        if let Some((e, kind)) = heads.at(s)
            && e == start
        {
            from = Some((s, kind));
        }
    }
    if let Some((s, kind)) = from
        && (kind != EntityType::Organization || may_have_bodies(scene, s, start))
        && scene.words.word_at(s).is_some_and(|(ws, _)| ws == s || kind == EntityType::Country)
    {
        let score = match kind {
            EntityType::Country | EntityType::Organization => 3.2,
            _ => 2.6,
        };
        push(s, end, score, Source::GenericBody, out);
    } else if let Some(s) = start.checked_sub(1)
        && is_short_country(scene, s)
        && scene.words.is_border(s)
    {
        // 俄外交部, 美财政部.
        push(s, end, 2.0, Source::GenericBody, out);
    }
    let whole_word = scene.words.is_border(start) && scene.words.is_border(end);
    if body.bare && whole_word {
        push(start, end, 1.2, Source::GenericBody, out);
    }
}

/// Whether an organization is one that has bodies of its own: a parliament or ministry, not a party.
fn may_have_bodies(scene: &Scene, start: usize, end: usize) -> bool {
    scene.lexicon.form(scene.view.folded_slice(start..end)).is_some_and(|p| {
        p.senses.iter().filter_map(|s| scene.lexicon.entry(s.entry)).any(|e| {
            matches!(e.subkind.as_str(), "government" | "ministry" | "parliament" | "international" | "army" | "agency" | "university")
        })
    })
}

fn is_short_country(scene: &Scene, index: usize) -> bool {
    let mut utf8 = [0u8; 4];
    let c = scene.view.at(index);
    SHORT.contains(c)
        && scene.lexicon.form(c.encode_utf8(&mut utf8)).is_some_and(|p| p.senses.iter().any(|s| matches!(s.form, FormUse::Short(_))))
}

/// Whether a name may end here: at a word border, or inside a word only jieba's model made.
pub(super) fn right_edge(scene: &Scene, start: usize, end: usize) -> bool {
    // 三亚市委书记: what goes on is a title.
    if scene.words.is_border(end) || scene.title_after(end) {
        return true;
    }
    let Some((ws, we)) = scene.words.word_at(end) else { return true };
    ws >= start && !scene.lists(ws, we)
}

fn by_suffix(scene: &Scene, heads: &Heads, start: usize, end: usize, suffix: u32, out: &mut Vec<Candidate>) {
    let Some(suffix) = scene.lexicon.suffixes.get(suffix as usize) else { return };
    if scene.title_goes_on(start, end) || !right_edge(scene, start, end) {
        return;
    }
    // A longer ending covers this one: 委员会 over 会.
    let Some((ws, we)) = scene.words.word_at(end - 1) else { return };
    let last_word = scene.view.folded_slice(ws..we);
    let weak = suffix.strength == SuffixStrength::Weak;
    let single = end - start == 1;
    // 社会, 机会, 全部: an ordinary word that happens to end so. 规划局 is longer, and jieba lists names (nt, nz) too.
    let ordinary = |word: &str| we - ws < 3 && !matches!(scene.segmenter.tag(word), "nt" | "nz");
    if (weak || single) && ws < start && we == end && scene.lists(ws, we) && ordinary(last_word) {
        return;
    }
    let view = scene.view;
    let mut s = start.min(ws);
    let mut words = 0;
    let mut loose = 0;
    let mut head_start = None;
    let mut proper = s < start && !scene.lists(ws, we);
    let mut options: Vec<(usize, f32)> = Vec::new();
    // The word that the ending closes may be the whole name: 财联社.
    if s < start && start - s >= usize::from(suffix.min_prefix) && start - s >= 2 {
        let listed = if proper { 0.0 } else { -1.5 };
        options.push((s, strength_of(suffix.strength) + listed + if is_han(view.before(s)) { 0.0 } else { 0.5 }));
    }
    while s > 0 && end - s < LONGEST && words < 9 {
        let before = view.before(s);
        if before == '、' && words > 0 && words < 6 {
            // 民主、人权和劳工事务局 under a known head only.
            let other = scene.marks.ending_at(s - 1).any(|&(_, _, p)| scene.lexicon.pattern(p).is_some_and(|p| p.suffix.is_some()));
            if !other && let Some(head) = head_across_list(scene, heads, s, end) {
                push(head, end, 1.6, Source::Suffix, out);
            }
            break;
        }
        let inside = is_han(before)
            || is_name_dot(before)
            || before.is_ascii_alphanumeric()
            || is_latin_letter(before)
            || (before == '-' && words > 0);
        if !inside {
            break;
        }
        let Some((mut ps, pe)) = scene.words.word_at(s - 1) else { break };
        let pe = pe.min(s);
        // A head that jieba joined with its neighbour still begins inside the word.
        if let Some(inner) = (ps..pe).find(|&k| heads.at(k).is_some_and(|(e, _)| e == pe)) {
            ps = inner;
        }
        let word = view.folded_slice(ps..pe);
        let is_head = heads.at(ps).is_some_and(|(e, _)| e >= pe && e <= start.max(pe));
        if !is_head && !is_short_country(scene, ps) && !may_stand_inside(scene, word, words) {
            if loose == LOOSE || !may_stand_loosely(scene, word) {
                break;
            }
            loose += 1;
        }
        // 记者协会, 教师工会 are of a profession; else a title belongs to the sentence.
        let of_profession = words == 0 && view.folded.get(start..end).is_some_and(|ending| ASSOCIATIONS.holds(ending));
        if !is_head && !of_profession && scene.marks.title_ends.get(s).is_some_and(|&n| n > 0 && usize::from(n) >= s - ps) {
            break;
        }
        s = ps;
        words += 1;
        if is_head {
            head_start = Some(s);
        } else if head_start.is_some() {
            // Words left of the country belong to the sentence, not to the name.
            break;
        }
        proper = proper || is_head || pe - ps >= 2 && !scene.lists(ps, pe);
        if s < start && start - s >= usize::from(suffix.min_prefix) {
            let name = Extent { start: s, ending: start, end, words, is_head, proper };
            let score = name.score(scene, heads, suffix) - 0.8 * loose as f32;
            options.push((s, score));
        }
    }
    options.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (s, score) in options.into_iter().take(5) {
        push(s, end, score, Source::Suffix, out);
    }
}

/// How far to the left a name by its ending may go.
struct Extent {
    start: usize,
    /// Where the ending begins.
    ending: usize,
    end: usize,
    /// Words before the ending.
    words: usize,
    /// Whether the first of them is a listed name.
    is_head: bool,
    /// Whether one of them is, or is no ordinary word.
    proper: bool,
}

impl Extent {
    fn score(&self, scene: &Scene, heads: &Heads, suffix: &Suffix) -> f32 {
        let mut score = strength_of(suffix.strength);
        let common = is_common_kind(&suffix.subkind);
        if self.is_head {
            // 美国公司 is no name; 东海航空, 南投县政府 may be one.
            score += match heads.at(self.start) {
                Some((end, EntityType::Country)) if end >= self.ending && common => -2.2,
                Some((end, EntityType::Place)) if end >= self.ending && common => -0.6,
                _ => 1.4,
            };
        } else if !self.proper {
            score -= if common { 1.9 } else { 0.3 };
        }
        score -= 0.1 * self.words as f32;
        let left = scene.view.before(self.start);
        if !is_han(left) {
            score += 0.5;
        }
        if matches!(left, '“' | '《' | '「') {
            score += 0.4;
        }
        if scene.title_after(self.end) || scene.speaks(self.end) {
            score += 0.4;
        }
        if self.words == 1 && self.ending - self.start == 1 && !self.is_head {
            score -= 1.2;
        }
        score
    }
}

/// Log-odds that an ending begins with.
fn strength_of(strength: SuffixStrength) -> f32 {
    match strength {
        SuffixStrength::Strong => 1.0,
        SuffixStrength::Medium => 0.0,
        SuffixStrength::Weak => -1.4,
    }
}

/// Kinds whose bare word with a country is no name: 美国公司, 中国媒体, 日本大学.
fn is_common_kind(kind: &str) -> bool {
    matches!(
        kind,
        "company"
            | "bank"
            | "media"
            | "university"
            | "think_tank"
            | "ngo"
            | "team"
            | "other"
            | "court"
            | "party"
            | "armed_group"
            | "government"
            | "hospital"
            | "school"
            | "police"
    )
}

/// Endings of bodies that professions have: 记者协会, 教师工会.
static ASSOCIATIONS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("协会 学会 公会 工会 总会 联会 联合会 联盟 商会 俱乐部 之家 总工会 同盟"));

/// Whether a word may stand inside an organization's name: nouns, and words of the bilingual list.
pub(super) fn may_stand_inside(scene: &Scene, word: &str, words: usize) -> bool {
    if scene.translations.knows(word) && !matches!(word, "和" | "与" | "及" | "在" | "的") {
        return true;
    }
    if scene.is_stopword(word) {
        return matches!(word, "与" | "和" | "及" | "暨") && words > 0 && words < 3;
    }
    let tag = scene.segmenter.tag(word);
    // 三一重工, 东四派出所, 春秋航空: numbers and times name companies and streets.
    if words == 0 && matches!(tag, "m" | "t") && word.chars().count() >= 2 && word.chars().all(is_han) {
        return !word.ends_with(['年', '月', '日', '个', '名', '家', '位', '次', '前', '后', '期', '点', '晨', '午', '晚', '间', '天']);
    }
    !matches!(tag.as_bytes().first(), Some(b'v' | b'd' | b'p' | b'c' | b'u' | b'r' | b'm' | b'q' | b'f' | b't' | b'y' | b'e' | b'z' | b'o'))
        || tag == "vn"
}

/// How many words that as a rule belong to the sentence a name may hold.
pub(super) const LOOSE: usize = 2;

/// Whether a word that as a rule belongs to the sentence may all the same be part of a name: pieces of names that jieba does not know
/// (大午公司) and what a body is for (青石湾管水办).
pub(super) fn may_stand_loosely(scene: &Scene, word: &str) -> bool {
    word.chars().all(is_han)
        && !scene.is_stopword(word)
        && !matches!(scene.segmenter.tag(word).as_bytes().first(), Some(b'p' | b'c' | b'u' | b'r' | b'y' | b'e' | b'o' | b'd'))
}

/// The known name before a list that ends in this name: 美国国务院民主、人权和劳工事务局.
fn head_across_list(scene: &Scene, heads: &Heads, from: usize, end: usize) -> Option<usize> {
    let low = end.saturating_sub(LONGEST);
    let mut s = from;
    while s > low {
        s -= 1;
        if matches!(scene.view.at(s), ',' | '。' | ':' | ';' | '(' | ')' | '\n') {
            return None;
        }
        if let Some((e, EntityType::Organization)) = heads.at(s)
            && e < from
            && from - e <= 5
        {
            return Some(s);
        }
    }
    None
}

/// 16日董事会, 2.6外资银行: whether a name by its ending begins with a date or a figure.
pub fn begins_with_a_date(scene: &Scene, c: &Candidate) -> bool {
    if c.source != Source::Suffix {
        return false;
    }
    let text = scene.view.folded.get(c.start as usize..c.end as usize).unwrap_or_default();
    let digits = text.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let (figure, behind) = text.split_at(digits);
    !figure.is_empty() && (figure.contains(&'.') || matches!(behind.first(), Some('日' | '月' | '年' | '亿' | '万' | '%' | '时')))
}

fn push(start: usize, end: usize, score: f32, source: Source, out: &mut Vec<Candidate>) {
    out.push(Candidate::new(start, end, EntityType::Organization, source, score));
}
