//! Which entities occur together in one article.

use super::Window;

/// One article: which entities its windows hold, and which pairs of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// Number of windows, those without an entity among them.
    pub windows: u64,
    /// Entities and the windows that hold them, by entity.
    pub entities: Vec<(u32, u32)>,
    /// Pairs of entities, the lower number first, and the windows that hold both; sorted.
    pub pairs: Vec<(u32, u32, u32)>,
}

impl Together {
    /// Counts an article. `mentions` are sentence, paragraph and entity of each name in the network; `windows` is
    /// the number of all windows.
    pub fn of(window: Window, mentions: impl Iterator<Item = (u32, u32, u32)>, windows: u64) -> Together {
        let mut held: Vec<(u32, u32)> = mentions
            .map(|(sentence, paragraph, entity)| match window {
                Window::Sentence => (sentence, entity),
                Window::Paragraph => (paragraph, entity),
                Window::Document => (0, entity),
            })
            .collect();
        held.sort_unstable();
        held.dedup();
        let mut entities: Vec<u32> = Vec::with_capacity(held.len());
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for group in held.chunk_by(|a, b| a.0 == b.0) {
            for (i, &(_, a)) in group.iter().enumerate() {
                entities.push(a);
                pairs.extend(group.iter().skip(i + 1).map(|&(_, b)| (a, b)));
            }
        }
        entities.sort_unstable();
        pairs.sort_unstable();
        Together {
            windows,
            entities: counted(&entities).map(|(&entity, n)| (entity, n)).collect(),
            pairs: counted(&pairs).map(|(&(a, b), n)| (a, b, n)).collect(),
        }
    }
}

/// The runs of equal items and their lengths.
fn counted<T: PartialEq>(sorted: &[T]) -> impl Iterator<Item = (&T, u32)> {
    sorted.chunk_by(|a, b| a == b).filter_map(|run| Some((run.first()?, run.len() as u32)))
}
