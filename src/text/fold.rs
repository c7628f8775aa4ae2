//! One character to one character folding, so that offsets never move.
//!
//! Traditional characters become Simplified, full-width forms half-width, every dot used between
//! the parts of a foreign name becomes `·` (U+00B7), odd spaces become a space. What depends on
//! more than one character (乾隆 keeps its 乾) is left to the matching, which folds its own forms
//! the same way.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Variants that the conversion table lacks; both sides mean the same character in names.
const EXTRA: &[(char, char)] = &[
    ('臺', '台'),
    ('妳', '你'),
    ('牠', '它'),
    ('祂', '他'),
    ('喫', '吃'),
    ('爲', '为'),
    ('衆', '众'),
    ('羣', '群'),
    ('裏', '里'),
    ('裡', '里'),
    ('峯', '峰'),
    ('啟', '启'),
    ('啓', '启'),
    ('鉅', '巨'),
    ('劃', '划'),
    ('佈', '布'),
    ('佔', '占'),
    ('週', '周'),
    ('週', '周'),
    ('恆', '恒'),
    ('恒', '恒'),
    ('濬', '浚'),
    ('堃', '堃'),
    ('甦', '苏'),
    ('麽', '么'),
    ('藉', '藉'),
    ('彿', '佛'),
    ('瀋', '沈'),
    ('牆', '墙'),
    ('吿', '告'),
    ('綫', '线'),
    ('産', '产'),
    ('説', '说'),
    ('緖', '绪'),
    ('眞', '真'),
    ('敎', '教'),
    ('戶', '户'),
    ('戸', '户'),
    ('內', '内'),
    ('兌', '兑'),
    ('稅', '税'),
    ('脫', '脱'),
    ('黃', '黄'),
    ('溫', '温'),
    ('強', '强'),
    ('嶽', '岳'),
    ('豐', '丰'),
    ('澤', '泽'),
    ('広', '广'),
    ('沢', '泽'),
    ('浜', '滨'),
    ('辺', '边'),
    ('斉', '齐'),
    ('斎', '斋'),
    ('竜', '龙'),
    ('恵', '惠'),
    ('栄', '荣'),
    ('桜', '樱'),
    ('実', '实'),
    ('円', '圆'),
    ('対', '对'),
    ('関', '关'),
    ('経', '经'),
    ('県', '县'),
    ('団', '团'),
    ('図', '图'),
    ('戦', '战'),
    ('発', '发'),
    ('総', '总'),
    ('続', '续'),
    ('変', '变'),
    ('駅', '驿'),
    ('気', '气'),
    ('鉄', '铁'),
    ('砕', '碎'),
    ('両', '两'),
    ('剤', '剂'),
    ('毎', '每'),
    ('増', '增'),
    ('徳', '德'),
    ('穂', '穗'),
    ('満', '满'),
    ('薬', '药'),
    ('検', '检'),
    ('験', '验'),
    ('帯', '带'),
    ('冨', '富'),
    ('髙', '高'),
    ('﨑', '崎'),
    ('嶋', '岛'),
    ('渋', '涩'),
    ('呉', '吴'),
    ('濱', '滨'),
    ('鍾', '钟'),
    ('闆', '板'),
    ('隻', '只'),
    ('著', '着'),
];

static TABLE: LazyLock<Box<[u16]>> = LazyLock::new(build_table);

