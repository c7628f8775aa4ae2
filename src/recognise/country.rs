//! Countries in one character: 中美俄三国, 访华, 对台, 美债; and not in 中央, 美好, 日前, 法律.
//!
//! A character counts as a country when it stands in a run of country characters (中俄, 美日韩), after
//! a verb or preposition that takes a country (访, 驻, 反, 赴), or before a noun that belongs to one
//! (军, 媒, 方 are other types; 债, 企, 商, 籍, 裔 …), and segmentation does not make it part of an
//! ordinary word.

use std::ops::Range;
use std::sync::LazyLock;

use super::scene::Scene;
use crate::dictionary::{EntryId, FormUse, Lexicon, Pattern};
use crate::segment::Words;
use crate::text::{CharList, TextView, WordList, is_han};

/// What the rules say of one character.
pub struct ShortCountry {
    /// The most likely country.
    pub entry: EntryId,
    /// Log-odds.
    pub score: f32,
}

/// What stands behind a run of countries: 中俄关系, 中美在….
static RUN_SUPPORT: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "关系 两国 三国 四国 双方 双边 贸易 经贸 之间 战争 冲突 协议 协定 对话 会谈 高层 同盟 联盟 领导 元首 峰会 外长 防长 军演 合作 \
         边界 边境 谈判 友好 建交 断交 脱钩 对抗 竞争 博弈 摩擦 矛盾 角力 联合 海军 军方 较量 交锋 争端 争议 条约 同意 互动 互信 往来 \
         来往 交流 战略 安全 首脑 外交 断航 通航 贸战 科技 战 等 在 就 也 都 将 局势 紧张 官员 问题 投资 第一阶段 第一 新 年度 印太 \
         大战 开战 停火 人民 民间 全面 经济 商贸 商 学者 媒体 印签 签 和 与 、 最 共同 达成 举行 磋商 闭门 阿拉斯加 国防 军事 国 皆 均 \
         航班 航线 防务 防卫 安保 基本 本",
    )
});

/// Runs of country characters that are words of their own, or parts of such.
static TRAPS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "中华 华中 台中 中意 美德 法中 日中 中西 中土 加德 巴西 中以 以中 华西 中新 马德 西德 日以 新加 以法 以德 以加 加以 中加以 \
         日美好 港中 沙巴 马来 立法 中立 意中 日立 法西 新日 华为 立中 西亚 马英 希波",
    )
});

/// Runs that are as often two countries as parts of other words: 中港, and 集中港口; 日中, and 今日中午.
static DOUBTFUL: LazyLock<WordList> = LazyLock::new(|| WordList::of("欧美 英法 中港 日中"));

/// Characters that take a country, each with one that makes another word of the two: 出台, 从中, 加以.
static OTHER_WORDS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "来以 出台 和以 全以 对以 反以 来日 对日 在以 加以 全日 入法 在中 和中 从中 与中 对中 全中 通德 治中 友中 在日 到中 来中 保加 \
         和日 合法 犯法 护法 制法 对法 反法 来法",
    )
});

/// Characters that take a country after them: 访华, 驻美, 反中.
static TAKES: CharList = CharList::new(
    "访驻反亲抗联赴来对涉援侵挺制遏辱售留旅抵离返输销疑仇媚恐友入出全在与和从由向攻犯护治乱厌卖陪倾锁拒伐脱压通经临哈知崇排亡居遣\
     至到飞派往打聚舔批吁促嫁移送归回斥助防保武统惧牵围忧警控告晤约绕爱扰谢祸毁救吞轰逃",
);

/// Sure ones among [`TAKES`].
static SURELY_TAKES: CharList = CharList::new("访驻反亲抗赴涉侵挺遏辱旅抵仇媚援返疑售对攻护厌绕扰");

/// Characters after which a country character is likely one: 美债, 日企, 英籍, 台商, 港府, 韩媒.
static BELONGS: CharList = CharList::new(
    "债企商资媒官府籍裔股侨胞客生警舰机妇民区版独湾岛铁剧星漫元币情日网车菜产制货船油语文式人女男妓团队间北南总外国参众议前首副使\
     智王称牛猪洽刚",
);

/// Sure ones among [`BELONGS`].
static SURELY_BELONGS: CharList = CharList::new("债企商媒官府籍裔侨股舰胞资");

/// Main forms: those that runs and prefixes may use without more support.
static MAIN: CharList = CharList::new("中美俄英法德日韩朝印伊以巴乌台港澳加欧苏华越泰菲土捷立波意叙沙埃希西缅柬新马蒙");

/// Characters that are not too often part of ordinary words to stand without strong support.
static SAFE: CharList = CharList::new("美俄英韩朝乌台港澳欧华缅柬印捷德日中");

/// Main forms that need a listed sign: alone they are as a rule another word.
const SELDOM_ALONE: &str = "以加新立马波意希土西沙埃捷";

