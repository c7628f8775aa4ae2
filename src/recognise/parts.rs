//! Bodies with something behind or inside their names: parts of an organization (银行|城北支行, 大学|法律学系), numbered bodies of a
//! place (广宁市|第二看守所) and companies with a bracket (海桥电机（上海）有限公司).

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Source};
use super::organization::may_stand_inside;
use super::scene::Scene;
use super::spots::each;
use crate::record::EntityType;
use crate::text::{WordList, is_han};

/// Longest part behind a name, in characters.
const LONGEST: usize = 14;

/// Endings of the parts of organizations.
static PARTS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "分行 支行 分局 分院 分校 分社 分公司 分部 分会 学系 学部 学院 大队 支队 总队 中队 中心 办公室 办事处 委员会 财委会 研究所 \
         研究院 实验室 工作组 领导小组 专案组 党组 党委 团委 纪委 工委 党支部 党团 司 处 署 局 部 厅 科 所 站 组 队 系 室 团 会 厂",
    )
});

/// Endings of bodies that are numbered.
static NUMBERED: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "看守所 拘留所 监狱 女子监狱 法院 中级法院 中级人民法院 法庭 上诉法庭 巡回法庭 中学 小学 高级中学 人民医院 医院 师范学校 检察院 \
         戒毒所 劳教所 舰队 集团军 步兵师 轻步兵师 空降师 工程处 养护工程处 分局 研究所 设计院",
    )
});

/// Endings of companies behind a bracket.
static COMPANIES: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of("有限公司 股份有限公司 控股有限公司 投资有限公司 科技有限公司 集团有限公司 律师事务所 公司 集团 基金会 分公司")
});

/// Proposes bodies that go on behind the names proposed so far, and companies with a bracket.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut found: Vec<(usize, usize, f32)> = Vec::new();
    for c in out.iter() {
        let (start, end) = (c.start as usize, c.end as usize);
        if end + 2 > view.len() {
            continue;
        }
        match c.kind {
            EntityType::Organization if c.score > -0.5 && end - start <= 16 && is_han(view.at(end)) => {
                part_behind(scene, end, |end| found.push((start, end, 0.2)));
            }
            EntityType::Place | EntityType::Country if view.at(end) == '第' => {
                found.extend(numbered(scene, end).map(|end| (start, end, 1.6)));
            }
            _ => {}
        }
    }
    for at in each(&scene.spots.cues).filter(|&at| view.at(at) == '(' && is_han(view.before(at))) {
        with_bracket(scene, at, &mut found);
    }
    if found.is_empty() {
        return;
    }
    let mut known: FxHashSet<(u32, u32)> = out.iter().filter(|c| c.kind == EntityType::Organization).map(|c| (c.start, c.end)).collect();
    for (start, end, score) in found {
        if known.insert((start as u32, end as u32)) {
            out.push(Candidate::new(start, end, EntityType::Organization, Source::Suffix, score));
        }
    }
}

/// Calls `found` with the ends of the parts that stand right behind a name: as a rule none or one.
fn part_behind(scene: &Scene, from: usize, mut found: impl FnMut(usize)) {
    let view = scene.view;
    let mut at = from;
    let mut words = 0;
    while let Some((start, end)) = scene.words.word_at(at) {
        // What goes on as a title is no part: 外交部|发言人.
        if start != at || end - from > LONGEST || words > 4 || scene.title_after(at) {
            return;
        }
        let word = &view.folded[start..end];
        let text = view.folded_slice(start..end);
        if !word.iter().all(|c| is_han(*c) || c.is_ascii_digit()) || !may_stand_inside(scene, text, words + 1) && !is_number(word) {
            return;
        }
        let ending = PARTS.endings(word).next().unwrap_or(0);
        // 国际|司, not 公司 or 部分: an ending of one character closes a word of two at least, or stands behind another word.
        let closes = match ending {
            0 => false,
            1 => end - from > 2 && (word.len() == 1 || !scene.segmenter.has_word(text) || word.len() > 2),
            _ => end - from > 2,
        };
        if closes {
            found(end);
        }
        at = end;
        words += 1;
    }
}

/// The end of a numbered body that begins at 第.
fn numbered(scene: &Scene, at: usize) -> Option<usize> {
    let view = scene.view;
    let digits = view.folded.get(at + 1..)?.iter().take(3).take_while(|c| c.is_ascii_digit() || is_numeral(**c)).count();
    let from = at + 1 + digits;
    if digits == 0 {
        return None;
    }
    (from + 2..=(from + 8).min(view.len()))
        .take_while(|&end| is_han(view.before(end)))
        .find(|&end| scene.words.is_border(end) && NUMBERED.endings(&view.folded[from..end]).next().is_some())
}

/// Companies with a bracket in their names: the words before it, and the ending behind it.
fn with_bracket(scene: &Scene, open: usize, found: &mut Vec<(usize, usize, f32)>) {
    let view = scene.view;
    let inside = view.folded[open + 1..].iter().take(7).take_while(|c| is_han(**c)).count();
    let close = open + 1 + inside;
    if !(2..=6).contains(&inside) || view.at(close) != ')' || !is_han(view.at(close + 1)) {
        return;
    }
    let from = close + 1;
    let ends = (from + 2..=(from + 10).min(view.len())).take_while(|&end| is_han(view.before(end)));
    let Some(end) = ends.filter(|&end| scene.words.is_border(end) && COMPANIES.ends(&view.folded[from..end])).last() else { return };
    let mut start = open;
    for words in 0..5 {
        let Some((word_start, _)) = start.checked_sub(1).and_then(|at| scene.words.word_at(at)) else { return };
        let word = view.folded_slice(word_start..start);
        let fits = view.folded[word_start..start].iter().all(|c| is_han(*c) || c.is_ascii_alphanumeric());
        if !fits || open - word_start > 12 || !may_stand_inside(scene, word, words + 1) {
            return;
        }
        start = word_start;
        if open - start >= 2 {
            found.push((start, end, if is_han(view.before(start)) { 0.0 } else { 1.2 } - 0.2 * words as f32));
        }
    }
}

fn is_number(word: &[char]) -> bool {
    word.first() == Some(&'第') || word.iter().all(|c| c.is_ascii_digit() || is_numeral(*c))
}

const fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}