fn build_table() -> Box<[u16]> {
    let mut table: Vec<u16> = (0..=u16::MAX).collect();
    let mut utf8 = [0u8; 4];
    for code in (0x3400u32..=0x9fff).chain(0xf900..=0xfaff) {
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let folded = fast2s::convert(c.encode_utf8(&mut utf8));
        let mut chars = folded.chars();
        if let (Some(f), None) = (chars.next(), chars.next())
            && (f as u32) <= 0xffff
        {
            table[code as usize] = f as u16;
        }
    }
    for code in 0xff01u32..=0xff5e {
        table[code as usize] = (code - 0xfee0) as u16;
    }
    for c in ['•', '‧', '・', '．', '∙', '⋅', '･', '●', '‧', '﹒', '․', '᛫'] {
        table[c as usize] = '·' as u16;
    }
    for c in ['\u{3000}', '\u{a0}', '\u{2002}', '\u{2003}', '\u{2009}', '\u{202f}', '\t'] {
        table[c as usize] = ' ' as u16;
    }
    for c in ['﹝', '〘', '⟨'] {
        table[c as usize] = '〔' as u16;
    }
    for c in ['﹞', '〙', '⟩'] {
        table[c as usize] = '〕' as u16;
    }
    for (c, to) in [
        ('﹙', '('),
        ('﹚', ')'),
        ('﹁', '「'),
        ('﹂', '」'),
        ('﹃', '『'),
        ('﹄', '』'),
        ('﹕', ':'),
        ('﹔', ';'),
        ('﹐', ','),
        ('﹑', '、'),
        ('﹖', '?'),
        ('﹗', '!'),
        ('─', '-'),
        ('—', '—'),
        ('–', '-'),
        ('‐', '-'),
        ('‑', '-'),
        ('−', '-'),
        ('－', '-'),
        ('〝', '“'),
        ('〞', '”'),
        ('＂', '"'),
        ('＇', '\''),
    ] {
        table[c as usize] = to as u16;
    }
    for &(from, to) in EXTRA {
        table[from as usize] = to as u16;
    }
    table.into_boxed_slice()
}

/// What every character of the Basic Multilingual Plane folds to, for loops over whole texts.
pub(super) fn fold_table() -> &'static [u16] {
    &TABLE
}

/// Folds one character: script, width, dots, spaces. Characters outside the Basic
/// Multilingual Plane stay as they are.
pub fn fold_char(c: char) -> char {
    match TABLE.get(c as usize) {
        Some(&code) => char::from_u32(u32::from(code)).unwrap_or(c),
        None => c,
    }
}

/// Folds every character of `text`; as many characters come out as went in.
pub fn fold_str(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Letters only a table can bring to ASCII (they have no decomposition).
fn plain_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        'ə' | 'Ə' => "a",
        'ħ' | 'Ħ' => "h",
        'ŋ' | 'Ŋ' => "ng",
        _ => return None,
    })
}

/// A key under which spellings of one Latin name agree: lower case, no diacritics, runs of
/// anything but letters and digits become one space.
pub fn fold_latin(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    if name.is_ascii() {
        for b in name.bytes().filter(|b| *b != b'\'') {
            if !b.is_ascii_alphanumeric() {
                gap = !out.is_empty();
                continue;
            }
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.push(char::from(b.to_ascii_lowercase()));
        }
        return out;
    }
    for c in name.nfkd() {
        if is_combining_mark(c) || c == '\'' || c == '’' || c == '‘' || c == 'ʼ' {
            continue;
        }
        let plain = plain_letter(c);
        if plain.is_none() && !c.is_alphanumeric() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        match plain {
            Some(letters) => out.push_str(letters),
            None => out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_scripts_widths_and_dots() {
        assert_eq!(fold_str("臺灣總統蔡英文（Ｔｓａｉ）"), "台湾总统蔡英文(Tsai)");
        assert_eq!(fold_str("谢尔盖•绍伊古‧阿・乙．丙"), "谢尔盖·绍伊古·阿·乙·丙".replace('．', "·"));
        assert_eq!(fold_str("裡裏羅賴德"), "里里罗赖德");
    }

    #[test]
    fn latin_keys_agree() {
        assert_eq!(fold_latin("Miloš Vystrčil"), "milos vystrcil");
        assert_eq!(fold_latin("Lech Wałęsa"), "lech walesa");
        assert_eq!(fold_latin("Tsai Ing-wen"), "tsai ing wen");
        assert_eq!(fold_latin("O’Brien"), "obrien");
    }

    proptest! {
        #[test]
        fn one_character_to_one(text in "\\PC{0,60}") {
            let folded = fold_str(&text);
            prop_assert_eq!(folded.chars().count(), text.chars().count());
            prop_assert_eq!(fold_str(&folded), folded);
        }
    }
}
