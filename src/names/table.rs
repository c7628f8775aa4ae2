//! The name table of an archive: every Chinese name that a bracket somewhere introduces with its
//! Latin form, to be recognised wherever it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::contexts::ContextIndex;
use crate::dictionary::Lexicon;
use crate::recognise::{Resources, Workspace};
use crate::record::{EntityType, PairKind};
use crate::segment::Segmenter;
use crate::text::{TextView, fold_latin, fold_str, is_han, is_name_dot};

/// One name of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArchiveName {
    /// Chinese name, folded.
    pub zh: String,
    /// Best attested Latin spelling.
    pub latin: String,
    /// What is named.
    pub kind: EntityType,
    /// How it is rendered.
    pub rendering: PairKind,
    /// Contexts and documents that introduce it with this Latin name.
    pub documents: u32,
    /// The best score of its places, 0 to 1.
    pub score: f32,
    /// Id of the dictionary entry that both halves are forms of; empty for a new name.
    pub entry: String,
}

/// Names to look for, compiled into one automaton.
#[derive(Default)]
pub struct ArchiveNames {
    /// All names, by Chinese and Latin name.
    pub names: Vec<ArchiveName>,
    forms: Vec<Form>,
    /// The characters of each form, in their order.
    texts: Vec<Vec<char>>,
    /// The forms that begin with each two characters.
    heads: FxHashMap<(char, char), Range<usize>>,
    /// A bit for the two characters that each form begins with, by [`pair_bit`]: one look tells that most likely none begins
    /// here. An automaton, which decodes and steps at every character, is slower for so few forms.
    pairs: Vec<u64>,
}

/// One form to look for.
struct Form {
    /// Indices of the names it may stand for, best attested first.
    owners: Vec<u32>,
    /// Whether it is only the last part of a name.
    short: bool,
    /// Length in characters.
    chars: u16,
    /// Digest of all that recognition takes from the form.
    digest: u64,
}

/// Where a form stands in a text.
#[derive(Clone, Copy, Debug)]
pub struct FormHit {
    /// First character.
    pub start: u32,
    form: u32,
}

/// A form found in a text.
#[derive(Clone, Copy, Debug)]
pub struct TableHit<'a> {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The best attested name it may stand for.
    pub name: &'a ArchiveName,
    /// How many different names it may stand for.
    pub owners: usize,
    /// Whether it is only the last part of the name.
    pub short: bool,
}

#[derive(Default)]
struct Tally {
    documents: u32,
    score: f32,
    types: BTreeMap<EntityType, u32>,
    renderings: BTreeMap<PairKind, u32>,
    entry: String,
}

/// Bits of the table that tells which two characters begin a form: 32 KiB, which stay near the processor.
const PAIR_BITS: usize = 1 << 18;

/// The bit of two characters.
fn pair_bit(one: char, two: char) -> usize {
    let mixed = (one as u32).wrapping_mul(0x9E37_79B1) ^ (two as u32).wrapping_mul(0x85EB_CA77);
    (mixed >> 14) as usize
}

impl ArchiveNames {
    /// Judges every Latin name of the archive with its contexts.
    pub fn judge(resources: &Resources, contexts: &ContextIndex) -> Vec<ArchiveName> {
        let all: Vec<(&str, Vec<(&str, u32)>)> = contexts.names().collect();
        let mut names: Vec<ArchiveName> = all
            .par_chunks(256)
            .map(|chunk| {
                let mut workspace = Workspace::default();
                let mut out = Vec::new();
                for (latin, contexts) in chunk {
                    judge_one(resources, latin, contexts, &mut workspace, &mut out);
                }
                out
            })
            .flatten()
            .collect();
        names.sort_by(|a, b| (&a.zh, &a.latin, a.kind).cmp(&(&b.zh, &b.latin, b.kind)));
        names
    }

