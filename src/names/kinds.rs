//! What a name names: words that make a Latin name an institution's, endings that make a Chinese one
//! a thing's, and strings that are no names at all.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::marks::Marks;
use crate::dictionary::Lexicon;
use crate::record::EntityType;
use crate::text::TextView;

/// Words and phrases that are parted by strokes, in order.
fn list(words: &'static str) -> Vec<&'static str> {
    words.split('|').collect()
}

/// The same, to be looked up.
pub(super) fn set(words: &'static str) -> FxHashSet<&'static str> {
    words.split('|').collect()
}

/// Words that make a Latin name an organization's or a thing's, not a person's.
static ORG_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("academy|act|administration|advanced|advisors|aerospace|affairs|ag|agency|agreement|airbase|airlines|airport|airways|alliance|\
         analytics|army|asset|assets|associates|association|authority|automotive|avenue|aviation|award|awards|bank|battalion|bay|beach|\
         bill|bio|biotech|board|brewery|brewing|bridge|brigade|broadcasting|brothers|bureau|business|camp|canal|cape|capital|castle|\
         cathedral|center|centers|centre|chamber|championship|chemical|church|city|club|co|coast|college|commerce|commission|committee|\
         communications|company|conference|congress|consultants|consulting|convention|corp|corporation|council|county|court|cruise|cup|\
         daily|dam|defence|defense|democracy|department|desert|development|digital|disease|distillery|district|doctrine|economics|\
         education|electric|electronics|energy|entertainment|equity|exchange|federation|festival|films|financial|fleet|foods|force|\
         forest|forum|foundation|framing|freedom|front|fund|gallery|games|gas|global|gmbh|group|gulf|highland|highlands|hills|hms|\
         holdings|hospital|hotel|house|human|inc|index|industries|initiative|insights|institute|institution|insurance|intelligence|\
         international|investment|investments|investors|island|islands|journal|laboratories|laboratory|labs|lake|law|league|liberation|\
         library|lines|llc|logistics|lowlands|ltd|magazine|mall|management|market|markets|materials|media|medicine|militia|mine|mining|\
         ministry|mobile|mosque|motor|motorcycles|motors|mount|mountain|mountains|movement|museum|national|network|news|oasis|odyssey|\
         office|oil|online|orchestra|order|organisation|organization|palace|park|parliament|partners|party|peninsula|petroleum|pharma|\
         pharmaceuticals|pictures|place|plan|plc|podcast|policy|port|post|power|prefecture|press|prison|prize|program|programme|project|\
         protocol|province|radio|railway|ratings|records|regiment|region|report|research|restaurant|review|rights|river|road|robotics|\
         school|science|sciences|sea|securities|security|semiconductor|senate|service|services|shipping|show|society|software|solutions|\
         sons|sports|springs|squadron|square|state|steel|stiftung|strait|strategic|strategies|strategy|street|studies|studio|studios|\
         summit|survivor|syndrome|system|systems|team|technologies|technology|television|temple|theater|theatre|therapeutics|times|tower|\
         treaty|tribunal|tribune|trust|tv|union|united|university|uss|vaccine|valley|ventures|villa|vineyard|vineyards|virus|watch|\
         winery|world")
});

/// Agencies and stock words of photo credits and bylines: no rendering of the name before them.
static CREDITS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("reuters|afp|ap|getty images|getty|epa|xinhua|via reuters|via ap|file photo|shutterstock|bloomberg|ap photo|afp getty images|\
         photo|file|twitter|facebook|youtube|instagram|public domain|wikipedia|wikimedia|cc|flickr|pixabay|unsplash|gmt|am|pm|est|edt|\
         utc|live|video|ok|vs|ppt|pdf|html|app|rss|url|qr|id|ii|iii|iv|cnbc tv18|handout|pool|nasdaq|nyse|hkd|usd|rmb|cny|eur|jpy|twd|\
         gbp|aud|wikimedia commons|commons|screenshot|courtesy|sic|rfa|voa|image|images|link|pro|plus|max|kg|km|cm|mm|mph|ml|mg|mw|gw|\
         kwh|ghz|mhz|gb|tb|mb|ph|aka|jr|sr|etc|eg|ie")
});

