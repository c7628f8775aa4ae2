//! What the model looks at.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::TABLE;
use crate::dictionary::FormUse;
use crate::recognise::candidate::{Candidate, Source};
use crate::recognise::context;
use crate::recognise::scene::Scene;
use crate::record::EntityType;
use crate::text::is_han;

/// What the features of one candidate need to know of all of them.
pub struct FeatureScene<'a> {
    scene: &'a Scene<'a>,
    traditional: bool,
    english: bool,
    /// What the document's candidates say of each text.
    texts: FxHashMap<&'a [char], TextScores>,
}

/// What the candidates of one text say together.
struct TextScores {
    /// How many they are.
    count: u32,
    /// Best rule score as each type, in the order of [`EntityType::NAMED`]; minus infinity where none is of it.
    best: [f32; EntityType::NAMED.len()],
}

impl<'a> FeatureScene<'a> {
    /// Counts the candidates of a document.
    pub fn new(scene: &'a Scene<'a>, candidates: &[Candidate], traditional: bool, english: bool) -> FeatureScene<'a> {
        let mut texts: FxHashMap<&'a [char], TextScores> = FxHashMap::default();
        for c in candidates {
            let text = &scene.view.folded[c.start as usize..c.end as usize];
            let scores = texts.entry(text).or_insert(TextScores { count: 0, best: [f32::NEG_INFINITY; EntityType::NAMED.len()] });
            scores.count += 1;
            if let Some(k) = EntityType::NAMED.iter().position(|kind| *kind == c.kind) {
                scores.best[k] = scores.best[k].max(c.score);
            }
        }
        FeatureScene { scene, traditional, english, texts }
    }
}

fn hash(template: u32, a: u64, b: u64) -> u32 {
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
    ((x.clamp(-6.0, 6.0) + 6.0) * 2.0) as u64
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
        let word = scene.word_to(start);
        if context::announces_person(word) {
            12
        } else if scene.is_stopword(word) {
            13
        } else {
            14
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
        let word = scene.word_from(end);
        if context::is_speech_verb(word) {
            12
        } else if context::follows_name(word) {
            13
        } else if scene.is_stopword(word) {
            14
        } else {
            15
        }
    }
}

/// Writes the hashed features of `candidates[index]` to `out` (cleared first); `rival` is the best
/// rule score among candidates that overlap it.
pub fn extract(features: &FeatureScene, candidate: &Candidate, rival: f32, out: &mut Vec<u32>) {
    out.clear();
    visit(features, candidate, rival, |_, feature| out.push(feature));
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
];

