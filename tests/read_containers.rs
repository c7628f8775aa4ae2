//! Articles in every container and format, read through the public functions.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use guanxi::document::{Document, Language};
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::record::ErrorRow;

fn read(inputs: &[PathBuf], options: &ReadOptions) -> (Vec<Document>, Vec<ErrorRow>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    let mut scratch = Scratch::default();
    enumerate(inputs, options, &mut |found| {
        match found {
            Found::Article(raw) => {
                let (d, e) = parse(&raw, options, &mut scratch);
                documents.extend(d);
                errors.extend(e);
            }
            Found::Failed(row) => errors.push(row),
        }
        ControlFlow::Continue(())
    })
    .expect("inputs are given");
    (documents, errors)
}

fn read_bytes(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<ErrorRow>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let (mut documents, errors) = read(&[path], &ReadOptions::default());
    let prefix = format!("{}/", folder.path().display());
    for document in &mut documents {
        document.path = document.path.replace(&prefix, "");
    }
    (documents, errors)
}

/// The documents of a file that must be free of errors.
fn documents(name: &str, bytes: &[u8]) -> Vec<Document> {
    let (documents, errors) = read_bytes(name, bytes);
    assert_eq!(errors, Vec::new(), "{name}");
    documents
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

const ARTICLE: &[u8] = "普京访华\n俄罗斯总统普京抵达北京。\n".as_bytes();

#[test]
fn every_container() {
    let inner = [("news/a.txt", ARTICLE), ("news/.hidden", ARTICLE), ("b.txt", ARTICLE)];
    let tar = tar(&inner);
    for (name, bytes, expected) in [
        ("a.tar", tar.clone(), "a.tar!news/a.txt"),
        ("a.tar.gz", gzip(&tar), "a.tar.gz!news/a.txt"),
        ("a.tgz", gzip(&tar), "a.tgz!news/a.txt"),
        ("a.tar.bz2", bzip2(&tar), "a.tar.bz2!news/a.txt"),
        ("a.tar.zst", zstd(&tar), "a.tar.zst!news/a.txt"),
        ("a.tar.xz", xz(&tar), "a.tar.xz!news/a.txt"),
        ("a.zip", zip(&inner), "a.zip!news/a.txt"),
        ("wrongly-named.txt", zip(&inner), "wrongly-named.txt!news/a.txt"),
        ("b.zip", zip(&[("in.tar.gz", &gzip(&tar))]), "b.zip!in.tar.gz!news/a.txt"),
        ("c.tgz", gzip(&self::tar(&[("in.zip", &zip(&inner))])), "c.tgz!in.zip!news/a.txt"),
    ] {
        let found = documents(name, &bytes);
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(found[0].path, expected);
        assert_eq!(found[0].text, "普京访华\n俄罗斯总统普京抵达北京。");
        assert_eq!(found[0].language, Language::ChineseSimplified);
    }
    for (name, bytes) in
        [("a.txt.gz", gzip(ARTICLE)), ("a.txt.bz2", bzip2(ARTICLE)), ("a.txt.zst", zstd(ARTICLE)), ("a.txt.xz", xz(ARTICLE))]
    {
        let found = documents(name, &bytes);
        assert_eq!((found.len(), found[0].path.as_str()), (1, name));
        assert_eq!(found[0].title, "普京访华");
    }
}

#[test]
fn members_of_a_gzip_follow_one_another() {
    let mut bytes = gzip("{\"text\":\"一\"}\n".as_bytes());
    bytes.extend(gzip("{\"text\":\"二\"}\n".as_bytes()));
    let found = documents("a.jsonl.gz", &bytes);
    assert_eq!(found.iter().map(|d| d.text.as_str()).collect::<Vec<_>>(), ["一", "二"]);
    assert_eq!(found[1].path, "a.jsonl.gz#2");
}

#[test]
fn joined_archives() {
    let (one, two) = (tar(&[("a.txt", ARTICLE)]), tar(&[("b.txt", ARTICLE)]));
    for (name, bytes) in [("a.tar", [one.clone(), two.clone()].concat()), ("a.tar.gz", [gzip(&one), gzip(&two)].concat())] {
        assert_eq!(documents(name, &bytes).len(), 2, "{name}");
    }
}

#[test]
fn tables() {
    let table = "编号,标题,正文,日期,链接,来源\n1,甲,\"一，\n二\",2021-03-01,https://a.b/1,某报\n2,乙,<p>三</p><p>四</p>,,,\n";
    let gbk = encoding_rs::GBK.encode(table).0.into_owned();
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let tabs = "\u{feff}标题\t正文\t日期\t链接\t来源\n甲\t\"一，\n二\"\t2021-03-01\thttps://a.b/1\t某报\n乙\t<p>三</p><p>四</p>\t\t\t\n";
    for (name, bytes) in [
        ("a.csv", table.as_bytes().to_vec()),
        ("b.csv", gbk),
        ("c.csv", utf16),
        ("d.csv", table.replace(',', ";").into_bytes()),
        ("e.tsv", tabs.as_bytes().to_vec()),
        ("f", table.as_bytes().to_vec()),
    ] {
        let found = documents(name, &bytes);
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(found[0].text, "甲\n一，\n二", "{name}");
        assert_eq!(found[0].path, format!("{name}#1"));
        assert_eq!(found[0].published, "2021-03-01");
        assert_eq!(found[0].source, "某报");
        assert_eq!(found[0].url, "https://a.b/1");
        assert_eq!(found[1].text, "乙\n三\n四");
    }
}

#[test]
fn named_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, "x,y,text\n甲,乙,丙\n").unwrap();
    let options = ReadOptions { text_column: Some("y".into()), title_column: Some("x".into()), ..ReadOptions::default() };
    assert_eq!(read(std::slice::from_ref(&path), &options).0[0].text, "甲\n乙");
    let options = ReadOptions { text_column: Some("z".into()), ..ReadOptions::default() };
    let (found, errors) = read(&[path], &options);
    assert!(found.is_empty());
    assert!(errors[0].error.contains("x, y, text"), "{errors:?}");
}

