//! Organizations that no ending shows, by what stands beside them: a word for companies or media before them (玩具商…, 网站…), a number of
//! the stock exchange behind them (…（600519）), or a report between 据 and 报道.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Source};
use super::classes::{BORDER, CUE};
use super::scene::Scene;
use super::spots::each;
use crate::record::EntityType;
use crate::text::is_han;

/// Words after which the name of a company, a medium or a body often stands.
static CUES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    "公司 集团 企业 品牌 网站 平台 媒体 厂商 制造商 运营商 开发商 供应商 零售商 玩具商 生产商 经销商 出版商 电商 券商 机构 组织 团体 智库 \
     杂志 报纸 周刊 网媒 官媒 党媒 陆媒 港媒 台媒 日媒 韩媒 美媒 英媒 法媒 德媒 外媒 巨头 龙头 独角兽 投行 车企 药企 房企 国企 央企 民企 \
     子公司 母公司 上市公司 股东 客户端 公众号 微信公众号 微博 大厂 代工厂 车厂 药厂 门户网站 社团 乐团 乐队 球队 劲旅 母企 旗下 东家 \
     服务商 承包商 发行商 分销商 代理商 连锁店 百货 超市 老牌 新创 初创公司 科技公司 基金公司 保险公司 航空公司 石油公司 制药公司"
        .split_whitespace()
        .collect()
});

/// The last characters of the words that announce an organization.
pub(super) fn last_characters() -> impl Iterator<Item = char> {
    CUES.iter().filter_map(|word| word.chars().last())
}

/// Longest name proposed, in characters.
const LONGEST: usize = 10;

/// Proposes organizations by what stands beside them.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    for i in each(&scene.spots.cues) {
        let flags = scene.flags[i];
        if flags & CUE != 0 && scene.words.is_border(i + 1) && CUES.contains(scene.word_to(i + 1)) {
            after_cue(scene, i + 1, out);
        }
        match view.at(i) {
            '(' if view.at(i + 1).is_ascii_digit() || view.at(i + 1).is_ascii_uppercase() => before_number(scene, i, out),
            '据' if flags & BORDER != 0 => reported(scene, i + 1, out),
            _ => {}
        }
    }
}

/// The names that may stand right after a word that announces them.
fn after_cue(scene: &Scene, from: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let close = match view.at(from) {
        '“' => '”',
        '「' => '」',
        '"' => '"',
        '《' => '》',
        _ => {
            words_after(scene, from, -1.4, out);
            return;
        }
    };
    let start = from + 1;
    if let Some(end) = (start + 2..(start + LONGEST + 1).min(view.len())).find(|&e| view.at(e) == close) {
        push(start, end, -0.4, out);
    }
}

/// One to three words from here on, where a name may end: before a mark, a verb, or a word that no name holds.
fn words_after(scene: &Scene, from: usize, base: f32, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut end = from;
    for words in 0..3 {
        let Some((ws, we)) = scene.words.word_at(end) else { return };
        if !is_han(view.at(ws)) || we - from > LONGEST {
            return;
        }
        let word = view.folded_slice(ws..we);
        if scene.is_stopword(word) || is_verb(scene, word) {
            return;
        }
        end = we;
        if end - from >= 2 && may_end(scene, end) {
            let unlisted = !scene.segmenter.has_word(view.folded_slice(from..end));
            push(from, end, base + if unlisted { 0.6 } else { -0.4 } - 0.2 * words as f32, out);
        }
    }
}

fn is_verb(scene: &Scene, word: &str) -> bool {
    matches!(scene.segmenter.tag(word).as_bytes().first(), Some(b'v' | b'd' | b'p' | b'c' | b'u' | b'r'))
}

/// Whether a name may end here.
fn may_end(scene: &Scene, end: usize) -> bool {
    let next = scene.view.at(end);
    if !is_han(next) {
        return true;
    }
    let word = scene.word_from(end);
    scene.is_stopword(word) || is_verb(scene, word) || scene.title_after(end)
}

/// The names that may stand before a number of the stock exchange, or its sign: 贵州茅台（600519）, （00700.HK）.
fn before_number(scene: &Scene, bracket: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut i = bracket + 1;
    while view.at(i).is_ascii_alphanumeric() || matches!(view.at(i), '.' | ':' | '-') {
        i += 1;
    }
    let inside = &view.folded[bracket + 1..i.min(view.len())];
    let digits = inside.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = inside.iter().filter(|c| c.is_ascii_uppercase()).count();
    let exchange = letters >= 2 && inside.iter().any(|c| matches!(c, '.' | ':'));
    if !(exchange && digits + letters <= 12 || (4..=6).contains(&digits) && letters == 0)
        || inside.first() == Some(&'1') && digits == 4 && inside.get(1) == Some(&'9')
    {
        return;
    }
    if !matches!(view.at(i), ')' | ',' | ' ') {
        return;
    }
    let mut start = bracket;
    for words in 0..4 {
        let Some((ws, _)) = start.checked_sub(1).and_then(|at| scene.words.word_at(at)) else { return };
        if !is_han(view.at(ws)) || bracket - ws > LONGEST || scene.is_stopword(view.folded_slice(ws..start)) {
            return;
        }
        start = ws;
        if bracket - start >= 2 {
            let edge = !is_han(view.before(start));
            push(start, bracket, if edge { 0.4 } else { -0.8 } - 0.1 * words as f32, out);
        }
    }
}

/// Who is said to report: 据财联社报道.
fn reported(scene: &Scene, from: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    for end in from + 2..(from + LONGEST + 1).min(view.len()) {
        if !is_han(view.at(end - 1)) {
            return;
        }
        if scene.words.is_border(end) && matches!(scene.word_from(end), "报道" | "消息" | "客户端" | "引述" | "援引" | "披露" | "记者")
        {
            if (from..end).all(|at| !scene.words.is_border(at) || !scene.is_stopword(scene.word_from(at))) {
                push(from, end, -0.6, out);
            }
            return;
        }
    }
}

fn push(start: usize, end: usize, score: f32, out: &mut Vec<Candidate>) {
    out.push(Candidate::new(start, end, EntityType::Organization, Source::Cue, score));
}
