//! Months and days, the grains of time of the network.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A month or a day of the proleptic Gregorian calendar; written `YYYY-MM` or `YYYY-MM-DD`.
///
/// Ordered in time; a month comes before its days. A network keeps to one of the two: months for
/// years of articles, days where an archive spans a few months (see [`Period::grain_for`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(u32);

/// The usual grain of a network; see [`Period`].
pub type Month = Period;

/// How finely time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// By days.
    Day,
    /// By months.
    Month,
}

impl Period {
    /// The month `month` (1 to 12) of `year` (0 to 9999); `None` for anything else.
    pub fn new(year: u32, month: u32) -> Option<Period> {
        ((1..=12).contains(&month) && year <= 9999).then(|| Period((year * 12 + month - 1) * 32))
    }

    /// Reads the month at the start of a date or an RFC 3339 time; `None` where there is none.
    pub fn parse(date: &str) -> Option<Period> {
        let bytes = date.as_bytes();
        if *bytes.get(4)? != b'-' || bytes.get(7).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        Period::new(digits(bytes.get(..4)?)?, digits(bytes.get(5..7)?)?)
    }

    /// Reads the day at the start of a date or an RFC 3339 time; `None` where there is none, or none
    /// in that month.
    pub fn parse_day(date: &str) -> Option<Period> {
        let bytes = date.as_bytes();
        let month = Period::parse(date)?;
        if *bytes.get(7)? != b'-' || bytes.get(10).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let day = digits(bytes.get(8..10)?)?;
        (1..=month.days()).contains(&day).then_some(Period(month.0 + day))
    }

    /// Reads a date at a grain.
    pub fn at(date: &str, grain: Grain) -> Option<Period> {
        match grain {
            Grain::Day => Period::parse_day(date),
            Grain::Month => Period::parse(date),
        }
    }

    /// The grain that suits an archive from `first` to `last`: days up to four months, months beyond.
    pub fn grain_for(first: Period, last: Period) -> Grain {
        if last.0 / 32 <= first.0 / 32 + 3 { Grain::Day } else { Grain::Month }
    }

    /// Whether this is a day or a month.
    pub fn grain(self) -> Grain {
        if self.0.is_multiple_of(32) { Grain::Month } else { Grain::Day }
    }

    /// The month this day lies in; a month is its own.
    pub fn month(self) -> Period {
        Period(self.0 / 32 * 32)
    }

    /// The year, 0 to 9999.
    pub fn year(self) -> u32 {
        self.0 / 32 / 12
    }

    /// The month of the year, 1 to 12.
    pub fn month_of_year(self) -> u32 {
        self.0 / 32 % 12 + 1
    }

    /// The day of the month, 1 to 31; `None` for a month.
    pub fn day_of_month(self) -> Option<u32> {
        Some(self.0 % 32).filter(|&day| day > 0)
    }

    /// The day after this day, or the month after this month.
    pub fn next(self) -> Period {
        match self.day_of_month() {
            None => Period(self.0 + 32),
            Some(day) if day < self.days() => Period(self.0 + 1),
            Some(_) => Period((self.0 / 32 + 1) * 32 + 1),
        }
    }

    /// The first day, `YYYY-MM-DD`; a day's own date.
    pub fn first_day(self) -> String {
        let mut out = String::new();
        self.push_first_day(&mut out);
        out
    }

    /// The last day, `YYYY-MM-DD`; a day's own date.
    pub fn last_day(self) -> String {
        let mut out = String::new();
        self.push_last_day(&mut out);
        out
    }

    /// Appends the first day; see [`Period::first_day`].
    pub fn push_first_day(self, out: &mut String) {
        self.push_day(out, self.day_of_month().unwrap_or(1));
    }

    /// Appends the last day; see [`Period::last_day`].
    pub fn push_last_day(self, out: &mut String) {
        self.push_day(out, self.day_of_month().unwrap_or_else(|| self.days()));
    }

    fn push_day(self, out: &mut String, day: u32) {
        let mut digits = *b"0000-00-00";
        let mut put = |places: Range<usize>, mut value: u32| {
            for slot in digits[places].iter_mut().rev() {
                *slot = b'0' + (value % 10) as u8;
                value /= 10;
            }
        };
        put(0..4, self.year());
        put(5..7, self.month_of_year());
        put(8..10, day);
        out.push_str(std::str::from_utf8(&digits).unwrap_or(""));
    }

