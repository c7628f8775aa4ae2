//! Strange files and folders.

use std::fs;

use guanxi::read::ReadOptions;

use crate::{read, read_path, tight};

#[test]
fn empty_files() {
    for bytes in [&b""[..], b" \n\t\n", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf\n"] {
        for name in ["a.txt", "a.md", "a.html", "a"] {
            read(name, bytes).expect(0, &["empty"]);
        }
    }
    for name in ["a.json", "a.xml"] {
        assert_eq!(read(name, b"").errors.len(), 1);
    }
    read("a.csv", b"").expect(0, &["empty"]);
    read("a.jsonl", b"").expect(0, &[]);
}

#[test]
fn missing_input() {
    read_path(std::path::Path::new("no/such/file.md"), &ReadOptions::default()).expect(0, &["open"]);
}

#[test]
fn empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    read_path(folder.path(), &ReadOptions::default()).expect(0, &[]);
}

#[test]
fn binary_files_whatever_they_are_called() {
    let noise: Vec<u8> = (0..20_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (name, bytes) in [
        ("a.md", noise.clone()),
        ("a.txt", noise.clone()),
        ("a.html", noise),
        ("b.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("c.md", b"\x7fELF\x02\x01\x01\0\0\0\0".to_vec()),
        ("d.txt", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3".to_vec()),
        ("e.txt", vec![0; 10_000]),
        ("f.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec()),
        ("g.rar", b"Rar!\x1a\x07\x01\0".to_vec()),
    ] {
        read(name, &bytes).expect(0, &["decode"]);
    }
}

#[test]
fn folders_in_folders() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().to_path_buf();
    for _ in 0..300 {
        path.push("d");
    }
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("a.txt"), "文").unwrap();
    read_path(folder.path(), &ReadOptions::default()).expect(1, &[]);
}

#[test]
fn names_with_everything_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["a,b\".txt", "新 闻!.txt", "#1.txt", "&amp;.txt", "%20.txt", "-.txt", "a!b#c.txt"];
    for name in names {
        fs::write(folder.path().join(name), "文").unwrap();
    }
    let outcome = read_path(folder.path(), &ReadOptions::default());
    outcome.expect(names.len(), &[]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn loops_of_links() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.txt"), "文").unwrap();
        symlink(&root, root.join("self")).unwrap();
        symlink("two", root.join("one")).unwrap();
        symlink("one", root.join("two")).unwrap();
        symlink(folder.path(), root.join("above")).unwrap();
        read_path(&root, &ReadOptions::default()).expect(1, &["open", "open", "open"]);
    }

    #[test]
    fn unreadable_file_and_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (file, inner) = (folder.path().join("a.txt"), folder.path().join("inner"));
        fs::write(&file, "文").unwrap();
        fs::write(folder.path().join("b.txt"), "文").unwrap();
        fs::create_dir(&inner).unwrap();
        for path in [&file, &inner] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
        }
        let outcome = read_path(folder.path(), &ReadOptions::default());
        // To the administrator nothing is unreadable.
        match fs::File::open(&file) {
            Ok(_) => outcome.expect(2, &[]),
            Err(_) => outcome.expect(1, &["open", "open"]),
        };
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[test]
    fn pipes_and_sockets_do_not_block() {
        let folder = tempfile::tempdir().unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
        fs::write(folder.path().join("a.txt"), "文").unwrap();
        read_path(folder.path(), &ReadOptions::default()).expect(1, &["open"]).says("not a regular file");
    }

    #[test]
    fn names_that_are_no_text() {
        let folder = tempfile::tempdir().unwrap();
        for name in [&b"\xd0\xc2\xce\xc5.txt"[..], b"line\nbreak.txt"] {
            if fs::write(folder.path().join(OsStr::from_bytes(name)), "文").is_err() {
                // Not every file system takes such names.
                return;
            }
        }
        read_path(folder.path(), &ReadOptions::default()).expect(2, &[]);
    }
}

#[test]
fn one_file_larger_than_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), "<p>文</p>".repeat(200_000)).unwrap();
    fs::write(folder.path().join("b.txt"), "文").unwrap();
    read_path(folder.path(), &tight()).expect(1, &["limit"]).says("max_entry_bytes");
}
