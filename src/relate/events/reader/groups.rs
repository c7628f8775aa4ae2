//! What is asked of the groups of phrases of a sentence.

use super::{Actor, Reader};
use crate::record::EntityType;
use crate::relate::flat::TokenKind;
use crate::relate::phrase::{Group, Shape};

impl Reader<'_> {
    /// Whom a group names.
    pub(super) fn actor_of(&self, g: usize) -> Actor {
        let Some(group) = self.groups.get(g) else { return Actor::default() };
        let phrases = self.phrases.get(group.first..group.last).unwrap_or(&[]);
        Actor {
            locals: phrases.iter().flat_map(|p| p.actors.iter().copied()).collect(),
            kind: phrases.first().map(|p| p.kind),
            span: Some((group.start, group.end)),
        }
    }

    /// Whether a group names anybody who can act.
    pub(super) fn is_actor(&self, g: usize) -> bool {
        self.groups.get(g).and_then(|g| self.phrases.get(g.first..g.last)).is_some_and(|p| p.iter().any(|p| !p.actors.is_empty()))
    }

    /// How the last phrase of a group stands.
    pub(super) fn shape(&self, g: usize) -> Shape {
        self.groups.get(g).map_or(Shape::Modifier, |g| self.last_shape(g))
    }

    /// The same of a group itself.
    pub(super) fn last_shape(&self, group: &Group) -> Shape {
        self.phrases.get(group.last.saturating_sub(1)).map_or(Shape::Modifier, |p| p.shape)
    }

    /// The things that a run of phrases means.
    pub(super) fn locals(&self, first: usize, last: usize) -> Vec<u32> {
        self.phrases.get(first..last).unwrap_or(&[]).iter().flat_map(|p| p.actors.iter().copied()).collect()
    }

    /// Groups inside a range, by index.
    pub(super) fn inside(&self, from: usize, to: usize) -> Vec<usize> {
        (0..self.groups.len()).filter(|&g| self.groups[g].start >= from && self.groups[g].end <= to).collect()
    }

    /// The names of people and bodies in a range.
    pub(super) fn mention_inside(&self, from: usize, to: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for token in &self.flat.tokens {
            if let TokenKind::Name(m) = token.kind
                && token.start as usize >= from
                && token.end as usize <= to
                && let Some(mention) = self.text.mentions.get(m as usize)
                && mention.kind != EntityType::Place
            {
                out.push(mention.local);
            }
        }
        out
    }
}
