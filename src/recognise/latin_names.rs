//! Latin-script names that no dictionary lists: capitalised runs.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Source};
use super::scene::Scene;
use super::spots::each;
use crate::names::{is_acronym, is_joiner, latin_runs};
use crate::record::EntityType;
use crate::text::{is_ideograph, is_latin_letter};

/// Words that names of organizations hold.
static ORGANIZATION_WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    "Institute University Center Centre Council Association Foundation Bank Group Company Corporation Party Ministry Department Agency \
     Organization Organisation Commission Committee College School Times Post News Daily Journal Press Radio Television TV \
     International Partners Securities Research Society Union League Federation Alliance Office Bureau Court Congress Parliament Senate \
     Church Museum Hospital Airlines Airways Motors Technologies Technology Media Studios Club Network Forum Fund Trust Energy Inc Inc. \
     Ltd Ltd. Corp Corp. Co. LLC PLC Holdings Capital Advisors Markets Economics Advisory Management Insurance Investment Investments \
     Academy Laboratory Watch Service Services Administration Authority"
        .split_whitespace()
        .collect()
});

/// Proposes capitalised Latin runs.
pub fn propose(scene: &Scene, english: bool, out: &mut Vec<Candidate>) {
    // A run never goes beyond the characters that may stand in one: all of those around a letter, for every letter in turn.
    let in_run = |c: &char| is_latin_letter(*c) || c.is_ascii_digit() || is_joiner(*c);
    let folded = &scene.view.folded;
    let mut done = 0;
    for letter in each(&scene.spots.letters) {
        if letter < done {
            continue;
        }
        let from = letter - folded[..letter].iter().rev().take_while(|c| in_run(c)).count();
        let to = letter + folded[letter..].iter().take_while(|c| in_run(c)).count();
        latin_runs(folded, from, to, |start, end| {
            if end - start > 70 {
                return;
            }
            if english || is_sentence(scene, start, end) {
                capitalised_parts(scene, start, end, out);
            } else {
                run(scene, start, end, -1.1, out);
            }
            credits(scene, start, end, out);
        });
        done = to;
    }
}

/// Whether a run of letters is rather a clause of English than a name: five words or more, half of them in small letters.
fn is_sentence(scene: &Scene, start: usize, end: usize) -> bool {
    let letters = scene.view.folded.get(start..end).unwrap_or_default();
    let words = letters.split(|c| *c == ' ').filter(|word| !word.is_empty());
    let (mut all, mut small) = (0, 0);
    for word in words {
        all += 1;
        small += usize::from(word.first().is_some_and(|c| c.is_lowercase()));
    }
    all >= 5 && small * 2 >= all
}

/// Credits of pictures, an agency and a photographer: REUTERS/Anna Berg.
fn credits(scene: &Scene, start: usize, end: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let Some(stroke) = (start..end).find(|&i| view.at(i) == '/') else { return };
    let text = view.surface(stroke + 1..end);
    let agency = view.surface(start..stroke);
    let part = |word: &str| word == "di" || word == "de" || is_capitalised(word) && !word.contains(['/', '.', '_']);
    let named = (1..=4).contains(&text.split(' ').count()) && text.split(' ').all(part);
    if !named || !agency.chars().all(|c| c.is_ascii_uppercase() || c == ' ') || agency.len() < 2 {
        return;
    }
    let mut push = |start: usize, end: usize, kind, score| {
        out.push(Candidate::new(start, end, kind, Source::LatinRun, score));
    };
    push(start, stroke, EntityType::Organization, 0.5);
    push(stroke + 1, end, EntityType::Person, if text.contains(' ') { 0.8 } else { -1.5 });
}

