//! How much more often two entities meet than chance would have it.

/// Normalised pointwise mutual information (Bouma 2009) of two entities.
///
/// `together` of `total` windows hold both, `a` and `b` hold each. From -1 (never together, the
/// limit) by 0 (as chance has it) to 1 (only ever together). 0 where the counts say nothing (one of
/// them is 0) or contradict themselves.
pub fn npmi(together: u64, a: u64, b: u64, total: u64) -> f64 {
    if together == 0 || total == 0 || together > a.min(b) || a.max(b) > total {
        return 0.0;
    }
    let n = total as f64;
    let joint = together as f64 / n;
    if together == total {
        return 1.0;
    }
    let information = (joint / ((a as f64 / n) * (b as f64 / n))).ln();
    (information / -joint.ln()).clamp(-1.0, 1.0)
}

/// Log-likelihood ratio G² (Dunning 1993) of the two-by-two table of windows.
///
/// Counts as in [`npmi`]. 0 when the two are independent; above 3.84 chance alone would give so much
/// in one case of twenty. It has no sign: the sign of NPMI tells attraction from avoidance.
/// 0 where the counts contradict themselves.
pub fn log_likelihood(together: u64, a: u64, b: u64, total: u64) -> f64 {
    if total == 0 || together > a.min(b) || a.max(b) > total || a + b - together > total {
        return 0.0;
    }
    let (a, b, n) = (a as f64, b as f64, total as f64);
    let both = together as f64;
    let cells = [(both, a * b), (a - both, a * (n - b)), (b - both, (n - a) * b), (n - a - b + both, (n - a) * (n - b))];
    let sum: f64 = cells
        .iter()
        .filter(|(observed, margins)| *observed > 0.0 && *margins > 0.0)
        .map(|(observed, margins)| observed * (observed * n / margins).ln())
        .sum();
    (2.0 * sum).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn known_values() {
        // python3 -c "from math import log; print(log((10/1000)/((20/1000)*(50/1000)))/-log(10/1000))"
        near(npmi(10, 20, 50, 1000), 0.5);
        near(npmi(10, 100, 100, 1000), 0.0);
        near(npmi(7, 7, 7, 1000), 1.0);
        assert!(npmi(1, 100, 100, 1000) < 0.0);
        // scipy.stats.chi2_contingency([[10,10],[40,940]], correction=False,
        //   lambda_="log-likelihood").statistic
        near(log_likelihood(10, 20, 50, 1000), 35.066_080_832_224_87);
        near(log_likelihood(10, 100, 100, 1000), 0.0);
    }

    #[test]
    fn counts_that_cannot_be() {
        assert_eq!(npmi(5, 3, 9, 100), 0.0);
        assert_eq!(npmi(0, 3, 9, 100), 0.0);
        assert_eq!(npmi(1, 1, 1, 0), 0.0);
        assert_eq!(npmi(5, 5, 5, 5), 1.0);
        assert_eq!(log_likelihood(5, 3, 9, 100), 0.0);
        assert_eq!(log_likelihood(0, 9, 9, 10), 0.0);
    }

    proptest! {
        #[test]
        fn always_in_range(together in 0u64..50, a in 0u64..100, b in 0u64..100, total in 0u64..200) {
            let value = npmi(together, a, b, total);
            prop_assert!((-1.0..=1.0).contains(&value));
            prop_assert_eq!(value, npmi(together, b, a, total));
            let ratio = log_likelihood(together, a, b, total);
            prop_assert!(ratio.is_finite() && ratio >= 0.0);
        }
    }
}
