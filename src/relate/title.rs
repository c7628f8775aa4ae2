//! Titles: which words between a body and a person are the name of a post.

use std::sync::LazyLock;

use super::Text;
use crate::names::Marks;
use crate::text::{TextView, WordList};

/// Longest title, in characters.
const LONGEST: usize = 20;

/// Last words of posts that no list can hold whole: 亚洲项目主任, 首席市场策略师.
static HEADS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "主任 经济学家 经济学者 分析师 分析员 分析家 记者 教授 研究员 专家 学者 顾问 策略师 负责人 主管 总监 总裁 经理 董事 \
         董事长 主席 主委 会长 理事长 秘书长 秘书 书记 部长 次长 司长 局长 处长 署长 厅长 院长 校长 所长 系主任 讲师 律师 检察官 \
         法官 大使 公使 参赞 领事 发言人 议员 议长 代表 委员 委员长 专员 司令 司令员 参谋长 上将 中将 少将 上校 上尉 大臣 首相 \
         总理 总统 国王 女王 王储 外长 防长 财长 外相 防相 州长 市长 县长 省长 党魁 领袖 领导人 创始人 创办人 创办者 执行长 \
         首席执行官 首席财务官 首席运营官 首席技术官 幕僚长 候选人 设计师 工程师 科学家 编辑 主编 总编辑 特使 使者 官员 外交官 \
         交易员 策略长 办公室主任 医师 医生 教练 队长 主教 大主教 牧首 教宗 主持人 作家 政治学者 历史学家 政治学家 社会学家 助理 \
         干事 总干事 协调员 组织者 联合创始人 共同创办人 政委 常委 副主席 副总统 副总理 副部长 副国务卿 国务卿 防长 参议员 众议员 \
         埃米尔 酋长",
    )
});

/// Words that no title holds inside.
fn breaks_title(c: char) -> bool {
    matches!(
        c,
        '，' | ','
            | '。'
            | '：'
            | ':'
            | '；'
            | ';'
            | '？'
            | '?'
            | '！'
            | '!'
            | '“'
            | '”'
            | '「'
            | '」'
            | '\n'
            | '说'
            | '称'
            | '被'
            | '把'
            | '是'
            | '了'
            | '将'
            | '与'
            | '向'
            | '从'
            | '给'
            | '让'
            | '遭'
            | '都'
            | '也'
            | '就'
            | '在'
            | '他'
            | '她'
            | '我'
            | '这'
            | '那'
            | '（'
            | '）'
            | '('
            | ')'
            | '《'
            | '》'
            | '或'
            | '等'
            | '因'
            | '到'
            | '并'
            | '则'
            | '又'
            | '曾'
            | '由'
            | '但'
            | '而'
    )
}

/// Whether the folded characters `start..end` of the document end in a title or a known head of one.
pub fn ends_in_title(view: &TextView, marks: &Marks, start: usize, end: usize) -> bool {
    let listed = marks.title_ends.get(end).is_some_and(|&n| n > 0 && usize::from(n) <= end - start.min(end));
    listed || HEADS.ends(view.folded.get(start..end).unwrap_or(&[]))
}

/// One title of an enumeration (秘书、前国防部长), a range of document characters.
pub type TitleRange = (usize, usize);

/// Reads `start..end` as one title or several joined by 、 兼 暨. `None` when it is something else.
pub fn titles_between(text: &Text, start: usize, end: usize, out: &mut Vec<TitleRange>) -> bool {
    read(text.view, text.marks, start, end, out) && !has_verb(text, start, end)
}

/// Verbs that titles are made with.
static IN_TITLES: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "执行 研究 发言 分析 设计 交易 管理 候任 当选 代理 行政 策略 驻 前 副 总 首席 候选 领导 创始 创办 联合 协调 主持 编辑 \
         投资 贸易 安全 防疫 采购 运营 传播 教育 咨询 调查 监察 监督 监管 审计 谈判 指挥 参谋 作战 防务 规划 发展 合作 服务 评论 \
         主笔 主播 采访 报道 摄影 翻译 代表 兼 常任 执政 在任 卸任 离任 前任 时任 现任 新任 继任 委任 退休 退役 名誉 资深 高级 \
         特约 驻外 出口 进口 改革 开发 组织 宣传 统战 政策 战略 保护 免疫 预防 控制 治理 移民 健康 经营 计划 人事 公关 控股 组合 \
         任 长 法律 议会 学者 导演 编剧 候补 裁判 书记 当家 特派 共同 协理 助理 顾问 领事 编译 主管 督导 选举 竞选 联络 通讯",
    )
});

