//! What is done to the picture after the simulation: evened out, brought to size, laid down, its discs parted, the rest put around it.

use super::plane::{difference, length};

/// Gives every node about the same room: those that crowd in the middle move outwards, those far out inwards, each in its
/// direction from the middle. Distances become, for the most part, those that an evenly filled disc would have.
pub(super) fn even_out(places: &mut [(f64, f64)]) {
    const EVEN: f64 = 0.8;
    let count = places.len() as f64;
    let sum = places.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let middle = (sum.0 / count, sum.1 / count);
    let mut order: Vec<(f64, usize)> = places.iter().enumerate().map(|(i, &p)| (length(difference(p, middle)), i)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Nine of ten lie within this radius.
    let wide = order.get(order.len() * 9 / 10).map_or(1.0, |o| o.0).max(1e-9);
    for (rank, &(radius, i)) in order.iter().enumerate() {
        let wanted = EVEN * ((rank as f64 + 0.5) / count).sqrt() + (1.0 - EVEN) * (radius / wide).min(1.2);
        let scale = if radius > 1e-9 { wanted / radius } else { 0.0 };
        let away = difference(places[i], middle);
        places[i] = (away.0 * scale, away.1 * scale);
    }
}

/// Centres the picture and gives it a size that suits the number of nodes: their mean square
/// distance from the middle becomes `room` times the square root of their number.
pub(super) fn rescale(places: &mut [(f64, f64)], room: f64) {
    let count = places.len() as f64;
    if places.is_empty() {
        return;
    }
    let sum = places.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let middle = (sum.0 / count, sum.1 / count);
    let spread = places.iter().map(|p| {
        let d = difference(*p, middle);
        d.0 * d.0 + d.1 * d.1
    });
    let radius = (spread.sum::<f64>() / count).sqrt();
    let scale = if radius > 0.0 { room * count.sqrt() / radius } else { 1.0 };
    for place in places {
        *place = ((place.0 - middle.0) * scale, (place.1 - middle.1) * scale);
    }
}

/// Turns the picture so that it is widest from left to right, as screens are.
pub(super) fn lay_down(places: &mut [(f64, f64)]) {
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    for &(x, y) in places.iter() {
        a += x * x;
        b += x * y;
        c += y * y;
    }
    // The direction in which the points vary most: the first eigenvector of their covariance.
    let half = (a - c) / 2.0;
    let largest = (a + c) / 2.0 + (half * half + b * b).sqrt();
    let direction = if a >= c { (largest - c, b) } else { (b, largest - a) };
    let size = length(direction);
    if size <= 0.0 {
        return;
    }
    let (cos, sin) = (direction.0 / size, direction.1 / size);
    for place in places {
        *place = (place.0 * cos + place.1 * sin, place.1 * cos - place.0 * sin);
    }
}

/// Pushes discs that cover one another apart, a little at a time and so many times at most.
pub(super) fn part_overlaps(places: &mut [(f64, f64)], radii: &[f64], times: usize) {
    const GAP: f64 = 2.0;
    let widest = radii.iter().copied().fold(0.0, f64::max);
    let cell = 2.0 * widest + GAP;
    // Sweeping along x keeps this near linear for the sizes in use.
    let mut order: Vec<usize> = (0..places.len()).collect();
    // Place and radius of each disc in the order of the sweep.
    let mut discs: Vec<(f64, f64, f64)> = Vec::with_capacity(places.len());
    for _ in 0..times {
        order.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0).then(a.cmp(&b)));
        discs.clear();
        discs.extend(order.iter().map(|&i| (places[i].0, places[i].1, radii[i])));
        let mut moved = false;
        // How far along x any disc has come from where it stood in the order.
        let mut strayed = 0.0f64;
        for (i, &first) in order.iter().enumerate() {
            let Some((one, others)) = discs.get_mut(i..).and_then(<[_]>::split_first_mut) else { continue };
            // No disc farther off than this covers it.
            let reach = one.2 + widest + GAP + 1e-6;
            for (other, &second) in others.iter_mut().zip(&order[i + 1..]) {
                let (dx, dy) = (other.0 - one.0, other.1 - one.1);
                // Neither does any that comes after one so far off that even having strayed it would be out of reach.
                if dx > cell || dx > reach && dx > reach + 2.0 * strayed {
                    break;
                }
                let need = one.2 + other.2 + GAP;
                if dy.abs() >= need || dx.abs() >= need {
                    continue;
                }
                let distance = length((dx, dy));
                if distance >= need {
                    continue;
                }
                let (ux, uy) = if distance > 1e-9 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                let step = (need - distance) * 0.5;
                // The larger disc yields less.
                let (area_a, area_b) = (one.2 * one.2, other.2 * other.2);
                let (yield_a, yield_b) = (area_b / (area_a + area_b), area_a / (area_a + area_b));
                one.0 -= ux * step * yield_a;
                one.1 -= uy * step * yield_a;
                other.0 += ux * step * yield_b;
                other.1 += uy * step * yield_b;
                strayed = strayed.max((one.0 - places[first].0).abs()).max((other.0 - places[second].0).abs());
                moved = true;
            }
        }
        for (&i, disc) in order.iter().zip(&discs) {
            places[i] = (disc.0, disc.1);
        }
        if !moved {
            break;
        }
    }
}

/// Places the nodes that `outside` names evenly around a disc of radius `reach`: each is turned from
/// the last by the golden angle, on a circle that grows so that every node has the same room.
pub(super) fn ring(positions: &mut [(f32, f32)], reach: f64, outside: impl Fn(usize) -> bool) {
    // Cosine and sine of the golden angle, π(3 − √5).
    const TURN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_7);
    const ROOM: f64 = 120.0;
    let inner = if reach > 0.0 { reach * 1.08 + 20.0 } else { 0.0 };
    let mut direction = (1.0, 0.0);
    let mut square = inner * inner;
    for (node, position) in positions.iter_mut().enumerate() {
        if !outside(node) {
            continue;
        }
        let radius = square.sqrt();
        *position = ((direction.0 * radius) as f32, (direction.1 * radius) as f32);
        square += ROOM;
        let turned = (direction.0 * TURN.0 - direction.1 * TURN.1, direction.0 * TURN.1 + direction.1 * TURN.0);
        // Kept at length one, lest thousands of turns let it drift.
        let size = length(turned);
        direction = (turned.0 / size, turned.1 / size);
    }
}
