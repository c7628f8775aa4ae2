//! From a place where two names stand together to a bilingual pair with exact halves, a kind, a type
//! and a score; or to nothing.
//!
//! Each kind is judged by its own means, as in the mining of parenthetical translations (Wu, Okazaki
//! & Tsujii 2009; Lin et al. 2008): the dictionaries first, then sound, romanised Chinese names,
//! initials, word-by-word translation. What no means supports is kept only as an adopted name, and
//! only where its left border is sure.

use rustc_hash::FxHashSet;

use super::bracket::{INSIDE, Order, Site};
use super::contexts::ContextIndex;
use super::edges::{Edges, IMPOSSIBLE, ends_name};
use super::initials::{InitialsScratch, abbreviates, letters_of, spells_initials, suffix_initials};
use super::kinds::{has_org_word, is_credit, is_phrase, is_ticker, type_by_ending};
use super::known::KnownPairs;
use super::latin::is_acronym;
use super::romanised::{Romanisation, romanisation};
use super::sounds::{AlignScratch, SoundTable};
use super::translation::Translations;
use crate::dictionary::{EntryId, FormUse, Lexicon};
use crate::recognise::Characters;
use crate::record::{EntityType, PairKind};
use crate::segment::Words;
use crate::text::{TextView, fold_latin, is_han, is_name_dot};

/// A bilingual pair at one place of a text. Ranges are characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The Chinese half.
    pub zh: (usize, usize),
    /// The Latin half.
    pub latin: (usize, usize),
    /// Kind of rendering.
    pub kind: PairKind,
    /// What is named.
    pub type_: EntityType,
    /// 0 to 1: how sure the pair is a rendering with these borders.
    pub score: f32,
    /// The dictionary entry, where one is known.
    pub entry: Option<EntryId>,
}

/// What the scan of the dictionaries left for each character of the text.
#[derive(Default, Debug)]
pub struct Marks {
    /// For each character offset, how many characters the longest title ending there has (0: none).
    pub title_ends: Vec<u8>,
    /// For each character offset, how many characters the longest title starting there has.
    pub title_starts: Vec<u8>,
    /// `(start, end, pattern)` of every dictionary form, by end.
    pub hits: Vec<(u32, u32, u32)>,
}

impl Marks {
    /// The forms that end exactly at `end`.
    pub fn ending_at(&self, end: usize) -> impl Iterator<Item = &(u32, u32, u32)> {
        let from = self.hits.partition_point(|h| (h.1 as usize) < end);
        self.hits[from..].iter().take_while(move |h| h.1 as usize == end)
    }
}

/// Buffers of the judgement, reused from site to site.
#[derive(Default, Debug)]
pub struct PairScratch {
    align: AlignScratch,
    initials: InitialsScratch,
    edges: Edges,
}

/// Judges sites.
#[derive(Clone, Copy)]
pub struct PairFinder<'a> {
    /// Dictionaries.
    pub lexicon: &'a Lexicon,
    /// Sound table.
    pub sounds: &'a SoundTable,
    /// Bilingual words.
    pub translations: &'a Translations,
    /// Listed renderings.
    pub known: &'a KnownPairs,
    /// Character statistics.
    pub characters: &'a Characters,
    /// Words that no name holds.
    pub stopwords: &'a FxHashSet<String>,
    /// What stands before the same Latin names elsewhere in the archive.
    pub contexts: Option<&'a ContextIndex>,
}

/// The document that a site stands in.
#[derive(Clone, Copy)]
struct Place<'a> {
    view: &'a TextView,
    words: &'a Words,
    marks: &'a Marks,
    site: &'a Site,
}

impl Place<'_> {
    fn han(&self, start: usize) -> &[char] {
        self.view.folded.get(start..self.site.zh.1).unwrap_or(&[])
    }
    fn pair(&self, start: usize, kind: PairKind, type_: EntityType, score: f32) -> Pair {
        Pair { zh: (start, self.site.zh.1), latin: self.site.latin, kind, type_, score, entry: None }
    }
    fn titled(&self, start: usize) -> bool {
        self.marks.title_ends.get(start).is_some_and(|&n| n > 0) || self.marks.title_starts.get(self.site.zh.1).is_some_and(|&n| n > 0)
    }
}

