//! A body and a title before a person: his affiliation (美国国务卿布林肯), not actors of their own.

use super::{Phrase, Pronoun, Shape};
use crate::record::EntityType;
use crate::relate::Text;
use crate::relate::flat::{Flat, TokenKind};
use crate::relate::title::{is_of_titles, titles_between};
use crate::relate::trigger::{Frame, Strength, Trigger};

/// Joins a body and a title to the person after them (also 中国驻加拿大大使某某), and a country to the body whose name it begins.
pub(super) fn join(text: &Text, flat: &Flat, triggers: &[Trigger], phrases: &mut Vec<Phrase>) {
    let mut titles = Vec::new();
    let mut i = 1;
    while i < phrases.len() {
        let mut first = i;
        for back in 1..=3usize {
            let (Some(k), Some(b)) = (i.checked_sub(back), phrases.get(i)) else { break };
            let Some(a) = phrases.get(k) else { break };
            if is_break_between(flat, a.end, b.start) {
                break;
            }
            let stands = matches!(a.shape, Shape::Pronoun(Pronoun::ThatCountry | Pronoun::ThatBody));
            if !matches!(a.kind, EntityType::Country | EntityType::Organization) || (matches!(a.shape, Shape::Pronoun(_)) && !stands) {
                continue;
            }
            if b.kind == EntityType::Person && b.shape == Shape::Named && !is_event_between(text, flat, triggers, a.end, b.start) {
                let (from, to) = (flat.document(a.start, a.end).1, flat.offset(b.start));
                if to > from && titles_between(text, organ_end(text, from, to), to, &mut titles) {
                    first = k;
                }
            } else if back == 1 && b.kind == EntityType::Organization && a.end == b.start && a.end - a.start >= 2 && !stands {
                // 美国 + 国务院: a country right before a body is part of its name; 加拿大 + 警方 is the country.
                first = k;
                if a.kind == EntityType::Country && text.is_generic_body(flat, b.start, b.end) {
                    let (actors, kind) = (a.actors.clone(), a.kind);
                    if let Some(b) = phrases.get_mut(i) {
                        b.actors = actors;
                        b.kind = kind;
                        b.shape = Shape::Organ;
                    }
                }
            }
        }
        if first < i {
            let start = phrases[first].start;
            phrases[i].start = start;
            phrases.drain(first..i);
            i = first + 1;
            continue;
        }
        i += 1;
    }
}

/// Where the organ noun after a country ends (英国政府使者: after 政府).
fn organ_end(text: &Text, from: usize, to: usize) -> usize {
    ["政府", "联邦政府", "当局"]
        .iter()
        .find_map(|w| {
            let end = from + w.chars().count();
            (end < to && text.view.folded_slice(from..end) == *w).then_some(end)
        })
        .unwrap_or(from)
}

/// Whether an event word stands in the range that no title is made with (某部制裁副部长某某).
pub(super) fn is_event_between(text: &Text, flat: &Flat, triggers: &[Trigger], start: usize, end: usize) -> bool {
    triggers.iter().any(|t| {
        let (from, to) = t.shown;
        let deed = text.table.form(t.form).is_some_and(|f| f.frame != Frame::Noun && f.strength > Strength::Weak);
        // 反恐部, 援助署: the word names a department.
        let department = matches!(
            flat.get(to),
            '部' | '组' | '处' | '司' | '科' | '室' | '局' | '委' | '办' | '署' | '厅' | '站' | '团' | '者' | '官' | '员'
        );
        from >= start && to <= end && to - from >= 2 && deed && !department && !is_of_titles(flat.slice(from, to))
    })
}

fn is_break_between(flat: &Flat, start: usize, end: usize) -> bool {
    let Some(first) = flat.token_at(start) else { return end > start };
    flat.tokens
        .iter()
        .skip(first)
        .take_while(|t| (t.start as usize) < end)
        .any(|t| matches!(t.kind, TokenKind::Break | TokenKind::Open | TokenKind::Close))
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn a_titled_person_acts_not_his_country() {
        check("俄罗斯总统普京会见了德国总理默克尔。", &["普京 CONSULT 默克尔"]);
        check("法国总统马克龙的发言人批评土耳其。", &[]);
    }

    #[test]
    fn an_event_word_is_no_title() {
        check("法国外长在总统府会见德国总理默克尔。", &["法国 CONSULT 默克尔"]);
    }
}
