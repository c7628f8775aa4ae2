//! Agreement over a document: a name sure in one place counts in all, and so do its short forms.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Source};
use super::classes::{BORDER, SURNAME};
use super::context::is_speech_verb;
use super::listed::crossing;
use super::scene::Scene;
use super::spots::each;
use crate::dictionary::{EntryId, SurnameKind};
use crate::record::EntityType;
use crate::text::{Sieve, WordList, is_han, is_latin_letter, is_name_dot};

/// A form looked for in the whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct Form<'t> {
    /// Folded characters.
    pub text: &'t [char],
    /// Type of what it names.
    pub kind: EntityType,
    /// Dictionary entry, where known.
    pub entry: Option<EntryId>,
    /// Log-odds of a place where it stands on word borders.
    pub score: f32,
    /// Whether it is the whole name, not a part of one.
    pub full: bool,
    /// Who proposes its places.
    pub source: Source,
}

/// Log-odds of a further place of a name that only a cue tells.
const HINT: f32 = -0.8;

/// The forms that the sure candidates of a document lend to the rest of it, and those that `hints` (names by cues) may have there.
pub fn forms<'t>(scene: &Scene<'t>, chosen: &[Candidate], hints: &[Candidate]) -> Vec<Form<'t>> {
    let view = scene.view;
    let mut forms: Vec<Form> = Vec::new();
    let mut offer = |text: &'t [char], kind: EntityType, entry: Option<EntryId>, score: f32, full: bool| {
        if !text.is_empty() && score > 0.0 {
            forms.push(Form { text, kind, entry, score, full, source: Source::DocumentAlias });
        }
    };
    // 海洋安全合作组织（以下简称海安组织）.
    for declared in scene.declared {
        let owner = chosen.iter().find(|c| c.end as usize == declared.full_end && c.kind == EntityType::Organization);
        if let (Some(c), Some(short)) = (owner, view.folded.get(declared.short.0..declared.short.1)) {
            offer(short, c.kind, c.entry, 4.5, true);
        }
    }
    for c in chosen {
        let text = &view.folded[c.start as usize..c.end as usize];
        let han = text.iter().any(|c| is_han(*c));
        if han && text.len() < 2 {
            continue;
        }
        match c.kind {
            EntityType::Person => {
                offer(text, c.kind, c.entry, c.score.min(3.0) - 0.2, true);
                let dot = text.iter().rposition(|c| is_name_dot(*c) || (*c == '-' && han));
                if let (Some(dot), true) = (dot, han) {
                    let last = &text[dot + 1..];
                    if last.len() >= 2 {
                        offer(last, c.kind, c.entry, c.score.min(2.6) - 0.4, false);
                    }
                    let first_end = text.iter().position(|c| is_name_dot(*c)).unwrap_or(dot);
                    let first = &text[..first_end];
                    if first.len() >= 2 && c.source != Source::DictionaryWord {
                        // An article that says the given name again and again, and the surname never, calls its people so.
                        let by_given_name =
                            view.len() <= ARTICLE && stands_alone(&view.folded, first) >= 2 && stands_alone(&view.folded, last) == 0;
                        let less = if by_given_name { 0.4 } else { 1.3 };
                        offer(first, c.kind, c.entry, c.score.min(2.4) - less, false);
                    }
                } else if han && (4..=5).contains(&text.len()) {
                    let surname: String = text[..2].iter().collect();
                    if scene.lexicon.surnames.get(&surname).is_some_and(|s| s.kind == SurnameKind::Japanese) {
                        offer(&text[..2], c.kind, c.entry, c.score.min(2.2) - 0.4, false);
                    }
                } else if !han {
                    let last = text.iter().rposition(|c| *c == ' ').map_or(text, |i| &text[i + 1..]);
                    if last.len() >= 3 && last.len() < text.len() && last[0].is_uppercase() {
                        offer(last, c.kind, c.entry, c.score.min(2.2) - 0.4, false);
                    }
                }
            }
            EntityType::Organization => {
                if han && c.len() >= 3 || !han && c.len() >= 3 {
                    offer(text, c.kind, c.entry, c.score.min(2.6) - 0.3, true);
                }
                if han {
                    short_companies(scene, c, text, &mut offer);
                }
            }
            EntityType::Place if c.len() >= 3 => offer(text, c.kind, c.entry, c.score.min(2.4) - 0.3, true),
            _ => {}
        }
    }
    // A name by a cue alone is not sure, but where its text comes again, that may be it.
    for c in hints {
        let text = &view.folded[c.start as usize..c.end as usize];
        let word = scene.view.folded_slice(c.start as usize..c.end as usize);
        if text.len() >= 2 && (text.len() > 2 || !scene.segmenter.has_word(word)) {
            forms.push(Form { text, kind: c.kind, entry: None, score: HINT, full: true, source: Source::Cue });
        }
    }
    // Of each text and type, the first of the best; a hint is less than all that is offered.
    forms.sort_by(|a, b| a.text.cmp(b.text).then(a.kind.cmp(&b.kind)).then(b.score.total_cmp(&a.score)));
    forms.dedup_by(|b, a| (a.text, a.kind) == (b.text, b.kind));
    forms
}

