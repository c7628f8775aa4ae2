//! Chinese (and Korean and Japanese) people that no dictionary lists: surname and given name, with
//! context, and agreement over the document.

use super::candidate::{Candidate, Source};
use super::classes::{BORDER, COMPOUND, HAN, NEVER_GIVEN, SURNAME};
use super::scene::Scene;
use super::spots::each;
use super::texts::Texts;
use super::word_facts::{FOLLOWS, SPEECH};
use crate::dictionary::SurnameKind;
use crate::record::EntityType;
use crate::text::is_han;

/// Characters that no given name holds.
pub(super) const NEVER_IN_GIVEN_NAMES: &str = "的了是在和与说称表这那他她它们我你就也都被把对从到为但而及或等个些不没很只要将已曾还又再最更该此其某每各前后昨年月号亿由者吗呢吧啊则第位区镇村路街党部局院委给让使比跟且什么怎谁哪两几姓县市";

/// What is the same for all names that begin at a place.
struct Here {
    start: usize,
    /// Log-odds by what stands before, once somebody asks.
    before: Option<f32>,
}

impl Here {
    fn new(start: usize) -> Here {
        Here { start, before: None }
    }

    fn before(&mut self, scene: &Scene) -> f32 {
        *self.before.get_or_insert_with(|| {
            if scene.title_before(self.start) {
                2.4
            } else if scene.announced(self.start) {
                0.9
            } else if !is_han(scene.view.before(self.start)) {
                0.5
            } else {
                0.0
            }
        })
    }
}

/// A surname: how many characters it has, whose it is, and what it adds to the log-odds.
struct Rule {
    length: usize,
    kind: SurnameKind,
    weight: f32,
    risk: f32,
}

struct Found {
    start: usize,
    end: usize,
    shape: f32,
    context: f32,
}

/// Proposes names by surname and given name.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    let mut found: Vec<Found> = Vec::new();
    for i in each(&scene.spots.surnames) {
        let flags = scene.flags[i];
        if flags & BORDER == 0 && !scene.title_before(i) {
            continue;
        }
        let mut here = Here::new(i);
        // What the next character or a title behind the surname forbids, it forbids for every given name.
        let next = scene.flags.get(i + 1).copied().unwrap_or(0);
        let alone = next & (HAN | NEVER_GIVEN) != HAN || scene.marks.title_starts.get(i + 1).is_some_and(|&n| n >= 2);
        let one = if flags & SURNAME != 0 && !alone { scene.lexicon.surname_chars.get(&scene.view.at(i)) } else { None };
        let two =
            if flags & COMPOUND != 0 && next & HAN != 0 { scene.lexicon.surnames.get(scene.view.folded_slice(i..i + 2)) } else { None };
        if let Some(surname) = one {
            let rule = Rule {
                length: 1,
                kind: SurnameKind::Chinese,
                weight: surname.weight.max(0.02).ln() * 0.22,
                risk: risk_of(surname.word_risk),
            };
            for given in 1..=2 {
                judge(scene, &mut here, &rule, given, &mut found);
            }
        }
        if let Some(surname) = two {
            let rule =
                Rule { length: 2, kind: surname.kind, weight: surname.weight.max(0.02).ln() * 0.22, risk: risk_of(surname.word_risk) };
            let longest = if surname.kind == SurnameKind::Japanese { 3 } else { 2 };
            for given in 1..=longest {
                judge(scene, &mut here, &rule, given, &mut found);
            }
        }
    }
    bylines(scene, out);
    anonymous(scene, out);
    // Agreement over the document: the best context of a string counts for all its places, and
    // every further place speaks for it a little.
    let folded = &scene.view.folded;
    let texts = Texts::of_spans(folded, found.iter().map(|f| (f.start as u32, f.end as u32)));
    let mut agreed = vec![(f32::NEG_INFINITY, 0u32); texts.count()];
    for (i, f) in found.iter().enumerate() {
        if let Some(slot) = agreed.get_mut(texts.of(i)) {
            *slot = (slot.0.max(f.context), slot.1 + 1);
        }
    }
    for (i, f) in found.iter().enumerate() {
        let Some(&(context, count)) = agreed.get(texts.of(i)) else { continue };
        let repeated = if context > 0.8 { (count as f32).ln().min(1.6) * 0.6 } else { 0.0 };
        let score = f.shape + context.max(f.context) * 0.85 + f.context * 0.15 + repeated;
        if score > -3.2 {
            out.push(Candidate::new(f.start, f.end, EntityType::Person, Source::ChineseName, score));
        }
    }
}

