//! Who holds which post: person, title and the country or organization.

use super::title::{TitleRange, titles_between};
use super::{Position, Text};
use crate::record::EntityType;
use crate::resolve::Mention;

/// Nouns between a country and a title that add nothing (英国政府使者).
const ORGANS: &[&str] = &["联邦政府", "政府", "当局"];

/// Titles that several people hold at once: an enumeration of names shares them.
const SHARED: &[&str] = &["记者", "议员", "参议员", "众议员", "学者", "专家", "分析师", "教授", "研究员", "编辑", "外交官", "官员"];

/// Finds the positions of a document.
pub fn positions(text: &Text) -> Vec<Position> {
    let mut out: Vec<Position> = Vec::new();
    let mut titles = Vec::new();
    for (i, person) in text.mentions.iter().enumerate() {
        if person.kind != EntityType::Person {
            continue;
        }
        before(text, i, person, &mut titles, &mut out);
    }
    out
}

fn emit(text: &Text, person: &Mention, body: u32, title: (usize, usize), confidence: f32, out: &mut Vec<Position>) {
    let written = text.view.surface(title.0..title.1);
    let title = written.trim().to_string();
    if title.is_empty() || out.iter().any(|p| p.person == person.local && p.body == body && p.title == title && p.sentence == person.sentence) {
        return;
    }
    out.push(Position {
        sentence: person.sentence,
        person: person.local,
        title,
        body,
        confidence,
        text: text.sentence_text(person.sentence as usize),
    });
}

fn is_body(mention: &Mention) -> bool {
    matches!(mention.kind, EntityType::Country | EntityType::Organization)
}

/// 美国国务卿布林肯: body, title, name.
fn before(text: &Text, i: usize, person: &Mention, titles: &mut Vec<TitleRange>, out: &mut Vec<Position>) {
    let end = person.start as usize;
    // The nearest body before that reaches the name with nothing but titles.
    for back in 1..=3usize {
        let Some(body) = i.checked_sub(back).and_then(|k| text.mentions.get(k)) else { return };
        if body.sentence != person.sentence {
            return;
        }
        if !is_body(body) {
            continue;
        }
        let mut start = body.end as usize;
        if body.kind == EntityType::Country {
            for organ in ORGANS {
                let n = organ.chars().count();
                if text.view.folded_slice(start..start + n) == *organ {
                    start += n;
                    break;
                }
            }
        }
        if start >= end || !titles_between(text, start, end, titles) {
            continue;
        }
        let found = titles.clone();
        for (k, &title) in found.iter().enumerate() {
            let confidence = if k == 0 { 0.9 } else { 0.75 };
            emit(text, person, body.local, title, confidence, out);
        }
        // 记者甲、乙: the others share it.
        if let [one] = found.as_slice() {
            let name = text.view.folded_slice(one.0..one.1);
            if SHARED.iter().any(|s| name.ends_with(s)) {
                let mut last = person;
                for other in text.mentions.get(i + 1..).unwrap_or(&[]) {
                    let between = text.view.folded_slice(last.end as usize..other.start as usize);
                    if other.kind != EntityType::Person || !matches!(between, "、" | "和" | "与" | "及") {
                        break;
                    }
                    emit(text, other, body.local, *one, 0.8, out);
                    last = other;
                }
            }
        }
        return;
    }
}
