//! The Portico server: the Graph entitlement management API, its life cycles and the portal's files in one process.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod check_config;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod facts;
pub mod http;
pub mod ids;
/// The parts that reads stand on; the operations themselves follow.
pub mod operations {
    mod facts;
    pub mod panels;
}
pub mod serve;
pub mod signin;
pub mod store;
pub mod token;