/// English words that begin or make phrases, not names.
static PHRASE_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("is|are|was|were|be|been|am|do|does|did|not|you|we|they|he|she|it|i|my|your|our|this|that|these|those|will|would|can|could|\
         should|may|must|have|has|had|what|why|how|when|where|if|but|or|so|as|enough|no|yes|please|let|me|us|them|his|her|their|get|out|\
         stop")
});

/// Titles before a Latin name.
static LATIN_TITLES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "Mr.|Mrs.|Ms.|Dr.|Mr|Mrs|Ms|Dr|Sen.|Rep.|Gov.|Gen.|Lt.|Col.|Adm.|Capt.|Prof.|Rev.|Sgt.|Rear Admiral|Vice Admiral|Major General|\
         Lieutenant General|Brigadier General|Lieutenant|Colonel|Captain|Senator|President|Professor|Governor|General|Admiral|\
         Representative|Congressman|Secretary|Minister|Judge|Prof|Chief|Justice|Bishop|Bischof|Archbishop|Cardinal|Pastor|Mayor|\
         Ambassador|Commissioner|Chancellor|Monsieur|Madame|Datuk|Dato|Sir|Dame|Lord|Lady",
    )
});

/// Words of offices that English puts before a name without a comma (Senate Democratic Leader …).
static ROLE_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("Senate|House|Democratic|Republican|Majority|Minority|Deputy|Foreign|Defense|Defence|Finance|Health|Interior|Trade|Prime|Chief|\
         Executive|State|U.S.|US|UK|EU|Former|former|Acting|acting|Vice|Assistant|Under|Attorney|Home|Crown|High|General|of|White|Press|\
         Party")
});

/// Words that end an office.
static ROLE_HEADS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("Leader|Minister|Speaker|Secretary|Chairman|Chairwoman|Chair|Officer|President|Director|Commissioner|Ambassador|Spokesperson|\
         Spokesman|Spokeswoman|Senator|Representative|Congressman|Congresswoman|Governor|Mayor|Chancellor|Envoy|State|General|CEO")
});

/// An office of several words before a person's name: how many bytes it takes, blanks included
/// (`Senate Democratic Leader Chuck Schumer`). The name itself must be left, of two words or more.
fn latin_office(text: &str) -> usize {
    let mut taken = 0;
    let mut office = 0;
    for (n, word) in text.split(' ').enumerate() {
        let head = ROLE_HEADS.contains(word);
        if !head && !ROLE_WORDS.contains(word) {
            break;
        }
        taken += word.len() + 1;
        if head && n > 0 {
            office = taken;
        }
    }
    let rest = text.get(office..).unwrap_or("");
    let words = rest.split(' ').filter(|w| !w.is_empty()).count();
    if (2..=4).contains(&words) && !rest.starts_with("of ") && !rest.starts_with("for ") { office } else { 0 }
}

/// Titles of nobility and rank.
static NOBLE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("queen|king|prince|princess|duke|duchess|baron|baroness|count|countess|earl|viscount|pope|emperor|empress|sultan|saint|st")
});

/// Titles of nobility and rank that belong to both halves (温莎公爵夫人 / Duchess of Windsor).
pub fn is_noble(word: &str) -> bool {
    NOBLE.contains(word)
}

/// Titles at the start of a Latin name: how many bytes they take, blanks included.
pub fn latin_title(text: &str) -> usize {
    // A title has a name after it.
    if !text.contains(' ') {
        return 0;
    }
    let mut taken = latin_office(text);
    // The first letters tell most of them apart.
    let begins = |t: &str, at: usize| {
        t.as_bytes().first() == text.as_bytes().get(at) && text[at..].strip_prefix(t).is_some_and(|rest| rest.starts_with(' '))
    };
    while let Some(title) = LATIN_TITLES.iter().find(|t| begins(t, taken)) {
        let rest = &text[taken + title.len()..];
        let noble = matches!(*title, "Lord" | "Lady" | "Sir" | "Dame");
        if !rest.trim_start().contains(' ') && !title.ends_with('.') && (title.len() > 3 || noble) || rest.starts_with(" of ") {
            break;
        }
        taken += title.len() + (rest.len() - rest.trim_start().len());
    }
    taken
}

