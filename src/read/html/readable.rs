//! Finding the article in a whole page, among menus, lists of links and notices.
//!
//! The idea is that of Arc90's Readability (2010): paragraphs with sentences in them speak for the element they stand
//! in, links speak against it, and the element best spoken for is the article. Thresholds are in
//! Chinese characters, and Chinese punctuation counts.

use std::ops::Range;

use super::selector::Selector;
use super::tag::attribute;
use super::tree::{self, Node};

/// The ranges of `html` that `selector` picks, each outermost element once, in the order of the page.
pub(in crate::read) fn selected(html: &str, selector: &Selector) -> Vec<Range<usize>> {
    let nodes = tree::build(html);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (i, node) in nodes.iter().enumerate() {
        let inside = ranges.last().is_some_and(|range| node.start < range.end);
        if !inside && selector.matches(&nodes, i) {
            ranges.push(node.start..node.end);
        }
    }
    ranges
}

/// The ranges of `html` that make up its article. Where none stands out, all of the body but what is
/// plainly something else.
pub(in crate::read) fn article(html: &str) -> Vec<Range<usize>> {
    let nodes = tree::build(html);
    let scores = scores(&nodes);
    let best = scores
        .iter()
        .enumerate()
        .filter(|(_, score)| **score > 0.0)
        // The first of equals: the outermost.
        .fold(None, |best: Option<(usize, f32)>, (i, &score)| match best {
            Some((_, top)) if top >= score => best,
            _ => Some((i, score)),
        });
    let body = nodes.iter().position(|n| n.is("body"));
    let all = body.and_then(|i| nodes.get(i)).map_or(0.0, plain_weight);
    let mut roots = match best {
        Some((top, score)) => match climb(&nodes, top) {
            higher if higher != top => vec![higher],
            _ => with_siblings(&nodes, &scores, top, score),
        },
        None => Vec::new(),
    };
    let found: f32 = roots.iter().filter_map(|&i| nodes.get(i)).map(plain_weight).sum();
    if found < ENOUGH && all > found {
        roots = body.into_iter().collect();
    }
    if roots.is_empty() {
        return std::iter::once(0..html.len()).collect();
    }
    without_asides(&nodes, &roots)
}

/// An article has at least this much text.
const ENOUGH: f32 = 25.0;

/// A paragraph has at least this much text to speak for its element.
const PARAGRAPH: f32 = 12.0;

fn plain_weight(node: &Node<'_>) -> f32 {
    node.weight - node.linked
}

