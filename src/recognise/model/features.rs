//! What the model looks at. A feature belongs to what stands left of a span, to what stands right of it, to its text, or to the candidate
//! itself: what belongs to a place or text is looked at once for all candidates there.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::TABLE;
use super::small::Small;
use crate::dictionary::FormUse;
use crate::recognise::candidate::{Candidate, Source};
use crate::recognise::scene::Scene;
use crate::recognise::texts::Texts;
use crate::recognise::word_facts::{ANNOUNCES, FOLLOWS, SPEECH, STOPWORD};
use crate::record::EntityType;
use crate::text::is_han;

/// Takes features: lists or weighs them.
pub(super) trait Sink {
    /// The feature of a template with two values.
    fn add(&mut self, template: u32, a: u64, b: u64);

    /// The same of a template with few values.
    fn small(&mut self, of: Small, a: u64, b: u64) {
        self.add(of.template, a, b);
    }
}

/// A sink that hands every hashed feature on, with its template.
struct Listed<F>(F);

impl<F: FnMut(u32, u32)> Sink for Listed<F> {
    fn add(&mut self, template: u32, a: u64, b: u64) {
        (self.0)(template, hash(template, a, b));
    }
}

/// Types, and room for more.
pub(super) const KINDS: usize = 8;
/// Sources with types.
const PAIRS: usize = (Source::List as usize + 1) * KINDS;

const KIND: Small = Small::first(0, KINDS, 1);
const SOURCE: Small = KIND.then(1, PAIRS, 1);
const RULE: Small = SOURCE.then(2, PAIRS, 32);
const LENGTH: Small = RULE.then(3, PAIRS, 16);
const LEFT: Small = LENGTH.then(8, PAIRS, 16);
const RIGHT: Small = LEFT.then(9, PAIRS, 16);
const AROUND: Small = RIGHT.then(10, KINDS, 512);
const BORDERS: Small = AROUND.then(11, PAIRS, 8);
const GIVEN: Small = BORDERS.then(17, PAIRS, 32);
const SOUNDS: Small = GIVEN.then(18, PAIRS, 32);
const TIMES: Small = SOUNDS.then(19, PAIRS, 8);
const RIVAL: Small = TIMES.then(20, PAIRS, 32);
const MARGIN: Small = RIVAL.then(21, KINDS, 32);
const OF_TYPES: Small = MARGIN.then(22, KINDS * KINDS, 32);
const DOCUMENTS: Small = OF_TYPES.then(24, PAIRS, 16);
const USES: Small = DOCUMENTS.then(26, PAIRS, 128);
const SCRIPT: Small = USES.then(41, PAIRS, 4);
const LINES: Small = SCRIPT.then(42, KINDS * 2, 2);
const REST: Small = LINES.then(43, PAIRS, 4);

/// The templates with few values.
pub(super) const SMALL: [Small; 19] = [
    KIND, SOURCE, RULE, LENGTH, LEFT, RIGHT, AROUND, BORDERS, GIVEN, SOUNDS, TIMES, RIVAL, MARGIN, OF_TYPES, DOCUMENTS, USES, SCRIPT,
    LINES, REST,
];

/// What the features of one candidate need to know of all of them.
pub struct FeatureScene<'a> {
    pub(super) scene: &'a Scene<'a>,
    /// Bits of the article's script and language.
    script: u64,
    texts: Texts,
    /// What is to be said of each text, by its number.
    facts: Vec<TextFacts>,
}

/// What is to be said of a text wherever it stands in the document.
struct TextFacts {
    /// How many candidates have it.
    count: u32,
    /// Bucket of the best rule score as each type and one, in the order of [`EntityType::NAMED`]; 0 where none is of it.
    best: [u8; EntityType::NAMED.len()],
    /// Its length in characters.
    chars: usize,
    /// Whether it begins with a Chinese character.
    han: bool,
    first: char,
    last: char,
    /// Hash of its part of speech; 0 where jieba does not list it.
    tag: u64,
    /// Buckets of its odds as a given name and as a transliteration.
    given: u64,
    sound: u64,
    /// How the dictionaries use it, a bit a use; none where they do not list it.
    uses: Option<u64>,
    /// Of a country and more: whether the rest is a listed name (1) and a body or ending (2).
    rest: Option<u64>,
}