/// Every word begins with a capital or a digit, particles aside.
fn is_capitalised(text: &str) -> bool {
    let mut words = 0;
    for word in text.split([' ', '-']).filter(|w| !w.is_empty()) {
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else {
            continue;
        };
        let particle = matches!(
            word,
            "of" | "the"
                | "and"
                | "for"
                | "in"
                | "on"
                | "de"
                | "la"
                | "le"
                | "du"
                | "des"
                | "der"
                | "den"
                | "von"
                | "van"
                | "bin"
                | "ibn"
                | "al"
                | "el"
                | "da"
                | "di"
                | "dos"
                | "do"
                | "y"
                | "e"
                | "ul"
                | "to"
                | "at"
                | "with"
                | "by"
                | "against"
                | "bint"
                | "ter"
                | "te"
                | "zu"
                | "af"
                | "av"
        );
        if first.is_lowercase() && !particle {
            // Tsai Ing-wen: parts after a hyphen are small.
            if text.contains(&format!("-{word}")) || text.contains(&format!("’{word}")) || text.contains(&format!("'{word}")) {
                continue;
            }
            return words > 0 && word.chars().skip(1).any(char::is_uppercase);
        }
        words += 1;
    }
    words > 0
}

/// Whether the name is an acronym, several acronyms, or acronyms with numbers (IM WFOE).
fn is_initialism(text: &str) -> bool {
    is_acronym(text) || text.contains(' ') && text.split(' ').all(is_acronym)
}

impl<'a> PairFinder<'a> {
    /// Judges all sites of a document into `pairs` (cleared first), in order of position.
    pub fn find_all(
        &self,
        view: &TextView,
        words: &Words,
        marks: &Marks,
        sites: &[Site],
        scratch: &mut PairScratch,
        pairs: &mut Vec<Pair>,
    ) {
        pairs.clear();
        // The full Latin name that the bracket gave before: 世界卫生组织（World Health Organization，WHO）.
        let mut leader: Option<(Pair, &Site)> = None;
        for site in sites {
            let shared = leader.as_ref().and_then(|(pair, first)| {
                (site.zh.1 == first.zh.1 && site.order == first.order && site.latin != first.latin && is_initialism(&site.name.text))
                    .then(|| (pair.clone(), abbreviates(&letters_of(&site.name.text), &first.name.words)))
            });
            if site.order == Order::Behind {
                pairs.extend(self.behind(view, marks, site));
                continue;
            }
            let pair = match shared {
                Some((full, fits))
                    if fits
                        || full.type_ != EntityType::Person && !is_credit(&site.name.words.join(" ")) && !is_ticker(&site.name.text) =>
                {
                    Some(Pair {
                        latin: site.latin,
                        kind: PairKind::Abbreviation,
                        score: if fits { full.score.max(0.93) } else { 0.8 },
                        entry: None,
                        ..full
                    })
                }
                _ => self.judge(view, words, marks, site, scratch),
            };
            let Some(mut pair) = pair else { continue };
            if !view.folded.get(pair.zh.0..pair.zh.1).unwrap_or(&[]).iter().any(|c| is_han(*c)) {
                continue;
            }
            if site.rank == INSIDE {
                pair.score -= 0.02;
            }
            if leader.as_ref().is_none_or(|(_, first)| first.zh.1 != site.zh.1) && !is_initialism(&site.name.text) {
                leader = Some((pair.clone(), site));
            }
            // One Latin half belongs to one Chinese half.
            match pairs.iter_mut().rev().find(|k| k.latin.0 < pair.latin.1 && pair.latin.0 < k.latin.1) {
                // 美国联邦储备委员会(美联储/FED): two sure Chinese names of one Latin one.
                Some(k)
                    if k.score > 0.94
                        && pair.score > 0.94
                        && pair.type_ != EntityType::Other
                        && k.latin == pair.latin
                        && (k.zh.1 <= pair.zh.0 || pair.zh.1 <= k.zh.0) =>
                {
                    pairs.push(pair)
                }
                Some(k) => {
                    if pair.score > k.score {
                        *k = pair;
                    }
                }
                None => pairs.push(pair),
            }
        }
    }

