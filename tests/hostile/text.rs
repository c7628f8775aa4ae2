//! Broken characters, front matter and dates.

use crate::read;

#[test]
fn broken_utf8_in_the_middle() {
    let mut bytes = "俄罗斯总统普京访问北京。".repeat(40).into_bytes();
    bytes.splice(100..100, [0xff, 0xc0, 0x80]);
    let outcome = read("a.txt", &bytes);
    let text = &outcome.expect(1, &[]).documents[0].text;
    assert!(text.starts_with("俄罗斯总统") && text.contains('\u{fffd}'));
}

#[test]
fn surrogates_and_overlong_forms() {
    // CESU-8, an overlong slash, a code beyond the last.
    for tail in [&b"\xed\xa0\xbd\xed\xb8\x80"[..], b"\xc0\xaf", b"\xf5\x80\x80\x80"] {
        let bytes = [&"普京访问北京。".repeat(60).into_bytes()[..], tail].concat();
        read("a.txt", &bytes).expect(1, &[]);
    }
}

#[test]
fn nul_bytes() {
    let outcome = read("a.txt", ("普\0京访问北京。\0".to_owned() + &"好".repeat(100)).as_bytes());
    assert_eq!(outcome.expect(1, &[]).documents[0].text, "普京访问北京。".to_owned() + &"好".repeat(100));
    read("a.txt", "a\0".repeat(4000).replace('a', "\u{1}").as_bytes()).expect(0, &["decode"]);
}

#[test]
fn wide_encodings_cut_short() {
    let text = "俄罗斯总统普京访问北京，会见中国领导人。".repeat(10);
    let mut little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    little.insert(0, 0xfe);
    little.insert(0, 0xff);
    little.pop();
    read("a.txt", &little).expect(1, &[]);
    let four: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
    assert_eq!(read("a.txt", &four).errors.len(), 1);
}

#[test]
fn declared_wrongly() {
    for label in ["gb2312", "utf-16", "utf-7", "nonsense", "", "big5\" x"] {
        let page =
            format!("<html><head><meta charset=\"{label}\"></head><body><p>俄罗斯总统普京访问北京，会见中国领导人。</p></body></html>");
        let outcome = read("a.html", page.as_bytes());
        assert!(outcome.expect(1, &[]).documents[0].text.contains("普京"), "{label}");
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    let line = "俄罗斯总统普京访问北京。".repeat(300_000);
    let outcome = read("a.txt", line.as_bytes());
    assert_eq!(outcome.expect(1, &[]).documents[0].text.len(), line.len());
    assert!(!outcome.documents[0].title_in_text);
    read("a.md", line.as_bytes()).expect(1, &[]);
    read("a.html", line.as_bytes()).expect(1, &[]);
}

#[test]
fn front_matter_of_all_sorts() {
    for (text, documents) in [
        ("---\n", 0),
        ("---\n---\n", 0),
        ("---\ntitle: 题\n", 1),
        ("---\ntitle: 题\n---\n", 1),
        ("---\ntitle: \"\ndate: '\nauthor: \"\"\n---\n文", 1),
        ("---\n: : :\n\u{0}\n---\n文", 1),
        ("---\r\ntitle: 题\r\n---\r\n<!--1-->\r\n[题](u)\r\n----\r\n<p>文</p>", 1),
        ("<!--99999999999999999999-->\n[题](u)\n----\n<p>文</p>", 1),
        ("<!---->\n[题](u)\n----\n<p>文</p>", 1),
        ("[](\n----\n", 1),
        ("[题](u)\n------\n", 1),
    ] {
        let outcome = read("a.md", text.as_bytes());
        assert_eq!(outcome.documents.len(), documents, "{text:?}: {outcome:?}");
    }
}

#[test]
fn dates_that_are_none() {
    for date in [
        "0000-00-00",
        "2021-02-30",
        "9999-12-31T23:59:59Z",
        "-1",
        "99999999999999999999",
        "1e9",
        "2021-13-01T00:00:00Z",
        "Fri, 99 Feb 2025 16:12:43 GMT",
        "昨天",
        "\u{200b}",
    ] {
        let post = format!("---\ntitle: 题\ndate: {date}\n---\n<!--x-->文");
        let outcome = read("a.md", post.as_bytes());
        assert_eq!(outcome.expect(1, &[]).documents[0].published, "", "{date}");
        let page = format!("<html><body><time datetime='{date}'></time><p>文</p></body></html>");
        assert_eq!(read("a.html", page.as_bytes()).expect(1, &[]).documents[0].published, "", "{date}");
    }
}

#[test]
fn markdown_that_explodes_parsers() {
    for (piece, count) in [
        ("[", 50_000),
        ("![", 50_000),
        ("*a_ ", 50_000),
        ("`", 50_001),
        (">", 2_000),
        ("- ", 5_000),
        ("[a](", 50_000),
        ("<!--", 50_000),
        ("[^1]", 20_000),
        ("|", 50_000),
        ("\\", 50_000),
        ("&", 50_000),
        ("[a]: x\n", 20_000),
        ("a\n-\n", 20_000),
        ("<a ", 50_000),
        ("~~", 50_000),
        ("**x", 50_000),
        ("[[[]]]()", 10_000),
    ] {
        read("a.md", piece.repeat(count).as_bytes());
    }
}

#[test]
fn large_inputs_stay_small_in_memory() {
    let most = 24 << 20;
    for (name, piece) in [
        ("a.html", "<p>"),
        ("a.html", "<html><body><p>文</p></body></html>"),
        ("a.html", "<b>x</b> "),
        ("a.md", "[a](b) "),
        ("b.md", "# 题\n\n"),
        ("a.xml", "<rss><channel><item><title>x</title></item>"),
        ("a.txt", "文\n"),
        ("a.eml", "Content-Type: text/plain\n\n"),
    ] {
        read(name, piece.repeat(most / piece.len()).as_bytes());
    }
}
