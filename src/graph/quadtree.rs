//! A quadtree of masses, for repulsion between many bodies (Barnes & Hut 1986).

/// No square is split more often than this: bodies closer together than that share a leaf.
const DEEPEST: u32 = 32;
const NONE: u32 = u32::MAX;

/// A square of the plane with what lies in it.
#[derive(Clone, Debug)]
struct Square {
    /// Centre of mass, once [`Quadtree::build`] is done; sums of mass times place before.
    x: f64,
    y: f64,
    mass: f64,
    /// Centre and half the side of the square.
    middle: (f64, f64),
    half: f64,
    /// The first of four children, or `NONE`.
    children: u32,
    /// The one body of a leaf, or `NONE`; a leaf at the greatest depth may hold more.
    body: u32,
}

impl Square {
    fn new(middle: (f64, f64), half: f64) -> Square {
        Square { x: 0.0, y: 0.0, mass: 0.0, middle, half, children: NONE, body: NONE }
    }

    fn quarter(&self, x: f64, y: f64) -> u32 {
        u32::from(x >= self.middle.0) + 2 * u32::from(y >= self.middle.1)
    }
}

/// The tree; built anew for each step from the same memory.
#[derive(Clone, Debug, Default)]
pub struct Quadtree {
    squares: Vec<Square>,
}

impl Quadtree {
    /// Builds the tree of bodies at `places` with `masses` (above 0).
    pub fn build(&mut self, places: &[(f64, f64)], masses: &[f64]) {
        self.squares.clear();
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for &(x, y) in places {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        if places.is_empty() {
            return;
        }
        let half = ((high.0 - low.0).max(high.1 - low.1) / 2.0).max(1e-9) * 1.000_001;
        let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        self.squares.push(Square::new(middle, half));
        for (body, &(x, y)) in places.iter().enumerate() {
            self.insert(body, x, y, masses[body], places, masses);
        }
        for square in &mut self.squares {
            if square.mass > 0.0 {
                square.x /= square.mass;
                square.y /= square.mass;
            }
        }
    }

    fn insert(&mut self, body: usize, x: f64, y: f64, mass: f64, places: &[(f64, f64)], masses: &[f64]) {
        let mut at = 0usize;
        let mut depth = 0;
        loop {
            let square = &mut self.squares[at];
            let was_empty = square.mass == 0.0;
            square.x += x * mass;
            square.y += y * mass;
            square.mass += mass;
            if square.children != NONE {
                at = (square.children + square.quarter(x, y)) as usize;
                depth += 1;
                continue;
            }
            if was_empty {
                square.body = body as u32;
                return;
            }
            if depth >= DEEPEST {
                return;
            }
            // Split, and let the body that was here sink one square deeper.
            let other = square.body as usize;
            square.body = NONE;
            let (middle, half) = (square.middle, square.half / 2.0);
            let first = self.squares.len() as u32;
            for quarter in 0..4u32 {
                let dx = if quarter & 1 == 1 { half } else { -half };
                let dy = if quarter & 2 == 2 { half } else { -half };
                self.squares.push(Square::new((middle.0 + dx, middle.1 + dy), half));
            }
            let (ox, oy) = places[other];
            let square = &mut self.squares[at];
            square.children = first;
            let down = (first + square.quarter(ox, oy)) as usize;
            let next = (first + square.quarter(x, y)) as usize;
            let child = &mut self.squares[down];
            child.x = ox * masses[other];
            child.y = oy * masses[other];
            child.mass = masses[other];
            child.body = other as u32;
            at = next;
            depth += 1;
        }
    }

    /// The sum of `mass × (place − centre) / distance²` over all other bodies, where a square seen
    /// under an angle smaller than `1 / theta` counts as one body. `stack` is scratch memory.
    pub fn repulsion(&self, body: usize, place: (f64, f64), theta: f64, stack: &mut Vec<u32>) -> (f64, f64) {
        let mut force = (0.0, 0.0);
        stack.clear();
        if !self.squares.is_empty() {
            stack.push(0);
        }
        while let Some(at) = stack.pop() {
            let square = &self.squares[at as usize];
            if square.mass == 0.0 || square.body == body as u32 {
                continue;
            }
            let (dx, dy) = (place.0 - square.x, place.1 - square.y);
            let distance = dx * dx + dy * dy;
            let far = square.half * square.half * 4.0 < distance * theta * theta;
            if square.children == NONE || far {
                // Bodies in one place push nobody: there is no direction to push in.
                if distance > 1e-18 {
                    let pull = square.mass / distance;
                    force.0 += dx * pull;
                    force.1 += dy * pull;
                }
            } else {
                stack.extend(square.children..square.children + 4);
            }
        }
        force
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn cloud(count: usize) -> (Vec<(f64, f64)>, Vec<f64>) {
        let mut random = Random::new(5);
        let places = (0..count).map(|_| (random.unit() * 100.0, random.unit() * 30.0)).collect();
        let masses = (0..count).map(|_| 1.0 + random.unit() * 9.0).collect();
        (places, masses)
    }

    #[test]
    fn near_to_the_sum_over_all_pairs() {
        let (places, masses) = cloud(400);
        let mut tree = Quadtree::default();
        tree.build(&places, &masses);
        let mut stack = Vec::new();
        for (body, &place) in places.iter().enumerate() {
            let mut direct = (0.0, 0.0);
            for (other, &(x, y)) in places.iter().enumerate().filter(|(o, _)| *o != body) {
                let (dx, dy) = (place.0 - x, place.1 - y);
                let pull = masses[other] / (dx * dx + dy * dy);
                direct = (direct.0 + dx * pull, direct.1 + dy * pull);
            }
            let exact = tree.repulsion(body, place, 0.0, &mut stack);
            assert!((exact.0 - direct.0).abs() + (exact.1 - direct.1).abs() < 1e-6);
            let rough = tree.repulsion(body, place, 0.8, &mut stack);
            let size = direct.0.hypot(direct.1).max(1.0);
            assert!((rough.0 - direct.0).hypot(rough.1 - direct.1) < 0.2 * size + 2.0);
        }
    }

    #[test]
    fn bodies_in_one_place() {
        let mut tree = Quadtree::default();
        tree.build(&[(1.0, 1.0); 50], &[1.0; 50]);
        assert_eq!(tree.repulsion(3, (1.0, 1.0), 1.0, &mut Vec::new()), (0.0, 0.0));
        tree.build(&[], &[]);
        assert_eq!(tree.repulsion(0, (0.0, 0.0), 1.0, &mut Vec::new()), (0.0, 0.0));
    }
}