    /// Judges one site. Buffers in `scratch` are reused.
    pub fn judge(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site, scratch: &mut PairScratch) -> Option<Pair> {
        if site.zh.1 <= site.zh.0 || site.zh.1 > view.len() || is_phrase(&site.name.words) || is_ticker(&site.name.text) {
            return None;
        }
        // Gezo, the king of Dahomey: a gloss after the name.
        if site.rank > 0 && site.rank != INSIDE && site.name.text.starts_with(|c: char| c.is_lowercase()) {
            return None;
        }
        let place = Place { view, words, marks, site };
        if let Some(pair) = self.by_dictionary(&place) {
            return Some(pair);
        }
        let joined = site.name.words.join(" ");
        if let Some(pair) = self.by_list(&place, &joined) {
            return Some(pair);
        }
        if is_credit(&joined) || matches!(site.order, Order::Aside | Order::Behind) {
            return None;
        }
        // 戴维森上将（Phil Davidson）: the title after the name is no part of it.
        if let Some(&n) = marks
            .title_starts
            .get(..site.zh.1)
            .and_then(|t| t.iter().rev().take(6).enumerate().find(|(back, n)| usize::from(**n) == back + 1).map(|(_, n)| n))
            && n >= 2
            && !site.zh_exact
            && site.zh.1 - site.zh.0 > usize::from(n) + 1
            && is_capitalised(&site.name.text)
            && !has_org_word(&site.name.words)
            && !is_initialism(&site.name.text)
        {
            let shorter = Site { zh: (site.zh.0, site.zh.1 - usize::from(n)), ..site.clone() };
            let place = Place { site: &shorter, ..place };
            if is_han(view.before(shorter.zh.1)) {
                let pair =
                    self.by_dictionary(&place).or_else(|| self.plain(&place, &joined, scratch).filter(|p| p.type_ == EntityType::Person));
                if pair.is_some() {
                    return pair;
                }
            }
        }
        self.plain(&place, &joined, scratch)
    }

    fn plain(&self, place: &Place, joined: &str, scratch: &mut PairScratch) -> Option<Pair> {
        let site = place.site;
        let PairScratch { align, initials, edges } = scratch;
        if site.zh_exact {
            edges.exact(site.zh.1 - site.zh.0);
        } else {
            let contexts = self.contexts.map(|c| (c, joined));
            edges.fill(place.view, place.words, place.marks, self.lexicon, self.stopwords, contexts, site.zh.0, site.zh.1);
        }
        let latin = site.name.text.as_str();
        let acronym = is_initialism(latin);
        if site.order == Order::Adjacent {
            return self.adjacent(place, align, edges);
        }
        let mut best: Option<Pair> = None;
        let mut offer = |pair: Option<Pair>| {
            if let Some(pair) = pair
                && best.as_ref().is_none_or(|b| pair.score > b.score)
            {
                best = Some(pair);
            }
        };
        if acronym {
            offer(self.by_initials(place, initials, edges));
        }
        if !acronym || latin.len() >= 4 && !latin.bytes().any(|b| b.is_ascii_digit()) {
            let romanised = self.by_romanisation(place, edges);
            // No other means scores higher than an exact one.
            if romanised.as_ref().is_some_and(|pair| pair.score >= 0.97) && !acronym {
                return romanised;
            }
            offer(romanised);
            offer(self.by_sound(place, align, edges));
        }
        if !acronym {
            offer(self.by_translation(place, align, edges));
        }
        if best.is_none() && site.rank != INSIDE {
            best = if acronym { self.unexplained_acronym(place, edges) } else { self.adopted(place, edges) };
        }
        best
    }

