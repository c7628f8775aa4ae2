//! The network: entities as nodes, co-occurrence as edges, with the measures researchers ask for.
//!
//! [`Network::build`] takes the rows of `entities.csv` and the counts of windows (sentences, by
//! default) and fills in:
//!
//! | measure | of | how |
//! | --- | --- | --- |
//! | degree, weighted degree | node | edges, and their weights summed |
//! | PageRank | node | weighted, damping 0.85 ([`pagerank`]) |
//! | betweenness | node | exact, or sampled above a size ([`betweenness`]) |
//! | community | node | Leiden, modularity ([`leiden`]) |
//! | core, component | node | [`kcore`], [`component`] |
//! | NPMI, G² | edge | over windows ([`association`]) |
//! | disparity | edge | the backbone filter ([`backbone`]) |
//! | x, y | node | ForceAtlas2 ([`layout`]) |
//!
//! Everything random is seeded and everything summed is summed in a fixed order: the same input
//! gives the same network whatever the number of threads.

pub mod adjacency;
pub mod association;
pub mod backbone;
pub mod betweenness;
pub mod component;
pub mod kcore;
pub mod layout;
pub mod leiden;
mod network;
pub mod pagerank;
mod period;
pub mod quadtree;
mod random;
mod select;

pub use layout::LayoutOptions;
pub use network::{Edge, Network, Node, Options, PairCount, WindowCounts};
pub use period::{Grain, Month, Period};
pub use random::Random;
pub use select::Selection;

#[cfg(test)]
pub(crate) use network::samples;
pub(crate) use period::tidy;
