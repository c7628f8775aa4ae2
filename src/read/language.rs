//! Language and script of an article, told from its characters alone.

use crate::document::Language;

/// Characters that stand in Simplified text and hardly ever in Traditional text.
const SIMPLIFIED: &str = "\
    万与专业东丝丢两严丧个丰临为丽举么义乌乐乔习乡书买乱争亏亚产亩亲亿仅从仑仓仪们价众优会伞伟传伤伦\
    伪体侠侦侧侨债倾偿储儿党兰关兴兹养兽内冈册写军农冯冲决况冻净凉减凑凤凭凯击凿划刘则刚创删别剂剑剥\
    剧劝办务动励劲劳势勋匮区医华协单卖卢卧卫却厂厅历厉压厌厕厦厨县参双发变叙叶号叹吓吕吗吨听启吴呐呕\
    员呜咏咙响哑哗唠唤啸喷嘘嘱团园围国图圆圣场坏块坚坛坝坟坠垄垒垦墙壮声壳处备复够头夹夺奋奖奥妆妇妈\
    娅娱婴孙学孪宁宝实宠审宪宫宽宾寝对寻导寿将尔尘尝尧尴尸尽层屉届属屡屿岁岂岗岛岭峡巩币帅师帐帘帜带\
    帮并广庄庆庐库应庙庞废开异弃张弥弯弹强归当录彦彻径忆忧怀态怜总恋恳恶恼悦悬惊惧惨惩惫惯愤愿慑戏战\
    户扑执扩扫扬扰抚抛抢护报担拟拢拥拦拨择挂挚挟挠挡挣挤挥捞损捡换据掳掷掺揽搁搅携摄摆摇摊撑敌敛数断\
    无旧时昙显晋晒晓晕暂术机杀杂权杠条来杨极构枢枣枪枫柜柠标栋栏树栖样档桥桨桩梦检椭楼榄横欢欧歼残殴\
    毁毕毙气氢汇汉汤汹沟没沥沦沧沪泪泸泼泽泾洁洒浅浆浇浊测济浏浓涛涝涡涤润涧涨涩渊渍渎渐渔渗温湾湿溃\
    溅滚滞满滤滥滨滩潇潜澜濒灭灯灵灾炉点炼烁烂烛烟烦烧烫热焕爱爷牍牵牺状犹狈独狭狮狱猎猪献玛玮环现玺\
    珑琐电画畅疗疡疮疯痉痒痪瘫瘾皱盐监盖盗盘睁睐瞒瞩矫矶矿码砖础硕确碍礼祯祷祸禄禅离秃种积称税稣稳穷\
    窃窍窑窜窝竖竞笋笔笼筑筛筹签简箩篮篱类粤粪粮紧纠红纤约级纪纬纯纱纲纳纵纷纸纹纺纽纾线练组绅细织终\
    绊绍绎经绑绒结绕绘给络绝绞统绣绥继绩绪续绳维绵绸综绿缀缅缆缉缓缔编缘缝缠缩缴网罗罚罢羁羡聂聋职联\
    聪肃肠肤肮肾肿胀胁胆胜胶脉脏脑脓脚脱脸腊腾舆舰舱艰艳艺节芜芦苍苏苹茎荆荐荡荣药莱莲莹莺萝营萧萨蒋\
    蓝蕴虏虑虚虫虽虾蚀蚁蛮蜡蝇蝉衔补衬袄袭装裤见观规视览觉触誉计订认讨让训议讯记讲讳讶许论讼讽设访诀\
    证评识诈诉诊诋词译试诗诚话诞询该详语误诱说请诸诺读诽课谁调谅谈谊谋谍谎谐谓谙谚谛谜谢谣谤谦谨谬谭\
    谱谲谴谵贝贞负贡财责贤败账货质贩贪贫贬购贯贱贴贵贷贸费贺贼贾贿赁赂赃资赋赌赎赏赐赔赖赚赛赞赠赢赵\
    赶趋跃践踊踪躏车轧轨轩转轮软轰轴轻载轿较辅辆辈辉辐辑输辖辙辞辩边辽达迁过迈运还这进远违连迟迹适选\
    逊递逻遗遥邓邮邹邻郑酝酱酿释鉴针钉钊钓钙钝钞钢钥钦钧钩钮钯钰钱钻铀铁铂铃铅铎铜铝铭铲银链铿销锁锂\
    锅锋锐错锡锦键锻镁镇镑镜长门闪闭问闯闲间闷闹闺闻阀阁阅阎阐阔队阳阴阵阶际陆陈陕陨险随隐隶难雏雾静\
    韦韧韩韵页顶项顺须顽顾顿颁颂预领颇颈频颖颗题颜额颠颤风飘飙飞饭饮饰饱饶饼饿馆馈马驰驱驳驴驶驻驾骂\
    骄骅骆验骏骑骗骚骤鱼鲁鲍鲜鲸鸟鸡鸣鸦鸭鸽鸿鹅鹏鹤鹰麦黄齐齿龄龙龟\
";

