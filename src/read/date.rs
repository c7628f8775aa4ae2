//! Dates as articles write them, made RFC 3339.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;

/// Normalises a date: a time with its zone becomes RFC 3339 in UTC to the second (`2021-03-01T06:44:37Z`); a time
/// without a zone, or a day alone, becomes the day (`2021-03-01`), since the moment can't be known.
///
/// Understands RFC 3339 and its relatives, RFC 2822, milliseconds or seconds since 1970,
/// `2021/3/1`, `01/03/2021 - 15:50` (day first), `20210301`, and `2021年3月1日`. Gives `None` for anything else
/// and for years before 1900 or after 2199.
pub fn normalise(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return from_digits(text);
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return from_timestamp(time);
    }
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) || text.contains(',') {
        return rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok().and_then(from_timestamp);
    }
    if let Some(time) = with_space_before_offset(text) {
        return from_timestamp(time);
    }
    if let Ok(time) = text.parse::<DateTime>() {
        return from_day(time.date());
    }
    numbers(text).or_else(|| {
        let time = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        from_timestamp(time)
    })
}

/// Milliseconds since 1970, as the archive's comment has them.
pub(super) fn from_milliseconds(milliseconds: i64) -> Option<String> {
    from_timestamp(Timestamp::from_millisecond(milliseconds).ok()?)
}

fn from_timestamp(time: Timestamp) -> Option<String> {
    let utc = time.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let day = from_day(utc.date())?;
    Some(format!("{day}T{:02}:{:02}:{:02}Z", utc.hour(), utc.minute(), utc.second()))
}

fn from_day(date: Date) -> Option<String> {
    (1900..2200).contains(&date.year()).then(|| date.to_string())
}

fn from_digits(text: &str) -> Option<String> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        8 => day(number / 10_000, number / 100 % 100, number % 100),
        14 => day(number / 10_000_000_000, number / 100_000_000 % 100, number / 1_000_000 % 100),
        10 => from_milliseconds(number.checked_mul(1000)?),
        13 => from_milliseconds(number),
        _ => None,
    }
}

fn day(year: i64, month: i64, day: i64) -> Option<String> {
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    from_day(date.ok()?)
}

/// `2021-03-01 06:44:37 +0800`, as Jekyll and many feeds write it.
fn with_space_before_offset(text: &str) -> Option<Timestamp> {
    let (time, offset) = text.rsplit_once(' ')?;
    if !offset.starts_with(['+', '-']) && !matches!(offset, "Z" | "UTC" | "GMT") {
        return None;
    }
    let offset = if offset.starts_with(['+', '-']) { offset } else { "Z" };
    format!("{time}{offset}").parse().ok()
}

/// Three numbers that make a day, whatever stands between and after them.
fn numbers(text: &str) -> Option<String> {
    let mut found = [0i64; 3];
    let mut lengths = [0usize; 3];
    let mut rest = text;
    for (number, length) in found.iter_mut().zip(&mut lengths) {
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, tail) = rest.split_at(end);
        *number = digits.parse().ok()?;
        *length = digits.len();
        rest = tail.trim_start();
        rest = rest.strip_prefix(['-', '/', '.', '年', '月', '日']).unwrap_or(rest).trim_start();
    }
    match lengths {
        [4, 1..=2, 1..=2] => day(found[0], found[1], found[2]),
        [1..=2, 1..=2, 4] => day(found[2], found[1], found[0]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_met_in_articles() {
        for (written, expected) in [
            ("2020-11-01T15:50:00.003Z", "2020-11-01T15:50:00Z"),
            ("2021-03-01T14:44:37+08:00", "2021-03-01T06:44:37Z"),
            ("2021-03-01 14:44:37 +0800", "2021-03-01T06:44:37Z"),
            ("2021-03-01 14:44:37 UTC", "2021-03-01T14:44:37Z"),
            ("Fri, 28 Feb 2025 16:12:43 GMT", "2025-02-28T16:12:43Z"),
            ("Mon, 28 Feb 2025 16:12:43 +0800", "2025-02-28T08:12:43Z"),
            ("28 Feb 2025 16:12:43 GMT", "2025-02-28T16:12:43Z"),
            ("2020-07-28T01:27:05", "2020-07-28"),
            ("2020-07-28 01:27", "2020-07-28"),
            ("2020-07-28", "2020-07-28"),
            ("2020/7/8", "2020-07-08"),
            ("17/08/2020 - 15:50", "2020-08-17"),
            ("2020年7月8日 12:30", "2020-07-08"),
            ("20200708", "2020-07-08"),
            ("1604245800003", "2020-11-01T15:50:00Z"),
            ("1604245800", "2020-11-01T15:50:00Z"),
        ] {
            assert_eq!(normalise(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn no_dates() {
        for written in ["", "昨天", "2021-13-01", "2021-02-30", "31/31/2020", "12", "3021-01-01", "1/2/3", "x"] {
            assert_eq!(normalise(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn what_comes_out_goes_in_unchanged(text in "\\PC{0,40}") {
            if let Some(date) = normalise(&text) {
                prop_assert_eq!(normalise(&date), Some(date.clone()));
            }
        }
        #[test]
        fn any_digits(text in "[0-9/年月日: TZ+-]{0,30}") {
            let _ = normalise(&text);
        }
    }
}
