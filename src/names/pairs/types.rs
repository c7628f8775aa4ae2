//! What a name rendered by sound names.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{PairFinder, Place, is_capitalised};
use crate::dictionary::FormUse;
use crate::names::kinds::{
    has_org_word, is_kin, is_noble, is_place_ending, is_thing, is_vessel_or_people, set, type_by_announcer, type_by_ending,
    type_by_follower,
};
use crate::recognise::{announces_person, is_speech_verb};
use crate::record::EntityType;
use crate::text::is_name_dot;

/// First words of names of places.
static PLACE_WORDS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| set("la|las|los|el|san|santa|saint|st|port|fort|new|mount|lake|north|south|east|west"));

impl PairFinder<'_> {
    /// Type of a name rendered by sound.
    pub(super) fn type_of(&self, place: &Place, start: usize) -> EntityType {
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
            && let Some(type_) = type_by_announcer(view.folded_slice(s..start))
                .or_else(|| type_by_announcer(view.folded_slice(start.saturating_sub(2)..start)))
        {
            return if thing == EntityType::Other { type_ } else { thing };
        }
        // 威斯康星州拉克罗斯（La Crosse）.
        let of_place = names.len() < 2 || names.first().is_some_and(|word| PLACE_WORDS.contains(word.as_str()));
        if !dotted && !given && !place.titled(start) && of_place && self.place_before(place, start) {
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
        let announces = |w: &str| w.chars().count() >= 2 && !matches!(w, "以及" | "包括") && announces_person(w);
        let (next, previous) = (word(behind), word(start.wrapping_sub(1)));
        if start > 0 && matches!(view.before(start), '在' | '于' | '往' | '赴' | '抵' | '到' | '至')
            || matches!(previous, "来自" | "位于" | "前往" | "离开" | "抵达" | "途经" | "邻近" | "附近")
        {
            return EntityType::Place;
        }
        if is_speech_verb(next) || is_kin(previous) || announces(previous) || given {
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
    pub(super) fn type_of_thing(&self, place: &Place, start: usize) -> EntityType {
        type_by_ending(place.view, self.lexicon, place.marks, start, place.site.zh.1)
    }
}

/// Whether two names are written as one word: `JeromePowell`, but not `McCampbell`.
fn is_glued(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).enumerate().any(|(i, w)| w[0].is_lowercase() && w[1].is_uppercase() && i >= 2 && chars.len() - i > 4)
        && !["Mac", "Des", "Van", "Von"].iter().any(|p| text.starts_with(p))
}