/// Characters that stand in Traditional text and hardly ever in Simplified text.
const TRADITIONAL: &str = "\
    丟並亂亞佈佔併來侖係俠倉個們倫偉側偵偽傑傘備傳債傷傾僅僑僱價儀億儘償優儲兒內兩冊凍凱別刪則剛剝創\
    劃劇劉劍劑勁動務勝勞勢勳勸匯匱區協卻厭厲參吳吶呂員問啞啟喚喪喬單嗎嗚嘆嘔嘗嘩嘮嘯噓噴噸嚇嚨嚴囑國\
    圍園圓圖團執堅堯報場塊塗塵墜墳墾壇壓壘壞壟壩壯壽夠夢夾奧奪奮妝娛婦婭媽嬰孫學孿宮寢實寧審寫寬寵寶\
    將專尋對導尷屆屜屢層屬岡島峽崗嶺嶼帥師帳帶幟幣幫幹幾庫廁廂廈廚廟廠廢廣廬廳張強彈彌彎後徑從復徵徹\
    恆悅悶惡惱愛態慘慣慮慶慾憂憊憐憑憤憲憶懇應懲懷懸懼懾戀戰戲戶拋挾捨掃掙掛採揚換揮損搖搶摯摻撈撐撓\
    撥撫撲撿擁擄擇擊擋擔據擠擬擱擲擴擺擾攏攔攜攝攤攪攬敗敘敵數斂斃斷於時晉暈暢暫曆曇曉曠曬書會東條棄\
    棗棟楊楓業極榮構槍槓槳樁樂樓標樞樣樹橋機橢橫檔檢檯檸檻櫃櫻欄權欖欽歐歡歲歷歸歿殘殲殺殼毀毆氣氫決\
    沒況洶涇涼淚淨淪淵淺減渦測湊湧湯準溝溫溼滄滅滌滬滯滲滾滿漁漢漬漲漸漿潑潔潛潤潰澀澆澇澗澤濁濃濕濟\
    濤濫濱濺濾瀆瀉瀋瀏瀕瀘瀝瀟瀾灑灘灣災為烏無煉煙煥煩熱燈燒燙營燭爍爐爛爭爺爾牆牘牽犧狀狹狽猶獄獅獎\
    獨獲獵獸獻現瑋瑣瑩瑪環璽瓊瓏產畝畢畫異當痙瘋瘍瘓瘡療癒癢癥癮癱發皺盜盡監盤盧眾睜睞瞞矚矯碩確碼磚\
    磯礎礙礦祕祿禍禎禮禱禿稅種稱穀穌積穎穩窩窮窯竄竅竊競筆筍節範築篩簡簽簾籃籌籠籬籮籲粵糞糧糾紀約紅\
    紋納紐紓純紗紙級紛紜紡細紳紹終組絆結絕絞絡給絨統絲綁綏經綜綠綢維綱網綴綿緊緒緘線緝締緣編緩緬緯練\
    緻縣縫縮縱總績繆織繞繡繩繪繳繹繼續纏纖纜罰罵罷羅羈羋羣羨義習聖聞聯聰聲聶職聽聾肅脅脈脫脹腎腦腫腳\
    腸膚膠膽膿臉臘臥臨臺與興舉舊艙艦艱茲荊莊莖華萊萬葉蒼蓋蓮蔣蕩蕪蕭薑薦薩藍藝藥蘆蘇蘊蘋蘭蘿處虛虜號\
    虧蝕蝦螞蟬蟲蟻蠅蠟蠻術衛衝衹裏補裝裡製複褲襖襯襲見規視親覺覽觀觸訂計訊討訓託記訝訟訣訪設許訴診註\
    詆詐評詞詠詢試詩話該詳誌認誕誘語誠誡誤說誰課誹誼調談請諒論諜諧諭諮諱諷諸諾謀謂謊謎謗謙講謝謠謬謹\
    證識譚譜譯議譴護譽讀變讓讚豈豎豐豔豬貓貝貞負財貢貧貨販貪貫責貴貶買貸費貼貿賀賂賃賄資賈賊賓賜賞賠\
    賢賣賦質賭賴賺購賽贈贊贏贓贖趕趙趨跡踐踴蹤躍躪車軋軌軍軒軟軸較載輔輕輛輝輩輪輯輸輻輿轄轉轍轎轟辦\
    辭辯農迴這連週進遊運過達違遜遞遠適遲遷選遺遼邁還邊邏郵鄉鄒鄧鄭鄰醜醞醫醬釀釁釋釐釗釘針釣鈀鈍鈔鈕\
    鈞鈣鈴鈺鈾鉑鉛鉤銀銅銘銜銳銷鋁鋒鋰鋼錄錢錦錫錯錶鍋鍛鍵鍾鎂鎊鎖鎮鏈鏗鏟鏡鐘鐵鐸鑒鑰鑽鑿長門閃閉開\
    閒間閔閣閥閨閱閻闊闖關闡陝陣陰陳陸陽隊階隕際隨險隱隸隻雖雙雛雜雞離難雲電霧靈靜鞏韋韌韓韻響頁頂項\
    順須頌預頑頒頓頗領頭頸頻顆題額顏願顛類顧顫顯風飄飆飛飯飲飽飾餅養餓餘館饋饒馬馮馳駁駐駕駛駝駭駱駿\
    騎騙騰騷驅驕驗驚驟驢骯髒體髮鬆鬥鬧魚魯鮑鮮鯨鳥鳳鳴鴉鴨鴻鴿鵝鵬鶯鶴鷹鹽麗麥麵麼麽黃點黨齊齒齡齣龍\
    龐龜\
";

