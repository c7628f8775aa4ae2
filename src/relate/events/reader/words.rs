//! Lists of words that several constructions look at.

use std::sync::LazyLock;

use crate::text::WordList;

pub(super) static SPEECH: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "说 称 表示 指出 强调 认为 写道 宣布 指 声称 宣称 告诉 提到 补充说 补充 透露 回应 呼吁 警告 重申 坦言 直言 说道 表明 承认 \
         否认 誓言 批评 谴责 解释 坚称 回答 质疑 相信 声明",
    )
});

/// Verbs whose object is the subject of what follows.
pub(super) static CAUSATIVE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "要求 敦促 呼吁 促使 迫使 派 派遣 允许 让 令 使 请 邀请 鼓励 支持 帮助 协助 命令 授权 警告 指责 批评 谴责 同意 认为 相信 \
         表示 说 称 指出 承认 否认 担心 看到 发现 知道 显示 希望 禁止 阻止 防止 指控 质疑 欢迎 据称 报道 报导 强调 下令 号召 催促 \
         劝 要 想 促 促请 宣称 声称 证实 批 轰 斥 指 抨击 反对 提到 透露 怀疑 誓言",
    )
});

/// Nouns for people and bodies that can be the subject of what follows them.
pub(super) static HUMANS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "盟友 各国 民众 人民 官员 学生 专家 记者 企业 公司 士兵 部队 军队 警察 警方 代表 议员 政府 当局 国家 党员 网友 支持者 \
         示威者 抗议者 组织 团体 国际社会 特使 使者 间谍 黑客 外交官 公民 男子 女子 成员 员工 家属 律师 居民 学者 群众 人士 军官 \
         市民 百姓 媒体 法院 法官 检察官 检方 军方 民兵 武装分子 恐怖分子 工人 教师 商人 消费者 投资者 选民 领导人 部长 大使",
    )
});
