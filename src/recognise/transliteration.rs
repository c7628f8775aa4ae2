//! Foreign names without a bracket: runs of characters that transliterations use, with dots,
//! titles before them, verbs of speech after them.

use super::candidate::{Candidate, Source};
use super::classes::{HAN, SOUND, SURNAME};
use super::scene::Scene;
use super::spots::each;
use super::word_facts::STOPWORD;
use crate::dictionary::{EntryId, Sense};
use crate::record::EntityType;
use crate::text::{CharList, is_han, is_name_dot};

/// Longest part between dots.
const LONGEST_PART: usize = 8;

/// Proposes dotted names (谢尔盖·绍伊古) and undotted runs (柯曼).
pub fn propose(scene: &Scene, out: &mut Vec<Candidate>) {
    dotted(scene, out);
    runs(scene, out);
}

/// Least log-odds of a character that names in sounds are made of.
pub(super) const LEAST_SOUND: f32 = -1.8;

/// Whether the character at a place is one that names in sounds are made of.
fn is_sound(scene: &Scene, index: usize) -> bool {
    scene.flags.get(index).is_some_and(|flags| flags & SOUND != 0)
}

/// Names of parts with dots or hyphens between them.
fn dotted(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut done = 0;
    for i in each(&scene.spots.dots) {
        // Within a name that an earlier dot has told.
        if i < done {
            continue;
        }
        let is_dot = is_name_dot(view.at(i)) || (view.at(i) == '-' && is_han(view.before(i)) && is_han(view.at(i + 1)));
        if !is_dot || !is_han(view.before(i)) && !view.before(i).is_ascii_uppercase() {
            continue;
        }
        let true_dot = is_name_dot(view.at(i));
        let left = left_part(scene, i);
        let right = right_parts(scene, i);
        let end = right.end;
        // 兰迪·朴: a surname of one character.
        let surname = right.characters == 1 && right.parts == 1 && true_dot && scene.flags.get(end - 1).is_some_and(|f| f & SURNAME != 0);
        if let Some((start, sound)) = left
            && (right.characters >= 2 || surname)
        {
            let length = (end - start) as f32;
            let mean = (sound.min(6.0) + right.sound) / length;
            let mut score = if true_dot { 2.2 } else { 0.0 } + mean.clamp(-2.0, 1.5) + 0.2 * right.parts as f32;
            if scene.title_before(start) || scene.speaks(end) || view.at(end) == '(' {
                score += 0.8;
            }
            if !scene.words.is_border(end) {
                score -= 0.6;
            }
            let listed = if true_dot { None } else { listed_with_dots(scene, start, end) };
            if listed.is_some() {
                score = score.max(LISTED);
            }
            out.push(Candidate::new(start, end, EntityType::Person, Source::Transliteration, score).of_entry(listed));
        }
        done = end.max(i + 1);
    }
}

/// Log-odds of a listed name whose dots are written as hyphens.
const LISTED: f32 = 3.0;

/// The person whose listed name this is, but for its dots: 乔-拜登.
fn listed_with_dots(scene: &Scene, start: usize, end: usize) -> Option<EntryId> {
    let text = scene.view.folded_slice(start..end).replace('-', "·");
    let person = |sense: &&Sense| scene.lexicon.entry(sense.entry).is_some_and(|entry| entry.kind == EntityType::Person);
    scene.lexicon.form(&text)?.senses.iter().find(person).map(|sense| sense.entry)
}

/// Where the part left of a dot begins best, back over sound characters to a word border or title, and log-odds of its sound.
fn left_part(scene: &Scene, dot: usize) -> Option<(usize, f32)> {
    let view = scene.view;
    let mut start = dot;
    let mut best: Option<(usize, f32)> = None;
    let mut sum = 0.0;
    while start > 0 && dot - start < LONGEST_PART && (is_han(view.before(start)) || view.before(start).is_ascii_uppercase()) {
        let c = view.before(start);
        if start < dot && "和与及在对由的了被向将".contains(c) && scene.words.is_border(start) {
            break;
        }
        start -= 1;
        sum += if c.is_ascii_uppercase() { 1.0 } else { scene.characters.sound(c).clamp(-3.0, 1.5) };
        let border = if scene.title_before(start) {
            2.5
        } else if !is_han(view.before(start)) {
            1.2
        } else if scene.words.is_border(start) {
            0.6
        } else {
            -0.6
        };
        // A title that begins here or goes through here is no name: 总统迈克·彭斯.
        let own_title = scene.marks.title_starts.get(start).is_some_and(|&n| n >= 2 && start + usize::from(n) <= dot);
        if own_title {
            break;
        }
        if best.is_none_or(|(_, most)| sum + border > most) {
            best = Some((start, sum + border));
        }
    }
    best
}

/// The parts right of a dot.
struct Parts {
    end: usize,
    /// How many there are.
    parts: u32,
    /// Chinese characters in them.
    characters: u32,
    /// Log-odds of their sound.
    sound: f32,
}

