//! The tables of event words made ready for looking up.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{EventForm, EventTable, Frame, Inside, Modifier, ModifierKind, Strength};
use crate::dictionary::{CountryRow, DictionaryError, Endings, EntryId, Lexicon, Sources, slug};
use crate::relate::scheme::EventType;
use crate::text::fold_str;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    form: String,
    form_hant: String,
    event: String,
    frame: String,
    strength: String,
    pitfalls: String,
    cameo: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ModifierRow {
    form: String,
    form_hant: String,
    kind: String,
    position: String,
    note: String,
}

/// The `not:a/b/c` list of a remark, each with the place of `form` in it.
fn exceptions(remark: &str, form: &str) -> Vec<(usize, Vec<char>)> {
    let mut out = Vec::new();
    for part in remark.split(';') {
        let Some(listed) = part.trim().strip_prefix("not:") else { continue };
        for one in listed.split('/') {
            let folded = fold_str(one.trim());
            for (byte, _) in folded.match_indices(form) {
                let offset = folded.get(..byte).map_or(0, |s| s.chars().count());
                out.push((offset, folded.chars().collect()));
            }
        }
    }
    out
}

/// The folded spellings of a row, each once.
fn spellings(form: &str, form_hant: &str) -> Vec<String> {
    let mut folded: Vec<String> = [form, form_hant].into_iter().map(|f| fold_str(f.trim())).filter(|f| !f.is_empty()).collect();
    folded.dedup();
    folded
}

impl Frame {
    fn parse(text: &str) -> Frame {
        match text {
            "S与O" => Frame::Mutual,
            "S对OV" => Frame::ObjectBefore,
            "把OV" => Frame::Disposal,
            "N" => Frame::Noun,
            "SV" => Frame::Intransitive,
            "quote" => Frame::Speech,
            "charge" => Frame::Charge,
            _ => Frame::SubjectVerbObject,
        }
    }
}

impl Strength {
    fn parse(text: &str) -> Strength {
        match text {
            "strong" => Strength::Strong,
            "weak" => Strength::Weak,
            _ => Strength::Medium,
        }
    }
}

impl Inside {
    /// By the remarks of a row.
    fn of(pitfalls: &str) -> Inside {
        if pitfalls.contains("both actors inside") {
            Inside::Both
        } else if pitfalls.contains("object inside") {
            Inside::Object
        } else {
            Inside::None
        }
    }
}

impl ModifierKind {
    fn parse(text: &str) -> Option<ModifierKind> {
        Some(match text {
            "negation" => ModifierKind::Negation,
            "denial" => ModifierKind::Denial,
            "hypothetical" => ModifierKind::Hypothetical,
            "question" => ModifierKind::Question,
            "future" => ModifierKind::Future,
            "planned" => ModifierKind::Planned,
            "attempt" => ModifierKind::Attempt,
            "reported" => ModifierKind::Reported,
            _ => return None,
        })
    }
}

/// Adds the forms of a row, or takes them out.
fn take_row(row: &Row, forms: &mut Vec<EventForm>) {
    // A type that is no event takes the form out: how a user's row silences a built-in one.
    let event = EventType::parse(row.event.trim());
    let mut flags = row.frame.split(';').map(str::trim);
    let frame = Frame::parse(flags.next().unwrap_or(""));
    let flags: Vec<&str> = flags.collect();
    for form in spellings(&row.form, &row.form_hant) {
        let pieces: Vec<Vec<char>> = form.split('…').filter(|p| !p.is_empty()).map(|p| p.chars().collect()).collect();
        let Some(anchor) = pieces.len().checked_sub(1) else { continue };
        let Some(text) = pieces.get(anchor).map(|p| p.iter().collect::<String>()) else { continue };
        let Some(event) = event else {
            forms.retain(|f: &EventForm| f.pieces != pieces);
            continue;
        };
        forms.push(EventForm {
            event,
            frame,
            passive: flags.contains(&"passive"),
            noun: flags.contains(&"noun") || frame == Frame::Noun,
            clause: flags.contains(&"clause"),
            strength: Strength::parse(row.strength.trim()),
            cameo: row.cameo.trim().parse().ok().filter(|c| (1..=20).contains(c)).unwrap_or(event.cameo()),
            inside: Inside::of(&row.pitfalls),
            gap_acts: row.pitfalls.contains("the gap acts"),
            suffers: row.pitfalls.contains("passive by nature"),
            not: exceptions(&row.pitfalls, &text),
            pieces,
            anchor,
        });
    }
}

/// The strings that are looked for.
#[derive(Default)]
struct Patterns {
    strings: Vec<String>,
    index: FxHashMap<String, usize>,
    /// For every string, the forms and modifiers that it anchors.
    anchored: Vec<(Vec<u32>, Vec<u32>)>,
}

impl Patterns {
    /// The forms and modifiers that a string anchors, a new string being added.
    fn slot(&mut self, text: String) -> &mut (Vec<u32>, Vec<u32>) {
        let at = *self.index.entry(text.clone()).or_insert_with(|| {
            self.strings.push(text);
            self.anchored.push((Vec::new(), Vec::new()));
            self.strings.len() - 1
        });
        &mut self.anchored[at]
    }
}

/// Countries by the entry of their capital.
fn capitals(sources: &Sources, lexicon: &Lexicon) -> Result<FxHashMap<EntryId, EntryId>, DictionaryError> {
    let mut country_of_capital = FxHashMap::default();
    for row in sources.rows::<CountryRow>("countries.csv")? {
        let Some(&country) = lexicon.country_by_code.get(&row.id) else { continue };
        if row.status != "current" || row.capital_en.is_empty() {
            continue;
        }
        if let Some(&capital) = lexicon.by_id.get(&format!("place:{}", slug(&row.capital_en))) {
            country_of_capital.entry(capital).or_insert(country);
        }
    }
    Ok(country_of_capital)
}

impl EventTable {
    /// Compiles the tables in force.
    ///
    /// # Errors
    /// A row that does not fit its columns, or forms that cannot be compiled.
    pub fn compile(sources: &Sources, lexicon: &Lexicon) -> Result<EventTable, DictionaryError> {
        let mut forms: Vec<EventForm> = Vec::new();
        for row in sources.rows::<Row>("events.csv")? {
            take_row(&row, &mut forms);
        }
        let mut patterns = Patterns::default();
        for (number, form) in forms.iter().enumerate() {
            if let Some(piece) = form.pieces.get(form.anchor) {
                patterns.slot(piece.iter().collect()).0.push(number as u32);
            }
        }
        let mut modifiers = Vec::new();
        for row in sources.rows::<ModifierRow>("event_modifiers.csv")? {
            let Some(kind) = ModifierKind::parse(row.kind.trim()) else { continue };
            for form in spellings(&row.form, &row.form_hant) {
                patterns.slot(form.clone()).1.push(modifiers.len() as u32);
                modifiers.push(Modifier {
                    kind,
                    before: row.position.trim() != "after",
                    after: row.position.trim() != "before",
                    length: form.chars().count(),
                    not: exceptions(&row.note, &form),
                });
            }
        }
        let country_of_capital = capitals(sources, lexicon)?;
        let strings = Endings::new(patterns.strings.iter().map(String::as_str).zip(0..)).map_err(DictionaryError::Compile)?;
        Ok(EventTable { forms, modifiers, of_pattern: patterns.anchored, strings, country_of_capital })
    }
}