/// Whether the folded Latin text is a photo credit, a byline, a unit or another stock word.
pub fn is_credit(joined: &str) -> bool {
    CREDITS.contains(joined)
        || joined.starts_with("via ")
        || joined.ends_with("getty images")
        || joined.starts_with("photo ")
        || joined.starts_with("ap photo")
}

/// Whether the Latin words are an English phrase or sentence.
pub fn is_phrase(words: &[String]) -> bool {
    words.iter().filter(|w| PHRASE_WORDS.contains(w.as_str())).count() * 3 > words.len()
}

/// Stock exchanges, as they stand behind the code of a share.
static MARKETS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| set("TW|US|HK|SH|SZ|SS|O|N|T|L|KS|KQ|DE|PA|TWO|TO|SI|AX|OQ|UN|UW|CN|JP"));

/// A stock exchange's code: `2330.TW`, `BABA.N`, `AAPL-US`.
pub fn is_ticker(text: &str) -> bool {
    let Some(at) = text.find(['.', '-', ':']) else { return false };
    let (head, tail) = (&text[..at], text[at + 1..].trim());
    let code = |s: &str| !s.is_empty() && s.len() <= 6 && s.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    code(head) && MARKETS.contains(tail)
        || matches!(head, "NYSE" | "NASDAQ" | "Nasdaq" | "HKEX" | "TPE" | "LON" | "HKG" | "SHA" | "SHE" | "R" | "D") && code(tail)
}

/// Whether one of the Latin words makes it an institution's or a thing's name.
pub fn has_org_word(words: &[String]) -> bool {
    words.iter().any(|w| ORG_WORDS.contains(w.as_str()))
}

/// Endings of things that are no person, body or place.
static THINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "疗法|病毒|疫苗|协定|协议|法案|条约|公约|计划|倡议|指数|系统|技术|病|症|肺炎|项目|法|奖|导弹|战机|战略|主义|关系|运动会|奥运会|\
         口号|行动|疾病|症候群|综合征|综合症|飞机|客机|无人机|战斗机|汽车|手机|软件|游戏|电影|专辑|歌曲|小说|芯片|晶片|网络|平台|模型|\
         理论|效应|指标|制度|机制|框架|标准|报告|宣言|声明|峰会|论坛|会议|大会|节|赛|杯|革命|产业|经济|生产总值|总值|基因|蛋白|药物|药|\
         测试|服务|基金|债券|货币|比特币|指令|条例|法院令|演习|军演|航母|潜艇|驱逐舰|雷达|卫星|火箭|飞船|探测器|权|罪|率|额度|资产|能力|\
         医保|原油|奖学金|病毒株|变种",
    )
});

/// Endings of ships, classes, peoples, faiths and tongues, which only a name by sound is asked for: words
/// such as 发言人 end alike.
const VESSELS_AND_PEOPLES: &[&str] = &["号", "轮", "舰", "级", "人", "族", "教派", "教", "语", "弹", "穆斯林"];

/// Whether the folded name by sound ends as those of ships, peoples, faiths and tongues do.
pub fn is_vessel_or_people(text: &str) -> bool {
    VESSELS_AND_PEOPLES.iter().any(|suffix| text.len() > suffix.len() + 2 && text.ends_with(suffix))
}

/// Whether the folded Chinese name ends as names of things do.
pub fn is_thing(text: &str) -> bool {
    THINGS.iter().any(|suffix| text.len() > suffix.len() && text.ends_with(suffix))
}

/// General words for bodies and places, which are no names.
static GENERAL: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| set("联合会|委员会|竞选委员会|通讯社|医学中心|集团|公司|科技|网络|新闻|全球|研究所|中心|国家|城市|政府|大学|报|组织"));

