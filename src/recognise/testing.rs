//! What the generators propose for invented sentences.

use std::sync::LazyLock;

use super::model::{self, FeatureScene, Model};
use super::spans::rivals;
use super::{Resources, Workspace};
use crate::dictionary::Sources;
use crate::document::Language;
use crate::record::EntityType;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::new(&Sources::builtin()).expect("built-in dictionaries"));

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::builtin().expect("built-in model"));

/// Whether a name is proposed with this type, as often as it stands in the text.
fn proposes(text: &str, name: &str, kind: EntityType) -> bool {
    let mut workspace = Workspace::default();
    workspace.prepare(&RESOURCES, text);
    workspace.find_pairs(&RESOURCES);
    workspace.propose(&RESOURCES, Language::ChineseSimplified);
    let chars: Vec<char> = text.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let starts: Vec<usize> = (0..chars.len()).filter(|&i| chars[i..].starts_with(&name)).collect();
    !starts.is_empty()
        && starts.iter().all(|&start| {
            let span = (start as u32, (start + name.len()) as u32, kind);
            workspace.candidates.iter().any(|c| (c.start, c.end, c.kind) == span)
        })
}

#[test]
fn countries_in_one_character() {
    for (text, name) in
        [("中俄关系继续升温。", "俄"), ("外长下月访华。", "华"), ("投资者抛售美债。", "美"), ("韩、日将会谈。", "韩"), ("港人上街。", "港")]
    {
        assert!(proposes(text, name, EntityType::Country), "{text}");
    }
    // Where segmentation makes another word of it, the model has the say.
    for (text, name) in [("美中高层明天会晤。", "中"), ("三名台籍船员获救。", "台"), ("代表团下周来华访问。", "华")]
    {
        assert!(proposes(text, name, EntityType::Country), "{text}");
    }
    for (text, name) in [("法律规定如此。", "法"), ("日前公布了名单。", "日"), ("5日上午开会。", "日"), ("新型号上市。", "新")]
    {
        assert!(!proposes(text, name, EntityType::Country), "{text}");
    }
}

#[test]
fn bodies_of_districts() {
    for (text, name) in [
        ("文件由甘林市云岭区自然资源和规划局保管。", "甘林市云岭区自然资源和规划局"),
        ("他被带到石桥镇派出所问话。", "石桥镇派出所"),
        ("材料交给甘林市公安局东河分局处理。", "甘林市公安局东河分局"),
        ("云岭县委发出通知。", "云岭县委"),
    ] {
        assert!(proposes(text, name, EntityType::Organization), "{name}");
    }
}

#[test]
fn places_by_their_endings() {
    for (text, name) in
        [("他在裕华区居住多年。", "裕华区"), ("他们在鄱阳市会合。", "鄱阳市"), ("游客登上丰宁抽水蓄能电站。", "丰宁抽水蓄能电站")]
    {
        assert!(proposes(text, name, EntityType::Place), "{name}");
    }
    assert!(!proposes("他们逛了故宫。", "宫", EntityType::Place));
}

#[test]
fn names_of_words_that_belong_to_sentences() {
    for (text, name, kind) in [
        ("他在大午公司做工。", "大午公司", EntityType::Organization),
        ("文件发给青石湾管水办。", "青石湾管水办", EntityType::Organization),
        ("她在青石湾国小教书。", "青石湾国小", EntityType::Organization),
        ("车队沿上饶南路进城。", "上饶南路", EntityType::Place),
        ("乘客在柳树湾站转车。", "柳树湾站", EntityType::Place),
        ("演员许冠礼仪态大方。", "许冠礼", EntityType::Person),
    ] {
        assert!(proposes(text, name, kind), "{name}");
    }
    // But not those of grammar.
    assert!(!proposes("他被关进戒毒所。", "被关进戒毒所", EntityType::Organization));
    assert!(!proposes("他们在那个公司做工。", "那个公司", EntityType::Organization));
}

#[test]
fn a_body_whose_name_goes_on_as_a_title() {
    assert!(proposes("外交部发言人昨天说明了情况。", "外交部", EntityType::Organization));
    assert!(!proposes("外交部长昨天说明了情况。", "外交部", EntityType::Organization));
}

#[test]
fn links_of_addresses() {
    for (text, name) in [
        ("他们来自江西省象湖县临泉镇东葛村三圣庙一带。", "临泉镇"),
        ("他们来自江西省上饶市临泉镇东葛村三圣庙一带。", "东葛村"),
        ("他们来自江西省上饶市临泉镇东葛村三圣庙一带。", "三圣庙"),
        ("聚会在上饶市环湖西路一处民宅举行。", "环湖西路"),
    ] {
        assert!(proposes(text, name, EntityType::Place), "{name}");
    }
    assert!(!proposes("他在上饶市道路旁等候。", "道路", EntityType::Place));
    assert!(!proposes("上饶市的农村人口下降。", "农村", EntityType::Place));
}

