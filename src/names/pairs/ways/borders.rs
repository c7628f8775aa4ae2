//! Where the Chinese half begins when the means that found it does not say: at which word, and what stands before it that belongs to it.

use crate::dictionary::FormUse;
use crate::names::edges::{Edges, is_title};
use crate::names::pairs::{PairFinder, Place};
use crate::record::EntityType;

impl PairFinder<'_> {
    /// Whether the characters from `start` to `end` are exactly a country's name.
    pub(super) fn is_country(&self, place: &Place, start: usize, end: usize) -> bool {
        place.marks.ending_at(end).any(|&(s, _, p)| {
            s as usize == start
                && self
                    .lexicon
                    .pattern(p)
                    .is_some_and(|p| p.senses.iter().any(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Country)))
        })
    }

    /// Word by word to the left from the end of the Chinese half, to the best border on the way.
    pub(super) fn words_left(&self, place: &Place, edges: &Edges) -> Option<usize> {
        let Place { view, words, marks, site } = *place;
        let end = site.zh.1;
        let mut start = end;
        let mut best: Option<(usize, f32)> = None;
        for step in 0..8 {
            let Some((s, _)) = words.word_at(start.wrapping_sub(1)) else { break };
            let s = s.max(site.zh.0);
            let word = view.folded_slice(s..start);
            let single = word.chars().count() == 1;
            if self.stopwords.contains(word) && !(single && step > 0 && matches!(word, "与" | "和" | "及"))
                || word.chars().all(|c| !c.is_alphanumeric())
                || start <= site.zh.0
            {
                break;
            }
            if start != end && marks.title_ends.get(start).is_some_and(|&n| n as usize >= start - s) && is_title(self.lexicon, word) {
                break;
            }
            start = s;
            let n = end - start;
            if n >= 2 {
                let total = edges.get(n) + 0.12 * n.min(10) as f32;
                if best.is_none_or(|(_, t)| total > t) {
                    best = Some((start, total));
                }
            }
            if start == site.zh.0 {
                break;
            }
        }
        best.map(|(start, _)| start)
    }

    /// 瑞士洛桑国际管理发展学院（IMD）: seat, country and reach belong to an institution's name though
    /// nothing in the Latin half stands for them.
    pub(super) fn widened(&self, place: &Place, edges: &Edges, mut start: usize) -> usize {
        let end = place.site.zh.1;
        for _ in 0..4 {
            let mut more = self.country_before(place, start);
            if more == 0
                && let Some((s, _)) = place.words.word_at(start.wrapping_sub(1))
                && s >= place.site.zh.0
                && matches!(place.view.folded_slice(s..start), "国际" | "全球" | "世界" | "国家" | "全国" | "中央" | "联邦" | "皇家")
            {
                more = start - s;
            }
            if more == 0 || end - start + more > 16 || edges.get(end - start + more) < -0.5 {
                break;
            }
            start -= more;
        }
        start
    }

    /// How many characters a country's or place's name takes that stands right before `start`: part of
    /// an institution's name (美国 before 能源信息署).
    fn country_before(&self, place: &Place, start: usize) -> usize {
        place
            .marks
            .ending_at(start)
            .filter(|h| h.0 as usize >= place.site.zh.0)
            .filter(|&&(s, _, p)| {
                place.words.is_border(s as usize)
                    && self.lexicon.pattern(p).is_some_and(|p| {
                        p.chars >= 2
                            && p.senses.iter().any(|s| {
                                s.form == FormUse::Always
                                    && self
                                        .lexicon
                                        .entry(s.entry)
                                        .is_some_and(|e| matches!(e.kind, EntityType::Country | EntityType::Place))
                            })
                    })
            })
            .map(|&(s, e, _)| (e - s) as usize)
            .max()
            .unwrap_or(0)
    }
}