/// The block of the commonest ideographs, which holds every character of the two lists.
const FIRST: usize = 0x4e00;
const LAST: usize = 0x9fff;

/// One bit a character for each script, made when the program is compiled.
struct Table([u64; (LAST - FIRST) / 64 + 1]);

impl Table {
    const fn of(list: &str) -> Table {
        let mut bits = [0u64; (LAST - FIRST) / 64 + 1];
        let bytes = list.as_bytes();
        let mut i = 0;
        while i + 2 < bytes.len() {
            let c = three_bytes(bytes[i], bytes[i + 1], bytes[i + 2]);
            bits[(c - FIRST) / 64] |= 1 << ((c - FIRST) % 64);
            i += 3;
        }
        Table(bits)
    }

    fn has(&self, c: usize) -> usize {
        let at = c - FIRST;
        self.0.get(at / 64).map_or(0, |word| (word >> (at % 64)) as usize & 1)
    }
}

const fn three_bytes(a: u8, b: u8, c: u8) -> usize {
    ((a as usize & 0x0f) << 12) | ((b as usize & 0x3f) << 6) | (c as usize & 0x3f)
}

static SIMPLIFIED_TABLE: Table = Table::of(SIMPLIFIED);
static TRADITIONAL_TABLE: Table = Table::of(TRADITIONAL);

