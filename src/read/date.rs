//! Dates as articles write them, made RFC 3339.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;

/// Normalises a date: a time with its zone becomes RFC 3339 in UTC to the second (`2021-03-01T06:44:37Z`); a time
/// without a zone, or a day alone, becomes the day (`2021-03-01`), since the moment can't be known.
///
/// Understands RFC 3339 and its relatives, RFC 2822, milliseconds or seconds since 1970,
/// `2021/3/1`, `01/03/2021 - 15:50` (day first), `20210301`, `2021年3月1日`, `二〇二一年三月一日`, the years of the
/// Republic of China where they are named (`民國110年3月1日`, `中華民國一百一十年三月一日`) and English dates with a month's
/// name (`March 1, 2021`, `1st of Mar 2021`). Gives `None` for anything else and for years before 1900 or after 2199.
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
    if !text.is_ascii() {
        return chinese(text).or_else(|| numbers(text));
    }
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) || text.contains(',') {
        let time = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok();
        return time.and_then(from_timestamp).or_else(|| english(text));
    }
    if let Some(time) = with_space_before_offset(text) {
        return from_timestamp(time);
    }
    if let Ok(time) = text.parse::<DateTime>() {
        return from_day(time.date());
    }
    numbers(text).or_else(|| {
        let time = rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
        time.and_then(from_timestamp).or_else(|| english(text))
    })
}

/// The first date that a line of text states with year, month and day: `发布时间：2021-03-01 08:00`, `（2021年3月1日 来源：某网）`.
///
/// Only forms that nothing else looks like are taken: `年 月 日`, and four digits with month and day behind `-`, `/` or `.`.
pub(super) fn in_line(line: &str) -> Option<String> {
    for (at, c) in line.char_indices() {
        let begins = c.is_ascii_digit() || numeral(c).is_some() || matches!(c, '民');
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        let inside = before.is_some_and(|b| (b.is_ascii_digit() || numeral(b).is_some()) && (c.is_ascii_digit() || numeral(c).is_some()));
        if !begins || inside {
            continue;
        }
        let rest = line.get(at..).unwrap_or("");
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let plain = digits == 4
            && rest.get(4..).is_some_and(|r| r.starts_with(['-', '/', '.']))
            && !before.is_some_and(|b| matches!(b, '-' | '/' | '.'));
        let date = if plain { numbers(rest) } else { chinese(rest) };
        if date.is_some() {
            return date;
        }
    }
    None
}

/// The day in the path of a link: `/2021/03/01/`, `/2021-03-01/`, `/20210301/`, `/2021/0301/`, also before a name of a file (`/20210301abc.html`
/// is none, `/20210301_1.html` is one).
pub(super) fn in_link(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let number = |text: &str| -> Option<i64> { text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten() };
    let sound = |y: i64, m: i64, d: i64| (1990..2100).contains(&y).then(|| day(y, m, d)).flatten();
    for (i, part) in parts.iter().enumerate() {
        let next = |n: usize| parts.get(i + n).copied().unwrap_or("");
        let head = part.split(['_', '-', '.']).next().unwrap_or(part);
        let date = match (part.len(), head.len()) {
            // 2021/03/01 and 2021/0301
            (4, 4) => match (number(part), next(1).len(), next(2)) {
                (Some(year), 4, _) => number(next(1)).and_then(|md| sound(year, md / 100, md % 100)),
                (Some(year), 1..=2, third) => {
                    let third = third.split(['_', '-', '.']).next().unwrap_or(third);
                    match third.len() {
                        1..=2 => number(next(1)).zip(number(third)).and_then(|(m, d)| sound(year, m, d)),
                        _ => None,
                    }
                }
                _ => None,
            },
            // 202103/01 and 2021-03/01
            (6 | 7, _) if next(1).len() == 2 => {
                let joined: String = part.chars().filter(|c| *c != '-').collect();
                match joined.len() {
                    6 => number(&joined).zip(number(next(1))).and_then(|(ym, d)| sound(ym / 100, ym % 100, d)),
                    _ => None,
                }
            }
            (_, 8) => number(head).and_then(|n| sound(n / 10_000, n / 100 % 100, n % 100)),
            (10.., 4) => {
                let mut pieces = part.split(['_', '-', '.']).filter_map(|p| if p.len() <= 4 { number(p) } else { None });
                pieces.next().zip(pieces.next()).zip(pieces.next()).and_then(|((y, m), d)| sound(y, m, d))
            }
            _ => None,
        };
        if date.is_some() {
            return date;
        }
    }
    None
}

/// The value of a Chinese numeral up to ten.
fn numeral(c: char) -> Option<i64> {
    let place = "〇一二三四五六七八九十".chars().position(|n| n == c);
    place.map(|n| n as i64).or(match c {
        '零' | '○' | 'Ｏ' => Some(0),
        '元' => Some(1),
        '百' => Some(100),
        _ => None,
    })
}

/// A number at the beginning of a text, in digits of any width or Chinese numerals (`二〇二一`, `二十三`, `一百一十`), and what follows.
fn number(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || ('０'..='９').contains(&c) || numeral(c).is_some())).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let length = digits.chars().count();
    if length == 0 || length > 6 {
        return None;
    }
    let value = |c: char| {
        c.to_digit(10)
            .map(i64::from)
            .or_else(|| ('０'..='９').contains(&c).then(|| i64::from(c as u32 - '０' as u32)))
            .or_else(|| numeral(c))
    };
    let values: Vec<i64> = digits.chars().filter_map(value).collect();
    if values.iter().all(|v| *v < 10) {
        return Some((values.iter().fold(0, |sum, v| sum * 10 + v), rest));
    }
    // Tens and hundreds multiply what stands before them.
    let (mut sum, mut last) = (0, 0);
    for v in values {
        if v >= 10 {
            sum += last.max(1) * v;
            last = 0;
        } else {
            last = v;
        }
    }
    Some((sum + last, rest))
}