/// 陈某, 韩某某: a surname and the sign that the rest is withheld.
fn anonymous(scene: &Scene, out: &mut Vec<Candidate>) {
    for i in each(&scene.spots.withheld).filter(|i| *i > 0) {
        let c = scene.view.at(i);
        // 审判长姓夏.
        if c == '姓' && scene.flags.get(i + 1).is_some_and(|f| f & SURNAME != 0) && scene.words.is_border(i + 2) {
            push(i + 1, i + 2, if is_han(scene.view.at(i + 2)) { -0.8 } else { 0.4 }, out);
        }
        if !scene.lexicon.surname_chars.contains_key(&scene.view.at(i - 1)) {
            continue;
        }
        // 张某某 is sure; 庄姓课长 needs a word border before the surname.
        if c == '姓' && (is_han(scene.view.before(i - 1)) && !scene.words.is_border(i - 1) || !is_han(scene.view.at(i + 1))) {
            continue;
        }
        push(i - 1, i, 1.6, out);
        // 林某文: the last character of the given name is told.
        let told = scene.view.at(i + 1);
        let may_be_given = scene.flags.get(i + 1).is_some_and(|flags| flags & (HAN | NEVER_GIVEN) == HAN);
        if c == '某' && may_be_given && scene.characters.given(told) > -1.0 {
            push(i - 1, i + 2, if scene.words.is_border(i + 2) { 0.0 } else { -1.5 }, out);
        }
    }
}

fn push(start: usize, end: usize, score: f32, out: &mut Vec<Candidate>) {
    out.push(Candidate::new(start, end, EntityType::Person, Source::Byline, score));
}

/// Names without a known surname (pen names) that bylines hold: 责编：许书婷 申铧 网编：瑞哲, and lines
/// that hold nothing but names and agencies: 文木 / 达扬（路透社）.
fn bylines(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut labels = each(&scene.spots.bylines).filter(|i| stands_alone(scene, *i)).peekable();
    for paragraph in &view.paragraphs {
        let (from, to) = (paragraph.start as usize, paragraph.end as usize);
        let mut labelled = false;
        while labels.next_if(|label| *label < to).is_some() {
            labelled = true;
        }
        if to - from < 2 {
            continue;
        }
        let names = line_of_names(scene, from, to);
        if names.is_none() && !labelled {
            continue;
        }
        let mut i = from;
        let mut after_label = false;
        while i < to {
            if scene.flags[i] & HAN == 0 {
                // Spaces, colons and strokes keep a list of names going.
                if !matches!(view.at(i), ' ' | ':' | '/' | '、' | '·' | ',') {
                    after_label = false;
                }
                i += 1;
                continue;
            }
            let start = i;
            while i < to && (scene.flags[i] & HAN != 0 || view.at(i) == '·') {
                i += 1;
            }
            let text = view.folded_slice(start..i);
            if is_byline(text) {
                after_label = true;
                continue;
            }
            let n = i - start;
            if after_label && (2..=4).contains(&n) {
                push(start, i, 1.2, out);
            } else if (2..=4).contains(&n) && names.is_some_and(|last| i <= last) && !scene.is_stopword(text) {
                push(start, i, -0.3, out);
            } else {
                after_label = false;
            }
        }
    }
}

/// Whether the characters up to the next that is not Chinese are a word of bylines.
fn stands_alone(scene: &Scene, start: usize) -> bool {
    let length = scene.flags[start..].iter().take(6).take_while(|flags| **flags & HAN != 0).count();
    is_byline(scene.view.folded_slice(start..start + length))
}

/// Where the names end in a line that holds only short names parted by strokes, and perhaps a bracket at its end.
fn line_of_names(scene: &Scene, from: usize, to: usize) -> Option<usize> {
    let view = scene.view;
    let bracket = (from..to.min(from + 18)).find(|&i| view.at(i) == '(').unwrap_or(to);
    if bracket - from > 16 || (bracket == to && to - from > 12) {
        return None;
    }
    let mut run = 0;
    for i in from..bracket {
        let c = view.at(i);
        if is_han(c) {
            run += 1;
            if run > 4 {
                return None;
            }
        } else if matches!(c, ' ' | '/' | '、' | '|') {
            run = 0;
        } else {
            return None;
        }
    }
    Some(bracket)
}

/// Words that announce an author, editor or photographer.
pub(super) const BYLINE_WORDS: &[&str] = &[
    "责编",
    "网编",
    "编辑",
    "记者",
    "校对",
    "核稿",
    "审校",
    "编译",
    "译者",
    "作者",
    "摄影",
    "撰文",
    "撰稿",
    "责任编辑",
    "编审",
    "主播",
    "制图",
    "采访",
    "整理",
    "实习记者",
    "特约记者",
    "翻译",
    "监制",
    "播音",
    "报道",
    "摄",
];

