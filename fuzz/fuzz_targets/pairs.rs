//! The pair finder and all that recognises names, on a text: every span lies in the text and says what stands there.
#![no_main]

use std::sync::OnceLock;

use guanxi::dictionary::Sources;
use guanxi::document::Document;
use guanxi::pipeline::analyse;
use guanxi::recognise::model::Choice;
use guanxi::recognise::{Resources, Workspace};
use guanxi::relate::EventScratch;

libfuzzer_sys::fuzz_target!(|text: &str| {
    static RESOURCES: OnceLock<Resources> = OnceLock::new();
    let resources = RESOURCES.get_or_init(|| {
        Resources::new(&Sources::builtin()).expect("the built-in dictionaries").with_choice(&Choice::Builtin).expect("the built-in model")
    });
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\0')).collect();
    let document = Document { text: text.clone(), ..Document::default() };
    let result = analyse(resources, document, &mut Workspace::default(), Some(&mut EventScratch::default()));
    let characters: Vec<char> = text.chars().collect();
    let at = |start: u32, end: u32| characters[start as usize..end as usize].iter().collect::<String>();
    for mention in &result.mentions {
        assert!(mention.start < mention.end);
        assert_eq!(at(mention.start, mention.end), mention.surface);
        assert!(result.key(mention.local).is_some() || mention.local as usize <= result.locals.len());
    }
    for pair in result.mentions.windows(2) {
        assert!(pair[0].end <= pair[1].start, "names overlap");
    }
});
