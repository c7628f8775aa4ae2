//! Whom a pronoun means.

use super::{Actor, Reader};
use crate::record::EntityType;
use crate::relate::events::bench::Clause;
use crate::relate::events::memory::{Memory, NEAR};
use crate::relate::phrase::{Pronoun, Shape};

impl Reader<'_> {
    /// Gives each pronoun of a clause those it stands for. `seen` are the things that the sentence named so far.
    pub(super) fn resolve_pronouns(&mut self, clause: &Clause, topic: Option<&Actor>, seen: &[u32], memory: &Memory) {
        for i in 0..self.phrases.len() {
            let phrase = &self.phrases[i];
            if phrase.start < clause.start || phrase.end > clause.end || !phrase.actors.is_empty() {
                continue;
            }
            let Shape::Pronoun(pronoun) = phrase.shape else { continue };
            let mut resolved = self.meant(pronoun, clause, topic, seen, memory);
            if pronoun == Pronoun::Both && resolved.len() == 2 && !self.fits_noun(phrase.start, &resolved) {
                resolved = Vec::new();
            }
            let kind = resolved.first().and_then(|&l| self.kind_of(l)).unwrap_or(self.phrases[i].kind);
            self.phrases[i].kind = kind;
            self.phrases[i].actors = resolved;
        }
    }

    /// Those whom a pronoun of the clause stands for; nobody where it may be several.
    fn meant(&self, pronoun: Pronoun, clause: &Clause, topic: Option<&Actor>, seen: &[u32], memory: &Memory) -> Vec<u32> {
        let near = |at: usize| self.sentence.saturating_sub(at) <= NEAR;
        match pronoun {
            Pronoun::He => self.person(topic, seen, memory).filter(|&p| self.gender(p) != 'f').into_iter().collect(),
            Pronoun::She => self.person(topic, seen, memory).filter(|&p| self.gender(p) != 'm').into_iter().collect(),
            Pronoun::I => self.speaker(clause, memory),
            Pronoun::They => {
                topic.filter(|a| a.kind != Some(EntityType::Person) || a.locals.len() > 1).map(|a| a.locals.clone()).unwrap_or_default()
            }
            Pronoun::It => {
                topic.filter(|a| a.kind != Some(EntityType::Person) && a.locals.len() == 1).map(|a| a.locals.clone()).unwrap_or_default()
            }
            Pronoun::ThatCountry => memory.country.filter(|p| near(p.1)).map(|p| p.0).into_iter().collect(),
            Pronoun::ThatBody => memory.body.filter(|p| near(p.1)).map(|p| p.0).into_iter().collect(),
            Pronoun::Both => {
                if seen.len() == 2 {
                    seen.to_vec()
                } else if seen.is_empty() {
                    memory.pair.as_ref().filter(|p| near(p.1)).map(|p| p.0.clone()).unwrap_or_default()
                } else {
                    Vec::new()
                }
            }
            Pronoun::Other => {
                let subject = topic.and_then(|a| a.locals.first().copied());
                match (subject, seen) {
                    (Some(s), [a, b]) if *a == s => vec![*b],
                    (Some(s), [a, b]) if *b == s => vec![*a],
                    _ => Vec::new(),
                }
            }
        }
    }

    /// 他, 她: whom the clauses before are about, or else the only person of the sentence, or of the sentences before.
    fn person(&self, topic: Option<&Actor>, seen: &[u32], memory: &Memory) -> Option<u32> {
        topic.filter(|a| a.kind == Some(EntityType::Person) && a.locals.len() == 1).and_then(|a| a.locals.first().copied()).or_else(|| {
            let persons: Vec<u32> = seen.iter().copied().filter(|&l| self.kind_of(l) == Some(EntityType::Person)).collect();
            match persons.as_slice() {
                [] => memory.person.filter(|p| self.sentence.saturating_sub(p.1) <= NEAR).map(|p| p.0),
                [one] => Some(*one),
                _ => None,
            }
        })
    }

    /// 我, 我们: who speaks in the quotation.
    fn speaker(&self, clause: &Clause, memory: &Memory) -> Vec<u32> {
        let said = self.said.get(clause.quote).filter(|_| clause.quote > 0).map(|a| a.locals.clone()).unwrap_or_default();
        // A sentence that is a quotation from its beginning to its end goes on with whoever spoke before.
        let whole = clause.quote == 1 && self.clauses.iter().all(|c| c.quote == 1);
        if said.is_empty() && whole {
            memory.person.filter(|p| self.sentence.saturating_sub(p.1) <= 1).map(|p| p.0).into_iter().collect()
        } else {
            said
        }
    }

    /// 两国 are countries, 两人 persons, 双方 of one kind: whether these two may be meant by the word at `start`.
    fn fits_noun(&self, start: usize, two: &[u32]) -> bool {
        let [a, b] = two else { return false };
        let kinds = (self.kind_of(*a), self.kind_of(*b));
        match self.flat.get(start + 1) {
            '国' => kinds == (Some(EntityType::Country), Some(EntityType::Country)),
            '人' | '位' => kinds == (Some(EntityType::Person), Some(EntityType::Person)),
            _ => kinds.0 == kinds.1,
        }
    }

    fn kind_of(&self, local: u32) -> Option<EntityType> {
        self.text.locals.get(local as usize).and_then(|l| l.kind)
    }

    fn gender(&self, local: u32) -> char {
        self.text
            .locals
            .get(local as usize)
            .and_then(|l| self.text.lexicon.by_id.get(&l.entry))
            .and_then(|&e| self.text.lexicon.entry(e))
            .map_or(' ', |e| e.gender)
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn pronouns() {
        check("默克尔周一抵达巴黎。她批评了俄罗斯。", &["默克尔 ACCUSE 俄罗斯"]);
        check("普京会见默克尔。", &["普京 CONSULT 默克尔"]);
    }
}
