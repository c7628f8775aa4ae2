//! Agreement over a document: a name sure in one place counts in all, and so do its short forms.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{Candidate, Source};
use super::listed::crossing;
use super::scene::Scene;
use crate::dictionary::{EntryId, SurnameKind};
use crate::record::EntityType;
use crate::text::{is_han, is_latin_letter, is_name_dot};

/// A form looked for in the whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Folded characters.
    pub text: Vec<char>,
    /// Type of what it names.
    pub kind: EntityType,
    /// Dictionary entry, where known.
    pub entry: Option<EntryId>,
    /// Log-odds of a place where it stands on word borders.
    pub score: f32,
    /// Whether it is the whole name, not a part of one.
    pub full: bool,
}

/// The forms that the sure candidates of a document lend to the rest of it.
pub fn forms(scene: &Scene, chosen: &[Candidate]) -> Vec<Form> {
    let mut forms: FxHashMap<(Vec<char>, EntityType), Form> = FxHashMap::default();
    let mut offer = |text: &[char], kind: EntityType, entry: Option<EntryId>, score: f32, full: bool| {
        if text.is_empty() || score <= 0.0 {
            return;
        }
        let form = Form { text: text.to_vec(), kind, entry, score, full };
        let slot = forms.entry((text.to_vec(), kind)).or_insert_with(|| form.clone());
        if form.score > slot.score {
            *slot = form;
        }
    };
    // 海洋安全合作组织（以下简称海安组织）.
    for declared in scene.declared {
        let owner = chosen.iter().find(|c| c.end as usize == declared.full_end && c.kind == EntityType::Organization);
        if let (Some(c), Some(short)) = (owner, scene.view.folded.get(declared.short.0..declared.short.1)) {
            offer(short, c.kind, c.entry, 4.5, true);
        }
    }
    for c in chosen {
        let text = &scene.view.folded[c.start as usize..c.end as usize];
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
                        offer(first, c.kind, c.entry, c.score.min(2.0) - 1.3, false);
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
                    for ending in ["公司", "集团", "有限公司", "股份有限公司"] {
                        let n = ending.chars().count();
                        if text.len() >= n + 2 && text[text.len() - n..].iter().collect::<String>() == ending {
                            let rest = &text[..text.len() - n];
                            let word: String = rest.iter().collect();
                            let sure = if scene.segmenter.has_word(&word) { 0.1 } else { 1.2 };
                            // 媒体集团, 新闻集团: the rest is an ordinary word.
                            let listed = scene.lexicon.form(&word).is_some_and(|p| p.senses.iter().any(|s| Some(s.entry) == c.entry));
                            if !listed && matches!(scene.segmenter.tag(&word), "n" | "v" | "vn" | "a" | "b" | "d" | "l" | "s" | "f") {
                                continue;
                            }
                            let country = scene.lexicon.form(&word).is_some_and(|p| !p.senses.is_empty());
                            if !country && rest.len() <= 5 {
                                offer(rest, c.kind, c.entry, (c.score.min(2.0) - 0.8).min(sure), false);
                            }
                        }
                    }
                }
            }
            EntityType::Place if c.len() >= 3 => offer(text, c.kind, c.entry, c.score.min(2.4) - 0.3, true),
            _ => {}
        }
    }
    let mut list: Vec<Form> = forms.into_values().collect();
    list.sort_by(|a, b| a.text.cmp(&b.text).then(a.kind.cmp(&b.kind)));
    list
}

/// Finds every place of the forms.
pub fn propose(scene: &Scene, forms: &[Form], out: &mut Vec<Candidate>) {
    // The last ten bits of every first character: a look here is quicker than one into the map.
    let mut begins = [false; 1024];
    let mut by_first: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    for (i, form) in forms.iter().enumerate() {
        if let Some(c) = form.text.first() {
            begins[*c as usize % 1024] = true;
            by_first.entry(*c).or_default().push(i);
        }
    }
    let folded = &scene.view.folded;
    for (start, c) in folded.iter().enumerate() {
        if !begins[*c as usize % 1024] {
            continue;
        }
        let Some(list) = by_first.get(c) else { continue };
        for &i in list {
            let form = &forms[i];
            let end = start + form.text.len();
            if folded.get(start..end) != Some(&form.text[..]) {
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
            out.push(Candidate {
                start: start as u32,
                end: end as u32,
                kind: form.kind,
                source: Source::DocumentAlias,
                entry: form.entry,
                score,
            });
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
    for (start, &n) in scene.marks.title_starts.iter().enumerate() {
        if n < 2 || start == 0 {
            continue;
        }
        let title = scene.view.folded_slice(start..start + usize::from(n));
        surname_before(scene, start, title, &known, out);
    }
    // 蔡政府, 马习会.
    for (start, c) in scene.view.folded.iter().enumerate().skip(1) {
        if *c == '政' && scene.view.at(start + 1) == '府' {
            surname_before(scene, start, "政府", &known, out);
        }
    }
}

fn surname_before(scene: &Scene, start: usize, title: &str, known: &FxHashSet<char>, out: &mut Vec<Candidate>) {
    let c = scene.view.at(start - 1);
    let Some(surname) = scene.lexicon.surname_chars.get(&c) else { return };
    let honorific = matches!(title, "先生" | "女士" | "小姐" | "太太");
    let left_border = !is_han(scene.view.before(start - 1)) || scene.words.is_border(start - 1);
    if !left_border || !honorific && surname.word_risk >= 2 && !known.contains(&c) {
        return;
    }
    let mut score = if honorific { 1.8 } else { -1.6 } - 0.3 * f32::from(surname.word_risk);
    if known.contains(&c) {
        score += if honorific { 0.6 } else { 2.4 };
    }
    if score > -2.0 {
        out.push(Candidate {
            start: start as u32 - 1,
            end: start as u32,
            kind: EntityType::Person,
            source: Source::ChineseName,
            entry: None,
            score,
        });
    }
}
