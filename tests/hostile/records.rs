//! Broken JSON, tables and web archives.

use crate::{read, read_with, tight};

#[test]
fn half_a_surrogate_pair() {
    let outcome = read("a.jsonl", "{\"text\":\"普京\\ud83d\"}\n{\"text\":\"\\udc00拜登\"}\n".as_bytes());
    assert_eq!(outcome.expect(2, &[]).documents[1].text, "\u{fffd}拜登");
}

#[test]
fn one_bad_line_among_good_ones() {
    let lines = "{\"text\":\"一\"}\n{\"text\":\n\nnull\n[1]\n\"x\"\n{\"text\":\"二\"}\n";
    let outcome = read("a.jsonl", lines.as_bytes());
    assert_eq!(outcome.documents.len(), 2);
    assert!(outcome.documents[1].path.ends_with("#7"));
    assert_eq!(outcome.errors.len(), 4, "{:?}", outcome.errors);
}

#[test]
fn a_line_that_never_ends() {
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"二\"}}\n", "a".repeat(20 << 20));
    read_with("a.jsonl", long.as_bytes(), &tight()).expect(1, &["limit"]).says("max_entry_bytes");
    let long = format!("[{{\"text\":\"{}\"}},{{\"text\":\"二\"}}]", "a".repeat(20 << 20));
    read_with("a.json", long.as_bytes(), &tight()).expect(1, &["limit"]);
}

#[test]
fn json_nested_without_end() {
    read("a.json", "[".repeat(200_000).as_bytes());
    read("a.json", "{\"a\":".repeat(200_000).as_bytes()).expect(0, &["decode"]);
    read("a.jsonl", "[".repeat(200_000).as_bytes()).expect(0, &["decode"]);
    read("a.json", format!("[{}", "{\"a\":[".repeat(200_000)).as_bytes()).expect(0, &["container"]);
}

#[test]
fn json_cut_off() {
    read("a.json", "[{\"text\":\"一\"},{\"text\":\"二".as_bytes()).expect(1, &["container"]).says("cut off");
    read("a.json", "{\"text\":\"一".as_bytes()).expect(0, &["decode"]);
}

#[test]
fn json_of_strange_values() {
    read("a.json", "{\"text\":\"一\",\"date\":1e999}".as_bytes()).expect(0, &["decode"]);
    read("a.json", "{\"text\":\"一\",\"text\":\"二\",\"date\":-5,\"url\":[],\"source\":{\"x\":{}}}".as_bytes()).expect(1, &[]);
    read("a.json", b"{\"text\":123,\"title\":true}").expect(1, &[]);
    read("a.json", b"{}").expect(0, &["decode"]);
    read("a.json", b"[]").expect(0, &["empty"]);
    read("a.json", b"[1,2]").expect(0, &["empty", "empty"]);
    read("a.json", b"null").expect(0, &["decode"]);
    read("a.json", b"[{}]").expect(0, &["decode"]);
    assert_eq!(read("a.json", b"\xff\xfe").errors.len(), 1);
}

#[test]
fn table_with_a_quote_never_closed() {
    let table = format!("text\n一\n\"{}", "a,\n".repeat(5 << 20));
    let outcome = read_with("a.csv", table.as_bytes(), &tight());
    outcome.expect(1, &["limit"]);
}

#[test]
fn table_without_text() {
    read("a.csv", "编号,值\n1,2\n".as_bytes()).expect(0, &["decode"]).says("--text-column");
    read("a.csv", b"\n\n\n").expect(0, &["empty"]);
    read("a.csv", b",,,\n1,2,3,4\n").expect(0, &["empty"]);
    read("a.csv", b"text\n").expect(0, &[]);
    read("a.csv", b"text\n\"\"\n \n").expect(0, &["empty", "empty"]);
}