/// How much of a text is counted, in bytes; the rest of an article is written in the same script.
const SAMPLE: usize = 24 << 10;

/// Tells language and script of a text.
///
/// Chinese is text with at least one Chinese character for four Latin letters, and fewer than one Japanese
/// kana or Korean syllable for ten Chinese characters. Its script is that of the greater number of characters
/// belonging to one script only; Simplified where there are none. English is Latin text in which
/// every twelfth word or more is a common English one.
pub fn detect(text: &str) -> Language {
    let sample = text.as_bytes().get(..SAMPLE).unwrap_or(text.as_bytes());
    let (mut han, mut simplified, mut traditional) = (0usize, 0usize, 0usize);
    let (mut kana, mut latin) = (0usize, 0usize);
    let mut i = 0;
    while let Some(&a) = sample.get(i) {
        if a < 0x80 {
            latin += usize::from(a.is_ascii_alphabetic());
            i += 1;
        } else if (0xe0..0xf0).contains(&a) {
            if let (Some(&b), Some(&c)) = (sample.get(i + 1), sample.get(i + 2)) {
                match three_bytes(a, b, c) {
                    c @ FIRST..=LAST => {
                        han += 1;
                        simplified += SIMPLIFIED_TABLE.has(c);
                        traditional += TRADITIONAL_TABLE.has(c);
                    }
                    0x3041..=0x30fa | 0xac00..=0xd7a3 => kana += 1,
                    _ => {}
                }
            }
            i += 3;
        } else {
            i += if a >= 0xf0 { 4 } else { 2 };
        }
    }
    if han > 1 && kana * 10 < han && han * 4 >= latin {
        return if traditional > simplified { Language::ChineseTraditional } else { Language::ChineseSimplified };
    }
    if latin > (han + kana) * 4 && is_english(sample) {
        return Language::English;
    }
    Language::Other
}

/// Whether enough of the words are common English ones that other languages in Latin script lack.
fn is_english(sample: &[u8]) -> bool {
    const COMMON: &[&[u8]] = &[
        b"the", b"of", b"and", b"to", b"is", b"that", b"for", b"was", b"with", b"are", b"has", b"have", b"from", b"by", b"this", b"which",
        b"were", b"been", b"its", b"their", b"not", b"but", b"said", b"it", b"at",
    ];
    let (mut words, mut common) = (0usize, 0usize);
    for word in sample.split(|b| !b.is_ascii_alphabetic() && *b < 0x80) {
        if word.is_empty() {
            continue;
        }
        words += 1;
        common += usize::from(COMMON.iter().any(|c| c.eq_ignore_ascii_case(word)));
    }
    words >= 3 && common * 12 >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_disjoint_and_in_the_block() {
        for c in SIMPLIFIED.chars() {
            assert!(!TRADITIONAL.contains(c), "{c}");
        }
        for c in SIMPLIFIED.chars().chain(TRADITIONAL.chars()) {
            assert!((FIRST..=LAST).contains(&(c as usize)), "{c}");
        }
        assert_eq!(SIMPLIFIED_TABLE.has('国' as usize), 1);
        assert_eq!(SIMPLIFIED_TABLE.has('國' as usize), 0);
        assert_eq!(TRADITIONAL_TABLE.has('國' as usize), 1);
    }

    #[test]
    fn scripts_and_languages() {
        for (text, expected) in [
            ("美国总统拜登会见了普京。", Language::ChineseSimplified),
            ("美國總統拜登會見了普京。", Language::ChineseTraditional),
            ("王毅在北京", Language::ChineseSimplified),
            ("弗拉基米尔·普京（Vladimir Putin）", Language::ChineseSimplified),
            ("The president of Russia said that he was in Moscow.", Language::English),
            ("Le président de la Russie est à Moscou depuis hier soir.", Language::Other),
            ("東京都の小池百合子知事は記者会見を開いた。", Language::Other),
            ("12345", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }
}
