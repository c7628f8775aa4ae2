//! Many strings looked for in one pass over the characters of a text: at every character, those that end there.
//!
//! Most characters end none of them, which one bit tells: that of the character and the one before it. Only where it
//! is set, the strings are followed backwards from their ends, in a table of hashed steps. An Aho-Corasick automaton decodes
//! and steps at every character, and each step is a look at another place of a large table.

use rustc_hash::FxHashMap;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Strings to look for, each with a number.
#[derive(Clone, Debug)]
pub struct Endings {
    /// A bit for the last two characters of each string of two or more, by [`Endings::pair_bit`].
    pairs: Box<Bits<PAIRS>>,
    /// How many bits of `pairs` are used, less one: few strings need few, and few stay near the processor.
    mask: u32,
    /// A bit for the last three characters of each string of three or more, and for each string of two, by [`three_bit`].
    threes: Box<Bits<THREES>>,
    /// A bit for each string of one character; characters beyond the Basic Multilingual Plane share those of others.
    singles: Box<Bits<SINGLES>>,
    /// An open table of steps; a power of two of slots, a quarter of them empty at least.
    slots: Vec<Slot>,
}

/// One step backwards.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// In the low bits, where the step comes from and its character (see [`single`], [`pair`], [`further`]); in the high bits, a
    /// filter of the characters that may come next. 0 where the slot is empty.
    key: u64,
    /// Number of the state that it leads to.
    state: u32,
    /// One more than the number of the string that begins here; 0 if none does.
    form: u32,
}

/// So many words of 64 bits. A fixed number of them, a power of two: a place below it needs no check.
type Bits<const WORDS: usize> = [u64; WORDS];
/// Characters that are looked at before any string is followed; a power of two.
const BLOCK: usize = 256;
const PAIRS: usize = 1 << 13;
const THREES: usize = 1 << 13;
const SINGLES: usize = 1 << 10;

const CHAR_BITS: u32 = 21;
/// Bits of a key below the filter.
const KEY_BITS: u32 = 48;
const KEY: u64 = (1 << KEY_BITS) - 1;
const KIND: u32 = 45;
/// States that a key has room for.
const STATES: u32 = 1 << (KIND - CHAR_BITS);
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

fn single(c: char) -> u64 {
    1 << KIND | u64::from(c)
}

fn pair(last: char, before: char) -> u64 {
    2 << KIND | u64::from(last) << CHAR_BITS | u64::from(before)
}

fn further(state: u32, c: char) -> u64 {
    3 << KIND | u64::from(state) << CHAR_BITS | u64::from(c)
}

/// The bit of a character in the filter of a key.
fn filter(c: char) -> u64 {
    1 << (KEY_BITS + ((c as u32).wrapping_mul(0x9E37_79B1) >> 28))
}

/// The bit at a place (places go round).
fn bit<const WORDS: usize>(bits: &Bits<WORDS>, place: u32) -> u64 {
    bits[place as usize / 64 % WORDS] >> (place % 64) & 1
}

fn set<const WORDS: usize>(bits: &mut Bits<WORDS>, place: u32) {
    bits[place as usize / 64 % WORDS] |= 1 << (place % 64);
}

impl Default for Endings {
    fn default() -> Self {
        Endings { pairs: Box::new([0; PAIRS]), mask: 63, threes: Box::new([0; THREES]), singles: Box::new([0; SINGLES]), slots: Vec::new() }
    }
}

