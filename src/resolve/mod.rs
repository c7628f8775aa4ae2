//! Who is meant: first within a document, then over the whole archive.

mod corpus;
mod document;
mod english;
mod mention;
mod surfaces;

pub use corpus::cluster_of;
pub(crate) use corpus::one_letter_apart;
pub use corpus::{Cluster, Clusters, KeyStats, NameKey, NameTable};
pub use document::Resolver;
pub use english::{Spelling, english_of_body, latin_name, reads_as_chinese};
pub use mention::{DocumentPair, Local, Mention};
pub use surfaces::Surfaces;