    /// MSCI明晟: a Chinese form of the entry that the Latin name before it means.
    fn behind(&self, view: &TextView, marks: &Marks, site: &Site) -> Option<Pair> {
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

    fn latin_senses(&self, text: &str) -> Vec<EntryId> {
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
    fn by_dictionary(&self, place: &Place) -> Option<Pair> {
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
                    listed == key || crate::resolve::one_letter_apart(&listed, &key)
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
                total += self.characters.sound(view.at(k)).clamp(-2.5, 1.0);
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
    fn by_list(&self, place: &Place, joined: &str) -> Option<Pair> {
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

    fn by_sound(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
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
        for (n, &raw) in scores.iter().enumerate().skip(1) {
            if site.zh_exact && n != han.len() || n == 1 && !site.zh_exact {
                continue;
            }
            let raw = raw.max(silent[n]);
            let total = raw + edges.get(n);
            if best.is_none_or(|(_, _, t)| total > t) {
                best = Some((n, raw, total));
            }
        }
        let (length, raw, total) = best?;
        if total < -10.0 {
            return None;
        }
        let start = site.zh.1 - length;
        let n = (start..site.zh.1).filter(|&i| is_han(view.at(i))).count() as f32;
        if n < 2.0 && site.name.words.len() > 1 {
            return None;
        }
        let mean = raw / n.max(1.0);
        let known = f32::from(edges.again(length).min(3));
        if raw < 2.5 - 0.3 * known || mean < 0.95 - 0.1 * known {
            return None;
        }
        let type_ = self.type_of(place, start);
        let score = (0.55 + 0.12 * (mean - 0.95).min(3.0) + 0.02 * raw.min(10.0)).clamp(0.5, 0.97);
        Some(place.pair(start, PairKind::Transliteration, type_, score))
    }

    fn by_romanisation(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let site = place.site;
        if !is_capitalised(&site.name.text) || has_org_word(&site.name.words) {
            return None;
        }
        let mut best: Option<(usize, f32, f32)> = None;
        for n in 2..=5usize {
            let Some(start) = site.zh.1.checked_sub(n) else { break };
            if start < site.zh.0 || (site.zh_exact && start != site.zh.0) {
                continue;
            }
            let han = place.han(start);
            if !han.iter().all(|c| is_han(*c)) {
                break;
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

    fn by_initials(&self, place: &Place, initials: &mut InitialsScratch, edges: &Edges) -> Option<Pair> {
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
    fn unexplained_acronym(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let Place { view, marks, site, .. } = *place;
        let end = site.zh.1;
        if site.zh_exact {
            let type_ = self.type_of_thing(place, site.zh.0);
            let shaped = type_ != EntityType::Other || super::kinds::is_thing(view.folded_slice(site.zh.0..end));
            return (site.rank == 0 && end - site.zh.0 >= 4 && shaped).then(|| place.pair(site.zh.0, PairKind::Abbreviation, type_, 0.6));
        }
        let listed = marks
            .ending_at(end)
            .filter(|h| h.0 as usize >= site.zh.0)
            .filter(|&&(_, _, p)| self.lexicon.pattern(p).is_some_and(|p| p.chars >= 3 && !p.senses.is_empty()))
            .map(|h| h.0 as usize)
            .min();
        if let Some(start) = listed {
            return Some(place.pair(start, PairKind::Abbreviation, self.type_of_thing(place, start), 0.7));
        }
        let start = self.words_left(place, edges)?;
        let n = end - start;
        let type_ = self.type_of_thing(place, start);
        let shaped = type_ != EntityType::Other || super::kinds::is_thing(view.folded_slice(start..end));
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
            if start != end
                && marks.title_ends.get(start).is_some_and(|&n| n as usize >= start - s)
                && super::edges::is_title(self.lexicon, word)
            {
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

    fn by_translation(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
        let Place { words, site, .. } = *place;
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
            let rendering = self.translations.compare(place.han(start), &site.name.words, self.sounds, align);
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
            let with = self.translations.compare(place.han(start), &site.name.words, self.sounds, align);
            let without = self.translations.compare(place.han(first), &site.name.words, self.sounds, align);
            if without.matched >= with.matched && site.zh.1 - first >= 2 {
                start = first;
            }
        }
        let r = self.translations.compare(place.han(start), &site.name.words, self.sounds, align);
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
    fn adopted(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let Place { view, marks, site, .. } = *place;
        let names = &site.name.words;
        if !is_capitalised(&site.name.text) || site.rank > 0 {
            return None;
        }
        let given = names.first().is_some_and(|w| self.known.is_given(w));
        let several = (2..=4).contains(&names.len())
            && !has_org_word(names)
            && site.name.text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
        let quoted = matches!(view.at(site.zh.1), '”' | '」' | '》' | '』');
        // A given name, or at least no English word among them.
        let person = several && !quoted && (given || names.iter().all(|w| w.len() == 1 || !self.translations.is_english(w)));
        let mut best: Option<(usize, f32)> = None;
        let longest = if person && given {
            6
        } else if person {
            4
        } else {
            10
        };
        for n in 2..=longest {
            let Some(start) = site.zh.1.checked_sub(n) else { break };
            if start < site.zh.0 || (site.zh_exact && start != site.zh.0) {
                continue;
            }
            let han = place.han(start);
            if !han.iter().all(|c| is_han(*c)) {
                break;
            }
            let mut rank = edges.get(n);
            if !person && self.holds_stopword(place, start) {
                break;
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
            let shaped = type_ != EntityType::Other || super::kinds::is_thing(text);
            return (shaped && site.zh.1 - start >= 3 && edges.get(site.zh.1 - start) > 0.5 && !super::kinds::is_thing_word(text))
                .then(|| place.pair(start, PairKind::Adopted, type_, 0.5));
        }
        let start = if thing == EntityType::Organization && !site.zh_exact { self.widened(place, edges, start) } else { start };
        let type_ = if has_org_word(names) && thing == EntityType::Other && !super::kinds::is_thing(view.folded_slice(start..site.zh.1)) {
            EntityType::Organization
        } else {
            thing
        };
        Some(place.pair(start, PairKind::Adopted, type_, 0.55))
    }

    fn adjacent(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
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

    /// Type of a name rendered by sound.
    fn type_of(&self, place: &Place, start: usize) -> EntityType {
        let Place { view, site, .. } = *place;
        let end = site.zh.1;
        let dotted = (start..end).any(|i| is_name_dot(view.at(i)));
        let known = self.latin_senses(&site.name.text);
        if let Some(entry) = known.first().and_then(|e| self.lexicon.entry(*e)) {
            return entry.kind;
        }
        let names = &site.name.words;
        if has_org_word(names) {
            let thing = self.type_of_thing(place, start);
            return thing;
        }
        let quoted = matches!(view.at(end), '》' | '」' | '”') && matches!(view.before(start), '《' | '「' | '“');
        let several = names.len() >= 2 && is_capitalised(&site.name.text);
        let given = names.first().is_some_and(|w| self.known.is_given(w));
        if given && (several || dotted) && !quoted {
            return EntityType::Person;
        }
        if quoted && !dotted {
            return self.type_of_thing(place, start);
        }
        let thing = self.type_of_thing(place, start);
        if !dotted
            && !place.titled(start)
            && let Some((s, _)) = place.words.word_at(start.wrapping_sub(1))
            && let Some(type_) = super::kinds::type_by_announcer(view.folded_slice(s..start))
        {
            return if thing == EntityType::Other { type_ } else { thing };
        }
        if (dotted || several || place.titled(start)) && !matches!(thing, EntityType::Organization | EntityType::Place) {
            return EntityType::Person;
        }
        if thing != EntityType::Other {
            return thing;
        }
        if !is_capitalised(&site.name.text) {
            return EntityType::Other;
        }
        match view.before(start) {
            '在' | '于' | '往' | '赴' | '抵' => EntityType::Place,
            _ => EntityType::Person,
        }
    }

    /// Type of a name that is not a person's, from its ending.
    fn type_of_thing(&self, place: &Place, start: usize) -> EntityType {
        type_by_ending(place.view, self.lexicon, place.marks, start, place.site.zh.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals() {
        for name in ["Tsai Ing-wen", "Ursula von der Leyen", "World Health Organization", "Joe Biden"] {
            assert!(is_capitalised(name), "{name}");
        }
        assert!(!is_capitalised("twist operation"));
        assert!(is_initialism("IM WFOE") && is_initialism("PMI") && !is_initialism("World Bank"));
    }
}
