//! HTML to text, and the metadata of HTML pages.

pub(super) mod clean;
pub(super) mod entity;
pub(super) mod output;
pub(super) mod page;
pub(super) mod readable;
pub(super) mod selector;
pub(super) mod tag;
pub(super) mod tree;
