//! Names that the dictionaries list.

use super::candidate::{Candidate, Source};
use super::country;
use super::latin_names::is_in_address;
use super::scene::Scene;
use super::spots::each;
use crate::dictionary::{FormUse, Pattern, Sense};
use crate::record::EntityType;
use crate::text::{is_han, is_latin_letter};

/// Proposes every dictionary form that stands on word borders.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    for &(start, end, index) in &scene.marks.hits {
        let Some(pattern) = scene.lexicon.pattern(index) else { continue };
        if pattern.senses.is_empty() {
            continue;
        }
        let (start, end) = (start as usize, end as usize);
        if pattern.chars == 1 && is_han(scene.view.at(start)) {
            if let Some(short) = country::judge(scene, pattern, start) {
                out.push(Candidate::new(start, end, EntityType::Country, Source::CountryShort, short.score).of_entry(short.entry));
            }
            let joined = || scene.words.word_at(start).is_some_and(|(ws, we)| ws == start && !scene.lists(ws, we));
            if !scene.words.is_border(start) || !scene.words.is_border(end) && !joined() {
                continue;
            }
            // 习 alone.
            if let Some(sense) = pattern.senses.iter().find(|s| s.form == FormUse::Context)
                && scene.lexicon.entry(sense.entry).is_some_and(|e| e.kind == EntityType::Person)
            {
                chinese(scene, pattern, start, end, out);
            }
            continue;
        }
        if pattern.text.chars().any(is_han) {
            chinese(scene, pattern, start, end, out);
        } else {
            latin(scene, pattern, start, end, out);
        }
    }
}

/// Proposes places in one character.
pub fn propose_short_places(scene: &Scene, out: &mut Vec<Candidate>) {
    for i in each(&scene.spots.places) {
        if let Some((entry, score)) = country::judge_place(scene.lexicon, scene.view, scene.words, i) {
            out.push(Candidate::new(i, i + 1, EntityType::Place, Source::CountryShort, score).of_entry(entry));
        }
    }
}

/// How badly the span's borders cut words: 0 on word borders, below otherwise.
pub fn crossing(scene: &Scene, start: usize, end: usize) -> f32 {
    let mut penalty = 0.0;
    for (index, side) in [(start, 0), (end, 1)] {
        if scene.words.is_border(index) {
            continue;
        }
        let Some((ws, we)) = scene.words.word_at(index) else { continue };
        let listed = scene.lists(ws, we);
        let n = end - start;
        // 中国政府, 民主党人: a listed word that is this name and a general word keeps the name whole.
        let (inner, rest) = if side == 1 { (ws == start, end..we) } else { (we == end, ws..start) };
        if listed && n >= 2 && inner {
            let rest = scene.view.folded_slice(rest);
            if scene.segmenter.has_word(rest)
                || matches!(rest, "人" | "籍" | "方" | "区" | "裔" | "军" | "版" | "式" | "系" | "州" | "市" | "省" | "县")
            {
                penalty -= 0.4;
                continue;
            }
        }
        let cost: f32 = match (listed, n) {
            (true, ..=2) => 4.5,
            (true, 3) => 2.4,
            (true, _) => 1.2,
            (false, ..=2) => 1.4,
            (false, _) => 0.6,
        };
        // A title that was joined with the name is no reason against it: 拜登总统.
        let title = if side == 0 { scene.title_before(start) } else { scene.title_after(end) };
        penalty -= if title { cost * 0.3 } else { cost };
    }
    penalty
}

fn best_sense<'p>(scene: &Scene, pattern: &'p Pattern, accept: impl Fn(&Sense) -> bool) -> Option<&'p Sense> {
    // Rows written by hand come before learned ones; the first listed wins among equals.
    pattern
        .senses
        .iter()
        .filter(|s| accept(s))
        .min_by_key(|s| scene.lexicon.entry(s.entry).map_or(u32::MAX, |e| u32::from(e.documents > 0)))
}