/// Odds of what segmentation speaks against: the model may know better.
const WEAK: f32 = -2.6;

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

/// A character that may be a country, and what stands around it.
struct Spot<'s, 'd> {
    scene: &'s Scene<'d>,
    at: usize,
    c: char,
    previous: char,
    next: char,
    /// Borders of the word it stands in.
    word: (usize, usize),
}

/// Judges the character at `at` as a country; `pattern` is what the dictionaries say of it.
pub fn judge(scene: &Scene, pattern: &Pattern, at: usize) -> Option<ShortCountry> {
    let view = scene.view;
    let (entry, probability) = short_sense(pattern)?;
    let (c, previous, next) = (view.at(at), view.before(at), view.at(at + 1));
    let spot = Spot { scene, at, c, previous, next, word: scene.words.word_at(at)? };
    let run = spot.run();
    if run.len() < 3 && is_other_word(c, next) {
        return None;
    }
    // A date: 5日, and 日 after a digit is never a country.
    if c == '日' && (previous.is_ascii_digit() || "一二三四五六七八九十当今昨明次每近往近整半".contains(previous)) {
        return None;
    }
    let signs = [
        spot.in_run(run.clone()),
        spot.after_verb(),
        spot.in_word_after_verb(),
        spot.before_noun(),
        spot.alone(),
        spot.before_parliament(),
        spot.may_be_alone(),
        spot.before_people(),
    ];
    let mut score = signs.into_iter().flatten().fold(-4.0, f32::max);
    if matches!(c, '加' | '以' | '中') && score < 1.0 && run.len() < 2 {
        score -= 1.0;
    }
    score += probability.ln().max(-1.5) * 0.3;
    (score > -2.9).then_some(ShortCountry { entry, score })
}

/// 新冠, 中共, 日报: words in which the character is no country, whatever stands around.
fn is_other_word(c: char, next: char) -> bool {
    matches!(
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
    )
}

impl Spot<'_, '_> {
    /// The country characters that stand together here.
    fn run(&self) -> Range<usize> {
        let (view, lexicon) = (self.scene.view, self.scene.lexicon);
        let in_run = |k: usize| {
            let c = view.at(k);
            (MAIN.contains(c) && is_short(lexicon, c)) || c == '欧'
        };
        let mut start = self.at;
        while start > 0 && self.at - start < 4 && in_run(start - 1) {
            start -= 1;
        }
        let mut end = self.at + 1;
        while end - self.at < 5 && in_run(end) {
            end += 1;
        }
        start..end
    }

    /// Whether jieba's dictionary holds the word.
    fn is_listed(&self) -> bool {
        self.scene.lists(self.word.0, self.word.1)
    }

    /// Whether the character is a word by itself.
    fn is_word(&self) -> bool {
        self.word == (self.at, self.at + 1)
    }

    fn is_main(&self) -> bool {
        MAIN.contains(self.c)
    }

    fn is_risky(&self) -> bool {
        !SAFE.contains(self.c)
    }

    /// In a run of countries: 中俄, 美日韩.
    fn in_run(&self, run: Range<usize>) -> Option<f32> {
        if run.len() < 2 || !self.is_main() {
            return None;
        }
        let view = self.scene.view;
        let (start, end) = self.word;
        let of = |k: usize| if view.at(k) == '华' { '中' } else { view.at(k) };
        if !run.clone().all(|a| (run.start..a).all(|b| of(a) != of(b))) {
            return None;
        }
        let is_in = |list: &WordList| view.folded.get(run.clone()).is_some_and(|text| list.holds(text));
        let (trap, doubtful) = (is_in(&TRAPS), is_in(&DOUBTFUL));
        let supported = || {
            let behind = view.folded.get(run.end..(run.end + 4).min(view.len())).unwrap_or_default();
            RUN_SUPPORT.longest_at(behind) > 0
        };
        if start >= run.start && end <= run.end {
            // What stands behind tells more where the run alone tells little.
            let (alone, with_support) = match (trap, doubtful) {
                (true, _) => (-2.0, 2.0),
                (_, true) => (0.0, 4.0),
                _ => (1.0, 2.6),
            };
            let more = if run.len() >= 3 { 0.8 } else { 0.0 };
            return Some(more + if supported() { with_support } else { alone });
        }
        // 中美关系 cut as one word.
        if end - start >= 3 && start == run.start && supported() {
            return Some(2.0);
        }
        // 中俄外长, 台美洽签, which no dictionary cuts; weakly where one does: 美中高层.
        (!trap && !doubtful).then_some(if self.is_listed() { WEAK } else { -0.8 })
    }

