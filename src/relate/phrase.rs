//! Noun phrases that can act: names with their titles and affiliation, government organs by their
//! country, pronouns; and their coordination.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::flat::{Flat, TokenKind};
use super::title::{is_of_titles, titles_between};
use super::trigger::{Frame, Strength, Trigger};
use super::{Prepared, Text};
use crate::record::EntityType;
use crate::text::{CharSet, WordList};

/// What kind of phrase stands for the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The name itself, with its titles.
    Named,
    /// A government organ or office by its country (美国政府, 中国警方).
    Organ,
    /// The capital for the government.
    Capital,
    /// People or firms of the country, not the country (中国公民).
    Private,
    /// The name only modifies another noun.
    Modifier,
    /// A pronoun, resolved when its clause is read.
    Pronoun(Pronoun),
}

/// Words that stand for somebody named before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// 他.
    He,
    /// 她.
    She,
    /// 我, 我们: the speaker.
    I,
    /// 他们: several, or those of a body.
    They,
    /// 它.
    It,
    /// 两人, 双方, 两国: the two named before.
    Both,
    /// 该国.
    ThatCountry,
    /// 该公司, 该机构.
    ThatBody,
    /// 对方: the other of two.
    Other,
}

/// A phrase; offsets index [`Flat::chars`].
#[derive(Clone, Debug)]
pub struct Phrase {
    /// First character, titles and affiliation included.
    pub start: usize,
    /// One past the last, titles and organs included.
    pub end: usize,
    /// The things meant (indices of locals).
    pub actors: Vec<u32>,
    /// Their type.
    pub kind: EntityType,
    /// How they stand.
    pub shape: Shape,
    /// A 的 follows.
    pub possessor: bool,
}

/// One or more coordinated phrases.
#[derive(Clone, Debug)]
pub struct Group {
    /// First phrase.
    pub first: usize,
    /// One past the last phrase.
    pub last: usize,
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The preposition that governs it, and where it begins.
    pub governor: Option<(Governor, usize)>,
    /// The phrase after the first 与, 同 or 跟 or else the last 和, or the second of a bare pair (中美): where a mutual event splits it.
    pub split: Option<usize>,
    /// A 的 follows.
    pub possessor: bool,
}

/// What a preposition makes of the phrase after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governor {
    /// 对, 向, 给, 针对, 朝: the one it is done to.
    Towards,
    /// 与, 和, 同, 跟.
    With,
    /// 为, 替.
    For,
    /// 被, 遭, 受.
    By,
    /// 把, 将.
    Disposal,
    /// 从, 自.
    From,
    /// 在, 于.
    At,
    /// 赴, 到, 往, 抵.
    To,
    /// 由.
    Agent,
    /// 让, 令, 使: the one who is made to do what follows.
    Cause,
    /// 有关, 由于, 随着: may open a clause with a subject of its own.
    About,
    /// Anything else.
    Aside,
}

/// The words that govern, of one or two characters.
const GOVERNORS: [(Governor, &str); 12] = [
    (Governor::Towards, "对 对于 向 给 针对 朝 冲 冲着"),
    (Governor::With, "与 和 同 跟"),
    (Governor::For, "为 替"),
    (Governor::By, "被 遭 受 遭到 遭受 受到 惨遭 获 获得 得到 招致 引来 饱受 遭遇"),
    (Governor::Disposal, "把 将"),
    (Governor::From, "从 自"),
    (Governor::At, "在 于 位于 身处"),
    (Governor::To, "赴 到 往 抵 至 前往"),
    (Governor::Agent, "由"),
    (Governor::Cause, "让 令 使 迫使 促使"),
    (Governor::About, "有关 关于 由于 因 因为 随着 鉴于 据 就"),
    (
        Governor::Aside,
        "根据 按 按照 以 除 除了 通过 作为 为了 比 继 连同 包括 围绕 驻 涉及 例如 比如 身为 当 至于 像 如 经 用 靠 依 距 凭 随 透过 \
         援引 引述 引用 称为 成为 是 名为",
    ),
];

