//! The Portico server: the Graph entitlement management API, its life cycles and the portal's files in one process.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cli;
pub mod clock;
pub mod config;
pub mod http;
pub mod ids;
pub mod store;
