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
use super::kinds::{
    has_org_word, is_credit, is_kin, is_noble, is_phrase, is_place_ending, is_thing, is_ticker, is_vessel_or_people, type_by_ending,
    type_by_follower,
};
use super::known::KnownPairs;
use super::latin::is_acronym;
use super::romanised::{Romanisation, romanisation};
use super::sounds::{AlignScratch, SoundTable};
use super::translation::Translations;
use crate::dictionary::{EntryId, FormUse, Lexicon};
use crate::recognise::Characters;
use crate::record::{EntityType, PairKind};
use crate::segment::{Segmenter, Words};
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

impl Marks {
    /// The forms that begin exactly at `start`, as far as they are no longer than any body or title.
    pub fn beginning_at(&self, start: usize) -> impl Iterator<Item = &(u32, u32, u32)> {
        let from = self.hits.partition_point(|h| h.1 as usize <= start);
        let near = self.hits[from..].iter().take_while(move |h| (h.1 as usize) <= start + LONGEST_FORM);
        near.filter(move |h| h.0 as usize == start)
    }
}

/// Characters of the longest form that [`Marks::beginning_at`] looks for.
const LONGEST_FORM: usize = 24;

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
    /// Ordinary words and their parts of speech.
    pub segmenter: &'a Segmenter,
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

/// 《寻找布兰登·霍尔》（Finding Brandon Hall）: the person within a work's title is not what the bracket renders.
fn is_part_of_title(view: &TextView, pair: &Pair) -> bool {
    pair.type_ == EntityType::Person
        && view.at(pair.zh.1) == '》'
        && view.before(pair.zh.0) != '《'
        && (pair.zh.0.saturating_sub(20)..pair.zh.0).any(|i| view.at(i) == '《')
}

/// First words of names of places.
fn place_word(word: &str) -> bool {
    matches!(
        word,
        "la" | "las"
            | "los"
            | "el"
            | "san"
            | "santa"
            | "saint"
            | "st"
            | "port"
            | "fort"
            | "new"
            | "mount"
            | "lake"
            | "north"
            | "south"
            | "east"
            | "west"
    )
}

/// Words for pictures, before a photographer's name.
fn is_picture(word: &str) -> bool {
    matches!(
        word,
        "示意图"
            | "资料图"
            | "资料照"
            | "资料照片"
            | "图片"
            | "截图"
            | "视频截图"
            | "影片截图"
            | "网络图片"
            | "合成图"
            | "来源"
            | "提供"
            | "摄影"
            | "摄"
            | "图"
            | "档案照"
            | "照片"
    )
}

/// Names of one word that nothing around them told the type of: what stands beside them in a list, or
/// the same last name in full, does.
fn agree(view: &TextView, pairs: &mut [Pair]) {
    for i in 0..pairs.len() {
        let latin = view.surface(pairs[i].latin.0..pairs[i].latin.1);
        let open = pairs[i].type_ == EntityType::Other
            && pairs[i].kind == PairKind::Transliteration
            && pairs[i].entry.is_none()
            && !latin.contains(' ')
            && latin.starts_with(char::is_uppercase)
            && !is_thing(view.folded_slice(pairs[i].zh.0..pairs[i].zh.1))
            && !is_vessel_or_people(view.folded_slice(pairs[i].zh.0..pairs[i].zh.1));
        if !open {
            continue;
        }
        let named = |p: &Pair| matches!(p.type_, EntityType::Person | EntityType::Place | EntityType::Organization);
        let full =
            pairs.iter().any(|p| p.type_ == EntityType::Person && view.surface(p.latin.0..p.latin.1).split([' ', '-']).any(|w| w == latin));
        if full {
            pairs[i].type_ = EntityType::Person;
            continue;
        }
        let end = |p: &Pair| p.zh.1.max(p.latin.1);
        let begin = |p: &Pair| p.zh.0.min(p.latin.0);
        let listed = |a: usize, b: usize| {
            b > a
                && b - a <= 5
                && (a..b).all(|k| matches!(view.at(k), ')' | '(' | ']' | '、' | ',' | '和' | '与' | '及' | '以' | ' '))
                && (a..b).any(|k| matches!(view.at(k), '、' | ',' | '和' | '与' | '及'))
        };
        let beside = pairs[..i]
            .last()
            .filter(|p| named(p) && listed(end(p), begin(&pairs[i])))
            .or_else(|| pairs.get(i + 1).filter(|p| named(p) && listed(end(&pairs[i]), begin(p))));
        if let Some(type_) = beside.map(|p| p.type_) {
            pairs[i].type_ = type_;
        }
    }
}

