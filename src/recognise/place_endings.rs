//! Places by their endings: towns and rivers (鄱阳市, 裕华区), and sites (寒山寺, 丰宁抽水蓄能电站).

use std::sync::LazyLock;

use super::candidate::{Candidate, Source};
use super::organization::{LOOSE, may_stand_inside, may_stand_loosely, right_edge};
use super::scene::Scene;
use super::spots::each;
use crate::record::EntityType;
use crate::text::{WordList, is_han};

/// Last characters of names of places.
pub(super) const PLACE_ENDS: &str = "省市县镇乡村区州郡岛湖河山街路港湾";

/// Endings of sites: temples, churches, buildings, mines, roads.
static SITES: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "小区 花园 公寓 大厦 广场 教堂 道观 禅寺 禅院 古寺 金矿 煤矿 油田 水库 大坝 公路 高速公路 大道 山庄 度假区 景区 经济带 自贸区 \
         自贸港 殡仪馆 火车站 地铁站 高铁站 车站 机场 军用机场 国际机场 港区 半岛 群岛 海岸 共和国 纪念馆 纪念碑 酒店 饭店 宾馆 铁路 \
         高铁 社区 停车场 体育中心 会展中心 步行街 商场 市场 码头 口岸 古城 古镇 大街 胡同 东站 南站 西站 北站 大桥 隧道 核电站 发电厂 \
         电站 工业园 开发区 体育场 体育馆 球场 墓地 公墓 寺 庙 宫 观 庵 殿 塔 祠 陵 峡谷 沙漠 高原 盆地 平原 草原 湿地 公园 村庄 农场 \
         街道 监狱 基地 中学旧址 大楼 宫殿 城堡 修道院 清真寺 动物园 植物园 游乐园 主题公园 风景区 旅游区 商务区 工业区 科技园 科学园区 \
         产业园 新区 保税区 校区 铁矿 铜矿 矿区 气田 油气田 藻礁 沙洲 珊瑚礁 水电站 核电厂 火力发电厂 电厂 保护区 自然保护区 林场 牧场 \
         客运站 高架桥 立交桥 天桥 山谷 河谷 海滩 沙滩 岛礁 商业街 夜市 老街 礁 温泉 游乐区 事业区 站 园 购物中心 园区 商城 贮存场 气象站 雷达站 超市 大学城 科技城 \
         大佛 轻轨 古道 度假村 加工区 金融区 大区 战区 自治区 种植园 会议中心 活动中心 剧院 剧场 展览馆 图书馆 博物馆 美术馆 文化馆 书店",
    )
});

/// The first characters of the endings of sites.
pub(super) fn site_characters() -> impl Iterator<Item = char> {
    SITES.first_characters()
}

/// Proposes places by their endings.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    for last in each(&scene.spots.place_ends).filter(|last| *last > 0) {
        unit(scene, last, out);
    }
    for ending in each(&scene.spots.sites) {
        site(scene, ending, out);
    }
}

fn push(start: usize, end: usize, score: f32, out: &mut Vec<Candidate>) {
    out.push(Candidate::new(start, end, EntityType::Place, Source::PlaceSuffix, score));
}

/// The place whose name ends with the character at `last`, where a proper-looking part stands before it.
fn unit(scene: &Scene, last: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let end = last + 1;
    let Some((start, listed)) = unit_start(scene, end) else { return };
    let han = (start..end).all(|i| is_han(view.at(i)));
    if !han || end - start > 7 || scene.is_stopword(view.folded_slice(start..last)) {
        return;
    }
    if end - start >= 3 {
        push(start, end, unit_score(scene, start, last, listed), out);
    }
    // 杭州南路: what stands before is part of it.
    let mut from = start;
    for more in 1..=2 {
        if !is_han(view.before(from)) {
            break;
        }
        let Some((word, _)) = from.checked_sub(1).and_then(|i| scene.words.word_at(i)) else { break };
        let text = view.folded_slice(word..from);
        if end - word > 7 || !may_stand_inside(scene, text, more) && !may_stand_loosely(scene, text) {
            break;
        }
        from = word;
        if end - from >= 3 {
            push(from, end, unit_score(scene, from, last, false) - 0.7 * more as f32 - 0.5, out);
        }
    }
}

