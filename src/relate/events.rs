//! Who does what to whom: the two arguments of each event word, within its clause and, for the
//! subject, from the clauses before.

mod judged;
mod reach;
mod speech;

use std::cell::OnceCell;
use std::sync::LazyLock;

use super::flat::{Flat, Token, TokenKind};
use super::judge::{EventCandidate, Judge};
use super::phrase::{self, Governor, Group, Phrase, Pronoun, Shape};
use super::scheme::{EventType, QuadClass};
use super::trigger::{EventForm, EventWords, Frame, Inside, Modification, ModifierKind, Strength, Trigger};
use super::{Prepared, Relation, Text};
use crate::record::EntityType;
use crate::resolve::Mention;
use crate::segment::Sentence;
use crate::text::WordList;

/// Rows less sure than this are left out.
const LEAST: f32 = 0.42;

/// Buffers that are reused from sentence to sentence.
#[derive(Default)]
pub struct EventScratch {
    /// The sentence that is read for its events.
    here: Bench,
    /// One before it, read for the names that a pronoun may stand for.
    earlier: Bench,
    lines: Vec<Line>,
    judge: Judge,
}

impl EventScratch {
    /// One that keeps what may be events, with their features.
    pub fn recording() -> EventScratch {
        EventScratch { judge: Judge::recording(), ..EventScratch::default() }
    }

    /// What was recorded since the last call.
    pub fn take_recorded(&mut self) -> Vec<EventCandidate> {
        self.judge.record.as_mut().map(std::mem::take).unwrap_or_default()
    }
}

/// A sentence taken apart.
#[derive(Default)]
struct Bench {
    flat: Flat,
    phrases: Vec<Phrase>,
    groups: Vec<Group>,
    words: EventWords,
    clauses: Vec<Clause>,
}

/// A sentence with names.
struct Line {
    sentence: usize,
    /// First of its mentions.
    first: usize,
    /// Number of its mentions.
    count: usize,
    /// What it left to remember; nothing until it was read.
    left: Option<Memory>,
}

/// A stretch between marks; offsets index [`Flat::chars`].
#[derive(Clone, Copy, Debug)]
struct Clause {
    start: usize,
    end: usize,
    /// Number of the quotation it stands in; 0 outside.
    quote: usize,
}

/// Who a clause is about.
#[derive(Clone, Debug, Default)]
struct Actor {
    locals: Vec<u32>,
    kind: Option<EntityType>,
    /// Where the phrase stands in the sentence.
    span: Option<(usize, usize)>,
}

/// How a clause begins.
enum Lead {
    /// With a subject that can act: index of the group.
    Group(usize),
    /// With some other subject.
    Other,
    /// Without a subject.
    Empty,
}

/// What is remembered from sentence to sentence.
#[derive(Clone, Default)]
struct Memory {
    /// The last person who was a subject, and the sentence.
    person: Option<(u32, usize)>,
    /// The last two different actors of one sentence; none where it had more.
    pair: Option<(Vec<u32>, usize)>,
    country: Option<(u32, usize)>,
    body: Option<(u32, usize)>,
}

/// Longest sentence that is read, in characters.
const LONGEST: u32 = 1200;
/// Sentences that a pronoun reaches back over.
const NEAR: usize = 2;

impl Memory {
    /// Takes what a later sentence left.
    fn take(&mut self, later: &Memory) {
        self.person = later.person.or(self.person);
        self.country = later.country.or(self.country);
        self.body = later.body.or(self.body);
        if later.pair.is_some() {
            self.pair.clone_from(&later.pair);
        }
    }

    /// What of it comes from this sentence.
    fn of(self, sentence: usize) -> Memory {
        let here = |m: &(u32, usize)| m.1 == sentence;
        Memory {
            person: self.person.filter(here),
            pair: self.pair.filter(|p| p.1 == sentence),
            country: self.country.filter(here),
            body: self.body.filter(here),
        }
    }
}

/// Finds the stated events of a document.
///
/// A sentence is read only where it has an event word and two that it may be about, or where a pronoun of a later one may
/// stand for somebody whom it names.
pub fn events(text: &Text, scratch: &mut EventScratch) -> Vec<Relation> {
    let EventScratch { here, earlier, lines, judge } = scratch;
    let document = Whole { text, prepared: OnceCell::new() };
    let mut out = Vec::new();
    lines.clear();
    let mut next = 0usize;
    while let Some(mention) = text.mentions.get(next) {
        let sentence = mention.sentence as usize;
        let count = text.mentions.get(next..).unwrap_or(&[]).iter().take_while(|m| m.sentence as usize == sentence).count();
        let line = Line { sentence, first: next, count, left: None };
        next += count;
        let possible = document.may_tell(&line);
        lines.push(line);
        let k = lines.len() - 1;
        if !possible || !document.load(here, lines, k) || !document.has_parties(here) {
            continue;
        }
        document.phrases(here);
        if !are_two(&here.phrases) {
            continue;
        }
        if here.phrases.iter().any(asks) {
            document.recall(earlier, lines, k);
        }
        let found = document.read(here, lines, k, Some(&mut *judge));
        push(text, sentence, found, &mut out);
    }
    out
}

/// Whether the phrases of a sentence may stand for two different actors.
fn are_two(phrases: &[Phrase]) -> bool {
    let mut named = phrases.iter().flat_map(|p| &p.actors);
    let first = named.next();
    named.any(|n| Some(n) != first) || phrases.iter().any(|p| matches!(p.shape, Shape::Pronoun(_)))
}

/// Whether a phrase is a pronoun whose meaning an earlier sentence may give.
fn asks(phrase: &Phrase) -> bool {
    matches!(
        phrase.shape,
        Shape::Pronoun(Pronoun::He | Pronoun::She | Pronoun::I | Pronoun::Both | Pronoun::ThatCountry | Pronoun::ThatBody)
    )
}

/// What sentences are read with.
struct Whole<'a> {
    text: &'a Text<'a>,
    prepared: OnceCell<Prepared>,
}

impl Whole<'_> {
    fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| Prepared::new(self.text))
    }

    /// The thing that may act where this name stands.
    fn actor(&self, mention: &Mention) -> Option<u32> {
        if mention.kind == EntityType::Place { self.prepared().capital(mention.local) } else { Some(mention.local) }
    }

    /// Whether a sentence has two that an event may be about: names of different things, or a pronoun.
    fn may_tell(&self, line: &Line) -> bool {
        let mentions = self.text.mentions.get(line.first..line.first + line.count).unwrap_or(&[]);
        let mut actors = mentions.iter().filter_map(|m| self.actor(m));
        let first = actors.next();
        first.is_some() && actors.any(|a| Some(a) != first)
            || self.text.sentences.get(line.sentence).is_some_and(|s| self.text.may_refer(s, true))
    }

    /// Whether somebody who may act is named in the clause of an event word.
    fn has_parties(&self, bench: &Bench) -> bool {
        let flat = &bench.flat;
        let acts = |token: &Token| match token.kind {
            TokenKind::Name(m) => self.text.mentions.get(m as usize).is_some_and(|m| self.actor(m).is_some()),
            _ => phrase::may_be_pronoun(flat.word(token)),
        };
        let inside = |token: &&Token| matches!(token.kind, TokenKind::Name(_) | TokenKind::Word);
        bench.words.triggers.iter().any(|t| {
            let at = flat.token_at(t.shown.0).unwrap_or(0);
            let (before, after) = flat.tokens.split_at(at.min(flat.tokens.len()));
            before.iter().rev().take_while(inside).any(acts) || after.iter().take_while(inside).any(acts)
        })
    }

    /// Takes a sentence apart and looks for its event words; gives whether it may have any.
    fn load(&self, bench: &mut Bench, lines: &[Line], k: usize) -> bool {
        let text = self.text;
        let Some((line, bounds)) = lines.get(k).and_then(|l| Some((l, text.sentences.get(l.sentence)?))) else { return false };
        if bounds.end - bounds.start > LONGEST || line.count < 2 && !text.has_pronoun(bounds) {
            return false;
        }
        self.flatten(bench, line, bounds);
        text.table.scan(&bench.flat, &mut bench.words);
        true
    }

    fn flatten(&self, bench: &mut Bench, line: &Line, bounds: &Sentence) {
        let mentions = self.text.mentions.get(line.first..line.first + line.count).unwrap_or(&[]);
        bench.flat.load(self.text.view, self.text.words, bounds, mentions, line.first as u32);
    }

    fn phrases(&self, bench: &mut Bench) {
        phrase::find(self.text, &bench.flat, self.prepared(), &bench.words.triggers, &mut bench.phrases, &mut bench.groups);
    }

    /// Reads a sentence whose phrases are known, for its events as far as its last event word, or (without a judge) the whole of it:
    /// gives its events, and leaves what it says to later ones once it was read to its end.
    fn read(&self, bench: &mut Bench, lines: &mut [Line], k: usize, judge: Option<&mut Judge>) -> Vec<Found> {
        let whole = judge.is_none();
        let text = self.text;
        let Some(sentence) = lines.get(k).map(|l| l.sentence) else { return Vec::new() };
        let mut memory = Memory::default();
        let mut found = Vec::new();
        let mut finished = true;
        if !bench.phrases.is_empty() {
            // Read before, where they matter.
            for line in lines.get(..k).unwrap_or(&[]).iter().rev().take(NEAR).rev().filter(|l| l.sentence + NEAR >= sentence) {
                if let Some(left) = &line.left {
                    memory.take(left);
                }
            }
            split_clauses(&bench.flat, &mut bench.clauses);
            let mut reader = Reader {
                text,
                flat: &bench.flat,
                phrases: &mut bench.phrases,
                groups: &bench.groups,
                triggers: &bench.words.triggers,
                modifications: &bench.words.modifications,
                clauses: &bench.clauses,
                sentence,
                headline: text.sentences.get(sentence).is_some_and(|s| s.end <= text.title_end),
                consumed: Vec::new(),
                asked: Vec::new(),
                said: Vec::new(),
                judge,
                out: Vec::new(),
            };
            let upto = if whole { usize::MAX } else { bench.words.triggers.iter().map(|t| t.shown.0).max().unwrap_or(0) };
            finished = reader.read(&mut memory, upto);
            found = reader.out;
        }
        if let Some(line) = lines.get_mut(k).filter(|_| finished) {
            line.left = Some(memory.of(sentence));
        }
        found
    }

    /// Reads the sentences before one that its pronouns may reach, and those that their own pronouns may.
    fn recall(&self, bench: &mut Bench, lines: &mut [Line], k: usize) {
        let text = self.text;
        let Some(mut reach) = lines.get(k).map(|l| l.sentence.saturating_sub(NEAR)) else { return };
        let mut first = k;
        while let Some(line) = first.checked_sub(1).and_then(|i| lines.get(i)).filter(|l| l.sentence >= reach) {
            first -= 1;
            if line.left.is_none() && text.sentences.get(line.sentence).is_some_and(|s| text.may_refer(s, false)) {
                reach = reach.min(line.sentence.saturating_sub(NEAR));
            }
        }
        for i in first..k {
            let Some(line) = lines.get(i).filter(|l| l.left.is_none()) else { continue };
            let bounds = text.sentences.get(line.sentence).filter(|s| s.end - s.start <= LONGEST);
            let Some(bounds) = bounds else { continue };
            // Its event words tell where phrases end.
            if !self.load(bench, lines, i) {
                bench.words.clear();
                self.flatten(bench, line, bounds);
            }
            self.phrases(bench);
            self.read(bench, lines, i, None);
        }
    }
}