    /// Compiles the names that recognition should look for: those that no dictionary lists and that
    /// are sure enough.
    ///
    /// An ordinary word (城市, by a bracket that says The City) is looked for nowhere else, whatever a bracket calls it.
    pub fn compile(names: Vec<ArchiveName>, words: &Segmenter, lexicon: &Lexicon) -> ArchiveNames {
        let mut by_form: BTreeMap<(String, bool), Vec<u32>> = BTreeMap::new();
        for (i, name) in names.iter().enumerate() {
            if !name.entry.is_empty()
                || name.kind == EntityType::Other
                || name.zh.chars().count() < 2
                || name.score < 0.7 && name.documents < 2
                || is_common(&name.zh, words, lexicon)
            {
                continue;
            }
            by_form.entry((name.zh.clone(), false)).or_default().push(i as u32);
            if name.kind == EntityType::Person
                && let Some((_, last)) = name.zh.rsplit_once('·')
                && last.chars().count() >= 3
                && last.chars().all(is_han)
            {
                by_form.entry((last.to_string(), true)).or_default().push(i as u32);
            }
        }
        let mut texts: Vec<Vec<char>> = Vec::with_capacity(by_form.len());
        let mut heads: FxHashMap<(char, char), Range<usize>> = FxHashMap::default();
        let mut pairs = vec![0u64; PAIR_BITS / 64];
        let mut forms = Vec::with_capacity(by_form.len());
        for ((text, short), mut owners) in by_form {
            owners.sort_by(|a, b| {
                let (x, y) = (&names[*a as usize], &names[*b as usize]);
                y.documents.cmp(&x.documents).then(a.cmp(b))
            });
            let digest = owners
                .first()
                .and_then(|first| names.get(*first as usize))
                .and_then(|name| postcard::to_stdvec(&(name, owners.len(), short)).ok())
                .map_or(0, |bytes| xxh3_64(&bytes));
            forms.push(Form { owners, short, chars: text.chars().count() as u16, digest });
            let text: Vec<char> = text.chars().collect();
            if let [one, two, ..] = text[..] {
                let bit = pair_bit(one, two);
                pairs[bit / 64] |= 1 << (bit % 64);
                heads.entry((one, two)).or_insert(texts.len()..texts.len()).end = texts.len() + 1;
            }
            texts.push(text);
        }
        ArchiveNames { names, forms, texts, heads, pairs }
    }

    /// Finds every form in the text, overlapping ones included, by their ends; `hits` is cleared first.
    pub fn scan(&self, view: &TextView, hits: &mut Vec<FormHit>) {
        hits.clear();
        let folded = &view.folded;
        if self.forms.is_empty() {
            return;
        }
        let begins = |pair: &[char]| {
            let bit = pair_bit(pair[0], pair[1]);
            self.pairs.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
        };
        for (start, pair) in folded.windows(2).enumerate().filter(|(_, pair)| begins(pair)) {
            let Some(range) = self.heads.get(&(pair[0], pair[1])) else { continue };
            let stands = |form: &usize| self.texts.get(*form).is_some_and(|text| folded[start..].starts_with(text));
            hits.extend(range.clone().filter(stands).map(|form| FormHit { start: start as u32, form: form as u32 }));
        }
        let length = |hit: &FormHit| self.forms.get(hit.form as usize).map_or(0, |form| u32::from(form.chars));
        hits.sort_by_key(|hit| (hit.start + length(hit), hit.start));
    }

    /// What a hit stands for.
    pub fn hit(&self, hit: FormHit) -> Option<TableHit<'_>> {
        let form = self.forms.get(hit.form as usize)?;
        let name = form.owners.first().and_then(|i| self.names.get(*i as usize))?;
        let start = hit.start as usize;
        Some(TableHit { start, end: start + usize::from(form.chars), name, owners: form.owners.len(), short: form.short })
    }

    /// Digest of all that recognition takes from a hit besides its place.
    pub fn digest(&self, hit: FormHit) -> u64 {
        self.forms.get(hit.form as usize).map_or(0, |form| form.digest)
    }

    /// Number of forms looked for.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }
}

fn judge_one(resources: &Resources, latin: &str, contexts: &[(&str, u32)], workspace: &mut Workspace, out: &mut Vec<ArchiveName>) {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut text = String::new();
    for (context, documents) in contexts {
        text.clear();
        text.push_str(context);
        text.push('(');
        text.push_str(latin);
        text.push(')');
        workspace.prepare(resources, &text);
        workspace.find_pairs(resources);
        // The bracket's own pair, not others within the context.
        let Some(pair) = workspace.pairs.iter().rev().find(|p| p.zh.1 + 1 == p.latin.0 || workspace.view.at(p.zh.1) == ' ') else {
            continue;
        };
        let zh = workspace.view.folded_slice(pair.zh.0..pair.zh.1).replace(' ', "");
        let tally = tallies.entry(zh).or_default();
        tally.documents += documents;
        tally.score = tally.score.max(pair.score);
        *tally.types.entry(pair.type_).or_default() += documents;
        *tally.renderings.entry(pair.kind).or_default() += documents;
        if let Some(entry) = pair.entry.and_then(|e| resources.lexicon.entry(e)) {
            tally.entry = entry.id.clone();
        }
    }
    for (zh, tally) in tallies {
        let kind = most(&tally.types).unwrap_or(EntityType::Other);
        let rendering = most(&tally.renderings).unwrap_or(PairKind::Transliteration);
        out.push(ArchiveName {
            zh,
            latin: latin.to_string(),
            kind,
            rendering,
            documents: tally.documents,
            score: tally.score,
            entry: tally.entry,
        });
    }
}

