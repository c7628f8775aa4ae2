//! Noun phrases that can act: names with their titles and affiliation, government organs by their
//! country, pronouns; and their coordination.
//!
//! A name or a pronoun is a phrase to begin with; [`affiliation`] joins a body and a title to the person after them, [`extent`] takes in
//! titles and organs and sees what else follows, [`coordinate`] joins phrases into groups and tells which preposition governs them
//! ([`governor`]).

mod affiliation;
mod coordinate;
mod extent;
mod governor;
mod pronoun;

use crate::record::EntityType;
use crate::relate::flat::{Flat, TokenKind};
use crate::relate::trigger::Trigger;
use crate::relate::{Prepared, Text};

pub use governor::{Governor, governor};
pub use pronoun::{Pronoun, may_be_pronoun};

/// What kind of phrase stands for the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The name itself, with its titles.
    Named,
    /// A government organ or office by its country (美国政府, 中国警方).
    Organ,
    /// The capital for the government.
    Capital,
    /// People or firms of the country, not the country (中国公民).
    Private,
    /// The name only modifies another noun.
    Modifier,
    /// A pronoun, resolved when its clause is read.
    Pronoun(Pronoun),
}

/// A phrase; offsets index [`Flat::chars`].
#[derive(Clone, Debug)]
pub struct Phrase {
    /// First character, titles and affiliation included.
    pub start: usize,
    /// One past the last, titles and organs included.
    pub end: usize,
    /// The things meant (indices of locals).
    pub actors: Vec<u32>,
    /// Their type.
    pub kind: EntityType,
    /// How they stand.
    pub shape: Shape,
    /// A 的 follows.
    pub possessor: bool,
}

/// One or more coordinated phrases.
#[derive(Clone, Debug)]
pub struct Group {
    /// First phrase.
    pub first: usize,
    /// One past the last phrase.
    pub last: usize,
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The preposition that governs it, and where it begins.
    pub governor: Option<(Governor, usize)>,
    /// The phrase after the first 与, 同 or 跟 or else the last 和, or the second of a bare pair (中美): where a mutual event splits it.
    pub split: Option<usize>,
    /// A 的 follows.
    pub possessor: bool,
}

/// Finds the phrases and groups of a sentence.
pub fn find(text: &Text, flat: &Flat, prepared: &Prepared, triggers: &[Trigger], phrases: &mut Vec<Phrase>, groups: &mut Vec<Group>) {
    phrases.clear();
    groups.clear();
    heads(text, flat, prepared, phrases);
    affiliation::join(text, flat, triggers, phrases);
    extent::extend(text, flat, triggers, phrases);
    coordinate::coordinate(text, flat, triggers, phrases, groups);
}

/// The names that can act and the pronouns, each a phrase by itself.
fn heads(text: &Text, flat: &Flat, prepared: &Prepared, phrases: &mut Vec<Phrase>) {
    let mut t = 0;
    while let Some(token) = flat.tokens.get(t) {
        let (start, end) = (token.start as usize, token.end as usize);
        let mut used = 1;
        match token.kind {
            TokenKind::Name(m) => phrases.extend(named(text, prepared, m, start, end)),
            TokenKind::Word => {
                if let Some((p, stop, tokens)) = pronoun::pronoun_at(flat, t) {
                    let kind = match p {
                        Pronoun::ThatCountry => EntityType::Country,
                        Pronoun::ThatBody => EntityType::Organization,
                        _ => EntityType::Person,
                    };
                    phrases.push(Phrase { start, end: stop, actors: Vec::new(), kind, shape: Shape::Pronoun(p), possessor: false });
                    used = tokens;
                }
            }
            _ => {}
        }
        t += used;
    }
}

/// The phrase that mention number `m` is by itself; none for a place that stands for nobody.
fn named(text: &Text, prepared: &Prepared, m: u32, start: usize, end: usize) -> Option<Phrase> {
    let mention = text.mentions.get(m as usize)?;
    let mut shape = Shape::Named;
    let mut kind = mention.kind;
    let mut actor = mention.local;
    if kind == EntityType::Place {
        actor = prepared.capital(mention.local)?;
        kind = EntityType::Country;
        shape = Shape::Capital;
    }
    // 英国政府, 加拿大警方 as one name: the country acts.
    if kind == EntityType::Organization
        && let Some(country) = prepared.generic(text, m)
    {
        actor = country;
        kind = EntityType::Country;
        shape = Shape::Organ;
    }
    Some(Phrase { start, end, actors: vec![actor], kind, shape, possessor: false })
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn capitals_stand_for_governments() {
        check("中国与澳大利亚关系紧张。北京谴责澳大利亚。", &["中国 ACCUSE 澳大利亚"]);
    }
}
