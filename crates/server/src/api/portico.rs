//! `/portico/v1`: what Graph has no word for.

pub mod session;