/// The parts right of a dot: forward over sound characters and further dots.
fn right_parts(scene: &Scene, dot: usize) -> Parts {
    let view = scene.view;
    let mut right = Parts { end: dot + 1, parts: 1, characters: 0, sound: 0.0 };
    let mut part_start = right.end;
    while right.end < view.len() {
        let end = right.end;
        let c = view.at(end);
        if is_han(c) && end - part_start < LONGEST_PART {
            // A word that begins here and is no sound ends the name: 特朗普总统.
            if (scene.title_after(end) || scene.is_stopword(scene.word_from(end))) && end > part_start && scene.words.is_border(end) {
                break;
            }
            if !is_sound(scene, end) && (end > part_start + 1 || scene.characters.sound(c) < -3.0) {
                break;
            }
            right.sound += scene.characters.sound(c).clamp(-3.0, 1.5);
            right.characters += 1;
            right.end += 1;
        } else if (is_name_dot(c) || c == '-' || c == '=') && end > part_start && is_han(view.at(end + 1)) && is_sound(scene, end + 1) {
            right.end += 1;
            part_start = right.end;
            right.parts += 1;
        } else if c.is_ascii_uppercase() && end == part_start && matches!(view.at(end + 1), '·' | '.') {
            right.end += 2;
            part_start = right.end;
        } else {
            break;
        }
    }
    right
}

/// Sound characters that as the first of an undotted name are as a rule a word.
static NEVER_FIRST: CharList = CharList::new("和与及在对由的了等被为以将向从");

/// Names without a dot.
fn runs(scene: &Scene, out: &mut Vec<Candidate>) {
    let view = scene.view;
    for i in each(&scene.spots.sounds) {
        if NEVER_FIRST.contains(view.at(i)) {
            continue;
        }
        // Words all of whose characters are sound characters, until one that is not.
        let start = i;
        let mut end = i;
        let mut sum = 0.0;
        let mut ordinary = 0;
        while end < view.len() && end - start < 9 {
            let Some((ws, we)) = scene.words.word_at(end) else { break };
            let from = ws.max(end);
            let chars = &view.folded[from..we];
            if chars.is_empty() || scene.flags[from..we].iter().any(|flags| flags & (HAN | SOUND) != HAN | SOUND) {
                break;
            }
            if scene.characters.sound(chars[0]) < 0.8 && scene.place_from(from) & STOPWORD != 0 || (scene.title_after(from) && from > start)
            {
                break;
            }
            if chars.len() >= 2 && scene.lists(from, we) {
                ordinary += 1;
            }
            sum += chars.iter().map(|c| scene.characters.sound(*c).clamp(-3.0, 3.0)).sum::<f32>();
            end = we;
            consider(scene, start, end, sum, ordinary, out);
        }
    }
}

fn consider(scene: &Scene, start: usize, end: usize, sum: f32, ordinary: u32, out: &mut Vec<Candidate>) {
    let n = end - start;
    if !(2..=8).contains(&n) {
        return;
    }
    let mean = sum / n as f32;
    if mean < 0.3 {
        return;
    }
    let mut score = -3.0 + 1.1 * mean.min(2.5) + if n >= 3 { 0.7 } else { -0.6 };
    score -= 1.1 * ordinary as f32;
    if scene.title_before(start) {
        score += 2.2;
    } else if scene.announced(start) {
        score += 0.6;
    } else if !is_han(scene.view.before(start)) {
        score += 0.3;
    }
    if scene.title_after(end) {
        score += 1.0;
    } else if scene.speaks(end) {
        score += 1.8;
    } else if !is_han(scene.view.at(end)) {
        score += 0.3;
    }
    if score > -1.5 {
        push(EntityType::Person, start, end, score, out);
    }
    let cues = u8::from(place_before(scene, start)) + u8::from(place_after(scene, end));
    if cues > 0 && mean > 0.5 && (ordinary == 0 || n > 3) {
        let score = -2.6 + 0.6 * mean.min(2.0) + 0.8 * f32::from(cues) - 0.8 * ordinary as f32 + if n >= 3 { 0.4 } else { -0.4 };
        push(EntityType::Place, start, end, score, out);
    }
}

/// Whether what stands before leads to a place: 位于, 小镇.
fn place_before(scene: &Scene, start: usize) -> bool {
    matches!(scene.view.before(start), '在' | '于' | '往' | '赴' | '抵' | '至')
        || matches!(
            scene.word_to(start),
            "前往"
                | "抵达"
                | "来自"
                | "附近"
                | "城市"
                | "小镇"
                | "小城"
                | "首都"
                | "首府"
                | "港口"
                | "村庄"
                | "重镇"
                | "古城"
                | "从"
                | "城镇"
                | "港市"
                | "州的"
                | "北部"
                | "南部"
                | "东部"
                | "西部"
                | "中部"
        )
}

/// Whether what stands behind tells of a place: 以西, 附近, 市长.
fn place_after(scene: &Scene, end: usize) -> bool {
    let behind = scene.view.folded.get(end..(end + 2).min(scene.view.len())).unwrap_or_default();
    matches!(
        behind,
        ['以', '西' | '东' | '南' | '北' | '外']
            | ['附', '近']
            | ['地', '区']
            | ['当', '地']
            | ['郊', '区' | '外']
            | ['市', '区' | '长' | '中' | '内']
            | ['州', '长']
            | ['居', '民']
            | ['机', '场']
            | ['一', '带']
            | ['境', '内']
            | ['海', '岸' | '域']
            | ['周', '边' | '围']
    )
}

fn push(kind: EntityType, start: usize, end: usize, score: f32, out: &mut Vec<Candidate>) {
    out.push(Candidate::new(start, end, kind, Source::Transliteration, score));
}
