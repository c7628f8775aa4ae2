//! Countries in one character: 中美俄三国, 访华, 对台, 美债; and not in 中央, 美好, 日前, 法律.
//!
//! A character counts as a country when it stands in a run of country characters (中俄, 美日韩), after
//! a verb or preposition that takes a country (访, 驻, 反, 赴), or before a noun that belongs to one
//! (军, 媒, 方 are other types; 债, 企, 商, 籍, 裔 …), and segmentation does not make it part of an
//! ordinary word.

use super::scene::Scene;
use crate::dictionary::{EntryId, FormUse, Lexicon, Pattern};
use crate::segment::Words;
use crate::text::{TextView, is_han};

/// What the rules say of one character.
pub struct ShortCountry {
    /// The most likely country.
    pub entry: EntryId,
    /// Log-odds.
    pub score: f32,
}

const RUN_SUPPORT: &[&str] = &[
    "关系",
    "两国",
    "三国",
    "四国",
    "双方",
    "双边",
    "贸易",
    "经贸",
    "之间",
    "战争",
    "冲突",
    "协议",
    "协定",
    "对话",
    "会谈",
    "高层",
    "同盟",
    "联盟",
    "领导",
    "元首",
    "峰会",
    "外长",
    "防长",
    "军演",
    "合作",
    "边界",
    "边境",
    "谈判",
    "友好",
    "建交",
    "断交",
    "脱钩",
    "对抗",
    "竞争",
    "博弈",
    "摩擦",
    "矛盾",
    "角力",
    "联合",
    "海军",
    "军方",
    "较量",
    "交锋",
    "争端",
    "争议",
    "条约",
    "同意",
    "互动",
    "互信",
    "往来",
    "来往",
    "交流",
    "战略",
    "安全",
    "首脑",
    "外交",
    "断航",
    "通航",
    "贸战",
    "科技",
    "战",
    "等",
    "在",
    "就",
    "也",
    "都",
    "将",
    "局势",
    "紧张",
    "官员",
    "问题",
    "投资",
    "第一阶段",
    "第一",
    "新",
    "年度",
    "印太",
    "大战",
    "开战",
    "停火",
    "人民",
    "民间",
    "全面",
    "经济",
    "商贸",
    "商",
    "学者",
    "媒体",
    "印签",
    "签",
    "和",
    "与",
    "、",
    "最",
    "共同",
    "达成",
    "举行",
    "磋商",
    "闭门",
    "阿拉斯加",
    "国防",
    "军事",
    "国",
    "皆",
    "均",
    "航班",
    "航线",
    "防务",
    "防卫",
    "安保",
    "基本",
    "本",
];

/// Characters that take a country after them: 访华, 驻美, 反中.
fn takes_country(c: char) -> bool {
    matches!(
        c,
        '访' | '驻'
            | '反'
            | '亲'
            | '抗'
            | '联'
            | '赴'
            | '来'
            | '对'
            | '涉'
            | '援'
            | '侵'
            | '挺'
            | '制'
            | '遏'
            | '辱'
            | '售'
            | '留'
            | '旅'
            | '抵'
            | '离'
            | '返'
            | '输'
            | '销'
            | '疑'
            | '仇'
            | '媚'
            | '恐'
            | '友'
            | '入'
            | '出'
            | '全'
            | '在'
            | '与'
            | '和'
            | '从'
            | '由'
            | '向'
            | '攻'
            | '犯'
            | '护'
            | '治'
            | '乱'
            | '厌'
            | '卖'
            | '陪'
            | '倾'
            | '锁'
            | '拒'
            | '伐'
            | '脱'
            | '压'
            | '通'
            | '经'
            | '临'
            | '哈'
            | '知'
            | '崇'
            | '排'
            | '亡'
            | '居'
            | '遣'
            | '至'
            | '到'
            | '飞'
            | '派'
            | '往'
            | '打'
            | '聚'
            | '舔'
            | '批'
            | '吁'
            | '促'
            | '嫁'
            | '移'
            | '送'
            | '归'
            | '回'
            | '斥'
            | '助'
            | '防'
            | '保'
            | '武'
            | '统'
            | '惧'
            | '牵'
            | '围'
            | '忧'
            | '警'
            | '控'
            | '告'
            | '晤'
            | '约'
            | '绕'
            | '爱'
            | '扰'
            | '谢'
            | '祸'
            | '毁'
            | '救'
            | '吞'
            | '轰'
            | '逃'
    )
}