impl TextFacts {
    fn of(scene: &Scene, start: usize, end: usize) -> TextFacts {
        let view = scene.view;
        let text = view.folded_slice(start..end);
        let chars = view.folded.get(start..end).unwrap_or(&[]);
        let first = chars.first().copied().unwrap_or(' ');
        let han = is_han(first);
        let (mut given, mut sound) = (0, 0);
        if let (true, [_, rest @ ..]) = (han, chars) {
            given = bucket(rest.iter().map(|c| scene.characters.given(*c)).sum::<f32>() / rest.len().max(1) as f32);
            sound = bucket(chars.iter().map(|c| scene.characters.sound(*c)).sum::<f32>() / chars.len() as f32);
        }
        TextFacts {
            count: 0,
            best: [0; EntityType::NAMED.len()],
            chars: chars.len(),
            han,
            first,
            last: chars.last().copied().unwrap_or(' '),
            tag: scene.segmenter.listed_tag(text).map_or(0, text_hash),
            given,
            sound,
            uses: scene.lexicon.form(text).map(|pattern| pattern.senses.iter().fold(0u64, |bits, s| bits | use_bit(s.form))),
            rest: if han && chars.len() >= 4 { rest_of_country(scene, start, end) } else { None },
        }
    }
}

fn use_bit(form: FormUse) -> u64 {
    1 << match form {
        FormUse::Always => 0,
        FormUse::Context => 1,
        FormUse::Short(_) => 2,
        FormUse::Fang => 3,
        FormUse::Latin => 4,
        FormUse::Acronym => 5,
        FormUse::Demonym => 6,
    }
}

/// 德国BioNTech, 中国外交部: what is known of the rest where a text begins with a country or place.
fn rest_of_country(scene: &Scene, start: usize, end: usize) -> Option<u64> {
    let view = scene.view;
    let head = (2..=4).rev().find(|&k| {
        k + 1 < end - start
            && scene.lexicon.form(view.folded_slice(start..start + k)).is_some_and(|p| {
                p.senses.iter().any(|s| {
                    s.form == FormUse::Always
                        && scene.lexicon.entry(s.entry).is_some_and(|e| matches!(e.kind, EntityType::Country | EntityType::Place))
                })
            })
    })?;
    let rest = scene.lexicon.form(view.folded_slice(start + head..end));
    let known = rest.is_some_and(|p| !p.senses.is_empty());
    let body = rest.is_some_and(|p| p.body.is_some() || p.suffix.is_some());
    Some(u64::from(known) | u64::from(body) << 1)
}

/// What stands left of every span that begins at a place.
pub(super) struct Left {
    before: char,
    /// Hash of the two characters before.
    two: u64,
    /// Hash of the word before.
    word: u64,
    /// Hash of the word before that.
    farther: u64,
    class: u64,
    /// Whether a word begins here, and where it ends.
    border: bool,
    word_end: Option<usize>,
}

impl Left {
    pub(super) fn of(scene: &Scene, start: usize) -> Left {
        let word_end = scene.words.word_at(start).filter(|(ws, _)| *ws == start).map(|(_, we)| we);
        let word = scene.word_to(start);
        Left {
            before: scene.view.before(start),
            two: text_hash(scene.view.folded_slice(start.saturating_sub(2)..start)),
            word: text_hash(word),
            farther: text_hash(scene.word_to(start - word.chars().count())),
            class: left_class(scene, start),
            border: word_end.is_some() || scene.words.is_border(start),
            word_end,
        }
    }

    pub(super) fn features(&self, kind: EntityType, sink: &mut impl Sink) {
        sink.add(4, kind as u64, self.before as u64);
        sink.add(6, kind as u64, self.word);
        sink.add(48, kind as u64, self.two);
        sink.add(50, kind as u64, self.farther);
    }
}

/// What stands right of every span that ends at a place.
pub(super) struct Right {
    after: char,
    /// Hash of the two characters after.
    two: u64,
    /// Hash of the word after.
    word: u64,
    /// Hash of the word after that.
    farther: u64,
    class: u64,
    /// Whether a word ends here.
    border: bool,
}

