//! Chinese (and Korean and Japanese) people that no dictionary lists: surname and given name, with
//! context, and agreement over the document.

use rustc_hash::FxHashMap;

use super::candidate::{Candidate, Source};
use super::classes::{BORDER, COMPOUND, HAN, SURNAME, WITHHELD};
use super::context::{announces_person, follows_name, is_speech_verb};
use super::scene::Scene;
use crate::dictionary::SurnameKind;
use crate::record::EntityType;
use crate::text::is_han;

/// Characters that no given name holds.
fn never_given(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '是'
            | '在'
            | '和'
            | '与'
            | '说'
            | '称'
            | '表'
            | '这'
            | '那'
            | '他'
            | '她'
            | '它'
            | '们'
            | '我'
            | '你'
            | '就'
            | '也'
            | '都'
            | '被'
            | '把'
            | '对'
            | '从'
            | '到'
            | '为'
            | '但'
            | '而'
            | '及'
            | '或'
            | '等'
            | '个'
            | '些'
            | '不'
            | '没'
            | '很'
            | '只'
            | '要'
            | '将'
            | '已'
            | '曾'
            | '还'
            | '又'
            | '再'
            | '最'
            | '更'
            | '该'
            | '此'
            | '其'
            | '某'
            | '每'
            | '各'
            | '前'
            | '后'
            | '昨'
            | '年'
            | '月'
            | '号'
            | '亿'
            | '由'
            | '者'
            | '吗'
            | '呢'
            | '吧'
            | '啊'
            | '则'
            | '第'
            | '位'
            | '区'
            | '镇'
            | '村'
            | '路'
            | '街'
            | '党'
            | '部'
            | '局'
            | '院'
            | '委'
            | '给'
            | '让'
            | '使'
            | '比'
            | '跟'
            | '且'
            | '什'
            | '么'
            | '怎'
            | '谁'
            | '哪'
            | '两'
            | '几'
            | '姓'
            | '县'
            | '市'
    )
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
    for (i, &flags) in scene.flags.iter().enumerate() {
        if flags & (SURNAME | COMPOUND) == 0 || flags & HAN == 0 || flags & BORDER == 0 && !scene.title_before(i) {
            continue;
        }
        let one = if flags & SURNAME != 0 { scene.lexicon.surname_chars.get(&scene.view.at(i)) } else { None };
        let two = if flags & COMPOUND != 0 && is_han(scene.view.at(i + 1)) {
            scene.lexicon.surnames.get(scene.view.folded_slice(i..i + 2))
        } else {
            None
        };
        if let Some(surname) = one {
            for given in 1..=2 {
                judge(scene, i, 1, given, surname.weight, surname.word_risk, SurnameKind::Chinese, &mut found);
            }
        }
        if let Some(surname) = two {
            let kind = surname.kind;
            let longest = if kind == SurnameKind::Japanese { 3 } else { 2 };
            for given in 1..=longest {
                judge(scene, i, 2, given, surname.weight, surname.word_risk, kind, &mut found);
            }
        }
    }
    bylines(scene, out);
    anonymous(scene, out);
    // Agreement over the document: the best context of a string counts for all its places, and
    // every further place speaks for it a little.
    let mut by_text: FxHashMap<&[char], (f32, u32)> = FxHashMap::default();
    for f in &found {
        let slot = by_text.entry(&scene.view.folded[f.start..f.end]).or_insert((f32::NEG_INFINITY, 0));
        slot.0 = slot.0.max(f.context);
        slot.1 += 1;
    }
    for f in &found {
        let Some(&(context, count)) = by_text.get(&scene.view.folded[f.start..f.end]) else {
            continue;
        };
        let repeated = (count as f32).ln().min(1.6) * 0.6;
        let score = f.shape + context.max(f.context) * 0.85 + f.context * 0.15 + if context > 0.8 { repeated } else { 0.0 };
        if score > -3.2 {
            out.push(Candidate {
                start: f.start as u32,
                end: f.end as u32,
                kind: EntityType::Person,
                source: Source::ChineseName,
                entry: None,
                score,
            });
        }
    }
}

/// 陈某, 韩某某: a surname and the sign that the rest is withheld.
fn anonymous(scene: &Scene, out: &mut Vec<Candidate>) {
    for (i, _) in scene.flags.iter().enumerate().skip(1).filter(|(_, flags)| **flags & WITHHELD != 0) {
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
        if c == '某' && is_han(told) && !never_given(told) && scene.characters.given(told) > -1.0 {
            push(i - 1, i + 2, if scene.words.is_border(i + 2) { 0.0 } else { -1.5 }, out);
        }
    }
}

