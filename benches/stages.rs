//! Each stage on the sample archive.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use guanxi::dictionary::{Lexicon, Sources};
use guanxi::document::Document;
use guanxi::names::{Sites, find_sites};
use guanxi::pipeline::{self, Options, Quiet, analyse};
use guanxi::read::{Found, RawArticle, ReadOptions, Scratch, enumerate, parse};
use guanxi::recognise::model::Choice;
use guanxi::recognise::{Resources, Workspace};
use guanxi::relate::EventScratch;
use guanxi::segment::{Words, split_sentences};
use guanxi::text::TextView;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn articles() -> Vec<RawArticle> {
    let mut articles = Vec::new();
    enumerate(&[sample()], &ReadOptions::default(), &mut |found| {
        if let Found::Article(article) = found {
            articles.push(article);
        }
        ControlFlow::Continue(())
    })
    .expect("the sample archive");
    articles
}

fn cleaned(articles: &[RawArticle]) -> Vec<Document> {
    let mut scratch = Scratch::default();
    articles.iter().flat_map(|article| parse(article, &ReadOptions::default(), &mut scratch).0).collect()
}

fn viewed(document: &Document) -> TextView {
    let mut view = TextView::default();
    view.load(&document.text);
    view
}

fn stages(criterion: &mut Criterion) {
    let articles = articles();
    let documents = cleaned(&articles);
    let views: Vec<TextView> = documents.iter().map(viewed).collect();
    let raw: usize = articles.iter().map(|article| article.bytes.len()).sum();
    let text: usize = documents.iter().map(|document| document.text.len()).sum();
    let resources = || Resources::new(&Sources::builtin()).expect("the dictionaries");
    let rules = resources();
    let with_model = resources().with_choice(&Choice::Builtin).expect("the model");

    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(raw as u64));
    group.bench_function("read: clean", |b| b.iter(|| black_box(cleaned(&articles))));

    group.throughput(Throughput::Bytes(text as u64));
    let mut view = TextView::default();
    group.bench_function("text: fold", |b| b.iter(|| documents.iter().for_each(|document| view.load(black_box(&document.text)))));
    let mut sentences = Vec::new();
    group.bench_function("segment: sentences", |b| {
        b.iter(|| views.iter().for_each(|view| split_sentences(black_box(view), &mut sentences)))
    });
    let mut words = Words::default();
    group.bench_function("segment: words", |b| b.iter(|| views.iter().for_each(|view| rules.segmenter.cut(black_box(view), &mut words))));
    group.bench_function("dictionary: scan", |b| {
        b.iter(|| {
            let mut hits = 0u32;
            views.iter().for_each(|view| rules.lexicon.scan(view, |_, _, _| hits += 1));
            hits
        })
    });
    let mut sites = Sites::new();
    group.bench_function("names: brackets", |b| b.iter(|| views.iter().for_each(|view| find_sites(black_box(view), &mut sites))));
    for (name, resources) in [("recognise: by rules", &rules), ("recognise: with the model", &with_model)] {
        let mut workspace = Workspace::default();
        group.bench_function(name, |b| {
            b.iter(|| {
                for document in &documents {
                    workspace.prepare(resources, &document.text);
                    workspace.find_pairs(resources);
                    workspace.recognise(resources, document);
                }
                workspace.chosen.len()
            })
        });
    }
    let mut workspace = Workspace::default();
    let mut scratch = EventScratch::default();
    group.bench_function("all of an article", |b| {
        b.iter(|| {
            let results = documents.iter().map(|d| analyse(&with_model, d.clone(), &mut workspace, Some(&mut scratch)).mentions.len());
            results.sum::<usize>()
        })
    });
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole");
    group.sample_size(10);
    group.bench_function("dictionaries: compile", |b| b.iter(|| Lexicon::compile(&Sources::builtin()).expect("the dictionaries")));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = Options { inputs: vec![sample()], output: folder.path().join("out"), threads: 1, ..Options::default() };
    group.bench_function("extract data", |b| b.iter(|| pipeline::run(&options, &Quiet).expect("a run")));
    group.finish();
}

criterion_group!(benches, stages, whole);
criterion_main!(benches);