/// Characters of the longest text that is taken for one article about the same people.
const ARTICLE: usize = 20_000;

/// How often a part of a name stands in the text without a dot beside it.
fn stands_alone(text: &[char], part: &[char]) -> usize {
    let Some(first) = part.first() else { return 0 };
    let beside = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| is_name_dot(*c));
    let starts = text.iter().enumerate().filter(|(_, c)| *c == first).map(|(at, _)| at);
    let found = starts.filter(|at| text.get(*at..at + part.len()) == Some(part));
    found.filter(|at| !beside(at.checked_sub(1)) && !beside(Some(at + part.len()))).count()
}

/// Endings that a company's short name goes without.
static COMPANY_ENDINGS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "股份有限公司 集团有限公司 科技有限公司 有限责任公司 有限公司 国际集团 控股集团 集团公司 航空公司 保险公司 石油公司 汽车公司 \
         科技公司 制药公司 公司 集团 控股 股份 国际 科技 公寓 传媒 文化 证券 基金 金融 汽车 生技 生物 制药 药业 食品 电子 半导体 娱乐 \
         影业 实业 地产 置业 物流 快递 航空 航运 海运 百货 超市 酒店 饭店 餐饮 能源 环保 网络",
    )
});

/// 蛋壳公寓: what is left of a company's name without its ending.
fn short_companies<'t>(
    scene: &Scene,
    c: &Candidate,
    text: &'t [char],
    offer: &mut impl FnMut(&'t [char], EntityType, Option<EntryId>, f32, bool),
) {
    let Some(length) = COMPANY_ENDINGS.endings(text).map(|n| text.len() - n).find(|&rest| rest >= 2) else { return };
    if length > 5 {
        return;
    }
    let word = scene.view.folded_slice(c.start as usize..c.start as usize + length);
    let most = match scene.lexicon.form(word) {
        // What is listed as something else is that: 中国, 北京.
        Some(pattern) if !pattern.senses.is_empty() => return,
        Some(_) => 0.1,
        None => match scene.segmenter.listed_tag(word) {
            // 媒体集团, 新闻集团: the rest is an ordinary word.
            Some("n" | "v" | "vn" | "a" | "b" | "d" | "l" | "s" | "f") => 0.02,
            Some(_) => 0.1,
            None => 1.2,
        },
    };
    offer(&text[..length], c.kind, c.entry, (c.score.min(2.0) - 0.8).min(most), false);
}

/// Finds every place of the forms.
pub fn propose(scene: &Scene, forms: &[Form], out: &mut Vec<Candidate>) {
    // A look here is quicker than one into the list.
    let mut begins = Sieve::default();
    forms.iter().filter_map(|form| form.text.first()).for_each(|c| begins.insert(*c));
    let mut by_first: Vec<(char, &Form)> = forms.iter().filter_map(|form| Some((*form.text.first()?, form))).collect();
    by_first.sort_by_key(|(first, _)| *first);
    let mut groups: Vec<(char, &[(char, &Form)])> = Vec::with_capacity(by_first.len());
    groups.extend(by_first.chunk_by(|a, b| a.0 == b.0).filter_map(|group| Some((group.first()?.0, group))));
    let folded = &scene.view.folded;
    let mut next = 0;
    while let Some(step) = folded.get(next..).and_then(|rest| rest.iter().position(|c| begins.passes(*c))) {
        let start = next + step;
        next = start + 1;
        let c = &folded[start];
        let Ok(group) = groups.binary_search_by_key(c, |(first, _)| *first) else { continue };
        let second = folded.get(start + 1);
        for &(_, form) in groups[group].1 {
            let end = start + form.text.len();
            if form.text.len() > 1 && form.text.get(1) != second || folded.get(start..end) != Some(form.text) {
                continue;
            }
            let han = form.text.iter().any(|c| is_han(*c));
            let mut score = form.score;
            if han {
                score += crossing(scene, start, end) * if form.full { 0.4 } else { 0.7 };
                // Part of a longer dotted name: another person may be meant.
                if is_name_dot(scene.view.before(start)) || is_name_dot(scene.view.at(end)) {
                    score -= 2.5;
                }
            } else if is_latin_letter(scene.view.before(start)) || is_latin_letter(scene.view.at(end)) {
                continue;
            }
            out.push(Candidate::new(start, end, form.kind, form.source, score).of_entry(form.entry));
        }
    }
}