/// Sure ones among [`takes_country`].
fn surely_takes(c: char) -> bool {
    matches!(
        c,
        '访' | '驻'
            | '反'
            | '亲'
            | '抗'
            | '赴'
            | '涉'
            | '侵'
            | '挺'
            | '遏'
            | '辱'
            | '旅'
            | '抵'
            | '仇'
            | '媚'
            | '援'
            | '返'
            | '疑'
            | '售'
            | '对'
            | '攻'
            | '护'
            | '厌'
            | '绕'
            | '扰'
    )
}

/// Characters after which a country character is likely one: 美债, 日企, 英籍, 台商, 港府, 韩媒.
fn belongs_to_country(c: char) -> bool {
    matches!(
        c,
        '债' | '企'
            | '商'
            | '资'
            | '媒'
            | '官'
            | '府'
            | '籍'
            | '裔'
            | '股'
            | '侨'
            | '胞'
            | '客'
            | '生'
            | '警'
            | '舰'
            | '机'
            | '妇'
            | '民'
            | '区'
            | '版'
            | '独'
            | '湾'
            | '岛'
            | '铁'
            | '剧'
            | '星'
            | '漫'
            | '元'
            | '币'
            | '情'
            | '日'
            | '网'
            | '车'
            | '菜'
            | '产'
            | '制'
            | '货'
            | '船'
            | '油'
            | '语'
            | '文'
            | '式'
            | '人'
            | '女'
            | '男'
            | '妓'
            | '团'
            | '队'
            | '间'
            | '北'
            | '南'
            | '总'
            | '外'
            | '国'
            | '参'
            | '众'
            | '议'
            | '前'
            | '首'
            | '副'
            | '使'
            | '智'
            | '王'
            | '称'
            | '牛'
            | '猪'
            | '洽'
            | '刚'
    )
}

fn surely_belongs(c: char) -> bool {
    matches!(c, '债' | '企' | '商' | '媒' | '官' | '府' | '籍' | '裔' | '侨' | '股' | '舰' | '胞' | '资')
}

/// What never is a country form although it looks like one: money, languages, units.
fn is_currency_or_language(next: char) -> bool {
    matches!(next, '元' | '币' | '镑' | '语' | '文' | '吨' | '里' | '尺' | '寸' | '郎')
}

/// Whether a character is a short form of a country.
fn is_short(lexicon: &Lexicon, c: char) -> bool {
    let mut utf8 = [0u8; 4];
    lexicon.form(c.encode_utf8(&mut utf8)).is_some_and(|pattern| short_sense(pattern).is_some())
}

/// The likeliest country of a one-character form, or none.
fn short_sense(pattern: &Pattern) -> Option<(EntryId, f32)> {
    let mut best: Option<(EntryId, f32)> = None;
    for sense in &pattern.senses {
        if let FormUse::Short(p) = sense.form
            && best.is_none_or(|(_, b)| p > b)
        {
            best = Some((sense.entry, p));
        }
    }
    best
}

/// Main forms: those that runs and prefixes may use without more support.
fn is_main(c: char) -> bool {
    matches!(
        c,
        '中' | '美'
            | '俄'
            | '英'
            | '法'
            | '德'
            | '日'
            | '韩'
            | '朝'
            | '印'
            | '伊'
            | '以'
            | '巴'
            | '乌'
            | '台'
            | '港'
            | '澳'
            | '加'
            | '欧'
            | '苏'
            | '华'
            | '越'
            | '泰'
            | '菲'
            | '土'
            | '捷'
            | '立'
            | '波'
            | '意'
            | '叙'
            | '沙'
            | '埃'
            | '希'
            | '西'
            | '缅'
            | '柬'
            | '新'
            | '马'
            | '蒙'
    )
}

/// Characters too often part of ordinary words to stand without strong support.
fn is_risky(c: char) -> bool {
    !matches!(
        c,
        '美' | '俄' | '英' | '韩' | '朝' | '乌' | '台' | '港' | '澳' | '欧' | '华' | '缅' | '柬' | '印' | '捷' | '德' | '日' | '中'
    )
}