fn chinese(scene: &Scene, pattern: &Pattern, start: usize, end: usize, out: &mut Vec<Candidate>) {
    let borders = crossing(scene, start, end);
    let n = end - start;
    let mut push = |sense: &Sense, source: Source, score: f32| {
        let Some(entry) = scene.lexicon.entry(sense.entry) else { return };
        let (source, score) =
            if entry.documents > 0 { (Source::Learned, score - if entry.documents < 5 { 0.8 } else { 0.4 }) } else { (source, score) };
        out.push(Candidate::new(start, end, entry.kind, source, score + borders).of_entry(sense.entry));
    };
    if let Some(sense) = best_sense(scene, pattern, |s| s.form == FormUse::Always) {
        // 维多利亚女王: the title is listed with the name, but is no part of it.
        if scene.lexicon.entry(sense.entry).is_some_and(|e| e.kind == EntityType::Person) {
            let title = usize::from(scene.marks.title_ends.get(end).copied().unwrap_or(0));
            if title >= 2 && n >= title + 2 {
                out.push(Candidate::new(start, end - title, EntityType::Person, Source::DictionaryWord, 3.0).of_entry(sense.entry));
                return;
            }
        }
        let mut score = match n {
            2 => 2.4,
            3 => 3.2,
            _ => 3.8,
        };
        let kind = scene.lexicon.entry(sense.entry).map(|e| e.kind);
        if n == 2 && kind == Some(EntityType::Place) {
            score -= 0.3;
        }
        if kind == Some(EntityType::Organization) && scene.title_goes_on(start, end) {
            score -= 6.0;
        }
        push(sense, Source::DictionaryWord, score);
    } else if let Some(sense) = best_sense(scene, pattern, |s| s.form == FormUse::Fang) {
        push(sense, Source::CountryFang, 2.6);
    } else if let Some(sense) = best_sense(scene, pattern, |s| s.form == FormUse::Context) {
        let Some(entry) = scene.lexicon.entry(sense.entry) else { return };
        let mut score = match entry.kind {
            EntityType::Person => -0.9,
            EntityType::Organization => 0.4,
            _ => -0.8,
        };
        if entry.kind == EntityType::Person {
            if scene.title_before(start) || scene.title_after(end) {
                score += 1.9;
            }
            if scene.speaks(end) {
                score += 1.2;
            }
            if n == 1 {
                score -= 2.0;
            }
        } else if n <= 1 {
            score -= 1.6;
        }
        if entry.kind == EntityType::Organization && scene.title_goes_on(start, end) {
            score -= 6.0;
        }
        push(sense, Source::DictionaryContext, score);
    }
}

fn latin(scene: &Scene, pattern: &Pattern, start: usize, end: usize, out: &mut Vec<Candidate>) {
    let inside = |c: char| is_latin_letter(c) || c.is_ascii_digit();
    let first = scene.view.at(start);
    let last = scene.view.before(end);
    if inside(first) && inside(scene.view.before(start)) || inside(last) && inside(scene.view.at(end)) {
        return;
    }
    let negated = scene.view.at(end) == '\'' && scene.view.at(end + 1) == 't';
    if negated || scene.view.before(start) == '_' || is_in_address(scene, start, end) {
        return;
    }
    let Some(sense) = best_sense(scene, pattern, |s| matches!(s.form, FormUse::Latin | FormUse::Acronym | FormUse::Demonym))
        .or_else(|| best_sense(scene, pattern, |s| s.form == FormUse::Context))
    else {
        return;
    };
    let Some(entry) = scene.lexicon.entry(sense.entry) else { return };
    let (source, score) = match sense.form {
        FormUse::Demonym => (Source::Demonym, 1.2),
        FormUse::Context => (Source::DictionaryContext, -0.5),
        FormUse::Acronym => (Source::DictionaryLatin, 2.2),
        _ if entry.documents > 0 => (Source::Learned, 1.6),
        _ => (Source::DictionaryLatin, if pattern.chars <= 3 { 1.8 } else { 2.6 }),
    };
    // Inside a longer capitalised run (Taiwan Semiconductor) the longer name may be meant.
    out.push(Candidate::new(start, end, entry.kind, source, score).of_entry(sense.entry));
}