impl Right {
    pub(super) fn of(scene: &Scene, end: usize) -> Right {
        let word = scene.word_from(end);
        Right {
            after: scene.view.at(end),
            two: text_hash(scene.view.folded_slice(end..(end + 2).min(scene.view.len()))),
            word: text_hash(word),
            farther: text_hash(scene.word_from(end + word.chars().count())),
            class: right_class(scene, end),
            border: scene.words.is_border(end),
        }
    }

    pub(super) fn features(&self, kind: EntityType, sink: &mut impl Sink) {
        sink.add(5, kind as u64, self.after as u64);
        sink.add(7, kind as u64, self.word);
        sink.add(49, kind as u64, self.two);
        sink.add(51, kind as u64, self.farther);
    }
}

impl<'a> FeatureScene<'a> {
    /// Numbers and counts the texts of a document's candidates.
    pub fn new(scene: &'a Scene<'a>, candidates: &[Candidate], traditional: bool, english: bool) -> FeatureScene<'a> {
        let texts = Texts::new(&scene.view.folded, candidates);
        let mut facts: Vec<TextFacts> =
            texts.places().iter().map(|&(start, end)| TextFacts::of(scene, start as usize, end as usize)).collect();
        for (i, c) in candidates.iter().enumerate() {
            if let Some(facts) = facts.get_mut(texts.of(i)) {
                facts.count += 1;
                // The types stand in the order of `EntityType::NAMED`.
                if let Some(best) = facts.best.get_mut(c.kind as usize) {
                    *best = (*best).max(bucket(c.score) as u8 + 1);
                }
            }
        }
        FeatureScene { scene, script: u64::from(traditional) | u64::from(english) << 1, texts, facts }
    }

    /// The numbers of the candidates' texts.
    pub(in crate::recognise) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The features of a text as a type.
    pub(super) fn of_text(&self, number: usize, kind: EntityType, sink: &mut impl Sink) {
        let (Some(facts), Some(&(start, end))) = (self.facts.get(number), self.texts.places().get(number)) else { return };
        let view = self.scene.view;
        let (start, end, kind_of) = (start as usize, end as usize, kind as u64);
        sink.add(12, kind_of, facts.last as u64);
        sink.add(13, kind_of, facts.first as u64);
        if facts.chars >= 2 {
            sink.add(14, kind_of, text_hash(view.folded_slice(end - 2..end)));
        }
        if facts.chars <= 6 {
            sink.add(27, kind_of, text_hash(view.folded_slice(start..end)));
        }
        if kind == EntityType::Organization && facts.han && facts.chars >= 3 {
            sink.add(47, kind_of, text_hash(view.folded_slice(end - 3..end)));
        }
        if facts.rest.is_some() && matches!(kind, EntityType::Organization | EntityType::Person) {
            sink.add(45, kind_of, text_hash(view.folded_slice(end - 2..end)));
        }
    }

    /// The features of a candidate that no other shares; `number` is that of its text, `rival` the best rule score among candidates
    /// that overlap it.
    pub(super) fn own(&self, candidate: &Candidate, number: usize, rival: f32, left: &Left, right: &Right, sink: &mut impl Sink) {
        let Some(facts) = self.facts.get(number) else { return };
        let scene = self.scene;
        let view = scene.view;
        let (start, end) = (candidate.start as usize, candidate.end as usize);
        let kind = candidate.kind as u64;
        let sk = candidate.source as u64 * 8 + kind;
        let first = facts.first as u64;
        sink.small(KIND, kind, 0);
        sink.small(SOURCE, sk, 0);
        sink.small(RULE, sk, bucket(candidate.score));
        sink.small(LENGTH, sk, (facts.chars as u64).min(12));
        sink.small(LEFT, sk, left.class);
        sink.small(RIGHT, sk, right.class);
        sink.small(AROUND, kind, left.class * 32 + right.class);
        let whole = left.word_end == Some(end);
        let borders = u64::from(left.border) | u64::from(right.border) << 1 | u64::from(whole) << 2;
        sink.small(BORDERS, sk, borders);
        if facts.chars >= 2 {
            sink.add(15, sk, first);
        }
        sink.add(16, sk, facts.tag);
        if facts.han {
            sink.small(GIVEN, sk, facts.given);
            sink.small(SOUNDS, sk, facts.sound);
        }
        sink.small(TIMES, sk, u64::from(facts.count.min(6)));
        sink.small(RIVAL, sk, bucket(rival));
        sink.small(MARGIN, kind, bucket(candidate.score - rival));
        // The best rule score of this text as each type in the document.
        for (k, best) in (0u64..).zip(facts.best) {
            if best > 0 {
                sink.small(OF_TYPES, kind * 8 + k, u64::from(best) - 1);
            }
        }
        let entry = candidate.entry.and_then(|e| scene.lexicon.entry(e));
        if let Some(entry) = entry {
            sink.add(23, sk, text_hash(&entry.subkind));
            sink.small(DOCUMENTS, sk, u64::from(entry.documents.min(8)));
            sink.add(25, kind, text_hash(&entry.country));
        }
        if let Some(uses) = facts.uses {
            sink.small(USES, sk, uses);
        }
        if candidate.source == Source::CountryShort {
            sink.add(28, first, left.before as u64);
            sink.add(29, first, right.after as u64);
            sink.add(30, left.before as u64, right.after as u64);
            sink.add(31, first, left.word);
            sink.add(32, first, right.word);
            sink.add(33, first, borders);
            sink.add(34, first, text_hash(view.folded_slice(end..(end + 2).min(view.len()))));
        }
        if candidate.kind == EntityType::Organization && facts.han {
            let mut at = start;
            while let Some((_, we)) = scene.words.word_at(at).filter(|_| at < end) {
                sink.add(46, kind, text_hash(view.folded_slice(at..we.min(end))));
                at = we;
            }
        }
        if matches!(candidate.source, Source::Suffix | Source::GenericBody | Source::PlaceSuffix) {
            let (fs, fe) = scene.words.word_at(start).unwrap_or((start, end));
            sink.add(35, kind, text_hash(view.folded_slice(start..fe.min(end).max(start))));
            let first_tag = scene.segmenter.tag(view.folded_slice(fs.max(start)..fe.min(end)));
            sink.add(36, sk, text_hash(first_tag));
            if let Some((ls, le)) = end.checked_sub(1).and_then(|e| scene.words.word_at(e)) {
                sink.add(37, kind, text_hash(view.folded_slice(ls.max(start)..le.min(end))));
            }
            sink.add(38, sk, text_hash(scene.segmenter.tag(scene.word_to(start))));
        }
        if candidate.source == Source::LatinRun {
            let text = view.folded_slice(start..end);
            sink.add(39, sk, (text.split(' ').count() as u64).min(6));
            for word in text.split(' ').take(6) {
                sink.add(40, kind, text_hash(word));
            }
        }
        sink.small(SCRIPT, sk, self.script);
        if let (Some(rest), EntityType::Organization | EntityType::Person) = (facts.rest, candidate.kind) {
            sink.small(REST, sk, rest);
            sink.add(44, kind * 4 + rest, entry.map_or(0, |e| text_hash(&e.subkind)));
        }
        sink.small(LINES, kind * 2 + u64::from(left.before == '\n'), u64::from(right.after == '\n'));
    }

    /// Calls `found(template, feature)` for every feature of the candidate with this number.
    pub fn visit(&self, index: usize, candidate: &Candidate, rival: f32, found: impl FnMut(u32, u32)) {
        let mut sink = Listed(found);
        let number = self.texts.of(index);
        let (left, right) = (Left::of(self.scene, candidate.start as usize), Right::of(self.scene, candidate.end as usize));
        left.features(candidate.kind, &mut sink);
        right.features(candidate.kind, &mut sink);
        self.of_text(number, candidate.kind, &mut sink);
        self.own(candidate, number, rival, &left, &right, &mut sink);
    }

    /// Writes the hashed features of the candidate with this number to `out` (cleared first), by their templates in the order in which
    /// models have always been trained on them.
    pub fn extract(&self, index: usize, candidate: &Candidate, rival: f32, out: &mut Vec<u32>) {
        let mut all: Vec<(u32, u32)> = Vec::with_capacity(64);
        self.visit(index, candidate, rival, |template, feature| all.push((place_of(template), feature)));
        all.sort_by_key(|(place, _)| *place);
        out.clear();
        out.extend(all.iter().map(|(_, feature)| *feature));
    }
}

