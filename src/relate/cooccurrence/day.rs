//! Days without allocation.

use std::fmt;

/// A day of publication as written, `YYYY-MM-DD`, in ten bytes; the default is none. Sorted as text, that is by time.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day([u8; 10]);

impl Day {
    /// The day that a text begins with; none where it has not ten bytes.
    pub fn of(text: &str) -> Day {
        text.get(..10).and_then(|day| day.as_bytes().try_into().ok()).map(Day).unwrap_or_default()
    }

    /// Whether it is none.
    pub fn is_none(self) -> bool {
        self == Day::default()
    }

    /// The text; empty for none.
    pub fn as_str(&self) -> &str {
        if self.is_none() { "" } else { std::str::from_utf8(&self.0).unwrap_or("") }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The earliest and the latest of several days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The earliest; none where none is dated.
    pub first: Day,
    /// The latest.
    pub last: Day,
}

impl Span {
    /// Takes in another day.
    pub fn widen(&mut self, day: Day) {
        if day.is_none() {
            return;
        }
        if self.first.is_none() || day < self.first {
            self.first = day;
        }
        self.last = self.last.max(day);
    }

    /// Both days as text.
    pub fn texts(self) -> (String, String) {
        (self.first.as_str().to_owned(), self.last.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        let mut span = Span::default();
        for day in ["", "2021-03-04", "2020-12-31T08:00:00Z", "2021", "2021-03-05"] {
            span.widen(Day::of(day));
        }
        assert_eq!(span.texts(), ("2020-12-31".to_owned(), "2021-03-05".to_owned()));
        assert_eq!(Span::default().texts(), (String::new(), String::new()));
    }
}
