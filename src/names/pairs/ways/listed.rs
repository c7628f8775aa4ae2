//! What the dictionaries and the lists of renderings know of both halves.

use crate::dictionary::{EntryId, FormUse};
use crate::names::bracket::Site;
use crate::names::latin::is_acronym;
use crate::names::marks::Marks;
use crate::names::pairs::{Pair, PairFinder, Place, is_initialism};
use crate::record::{EntityType, PairKind};
use crate::resolve::one_letter_apart;
use crate::text::{TextView, fold_latin, is_han, is_name_dot};

impl PairFinder<'_> {
    /// MSCI明晟: a Chinese form of the entry that the Latin name before it means.
    pub(in crate::names::pairs) fn behind(&self, view: &TextView, marks: &Marks, site: &Site) -> Option<Pair> {
        let latin = self.latin_senses(&site.name.text);
        if latin.is_empty() {
            return None;
        }
        let (end, entry) = (site.zh.0 + 2..=site.zh.1).rev().find_map(|end| {
            let hit = marks.ending_at(end).find(|h| h.0 as usize == site.zh.0)?;
            let pattern = self.lexicon.pattern(hit.2)?;
            let sense = pattern.senses.iter().find(|s| latin.contains(&s.entry) && s.form == FormUse::Always)?;
            Some((end, sense.entry))
        })?;
        let type_ = self.lexicon.entry(entry)?.kind;
        let kind = if is_acronym(&site.name.text) { PairKind::Abbreviation } else { PairKind::Transliteration };
        // 美国US之类: a country beside its own code is no rendering worth keeping.
        (type_ != EntityType::Country && view.len() >= end).then_some(Pair {
            zh: (site.zh.0, end),
            latin: site.latin,
            kind,
            type_,
            score: 0.95,
            entry: Some(entry),
        })
    }

    /// Both halves are forms of one dictionary entry.
    pub(in crate::names::pairs) fn by_dictionary(&self, place: &Place) -> Option<Pair> {
        let Place { view, marks, site, .. } = *place;
        let latin = self.latin_senses(&site.name.text);
        let key = site.name.words.join(" ");
        let mut best: Option<(usize, EntryId)> = None;
        for &(start, _, pattern) in marks.ending_at(site.zh.1) {
            let start = start as usize;
            if start < site.zh.0 || (site.zh_exact && start != site.zh.0) {
                continue;
            }
            let Some(pattern) = self.lexicon.pattern(pattern) else { continue };
            for sense in &pattern.senses {
                let Some(entry) = self.lexicon.entry(sense.entry) else { continue };
                let same = latin.contains(&sense.entry) || {
                    let listed = fold_latin(entry.name_en.split([',', '(']).next().unwrap_or(""));
                    listed == key || one_letter_apart(&listed, &key)
                };
                if same && best.is_none_or(|(s, _)| start < s) {
                    best = Some((start, sense.entry));
                }
            }
        }
        let (mut start, entry) = best?;
        let kind_of = self.lexicon.entry(entry)?;
        if kind_of.kind == EntityType::Person && !site.zh_exact {
            start = self.dotted_start(place, start);
        }
        // 川普总统府, 特朗普 inside a longer dotted name: not this name.
        if is_name_dot(view.before(start)) && !site.zh_exact {
            return None;
        }
        // 捷克参议院（Senate）: a listed short form of a longer Latin name is one all the same.
        let kind = if is_acronym(&site.name.text) {
            PairKind::Abbreviation
        } else if kind_of.kind == EntityType::Organization {
            PairKind::Translation
        } else {
            PairKind::Transliteration
        };
        Some(Pair { zh: (start, site.zh.1), latin: site.latin, kind, type_: kind_of.kind, score: 0.98, entry: Some(entry) })
    }

    /// Where the name begins of which the listed one is the end: a dotted given name before a listed last name belongs to it
    /// (唐纳德·特朗普).
    fn dotted_start(&self, place: &Place, mut start: usize) -> usize {
        let Place { view, marks, site, .. } = *place;
        let joined = |at: usize| is_name_dot(view.before(at)) || view.before(at) == '-' && at >= 2 && is_han(view.before(at - 1));
        while start > site.zh.0 && joined(start) {
            let mut k = start - 1;
            let mut best = k;
            let mut total = 0.0;
            let mut most = f32::NEG_INFINITY;
            while k > site.zh.0 && (is_han(view.before(k)) || view.before(k).is_ascii_alphabetic()) && start - k < 9 {
                k -= 1;
                total += self.characters.sound(view.at(k)).clamp(-2.5, 1.0) + self.unlikely(place, k, false);
                let border = if place.words.is_border(k) { 0.6 } else { -0.4 }
                    + if marks.title_ends.get(k).is_some_and(|&n| n > 0) { 2.0 } else { 0.0 };
                if total + border > most {
                    most = total + border;
                    best = k;
                }
            }
            if most < -1.0 || best + 1 >= start {
                break;
            }
            start = best;
        }
        start
    }

    /// A listed rendering: a well-known abbreviation or thing, or a pair that an archive attests.
    pub(in crate::names::pairs) fn by_list(&self, place: &Place, joined: &str) -> Option<Pair> {
        let site = place.site;
        let bare = joined.strip_prefix("the ").unwrap_or(joined);
        let han = place.han(site.zh.0);
        let (length, type_) = self.known.longest(joined, han).or_else(|| self.known.longest(bare, han))?;
        if site.zh_exact && length != han.len() {
            return None;
        }
        let start = site.zh.1 - length;
        if is_name_dot(place.view.before(start)) && !site.zh_exact {
            return None;
        }
        let kind = if is_initialism(&site.name.text) {
            PairKind::Abbreviation
        } else if matches!(type_, EntityType::Person | EntityType::Place) {
            PairKind::Transliteration
        } else {
            PairKind::Translation
        };
        Some(place.pair(start, kind, type_, 0.97))
    }

    /// The entries that the Latin half may mean, with its article or without.
    pub(in crate::names::pairs) fn latin_senses(&self, text: &str) -> Vec<EntryId> {
        let mut out = Vec::new();
        let mut take = |form: &str| {
            if let Some(pattern) = self.lexicon.form(form) {
                out.extend(pattern.senses.iter().filter(|s| s.form != FormUse::Demonym).map(|s| s.entry));
            }
        };
        take(text);
        take(text.trim_end_matches('.'));
        if let Some(rest) = text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")) {
            take(rest);
        } else {
            take(&format!("The {text}"));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}
