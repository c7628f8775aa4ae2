//! Event words and their modifiers (`events.csv`, `event_modifiers.csv`), looked for in one scan
//! of their own that runs only over sentences that can hold an event.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::flat::{Flat, TokenKind};
use super::scheme::EventType;
use crate::dictionary::{CountryRow, DictionaryError, Endings, EntryId, Lexicon, Sources, slug};
use crate::text::fold_str;

/// Most characters that a gap (`…`) of a form may span; a name counts as two.
const GAP: usize = 14;

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

/// How the arguments of an event word stand around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Subject, word, object.
    SubjectVerbObject,
    /// Two sides that do it together (A与B会谈).
    Mutual,
    /// The object stands before the word, after a preposition (对…表示不满).
    ObjectBefore,
    /// The object is fronted by 把 or 将.
    Disposal,
    /// A noun.
    Noun,
    /// No object of its own.
    Intransitive,
    /// What the speaker says of himself.
    Speech,
    /// What is said against somebody (某国违反协议): only where somebody else says it.
    Charge,
}

/// How sure a form means its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Only with both arguments beside it.
    Weak,
    /// Usually.
    Medium,
    /// Nearly always.
    Strong,
}

/// Arguments that are part of the form itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// None.
    None,
    /// The object (访台).
    Object,
    /// Both (拜习会).
    Both,
}

/// One form of `events.csv`.
#[derive(Clone, Debug)]
pub struct EventForm {
    /// Its type.
    pub event: EventType,
    /// Its frame.
    pub frame: Frame,
    /// 被/遭 swap its arguments.
    pub passive: bool,
    /// It is also a noun.
    pub noun: bool,
    /// Its object may be the subject of a clause that follows.
    pub clause: bool,
    /// Its strength.
    pub strength: Strength,
    /// Root code in CAMEO.
    pub cameo: u8,
    /// Arguments inside the form.
    pub inside: Inside,
    /// The one before it suffers it (被捕).
    pub suffers: bool,
    /// Who stands in its gap does it to the one before it (应…要求).
    pub gap_acts: bool,
    /// Pieces between gaps.
    pub pieces: Vec<Vec<char>>,
    /// Which piece is looked for.
    anchor: usize,
    /// Strings inside which the form means something else: offset of the form and characters.
    not: Vec<(usize, Vec<char>)>,
}

impl EventForm {
    /// Characters of all pieces.
    pub fn length(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }
}

/// What a modifier does to the event after or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModifierKind {
    /// It did not happen.
    Negation,
    /// Someone denies it.
    Denial,
    /// It may happen, or would.
    Hypothetical,
    /// It is asked.
    Question,
    /// It is to come.
    Future,
    /// It is planned.
    Planned,
    /// It is tried.
    Attempt,
    /// Others say so.
    Reported,
}

#[derive(Clone, Debug)]
struct Modifier {
    kind: ModifierKind,
    before: bool,
    after: bool,
    length: usize,
    not: Vec<(usize, Vec<char>)>,
}

/// An event word found in a sentence; offsets index [`Flat::chars`].
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Index into [`EventTable::forms`].
    pub form: u32,
    /// First character of the first piece.
    pub start: usize,
    /// One past the last character of the last piece.
    pub end: usize,
    /// The piece that is shown.
    pub shown: (usize, usize),
    /// The gaps.
    pub gaps: Vec<(usize, usize)>,
    /// The pieces.
    pub pieces: Vec<(usize, usize)>,
}

