//! What people and the worker do to requests and assignments, a file an operation: load, ask the rules, write what follows. An
//! operation works inside one transaction that its caller begins and ends.

pub mod act;
pub mod administer;
#[cfg(test)]
mod agreement_test;
pub mod alter;
pub mod among;
mod approver;
pub mod assign;
pub mod attributes;
pub mod automatic;
pub mod cancel_request;
pub mod candidate;
pub mod case;
pub mod clockwork;
mod conflicts;
pub mod create_request;
pub mod decide_stage;
pub mod delete_request;
pub mod deliver_request;
mod events;
pub mod extensions;
pub mod facts;
mod give;
pub mod guests;
#[cfg(test)]
pub mod harbour;
mod held;
pub mod holding;
#[cfg(test)]
mod life_cycle;
pub mod mandate;
pub mod new_rows;
mod on_behalf;
pub mod panels;
pub mod pattern;
pub mod policies;
pub mod policy_scopes;
mod preview;
mod progress;
mod proposed;
mod refusal;
pub mod remove;
pub mod repair;
pub mod reprocess;
pub mod requirements;
mod shown;
mod submission;
pub mod timeline;
pub mod visibility;
mod withdraw;

pub use events::run as events;
pub use preview::run as preview;
pub use progress::{ProgressOn, run as progress};
pub use refusal::Refusal;
