//! What the scan of the dictionaries says of the places of a text.

/// What the scan of the dictionaries left for each character of the text.
#[derive(Default, Debug)]
pub struct Marks {
    /// For each character offset, how many characters the longest title ending there has (0: none).
    pub title_ends: Vec<u8>,
    /// For each character offset, how many characters the longest title starting there has.
    pub title_starts: Vec<u8>,
    /// `(start, end, pattern)` of every dictionary form, by end.
    pub hits: Vec<(u32, u32, u32)>,
}

impl Marks {
    /// The forms that end exactly at `end`.
    pub fn ending_at(&self, end: usize) -> impl Iterator<Item = &(u32, u32, u32)> {
        let from = self.hits.partition_point(|h| (h.1 as usize) < end);
        self.hits[from..].iter().take_while(move |h| h.1 as usize == end)
    }

    /// The forms that begin exactly at `start`, as far as they are no longer than any body or title.
    pub fn beginning_at(&self, start: usize) -> impl Iterator<Item = &(u32, u32, u32)> {
        let from = self.hits.partition_point(|h| h.1 as usize <= start);
        let near = self.hits[from..].iter().take_while(move |h| (h.1 as usize) <= start + LONGEST_FORM);
        near.filter(move |h| h.0 as usize == start)
    }
}

/// Characters of the longest form that [`Marks::beginning_at`] looks for.
const LONGEST_FORM: usize = 24;