/// Whether the folded word is itself such an ending.
pub fn is_thing_word(word: &str) -> bool {
    THINGS.contains(&word) || GENERAL.contains(word)
}

/// The type that the word before a name speaks of.
pub fn type_by_announcer(word: &str) -> Option<EntityType> {
    Some(match word {
        "城镇" | "城市" | "小镇" | "小城" | "镇" | "市" | "村" | "村庄" | "州" | "省" | "县" | "首都" | "首府" | "郊区" | "地区" | "岛"
        | "港口" | "港市" | "大城" | "古城" | "省份" | "位于" | "市郊" | "北部" | "南部" | "东部" | "西部" | "中部" | "东北部"
        | "西北部" | "东南部" | "西南部" | "近郊" | "边境" => EntityType::Place,
        "公司" | "集团" | "品牌" | "企业" | "厂商" | "智库" | "媒体" | "报纸" | "杂志" | "网站" | "机构" | "组织" | "平台" | "巨头"
        | "银行" | "基金" | "车厂" | "药厂" | "通讯社" | "大厂" | "电视台" | "电台" | "周刊" | "日报" | "业者" | "制造商" | "零售商"
        | "运营商" | "供应商" | "开发商" | "生产商" | "航空公司" | "非营利组织" | "球队" | "俱乐部" | "乐团" => {
            EntityType::Organization
        }
        "电影" | "影片" | "小说" | "新书" | "专辑" | "歌曲" | "软件" | "游戏" | "车款" | "车型" | "手机" | "疫苗" | "药物" | "项目"
        | "计划" | "客机" | "战机" | "飞弹" | "导弹" | "货轮" | "邮轮" | "应用程序" | "应用" | "剧集" | "影集" | "电视剧" | "法案" => {
            EntityType::Other
        }
        _ => return None,
    })
}

/// The type that what follows a name's bracket speaks of (阿尔派因（Alpine）县).
pub fn type_by_follower(view: &TextView, at: usize) -> Option<EntityType> {
    let two = view.folded_slice(at..(at + 2).min(view.len()));
    match two {
        "公司" | "集团" | "银行" | "基金" | "品牌" | "媒体" => return Some(EntityType::Organization),
        "地区" | "半岛" | "城市" | "山区" | "机场" => return Some(EntityType::Place),
        "疫苗" | "病毒" | "系统" | "飞机" | "游戏" | "软件" | "项目" | "计划" | "手机" | "战机" | "导弹" => {
            return Some(EntityType::Other);
        }
        _ => {}
    }
    match view.at(at) {
        '县' | '市' | '镇' | '州' | '省' | '邦' | '村' | '岛' | '区' | '郡' | '湾' | '河' | '湖' | '山' | '港' => {
            Some(EntityType::Place)
        }
        '族' | '人' | '语' | '号' | '级' | '舰' | '轮' | '热' => Some(EntityType::Other),
        _ => None,
    }
}

/// Words that say what somebody is to another, and what people in the news are.
static KIN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set("妻子|丈夫|女儿|儿子|大女儿|大儿子|父亲|母亲|哥哥|弟弟|姐姐|妹妹|表哥|表弟|表姐|表妹|堂兄|叔叔|舅舅|姑姑|爷爷|奶奶|女友|男友|\
         未婚妻|朋友|同学|女孩|男孩|男子|女子|女士|青年|学生|居民|村民|名叫|叫做|化名|难民|歌手|女星|球星|演员|队友|球员|老将|新秀|巨星|\
         教练|主帅|长子|次子|长女|次女|幼子|祖母|祖父|外孙|侄子|受害者|死者|律师|记者|前锋|后卫|中锋")
});

/// Whether the folded word names a relative or another person by what they are to somebody.
pub fn is_kin(word: &str) -> bool {
    KIN.contains(word)
}