impl Endings {
    /// Compiles strings, which must be different from each other and not empty, each with the number it is known by.
    ///
    /// # Errors
    /// What is wrong with the strings (two alike, an empty one, more than the table can number).
    pub fn new<'a>(strings: impl Iterator<Item = (&'a str, u32)>) -> Result<Endings, String> {
        let mut steps = Steps::default();
        let mut endings = Endings::default();
        let mut heads: Vec<(char, char)> = Vec::new();
        for (text, number) in strings {
            let mut chars = text.chars().rev();
            let Some(last) = chars.next() else { return Err("an empty string".into()) };
            if let Some(before) = text.chars().nth_back(1) {
                set(&mut endings.threes, three_bit(text.chars().nth_back(2), before, last));
            }
            let mut key = match chars.next() {
                None => {
                    set(&mut endings.singles, last as u32);
                    single(last)
                }
                Some(before) => {
                    heads.push((before, last));
                    pair(last, before)
                }
            };
            steps.add(key)?;
            for c in chars {
                key = steps.follow(key, c)?;
            }
            steps.end(key, number).ok_or_else(|| format!("{text} is there twice"))?;
        }
        heads.sort_unstable();
        heads.dedup();
        // Eight bits for each two characters: of those that end nothing, one in nine or so passes.
        endings.mask = (heads.len() as u32 * 8).next_power_of_two().clamp(64, PAIRS as u32 * 64) - 1;
        for (before, last) in heads {
            let place = endings.pair_bit(mixed_before(before), last);
            set(&mut endings.pairs, place);
        }
        endings.slots = steps.table();
        Ok(endings)
    }

    /// Calls `found(number, start, end)` for every place of every string in `chars`, overlapping ones included, by their ends and
    /// the longest first; `start` and `end` are characters.
    pub fn scan(&self, chars: &[char], mut found: impl FnMut(u32, usize, usize)) {
        if self.slots.is_empty() {
            return;
        }
        let mut here: Vec<(u32, usize)> = Vec::new();
        let mut passed = [0u16; BLOCK];
        let mut before = mixed_before('\0');
        for (number, block) in chars.chunks(BLOCK).enumerate() {
            // Where something may end is noted first, without a branch that nobody can foretell.
            let mut count = 0;
            for (place, &last) in (0u16..).zip(block) {
                let may_end = bit(&self.singles, last as u32) | bit(&self.pairs, self.pair_bit(before, last));
                before = mixed_before(last);
                passed[count % BLOCK] = place;
                count += may_end as usize;
            }
            for &place in passed.iter().take(count) {
                let end = number * BLOCK + usize::from(place) + 1;
                self.ending_at(chars.get(..end).unwrap_or(&[]), &mut here);
                for (form, start) in here.drain(..).rev() {
                    found(form, start, end);
                }
            }
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Gathers the strings that `chars` ends with and where they start, the shortest first.
    fn ending_at(&self, chars: &[char], here: &mut Vec<(u32, usize)>) {
        let [rest @ .., last] = chars else { return };
        if bit(&self.singles, *last as u32) == 1
            && let Some(form) = self.slot(single(*last)).and_then(Slot::form)
        {
            here.push((form, rest.len()));
        }
        let [rest @ .., before] = rest else { return };
        // Two bits more spare most of the looks into the large table.
        let whole = bit(&self.threes, three_bit(None, *before, *last));
        let longer = rest.last().map_or(0, |third| bit(&self.threes, three_bit(Some(*third), *before, *last)));
        if bit(&self.pairs, self.pair_bit(mixed_before(*before), *last)) & (whole | longer) == 0 {
            return;
        }
        let Some(mut slot) = self.slot(pair(*last, *before)) else { return };
        let mut left = rest;
        loop {
            if let Some(form) = slot.form() {
                here.push((form, left.len()));
            }
            let [rest @ .., c] = left else { return };
            if slot.key & filter(*c) == 0 {
                return;
            }
            let Some(next) = self.slot(further(slot.state, *c)) else { return };
            (slot, left) = (next, rest);
        }
    }

    /// The place of two characters among [`Endings::pairs`], the first of them mixed.
    fn pair_bit(&self, before: u32, last: char) -> u32 {
        (before ^ (last as u32).wrapping_mul(0x85EB_CA77)) >> 7 & self.mask
    }

    fn slot(&self, key: u64) -> Option<&Slot> {
        let mut place = place_of(key, self.slots.len());
        loop {
            let slot = self.slots.get(place)?;
            if slot.key & KEY == key {
                return Some(slot);
            }
            if slot.key == 0 {
                return None;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }
}

/// The place of the last three characters of a string (or of its two) among [`Endings::threes`].
fn three_bit(third: Option<char>, before: char, last: char) -> u32 {
    let packed = u64::from(third.map_or(0, u32::from)) << 42 | u64::from(before) << 21 | u64::from(last);
    (packed.wrapping_mul(MIX) >> 40) as u32
}

fn mixed_before(c: char) -> u32 {
    (c as u32).wrapping_mul(0x9E37_79B1)
}

/// The slot of a table of so many (a power of two) that a key is looked for in first.
fn place_of(key: u64, slots: usize) -> usize {
    (key.wrapping_mul(MIX) >> 32) as usize & (slots - 1)
}

impl Slot {
    fn form(&self) -> Option<u32> {
        self.form.checked_sub(1)
    }
}

/// Steps before they are put in a table.
#[derive(Default)]
struct Steps {
    slots: FxHashMap<u64, Slot>,
}

impl Steps {
    /// The slot of a step, new if it is.
    fn add(&mut self, key: u64) -> Result<&mut Slot, String> {
        let next = self.slots.len() as u32 + 1;
        if next >= STATES {
            return Err("more strings than can be numbered".into());
        }
        Ok(self.slots.entry(key).or_insert(Slot { key, state: next, form: 0 }))
    }

    /// The step to `c` after the one with this key; gives its key.
    fn follow(&mut self, key: u64, c: char) -> Result<u64, String> {
        let from = self.add(key)?;
        from.key |= filter(c);
        let key = further(from.state, c);
        self.add(key)?;
        Ok(key)
    }

    /// A string ends with this step; nothing if another one does.
    fn end(&mut self, key: u64, number: u32) -> Option<()> {
        let slot = self.slots.get_mut(&key).filter(|slot| slot.form == 0)?;
        slot.form = number.checked_add(1)?;
        Some(())
    }

    /// The table, the same whatever order the map has.
    fn table(self) -> Vec<Slot> {
        let mut steps: Vec<Slot> = self.slots.into_values().collect();
        steps.sort_unstable_by_key(|slot| slot.state);
        if steps.is_empty() {
            return Vec::new();
        }
        let count = (steps.len() * 4 / 3 + 1).next_power_of_two();
        let mut slots = vec![Slot::default(); count];
        for step in steps {
            let mut place = place_of(step.key & KEY, count);
            while slots[place].key != 0 {
                place = (place + 1) & (count - 1);
            }
            slots[place] = step;
        }
        slots
    }
}

impl Serialize for Endings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(8 * (1 + PAIRS + THREES + SINGLES) + 16 * self.slots.len());
        let words = std::iter::once(u64::from(self.mask)).chain(*self.pairs).chain(*self.threes).chain(*self.singles);
        words.for_each(|word| bytes.extend(word.to_le_bytes()));
        for slot in &self.slots {
            bytes.extend(slot.key.to_le_bytes());
            bytes.extend((u64::from(slot.state) << 32 | u64::from(slot.form)).to_le_bytes());
        }
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Endings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Endings, D::Error> {
        let bytes = <&'de [u8]>::deserialize(deserializer)?;
        let mut words = bytes.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
        let mut endings = Endings { mask: words.next().unwrap_or(63) as u32, ..Endings::default() };
        endings
            .pairs
            .iter_mut()
            .chain(&mut *endings.threes)
            .chain(&mut *endings.singles)
            .zip(&mut words)
            .for_each(|(slot, word)| *slot = word);
        let mut slots = Vec::with_capacity(bytes.len() / 16);
        while let (Some(key), Some(rest)) = (words.next(), words.next()) {
            slots.push(Slot { key, state: (rest >> 32) as u32, form: rest as u32 });
        }
        // Without an empty slot a search would have no end.
        let sound = slots.is_empty() || slots.len().is_power_of_two() && slots.iter().any(|slot| slot.key == 0);
        endings.slots = slots;
        if sound { Ok(endings) } else { Err(D::Error::custom("a table of strings that is none")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compile(strings: &[&str]) -> Endings {
        Endings::new(strings.iter().copied().zip(0..)).unwrap()
    }

    fn scan(endings: &Endings, text: &str) -> Vec<(u32, usize, usize)> {
        let chars: Vec<char> = text.chars().collect();
        let mut hits = Vec::new();
        endings.scan(&chars, |number, start, end| hits.push((number, start, end)));
        hits
    }

    #[test]
    fn overlapping_ones_by_their_ends_longest_first() {
        let endings = compile(&["中国外交部", "外交部", "中国", "部长", "部"]);
        assert_eq!(scan(&endings, "前中国外交部长"), [(2, 1, 3), (0, 1, 6), (1, 3, 6), (4, 5, 6), (3, 5, 7)]);
    }

    #[test]
    fn nothing_to_look_for() {
        let endings = compile(&[]);
        assert!(endings.is_empty() && scan(&endings, "什么").is_empty());
    }

    #[test]
    fn strings_that_cannot_be_compiled() {
        assert!(Endings::new([("甲乙", 0), ("甲乙", 1)].into_iter()).is_err());
        assert!(Endings::new([("", 0)].into_iter()).is_err());
    }

    proptest! {
        #[test]
        fn finds_what_a_search_finds(text in "[甲乙丙aé😀]{0,30}", strings in proptest::collection::btree_set("[甲乙丙aé😀]{1,4}", 0..8)) {
            let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
            let mut expected: Vec<(u32, usize, usize)> = Vec::new();
            for (number, string) in (0..).zip(&strings) {
                for (byte, _) in text.char_indices().filter(|&(byte, _)| text[byte..].starts_with(string)) {
                    let start = text[..byte].chars().count();
                    expected.push((number, start, start + string.chars().count()));
                }
            }
            expected.sort_by_key(|&(_, start, end)| (end, start));
            let endings = compile(&strings);
            prop_assert_eq!(scan(&endings, &text), expected.clone());
            let bytes = postcard::to_stdvec(&endings).unwrap();
            let again: Endings = postcard::from_bytes(&bytes).unwrap();
            prop_assert_eq!(scan(&again, &text), expected);
        }
    }
}
