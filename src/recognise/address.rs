//! Addresses: what stands between a place and the character of a unit behind it is a place too (…县|临河镇, …镇|东庄村), whether or
//! not the segmenter knows where its words end.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Source};
use super::scene::Scene;
use crate::record::EntityType;
use crate::text::{CharList, WordList, is_han};

/// Longest name before its unit, in characters.
const LONGEST: usize = 5;

/// Characters that no name in an address holds.
static BREAKS: CharList = CharList::new(
    "的和与及在于将被对向从是有为了以等说到由至往把让使给最不这那各某每该本全去来当个名间多条座处并或已曾\
     也都就又撤改设距离即则而但因仅只还再才且称没无些们我你他她它您",
);

/// Words that end like names with a unit, and are none.
static COMMON: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of("农村 乡村 山村 道路 公路 铁路 网路 线路 思路 出路 马路 选区 战区 辖区 疫区 灾区 社区 小区 校区 地区 街区 渠道")
});

/// Proposes the links of addresses: places right behind a place that is proposed already.
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let places = || out.iter().filter(|c| c.kind == EntityType::Place && c.score > -1.0);
    let mut ends: BTreeSet<usize> = places().map(|c| c.end as usize).filter(|&end| end < view.len() && is_han(view.at(end))).collect();
    if ends.is_empty() {
        return;
    }
    let known: FxHashSet<(u32, u32)> = out.iter().filter(|c| c.kind == EntityType::Place).map(|c| (c.start, c.end)).collect();
    while let Some(start) = ends.pop_first() {
        let Some(end) = unit_behind(scene, start) else { continue };
        if !known.contains(&(start as u32, end as u32)) {
            // 县 before 镇, 镇 before 村: the place before has a unit of its own.
            let after_unit = unit(view.before(start)).is_some();
            let score = if after_unit { 0.6 } else { -0.4 };
            out.push(Candidate::new(start, end, EntityType::Place, Source::PlaceSuffix, score));
        }
        // The next link begins where this one ends.
        if end < view.len() && is_han(view.at(end)) {
            ends.insert(end);
        }
    }
}

/// How many characters a name needs at least before this unit; `None` for what is no unit of an address.
const fn unit(c: char) -> Option<usize> {
    match c {
        '县' | '镇' | '乡' | '村' | '庄' | '屯' => Some(1),
        '市' | '区' | '州' | '旗' | '盟' | '路' | '街' | '道' | '巷' | '寺' | '庙' | '祠' | '庵' => Some(2),
        _ => None,
    }
}

/// The end of the shortest name with a unit that begins at `start`.
fn unit_behind(scene: &Scene, start: usize) -> Option<usize> {
    let view = scene.view;
    for at in start..(start + LONGEST + 1).min(view.len()) {
        let c = view.at(at);
        if !is_han(c) || BREAKS.contains(c) {
            return None;
        }
        let Some(least) = unit(c).filter(|&least| at - start >= least) else { continue };
        // 街道 is a unit itself, 东村村 and 大路镇 have theirs after the first.
        let mut end = at + 1;
        if c == '街' && view.at(end) == '道' {
            end += 1;
        } else if unit(view.at(end)).is_some_and(|_| at - start < 2) {
            continue;
        }
        // 市场, 村民, 道路, 公路: a word goes on, or ends so without being a name.
        let goes_on =
            !scene.words.is_border(end) && !scene.title_after(end) && scene.segmenter.has_word(view.folded_slice(end - 1..end + 1));
        if goes_on || is_common(scene, start, end, least) {
            return None;
        }
        return Some(end);
    }
    None
}

/// Whether the text is an ordinary word and not a name: 农村, 道路.
fn is_common(scene: &Scene, start: usize, end: usize, least: usize) -> bool {
    let text = scene.view.folded_slice(start..end);
    let ends_so = || scene.view.folded.get(start..end).is_some_and(|name| COMMON.ends(name));
    (end - start < 4 && ends_so()) || (least == 1 && end - start == 2 && scene.segmenter.has_word(text)) || scene.is_stopword(text)
}
