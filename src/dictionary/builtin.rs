//! The dictionary files compiled into the program.

/// File name and text of every built-in dictionary.
pub const FILES: &[(&str, &str)] = &[
    ("countries.csv", include_str!("../../dictionaries/countries.csv")),
    ("organizations.csv", include_str!("../../dictionaries/organizations.csv")),
    ("people.csv", include_str!("../../dictionaries/people.csv")),
    ("places.csv", include_str!("../../dictionaries/places.csv")),
    ("names.csv", include_str!("../../dictionaries/names.csv")),
    ("terms.csv", include_str!("../../dictionaries/terms.csv")),
    ("titles.csv", include_str!("../../dictionaries/titles.csv")),
    ("surnames.csv", include_str!("../../dictionaries/surnames.csv")),
    ("bodies.csv", include_str!("../../dictionaries/bodies.csv")),
    ("org_suffixes.csv", include_str!("../../dictionaries/org_suffixes.csv")),
    ("org_words.csv", include_str!("../../dictionaries/org_words.csv")),
    ("sounds.csv", include_str!("../../dictionaries/sounds.csv")),
    ("events.csv", include_str!("../../dictionaries/events.csv")),
    ("event_modifiers.csv", include_str!("../../dictionaries/event_modifiers.csv")),
    ("characters.csv", include_str!("../../dictionaries/characters.csv")),
    ("stopwords.csv", include_str!("../../dictionaries/stopwords.csv")),
];
