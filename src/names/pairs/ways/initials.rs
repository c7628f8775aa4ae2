//! Abbreviations: letters that begin the words of the Chinese name, or that nothing explains.

use crate::names::edges::Edges;
use crate::names::initials::{InitialsScratch, letters_of, spells_initials, suffix_initials};
use crate::names::kinds::is_thing;
use crate::names::pairs::{Pair, PairFinder, Place};
use crate::record::{EntityType, PairKind};
use crate::text::{is_han, is_name_dot};

impl PairFinder<'_> {
    /// The letters are the initials of what the Chinese words mean, or of their syllables.
    pub(in crate::names::pairs) fn by_initials(&self, place: &Place, initials: &mut InitialsScratch, edges: &Edges) -> Option<Pair> {
        let site = place.site;
        let letters = letters_of(&site.name.text);
        let from = if site.zh_exact { site.zh.0 } else { site.zh.0.max(site.zh.1.saturating_sub(26)) };
        let han = place.han(from);
        for n in 3..=5usize.min(han.len()) {
            if (!site.zh_exact || n == han.len()) && spells_initials(&han[han.len() - n..], &letters) {
                let type_ = self.type_of_thing(place, site.zh.1 - n);
                return Some(place.pair(site.zh.1 - n, PairKind::Abbreviation, type_, 0.9));
            }
        }
        if letters.len() < 2 {
            return None;
        }
        let scores = suffix_initials(han, &letters, self.translations, initials);
        let mut best: Option<(usize, f32, u8, f32)> = None;
        for (n, &(raw, used)) in scores.iter().enumerate().skip(2) {
            if site.zh_exact && n != han.len() {
                continue;
            }
            let listed = place.marks.ending_at(site.zh.1).any(|&(s, _, p)| {
                s as usize + n == site.zh.1 && self.lexicon.pattern(p).is_some_and(|p| p.chars >= 3 && !p.senses.is_empty())
            });
            let total = raw + 0.5 * edges.get(n) + if listed { 0.8 } else { 0.0 };
            if best.is_none_or(|(_, t, _, _)| total > t) {
                best = Some((n, total, used, raw));
            }
        }
        let (n, total, used, raw) = best?;
        let used = f32::from(used);
        let share = used / letters.len() as f32;
        if total < -1.5 || raw < 0.2 * letters.len() as f32 || used < 2.0 || share < 0.6 {
            return None;
        }
        let mut start = site.zh.1 - n;
        let mut type_ = self.type_of_thing(place, start);
        if type_ == EntityType::Organization && !site.zh_exact {
            start = self.widened(place, edges, start);
            type_ = self.type_of_thing(place, start);
        }
        Some(place.pair(start, PairKind::Abbreviation, type_, (0.55 + 0.35 * share + 0.03 * total).clamp(0.55, 0.93)))
    }

    /// An acronym that the words do not explain: kept where the border is sure, or the Chinese ends
    /// as names of institutions and things do.
    pub(in crate::names::pairs) fn unexplained_acronym(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let Place { view, marks, site, .. } = *place;
        let end = site.zh.1;
        if site.zh_exact {
            let type_ = self.type_of_thing(place, site.zh.0);
            let shaped = type_ != EntityType::Other || is_thing(view.folded_slice(site.zh.0..end));
            return (site.rank == 0 && end - site.zh.0 >= 4 && shaped).then(|| place.pair(site.zh.0, PairKind::Abbreviation, type_, 0.6));
        }
        let listed = marks
            .ending_at(end)
            .filter(|h| h.0 as usize >= site.zh.0)
            .filter(|&&(_, _, p)| self.lexicon.pattern(p).is_some_and(|p| p.chars >= 3 && !p.senses.is_empty()))
            .map(|h| h.0 as usize)
            .min();
        if let Some(start) = listed {
            // 阿诺德（LVMH）: a person's company, no other name of his.
            let person = marks.ending_at(end).any(|&(s, _, p)| {
                s as usize == start
                    && self
                        .lexicon
                        .pattern(p)
                        .is_some_and(|p| p.senses.iter().all(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Person)))
            });
            if person || is_name_dot(view.before(start)) {
                return None;
            }
            return Some(place.pair(start, PairKind::Abbreviation, self.type_of_thing(place, start), 0.7));
        }
        let start = self.words_left(place, edges)?;
        let n = end - start;
        let type_ = self.type_of_thing(place, start);
        let shaped = type_ != EntityType::Other || is_thing(view.folded_slice(start..end));
        let border = edges.get(n);
        if (!shaped || n == 2) && edges.again(n) == 0 && (border < 1.3 || is_han(view.before(start))) || n > 14 || border < -1.0 {
            return None;
        }
        Some(place.pair(start, PairKind::Abbreviation, type_, if shaped { 0.6 } else { 0.55 }))
    }
}