#[test]
fn parts_of_bodies() {
    for (text, name) in [
        ("海桥电机（上海）有限公司昨天发出通知。", "海桥电机（上海）有限公司"),
        ("他被关押在上饶市第二看守所。", "上饶市第二看守所"),
        ("浦发银行城北支行发出通知。", "浦发银行城北支行"),
        ("她在北京大学法律学系任教。", "北京大学法律学系"),
        ("报告由外交部加勒比海司起草。", "外交部加勒比海司"),
    ] {
        assert!(proposes(text, name, EntityType::Organization), "{name}");
    }
    assert!(!proposes("北京大学部分学生抗议。", "北京大学部", EntityType::Organization));
}

#[test]
fn sites_with_words_inside() {
    for (text, name) in [
        ("丰宁抽水蓄能电站昨天投产。", "丰宁抽水蓄能电站"),
        ("正在修建的万佛寺被拆除。", "万佛寺"),
        ("大象搬到了卡尔加里动物园。", "卡尔加里动物园"),
    ] {
        assert!(proposes(text, name, EntityType::Place), "{name}");
    }
}

#[test]
fn organizations_by_cues() {
    for (text, name) in [
        ("玩具商乐比多特将在下月上市。乐比多特没有回应。", "乐比多特"),
        ("山川酿造（600987）今日涨停。", "山川酿造"),
        ("网站“北桥夜话”发文说，事情已经过去。", "北桥夜话"),
    ] {
        assert!(proposes(text, name, EntityType::Organization), "{name}");
    }
}

#[test]
fn links_of_lists() {
    let text = "涨幅前五名为台积电、陆青、广友、松云、联发科。";
    assert!(proposes(text, "广友", EntityType::Organization));
    assert!(!proposes("他买了西瓜、香蕉、梨子、葡萄和桃子。", "香蕉", EntityType::Organization));
}

#[test]
fn a_surname_alone_of_somebody_named() {
    let surname = |text: &str| {
        let mut workspace = Workspace::default();
        workspace.prepare(&RESOURCES, text);
        workspace.find_pairs(&RESOURCES);
        workspace.propose(&RESOURCES, Language::ChineseSimplified);
        workspace.candidates.iter().any(|c| c.kind == EntityType::Person && c.len() == 1)
    };
    assert!(surname("律师郑立明表示，火很大。郑说，他看到了火光。"));
    assert!(!surname("律师吴立明表示，火很大。郑说，他看到了火光。"));
}

#[test]
fn credits_of_pictures() {
    let text = "两人昨天在会场握手。REUTERS/Anna Bergstrom";
    assert!(proposes(text, "REUTERS", EntityType::Organization));
    assert!(proposes(text, "Anna Bergstrom", EntityType::Person));
}

#[test]
fn letters_beside_a_stroke() {
    let organization = |text, name| proposes(text, name, EntityType::Organization);
    assert!(organization("医院改用百利/Vaxonix疫苗。", "Vaxonix"));
    assert!(organization("医院改用Vaxonix/百利疫苗。", "Vaxonix"));
    assert!(!organization("详情见site.example/Vaxonix网页。", "Vaxonix"));
}

#[test]
fn people_in_latin_letters() {
    let person = |text, name| proposes(text, name, EntityType::Person);
    assert!(person("被告Jonas K.当庭认罪。", "Jonas K."));
    assert!(person("活动人士Maria von Bergen到场。", "Maria von Bergen"));
    assert!(person("画家Omar al-Masri获奖。", "Omar al-Masri"));
    assert!(person("她的女儿Jolanda今年九岁。", "Jolanda"));
    assert!(person("他写道 the old mill was built by Henry Abbot in 1901 and later sold.", "Henry Abbot"));
    assert!(!person("他写道 the old mill was built long ago and later sold.", "the old mill"));
}

#[test]
fn people_who_are_half_named() {
    assert!(proposes("车主罗某霖当天离开现场。", "罗某霖", EntityType::Person));
    assert!(proposes("警方循线逮捕游男，全案侦办中。", "游", EntityType::Person));
    assert!(!proposes("国家队派出男子选手。", "出", EntityType::Person));
}

#[test]
fn places_in_sounds() {
    assert!(proposes("他们住在安克罗姆附近的农庄。", "安克罗姆", EntityType::Place));
    assert!(!proposes("安克罗姆说，农庄卖掉了。", "安克罗姆", EntityType::Place));
}

/// Pieces of sentences that generators find something in.
fn pieces() -> impl proptest::strategy::Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "中国",
        "美",
        "日本",
        "外交部",
        "发言人",
        "郑立明",
        "欧阳",
        "说",
        "，",
        "。",
        "、",
        "（600987）",
        "公司",
        "据",
        "报道",
        "山川酿造",
        "谢尔盖·",
        "柯曼",
        "云岭区",
        "市",
        "记者",
        "：",
        "\n",
        "Lena Ott",
        " ",
        "A&B",
        "3",
        "驻",
        "大使馆",
        "总统",
        "老",
        "王某",
        "政府",
        "在",
        "教堂",
        "军",
        "访",
        "股份有限公司",
        "“",
        "”",
        "NASA",
        "-",
    ]);
    proptest::strategy::Strategy::prop_map(proptest::collection::vec(piece, 0..40), |pieces| pieces.concat())
}

