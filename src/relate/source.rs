//! Who reports, as against who acts.
//!
//! News names its own makers: 据路透社报道, （中央社记者某某台北1日电）, 责编. In a network of who is named with whom they would stand at
//! the centre of every archive, tied to whatever their articles are about. A name is a *source* here where the text says that it
//! reports: a medium or platform in a reporting formula, and whoever stands in a credit (dateline, byline, photo credit).
//! A medium that the sentence is about (路透社两名记者被捕) is no source.

use std::sync::LazyLock;

use crate::dictionary::Lexicon;
use crate::record::EntityType;
use crate::resolve::{Local, Mention};
use crate::segment::Sentence;
use crate::text::{TextView, WordList, is_han, is_ideograph};

/// Longest run of characters that is looked at as a credit.
const CREDIT: usize = 100;
/// Characters before and after a medium that a reporting formula is looked for in.
const REACH: usize = 18;

/// Endings of names of media that no dictionary lists.
const MEDIA: &[&str] = &[
    "通讯社",
    "新闻社",
    "电视台",
    "电视网",
    "电视",
    "卫视",
    "广播电台",
    "电台",
    "新闻台",
    "新闻网",
    "新闻",
    "日报",
    "晚报",
    "晨报",
    "早报",
    "时报",
    "商报",
    "邮报",
    "周报",
    "周刊",
    "青年报",
    "论坛报",
    "先驱报",
    "电讯报",
    "纪事报",
    "快报",
    "导报",
];
/// Where people publish; named for that, they are a place and not a party.
const PLATFORMS: &[&str] = &[
    "推特",
    "脸书",
    "面书",
    "微博",
    "新浪微博",
    "微信",
    "微信公众号",
    "优兔",
    "油管",
    "抖音",
    "知乎",
    "Twitter",
    "Facebook",
    "YouTube",
    "Instagram",
    "Telegram",
    "TikTok",
    "LINE",
    "IG",
];
/// What a credit is made of besides names, figures and punctuation.
static CREDITS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "责任编辑 综合外电 特约记者 特派记者 实习记者 特派员 通讯员 图片来源 图像来源 来源 新闻中心 综合报道 综合报导 编译报道 \
         编译报导 采访报道 采访报导 报道 报导 外电 记者 责编 网编 主编 编辑 编译 编审 校对 审校 作者 撰文 撰稿 撰写 摄影 摄制 \
         摄于 翻摄 拍摄 摄 资料照片 资料照 资料图片 资料图 资料 档案照片 档案照 档案 照片 图片 图说 截图 制图 供图 提供 传真 视频 \
         影片 合成 综合 专电 电讯 快讯 特稿 社评 采访 监制 主持 实习 驻 电 讯 图 文 由 自 及 与 和 年 月 日 的",
    )
});
/// Words that name a maker of news; where none of them stands, and no medium, nothing is a credit.
static MAKERS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of("记者 特派员 通讯员 责编 网编 编辑 编译 摄 图片来源 图像来源 报道 报导 综合外电 撰文 撰稿 作者 资料照 档案照")
});
/// What a medium does when it reports, or what is its work.
static REPORTS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "报道 报导 引述 援引 引用 转述 转引 消息 电讯 获悉 披露 透露 曝光 独家 发文 撰文 刊文 刊登 刊发 刊载 发表文章 发表社论 \
         发表评论 发表的文章 发表的社论 发表的评论 发布的 社论 社评 评论说 评论称 评论文章 文章 指出 指称 直指 写道 写到 分析 \
         认为 表示 统计 测算 估算 调查 访查 看到 采访 专访 访问 访谈 通稿 通讯 快讯 特稿 专栏 称 说 指",
    )
});
/// After a verb of [`REPORTS`] these make another word of it.
static NOT_REPORTS: LazyLock<WordList> = LazyLock::new(|| WordList::of("指责 指控 指挥 指导 指令 称霸 称职 说服 调查组 调查委员会"));
/// Who speaks for a medium makes it a party.
static SPEAKERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("发言人 负责人 总裁 董事 主席 员工 高管 高层 律师 公司 首席执行官 总编 社长 股"));
/// Directly after a medium: its people and its pictures.
const MAKES: &[&str] = &[
    "记者",
    "特派员",
    "通讯员",
    "摄影",
    "编译",
    "截图",
    "资料",
    "档案",
    "提供",
    "供图",
    "图片",
    "制图",
    "综合",
    "节目",
    "主持人",
    "评论员",
    "专栏作家",
    "专栏作者",
    "网站",
    "中文网",
    "新闻网",
    "驻",
    "讯",
    "/",
    ":",
];
/// What befalls a reporter.
const BEFELL: &[&str] = &["被", "遭", "身亡", "遇害", "遇袭", "获释", "获刑", "失踪", "入狱", "受伤", "撤离", "离境", "死亡"];
/// Directly before a medium: what is said comes from it.
const FROM: &[&str] = &[
    "根据",
    "依据",
    "引述",
    "援引",
    "引用",
    "转引",
    "转引自",
    "转载自",
    "转自",
    "摘自",
    "转载",
    "综合",
    "来源",
    "来源:",
    "来源,",
    "告诉",
    "via",
    "by",
];
/// What is told to a medium.
const TOLD: &[&str] = &[
    "表示", "说", "透露", "谈", "讲", "证实", "反映", "介绍", "爆料", "指出", "称", "强调", "坦言", "回应", "解释", "描述", "承认", "确认",
    "投诉", "分析", "回忆",
];
/// An interview.
const INTERVIEW: &[&str] = &["采访", "专访", "访问", "访谈", "节目", "记者", "视频"];
/// Directly after a medium or platform as the place of a publication.
const AT: &[&str] = &[
    "上",
    "发表",
    "发文",
    "发推",
    "发帖",
    "贴文",
    "帖文",
    "撰文",
    "刊登",
    "专栏",
    "节目",
    "网站",
    "写道",
    "账号",
    "帐号",
    "账户",
    "帐户",
    "专页",
    "粉专",
    "页面",
    "官方",
    "直播",
    "留言",
    "推文",
    "网友",
    "用户",
    "个人",
    "转发",
    "转推",
    "频道",
    "群组",
    "公号",
    "公众号",
];
/// Characters before 据 that make another word of it.
const NOT_FROM: &str = "数证占割票收论凭盘窃";