/// Places in one character, and their entries.
pub(super) const PLACES: [(char, &str); 5] =
    [('欧', "place:europe"), ('京', "place:beijing"), ('沪', "place:shanghai"), ('疆', "place:xinjiang"), ('藏', "place:tibet")];

/// Europe in one character (中欧, 欧美) and cities in one (进京, 驻京, 沪港): the place's English name and
/// log-odds.
pub fn judge_place(lexicon: &Lexicon, view: &TextView, words: &Words, i: usize) -> Option<(EntryId, f32)> {
    let c = view.at(i);
    let id = PLACES.iter().find(|(place, _)| *place == c)?.1;
    let (previous, next) = (view.before(i), view.at(i + 1));
    let entry = *lexicon.by_id.get(id)?;
    let (ws, we) = words.word_at(i)?;
    let main = |ch: char| "中美英法德日韩俄印澳加台港瑞".contains(ch);
    let score = match c {
        '欧' if main(previous) || main(next) => {
            let start = if main(previous) { i - 1 } else { i };
            if ws >= start && we <= start + 3 { 1.2 } else { -1.0 }
        }
        '欧' => return None,
        '京' if matches!(previous, '进' | '返' | '驻' | '抵' | '赴' | '访' | '离' | '在' | '来' | '回' | '入' | '到')
            && ws + 2 >= i
            && we <= i + 2 =>
        {
            1.0
        }
        '沪' if matches!(next, '深' | '港' | '市' | '上') || matches!(previous, '在' | '赴' | '抵' | '驻' | '来' | '返') => 0.4,
        '疆' | '藏' if matches!(previous, '涉' | '在' | '援' | '治' | '进' | '入' | '赴') && we <= i + 1 => 1.4,
        '京' | '沪' | '疆' | '藏' if we - ws == 1 => -0.8,
        _ => return None,
    };
    Some((entry, score))
}

