//! Readings of Chinese characters in pinyin, without tones.

use pinyin::{ToPinyin, ToPinyinMulti};

/// The usual reading of `c`, lower case, `ü` written `v`→`u`; `None` if it has none.
pub fn reading(c: char) -> Option<&'static str> {
    c.to_pinyin().map(|p| plain_u(p.plain()))
}

/// All readings of `c`.
pub fn readings(c: char) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = match c.to_pinyin_multi() {
        Some(multi) => multi.into_iter().map(|p| plain_u(p.plain())).collect(),
        None => Vec::new(),
    };
    out.dedup();
    out
}

fn plain_u(syllable: &'static str) -> &'static str {
    match syllable {
        "lü" => "lu",
        "nü" => "nu",
        "lüe" => "lue",
        "nüe" => "nue",
        other => other,
    }
}