/// Marks the mentions that are sources.
pub fn mark_sources(view: &TextView, sentences: &[Sentence], locals: &[Local], lexicon: &Lexicon, mentions: &mut [Mention]) {
    let kinds: Vec<Kind> = locals.iter().map(|local| Kind::of(local, lexicon)).collect();
    let mut from = 0;
    while let Some(first) = mentions.get(from) {
        let index = first.sentence;
        let upto = from + mentions.get(from..).unwrap_or_default().iter().take_while(|m| m.sentence == index).count();
        if let (Some(sentence), Some(here)) = (sentences.get(index as usize), mentions.get_mut(from..upto)) {
            Line { view, kinds: &kinds, start: sentence.start as usize, end: sentence.end as usize }.mark(here);
        }
        from = upto.max(from + 1);
    }
}

/// What a name's owner does for a living.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It reports.
    Medium,
    /// Others publish there.
    Platform,
    /// Anything else.
    Other,
}

impl Kind {
    fn of(local: &Local, lexicon: &Lexicon) -> Kind {
        if local.kind != Some(EntityType::Organization) {
            return Kind::Other;
        }
        let names = [local.zh.as_str(), local.latin.as_str()];
        if names.iter().any(|name| PLATFORMS.contains(name)) {
            return Kind::Platform;
        }
        let listed = lexicon.entry_of(&local.entry);
        if let Some(entry) = listed {
            if PLATFORMS.contains(&entry.name_zh.as_str()) {
                return Kind::Platform;
            }
            if entry.subkind == "media" {
                return Kind::Medium;
            }
        }
        let unlisted = listed.is_none_or(|entry| entry.subkind.is_empty());
        if unlisted && MEDIA.iter().any(|ending| local.zh.ends_with(ending)) { Kind::Medium } else { Kind::Other }
    }
}

/// A sentence.
struct Line<'a> {
    view: &'a TextView,
    kinds: &'a [Kind],
    start: usize,
    end: usize,
}

