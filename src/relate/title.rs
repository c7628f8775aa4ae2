//! Titles: which words between a body and a person are the name of a post.

use crate::names::Marks;
use crate::text::TextView;

/// Longest title, in characters.
const LONGEST: usize = 20;

/// Last words of posts that no list can hold whole: 亚洲项目主任, 首席市场策略师.
const HEADS: &[&str] = &[
    "主任", "经济学家", "经济学者", "分析师", "分析员", "分析家", "记者", "教授", "研究员", "专家", "学者", "顾问", "策略师", "负责人", "主管",
    "总监", "总裁", "经理", "董事", "董事长", "主席", "主委", "会长", "理事长", "秘书长", "秘书", "书记", "部长", "次长", "司长", "局长", "处长",
    "署长", "厅长", "院长", "校长", "所长", "系主任", "讲师", "律师", "检察官", "法官", "大使", "公使", "参赞", "领事", "发言人", "议员", "议长",
    "代表", "委员", "委员长", "专员", "司令", "司令员", "参谋长", "上将", "中将", "少将", "上校", "上尉", "大臣", "首相", "总理", "总统", "国王",
    "女王", "王储", "外长", "防长", "财长", "外相", "防相", "州长", "市长", "县长", "省长", "党魁", "领袖", "领导人", "创始人", "创办人",
    "创办者", "执行长", "首席执行官", "首席财务官", "首席运营官", "首席技术官", "幕僚长", "候选人", "设计师", "工程师", "科学家", "编辑", "主编",
    "总编辑", "特使", "使者", "官员", "外交官", "交易员", "策略长", "办公室主任", "医师", "医生", "教练", "队长", "主教", "大主教", "牧首", "教宗",
    "主持人", "作家", "政治学者", "历史学家", "政治学家", "社会学家", "助理", "干事", "总干事", "协调员", "组织者", "联合创始人", "共同创办人",
    "政委", "常委", "副主席", "副总统", "副总理", "副部长", "副国务卿", "国务卿", "防长", "参议员", "众议员", "埃米尔", "酋长",
];

/// Words that no title holds inside.
fn breaks_title(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '。' | '：' | ':' | '；' | ';' | '？' | '?' | '！' | '!' | '“' | '”' | '「' | '」' | '\n' | '说' | '称' | '被' | '把' | '是' | '了' | '将' | '与'
            | '向' | '从' | '给' | '让' | '遭' | '都' | '也' | '就' | '在' | '他' | '她' | '我' | '这' | '那' | '（' | '）' | '(' | ')' | '《' | '》' | '或' | '等' | '因'
            | '到' | '并' | '则' | '又' | '曾' | '由' | '但' | '而'
    )
}

/// Whether the folded characters `start..end` of the document end in a title or a known head of one.
pub fn ends_in_title(view: &TextView, marks: &Marks, start: usize, end: usize) -> bool {
    let listed = marks.title_ends.get(end).is_some_and(|&n| n > 0 && usize::from(n) <= end - start.min(end));
    listed || {
        let text = view.folded_slice(start..end);
        HEADS.iter().any(|head| text.ends_with(head))
    }
}

/// One title of an enumeration (秘书、前国防部长), a range of document characters.
pub type TitleRange = (usize, usize);

/// Reads `start..end` as one title or several joined by 、 兼 暨. `None` when it is something else.
pub fn titles_between(view: &TextView, marks: &Marks, start: usize, end: usize, out: &mut Vec<TitleRange>) -> bool {
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
        if c == '、' {
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

    fn read(text: &str) -> Option<Vec<String>> {
        let mut view = TextView::default();
        view.load(text);
        let n = view.len();
        let marks = Marks { title_ends: vec![0; n + 1], title_starts: vec![0; n + 1], hits: Vec::new() };
        let mut out = Vec::new();
        titles_between(&view, &marks, 0, n, &mut out).then(|| out.iter().map(|&(a, b)| view.surface(a..b)).collect())
    }

    #[test]
    fn titles_by_their_heads() {
        assert_eq!(read("首席市场策略师"), Some(vec!["首席市场策略师".into()]));
        assert_eq!(read("秘书、前国防部长"), Some(vec!["秘书".into(), "前国防部长".into()]));
        assert_eq!(read("的国务卿"), Some(vec!["国务卿".into()]));
        assert_eq!(read("宣布制裁"), None);
        assert_eq!(read("与总统"), None);
        assert_eq!(read(""), None);
    }
}
