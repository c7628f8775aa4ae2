//! Pages and pieces of pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| guanxi_fuzz::read("x.html", bytes));
