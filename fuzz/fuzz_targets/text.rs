//! Plain text in any character set.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guanxi_fuzz::read("x.txt", bytes));
