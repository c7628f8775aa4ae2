//! Who speaks in a quotation.

use super::lead::Lead;
use super::{Actor, Reader};

impl Reader<'_> {
    /// Who says each quotation: the subject of the words before it, or after it.
    pub(super) fn find_speakers(&mut self) {
        let quotes = self.clauses.iter().map(|c| c.quote).max().unwrap_or(0);
        if quotes == 0 {
            return;
        }
        self.said = vec![Actor::default(); quotes + 1];
        for number in 1..=quotes {
            let first = self.clauses.iter().position(|c| c.quote == number);
            let last = self.clauses.iter().rposition(|c| c.quote == number);
            let (Some(first), Some(last)) = (first, last) else { continue };
            let mut candidates = Vec::new();
            // 他说：“…”, 他周二在记者会上说，“…”
            let mut k = first;
            while k > 0 && first - k < 3 {
                k -= 1;
                if self.clauses[k].quote > 0 {
                    break;
                }
                candidates.push(k);
            }
            if let Some(after) = self.clauses.get(last + 1).filter(|c| c.quote == 0) {
                let speaks = self.says(after.start, after.end);
                if speaks && let Lead::Group(g) = self.lead(after) {
                    let actor = self.actor_of(g);
                    if let Some(slot) = self.said.get_mut(number) {
                        *slot = actor;
                    }
                }
            }
            if let Some(&k) = candidates.first() {
                let before = self.clauses[k];
                if self.says(before.start, before.end) {
                    for &k in &candidates {
                        let clause = self.clauses[k];
                        match self.lead(&clause) {
                            Lead::Group(g) => {
                                let actor = self.actor_of(g);
                                if let Some(slot) = self.said.get_mut(number)
                                    && slot.locals.is_empty()
                                {
                                    *slot = actor;
                                }
                                break;
                            }
                            Lead::Other => break,
                            Lead::Empty => {}
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::relate::testing::check;

    #[test]
    fn quotations() {
        check("默克尔说：“我们谴责俄罗斯的做法，这是不能接受的。”", &["默克尔 ACCUSE 俄罗斯"]);
        check("“我们谴责俄罗斯的做法，这是不能接受的，”默克尔说。", &["默克尔 ACCUSE 俄罗斯"]);
    }
}