/// The place of a template's features in a list: sums of weights depend, in their last bits, on the order.
fn place_of(template: u32) -> u32 {
    match template {
        46 => 35,
        47 => 36,
        35..=41 => template + 2,
        43..=45 => template + 1,
        42 => 47,
        other => other,
    }
}

/// A feature's place in the table of the first look.
pub(super) fn hash(template: u32, a: u64, b: u64) -> u32 {
    hash_to(TABLE, template, a, b)
}

/// A feature's place in a table of `size` weights, a power of two.
pub(super) fn hash_to(size: usize, template: u32, a: u64, b: u64) -> u32 {
    let mut h = FxHasher::default();
    h.write_u32(template);
    h.write_u64(a);
    h.write_u64(b);
    let x = h.finish();
    ((x ^ (x >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u32 & (size as u32 - 1)
}

fn text_hash(text: &str) -> u64 {
    let mut h = FxHasher::default();
    h.write(text.as_bytes());
    h.finish()
}

fn bucket(x: f32) -> u64 {
    // A signed number: the conversion to an unsigned one costs more.
    ((x.clamp(-6.0, 6.0) + 6.0) * 2.0) as i32 as u64
}

/// The class of what stands left of a span.
fn left_class(scene: &Scene, start: usize) -> u64 {
    let before = scene.view.before(start);
    if scene.title_before(start) {
        1
    } else if before == '\n' {
        2
    } else if !is_han(before) {
        match before {
            '、' => 3,
            '“' | '「' | '"' => 4,
            '(' => 5,
            ' ' => 6,
            '《' => 7,
            ',' | '。' | ':' | ';' => 8,
            c if c.is_ascii_digit() => 9,
            c if c.is_alphabetic() => 10,
            _ => 11,
        }
    } else {
        match scene.place_to(start) {
            place if place & ANNOUNCES != 0 => 12,
            place if place & STOPWORD != 0 => 13,
            _ => 14,
        }
    }
}

/// The class of what stands right of a span.
fn right_class(scene: &Scene, end: usize) -> u64 {
    let after = scene.view.at(end);
    if scene.title_after(end) {
        1
    } else if after == '\n' {
        2
    } else if !is_han(after) {
        match after {
            '、' => 3,
            '”' | '」' | '"' => 4,
            '(' => 5,
            ' ' => 6,
            '》' => 7,
            ',' | '。' | ':' | ';' => 8,
            ')' => 9,
            c if c.is_alphanumeric() => 10,
            _ => 11,
        }
    } else {
        match scene.place_from(end) {
            place if place & SPEECH != 0 => 12,
            place if place & FOLLOWS != 0 => 13,
            place if place & STOPWORD != 0 => 14,
            _ => 15,
        }
    }
}

/// What each template looks at, for a readable dump of the weights.
pub const TEMPLATES: &[&str] = &[
    "type",
    "source",
    "source, rule score",
    "source, length",
    "character before",
    "character after",
    "word before",
    "word after",
    "source, class before",
    "source, class after",
    "classes around",
    "source, word borders",
    "last character",
    "first character",
    "last two characters",
    "source, first character",
    "source, part of speech",
    "source, given-name odds",
    "source, transliteration odds",
    "source, times in the document",
    "source, best rival",
    "margin over the best rival",
    "score of the text as each type",
    "source, kind of the entry",
    "source, documents of a learned entry",
    "country of the entry",
    "source, uses of the form",
    "text",
    "country character, character before",
    "country character, character after",
    "characters around a country character",
    "country character, word before",
    "country character, word after",
    "country character, borders",
    "country character, two after",
    "first word of an ending name",
    "source, part of speech of the first word",
    "last word of an ending name",
    "source, part of speech of the word before",
    "Latin words",
    "Latin word",
    "source, script",
    "line borders",
    "country before a known rest",
    "country before a rest, kind",
    "country before an ending",
    "word inside an organization",
    "last three characters of an organization",
    "two characters before",
    "two characters after",
    "word before the word before",
    "word after the word after",
];
