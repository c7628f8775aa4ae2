//! Tar, zip and compressed files, told by their content.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guanxi_fuzz::read("x", bytes));
