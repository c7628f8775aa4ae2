//! Lines that stand in many articles and belong to none: feed footers, share links, messages of media players,
//! notices of copyright.

/// Whether a paragraph, with single spaces, is nothing but such a line.
pub(super) fn is_line(paragraph: &str) -> bool {
    let bytes = paragraph.as_bytes();
    match bytes.first() {
        None => return false,
        Some(0xc2 | b'(' | b'C' | b'c') if is_copyright(paragraph) => return true,
        Some(b'0'..=b'9') if is_time_ago(paragraph) => return true,
        _ => {}
    }
    // No other line is longer; most paragraphs are.
    if bytes.len() > 160 {
        return false;
    }
    LINES.binary_search(&paragraph).is_ok()
        || BEGINNINGS.iter().any(|beginning| paragraph.starts_with(beginning))
        || (paragraph.starts_with("The post ") && paragraph.contains(" appeared first on "))
}

/// `© 2021 AFP`, and the few sentences about rights that may follow.
fn is_copyright(paragraph: &str) -> bool {
    const LONGEST: usize = 320;
    paragraph.len() <= LONGEST
        && ["©", "(c) 20", "(C) 20", "Copyright ©", "Copyright (c)", "Copyright 20", "copyright ©"]
            .iter()
            .any(|sign| paragraph.starts_with(sign))
}

/// `3 小时前`, the age of an article when its page was saved.
fn is_time_ago(paragraph: &str) -> bool {
    let rest = paragraph.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    ["秒前", "分钟前", "分鐘前", "小时前", "小時前", "天前"].contains(&rest)
}

/// Sorted bytewise.
#[rustfmt::skip]
const LINES: &[&str] = &[
    "ADVERTISEMENT", "Advertisement", "Embed from Getty Images",
    "Enjoy more audio and podcasts on iOS or Android.", "Infogram", "Loading...", "Print",
    "Share", "Share on Facebook", "Share on Twitter", "Tweet",
    "Your browser does not support the <audio> element.",
    "Your browser does not support the audio element.",
    "Your browser does not support the video tag.", "上一篇", "下一篇", "下载客户端", "你的器材不支持播放多媒体材料",
    "关闭", "分享", "分享到", "分享到微信", "分享到微博", "分享到：", "分享至：", "列印", "加載中", "加载中", "加载中...", "厂商广告",
    "图像加注文字，", "字号", "展开全文", "广告", "廣告", "感謝您的訂閱！", "打印", "打印本页", "扫一扫", "播放", "收藏", "查看更多",
    "浏览更多照片", "瀏覽更多照片", "点击查看本文英文版。", "点赞", "看更多", "繼續瀏覽後續", "继续浏览后续", "编辑推荐",
    "要使用這個功能，請更新你的瀏覽器", "要顯示更多資料，請捲動表格", "視頻加註文字，", "视频加注文字，", "訂閱", "订阅", "跳到主要內容", "跳至主要内容",
    "跳转至主要内容", "轉發", "转发", "返回顶部", "返回首页", "閱讀更多", "關閉", "關閉廣告", "阅读更多", "點擊查看本文英文版。",
];

const BEGINNINGS: &[&str] = &[
    "获取更多RSS",
    "https://feedx.",
    "您的浏览器不支持",
    "您的瀏覽器不支援",
    "你的浏览器不支持",
    "This video file cannot be played",
    "No media source currently available",
    "No compatible source was found",
    "请启用 JavaScript",
    "請啟用 JavaScript",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted() {
        assert!(LINES.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", {
            let mut sorted = LINES.to_vec();
            sorted.sort_unstable();
            sorted
        });
        assert!(LINES.iter().chain(BEGINNINGS).all(|line| line.len() <= 160));
    }

    #[test]
    fn lines() {
        for line in [
            "获取更多RSS：",
            "继续浏览后续",
            "© 2021 AFP",
            "©2021年德国之声版权声明：本文所有内容受到著作权法保护，不得擅自使用。",
            "3 小时前",
            "15分钟前",
            "The post 人物 appeared first on 中国数字时代.",
        ] {
            assert!(is_line(line), "{line}");
        }
        for line in ["继续浏览后续报道", "", "分享会在北京举行", "3小时前，警方抵达", "(c)项规定", "China", "广告法"]
        {
            assert!(!is_line(line), "{line}");
        }
    }
}
