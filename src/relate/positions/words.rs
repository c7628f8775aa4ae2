//! Words that positions are read by.

/// Nouns between a country and a title that add nothing (英国政府使者).
pub(super) const OF_COUNTRY: &[&str] = &["联邦政府", "政府", "当局"];

/// The same after an organization (某某组织负责人).
pub(super) const OF_BODY: &[&str] = &["组织", "公司", "集团", "机构", "方面"];

/// Last words of titles that several people hold at once: an enumeration of names shares them.
pub(super) const SHARED: &[&str] = &[
    "记者",
    "议员",
    "参议员",
    "众议员",
    "学者",
    "专家",
    "分析师",
    "教授",
    "研究员",
    "编辑",
    "外交官",
    "官员",
    "副主任",
    "副部长",
    "副局长",
    "副主席",
    "副院长",
    "副校长",
    "副市长",
    "副会长",
    "副秘书长",
    "律师",
];

/// Callings that tie nobody to a country (捷克建筑师, 香港律师).
pub(super) const CALLINGS: &[&str] = &[
    "律师",
    "作家",
    "建筑师",
    "教师",
    "老师",
    "记者",
    "学者",
    "设计师",
    "工程师",
    "医生",
    "医师",
    "商人",
    "教授",
    "经济学家",
    "演员",
    "歌手",
    "导演",
    "编辑",
    "分析师",
    "专家",
    "科学家",
    "历史学家",
    "政治学家",
    "社会学家",
    "作者",
    "艺术家",
    "活动家",
    "企业家",
    "总裁",
    "经理",
    "总经理",
    "主持人",
    "牧师",
    "研究员",
    "选手",
    "球员",
    "教练",
    "博士",
    "先生",
    "女士",
    "夫人",
    "小姐",
    "公主",
    "王子",
    "诗人",
    "画家",
    "摄影师",
    "富商",
    "评论员",
    "评论家",
    "时评人",
    "策略师",
    "董事长",
    "首席执行官",
    "创始人",
    "创办人",
    "负责人",
    "主任",
];

/// Titles that only a state gives: a party or company before them is not their body (共和党籍总统).
pub(super) const OF_STATE: &[&str] =
    &["总统", "总理", "首相", "国王", "女王", "国家主席", "国务卿", "天皇", "外长", "外相", "防长", "王储"];

/// Arms of the service before a rank: part of the title, unless a country stands before them.
pub(super) const ARMS: &[&str] = &["海军", "空军", "陆军", "海军陆战队", "海岸警卫队"];

/// Verbs that put a person into a post.
pub(super) const HOLDS: &[&str] = &[
    "担任",
    "出任",
    "就任",
    "接任",
    "当选为",
    "当选",
    "升任",
    "成为",
    "转任",
    "续任",
    "连任",
    "任",
    "受命为",
    "被任命为",
    "获任命为",
    "被选为",
];
