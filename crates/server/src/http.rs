//! The wire: routes, callers, bodies, errors, batches and the portal's files.

mod account;
pub mod address;
mod app;
pub mod batch;
pub mod bodies;
pub mod body;
pub mod caller;
mod cross_origin;
pub mod envelope;
pub mod error;
pub mod loopback;
pub mod members;
mod portal;
pub mod provisioner;
pub mod reference;
pub mod router;
pub mod signed;
#[cfg(test)]
pub mod test_app;
pub mod throttle;
pub mod traffic;

pub use app::{App, Parts};
