//! Many strings looked for in one scan: an Aho–Corasick automaton over characters in a double array
//! (Kanda, Akabe and Oda, "Engineering faster double-array Aho–Corasick automata", 2023).

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The compiled strings. Without any it finds nothing.
#[derive(Default)]
pub struct Automaton {
    machine: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl Automaton {
    /// Compiles `patterns`, which must be different from each other and not empty; each is known by its place
    /// in the list.
    ///
    /// # Errors
    /// What the library says of strings that cannot be compiled (two alike, an empty one).
    pub fn new<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<Automaton, String> {
        let mut patterns = patterns.peekable();
        if patterns.peek().is_none() {
            return Ok(Automaton::default());
        }
        let machine = CharwiseDoubleArrayAhoCorasickBuilder::new().build(patterns).map_err(|error| error.to_string())?;
        Ok(Automaton { machine: Some(machine) })
    }

    /// Calls `found(pattern, start, end)` for every place of every pattern in `text`, overlapping ones included,
    /// by their ends and the longest first; `start` and `end` are bytes.
    pub fn scan(&self, text: &str, mut found: impl FnMut(u32, usize, usize)) {
        let Some(machine) = &self.machine else { return };
        for hit in machine.find_overlapping_iter(text) {
            found(hit.value(), hit.start(), hit.end());
        }
    }
}

impl Serialize for Automaton {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.machine.as_ref().map(CharwiseDoubleArrayAhoCorasick::serialize).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Automaton {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Automaton, D::Error> {
        let bytes = <&'de [u8]>::deserialize(deserializer)?;
        if bytes.is_empty() {
            return Ok(Automaton::default());
        }
        let (machine, _) = CharwiseDoubleArrayAhoCorasick::deserialize(bytes).map_err(serde::de::Error::custom)?;
        Ok(Automaton { machine: Some(machine) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn overlapping_ones_by_their_ends_longest_first() {
        let automaton = Automaton::new(["中国外交部", "外交部", "中国", "部长"].into_iter()).unwrap();
        let mut hits = Vec::new();
        automaton.scan("前中国外交部长", |pattern, start, end| hits.push((pattern, start, end)));
        assert_eq!(hits, [(2, 3, 9), (0, 3, 18), (1, 9, 18), (3, 15, 21)]);
    }

    #[test]
    fn nothing_to_look_for() {
        let automaton = Automaton::new(std::iter::empty()).unwrap();
        automaton.scan("什么", |_, _, _| panic!("nothing was to be found"));
    }

    proptest! {
        #[test]
        fn finds_what_a_search_finds(text in "[甲乙丙aé😀]{0,30}", patterns in proptest::collection::btree_set("[甲乙丙aé😀]{1,3}", 1..8)) {
            let patterns: Vec<String> = patterns.into_iter().collect();
            let automaton = Automaton::new(patterns.iter().map(String::as_str)).unwrap();
            let mut hits = Vec::new();
            automaton.scan(&text, |pattern, start, end| hits.push((pattern as usize, start, end)));
            let mut expected: Vec<(usize, usize, usize)> = Vec::new();
            for (number, pattern) in patterns.iter().enumerate() {
                for (start, _) in text.char_indices().filter(|&(start, _)| text[start..].starts_with(pattern.as_str())) {
                    expected.push((number, start, start + pattern.len()));
                }
            }
            expected.sort_by_key(|&(_, start, end)| (end, start));
            prop_assert_eq!(hits, expected);
        }
    }
}