/// The element around the best one that holds much more of the page's sentences, as where each paragraph
/// stands in a box of its own.
fn climb(nodes: &[Node<'_>], top: usize) -> usize {
    let mut sentences = vec![0.0f32; nodes.len()];
    let mut excluded = vec![false; nodes.len()];
    for (i, node) in nodes.iter().enumerate() {
        let around = node.parent.and_then(|p| excluded.get(p)).copied().unwrap_or(false);
        if let Some(flag) = excluded.get_mut(i) {
            *flag = around || aside(node);
            let speaks = !node.inline && node.direct >= PARAGRAPH && node.stops > 0 && node.link_density() < 0.3;
            if !*flag
                && speaks
                && let Some(own) = sentences.get_mut(i)
            {
                *own = node.direct;
            }
        }
    }
    for (i, node) in nodes.iter().enumerate().rev() {
        let own = sentences.get(i).copied().unwrap_or(0.0);
        if let Some(parent) = node.parent.and_then(|p| sentences.get_mut(p)) {
            *parent += own;
        }
    }
    let held = |i: usize| sentences.get(i).copied().unwrap_or(0.0);
    let mut chosen = top;
    let mut ancestor = nodes.get(top).and_then(|n| n.parent);
    while let Some(i) = ancestor {
        if held(i) > held(chosen) * 1.5 {
            chosen = i;
        }
        ancestor = nodes.get(i).and_then(|n| n.parent);
    }
    chosen
}

/// How well each element is spoken for.
fn scores(nodes: &[Node<'_>]) -> Vec<f32> {
    let mut scores = vec![0.0f32; nodes.len()];
    for (i, node) in nodes.iter().enumerate() {
        let paragraph = matches!(lower(node.name).as_str(), "p" | "pre" | "td" | "blockquote" | "dd")
            || (!node.inline && node.direct >= PARAGRAPH * 2.0);
        let weight = plain_weight(node);
        if !paragraph || node.direct < PARAGRAPH || weight < PARAGRAPH || hidden(node) {
            continue;
        }
        let score = 1.0 + (node.stops as f32).min(10.0) + (weight / 40.0).min(5.0);
        // Text that stands in a division without paragraphs speaks for the division itself.
        let division = ["div", "section", "article", "main"].iter().any(|name| node.is(name));
        let mut ancestor = if division { Some(i) } else { node.parent };
        for share in [1.0, 0.5, 0.2] {
            let Some(i) = ancestor else { break };
            if let Some(total) = scores.get_mut(i) {
                *total += score * share;
            }
            ancestor = nodes.get(i).and_then(|n| n.parent);
        }
    }
    for (score, node) in scores.iter_mut().zip(nodes) {
        if *score > 0.0 {
            *score += liking(node);
            *score *= 1.0 - node.link_density();
        }
    }
    scores
}

/// What an element's name and class say for or against it.
fn liking(node: &Node<'_>) -> f32 {
    let mut liking = match lower(node.name).as_str() {
        "article" => 15.0,
        "main" => 8.0,
        "div" | "section" => 3.0,
        "form" | "ul" | "ol" | "li" | "dl" | "footer" | "header" | "th" => -3.0,
        "aside" | "nav" => -25.0,
        _ => 0.0,
    };
    if attribute(node.attributes, "itemprop").is_some_and(|v| v.eq_ignore_ascii_case("articleBody")) {
        liking += 25.0;
    }
    for name in ["class", "id"] {
        let Some(value) = attribute(node.attributes, name) else {
            continue;
        };
        if words(value).any(|word| UNLIKELY.contains(&word.as_str())) {
            liking -= 20.0;
        }
        if words(value).any(|word| LIKELY.contains(&word.as_str())) {
            liking += 15.0;
        }
    }
    liking
}

/// Words in class names and ids of what is no part of an article.
const UNLIKELY: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "adslot",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "cookie",
    "copyright",
    "disqus",
    "editor",
    "fenxiang",
    "footer",
    "hot",
    "links",
    "login",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "pinglun",
    "popup",
    "popular",
    "promo",
    "promotion",
    "recommend",
    "recommendation",
    "recommended",
    "related",
    "relates",
    "share",
    "sharing",
    "shares",
    "sidebar",
    "social",
    "sponsor",
    "sponsored",
    "statement",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "toolbar",
    "tuijian",
    "widget",
    "xiangguan",
    "zebian",
];

/// Words in class names and ids of articles.
const LIKELY: &[&str] = &[
    "article",
    "articlebody",
    "body",
    "content",
    "contents",
    "detail",
    "entry",
    "main",
    "news",
    "newscontent",
    "post",
    "story",
    "text",
    "txt",
    "wenzhang",
    "zhengwen",
    "zw",
    "neirong",
];

/// The words of a class name or id in lower case: `relatedNews-box` is `related`, `news`, `box`.
fn words(value: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut before = false;
    for c in value.chars() {
        let upper = c.is_ascii_uppercase();
        if !c.is_ascii_alphabetic() || (upper && before) {
            words.push(String::new());
        }
        if c.is_ascii_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
        before = c.is_ascii_lowercase();
    }
    words.into_iter().filter(|word| !word.is_empty())
}

fn lower(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

/// The best element and those beside it that hold more of the article.
fn with_siblings(nodes: &[Node<'_>], scores: &[f32], top: usize, score: f32) -> Vec<usize> {
    let Some(best) = nodes.get(top) else {
        return Vec::new();
    };
    if best.parent.is_none() || best.is("body") {
        return vec![top];
    }
    let class = attribute(best.attributes, "class").unwrap_or("");
    let mut roots: Vec<usize> = Vec::new();
    for (i, node) in nodes.iter().enumerate() {
        if node.parent != best.parent || node.inline {
            continue;
        }
        let same_class = !class.is_empty() && attribute(node.attributes, "class") == Some(class);
        let scored = scores.get(i).copied().unwrap_or(0.0) + if same_class { score * 0.2 } else { 0.0 };
        let paragraph = node.is("p") && node.link_density() < 0.25 && plain_weight(node) >= PARAGRAPH && node.stops > 0;
        if i == top || ((scored >= (score * 0.25).max(8.0) || paragraph) && !aside(node)) {
            roots.push(i);
        }
    }
    roots
}

/// Whether an element is plainly no part of the article around it.
fn aside(node: &Node<'_>) -> bool {
    if node.inline {
        return hidden(node);
    }
    if ["nav", "aside", "footer", "form", "menu", "dialog"].iter().any(|name| node.is(name)) || hidden(node) {
        return true;
    }
    let unlikely = ["class", "id"]
        .iter()
        .any(|name| attribute(node.attributes, name).is_some_and(|value| words(value).any(|word| UNLIKELY.contains(&word.as_str()))));
    // A list of links; a few links in a row may be sources.
    let list = node.links >= 3 && node.link_density() > 0.7;
    list || (unlikely && (node.weight < 150.0 || node.link_density() > 0.4))
}

fn hidden(node: &Node<'_>) -> bool {
    if !node.attributes.contains("hidden") && !node.attributes.contains("none") {
        return false;
    }
    attribute(node.attributes, "hidden").is_some()
        || attribute(node.attributes, "aria-hidden").is_some_and(|v| v.eq_ignore_ascii_case("true"))
        || attribute(node.attributes, "style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// The ranges of the roots, with gaps where something else stands in them.
fn without_asides(nodes: &[Node<'_>], roots: &[usize]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for &root in roots {
        let Some(outer) = nodes.get(root) else {
            continue;
        };
        let mut at = outer.start;
        for (i, node) in nodes.iter().enumerate().skip(root + 1) {
            if node.start >= outer.end {
                break;
            }
            // What holds half of the article isn't beside it, whatever it is called.
            if node.start < at || i == root || node.weight * 2.0 > outer.weight || !aside(node) {
                continue;
            }
            ranges.push(at..node.start);
            at = node.end.min(outer.end);
        }
        ranges.push(at..outer.end);
    }
    ranges.retain(|range| range.start < range.end);
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::html::{clean::clean, output::Output};

    fn text(html: &str, ranges: Vec<Range<usize>>) -> String {
        let mut output = Output::default();
        output.begin("");
        for range in ranges {
            clean(&html[range], &mut output);
        }
        output.finish().to_owned()
    }

    const PAGE: &str = r#"<html><body><div class="nav"><ul><li><a>首页</a><li><a>国际</a><li><a>财经</a></ul></div>
        <div id="wrap"><h1>普京访华</h1><div class="article-content">
        <p>俄罗斯总统普京星期五抵达北京，开始对中国进行为期两天的国事访问，双方将签署多项协议。</p>
        <div class="share-bar"><a>微信</a><a>微博</a></div>
        <p>这是他连任以后首次出访，随行的有国防部长绍伊古，以及多名企业家。</p>
        <p style="display: none">隐藏的话，不要读出来，隐藏的话，不要读出来。</p>
        <p>分析认为，两国关系将更加紧密。</p><div class="relatedNews"><ul><li><a>相关新闻的标题一</a><li><a>相关新闻的标题二</a><li><a>题三</a></ul></div></div>
        <div class="comments"><p>网友甲：说得好，说得好，说得好，说得好，说得好，说得好！</p></div></div>
        <footer><p>关于我们，联系我们，版权所有，未经授权不得转载，违者必究，京备号一二三。</p></footer></body></html>"#;

    #[test]
    fn the_article_is_found() {
        let text = text(PAGE, article(PAGE));
        assert!(text.starts_with("俄罗斯总统普京"), "{text}");
        assert!(text.ends_with("两国关系将更加紧密。"), "{text}");
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    #[test]
    fn text_without_paragraphs() {
        let page = "<html><body><div id=menu><a>甲</a> <a>乙</a></div><div id=c>俄罗斯总统普京星期五抵达北京，开始对中国进行访问。<br><br>这是他连任以后首次出访，随行的有国防部长。<br>完。</div></body></html>";
        assert_eq!(
            text(page, article(page)),
            "俄罗斯总统普京星期五抵达北京，开始对中国进行访问。\n这是他连任以后首次出访，随行的有国防部长。\n完。"
        );
    }

    #[test]
    fn short_pages_are_taken_whole() {
        let page = "<html><body><p>快讯：普京抵京。</p></body></html>";
        assert_eq!(text(page, article(page)), "快讯：普京抵京。");
        assert_eq!(text("无标签", article("无标签")), "无标签");
        assert!(article("").iter().all(|r| r.is_empty()));
    }

    /// Six sentences, each a paragraph.
    fn paragraphs(open: &str, close: &str) -> String {
        ["一", "二", "三", "四", "五", "六"]
            .map(|n| format!("{open}第{n}段：俄罗斯总统普京星期五抵达北京，开始对中国进行国事访问。{close}"))
            .concat()
    }

    const MENU: &str = "<div class=top><ul><li><a href=1>首页</a></li><li><a href=2>时政</a></li><li><a href=3>国际</a></li><li><a href=4>财经新闻频道</a></li></ul></div>";

    const LIST: &str = "<div class=rank><h3>热点排行</h3><ul><li><a href=1>美国总统拜登访问日本并会见首相</a></li><li><a href=2>欧盟宣布对俄罗斯实施新的制裁措施</a></li><li><a href=3>台湾举行年度军事演习</a></li></ul></div>";

    #[test]
    fn pages_of_many_builds() {
        let copyright = "<p>本网站所有内容，未经书面授权不得转载，违者必究，联系电话一二三四五六七。</p>";
        let layouts = [
            // A division of paragraphs, as most.
            format!(
                "<div class=w><div class=left><h1>题</h1><div id=artibody>{}</div>{LIST}</div><div class=right>{LIST}</div></div><div class=footer>{copyright}</div>",
                paragraphs("<p>　　", "</p>")
            ),
            // A division for each paragraph.
            format!(
                "<section><div class=row>{}</div></section>{LIST}<footer>{copyright}</footer>",
                paragraphs("<div class=para>", "</div>")
            ),
            // Boxes in boxes.
            format!("<div id=js_content>{}</div>", paragraphs("<section><section><p><span>", "</span></p></section></section>")),
            // Generated class names.
            format!(
                "<main role=main>{}</main><div role=complementary>{LIST}</div>",
                paragraphs("<div dir=ltr class='bbc-19j92fr e57qer20'><p class='bbc-1y32vyc'>", "</p></div>")
            ),
            // Line breaks only, in a table.
            format!("<table><tr><td>{LIST}</td><td class=zw>{}</td></tr></table>", paragraphs("", "<br><br>")),
            // Two halves with an advertisement between them.
            format!(
                "<article><div class=c>{}</div><div class=ad-slot><a>买</a></div><div class=c>{}</div></article>",
                paragraphs("<p>", "</p>"),
                paragraphs("<p>", "</p>")
            ),
        ];
        for (i, layout) in layouts.iter().enumerate() {
            let page = format!("<html><head><title>题</title></head><body>{MENU}{layout}</body></html>");
            let text = text(&page, article(&page));
            let expected = if i == 5 { 12 } else { 6 };
            assert_eq!(text.matches("国事访问").count(), expected, "{i}: {text}");
            for other in ["首页", "拜登", "转载", "买"] {
                assert!(!text.contains(other), "{i}: {other} in {text}");
            }
        }
    }

    #[test]
    fn a_selector_picks() {
        let selector = Selector::parse(".comments p, h1").unwrap();
        let text = text(PAGE, selected(PAGE, &selector));
        assert!(text.starts_with("普京访华\n网友甲"), "{text}");
    }

    #[test]
    fn class_words() {
        assert_eq!(words("relatedNews-box js_ad2").collect::<Vec<_>>(), ["related", "news", "box", "js", "ad"]);
    }
}