/// A modifier found in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Modification {
    /// What it does.
    pub kind: ModifierKind,
    /// May stand before the event.
    pub before: bool,
    /// May stand after the event.
    pub after: bool,
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The event words and modifiers in force.
pub struct EventTable {
    /// Forms.
    pub forms: Vec<EventForm>,
    modifiers: Vec<Modifier>,
    /// For every string looked for, the forms and modifiers that it anchors.
    of_pattern: Vec<(Vec<u32>, Vec<u32>)>,
    strings: Endings,
    /// Countries by the entry of their capital.
    pub country_of_capital: FxHashMap<EntryId, EntryId>,
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

fn is_excepted(flat: &Flat, start: usize, not: &[(usize, Vec<char>)]) -> bool {
    not.iter().any(|(offset, text)| start.checked_sub(*offset).is_some_and(|from| flat.slice(from, from + text.len()) == text.as_slice()))
}

impl EventTable {
    /// Compiles the tables in force.
    ///
    /// # Errors
    /// A row that does not fit its columns, or forms that cannot be compiled.
    pub fn compile(sources: &Sources, lexicon: &Lexicon) -> Result<EventTable, DictionaryError> {
        let mut forms: Vec<EventForm> = Vec::new();
        let mut modifiers = Vec::new();
        let mut patterns: Vec<String> = Vec::new();
        let mut index: FxHashMap<String, usize> = FxHashMap::default();
        let mut of_pattern: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
        let mut slot = |text: String, patterns: &mut Vec<String>, of_pattern: &mut Vec<(Vec<u32>, Vec<u32>)>| -> usize {
            *index.entry(text.clone()).or_insert_with(|| {
                patterns.push(text);
                of_pattern.push((Vec::new(), Vec::new()));
                patterns.len() - 1
            })
        };
        for row in sources.rows::<Row>("events.csv")? {
            // A type that is no event takes the form out: how a user's row silences a built-in one.
            let event = EventType::parse(row.event.trim());
            let mut flags = row.frame.split(';').map(str::trim);
            let frame = match flags.next().unwrap_or("") {
                "S与O" => Frame::Mutual,
                "S对OV" => Frame::ObjectBefore,
                "把OV" => Frame::Disposal,
                "N" => Frame::Noun,
                "SV" => Frame::Intransitive,
                "quote" => Frame::Speech,
                "charge" => Frame::Charge,
                _ => Frame::SubjectVerbObject,
            };
            let flags: Vec<&str> = flags.collect();
            let mut folded: Vec<String> =
                [&row.form, &row.form_hant].into_iter().map(|f| fold_str(f.trim())).filter(|f| !f.is_empty()).collect();
            folded.dedup();
            for form in folded {
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
                    strength: match row.strength.trim() {
                        "strong" => Strength::Strong,
                        "weak" => Strength::Weak,
                        _ => Strength::Medium,
                    },
                    cameo: row.cameo.trim().parse().ok().filter(|c| (1..=20).contains(c)).unwrap_or(event.cameo()),
                    inside: if row.pitfalls.contains("both actors inside") {
                        Inside::Both
                    } else if row.pitfalls.contains("object inside") {
                        Inside::Object
                    } else {
                        Inside::None
                    },
                    gap_acts: row.pitfalls.contains("the gap acts"),
                    suffers: row.pitfalls.contains("passive by nature"),
                    not: exceptions(&row.pitfalls, &text),
                    pieces,
                    anchor,
                });
            }
        }
        for (number, form) in forms.iter().enumerate() {
            if let Some(piece) = form.pieces.get(form.anchor) {
                let at = slot(piece.iter().collect(), &mut patterns, &mut of_pattern);
                of_pattern[at].0.push(number as u32);
            }
        }
        for row in sources.rows::<ModifierRow>("event_modifiers.csv")? {
            let kind = match row.kind.trim() {
                "negation" => ModifierKind::Negation,
                "denial" => ModifierKind::Denial,
                "hypothetical" => ModifierKind::Hypothetical,
                "question" => ModifierKind::Question,
                "future" => ModifierKind::Future,
                "planned" => ModifierKind::Planned,
                "attempt" => ModifierKind::Attempt,
                "reported" => ModifierKind::Reported,
                _ => continue,
            };
            let mut folded: Vec<String> =
                [&row.form, &row.form_hant].into_iter().map(|f| fold_str(f.trim())).filter(|f| !f.is_empty()).collect();
            folded.dedup();
            for form in folded {
                let at = slot(form.clone(), &mut patterns, &mut of_pattern);
                of_pattern[at].1.push(modifiers.len() as u32);
                modifiers.push(Modifier {
                    kind,
                    before: row.position.trim() != "after",
                    after: row.position.trim() != "before",
                    length: form.chars().count(),
                    not: exceptions(&row.note, &form),
                });
            }
        }
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
        let strings = Endings::new(patterns.iter().map(String::as_str).zip(0..)).map_err(DictionaryError::Compile)?;
        Ok(EventTable { forms, modifiers, of_pattern, strings, country_of_capital })
    }

    /// The form with this index.
    pub fn form(&self, index: u32) -> Option<&EventForm> {
        self.forms.get(index as usize)
    }

    /// Finds the event words and modifiers of a sentence; of overlapping event words the longest. Where there is no
    /// event word, modifiers are not looked for.
    pub fn scan(&self, flat: &Flat, found: &mut EventWords) {
        found.clear();
        let EventWords { triggers, modifications, hits, order } = found;
        hits.clear();
        self.strings.scan(&flat.chars, |pattern, start, end| {
            let Some((forms, mods)) = self.of_pattern.get(pattern as usize) else { return };
            if !mods.is_empty() {
                hits.push((pattern, start, end));
            }
            if forms.is_empty() {
                return;
            }
            let hit = Hit::of(flat, start, end);
            for &form in forms {
                if let Some(trigger) = self.forms.get(form as usize).and_then(|f| fit(flat, f, form, &hit)) {
                    triggers.push(trigger);
                }
            }
        });
        if triggers.is_empty() {
            return;
        }
        for &(pattern, start, end) in &*hits {
            let Some((_, mods)) = self.of_pattern.get(pattern as usize) else { continue };
            let hit = Hit::of(flat, start, end);
            for &m in mods {
                let Some(m) = self.modifiers.get(m as usize) else { continue };
                if !hit.is_free(m.length < 2) || hit.named || is_excepted(flat, hit.start, &m.not) {
                    continue;
                }
                modifications.push(Modification { kind: m.kind, before: m.before, after: m.after, start: hit.start, end: hit.end });
            }
        }
        if triggers.len() > 1 {
            keep_longest(triggers, order);
        }
        // A modifier that is part of an event word has done its work there.
        modifications.retain(|m| !triggers.iter().any(|t| t.pieces.iter().any(|p| p.0 < m.end && m.start < p.1)));
    }
}