/// In English text a run is a whole sentence: its capitalised stretches of two words or more count.
fn capitalised_parts(scene: &Scene, start: usize, end: usize, out: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut i = start;
    while i < end {
        if !view.at(i).is_uppercase() {
            while i < end && view.at(i) != ' ' {
                i += 1;
            }
            i += 1;
            continue;
        }
        let from = i;
        let mut to = i;
        let mut words = 0;
        while i < end && view.at(i).is_uppercase() {
            while i < end && view.at(i) != ' ' {
                i += 1;
            }
            to = i;
            words += 1;
            i += 1;
        }
        if words >= 2 && from > start {
            run(scene, from, to, -0.8, out);
        }
    }
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word in small letters may stand inside a person's name.
fn is_particle(word: &str) -> bool {
    word.starts_with("al-")
        || matches!(word, "von" | "van" | "der" | "den" | "de" | "da" | "di" | "del" | "della" | "bin" | "ibn" | "el" | "la" | "le")
        || matches!(word, "ter" | "ten" | "dos" | "das" | "du" | "al" | "ag" | "y")
}

/// Whether a word may be part of a person's name: capitalised, an initial, or a particle (von, al-Masri).
fn is_part_of_person(word: &str) -> bool {
    is_capitalised(word) || is_particle(word)
}

/// Whether letters between these borders are part of something longer: an address, a user's name, a path (but not 辉瑞/Moderna).
pub(super) fn is_in_address(scene: &Scene, start: usize, end: usize) -> bool {
    let view = scene.view;
    let before = match view.before(start) {
        '@' | '#' => true,
        '/' => !is_ideograph(view.before(start.saturating_sub(1))),
        _ => false,
    };
    before
        || match view.at(end) {
            '@' | '_' => true,
            '/' => !is_ideograph(view.at(end + 1)) && !view.at(end + 1).is_uppercase(),
            _ => false,
        }
}

fn run(scene: &Scene, start: usize, end: usize, base: f32, out: &mut Vec<Candidate>) {
    let view = scene.view;
    // Jonas K.: the dot belongs to the initial.
    let initial = view.at(end) == '.' && end >= start + 2 && view.before(end).is_uppercase() && view.before(end - 1) == ' ';
    let end = end + usize::from(initial);
    if view.before(start) == '.' || view.at(end) == '.' || is_in_address(scene, start, end) {
        return;
    }
    let text = view.surface(start..end);
    let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
    let capitals = words.iter().filter(|w| is_capitalised(w)).count();
    let person = (2..=6).contains(&words.len())
        && words.first().is_some_and(|w| is_capitalised(w))
        && words.last().is_some_and(|w| is_capitalised(w) || w.starts_with("al-"))
        && words.iter().all(|w| is_part_of_person(w));
    let mut score = base;
    let kind = if words.iter().any(|w| ORGANIZATION_WORDS.contains(w)) {
        score += 1.3;
        EntityType::Organization
    } else if is_acronym(&text) {
        score -= 0.4;
        EntityType::Organization
    } else if person && capitals == words.len() && words.len() <= 4 && words.iter().all(|w| w.len() > 1) {
        score += 0.7;
        EntityType::Person
    } else if person && (words.len() > capitals || words.last().is_some_and(|w| w.len() <= 2)) {
        // Maria von Berg, Omar al-Masri, Jonas K.
        EntityType::Person
    } else if words.len() == 1 && (3..=14).contains(&text.chars().count()) && capitals == 1 && is_han_or_mark(view.before(start)) {
        // Timex, Genworth: a foreign company named in its own letters.
        score -= 1.2;
        EntityType::Organization
    } else {
        return;
    };
    if capitals * 2 < words.len() + 1 && kind != EntityType::Person {
        return;
    }
    if scene.title_before(start) {
        score += 1.2;
    }
    if scene.speaks(end) {
        score += 1.2;
    }
    let mut push = |kind, score| out.push(Candidate::new(start, end, kind, Source::LatinRun, score));
    push(kind, score);
    // Jonas, Emily: somebody called by one name.
    if kind == EntityType::Organization && words.len() == 1 && !is_acronym(&text) && text.chars().all(char::is_alphabetic) {
        push(EntityType::Person, score);
    }
    // Two capitalised words are as a rule somebody, but may be a firm: Jorg Gray.
    if kind == EntityType::Person && !scene.title_before(start) {
        push(EntityType::Organization, score - 2.0);
    }
}

/// Whether a character is no part of a Latin word or number.
fn is_han_or_mark(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !matches!(c, '-' | '&' | '+')
}