/// [`GOVERNORS`], for looking up.
struct Governing {
    /// First characters: they tell most words apart from all of these.
    first: CharSet,
    /// By the characters, a NUL for the second where there is none.
    words: FxHashMap<(char, char), Governor>,
}

static GOVERNING: LazyLock<Governing> = LazyLock::new(|| {
    let mut list = Governing { first: CharSet::default(), words: FxHashMap::default() };
    for (governor, words) in GOVERNORS {
        for word in words.split_whitespace() {
            let mut chars = word.chars();
            if let Some(first) = chars.next() {
                list.first.insert(first);
                list.words.insert((first, chars.next().unwrap_or('\0')), governor);
            }
        }
    }
    list
});

/// The governor that a word is.
pub fn governor(word: &[char]) -> Option<Governor> {
    let key = match *word {
        [one] => (one, '\0'),
        [one, two] => (one, two),
        _ => return None,
    };
    let list = &*GOVERNING;
    if list.first.contains(key.0) { list.words.get(&key).copied() } else { None }
}

/// Nouns after a country (or a leader) that act for it.
static ORGANS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "政府 当局 官方 警方 军方 方面 官员 高官 高级官员 领导人 领导层 领袖 高层 军队 部队 海军 空军 陆军 战机 军机 军舰 舰队 \
         海警 海警船 海警局 警察 法院 法庭 检方 检察机关 检察官 司法部门 国会 议会 参议院 众议院 议员 国会议员 执政党 大使馆 使馆 \
         领事馆 总领事馆 驻华大使馆 情报机构 情报部门 安全部门 安全机构 国安部门 外交官 代表团 外交部门 监管机构 监管部门 商务部 \
         外交部 国防部 财政部 司法部 国务院 白宫 外长 防长 财长 总统 总理 首相 国务卿 国家主席 国防部长 外交部长 外交部发言人 \
         大使 特使 政权 内阁 民主党人 团队 阵营 过渡团队 领导 朝野 中央 官媒 行政当局 海关 最高法院 央行 联邦政府 军事政府 军政府 \
         右翼政府 首脑 元首 代表 发言人 驻联合国代表 负责官员 有关官员 相关官员 行政官员 行政部门官员 情报官员 安全官员 国防官员 \
         外交官员 军官 高级军官 将领 参议员 众议员 联邦参议员 联邦众议员",
    )
});

/// Nouns after an organization that leave it what it is.
static OF_BODY: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of("公司 集团 组织 方面 发言人 官员 总部 高层 管理层 领导层 当局 政权 政府 主席 代表 警方 军方 议员 委员 党团")
});

/// Words after a person that make him an office or a company of people.
static OF_PERSON: LazyLock<WordList> = LazyLock::new(|| WordList::of("政府 政权 当局 团队 阵营 行政当局 内阁 一行 等人 本人 先生 女士"));

/// Characters of a number, a classifier and a listed word at `at` (多名议员, 两位高官); 0 where none stands there.
fn counted(flat: &Flat, at: usize, words: &WordList) -> usize {
    let mut n = 0;
    while n < 4 && (flat.get(at + n).is_ascii_digit() || "多数几两一二三四五六七八九十百些部分".contains(flat.get(at + n)))
    {
        n += 1;
    }
    if n == 0 {
        return 0;
    }
    if matches!(flat.get(at + n), '名' | '位' | '个') {
        n += 1;
    }
    match reads_at(flat, at + n, words) {
        0 => 0,
        found => n + found,
    }
}

/// Characters of the longest listed word at `at`; 0 where none stands there.
fn reads_at(flat: &Flat, at: usize, words: &WordList) -> usize {
    words.longest_at(flat.chars.get(at..).unwrap_or(&[]))
}

/// Whether a word begins as pronouns do.
pub fn may_be_pronoun(word: &[char]) -> bool {
    matches!(word.first(), Some('他' | '她' | '它' | '我' | '双' | '两' | '二' | '该' | '对'))
}

