//! The client of the Graph entitlement management API and of what our server adds to it.
//!
//! A page asks through a [`Call`], which lives as long as the page does. Addresses come from [`endpoint`] alone, and every
//! failure is an [`ApiError`].

pub mod approvals;
pub mod batch;
pub mod browse;
pub mod demo;
pub mod endpoint;
pub mod error;
pub mod fetch;
pub mod home;
pub mod offer;
pub mod packages;
pub mod paging;
pub mod requests;
pub mod transport;

pub use error::{ApiError, Refusal};
pub use fetch::{Fetch, fetch};
pub use transport::{Api, Call};
