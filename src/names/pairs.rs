//! From a place where two names stand together to a bilingual pair with exact halves, a kind, a type
//! and a score; or to nothing.
//!
//! Each kind is judged by its own means, as in the mining of parenthetical translations (Wu, Okazaki
//! & Tsujii 2009; Lin et al. 2008): the dictionaries first, then sound, romanised Chinese names,
//! initials, word-by-word translation. What no means supports is kept only as an adopted name, and
//! only where both halves look like a person's name.

use super::bracket::{Order, Site};
use super::latin::is_acronym;
use super::romanised::{Romanisation, romanisation};
use super::sounds::{AlignScratch, SoundTable};
use super::translation::Translations;
use crate::dictionary::{EntryId, FormUse, Lexicon};
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

/// Judges sites.
pub struct PairFinder<'a> {
    /// Dictionaries.
    pub lexicon: &'a Lexicon,
    /// Sound table.
    pub sounds: &'a SoundTable,
    /// Bilingual words.
    pub translations: &'a Translations,
}

/// Words that make a Latin name an organization's or a thing's, not a person's.
const ORG_WORDS: &[&str] = &[
    "institute", "university", "center", "centre", "council", "association", "foundation", "bank", "group", "company", "corporation", "party",
    "ministry", "department", "agency", "organization", "organisation", "commission", "committee", "college", "school", "times", "post", "news",
    "daily", "journal", "press", "radio", "television", "tv", "international", "national", "global", "world", "capital", "partners", "securities",
    "research", "society", "union", "league", "federation", "alliance", "office", "bureau", "court", "congress", "parliament", "senate", "church",
    "museum", "hospital", "airlines", "airways", "motors", "technologies", "technology", "systems", "media", "studio", "studios", "club", "team",
    "network", "forum", "fund", "trust", "act", "agreement", "treaty", "project", "program", "programme", "initiative", "system", "disease",
    "virus", "vaccine", "syndrome", "index", "law", "street", "county", "city", "island", "islands", "river", "lake", "mount", "house", "power",
    "energy", "oil", "gas", "pharma", "pharmaceuticals", "laboratory", "laboratories", "authority", "service", "services", "force", "army",
    "academy", "exchange", "holdings", "inc", "ltd", "corp", "co", "plc", "llc", "watch", "rights", "human", "democracy", "freedom", "front",
    "movement", "policy", "studies", "security", "defense", "defence", "board", "industries", "insurance", "investment", "management",
];

/// Agencies and stock words of photo credits and bylines: no rendering of the name before them.
const CREDITS: &[&str] = &[
    "reuters", "afp", "ap", "getty images", "getty", "epa", "xinhua", "via reuters", "via ap", "file photo", "shutterstock", "bloomberg",
    "ap photo", "afp getty images", "photo", "file", "twitter", "facebook", "youtube", "instagram", "public domain", "wikipedia", "wikimedia",
    "cc", "flickr", "pixabay", "unsplash", "gmt", "am", "pm", "est", "edt", "utc", "live", "video", "ok", "vs", "ppt", "pdf", "html", "app",
    "rss", "url", "qr", "id", "ii", "iii", "iv", "cnbc tv18", "handout", "pool", "nasdaq", "nyse", "hkd", "usd", "rmb", "cny", "eur", "jpy",
];

/// English words that begin or make phrases, not names.
const PHRASE_WORDS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "not", "you", "we", "they", "he", "she", "it", "i", "my", "your", "our",
    "this", "that", "these", "those", "will", "would", "can", "could", "should", "may", "must", "have", "has", "had", "what", "why", "how", "who",
    "when", "where", "if", "but", "or", "so", "as", "enough", "no", "yes", "please", "let", "me", "us", "them", "his", "her", "their",
];

