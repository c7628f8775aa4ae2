//! A whole text: which of its sentences are read, what with, and which are read again for what a later pronoun means.

use std::cell::OnceCell;

use super::bench::{Bench, split_clauses};
use super::found::Found;
use super::memory::{Memory, NEAR};
use super::reader::Reader;
use crate::record::EntityType;
use crate::relate::flat::{Token, TokenKind};
use crate::relate::judge::Judge;
use crate::relate::phrase::{Phrase, Pronoun, Shape};
use crate::relate::{Prepared, Text, phrase};
use crate::resolve::Mention;
use crate::segment::Sentence;

/// Longest sentence that is read, in characters.
const LONGEST: u32 = 1200;

/// A sentence with names.
pub(super) struct Line {
    pub(super) sentence: usize,
    /// First of its mentions.
    pub(super) first: usize,
    /// Number of its mentions.
    pub(super) count: usize,
    /// What it left to remember; nothing until it was read.
    pub(super) left: Option<Memory>,
}

/// Whether the phrases of a sentence may stand for two different actors.
pub(super) fn are_two(phrases: &[Phrase]) -> bool {
    let mut named = phrases.iter().flat_map(|p| &p.actors);
    let first = named.next();
    named.any(|n| Some(n) != first) || phrases.iter().any(|p| matches!(p.shape, Shape::Pronoun(_)))
}

/// Whether a phrase is a pronoun whose meaning an earlier sentence may give.
pub(super) fn asks(phrase: &Phrase) -> bool {
    matches!(
        phrase.shape,
        Shape::Pronoun(Pronoun::He | Pronoun::She | Pronoun::I | Pronoun::Both | Pronoun::ThatCountry | Pronoun::ThatBody)
    )
}

/// What sentences are read with.
pub(super) struct Whole<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) prepared: OnceCell<Prepared>,
}

