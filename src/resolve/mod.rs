//! Who is meant: first within a document, then over the whole archive.

mod corpus;
mod document;
mod english;
mod surfaces;

pub use corpus::cluster_of;
pub(crate) use corpus::one_letter_apart;
pub use corpus::{Cluster, Clusters, KeyStats, NameKey, NameTable};
pub use document::{DocumentPair, Local, Mention, Resolver};
pub use english::{english_of_body, pinyin_name};
pub use surfaces::Surfaces;
