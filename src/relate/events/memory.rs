//! What is remembered from sentence to sentence, for pronouns to point at.

/// Sentences that a pronoun reaches back over.
pub(super) const NEAR: usize = 2;

/// What is remembered from sentence to sentence.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// The last person who was a subject, and the sentence.
    pub(super) person: Option<(u32, usize)>,
    /// The last two different actors of one sentence; none where it had more.
    pub(super) pair: Option<(Vec<u32>, usize)>,
    pub(super) country: Option<(u32, usize)>,
    pub(super) body: Option<(u32, usize)>,
}

impl Memory {
    /// Takes what a later sentence left.
    pub(super) fn take(&mut self, later: &Memory) {
        self.person = later.person.or(self.person);
        self.country = later.country.or(self.country);
        self.body = later.body.or(self.body);
        if later.pair.is_some() {
            self.pair.clone_from(&later.pair);
        }
    }

    /// What of it comes from this sentence.
    pub(super) fn of(self, sentence: usize) -> Memory {
        let here = |m: &(u32, usize)| m.1 == sentence;
        Memory {
            person: self.person.filter(here),
            pair: self.pair.filter(|p| p.1 == sentence),
            country: self.country.filter(here),
            body: self.body.filter(here),
        }
    }
}
