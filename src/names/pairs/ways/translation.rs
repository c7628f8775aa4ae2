//! A name word by word: what the Chinese words mean is what the Latin words say.

use crate::names::edges::Edges;
use crate::names::pairs::{Pair, PairFinder, Place};
use crate::names::sounds::AlignScratch;
use crate::record::PairKind;

impl PairFinder<'_> {
    /// The Chinese words translate the Latin ones.
    pub(in crate::names::pairs) fn by_translation(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
        let Place { view, words, site, .. } = *place;
        let explained = self.translations.explain(view, site.zh.0..site.zh.1, &site.name.words)?;
        let mut best: Option<(usize, f32)> = None;
        let mut start = site.zh.1;
        let mut steps = 0;
        while start > site.zh.0 && steps < 14 {
            let Some((s, _)) = words.word_at(start - 1) else { break };
            start = s.max(site.zh.0);
            steps += 1;
            if site.zh_exact {
                start = site.zh.0;
            }
            let rendering = self.translations.compare(place.han(start), &explained, &site.name.words, self.sounds, align);
            if rendering.matched >= 1.0 {
                let total = rendering.score() + 0.45 * edges.get(site.zh.1 - start);
                if best.is_none_or(|(_, b)| total > b) {
                    best = Some((start, total));
                }
            }
            if site.zh_exact {
                break;
            }
        }
        let (mut start, _) = best?;
        // A country before the name that no Latin word stands for is not part of it.
        if !site.zh_exact
            && let Some(first) = (start + 2..site.zh.1).find(|&at| self.is_country(place, start, at))
        {
            let with = self.translations.compare(place.han(start), &explained, &site.name.words, self.sounds, align);
            let without = self.translations.compare(place.han(first), &explained, &site.name.words, self.sounds, align);
            if without.matched >= with.matched && site.zh.1 - first >= 2 {
                start = first;
            }
        }
        let r = self.translations.compare(place.han(start), &explained, &site.name.words, self.sounds, align);
        let excused = r.unmatched_han.min(2.2 * r.unmatched_latin);
        if site.name.words.len() == 1 && site.name.text.chars().all(char::is_lowercase) {
            return None;
        }
        if r.by_word < 1.0 || r.score() < 0.4 || r.matched < r.unmatched_latin || r.unmatched_han - excused > 0.45 * r.han {
            return None;
        }
        let type_ = self.type_of_thing(place, start);
        let share = r.matched / (r.matched + r.unmatched_latin + 0.5 * (r.unmatched_han - excused) + 0.1 * excused);
        Some(place.pair(start, PairKind::Translation, type_, 0.5 + 0.45 * share))
    }
}
