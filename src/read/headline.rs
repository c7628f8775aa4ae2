//! Headlines on one line, without the name of the site behind them.

use super::html::entity;

/// What sites put between an article's headline and their own name.
const SEPARATORS: &[&str] = &[" – ", " - ", " | ", " — ", "｜", "_", " -- ", " • "];

/// Names that sites put behind headlines, sorted bytewise. A name that isn't here is found by the
/// article's source or address, or stays.
#[rustfmt::skip]
const SITES: &[&str] = &[
    "Al Jazeera", "BBC", "BBC News", "BBC News 中文", "BBC News 繁體中文", "BBC中文網", "BBC中文网",
    "Bloomberg", "CNA", "CNN", "China Digital Times", "DW", "DW News", "FT中文网",
    "Financial Times", "HK01", "Initium Media", "NYTimes.com", "RFA", "RFI",
    "Radio Free Asia", "Reuters", "Rti 中央廣播電臺", "Solidot", "The Economist",
    "The Guardian", "The New York Times", "The Washington Post", "VOA", "VOA Chinese",
    "WSJ", "Wikipedia", "上報", "上报", "中国数字时代", "中国新闻网", "中国日报网", "中央社", "中央社 CNA",
    "中央社CNA", "中新网", "中時新聞網", "中華日報", "中评网", "人民网", "今日头条", "光明网", "凤凰新闻", "凤凰网", "华尔街日报",
    "华尔街见闻", "南方周末", "多维新闻", "大公网", "大紀元", "大纪元", "央视新闻", "央视网", "奇客Solidot", "巴士的報",
    "德国之声", "德國之聲", "搜狐", "搜狐新闻", "搜狐网", "新京报", "新华网", "新头壳", "新头壳 Newtalk", "新浪新闻",
    "新浪网", "新浪财经", "早报网", "明報新聞網", "星島日報", "法国国际广播电台", "法广", "法廣", "法新社", "澎湃新闻",
    "澎湃新闻-The Paper", "环球网", "端传媒", "端傳媒", "第一财经", "紐約時報中文網", "經濟日報", "維基百科，自由的百科全書",
    "網易", "纽约时报中文网", "经济学人", "维基百科，自由的百科全书", "网易", "网易新闻", "美国之音", "美國之音", "联合早报",
    "联合早报网", "聯合新聞網", "聯合早報", "腾讯新闻", "自由亚洲电台", "自由亞洲電臺", "自由時報電子報", "观察者网", "财新网", "路透",
    "路透社", "風傳媒", "香港01",
];

/// A headline as `Document` has it: on one line, references decoded, control characters and no-break spaces
/// made spaces, and the name of the site behind it gone (`… – 法国国际广播电台 - RFI`, which would
/// otherwise be a mention of the publisher in each of its articles).
pub(super) fn clean(title: &str, source: &str, host: &str) -> String {
    let decoded = entity::decode_all(title.trim());
    let plain = |c: char| {
        if c.is_control() || c == '\u{a0}' { ' ' } else { c }
    };
    let line: String =
        decoded.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{ad}' | '\u{2060}')).map(plain).collect();
    without_site(line.trim(), source, host).to_owned()
}

fn without_site<'a>(title: &'a str, source: &str, host: &str) -> &'a str {
    let mut title = title;
    // Rarely more than two names: the programme and the station.
    for _ in 0..4 {
        let last = SEPARATORS.iter().filter_map(|separator| title.rfind(separator).map(|at| (at, at + separator.len()))).max();
        let Some((end, tail)) = last else {
            return title;
        };
        let (Some(head), Some(tail)) = (title.get(..end), title.get(tail..)) else {
            return title;
        };
        let (head, tail) = (head.trim_end(), tail.trim());
        let is_site = SITES.binary_search(&tail).is_ok() || (!tail.is_empty() && (tail == source || tail.eq_ignore_ascii_case(host)));
        if head.is_empty() || !is_site {
            return title;
        }
        title = head;
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted() {
        assert!(SITES.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn site_names_go() {
        for (title, expected) in [
            ("孟晚舟案 – 法国国际广播电台 - RFI", "孟晚舟案"),
            ("要闻分析 - 欧盟", "要闻分析 - 欧盟"),
            ("普京访华_新华网", "普京访华"),
            ("甲 | 乙 | 我的网", "甲 | 乙"),
            ("甲 - a.example", "甲"),
            ("RFI", "RFI"),
            (" - RFI", "- RFI"),
            ("  A&amp;B\u{a0}丙\n丁 ", "A&B 丙 丁"),
        ] {
            assert_eq!(clean(title, "我的网", "a.example"), expected, "{title}");
        }
    }
}
