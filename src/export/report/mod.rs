//! `report.html`: one self-contained page to explore an archive in a browser.
//!
//! The page is made of the files beside this one (our own HTML, CSS and JavaScript, no framework) and
//! the data as JSON in a script element that browsers do not run. It asks the network for nothing: a
//! content security policy in its head forbids it to. Text from articles goes onto the page as
//! text nodes only.
//!
//! [`ReportData::build`] gathers the data from the network and the tables; it is bounded
//! ([`Limits`]), and what is left out is counted in [`Cuts`], which the page shows.

mod build;
mod census;
mod data;
mod input;
mod limits;
mod page;
#[cfg(test)]
mod tests;

pub use census::Census;
pub use data::{Cuts, DocItem, EdgeItem, Meta, NodeItem, PairItem, PositionItem, RelationItem, ReportData, Summary};
pub use input::{Held, ReportInput, SentenceOfEdge};
pub use limits::{Limits, chosen};
pub use page::write;
