//! The researcher's own decisions on who is who: a small CSV that is applied after the archive's names
//! are clustered, and never needs the archive again.
//!
//! Columns `action, ids, values, reason`; lists are joined by `|`; an empty action is no decision.
//!
//! | action | ids | values |
//! | --- | --- | --- |
//! | `merge` | entities that are one; the first keeps its id and names | |
//! | `split` | one entity | names (as in `aliases`) that belong to another one |
//! | `rename` | one entity | `name_zh=…`, `name_en=…`, `label=…` |
//! | `retype` | entities | `person`, `country`, `organization` or `place` |
//! | `drop` | entities that are none | |

mod apply;
mod file;
mod suggest;

pub use file::{Action, Curation, CurationError, Decision, Problem};
pub use suggest::{Suggestion, suggest};
