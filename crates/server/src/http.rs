//! The wire: routes, callers, bodies, errors, batches and the portal's files.

pub mod error;
mod portal;
