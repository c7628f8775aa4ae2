//! Characters: folding scripts and widths, telling character classes, and a view of one
//! document's text whose offsets always lead back to the original.

mod char_list;
mod char_set;
mod chars;
mod fold;
mod sieve;
mod view;
mod word_list;

pub use char_list::CharList;
pub use char_set::CharSet;
pub use chars::{is_closer, is_han, is_ideograph, is_latin_letter, is_name_dot, is_opener, is_terminator};
pub use fold::{fold_char, fold_latin, fold_str};
pub use sieve::Sieve;
pub use view::TextView;
pub use word_list::WordList;
