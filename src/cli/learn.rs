//! `guanxi learn`

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use guanxi::dictionary::{Lexicon, Sources};
use guanxi::export::{atomic, csv as tables};
use guanxi::names::sounds::{Learner, SoundRow};
use guanxi::names::{Order, Sites, find_sites};
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::recognise::characters::{CharacterCounter, CharacterRow};
use guanxi::text::{TextView, is_han, is_name_dot};
use rustc_hash::{FxHashMap, FxHashSet};

use super::ALL_READ;

/// Learn how Chinese characters spell Latin names, from an archive's own bilingual names.
///
/// Writes sounds.csv (for each character, the letters it stands for, with log-odds) and
/// characters.csv (how much likelier each character is in names than in text). Put them into a
/// dictionary folder, or into dictionaries/ to build them in.
#[derive(Args)]
#[command(after_help = "\
Examples:
  guanxi learn archive/*.tar.gz -o dictionaries
      the command that built the tables in the repository")]
pub struct Arguments {
    /// Files, folders and archives to learn from
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Folder for the two tables
    #[arg(short, long)]
    output: PathBuf,
    /// Rounds of expectation maximisation
    #[arg(long, default_value_t = 8)]
    rounds: usize,
}

/// Runs the command; gives the exit status.
pub fn run(arguments: Arguments) -> Result<u8> {
    fs::create_dir_all(&arguments.output).with_context(|| format!("cannot make {}", arguments.output.display()))?;
    let lexicon = Lexicon::compile(&Sources::builtin())?;
    let mut learner = Learner::default();
    let mut seen: FxHashMap<(String, String), u32> = FxHashMap::default();
    let mut counter = CharacterCounter::default();
    let mut view = TextView::default();
    let mut sites: Sites = Vec::new();
    let mut scratch = Scratch::default();
    let options = ReadOptions::default();
    let mut articles = 0u64;
    enumerate(&arguments.input, &options, &mut |found| {
        if let Found::Article(raw) = found {
            let (documents, _) = parse(&raw, &options, &mut scratch);
            for document in documents {
                articles += 1;
                view.load(&document.text);
                counter.add_text(&view.folded);
                find_sites(&view, &mut sites);
                let mut here: FxHashSet<(String, String)> = FxHashSet::default();
                for site in sites.iter().filter(|s| s.order == Order::ChineseFirst && s.rank == 0) {
                    certain_parts(&view, site, &mut here);
                }
                for part in here {
                    *seen.entry(part).or_default() += 1;
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    let mut parts: Vec<_> = seen.into_iter().collect();
    parts.sort();
    for ((han, word), n) in &parts {
        // A pair in many articles counts more, but not in proportion: its spelling is one decision.
        let han: Vec<char> = han.chars().collect();
        learner.add(&han, word, (1.0 + f64::from(*n)).ln());
    }
    let rows = learner.learn(arguments.rounds);
    let mut sound_counts: FxHashMap<char, f64> = FxHashMap::default();
    for row in &rows {
        *sound_counts.entry(row.han).or_default() += row.count;
    }
    atomic::save(&arguments.output.join("sounds.csv"), |file| tables::write::<SoundRow, _>(file, &rows, false))?;
    let characters = counter.rows(&sound_counts, &lexicon);
    atomic::save(&arguments.output.join("characters.csv"), |file| tables::write::<CharacterRow, _>(file, &characters, false))?;
    println!("{articles} articles, {} certain name parts, {} pairings, {} characters", parts.len(), rows.len(), characters.len());
    Ok(ALL_READ)
}

/// Parts of a name whose borders are certain: those after a dot, and whole names after a mark.
fn certain_parts(view: &TextView, site: &guanxi::names::Site, out: &mut FxHashSet<(String, String)>) {
    let words: Vec<&String> = site.name.words.iter().filter(|w| w.len() > 1).collect();
    if words.is_empty() || words.len() > 5 || !site.name.text.chars().next().is_some_and(char::is_uppercase) {
        return;
    }
    let (from, to) = site.zh;
    let text: Vec<char> = view.folded.get(from..to).unwrap_or(&[]).to_vec();
    let pure = |part: &[char]| (2..=8).contains(&part.len()) && part.iter().all(|c| is_han(*c));
    let parts: Vec<&[char]> = text.split(|c| is_name_dot(*c)).collect();
    if parts.len() >= 2 && parts.len() == words.len() {
        for (part, word) in parts.iter().zip(&words).skip(1) {
            if pure(part) {
                out.insert((part.iter().collect(), word.to_string()));
            }
        }
    } else if parts.len() == 1 && pure(&text) && text.len() <= 5 && words.len() <= 3 {
        // The whole run stands alone between marks: a name without a title.
        if let Some(last) = words.last() {
            out.insert((text.iter().collect(), last.to_string()));
        }
    }
}
