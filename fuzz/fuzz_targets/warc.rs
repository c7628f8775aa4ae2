//! Web archives: the bytes after the version.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    guanxi_fuzz::read("x.warc", &[b"WARC/1.0\r\n", bytes].concat());
});
