//! Listed people under renderings that no list has: 约瑟普·博雷尔 for Josep Borrell, whom the dictionary knows as 博雷利.
//!
//! A Chinese name with a dot renders a Latin name word by word. One of its parts must be a known rendering of that word of the person's
//! name (约瑟普 of Josep), which leaves few people to listen to; the other must sound like the other word ([`SoundTable`]).

use rustc_hash::{FxHashMap, FxHashSet};

use super::sounds::{AlignScratch, SoundTable};
use crate::dictionary::{EntryId, FormUse, Lexicon};
use crate::record::EntityType;
use crate::text::{fold_latin, is_han};

/// Least log-odds for each character of the part that is a known rendering: what a list says against all sound is not believed.
const KNOWN: f32 = 1.0;
/// Least log-odds for each character of the part that only sounds so.
const HEARD: f32 = 2.0;
/// Least log-odds for each letter of that part's word: 凯奇 leaves half of Kasich unsaid.
const COVERED: f32 = 1.0;
/// How far the best person must be ahead of the next, in log-odds for each character.
const AHEAD: f32 = 0.5;

/// Which end of a name a part stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum End {
    /// The first: the given name.
    Given,
    /// The last: the family name.
    Family,
}

impl End {
    /// The other end of the name.
    fn other(self) -> End {
        match self {
            End::Given => End::Family,
            End::Family => End::Given,
        }
    }
}

/// A listed person's Latin name, folded.
struct Listed {
    entry: EntryId,
    given: String,
    family: String,
}

impl Listed {
    /// The word at one end of the name.
    fn word(&self, end: End) -> &str {
        match end {
            End::Given => &self.given,
            End::Family => &self.family,
        }
    }
}

/// The listed people with a given and a family name in Latin letters, by what their Chinese names are known to render.
#[derive(Default)]
pub struct ByEar {
    people: Vec<Listed>,
    /// People (by index) by a word of their name.
    by_word: FxHashMap<(End, String), Vec<u32>>,
    /// Latin words by a Chinese part that renders them.
    renders: FxHashMap<(End, String), FxHashSet<String>>,
    sounds: SoundTable,
}

impl ByEar {
    /// Takes the people of the dictionary who have a Chinese name with a dot and a Latin one of two words.
    pub fn new(lexicon: &Lexicon, sounds: SoundTable) -> ByEar {
        let mut ear = ByEar { sounds, ..ByEar::default() };
        let mut latin: FxHashMap<EntryId, (String, String)> = FxHashMap::default();
        let mut dotted: FxHashSet<EntryId> = FxHashSet::default();
        for (id, entry) in lexicon.entries.iter().enumerate().filter(|(_, e)| e.kind == EntityType::Person) {
            if let Some(words) = ends(&entry.name_en) {
                latin.insert(id as EntryId, words);
            }
        }
        for pattern in &lexicon.patterns {
            let Some((given, family)) = parts(&pattern.text) else { continue };
            for sense in pattern.senses.iter().filter(|s| s.form == FormUse::Always) {
                let Some(words) = latin.get(&sense.entry) else { continue };
                dotted.insert(sense.entry);
                ear.renders.entry((End::Given, given.into())).or_default().insert(words.0.clone());
                ear.renders.entry((End::Family, family.into())).or_default().insert(words.1.clone());
            }
        }
        let mut ids: Vec<EntryId> = dotted.into_iter().collect();
        ids.sort_unstable();
        for entry in ids {
            let Some((given, family)) = latin.remove(&entry) else { continue };
            let index = ear.people.len() as u32;
            ear.by_word.entry((End::Given, given.clone())).or_default().push(index);
            ear.by_word.entry((End::Family, family.clone())).or_default().push(index);
            ear.people.push(Listed { entry, given, family });
        }
        ear
    }

