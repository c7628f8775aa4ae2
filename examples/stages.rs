//! Seconds of each stage of recognition, one thread, over the articles of the given inputs.
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use guanxi::dictionary::Sources;
use guanxi::document::Document;
use guanxi::read::{Found, ReadOptions, Scratch, enumerate, parse};
use guanxi::recognise::model::Choice;
use guanxi::recognise::{Resources, Workspace};
use guanxi::resolve::Resolver;

fn main() -> anyhow::Result<()> {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let clock = Instant::now();
    let resources = Resources::new(&Sources::builtin())?.with_choice(&Choice::Builtin)?;
    println!("load         {:.3}", clock.elapsed().as_secs_f64());
    let mut documents: Vec<Document> = Vec::new();
    let clock = Instant::now();
    let options = ReadOptions::default();
    let mut scratch = Scratch::default();
    enumerate(&inputs, &options, &mut |found| {
        if let Found::Article(raw) = found {
            documents.extend(parse(&raw, &options, &mut scratch).0);
        }
        ControlFlow::Continue(())
    })?;
    println!("read, clean  {:.3}", clock.elapsed().as_secs_f64());
    let jieba = jieba_rs::Jieba::new();
    let clock = Instant::now();
    let words: usize = documents.iter().flat_map(|d| d.text.lines()).map(|line| jieba.cut(line, true).len()).sum();
    println!("bare jieba   {:.3}  ({words} words)", clock.elapsed().as_secs_f64());
    {
        use guanxi::names::find_sites;
        use guanxi::segment::{Words, split_sentences};
        use guanxi::text::TextView;
        let mut view = TextView::default();
        let (mut sentences, mut words, mut sites) = (Vec::new(), Words::default(), Vec::new());
        let mut spent = [Duration::ZERO; 5];
        let mut hits = 0usize;
        for document in &documents {
            let mut clock = Instant::now();
            let mut lap = |slot: usize| {
                let now = Instant::now();
                spent[slot] += now - clock;
                clock = now;
            };
            view.load(&document.text);
            lap(0);
            split_sentences(&view, &mut sentences);
            lap(1);
            resources.segmenter.cut(&view, &mut words);
            lap(2);
            resources.lexicon.scan(&view, |_, _, _| hits += 1);
            lap(3);
            find_sites(&view, &mut sites);
            lap(4);
        }
        for (name, time) in ["  view", "  sentences", "  words", "  scan", "  sites"].iter().zip(spent) {
            println!("{name:12} {:.3}", time.as_secs_f64());
        }
        println!("{hits} dictionary hits, {} patterns", resources.lexicon.patterns.len());
    }
    let mut workspace = Workspace::default();
    let mut spent = [Duration::ZERO; 5];
    let mut candidates = 0;
    for document in &documents {
        let mut clock = Instant::now();
        let mut lap = |slot: usize| {
            let now = Instant::now();
            spent[slot] += now - clock;
            clock = now;
        };
        workspace.prepare(&resources, &document.text);
        lap(0);
        workspace.find_pairs(&resources);
        lap(1);
        workspace.propose(&resources, document.language);
        candidates += workspace.candidates.len();
        lap(2);
        workspace.recognise(&resources, document);
        lap(3);
        let _ = Resolver::resolve(&resources, &workspace);
        lap(4);
    }
    for (name, time) in ["prepare", "pairs", "propose", "recognise", "resolve"].iter().zip(spent) {
        println!("{name:12} {:.3}", time.as_secs_f64());
    }
    println!("{candidates} candidates");
    Ok(())
}
