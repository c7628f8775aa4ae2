//! The means by which a pair is told, one a function.

use super::{Pair, PairFinder, Place, is_capitalised, is_initialism};
use crate::dictionary::{EntryId, FormUse};
use crate::names::bracket::Site;
use crate::names::edges::{Edges, IMPOSSIBLE, ends_name, is_title};
use crate::names::initials::{InitialsScratch, letters_of, spells_initials, suffix_initials};
use crate::names::kinds::{has_org_word, is_kin, is_thing, is_thing_word};
use crate::names::latin::is_acronym;
use crate::names::marks::Marks;
use crate::names::romanised::{Romanisation, romanisation};
use crate::names::sounds::AlignScratch;
use crate::record::{EntityType, PairKind};
use crate::resolve::one_letter_apart;
use crate::text::{TextView, fold_latin, is_han, is_name_dot};

impl PairFinder<'_> {
    /// MSCI明晟: a Chinese form of the entry that the Latin name before it means.
    pub(super) fn behind(&self, view: &TextView, marks: &Marks, site: &Site) -> Option<Pair> {
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

    pub(super) fn latin_senses(&self, text: &str) -> Vec<EntryId> {
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

    /// Both halves are forms of one dictionary entry.
    pub(super) fn by_dictionary(&self, place: &Place) -> Option<Pair> {
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
        // A dotted given name before a listed last name belongs to the name: 唐纳德·特朗普.
        let joined = |at: usize| is_name_dot(view.before(at)) || view.before(at) == '-' && at >= 2 && is_han(view.before(at - 1));
        while start > site.zh.0 && joined(start) && kind_of.kind == EntityType::Person && !site.zh_exact {
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

    /// A listed rendering: a well-known abbreviation or thing, or a pair that an archive attests.
    pub(super) fn by_list(&self, place: &Place, joined: &str) -> Option<Pair> {
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

    pub(super) fn by_sound(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
        let Place { view, site, .. } = *place;
        let from = if site.zh_exact { site.zh.0 } else { site.zh.0.max(site.zh.1.saturating_sub(24)) };
        let han = place.han(from);
        let scores = self.sounds.suffix_scores(han, &site.name.words, align);
        // What the parts before a dot add when the Latin name leaves them out: 贝拉克·奥巴马（Obama）.
        let mut silent = vec![IMPOSSIBLE; scores.len()];
        for (n, slot) in silent.iter_mut().enumerate().skip(2) {
            let first = site.zh.1 - n;
            let Some(dot) = (first..site.zh.1).find(|&i| is_name_dot(view.at(i))) else { continue };
            let part: f32 = (first..dot).map(|i| self.characters.sound(view.at(i)).clamp(-2.5, 0.4) * 0.5).sum();
            if let Some(raw) = scores.get(site.zh.1 - dot - 1) {
                *slot = raw - 0.8 + part;
            }
        }
        let mut best: Option<(usize, f32, f32)> = None;
        let digits = site.name.text.bytes().any(|b| b.is_ascii_digit());
        let mut prior = 0.0;
        for (n, &raw) in scores.iter().enumerate().skip(1) {
            let start = site.zh.1 - n;
            prior += self.unlikely(place, start, digits);
            if site.zh_exact && n != han.len() || n == 1 && !site.zh_exact {
                continue;
            }
            let raw = raw.max(silent[n]);
            // 斯布鲁克 in 威斯布鲁克: the character before it spells more of the Latin name.
            let cut = match scores.get(n + 1) {
                Some(longer) if *longer > raw + 1.0 && !site.zh_exact && is_han(view.before(start)) => 1.2,
                _ => 0.0,
            };
            // 大·图兹 in 亚历山大·图兹: no first part of one character within a word.
            let cut = if is_name_dot(view.at(start + 1)) && is_han(view.before(start)) && !place.words.is_border(start) {
                cut + 2.0
            } else {
                cut
            };
            let total = raw + edges.get(n) - cut + if site.zh_exact { 0.0 } else { prior };
            if best.is_none_or(|(_, _, t)| total > t) {
                best = Some((n, raw, total));
            }
        }
        let (length, raw, total) = best?;
        if total < -10.0 {
            return None;
        }
        let mut start = site.zh.1 - length;
        let n = (start..site.zh.1).filter(|&i| is_han(view.at(i))).count() as f32;
        // 早安美国（Good Morning America）: a country stands for no longer name.
        if site.name.words.len() > 1 && !site.zh_exact && self.is_country(place, start) {
            return None;
        }
        // 圣维奥（Saint-Viaud）.
        if site.name.words.first().is_some_and(|w| matches!(w.as_str(), "saint" | "st" | "san" | "santa" | "sao" | "sankt"))
            && start > site.zh.0
            && view.before(start) == '圣'
        {
            start -= 1;
        }
        // 17布莱克（17 Black）: digits stand in both halves.
        if let Some(number) = site.name.words.first().filter(|w| w.bytes().all(|b| b.is_ascii_digit()))
            && start >= site.zh.0 + number.len()
            && view.folded_slice(start - number.len()..start) == number.as_str()
        {
            start -= number.len();
        }
        if n < 2.0 && site.name.words.len() > 1 {
            return None;
        }
        let mean = raw / n.max(1.0);
        let known = f32::from(edges.again(length).min(3));
        if raw < 2.5 - 0.3 * known || mean < 0.95 - 0.1 * known {
            return None;
        }
        let type_ = self.type_of(place, start);
        // 长赐轮（Ever Given）: what a ship is called need not sound like its Latin name.
        if matches!(view.before(site.zh.1), '号' | '轮' | '舰' | '级') && (mean < 1.6 || n < 3.0) {
            return None;
        }
        let score = (0.55 + 0.12 * (mean - 0.95).min(3.0) + 0.02 * raw.min(10.0)).clamp(0.5, 0.97);
        Some(place.pair(start, PairKind::Transliteration, type_, score))
    }

    /// What the character at `at` says against a name by sound that holds it, 0 or less: one that names
    /// hardly have, a title, the end of a quotation, digits that the Latin half has not.
    fn unlikely(&self, place: &Place, at: usize, digits: bool) -> f32 {
        let Place { view, site, marks, .. } = *place;
        let c = view.at(at);
        if matches!(c, '”' | '」' | '》' | '』') {
            return IMPOSSIBLE;
        }
        if c.is_ascii_digit() && !digits || c.is_ascii_lowercase() {
            return -3.0;
        }
        if !is_han(c) {
            return 0.0;
        }
        // One rare character (历 in 亚历山大) is no proof; a function word within a name nearly is.
        let mut score = 0.8 * (self.characters.sound(c) + 1.2).clamp(-1.5, 0.0);
        if matches!(c, '的' | '是' | '了' | '们' | '说' | '这' | '那' | '着' | '吗' | '被' | '把' | '他' | '她') {
            score -= 3.0;
        }
        let title = marks.title_starts.get(at).map_or(0, |n| usize::from(*n));
        if title >= 2 && at + title < site.zh.1 && is_han(view.at(at + title)) && is_title(self.lexicon, view.folded_slice(at..at + title))
        {
            score -= 3.0;
        }
        if let Some((s, e)) = place.words.word_at(at)
            && s == at
            && e < site.zh.1
            && is_kin(view.folded_slice(s..e))
        {
            score -= 3.0;
        }
        score
    }

    /// Whether the Chinese half from `start` on is exactly a country's name.
    fn is_country(&self, place: &Place, start: usize) -> bool {
        place.marks.ending_at(place.site.zh.1).any(|&(s, _, p)| {
            s as usize == start
                && self
                    .lexicon
                    .pattern(p)
                    .is_some_and(|p| p.senses.iter().any(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Country)))
        })
    }

    pub(super) fn by_romanisation(&self, place: &Place, edges: &Edges) -> Option<Pair> {
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

    pub(super) fn by_initials(&self, place: &Place, initials: &mut InitialsScratch, edges: &Edges) -> Option<Pair> {
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
    pub(super) fn unexplained_acronym(&self, place: &Place, edges: &Edges) -> Option<Pair> {
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

    /// Word by word to the left from the end of the Chinese half, to the best border on the way.
    fn words_left(&self, place: &Place, edges: &Edges) -> Option<usize> {
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

    pub(super) fn by_translation(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
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
            && let Some(first) = (start + 2..site.zh.1).find(|&at| {
                place.marks.ending_at(at).any(|&(s, _, p)| {
                    s as usize == start
                        && self.lexicon.pattern(p).is_some_and(|p| {
                            p.senses.iter().any(|s| self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Country))
                        })
                })
            })
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

    /// A freely chosen name: nothing but the form of the halves and a sure left border speaks for it.
    pub(super) fn adopted(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let Place { view, marks, site, .. } = *place;
        let names = &site.name.words;
        if !is_capitalised(&site.name.text) || site.rank > 0 {
            return None;
        }
        let senses = self.latin_senses(&site.name.text);
        if senses.iter().any(|e| self.lexicon.entry(*e).is_some_and(|e| e.kind != EntityType::Person)) {
            // 茶馆（Chengdu）: a listed thing's other Chinese name has more to say for it.
            return None;
        }
        let given = names.first().is_some_and(|w| self.known.is_given(w));
        let several = (2..=4).contains(&names.len())
            && !has_org_word(names)
            && site.name.text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
        let quoted = matches!(view.at(site.zh.1), '”' | '」' | '》' | '』');
        // A given name, or at least no English word among them.
        let vessel = matches!(view.before(site.zh.1), '号' | '轮' | '舰' | '级');
        let person = several && !quoted && !vessel && (given || names.iter().all(|w| w.len() == 1 || !self.translations.is_english(w)));
        let mut best: Option<(usize, f32)> = None;
        let longest = if person && given {
            6
        } else if person {
            4
        } else {
            10
        };
        for (n, start, han) in place.halves(2..=longest) {
            let mut rank = edges.get(n);
            if !person && self.holds_stopword(place, start) || matches!(han.first(), Some('的' | '了' | '是' | '在')) {
                break;
            }
            // 研究员（Jan Novak）: a title is nobody's name.
            if marks.title_starts.get(start).is_some_and(|t| usize::from(*t) >= n) {
                continue;
            }
            let listed = |at: usize| {
                marks.ending_at(site.zh.1).any(|&(s, _, p)| {
                    s as usize == at
                        && self.lexicon.pattern(p).is_some_and(|p| {
                            p.senses.iter().any(|s| {
                                s.form == FormUse::Always && self.lexicon.entry(s.entry).is_some_and(|e| e.kind != EntityType::Person)
                            })
                        })
                })
            };
            // 马尼拉（Virma Simonette）: a listed thing's name is nobody's.
            if person && (n > 2 || view.before(start) == '驻') && listed(start) {
                continue;
            }
            if person {
                let surname = self.lexicon.surname_chars.contains_key(&han[0]);
                let sound: f32 = han.iter().map(|c| self.characters.sound(*c).clamp(-2.0, 1.0)).sum::<f32>() / n as f32;
                rank += (if surname && n <= 3 { 1.0f32 } else { -0.5 }).max(0.8 * sound) + if n == 3 { 0.8 } else { 0.0 };
                rank -= if given { 0.0 } else { 0.5 };
            } else {
                // Without an inner reason only a mark, a quotation or a recurrence makes a border.
                rank -= if is_han(view.before(start)) && edges.again(n) == 0 && rank < 1.5 { 1.0 } else { 0.0 };
            }
            if best.is_none_or(|(_, r)| rank > r) {
                best = Some((n, rank));
            }
        }
        let (n, rank) = best?;
        let start = site.zh.1 - n;
        let thing = self.type_of_thing(place, start);
        if person {
            if rank < 1.8
                || !place.titled(start)
                    && matches!(thing, EntityType::Organization | EntityType::Place)
                    && ends_name(self.lexicon, marks, site.zh.1)
            {
                return None;
            }
            return Some(place.pair(start, PairKind::Adopted, EntityType::Person, 0.6));
        }
        if rank < 1.2 || n == 2 && !quoted && is_han(view.before(start)) && edges.again(2) == 0 && rank < 2.0 {
            let start = self.words_left(place, edges)?;
            let type_ = self.type_of_thing(place, start);
            let text = view.folded_slice(start..site.zh.1);
            let shaped = type_ != EntityType::Other || is_thing(text);
            return (shaped && site.zh.1 - start >= 3 && edges.get(site.zh.1 - start) > 0.5 && !is_thing_word(text))
                .then(|| place.pair(start, PairKind::Adopted, type_, 0.5));
        }
        let start = if thing == EntityType::Organization && !site.zh_exact { self.widened(place, edges, start) } else { start };
        let type_ = if has_org_word(names) && thing == EntityType::Other && !is_thing(view.folded_slice(start..site.zh.1)) {
            EntityType::Organization
        } else {
            thing
        };
        Some(place.pair(start, PairKind::Adopted, type_, 0.55))
    }

    pub(super) fn adjacent(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
        let site = place.site;
        if !is_capitalised(&site.name.text) || site.name.text.len() < 4 {
            return None;
        }
        // Without a bracket only a close rendering by sound of the whole Latin name counts.
        let pair = self.by_sound(place, align, edges)?;
        let han: Vec<char> = place.han(pair.zh.0).to_vec();
        let n = han.iter().filter(|c| is_han(**c)).count() as f32;
        let raw = self.sounds.score(&han, &site.name.words, align);
        let letters: usize = site.name.words.iter().map(String::len).sum();
        (n >= 2.0 && raw / n > 2.0 && raw > 5.0 && (letters as f32) < 5.0 * n && edges.get(site.zh.1 - pair.zh.0) > 0.3)
            .then_some(Pair { score: pair.score.min(0.8), ..pair })
    }

    /// Whether a word from `start` on is one that no name holds.
    fn holds_stopword(&self, place: &Place, start: usize) -> bool {
        let mut i = start;
        while i < place.site.zh.1 {
            let Some((s, e)) = place.words.word_at(i) else { return false };
            if s >= start && e <= place.site.zh.1 {
                let word = place.view.folded_slice(s..e);
                if self.stopwords.contains(word) && !matches!(word, "之" | "大" | "新" | "上" | "下" | "前" | "后" | "最") {
                    return true;
                }
            }
            i = e.max(i + 1);
        }
        false
    }

    /// 瑞士洛桑国际管理发展学院（IMD）: seat, country and reach belong to an institution's name though
    /// nothing in the Latin half stands for them.
    fn widened(&self, place: &Place, edges: &Edges, mut start: usize) -> usize {
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