    /// How many days the month has.
    pub fn days(self) -> u32 {
        let year = self.year();
        match self.month_of_year() {
            2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Whether this lies in the time from `from` to `to`, both inclusive; a day lies in its month.
    pub fn within(self, from: Option<Period>, to: Option<Period>) -> bool {
        let first = |p: Period| if p.0.is_multiple_of(32) { p.0 + 1 } else { p.0 };
        let last = |p: Period| {
            if p.0.is_multiple_of(32) { p.0 + 31 } else { p.0 }
        };
        from.is_none_or(|from| first(self) >= first(from)) && to.is_none_or(|to| last(self) <= last(to))
    }

    /// Runs of periods that follow one another, as first and last of each.
    ///
    /// `periods` must be sorted and of one grain; repeats are allowed.
    pub fn runs(periods: impl IntoIterator<Item = Period>) -> Vec<(Period, Period)> {
        let mut runs: Vec<(Period, Period)> = Vec::new();
        for period in periods {
            match runs.last_mut() {
                Some(run) if period <= run.1.next() => run.1 = run.1.max(period),
                _ => runs.push((period, period)),
            }
        }
        runs
    }
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// Sorts counts by period and adds up those of one period; with `by_month`, of one month.
pub(crate) fn tidy(counts: &mut Vec<(Period, u32)>, by_month: bool) {
    if by_month {
        counts.iter_mut().for_each(|c| c.0 = c.0.month());
    }
    counts.retain(|c| c.1 > 0);
    counts.sort_unstable_by_key(|c| c.0);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(next.1);
        }
        same
    });
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month_of_year())?;
        match self.day_of_month() {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let period = if text.len() > 7 { Period::parse_day(&text) } else { Period::parse(&text) };
        period.ok_or_else(|| serde::de::Error::custom("a period is YYYY-MM or YYYY-MM-DD"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Period {
        Period::parse_day(text).expect("a day in a test")
    }

    #[test]
    fn dates_and_times_give_their_month() {
        for text in ["2021-03", "2021-03-31", "2021-03-31T23:59:59+08:00"] {
            assert_eq!(Period::parse(text).map(|m| m.to_string()).as_deref(), Some("2021-03"));
        }
        for text in ["", "2021", "2021-13", "2021-00-01", "2021/03", "21-03-01", "2021-031", "二〇二一"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_and_times_give_their_day() {
        for text in ["2021-03-31", "2021-03-31T23:59:59+08:00"] {
            assert_eq!(Period::parse_day(text).map(|m| m.to_string()).as_deref(), Some("2021-03-31"));
        }
        for text in ["", "2021-03", "2021-03-", "2021-03-1", "2021-03-00", "2021-02-29", "2021-03-311"] {
            assert_eq!(Period::parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn last_days() {
        let last = |text| Period::parse(text).map(Period::last_day).unwrap_or_default();
        assert_eq!(last("2021-02"), "2021-02-28");
        assert_eq!(last("2020-02"), "2020-02-29");
        assert_eq!(last("1900-02"), "1900-02-28");
        assert_eq!(last("2000-02"), "2000-02-29");
        assert_eq!(last("2021-12"), "2021-12-31");
        assert_eq!(last("2021-04"), "2021-04-30");
        assert_eq!(day("2021-04-05").last_day(), "2021-04-05");
    }

    #[test]
    fn runs_join_neighbours_across_years() {
        let written = |periods: Vec<Period>| -> Vec<String> { Period::runs(periods).iter().map(|(a, b)| format!("{a}/{b}")).collect() };
        let months = ["2020-12", "2021-01", "2021-01", "2021-03"];
        let months = months.iter().filter_map(|m| Period::parse(m)).collect();
        assert_eq!(written(months), ["2020-12/2021-01", "2021-03/2021-03"]);
        let days = ["2020-12-30", "2020-12-31", "2021-01-01", "2021-02-28", "2021-03-01", "2021-03-03"];
        let days = days.iter().map(|d| day(d)).collect();
        assert_eq!(written(days), ["2020-12-30/2021-01-01", "2021-02-28/2021-03-01", "2021-03-03/2021-03-03"]);
    }

    #[test]
    fn days_lie_in_their_month() {
        let month = Period::parse("2021-03");
        assert!(day("2021-03-01").within(month, month) && day("2021-03-31").within(month, month));
        assert!(!day("2021-04-01").within(month, month) && !day("2021-02-28").within(month, None));
        assert!(month.is_some_and(|m| m.within(month, month) && m.within(None, None)));
        // Half a month is not in a range that covers the other half.
        assert!(month.is_some_and(|m| !m.within(Some(day("2021-03-02")), None)));
    }

    #[test]
    fn grains() {
        let month = |text| Period::parse(text).expect("a month in a test");
        assert_eq!(Period::grain_for(day("2021-03-01"), day("2021-03-31")), Grain::Day);
        assert_eq!(Period::grain_for(month("2020-11"), month("2021-02")), Grain::Day);
        assert_eq!(Period::grain_for(month("2020-11"), month("2021-03")), Grain::Month);
        assert_eq!(day("2021-03-09").month(), month("2021-03"));
    }

    proptest! {
        #[test]
        fn written_periods_read_back(year in 0u32..=9999, month in 1u32..=12, day in 1u32..=31) {
            let m = Period::new(year, month);
            prop_assert!(m.is_some());
            prop_assert_eq!(m.and_then(|m| Period::parse(&m.to_string())), m);
            let text = format!("{year:04}-{month:02}-{day:02}");
            if let Some(d) = Period::parse_day(&text) {
                prop_assert_eq!(d.to_string(), text);
                prop_assert!(d.next() > d && d.next().grain() == Grain::Day);
                let json = serde_json::to_string(&d).unwrap_or_default();
                prop_assert_eq!(serde_json::from_str::<Period>(&json).ok(), Some(d));
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text in ".*") {
            let _ = Period::parse(&text);
            let _ = Period::parse_day(&text);
        }
    }
}