fn most<K: Copy + Ord>(counts: &BTreeMap<K, u32>) -> Option<K> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(k, _)| *k)
}

/// One Latin name's Chinese names as rows of `names.csv`: what several documents attest and no
/// dictionary lists.
pub fn dictionary_rows(names: &[ArchiveName], lexicon: &Lexicon, words: &Segmenter, documents: u32) -> Vec<crate::dictionary::LearnedRow> {
    use crate::dictionary::LearnedRow;
    let mut by_latin: BTreeMap<(EntityType, String), Vec<&ArchiveName>> = BTreeMap::new();
    for name in names.iter().filter(|n| n.entry.is_empty() && n.kind != EntityType::Country && is_sure(n, documents)) {
        by_latin.entry((name.kind, fold_latin(&name.latin))).or_default().push(name);
    }
    let mut rows = Vec::new();
    for ((kind, key), mut list) in by_latin {
        // A short Latin key with several owners tells nobody apart.
        if kind == EntityType::Person && !key.contains(' ') || key.chars().count() < 2 {
            continue;
        }
        list.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.zh.cmp(&b.zh)));
        let total: u32 = list.iter().map(|n| n.documents).sum();
        // Renderings that a share of the documents have; a border drawn wrong is rare beside the right one.
        let kept: Vec<&&ArchiveName> = list
            .iter()
            .filter(|n| {
                let alone = kind == EntityType::Person && n.rendering == PairKind::Transliteration && n.score >= 0.9;
                (n.documents >= documents.min(2) || alone)
                    && n.documents * 8 >= total
                    && n.zh.chars().count() >= shortest(n)
                    && sound_form(&n.zh)
            })
            .collect();
        let Some(first) = kept.first() else { continue };
        // Of what is no person: a proper name in both halves, the same border nearly everywhere, and a Latin
        // name that no dictionary has for something else (General Motors has its row).
        if kind != EntityType::Person
            && (first.documents * 2 < total
                || !is_proper(&first.latin)
                || is_common(&first.zh, words, lexicon)
                || lexicon.form(&first.latin).is_some_and(|p| {
                    p.senses
                        .iter()
                        .filter_map(|s| lexicon.entry(s.entry))
                        .any(|e| e.documents == 0 && (e.kind == kind || kind == EntityType::Place))
                }))
        {
            continue;
        }
        // A person's full Latin name is of two words or more, a Chinese one of no common word.
        if kind == EntityType::Person && is_common(&first.zh, words, lexicon) {
            continue;
        }
        // What is not even told to be a person, a body or a place: no person's name by its form.
        if kind == EntityType::Other
            && (first.zh.contains('·')
                || first.rendering == PairKind::Transliteration
                    && first.latin.split(' ').count() == 2
                    && !super::kinds::is_vessel_or_people(&first.zh))
        {
            continue;
        }
        // A name that a dictionary has for something else would only confuse the two.
        if lexicon.form(&first.zh).is_some_and(|p| p.senses.iter().any(|s| lexicon.entry(s.entry).is_some_and(|e| e.documents == 0))) {
            continue;
        }
        if first.documents < documents.min(2) {
            continue;
        }
        let attested: u32 = kept.iter().map(|n| n.documents).sum();
        if attested < documents {
            continue;
        }
        rows.push(LearnedRow {
            name_en: first.latin.clone(),
            name_zh: first.zh.clone(),
            kind: kind.as_str().to_string(),
            aliases_zh: kept[1..].iter().map(|n| n.zh.as_str()).collect::<Vec<_>>().join("|"),
            aliases_en: String::new(),
            documents: attested,
        });
    }
    rows.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| (&a.name_en, &a.name_zh).cmp(&(&b.name_en, &b.name_zh))));
    rows
}

/// Every word capitalised but small ones, or an acronym: court system is no name.
fn is_proper(latin: &str) -> bool {
    let words: Vec<&str> = latin.split(' ').filter(|w| !w.is_empty()).collect();
    let capital = |w: &&str| w.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let small = |w: &&str| matches!(*w, "of" | "the" | "for" | "and" | "in" | "on" | "to" | "de" | "la" | "du" | "des" | "at" | "a");
    words.first().is_some_and(capital) && words.iter().all(|w| capital(w) || small(w))
}

