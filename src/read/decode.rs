//! Bytes to characters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::sniff;

/// Decodes an article.
///
/// In this order: a byte-order mark; valid UTF-8; the character set `declared` outside the article or
/// in its first kilobytes; UTF-8 with a few damaged characters; the detector of `chardetng`. Valid UTF-8
/// goes before what is declared, because text that isn't UTF-8 is hardly ever valid by chance, while
/// declarations are often wrong. The message of an error says what the bytes look like.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Cow<'a, str>, String> {
    if let Some(name) = sniff::foreign(bytes) {
        return Err(name.to_owned());
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or(&[]);
        return checked(encoding.decode_without_bom_handling(body).0);
    }
    let declared = || declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())).or_else(|| declared_inside(bytes));
    match simdutf8::basic::from_utf8(bytes) {
        // Shift codes (ISO-2022-JP) are valid UTF-8 too; only where they are does the declaration go first.
        Ok(text) => match memchr::memchr(0x1b, bytes).and_then(|_| declared()) {
            Some(encoding) if !encoding.is_ascii_compatible() && encoding != UTF_16LE && encoding != UTF_16BE => {
                checked(encoding.decode_without_bom_handling(bytes).0)
            }
            _ => checked(Cow::Borrowed(text)),
        },
        Err(_) => {
            if let Some(encoding) = declared()
                && encoding != UTF_8
                && let (text, false) = encoding.decode_without_bom_handling(bytes)
                && let Ok(text) = checked(text)
            {
                return Ok(text);
            }
            if mostly_utf8(bytes) {
                return checked(String::from_utf8_lossy(bytes));
            }
            if let Some(encoding) = utf16_without_mark(bytes) {
                return checked(encoding.decode_without_bom_handling(bytes).0);
            }
            if bytes.iter().take(4096).filter(|&&b| b == 0).count() > 1 {
                return Err(BINARY.to_owned());
            }
            checked(detect(bytes).decode_without_bom_handling(bytes).0)
        }
    }
}

/// Bytes below which the detector is not relied upon to tell the Chinese character sets apart.
const SHORT: usize = 512;

/// The character set that text which isn't UTF-8 looks like.
///
/// Short texts are told badly by bytes alone (GB 2312 is taken for Big5). Of these, and of what is taken for no Chinese text at all, it
/// is GB18030 or Big5 if that gives text in which nearly all characters that aren't ASCII are everyday Chinese ones.
fn detect(bytes: &[u8]) -> &'static Encoding {
    // Some hundred kilobytes tell as much as all of it.
    let sample = bytes.get(..256 << 10).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let chinese = |encoding: &'static Encoding| encoding == GBK || encoding == GB18030 || encoding == BIG5;
    if chinese(guess) && sample.len() > SHORT || has_kana(sample, guess) {
        return guess;
    }
    // Of equals the last is taken: Chinese in GB 2312 has only high bytes, which Big5 seldom has in a row.
    let best = [BIG5, GB18030].into_iter().map(|encoding| (commonness(sample, encoding), encoding)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((share, encoding)) if share > 0.9 && (chinese(guess) || share > commonness(sample, guess)) => encoding,
        _ => guess,
    }
}

/// Whether text read so has Japanese syllables in it, one in ten characters beyond ASCII: Chinese read wrongly hardly ever has.
fn has_kana(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let text = encoding.decode_without_bom_handling(bytes).0;
    let (mut kana, mut all) = (0u32, 0u32);
    for c in text.chars().filter(|c| !c.is_ascii()).take(4096) {
        all += 1;
        kana += u32::from(matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'));
    }
    kana > 0 && kana * 10 >= all
}

/// The share of characters beyond ASCII that are Chinese characters of the first level of their national standards, or Chinese
/// punctuation; 0 where the bytes are not of this encoding.
fn commonness(bytes: &[u8], encoding: &'static Encoding) -> f32 {
    // A sample that ends within a character is cut before it.
    let text = match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text,
        None => {
            match encoding.decode_without_bom_handling_and_without_replacement(bytes.get(..bytes.len().saturating_sub(1)).unwrap_or(&[])) {
                Some(text) => text,
                None => return 0.0,
            }
        }
    };
    let (mut common, mut all) = (0u32, 0u32);
    for c in text.chars().filter(|c| !c.is_ascii()).take(4096) {
        all += 1;
        common += u32::from(is_everyday(c));
    }
    if all == 0 { 0.0 } else { common as f32 / all as f32 }
}

/// Whether a character is of the first level of GB 2312 (3,755 characters) or of Big5 (5,401), or Chinese punctuation.
fn is_everyday(c: char) -> bool {
    if matches!(c, '　'..='〟' | '！'..='～' | '“' | '”' | '‘' | '’' | '…' | '—' | '·') {
        return true;
    }
    let mut buffer = [0u8; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    let code = |encoding: &'static Encoding| match &*encoding.encode(text).0 {
        &[a, b] => Some((a, b)),
        _ => None,
    };
    code(GBK).is_some_and(|(a, b)| (0xb0..=0xd7).contains(&a) && b >= 0xa1)
        || code(BIG5).is_some_and(|(a, b)| (0xa4..=0xc5).contains(&a) || a == 0xc6 && b <= 0x7e)
}

/// The character set of a long file, from its first bytes.
pub(super) fn guess(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // The head ends within a character.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) if mostly_utf8(head) => UTF_8,
        Err(_) => utf16_without_mark(head.get(..head.len() & !1).unwrap_or(head)).unwrap_or_else(|| detect(head)),
    }
}

const BINARY: &str = "no text in any known character set; save it as UTF-8 if it is an article";

