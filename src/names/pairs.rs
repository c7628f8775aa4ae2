//! From a place where two names stand together to a bilingual pair with exact halves, a kind, a type
//! and a score; or to nothing.
//!
//! Each kind is judged by its own means, as in the mining of parenthetical translations (Wu, Okazaki
//! & Tsujii 2009; Lin et al. 2008): the dictionaries first, then sound, romanised Chinese names,
//! initials, word-by-word translation. What no means supports is kept only as an adopted name, and
//! only where its left border is sure.

mod types;
mod ways;

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::bracket::{INSIDE, Order, Site};
use super::contexts::ContextIndex;
use super::edges::Edges;
use super::initials::{InitialsScratch, abbreviates, letters_of};
use super::kinds::{has_org_word, is_credit, is_noble, is_phrase, is_thing, is_ticker, is_vessel_or_people, set, type_by_announcer};
use super::known::KnownPairs;
use super::latin::is_acronym;
use super::marks::Marks;
use super::sounds::{AlignScratch, SoundTable};
use super::translation::Translations;
use crate::dictionary::{EntryId, Lexicon};
use crate::recognise::Characters;
use crate::record::{EntityType, PairKind};
use crate::segment::{Segmenter, Words};
use crate::text::{TextView, is_han, is_name_dot};

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
    /// What may be the Chinese half: its length, its first character and its characters, the shorter before the longer, as long as they
    /// are all Chinese.
    fn halves(&self, lengths: RangeInclusive<usize>) -> impl Iterator<Item = (usize, usize, &[char])> {
        let (from, to) = self.site.zh;
        lengths
            .map_while(move |n| Some((n, to.checked_sub(n)?)))
            .filter(move |&(_, start)| start >= from && (!self.site.zh_exact || start == from))
            .map(|(n, start)| (n, start, self.han(start)))
            .take_while(|(_, _, han)| han.iter().all(|c| is_han(*c)))
    }
    fn pair(&self, start: usize, kind: PairKind, type_: EntityType, score: f32) -> Pair {
        Pair { zh: (start, self.site.zh.1), latin: self.site.latin, kind, type_, score, entry: None }
    }
    fn titled(&self, start: usize) -> bool {
        self.marks.title_ends.get(start).is_some_and(|&n| n > 0) || self.marks.title_starts.get(self.site.zh.1).is_some_and(|&n| n > 0)
    }
}

/// Words within names that are written small.
static PARTICLES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("of|the|and|for|in|on|de|la|le|du|des|der|den|von|van|bin|ibn|al|el|da|di|dos|do|y|e|ul|to|at|\
         with|by|against|bint|ter|te|zu|af|av")
});

/// Every word begins with a capital or a digit, particles aside.
fn is_capitalised(text: &str) -> bool {
    let mut words = 0;
    for word in text.split([' ', '-']).filter(|w| !w.is_empty()) {
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else {
            continue;
        };
        if first.is_lowercase() && !PARTICLES.contains(word) {
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

/// Words for pictures, before a photographer's name.
static PICTURES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| set("示意图|资料图|资料照|资料照片|图片|截图|视频截图|影片截图|网络图片|合成图|来源|提供|摄影|摄|图|档案照|照片"));

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
                && (type_by_announcer(word).is_some()
                    || self.stopwords.contains(word)
                    || self.lexicon.form(word).is_some_and(|p| p.title.is_some())
                    || PICTURES.contains(word)
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
                let weak = |w: &str| type_by_announcer(w).is_some() || self.stopwords.contains(w) || PICTURES.contains(w);
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