/// An ordinary word (研究所, 实力), or words of which the first is a verb (举办世界自由日) or a function word.
fn is_common(zh: &str, words: &Segmenter, lexicon: &Lexicon) -> bool {
    let folded = fold_str(zh);
    if lexicon.form(&folded).is_some_and(|p| !p.senses.is_empty()) {
        return false;
    }
    let ordinary = |w: &str| {
        words.has_word(w) && matches!(words.tag(w), "n" | "v" | "vn" | "a" | "ad" | "d" | "m" | "r" | "p" | "c" | "f" | "t" | "b" | "l")
    };
    if ordinary(&folded) || super::kinds::is_thing_word(&folded) {
        return true;
    }
    let chars: Vec<char> = folded.chars().collect();
    if matches!(chars.first(), Some('从' | '是' | '届' | '呗' | '把' | '被' | '在' | '对' | '与' | '和' | '及' | '的' | '由' | '将' | '向'))
    {
        return true;
    }
    let lead: String = chars.iter().take(2).collect();
    chars.len() > 3
        && matches!(
            lead.as_str(),
            "举办"
                | "穿上"
                | "缓解"
                | "修改"
                | "举行"
                | "参加"
                | "加入"
                | "成立"
                | "通过"
                | "人员"
                | "疫情"
                | "制定"
                | "推出"
                | "启动"
        )
}

/// Whether more than the form of the halves speaks for the pair.
fn is_sure(name: &ArchiveName, documents: u32) -> bool {
    match name.rendering {
        PairKind::Transliteration => name.score >= 0.75,
        PairKind::Translation => name.score >= 0.72,
        PairKind::Abbreviation => name.score >= 0.8,
        PairKind::Adopted => name.kind == EntityType::Person && (name.score >= 0.7 || name.documents > documents),
    }
}

/// Fewest characters of a name: two of a name by sound, else three (旅行 is also a word).
fn shortest(name: &ArchiveName) -> usize {
    // 赐轮 is the end of 长赐轮: a ship's name has two characters before its ending.
    if name.zh.ends_with(['号', '轮', '舰', '级']) {
        return 3;
    }
    if name.kind == EntityType::Person || name.rendering == PairKind::Transliteration { 2 } else { 3 }
}

/// No dot at an edge and nothing but Chinese characters, dots, letters and digits.
fn sound_form(zh: &str) -> bool {
    let folded = fold_str(zh);
    let edge = |c: Option<char>| c.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric());
    edge(folded.chars().next())
        && edge(folded.chars().last())
        && !folded.ends_with(['的', '了', '等'])
        && !folded.starts_with('的')
        && folded.chars().all(|c| is_han(c) || is_name_dot(c) || c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(zh: &str, latin: &str, documents: u32) -> ArchiveName {
        ArchiveName {
            zh: zh.into(),
            latin: latin.into(),
            kind: EntityType::Person,
            rendering: PairKind::Transliteration,
            documents,
            score: 0.9,
            entry: String::new(),
        }
    }

    #[test]
    fn full_and_last_names_are_found() {
        let lexicon = Lexicon::compile(&crate::dictionary::Sources::empty()).unwrap();
        let names = vec![name("米娜·塔德维奇", "Mina Tadevic", 3), name("约恩·塔德维奇", "Jon Tadevic", 9), name("城市", "The City", 9)];
        let table = ArchiveNames::compile(names, &Segmenter::new(std::iter::empty()), &lexicon);
        let mut view = TextView::default();
        view.load("塔德维奇和米娜·塔德维奇的城市");
        let mut hits = Vec::new();
        table.scan(&view, &mut hits);
        let hits: Vec<_> =
            hits.iter().filter_map(|hit| table.hit(*hit)).map(|h| (h.start, h.end, h.short, h.owners, h.name.documents)).collect();
        assert_eq!(hits, [(0, 4, true, 2, 9), (5, 12, false, 1, 3), (8, 12, true, 2, 9)]);
    }

    #[test]
    fn rows_need_documents() {
        let lexicon = Lexicon::compile(&crate::dictionary::Sources::empty()).unwrap();
        let rows = dictionary_rows(
            &[name("米娜·塔德维奇", "Mina Tadevic", 3), name("的米娜·塔德维奇", "Mina Tadevic", 1), name("约恩", "Jon Tadevic", 1)],
            &lexicon,
            &Segmenter::new(std::iter::empty()),
            2,
        );
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].name_zh, "米娜·塔德维奇");
        assert_eq!(rows[0].aliases_zh, "");
    }
}
