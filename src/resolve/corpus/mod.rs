//! Identity over the whole archive: names that mean one thing become one cluster.
//!
//! Every document leaves its [`Local`](super::Local)s; equal ones share a [`NameKey`]. Counting keys
//! is associative and commutative, so shards may be merged in any order; the clusters are made from
//! the sorted table of keys alone.

mod cluster;
mod joining;
mod key;
mod short_forms;
mod spelling;
mod union;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

pub use self::cluster::{Cluster, cluster_of};
use self::joining::Joining;
pub use self::key::{KeyStats, NameKey, NameTable};
pub(crate) use self::spelling::one_letter_apart;
use crate::dictionary::Lexicon;
use crate::names::ByEar;

/// The clusters and which key belongs to which.
#[derive(Debug, Default)]
pub struct Clusters {
    /// All clusters, ordered by id.
    pub list: Vec<Cluster>,
    /// Cluster index of every key, by [`NameKey::digest`].
    pub of_key: FxHashMap<u128, u32>,
}

impl Clusters {
    /// Clusters the keys of a whole archive: by entry, Latin name and full Chinese name, by the sound of listed people's names, and last
    /// the short forms.
    pub fn build(table: &NameTable, lexicon: &Lexicon, ear: &ByEar) -> Clusters {
        let mut joining = Joining::new(table.keys.iter().collect(), lexicon);
        joining.by_entry();
        joining.by_latin();
        joining.by_chinese();
        let heard = joining.by_ear(ear);
        joining.short_forms();
        let Joining { keys, mut union, .. } = joining;
        let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for i in 0..keys.len() {
            groups.entry(union.find(i as u32)).or_default().push(i);
        }
        let mut list: Vec<(Cluster, Vec<usize>)> = groups
            .into_values()
            .map(|members| {
                let entry = members.iter().find_map(|m| heard.get(&(*m as u32)).copied());
                (cluster_of(&members.iter().map(|&m| keys[m]).collect::<Vec<_>>(), entry, lexicon), members)
            })
            .collect();
        list.sort_by(|a, b| a.0.id.cmp(&b.0.id).then(a.1.cmp(&b.1)));
        // Two things that would share an id: the later ones get a number.
        let mut seen: FxHashMap<String, u32> = FxHashMap::default();
        let mut clusters = Clusters::default();
        for (mut cluster, members) in list {
            let n = seen.entry(cluster.id.clone()).or_default();
            *n += 1;
            if *n > 1 {
                cluster.id = format!("{}~{}", cluster.id, n);
            }
            for m in members {
                clusters.of_key.insert(keys[m].0.digest(), clusters.list.len() as u32);
            }
            clusters.list.push(cluster);
        }
        cluster::tell_apart(&mut clusters.list, lexicon);
        clusters
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;
    use crate::record::EntityType;

    #[test]
    fn parties_of_one_name() {
        let resources = crate::recognise::Resources::new(&crate::dictionary::Sources::builtin()).expect("built-in dictionaries");
        let (lexicon, ear) = &resources.into_register();
        let of = |ids: &[&str]| -> Vec<String> {
            let mut table = NameTable::default();
            for id in ids {
                let entry = lexicon.by_id.get(*id).and_then(|&e| lexicon.entry(e)).expect("listed");
                let [latin, english] = [String::new(), String::new()];
                let (entry_id, zh, article) = (entry.id.clone(), entry.name_zh.clone(), String::new());
                let key = NameKey { kind: entry.kind, entry: entry_id, zh, latin, english, article };
                table.keys.insert(key, KeyStats { mentions: 1, documents: 1, ..KeyStats::default() });
            }
            Clusters::build(&table, lexicon, ear).list.into_iter().map(|c| c.name_en).collect()
        };
        let (american, hong_kong) = ("organization:democratic-party-united-states", "organization:democratic-party-hong-kong");
        assert_eq!(of(&[american]), ["Democratic Party"]);
        assert_eq!(of(&[american, hong_kong]), ["Democratic Party (Hong Kong)", "Democratic Party (United States)"]);
    }

    #[test]
    fn people_by_ear() {
        let resources = crate::recognise::Resources::new(&crate::dictionary::Sources::builtin()).expect("built-in dictionaries");
        let (lexicon, ear) = &resources.into_register();
        let listed = "person:josep-borrell";
        let of = |names: &[(&str, &str, &str)]| -> Vec<String> {
            let mut table = NameTable::default();
            for (entry, zh, latin) in names {
                let [entry, zh, latin] = [entry, zh, latin].map(|part| part.to_string());
                let key = NameKey { kind: EntityType::Person, entry, zh, latin, english: String::new(), article: String::new() };
                table.keys.insert(key, KeyStats { mentions: 1, documents: 1, ..KeyStats::default() });
            }
            Clusters::build(&table, lexicon, ear).list.into_iter().map(|c| c.name_en).collect()
        };
        assert_eq!(of(&[("", "约瑟普·博雷尔", "")]), ["Josep Borrell"]);
        assert_eq!(of(&[("", "约瑟普·博雷尔", ""), (listed, "博雷利", "")]), ["Josep Borrell"]);
        // What the archive itself writes comes first.
        assert_eq!(of(&[("", "约瑟普·博雷尔", ""), ("", "约瑟普·博雷尔", "Joseph Borel")]), ["Joseph Borel"]);
    }

    #[test]
    fn surnames_alone_are_of_their_article() {
        let resources = crate::recognise::Resources::new(&crate::dictionary::Sources::builtin()).expect("built-in dictionaries");
        let (lexicon, ear) = &resources.into_register();
        let ids = |names: &[(&str, &str)]| -> FxHashSet<String> {
            let mut table = NameTable::default();
            for (zh, article) in names {
                let [entry, latin, english] = [(); 3].map(|()| String::new());
                let key = NameKey { kind: EntityType::Person, entry, zh: zh.to_string(), latin, english, article: article.to_string() };
                table.keys.insert(key, KeyStats { mentions: 1, documents: 1, ..KeyStats::default() });
            }
            Clusters::build(&table, lexicon, ear).list.into_iter().map(|c| c.id).collect()
        };
        let both = ids(&[("刘", "a"), ("刘", "b"), ("刘文清", "")]);
        assert_eq!(both.len(), 3);
        // Whoever else is in the archive, the id stays.
        assert!(ids(&[("刘", "b")]).is_subset(&both));
    }
}
