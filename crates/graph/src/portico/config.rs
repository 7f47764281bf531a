//! `GET /config.json`: which back end the portal talks to, and what it can do.

use serde::Serialize;
use serde_json::Value;

use crate::enums::graph_enum;
use crate::json::{Fault, FromJson, Reader, deserialize_from_json, read_object};

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

impl FromJson for Config {
    fn blank() -> Self {
        Self {
            backend: FromJson::blank(),
            api_base: String::new(),
            demo: false,
            organization: OrganizationInfo::default(),
            capabilities: Vec::new(),
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.must(&mut self.backend, "backend");
        reader.must(&mut self.api_base, "apiBase");
        reader.fill(&mut self.demo, "demo");
        reader.fill(&mut self.organization, "organization");
        reader.fill(&mut self.capabilities, "capabilities");
        reader.done()
    }
}
deserialize_from_json!(Config);

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

read_object!(OrganizationInfo {
    display_name = "displayName",
    time_zone = "timeZone",
    tenant_id = "tenantId"
});
