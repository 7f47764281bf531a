//! Who is signed in, and where the portal is at home.

mod server;

pub use server::{begin, end};

use leptos::prelude::*;
use portico_graph::portico::{Backend, Capability, Config, SessionUser};

/// How the person at the screen stands with the service.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Not known yet.
    Unknown,
    /// Nobody is signed in.
    Anonymous,
    SignedIn(SessionUser),
    /// Somebody was signed in until the service said otherwise.
    SignedOut(SessionUser),
    /// The service could not be asked.
    Unreachable,
}

/// The session, as context of the whole portal.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    config: RwSignal<Option<Config>>,
}

impl Session {
    pub fn new() -> Self {
        Self {
            standing: RwSignal::new(Standing::Unknown),
            config: RwSignal::new(None),
        }
    }

    /// The one of the portal. There is always one below [`crate::app::App`].
    pub fn here() -> Self {
        expect_context()
    }

    /// How the person stands.
    pub fn standing(self) -> ReadSignal<Standing> {
        self.standing.read_only()
    }

    /// The signed-in person, tracked. Inside the portal's pages there is one, or was a moment ago.
    pub fn user(self) -> Option<SessionUser> {
        self.standing.with(Standing::person)
    }

    /// The same without being told of changes; also after a wait, when the portal may be gone.
    pub fn user_now(self) -> Option<SessionUser> {
        self.standing
            .try_get_untracked()
            .as_ref()
            .and_then(Standing::person)
    }

    /// The organisation's name, once it is known; not tracked.
    pub fn organization(self) -> Option<String> {
        let known = self
            .config
            .try_with_untracked(|config| Some(config.as_ref()?.organization.display_name.clone()));
        known.flatten().filter(|name| !name.is_empty())
    }

    /// Whether the service offers something beyond Graph.
    pub fn can(self, capability: Capability) -> bool {
        self.config.try_with_untracked(|config| {
            config.as_ref().is_some_and(|config| config.can(capability))
        }) == Some(true)
    }

    /// Whether this is a demonstration; not tracked.
    pub fn is_demo(self) -> bool {
        self.config
            .try_with_untracked(|config| config.as_ref().is_some_and(|config| config.demo))
            == Some(true)
    }

    /// Which service answers, once it is known.
    pub fn backend(self) -> Option<Backend> {
        self.config
            .try_with_untracked(|config| config.as_ref().map(|config| config.backend))
            .flatten()
    }

    /// The zone to write times in: the profile's, else the browser's (`None`).
    pub fn time_zone(self) -> Option<String> {
        self.user_now().and_then(|user| user.time_zone)
    }

    /// The version root of the API.
    pub fn api_base(self) -> String {
        let known = self
            .config
            .try_with_untracked(|config| config.as_ref().map(|config| config.api_base.clone()));
        known.flatten().unwrap_or_else(|| "/v1.0".to_owned())
    }

    /// The service does not know the caller any more.
    pub fn expired(self) {
        if let Some(Standing::SignedIn(user)) = self.standing.try_get_untracked() {
            let _ = self.standing.try_set(Standing::SignedOut(user));
        }
    }

    fn set(self, standing: Standing) {
        // Setting what is there already would make every page draw itself again.
        if self.standing.try_with_untracked(|now| *now != standing) == Some(true) {
            let _ = self.standing.try_set(standing);
        }
    }

    fn set_config(self, config: Config) {
        let _ = self.config.try_set(Some(config));
    }
}

impl Standing {
    /// The person, also after the session ended.
    pub fn person(&self) -> Option<SessionUser> {
        match self {
            Self::SignedIn(user) | Self::SignedOut(user) => Some(user.clone()),
            Self::Unknown | Self::Anonymous | Self::Unreachable => None,
        }
    }
}
