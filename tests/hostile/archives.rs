//! Broken and malicious archives.

use std::io::Write;

use crate::{read, read_with, tight};

const ARTICLE: &[u8] = "普京访华\n俄罗斯总统普京抵达北京。\n".as_bytes();

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// So many megabytes of zeros, compressed.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![0u8; 1 << 20];
    for _ in 0..megabytes {
        writer.write_all(&block).unwrap();
    }
    writer.finish().unwrap()
}

fn header(name: &str, kind: tar::EntryType, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    let field = &mut header.as_old_mut().name;
    field[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

/// A tar of raw headers and contents, with no library between to refuse them.
fn raw_tar(entries: &[(tar::Header, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (header, content) in entries {
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

fn article(name: &str) -> (tar::Header, &'static [u8]) {
    (header(name, tar::EntryType::Regular, ARTICLE.len() as u64), ARTICLE)
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn find(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|w| w == needle).unwrap()
}

#[test]
fn gzip_cut_off() {
    let whole = gzip(&raw_tar(&[article("a.txt"), article("b.txt")]));
    for length in [3, 10, 20, whole.len() / 2, whole.len() - 1] {
        let outcome = read("a.tar.gz", &whole[..length]);
        assert!(!outcome.errors.is_empty(), "{length}");
    }
    let noise: Vec<u8> = (0..100_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8 % 26 + b'a').collect();
    let whole = gzip(&raw_tar(&[article("a.txt"), (header("b.txt", tar::EntryType::Regular, noise.len() as u64), &noise)]));
    read("a.tar.gz", &whole[..whole.len() / 2]).expect(1, &["container", "container"]).says("cut off");
}

#[test]
fn gzip_with_rubbish_behind() {
    let mut bytes = gzip(ARTICLE);
    bytes.extend_from_slice(b"rubbish");
    assert_eq!(read("a.txt.gz", &bytes).errors.len(), 1);
}

#[test]
fn gzip_damaged() {
    let mut bytes = gzip(&ARTICLE.repeat(100));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    read("a.txt.gz", &bytes).expect(0, &["container"]);
}

#[test]
fn bomb_of_one_file() {
    read("a.txt.gz", &zeros(200)).expect(0, &["limit"]).says("bomb");
}

#[test]
fn bomb_in_a_tar() {
    let inner = zeros(300);
    let outcome = read("a.tar", &raw_tar(&[(header("b.txt.gz", tar::EntryType::Regular, inner.len() as u64), &inner), article("c.txt")]));
    outcome.expect(1, &["limit"]);
}

#[test]
fn tar_that_unpacks_without_end() {
    let mut tar = Vec::new();
    tar.extend_from_slice(header("big.txt", tar::EntryType::Regular, 4 << 30).as_bytes());
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(&tar).unwrap();
    for _ in 0..300 {
        writer.write_all(&vec![0u8; 1 << 20]).unwrap();
    }
    let outcome = read("a.tar.gz", &writer.finish().unwrap());
    assert!(outcome.errors.iter().any(|row| row.stage == "limit" && row.error.contains("bomb")), "{outcome:?}");
}

#[test]
fn gzip_in_gzip_in_gzip() {
    let mut bytes = ARTICLE.to_vec();
    for _ in 0..40 {
        bytes = gzip(&bytes);
    }
    read("a.gz", &bytes).expect(0, &["limit"]).says("max_depth");
}

#[test]
fn other_compressions_broken() {
    for (name, bytes) in [
        ("a.zst", b"\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        // A window of 3.75 TB.
        ("b.zst", b"\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00".to_vec()),
        ("a.xz", b"\xfd7zXZ\0\0\0\0\0".to_vec()),
        ("a.bz2", b"BZh91AY&SYxxxxxxxxxxxxxxxxxxxx".to_vec()),
        ("a.gz", b"\x1f\x8b\x08\x00".to_vec()),
        ("a.gz", b"\x1f\x8b".to_vec()),
    ] {
        read(name, &bytes).expect(0, &["container"]);
    }
}

#[test]
fn zips_nested_too_deep() {
    let mut bytes = zip(&[("a.txt", ARTICLE)]);
    for _ in 0..3 {
        bytes = zip(&[("inner.zip", &bytes), ("b.txt", ARTICLE)]);
    }
    let outcome = read("a.zip", &bytes);
    outcome.expect(3, &["limit"]).says("max_depth");
    assert!(outcome.errors[0].path.ends_with("!inner.zip!inner.zip!inner.zip"));
}

#[test]
fn zip_bomb() {
    let options = zip::write::SimpleFileOptions::default();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let block = vec![b'a'; 1 << 20];
    for name in ["a.txt", "b.txt"] {
        writer.start_file(name, options).unwrap();
        for _ in 0..150 {
            writer.write_all(&block).unwrap();
        }
    }
    let bytes = writer.finish().unwrap().into_inner();
    read("a.zip", &bytes).expect(0, &["limit", "limit", "limit"]).says("bomb");
}

#[test]
fn zip_cut_off() {
    let whole = zip(&[("a.txt", ARTICLE), ("b.txt", ARTICLE)]);
    for length in [4, 30, whole.len() / 2, whole.len() - 10] {
        read("a.zip", &whole[..length]).expect(0, &["container"]);
    }
}

#[test]
fn zip_that_states_too_many_entries() {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend_from_slice(b"PK\x06\x06");
    bytes.extend_from_slice(&44u64.to_le_bytes());
    bytes.extend_from_slice(&[0; 12]);
    bytes.extend_from_slice(&u64::from(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(&[0xff; 24]);
    bytes.extend_from_slice(b"PK\x05\x06");
    bytes.extend_from_slice(&[0xff; 16]);
    bytes.extend_from_slice(&[0; 2]);
    read("a.zip", &bytes).expect(0, &["limit"]).says("entries");
    let entries: Vec<(String, &[u8])> = (0..1200).map(|i| (format!("{i}.txt"), ARTICLE)).collect();
    let entries: Vec<(&str, &[u8])> = entries.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    read_with("a.zip", &zip(&entries), &tight()).expect(0, &["limit"]);
}

#[test]
fn zip_encrypted_or_packed_strangely() {
    let mut bytes = zip(&[("a.txt", ARTICLE)]);
    let directory = find(&bytes, b"PK\x01\x02");
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    read("a.zip", &bytes).expect(0, &["container"]).says("password");
    let mut bytes = zip(&[("a.txt", ARTICLE)]);
    let directory = find(&bytes, b"PK\x01\x02");
    bytes[8] = 99;
    bytes[directory + 10] = 99;
    read("a.zip", &bytes).expect(0, &["container"]);
}

#[test]
fn zip_with_a_false_checksum() {
    let mut bytes = zip(&[("a.txt", ARTICLE)]);
    let directory = find(&bytes, b"PK\x01\x02");
    bytes[14] ^= 0xff;
    bytes[directory + 16] ^= 0xff;
    read("a.zip", &bytes).expect(0, &["container"]);
}

#[test]
fn zip_paths_that_climb_out() {
    let outcome = read("a.zip", &zip(&[("../../etc/a.txt", ARTICLE), ("/abs/b.txt", ARTICLE), ("c\\..\\d.txt", ARTICLE), ("..", ARTICLE)]));
    outcome.expect(4, &[]);
    let paths: Vec<&str> = outcome.documents.iter().map(|d| d.path.rsplit('!').next().unwrap()).collect();
    assert_eq!(paths, ["etc/a.txt", "abs/b.txt", "c/d.txt", "unnamed"]);
}

#[test]
fn zip_of_an_office_document() {
    read("a.docx", &zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")])).expect(0, &["decode"]).says("Office");
}

#[test]
fn zip_with_a_link() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.add_symlink("link.txt", "/etc/passwd", options).unwrap();
    writer.start_file("a.txt", options).unwrap();
    writer.write_all(ARTICLE).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    read("a.zip", &bytes).expect(1, &["container"]).says("link");
}

#[test]
fn zip_named_in_gbk() {
    let plain = "AAAAAAAA.txt";
    let name = encoding_rs::GBK.encode("新闻联播.txt").0.into_owned();
    let mut bytes = zip(&[(plain, ARTICLE)]);
    for _ in 0..2 {
        let at = find(&bytes, plain.as_bytes());
        bytes[at..at + name.len()].copy_from_slice(&name);
    }
    let outcome = read("a.zip", &bytes);
    assert!(outcome.expect(1, &[]).documents[0].path.ends_with("a.zip!新闻联播.txt"));
}

#[test]
fn empty_archives() {
    read("a.zip", &zip(&[])).expect(0, &[]);
    read("a.gz", &gzip(b"")).expect(0, &["empty"]);
    read("a.tar.gz", &gzip(&[0; 1024])).expect(0, &["decode"]);
}

#[test]
fn tar_paths_that_climb_out() {
    let outcome = read("a.tar", &raw_tar(&[article("../../a.txt"), article("/etc/b.txt"), article("a.txt"), article("a.txt")]));
    outcome.expect(4, &[]);
    let paths: Vec<&str> = outcome.documents.iter().map(|d| d.path.rsplit('!').next().unwrap()).collect();
    assert_eq!(paths, ["a.txt", "etc/b.txt", "a.txt~2", "a.txt~3"]);
    let mut ids: Vec<&str> = outcome.documents.iter().map(|d| d.doc_id.as_str()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

#[test]
fn tar_of_links_and_devices() {
    let mut link = header("l.txt", tar::EntryType::Symlink, 0);
    link.set_link_name("/etc/passwd").unwrap();
    link.set_cksum();
    let mut hard = header("h.txt", tar::EntryType::Link, 0);
    hard.set_link_name("a.txt").unwrap();
    hard.set_cksum();
    let fifo = header("f", tar::EntryType::Fifo, 0);
    let device = header("d", tar::EntryType::Block, 0);
    let folder = header("x", tar::EntryType::Directory, 0);
    read("a.tar", &raw_tar(&[article("a.txt"), (link, b""), (hard, b""), (fifo, b""), (device, b""), (folder, b"")]))
        .expect(1, &["container", "container", "container", "container"])
        .says("link");
}

#[test]
fn tar_with_a_sparse_file() {
    let mut sparse = header("s.txt", tar::EntryType::GNUSparse, ARTICLE.len() as u64);
    if let Some(gnu) = sparse.as_gnu_mut() {
        gnu.set_real_size(1 << 40);
        gnu.sparse[0].set_offset(0);
        gnu.sparse[0].set_length(ARTICLE.len() as u64);
        gnu.sparse[1].set_offset(1 << 40);
        gnu.sparse[1].set_length(0);
    }
    sparse.set_cksum();
    read("a.tar", &raw_tar(&[(sparse, ARTICLE), article("a.txt")])).expect(1, &["container"]).says("sparse");
}

#[test]
fn tar_with_large_hidden_files() {
    let large = vec![b'x'; 9 << 20];
    let hidden = header(".git/pack", tar::EntryType::Regular, large.len() as u64);
    let folder = header("x/", tar::EntryType::Directory, 0);
    read("a.tar", &raw_tar(&[(hidden, &large), (folder, b""), article("a.txt")])).expect(1, &[]);
}

#[test]
fn tar_cut_off_or_damaged() {
    let whole = raw_tar(&[article("a.txt"), article("b.txt")]);
    read("a.tar", &whole[..1024 + 512 + 10]).expect(1, &["container", "container"]).says("cut off");
    let mut damaged = whole.clone();
    damaged[1024 + 148] ^= 1;
    read("a.tar", &damaged).expect(1, &["container"]);
    // Without its end mark it is still whole.
    read("a.tar", &whole[..2048]).expect(2, &[]);
}

#[test]
fn tar_with_a_name_that_never_ends() {
    let long = vec![b'n'; 8 << 20];
    let bytes = raw_tar(&[(header("././@LongLink", tar::EntryType::GNULongName, long.len() as u64), &long), article("a.txt")]);
    read("a.tar", &bytes).expect(0, &["limit"]);
    let mut records = Vec::new();
    records.extend_from_slice(format!("{} comment=", 8 << 20).as_bytes());
    records.resize(8 << 20, b'x');
    let bytes = raw_tar(&[(header("pax", tar::EntryType::XHeader, records.len() as u64), &records), article("a.txt")]);
    read("a.tar", &bytes).expect(0, &["limit"]);
}

#[test]
fn tar_of_an_absurd_size() {
    let mut absurd = header("a.txt", tar::EntryType::Regular, 0);
    absurd.as_old_mut().size.copy_from_slice(b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
    absurd.set_cksum();
    let outcome = read("a.tar", &raw_tar(&[(absurd, ARTICLE)]));
    assert!(!outcome.errors.is_empty());
    let large = header("a.txt", tar::EntryType::Regular, 8 << 30);
    let outcome = read("a.tar", &raw_tar(&[(large, ARTICLE)]));
    assert!(!outcome.errors.is_empty(), "{outcome:?}");
}

#[test]
fn tar_of_too_many_entries() {
    let entries: Vec<_> = (0..1001).map(|i| article(if i % 2 == 0 { "a.txt" } else { "b.txt" })).collect();
    read_with("a.tar", &raw_tar(&entries), &tight()).expect(1000, &["limit"]).says("max_entries");
}

#[test]
fn entry_larger_than_the_limit() {
    let large = vec![b'a'; (1 << 20) + 1];
    read_with("a.tar", &raw_tar(&[(header("a.txt", tar::EntryType::Regular, large.len() as u64), &large), article("b.txt")]), &tight())
        .expect(1, &["limit"])
        .says("max_entry_bytes");
    read_with("a.txt", &large, &tight()).expect(0, &["limit"]);
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("x.txt", stored).unwrap();
    writer.write_all(&vec![b'a'; 5 << 20]).unwrap();
    let nested = writer.finish().unwrap().into_inner();
    read_with("a.tar", &raw_tar(&[(header("n.zip", tar::EntryType::Regular, nested.len() as u64), &nested)]), &tight())
        .expect(0, &["limit"])
        .says("max_nested_bytes");
}
