//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::Notify;

use super::throttle::Throttle;
use super::traffic::Traffic;
use crate::clock::Clock;
use crate::config::{Extensions, PublicUrl, Secret};
use crate::demo::Demo;
use crate::ids::Ids;
use crate::store::Store;

/// The parts of the running server. Cloning shares them.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// See the fields.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The organisation's clock: deadlines, schedules, the `Date` header. A demo can move it.
    pub clock: Arc<dyn Clock>,
    /// The machine's clock: sessions, leases, remembered answers.
    pub real_clock: Arc<dyn Clock>,
    /// Fresh ids and secrets.
    pub ids: Arc<Ids>,
    /// The address that links, redirects and cookies are made for.
    pub public_url: PublicUrl,
    /// Signs what goes out in links and must come back unchanged (skip tokens).
    pub link_secret: [u8; 32],
    /// Told after a write that left work behind, so that the worker does not wait for its next look.
    pub jobs_wake: Arc<Notify>,
    /// Who may call from other pages.
    pub allowed_origins: Vec<String>,
    /// How often anybody may call.
    pub throttle: Throttle,
    /// What is being answered, and whether the process is about to end.
    pub traffic: Traffic,
    /// Whom policies may have called; `None`: nobody.
    pub extensions: Option<Extensions>,
    /// Told after the worker wrote letters, so that the postman does not wait for its next look.
    pub mail_wake: Arc<Notify>,
    /// What whoever keeps the directory by SCIM shows; without it nobody does.
    pub scim_token: Option<Secret>,
    /// Present in demo mode only.
    pub demo: Option<Demo>,
}

impl App {
    /// Shares the parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The absolute address of a path that starts with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
