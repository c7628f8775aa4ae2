//! Which keys are one thing already.

/// A union-find forest (Tarjan 1975) over the places of the keys.
pub(super) struct Union {
    parent: Vec<u32>,
}

impl Union {
    /// As many sets of one as there are keys.
    pub(super) fn new(keys: usize) -> Union {
        Union { parent: (0..keys as u32).collect() }
    }

    /// The root of the set that `x` is in.
    pub(super) fn find(&mut self, mut x: u32) -> u32 {
        while self.parent[x as usize] != x {
            let up = self.parent[self.parent[x as usize] as usize];
            self.parent[x as usize] = up;
            x = up;
        }
        x
    }

    /// Joins two sets; the smaller root stays, so that the result does not depend on the order.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high as usize] = low;
    }
}