    /// After a verb or preposition: 访华, 驻美.
    fn after_verb(&self) -> Option<f32> {
        let (at, previous) = (self.at, self.previous);
        if !TAKES.contains(previous) || !self.is_main() || is_currency_or_language(self.next) {
            return None;
        }
        let (start, end) = self.word;
        let together = start + 1 == at && end == at + 1;
        let alone = self.is_word();
        let sure = SURELY_TAKES.contains(previous);
        let near = together || alone || sure && start + 1 >= at && !self.is_listed();
        if !near {
            return (!self.is_risky()).then_some(WEAK);
        }
        let mut score = if sure { 2.2 } else { -0.3 };
        if alone && !sure && "在来与和留联从由向离输治卖遣送".contains(previous) {
            score += if self.is_risky() { 0.3 } else { 1.5 };
        }
        if together && !sure {
            score += 0.8;
        }
        if self.is_risky() && !sure {
            score -= 1.5;
        }
        // 对华为, 反中央: the next characters take it.
        if alone && is_han(self.next) && !sure && self.scene.lists(at, at + 2) {
            score -= 1.0;
        }
        if OTHER_WORDS.holds(&[previous, self.c]) {
            score -= 1.4;
        }
        if together && !sure && previous != '在' && self.is_listed() {
            score -= 1.0;
        }
        Some(score)
    }

    /// 对华政策, 驻华大使 as one listed word.
    fn in_word_after_verb(&self) -> Option<f32> {
        let (start, end) = self.word;
        let inside = SURELY_TAKES.contains(self.previous) && self.is_main() && start + 1 == self.at && end > self.at + 1;
        (inside && self.scene.lists(self.at + 1, end)).then_some(1.8)
    }

    /// Before a noun that belongs to a country: 美债, 日企.
    fn before_noun(&self) -> Option<f32> {
        let (c, next) = (self.c, self.next);
        if !BELONGS.contains(next) || !self.is_main() || is_currency_or_language(next) {
            return None;
        }
        let begins = self.word.0 == self.at;
        let together = self.word == (self.at, self.at + 2);
        let alone = self.is_word();
        let sure = SURELY_BELONGS.contains(next);
        if sure && (together || alone) {
            let risk = if self.is_risky() { 1.2 } else { 0.0 };
            let other = if matches!((c, next), ('法', '官') | ('新', '股')) { 5.0 } else { 0.0 };
            Some(2.0 - risk - other)
        } else if alone && !self.is_risky() {
            Some(0.2)
        } else if begins && !self.is_listed() {
            Some(-1.5)
        } else if sure && begins {
            // 中资银行, as one listed word.
            Some(0.0)
        } else {
            // 俄外长, 泰王, 美式, listed as words: names of countries all the same.
            let listed = begins && !matches!(next, '国' | '北' | '南' | '湾' | '岛' | '间' | '区');
            if listed { Some(-1.8) } else { (sure && !self.is_risky()).then_some(WEAK) }
        }
    }

    /// Alone as a word between names and verbs in a headline: 美制裁…, 中方 is another form.
    fn alone(&self) -> Option<f32> {
        let (c, previous, next) = (self.c, self.previous, self.next);
        if self.word.1 - self.word.0 != 1 || !self.is_main() || is_currency_or_language(next) {
            return None;
        }
        let mut score = match c {
            '美' | '俄' | '韩' | '乌' | '欧' => -0.4,
            '中' | '英' | '日' | '德' | '法' | '台' | '港' | '澳' | '朝' | '印' | '华' => -1.0,
            _ => -2.5,
        };
        if !is_han(previous) && is_han(next) {
            score += 0.9;
        }
        if matches!(previous, '、' | ',' | ':') || next == '、' {
            score += 1.0;
        }
        if self.is_risky() || c == '中' || c == '日' {
            score -= 1.2;
        }
        if (c == '中' || c == '日') && (is_han(previous) || previous.is_ascii_digit()) {
            score -= 3.0;
        }
        Some(score)
    }

    /// 美国会山: the country's, not the words 美国 and 会.
    fn before_parliament(&self) -> Option<f32> {
        let view = self.scene.view;
        let parliament = self.next == '国' && view.at(self.at + 2) == '会' && "山议众参警两大".contains(view.at(self.at + 3));
        (parliament && self.is_main()).then_some(0.3)
    }

    /// A word of its own, or at the border of a word that only jieba's model made: the model of this program may know better.
    fn may_be_alone(&self) -> Option<f32> {
        let (c, (start, end)) = (self.c, self.word);
        let length = end - start;
        if !self.is_main() || is_currency_or_language(self.next) || SELDOM_ALONE.contains(c) {
            return None;
        }
        if length == 1 && (c == '日' || c == '中' && is_han(self.previous)) {
            return None;
        }
        let at_border = start == self.at || end == self.at + 1;
        (length == 1 || at_border && length <= 3 && !self.is_listed()).then_some(-2.4)
    }

    /// 港人 as a word.
    fn before_people(&self) -> Option<f32> {
        let at_border = self.word.0 == self.at || self.word.1 == self.at + 1;
        ((self.c, self.next) == ('港', '人') && at_border).then_some(1.8)
    }
}
