//! What the generators ask of every character of a text, looked up once: a few bits a character, so that a loop over a text can
//! pass by nearly all of it without asking a map.

use rustc_hash::FxHashMap;

use super::characters::Characters;
use crate::dictionary::Lexicon;
use crate::names::SoundTable;
use crate::segment::Words;
use crate::text::{TextView, is_han, is_latin_letter, is_name_dot};

/// A Chinese character.
pub const HAN: u16 = 1;
/// A surname of one character.
pub const SURNAME: u16 = 1 << 1;
/// The first character of a longer surname.
pub const COMPOUND: u16 = 1 << 2;
/// A character that transliterations use.
pub const SOUND: u16 = 1 << 3;
/// The first character of an ending of sites.
pub const SITE: u16 = 1 << 4;
/// A place in one character.
pub const PLACE: u16 = 1 << 5;
/// A sign that a name is withheld: 某, 姓.
pub const WITHHELD: u16 = 1 << 6;
/// A mark between the parts of a name: a dot or a hyphen.
pub const DOT: u16 = 1 << 7;
/// The last character of a word that announces an organization.
pub const CUE: u16 = 1 << 8;
/// The last character of names of places: 市, 山.
pub const PLACE_END: u16 = 1 << 9;
/// One of a few characters that a generator looks for: 驻 军 政 据 、 (.
pub const KEY: u16 = 1 << 10;
/// A Latin letter.
pub const LETTER: u16 = 1 << 11;
/// A character that no given name holds.
pub const NEVER_GIVEN: u16 = 1 << 12;
/// The first character of a word of bylines.
pub const BYLINE: u16 = 1 << 13;
/// A word begins here. This bit is told of a place in a text, the others of a character.
pub const BORDER: u16 = 1 << 15;

/// Characters of the Basic Multilingual Plane.
const PLANE: usize = 0x1_0000;

/// The bits of every character.
#[derive(Debug)]
pub struct CharClasses {
    /// Of the Basic Multilingual Plane.
    plane: Box<[u16]>,
    /// Of the listed characters beyond it.
    beyond: FxHashMap<char, u16>,
}

impl CharClasses {
    /// Tells the classes of all characters by the tables that hold them.
    pub fn new(lexicon: &Lexicon, sounds: &SoundTable, characters: &Characters) -> CharClasses {
        let mut classes = CharClasses { plane: vec![0; PLANE].into_boxed_slice(), beyond: FxHashMap::default() };
        for c in ('\0'..'\u{ffff}').filter(|c| is_han(*c)) {
            classes.add(c, HAN);
        }
        for &c in lexicon.surname_chars.keys() {
            classes.add(c, SURNAME);
        }
        for &c in &lexicon.compound_chars {
            classes.add(c, COMPOUND);
        }
        for c in sounds.characters().filter(|c| characters.sound(*c) > super::transliteration::LEAST_SOUND) {
            classes.add(c, SOUND);
        }
        for c in super::place_endings::site_characters() {
            classes.add(c, SITE);
        }
        for c in super::country::PLACES.iter().map(|(c, _)| *c) {
            classes.add(c, PLACE);
        }
        for c in super::cue::last_characters() {
            classes.add(c, CUE);
        }
        for c in super::place_endings::PLACE_ENDS.chars() {
            classes.add(c, PLACE_END);
        }
        for c in ['驻', '军', '政', '据', '、', '('] {
            classes.add(c, KEY);
        }
        for c in ('\0'..='\u{ffff}').filter(|c| is_latin_letter(*c)) {
            classes.add(c, LETTER);
        }
        for c in super::chinese_name::NEVER_IN_GIVEN_NAMES.chars() {
            classes.add(c, NEVER_GIVEN);
        }
        for c in super::chinese_name::BYLINE_WORDS.iter().filter_map(|word| word.chars().next()) {
            classes.add(c, BYLINE);
        }
        for (c, class) in [('某', WITHHELD), ('姓', WITHHELD), ('·', DOT), ('-', DOT)] {
            classes.add(c, class);
        }
        debug_assert!(is_name_dot('·'));
        classes
    }

    fn add(&mut self, c: char, class: u16) {
        match self.plane.get_mut(c as usize) {
            Some(slot) => *slot |= class,
            None => *self.beyond.entry(c).or_insert(HAN * u16::from(is_han(c))) |= class,
        }
    }

    /// The bits of one folded character.
    pub fn of(&self, c: char) -> u16 {
        match self.plane.get(c as usize) {
            Some(class) => *class,
            None => self.beyond.get(&c).copied().unwrap_or(HAN * u16::from(is_han(c))),
        }
    }

    /// Writes the bits of every place of a text to `flags`, and `BORDER` where a word begins.
    pub fn mark(&self, view: &TextView, words: &Words, flags: &mut Vec<u16>) {
        flags.clear();
        let mut previous = None;
        flags.extend(view.folded.iter().zip(&words.word_of).map(|(&c, &word)| {
            let border = word == u32::MAX || previous != Some(word);
            previous = Some(word);
            self.of(c) | (BORDER * u16::from(border))
        }));
    }
}