/// Whether titles are made with this word.
pub fn is_of_titles(word: &[char]) -> bool {
    IN_TITLES.holds(word)
}

/// Whether a verb that no title holds stands in the range.
fn has_verb(text: &Text, start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end {
        let Some((from, to)) = text.words.word_at(at) else { return false };
        let whole = from >= start && to <= end;
        // The head itself may be cut as a verb (主持).
        let listed = text.marks.title_starts.get(at).is_some_and(|&n| n > 0 && at + usize::from(n) >= to);
        // 对外联络部负责人: the verb names a department.
        let department = matches!(text.view.at(to), '部' | '组' | '处' | '司' | '科' | '室' | '局' | '委' | '办' | '署' | '厅' | '站');
        let plain = || {
            let chars = text.view.folded.get(from..to).unwrap_or(&[]);
            !IN_TITLES.holds(chars) && text.segmenter.part_of_speech(text.view.folded_slice(from..to)) == 'v'
        };
        if whole && !listed && !department && plain() {
            return true;
        }
        at = to.max(at + 1);
    }
    false
}

fn read(view: &TextView, marks: &Marks, start: usize, end: usize, out: &mut Vec<TitleRange>) -> bool {
    out.clear();
    let (mut start, end) = (start, end);
    if view.at(start) == '的' || view.at(start) == '籍' {
        start += 1;
    }
    while start < end && view.at(start).is_whitespace() {
        start += 1;
    }
    if start >= end || end - start > LONGEST {
        return false;
    }
    let mut from = start;
    for i in start..=end {
        let c = if i == end { '、' } else { view.at(i) };
        // 策略师和资深交易员: 和 joins two titles where one ends before it.
        let joins = c == '和' && i > from && ends_in_title(view, marks, from, i);
        if c == '、' || joins {
            if i == from || !ends_in_title(view, marks, from, i) {
                return false;
            }
            out.push((from, i));
            from = i + 1;
            continue;
        }
        let inside_driver = c == '在' && view.at(i + 1) == '任';
        if breaks_title(c) && !inside_driver {
            return false;
        }
        // 的 stands only right before what it links (时任中国的…): not inside a title.
        if c == '的' || (c == '和' && i > start && !view.folded_slice(start..end).contains("和国")) && !is_joined(view, i, end) {
            return false;
        }
        if c == '对' {
            return false;
        }
    }
    !out.is_empty()
}

/// 和 inside one title (外交和国防事务顾问): a title follows it within a few characters.
fn is_joined(view: &TextView, i: usize, end: usize) -> bool {
    let rest = view.folded_slice(i + 1..end);
    rest.contains("事务") || rest.contains("关系") || rest.contains("安全")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Option<Vec<String>> {
        let mut view = TextView::default();
        view.load(text);
        let n = view.len();
        let marks = Marks { title_ends: vec![0; n + 1], title_starts: vec![0; n + 1], hits: Vec::new() };
        let mut out = Vec::new();
        super::read(&view, &marks, 0, n, &mut out).then(|| out.iter().map(|&(a, b)| view.surface(a..b)).collect())
    }

    #[test]
    fn titles_by_their_heads() {
        assert_eq!(titles("首席市场策略师"), Some(vec!["首席市场策略师".into()]));
        assert_eq!(titles("秘书、前国防部长"), Some(vec!["秘书".into(), "前国防部长".into()]));
        assert_eq!(titles("的国务卿"), Some(vec!["国务卿".into()]));
        assert_eq!(titles("宣布制裁"), None);
        assert_eq!(titles("与总统"), None);
        assert_eq!(titles(""), None);
    }
}
