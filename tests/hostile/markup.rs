//! Broken and malicious HTML and XML.

use guanxi::read::ReadOptions;

use crate::{read, read_with};

fn whole(body: &str) -> String {
    format!("<html><body>{body}</body></html>")
}

#[test]
fn tags_never_closed() {
    for tag in ["<div>", "<p>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<a href=x>", "<article>", "<pre>", "<x-y>"] {
        let html = tag.repeat(100_000) + "普京访问北京";
        for html in [html.clone(), whole(&html)] {
            let outcome = read("a.html", html.as_bytes());
            assert!(outcome.expect(1, &[]).documents[0].text.contains("普京"), "{tag}");
        }
    }
}

#[test]
fn tags_never_opened() {
    for tag in ["</div>", "</p>", "</b></i>", "</script>", "</pre>", "</a>"] {
        let html = whole(&(tag.repeat(100_000) + "普京访问北京"));
        read("a.html", html.as_bytes()).expect(1, &[]);
    }
}

#[test]
fn dropped_elements_never_closed() {
    for tag in ["<button>", "<svg>", "<noscript>", "<iframe>", "<video>", "<select>", "<object>", "<template>"] {
        let html = format!("<p>一</p>{}<p>二</p>", tag.repeat(50_000));
        for html in [html.clone(), whole(&html)] {
            let outcome = read("a.html", html.as_bytes());
            assert!(outcome.expect(1, &[]).documents[0].text.ends_with('二'), "{tag}");
        }
    }
    let outcome = read("a.html", "<p>一</p><script>var a = '<p>二</p>".as_bytes());
    assert_eq!(outcome.expect(1, &[]).documents[0].text, "一");
}

#[test]
fn attribute_of_twenty_megabytes() {
    let html = format!("<p>一</p><img src=\"data:image/png;base64,{}\"><p>二</p>", "A".repeat(20 << 20));
    assert_eq!(read("a.html", html.as_bytes()).expect(1, &[]).documents[0].text, "一\n二");
    let html = format!("<p>一</p><img src=\"data:{}", "A".repeat(5 << 20));
    read("a.html", html.as_bytes()).expect(1, &[]);
    let html = format!("<p>一</p><p {}>二</p>", "a=1 ".repeat(1 << 20));
    assert_eq!(read("a.html", html.as_bytes()).expect(1, &[]).documents[0].text, "一\n二");
}

#[test]
fn quotes_never_closed() {
    let html = "<p>一</p><a href=\"x>二</a><p class=\"y\">三</p>";
    let outcome = read("a.html", html.as_bytes());
    assert!(outcome.expect(1, &[]).documents[0].text.contains('三'));
    read("a.html", "<a b=\">\" ".repeat(100_000).as_bytes());
    read("a.html", "<a b='<a c=\"".repeat(100_000).as_bytes());
}

#[test]
fn comments_never_closed() {
    let html = format!("<p>一</p>{}", "<!-- ".repeat(100_000));
    read("a.html", html.as_bytes()).expect(1, &[]);
    read("a.html", "<p>一<!-- x <p>二".as_bytes()).expect(1, &[]);
}

#[test]
fn a_million_breaks() {
    let html = format!("一{}二", "<br>".repeat(1_000_000));
    assert_eq!(read("a.html", html.as_bytes()).expect(1, &[]).documents[0].text, "一\n二");
}

#[test]
fn references_to_nothing() {
    let html = "<p>普京&#xD800;&#x110000;&#99999999999;&#0;&bogus;&;&#;&#x;&amp;amp;&NotEqualTilde;&ngE;</p>";
    read("a.html", html.as_bytes()).expect(1, &[]);
    read("a.html", format!("<p>{}</p>", "&".repeat(1_000_000)).as_bytes()).expect(1, &[]);
    read("a.html", format!("<p>&{}</p>", "a".repeat(1_000_000)).as_bytes()).expect(1, &[]);
}

#[test]
fn pages_of_markup_alone() {
    for html in
        ["<p></p>", "<html></html>", "<script>x</script>", "<!-- x -->", "<img src=x>", "<html><body><nav><a>x</a></nav></body></html>"]
    {
        let outcome = read("a.html", html.as_bytes());
        assert_eq!(outcome.documents.len() + outcome.errors.len(), 1, "{html}: {outcome:?}");
    }
}

#[test]
fn metadata_of_all_sorts() {
    let html = whole(&format!(
        "<meta><meta property=og:title><meta property='og:title' content='{}'><link rel=canonical><title>{}<h1>{}<time datetime><script type='application/ld+json'>{{\"datePublished\":[</script><p>文</p>",
        "题".repeat(100_000),
        "<b>".repeat(10_000),
        "x".repeat(100_000)
    ));
    read("a.html", html.as_bytes());
    let json = format!("<script type=\"application/ld+json\">{}</script><p>文</p>", "[".repeat(100_000));
    read("a.html", whole(&json).as_bytes()).expect(1, &[]);
}

#[test]
fn selector_that_costs_time() {
    let options = ReadOptions { selector: Some("div div div div div div div div p.none".into()), ..ReadOptions::default() };
    let html = whole(&("<div>".repeat(300) + &"<p class=x>文</p>".repeat(20_000)));
    read_with("a.html", html.as_bytes(), &options).expect(0, &["clean"]);
}

#[test]
fn laughs_by_the_billion() {
    let mut dtd = String::from("<!ENTITY a0 \"ha\">");
    for i in 1..30 {
        dtd += &format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
    }
    let feed = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [{dtd}]><rss><channel><item><title>&a29;</title><description>文</description></item></channel></rss>"
    );
    read("a.xml", feed.as_bytes()).expect(1, &[]);
}

#[test]
fn entities_that_name_files() {
    let feed = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>题</title><description>&x;</description></item></channel></rss>";
    let outcome = read("a.xml", feed.as_bytes());
    assert!(!outcome.expect(1, &[]).documents[0].text.contains("root"));
}

#[test]
fn feeds_of_all_sorts() {
    read("a.xml", b"<rss><channel><title>x</title></channel></rss>").expect(0, &["empty"]).says("without items");
    read("a.xml", b"<feed/>").expect(0, &["empty"]);
    read("a.xml", b"<rss").expect(0, &["decode"]);
    read("a.xml", "<rss><channel><item><title>一</title></item><item><title>二".as_bytes()).expect(1, &["decode"]);
    read("a.xml", "<rss><channel><item></item><item><title>二</title></item></channel></rss>".as_bytes()).expect(1, &["empty"]);
    read("a.xml", "<rss><channel><item><title>一 & 二 < 三</title></item></channel></rss>".as_bytes());
    read("a.xml", format!("<rss><channel>{}", "<item>".repeat(50_000)).as_bytes());
    read("a.xml", format!("<rss><channel><item>{}", "<title>".repeat(50_000)).as_bytes());
    read("a.xml", format!("<rss>{}", "<x>".repeat(200_000)).as_bytes());
    read("a.xml", "<rss><channel><item><pubDate>昨天</pubDate><title>一</title></item></channel></rss>".as_bytes()).expect(1, &[]);
    read("a.xml", b"<?xml version='1.0'?><urlset><url>x</url></urlset>").expect(0, &["decode"]).says("neither a feed nor a page");
}
