//! A Chinese name in one of its romanisations.

use crate::names::edges::Edges;
use crate::names::kinds::has_org_word;
use crate::names::pairs::{Pair, PairFinder, Place, is_capitalised};
use crate::names::romanised::{Romanisation, romanisation};
use crate::record::{EntityType, PairKind};

impl PairFinder<'_> {
    /// The Latin half is how the Chinese name is written in Latin letters.
    pub(in crate::names::pairs) fn by_romanisation(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let site = place.site;
        // Park is an English word of places, and 朴.
        let park = site.name.words.iter().any(|w| w == "park") && place.han(site.zh.1.saturating_sub(3)).first() == Some(&'朴');
        if !is_capitalised(&site.name.text) || has_org_word(&site.name.words) && !park {
            return None;
        }
        let mut best: Option<(usize, f32, f32)> = None;
        for (n, start, han) in place.halves(2..=5) {
            // 岳女士（Yong Yue）.
            if matches!(han, [_, '女', '士'] | [_, '先', '生'] | [_, '太', '太'] | [_, '小', '姐']) {
                return None;
            }
            let Some(found) = romanisation(self.lexicon, han, &site.name.words) else {
                continue;
            };
            let (rank, score) = match found {
                Romanisation::Exact => (6.0, 0.97),
                Romanisation::Loose => (4.0, 0.9),
                Romanisation::Surname => (1.0, 0.72),
            };
            let border = edges.get(n);
            if found == Romanisation::Surname && border < 0.0 || n == 5 && found != Romanisation::Exact {
                continue;
            }
            let rank = rank + border + if n == 3 { 0.4 } else { 0.0 };
            if best.is_none_or(|(_, _, r)| rank > r) {
                best = Some((start, score, rank));
            }
        }
        let (start, score, _) = best?;
        let kind = if score > 0.8 { PairKind::Transliteration } else { PairKind::Adopted };
        Some(place.pair(start, kind, EntityType::Person, score))
    }
}