fn pronoun(word: &[char]) -> Option<Pronoun> {
    if word.len() > 3 || !may_be_pronoun(word) {
        return None;
    }
    Some(match word {
        ['他'] => Pronoun::He,
        ['她'] => Pronoun::She,
        ['他', '们'] | ['她', '们'] | ['它', '们'] => Pronoun::They,
        ['它'] => Pronoun::It,
        ['我'] | ['我', '们'] | ['我', '国'] | ['我', '方'] => Pronoun::I,
        ['双', '方'] | ['两', '国'] | ['两', '人'] | ['二', '人'] | ['两', '方'] | ['两', '位'] => Pronoun::Both,
        ['该', '国'] => Pronoun::ThatCountry,
        ['该', '公', '司'] | ['该', '机', '构'] | ['该', '组', '织'] | ['该', '党'] | ['该', '集', '团'] => Pronoun::ThatBody,
        ['对', '方'] => Pronoun::Other,
        _ => return None,
    })
}

/// Finds the phrases and groups of a sentence.
pub fn find(text: &Text, flat: &Flat, prepared: &Prepared, triggers: &[Trigger], phrases: &mut Vec<Phrase>, groups: &mut Vec<Group>) {
    phrases.clear();
    groups.clear();
    let mut titles = Vec::new();
    let mut t = 0;
    while let Some(token) = flat.tokens.get(t) {
        let (start, end) = (token.start as usize, token.end as usize);
        match token.kind {
            TokenKind::Name(m) => {
                let Some(mention) = text.mentions.get(m as usize) else {
                    t += 1;
                    continue;
                };
                let mut shape = Shape::Named;
                let mut kind = mention.kind;
                let mut actor = mention.local;
                if kind == EntityType::Place {
                    match prepared.capital(mention.local) {
                        Some(country) => {
                            actor = country;
                            kind = EntityType::Country;
                            shape = Shape::Capital;
                        }
                        None => {
                            t += 1;
                            continue;
                        }
                    }
                }
                // 英国政府, 加拿大警方 as one name: the country acts.
                if kind == EntityType::Organization
                    && let Some(country) = prepared.generic(text, m)
                {
                    actor = country;
                    kind = EntityType::Country;
                    shape = Shape::Organ;
                }
                phrases.push(Phrase { start, end, actors: vec![actor], kind, shape, possessor: false });
                t += 1;
            }
            TokenKind::Word => {
                // 该国 may be cut in two.
                let (mut stop, mut used) = (end, 1);
                let mut found = pronoun(flat.word(token));
                if found.is_none()
                    && end - start == 1
                    && matches!(flat.get(start), '该' | '两' | '我' | '二')
                    && let Some(next) = flat.tokens.get(t + 1).filter(|n| n.kind == TokenKind::Word)
                {
                    found = pronoun(flat.slice(start, next.end as usize));
                    (stop, used) = (next.end as usize, 2);
                }
                if let Some(p) = found {
                    let kind = match p {
                        Pronoun::ThatCountry => EntityType::Country,
                        Pronoun::ThatBody => EntityType::Organization,
                        _ => EntityType::Person,
                    };
                    phrases.push(Phrase { start, end: stop, actors: Vec::new(), kind, shape: Shape::Pronoun(p), possessor: false });
                    t += used;
                } else {
                    t += 1;
                }
            }
            _ => t += 1,
        }
    }
    // A body and a title before a person are his affiliation (also 中国驻加拿大大使某某).
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
    // Titles without a body, before and after; organs; what else follows.
    for i in 0..phrases.len() {
        let limit = phrases.get(i + 1).map_or(flat.chars.len(), |p| p.start);
        let before = i.checked_sub(1).and_then(|k| phrases.get(k)).map_or(0, |p| p.end);
        let phrase = &mut phrases[i];
        if matches!(phrase.shape, Shape::Pronoun(_)) {
            phrase.possessor = flat.get(phrase.end) == '的';
            continue;
        }
        if phrase.kind == EntityType::Person {
            let mut at = flat.offset(phrase.start);
            while let Some(&n) = text.marks.title_ends.get(at)
                && n > 0
            {
                let n = usize::from(n);
                if phrase.start < before + n {
                    break;
                }
                phrase.start -= n;
                at = at.saturating_sub(n);
            }
            for prefix in ["前任", "现任", "时任", "候任", "已故", "前"] {
                let n = prefix.chars().count();
                if phrase.start >= before + n && flat.reads(phrase.start - n, phrase.start, prefix) {
                    phrase.start -= n;
                    break;
                }
            }
            let after = flat.document(phrase.start, phrase.end).1;
            let n = usize::from(text.marks.title_starts.get(after).copied().unwrap_or(0));
            let private = private_follows(flat, phrase.end);
            if n > 0 && phrase.end + n <= limit && !private {
                phrase.end += n;
            }
            let n = reads_at(flat, phrase.end, &OF_PERSON);
            if n > 0 {
                phrase.end += n;
                phrase.shape = Shape::Organ;
            } else if private {
                phrase.shape = Shape::Private;
            } else if next_is_noun(text, flat, triggers, phrase.end, limit) && !triggers.iter().any(|t| t.start == phrase.end) {
                phrase.shape = Shape::Modifier;
            }
        } else {
            let words: &WordList = if phrase.kind == EntityType::Country { &ORGANS } else { &OF_BODY };
            let mut organ = false;
            // 某国的官员, 某国的法院: they act for it.
            let of =
                if phrase.kind == EntityType::Country && flat.get(phrase.end) == '的' { reads_at(flat, phrase.end + 1, words) } else { 0 };
            let stop = phrase.end + 1 + of;
            if of > 1 && stop <= limit && !triggers.iter().any(|t| t.pieces.iter().any(|p| p.0 < stop && p.1 > phrase.end + 1)) {
                phrase.end = stop;
                organ = true;
            }
            // 美国 联邦 政府; 美国 国务院 官员.
            for _ in 0..3 {
                // 专家 is a title too, but acts for nobody.
                if private_follows(flat, phrase.end) {
                    break;
                }
                let mut n = reads_at(flat, phrase.end, words);
                if n == 0 {
                    n = counted(flat, phrase.end, words);
                }
                if n == 0 && phrase.kind == EntityType::Country {
                    let after = flat.document(phrase.start, phrase.end).1;
                    n = usize::from(text.marks.title_starts.get(after).copied().unwrap_or(0));
                    if n == 0 {
                        n = text
                            .marks
                            .beginning_at(after)
                            .filter(|h| text.lexicon.pattern(h.2).is_some_and(|p| p.body.is_some()))
                            .map(|h| (h.1 - h.0) as usize)
                            .max()
                            .unwrap_or(0);
                    }
                }
                // 外长会晤 is an event, not an office.
                let stop = phrase.end + n;
                let torn = triggers.iter().any(|t| t.pieces.iter().any(|p| p.0 >= phrase.end && p.0 < stop && p.1 > stop));
                if n == 0 || stop > limit || torn {
                    break;
                }
                phrase.end += n;
                organ = true;
            }
            // 共和党人 act for their party.
            let party = phrase.kind == EntityType::Organization
                && flat.get(phrase.end) == '人'
                && phrase.end > 0
                && flat.get(phrase.end - 1) == '党';
            if party {
                phrase.end += 1;
                phrase.shape = Shape::Organ;
            } else if private_follows(flat, phrase.end) {
                phrase.shape = Shape::Private;
            } else if next_is_noun(text, flat, triggers, phrase.end, limit) && !triggers.iter().any(|t| t.start == phrase.end) {
                phrase.shape = Shape::Modifier;
            } else if organ && phrase.shape == Shape::Named {
                // 前法国大使 no longer acts for France.
                let former = phrase.start > 0 && flat.get(phrase.start - 1) == '前';
                phrase.shape = if former { Shape::Private } else { Shape::Organ };
            }
        }
        // 新疆、香港等问题: the things, not the countries.
        if flat.get(phrase.end) == '等'
            && !matches!(flat.get(phrase.end + 1), '国' | '人' | '方' | '多' | '组' | '公' | '企')
            && next_is_noun(text, flat, triggers, phrase.end + 1, limit)
        {
            phrase.shape = Shape::Modifier;
        }
        phrase.possessor = flat.get(phrase.end) == '的';
    }
    coordinate(text, flat, triggers, phrases, groups);
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
fn is_event_between(text: &Text, flat: &Flat, triggers: &[Trigger], start: usize, end: usize) -> bool {
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

static PRIVATE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "人 公民 国民 民众 人民 男子 女子 学生 学者 企业 公司 商人 记者 媒体 网友 居民 游客 专家 裔 籍 家庭 产品 商品 货物 股市 \
         市场 经济 社会 选民 支持者 夫人 女星 女性 男性 艺人 电影 军人 士兵 政策 问题 市民 群众 百姓 网民 人士 青年 工人 球迷 \
         旅客 厂商 品牌 业者 商家 投资者 投资人 消费者 用户 科学家 研究人员 分析师 侨民 移民 难民 渔民 船员 留学生 社区 各界 民间 \
         舆论",
    )
});

