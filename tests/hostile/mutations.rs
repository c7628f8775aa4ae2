//! Sound inputs of every format, damaged at random but always alike.

use std::io::Write;
use std::ops::ControlFlow;

use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};

/// A small generator of numbers (xorshift), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let post = "---\nlayout: post\ntitle: \"普京访华\"\ndate: 2020-11-01T15:50:00.003Z\nauthor: 法广\nfrom: https://www.rfi.fr/1\n---\n<!--1604245800003-->\n[普京访华](https://www.rfi.fr/1)\n------\n\n<div>\n<div><i>2020-10-01T00:00:00Z</i></div><p>俄罗斯总统普京（Vladimir Putin）&amp;&nbsp;拜登</p><!-- x --><script>a<b</script><br><a href=\"x\">链接</a>\n</div>\n";
    let page = "<!DOCTYPE html><html><head><meta charset=utf-8><title>题 - 法广</title><meta property='article:published_time' content='2021-03-01T00:00:00+08:00'><script type=\"application/ld+json\">{\"datePublished\":\"2021-03-01\"}</script></head><body><nav><a>首页</a></nav><article class=content><h1>题</h1><p>俄罗斯总统普京星期五抵达北京，开始对中国进行访问，将签署多项协议。</p><aside>x</aside></article></body></html>";
    let feed = "<?xml version='1.0'?><rss><channel><title>网</title><item><title><![CDATA[甲]]></title><link>https://a.b/1</link><pubDate>Fri, 28 Feb 2025 16:12:43 GMT</pubDate><content:encoded>&lt;p&gt;一&lt;/p&gt;</content:encoded></item></channel></rss>";
    let json = "{\"items\":[{\"title\":\"甲\",\"content\":\"<p>一\\ud83d\\ude00</p>\",\"date\":\"2021-03-01\"}]}";
    let lines = "{\"text\":\"一\"}\n{\"text\":\"二\"}\n";
    let table = "title,text,date\n甲,\"一,\n二\",2021-03-01\n";
    let warc = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.b/\r\nContent-Type: application/http\r\nContent-Length: 75\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>普京访问</p>\r\n\r\n";
    let mail = "From: =?UTF-8?B?5p+Q5oql?= <n@a.b>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C6=D5=BE=A9</p>\r\n--x--\r\n";
    let markdown = "# 题\n\n**甲**[乙](http://x)\n\n- 丙\n> 丁\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n";
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(post.len() as u64);
    tar.append_data(&mut header, "a/b.md", post.as_bytes()).unwrap();
    let tar = tar.into_inner().unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.md", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(post.as_bytes()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(post.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let mut xz = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(0)).unwrap();
    xz.write_all(post.as_bytes()).unwrap();
    let xz = xz.finish().unwrap();
    let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz2.write_all(post.as_bytes()).unwrap();
    let bz2 = bz2.finish().unwrap();
    let gbk = encoding_rs::GBK.encode(page).0.into_owned();
    vec![
        ("a.md", post.into()),
        ("a.html", page.into()),
        ("gbk.html", gbk),
        ("a.xml", feed.into()),
        ("a.json", json.into()),
        ("a.jsonl", lines.into()),
        ("a.csv", table.into()),
        ("a.warc", warc.into()),
        ("b.md", markdown.into()),
        ("a.eml", mail.into()),
        ("a.tar", tar),
        ("a.zip", zip),
        ("a.tar.gz", gzip),
        ("a.md.zst", zstd),
        ("a.md.xz", xz),
        ("a.md.bz2", bz2),
    ]
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    const PIECES: &[&[u8]] = &[
        b"<",
        b">",
        b"\"",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"</",
        b"&#",
        b"\0",
        b"\xff",
        b"\n",
        b"{",
        b"[",
        b"\\u",
        b"---\n",
        b"\xe4",
        b"<p>",
        b"<svg>",
        b"<script>",
        b"PK",
        b",",
        b"\r\n",
    ];
    for _ in 0..=random.below(4) {
        let length = bytes.len();
        let at = random.below(length + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            2 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => {
                let end = (at + random.below(40)).min(length);
                let copy = bytes[at..end].to_vec();
                let to = random.below(length + 1);
                bytes.splice(to..to, copy);
            }
            _ => {
                let end = (at + random.below(20)).min(length);
                bytes.drain(at..end);
            }
        }
    }
}

#[test]
fn damaged_at_random() {
    let rounds = std::env::var("GUANXI_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let folder = tempfile::tempdir().unwrap();
    let options = ReadOptions { max_entry_bytes: 1 << 20, max_nested_bytes: 1 << 20, ..ReadOptions::default() };
    let mut scratch = Scratch::default();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut documents = 0;
    for (name, seed) in seeds() {
        let path = folder.path().join(name);
        for round in 0..rounds {
            let mut bytes = seed.clone();
            if round > 0 {
                damage(&mut bytes, &mut random);
            }
            std::fs::write(&path, &bytes).unwrap();
            let mut found_here = 0;
            enumerate(std::slice::from_ref(&path), &options, &mut |found| {
                if let Found::Article(raw) = found {
                    let (found, errors) = parse(&raw, &options, &mut scratch);
                    assert!(found.iter().all(|d| !d.text.trim().is_empty()));
                    assert!(!found.is_empty() || !errors.is_empty(), "{name} {round}: neither text nor error");
                    found_here += found.len();
                }
                ControlFlow::Continue(())
            })
            .unwrap();
            assert!(round > 0 || found_here > 0, "{name} is sound");
            documents += found_here;
        }
    }
    assert!(documents > rounds, "most damage leaves something to read");
}