/// Of overlapping event words leaves the longest, by their places; ties go to the earlier one, then to the row that
/// stands first. `order` is a buffer.
fn keep_longest(triggers: &mut Vec<Trigger>, order: &mut Vec<Trigger>) {
    triggers.sort_by(|a, b| {
        let length = |t: &Trigger| t.pieces.iter().map(|p| p.1 - p.0).sum::<usize>();
        length(b).cmp(&length(a)).then(a.start.cmp(&b.start)).then(a.form.cmp(&b.form))
    });
    order.clear();
    for trigger in triggers.drain(..) {
        let clash = order.iter().any(|k| k.pieces.iter().any(|x| trigger.pieces.iter().any(|y| x.0 < y.1 && y.0 < x.1)));
        if !clash {
            order.push(trigger);
        }
    }
    order.sort_by_key(|t| (t.start, t.end));
    std::mem::swap(triggers, order);
}

/// A place where a form or modifier was found.
#[derive(Clone, Copy, Debug)]
struct Hit {
    start: usize,
    end: usize,
    /// It touches a name.
    named: bool,
    /// It begins where a word begins.
    begins: bool,
    /// It ends where a word ends.
    ends: bool,
}

impl Hit {
    /// Looks at what stands at these characters.
    fn of(flat: &Flat, start: usize, end: usize) -> Hit {
        let token = |i: usize| flat.token_at(i).and_then(|t| flat.tokens.get(t));
        let (first, last) = (token(start), end.checked_sub(1).and_then(token));
        Hit {
            start,
            end,
            named: in_name(flat, start, end),
            begins: first.is_none_or(|t| t.start as usize == start),
            ends: last.is_none_or(|t| t.end as usize == end),
        }
    }

    /// Whether it begins and ends where words may. Long ones need one border only.
    fn is_free(&self, strict: bool) -> bool {
        if strict { self.begins && self.ends } else { self.begins || self.ends }
    }
}