#[test]
fn table_of_ragged_rows() {
    let outcome = read("a.csv", "title,text\n一,二\n三\n四,五,六,七\n\"八\"x,九\n".as_bytes());
    assert_eq!(outcome.documents.len(), 4, "{outcome:?}");
}

#[test]
fn table_of_many_columns() {
    let columns: Vec<String> = (0..50_000).map(|i| format!("c{i}")).collect();
    let table = format!("{},text\n{}一\n", columns.join(","), ",".repeat(50_000));
    read("a.csv", table.as_bytes()).expect(1, &[]);
    let outcome = read("a.csv", format!("{}\n1\n", columns.join(",")).as_bytes());
    outcome.expect(0, &["decode"]);
}

#[test]
fn table_in_a_mixture_of_encodings() {
    let mut bytes = ("title,text\n".to_owned() + &"普京,访问北京会见领导人\n".repeat(20)).into_bytes();
    bytes.extend(b"\xc6\xd5\xbe\xa9,\xb7\xc3\n");
    let outcome = read("a.csv", &bytes);
    assert_eq!(outcome.documents.len(), 21, "{outcome:?}");
}

fn record(length: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.b/\r\nContent-Type: application/http\r\n{length}\r\n\r\n");
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

#[test]
fn web_archive_that_lies_about_lengths() {
    let body = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>普京访问北京</p>".as_bytes();
    read("a.warc", &record("Content-Length: 99999", body)).expect(0, &["container"]).says("shorter");
    read("a.warc", &record("Content-Length: 3", body)).expect(0, &["container"]);
    read("a.warc", &record("Content-Length: -1", body)).expect(0, &["container"]);
    read("a.warc", &record("X: y", body)).expect(0, &["container"]).says("length");
    read("a.warc", &record(&format!("Content-Length: {}", u64::MAX), body)).expect(0, &["limit", "container"]);
    read("a.warc", b"WARC/1.0\r\n").expect(0, &["container"]);
    let good = record(&format!("Content-Length: {}", body.len()), body);
    read("a.warc", &good).expect(1, &[]);
    read("a.warc", &good[..good.len() - 10]).expect(0, &["container"]);
}

#[test]
fn web_archive_with_broken_answers() {
    let answers: [(&[u8], usize, &[&str]); 6] = [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc", 1, &[]),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08rubbish", 0, &["decode"]),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nxx", 0, &["decode"]),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=nonsense\r\n\r\n<p>x</p>", 1, &[]),
        (b"rubbish", 0, &[]),
        (b"", 0, &[]),
    ];
    for (answer, documents, stages) in answers {
        read("a.warc", &record(&format!("Content-Length: {}", answer.len()), answer)).expect(documents, stages);
    }
}

#[test]
fn web_archive_with_endless_headers() {
    let endless = format!("WARC/1.0\r\n{}", "X: y\r\n".repeat(500_000));
    read("a.warc", endless.as_bytes()).expect(0, &["container"]).says("too long");
    let endless = format!("WARC/1.0\r\nX: {}", "y".repeat(5 << 20));
    read("a.warc", endless.as_bytes()).expect(0, &["container"]);
}

#[test]
fn messages_of_all_sorts() {
    read("a.eml", b"MIME-Version: 1.0\r\n").expect(0, &["empty"]);
    read("a.eml", b"Content-Type: image/png\r\n\r\nx").expect(0, &["decode"]);
    read("a.eml", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x--").expect(0, &["empty"]);
    read("a.eml", b"Content-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!").errors.len();
    let mut nested = String::new();
    for i in 0..20_000 {
        nested += &format!("Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
    }
    read("a.eml", nested.as_bytes());
    read_with("a.mbox", format!("From x\nSubject: a\n\n{}\n\nFrom x\nSubject: b\n\n乙\n", "a".repeat(3 << 20)).as_bytes(), &tight())
        .expect(1, &["limit"]);
    read("a.mbox", b"From x\nSubject: a\n").expect(1, &[]);
}
