//! How every read of the Graph API is answered: rows become JSON by tables of fields, navigation properties are fetched
//! in one query a level, lists are paged by key.
//!
//! A resource's file says what may be read and by whom; everything below is the same for all of them.

mod answer;
mod asked;
mod children;
mod etag;
mod expand;
mod fetch;
mod follow;
mod held;
mod list;
mod paths;
mod sight;
pub mod skip_token;
pub mod source;
pub mod sources;

#[cfg(test)]
mod agreement_test;
#[cfg(test)]
mod paths_test;

pub use answer::{Answer, entity, list};
pub use asked::{Asked, unknown_member};
pub use etag::IfMatch;
pub use expand::expand;
pub use fetch::{Node, by_parents, one};
pub use follow::{Start, alive, follow};
pub use held::Held;
pub use list::{List, Page, Scope, place};
pub use sight::Sight;
pub use skip_token::Place;
pub use source::Source;