fn push(start: usize, end: usize, score: f32, out: &mut Vec<Candidate>) {
    out.push(Candidate { start: start as u32, end: end as u32, kind: EntityType::Person, source: Source::Byline, entry: None, score });
}

/// Names without a known surname (pen names) that bylines hold: 责编：许书婷 申铧 网编：瑞哲, and lines
/// that hold nothing but names and agencies: 文木 / 达扬（路透社）.
fn bylines(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    for paragraph in &view.paragraphs {
        let (from, to) = (paragraph.start as usize, paragraph.end as usize);
        if to - from < 2 {
            continue;
        }
        let names = line_of_names(scene, from, to);
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
fn is_byline(word: &str) -> bool {
    matches!(
        word,
        "责编"
            | "网编"
            | "编辑"
            | "记者"
            | "校对"
            | "核稿"
            | "审校"
            | "编译"
            | "译者"
            | "作者"
            | "摄影"
            | "撰文"
            | "撰稿"
            | "责任编辑"
            | "编审"
            | "主播"
            | "制图"
            | "采访"
            | "整理"
            | "实习记者"
            | "特约记者"
            | "翻译"
            | "监制"
            | "播音"
            | "报道"
            | "摄"
    )
}

#[allow(clippy::too_many_arguments)]
fn judge(
    scene: &Scene,
    start: usize,
    surname_length: usize,
    given_length: usize,
    weight: f32,
    risk: u8,
    kind: SurnameKind,
    found: &mut Vec<Found>,
) {
    let end = start + surname_length + given_length;
    if end > scene.view.len() {
        return;
    }
    let given = &scene.view.folded[start + surname_length..end];
    // 和 is part of a given name only where jieba joins it: 建和.
    let joined = |k: usize| given_length == 2 && k == 1 && given[1] == '和' && !scene.words.is_border(end - 1);
    if given.iter().enumerate().any(|(k, c)| !is_han(*c) || never_given(*c) && !joined(k)) {
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
    let text = scene.view.folded_slice(start..end);
    let listed = scene.segmenter.has_word(text);
    let mut stuck = 0.0;
    if !right_border {
        let Some((ws, we)) = scene.words.word_at(end) else { return };
        let sticking = scene.view.folded_slice(ws..we);
        if scene.segmenter.has_word(sticking) {
            return;
        }
        // jieba's model joins a name with the character after it: 郑清元摄.
        stuck = if scene.title_after(end)
            || matches!(scene.view.at(end), '摄' | '说' | '称' | '表' | '案' | '等' | '在' | '和' | '与' | '也' | '则' | '今')
        {
            -0.2
        } else {
            -1.2
        };
    }
    let mut shape = -2.1 + stuck + (weight.max(0.02)).ln() * 0.22;
    shape -= match risk {
        2 => 1.3,
        1 => 0.5,
        _ => 0.0,
    };
    let mean: f32 = given.iter().map(|c| scene.characters.given(*c)).sum::<f32>() / given_length as f32;
    shape += mean.clamp(-2.0, 2.2) * 0.75;
    shape += match (surname_length, given_length) {
        (1, 2) => 0.9,
        (1, 1) => -0.3,
        (2, 2) => 0.7,
        (2, 1) => 0.1,
        _ => -0.3,
    };
    if kind == SurnameKind::Japanese {
        shape += 0.4;
    }
    if whole {
        // jieba knows many people; an unknown whole word was joined by its model, which likes names.
        shape += if listed { -0.6 } else { 1.0 };
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
        if first_end - first_start >= 2 && first_end < end && scene.segmenter.has_word(scene.view.folded_slice(first_start..first_end)) {
            shape -= 1.2;
        }
    }
    let mut context = 0.0;
    let before = scene.view.before(start);
    let after = scene.view.at(end);
    let left_word = scene.word_to(start);
    let right_word = scene.word_from(end);
    if scene.title_before(start) {
        context += 2.4;
    } else if announces_person(left_word) {
        context += 0.9;
    } else if !is_han(before) {
        context += 0.5;
    }
    if scene.title_after(end) {
        context += 2.0;
    } else if is_speech_verb(right_word) {
        context += 1.9;
    } else if follows_name(right_word) || !is_han(after) {
        context += 0.5;
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
