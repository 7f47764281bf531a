//! How every read of the Graph API is answered: rows become JSON by tables of fields, navigation properties are fetched
//! in one query a level, lists are paged by key.
//!
//! A resource's file says what may be read and by whom; everything below is the same for all of them.

mod answer;
mod asked;
mod expand;
mod fetch;
mod list;
pub mod skip_token;
pub mod source;
pub mod sources;

#[cfg(test)]
mod agreement_test;

pub use answer::{Answer, entity, list};
pub use asked::{Asked, unknown_member};
pub use expand::expand;
pub use fetch::{Node, by_parents, one};
pub use list::{List, Page, Scope};
pub use source::Source;