/// Types that the endings of a Chinese name tell.
pub fn type_by_ending(view: &TextView, lexicon: &Lexicon, marks: &Marks, start: usize, end: usize) -> EntityType {
    for &(s, _, p) in marks.ending_at(end) {
        let Some(pattern) = lexicon.pattern(p) else { continue };
        if (s as usize) == start
            && let Some(entry) = pattern.senses.first().and_then(|s| lexicon.entry(s.entry))
        {
            return entry.kind;
        }
    }
    let text = view.folded_slice(start..end);
    let ends_in = |list: &[&str]| list.iter().any(|suffix| text.len() > suffix.len() && text.ends_with(suffix));
    if ends_in(&[
        "委员会",
        "理事会",
        "协会",
        "学会",
        "基金会",
        "联合会",
        "国会",
        "议会",
        "法院",
        "研究院",
        "学院",
        "银行",
        "公司",
        "集团",
        "大学",
        "联盟",
        "组织",
        "中心",
        "研究所",
    ]) {
        return EntityType::Organization;
    }
    if ends_in(&THINGS) {
        return EntityType::Other;
    }
    if text.chars().count() >= 3 && ends_in(&["省", "县", "市", "镇", "郡", "邦", "村"]) {
        return EntityType::Place;
    }
    let suffixed = marks
        .ending_at(end)
        .any(|&(s, _, p)| (s as usize) > start && lexicon.pattern(p).is_some_and(|p| p.suffix.is_some() || p.body.is_some()));
    if suffixed {
        return EntityType::Organization;
    }
    if ends_in(&[
        "市", "县", "州", "省", "岛", "湖", "河", "山", "湾", "镇", "村", "区", "港", "街", "宫", "海", "洋", "城", "郡", "半岛", "群岛",
        "绿洲", "营地", "别墅", "庄园", "基地", "酒店", "饭店", "城堡", "要塞", "瀑布", "沙漠", "车站", "运河", "水库", "峰", "海峡",
        "机场", "广场", "大厦", "监狱", "公园", "高地", "教堂", "大桥", "路", "大道", "寺",
    ]) {
        return EntityType::Place;
    }
    EntityType::Other
}

/// Whether the folded name ends in two or more characters that only names of places end in.
pub fn is_place_ending(text: &str) -> bool {
    [
        "半岛", "群岛", "海峡", "机场", "广场", "大厦", "车站", "公园", "高地", "教堂", "大桥", "大道", "绿洲", "营地", "别墅", "庄园",
        "基地", "酒店", "城堡", "瀑布", "沙漠", "运河", "水库", "山脉", "大街", "监狱",
    ]
    .iter()
    .any(|suffix| text.len() > suffix.len() && text.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_lists() {
        assert!(has_org_word(&["open".into(), "university".into()]) && !has_org_word(&["anna".into(), "holm".into()]));
        assert!(is_credit("getty images") && is_credit("photo by anna holm") && !is_credit("anna holm"));
        assert!(is_noble("duchess") && is_kin("妻子") && !is_kin("云岭"));
        assert!(is_thing_word("公司") && is_thing("云岭协议") && !is_thing("协议") && is_thing_word("协议"));
    }

    #[test]
    fn tickers_and_titles() {
        assert!(is_ticker("2330.TW") && is_ticker("BABA.N") && is_ticker("AAPL-US") && is_ticker("NYSE:BABA") && is_ticker("R-TX"));
        assert!(!is_ticker("COVID-19") && !is_ticker("U.S.") && !is_ticker("Trump"));
        assert_eq!(latin_title("Sen. Martha Blackburn"), 5);
        assert_eq!(latin_title("Dr James MacNamara"), 3);
        assert_eq!(latin_title("General Motors"), 0);
        assert_eq!(latin_title("Martha"), 0);
        assert_eq!(latin_title("Senate Democratic Leader Anna Holm"), "Senate Democratic Leader ".len());
        assert_eq!(latin_title("Lord David Holm"), 5);
        assert_eq!(latin_title("Lord of the Isles"), 0);
        assert_eq!(latin_title("State Street Corporation"), 0);
        assert_eq!(latin_title("Foreign Affairs"), 0);
    }
}