    /// The one listed person whose name the folded Chinese `name` renders; `None` where no part of it is a known rendering, where the
    /// other part does not sound like anybody's, or where it sounds like two people's.
    pub fn find(&self, name: &str) -> Option<EntryId> {
        let (given, family) = parts(name)?;
        let mut heard: Vec<(f32, EntryId)> = Vec::new();
        self.listen(End::Given, given, family, &mut heard);
        self.listen(End::Family, family, given, &mut heard);
        heard.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let &(best, entry) = heard.first()?;
        let next = heard.iter().find(|(_, other)| *other != entry);
        next.is_none_or(|(next, _)| best - next >= AHEAD).then_some(entry)
    }

    /// Adds the people whose word at `end` the part `known` is known to render and whose other word `unknown` sounds like, with how
    /// well it does.
    fn listen(&self, end: End, known: &str, unknown: &str, heard: &mut Vec<(f32, EntryId)>) {
        let Some(words) = self.renders.get(&(end, known.to_string())) else { return };
        let mut scratch = AlignScratch::default();
        let [known, unknown]: [Vec<char>; 2] = [known, unknown].map(|part| part.chars().collect());
        let mut score = |han: &[char], word: &str| self.sounds.score(han, &[word.to_string()], &mut scratch);
        for word in words {
            if score(&known, word) < KNOWN * known.len() as f32 {
                continue;
            }
            let people = self.by_word.get(&(end, word.clone())).into_iter().flatten();
            for person in people.filter_map(|&index| self.people.get(index as usize)) {
                let word = person.word(end.other());
                let odds = score(&unknown, word);
                if odds >= HEARD * unknown.len() as f32 && odds >= COVERED * word.len() as f32 {
                    heard.push((odds / unknown.len() as f32, person.entry));
                }
            }
        }
    }
}

/// First and last word of a Latin name of two words or more, folded.
fn ends(name: &str) -> Option<(String, String)> {
    let folded = fold_latin(name.split(" (").next().unwrap_or(name));
    let mut words = folded.split(' ').filter(|word| word.len() > 1 && !matches!(*word, "jr" | "sr" | "ii" | "iii"));
    let given = words.next()?;
    let family = words.next_back()?;
    Some((given.into(), family.into()))
}

/// First and last part of a Chinese name with dots, without what stands between.
fn parts(name: &str) -> Option<(&str, &str)> {
    let mut parts = name.split(['·', '-', ' ']).filter(|part| !part.is_empty());
    let given = parts.next()?;
    let family = parts.next_back()?;
    let whole = |part: &str| part.chars().count() >= 2 && part.chars().all(is_han);
    (whole(given) && whole(family)).then_some((given, family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Sources;

    /// Two people by the sounds of the built-in table.
    fn ear() -> (Lexicon, ByEar) {
        let mut sources = Sources::builtin();
        sources.add(
            "people.csv",
            "people.csv",
            "name_en,name_zh,full_zh,aliases_zh\nWilfred Barnaby,巴纳比,威尔弗雷德·巴纳比,\nWilfred Stanton,斯坦顿,威尔弗雷德·斯坦顿,\n",
        );
        let lexicon = Lexicon::compile(&sources).expect("two more people");
        let sounds = SoundTable::from_sources(&sources).expect("built-in sounds");
        let ear = ByEar::new(&lexicon, sounds);
        (lexicon, ear)
    }

    fn found(name: &str) -> Option<String> {
        let (lexicon, ear) = ear();
        ear.find(name).and_then(|entry| lexicon.entry(entry)).map(|entry| entry.name_en.clone())
    }

    #[test]
    fn one_part_is_known_and_the_other_sounds_so() {
        assert_eq!(found("威尔弗雷德·巴纳贝"), Some("Wilfred Barnaby".into()));
        assert_eq!(found("威尔弗雷德·J·史坦顿"), Some("Wilfred Stanton".into()));
        assert_eq!(found("威弗莱德·巴纳比"), Some("Wilfred Barnaby".into()));
    }

    #[test]
    fn others_of_a_given_name() {
        assert_eq!(found("威尔弗雷德·奥康奈尔"), None);
        assert_eq!(found("巴纳贝"), None);
        assert_eq!(found("威尔弗雷德·"), None);
    }
}
