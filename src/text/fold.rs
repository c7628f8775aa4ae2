//! One character to one character folding, so that offsets never move.
//!
//! Traditional characters become Simplified, full-width forms half-width, every dot used between
//! the parts of a foreign name becomes `·` (U+00B7), odd spaces become a space. What depends on
//! more than one character (乾隆 keeps its 乾) is left to the matching, which folds its own forms
//! the same way.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Variants that the conversion table lacks; each stands before what it folds to.
const EXTRA: &str = "臺台 妳你 牠它 祂他 喫吃 爲为 衆众 羣群 裏里 裡里 峯峰 啟启 啓启 鉅巨 劃划 佈布 佔占 週周 恆恒 恒恒 濬浚 堃堃 \
     甦苏 麽么 藉藉 彿佛 瀋沈 牆墙 吿告 綫线 産产 説说 緖绪 眞真 敎教 戶户 戸户 內内 兌兑 稅税 脫脱 黃黄 溫温 強强 \
     嶽岳 豐丰 澤泽 広广 沢泽 浜滨 辺边 斉齐 斎斋 竜龙 恵惠 栄荣 桜樱 実实 円圆 対对 関关 経经 県县 団团 図图 戦战 \
     発发 総总 続续 変变 駅驿 気气 鉄铁 砕碎 両两 剤剂 毎每 増增 徳德 穂穗 満满 薬药 検检 験验 帯带 冨富 髙高 﨑崎 \
     嶋岛 渋涩 呉吴 濱滨 鍾钟 闆板 隻只 著着";

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
    for both in EXTRA.split_whitespace() {
        let mut chars = both.chars();
        if let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            table[from as usize] = to as u16;
        }
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
