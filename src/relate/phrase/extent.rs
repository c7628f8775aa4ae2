//! How far a phrase reaches: titles and organs about the name, and what becomes of it by the noun that follows.

use std::sync::LazyLock;

use super::{Phrase, Shape};
use crate::record::EntityType;
use crate::relate::Text;
use crate::relate::flat::{Flat, TokenKind};
use crate::relate::trigger::Trigger;
use crate::text::WordList;

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

static PRIVATE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "人 公民 国民 民众 人民 男子 女子 学生 学者 企业 公司 商人 记者 媒体 网友 居民 游客 专家 裔 籍 家庭 产品 商品 货物 股市 \
         市场 经济 社会 选民 支持者 夫人 女星 女性 男性 艺人 电影 军人 士兵 政策 问题 市民 群众 百姓 网民 人士 青年 工人 球迷 \
         旅客 厂商 品牌 业者 商家 投资者 投资人 消费者 用户 科学家 研究人员 分析师 侨民 移民 难民 渔民 船员 留学生 社区 各界 民间 \
         舆论",
    )
});

/// Takes titles and organs about each phrase into it, and tells its shape by what follows.
pub(super) fn extend(text: &Text, flat: &Flat, triggers: &[Trigger], phrases: &mut [Phrase]) {
    for i in 0..phrases.len() {
        let limit = phrases.get(i + 1).map_or(flat.chars.len(), |p| p.start);
        let before = i.checked_sub(1).and_then(|k| phrases.get(k)).map_or(0, |p| p.end);
        let phrase = &mut phrases[i];
        if matches!(phrase.shape, Shape::Pronoun(_)) {
            phrase.possessor = flat.get(phrase.end) == '的';
            continue;
        }
        if phrase.kind == EntityType::Person {
            extend_person(text, flat, triggers, phrase, (before, limit));
        } else {
            extend_body(text, flat, triggers, phrase, limit);
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
}

/// Titles before and after a person (前总理默克尔女士), within the places that the phrases beside him leave free.
fn extend_person(text: &Text, flat: &Flat, triggers: &[Trigger], phrase: &mut Phrase, (before, limit): (usize, usize)) {
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
}

/// Organs after a country or an organization (美国联邦政府官员), up to `limit`.
fn extend_body(text: &Text, flat: &Flat, triggers: &[Trigger], phrase: &mut Phrase, limit: usize) {
    let words: &WordList = if phrase.kind == EntityType::Country { &ORGANS } else { &OF_BODY };
    let mut organ = false;
    // 某国的官员, 某国的法院: they act for it.
    let of = if phrase.kind == EntityType::Country && flat.get(phrase.end) == '的' { reads_at(flat, phrase.end + 1, words) } else { 0 };
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
        let n = organ_at(text, flat, phrase, words);
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
    let party =
        phrase.kind == EntityType::Organization && flat.get(phrase.end) == '人' && phrase.end > 0 && flat.get(phrase.end - 1) == '党';
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

/// Characters of the organ right after a phrase: a listed word, several members (多名议员), after a country also a title or
/// whatever a dictionary has for an organ; 0 where none stands there.
fn organ_at(text: &Text, flat: &Flat, phrase: &Phrase, words: &WordList) -> usize {
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
    n
}

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

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn people_of_a_country_are_not_the_country() {
        check("特朗普支持者批评拜登。", &[]);
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
    fn organs_after_a_particle_act_for_their_country() {
        check("丹麦的官员批评俄罗斯。", &["丹麦 ACCUSE 俄罗斯"]);
        check("丹麦的学者批评俄罗斯。", &[]);
    }

    #[test]
    fn several_members_of_a_body() {
        check("德国联邦议院多位议员敦促土耳其释放记者。", &["德国联邦议院 REQUEST 土耳其"]);
    }
}