fn private_follows(flat: &Flat, at: usize) -> bool {
    // 某党籍议员: one of its people, not the party.
    if flat.get(at) == '籍' {
        return true;
    }
    reads_at(flat, at, &PRIVATE) > 0 && flat.get(at) != '人' || (flat.get(at) == '人' && !matches!(flat.get(at + 1), '权' | '大' | '工'))
}

/// Whether a noun begins right at `at`: then the name before it only modifies it.
fn next_is_noun(text: &Text, flat: &Flat, triggers: &[Trigger], at: usize, limit: usize) -> bool {
    if at >= limit {
        return false;
    }
    let Some(token) = flat.token_at(at).and_then(|t| flat.tokens.get(t)) else { return false };
    if token.kind != TokenKind::Word || token.start as usize != at {
        return false;
    }
    // Verbs that jieba takes for nouns.
    if matches!(
        flat.word(token),
        ['利', '用']
            | ['企', '图']
            | ['意', '图']
            | ['计', '划']
            | ['撰', '文']
            | ['发', '文']
            | ['刊', '文']
            | ['致', '函']
            | ['致', '电']
            | ['质', '询']
    ) {
        return false;
    }
    // 某某和某某电话会谈: how they do it.
    let how = matches!(flat.word(token), ['电', '话'] | ['视', '频'] | ['视', '讯'] | ['线', '上'] | ['双', '边'] | ['首', '脑']);
    if how && triggers.iter().any(|t| t.start == token.end as usize) {
        return false;
    }
    matches!(flat.word(token), ['相', '关'] | ['有', '关']) || text.is_noun(flat, token)
}

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
fn coordinate(text: &Text, flat: &Flat, triggers: &[Trigger], phrases: &[Phrase], groups: &mut Vec<Group>) {
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

/// The preposition before `start`, over at most three modifiers of the noun.
fn governed(text: &Text, flat: &Flat, start: usize) -> Option<(Governor, usize)> {
    let mut at = start;
    for step in 0..4 {
        let token = at.checked_sub(1).and_then(|i| flat.token_at(i)).and_then(|t| flat.tokens.get(t))?;
        if token.kind != TokenKind::Word {
            return None;
        }
        let word = flat.word(token);
        if let Some(g) = governor(word) {
            // 是某某一直拒绝: the subject is only stressed.
            let before = (token.start as usize).checked_sub(1).and_then(|i| flat.token_at(i)).and_then(|t| flat.tokens.get(t));
            if word == ['是'] && before.is_none_or(|b| b.kind != TokenKind::Word || matches!(flat.word(b), ['称'] | ['说'] | ['指'])) {
                return None;
            }
            return Some((g, token.start as usize));
        }
        // 不与, 并与, 将与, 会与 cut as one word.
        if let (Some(g), true) = (word.last().and_then(|c| governor(&[*c])), word.len() == 2)
            && matches!(word.first(), Some('不' | '并' | '将' | '会' | '也' | '曾' | '再' | '却' | '已' | '还'))
        {
            return Some((g, token.start as usize + 1));
        }
        let modifier = text.is_noun(flat, token) || matches!(text.part_of_speech(flat, token), 'm' | 'q' | 'a' | 'b' | 'r');
        if !modifier || step == 3 || word.last().is_some_and(|c| matches!(c, '上' | '下' | '中' | '后' | '时' | '前' | '内' | '间' | '里'))
        {
            return None;
        }
        at = token.start as usize;
    }
    None
}