/// `2021年3月1日`, also with Chinese numerals, and with `民國` before a year of the Republic of China.
fn chinese(text: &str) -> Option<String> {
    let text = text.strip_prefix("中").and_then(|t| t.strip_prefix(['华', '華'])).unwrap_or(text);
    let (text, republic) = match text.strip_prefix('民').and_then(|t| t.strip_prefix(['国', '國'])) {
        Some(rest) => (rest.trim_start(), true),
        None => (text.strip_prefix("公元").or(text.strip_prefix("西元")).unwrap_or(text).trim_start(), false),
    };
    let (year, rest) = number(text)?;
    let (month, rest) = number(rest.trim_start().strip_prefix('年')?.trim_start())?;
    let (date, rest) = number(rest.trim_start().strip_prefix('月')?.trim_start())?;
    if !rest.trim_start().starts_with(['日', '号', '號']) && !rest.trim().is_empty() {
        return None;
    }
    // 110年 alone may be a span of time; of other years only those of four digits.
    match republic {
        true if (1..=288).contains(&year) => day(year + 1911, month, date),
        false if year >= 1000 => day(year, month, date),
        _ => None,
    }
}

/// `March 1, 2021`, `1 March 2021`, `Mon, Mar. 1st 2021 8:00 am`.
fn english(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const LONG: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let (mut month, mut date, mut year) = (None, None, None);
    for word in
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '-')).map(|w| w.trim_end_matches('.')).filter(|w| !w.is_empty())
    {
        let lower = word.to_ascii_lowercase();
        if let Some(place) = (0..12).find(|&i| lower == MONTHS[i] || lower == LONG[i] || lower == "sept" && i == 8) {
            if month.replace(place as i64 + 1).is_some() {
                return None;
            }
            continue;
        }
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
        match (digits.len(), digits.parse::<i64>()) {
            (1..=2, Ok(n)) if date.is_none() => date = Some(n),
            (4, Ok(n)) if year.is_none() => year = Some(n),
            // The time of day comes after the year.
            _ if year.is_some() && date.is_some() => break,
            _ => {}
        }
    }
    day(year?, month?, date?)
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
            ("二〇二一年三月一日", "2021-03-01"),
            ("二零二一年十二月二十三日", "2021-12-23"),
            ("２０２１年３月１日", "2021-03-01"),
            ("民國110年3月1日", "2021-03-01"),
            ("中華民國 110 年 3 月 1 日 星期一", "2021-03-01"),
            ("中華民國一百一十年三月一日", "2021-03-01"),
            ("公元2021年3月1号", "2021-03-01"),
            ("2021年3月1日星期一 08:00", "2021-03-01"),
            ("March 1, 2021", "2021-03-01"),
            ("1 March 2021", "2021-03-01"),
            ("Mon, Mar. 1st 2021 8:00 am", "2021-03-01"),
            ("Sept 30 2020", "2020-09-30"),
            ("2021-3-1 8:05", "2021-03-01"),
        ] {
            assert_eq!(normalise(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn no_dates() {
        for written in [
            "",
            "昨天",
            "110年3月1日",
            "三月一日",
            "May 2021",
            "民國110年13月1日",
            "二十年三月一日前后",
            "2021-13-01",
            "2021-02-30",
            "31/31/2020",
            "12",
            "3021-01-01",
            "1/2/3",
            "x",
        ] {
            assert_eq!(normalise(written), None, "{written}");
        }
    }

    #[test]
    fn days_in_lines() {
        for (line, expected) in [
            ("发布时间：2021-03-01 08:00 来源：某网", Some("2021-03-01")),
            ("（2021年3月1日 某网）", Some("2021-03-01")),
            ("中華民國110年3月1日 台北", Some("2021-03-01")),
            ("二〇二一年三月一日", Some("2021-03-01")),
            ("2021.03.01 | 国际", Some("2021-03-01")),
            ("电话 010-2021-03-01", None),
            ("版本 1.2021.3.1", None),
            ("2020年以来有3月之久", None),
            ("价格 2021/3", None),
        ] {
            assert_eq!(in_line(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn days_in_links() {
        for (url, expected) in [
            ("https://a.example/2021/03/01/story.html", Some("2021-03-01")),
            ("https://a.example/news/20210301/story", Some("2021-03-01")),
            ("https://a.example/2021-03/01/c_1127.htm", Some("2021-03-01")),
            ("https://a.example/n1/2021/0301/c1002-3.html", Some("2021-03-01")),
            ("https://a.example/world/20210301_7.html?20190101", Some("2021-03-01")),
            ("https://a.example/2021-03-01-story", Some("2021-03-01")),
            ("https://a.example/articles/20211301", None),
            ("https://a.example/2021/story", None),
            ("https://a.example/id/12345678", None),
            ("https://20210301.example/x", None),
        ] {
            assert_eq!(in_link(url).as_deref(), expected, "{url}");
        }
    }

    proptest! {
        #[test]
        fn any_line(text in "[0-9０-９零〇一二三十百年月日民國/. -]{0,30}") {
            let _ = (in_line(&text), in_link(&format!("https://a.b/{text}")));
        }
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
