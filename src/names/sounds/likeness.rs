//! How likely a character stands for letters before anything is learned: by the likeness of its pinyin and the letters.

use crate::names::pinyin;

/// How likely a character stands for a chunk before anything is learned: by the likeness of its
/// pinyin and the chunk.
pub(super) fn prior(c: char, chunk: &[u8]) -> f64 {
    let Some(syllable) = pinyin::reading(c) else {
        return 1e-6;
    };
    if chunk.is_empty() {
        return 0.01;
    }
    let distance = distance(syllable.as_bytes(), chunk);
    (0.5 * (-2.2 * distance).exp()).max(1e-6)
}

fn class(l: u8) -> u8 {
    match l {
        b'a' | b'e' | b'i' | b'o' | b'u' => 0,
        b'b' | b'p' => 1,
        b'd' | b't' => 2,
        b'g' | b'k' | b'c' | b'q' => 3,
        b'z' | b's' | b'x' | b'j' => 4,
        b'f' | b'h' | b'v' => 5,
        b'w' => 6,
        b'l' | b'r' => 7,
        b'm' | b'n' => 8,
        b'y' => 9,
        _ => 10,
    }
}

/// Weighted edit distance between a pinyin syllable and a chunk of letters.
fn distance(syllable: &[u8], chunk: &[u8]) -> f64 {
    let substitute = |a: u8, b: u8| -> f64 {
        if a == b {
            0.0
        } else if class(a) == class(b) {
            0.3
        } else if matches!(
            (a, b),
            (b'h', b'g' | b'k' | b'c') | (b'w', b'v' | b'u' | b'o') | (b'y', b'i' | b'j') | (b'q' | b'x' | b'j', b'c' | b'h' | b'g' | b's')
        ) {
            0.5
        } else {
            1.2
        }
    };
    let drop = |a: u8| if class(a) == 0 || a == b'h' || a == b'g' || a == b'n' || a == b'r' { 0.4 } else { 0.9 };
    let mut row: Vec<f64> = Vec::with_capacity(chunk.len() + 1);
    row.push(0.0);
    for b in chunk {
        let last = row[row.len() - 1];
        row.push(last + drop(*b));
    }
    for a in syllable {
        let mut diagonal = row[0];
        row[0] += drop(*a);
        for (j, b) in chunk.iter().enumerate() {
            let up = row[j + 1];
            row[j + 1] = (diagonal + substitute(*a, *b)).min(up + drop(*a)).min(row[j] + drop(*b));
            diagonal = up;
        }
    }
    row[chunk.len()]
}
