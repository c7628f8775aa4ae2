//! Curation files: whatever stands in one, it is understood or refused with its line.
#![no_main]

use std::path::Path;

use guanxi::curation::{Curation, CurationError};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let text = format!("action,ids,values,reason\n{text}");
    match Curation::parse(Path::new("curation.csv"), &text) {
        Ok(curation) => assert!(curation.decisions.iter().all(|d| !d.ids.is_empty() && d.line > 1)),
        Err(CurationError::Lines { problems, .. }) => {
            assert!(!problems.is_empty() && problems.iter().all(|p| !p.message.is_empty()));
        }
        Err(error) => panic!("{error}"),
    }
});