impl Line<'_> {
    fn mark(&self, mentions: &mut [Mention]) {
        let covered: usize = mentions.iter().map(|m| (m.end - m.start) as usize).sum();
        let length = self.end - self.start;
        if length <= CREDIT && covered * 4 >= length {
            self.credit(self.start, self.end, 0, mentions);
        }
        // Most lines have no brackets.
        let line = self.view.folded.get(self.start..self.end).unwrap_or(&[]);
        let first_open = line.iter().position(|&c| !is_ideograph(c) && opens(c)).map_or(usize::MAX, |at| self.start + at);
        for i in 0..mentions.len() {
            let Some(mention) = mentions.get(i) else { continue };
            let (start, end) = (mention.start as usize, mention.end as usize);
            let kind = self.kind(mention);
            // Credits in brackets are looked for from their first name on.
            if first_open < start
                && let Some((open, close)) = self.brackets(start, end)
                && !mentions.get(..i).unwrap_or_default().iter().any(|m| m.start as usize > open)
            {
                self.credit(open + 1, close, 4, mentions);
            }
            if kind == Kind::Other || mentions.get(i).is_none_or(|m| m.source) {
                continue;
            }
            if start == self.start
                && let Some(dash) = self.dateline(end)
            {
                self.credit(start, dash, 4, mentions);
            }
            let before = self.view.folded_slice(start.saturating_sub(REACH).max(self.start)..start);
            let after = self.view.folded_slice(end..(end + REACH).min(self.end));
            let source = match kind {
                Kind::Platform => publishes(before, after),
                _ => reports(before, after),
            };
            if source {
                if let Some(mention) = mentions.get_mut(i) {
                    mention.source = true;
                }
                self.reporter(end, mentions.get_mut(i + 1));
            }
        }
    }

    fn kind(&self, mention: &Mention) -> Kind {
        self.kinds.get(mention.local as usize).copied().unwrap_or(Kind::Other)
    }

    /// The person directly after 记者 is the reporter.
    fn reporter(&self, from: usize, next: Option<&mut Mention>) {
        if let Some(next) = next.filter(|next| next.kind == EntityType::Person) {
            let between = self.view.folded_slice(from..next.start as usize);
            if ["记者", "特派员", "摄影", "编译"].iter().any(|word| between.ends_with(word)) && between.chars().count() <= 8 {
                next.source = true;
            }
        }
    }

    /// The innermost brackets around a name, if both stand in this line and not too far apart.
    fn brackets(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let mut depth = 0u32;
        let mut open = None;
        for at in (start.saturating_sub(CREDIT / 2).max(self.start)..start).rev() {
            match self.view.at(at) {
                ')' | ']' | '】' | '）' => depth += 1,
                c if opens(c) && depth == 0 => {
                    open = Some(at);
                    break;
                }
                c if opens(c) => depth -= 1,
                _ => {}
            }
        }
        let open = open?;
        let close = (end..(open + CREDIT).min(self.end)).find(|&at| matches!(self.view.at(at), ')' | ']' | '】' | '）'))?;
        Some((open, close))
    }

    /// Where a dateline that begins the line ends: at a dash not far off.
    fn dateline(&self, from: usize) -> Option<usize> {
        (from..(from + 30).min(self.end)).find(|&at| matches!(self.view.at(at), '-' | '—' | '–' | '−'))
    }

    /// Marks all names of a run of text if it is a credit: at most `other` Chinese characters of it are neither names nor words of
    /// credits.
    fn credit(&self, start: usize, end: usize, other: usize, mentions: &mut [Mention]) {
        let inside = |m: &Mention| m.start as usize >= start && m.end as usize <= end;
        let medium = mentions.iter().any(|m| inside(m) && self.kind(m) == Kind::Medium);
        let mut maker = false;
        let mut rest = 0;
        let mut at = start;
        let mut names = mentions.iter().filter(|m| inside(m)).peekable();
        while at < end {
            if let Some(name) = names.next_if(|m| m.start as usize <= at) {
                at = at.max(name.end as usize);
                continue;
            }
            if !is_han(self.view.at(at)) {
                at += 1;
                continue;
            }
            let text = self.view.folded.get(at..(at + 5).min(end)).unwrap_or(&[]);
            maker = maker || MAKERS.longest_at(text) > 0;
            match CREDITS.longest_at(text) {
                n if n > 0 => at += n,
                _ => {
                    rest += 1;
                    at += 1;
                    if rest > other {
                        return;
                    }
                }
            }
        }
        if maker || (medium && rest == 0) {
            mentions.iter_mut().filter(|m| inside(m)).for_each(|m| m.source = true);
        }
    }
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '【' | '（')
}

fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// Whether a medium is said to report, by what stands before and after its name.
fn reports(before: &str, after: &str) -> bool {
    let quote = |c: char| matches!(c, '《' | '》' | '「' | '」' | '“' | '”' | '"' | '『' | '』' | ' ');
    let before = before.trim_end_matches(quote);
    let after = after.trim_start_matches(quote);
    // 某社记者被捕: what befell its people is the news itself.
    if after.strip_prefix("记者").is_some_and(|rest| starts(rest, BEFELL)) {
        return false;
    }
    if starts(after, MAKES) || ends(before, FROM) || after.starts_with("的报道") || after.starts_with("的报导") {
        return true;
    }
    // 据英国路透社, 据路透社、法新社: nothing between but adjectives and other sources.
    if let Some(at) = before.rfind('据') {
        let (head, tail) = (before.get(..at).unwrap_or(""), before.get(at + '据'.len_utf8()..).unwrap_or(""));
        let word = head.chars().next_back().is_some_and(|c| NOT_FROM.contains(c));
        if !word && !tail.contains([',', '。', ';', ':', '?', '!', '的', '\n']) {
            return true;
        }
    }
    let told = before.ends_with(['对', '向', '与', '跟', '同']) && starts(after, TOLD);
    let interview = (before.ends_with("接受") || before.ends_with("受") || before.ends_with("在"))
        && INTERVIEW.iter().any(|w| clause(after).contains(w));
    let at = before.ends_with(['在', '于']) && starts(after, AT);
    told || interview || at || states(after)
}

/// What stands before the next comma or stop.
fn clause(text: &str) -> &str {
    text.split([',', '。', ';', '?', '!', '\n']).next().unwrap_or("")
}

/// Whether a verb of reporting follows, after nothing but a time or the like.
fn states(after: &str) -> bool {
    let clause: Vec<char> = clause(after).chars().collect();
    let Some(at) = (0..clause.len()).find(|&i| REPORTS.longest_at(&clause[i..]) > 0) else { return false };
    let (gap, rest) = clause.split_at(at);
    let speaks = || (0..gap.len()).any(|i| SPEAKERS.longest_at(&gap[i..]) > 0);
    gap.len() <= 10 && !gap.contains(&'、') && !speaks() && NOT_REPORTS.longest_at(rest) == 0
}

/// Whether a platform is named as the place of a publication.
fn publishes(before: &str, after: &str) -> bool {
    let quote = |c: char| matches!(c, '《' | '》' | '「' | '」' | '“' | '”' | '"' | '(' | ')' | ' ');
    let before = before.trim_end_matches(quote);
    let after = after.trim_start_matches(quote);
    let at =
        before.ends_with(['在', '于', '从', '其', '的', '用', '过', '自', '由']) || ends(before, &["个人", "官方", "透过", "通过", "经由"]);
    starts(after, AT) || (at && (starts(after, TOLD) || starts(after, &["等", "和", "、", ",", "。", "及"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas() {
        let source = |text: &str| {
            let (before, after) = text.split_once('M').expect("a place for the medium");
            reports(before, after)
        };
        for text in [
            "据M报道,两人会面",
            "据英国M周二报道",
            "根据M的消息",
            "M报导说",
            "M援引官员的话",
            "M3月1日发文",
            "他告诉M,会谈",
            "官员对M表示",
            "总理接受M专访时",
            "《M》记者问",
            "她在《M》撰文",
            "M说,双方",
            "本文依据了M的报道",
            "图像来源,M",
            "据乙社、M等媒体",
        ] {
            assert!(source(text), "{text}");
        }
        for text in [
            "M两名记者在当地被捕",
            "M记者被便衣人士带走",
            "外交部指责M",
            "M发言人说",
            "M总裁辞职",
            "政府吊销了M的执照",
            "M指责外交部",
            "监管者对M罚款",
            "根据数据M亏损",
            "法庭判M败诉",
        ] {
            assert!(!source(text), "{text}");
        }
    }

    #[test]
    fn platforms() {
        let venue = |text: &str| {
            let (before, after) = text.split_once('M').expect("a place for the platform");
            publishes(before, after)
        };
        for text in ["他在M上写道", "M发文说", "官方M账号", "总统在M说", "通过M等渠道"] {
            assert!(venue(text), "{text}");
        }
        for text in ["M永久封禁了他", "法院罚M一亿元", "他起诉M"] {
            assert!(!venue(text), "{text}");
        }
    }
}