#[test]
fn lists_of_json() {
    let array = "[\n{\"title\":\"甲\",\"content\":\"一\"},\n{\"title\":\"乙\",\"content\":\"二\"}\n]";
    let lines = "{\"title\":\"甲\",\"content\":\"一\"}\n\n{\"title\":\"乙\",\"content\":\"二\"}";
    for (name, bytes, second) in
        [("a.json", array, "a.json#2"), ("a", array, "a#2"), ("a.jsonl", lines, "a.jsonl#3"), ("b.json", lines, "b.json#3")]
    {
        let found = documents(name, bytes.as_bytes());
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(found[1].text, "乙\n二");
        assert_eq!(found[1].path, second);
    }
}

#[test]
fn nameless_json_of_long_lines() {
    let record = |n: usize| format!("{{\"title\":\"题\",\"text\":\"{}\"}}", "文".repeat(n));
    for length in [10, 10_000, 100_000] {
        let found = documents("a", format!("{}\n{}\n", record(length), record(1)).as_bytes());
        assert_eq!(found.len(), 2, "{length}");
        assert_eq!(found[1].text, "题\n文");
    }
}

fn warc_record(kind: &str, uri: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    record.extend_from_slice(body);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

#[test]
fn web_archives() {
    let http = "application/http; msgtype=response";
    let page = encoding_rs::GBK
        .encode("<html><body><h1>普京访华</h1><p>俄罗斯总统普京星期五抵达北京，开始对中国进行为期两天的国事访问。</p></body></html>")
        .0
        .into_owned();
    let answer = |head: &str, body: &[u8]| [format!("HTTP/1.1 {head}\r\n\r\n").into_bytes(), body.to_vec()].concat();
    let records = [
        warc_record("warcinfo", "", "application/warc-fields", b"software: x"),
        warc_record(
            "response",
            "https://www.a.b/1",
            http,
            &answer("200 OK\r\nContent-Type: text/html; charset=gb2312\r\nContent-Encoding: gzip", &gzip(&page)),
        ),
        warc_record("response", "https://a.b/x.png", http, &answer("200 OK\r\nContent-Type: image/png", b"\x89PNG")),
        warc_record("response", "https://a.b/2", http, &answer("302 Found", b"")),
        warc_record("request", "https://a.b/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("conversion", "https://a.b/3", "text/plain", ARTICLE),
    ];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    for (name, bytes) in [("a.warc", plain), ("a.warc.gz", members)] {
        let found = documents(name, &bytes);
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(found[0].path, format!("{name}!https://www.a.b/1"));
        assert_eq!(found[0].url, "https://www.a.b/1");
        assert_eq!(found[0].source, "a.b");
        assert_eq!(found[0].text, "普京访华\n俄罗斯总统普京星期五抵达北京，开始对中国进行为期两天的国事访问。");
        assert_eq!(found[1].title, "普京访华");
    }
}

#[test]
fn mailboxes() {
    let mbox = "From a@b Fri Feb 28 16:12:43 2025\nSubject: one\nContent-Type: text/plain; charset=utf-8\n\n甲\nFrom here on\n\nFrom a@b Fri Feb 28 16:12:43 2025\nSubject: two\nContent-Type: text/plain; charset=utf-8\n\n乙\n";
    for name in ["a.mbox", "a"] {
        let found = documents(name, mbox.as_bytes());
        assert_eq!(found.iter().map(|d| d.text.as_str()).collect::<Vec<_>>(), ["one\n甲\nFrom here on", "two\n乙"]);
        assert_eq!(found[1].path, format!("{name}#2"));
    }
}

#[test]
fn ids_do_not_depend_on_where_the_input_lies() {
    let ids = |folder: &Path, input: &Path| {
        fs::create_dir_all(folder.join("news/x")).unwrap();
        fs::write(folder.join("news/x/a.txt"), ARTICLE).unwrap();
        let (found, _) = read(&[input.to_path_buf()], &ReadOptions::default());
        found[0].doc_id.clone()
    };
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = ids(one.path(), &one.path().join("news"));
    assert_eq!(first, ids(two.path(), &two.path().join("news")));
    assert_eq!(first, ids(two.path(), &two.path().join("news/x/../../news/")));
    // From nearer by it is another path, and so another id.
    assert_ne!(first, ids(two.path(), &two.path().join("news/x")));
}

#[test]
fn order_of_inputs_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.txt", "a.txt", "c.tar"] {
        let content = match name {
            "c.tar" => tar(&[("z.txt", ARTICLE), ("y.txt", ARTICLE)]),
            _ => ARTICLE.to_vec(),
        };
        fs::write(folder.path().join(name), content).unwrap();
    }
    let inputs = ["b.txt", "c.tar", "a.txt"].map(|name| folder.path().join(name));
    let mut reversed = inputs.clone();
    reversed.reverse();
    let paths = |inputs: &[PathBuf]| {
        let (found, errors) = read(inputs, &ReadOptions::default());
        assert!(errors.is_empty());
        found.into_iter().map(|d| d.path).collect::<Vec<_>>()
    };
    let found = paths(&inputs);
    assert_eq!(found, paths(&reversed));
    assert!(found[0].ends_with("a.txt") && found[2].ends_with("c.tar!z.txt"));
}

