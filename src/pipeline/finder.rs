//! Entities found by whatever name a person types.

use rustc_hash::FxHashMap;

use crate::record::EntityRow;
use crate::text::{fold_latin, fold_str};

/// How well a name fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The id.
    Id,
    /// Its label, Chinese or Latin name, folded by case and script.
    Name,
    /// Another surface.
    Alias,
    /// A word of its Latin name, or a part between the dots of its Chinese one.
    Part,
}

/// Finds entities by id, label, name or surface.
pub struct Finder {
    by_name: FxHashMap<String, Vec<(Fit, usize)>>,
}

/// One spelling for all: script, width, dots, case, accents, spaces.
fn key(name: &str) -> String {
    fold_latin(&fold_str(name.trim()))
}

impl Finder {
    /// Reads the names of all entities; those found are given by their place among `rows`.
    pub fn new<'a>(rows: impl IntoIterator<Item = &'a EntityRow>) -> Finder {
        let mut by_name: FxHashMap<String, Vec<(Fit, usize)>> = FxHashMap::default();
        for (i, row) in rows.into_iter().enumerate() {
            let mut add = |name: &str, fit: Fit| {
                let key = if fit == Fit::Id { name.trim().to_owned() } else { key(name) };
                if !key.is_empty() {
                    by_name.entry(key).or_default().push((fit, i));
                }
            };
            add(&row.id, Fit::Id);
            for name in [&row.label, &row.name_zh, &row.name_en] {
                add(name, Fit::Name);
            }
            for alias in row.aliases.split('|') {
                add(alias, Fit::Alias);
            }
            for part in row.name_en.split_whitespace().filter(|p| p.chars().count() > 2) {
                add(part, Fit::Part);
            }
            for part in row.name_zh.split('·').filter(|p| p.chars().count() > 1) {
                add(part, Fit::Part);
            }
        }
        for found in by_name.values_mut() {
            found.sort_unstable();
            found.dedup_by_key(|f| f.1);
        }
        Finder { by_name }
    }

    /// The entities that a name fits best, in the order of the table: one where it is clear, several where it is not.
    pub fn find(&self, name: &str) -> Vec<usize> {
        let mut found: Vec<(Fit, usize)> = Vec::new();
        for key in [name.trim().to_owned(), key(name)] {
            found.extend(self.by_name.get(&key).into_iter().flatten());
        }
        found.sort_unstable();
        let Some(&(best, _)) = found.first() else { return Vec::new() };
        let mut out: Vec<usize> = found.into_iter().take_while(|f| f.0 == best).map(|f| f.1).collect();
        out.dedup();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples::entity;
    use crate::record::EntityType::{Person, Place};

    fn finder() -> Finder {
        let mut rows = vec![
            entity("person:shoigu", Person, "绍伊古", "Sergei Shoigu", 9),
            entity("person:putin", Person, "普京", "Vladimir Putin", 90),
            entity("person:lee-1", Person, "李伟", "", 3),
            entity("person:lee-2", Person, "李伟", "", 2),
            entity("place:putin", Place, "普京镇", "", 1),
        ];
        rows[0].aliases = "谢尔盖·绍伊古|紹伊古".to_owned();
        rows[4].aliases = "普京".to_owned();
        Finder::new(&rows)
    }

    #[test]
    fn by_every_name() {
        let finder = finder();
        for name in ["person:shoigu", "绍伊古", "紹伊古", "谢尔盖•绍伊古", "sergei SHOIGU", "Shoigu", " Šhoigu "] {
            assert_eq!(finder.find(name), [0], "{name}");
        }
        assert_eq!(finder.find("Merkel"), Vec::<usize>::new());
        assert_eq!(finder.find(""), Vec::<usize>::new());
    }

    #[test]
    fn a_name_of_several_and_a_name_that_is_anothers_alias() {
        let finder = finder();
        assert_eq!(finder.find("李伟"), [2, 3]);
        assert_eq!(finder.find("普京"), [1]);
    }
}
