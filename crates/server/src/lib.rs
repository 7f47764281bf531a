//! The Portico server: the Graph entitlement management API, its life cycles and the portal's files in one process.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod audit;
mod callouts;
pub mod check_config;
pub mod cli;
pub mod clock;
pub mod config;
pub mod deliver;
pub mod demo;
pub mod directory;
pub mod facts;
pub mod http;
pub mod ids;
pub mod import;
pub mod jobs;
pub mod mail;
pub mod measures;
pub mod notify;
pub mod operations;
pub mod scim;
pub mod serve;
pub mod signin;
pub mod store;
pub mod sweep;
pub mod token;
