//! Whole pages, in which the article is looked for, by itself and by a selector.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = [b"<html><body>", bytes].concat();
    guanxi_fuzz::read("x.html", &page);
    guanxi_fuzz::read_with("x.html", &page, Some("div > p, .a [b] i"));
});
