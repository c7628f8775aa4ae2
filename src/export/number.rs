//! Numbers as text, the same everywhere.

use std::fmt::Write;

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
        let mut digits = [b'0'; 10];
        digits[0] = b'.';
        let mut length = digits.len();
        for slot in digits[1..].iter_mut().rev() {
            *slot = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        while digits.get(length - 1) == Some(&b'0') {
            length -= 1;
        }
        out.push_str(digits.get(..length).and_then(|d| std::str::from_utf8(d).ok()).unwrap_or(""));
    }
}

/// Appends a whole number.
pub fn push_whole(out: &mut String, value: u64) {
    out.push_str(Digits::of(value).as_str());
}

/// Appends a number of 32 bits with two decimals, as `{:.2}` does.
pub fn push_hundredths(out: &mut String, value: f32) {
    // A product of 24 bits and seven is exact in 53.
    let hundredths = f64::from(value.abs()) * 100.0;
    let below = hundredths.floor();
    let rest = hundredths - below;
    if hundredths.is_nan() || hundredths >= 1e9 || rest == 0.5 {
        // Too large, none at all, or half way between two: as the standard library has it.
        let _ = write!(out, "{value:.2}");
        return;
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    let hundredths = below as u64 + u64::from(rest > 0.5);
    push_whole(out, hundredths / 100);
    out.push('.');
    push_two(out, (hundredths % 100) as u32);
}

/// As [`push_hundredths`], into a string of its own.
pub fn hundredths(value: f32) -> String {
    let mut out = String::new();
    push_hundredths(&mut out, value);
    out
}

/// Appends the last two digits of a number.
pub fn push_two(out: &mut String, value: u32) {
    out.push(char::from(b'0' + (value / 10 % 10) as u8));
    out.push(char::from(b'0' + (value % 10) as u8));
}

/// A whole number in digits.
pub struct Digits {
    bytes: [u8; 20],
    from: usize,
}

impl Digits {
    /// The digits of `value`.
    pub fn of(mut value: u64) -> Digits {
        let mut digits = Digits { bytes: [b'0'; 20], from: 20 };
        loop {
            digits.from -= 1;
            if let Some(slot) = digits.bytes.get_mut(digits.from) {
                *slot = b'0' + (value % 10) as u8;
            }
            value /= 10;
            if value == 0 {
                return digits;
            }
        }
    }

    /// As bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.from..).unwrap_or(&[])
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
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
        fn hundredths(bits in proptest::num::u32::ANY, units in -40_000i32..40_000) {
            // Any number at all, and eighths, of which some lie half way.
            for value in [f32::from_bits(bits), units as f32 / 8.0, units as f32 / 100.0, units as f32 / 1000.0, -0.0] {
                let mut out = String::new();
                push_hundredths(&mut out, value);
                prop_assert_eq!(out, format!("{value:.2}"));
            }
        }

        #[test]
        fn reads_back(value in -1e6f64..1e6) {
            let read: f64 = text(value).parse().unwrap_or(f64::NAN);
            prop_assert!((read - value).abs() <= 5e-10 + value.abs() * 1e-15, "{} {}", value, read);
        }
    }
}