proptest::proptest! {
    #[test]
    fn what_is_summed_once_is_the_sum_of_all_features(text in pieces()) {
        let model = &*MODEL;
        let mut workspace = Workspace::default();
        workspace.prepare(&RESOURCES, &text);
        workspace.find_pairs(&RESOURCES);
        workspace.propose(&RESOURCES, Language::ChineseSimplified);
        let scene = workspace.scene(&RESOURCES);
        let mut candidates = workspace.candidates.clone();
        for _ in 0..2 {
            let features = FeatureScene::new(&scene, &candidates, true, false);
            let rivals = rivals(&candidates);
            let scores = model::first_look(&features, model, &candidates, &rivals);
            for (i, c) in candidates.iter().enumerate() {
                let mut sum = 0;
                features.visit(i, c, rivals[i], |_, feature| sum += model.weight(feature));
                proptest::prop_assert_eq!(scores[i], model.score_of_sum(c.score.clamp(-4.0, 5.0), sum));
                let mut all = Vec::new();
                features.extract(i, c, rivals[i], &mut all);
                proptest::prop_assert_eq!(all.iter().map(|feature| model.weight(*feature)).sum::<i32>(), sum);
            }
            // Sorted, they share more.
            candidates.sort_by_key(|c| (c.start, c.end));
        }
    }

    #[test]
    fn spots_are_what_a_plain_search_finds(text in pieces()) {
        let mut workspace = Workspace::default();
        workspace.prepare(&RESOURCES, &text);
        workspace.propose(&RESOURCES, Language::ChineseSimplified);
        let scene = workspace.scene(&RESOURCES);
        let (view, spots) = (&workspace.view, &workspace.spots);
        let find = |wanted: &dyn Fn(usize) -> bool| (0..view.len()).filter(|i| wanted(*i)).map(|i| i as u32).collect::<Vec<u32>>();
        let begins = |i: usize| scene.words.is_border(i) || scene.title_before(i);
        let surname = |i: usize| RESOURCES.lexicon.surname_chars.contains_key(&view.at(i));
        let compound = |i: usize| RESOURCES.lexicon.compound_chars.contains(&view.at(i));
        proptest::prop_assert_eq!(
            &spots.surnames,
            &find(&|i| begins(i) && (surname(i) || compound(i)) || surname(i) && matches!(view.before(i), '老' | '小'))
        );
        proptest::prop_assert_eq!(&spots.stations, &find(&|i| view.at(i) == '驻'));
        proptest::prop_assert_eq!(&spots.armies, &find(&|i| view.at(i) == '军'));
        proptest::prop_assert_eq!(&spots.links, &find(&|i| view.at(i) == '、'));
        proptest::prop_assert_eq!(&spots.governments, &find(&|i| view.at(i) == '政'));
        proptest::prop_assert_eq!(&spots.dots, &find(&|i| matches!(view.at(i), '·' | '-')));
        proptest::prop_assert_eq!(&spots.titles, &find(&|i| scene.marks.title_starts[i] >= 2));
        proptest::prop_assert_eq!(
            &spots.letters,
            &find(&|i| crate::text::is_latin_letter(view.at(i)) && !crate::text::is_latin_letter(view.before(i)))
        );
    }
}

#[test]
fn given_names_of_those_who_are_called_so() {
    let of = |text: &str, name: &str| {
        let mut workspace = Workspace::default();
        workspace.prepare(&RESOURCES, text);
        workspace.find_pairs(&RESOURCES);
        workspace.propose(&RESOURCES, Language::ChineseSimplified);
        let start = text.split(name).next().map_or(0, |head| head.chars().count()) as u32;
        let found = workspace.candidates.iter().filter(|c| c.start == start && c.kind == EntityType::Person);
        found.map(|c| c.score).fold(f32::NEG_INFINITY, f32::max)
    };
    let family = "早上奥琳达走进厨房。作家奥琳达·布兰特（Olinda Brandt）说，家人叫她奥琳达。";
    let official = "早上奥琳达走进厨房。作家奥琳达·布兰特（Olinda Brandt）说，家人叫她奥琳达，布兰特是笔名。";
    assert!(of(family, "奥琳达") > of(official, "奥琳达"));
}

#[test]
fn what_is_no_name() {
    for (text, name, kind) in [
        ("公司在16日董事会上通过决议。", "16日董事会", EntityType::Organization),
        ("两国在密切地区合作。", "密切", EntityType::Place),
        ("当地的清真寺关门了。", "清真寺", EntityType::Place),
    ] {
        assert!(!proposes(text, name, kind), "{name}");
    }
}
