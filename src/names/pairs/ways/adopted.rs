//! Freely chosen names, which no means explains.

use crate::dictionary::FormUse;
use crate::names::edges::{Edges, ends_name};
use crate::names::kinds::{has_org_word, is_thing, is_thing_word};
use crate::names::pairs::{Pair, PairFinder, Place, is_capitalised};
use crate::record::{EntityType, PairKind};
use crate::text::is_han;

impl PairFinder<'_> {
    /// A freely chosen name: nothing but the form of the halves and a sure left border speaks for it.
    pub(in crate::names::pairs) fn adopted(&self, place: &Place, edges: &Edges) -> Option<Pair> {
        let Place { view, site, .. } = *place;
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
        let quoted = matches!(view.at(site.zh.1), '”' | '」' | '》' | '』');
        let person = self.may_be_person(place, given, quoted);
        let (n, rank) = self.best_half(place, edges, person, given)?;
        if person { self.adopted_person(place, n, rank) } else { self.adopted_thing(place, edges, n, rank, quoted) }
    }

    /// Whether the Latin half has the form of a person's name.
    fn may_be_person(&self, place: &Place, given: bool, quoted: bool) -> bool {
        let Place { view, site, .. } = *place;
        let names = &site.name.words;
        let several = (2..=4).contains(&names.len())
            && !has_org_word(names)
            && site.name.text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
        let vessel = matches!(view.before(site.zh.1), '号' | '轮' | '舰' | '级');
        // A given name, or at least no English word among them.
        several && !quoted && !vessel && (given || names.iter().all(|w| w.len() == 1 || !self.translations.is_english(w)))
    }

    /// The length of the Chinese half with the best left border, and how much speaks for it.
    fn best_half(&self, place: &Place, edges: &Edges, person: bool, given: bool) -> Option<(usize, f32)> {
        let Place { view, marks, site, .. } = *place;
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
        best
    }

    /// The pair where a person is named, if enough speaks for it.
    fn adopted_person(&self, place: &Place, n: usize, rank: f32) -> Option<Pair> {
        let Place { marks, site, .. } = *place;
        let start = site.zh.1 - n;
        let thing = self.type_of_thing(place, start);
        if rank < 1.8
            || !place.titled(start)
                && matches!(thing, EntityType::Organization | EntityType::Place)
                && ends_name(self.lexicon, marks, site.zh.1)
        {
            return None;
        }
        Some(place.pair(start, PairKind::Adopted, EntityType::Person, 0.6))
    }

    /// The pair where a thing is named, if enough speaks for it.
    fn adopted_thing(&self, place: &Place, edges: &Edges, n: usize, rank: f32, quoted: bool) -> Option<Pair> {
        let Place { view, site, .. } = *place;
        let names = &site.name.words;
        let start = site.zh.1 - n;
        let thing = self.type_of_thing(place, start);
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
}
