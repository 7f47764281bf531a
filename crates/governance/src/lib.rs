//! The rules of access: who may ask, what is asked, who decides, and how a request and an assignment live and end.
//!
//! Pure: no I/O, no clock, no randomness. Time is a parameter, people are facts handed in, and a transition answers with the next
//! state and the effects it asks for. The browser links `questions` and `schedule`, so that a form and the server apply one rule.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod approval;
pub mod approvers;
pub mod assignment;
pub mod effect;
pub mod eligibility;
pub mod ending;
pub mod membership_rule;
pub mod people;
pub mod questions;
pub mod refusal;
pub mod request;
pub mod requirements;
pub mod schedule;
pub mod targets;
pub mod transitions;