#[test]
fn stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tar");
    fs::write(&path, tar(&[("a.txt", ARTICLE), ("b.txt", ARTICLE)])).unwrap();
    let mut count = 0;
    enumerate(&[path], &ReadOptions::default(), &mut |_| {
        count += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!(count, 1);
    assert!(enumerate(&[], &ReadOptions::default(), &mut |_| ControlFlow::Continue(())).is_err());
}

/// One article in every format that holds articles of its own, under its usual name.
fn formats() -> Vec<(&'static str, Vec<u8>)> {
    let page = "<!DOCTYPE html><html><head><meta charset=utf-8><title>普京访华</title></head><body><article><h1>普京访华</h1><p>俄罗斯总统普京抵达北京。</p></article></body></html>";
    let rss = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>网</title><item><title>普京访华</title><description>摘要</description><content:encoded><![CDATA[<p>俄罗斯总统普京抵达北京。</p>]]></content:encoded></item></channel></rss>";
    let rdf = "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><item><title>普京访华</title><description>俄罗斯总统普京抵达北京。</description></item></rdf:RDF>";
    let atom = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>网</title><entry><title>普京访华</title><summary>摘要</summary><content type=\"html\">&lt;p&gt;俄罗斯总统普京抵达北京。&lt;/p&gt;</content></entry></feed>";
    let json_feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"网","items":[{"id":"1","title":"普京访华","summary":"摘要","content_html":"<p>俄罗斯总统普京抵达北京。</p>"}]}"#;
    let json = r#"{"headline":"普京访华","articleBody":"俄罗斯总统普京抵达北京。"}"#;
    let lines = "{\"title\":\"普京访华\",\"text\":\"俄罗斯总统普京抵达北京。\"}\n";
    let csv = "Title,Body\n普京访华,俄罗斯总统普京抵达北京。\n";
    let tsv = "headline\tfull text\n普京访华\t俄罗斯总统普京抵达北京。\n";
    let mbox = "From a@b Fri Feb 28 16:12:43 2025\nSubject: =?utf-8?B?5pmu5Lqs6K6/5Y2O?=\nContent-Type: text/plain; charset=utf-8\n\n俄罗斯总统普京抵达北京。\n";
    let http = "application/http; msgtype=response";
    let warc =
        warc_record("response", "https://a.b/1", http, format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}").as_bytes());
    vec![
        ("a.html", page.into()),
        ("a.rss", rss.into()),
        ("a.rdf", rdf.into()),
        ("a.atom", atom.into()),
        ("feed.json", json_feed.into()),
        ("a.json", json.into()),
        ("a.jsonl", lines.into()),
        ("a.csv", csv.into()),
        ("a.tsv", tsv.into()),
        ("a.mbox", mbox.into()),
        ("a.warc", warc),
        ("a.md", "# 普京访华\n\n俄罗斯总统普京抵达北京。\n".into()),
        ("a.txt", ARTICLE.to_vec()),
    ]
}

