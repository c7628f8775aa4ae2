//! Dates: what comes out goes in unchanged.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Some(date) = guanxi::read::normalise_date(text) {
        assert_eq!(guanxi::read::normalise_date(&date), Some(date));
    }
});