/// A found event before it becomes rows.
struct Found {
    subjects: Vec<u32>,
    objects: Vec<u32>,
    event: EventType,
    cameo: u8,
    shown: (usize, usize),
    negated: bool,
    confidence: f32,
}

fn push(text: &Text, sentence: usize, found: Vec<Found>, out: &mut Vec<Relation>) {
    let mut line: Option<String> = None;
    let first = out.len();
    // The judge has its own threshold.
    let least = if text.judge.is_some() { 0.0 } else { LEAST };
    for f in found {
        for &subject in &f.subjects {
            for &object in &f.objects {
                if subject == object || f.confidence < least {
                    continue;
                }
                let same = |r: &Relation| r.subject == subject && r.object == object && r.event == f.event && r.negated == f.negated;
                if out.get(first..).unwrap_or(&[]).iter().any(same) {
                    continue;
                }
                let line = line.get_or_insert_with(|| text.sentence_text(sentence));
                out.push(Relation {
                    sentence: sentence as u32,
                    subject,
                    object,
                    event: f.event,
                    cameo: f.cameo,
                    trigger: text.view.surface(f.shown.0..f.shown.1),
                    negated: f.negated,
                    confidence: f.confidence,
                    text: line.clone(),
                });
            }
        }
    }
}

fn split_clauses(flat: &Flat, out: &mut Vec<Clause>) {
    out.clear();
    let mut start = 0;
    let mut quote = 0;
    let mut quotes = 0;
    for token in &flat.tokens {
        let (from, to) = (token.start as usize, token.end as usize);
        match token.kind {
            TokenKind::Break | TokenKind::Open | TokenKind::Close => {
                if from > start {
                    out.push(Clause { start, end: from, quote });
                }
                start = to;
                match token.kind {
                    TokenKind::Open => {
                        quotes += 1;
                        quote = quotes;
                    }
                    TokenKind::Close => quote = 0,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if flat.chars.len() > start {
        out.push(Clause { start, end: flat.chars.len(), quote });
    }
}

struct Reader<'a> {
    text: &'a Text<'a>,
    flat: &'a Flat,
    phrases: &'a mut Vec<Phrase>,
    groups: &'a [Group],
    triggers: &'a [Trigger],
    modifications: &'a [Modification],
    clauses: &'a [Clause],
    sentence: usize,
    headline: bool,
    /// Groups that an event word before took as its object.
    consumed: Vec<usize>,
    /// Groups that somebody asks to do what follows.
    asked: Vec<usize>,
    /// Speaker of each quotation (index: its number).
    said: Vec<Actor>,
    /// Who has the last word on what the rules find; nobody where only names are looked for.
    judge: Option<&'a mut Judge>,
    out: Vec<Found>,
}

/// A subject or object found.
#[derive(Clone, Debug)]
struct Argument {
    locals: Vec<u32>,
    factor: f32,
    group: Option<usize>,
}

static SPEECH: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "说 称 表示 指出 强调 认为 写道 宣布 指 声称 宣称 告诉 提到 补充说 补充 透露 回应 呼吁 警告 重申 坦言 直言 说道 表明 承认 \
         否认 誓言 批评 谴责 解释 坚称 回答 质疑 相信 声明",
    )
});

/// Verbs whose object is the subject of what follows.
static CAUSATIVE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "要求 敦促 呼吁 促使 迫使 派 派遣 允许 让 令 使 请 邀请 鼓励 支持 帮助 协助 命令 授权 警告 指责 批评 谴责 同意 认为 相信 \
         表示 说 称 指出 承认 否认 担心 看到 发现 知道 显示 希望 禁止 阻止 防止 指控 质疑 欢迎 据称 报道 报导 强调 下令 号召 催促 \
         劝 要 想 促 促请 宣称 声称 证实 批 轰 斥 指 抨击 反对 提到 透露 怀疑 誓言",
    )
});

/// Nouns for people and bodies that can be the subject of what follows them.
static HUMANS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "盟友 各国 民众 人民 官员 学生 专家 记者 企业 公司 士兵 部队 军队 警察 警方 代表 议员 政府 当局 国家 党员 网友 支持者 \
         示威者 抗议者 组织 团体 国际社会 特使 使者 间谍 黑客 外交官 公民 男子 女子 成员 员工 家属 律师 居民 学者 群众 人士 军官 \
         市民 百姓 媒体 法院 法官 检察官 检方 军方 民兵 武装分子 恐怖分子 工人 教师 商人 消费者 投资者 选民 领导人 部长 大使",
    )
});

/// Words at the beginning of a clause that are no subject.
static ASIDES: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("此外 另外 其中 同时 期间 事实上 如今 自己 如何 怎么 为何 此前 之后 目前"));

/// Words that open a clause with a subject of its own.
static OPENINGS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("当 从 由于 因 因为 随着 鉴于 如 如同 像 正如 除了 除 到 有关 关于 以及"));

/// Verbs that take another verb.
static LIGHT: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "会 能 可 要 应 应该 可以 可能 继续 开始 决定 宣布 打算 计划 试图 考虑 表示 称 说 再次 愿意 愿 想 希望 需要 必须 公开 \
         发表 指出 认为 强调 承诺 誓言 威胁 有 在 联合 进一步 不断 来 去 正在 敢 得 严厉 强烈",
    )
});

