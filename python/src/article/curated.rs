//! The decisions of a curation on what one article names.

use guanxi::curation::{Action, Curation};
use guanxi::resolve::Clusters;

/// Applies decisions to the clusters of one article. A merge with an entity that is not there gives its id.
pub(super) fn decide(clusters: &mut Clusters, curation: &Curation) {
    let of = |clusters: &Clusters, id: &str| clusters.list.iter().position(|c| c.id == id);
    for decision in &curation.decisions {
        match &decision.action {
            Action::Retype(kind) => {
                for id in &decision.ids {
                    if let Some(c) = of(clusters, id).and_then(|i| clusters.list.get_mut(i)) {
                        (c.kind, c.retyped) = (*kind, true);
                    }
                }
            }
            Action::Rename { zh, en, label } => {
                for id in &decision.ids {
                    let Some(c) = of(clusters, id).and_then(|i| clusters.list.get_mut(i)) else { continue };
                    let (was_zh, was_en) = (c.label == c.name_zh, c.label == c.name_en);
                    if let Some(zh) = zh {
                        c.name_zh.clone_from(zh);
                    }
                    if let Some(en) = en {
                        c.name_en.clone_from(en);
                    }
                    match label {
                        Some(label) => c.label.clone_from(label),
                        None if was_zh => c.label.clone_from(&c.name_zh),
                        None if was_en => c.label.clone_from(&c.name_en),
                        None => {}
                    }
                }
            }
            Action::Drop => {
                for id in &decision.ids {
                    if let Some(c) = of(clusters, id).and_then(|i| clusters.list.get_mut(i)) {
                        c.dropped = true;
                    }
                }
            }
            Action::Merge | Action::Split(_) => {}
        }
    }
    // Merges last, so that the ids above are those without a curation.
    for decision in curation.decisions.iter().filter(|d| d.action == Action::Merge) {
        let Some(first) = decision.ids.first() else { continue };
        for id in decision.ids.iter().skip(1) {
            let Some(other) = of(clusters, id) else { continue };
            match of(clusters, first) {
                None => {
                    if let Some(c) = clusters.list.get_mut(other) {
                        c.id.clone_from(first);
                    }
                }
                Some(target) if target != other => {
                    clusters.of_key.values_mut().filter(|c| **c as usize == other).for_each(|c| *c = target as u32);
                    let (surfaces, mentions) = match clusters.list.get_mut(other) {
                        Some(c) => (std::mem::take(&mut c.surfaces), std::mem::take(&mut c.mentions)),
                        None => continue,
                    };
                    if let Some(c) = clusters.list.get_mut(target) {
                        c.surfaces.merge(&surfaces);
                        c.mentions += mentions;
                    }
                }
                Some(_) => {}
            }
        }
    }
}
