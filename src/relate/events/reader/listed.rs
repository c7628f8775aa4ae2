//! Objects that a list after the clause names (对六名官员实施制裁，包括某某).

use std::sync::LazyLock;

use super::{Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::phrase::{Governor, Shape};
use crate::relate::scheme::{EventType, QuadClass};
use crate::text::WordList;

/// Words that open the list of those who are meant.
static LISTING: LazyLock<WordList> = LazyLock::new(|| WordList::of("包括 其中包括 当中包括 包含 分别是 分别为 例如 其中有"));

impl Reader<'_> {
    /// 制裁六名官员，包括某某和某某: the people and bodies that the clauses after this one list.
    pub(super) fn listed_after(&self, clause: &Clause) -> Vec<u32> {
        let mut out = Vec::new();
        let mut at = clause.end;
        for next in self.clauses.iter().filter(|k| k.start > clause.start && k.quote == clause.quote).take(8) {
            if next.start != at + 1 || self.flat.get(at) == '。' {
                break;
            }
            let from = match LISTING.longest_at(self.flat.slice(next.start, next.end)) {
                0 if !out.is_empty() => next.start,
                n if n > 0 && out.is_empty() => next.start + n,
                _ => break,
            };
            let found = self.names_of_list(from, next.end);
            if found.is_empty() {
                break;
            }
            out.extend(found);
            at = next.end;
        }
        out
    }

    /// The named people and bodies of a range that is nothing but a list; up to the first verb.
    fn names_of_list(&self, from: usize, to: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for g in self.inside(from, to) {
            let group = &self.groups[g];
            let joined = self.phrases.get(group.first..group.last).unwrap_or(&[]);
            let free = group.governor.is_none_or(|k| matches!(k.0, Governor::Aside | Governor::With));
            if !free || self.has_verb(from, group.start) {
                break;
            }
            for phrase in joined {
                let thing = matches!(phrase.kind, EntityType::Person | EntityType::Organization);
                if thing && phrase.shape == Shape::Named && !phrase.possessor {
                    out.extend(phrase.actors.iter().copied());
                }
            }
        }
        out
    }

    /// Whether the object stands for several people or firms that a list after the clause may name.
    pub(super) fn may_be_listed(&self, clause: &Clause, event: EventType, object: &Argument, end: usize) -> bool {
        let Some(group) = object.group.and_then(|g| self.groups.get(g)) else { return false };
        let fits = event.quad() == QuadClass::MaterialConflict || matches!(event, EventType::Accuse | EventType::Retreat | EventType::Aid);
        let plural = matches!(self.last_shape(group), Shape::Organ | Shape::Private | Shape::Modifier) || group.possessor;
        // Nothing happens between the object and the end of the clause.
        fits && plural && !self.has_verb(group.end.max(end), clause.end)
    }

    /// 拘捕十一人，包括某某: no name after the verb, but a list after the clause.
    pub(super) fn listed_object(&self, clause: &Clause, event: EventType, from: usize) -> Option<Argument> {
        let fits = event.quad() == QuadClass::MaterialConflict || matches!(event, EventType::Accuse | EventType::Retreat);
        let first = self.flat.token_at(from).and_then(|t| self.flat.tokens.get(t)).filter(|t| t.end as usize <= clause.end)?;
        let counted = matches!(self.text.part_of_speech(self.flat, first), 'm' | 'q' | 'r');
        if !fits || !counted || self.groups.iter().any(|g| g.start >= from && g.end <= clause.end) || self.has_verb(from, clause.end) {
            return None;
        }
        let locals = self.listed_after(clause);
        (!locals.is_empty()).then_some(Argument { locals, factor: 0.85, group: None })
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, check_unordered};

    #[test]
    fn a_list_names_who_is_meant() {
        check_unordered("挪威宣布对两名伊朗官员实施制裁，包括外交部长扎里夫。", &["挪威 SANCTION 伊朗", "挪威 SANCTION 扎里夫"]);
        check_unordered("挪威赞扬丹麦，包括教育和医疗。", &["挪威 SUPPORT 丹麦"]);
    }

    #[test]
    fn a_list_alone_can_be_the_object() {
        check("俄罗斯警方昨天逮捕了十一人，包括反对派领袖纳瓦尔尼。", &["俄罗斯 COERCE 纳瓦尔尼"]);
    }
}
