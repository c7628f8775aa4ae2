//! Arguments that do not stand right beside the event word: the head of a long phrase (制裁多名侵犯人权的某国官员), a list that is added
//! (对六名官员实施制裁，包括某某), the object of a verb that is joined to another (起诉并驱逐某人), what 对此 points back to.

use std::sync::LazyLock;

use super::{Argument, Clause, Reader};
use crate::record::EntityType;
use crate::relate::flat::{Token, TokenKind};
use crate::relate::phrase::{self, Governor, Group, Shape};
use crate::relate::scheme::{EventType, QuadClass};
use crate::relate::title::is_of_titles;
use crate::relate::trigger::{EventForm, Frame, Trigger};
use crate::text::WordList;

/// Words that join two verbs with one object.
static JOINING: LazyLock<WordList> = LazyLock::new(|| WordList::of("并 和 及 、 或 与 以及 而 且 并且 又 或者"));
/// Words that open the list of those who are meant.
static LISTING: LazyLock<WordList> = LazyLock::new(|| WordList::of("包括 其中包括 当中包括 包含 分别是 分别为 例如 其中有"));

/// Those who belong to somebody but act for themselves.
static OTHERS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "子女 儿女 儿子 女儿 妻子 丈夫 家人 家属 亲属 亲戚 亲人 父亲 母亲 父母 兄弟 弟弟 哥哥 姐姐 妹妹 胞妹 胞弟 孩子 女婿 儿媳 \
         遗孀 盟友 盟国 伙伴国 对手 好友 密友 邻国 律师 支持者 追随者 反对者 批评者 受害者",
    )
});