/// Whether a word is one of [`BYLINE_WORDS`]. None of them is long.
fn is_byline(word: &str) -> bool {
    word.len() <= 12 && BYLINE_WORDS.contains(&word)
}

/// Log-odds that a surname loses because it is also a word.
fn risk_of(word_risk: u8) -> f32 {
    match word_risk {
        2 => 1.3,
        1 => 0.5,
        _ => 0.0,
    }
}

fn judge(scene: &Scene, here: &mut Here, surname: &Rule, given_length: usize, found: &mut Vec<Found>) {
    let (start, surname_length) = (here.start, surname.length);
    let end = start + surname_length + given_length;
    let (Some(given), Some(flags)) = (scene.view.folded.get(start + surname_length..end), scene.flags.get(start + surname_length..end))
    else {
        return;
    };
    // 和 is part of a given name only where jieba joins it: 建和.
    let joined = |k: usize| given_length == 2 && k == 1 && given[1] == '和' && !scene.words.is_border(end - 1);
    if flags.iter().enumerate().any(|(k, bits)| bits & HAN == 0 || bits & NEVER_GIVEN != 0 && !joined(k)) {
        return;
    }
    // 王先生: the title is no given name.
    if scene.marks.title_starts.get(start + surname_length).is_some_and(|&n| usize::from(n) >= given_length.max(2)) {
        return;
    }
    // Borders: a name may be cut into pieces, but no ordinary word may stick out of it.
    let right_border = scene.words.is_border(end);
    let Some((first_start, first_end)) = scene.words.word_at(start) else { return };
    let whole = first_start == start && first_end == end;
    let mut stuck = 0.0;
    if !right_border {
        let Some((ws, we)) = scene.words.word_at(end) else { return };
        // jieba's model joins a name with the character after it: 郑清元摄; so do its words: 许冠文饰演.
        stuck = if scene.lists(ws, we) {
            -2.0
        } else if scene.title_after(end)
            || matches!(scene.view.at(end), '摄' | '说' | '称' | '表' | '案' | '等' | '在' | '和' | '与' | '也' | '则' | '今')
        {
            -0.2
        } else {
            -1.2
        };
    }
    let mut shape = -2.1 + stuck + surname.weight;
    shape -= surname.risk;
    let mean: f32 = given.iter().map(|c| scene.characters.given(*c)).sum::<f32>() / given_length as f32;
    shape += mean.clamp(-2.0, 2.2) * 0.75;
    shape += match (surname_length, given_length) {
        (1, 2) => 0.9,
        (1, 1) => -0.3,
        (2, 2) => 0.7,
        (2, 1) => 0.1,
        _ => -0.3,
    };
    if surname.kind == SurnameKind::Japanese {
        shape += 0.4;
    }
    if whole {
        // jieba knows many people; an unknown whole word was joined by its model, which likes names.
        shape += if scene.lists(start, end) { -0.6 } else { 1.0 };
    } else {
        let given_text = scene.view.folded_slice(start + surname_length..end);
        if given_length >= 2 && scene.segmenter.has_word(given_text) {
            shape -= 0.5;
        }
        let pieces_single = (start..end).all(|k| scene.words.word_at(k).is_some_and(|(s, e)| e - s == 1));
        if pieces_single {
            shape += 0.2;
        }
        // Two words of which the first is an ordinary word of two characters: 高度 + 重.
        if first_end - first_start >= 2 && first_end < end && scene.lists(first_start, first_end) {
            shape -= 1.2;
        }
    }
    let before = scene.view.before(start);
    let after = scene.view.at(end);
    let mut context = here.before(scene);
    if scene.title_after(end) {
        context += 2.0;
    } else {
        let place = scene.place_from(end);
        if place & SPEECH != 0 {
            context += 1.9;
        } else if place & FOLLOWS != 0 || !is_han(after) {
            context += 0.5;
        }
    }
    if before == '、' || after == '、' {
        context += 0.3;
    }
    // 责编：申铧, 记者 张明: a byline word and a mark.
    if (matches!(before, ':' | ' ' | '/')) && start >= 3 && is_byline(scene.word_to(start - 1)) {
        context += 2.6;
    }
    // A line that holds nothing but the name.
    if before == '\n' && (after == '\n' || after == '/' || after == ' ' || after == '(')
        || before == '/' && matches!(after, '\n' | ' ' | '(')
    {
        context += 1.2;
    }
    // Bylines and ages: 张明（45岁）, （记者 张明）.
    if after == '(' {
        context += 0.4;
        if scene.view.at(end + 1).is_ascii_digit() {
            context += 1.2;
        }
    }
    found.push(Found { start, end, shape, context });
}
