//! Demo mode: sign in as anybody, read everybody's mail, move the clock. On loopback only.

use std::sync::Arc;

use crate::clock::MovedClock;
use crate::signin::demo_key::DemoKey;

pub mod history;
pub mod mailbox;
pub mod moving_clock;
pub mod organisation;
pub mod people;
pub mod sign_in;

/// What a server has in demo mode only.
pub struct Demo {
    /// The organisation's clock, as something that can be moved.
    pub clock: Arc<MovedClock>,
    /// Signs and verifies bearer tokens.
    pub key: DemoKey,
    /// Whether letters also leave the mailbox, because the configuration says how.
    pub sends_mail: bool,
}

#[cfg(test)]
mod tests;