/// Whether two names are written as one word: `JeromePowell`, but not `McCampbell`.
fn is_glued(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).enumerate().any(|(i, w)| w[0].is_lowercase() && w[1].is_uppercase() && i >= 2 && chars.len() - i > 4)
        && !["Mac", "Des", "Van", "Von"].iter().any(|p| text.starts_with(p))
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
            if pair.entry.is_none() && self.is_ordinary(view, &pair) || is_part_of_title(view, &pair) {
                continue;
            }
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
        agree(view, pairs);
    }

    /// Whether the Chinese half is an ordinary word, or several that only announce names (媒体集团): no
    /// rendering of a proper name unless its sound or its meaning says so.
    fn is_ordinary(&self, view: &TextView, pair: &Pair) -> bool {
        let text = view.folded_slice(pair.zh.0..pair.zh.1);
        let n = pair.zh.1 - pair.zh.0;
        let doubtful = match pair.kind {
            PairKind::Adopted => pair.score < 0.7,
            PairKind::Abbreviation => pair.score < 0.75,
            PairKind::Transliteration => n <= 3 && !view.surface(pair.latin.0..pair.latin.1).contains(' '),
            PairKind::Translation => false,
        };
        if !doubtful || n > 6 {
            return false;
        }
        let listed = |word: &str| self.lexicon.form(word).is_some_and(|p| !p.senses.is_empty());
        let common = |word: &str| {
            !listed(word)
                && (super::kinds::type_by_announcer(word).is_some()
                    || self.stopwords.contains(word)
                    || self.lexicon.form(word).is_some_and(|p| p.title.is_some())
                    || is_picture(word)
                    || self.segmenter.has_word(word)
                        && matches!(
                            self.segmenter.tag(word),
                            "n" | "v"
                                | "vn"
                                | "vd"
                                | "a"
                                | "ad"
                                | "an"
                                | "d"
                                | "m"
                                | "mq"
                                | "r"
                                | "q"
                                | "t"
                                | "p"
                                | "c"
                                | "f"
                                | "s"
                                | "l"
                                | "b"
                                | "z"
                        ))
        };
        if common(text) {
            return true;
        }
        // 任何关于, 媒体集团: nothing but such words.
        if pair.kind == PairKind::Transliteration || !text.chars().all(is_han) {
            return false;
        }
        let chars: Vec<char> = text.chars().collect();
        (2..=4).contains(&n)
            && (1..n).any(|cut| {
                let (a, b): (String, String) = (chars[..cut].iter().collect(), chars[cut..].iter().collect());
                let weak = |w: &str| super::kinds::type_by_announcer(w).is_some() || self.stopwords.contains(w) || is_picture(w);
                weak(&a) && weak(&b)
            })
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
        let joined = site.name.words.join(" ");
        if let Some(mut pair) = self.by_dictionary(&place) {
            self.given_name(&place, &joined, &mut pair, scratch);
            return Some(pair);
        }
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
            .and_then(|t| t.iter().rev().take(6).enumerate().rfind(|(back, n)| usize::from(**n) == back + 1).map(|(_, n)| n))
            && n >= 2
            && !site.zh_exact
            && site.zh.1 - site.zh.0 > usize::from(n) + 1
            && is_capitalised(&site.name.text)
            && !has_org_word(&site.name.words)
            && !is_initialism(&site.name.text)
            && !site.name.words.iter().any(|w| is_noble(w))
        {
            let shorter = Site { zh: (site.zh.0, site.zh.1 - usize::from(n)), ..site.clone() };
            let place = Place { site: &shorter, ..place };
            // 资源回收的志工（Tina Rudolf）: nobody is named.
            if matches!(view.before(shorter.zh.1), '的' | '位' | '名' | '和' | '与') {
                return None;
            }
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

    /// Where a dotted given name before a listed last name begins, the sound of the Latin one says.
    fn given_name(&self, place: &Place, joined: &str, pair: &mut Pair, scratch: &mut PairScratch) {
        let Place { view, site, .. } = *place;
        if site.zh_exact || pair.type_ != EntityType::Person || site.name.words.len() < 2 {
            return;
        }
        let joins = |i: usize| is_name_dot(view.at(i)) || view.at(i) == '-';
        let Some(last) = (pair.zh.0..pair.zh.1).rev().find(|&i| joins(i)) else { return };
        let PairScratch { align, edges, .. } = scratch;
        let contexts = self.contexts.map(|c| (c, joined));
        edges.fill(view, place.words, place.marks, self.lexicon, self.stopwords, contexts, site.zh.0, site.zh.1);
        if let Some(found) = self.by_sound(place, align, edges)
            && found.zh.0 < last
        {
            // 主席卡勒斯·普伊格蒙特: what goes is no part of a name; what comes is.
            let (from, to) = (pair.zh.0.min(found.zh.0), pair.zh.0.max(found.zh.0));
            let sound: f32 = (from..to).map(|i| self.characters.sound(view.at(i)).clamp(-2.5, 1.5)).sum();
            let fits = if found.zh.0 > pair.zh.0 { sound < 0.5 } else { sound > -4.0 };
            if fits {
                pair.zh.0 = found.zh.0;
            }
        }
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
        if title >= 2
            && at + title < site.zh.1
            && is_han(view.at(at + title))
            && super::edges::is_title(self.lexicon, view.folded_slice(at..at + title))
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

    fn by_romanisation(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let site = place.site;
        // Park is an English word of places, and 朴.
        let park = site.name.words.iter().any(|w| w == "park") && place.han(site.zh.1.saturating_sub(3)).first() == Some(&'朴');
        if !is_capitalised(&site.name.text) || has_org_word(&site.name.words) && !park {
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
    fn adopted(&self, place: &Place, edges: &Edges) -> Option<Pair> {
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
            if !person && self.holds_stopword(place, start) || matches!(han[0], '的' | '了' | '是' | '在') {
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
        let names = &site.name.words;
        let thing = self.type_of_thing(place, start);
        let given = names.first().is_some_and(|w| self.known.is_given(w));
        // 戴高乐号（Charles de Gaulle）, 伯克级（Arleigh Burke-class）.
        let folded = view.folded_slice(start..end);
        if !dotted && (thing == EntityType::Other && is_thing(folded) || is_vessel_or_people(folded)) {
            return EntityType::Other;
        }
        // 汉斯·伯克勒基金会, 马丁广场.
        if matches!(thing, EntityType::Organization) || thing == EntityType::Place && is_place_ending(folded) {
            return thing;
        }
        let known = self.latin_senses(&site.name.text);
        if let Some(entry) = known.first().and_then(|e| self.lexicon.entry(*e)) {
            return entry.kind;
        }
        let text = site.name.text.as_str();
        let linked =
            text.split(['-', ' ']).skip(1).any(|w| matches!(w, "Sainte" | "Saint" | "sur" | "sous" | "les" | "lès" | "en" | "am" | "an"));
        if linked && text.contains('-') && !given && !place.titled(start) {
            return EntityType::Place;
        }
        // EBM Papst: an acronym of three letters is no given name.
        let acronym = names.len() >= 2
            && text.split(' ').any(|w| w.len() >= 3 && w.bytes().all(|b| b.is_ascii_uppercase()))
            && text.bytes().any(|b| b.is_ascii_lowercase());
        if (!is_capitalised(text) || acronym) && !dotted {
            return thing;
        }
        let phrase = text.contains('\'') && text.ends_with("'s")
            || text.contains("'s ")
            || text.contains("’s ")
            || names.iter().any(|w| matches!(w.as_str(), "of" | "the" | "and" | "for"))
            || names.iter().any(|w| w.bytes().all(|b| b.is_ascii_digit()));
        if has_org_word(names) || phrase && !dotted && !names.iter().any(|w| is_noble(w)) {
            return thing;
        }
        let quoted = matches!(view.at(end), '》' | '」' | '”') && matches!(view.before(start), '《' | '「' | '“');
        let several = (names.len() >= 2 || is_glued(text)) && is_capitalised(text);
        if given && (several || dotted) && !quoted {
            return EntityType::Person;
        }
        if quoted && !dotted {
            return thing;
        }
        if !dotted
            && !place.titled(start)
            && let Some((s, _)) = place.words.word_at(start.wrapping_sub(1))
            && let Some(type_) = super::kinds::type_by_announcer(view.folded_slice(s..start))
                .or_else(|| super::kinds::type_by_announcer(view.folded_slice(start.saturating_sub(2)..start)))
        {
            return if thing == EntityType::Other { type_ } else { thing };
        }
        // 威斯康星州拉克罗斯（La Crosse）.
        if !dotted && !given && !place.titled(start) && (names.len() < 2 || place_word(&names[0])) && self.place_before(place, start) {
            return EntityType::Place;
        }
        if (dotted || several || place.titled(start)) && !matches!(thing, EntityType::Organization | EntityType::Place) {
            return EntityType::Person;
        }
        if thing != EntityType::Other {
            return thing;
        }
        if !is_capitalised(text) {
            return EntityType::Other;
        }
        self.type_around(place, start, given)
    }

    /// Type of a name of one word, from what stands before it and behind its bracket; `other` where
    /// nothing tells.
    fn type_around(&self, place: &Place, start: usize, given: bool) -> EntityType {
        let Place { view, site, .. } = *place;
        let mut behind = site.zh.1.max(site.latin.1);
        while behind < view.len() && behind < site.latin.1 + 12 && !matches!(view.at(behind), ')' | ']' | '〕' | '。' | ',') {
            behind += 1;
        }
        behind += 1;
        while view.at(behind) == ' ' {
            behind += 1;
        }
        if let Some(type_) = type_by_follower(view, behind) {
            return type_;
        }
        if place.marks.title_starts.get(behind).is_some_and(|&n| n >= 2) {
            return EntityType::Person;
        }
        let word = |at: usize| place.words.word_at(at).map_or("", |(s, e)| view.folded_slice(s..e));
        let announces = |w: &str| w.chars().count() >= 2 && !matches!(w, "以及" | "包括") && crate::recognise::announces_person(w);
        let (next, previous) = (word(behind), word(start.wrapping_sub(1)));
        if start > 0 && matches!(view.before(start), '在' | '于' | '往' | '赴' | '抵' | '到' | '至')
            || matches!(previous, "来自" | "位于" | "前往" | "离开" | "抵达" | "途经" | "邻近" | "附近")
        {
            return EntityType::Place;
        }
        if crate::recognise::is_speech_verb(next) || is_kin(previous) || announces(previous) || given {
            return EntityType::Person;
        }
        if next == "是" && matches!(view.folded_slice(behind + 1..(behind + 3).min(view.len())), "一家" | "一间") {
            return EntityType::Organization;
        }
        EntityType::Other
    }

    /// Whether a place's or country's name ends right before `start`.
    fn place_before(&self, place: &Place, start: usize) -> bool {
        place.marks.ending_at(start).any(|&(_, _, p)| {
            self.lexicon.pattern(p).is_some_and(|p| {
                p.chars >= 2
                    && p.senses
                        .iter()
                        .any(|s| s.form == FormUse::Always && self.lexicon.entry(s.entry).is_some_and(|e| e.kind == EntityType::Place))
            })
        })
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
