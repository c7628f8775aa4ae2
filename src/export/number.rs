//! Numbers as text, the same everywhere.

/// Appends a number with at most nine decimals and no trailing zeros: `0.95`, `-0.5`, `3`.
///
/// Nine decimals hide the last bits of a logarithm, which differ from one mathematics library to
/// the next. What is not a finite number becomes nothing (an empty field).
pub fn push(out: &mut String, value: f64) {
    const UNIT: f64 = 1e9;
    if !value.is_finite() {
        return;
    }
    if value.abs() >= 9e6 {
        // Too large for nine decimals to mean anything.
        let text = format!("{value:.3}");
        out.push_str(text.trim_end_matches('0').trim_end_matches('.'));
        return;
    }
    let scaled = (value * UNIT).round() as i64;
    if scaled < 0 {
        out.push('-');
    }
    let scaled = scaled.unsigned_abs();
    let (whole, mut rest) = (scaled / 1_000_000_000, scaled % 1_000_000_000);
    push_whole(out, whole);
    if rest > 0 {
        out.push('.');
        let mut unit = 100_000_000;
        while rest > 0 {
            out.push(char::from(b'0' + (rest / unit) as u8));
            rest %= unit;
            unit /= 10;
        }
    }
}

/// Appends a whole number.
pub fn push_whole(out: &mut String, value: u64) {
    let mut unit = 1u64;
    while value / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        out.push(char::from(b'0' + (value / unit % 10) as u8));
        unit /= 10;
    }
}

/// As [`push`], into a string of its own.
pub fn text(value: f64) -> String {
    let mut out = String::new();
    push(&mut out, value);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fixed_forms() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (0.95, "0.95"),
            (-0.5, "-0.5"),
            (1e-9, "0.000000001"),
            (1e-12, "0"),
            (-1e-12, "0"),
            (1.0 / 3.0, "0.333333333"),
            (120_000.25, "120000.25"),
            (12_345_678.5, "12345678.5"),
            (1e15, "1000000000000000"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(text(value), expected);
        }
    }

    proptest! {
        #[test]
        fn whole_numbers(value in proptest::num::u64::ANY) {
            let mut out = String::new();
            push_whole(&mut out, value);
            prop_assert_eq!(out, value.to_string());
        }

        #[test]
        fn reads_back(value in -1e6f64..1e6) {
            let read: f64 = text(value).parse().unwrap_or(f64::NAN);
            prop_assert!((read - value).abs() <= 5e-10 + value.abs() * 1e-15, "{} {}", value, read);
        }
    }
}
