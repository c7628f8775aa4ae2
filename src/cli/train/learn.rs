//! Learning: the candidates of an article as examples, and models of them.

use guanxi::document::Language;
use guanxi::read::detect_language;
use guanxi::recognise::model::{Example, Model, Second, TrainOptions, train, train_second};
use guanxi::recognise::{Candidate, Resources, Workspace};
use rayon::prelude::*;

use super::articles::{Article, Spans};

/// An article as the trainer sees it.
pub(super) struct Prepared {
    folded: Vec<char>,
    examples: Vec<Example>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) spans: Spans,
}

/// Proposes the candidates of an article and looks at each.
pub(super) fn prepare(resources: &Resources, article: &Article, workspace: &mut Workspace) -> Prepared {
    workspace.prepare(resources, &article.text);
    workspace.find_pairs(resources);
    let language: Language = detect_language(&article.text);
    workspace.propose(resources, language);
    let candidates = std::mem::take(&mut workspace.candidates);
    let mut examples = Vec::with_capacity(candidates.len());
    workspace.features(resources, &candidates, language, |candidate, features| {
        examples.push(Example {
            features: features.to_vec(),
            rule_score: candidate.score,
            answer: article.spans.contains(&(candidate.start, candidate.end, candidate.kind)),
            weight: 1.0,
        });
    });
    Prepared { folded: workspace.view.folded.clone(), examples, candidates, spans: article.spans.clone() }
}

/// The first look's scores of an article.
fn first_scores(model: &Model, prepared: &Prepared) -> Vec<f32> {
    prepared.examples.iter().map(|e| model.score(e.rule_score.clamp(-4.0, 5.0), &e.features)).collect()
}

/// Both looks' scores of an article.
pub(super) fn both_scores(model: &Model, prepared: &Prepared) -> Vec<f32> {
    let mut scores = first_scores(model, prepared);
    model.second.look(&prepared.folded, &prepared.candidates, &mut scores);
    scores
}

/// Parts that the articles are split into for the second look: each gets first scores from a model of the others.
const PARTS: usize = 5;

/// Passes over the examples of the second look.
const SECOND: TrainOptions = TrainOptions { epochs: 8, rate: 0.05, penalty: 1e-4 };

/// A model with both looks: the second learns from scores by models that have not seen the article.
pub(super) fn learn(articles: &[&Prepared], further: &[Prepared], options: &TrainOptions, self_weight: f32) -> Model {
    let first = |of: &dyn Fn(usize) -> bool| {
        let mut examples: Vec<Example> =
            articles.iter().enumerate().filter(|(i, _)| of(*i)).flat_map(|(_, p)| p.examples.iter().cloned()).collect();
        let model = train(&examples, options);
        if further.is_empty() {
            return model;
        }
        examples.extend(certain(further, &model, self_weight));
        train(&examples, &TrainOptions { epochs: options.epochs.min(6), ..options.clone() })
    };
    let parts: Vec<Model> = (0..PARTS).into_par_iter().map(|part| first(&|i| i % PARTS != part)).collect();
    let mut examples = Vec::new();
    for (i, p) in articles.iter().enumerate() {
        let scores = first_scores(&parts[i % PARTS], p);
        Second::features(&p.folded, &p.candidates, &scores, |k, features| {
            examples.push(Example { features: features.to_vec(), rule_score: scores[k], answer: p.examples[k].answer, weight: 1.0 });
        });
    }
    let mut all = parts;
    all.push(first(&|_| true));
    // The mean of models of most of the articles and of all of them depends less on the chance of one training.
    let mut model = Model::mean(&all);
    model.second = train_second(&examples, &SECOND);
    model
}

/// The examples that a model is certain of.
fn certain(unlabelled: &[Prepared], model: &Model, weight: f32) -> Vec<Example> {
    let mut out = Vec::new();
    for p in unlabelled {
        for e in &p.examples {
            let score = model.score(e.rule_score.clamp(-4.0, 5.0), &e.features);
            if score.abs() > 3.0 {
                out.push(Example { features: e.features.clone(), rule_score: e.rule_score, answer: score > 0.0, weight });
            }
        }
    }
    out
}
