//! On whom: the object after the verb, or in the gap of a form.

use std::sync::LazyLock;

use super::{Argument, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::flat::TokenKind;
use crate::relate::phrase::{Group, Shape};
use crate::relate::scheme::{EventType, QuadClass};
use crate::relate::title::is_of_titles;
use crate::relate::trigger::{EventForm, Frame, Trigger};
use crate::text::WordList;

/// Words that join two verbs with one object.
static JOINING: LazyLock<WordList> = LazyLock::new(|| WordList::of("并 和 及 、 或 与 以及 而 且 并且 又 或者"));

/// Those who belong to somebody but act for themselves.
static OTHERS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "子女 儿女 儿子 女儿 妻子 丈夫 家人 家属 亲属 亲戚 亲人 父亲 母亲 父母 兄弟 弟弟 哥哥 姐姐 妹妹 胞妹 胞弟 孩子 女婿 儿媳 \
         遗孀 盟友 盟国 伙伴国 对手 好友 密友 邻国 律师 支持者 追随者 反对者 批评者 受害者",
    )
});

impl Reader<'_> {
    /// The object after the verb: the next phrase, with nothing but its own modifiers before it.
    pub(super) fn object_after(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
        let mut at = self.past_joined(from);
        let mut passed = 0;
        let mut counted = false;
        if form.clause && matches!(self.flat.get(at), '说' | '称' | '道' | '指') {
            at += 1;
        }
        while at < clause.end {
            if let Some(g) = self.groups.iter().position(|g| g.start <= at && at < g.end) {
                let group = &self.groups[g];
                if !self.is_actor(g) {
                    return None;
                }
                let mut factor = if passed == 0 { 1.0 } else { 0.9 };
                let after_of = group.possessor && !self.flat.reads(group.end, group.end + 1, "等");
                let of_others = self.is_of_others(group.end);
                if after_of || of_others {
                    // 批评美国的政策: whose thing it is; 逮捕美国的盟友某某: the head.
                    let next = self.groups.get(g + 1).filter(|n| n.start <= group.end + 7 && n.end <= clause.end);
                    let named = next.filter(|n| {
                        self.phrases.get(n.first).is_some_and(|p| p.kind == EntityType::Person)
                            && !self.triggers.iter().any(|t| t.shown.0 >= group.end && t.shown.1 <= n.start)
                    });
                    if named.is_some() && self.is_actor(g + 1) {
                        let n = &self.groups[g + 1];
                        return Some(Argument { locals: self.locals(n.first, n.last), factor: factor * 0.95, group: Some(g + 1) });
                    }
                    if of_others {
                        return None;
                    }
                    if form.event.quad() == QuadClass::MaterialConflict || form.event == EventType::Consult {
                        factor *= 0.85;
                    } else {
                        factor *= 0.93;
                    }
                }
                match self.shape(g) {
                    Shape::Private => factor *= if form.event == EventType::Consult { 0.4 } else { 0.7 },
                    Shape::Modifier => factor *= if form.event == EventType::Consult { 0.5 } else { 0.8 },
                    _ => {}
                }
                let last = self.asked(form, group).unwrap_or(group.last);
                return Some(Argument { locals: self.locals(group.first, last), factor, group: Some(g) });
            }
            let token = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t))?;
            if let Some(next) = self.past_post(at, clause.end).filter(|_| passed == 0) {
                (at, passed) = (next, 1);
                continue;
            }
            if token.kind != TokenKind::Word {
                return None;
            }
            if self.triggers.iter().any(|t| t.pieces.iter().any(|p| p.0 <= at && at < p.1)) {
                return None;
            }
            let word = self.flat.word(token);
            let end = token.end as usize;
            let of_speech = self.text.part_of_speech(self.flat, token);
            let joined = self.groups.iter().any(|g| g.start == end);
            // 制裁包括某某在内的官员.
            if word == ['包', '括'] && self.slice_holds(end, clause.end, "在内") {
                at = end;
                continue;
            }
            let passes = matches!(word, ['到'] | ['给'] | ['向'] | ['与'] | ['和'] | ['对'] if passed == 0 && form.frame == Frame::SubjectVerbObject && word != ['和'] && word != ['与'])
                || matches!(of_speech, 'm' | 'q' | 'a' | 'b' | 'u' | 'r')
                || word == ['的']
                || (matches!(of_speech, 'n' | 'x') && (joined || self.flat.get(end) == '的'));
            passed += end - at;
            // 杀害9名黑人: they are the object, not the name after them.
            if !passes || passed > 9 || (counted && matches!(of_speech, 'n' | 'x')) {
                return None;
            }
            counted |= of_speech == 'q' || word.last().is_some_and(|c| matches!(c, '名' | '位' | '个'));
            at = end;
        }
        None
    }

    /// The head of the phrases in a range: what the object of a gap or a preposition is.
    pub(super) fn head(&self, form: &EventForm, from: usize, to: usize) -> Option<Argument> {
        let mut groups = self.inside(from, to);
        // 驱逐某国外交官: the noun of the form is part of the phrase.
        if groups.is_empty() {
            groups.extend((0..self.groups.len()).find(|&g| self.groups[g].start >= from && self.groups[g].start < to));
        }
        let &first = groups.first()?;
        if !self.only_modifiers(from, self.groups[first].start) {
            let towards = form.pieces.first().is_some_and(|p| matches!(p.as_slice(), ['对'] | ['向'] | ['将'] | ['把']));
            return if towards { self.described(from, to) } else { None };
        }
        let &last = groups.last()?;
        // 中国的盟友俄罗斯: the last, when it closes the phrase; else whose thing it is.
        let pick = if self.groups[last].end == to
            && (groups.len() == 1 || self.groups[first].possessor || self.after_of(self.groups[last].start))
        {
            last
        } else {
            first
        };
        let group = &self.groups[pick];
        let locals = self.locals(group.first, group.last);
        if locals.is_empty() || self.is_of_others(group.end) {
            return None;
        }
        if form.event == EventType::Consult {
            // 就中国议题讨论 is no talk with China; 到某某访问 goes to a country.
            let kind = self.phrases.get(group.first).map(|p| p.kind);
            let place = form
                .pieces
                .first()
                .is_some_and(|p| matches!(p.as_slice(), ['到'] | ['赴'] | ['抵'] | ['前', '往'] | ['抵', '达'] | ['在'] | ['将', '赴']));
            if matches!(self.shape(pick), Shape::Private | Shape::Modifier) || (place && kind == Some(EntityType::Person)) {
                return None;
            }
        }
        let factor = match self.shape(pick) {
            Shape::Private => 0.75,
            Shape::Modifier => 0.85,
            _ if group.possessor && pick == first && groups.len() == 1 => 0.92,
            _ => 1.0,
        };
        Some(Argument { locals, factor, group: Some(pick) })
    }

    /// Past the verbs that share the object of the verb that ends at `from` (谴责并制裁某国).
    pub(super) fn past_joined(&self, from: usize) -> usize {
        let mut at = from;
        for _ in 0..2 {
            let joint = JOINING.longest_at(self.flat.chars.get(at..).unwrap_or(&[]));
            if joint == 0 {
                break;
            }
            let next = at + joint;
            let verb = self
                .triggers
                .iter()
                .find(|t| t.shown.0 == next && self.text.table.form(t.form).is_some_and(|f| f.frame == Frame::SubjectVerbObject));
            match verb {
                Some(verb) => at = verb.pieces.first().map_or(verb.shown.1, |p| p.1),
                None => break,
            }
        }
        at
    }

    /// Past the words of a post before a person (协调小组副组长某某), when his title follows them.
    fn past_post(&self, at: usize, to: usize) -> Option<usize> {
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start > at && self.groups[g].end <= to)?;
        let group = &self.groups[g];
        let phrase = self.phrases.get(group.first)?;
        // The phrase begins with a title: its name stands further on.
        let titled = phrase.kind == EntityType::Person
            && self.flat.token_at(phrase.start).and_then(|t| self.flat.tokens.get(t)).is_some_and(|t| t.kind == TokenKind::Word);
        if !titled || !(10..=26).contains(&(group.start - at)) {
            return None;
        }
        let first = self.flat.token_at(at)?;
        let post = self.flat.tokens.get(first..)?.iter().take_while(|t| (t.start as usize) < group.start).all(|t| match t.kind {
            TokenKind::Name(_) => true,
            TokenKind::Word => {
                self.text.is_noun(self.flat, t) || is_of_titles(self.flat.word(t)) || self.text.part_of_speech(self.flat, t) == 'n'
            }
            _ => false,
        });
        post.then_some(group.start)
    }

    /// 敦促某国与某国对话: only the first is asked. One past its last phrase.
    fn asked(&self, form: &EventForm, group: &Group) -> Option<usize> {
        let split = group.split.filter(|_| form.event == EventType::Request)?;
        let joint = self.phrases.get(split)?.start.checked_sub(1)?;
        let to_do = |t: &Trigger| {
            let mutual = self.text.table.form(t.form).is_some_and(|f| matches!(f.frame, Frame::Mutual | Frame::ObjectBefore));
            mutual && (group.end..=group.end + 4).contains(&t.shown.0)
        };
        (matches!(self.flat.get(joint), '与' | '同' | '跟') && self.triggers.iter().any(to_do)).then_some(split)
    }

    /// Whether what follows a name at `end` is somebody else, its kin or its allies (某某的子女, 某国盟友, 某某之子).
    pub(super) fn is_of_others(&self, end: usize) -> bool {
        let mut at = end;
        let of = matches!(self.flat.get(at), '的' | '之');
        if of {
            at += 1;
        }
        for _ in 0..3 {
            let kin = self.flat.get(end) == '之' && matches!(self.flat.get(at), '子' | '女' | '妻' | '弟' | '兄' | '父' | '母');
            if kin || OTHERS.longest_at(self.flat.chars.get(at..).unwrap_or(&[])) > 0 {
                return true;
            }
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return false };
            let counts = token.kind == TokenKind::Word && matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'a' | 'b');
            if !counts || !of {
                return false;
            }
            at = token.end as usize;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::{check, check_unordered};

    #[test]
    fn joined_verbs_share_their_object() {
        check_unordered("德国谴责并制裁伊朗。", &["德国 ACCUSE 伊朗", "德国 SANCTION 伊朗"]);
        check_unordered("德国驱逐俄罗斯外交官。", &["德国 SANCTION 俄罗斯"]);
    }

    #[test]
    fn kin_and_allies_are_others() {
        check("挪威逮捕普京的两个女儿。", &[]);
    }
}