impl Reader<'_> {
    /// Reads the clauses that begin before `upto`; gives whether these are all.
    fn read(&mut self, memory: &mut Memory, upto: usize) -> bool {
        self.find_speakers();
        let mut topic: Option<Actor> = None;
        let mut quote_topic: Option<Actor> = None;
        let mut quote = 0;
        let mut seen: Vec<u32> = Vec::new();
        for c in 0..self.clauses.len() {
            let Some(&clause) = self.clauses.get(c) else { break };
            if clause.start > upto {
                return false;
            }
            if clause.quote != quote {
                quote = clause.quote;
                quote_topic = None;
            }
            self.resolve_pronouns(&clause, topic.as_ref(), &seen, memory);
            let lead = self.lead(&clause);
            let current = if clause.quote > 0 { &mut quote_topic } else { &mut topic };
            match lead {
                Lead::Group(g) => {
                    let actor = self.actor_of(g);
                    *current = (!actor.locals.is_empty()).then_some(actor);
                }
                // 某某的声明…，谴责…: what follows is still his.
                Lead::Other => *current = self.possessor_topic(&clause),
                Lead::Empty => {}
            }
            let holds = |t: &Trigger| t.shown.0 >= clause.start && t.shown.1 <= clause.end;
            // Whatever an event word says, it needs somebody in its clause.
            if self.triggers.iter().any(holds)
                && (0..self.groups.len())
                    .any(|g| self.groups[g].start < clause.end && self.groups[g].end > clause.start && self.is_actor(g))
            {
                let current = if clause.quote > 0 {
                    // Without a subject of its own a quotation begins with what its speaker does.
                    quote_topic.clone().or_else(|| self.said.get(clause.quote).cloned().filter(|a| !a.locals.is_empty()))
                } else {
                    topic.clone()
                };
                let triggers = self.triggers;
                for trigger in triggers.iter().filter(|t| holds(t)) {
                    let first = self.out.len();
                    self.event(trigger, &clause, &lead, current.as_ref());
                    self.charge(trigger, c, &lead, current.as_ref());
                    self.judge(trigger, &clause, &lead, current.as_ref(), first);
                }
                self.duties(c, &lead, current.as_ref());
            }
            for group in self.groups.iter().filter(|g| g.start >= clause.start && g.end <= clause.end) {
                for phrase in self.phrases.get(group.first..group.last).unwrap_or(&[]) {
                    for &l in &phrase.actors {
                        match phrase.kind {
                            EntityType::Country => memory.country = Some((l, self.sentence)),
                            EntityType::Organization => memory.body = Some((l, self.sentence)),
                            _ => {}
                        }
                        if !seen.contains(&l) {
                            seen.push(l);
                        }
                    }
                }
            }
            if let Some(actor) = topic.as_ref().filter(|a| a.kind == Some(EntityType::Person) && clause.quote == 0)
                && let [one] = actor.locals.as_slice()
            {
                memory.person = Some((*one, self.sentence));
            }
        }
        // 双方 in the next sentence means two actors of one kind, when there were no more.
        if seen.len() == 2 {
            memory.pair = Some((seen, self.sentence));
        } else if seen.len() > 2 {
            memory.pair = Some((Vec::new(), self.sentence));
        }
        true
    }

    /// Who says each quotation: the subject of the words before it, or after it.
    fn find_speakers(&mut self) {
        let quotes = self.clauses.iter().map(|c| c.quote).max().unwrap_or(0);
        if quotes == 0 {
            return;
        }
        self.said = vec![Actor::default(); quotes + 1];
        for number in 1..=quotes {
            let first = self.clauses.iter().position(|c| c.quote == number);
            let last = self.clauses.iter().rposition(|c| c.quote == number);
            let (Some(first), Some(last)) = (first, last) else { continue };
            let mut candidates = Vec::new();
            // 他说：“…”, 他周二在记者会上说，“…”
            let mut k = first;
            while k > 0 && first - k < 3 {
                k -= 1;
                if self.clauses[k].quote > 0 {
                    break;
                }
                candidates.push(k);
            }
            if let Some(after) = self.clauses.get(last + 1).filter(|c| c.quote == 0) {
                let speaks = self.speaks(after);
                if speaks && let Lead::Group(g) = self.lead(after) {
                    let actor = self.actor_of(g);
                    if let Some(slot) = self.said.get_mut(number) {
                        *slot = actor;
                    }
                }
            }
            if let Some(&k) = candidates.first() {
                let before = self.clauses[k];
                if self.speaks(&before) {
                    for &k in &candidates {
                        let clause = self.clauses[k];
                        match self.lead(&clause) {
                            Lead::Group(g) => {
                                let actor = self.actor_of(g);
                                if let Some(slot) = self.said.get_mut(number)
                                    && slot.locals.is_empty()
                                {
                                    *slot = actor;
                                }
                                break;
                            }
                            Lead::Other => break,
                            Lead::Empty => {}
                        }
                    }
                }
            }
        }
    }

    fn speaks(&self, clause: &Clause) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word && t.start as usize >= clause.start && t.end as usize <= clause.end && SPEECH.holds(self.flat.word(t))
        })
    }

    /// The owner of a subject that speaks for its owner (某某的声明, 某某的访问).
    fn possessor_topic(&self, clause: &Clause) -> Option<Actor> {
        const OWN: &[&str] = &[
            "声明",
            "讲话",
            "演讲",
            "发言",
            "报告",
            "文章",
            "推文",
            "访问",
            "行程",
            "言论",
            "说法",
            "表态",
            "立场",
            "态度",
            "信",
            "目的",
            "目标",
            "计划",
            "最后一站",
            "下一站",
        ];
        let g = self.groups.iter().position(|g| g.start >= clause.start && g.end <= clause.end)?;
        let group = &self.groups[g];
        if !group.possessor || group.start - clause.start > 4 || group.governor.is_some() {
            return None;
        }
        let own = OWN.iter().any(|w| self.flat.reads(group.end + 1, group.end + 1 + w.chars().count(), w));
        own.then(|| self.actor_of(g)).filter(|a| !a.locals.is_empty())
    }

    fn actor_of(&self, g: usize) -> Actor {
        let Some(group) = self.groups.get(g) else { return Actor::default() };
        let phrases = self.phrases.get(group.first..group.last).unwrap_or(&[]);
        Actor {
            locals: phrases.iter().flat_map(|p| p.actors.iter().copied()).collect(),
            kind: phrases.first().map(|p| p.kind),
            span: Some((group.start, group.end)),
        }
    }

    fn resolve_pronouns(&mut self, clause: &Clause, topic: Option<&Actor>, seen: &[u32], memory: &Memory) {
        let near = |at: usize, here: usize| here.saturating_sub(at) <= NEAR;
        for i in 0..self.phrases.len() {
            let phrase = &self.phrases[i];
            if phrase.start < clause.start || phrase.end > clause.end || !phrase.actors.is_empty() {
                continue;
            }
            let Shape::Pronoun(pronoun) = phrase.shape else { continue };
            let kind_of = |l: u32| self.text.locals.get(l as usize).and_then(|l| l.kind);
            let person = topic
                .filter(|a| a.kind == Some(EntityType::Person) && a.locals.len() == 1)
                .and_then(|a| a.locals.first().copied())
                .or_else(|| {
                    let persons: Vec<u32> = seen.iter().copied().filter(|&l| kind_of(l) == Some(EntityType::Person)).collect();
                    match persons.as_slice() {
                        [] => memory.person.filter(|p| near(p.1, self.sentence)).map(|p| p.0),
                        [one] => Some(*one),
                        _ => None,
                    }
                });
            let resolved: Vec<u32> = match pronoun {
                Pronoun::He => person.filter(|&p| self.gender(p) != 'f').into_iter().collect(),
                Pronoun::She => person.filter(|&p| self.gender(p) != 'm').into_iter().collect(),
                Pronoun::I => {
                    let said = self.said.get(clause.quote).filter(|_| clause.quote > 0).map(|a| a.locals.clone()).unwrap_or_default();
                    // A sentence that is a quotation from its beginning to its end goes on with whoever spoke before.
                    let whole = clause.quote == 1 && self.clauses.iter().all(|c| c.quote == 1);
                    if said.is_empty() && whole {
                        memory.person.filter(|p| self.sentence.saturating_sub(p.1) <= 1).map(|p| p.0).into_iter().collect()
                    } else {
                        said
                    }
                }
                Pronoun::They => {
                    topic.filter(|a| a.kind != Some(EntityType::Person) || a.locals.len() > 1).map(|a| a.locals.clone()).unwrap_or_default()
                }
                Pronoun::It => topic
                    .filter(|a| a.kind != Some(EntityType::Person) && a.locals.len() == 1)
                    .map(|a| a.locals.clone())
                    .unwrap_or_default(),
                Pronoun::ThatCountry => memory.country.filter(|p| near(p.1, self.sentence)).map(|p| p.0).into_iter().collect(),
                Pronoun::ThatBody => memory.body.filter(|p| near(p.1, self.sentence)).map(|p| p.0).into_iter().collect(),
                Pronoun::Both => {
                    if seen.len() == 2 {
                        seen.to_vec()
                    } else if seen.is_empty() {
                        memory.pair.as_ref().filter(|p| near(p.1, self.sentence)).map(|p| p.0.clone()).unwrap_or_default()
                    } else {
                        Vec::new()
                    }
                }
                Pronoun::Other => {
                    let subject = topic.and_then(|a| a.locals.first().copied());
                    match (subject, seen) {
                        (Some(s), [a, b]) if *a == s => vec![*b],
                        (Some(s), [a, b]) if *b == s => vec![*a],
                        _ => Vec::new(),
                    }
                }
            };
            // 两国 are countries, 两人 persons.
            let resolved = if pronoun == Pronoun::Both && resolved.len() == 2 {
                let kinds = (kind_of(resolved[0]), kind_of(resolved[1]));
                let fits = match self.flat.get(phrase.start + 1) {
                    '国' => kinds == (Some(EntityType::Country), Some(EntityType::Country)),
                    '人' | '位' => kinds == (Some(EntityType::Person), Some(EntityType::Person)),
                    _ => kinds.0 == kinds.1,
                };
                if fits { resolved } else { Vec::new() }
            } else {
                resolved
            };
            let kind = resolved.first().and_then(|&l| kind_of(l)).unwrap_or(self.phrases[i].kind);
            self.phrases[i].kind = kind;
            self.phrases[i].actors = resolved;
        }
    }

    fn gender(&self, local: u32) -> char {
        self.text
            .locals
            .get(local as usize)
            .and_then(|l| self.text.lexicon.by_id.get(&l.entry))
            .and_then(|&e| self.text.lexicon.entry(e))
            .map_or(' ', |e| e.gender)
    }

    /// How the clause begins.
    fn lead(&self, clause: &Clause) -> Lead {
        let mut at = clause.start;
        let mut passed = 0;
        while at < clause.end {
            if let Some(g) = self.groups.iter().position(|g| g.start == at) {
                let group = &self.groups[g];
                let shape = self.phrases.get(group.last - 1).map(|p| p.shape);
                // 某某的兄弟某某: the second is the subject.
                if group.possessor && self.groups.get(g + 1).is_some_and(|n| n.start == group.end + 1) {
                    at = group.end + 1;
                    continue;
                }
                if matches!(shape, Some(Shape::Private | Shape::Modifier)) || group.possessor {
                    return Lead::Other;
                }
                return Lead::Group(g);
            }
            // A phrase whose titles reach back over `at`.
            if let Some(g) = self.groups.iter().position(|g| g.start < at && at < g.end) {
                at = self.groups[g].end;
                continue;
            }
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return Lead::Empty };
            let end = token.end as usize;
            let word = self.flat.word(token);
            if token.kind != TokenKind::Word {
                // A name that cannot act (a place).
                return Lead::Other;
            }
            if phrase::governor(word).is_some() {
                match self.after_preposition(at, clause.end) {
                    Some(next) => {
                        at = next;
                        continue;
                    }
                    None => return Lead::Empty,
                }
            }
            // jieba takes 建议, 报告 for nouns.
            if self.triggers.iter().any(|t| t.start == at) {
                return self.described_lead(clause, at).map_or(Lead::Empty, Lead::Group);
            }
            match self.text.part_of_speech(self.flat, token) {
                'v' => return self.described_lead(clause, at).map_or(Lead::Empty, Lead::Group),
                'n' | 'r' | 'x' if word.len() > 1 => {
                    let aside = ASIDES.holds(word)
                        || word.iter().any(|c| c.is_ascii_digit())
                        || word.last().is_some_and(|c| matches!(c, '前' | '后' | '时' | '中' | '上' | '下' | '内' | '日' | '月' | '年'));
                    // A modifier right before a name is part of its phrase.
                    let joined = self.groups.iter().any(|g| g.start == end);
                    if !aside && !joined {
                        return Lead::Other;
                    }
                }
                _ => {}
            }
            passed += end - at;
            if passed > 30 {
                return Lead::Other;
            }
            at = end;
        }
        Lead::Empty
    }

    /// Where the phrase that a preposition at `at` governs is over.
    fn after_preposition(&self, at: usize, end: usize) -> Option<usize> {
        let first = self.flat.token_at(at)?;
        let here = self.flat.tokens.get(first)?;
        let located = matches!(self.flat.word(here), ['在'] | ['于'] | ['当'] | ['从'] | ['自'] | ['继'] | ['就'] | ['随']);
        // 在…上, 当…时: up to the word of place or time.
        if located {
            let mut position = here.end as usize;
            for token in self.flat.tokens.get(first + 1..)?.iter().take(14) {
                if token.end as usize > end {
                    break;
                }
                let word = self.flat.word(token);
                let closes = matches!(word, ['上'] | ['下'] | ['中'] | ['后'] | ['时'] | ['前'] | ['内'] | ['间'] | ['里'])
                    || matches!(word.last(), Some('上' | '下' | '中' | '后' | '时' | '前' | '间' | '际' | '内'))
                        && token.kind == TokenKind::Word
                        && (2..=3).contains(&word.len())
                        && !matches!(word, ['会', '中']);
                if closes && token.start as usize > position.saturating_sub(1) {
                    return Some(token.end as usize);
                }
                position = token.end as usize;
            }
        }
        let mut position = here.end as usize;
        for token in self.flat.tokens.get(first + 1..)? {
            let (from, to) = (token.start as usize, token.end as usize);
            if from >= end {
                return Some(end);
            }
            // Titles and organs of a name belong to it.
            if let Some(group) = self.groups.iter().find(|g| g.start <= from && from < g.end) {
                position = group.end;
                continue;
            }
            if to <= position {
                continue;
            }
            let word = self.flat.word(token);
            let inside = matches!(word, ['的'] | ['之'])
                || self.text.is_noun(self.flat, token)
                || matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'a' | 'b' | 'r' | 't' | 's' | 'f' | 'j' | 'n');
            if !inside {
                return Some(from);
            }
            position = to;
        }
        Some(position.min(end))
    }

    /// Whether something stands between a subject and its verb that makes it another's subject.
    fn is_blocked(&self, from: usize, to: usize) -> bool {
        let this = self.flat.get(from) == '这' && self.flat.get(from + 1) != '名' && !self.groups.iter().any(|g| g.start == from);
        let mut at = if this { self.past_apposition(from, to) } else { self.past_company(from, to) };
        let mut causative = false;
        while at < to {
            // 以“颠覆国家政权”起诉: what is quoted is one word.
            if let Some(quoted) = self.flat.quoted.iter().find(|q| q.0 <= at && at < q.1 && q.1 <= to) {
                at = quoted.1;
                continue;
            }
            if let Some(group) = self.groups.iter().find(|g| g.start <= at && at < g.end) {
                at = group.end.max(at + 1);
                continue;
            }
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return true };
            let word = self.flat.word(token);
            let end = (token.end as usize).max(at + 1);
            if token.kind == TokenKind::Word && phrase::governor(word).is_some() {
                match self.after_preposition(at, to) {
                    Some(next) if next > at => {
                        at = next;
                        continue;
                    }
                    _ => {
                        at = end;
                        continue;
                    }
                }
            }
            if CAUSATIVE.holds(word) {
                causative = true;
            } else {
                let human = HUMANS.ends(word)
                    && token.kind == TokenKind::Word
                    && self.flat.get(end) != '的'
                    && !self.groups.iter().any(|g| g.start == end)
                    && !self.is_verb_here(token);
                let caused = causative
                    && (self.text.is_noun(self.flat, token) || matches!(word, ['其'] | ['他' | '她', '们'] | ['各', '国'] | ['它']));
                if word == ['的'] || human || caused {
                    return true;
                }
            }
            at = end;
        }
        false
    }

    fn is_actor(&self, g: usize) -> bool {
        self.groups.get(g).and_then(|g| self.phrases.get(g.first..g.last)).is_some_and(|p| p.iter().any(|p| !p.actors.is_empty()))
    }

    fn shape(&self, g: usize) -> Shape {
        self.groups.get(g).and_then(|g| self.phrases.get(g.last.saturating_sub(1))).map_or(Shape::Modifier, |p| p.shape)
    }

    fn locals(&self, first: usize, last: usize) -> Vec<u32> {
        self.phrases.get(first..last).unwrap_or(&[]).iter().flat_map(|p| p.actors.iter().copied()).collect()
    }

    /// Groups inside a range, by index.
    fn inside(&self, from: usize, to: usize) -> Vec<usize> {
        (0..self.groups.len()).filter(|&g| self.groups[g].start >= from && self.groups[g].end <= to).collect()
    }

    /// The head of the phrases in a range: what the object of a gap or a preposition is.
    fn head(&self, form: &EventForm, from: usize, to: usize) -> Option<Argument> {
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

    /// Whether only words that modify a noun stand in the range: no verb, no noun with a life of its own.
    fn only_modifiers(&self, from: usize, to: usize) -> bool {
        let mut at = from;
        while at < to {
            let Some(token) = self.flat.token_at(at).and_then(|t| self.flat.tokens.get(t)) else { return false };
            let end = (token.end as usize).max(at + 1);
            let word = self.flat.word(token);
            let passes = token.kind == TokenKind::Word
                && (matches!(self.text.part_of_speech(self.flat, token), 'm' | 'q' | 'a' | 'b' | 'u' | 'r' | 't' | 'd')
                    || word == ['的']
                    || (self.text.is_noun(self.flat, token) && (end == to || self.flat.get(end) == '的' || to - end <= 4)));
            if !passes {
                return false;
            }
            at = end;
        }
        true
    }

    /// The nearest group before `at` in the clause that can be its subject.
    fn subject_before(&self, clause: &Clause, at: usize, nominal: bool) -> Result<Argument, bool> {
        let mut other = false;
        for g in (0..self.groups.len()).rev() {
            let group = &self.groups[g];
            if group.end > at || group.start < clause.start {
                continue;
            }
            // 支持甲、反对乙: an object, not a subject.
            let listed = self.flat.get(group.end) == '、';
            if listed || self.consumed.contains(&g) || self.triggers.iter().any(|t| t.start <= group.start && group.end <= t.end) {
                continue;
            }
            match group.governor.map(|k| k.0) {
                None | Some(Governor::Agent | Governor::Cause) => {}
                // 有关中国禁止进口: the clause after it has its own subject.
                Some(Governor::About) if at - group.end <= 3 && !group.possessor && !other => {}
                Some(_) => continue,
            }
            if group.possessor && !nominal {
                // 美国的…: the noun after it is the subject, unless it is all inside a prepositional phrase.
                other = true;
                continue;
            }
            if matches!(self.shape(g), Shape::Private | Shape::Modifier) || !self.is_actor(g) {
                return Err(true);
            }
            if self.is_blocked(group.end, at) {
                return Err(true);
            }
            let distance = at - group.end;
            let mut factor = if distance <= 8 {
                1.0
            } else if distance <= 18 {
                0.93
            } else {
                0.85
            };
            if group.governor.is_some_and(|k| k.0 == Governor::Cause) {
                factor *= 0.45;
            }
            return Ok(Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) });
        }
        Err(other)
    }

    /// The subject of a clause without one: the topic.
    fn carried(&self, clause: &Clause, lead: &Lead, at: usize, topic: Option<&Actor>) -> Option<Argument> {
        if !matches!(lead, Lead::Empty) {
            return None;
        }
        let topic = topic?;
        // 当…, 从…, 由于…: a clause with a subject of its own that is no name.
        let first = self.flat.token_at(clause.start).and_then(|t| self.flat.tokens.get(t))?;
        if OPENINGS.holds(self.flat.word(first)) {
            return None;
        }
        if topic.locals.is_empty() || self.is_blocked(clause.start, at) {
            return None;
        }
        // 呼吁各方停止打压，兑现承诺: whoever is asked would do it, unless 并 leads back to the one who asks.
        let before = self.clauses.iter().rev().find(|k| k.end < clause.start + 1 && k.quote == clause.quote);
        let asked = before.is_some_and(|k| {
            self.triggers.iter().any(|t| {
                t.start >= k.start && t.end <= k.end && self.text.table.form(t.form).is_some_and(|f| f.event == EventType::Request)
            })
        });
        if asked && !matches!(self.flat.get(clause.start), '并' | '也' | '还' | '且' | '同' | '又' | '则' | '另') {
            return None;
        }
        let distance = topic.span.map_or(0, |s| at.saturating_sub(s.1));
        let factor = if clause.quote > 0 {
            0.75
        } else if distance < 40 {
            0.88
        } else {
            0.78
        };
        Some(Argument { locals: topic.locals.clone(), factor, group: None })
    }

    /// A group before `at` that a preposition of one of these kinds governs, nearest first.
    fn governed(&self, clause: &Clause, at: usize, kinds: &[Governor]) -> Option<usize> {
        (0..self.groups.len()).rev().find(|&g| {
            let group = &self.groups[g];
            group.end <= at && group.start >= clause.start && group.governor.is_some_and(|(k, _)| kinds.contains(&k)) && self.is_actor(g)
        })
    }

    /// The object after the verb: the next phrase, with nothing but its own modifiers before it.
    fn object_after(&self, clause: &Clause, form: &EventForm, from: usize) -> Option<Argument> {
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

    /// What the modifiers of the clause do to an event: `None` when it is to be left out. The description of the object at `passed`
    /// has no say.
    fn modify(&self, clause: &Clause, trigger: &Trigger, from: usize, passed: (usize, usize)) -> Option<(bool, f32, bool)> {
        let mut negated = false;
        let mut factor = 1.0f32;
        let mut future = false;
        for m in self.modifications.iter().filter(|m| m.start >= clause.start && m.end <= clause.end) {
            if m.before && m.end <= trigger.shown.0 {
                let adjacent = m.start >= from;
                // Another event word between takes the modifier for itself.
                let taken = self.triggers.iter().any(|t| {
                    let aside = passed.0 <= t.shown.0 && t.shown.1 <= passed.1;
                    t.shown.0 >= m.end && t.shown.1 <= trigger.shown.0 && t.shown != trigger.shown && !aside
                });
                let over = if m.end <= passed.0 { passed.1 - passed.0 } else { 0 };
                let distance = (trigger.shown.0 - m.end).saturating_sub(over);
                // 没有期望达成共识: neither wished nor done.
                let wish = taken
                    && matches!(m.kind, ModifierKind::Negation | ModifierKind::Denial)
                    && self.triggers.iter().any(|t| {
                        t.shown.0 >= m.end
                            && t.shown.0 - m.end <= 2
                            && t.shown.1 <= trigger.shown.0
                            && self.text.table.form(t.form).is_some_and(|f| f.event == EventType::Request || f.frame == Frame::Speech)
                    });
                if wish {
                    return None;
                }
                match m.kind {
                    ModifierKind::Negation | ModifierKind::Denial if adjacent && !taken && distance <= 18 => negated = !negated,
                    // 没有指称某某干涉: what is denied is the saying, the event is only its content.
                    ModifierKind::Negation | ModifierKind::Denial if !adjacent && self.reports(m.end, from) => return None,
                    ModifierKind::Hypothetical if !taken && distance <= 24 => {
                        let strong = m.end - m.start >= 2 || matches!(self.flat.get(m.start), '若' | '倘' | '如' | '恐' | '或');
                        if strong {
                            return None;
                        }
                        if adjacent && distance <= 6 {
                            factor *= 0.55;
                        }
                    }
                    ModifierKind::Question if !taken => return None,
                    ModifierKind::Future if adjacent && !taken => {
                        future = true;
                        factor *= 0.85;
                    }
                    ModifierKind::Planned if adjacent && !taken && distance <= 10 => {
                        future = true;
                        factor *= 0.7;
                    }
                    ModifierKind::Attempt if adjacent && !taken => factor *= 0.8,
                    ModifierKind::Reported if distance <= 12 => factor *= 0.9,
                    _ => {}
                }
            } else if m.after && m.start >= trigger.shown.1 && m.start - trigger.shown.1 <= 6 {
                match m.kind {
                    ModifierKind::Negation | ModifierKind::Denial => negated = true,
                    ModifierKind::Hypothetical | ModifierKind::Question => return None,
                    ModifierKind::Planned => factor *= 0.8,
                    _ => {}
                }
            }
        }
        // 没有说“…”: what is not said is no event. 可能会…，被要求: the doubt holds for the next clause too.
        let earlier = self.clauses.iter().rev().find(|k| k.end <= clause.start && k.quote == 0);
        if let Some(earlier) = earlier {
            let near = |m: &&Modification| m.start >= earlier.start && m.end <= earlier.end && m.before;
            let unsaid = clause.quote > 0
                && self
                    .modifications
                    .iter()
                    .filter(near)
                    .any(|m| matches!(m.kind, ModifierKind::Negation | ModifierKind::Denial) && earlier.end - m.end <= 4);
            let doubted = from == clause.start
                && clause.quote == 0
                && earlier.end + 1 == clause.start
                && self.modifications.iter().filter(near).any(|m| m.kind == ModifierKind::Hypothetical && m.end - m.start >= 2)
                && !self.triggers.iter().any(|t| t.start >= earlier.start && t.end <= earlier.end);
            if unsaid || doubted {
                return None;
            }
        }
        // A question mark at the end of the clause.
        if matches!(self.flat.get(clause.end), '?' | '？') {
            return None;
        }
        Some((negated, factor, future))
    }

    /// Whether a verb of saying or causing stands in the range.
    fn reports(&self, from: usize, to: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to && {
                let word = self.flat.word(t);
                CAUSATIVE.holds(word) || SPEECH.holds(word) || *word == ['指', '称']
            }
        })
    }

    fn mention_inside(&self, from: usize, to: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for token in &self.flat.tokens {
            if let TokenKind::Name(m) = token.kind
                && token.start as usize >= from
                && token.end as usize <= to
                && let Some(mention) = self.text.mentions.get(m as usize)
                && mention.kind != EntityType::Place
            {
                out.push(mention.local);
            }
        }
        out
    }

    fn event(&mut self, trigger: &Trigger, clause: &Clause, lead: &Lead, topic: Option<&Actor>) {
        let text = self.text;
        let Some(form) = text.table.form(trigger.form) else { return };
        let Some((subject, object)) = self.arguments(trigger, form, clause, lead, topic) else { return };
        let a_person = object.locals.iter().any(|&l| self.text.locals.get(l as usize).and_then(|l| l.kind) == Some(EntityType::Person));
        if form.event == EventType::Mobilize && a_person && form.frame == Frame::SubjectVerbObject {
            return;
        }
        // 在选举中击败某人: no battle.
        let won = ["击败", "打败", "战胜", "大胜", "险胜"].iter().any(|w| self.flat.reads(trigger.shown.0, trigger.shown.1, w));
        if form.event == EventType::Assault && a_person && won {
            return;
        }
        // 抵达莫斯科: the city, not its government.
        if form.event == EventType::Consult && object.group.is_some_and(|g| self.shape(g) == Shape::Capital) && form.frame != Frame::Mutual
        {
            return;
        }
        let from = subject.group.and_then(|g| self.groups.get(g)).map_or(clause.start, |g| g.end.min(trigger.start));
        let from = if from > trigger.shown.0 { clause.start } else { from };
        let passed = self.described_range(&object, from, trigger.shown.0);
        let Some((negated, mut factor, future)) = self.modify(clause, trigger, from, passed) else { return };
        let mut object = object;
        if self.may_be_listed(clause, form.event, &object, trigger.shown.1) {
            object.locals.extend(self.listed_after(clause));
        }
        let (mut event, mut cameo, mut negated) = (form.event, form.cameo, negated);
        // 攻击某地的自治: an institution, not a battle.
        if event == EventType::Assault
            && ["攻击", "打击", "冲击", "践踏", "摧毁", "破坏", "毁灭", "扼杀", "蹂躏", "绞杀", "葬送", "消灭"]
                .iter()
                .any(|w| self.flat.reads(trigger.shown.0, trigger.shown.0 + 2, w))
            && object.group.is_some_and(|g| {
                self.groups[g].possessor || matches!(self.shape(g), Shape::Modifier | Shape::Private) || self.groups[g].governor.is_some()
            })
        {
            event = EventType::Coerce;
            cameo = event.cameo();
        }
        // 不会向…低头: not to yield is to refuse.
        if negated && event == EventType::Concede {
            let yields = |piece: &Vec<char>| {
                let piece: String = piece.iter().collect();
                ["低头", "屈服", "让步", "妥协", "退让", "就范", "服软", "投降", "屈从"].iter().any(|w| piece.contains(w))
            };
            if form.pieces.iter().any(yields) {
                event = EventType::Reject;
                cameo = event.cameo();
                negated = false;
            }
        }
        // 扬言对某国采取报复: a threat of the deed.
        let threatened = self.triggers.iter().any(|t| {
            t.start >= clause.start
                && t.end <= trigger.shown.0
                && self.text.table.form(t.form).is_some_and(|f| f.event == EventType::Threaten && f.frame == Frame::Speech)
        });
        if threatened && event.quad() == QuadClass::MaterialConflict {
            event = EventType::Threaten;
            cameo = event.cameo();
        }
        // A deed to come is no deed.
        if future && matches!(event.quad(), QuadClass::MaterialConflict | QuadClass::MaterialCooperation) {
            factor *= 0.75;
        }
        // 以遏制中国: a purpose; 与…时: a circumstance.
        let purpose = self.flat.tokens.iter().any(|t| {
            t.end as usize <= trigger.start
                && t.start as usize >= clause.start
                && trigger.start - t.end as usize <= 4
                // 以某罪判处: a charge, no purpose.
                && !matches!(trigger.start.checked_sub(1).map(|i| self.flat.get(i)), Some('罪' | '名' | '由' | '嫌'))
                && matches!(self.flat.word(t), ['以'] | ['旨', '在'] | ['为', '了'] | ['以', '便'])
        });
        if purpose {
            factor *= 0.6;
        }
        let base = match form.strength {
            Strength::Strong => 0.88,
            Strength::Medium => 0.75,
            Strength::Weak => 0.5,
        };
        // 要求某某释放…: asked for, not done.
        if subject.group.is_some_and(|g| self.asked.contains(&g)) || self.asked_between(&subject, &object, trigger.shown.0) {
            return;
        }
        // 某国与某国达成协议: one group holds both sides.
        if let Some(g) = object.group.filter(|g| Some(*g) != subject.group && !form.gap_acts)
            && matches!(form.event, EventType::Request | EventType::Agree | EventType::Threaten)
        {
            self.asked.push(g);
        }
        if let Some(g) = object.group
            && !form.clause
            && form.event != EventType::Request
            && form.event != EventType::Accuse
            && form.event != EventType::Threaten
        {
            self.consumed.push(g);
        }
        let (from, to) = self.flat.document(trigger.shown.0, trigger.shown.1);
        let confidence = base * subject.factor * object.factor * factor;
        // 互批: both do it.
        if form.frame == Frame::Mutual && self.flat.get(trigger.shown.0) == '互' && form.event.quad().is_conflict() {
            self.out.push(Found {
                subjects: object.locals.clone(),
                objects: subject.locals.clone(),
                event,
                cameo,
                shown: (from, to),
                negated,
                confidence,
            });
        }
        self.out.push(Found { subjects: subject.locals, objects: object.locals, event, cameo, shown: (from, to), negated, confidence });
    }

    fn arguments(
        &self,
        trigger: &Trigger,
        form: &EventForm,
        clause: &Clause,
        lead: &Lead,
        topic: Option<&Actor>,
    ) -> Option<(Argument, Argument)> {
        let (start, end) = trigger.shown;
        let single = form.pieces.iter().map(Vec::len).sum::<usize>() == 1;
        if single && !self.headline {
            // 批, 访, 斥 in running text: a word of its own between its two actors.
            let object = form.strength >= Strength::Medium && self.groups.iter().any(|g| g.start == end);
            let word = self
                .flat
                .token_at(start)
                .and_then(|t| self.flat.tokens.get(t))
                .is_some_and(|t| t.start as usize == start && t.end as usize == end);
            if !object || !word {
                return None;
            }
        }
        // 迫害者: the one who does it.
        if matches!(self.flat.get(end), '者') && !self.groups.iter().any(|g| g.start == end) {
            return None;
        }
        // 拒绝进口: the first word says what happens.
        let after_refusal = self.triggers.iter().any(|t| {
            (t.end == trigger.start || self.is_addressee(t.end, trigger.start))
                && self.text.table.form(t.form).is_some_and(|f| {
                    matches!(f.event, EventType::Reject | EventType::Sanction | EventType::Concede | EventType::Retreat)
                        || t.end == trigger.start && f.event == EventType::Request && f.frame != Frame::Noun && !f.gap_acts
                })
        });
        if after_refusal {
            return None;
        }
        let subject_at = |at: usize| -> Option<Argument> {
            match self.subject_before(clause, at, false) {
                Ok(found) => Some(found),
                Err(true) => None,
                Err(false) => self.carried(clause, lead, at, topic),
            }
        };
        if form.inside == Inside::Both {
            let inside = self.mention_inside(trigger.start, trigger.end);
            return match inside.as_slice() {
                [a, b] => {
                    Some((Argument { locals: vec![*a], factor: 1.0, group: None }, Argument { locals: vec![*b], factor: 1.0, group: None }))
                }
                _ => None,
            };
        }
        if form.inside == Inside::Object {
            let inside = self.mention_inside(trigger.start, trigger.end);
            let object = Argument { locals: inside, factor: 1.0, group: None };
            if object.locals.len() != 1 {
                return None;
            }
            if trigger.start > 0 && self.flat.get(trigger.start - 1) == '的' {
                return None;
            }
            return Some((subject_at(trigger.start)?, object));
        }
        if form.suffers {
            return self.custody(form, clause, start, end, &subject_at);
        }
        // A word inside a name phrase (a title) is no event.
        if self.groups.iter().any(|g| g.start < end && start < g.end && !(g.start >= trigger.start && g.end <= trigger.end)) {
            return None;
        }
        if self.passive_without_agent(clause, trigger.start) {
            return self.custody(form, clause, start, end, &subject_at);
        }
        // Gapped forms hold their object.
        if !trigger.gaps.is_empty() {
            let object = trigger.gaps.iter().find_map(|&(a, b)| self.head(form, a, b));
            if let Some(object) = object {
                let first_piece = trigger.pieces.first().copied().unwrap_or((trigger.start, trigger.end));
                if form.frame == Frame::ObjectBefore
                    && first_piece.1 - first_piece.0 == 1
                    && matches!(self.flat.get(first_piece.0), '与' | '和' | '同' | '跟')
                {
                    // A与B会谈 where A与B is one group.
                    if let Some(g) = self.groups.iter().position(|g| g.start < first_piece.0 && g.end > first_piece.0) {
                        let group = &self.groups[g];
                        let split = group.split?;
                        return Some((
                            Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
                            Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
                        ));
                    }
                }
                let subject = subject_at(trigger.start)?;
                // 应某国要求: who stands in the gap asks.
                return Some(if form.gap_acts { (object, subject) } else { (subject, object) });
            }
            if form.frame == Frame::SubjectVerbObject
                && self.governed(clause, trigger.start, &[Governor::Towards, Governor::Disposal]).is_none()
            {
                return None;
            }
            if matches!(form.frame, Frame::ObjectBefore | Frame::Disposal) {
                // The pieces stand round a group that reaches over the first one: A和B合作.
                let first_piece = trigger.pieces.first().copied().unwrap_or((trigger.start, trigger.end));
                if let Some(g) = self.groups.iter().position(|g| g.start < first_piece.0 && g.end > first_piece.0 && g.end <= start)
                    && let Some(split) = self.groups[g].split
                {
                    let group = &self.groups[g];
                    return Some((
                        Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
                        Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
                    ));
                }
                return None;
            }
        }
        // 被美国制裁的华为, 华为被美国制裁, 中国受到美国的制裁.
        if let Some((agent, by)) = self.agent(clause, start) {
            if !form.passive && !form.noun {
                return None;
            }
            // 受中国控制的法院: what follows 的 suffers it, whether it is a name or not.
            let patient =
                if self.flat.get(end) == '的' { self.relative_head(clause, end)? } else { self.sufferer(clause, lead, by, topic)? };
            return Some((agent, patient));
        }
        match form.frame {
            Frame::Mutual => self.joined_after(clause, start, end).or_else(|| self.mutual(trigger, clause, lead, topic)),
            Frame::Noun => self.nominal(trigger, form, clause, &subject_at).or_else(|| self.mutual_strict(trigger, form, clause)),
            Frame::ObjectBefore => None,
            Frame::Disposal => {
                let g = self.governed(clause, start, &[Governor::Disposal])?;
                let group = &self.groups[g];
                let object = Argument { locals: self.locals(group.first, group.last), factor: 1.0, group: Some(g) };
                let at = group.governor.map_or(group.start, |k| k.1);
                Some((subject_at(at)?, object))
            }
            Frame::Intransitive | Frame::Speech => {
                if form.frame == Frame::Speech && form.clause {
                    let object = self.object_after(clause, form, end);
                    if let Some(object) = object {
                        return Some((subject_at(start)?, object));
                    }
                }
                if let Some((object, by)) = self.described_towards(clause, start) {
                    return Some((subject_at(by)?, object));
                }
                let Some(g) = self.governed(clause, start, &[Governor::Towards]) else {
                    let subject = subject_at(start)?;
                    let object = self.pointed_at(clause, form.event, start, &subject)?;
                    return Some((subject, object));
                };
                let group = &self.groups[g];
                if self.governs_clause(group, clause, start, end) {
                    return None;
                }
                let at = group.governor.map_or(group.start, |k| k.1);
                let object = Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) };
                Some((subject_at(at)?, object))
            }
            Frame::Charge => None,
            Frame::SubjectVerbObject => {
                if form.noun
                    && let Some((subject, object)) = self.nominal(trigger, form, clause, &subject_at)
                {
                    // 甲对乙的指控予以否认: it is the other's.
                    let free = subject.group.and_then(|g| self.groups.get(g)).is_some_and(|g| g.governor.is_none());
                    return Some(if free && self.is_answered(end) { (object, subject) } else { (subject, object) });
                }
                // After 的 it is a noun.
                if trigger.start > 0 && self.flat.get(trigger.start - 1) == '的' {
                    return None;
                }
                let weak = form.strength == Strength::Weak;
                // 制裁多名侵犯人权的官员, 对侵犯人权的官员实施制裁: the verb describes somebody else.
                if self.describes(clause, start, end) {
                    return None;
                }
                // 拜登提名的奥斯汀: the subject right before the verb, the object after 的.
                if self.flat.get(end) == '的' {
                    if self.flat.get(end + 1) == '是' {
                        return None;
                    }
                    let object = self.relative_head(clause, end)?;
                    let subject = self.subject_before(clause, trigger.start, false).ok()?;
                    let near = subject.group.and_then(|g| self.groups.get(g)).is_some_and(|g| trigger.start - g.end <= 3);
                    let named = object.group.is_some_and(|g| matches!(self.shape(g), Shape::Named | Shape::Organ));
                    return (near && named && !weak).then_some((subject, object));
                }
                // 向某国捐献了某国生产的疫苗: who gets it stands before.
                let given = form.event == EventType::Aid
                    && self.governed(clause, start, &[Governor::Towards]).is_some_and(|g| start.saturating_sub(self.groups[g].end) <= 2);
                if let Some(object) = self.object_after(clause, form, end).filter(|_| !given) {
                    if weak && object.factor < 0.9 {
                        return None;
                    }
                    let subject = match self.embedded(clause, trigger.start) {
                        Some(subject) => subject,
                        None => match subject_at(trigger.start) {
                            Some(subject) => subject,
                            None => self.described_subject(clause, trigger.start, &object)?,
                        },
                    };
                    if weak && subject.group.is_none() {
                        return None;
                    }
                    // 举行了支持某某的集会: it only modifies the noun after 的.
                    let possessed = object.group.and_then(|g| self.groups.get(g)).is_some_and(|g| g.possessor);
                    let from = subject.group.and_then(|g| self.groups.get(g)).map_or(clause.start, |g| g.end);
                    if possessed && self.has_verb(from, trigger.start) {
                        return None;
                    }
                    return Some((subject, object));
                }
                if weak {
                    return None;
                }
                if let Some(object) = self.told_after(clause, form, end) {
                    return Some((subject_at(start)?, object));
                }
                if let Some(object) = self.described_object(clause, form, end).or_else(|| self.first_described(clause, form, end)) {
                    return Some((subject_at(start)?, object));
                }
                if let Some((object, by)) = self.described_towards(clause, start) {
                    return Some((subject_at(by)?, object));
                }
                if let Some(object) = self.listed_object(clause, form.event, end) {
                    return Some((subject_at(start)?, object));
                }
                // 将某某逮捕; 对某国制裁, 向某国施压.
                let Some(g) = self.governed(clause, start, &[Governor::Disposal, Governor::Towards]) else {
                    let subject = subject_at(start)?;
                    let object = self.pointed_at(clause, form.event, start, &subject)?;
                    return Some((subject, object));
                };
                let group = &self.groups[g];
                if !self.is_thing_of(group, start) && self.is_blocked(self.past_apposition(group.end, start), start)
                    || self.is_of_others(group.end)
                {
                    return None;
                }
                // 对某国镇压示威者的行为…: what 对 governs is a clause, and the name its subject.
                if self.governs_clause(group, clause, start, end) {
                    return None;
                }
                let at = group.governor.map_or(group.start, |k| k.1);
                let mut factor = 0.9;
                if group.possessor {
                    factor = 0.8;
                }
                // 对某国的指控某国予以否认: the subject stands after what 对 governs.
                if let Some(subject) = self.subject_behind(g, start) {
                    let object = Argument { locals: self.locals(group.first, group.last), factor: factor * 0.9, group: Some(g) };
                    return Some((subject, object));
                }
                let object = Argument { locals: self.locals(group.first, group.last), factor, group: Some(g) };
                Some((subject_at(at)?, object))
            }
        }
    }

    /// Whether a verb with an object of its own stands in the range (not only one of wanting or starting).
    fn has_verb(&self, from: usize, to: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word && t.start as usize >= from && t.end as usize <= to && {
                let word = self.flat.word(t);
                !LIGHT.holds(word) && phrase::governor(word).is_none() && self.text.part_of_speech(self.flat, t) == 'v'
            }
        })
    }

    /// 对英国制裁中国的反制: the name after 对 is the subject of the clause that 对 governs.
    fn embedded(&self, clause: &Clause, at: usize) -> Option<Argument> {
        let g = (0..self.groups.len()).rev().find(|&g| self.groups[g].end <= at && self.groups[g].start >= clause.start)?;
        let group = &self.groups[g];
        let (kind, by) = group.governor?;
        // 向某组织起诉某国: the one addressed does nothing.
        if !matches!(self.flat.get(by), '对' | '针') {
            return None;
        }
        let close = at - group.end <= 4 && !self.is_blocked(group.end, at) && !group.possessor;
        let named = matches!(self.shape(g), Shape::Named | Shape::Organ | Shape::Capital) && self.is_actor(g);
        (close && named && kind == Governor::Towards).then(|| Argument {
            locals: self.locals(group.first, group.last),
            factor: 0.8,
            group: Some(g),
        })
    }

    /// The agent of a passive before the verb, and where 被 stands.
    fn agent(&self, clause: &Clause, at: usize) -> Option<(Argument, usize)> {
        let g = self.governed(clause, at, &[Governor::By])?;
        let group = &self.groups[g];
        let by = group.governor.map(|k| k.1)?;
        if matches!(self.shape(g), Shape::Private | Shape::Modifier) {
            return None;
        }
        // Only light words between agent and verb; 的 makes it a noun (受到美国的制裁).
        let mut position = group.end;
        if self.flat.get(position) == '的' {
            position += 1;
        }
        // 被某国警方以某罪拘捕: the charge stands between.
        let charged = self.flat.slice(position, (position + 8).min(at)).contains(&'以');
        if at.checked_sub(position)? > if charged { 40 } else { 10 } || self.is_blocked(position, at) {
            return None;
        }
        Some((Argument { locals: self.locals(group.first, group.last), factor: 0.97, group: Some(g) }, by))
    }

    /// 在俄罗斯被捕, 被关在中国: the country where someone is held holds him.
    fn custody(
        &self,
        form: &EventForm,
        clause: &Clause,
        start: usize,
        end: usize,
        subject_at: &dyn Fn(usize) -> Option<Argument>,
    ) -> Option<(Argument, Argument)> {
        if form.event != EventType::Coerce {
            return None;
        }
        let held = |g: &usize| {
            let group = &self.groups[*g];
            group.start >= clause.start
                && group.end <= clause.end
                && matches!(group.governor, Some((Governor::At, _)))
                && !group.possessor
                && self.phrases.get(group.first).is_some_and(|p| p.kind == EntityType::Country && p.shape == Shape::Named)
                && (group.end <= start && start - group.end <= 6 || group.start >= end && group.start - end <= 2)
        };
        let g = (0..self.groups.len()).find(held)?;
        let group = &self.groups[g];
        let at = group.governor.map_or(group.start, |k| k.1).min(start);
        let patient = subject_at(at)?;
        let person = patient.locals.iter().all(|&l| self.text.locals.get(l as usize).and_then(|l| l.kind) == Some(EntityType::Person));
        person.then(|| (Argument { locals: self.locals(group.first, group.last), factor: 0.75, group: Some(g) }, patient))
    }

    /// Who suffers a passive: the subject, or whose thing the subject is (某某的说法招致批评).
    fn sufferer(&self, clause: &Clause, lead: &Lead, at: usize, topic: Option<&Actor>) -> Option<Argument> {
        match self.subject_before(clause, at, false) {
            Ok(found) => Some(found),
            Err(false) => self.carried(clause, lead, at, topic),
            Err(true) => {
                let owner = self.subject_before(clause, at, true).ok()?;
                Some(Argument { factor: owner.factor * 0.85, ..owner })
            }
        }
    }

    fn passive_without_agent(&self, clause: &Clause, at: usize) -> bool {
        self.flat.tokens.iter().any(|t| {
            t.kind == TokenKind::Word
                && t.start as usize >= clause.start
                && (t.end as usize) <= at
                && at - (t.end as usize) <= 8
                && phrase::governor(self.flat.word(t)) == Some(Governor::By)
                && !self
                    .triggers
                    .iter()
                    .any(|other| other.shown.0 >= t.end as usize && other.shown.1 <= at && other.shown.1 > other.shown.0)
                && !self.groups.iter().any(|g| g.start >= t.end as usize && g.end <= at)
        })
    }

    /// 被美国制裁的华为: the name right after 的.
    fn relative_head(&self, clause: &Clause, end: usize) -> Option<Argument> {
        if self.flat.get(end) != '的' {
            return None;
        }
        let g = (0..self.groups.len()).find(|&g| self.groups[g].start >= end && self.groups[g].end <= clause.end)?;
        let group = &self.groups[g];
        let gap = group.start - end;
        if gap > 9 || group.governor.is_some() || self.is_blocked(end + 1, group.start) || !self.is_actor(g) {
            return None;
        }
        Some(Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) })
    }

    /// A与B会谈, 中美会谈, 双方会谈, 与B会谈.
    fn mutual(&self, trigger: &Trigger, clause: &Clause, lead: &Lead, topic: Option<&Actor>) -> Option<(Argument, Argument)> {
        let at = trigger.start;
        // The nearest group before the word.
        let aside =
            |g: &Group| matches!(g.governor, Some((Governor::At | Governor::Aside | Governor::To | Governor::From | Governor::For, _)));
        let g = (0..self.groups.len()).rev().find(|&g| {
            self.groups[g].end <= at && self.groups[g].start >= clause.start && !self.consumed.contains(&g) && !aside(&self.groups[g])
        })?;
        let group = &self.groups[g];
        if self.is_blocked_mutual(group.end, at) || !self.is_actor(g) {
            return None;
        }
        // 我们与甲和乙: one side is unknown; 访日韩的会谈: those visited.
        let unknown = self.phrases.get(group.first..group.last).is_some_and(|p| p.iter().any(|p| p.actors.is_empty()));
        let joined = group.split.and_then(|k| self.phrases.get(k)).and_then(|p| p.start.checked_sub(1)).map(|i| self.flat.get(i));
        let open = usize::from(!matches!(joined, Some('与' | '同' | '跟')));
        let taken = self
            .triggers
            .iter()
            .any(|t| t.shown != trigger.shown && t.pieces.iter().any(|p| p.0 <= group.start && group.start < p.1 + open));
        if unknown || (taken && group.governor.is_none()) {
            return None;
        }
        let before = group.start.checked_sub(1).and_then(|i| self.flat.token_at(i)).and_then(|t| self.flat.tokens.get(t));
        if group.governor.is_none()
            && let Some(before) = before
        {
            // 邻国日本和中国的磋商: part of a longer phrase; 日本，印度和澳大利亚: of a longer list.
            let listed = group.start == clause.start
                && self.flat.tokens.iter().any(|t| {
                    matches!(t.kind, TokenKind::Name(_))
                        && t.end as usize + 1 == group.start
                        && matches!(self.flat.get(group.start - 1), ',' | '，')
                });
            if listed || (before.kind == TokenKind::Word && (self.flat.word(before) == ['的'] || self.text.is_noun(self.flat, before))) {
                return None;
            }
        }
        if let Some((Governor::With, by)) = group.governor {
            // 共享与中国合作的信息: the event only describes the noun after 的.
            if self.flat.get(trigger.end) == '的' && self.has_verb(clause.start, by) {
                return None;
            }
            let subject = match self.subject_before(clause, by, false) {
                Ok(found) => found,
                Err(true) => return None,
                Err(false) => self.carried(clause, lead, by, topic)?,
            };
            return Some((subject, Argument { locals: self.locals(group.first, group.last), factor: 1.0, group: Some(g) }));
        }
        if group.governor.is_some() {
            return None;
        }
        if let Some(split) = group.split.filter(|_| group.last - group.first == 2) {
            return Some((
                Argument { locals: self.locals(group.first, split), factor: 1.0, group: Some(g) },
                Argument { locals: self.locals(split, group.last), factor: 1.0, group: Some(g) },
            ));
        }
        let locals = self.locals(group.first, group.last);
        if group.last - group.first >= 2 || matches!(self.shape(g), Shape::Pronoun(Pronoun::Both)) {
            let (first, rest) = locals.split_first()?;
            return Some((
                Argument { locals: vec![*first], factor: 0.9, group: Some(g) },
                Argument { locals: rest.to_vec(), factor: 1.0, group: Some(g) },
            ));
        }
        None
    }

    /// Between the two sides and a mutual word only light words and light verbs may stand.
    fn is_blocked_mutual(&self, from: usize, to: usize) -> bool {
        let from = self.past_holding(from, to);
        to.saturating_sub(from) > 26 || self.is_blocked(if self.flat.get(from) == '的' { from + 1 } else { from }, to)
    }

    fn mutual_strict(&self, trigger: &Trigger, form: &EventForm, clause: &Clause) -> Option<(Argument, Argument)> {
        if !matches!(form.event, EventType::Consult | EventType::Cooperate | EventType::Agree | EventType::Accuse) {
            return None;
        }
        let found = self.mutual(trigger, clause, &Lead::Other, None)?;
        let near = found.1.group.and_then(|g| self.groups.get(g)).is_some_and(|g| trigger.start.saturating_sub(g.end) <= 10);
        near.then_some(found)
    }

    /// 美国对俄罗斯的制裁, 对俄罗斯实施制裁, 宣布对俄罗斯的制裁.
    fn nominal(
        &self,
        trigger: &Trigger,
        form: &EventForm,
        clause: &Clause,
        subject_at: &dyn Fn(usize) -> Option<Argument>,
    ) -> Option<(Argument, Argument)> {
        let at = trigger.start;
        let kinds: &[Governor] = if form.frame == Frame::Mutual { &[Governor::With] } else { &[Governor::Towards] };
        let g = self.governed(clause, at, kinds)?;
        let group = &self.groups[g];
        if !matches!(self.flat.get(group.end), '的') || at - group.end > 10 {
            return None;
        }
        // Only modifiers between 的 and the noun.
        if self.triggers.iter().any(|t| t.shown.0 >= group.end && t.shown.1 <= at) {
            return None;
        }
        let by = group.governor.map(|k| k.1)?;
        if self.takes_up(clause, by) {
            let object = Argument { locals: self.locals(group.first, group.last), factor: 0.9, group: Some(g) };
            return Some((subject_at(by)?, object));
        }
        let subject =
            (0..self.groups.len()).rev().find(|&s| self.groups[s].end == by && self.groups[s].start >= clause.start && self.is_actor(s))?;
        let s = &self.groups[subject];
        if matches!(self.shape(subject), Shape::Private | Shape::Modifier) {
            return None;
        }
        Some((
            Argument { locals: self.locals(s.first, s.last), factor: 0.95, group: Some(subject) },
            Argument { locals: self.locals(group.first, group.last), factor: 0.95, group: Some(g) },
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, relations};

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(relations(text), expected, "{text}");
    }

    #[test]
    fn subject_verb_object() {
        check("美国制裁俄罗斯。", &["美国 SANCTION 俄罗斯"]);
        check("美国国务卿布林肯周二强烈谴责了缅甸军方。", &["布林肯 ACCUSE 缅甸"]);
        check("德国政府要求伊朗保持克制。", &["德国 REQUEST 伊朗"]);
    }

    #[test]
    fn coordination() {
        check("美国、英国和欧盟制裁俄罗斯。", &["美国 SANCTION 俄罗斯", "英国 SANCTION 俄罗斯", "欧洲联盟 SANCTION 俄罗斯"]);
        check("德国批评了俄罗斯和伊朗。", &["德国 ACCUSE 俄罗斯", "德国 ACCUSE 伊朗"]);
    }

    #[test]
    fn a_titled_person_acts_not_his_country() {
        check("俄罗斯总统普京会见了德国总理默克尔。", &["普京 CONSULT 默克尔"]);
        check("法国总统马克龙的发言人批评土耳其。", &[]);
    }

    #[test]
    fn capitals_stand_for_governments() {
        check("中国与澳大利亚关系紧张。北京谴责澳大利亚。", &["中国 ACCUSE 澳大利亚"]);
    }

    #[test]
    fn object_before_the_verb() {
        check("德国对俄罗斯表示不满。", &["德国 ACCUSE 俄罗斯"]);
        check("日本向菲律宾提供援助。", &["日本 AID 菲律宾"]);
        check("美国将华为列入黑名单。", &["美国 SANCTION 华为"]);
    }

    #[test]
    fn mutual_events() {
        check("普京与默克尔举行会谈。", &["普京 CONSULT 默克尔"]);
        check("普京周三与默克尔通电话。", &["普京 CONSULT 默克尔"]);
        check("法国和德国的谈判开始了。", &["法国 CONSULT 德国"]);
        check("中美会晤前默克尔发文喊话。", &["中国 CONSULT 美国"]);
        // Two who meet two others do not meet each other.
        check("马克龙和默克尔周一在巴黎会晤普京。", &["马克龙 CONSULT 普京", "默克尔 CONSULT 普京"]);
        check("美国敦促德国与俄罗斯对话。", &["美国 REQUEST 德国"]);
        check("德国与俄罗斯、伊朗和日本合作。", &["德国 COOPERATE 俄罗斯", "德国 COOPERATE 伊朗", "德国 COOPERATE 日本"]);
    }

    #[test]
    fn passives() {
        check("华为被美国制裁。", &["美国 SANCTION 华为"]);
        check("伊朗遭到以色列的攻击。", &["以色列 ASSAULT 伊朗"]);
        check("绍伊古在德国接受治疗后被俄罗斯逮捕。", &["俄罗斯 COERCE 绍伊古"]);
        check("遭美国制裁的华为发表声明。", &["美国 SANCTION 华为"]);
        check("受俄罗斯控制的法院作出判决，德国没有表态。", &[]);
    }

    #[test]
    fn nominal_events() {
        check("美国对俄罗斯的制裁仍然有效。", &["美国 SANCTION 俄罗斯"]);
    }

    #[test]
    fn the_topic_is_carried() {
        check("德国总理默克尔周一发表讲话，谴责伊朗。", &["默克尔 ACCUSE 伊朗"]);
        check("专家发表报告，谴责伊朗。德国没有回应。", &[]);
    }

    #[test]
    fn pronouns() {
        check("默克尔周一抵达巴黎。她批评了俄罗斯。", &["默克尔 ACCUSE 俄罗斯"]);
        check("普京会见默克尔。", &["普京 CONSULT 默克尔"]);
    }

    #[test]
    fn pronouns_reach_back_over_sentences_without_events() {
        check("默克尔周一早上出门。她坐车去了慕尼黑。下午她批评了俄罗斯。", &["默克尔 ACCUSE 俄罗斯"]);
        check("默克尔周一早上出门。慕尼黑下着雨。汉堡也下着雨。下午她批评了俄罗斯。", &[]);
        check("法国和德国是邻居。双方谴责了伊朗。", &["法国 ACCUSE 伊朗", "德国 ACCUSE 伊朗"]);
        check("法国和德国是邻居。挪威、芬兰和瑞典也是。双方谴责了伊朗。", &[]);
    }

    #[test]
    fn quotations() {
        check("默克尔说：“我们谴责俄罗斯的做法，这是不能接受的。”", &["默克尔 ACCUSE 俄罗斯"]);
        check("“我们谴责俄罗斯的做法，这是不能接受的，”默克尔说。", &["默克尔 ACCUSE 俄罗斯"]);
    }

    #[test]
    fn negation_and_doubt() {
        check("德国没有制裁俄罗斯。", &["德国 not SANCTION 俄罗斯"]);
        check("如果德国制裁俄罗斯，油价会上涨。", &[]);
        check("德国会制裁俄罗斯吗？", &[]);
        check("挪威不会向俄罗斯低头。", &["挪威 REJECT 俄罗斯"]);
    }

    #[test]
    fn what_is_asked_for_is_not_done() {
        check("德国要求俄罗斯释放绍伊古。", &["德国 REQUEST 俄罗斯"]);
    }

    #[test]
    fn relative_clauses() {
        check("柏林举行了支持普京的集会，默克尔没有到场。", &[]);
    }

    #[test]
    fn people_of_a_country_are_not_the_country() {
        check("特朗普支持者批评拜登。", &[]);
    }

    #[test]
    fn threats_of_deeds() {
        check("挪威扬言对俄罗斯实施制裁。", &["挪威 THREATEN 俄罗斯"]);
    }

    #[test]
    fn topics_are_no_actors() {
        check("挪威、芬兰等问题影响俄罗斯，批评俄罗斯的人很多。", &[]);
    }

    #[test]
    fn experts_are_not_their_country() {
        check("美国专家批评中国。", &[]);
    }

    #[test]
    fn both_sides_of_an_agreement_are_one_group() {
        check("挪威与丹麦周三达成共识。", &["挪威 AGREE 丹麦"]);
        check("挪威和丹麦达成贸易协议。", &["挪威 AGREE 丹麦"]);
    }

    #[test]
    fn those_visited_do_not_meet_each_other() {
        check("挪威外长访日韩的会谈令人鼓舞。", &["挪威 CONSULT 日本"]);
    }

    #[test]
    fn the_one_addressed_does_nothing() {
        check("澳大利亚向世贸组织起诉丹麦。", &["澳大利亚 ACCUSE 丹麦"]);
        check("普京拒绝向默克尔移交权力。", &["普京 REJECT 默克尔"]);
    }

    #[test]
    fn whoever_stands_in_the_gap_asks() {
        check("丹麦应挪威要求逮捕了绍伊古。", &["挪威 REQUEST 丹麦", "丹麦 COERCE 绍伊古"]);
    }

    #[test]
    fn a_charge_stands_between_agent_and_verb() {
        check("绍伊古周三被丹麦警方以涉嫌违法为由拘捕。", &["丹麦 COERCE 绍伊古"]);
        check("丹麦当局以危害安全罪判处绍伊古有期徒刑四年。", &["丹麦 COERCE 绍伊古"]);
    }

    #[test]
    fn who_gets_help_stands_before_the_verb() {
        check("挪威向丹麦捐献了芬兰生产的疫苗。", &["挪威 AID 丹麦"]);
    }

    #[test]
    fn organs_after_a_particle_act_for_their_country() {
        check("丹麦的官员批评俄罗斯。", &["丹麦 ACCUSE 俄罗斯"]);
        check("丹麦的学者批评俄罗斯。", &[]);
    }

    #[test]
    fn a_longer_preposition() {
        check("丹麦对于俄罗斯的做法表示不满。", &["丹麦 ACCUSE 俄罗斯"]);
    }

    #[test]
    fn headlines() {
        assert_eq!(read("德国批俄罗斯\n正文", true).0, ["德国 ACCUSE 俄罗斯"]);
        assert_eq!(read("蔡英文与国民党互呛\n正文", true).0, ["中国国民党 ACCUSE 蔡英文", "蔡英文 ACCUSE 中国国民党"]);
    }
}
