//! The query options of the API: read, checked against the entity model, compiled to SQL, and
//! applied to answers.
//!
//! No I/O, no database driver: the server hands in column maps and a fold function, and gets text
//! with numbered placeholders and their values back.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod columns;
mod context;
mod error;
mod expand;
mod filter;
mod guid;
pub mod limits;
mod narrow;
mod options;
mod order;
mod path;
mod percent;
mod raw;
mod search;
mod select;
mod shape;
mod split;
mod token;

#[cfg(test)]
mod options_test;
#[cfg(test)]
mod shape_test;

pub use columns::{Column, Columns, Located};
pub use context::context;
pub use error::{OptionError, Problem};
pub use expand::Expand;
pub use filter::{Bind, Comparison, Condition, Filter, Path, TextTest, Value, like_pattern};
pub use narrow::narrow;
pub use options::{Address, Options};
pub use order::Order;
pub use path::{NormalPath, PathError, normalize};
pub use percent::decode;
pub use raw::RawQuery;
pub use search::Search;
pub use select::Select;
pub use shape::{hide_later_members, shape};
