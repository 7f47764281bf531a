//! `GET /config.json`: which back end the portal talks to, and what it can do.

use serde::Serialize;

use crate::enums::graph_enum;
use crate::json::read_object;

/// The answer of `/config.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// Our server, or Microsoft Graph.
    pub backend: Backend,
    /// The version root of the API, such as `/v1.0`.
    pub api_base: String,
    /// Only demo people sign in, and every page says so.
    pub demo: bool,
    /// Whose portal it is.
    pub organization: OrganizationInfo,
    /// What the back end offers beyond Graph; words of [`Capability`], unknown ones are ignored.
    pub capabilities: Vec<String>,
}

read_object!(
    Config;
    backend = "backend",
    api_base = "apiBase",
    demo = "demo",
    organization = "organization",
    capabilities = "capabilities",
);

impl Config {
    /// Whether the back end offers a capability.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.iter().any(|c| c == capability.as_str())
    }
}

graph_enum! {
    /// Which service answers the Graph calls.
    Backend {
        /// Our server: cookie session.
        Portico = "portico",
        /// Microsoft Graph: code and PKCE in the browser.
        Graph = "graph",
    }
}

/// One capability a row under `/portico/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// `session`.
    Session,
    /// `packages/{id}/preview`.
    Preview,
    /// `requests/{id}/events`.
    Events,
    /// `requests/progress`.
    Progress,
}

impl Capability {
    /// Every capability.
    pub const ALL: &'static [Self] = &[Self::Session, Self::Preview, Self::Events, Self::Progress];

    /// The word in `capabilities`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Preview => "preview",
            Self::Events => "events",
            Self::Progress => "progress",
        }
    }
}

/// Whose portal it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationInfo {
    /// Name to show.
    pub display_name: String,
    /// IANA zone name, such as `Europe/Oslo`.
    pub time_zone: String,
    /// A GUID.
    pub tenant_id: String,
}

read_object!(
    OrganizationInfo else Self::default();
    display_name = "displayName",
    time_zone = "timeZone",
    tenant_id = "tenantId",
);
