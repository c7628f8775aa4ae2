//! Selectors.
#![no_main]

libfuzzer_sys::fuzz_target!(|selector: &str| {
    guanxi_fuzz::read_with(
        "x.html",
        b"<div class=a><p id=b>x</p></div>",
        Some(selector),
    );
});
