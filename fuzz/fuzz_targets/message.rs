//! Messages in MIME.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guanxi_fuzz::read("x.eml", bytes));