/// Refuses text with so many replacement or control characters that it can't be text.
fn checked(text: Cow<'_, str>) -> Result<Cow<'_, str>, String> {
    let mut bad = 0usize;
    let mut controls = 0usize;
    // Counted in bytes while they last, so that many are looked at in one step.
    for chunk in text.as_bytes().chunks(255) {
        let control = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') & (b != 0x0c) | (b == 0x7f);
        controls += usize::from(chunk.iter().fold(0u8, |n, &b| n + u8::from(control(b))));
    }
    if let Cow::Owned(decoded) = &text {
        bad = memchr::memmem::find_iter(decoded.as_bytes(), "\u{fffd}".as_bytes()).count() * 3;
    }
    // One character in fifty; a short text may have one.
    if (bad + controls).saturating_sub(3) * 50 > text.len() {
        return Err(BINARY.to_owned());
    }
    Ok(text)
}

/// The character set a page declares in its first kilobytes: `<meta charset>`, `<?xml encoding?>`.
fn declared_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    if !head.contains(&b'<') {
        return None;
    }
    let keys: &[&[u8]] = &[b"charset", b"encoding"];
    for key in keys {
        let mut from = 0;
        while let Some(at) = head.get(from..).and_then(|rest| find_ignoring_case(rest, key)) {
            from += at + key.len();
            let rest = head.get(from..).unwrap_or(&[]);
            let Some(rest) = rest.trim_ascii_start().strip_prefix(b"=") else {
                continue;
            };
            let label: Vec<u8> = rest
                .trim_ascii_start()
                .iter()
                .skip_while(|b| matches!(b, b'"' | b'\''))
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
                .copied()
                .collect();
            match Encoding::for_label(&label) {
                // A page whose declaration can be read byte by byte is no UTF-16.
                Some(e) if e == UTF_16LE || e == UTF_16BE => return Some(UTF_8),
                Some(encoding) => return Some(encoding),
                None => {}
            }
        }
    }
    None
}

fn find_ignoring_case(haystack: &[u8], lower: &[u8]) -> Option<usize> {
    haystack.windows(lower.len()).position(|window| window.eq_ignore_ascii_case(lower))
}

/// Whether the bytes are UTF-8 but for a few damaged places: at least twenty good characters for each bad one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 20 && good > 0
}

/// UTF-16 told by its zero bytes, or by high bytes that are those of Chinese characters and punctuation.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..2048).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    if !bytes.len().is_multiple_of(2) || pairs < 8 {
        return None;
    }
    let plausible = |high: u8| matches!(high, 0 | 0x20 | 0x30 | 0xff | 0x4e..=0x9f);
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        if let &[a, b] = pair {
            even += usize::from(plausible(a));
            odd += usize::from(plausible(b));
        }
    }
    let enough = pairs - pairs / 20;
    match (even >= enough, odd >= enough) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "俄罗斯总统普京星期五在莫斯科会见了中国外交部长王毅，双方讨论了乌克兰局势。";
    const HANT: &str = "美國總統拜登週五在白宮會見了日本首相菅義偉，雙方討論了臺灣海峽的和平與穩定。";

    #[test]
    fn every_usual_character_set() {
        assert_eq!(decode(TEXT.as_bytes(), None).unwrap(), TEXT);
        for (encoding, text) in [(encoding_rs::GB18030, TEXT), (encoding_rs::GBK, TEXT), (encoding_rs::BIG5, HANT)] {
            let bytes = encoding.encode(text).0;
            assert_eq!(decode(&bytes, None).unwrap(), text, "{}", encoding.name());
        }
        let mut little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little, None).unwrap(), TEXT);
        assert_eq!(decode(&big, None).unwrap(), TEXT);
        little.splice(0..0, [0xff, 0xfe]);
        assert_eq!(decode(&little, None).unwrap(), TEXT);
        assert_eq!(decode(format!("\u{feff}{TEXT}").as_bytes(), None).unwrap(), TEXT);
    }

    #[test]
    fn a_few_characters_are_enough() {
        for text in ["两会闭幕", "普京访华", "总统说：", "外长会见", "他说", "王毅在北京"] {
            let bytes = encoding_rs::GB18030.encode(text).0;
            assert_eq!(decode(&bytes, None).unwrap(), text);
        }
        for text in ["總統府說明", "外長會見記者", "立法院今天三讀通過", "臺北與東京"] {
            let bytes = encoding_rs::BIG5.encode(text).0;
            assert_eq!(decode(&bytes, None).unwrap(), text);
        }
        // Text of other languages stays what it is.
        let french =
            encoding_rs::WINDOWS_1252.encode("Le président a été reçu à Pékin, où il a rencontré les élèves d'un lycée français.").0;
        assert!(decode(&french, None).unwrap().contains("président"));
        let russian = encoding_rs::WINDOWS_1251.encode("Президент России прибыл в Пекин с официальным визитом.").0;
        assert!(decode(&russian, None).unwrap().contains("Президент"));
    }

    #[test]
    fn declared_inside_a_page() {
        let page = format!("<html><META http-equiv=content-type content='text/html; charset=big5'>{HANT}");
        let bytes = encoding_rs::BIG5.encode(&page).0;
        assert_eq!(decode(&bytes, None).unwrap(), page);
        let wrong = format!("<meta charset=\"gb2312\"><p>{TEXT}");
        assert_eq!(decode(wrong.as_bytes(), None).unwrap(), wrong);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        let text = decode(&bytes, None).unwrap();
        assert!(text.starts_with("俄罗斯总统普京") && text.ends_with('\u{fffd}'));
    }

    #[test]
    fn binary_is_refused() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2654435761) >> 13) as u8).collect();
        assert!(decode(&noise, None).is_err());
        assert!(decode(&[0u8; 600], None).is_err());
        assert!(decode(b"%PDF-1.7 abc", None).unwrap_err().contains("PDF"));
    }
}
