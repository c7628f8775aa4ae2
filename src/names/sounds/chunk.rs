//! The chunks of Latin letters that a character may stand for.

use crate::names::pinyin;

/// Letters one character may stand for, at most.
pub(super) const LONGEST_CHUNK: usize = 6;

/// Letters that a character may stand for, with the log-odds of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    /// Number of letters, at most [`LONGEST_CHUNK`].
    pub(super) length: u8,
    /// The letters as one number (see [`pack`]), so that a comparison is one instruction.
    pub(super) letters: u64,
    pub(super) odds: f32,
}

impl Chunk {
    /// A chunk; `None` when it is longer than any that is looked at.
    pub(super) fn new(letters: &[u8], odds: f32) -> Option<Chunk> {
        (letters.len() <= LONGEST_CHUNK).then(|| Chunk { length: letters.len() as u8, letters: pack(letters), odds })
    }
}

/// The chunks of a character by their last letter: at a place of a word, few of them are looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunks {
    all: Vec<Chunk>,
    /// Where the chunks that end with each letter begin, and where those of the last end.
    starts: [u16; 27],
}

impl Chunks {
    pub(super) fn of(mut all: Vec<Chunk>) -> Chunks {
        let last = |chunk: &Chunk| (chunk.letters as u8).wrapping_sub(b'a');
        all.sort_by_key(last);
        let starts = std::array::from_fn(|letter| all.partition_point(|chunk| usize::from(last(chunk)) < letter) as u16);
        Chunks { all, starts }
    }

    /// Those that end with this small letter.
    #[inline]
    pub(super) fn ending(&self, letter: u8) -> &[Chunk] {
        let place = usize::from(letter.wrapping_sub(b'a'));
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(&from), Some(&to)) => self.all.get(usize::from(from)..usize::from(to)).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Letters as one number, the last in the lowest byte.
fn pack(letters: &[u8]) -> u64 {
    letters.iter().fold(0, |packed, &letter| packed << 8 | u64::from(letter))
}

/// Chunks of a character that no learned pair uses: its pinyin readings, and their first parts.
pub(super) fn untaught_chunks(c: char) -> Chunks {
    let mut out = Vec::new();
    for syllable in pinyin::readings(c) {
        out.extend(Chunk::new(syllable.as_bytes(), 1.2 * syllable.len() as f32 - 0.8));
    }
    Chunks::of(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_found_by_their_last_letter() {
        let all: Vec<Chunk> = ["zha", "s", "er", "ss", "a", "r", "z"].iter().filter_map(|text| Chunk::new(text.as_bytes(), 1.0)).collect();
        let chunks = Chunks::of(all);
        let lengths = |letter| chunks.ending(letter).iter().map(|chunk| chunk.length).collect::<Vec<u8>>();
        assert_eq!((lengths(b'a'), lengths(b's'), lengths(b'r'), lengths(b'z')), (vec![3, 1], vec![1, 2], vec![2, 1], vec![1]));
        assert!(lengths(b'b').is_empty() && lengths(b'7').is_empty());
    }
}