/// 陈先生, 蔡总统: a surname before an honorific or title is a person, surely so when the document
/// names somebody with that surname.
pub fn surnames_with_titles(scene: &Scene, chosen: &[Candidate], out: &mut Vec<Candidate>) {
    let known: FxHashSet<char> = chosen
        .iter()
        .filter(|c| c.kind == EntityType::Person && c.score > 0.5 && (2..=4).contains(&c.len()))
        .map(|c| scene.view.at(c.start as usize))
        .collect();
    for start in each(&scene.spots.titles).filter(|start| *start > 0) {
        let n = scene.marks.title_starts[start];
        let title = scene.view.folded_slice(start..start + usize::from(n));
        surname_before(scene, start, title, &known, out);
    }
    // 沈被问, 卢男: the surname alone of somebody the document names.
    for start in each(&scene.spots.surnames) {
        let flags = scene.flags[start];
        if flags & SURNAME == 0 {
            continue;
        }
        let c = scene.view.at(start);
        if known.contains(&c) {
            surname_alone(scene, start, flags & BORDER != 0, out);
        } else if flags & BORDER != 0 && is_gendered(scene, start) {
            let risk = scene.lexicon.surname_chars.get(&c).map_or(2, |s| s.word_risk);
            let score = -1.0 - 0.5 * f32::from(risk);
            out.push(Candidate::new(start, start + 1, EntityType::Person, Source::ChineseName, score));
        }
    }
    // 蔡政府, 马习会.
    for start in each(&scene.spots.governments) {
        if start > 0 && scene.view.at(start + 1) == '府' {
            surname_before(scene, start, "政府", &known, out);
        }
    }
}

/// Characters that make a word of 男 or 女 before them.
const BEHIND_GENDER: &str = "士子性生儿友孩方人团星神主排足篮乒双单网童女男权装工将";

/// Whether 男 or 女 stands behind a surname and begins no word of its own: 林男, not 林女士.
fn is_gendered(scene: &Scene, surname: usize) -> bool {
    matches!(scene.view.at(surname + 1), '男' | '女') && !BEHIND_GENDER.contains(scene.view.at(surname + 2))
}

/// A surname without a given name or title: before a verb of speech or deed, or after 老.
fn surname_alone(scene: &Scene, start: usize, border: bool, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let familiar = start > 0 && matches!(view.before(start), '老' | '小') && scene.words.is_border(start - 1);
    let first = view.at(start + 1);
    let gendered = matches!(first, '男' | '女' | '嫌' | '母' | '父' | '妻' | '氏');
    // jieba's model joins a surname with the word after it: 江说, 沈被.
    let whole = scene.words.is_border(start + 1) || scene.words.word_at(start).is_some_and(|(ws, we)| ws == start && !scene.lists(ws, we));
    if !(border || familiar) || !(whole || gendered) {
        return;
    }
    let acts =
        "被让说称也还则于在曾向对的要将却始喝".contains(first) || is_speech_verb(view.folded_slice(start + 1..(start + 3).min(view.len())));
    if gendered || familiar || acts || !is_han(first) && is_han(view.before(start)) {
        let risk = scene.lexicon.surname_chars.get(&view.at(start)).map_or(2, |s| s.word_risk);
        let score = if gendered || familiar { -0.4 } else { -1.2 } - 0.5 * f32::from(risk);
        out.push(Candidate::new(start, start + 1, EntityType::Person, Source::ChineseName, score));
    }
}

fn surname_before(scene: &Scene, start: usize, title: &str, known: &FxHashSet<char>, out: &mut Vec<Candidate>) {
    let c = scene.view.at(start - 1);
    let Some(surname) = scene.lexicon.surname_chars.get(&c) else { return };
    let honorific = matches!(title, "先生" | "女士" | "小姐" | "太太");
    let left_border = !is_han(scene.view.before(start - 1)) || scene.words.is_border(start - 1);
    let personal = matches!(title, "律师" | "法官" | "警官" | "教授" | "医生" | "医师" | "老师" | "庭长" | "检察官");
    if !left_border || !honorific && !personal && surname.word_risk >= 2 && !known.contains(&c) {
        return;
    }
    let mut score = if honorific { 1.8 } else { -1.6 } - 0.3 * f32::from(surname.word_risk);
    if known.contains(&c) {
        score += if honorific { 0.6 } else { 2.4 };
    }
    if score > -2.0 {
        out.push(Candidate::new(start - 1, start, EntityType::Person, Source::ChineseName, score));
    }
}
