//! A name by its sound: the Chinese characters spell the Latin letters.

use crate::names::edges::{Edges, IMPOSSIBLE, is_title};
use crate::names::kinds::is_kin;
use crate::names::pairs::{Pair, PairFinder, Place, is_capitalised};
use crate::names::sounds::AlignScratch;
use crate::record::PairKind;
use crate::text::{is_han, is_name_dot};

impl PairFinder<'_> {
    /// The characters spell the Latin name.
    pub(in crate::names::pairs) fn by_sound(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
        let Place { view, site, .. } = *place;
        let from = if site.zh_exact { site.zh.0 } else { site.zh.0.max(site.zh.1.saturating_sub(24)) };
        let han = place.han(from);
        let scores = self.sounds.suffix_scores(han, &site.name.words, align);
        let (length, raw, total) = self.best_length(place, han.len(), scores, edges)?;
        if total < -10.0 {
            return None;
        }
        let mut start = site.zh.1 - length;
        let n = (start..site.zh.1).filter(|&i| is_han(view.at(i))).count() as f32;
        // 早安美国（Good Morning America）: a country stands for no longer name.
        if site.name.words.len() > 1 && !site.zh_exact && self.is_country(place, start, site.zh.1) {
            return None;
        }
        start = with_prefix(place, start);
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

    /// The score of each length where the Latin name leaves out the parts before a dot: 贝拉克·奥巴马（Obama）.
    fn silent_scores(&self, place: &Place, scores: &[f32]) -> Vec<f32> {
        let Place { view, site, .. } = *place;
        let mut silent = vec![IMPOSSIBLE; scores.len()];
        for (n, slot) in silent.iter_mut().enumerate().skip(2) {
            let first = site.zh.1 - n;
            let Some(dot) = (first..site.zh.1).find(|&i| is_name_dot(view.at(i))) else { continue };
            let part: f32 = (first..dot).map(|i| self.characters.sound(view.at(i)).clamp(-2.5, 0.4) * 0.5).sum();
            if let Some(raw) = scores.get(site.zh.1 - dot - 1) {
                *slot = raw - 0.8 + part;
            }
        }
        silent
    }

    /// How many characters spell the Latin name best, of `longest` that may, with the score of their sound alone and with all that
    /// speaks for and against this border.
    fn best_length(&self, place: &Place, longest: usize, scores: &[f32], edges: &Edges) -> Option<(usize, f32, f32)> {
        let Place { view, site, .. } = *place;
        let silent = self.silent_scores(place, scores);
        let mut best: Option<(usize, f32, f32)> = None;
        let digits = site.name.text.bytes().any(|b| b.is_ascii_digit());
        let mut prior = 0.0;
        for (n, &raw) in scores.iter().enumerate().skip(1) {
            let start = site.zh.1 - n;
            prior += self.unlikely(place, start, digits);
            if site.zh_exact && n != longest || n == 1 && !site.zh_exact {
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
        best
    }

    /// What the character at `at` says against a name by sound that holds it, 0 or less: one that names
    /// hardly have, a title, the end of a quotation, digits that the Latin half has not.
    pub(super) fn unlikely(&self, place: &Place, at: usize, digits: bool) -> f32 {
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

    /// Without a bracket: the two stand right beside one another.
    pub(in crate::names::pairs) fn adjacent(&self, place: &Place, align: &mut AlignScratch, edges: &Edges) -> Option<Pair> {
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
}

/// What stands before a name by sound and belongs to it: the word for a saint, a number that both halves have.
fn with_prefix(place: &Place, mut start: usize) -> usize {
    let Place { view, site, .. } = *place;
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
    start
}