/// Every word begins with a capital or a digit, particles aside.
fn is_capitalised(text: &str) -> bool {
    let mut words = 0;
    for word in text.split([' ', '-']).filter(|w| !w.is_empty()) {
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else {
            continue;
        };
        let particle = matches!(
            word,
            "of" | "the" | "and" | "for" | "in" | "on" | "de" | "la" | "le" | "du" | "des" | "der" | "den" | "von" | "van" | "bin" | "ibn" | "al" | "el"
                | "da" | "di" | "dos" | "do" | "y" | "e" | "ul" | "to" | "at" | "with" | "by" | "against" | "bint" | "ter" | "te" | "zu" | "af" | "av"
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

impl<'a> PairFinder<'a> {
    /// Judges one site. Buffers in `scratch` are reused.
    pub fn judge(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site, scratch: &mut AlignScratch) -> Option<Pair> {
        let joined = site.name.words.join(" ");
        let ends_as_name = site.zh.1 > site.zh.0 && site.zh.1 <= view.len();
        if !ends_as_name || site.name.words.iter().filter(|w| PHRASE_WORDS.contains(&w.as_str())).count() * 3 > site.name.words.len() {
            return None;
        }
        if let Some(pair) = self.by_dictionary(view, marks, site) {
            return Some(pair);
        }
        if CREDITS.contains(&joined.as_str()) || joined.starts_with("via ") || joined.ends_with("getty images") {
            return None;
        }
        let latin = site.name.text.as_str();
        let acronym = is_acronym(latin);
        if site.order == Order::Adjacent {
            return self.adjacent(view, words, marks, site, scratch);
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
            offer(self.by_initials(view, words, marks, site));
        }
        if !acronym || latin.len() >= 4 {
            offer(self.by_romanisation(view, words, marks, site));
            offer(self.by_sound(view, words, marks, site, scratch));
        }
        offer(self.by_translation(view, words, marks, site, scratch));
        if best.is_none() && !acronym {
            best = self.adopted(view, words, marks, site);
        }
        best
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
    fn by_dictionary(&self, view: &TextView, marks: &Marks, site: &Site) -> Option<Pair> {
        let latin = self.latin_senses(&site.name.text);
        let key = fold_latin(&site.name.text);
        let mut best: Option<(usize, EntryId)> = None;
        for &(start, _, pattern) in marks.ending_at(site.zh.1) {
            let start = start as usize;
            if start < site.zh.0 || (site.zh_exact && start != site.zh.0) {
                continue;
            }
            let Some(pattern) = self.lexicon.pattern(pattern) else { continue };
            for sense in &pattern.senses {
                let same = latin.contains(&sense.entry)
                    || self.lexicon.entry(sense.entry).is_some_and(|e| fold_latin(&e.name_en) == key);
                if same && best.is_none_or(|(s, _)| start < s) {
                    best = Some((start, sense.entry));
                }
            }
        }
        let (mut start, entry) = best?;
        let kind_of = self.lexicon.entry(entry)?;
        // A dotted given name before a listed last name belongs to the name: 唐纳德·特朗普.
        while start > site.zh.0 && is_name_dot(view.before(start)) && kind_of.kind == EntityType::Person {
            let mut k = start - 1;
            while k > site.zh.0 && self.sounds.knows(view.before(k)) && start - k < 7 {
                k -= 1;
            }
            if k == start - 1 {
                break;
            }
            let han: Vec<char> = view.folded[k..site.zh.1].to_vec();
            let mut scratch = AlignScratch::default();
            let scores = self.sounds.suffix_scores(&han, &site.name.words, &mut scratch);
            let floor = site.zh.1 - start + 1;
            let longest = (floor..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
            if longest <= floor {
                break;
            }
            start = site.zh.1 - longest;
        }
        let kind = if is_acronym(&site.name.text) {
            PairKind::Abbreviation
        } else if kind_of.kind == EntityType::Organization {
            PairKind::Translation
        } else {
            PairKind::Transliteration
        };
        Some(Pair { zh: (start, site.zh.1), latin: site.latin, kind, type_: kind_of.kind, score: 0.98, entry: Some(entry) })
    }

    /// How good a left border `start` is, from what stands before it.
    fn border(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site, start: usize) -> f32 {
        let before = view.before(start);
        if is_name_dot(before) || is_name_dot(view.at(start)) {
            return -4.0;
        }
        if start == site.zh.0 {
            return 1.5;
        }
        if !is_han(before) {
            return 1.2;
        }
        let mut score = if words.is_border(start) { 0.6 } else { -0.9 };
        if marks.title_ends.get(start).is_some_and(|&n| n > 0) {
            score += 1.6;
        } else if matches!(before, '的' | '和' | '与' | '叫' | '是' | '由' | '对' | '在' | '向' | '及' | '为' | '将') && words.is_border(start) {
            score += 0.8;
        } else if self.ends_name(marks, start) {
            score += 0.8;
        }
        score
    }

    /// Whether a country, organization or place name ends here.
    fn ends_name(&self, marks: &Marks, at: usize) -> bool {
        marks.ending_at(at).any(|&(_, _, p)| {
            self.lexicon.pattern(p).is_some_and(|p| p.chars >= 2 && p.senses.iter().any(|s| s.form == FormUse::Always))
        })
    }

    fn by_sound(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site, scratch: &mut AlignScratch) -> Option<Pair> {
        let from = if site.zh_exact { site.zh.0 } else { site.zh.0.max(site.zh.1.saturating_sub(24)) };
        let han = view.folded.get(from..site.zh.1)?;
        let scores: Vec<f32> = self.sounds.suffix_scores(han, &site.name.words, scratch).to_vec();
        let mut best: Option<(usize, f32, f32)> = None;
        for (n, &raw) in scores.iter().enumerate().skip(1) {
            let start = site.zh.1 - n;
            if site.zh_exact && start != site.zh.0 {
                continue;
            }
            if n == 1 && !site.zh_exact {
                continue;
            }
            let total = raw + if site.zh_exact { 1.5 } else { self.border(view, words, marks, site, start) };
            if best.is_none_or(|(_, _, t)| total > t) {
                best = Some((start, raw, total));
            }
        }
        let (start, raw, _) = best?;
        let n = (start..site.zh.1).filter(|&i| is_han(view.at(i))).count() as f32;
        if n < 2.0 && site.name.words.len() > 1 {
            return None;
        }
        let mean = raw / n;
        if raw < 2.5 || mean < 0.95 {
            return None;
        }
        let type_ = self.type_of(view, marks, site, start);
        let score = (0.55 + 0.12 * (mean - 0.95).min(3.0) + 0.02 * raw.min(10.0)).min(0.97);
        Some(Pair { zh: (start, site.zh.1), latin: site.latin, kind: PairKind::Transliteration, type_, score, entry: None })
    }

    fn by_romanisation(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site) -> Option<Pair> {
        if !is_capitalised(&site.name.text) || self.has_org_word(site) {
            return None;
        }
        let mut best: Option<(usize, f32, f32)> = None;
        for n in 2..=4usize {
            let Some(start) = site.zh.1.checked_sub(n) else { break };
            if start < site.zh.0 || (site.zh_exact && start != site.zh.0) {
                continue;
            }
            let han = &view.folded[start..site.zh.1];
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
            let border = if site.zh_exact { 1.5 } else { self.border(view, words, marks, site, start) };
            if found == Romanisation::Surname && border < 0.0 {
                continue;
            }
            let rank = rank + border + if n == 3 { 0.4 } else { 0.0 };
            if best.is_none_or(|(_, _, r)| rank > r) {
                best = Some((start, score, rank));
            }
        }
        let (start, score, _) = best?;
        let kind = if score > 0.8 { PairKind::Transliteration } else { PairKind::Adopted };
        Some(Pair { zh: (start, site.zh.1), latin: site.latin, kind, type_: EntityType::Person, score, entry: None })
    }

    fn by_initials(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site) -> Option<Pair> {
        // A dictionary name, an organization's by its ending, or a run of words up to a border.
        let (start, sure) = self.organization_start(view, words, marks, site)?;
        let type_ = self.type_of_thing(view, marks, start, site.zh.1);
        Some(Pair {
            zh: (start, site.zh.1),
            latin: site.latin,
            kind: PairKind::Abbreviation,
            type_,
            score: if sure { 0.88 } else { 0.6 },
            entry: None,
        })
    }

    /// Where an organization's (or thing's) name that ends at the site's end begins: at a dictionary
    /// name that covers it, else at the first word of the run that can belong to such a name.
    fn organization_start(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site) -> Option<(usize, bool)> {
        let end = site.zh.1;
        if site.zh_exact {
            return Some((site.zh.0, true));
        }
        let known = marks
            .ending_at(end)
            .filter(|h| h.0 as usize >= site.zh.0)
            .filter(|&&(_, _, p)| self.lexicon.pattern(p).is_some_and(|p| p.chars >= 3 && !p.senses.is_empty()))
            .map(|h| h.0 as usize)
            .min();
        if let Some(start) = known {
            return Some((start, true));
        }
        let mut start = end;
        let mut count = 0;
        while start > site.zh.0 && count < 9 {
            let Some((s, _)) = words.word_at(start - 1) else { break };
            let s = s.max(site.zh.0);
            let word = view.folded_slice(s..start);
            if is_border_word(word) || word.chars().all(|c| !c.is_alphanumeric()) {
                break;
            }
            if marks.title_ends.get(start).is_some_and(|&n| n as usize >= start - s) && start != end {
                break;
            }
            start = s;
            count += 1;
        }
        (end - start >= 2).then_some((start, false))
    }

    fn by_translation(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site, scratch: &mut AlignScratch) -> Option<Pair> {
        if site.name.words.len() == 1 && is_acronym(&site.name.text) {
            return None;
        }
        let mut best: Option<(usize, f32)> = None;
        let mut start = site.zh.1;
        let mut steps = 0;
        while start > site.zh.0 && steps < 12 {
            let Some((s, _)) = words.word_at(start - 1) else { break };
            start = s.max(site.zh.0);
            steps += 1;
            if site.zh_exact {
                start = site.zh.0;
            }
            let han = view.folded.get(start..site.zh.1)?;
            let rendering = self.translations.compare(han, &site.name.words, self.sounds, scratch);
            if rendering.matched >= 1.0 {
                let total = rendering.score() + 0.4 * self.border(view, words, marks, site, start);
                if best.is_none_or(|(_, b)| total > b) {
                    best = Some((start, total));
                }
            }
            if site.zh_exact {
                break;
            }
        }
        let (start, _) = best?;
        let han = view.folded.get(start..site.zh.1)?;
        let r = self.translations.compare(han, &site.name.words, self.sounds, scratch);
        if r.score() < 0.4 || r.matched < r.unmatched_latin || r.unmatched_han > 0.55 * r.han {
            return None;
        }
        let type_ = self.type_of_thing(view, marks, start, site.zh.1);
        let share = r.matched / (r.matched + r.unmatched_latin + 0.5 * r.unmatched_han);
        Some(Pair {
            zh: (start, site.zh.1),
            latin: site.latin,
            kind: PairKind::Translation,
            type_,
            score: 0.5 + 0.45 * share,
            entry: None,
        })
    }

    /// A person's freely chosen name: both halves look like a person's, nothing else speaks for it.
    fn adopted(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site) -> Option<Pair> {
        if !is_capitalised(&site.name.text) || self.has_org_word(site) || !(2..=4).contains(&site.name.words.len()) || site.rank > 0 {
            return None;
        }
        let mut best: Option<(usize, f32)> = None;
        for n in 2..=4usize {
            let Some(start) = site.zh.1.checked_sub(n) else { break };
            if start < site.zh.0 || (site.zh_exact && start != site.zh.0) {
                continue;
            }
            let han = &view.folded[start..site.zh.1];
            if !han.iter().all(|c| is_han(*c)) {
                break;
            }
            let surname = self.lexicon.surname_chars.contains_key(&han[0]);
            let mut rank = self.border(view, words, marks, site, start);
            rank += if surname { 1.0 } else { -0.5 } + if n == 3 { 0.8 } else { 0.0 };
            if best.is_none_or(|(_, r)| rank > r) {
                best = Some((start, rank));
            }
        }
        let (start, rank) = best?;
        let sure_type = self.type_of_thing(view, marks, start, site.zh.1);
        if rank < 1.8 || matches!(sure_type, EntityType::Organization | EntityType::Place) && self.ends_name(marks, site.zh.1) {
            return None;
        }
        Some(Pair { zh: (start, site.zh.1), latin: site.latin, kind: PairKind::Adopted, type_: EntityType::Person, score: 0.58, entry: None })
    }

    fn adjacent(&self, view: &TextView, words: &Words, marks: &Marks, site: &Site, scratch: &mut AlignScratch) -> Option<Pair> {
        if !is_capitalised(&site.name.text) || site.name.text.len() < 4 {
            return None;
        }
        // Without a bracket only a close rendering by sound of the whole Latin name counts.
        let pair = self.by_sound(view, words, marks, site, scratch)?;
        let han: Vec<char> = view.folded[pair.zh.0..pair.zh.1].to_vec();
        let n = han.iter().filter(|c| is_han(**c)).count() as f32;
        let raw = self.sounds.score(&han, &site.name.words, scratch);
        let letters: usize = site.name.words.iter().map(String::len).sum();
        (n >= 2.0 && raw / n > 2.0 && raw > 5.0 && (letters as f32) < 5.0 * n && self.border(view, words, marks, site, pair.zh.0) > 0.3)
            .then_some(Pair { score: pair.score.min(0.8), ..pair })
    }

    fn has_org_word(&self, site: &Site) -> bool {
        site.name.words.iter().any(|w| ORG_WORDS.contains(&w.as_str()))
    }

    /// Type of a name rendered by sound.
    fn type_of(&self, view: &TextView, marks: &Marks, site: &Site, start: usize) -> EntityType {
        let end = site.zh.1;
        let dotted = (start..end).any(|i| is_name_dot(view.at(i)));
        let known = self.latin_senses(&site.name.text);
        if let Some(entry) = known.first().and_then(|e| self.lexicon.entry(*e)) {
            return entry.kind;
        }
        if self.has_org_word(site) {
            return self.type_of_thing(view, marks, start, end);
        }
        let titled = marks.title_ends.get(start).is_some_and(|&n| n > 0) || marks.title_starts.get(end).is_some_and(|&n| n > 0);
        let several = site.name.words.len() >= 2 && is_capitalised(&site.name.text);
        if dotted || several || titled {
            return EntityType::Person;
        }
        let thing = self.type_of_thing(view, marks, start, end);
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
    fn type_of_thing(&self, view: &TextView, marks: &Marks, start: usize, end: usize) -> EntityType {
        let last = view.before(end);
        for &(s, _, p) in marks.ending_at(end) {
            let Some(pattern) = self.lexicon.pattern(p) else { continue };
            if (s as usize) == start
                && let Some(entry) = pattern.senses.first().and_then(|s| self.lexicon.entry(s.entry))
            {
                return entry.kind;
            }
        }
        let ends_in = |list: &[&str]| {
            list.iter().any(|suffix| {
                let n = suffix.chars().count();
                end - start > n && view.folded_slice(end - n..end) == *suffix
            })
        };
        if ends_in(&["疗法", "病毒", "疫苗", "协定", "协议", "法案", "条约", "公约", "计划", "倡议", "指数", "系统", "技术", "病", "症", "肺炎", "项目", "法", "奖", "导弹", "战机", "战略", "主义", "关系", "运动会", "奥运会", "口号", "行动"]) {
            return EntityType::Other;
        }
        let suffixed = marks.ending_at(end).any(|&(s, _, p)| {
            (s as usize) > start && self.lexicon.pattern(p).is_some_and(|p| p.suffix.is_some() || p.body.is_some())
        });
        if suffixed {
            return EntityType::Organization;
        }
        if matches!(last, '市' | '县' | '州' | '省' | '岛' | '湖' | '河' | '山' | '湾' | '镇' | '村' | '区' | '港' | '街' | '宫' | '海' | '洋' | '城')
            || ends_in(&["半岛", "群岛", "海峡", "机场", "广场", "大厦", "车站", "监狱", "公园", "高地"])
        {
            return EntityType::Place;
        }
        EntityType::Other
    }
}

/// Words that no organization's name holds at its left: function words and verbs of report.
fn is_border_word(word: &str) -> bool {
    matches!(
        word,
        "的" | "了" | "是" | "在" | "和" | "与" | "及" | "或" | "由" | "对" | "向" | "从" | "被" | "把" | "将" | "为" | "于" | "据" | "说" | "称" | "表示" | "指出"
            | "根据" | "以及" | "包括" | "等" | "这" | "那" | "该" | "其" | "一个" | "名为" | "称为" | "叫" | "加入" | "退出" | "签署" | "成立" | "通过" | "按照" | "对于"
            | "使用" | "感染" | "所谓" | "本" | "各" | "每" | "有" | "以" | "就" | "而" | "但" | "并" | "也" | "都" | "又" | "还" | "曾" | "已" | "会" | "要" | "让" | "使" | "用" | "到" | "给" | "跟"
            | "来自" | "根據" | "推动" | "参加" | "参与" | "发布" | "宣布" | "批准" | "公布" | "最新" | "表明" | "显示" | "以来"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals() {
        for name in ["Tsai Ing-wen", "Ursula von der Leyen", "World Health Organization", "Joe Biden", "iPhone X"] {
            assert!(is_capitalised(name) || name == "iPhone X", "{name}");
        }
        assert!(!is_capitalised("twist operation"));
    }
}
