//! Coordination: phrases that stand together as one side, or as two (德国和伊朗).

use super::affiliation::is_event_between;
use super::governor::{Governor, governed};
use super::{Group, Phrase, Pronoun, Shape};
use crate::record::EntityType;
use crate::relate::Text;
use crate::relate::flat::{Flat, TokenKind};
use crate::relate::trigger::Trigger;

/// 、某省某局局长 between two people: nothing but a mark of listing and nouns, places and bodies among them.
fn is_titled_list(text: &Text, flat: &Flat, triggers: &[Trigger], start: usize, end: usize) -> bool {
    let joined = matches!(flat.get(start), '、' | '和' | '及' | '与') || flat.reads(start, start + 2, "以及");
    if !joined || end <= start + 1 || end - start > 24 || is_event_between(text, flat, triggers, start, end) {
        return false;
    }
    let from = start + if flat.reads(start, start + 2, "以及") { 2 } else { 1 };
    let Some(first) = flat.token_at(from) else { return false };
    flat.tokens.iter().skip(first).take_while(|t| (t.start as usize) < end).all(|t| match t.kind {
        TokenKind::Name(_) => true,
        TokenKind::Word => text.is_noun(flat, t) || matches!(text.part_of_speech(flat, t), 'n' | 'b' | 'a' | 'm' | 'q' | 'j' | 'f' | 's'),
        _ => false,
    })
}

/// Joins coordinated phrases and tells what governs each group.
pub(super) fn coordinate(text: &Text, flat: &Flat, triggers: &[Trigger], phrases: &[Phrase], groups: &mut Vec<Group>) {
    let mut i = 0;
    while let Some(phrase) = phrases.get(i) {
        let mut last = i + 1;
        let mut end = phrase.end;
        let mut split = None;
        let mut parted = false;
        let governor_of_first = governed(text, flat, phrase.start);
        while let Some(next) = phrases.get(last) {
            let current = &phrases[last - 1];
            let open = matches!(current.shape, Shape::Private | Shape::Modifier) || current.possessor;
            let gap = flat.slice(current.end, next.start);
            let bare = gap.is_empty()
                && current.kind == EntityType::Country
                && next.kind == EntityType::Country
                && current.end - current.start <= 2;
            let titled = next.kind == EntityType::Person
                && current.kind == EntityType::Person
                && is_titled_list(text, flat, triggers, current.end, next.start);
            let listed = titled || matches!(gap, ['、' | '及' | '暨' | '或'] | ['以', '及'] | ['、', '以', '及']);
            // 在北京与某某会谈: the place is no party.
            let placed = last == i + 1
                && (next.kind == EntityType::Person || current.shape == Shape::Capital && next.shape != Shape::Capital)
                && matches!(governor_of_first, Some((Governor::At | Governor::To | Governor::From, _)));
            let with = matches!(gap, ['与' | '和' | '同' | '跟']) && !placed;
            let same = next.kind == current.kind || (next.kind != EntityType::Person && current.kind != EntityType::Person) || with;
            if open && !bare || !same || !(bare || listed || with) {
                break;
            }
            // 甲与乙、丙和丁: 与 parts the two sides, 和 may join those of one.
            let parts = with && gap != ['和'];
            if with && !parted || bare && split.is_none() {
                split = Some(last);
            }
            parted |= parts;
            end = next.end;
            last += 1;
        }
        // 法德两国, 某某和某某两人: the same two again.
        let mut index = last;
        if last - i == 2
            && let Some(both) = phrases.get(last)
            && matches!(both.shape, Shape::Pronoun(Pronoun::Both))
            && both.start == end
        {
            end = both.end;
            index += 1;
        }
        let mut end_of_list = end;
        if flat.get(end) == '等' {
            end_of_list += 1;
        }
        let final_phrase = &phrases[last - 1];
        groups.push(Group {
            first: i,
            last,
            start: phrase.start,
            end: end_of_list,
            governor: governor_of_first,
            split,
            possessor: final_phrase.possessor || flat.get(end_of_list) == '的',
        });
        i = index;
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn coordination() {
        check("美国、英国和欧盟制裁俄罗斯。", &["美国 SANCTION 俄罗斯", "英国 SANCTION 俄罗斯", "欧洲联盟 SANCTION 俄罗斯"]);
        check("德国批评了俄罗斯和伊朗。", &["德国 ACCUSE 俄罗斯", "德国 ACCUSE 伊朗"]);
    }

    #[test]
    fn a_place_is_no_party() {
        check("王毅周二在莫斯科与拉夫罗夫会谈，俄罗斯没有公布细节。", &["王毅 CONSULT 拉夫罗夫"]);
    }
}