#[test]
fn every_format_in_every_compression() {
    type Pack = fn(&[u8]) -> Vec<u8>;
    let packings: [(&str, Pack); 5] = [("", |bytes| bytes.to_vec()), (".gz", gzip), (".bz2", bzip2), (".zst", zstd), (".xz", xz)];
    for (name, bytes) in formats() {
        for (suffix, pack) in packings {
            let name = format!("{name}{suffix}");
            let found = documents(&name, &pack(&bytes));
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].text, "普京访华\n俄罗斯总统普京抵达北京。", "{name}");
            assert_eq!(found[0].title, "普京访华", "{name}");
        }
    }
}

#[test]
fn formats_without_a_name() {
    // A table and plain text of two lines are told by their names alone.
    for (name, bytes) in formats().into_iter().filter(|f| !matches!(f.0, "a.txt" | "a.md" | "a.tsv")) {
        let found = documents("nameless", &bytes);
        assert_eq!((found.len(), found[0].text.as_str()), (1, "普京访华\n俄罗斯总统普京抵达北京。"), "{name}");
        let found = documents("misleading.dat", &bytes);
        assert!(found.len() == 1 || name == "a.csv" || name == "a.mbox", "{name}");
    }
}

#[test]
fn nesting_ends_at_the_stated_depth() {
    let nested = |depth: usize| {
        (1..depth)
            .fold(zip(&[("a.txt", ARTICLE)]), |inner, n| if n % 2 == 0 { zip(&[("in", &inner)]) } else { gzip(&tar(&[("in", &inner)])) })
    };
    for depth in 1..=3 {
        assert_eq!(documents("a", &nested(depth)).len(), 1, "{depth}");
    }
    let (found, errors) = read_bytes("a", &nested(4));
    assert!(found.is_empty() && errors[0].error.contains("nested more than 3 deep"), "{errors:?}");
}