impl Whole<'_> {
    fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| Prepared::new(self.text))
    }

    /// The thing that may act where this name stands.
    fn actor(&self, mention: &Mention) -> Option<u32> {
        if mention.kind == EntityType::Place { self.prepared().capital(mention.local) } else { Some(mention.local) }
    }

    /// Whether a sentence has two that an event may be about: names of different things, or a pronoun.
    pub(super) fn may_tell(&self, line: &Line) -> bool {
        let mentions = self.text.mentions.get(line.first..line.first + line.count).unwrap_or(&[]);
        let mut actors = mentions.iter().filter_map(|m| self.actor(m));
        let first = actors.next();
        first.is_some() && actors.any(|a| Some(a) != first)
            || self.text.sentences.get(line.sentence).is_some_and(|s| self.text.may_refer(s, true))
    }

    /// Whether somebody who may act is named in the clause of an event word.
    pub(super) fn has_parties(&self, bench: &Bench) -> bool {
        let flat = &bench.flat;
        let acts = |token: &Token| match token.kind {
            TokenKind::Name(m) => self.text.mentions.get(m as usize).is_some_and(|m| self.actor(m).is_some()),
            _ => phrase::may_be_pronoun(flat.word(token)),
        };
        let inside = |token: &&Token| matches!(token.kind, TokenKind::Name(_) | TokenKind::Word);
        bench.words.triggers.iter().any(|t| {
            let at = flat.token_at(t.shown.0).unwrap_or(0);
            let (before, after) = flat.tokens.split_at(at.min(flat.tokens.len()));
            before.iter().rev().take_while(inside).any(acts) || after.iter().take_while(inside).any(acts)
        })
    }

    /// Takes a sentence apart and looks for its event words; gives whether it may have any.
    pub(super) fn load(&self, bench: &mut Bench, lines: &[Line], k: usize) -> bool {
        let text = self.text;
        let Some((line, bounds)) = lines.get(k).and_then(|l| Some((l, text.sentences.get(l.sentence)?))) else { return false };
        if bounds.end - bounds.start > LONGEST || line.count < 2 && !text.has_pronoun(bounds) {
            return false;
        }
        self.flatten(bench, line, bounds);
        text.table.scan(&bench.flat, &mut bench.words);
        true
    }

    fn flatten(&self, bench: &mut Bench, line: &Line, bounds: &Sentence) {
        let mentions = self.text.mentions.get(line.first..line.first + line.count).unwrap_or(&[]);
        bench.flat.load(self.text.view, self.text.words, bounds, mentions, line.first as u32);
    }

    pub(super) fn phrases(&self, bench: &mut Bench) {
        phrase::find(self.text, &bench.flat, self.prepared(), &bench.words.triggers, &mut bench.phrases, &mut bench.groups);
    }

    /// Reads a sentence whose phrases are known, for its events as far as its last event word, or (without a judge) the whole of it:
    /// gives its events, and leaves what it says to later ones once it was read to its end.
    pub(super) fn read(&self, bench: &mut Bench, lines: &mut [Line], k: usize, judge: Option<&mut Judge>) -> Vec<Found> {
        let whole = judge.is_none();
        let text = self.text;
        let Some(sentence) = lines.get(k).map(|l| l.sentence) else { return Vec::new() };
        let mut memory = Memory::default();
        let mut found = Vec::new();
        let mut finished = true;
        if !bench.phrases.is_empty() {
            // Read before, where they matter.
            for line in lines.get(..k).unwrap_or(&[]).iter().rev().take(NEAR).rev().filter(|l| l.sentence + NEAR >= sentence) {
                if let Some(left) = &line.left {
                    memory.take(left);
                }
            }
            split_clauses(&bench.flat, &mut bench.clauses);
            let upto = if whole { usize::MAX } else { bench.words.triggers.iter().map(|t| t.shown.0).max().unwrap_or(0) };
            let mut reader = Reader::new(text, bench, sentence, judge);
            finished = reader.read(&mut memory, upto);
            found = reader.found();
        }
        if let Some(line) = lines.get_mut(k).filter(|_| finished) {
            line.left = Some(memory.of(sentence));
        }
        found
    }

    /// Reads the sentences before one that its pronouns may reach, and those that their own pronouns may.
    pub(super) fn recall(&self, bench: &mut Bench, lines: &mut [Line], k: usize) {
        let text = self.text;
        let Some(mut reach) = lines.get(k).map(|l| l.sentence.saturating_sub(NEAR)) else { return };
        let mut first = k;
        while let Some(line) = first.checked_sub(1).and_then(|i| lines.get(i)).filter(|l| l.sentence >= reach) {
            first -= 1;
            if line.left.is_none() && text.sentences.get(line.sentence).is_some_and(|s| text.may_refer(s, false)) {
                reach = reach.min(line.sentence.saturating_sub(NEAR));
            }
        }
        for i in first..k {
            let Some(line) = lines.get(i).filter(|l| l.left.is_none()) else { continue };
            let bounds = text.sentences.get(line.sentence).filter(|s| s.end - s.start <= LONGEST);
            let Some(bounds) = bounds else { continue };
            // Its event words tell where phrases end.
            if !self.load(bench, lines, i) {
                bench.words.clear();
                self.flatten(bench, line, bounds);
            }
            self.phrases(bench);
            self.read(bench, lines, i, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn pronouns_reach_back_over_sentences_without_events() {
        check("默克尔周一早上出门。她坐车去了慕尼黑。下午她批评了俄罗斯。", &["默克尔 ACCUSE 俄罗斯"]);
        check("默克尔周一早上出门。慕尼黑下着雨。汉堡也下着雨。下午她批评了俄罗斯。", &[]);
        check("法国和德国是邻居。双方谴责了伊朗。", &["法国 ACCUSE 伊朗", "德国 ACCUSE 伊朗"]);
        check("法国和德国是邻居。挪威、芬兰和瑞典也是。双方谴责了伊朗。", &[]);
    }
}