/// Calls `found(template, feature)` for every feature of a candidate.
pub fn visit(features: &FeatureScene, candidate: &Candidate, rival: f32, mut found: impl FnMut(u32, u32)) {
    let scene = features.scene;
    let view = scene.view;
    let (start, end) = (candidate.start as usize, candidate.end as usize);
    let kind = candidate.kind as u64;
    let source = candidate.source as u64;
    let sk = source * 8 + kind;
    let n = (end - start) as u64;
    let text = view.folded_slice(start..end);
    let chars = &view.folded[start..end];
    let mut add = |template: u32, a: u64, b: u64| found(template, hash(template, a, b));
    add(0, kind, 0);
    add(1, sk, 0);
    add(2, sk, bucket(candidate.score));
    add(3, sk, n.min(12));
    add(4, kind, view.before(start) as u64);
    add(5, kind, view.at(end) as u64);
    let left = text_hash(scene.word_to(start));
    let right = text_hash(scene.word_from(end));
    add(6, kind, left);
    add(7, kind, right);
    let (lc, rc) = (left_class(scene, start), right_class(scene, end));
    add(8, sk, lc);
    add(9, sk, rc);
    add(10, kind, lc * 32 + rc);
    let (lb, rb) = (scene.words.is_border(start), scene.words.is_border(end));
    let whole = scene.words.word_at(start).is_some_and(|(s, e)| s == start && e == end);
    let borders = u64::from(lb) | u64::from(rb) << 1 | u64::from(whole) << 2;
    add(11, sk, borders);
    let last = chars.last().copied().unwrap_or(' ') as u64;
    let first = chars.first().copied().unwrap_or(' ') as u64;
    add(12, kind, last);
    add(13, kind, first);
    if chars.len() >= 2 {
        add(14, kind, text_hash(view.folded_slice(end - 2..end)));
        add(15, sk, first);
    }
    let tag = scene.segmenter.listed_tag(text).map_or(0, text_hash);
    add(16, sk, tag);
    let han = is_han(chars[0]);
    if han {
        let given = chars[1..].iter().map(|c| scene.characters.given(*c)).sum::<f32>() / (chars.len() - 1).max(1) as f32;
        let sound = chars.iter().map(|c| scene.characters.sound(*c)).sum::<f32>() / chars.len() as f32;
        add(17, sk, bucket(given));
        add(18, sk, bucket(sound));
    }
    let scores = features.texts.get(chars);
    let count = scores.map_or(1, |s| s.count);
    add(19, sk, u64::from(count.min(6)));
    add(20, sk, bucket(rival));
    add(21, kind, bucket((candidate.score - rival).clamp(-6.0, 6.0)));
    // The best rule score of this text as each type elsewhere in the document.
    for (k, score) in scores.iter().flat_map(|s| s.best.iter().enumerate()).filter(|(_, score)| **score > f32::NEG_INFINITY) {
        add(22, kind * 8 + k as u64, bucket(*score));
    }
    if let Some(entry) = candidate.entry.and_then(|e| scene.lexicon.entry(e)) {
        add(23, sk, text_hash(&entry.subkind));
        add(24, sk, u64::from(entry.documents.min(8)));
        add(25, kind, text_hash(&entry.country));
    }
    if let Some(pattern) = scene.lexicon.form(text) {
        let ways = pattern.senses.iter().fold(0u64, |bits, s| {
            bits | 1
                << match s.form {
                    FormUse::Always => 0,
                    FormUse::Context => 1,
                    FormUse::Short(_) => 2,
                    FormUse::Fang => 3,
                    FormUse::Latin => 4,
                    FormUse::Acronym => 5,
                    FormUse::Demonym => 6,
                }
        });
        add(26, sk, ways);
        if candidate.source == Source::CountryShort || chars.len() <= 3 {
            add(27, kind, text_hash(text));
        }
    }
    if candidate.source == Source::CountryShort {
        add(28, first, view.before(start) as u64);
        add(29, first, view.at(end) as u64);
        add(30, view.before(start) as u64, view.at(end) as u64);
        add(31, first, left);
        add(32, first, right);
        add(33, first, borders);
        add(34, first, text_hash(view.folded_slice(end..(end + 2).min(view.len()))));
    }
    if candidate.kind == EntityType::Organization && han {
        let mut at = start;
        while let Some((_, we)) = scene.words.word_at(at).filter(|_| at < end) {
            add(46, kind, text_hash(view.folded_slice(at..we.min(end))));
            at = we;
        }
        if chars.len() >= 3 {
            add(47, kind, text_hash(view.folded_slice(end - 3..end)));
        }
    }
    if matches!(candidate.source, Source::Suffix | Source::GenericBody | Source::PlaceSuffix) {
        let (fs, fe) = scene.words.word_at(start).unwrap_or((start, end));
        add(35, kind, text_hash(view.folded_slice(start..fe.min(end).max(start))));
        let first_tag = scene.segmenter.tag(view.folded_slice(fs.max(start)..fe.min(end)));
        add(36, sk, text_hash(first_tag));
        if let Some((ls, le)) = end.checked_sub(1).and_then(|e| scene.words.word_at(e)) {
            add(37, kind, text_hash(view.folded_slice(ls.max(start)..le.min(end))));
        }
        add(38, sk, text_hash(scene.segmenter.tag(scene.word_to(start))));
    }
    if candidate.source == Source::LatinRun {
        let words = text.split(' ').count() as u64;
        add(39, sk, words.min(6));
        for word in text.split(' ').take(6) {
            add(40, kind, text_hash(word));
        }
    }
    add(41, sk, u64::from(features.traditional) | u64::from(features.english) << 1);
    // 德国BioNTech, 中国外交部: a country before the rest, and whether the rest is known.
    if matches!(candidate.kind, EntityType::Organization | EntityType::Person) && han && chars.len() >= 4 {
        let head = (2..=4).rev().find(|&k| {
            k + 1 < chars.len()
                && scene.lexicon.form(view.folded_slice(start..start + k)).is_some_and(|p| {
                    p.senses.iter().any(|s| {
                        s.form == FormUse::Always
                            && scene.lexicon.entry(s.entry).is_some_and(|e| matches!(e.kind, EntityType::Country | EntityType::Place))
                    })
                })
        });
        if let Some(k) = head {
            let rest = scene.lexicon.form(view.folded_slice(start + k..end));
            let known = rest.is_some_and(|p| !p.senses.is_empty());
            let body = rest.is_some_and(|p| p.body.is_some() || p.suffix.is_some());
            let subkind = candidate.entry.and_then(|e| scene.lexicon.entry(e)).map_or(0, |e| text_hash(&e.subkind));
            add(43, sk, u64::from(known) | u64::from(body) << 1);
            add(44, kind * 4 + (u64::from(known) | u64::from(body) << 1), subkind);
            add(45, kind, text_hash(view.folded_slice(end.saturating_sub(2).max(start)..end)));
        }
    }
    add(42, kind * 2 + u64::from(view.before(start) == '\n'), u64::from(view.at(end) == '\n'));
}
