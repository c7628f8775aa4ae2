//! A calendar month, the grain of time of the network.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A month of the proleptic Gregorian calendar, ordered in time; written `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u32);

impl Month {
    /// The month `month` (1 to 12) of `year` (0 to 9999); `None` for anything else.
    pub fn new(year: u32, month: u32) -> Option<Month> {
        ((1..=12).contains(&month) && year <= 9999).then(|| Month(year * 12 + month - 1))
    }

    /// Reads the `YYYY-MM` at the start of a date or an RFC 3339 time; `None` where there is none.
    pub fn parse(date: &str) -> Option<Month> {
        let bytes = date.as_bytes();
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0u32, |n, b| {
                b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
            })
        };
        if *bytes.get(4)? != b'-' || bytes.get(7).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        Month::new(number(bytes.get(..4)?)?, number(bytes.get(5..7)?)?)
    }

    /// The year, 0 to 9999.
    pub fn year(self) -> u32 {
        self.0 / 12
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> u32 {
        self.0 % 12 + 1
    }

    /// The month after this one.
    pub fn next(self) -> Month {
        Month(self.0 + 1)
    }

    /// The first day, `YYYY-MM-01`.
    pub fn first_day(self) -> String {
        format!("{self}-01")
    }

    /// The last day, `YYYY-MM-28` to `YYYY-MM-31`.
    pub fn last_day(self) -> String {
        format!("{self}-{:02}", self.days())
    }

    /// How many days the month has.
    pub fn days(self) -> u32 {
        let year = self.year();
        match self.month() {
            2 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Runs of months that follow one another, as first and last month of each.
    ///
    /// `months` must be sorted; repeats are allowed.
    pub fn runs(months: impl IntoIterator<Item = Month>) -> Vec<(Month, Month)> {
        let mut runs: Vec<(Month, Month)> = Vec::new();
        for month in months {
            match runs.last_mut() {
                Some(run) if month <= run.1.next() => run.1 = run.1.max(month),
                _ => runs.push((month, month)),
            }
        }
        runs
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Month::parse(&text).ok_or_else(|| serde::de::Error::custom("a month is YYYY-MM"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_and_times_give_their_month() {
        for text in ["2021-03", "2021-03-31", "2021-03-31T23:59:59+08:00"] {
            assert_eq!(
                Month::parse(text).map(|m| m.to_string()).as_deref(),
                Some("2021-03")
            );
        }
        for text in [
            "",
            "2021",
            "2021-13",
            "2021-00-01",
            "2021/03",
            "21-03-01",
            "2021-031",
            "二〇二一",
        ] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn last_days() {
        let last = |text| Month::parse(text).map(Month::last_day).unwrap_or_default();
        assert_eq!(last("2021-02"), "2021-02-28");
        assert_eq!(last("2020-02"), "2020-02-29");
        assert_eq!(last("1900-02"), "1900-02-28");
        assert_eq!(last("2000-02"), "2000-02-29");
        assert_eq!(last("2021-12"), "2021-12-31");
        assert_eq!(last("2021-04"), "2021-04-30");
    }

    #[test]
    fn runs_join_neighbours_across_years() {
        let months: Vec<Month> = ["2020-12", "2021-01", "2021-01", "2021-03"]
            .iter()
            .filter_map(|m| Month::parse(m))
            .collect();
        let runs: Vec<String> = Month::runs(months)
            .iter()
            .map(|(a, b)| format!("{a}/{b}"))
            .collect();
        assert_eq!(runs, ["2020-12/2021-01", "2021-03/2021-03"]);
    }

    proptest! {
        #[test]
        fn written_months_read_back(year in 0u32..=9999, month in 1u32..=12) {
            let m = Month::new(year, month);
            prop_assert!(m.is_some());
            prop_assert_eq!(m.and_then(|m| Month::parse(&m.to_string())), m);
        }

        #[test]
        fn any_text_is_read_without_harm(text in ".*") {
            let _ = Month::parse(&text);
        }
    }
}
