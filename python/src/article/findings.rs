//! One article resolved by itself.

use guanxi::curation::Curation;
use guanxi::dictionary::Lexicon;
use guanxi::document::Document as Text;
use guanxi::names::ByEar;
use guanxi::pipeline::DocumentResult;
use guanxi::resolve::{Clusters, KeyStats, NameKey, NameTable, Surfaces};

use super::curated::decide;
use super::records::{Document, Entity, Mention, Pair, Position, Relation};
use super::words::{evidence, role, rounded, word};

/// What was found in an article, before Python sees it.
pub struct Findings {
    pub document: Document,
    pub mentions: Vec<Mention>,
    pub pairs: Vec<Pair>,
    pub relations: Vec<Relation>,
    pub positions: Vec<Position>,
    pub entities: Vec<Entity>,
}

/// What one article says of the things it names, as the archive counts it.
pub fn names_of(result: &DocumentResult) -> NameTable {
    let mut table = NameTable::default();
    let new = || KeyStats { documents: 1, mentions: 0, surfaces: Surfaces::default() };
    let key = |local: u32| -> Option<NameKey> { result.key(local) };
    for mention in &result.mentions {
        let Some(key) = key(mention.local) else { continue };
        let stats = table.keys.entry(key).or_insert_with(new);
        stats.mentions += 1;
        stats.surfaces.add(&mention.surface, 1);
    }
    // Things that only a pair names.
    for key in result.pairs.iter().filter_map(|p| p.local).filter_map(key) {
        table.keys.entry(key).or_insert_with(new);
    }
    table
}

/// Resolves one article by itself, under the decisions of a curation as far as they concern what it names.
///
/// Merges, new names and types, and drops hold by id; splits are left to a whole archive, because they tell apart what only
/// an archive brings together.
pub fn findings(document: Text, result: DocumentResult, lexicon: &Lexicon, ear: &ByEar, curation: Option<&Curation>) -> Findings {
    let mut clusters = Clusters::build(&names_of(&result), lexicon, ear);
    if let Some(curation) = curation {
        decide(&mut clusters, curation);
    }
    let of_local: Vec<Option<usize>> = (0..result.locals.len() as u32)
        .map(|l| {
            result
                .key_digest(l)
                .and_then(|k| clusters.of_key.get(&k))
                .map(|&c| c as usize)
                .filter(|&c| clusters.list.get(c).is_some_and(|c| !c.dropped))
        })
        .collect();
    let gone: Vec<bool> = (0..result.locals.len() as u32)
        .map(|l| {
            result
                .key_digest(l)
                .and_then(|k| clusters.of_key.get(&k))
                .is_some_and(|&c| clusters.list.get(c as usize).is_some_and(|c| c.dropped))
        })
        .collect();
    let cluster = |local: u32| of_local.get(local as usize).copied().flatten().and_then(|c| clusters.list.get(c));
    let id = |local: u32| cluster(local).map_or(String::new(), |c| c.id.clone());
    let label = |local: u32| cluster(local).map_or(String::new(), |c| c.label.clone());
    let mentions: Vec<Mention> = result
        .mentions
        .iter()
        .filter(|m| !gone.get(m.local as usize).copied().unwrap_or(false))
        .map(|m| Mention {
            start: m.start,
            end: m.end,
            surface: m.surface.clone(),
            kind: cluster(m.local).filter(|c| c.retyped).map_or(m.kind, |c| c.kind).as_str(),
            entity_id: id(m.local),
            paragraph: m.paragraph,
            sentence: m.sentence,
            evidence: evidence(m.evidence),
            confidence: rounded(m.confidence),
            role: role(m.source),
        })
        .collect();
    let mut pairs: Vec<Pair> = result
        .pairs
        .iter()
        .map(|p| Pair {
            start: p.start,
            end: p.start + p.zh.chars().count() as u32,
            zh: p.zh.clone(),
            latin: p.latin.clone(),
            kind: p.type_.as_str(),
            rendering: word(&p.kind),
            score: rounded(p.score),
            entity_id: p.local.map(id).unwrap_or_default(),
        })
        .collect();
    pairs.sort_by(|a, b| (a.start, &a.zh, &a.latin).cmp(&(b.start, &b.zh, &b.latin)));
    let mut told: Vec<(u32, usize, &str, usize, bool)> = Vec::new();
    let mut relations: Vec<Relation> = Vec::new();
    let mut in_order: Vec<_> = result.relations.iter().collect();
    in_order.sort_by_key(|r| r.sentence);
    for r in in_order {
        let of = |local: u32| of_local.get(local as usize).copied().flatten();
        let (Some(subject), Some(object)) = (of(r.subject), of(r.object)) else { continue };
        let key = (r.sentence, subject, r.event.as_str(), object, r.negated);
        if subject == object || told.contains(&key) {
            continue;
        }
        told.push(key);
        relations.push(Relation {
            sentence: r.sentence,
            subject_id: id(r.subject),
            subject: label(r.subject),
            relation: r.event.as_str(),
            object_id: id(r.object),
            object: label(r.object),
            trigger: r.trigger.clone(),
            negated: r.negated,
            confidence: rounded(r.confidence),
            text: r.text.clone(),
            quad_class: r.event.quad().as_str(),
            cameo_root: format!("{:02}", r.cameo),
        });
    }
    let positions = result
        .positions
        .iter()
        .filter(|p| cluster(p.person).is_some() && cluster(p.body).is_some())
        .map(|p| Position {
            sentence: p.sentence,
            person_id: id(p.person),
            person: label(p.person),
            title: p.title.clone(),
            body_id: id(p.body),
            body: label(p.body),
            confidence: rounded(p.confidence),
            text: p.text.clone(),
        })
        .collect();
    let mut entities: Vec<Entity> = clusters
        .list
        .iter()
        .filter(|c| !c.dropped && c.mentions > 0 && mentions.iter().any(|m| m.entity_id == c.id))
        .map(|c| {
            let mut aliases: Vec<(&str, u64)> = c.surfaces.iter().filter(|(s, _)| *s != c.label).collect();
            aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            Entity {
                id: c.id.clone(),
                label: c.label.clone(),
                kind: c.kind.as_str(),
                name_zh: c.name_zh.clone(),
                name_en: c.name_en.clone(),
                iso_3166: c.iso.clone(),
                mentions: c.mentions,
                aliases: aliases.into_iter().map(|(s, _)| s.to_owned()).collect(),
            }
        })
        .collect();
    entities.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.id.cmp(&b.id)));
    Findings { document: document.into(), mentions, pairs, relations, positions, entities }
}
