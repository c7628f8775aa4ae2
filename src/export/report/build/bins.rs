//! The days or months of the timeline.

use crate::export::report::input::ReportInput;
use crate::graph::{Grain, Period};

/// The days or months of the timeline.
pub(super) struct Bins {
    pub(super) grain: Grain,
    pub(super) names: Vec<Period>,
}

impl Bins {
    /// More bins than this are too many to draw; then only those with an article are kept.
    const MOST: usize = 600;

    pub(super) fn of(input: &ReportInput<'_>) -> Bins {
        let span = input.network.span();
        let mut grain = span.map_or(Grain::Day, |(first, _)| first.grain());
        let dated = || input.census.by_day.keys().flatten().copied();
        let ends = dated().chain(span.into_iter().flat_map(|s| [s.0, s.1]));
        let (first, last) = (ends.clone().map(Period::month).min(), ends.map(Period::month).max());
        if let (Some(first), Some(last)) = (first, last)
            && Period::grain_for(first, last) == Grain::Month
        {
            grain = Grain::Month;
        }
        let mut all: Vec<Period> =
            dated().map(|day| if grain == Grain::Month { day.month() } else { day }).filter(|day| day.grain() == grain).collect();
        all.extend(span.into_iter().flat_map(|s| [s.0, s.1]).filter(|p| p.grain() == grain));
        all.sort_unstable();
        all.dedup();
        let mut names = Vec::new();
        if let (Some(&first), Some(&last)) = (all.first(), all.last()) {
            let mut period = first;
            while period <= last && names.len() <= Bins::MOST {
                names.push(period);
                period = period.next();
            }
        }
        if names.len() > Bins::MOST {
            names = all;
        }
        Bins { grain, names }
    }

    /// The place of a day or month among the bins.
    pub(super) fn index(&self, period: Period) -> Option<usize> {
        let period = if self.grain == Grain::Month { period.month() } else { period };
        self.names.binary_search(&period).ok()
    }

    /// Counts by bin: index, count, index, count …
    pub(super) fn counts(&self, counts: &[(Period, u32)]) -> Vec<u32> {
        let mut out: Vec<u32> = Vec::with_capacity(counts.len() * 2);
        for &(period, count) in counts {
            let Some(bin) = self.index(period) else {
                continue;
            };
            match out.as_mut_slice() {
                [.., last, sum] if *last == bin as u32 => *sum += count,
                _ => out.extend([bin as u32, count]),
            }
        }
        out
    }
}