/// What is found in a sentence, and buffers for finding it.
#[derive(Default)]
pub struct EventWords {
    /// The event words.
    pub triggers: Vec<Trigger>,
    /// The modifiers.
    pub modifications: Vec<Modification>,
    /// Places of modifiers: pattern and characters.
    hits: Vec<(u32, usize, usize)>,
    order: Vec<Trigger>,
}

impl EventWords {
    /// Forgets what was found.
    pub fn clear(&mut self) {
        self.triggers.clear();
        self.modifications.clear();
    }
}

/// Whether the range touches a name.
fn in_name(flat: &Flat, start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end {
        let Some(token) = flat.token_at(at).and_then(|t| flat.tokens.get(t)) else { return false };
        if matches!(token.kind, TokenKind::Name(_)) {
            return true;
        }
        at = (token.end as usize).max(at + 1);
    }
    false
}

/// Whether the range begins and ends where words do.
fn is_word(flat: &Flat, start: usize, end: usize) -> bool {
    let token = |i: usize| flat.token_at(i).and_then(|t| flat.tokens.get(t));
    token(start).is_none_or(|t| t.start as usize == start) && end.checked_sub(1).and_then(token).is_none_or(|t| t.end as usize == end)
}

/// Fits a form whose anchor stands at `hit`.
fn fit(flat: &Flat, form: &EventForm, number: u32, hit: &Hit) -> Option<Trigger> {
    let Hit { start, end, .. } = *hit;
    let length = end - start;
    let single = form.pieces.len() == 1;
    if form.inside == Inside::None && (hit.named || !hit.is_free(length <= if single { 3 } else { 2 })) {
        return None;
    }
    if is_excepted(flat, start, &form.not) {
        return None;
    }
    // 以“盗窃国家机密”起诉: what is quoted with more around it is a name for something.
    if flat.quoted.iter().any(|q| q.0 <= start && end <= q.1 && (q.0 < start || end < q.1)) {
        return None;
    }
    if single {
        return Some(Trigger { form: number, start, end, shown: (start, end), gaps: Vec::new(), pieces: vec![(start, end)] });
    }
    let mut pieces = Vec::new();
    let mut gaps = Vec::new();
    let mut next = start;
    // Pieces before the anchor, from right to left, each the nearest that stands free.
    for (number, piece) in form.pieces.iter().enumerate().take(form.anchor).rev() {
        let mut cost = 0;
        let mut at = next;
        let (found, end_of_piece) = loop {
            // 对于 is 对.
            let long = at.checked_sub(2).filter(|&from| {
                piece.as_slice() == ['对'] && flat.slice(from, at) == ['对', '于'] && is_word(flat, from, at) && (at < next || number > 0)
            });
            if let Some(from) = long {
                break (from, at);
            }
            let from = at.checked_sub(piece.len())?;
            if flat.chars.get(from) == piece.first()
                && flat.slice(from, at) == piece.as_slice()
                && !in_name(flat, from, at)
                && is_word(flat, from, at)
                // Only an inner gap may be empty.
                && (at < next || number > 0)
            {
                break (from, at);
            }
            let last = at.checked_sub(1)?;
            let token = flat.token_at(last).and_then(|t| flat.tokens.get(t))?;
            match token.kind {
                TokenKind::Break | TokenKind::Open | TokenKind::Close => return None,
                TokenKind::Name(_) => {
                    cost += 2;
                    at = token.start as usize;
                }
                // A piece ends where a word does: nowhere before the word begins.
                TokenKind::Word => {
                    cost += at - token.start as usize;
                    at = token.start as usize;
                }
            }
            if cost > GAP {
                return None;
            }
        };
        gaps.push((end_of_piece, next));
        pieces.push((found, end_of_piece));
        next = found;
    }
    gaps.reverse();
    pieces.reverse();
    pieces.push((start, end));
    let shown = pieces.iter().copied().max_by_key(|p| (p.1 - p.0, p.0)).unwrap_or((start, end));
    Some(Trigger { form: number, start: next, end, shown, gaps, pieces })
}
