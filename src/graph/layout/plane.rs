//! Points of the plane.

/// From `b` to `a`.
#[inline]
pub(super) fn difference(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 - b.0, a.1 - b.1)
}

/// How far a point is from the middle.
#[inline]
pub(super) fn length(v: (f64, f64)) -> f64 {
    (v.0 * v.0 + v.1 * v.1).sqrt()
}