#[test]
fn character_sets() {
    let hans = "普京访华\n俄罗斯总统普京抵达北京，开始对中国进行访问。";
    let hant = "普京訪華\n俄羅斯總統普京抵達北京，開始對中國進行訪問。";
    let utf16 = |text: &str, little: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let big5 = |text: &str| encoding_rs::BIG5.encode(text).0.into_owned();
    // 𠮷 and € are four and one bytes of GB18030 that GBK has not.
    for (text, bytes) in [
        (hans.to_owned(), gb(hans)),
        (format!("{hans}𠮷€"), gb(&format!("{hans}𠮷€"))),
        (hant.to_owned(), big5(hant)),
        (hans.to_owned(), utf16(hans, true, true)),
        (hans.to_owned(), utf16(hans, false, true)),
        (hans.to_owned(), utf16(hans, true, false)),
        (hant.to_owned(), utf16(hant, false, false)),
        (hans.to_owned(), format!("\u{feff}{hans}").into_bytes()),
    ] {
        assert_eq!(documents("a.txt", &bytes)[0].text, text, "{:?}", &bytes[..8]);
    }
    // What is declared goes before what is guessed: these few bytes could be either.
    let (title, body) = ("總統", "外長");
    let page =
        |charset: &str| format!("<html><head><meta charset={charset}><title>{title}</title></head><body><p>{body}</p></body></html>");
    assert_eq!(documents("a.html", &big5(&page("big5")))[0].text, "總統\n外長");
    assert_eq!(documents("a.html", &gb(&page("gb2312")))[0].text, "總統\n外長");
    let feed = |charset: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{charset}\"?><rss><channel><item><title>{title}</title><description>{body}</description></item></channel></rss>"
        )
    };
    assert_eq!(documents("a.xml", &big5(&feed("Big5")))[0].text, "總統\n外長");
    assert_eq!(documents("a.xml", &gb(&feed("gbk")))[0].text, "總統\n外長");
    let plain = format!("<html><body><h1>{title}</h1><p>{body}</p></body></html>");
    for (charset, bytes) in [("big5", big5(&plain)), ("GB18030", gb(&plain))] {
        let body = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n\r\n").into_bytes(), bytes].concat();
        let warc = warc_record("response", "https://a.b/1", "application/http; msgtype=response", &body);
        assert_eq!(documents("a.warc", &warc)[0].text, "總統\n外長", "{charset}");
    }
}

#[test]
fn damaged_zstd_is_told() {
    // The checksum at the end of the frame is that of other content.
    let mut bytes = zstd(ARTICLE);
    let last = bytes.len() - 1;
    bytes[last] ^= 0x40;
    let (found, errors) = read_bytes("a.txt.zst", &bytes);
    assert!(found.is_empty() && errors.len() == 1, "{found:?} {errors:?}");
}

#[test]
fn dates_from_wherever_they_stand() {
    let page = |head: &str, body: &str| {
        format!(
            "<html><head>{head}</head><body>{body}<article><h1>题目</h1><p>俄罗斯总统普京抵达北京，开始访问。</p></article></body></html>"
        )
    };
    for (head, body, expected) in [
        ("<meta property='article:published_time' content='2021-03-01T08:00:00+08:00'>", "", "2021-03-01T00:00:00Z"),
        ("<script type='application/ld+json'>{\"datePublished\":\"2021-03-02\"}</script>", "", "2021-03-02"),
        ("<link rel=canonical href='https://a.b/2021/03/03/x.html'>", "", "2021-03-03"),
        ("", "<span class=pubtime>2021年3月4日 08:00</span>", "2021-03-04"),
        ("", "<div id=date>中華民國110年3月5日</div>", "2021-03-05"),
        ("", "", ""),
    ] {
        assert_eq!(documents("a.html", page(head, body).as_bytes())[0].published, expected, "{head}{body}");
    }
}
