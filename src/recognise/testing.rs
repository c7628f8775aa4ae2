//! What the generators propose for invented sentences.

use std::sync::LazyLock;

use super::{Resources, Workspace};
use crate::dictionary::Sources;
use crate::document::Language;
use crate::record::EntityType;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::new(&Sources::builtin()).expect("built-in dictionaries"));

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
