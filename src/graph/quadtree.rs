//! A quadtree of masses, for repulsion between many bodies (Barnes & Hut 1986).

/// No square is split more often than this: bodies closer together than that share a leaf.
const DEEPEST: u32 = 32;
const NONE: u32 = u32::MAX;

/// A square of the plane with what lies in it. Its borders are not kept: they follow from its parents'.
#[derive(Clone, Debug)]
struct Square {
    /// Centre of mass, once [`Quadtree::build`] is done; sums of mass times place before.
    x: f64,
    y: f64,
    mass: f64,
    /// The square of its side.
    area: f64,
    /// The first of four children, or `NONE`.
    children: u32,
    /// The one body of a leaf, or `NONE`; a leaf at the greatest depth may hold more.
    body: u32,
}

/// The middle of a square and half its side.
#[derive(Clone, Copy)]
struct Frame {
    x: f64,
    y: f64,
    half: f64,
}

impl Frame {
    /// Which quarter a place lies in, and the frame of that quarter.
    fn quarter(self, x: f64, y: f64) -> (u32, Frame) {
        let (right, up) = (x >= self.x, y >= self.y);
        let half = self.half / 2.0;
        let side = |far: bool| if far { half } else { -half };
        (u32::from(right) + 2 * u32::from(up), Frame { x: self.x + side(right), y: self.y + side(up), half })
    }
}

/// A square as [`Quadtree::repulsion`] meets it: in the order of the walk, empty ones left out.
#[derive(Clone, Copy, Debug)]
struct Stop {
    x: f64,
    y: f64,
    mass: f64,
    /// The square of its side; negative for a leaf, which is always one body.
    area: f64,
    /// Where the walk goes on when it does not go into this square.
    next: u32,
    body: u32,
}

/// The tree; built anew for each step from the same memory.
#[derive(Clone, Debug, Default)]
pub struct Quadtree {
    squares: Vec<Square>,
    stops: Vec<Stop>,
    /// Squares still to be put in order, and stops whose end is to be noted.
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug)]
enum Open {
    Square(u32),
    End(u32),
}

impl Quadtree {
    /// Builds the tree of bodies at `places` with `masses` (above 0).
    pub fn build(&mut self, places: &[(f64, f64)], masses: &[f64]) {
        self.squares.clear();
        self.stops.clear();
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for &(x, y) in places {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        if places.is_empty() {
            return;
        }
        let half = ((high.0 - low.0).max(high.1 - low.1) / 2.0).max(1e-9) * 1.000_001;
        let frame = Frame { x: (low.0 + high.0) / 2.0, y: (low.1 + high.1) / 2.0, half };
        self.push(half);
        for (body, &place) in places.iter().enumerate() {
            self.insert(body, place, frame, places, masses);
        }
        for square in &mut self.squares {
            if square.mass > 0.0 {
                square.x /= square.mass;
                square.y /= square.mass;
            }
        }
        self.put_in_order();
    }

    /// Lays the squares out in the order of the walk, so that it goes through memory from front to back.
    fn put_in_order(&mut self) {
        self.open.clear();
        self.open.push(Open::Square(0));
        while let Some(open) = self.open.pop() {
            match open {
                Open::End(stop) => {
                    let end = self.stops.len() as u32;
                    self.stops[stop as usize].next = end;
                }
                Open::Square(at) => {
                    let square = &self.squares[at as usize];
                    if square.mass == 0.0 {
                        continue;
                    }
                    let here = self.stops.len() as u32;
                    let leaf = square.children == NONE;
                    self.stops.push(Stop {
                        x: square.x,
                        y: square.y,
                        mass: square.mass,
                        area: if leaf { -1.0 } else { square.area },
                        next: here + 1,
                        body: square.body,
                    });
                    if !leaf {
                        self.open.push(Open::End(here));
                        self.open.extend((square.children..square.children + 4).map(Open::Square));
                    }
                }
            }
        }
    }

    fn push(&mut self, half: f64) {
        self.squares.push(Square { x: 0.0, y: 0.0, mass: 0.0, area: 4.0 * half * half, children: NONE, body: NONE });
    }

    fn insert(&mut self, body: usize, (x, y): (f64, f64), mut frame: Frame, places: &[(f64, f64)], masses: &[f64]) {
        let mass = masses[body];
        let mut at = 0usize;
        let mut depth = 0;
        loop {
            let square = &mut self.squares[at];
            let was_empty = square.mass == 0.0;
            square.x += x * mass;
            square.y += y * mass;
            square.mass += mass;
            if square.children == NONE {
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
                let (ox, oy) = places[other];
                let first = self.squares.len() as u32;
                for _ in 0..4 {
                    self.push(frame.half / 2.0);
                }
                self.squares[at].children = first;
                let child = &mut self.squares[(first + frame.quarter(ox, oy).0) as usize];
                child.x = ox * masses[other];
                child.y = oy * masses[other];
                child.mass = masses[other];
                child.body = other as u32;
            }
            let (quarter, inner) = frame.quarter(x, y);
            at = (self.squares[at].children + quarter) as usize;
            frame = inner;
            depth += 1;
        }
    }

    /// The sum of `mass × (place − centre) / distance²` over all other bodies, where a square seen
    /// under an angle smaller than `1 / theta` counts as one body.
    pub fn repulsion(&self, body: usize, place: (f64, f64), theta: f64) -> (f64, f64) {
        let mut force = (0.0, 0.0);
        let mut at = 0;
        while let Some(stop) = self.stops.get(at) {
            let (dx, dy) = (place.0 - stop.x, place.1 - stop.y);
            let distance = dx * dx + dy * dy;
            if stop.area >= distance * theta * theta {
                at += 1;
                continue;
            }
            // Bodies in one place push nobody: there is no direction to push in.
            if distance > 1e-18 && stop.body != body as u32 {
                let pull = stop.mass / distance;
                force.0 += dx * pull;
                force.1 += dy * pull;
            }
            at = stop.next as usize;
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
        for (body, &place) in places.iter().enumerate() {
            let mut direct = (0.0, 0.0);
            for (other, &(x, y)) in places.iter().enumerate().filter(|(o, _)| *o != body) {
                let (dx, dy) = (place.0 - x, place.1 - y);
                let pull = masses[other] / (dx * dx + dy * dy);
                direct = (direct.0 + dx * pull, direct.1 + dy * pull);
            }
            let exact = tree.repulsion(body, place, 0.0);
            assert!((exact.0 - direct.0).abs() + (exact.1 - direct.1).abs() < 1e-6);
            let rough = tree.repulsion(body, place, 0.8);
            let size = direct.0.hypot(direct.1).max(1.0);
            assert!((rough.0 - direct.0).hypot(rough.1 - direct.1) < 0.2 * size + 2.0);
        }
    }

    #[test]
    fn bodies_in_one_place() {
        let mut tree = Quadtree::default();
        tree.build(&[(1.0, 1.0); 50], &[1.0; 50]);
        assert_eq!(tree.repulsion(3, (1.0, 1.0), 1.0), (0.0, 0.0));
        tree.build(&[], &[]);
        assert_eq!(tree.repulsion(0, (0.0, 0.0), 1.0), (0.0, 0.0));
    }
}
