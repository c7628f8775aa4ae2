//! Where in a text the generators may find something, gathered in one pass: each then visits its own places alone.

use super::classes::{BORDER, BYLINE, COMPOUND, CUE, DOT, HAN, KEY, LETTER, PLACE, PLACE_END, SITE, SOUND, SURNAME, WITHHELD};
use crate::names::Marks;
use crate::text::TextView;

/// Places of one text, each list in order.
#[derive(Default, Debug)]
pub struct Spots {
    /// Characters that surnames begin with, where a word begins, or behind a title, or behind 老 and 小.
    pub surnames: Vec<u32>,
    /// Characters of transliterations, where a word begins or behind a title.
    pub sounds: Vec<u32>,
    /// Dots and hyphens.
    pub dots: Vec<u32>,
    /// First characters of the endings of sites, behind a Chinese character.
    pub sites: Vec<u32>,
    /// Places in one character.
    pub places: Vec<u32>,
    /// Last characters of names of places.
    pub place_ends: Vec<u32>,
    /// Signs that a name is withheld.
    pub withheld: Vec<u32>,
    /// Last characters of words that announce an organization, opening brackets, and 据 where a word begins.
    pub cues: Vec<u32>,
    /// First characters of byline words behind a character that is not Chinese.
    pub bylines: Vec<u32>,
    /// First letters of stretches of Latin letters.
    pub letters: Vec<u32>,
    /// 驻.
    pub stations: Vec<u32>,
    /// 军.
    pub armies: Vec<u32>,
    /// 、.
    pub links: Vec<u32>,
    /// 政.
    pub governments: Vec<u32>,
    /// Where titles of two and more characters begin; whoever finds the titles writes them, in any order.
    pub titles: Vec<u32>,
}

/// Of a name's first character.
const FIRST: u16 = SURNAME | COMPOUND | SOUND;
/// All the others that a list is kept of.
const OTHERS: u16 = DOT | SITE | PLACE | PLACE_END | WITHHELD | CUE | BYLINE | LETTER | KEY;

impl Spots {
    /// Gathers the places of a text, but for the titles; `flags` are its characters' classes.
    pub fn gather(&mut self, view: &TextView, flags: &[u16], marks: &Marks) {
        let lists = [
            &mut self.surnames,
            &mut self.sounds,
            &mut self.dots,
            &mut self.sites,
            &mut self.places,
            &mut self.place_ends,
            &mut self.withheld,
            &mut self.cues,
            &mut self.bylines,
            &mut self.letters,
            &mut self.stations,
            &mut self.armies,
            &mut self.links,
            &mut self.governments,
        ];
        lists.into_iter().for_each(Vec::clear);
        let mut before = 0;
        for (i, &bits) in flags.iter().enumerate() {
            let previous = std::mem::replace(&mut before, bits);
            if bits & (FIRST | OTHERS) == 0 {
                continue;
            }
            if bits & FIRST != 0 && bits & HAN != 0 {
                let begins = bits & BORDER != 0 || marks.title_ends.get(i).is_some_and(|&n| n > 0);
                if begins && bits & SOUND != 0 {
                    self.sounds.push(i as u32);
                }
                if bits & (SURNAME | COMPOUND) != 0 && (begins || bits & SURNAME != 0 && matches!(view.before(i), '老' | '小')) {
                    self.surnames.push(i as u32);
                }
            }
            // The rest of a stretch of letters is left out, and so are words of bylines behind a Chinese character and sites behind none.
            let others = bits & OTHERS & !(if previous & HAN != 0 { BYLINE } else { SITE } | (previous & LETTER));
            if others != 0 {
                self.other(view.at(i), i, others | (bits & BORDER));
            }
        }
        self.titles.sort_unstable();
        self.titles.dedup();
    }

    fn other(&mut self, c: char, i: usize, bits: u16) {
        let at = i as u32;
        if bits & SITE != 0 {
            self.sites.push(at);
        }
        if bits & PLACE_END != 0 {
            self.place_ends.push(at);
        }
        // The others are rare.
        if bits & (OTHERS & !(SITE | PLACE_END)) == 0 {
            return;
        }
        if bits & LETTER != 0 {
            self.letters.push(at);
        }
        if bits & KEY != 0 {
            match c {
                '、' => self.links.push(at),
                '军' => self.armies.push(at),
                '驻' => self.stations.push(at),
                '政' => self.governments.push(at),
                _ => {}
            }
        }
        if bits & CUE != 0 || bits & KEY != 0 && (c == '(' || c == '据' && bits & BORDER != 0) {
            self.cues.push(at);
        }
        if bits & BYLINE != 0 {
            self.bylines.push(at);
        }
        if bits & PLACE != 0 {
            self.places.push(at);
        }
        if bits & DOT != 0 {
            self.dots.push(at);
        }
        if bits & WITHHELD != 0 {
            self.withheld.push(at);
        }
    }
}

/// A list of places as indices.
pub(super) fn each(list: &[u32]) -> impl Iterator<Item = usize> + '_ {
    list.iter().map(|&at| at as usize)
}
