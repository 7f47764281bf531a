//! `/portico/v1`: what Graph has no word for.

pub mod events;
pub mod preview;
pub mod progress;
pub mod session;

#[cfg(test)]
mod tests;
