//! What stands around a span: words that announce or follow a name.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::word_facts::{ANNOUNCES, FOLLOWS, SPEECH};

fn set(words: &'static str) -> FxHashSet<&'static str> {
    words.split_whitespace().collect()
}

/// Words that often follow a person's or body's name: verbs of speech and deed, days, particles.
static AFTER_NAME: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    set("说 称 表示 指出 认为 强调 宣布 透露 证实 承认 否认 呼吁 敦促 警告 批评 指责 谴责 回应 回答 告诉 写道 补充 解释 坦言 直言 发文 \
         发推 发表 接受 出席 访问 会见 会晤 抵达 率领 担任 当选 辞职 获 被 则 也 还 曾 在 于 于是 今天 昨天 周一 周二 周三 周四 周五 \
         周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 今 昨 近日 日前 说道 提到 提出 重申 质疑 怀疑 介绍 分析 预计 预测 \
         相信 希望 感叹 披露 主张 建议 要求 谈到 和 与 等 等人 、 一行 本人 先生 女士 是 对 向 将 已 称之为 受访 受访时 遭 遭到 因 从 \
         以 為 为 发言 致辞 致电 致函 签署 下令 任命 提名 誓言 承诺 当时 生前 去世 逝世 病逝 死亡 出生 毕业")
});

/// Words after which a person's name often stands (besides titles).
static BEFORE_PERSON: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    set("记者 作者 编辑 编译 译者 审校 责编 撰文 摄影 学者 专家 律师 教授 医生 男子 女子 居民 市民 村民 网友 访民 被告 嫌犯 嫌疑人 选手 \
         球员 歌手 演员 名叫 名为 叫 与 和 对 向 由 据 、 让 给 从 被 把 以及 及 像 如 包括 妻子 丈夫 儿子 女儿 父亲 母亲 弟弟 哥哥 \
         姐姐 妹妹 同事 好友 朋友 友人 同学 校友 弟子 女友 男友 之子 之女 之妻 夫人 公民 维权人士 异见人士 异议人士 活动人士 人士 \
         候选人 负责人 发言人 创始人 创办人")
});

/// All words of the lists, each with the bit of its list.
pub(super) fn words() -> impl Iterator<Item = (&'static str, u8)> {
    [(&AFTER_NAME, FOLLOWS), (&BEFORE_PERSON, ANNOUNCES), (&SPEECH_VERBS, SPEECH)]
        .into_iter()
        .flat_map(|(list, bit)| list.iter().map(move |word| (*word, bit)))
}

/// Whether `word` (folded) is one that follows a name.
#[cfg(test)]
pub fn follows_name(word: &str) -> bool {
    AFTER_NAME.contains(word)
}

/// Whether `word` (folded) is one that announces a person.
pub fn announces_person(word: &str) -> bool {
    BEFORE_PERSON.contains(word)
}

/// Verbs of speech and report.
static SPEECH_VERBS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    set("说 称 表示 指出 认为 强调 宣布 透露 证实 承认 否认 呼吁 敦促 警告 批评 指责 谴责 回应 回答 告诉 写道 补充 解释 坦言 直言 说道 \
         重申 质疑 介绍 分析 预计 披露 主张 建议 感叹 受访 受访时 发推 发文 誓言 承诺 下令 提到 谈到")
});

/// Whether `word` (folded) is a verb of speech or report: the strongest sign of an actor before them.
pub fn is_speech_verb(word: &str) -> bool {
    SPEECH_VERBS.contains(word)
}