/// Log-odds that a unit begins at `start`; `listed` says that it is a word of jieba's.
fn unit_score(scene: &Scene, start: usize, last: usize, listed: bool) -> f32 {
    let view = scene.view;
    let mut score = match view.at(last) {
        '省' | '市' | '县' | '镇' | '乡' | '村' => 0.5,
        '区' | '州' | '郡' | '岛' => 0.0,
        _ => -0.5,
    };
    if listed {
        score -= 0.3;
    }
    let behind_place = scene.marks.ending_at(start).any(|&(_, _, pattern)| {
        let long = scene.lexicon.pattern(pattern).filter(|pattern| pattern.chars >= 2);
        long.is_some_and(|pattern| scene.may_name(pattern, &[EntityType::Place, EntityType::Country]))
    });
    if behind_place {
        score += 1.4;
    }
    if "在于往赴抵到从、".contains(view.before(start)) {
        score += 0.4;
    }
    score
}

/// Where the name of a unit that ends at `end` begins, and whether it is a listed word; `None` where no word ends there.
fn unit_start(scene: &Scene, end: usize) -> Option<(usize, bool)> {
    let before = |index: usize| index.checked_sub(1).and_then(|last| scene.words.word_at(last));
    let (word_start, _) = before(end).filter(|word| word.1 == end)?;
    // The unit alone as a word, or an unlisted word that ends in it.
    let (start, listed) = if end - word_start == 1 {
        let (start, to) = before(word_start)?;
        (start, to - start < 2 && scene.lists(start, to))
    } else {
        (word_start, scene.lists(word_start, end))
    };
    // 化龙镇 cut as 化/龙镇.
    let further = before(start).filter(|(from, to)| end - start == 2 && to - from <= 2 && !scene.lists(start, end));
    Some((further.map_or(start, |(from, _)| from), listed))
}

/// The sites whose ending begins at `ending`: with the word it stands in, and with up to two more before that.
fn site(scene: &Scene, ending: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let length = SITES.longest_at(view.folded.get(ending..).unwrap_or_default());
    let end = ending + length;
    if length == 0 || !right_edge(scene, ending, end) {
        return;
    }
    let single = length == 1;
    let mut start = scene.words.word_at(ending).map_or(ending, |(word, _)| word.min(ending));
    // 宫 in 故宫: a listed word by itself is left to the dictionaries.
    if start < ending && single && scene.lists(start, end) {
        return;
    }
    let mut words = 0;
    let mut loose = 0;
    // Where the words end that may stand in a name without doubt.
    let mut sure = start;
    while words < 3 {
        let n = ending - start;
        if (1..=8).contains(&n) {
            let proper = n >= 3 || !scene.lists(start, ending);
            let score = -1.0 + if proper { 0.5 } else { -0.4 } - 0.3 * words as f32 - 0.5 * loose as f32
                + if is_han(view.before(start)) { 0.0 } else { 0.4 }
                - if single { 0.5 } else { 0.0 };
            push(start, end, score, out);
        }
        if start == 0 || !is_han(view.before(start)) {
            break;
        }
        let Some((from, to)) = scene.words.word_at(start - 1) else { break };
        let word = view.folded_slice(from..to.min(start));
        if ending - from > 8 {
            break;
        }
        if !may_stand_inside(scene, word, words) {
            if loose == LOOSE || !may_stand_loosely(scene, word) {
                break;
            }
            loose += 1;
        }
        start = from;
        words += 1;
        if loose == 0 {
            sure = start;
        }
    }
    if !single {
        from_place(scene, sure, ending, end, out);
    }
}

/// The site that begins with a listed place before `upto`, whatever words stand between: 丰宁抽水蓄能电站.
fn from_place(scene: &Scene, upto: usize, ending: usize, end: usize, out: &mut Vec<Candidate>) {
    let low = ending.saturating_sub(9);
    let han_from = (low..upto).rev().take_while(|&k| is_han(scene.view.at(k))).last();
    let Some(start) = han_from.and_then(|from| (from..upto).find(|&k| place_starts(scene, k))) else { return };
    if (start..ending).all(|k| !scene.words.is_border(k) || k == start || !scene.is_stopword(scene.word_from(k))) {
        push(start, end, -1.2, out);
    }
}

/// Whether a listed place begins here.
fn place_starts(scene: &Scene, at: usize) -> bool {
    let long = || scene.lexicon.form(scene.word_from(at)).filter(|pattern| pattern.chars >= 2);
    scene.words.is_border(at) && long().is_some_and(|pattern| scene.may_name(pattern, &[EntityType::Place]))
}
