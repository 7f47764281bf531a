//! Every address of the API, built here only, with each part encoded. An [`Endpoint`] cannot be made elsewhere, so a call to
//! a mistyped address does not compile.

mod odata;

use crate::percent::encode;
use odata::{Options, quoted};

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Place);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Below the version root of the Graph API.
    Graph(String),
    /// Our own server, from its root.
    Portico(String),
}

const EM: &str = "/identityGovernance/entitlementManagement";
const PACKAGE_WITH_CONTENTS: &str =
    "catalog,resourceRoleScopes($expand=role($expand=resource),scope)";
const REQUEST_WITH_NAMES: &str = "accessPackage,requestor,assignment($expand=target)";

/// Whose requests: the values of `on` that the portal uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestsOn {
    /// Those that are for me.
    Target,
    /// Those that I decide or decided.
    Approver,
}

impl RequestsOn {
    fn word(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Approver => "approver",
        }
    }
}

impl Endpoint {
    /// The address to fetch. `api_base` is the version root, such as `/v1.0`.
    pub fn address(&self, api_base: &str) -> String {
        match &self.0 {
            Place::Graph(path) => format!("{api_base}{path}"),
            Place::Portico(path) => path.clone(),
        }
    }

    /// The address inside a batch, which holds Graph calls only.
    pub fn in_batch(&self) -> Option<&str> {
        match &self.0 {
            Place::Graph(path) => Some(path),
            Place::Portico(_) => None,
        }
    }

    fn graph(path: String) -> Self {
        Self(Place::Graph(path))
    }

    fn em(path: &str) -> Self {
        Self::graph(format!("{EM}{path}"))
    }

    fn portico(path: impl Into<String>) -> Self {
        Self(Place::Portico(path.into()))
    }

    /// The next page of a list. Only an address on our own origin and below the API is followed, because the call carries
    /// the session; `origin` is such as `https://access.example`.
    pub fn next_page(link: &str, origin: &str) -> Option<Self> {
        let path = link.strip_prefix(origin)?;
        (path.starts_with('/') && !path.starts_with("//")).then(|| Self::portico(path))
    }
}

/// What there is to know before anybody signs in.
impl Endpoint {
    pub fn config() -> Self {
        Self::portico("/config.json")
    }

    pub fn session() -> Self {
        Self::portico("/portico/v1/session")
    }

    pub fn end_session() -> Self {
        Self::portico("/portico/v1/session/end")
    }

    pub fn demo_people() -> Self {
        Self::portico("/demo/people")
    }

    pub fn demo_sign_in() -> Self {
        Self::portico("/demo/sign-in")
    }

    /// The letters of the demonstration: a page of its own.
    pub fn demo_mail() -> Self {
        Self::portico("/demo/mail")
    }

    pub fn batch() -> Self {
        Self::graph("/$batch".to_owned())
    }
}

/// Packages.
impl Endpoint {
    /// Packages that the caller may ask for, with their area and contents; `search` looks into names, descriptions and
    /// resources, `area` is the id of a catalog.
    pub fn requestable_packages(search: &str, area: Option<&str>, top: u32) -> Self {
        let options = Options::new()
            .expand(PACKAGE_WITH_CONTENTS)
            .filter(area.map(|id| format!("catalog/id eq {}", quoted(id))))
            .search(search)
            .order_by("displayName")
            .count()
            .top(top);
        Self::em(&options.after("/accessPackages/filterByCurrentUser(on='allowedRequestor')"))
    }

    pub fn package(id: &str) -> Self {
        Self::em(
            &Options::new()
                .expand("catalog")
                .after(&format!("/accessPackages/{}", encode(id))),
        )
    }

    /// What a package opens.
    pub fn package_resources(id: &str) -> Self {
        let path = format!("/availableAccessPackages/{}/resourceRoleScopes", encode(id));
        Self::em(
            &Options::new()
                .expand("role($expand=resource),scope")
                .after(&path),
        )
    }

    /// What each policy that fits the caller asks for; a POST without body.
    pub fn requirements(id: &str) -> Self {
        Self::em(&format!(
            "/accessPackages/{}/getApplicablePolicyRequirements",
            encode(id)
        ))
    }

    /// Who would decide; the server picks the policy when only one fits.
    pub fn preview(id: &str, policy: Option<&str>) -> Self {
        let query = policy
            .map(|policy| format!("?policyId={}", encode(policy)))
            .unwrap_or_default();
        Self::portico(format!(
            "/portico/v1/packages/{}/preview{query}",
            encode(id)
        ))
    }
}

/// Requests.
impl Endpoint {
    /// Where new requests go.
    pub fn requests() -> Self {
        Self::em("/assignmentRequests")
    }

    /// Requests that concern the caller, newest first.
    pub fn my_requests(on: RequestsOn, filter: Option<&str>, top: u32) -> Self {
        let options = Options::new()
            .expand(REQUEST_WITH_NAMES)
            .filter(filter.map(str::to_owned))
            .order_by("createdDateTime desc")
            .top(top);
        Self::em(&options.after(&format!(
            "/assignmentRequests/filterByCurrentUser(on='{}')",
            on.word()
        )))
    }

    pub fn request(id: &str) -> Self {
        Self::em(
            &Options::new()
                .expand(REQUEST_WITH_NAMES)
                .after(&format!("/assignmentRequests/{}", encode(id))),
        )
    }

    pub fn cancel_request(id: &str) -> Self {
        Self::em(&format!("/assignmentRequests/{}/cancel", encode(id)))
    }

    /// The timeline of one request, and how it stands.
    pub fn request_events(id: &str) -> Self {
        Self::portico(format!("/portico/v1/requests/{}/events", encode(id)))
    }

    /// How all open requests stand that are for me, or that wait for my decision.
    pub fn progress(on: &[RequestsOn]) -> Self {
        let words: Vec<&str> = on.iter().map(|on| on.word()).collect();
        Self::portico(format!(
            "/portico/v1/requests/progress?on={}",
            words.join(",")
        ))
    }
}

/// Access that somebody has.
impl Endpoint {
    pub fn my_assignments(top: u32) -> Self {
        let options = Options::new().expand("accessPackage,target").top(top);
        Self::em(&options.after("/assignments/filterByCurrentUser(on='target')"))
    }
}

/// Decisions.
impl Endpoint {
    pub fn my_approvals(top: u32) -> Self {
        let options = Options::new().expand("stages").top(top);
        Self::em(
            &options.after("/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')"),
        )
    }

    /// An approval has the id of its request.
    pub fn approval(request: &str) -> Self {
        Self::em(&Options::new().expand("stages").after(&format!(
            "/accessPackageAssignmentApprovals/{}",
            encode(request)
        )))
    }

    pub fn stage(request: &str, stage: &str) -> Self {
        Self::em(&format!(
            "/accessPackageAssignmentApprovals/{}/stages/{}",
            encode(request),
            encode(stage)
        ))
    }
}

#[cfg(test)]
mod tests;