/// Judges the character at `i` as a country; `pattern` is what the dictionaries say of it.
pub fn judge(scene: &Scene, pattern: &Pattern, i: usize) -> Option<ShortCountry> {
    let (view, words) = (scene.view, scene.words);
    let c = view.at(i);
    let (entry, probability) = short_sense(pattern)?;
    let next = view.at(i + 1);
    let previous = view.before(i);
    let (ws, we) = words.word_at(i)?;
    let word_length = we - ws;
    // Runs of country characters.
    let in_run = |k: usize| {
        let ch = view.at(k);
        (is_main(ch) && is_short(scene.lexicon, ch)) || ch == '欧'
    };
    let mut run_start = i;
    while run_start > 0 && i - run_start < 4 && in_run(run_start - 1) {
        run_start -= 1;
    }
    let mut run_end = i + 1;
    while run_end - i < 5 && in_run(run_end) {
        run_end += 1;
    }
    let run = run_end - run_start;
    let listed = || scene.lists(ws, we);
    let mut score = -4.0f32;

    if run >= 2 && is_main(c) {
        let of = |k: usize| if view.at(k) == '华' { '中' } else { view.at(k) };
        let distinct = (run_start..run_end).all(|a| (run_start..a).all(|b| of(a) != of(b)));
        let inside = ws >= run_start && we <= run_end;
        let text = view.folded_slice(run_start..run_end);
        let trap = matches!(
            text,
            "中华"
                | "华中"
                | "台中"
                | "中意"
                | "美德"
                | "法中"
                | "日中"
                | "中西"
                | "中土"
                | "加德"
                | "巴西"
                | "中以"
                | "以中"
                | "华西"
                | "中新"
                | "马德"
                | "西德"
                | "日以"
                | "新加"
                | "以法"
                | "以德"
                | "以加"
                | "加以"
                | "中加以"
                | "日美好"
                | "港中"
                | "沙巴"
                | "中港"
                | "马来"
                | "立法"
                | "中立"
                | "意中"
                | "日立"
                | "法西"
                | "新日"
                | "华为"
                | "欧美"
                | "立中"
                | "西亚"
                | "马英"
                | "英法"
                | "希波"
        );
        if distinct && inside {
            score = if trap { -2.0 } else { 1.0 };
            let after = view.folded_slice(run_end..(run_end + 4).min(view.len()));
            if RUN_SUPPORT.iter().any(|s| after.starts_with(s)) {
                score += if trap { 4.0 } else { 1.6 };
            }
            if run >= 3 {
                score += 0.8;
            }
            if matches!(text, "欧美" | "英法" | "中港" | "日中") {
                score += 2.0;
            }
        } else if distinct && word_length >= 3 && ws == run_start {
            // 中美关系 cut as one word.
            let after = view.folded_slice(run_end..(run_end + 4).min(view.len()));
            if RUN_SUPPORT.iter().any(|s| after.starts_with(s)) {
                score = 2.0;
            } else if !trap && !listed() {
                score = -0.8;
            }
        } else if distinct && !trap && !listed() {
            // 中俄外长, 台美洽签, which no dictionary cuts.
            score = -0.8;
        }
    }
    // After a verb or preposition: 访华, 驻美.
    if takes_country(previous) && is_main(c) && !is_currency_or_language(next) {
        let together = ws + 1 == i && we == i + 1;
        let alone = ws == i && we == i + 1;
        let sure = surely_takes(previous);
        if together || alone || (sure && ws >= i - 1 && !listed()) {
            let mut s = if sure { 2.2 } else { -0.3 };
            if alone
                && !sure
                && matches!(
                    previous,
                    '在' | '来' | '与' | '和' | '留' | '联' | '从' | '由' | '向' | '离' | '输' | '治' | '卖' | '遣' | '送'
                )
            {
                s += if is_risky(c) { 0.3 } else { 1.5 };
            }
            if together && !sure {
                s += 0.8;
            }
            if is_risky(c) && !sure {
                s -= 1.5;
            }
            // 对华为, 反中央: the next characters take it.
            if alone && is_han(next) && !sure && scene.lists(i, i + 2) {
                s -= 1.0;
            }
            if matches!(
                (previous, c),
                ('来', '以')
                    | ('出', '台')
                    | ('和', '以')
                    | ('全', '以')
                    | ('对', '以')
                    | ('反', '以')
                    | ('来', '日')
                    | ('对', '日')
                    | ('在', '以')
                    | ('加', '以')
                    | ('全', '日')
                    | ('入', '法')
                    | ('在', '中')
                    | ('和', '中')
                    | ('从', '中')
                    | ('与', '中')
                    | ('对', '中')
                    | ('全', '中')
                    | ('通', '德')
                    | ('治', '中')
                    | ('友', '中')
                    | ('在', '日')
                    | ('到', '中')
                    | ('来', '中')
                    | ('保', '加')
                    | ('和', '日')
                    | ('合', '法')
                    | ('犯', '法')
                    | ('护', '法')
                    | ('制', '法')
                    | ('对', '法')
                    | ('反', '法')
                    | ('来', '法')
            ) {
                s -= 1.4;
            }
            if word_length >= 2 && together && listed() && !sure && previous != '在' {
                s -= 1.0;
            }
            score = score.max(s);
        }
    }
    // 对华政策, 驻华大使 as one listed word.
    if surely_takes(previous) && is_main(c) && ws + 1 == i && we > i + 1 && scene.lists(i + 1, we) {
        score = score.max(1.8);
    }
    // Before a noun that belongs to a country: 美债, 日企.
    if belongs_to_country(next) && is_main(c) && !is_currency_or_language(next) {
        let together = ws == i && we == i + 2;
        let alone = ws == i && we == i + 1;
        if surely_belongs(next) && (together || alone) {
            let mut s = 2.0;
            if is_risky(c) {
                s -= 1.2;
            }
            if matches!(
                (c, next),
                ('中', '资')
                    | ('中', '商')
                    | ('外', '商')
                    | ('法', '官')
                    | ('日', '商')
                    | ('台', '商')
                    | ('中', '官')
                    | ('法', '商')
                    | ('加', '商')
                    | ('新', '股')
                    | ('以', '官')
                    | ('法', '资')
                    | ('德', '资')
                    | ('新', '商')
                    | ('法', '籍')
            ) {
                s -= if matches!((c, next), ('法', '官') | ('新', '股')) { 5.0 } else { 0.0 };
            }
            score = score.max(s);
        } else if alone && !is_risky(c) {
            score = score.max(0.2);
        } else if (together || ws == i) && !listed() {
            score = score.max(-1.5);
        } else if surely_belongs(next) && ws == i {
            // 中资银行, as one listed word.
            score = score.max(0.0);
        } else if ws == i && !matches!(next, '国' | '北' | '南' | '湾' | '岛' | '间' | '区') {
            // 俄外长, 泰王, 美式, listed as words: names of countries all the same.
            score = score.max(-1.8);
        }
    }
    // Alone as a word between names and verbs in a headline: 美制裁…, 中方 is another form.
    if word_length == 1 && is_main(c) && !is_currency_or_language(next) {
        let bordered = !is_han(previous) && is_han(next);
        let listed = matches!(previous, '、' | ',' | ':') || matches!(next, '、');
        let mut s = match c {
            '美' | '俄' | '韩' | '乌' | '欧' => -0.4,
            '中' | '英' | '日' | '德' | '法' | '台' | '港' | '澳' | '朝' | '印' | '华' => -1.0,
            _ => -2.5,
        };
        if bordered {
            s += 0.9;
        }
        if listed {
            s += 1.0;
        }
        if is_risky(c) || c == '中' || c == '日' {
            s -= 1.2;
        }
        if (c == '中' || c == '日') && (is_han(previous) || previous.is_ascii_digit()) {
            s -= 3.0;
        }
        score = score.max(s);
    }
    // 美国会山: the country's, not the words 美国 and 会.
    if next == '国' && view.at(i + 2) == '会' && is_main(c) && matches!(view.at(i + 3), '山' | '议' | '众' | '参' | '警' | '两' | '大')
    {
        score = score.max(0.3);
    }
    // A word of its own, or at the border of a word that only jieba's model made: the model of this program may know better.
    if is_main(c)
        && !is_currency_or_language(next)
        && (word_length == 1 || (ws == i || we == i + 1) && word_length <= 3 && !listed())
        && !matches!(c, '以' | '加' | '新' | '立' | '马' | '波' | '意' | '希' | '土' | '西' | '沙' | '埃' | '捷')
        && !(c == '中' && word_length == 1 && is_han(previous))
        && !(c == '日' && word_length == 1)
    {
        score = score.max(-2.4);
    }
    // 港人, 台人 as a word.
    if matches!((c, next), ('港', '人')) && (ws == i || we == i + 1) {
        score = score.max(1.8);
    }
    // 新冠, 中共, 日报: words in which the character is no country, whatever stands around.
    if matches!(
        (c, next),
        ('新', '冠' | '一' | '的' | '增' | '规' | '型')
            | ('中', '共' | '央' | '心' | '间' | '期' | '旬' | '秋' | '午' | '断' | '止' | '介' | '学' | '层')
            | ('日', '前' | '后' | '报' | '子' | '益' | '渐' | '常' | '程')
            | ('法', '律' | '院' | '庭' | '案' | '治' | '定' | '制' | '规' | '新' | '会')
            | ('以', '及' | '来' | '上' | '下' | '后' | '前' | '外' | '内' | '为' | '便' | '免' | '致' | '往')
            | ('加', '强' | '快' | '大' | '剧' | '上' | '入' | '以' | '速' | '深' | '重' | '密')
            | ('意', '见' | '义' | '识' | '味' | '图' | '愿' | '思' | '外')
            | ('西', '方' | '部' | '亚' | '北' | '南')
            | ('立', '法' | '场' | '即' | '刻' | '陶')
            | ('土', '地')
            | ('希', '望')
            | ('波', '动' | '及' | '兰')
            | ('马', '上' | '英')
    ) && run < 3
    {
        return None;
    }
    // A date: 5日, and 日 after a digit is never a country.
    if c == '日' && (previous.is_ascii_digit() || "一二三四五六七八九十当今昨明次每近往近整半".contains(previous)) {
        return None;
    }
    if matches!(c, '加' | '以' | '中') && score < 1.0 && run < 2 {
        score -= 1.0;
    }
    score += probability.ln().max(-1.5) * 0.3;
    (score > -2.9).then_some(ShortCountry { entry, score })
}