impl Reader<'_> {
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

    /// Whether 的 stands right before a group, figures and classifiers aside.
    pub(super) fn after_of(&self, start: usize) -> bool {
        let mut at = start;
        for step in 0..4 {
            let Some(token) = at.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t)) else {
                return false;
            };
            if token.kind != TokenKind::Word {
                return false;
            }
            if self.flat.word(token) == ['的'] {
                return true;
            }
            // 充满活力的民主某国: one noun more.
            let noun = step == 0 && self.flat.word(token).len() == 2 && self.text.is_noun(self.flat, token);
            if !noun && !matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'b' | 'a') {
                return false;
            }
            at = token.start as usize;
        }
        false
    }

    /// 敦促即将上任的某某释放…, 会见诺贝尔奖得主某某: the first group after the verb, when what stands between only describes it.
    pub(super) fn first_described(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
        let fits = matches!(
            form.event,
            EventType::Request | EventType::Accuse | EventType::Consult | EventType::Support | EventType::Coerce | EventType::Sanction
        );
        let g = self.groups.iter().position(|g| g.end > from)?;
        let group = &self.groups[g];
        if !fits || group.start <= from || group.end > clause.end || group.governor.is_some() || group.possessor || !self.is_actor(g) {
            return None;
        }
        if !matches!(self.shape(g), Shape::Named | Shape::Organ) || group.start - from > 22 {
            return None;
        }
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        let words = || {
            let first = self.flat.token_at(from).unwrap_or(usize::MAX);
            self.flat.tokens.get(first..).unwrap_or(&[]).iter().take_while(|t| (t.start as usize) < group.start)
        };
        if !words().all(|t| t.kind == TokenKind::Word) {
            return None;
        }
        let noun = |t: &Token| {
            self.text.is_noun(self.flat, t)
                || matches!(self.text.part_of_speech(self.flat, t), 'n' | 'm' | 'q' | 'b' | 'a' | 'j' | 'u' | 't')
        };
        let counts = |t: &Token| self.flat.word(t).last().is_some_and(|c| matches!(c, '名' | '位' | '个' | '批'));
        // Nothing but nouns before a person, none counted apart from him.
        if person && group.start - from <= 12 && words().all(noun) && !words().any(counts) {
            return Some(Argument { locals: self.locals(group.first, group.last), factor: 0.85, group: Some(g) });
        }
        // A clause with 的 right before it; no other event word's object within.
        let plain = !words().any(|t| super::CAUSATIVE.holds(self.flat.word(t)) || super::HUMANS.holds(self.flat.word(t)));
        (self.after_of(group.start) && plain && self.flat.slice(from, group.start).iter().filter(|&&c| c == '的').count() == 1)
            .then(|| Argument { locals: self.locals(group.first, group.last), factor: 0.85, group: Some(g) })
    }

    /// 对某国的做法加以批评: whether only a thing of whom 对 governs stands between the name and the verb at `to`.
    pub(super) fn is_thing_of(&self, group: &Group, to: usize) -> bool {
        let rest = self.flat.slice(group.end + 1, to);
        group.possessor
            && (1..=12).contains(&rest.len())
            && !rest.contains(&'的')
            && ["加以", "予以", "进行", "提出", "作出", "做出", "表示", "表达", "严厉", "强烈", "公开", "猛烈", "多次", "一直"]
                .iter()
                .any(|w| self.slice_holds(group.end + 1, to, w))
            && !self.groups.iter().any(|g| g.start > group.end && g.end <= to)
            && !self.triggers.iter().any(|t| t.shown.0 > group.end && t.shown.1 <= to)
    }

    /// 对在某地镇压示威者的某国官员…: the last group of a range, when a clause with 的 describes it and nothing follows it there.
    pub(super) fn described(&self, from: usize, to: usize) -> Option<Argument> {
        let g = (0..self.groups.len()).rev().find(|&g| self.groups[g].start > from && self.groups[g].start < to)?;
        let group = &self.groups[g];
        let last = group.end >= to || (to - group.end <= 8 && self.only_modifiers(group.end, to));
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        if !last || (group.possessor && !person) || group.governor.is_some() || !self.is_actor(g) || !self.after_of(group.start) {
            return None;
        }
        let factor = match self.shape(g) {
            Shape::Named | Shape::Organ => 0.9,
            Shape::Private => 0.75,
            _ => return None,
        };
        Some(Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) })
    }

    /// 制裁多名侵犯人权的某国官员: the described head that ends the clause.
    pub(super) fn described_object(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
        let fits = form.event.quad() == QuadClass::MaterialConflict
            || matches!(form.event, EventType::Accuse | EventType::Support | EventType::Retreat | EventType::Aid | EventType::Consult);
        let first = self.flat.token_at(from).and_then(|t| self.flat.tokens.get(t))?;
        let opens = first.kind == TokenKind::Word
            && matches!(self.text.part_of_speech(self.flat, first), 'm' | 'q' | 'v' | 'p' | 'r')
            && self.flat.word(first) != ['的'];
        if !fits || !opens || self.flat.get(from) == '是' {
            return None;
        }
        // A name right after the verb would be its own object.
        if self.groups.iter().any(|g| g.start == from) {
            return None;
        }
        // 任命曾任某职的某某出任某职: the name stands before the second verb.
        let post = ["出任", "担任", "接任", "接替"].iter().filter_map(|w| (from..clause.end).find(|&i| self.flat.reads(i, i + 2, w)));
        let to = post.filter(|&i| self.groups.iter().any(|g| g.end == i && g.start > from)).min().unwrap_or(clause.end);
        self.described(from, to)
    }

    /// 对在某地镇压示威者的某国官员加以制裁: a described head between 对 and the verb, and where 对 stands.
    pub(super) fn described_towards(&self, clause: &Clause, at: usize) -> Option<(Argument, usize)> {
        let found = self.described(clause.start, at)?;
        let group = found.group.and_then(|g| self.groups.get(g))?;
        if at.checked_sub(group.end)? > 6 || self.is_blocked(group.end, at) {
            return None;
        }
        let by = self.flat.tokens.iter().rev().find(|t| {
            (t.end as usize) <= group.start
                && t.start as usize >= clause.start
                && t.kind == TokenKind::Word
                && phrase::governor(self.flat.word(t)) == Some(Governor::Towards)
        })?;
        let by = by.start as usize;
        // 对某国不满的官员: 对 belongs to the description.
        let taken = self.groups.iter().any(|g| g.governor.is_some_and(|k| k.1 == by) && matches!(self.last_shape(g), Shape::Named));
        (!taken && group.start - by <= 40).then_some((found, by))
    }

    fn last_shape(&self, group: &phrase::Group) -> Shape {
        self.phrases.get(group.last.saturating_sub(1)).map_or(Shape::Modifier, |p| p.shape)
    }

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

    /// The words that describe an object before its verb (对参与镇压的官员实施制裁), empty where none stand there.
    pub(super) fn described_range(&self, object: &Argument, from: usize, verb: usize) -> (usize, usize) {
        let group = object.group.and_then(|g| self.groups.get(g));
        match group.filter(|g| g.governor.is_none() && g.start > from && g.end <= verb && self.after_of(g.start)) {
            Some(group) => (from, group.end),
            None => (verb, verb),
        }
    }

    /// Whether the verb at `start..end` only describes the head of a phrase: after 对 or a classifier, with 的 and a name to come.
    pub(super) fn describes(&self, clause: &Clause, start: usize, end: usize) -> bool {
        let Some(before) = start.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t)) else {
            return false;
        };
        if before.kind != TokenKind::Word || (before.start as usize) < clause.start {
            return false;
        }
        let word = self.flat.word(before);
        let classified = word.last().is_some_and(|c| matches!(c, '名' | '位' | '个' | '些' | '批' | '家'))
            && matches!(self.text.part_of_speech(self.flat, before), 'm' | 'q' | 'r');
        // 对在某地镇压示威者的: a preposition or an adverb right after 对 begins a description.
        let open = |t: &Token| {
            let next = self.flat.token_at(t.end as usize).and_then(|n| self.flat.tokens.get(n));
            next.is_some_and(|n| n.start as usize == start || matches!(self.flat.word(n), ['在'] | ['于'] | ['被'] | ['曾'] | ['遭']))
        };
        let towards = self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word
                && t.start as usize >= clause.start
                && t.end as usize <= start
                && phrase::governor(self.flat.word(t)) == Some(Governor::Towards)
                && open(t)
        });
        (classified || towards)
            && self.groups.iter().any(|g| g.start > end && g.end <= clause.end && self.after_of(g.start) && g.governor.is_none())
    }

    /// 宣布对某国的制裁, 重申对某国的支持: who takes up what the noun says, when no name stands right before 对 at `by`.
    pub(super) fn takes_up(&self, clause: &Clause, by: usize) -> bool {
        const TAKING_UP: &[&str] = &[
            "通过", "提出", "发起", "启动", "宣布", "展开", "开始", "进行", "实施", "采取", "加强", "加大", "升级", "扩大", "继续", "延长",
            "维持", "恢复", "重申", "表达", "表示", "强化", "推动", "实行", "执行", "完成", "公布", "发动", "表明",
        ];
        by >= clause.start + 2 && TAKING_UP.iter().any(|w| self.flat.reads(by - 2, by, w))
    }

    /// 敦促某国与某国对话: only the first is asked. One past its last phrase.
    pub(super) fn asked(&self, form: &EventForm, group: &Group) -> Option<usize> {
        let split = group.split.filter(|_| form.event == EventType::Request)?;
        let joint = self.phrases.get(split)?.start.checked_sub(1)?;
        let to_do = |t: &Trigger| {
            let mutual = self.text.table.form(t.form).is_some_and(|f| matches!(f.frame, Frame::Mutual | Frame::ObjectBefore));
            mutual && (group.end..=group.end + 4).contains(&t.shown.0)
        };
        (matches!(self.flat.get(joint), '与' | '同' | '跟') && self.triggers.iter().any(to_do)).then_some(split)
    }

    /// 某国携手某国, 某人和某人会晤某人: a mutual word with its other side right after it.
    pub(super) fn joined_after(&self, clause: &Clause, start: usize, end: usize) -> Option<(Argument, Argument)> {
        if !["携手", "联手", "接触", "会同", "会晤"].iter().any(|w| self.flat.reads(end.saturating_sub(2), end, w)) {
            return None;
        }
        // 美中会晤前某人…: the two right before it meet, and another clause begins.
        let bare = |g: &Group| {
            let pair = self.phrases.get(g.first..g.last).unwrap_or(&[]);
            g.end == start && matches!(pair, [a, b] if a.end == b.start)
        };
        if self.groups.iter().any(bare) {
            return None;
        }
        let g = self.groups.iter().position(|g| g.start == end && g.end <= clause.end)?;
        // 会晤中国主管外事的某某: the one who is described.
        let country = self.phrases.get(self.groups[g].first).is_some_and(|p| p.kind == EntityType::Country);
        let g = if country { self.described(end, clause.end).and_then(|a| a.group).unwrap_or(g) } else { g };
        let group = &self.groups[g];
        let whole = self.is_actor(g) && !group.possessor && !matches!(self.shape(g), Shape::Private | Shape::Modifier);
        let object = Argument { locals: self.locals(group.first, group.last), factor: 0.95, group: Some(g) };
        whole.then_some((self.subject_before(clause, start, false).ok()?, object))
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

    /// Whether the name right before the verb at `start..end`, governed by 对, is the subject of a clause with 的 after it.
    pub(super) fn governs_clause(&self, group: &Group, clause: &Clause, start: usize, end: usize) -> bool {
        let towards = group.governor.is_some_and(|k| k.0 == Governor::Towards && matches!(self.flat.get(k.1), '对' | '针'));
        if !towards || group.possessor || start.saturating_sub(group.end) > 3 {
            return false;
        }
        const DEEDS: &[&str] =
            &["行为", "做法", "行径", "举动", "举措", "暴行", "行动", "表态", "立场", "态度", "说法", "言论", "决定", "事件"];
        let Some(of) = (end..clause.end.min(end + 14)).find(|&i| self.flat.get(i) == '的') else { return false };
        let stance = |t: &Trigger| {
            (of + 1..=of + 4).contains(&t.shown.0)
                && self
                    .text
                    .table
                    .form(t.form)
                    .is_some_and(|f| matches!(f.event, EventType::Accuse | EventType::Reject | EventType::Support | EventType::Protest))
        };
        DEEDS.iter().any(|w| self.flat.reads(of + 1, of + 3, w)) || self.triggers.iter().any(stance)
    }

    /// 予以否认, 作出回应 after a noun: what 对 governs is what is answered.
    pub(super) fn is_answered(&self, end: usize) -> bool {
        ["予以", "加以", "作出回应", "做出回应", "表示否认", "表示不满", "提出反驳", "进行反驳", "不以为然", "置之不理"]
            .iter()
            .any(|w| self.flat.reads(end, end + w.chars().count(), w))
    }

    /// Whether nothing but somebody addressed stands in the range (拒绝 向某某 移交).
    pub(super) fn is_addressee(&self, from: usize, to: usize) -> bool {
        from < to
            && self
                .groups
                .iter()
                .any(|g| g.end == to && g.governor.is_some_and(|k| k.1 == from && matches!(k.0, Governor::Towards | Governor::With)))
    }

    /// 警告某某不得访问某国: whether somebody who was told stands between the subject and the verb at `at`, nothing leading back.
    pub(super) fn asked_between(&self, subject: &Argument, object: &Argument, at: usize) -> bool {
        let Some(from) = subject.group.and_then(|g| self.groups.get(g)).map(|g| g.end) else { return false };
        self.asked.iter().any(|&a| {
            Some(a) != object.group
                && Some(a) != subject.group
                && self.groups.get(a).is_some_and(|g| {
                    let between = self.flat.slice(g.end, at);
                    // The one addressed stands after the word that asks, in the same clause.
                    g.start >= from
                        && g.end <= at
                        && g.governor.is_none()
                        && !g.possessor
                        && !between
                            .iter()
                            .any(|c| matches!(c, '并' | '和' | '也' | '还' | '且' | '又' | '及' | '，' | ',' | '。' | '：' | '；' | '、'))
                })
        })
    }

    /// Whether a range holds a word.
    pub(super) fn slice_holds(&self, from: usize, to: usize, word: &str) -> bool {
        let n = word.chars().count();
        (from..to.saturating_sub(n - 1)).any(|i| self.flat.reads(i, i + n, word))
    }

    /// Whether a word that may mean people is a verb where it stands (组织示威, 代表某国发言): nothing before it describes it.
    pub(super) fn is_verb_here(&self, token: &Token) -> bool {
        if !matches!(self.flat.word(token), ['组', '织'] | ['代', '表']) {
            return false;
        }
        let before = (token.start as usize).checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t));
        before.is_none_or(|b| {
            b.kind == TokenKind::Word
                && !self.text.is_noun(self.flat, b)
                && !matches!(self.text.part_of_speech(self.flat, b), 'n' | 'b' | 'a' | 'm' | 'q' | 'j')
        })
    }

    /// Past those who act together with a subject that ends at `from`: 与另外七名议员, 代表七十国.
    pub(super) fn past_company(&self, from: usize, to: usize) -> usize {
        let mut at = from;
        let mut company = false;
        for _ in 0..8 {
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { break };
            let (word, end) = (self.flat.word(token), token.end as usize);
            if token.kind != TokenKind::Word || end > to {
                break;
            }
            let opens = matches!(word, ['与'] | ['和'] | ['及'] | ['、'])
                || matches!(word, ['以', '及'] | ['代', '表'] | ['率', '领'] | ['联', '合'] | ['联', '同'] | ['会', '同'] | ['连', '同']);
            let timed = !company && matches!(self.text.part_of_speech(self.flat, token), 't' | 'm' | 'd');
            if company && super::HUMANS.ends(word) {
                return end;
            }
            let modifies = company
                && (matches!(word, ['另', '外'] | ['其', '他'] | ['其', '余'] | ['另'])
                    || matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'r' | 'b' | 'a' | 'n' | 'j'));
            if !opens && !modifies && !timed {
                break;
            }
            company |= opens;
            at = end;
        }
        from
    }

    /// Past what stands beside a name as the same thing or belongs to its phrase: 这五国, 公司, 人士及机构.
    pub(super) fn past_apposition(&self, from: usize, to: usize) -> usize {
        let mut at = from;
        for _ in 0..6 {
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { break };
            let (word, end) = (self.flat.word(token), token.end as usize);
            let letter = self.text.part_of_speech(self.flat, token);
            let belongs = self.text.is_noun(self.flat, token)
                || matches!(letter, 'm' | 'q')
                || matches!(word, ['这'] | ['及'] | ['和'] | ['、'] | ['国'] | ['以', '及'] | ['这', '些']);
            if token.kind != TokenKind::Word || end > to || !belongs || self.triggers.iter().any(|t| t.shown.0 < end && at < t.shown.1) {
                break;
            }
            at = end;
        }
        at
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

    /// Past 举行的 and the like between two sides and the noun for what they do (中美举行的会谈).
    pub(super) fn past_holding(&self, from: usize, to: usize) -> usize {
        const HOLDING: &[&str] = &["举行", "进行", "展开", "召开", "举办", "达成", "签署", "签订", "签定", "开展", "发表"];
        let of = (from..to).find(|&i| self.flat.get(i) == '的');
        let Some(of) = of.filter(|&of| of >= from + 2 && of - from <= 16) else { return from };
        let held = HOLDING.iter().any(|w| self.flat.reads(of - 2, of, w));
        if held && !self.is_blocked(from, of - 2) { of + 1 } else { from }
    }

    /// Past the words of a post before a person (协调小组副组长某某), when his title follows them.
    pub(super) fn past_post(&self, at: usize, to: usize) -> Option<usize> {
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

    /// 对此: the actor of an earlier clause of the sentence, who is neither the subject nor the one who reports.
    pub(super) fn pointed_at(&self, clause: &Clause, event: EventType, at: usize, subject: &Argument) -> Option<Argument> {
        // Only a stance: nobody apologizes to whom 对此 points at.
        let stance = matches!(event, EventType::Accuse | EventType::Reject | EventType::Protest | EventType::Support);
        if !stance || self.flat.slice(at, (at + 6).min(clause.end)).contains(&'歉') {
            return None;
        }
        // 对此谴责镇压行动: it has an object of its own.
        if self.past_joined(at + self.verb_length(at)) + 2 < clause.end {
            return None;
        }
        let this = self.flat.tokens.iter().any(|t| {
            t.start as usize >= clause.start && (t.end as usize) <= at && matches!(self.flat.word(t), ['对', '此'] | ['就', '此'])
                || (t.start as usize >= clause.start
                    && (t.end as usize) < at
                    && self.flat.word(t) == ['对']
                    && self.flat.get(t.end as usize) == '此')
        });
        if !this {
            return self.fronted(clause, at, subject);
        }
        for before in self.clauses.iter().rev().filter(|k| k.end < clause.start && k.quote == clause.quote).take(3) {
            let first = self
                .inside(before.start, before.end)
                .into_iter()
                .find(|&g| self.groups[g].governor.is_none_or(|k| k.0 == Governor::Towards && self.flat.get(k.1) == '针'));
            let Some(g) = first else { continue };
            let group = &self.groups[g];
            let locals = self.locals(group.first, group.last);
            if locals.is_empty() || locals.iter().any(|l| subject.locals.contains(l)) {
                continue;
            }
            // 某国外交部说, …: who reports is not meant; 美台关系…: nor is a topic.
            let reports = self.speaks(before) && !self.has_verb(before.start, group.start) && group.governor.is_none();
            let topic = locals.len() > 1 && matches!(self.shape(g), Shape::Modifier | Shape::Private);
            return (!reports && !topic).then_some(Argument { locals, factor: 0.8, group: Some(g) });
        }
        None
    }

    /// 对于某国的做法，某国加以谴责: what the clause before is about, when it is nothing but that.
    fn fronted(&self, clause: &Clause, at: usize, subject: &Argument) -> Option<Argument> {
        let near = subject.group.and_then(|g| self.groups.get(g)).is_none_or(|g| g.start >= clause.start);
        let before = self.clauses.iter().rev().find(|k| k.end + 1 == clause.start && k.quote == clause.quote)?;
        let opens = ["对", "对于", "针对", "面对", "就"]
            .iter()
            .map(|w| w.chars().count() * usize::from(self.flat.reads(before.start, before.start + w.chars().count(), w)))
            .max()?;
        if opens == 0 || !near || at + self.verb_length(at) + 2 < clause.end {
            return None;
        }
        let g = self.inside(before.start, before.end).into_iter().next()?;
        let group = &self.groups[g];
        let thing = group.possessor || self.flat.slice(group.end, before.end).contains(&'的') || group.end == before.end;
        let named = matches!(self.last_shape(group), Shape::Named | Shape::Organ | Shape::Capital | Shape::Modifier) && self.is_actor(g);
        if group.start - before.start > opens + 2 || !thing || !named {
            return None;
        }
        let locals = self.locals(group.first, group.last);
        (!locals.iter().any(|l| subject.locals.contains(l))).then_some(Argument { locals, factor: 0.8, group: Some(g) })
    }

    /// The named subject between what 对 governs (group `g`) and the verb at `at`, right before the verb.
    pub(super) fn subject_behind(&self, g: usize, at: usize) -> Option<Argument> {
        let from = self.groups.get(g).filter(|g| g.possessor)?.end;
        let s = (0..self.groups.len()).rev().find(|&s| self.groups[s].start > from && self.groups[s].end <= at)?;
        let group = &self.groups[s];
        let whole = matches!(self.last_shape(group), Shape::Named | Shape::Organ | Shape::Capital) && self.is_actor(s);
        let listed = group.start > 0 && matches!(self.flat.get(group.start - 1), '、' | '和' | '及' | '与');
        (whole && !listed && group.governor.is_none() && !group.possessor && at - group.end <= 6 && !self.is_blocked(group.end, at))
            .then(|| Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(s) })
    }

    /// Characters of the event word that is shown from `at` on.
    fn verb_length(&self, at: usize) -> usize {
        self.triggers.iter().find(|t| t.shown.0 == at).map_or(0, |t| t.shown.1 - at)
    }

    /// 批评某国的议员某某: without a subject of its own, the one whom the words before 的 describe acts.
    pub(super) fn described_subject(&self, clause: &Clause, start: usize, object: &Argument) -> Option<Argument> {
        let group = object.group.and_then(|g| self.groups.get(g)).filter(|g| g.possessor)?;
        if start.checked_sub(clause.start)? > 6 || self.groups.iter().any(|g| g.start >= clause.start && g.end <= start) {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start > group.end && self.groups[g].end <= clause.end)?;
        let next = &self.groups[g];
        let named = next.start <= group.end + 1 && self.shape(g) == Shape::Named && self.is_actor(g);
        let person = self.phrases.get(next.first).is_some_and(|p| p.kind == EntityType::Person);
        (named && person).then(|| Argument { locals: self.locals(next.first, next.last), factor: 0.85, group: Some(g) })
    }

    /// 寻求连任的总统某某宣布…: the group right after 的, when the clause begins with the words that describe it.
    pub(super) fn described_lead(&self, clause: &Clause, at: usize) -> Option<usize> {
        // A verb of saying or of a stance takes the name as its object (谴责被捕的某某).
        let stance = self.triggers.iter().find(|t| t.start == at).and_then(|t| self.text.table.form(t.form)).is_some_and(|f| f.clause);
        if stance || at - clause.start > 12 || matches!(self.flat.get(clause.start), '及' | '和' | '或' | '与' | '以' | '并' | '而')
        {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start > at && self.groups[g].end <= clause.end)?;
        let group = &self.groups[g];
        let person = self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Person);
        let near = group.start - at <= 16 && group.end < clause.end;
        let first = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t))?;
        let reports = super::SPEECH.holds(self.flat.word(first)) || super::CAUSATIVE.holds(self.flat.word(first));
        let acts = self
            .flat
            .tokens
            .iter()
            .any(|t| t.start as usize >= group.end && t.end as usize <= clause.end && self.text.part_of_speech(self.flat, t) == 'v');
        (person && near && acts && !reports && self.after_of(group.start) && self.shape(g) == Shape::Named && !group.possessor).then_some(g)
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::relations;

    fn check(text: &str, expected: &[&str]) {
        let mut found = relations(text);
        found.sort();
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_described_head_is_the_object() {
        check("加拿大宣布制裁三名参与镇压的白俄罗斯官员。", &["加拿大 SANCTION 白俄罗斯"]);
        check("挪威制裁了多名侵犯人权的缅甸军官。", &["挪威 SANCTION 缅甸"]);
    }

    #[test]
    fn a_described_head_after_a_preposition() {
        check("欧盟对在边境镇压示威者的白俄罗斯官员实施制裁。", &["欧洲联盟 SANCTION 白俄罗斯"]);
        check("欧盟没有对参与镇压的白俄罗斯官员实施制裁。", &["欧洲联盟 not SANCTION 白俄罗斯"]);
    }

    #[test]
    fn a_list_names_who_is_meant() {
        check("挪威宣布对两名伊朗官员实施制裁，包括外交部长扎里夫。", &["挪威 SANCTION 伊朗", "挪威 SANCTION 扎里夫"]);
        check("挪威赞扬丹麦，包括教育和医疗。", &["挪威 SUPPORT 丹麦"]);
    }

    #[test]
    fn joined_verbs_share_their_object() {
        check("德国谴责并制裁伊朗。", &["德国 ACCUSE 伊朗", "德国 SANCTION 伊朗"]);
        check("德国驱逐俄罗斯外交官。", &["德国 SANCTION 俄罗斯"]);
    }

    #[test]
    fn what_is_pointed_back_at() {
        check("德国驱逐俄罗斯外交官，俄方对此强烈谴责。", &["德国 SANCTION 俄罗斯", "俄罗斯 ACCUSE 德国"]);
        check("德国外交部表示，俄方对此强烈谴责。", &[]);
        check("德国修改了法律，俄方对此谴责游行示威的规定。", &[]);
    }

    #[test]
    fn several_members_of_a_body() {
        check("德国联邦议院多位议员敦促土耳其释放记者。", &["德国联邦议院 REQUEST 土耳其"]);
    }

    #[test]
    fn a_place_is_no_party() {
        check("王毅周二在莫斯科与拉夫罗夫会谈，俄罗斯没有公布细节。", &["王毅 CONSULT 拉夫罗夫"]);
    }

    #[test]
    fn nouns_that_are_taken_up() {
        check("挪威宣布对伊朗的制裁。", &["挪威 SANCTION 伊朗"]);
        check("丹麦周二重申对乌克兰的支持。", &["丹麦 SUPPORT 乌克兰"]);
    }

    #[test]
    fn the_described_acts() {
        check("寻求连任的德国总理默克尔周一在柏林发表讲话，并谴责伊朗。", &["默克尔 ACCUSE 伊朗"]);
    }

    #[test]
    fn an_event_word_is_no_title() {
        check("法国外长在总统府会见德国总理默克尔。", &["法国 CONSULT 默克尔"]);
    }

    #[test]
    fn company_does_not_bar_the_way() {
        check("默克尔与另外七名议员发表声明批评俄罗斯。", &["默克尔 ACCUSE 俄罗斯"]);
    }

    #[test]
    fn what_belongs_to_a_phrase_does_not_bar_the_way() {
        check("挪威对伊朗公司加以制裁。", &["挪威 SANCTION 伊朗"]);
        check("挪威、丹麦和芬兰这三个国家谴责伊朗。", &["丹麦 ACCUSE 伊朗", "挪威 ACCUSE 伊朗", "芬兰 ACCUSE 伊朗"]);
        check("法德两国谴责伊朗。", &["德国 ACCUSE 伊朗", "法国 ACCUSE 伊朗"]);
    }

    #[test]
    fn a_list_alone_can_be_the_object() {
        check("俄罗斯警方昨天逮捕了十一人，包括反对派领袖纳瓦尔尼。", &["俄罗斯 COERCE 纳瓦尔尼"]);
    }

    #[test]
    fn kin_and_allies_are_others() {
        check("挪威逮捕普京的两个女儿。", &[]);
    }

    #[test]
    fn what_a_preposition_governs_may_be_a_clause() {
        check("德国对伊朗镇压示威者的行为进行谴责。", &["德国 ACCUSE 伊朗"]);
    }

    #[test]
    fn an_answer_turns_a_charge_round() {
        check("俄罗斯对丹麦的指控予以否认。", &["丹麦 ACCUSE 俄罗斯", "俄罗斯 REJECT 丹麦"]);
    }

    #[test]
    fn the_object_may_stand_in_the_clause_before() {
        check("面对俄罗斯的威胁，丹麦提出抗议。", &["丹麦 PROTEST 俄罗斯"]);
        check("面对严寒，丹麦提出抗议，俄罗斯没有表态。", &[]);
    }

    #[test]
    fn who_is_warned_would_do_it() {
        check("环球时报警告普京不得卸任前访问丹麦。", &["环球时报 THREATEN 普京"]);
    }

    #[test]
    fn a_described_person_is_received() {
        check("德国总理默克尔周三接待到访的法国总统马克龙。", &["默克尔 CONSULT 马克龙"]);
    }

    #[test]
    fn elections_are_no_battles() {
        check("拜登在选举中击败特朗普。", &[]);
    }
}
