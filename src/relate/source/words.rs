//! Words that credits and reporting formulas are read by.

use std::sync::LazyLock;

use crate::text::WordList;

/// Endings of names of media that no dictionary lists.
pub(super) const MEDIA: &[&str] = &[
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
pub(super) const PLATFORMS: &[&str] = &[
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
pub(super) static CREDITS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "责任编辑 综合外电 特约记者 特派记者 实习记者 特派员 通讯员 图片来源 图像来源 来源 新闻中心 综合报道 综合报导 编译报道 \
         编译报导 采访报道 采访报导 报道 报导 外电 记者 责编 网编 主编 编辑 编译 编审 校对 审校 作者 撰文 撰稿 撰写 摄影 摄制 \
         摄于 翻摄 拍摄 摄 资料照片 资料照 资料图片 资料图 资料 档案照片 档案照 档案 照片 图片 图说 截图 制图 供图 提供 传真 视频 \
         影片 合成 综合 专电 电讯 快讯 特稿 社评 采访 监制 主持 实习 驻 电 讯 图 文 由 自 及 与 和 年 月 日 的",
    )
});

/// Words that name a maker of news; where none of them stands, and no medium, nothing is a credit.
pub(super) static MAKERS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of("记者 特派员 通讯员 责编 网编 编辑 编译 摄 图片来源 图像来源 报道 报导 综合外电 撰文 撰稿 作者 资料照 档案照")
});

/// What a medium does when it reports, or what is its work.
pub(super) static REPORTS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "报道 报导 引述 援引 引用 转述 转引 消息 电讯 获悉 披露 透露 曝光 独家 发文 撰文 刊文 刊登 刊发 刊载 发表文章 发表社论 \
         发表评论 发表的文章 发表的社论 发表的评论 发布的 社论 社评 评论说 评论称 评论文章 文章 指出 指称 直指 写道 写到 分析 \
         认为 表示 统计 测算 估算 调查 访查 看到 采访 专访 访问 访谈 通稿 通讯 快讯 特稿 专栏 称 说 指",
    )
});

/// After a verb of [`REPORTS`] these make another word of it.
pub(super) static NOT_REPORTS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("指责 指控 指挥 指导 指令 称霸 称职 说服 调查组 调查委员会"));

/// Who speaks for a medium makes it a party.
pub(super) static SPEAKERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::of("发言人 负责人 总裁 董事 主席 员工 高管 高层 律师 公司 首席执行官 总编 社长 股"));

/// Directly after a medium: its people and its pictures.
pub(super) const MAKES: &[&str] = &[
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
pub(super) const BEFELL: &[&str] = &["被", "遭", "身亡", "遇害", "遇袭", "获释", "获刑", "失踪", "入狱", "受伤", "撤离", "离境", "死亡"];

/// Directly before a medium: what is said comes from it.
pub(super) const FROM: &[&str] = &[
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
pub(super) const TOLD: &[&str] = &[
    "表示", "说", "透露", "谈", "讲", "证实", "反映", "介绍", "爆料", "指出", "称", "强调", "坦言", "回应", "解释", "描述", "承认", "确认",
    "投诉", "分析", "回忆",
];

/// An interview.
pub(super) const INTERVIEW: &[&str] = &["采访", "专访", "访问", "访谈", "节目", "记者", "视频"];

/// Directly after a medium or platform as the place of a publication.
pub(super) const AT: &[&str] = &[
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
pub(super) const NOT_FROM: &str = "数证占割票收论凭盘窃";
