//! Every address of the portal, built and parsed here only. No page spells a path by hand.

mod query;
mod steps;

pub use query::{AccessShow, ApprovalsShow, Browse, PackagesShow, RequestsShow};
pub use steps::Step;

use crate::percent::{decode, encode};
use query::Query;

/// Where in the portal one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `/`
    Home,
    /// `/sign-in?return=`
    SignIn { back: Option<Box<Route>> },
    /// `/packages?q=&area=&show=`
    Packages(Browse),
    /// `/packages/:id`
    Package { id: String },
    /// `/packages/:id/request/:step?policy=&change=`: the request form.
    Ask {
        package: String,
        step: Step,
        /// The policy chosen, when more than one fits.
        policy: Option<String>,
        /// The field to change; afterwards the form goes straight back to the check.
        change: Option<String>,
    },
    /// `/packages/:id/request/sent?request=`
    Sent { package: String, request: String },
    /// `/requests?show=`
    Requests { show: RequestsShow },
    /// `/requests/:id`
    Request { id: String },
    /// `/access?show=`
    Access { show: AccessShow },
    /// `/access/:id`, the id of an assignment.
    AccessItem { id: String },
    /// `/approvals?show=`
    Approvals { show: ApprovalsShow },
    /// `/approvals/:id`, the id of the request and of its approval.
    Approval { id: String },
    /// Anything else.
    Unknown,
}

/// The entries of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Home,
    Packages,
    Requests,
    Access,
    Approvals,
}

impl Route {
    /// All packages, nothing narrowed down.
    pub fn packages() -> Self {
        Self::Packages(Browse::default())
    }

    /// My requests in motion.
    pub fn requests() -> Self {
        Self::Requests {
            show: RequestsShow::default(),
        }
    }

    /// What is open to me.
    pub fn access() -> Self {
        Self::Access {
            show: AccessShow::default(),
        }
    }

    /// What waits for my decision.
    pub fn approvals() -> Self {
        Self::Approvals {
            show: ApprovalsShow::default(),
        }
    }

    /// One step of the request form.
    pub fn ask(package: &str, step: Step, policy: Option<&str>) -> Self {
        Self::Ask {
            package: package.to_owned(),
            step,
            policy: policy.map(str::to_owned),
            change: None,
        }
    }

    /// Reads the path and the query (with or without its `?`) of an address.
    pub fn parse(path: &str, search: &str) -> Self {
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(decode)
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let query = Query::parse(search);
        match segments[..] {
            [] => Self::Home,
            ["sign-in"] => Self::SignIn {
                back: query
                    .text("return")
                    .map(|path| Box::new(Self::within(&path))),
            },
            ["packages"] => Self::Packages(Browse::read(&query)),
            ["packages", id] => Self::Package { id: id.to_owned() },
            ["packages", package, "request", "sent"] => match query.text("request") {
                Some(request) => Self::Sent {
                    package: package.to_owned(),
                    request,
                },
                None => Self::Unknown,
            },
            ["packages", package, "request", step] => match Step::from_segment(step) {
                Some(step) => Self::Ask {
                    package: package.to_owned(),
                    step,
                    policy: query.text("policy"),
                    change: query.text("change"),
                },
                None => Self::Unknown,
            },
            ["requests"] => Self::Requests {
                show: RequestsShow::read(&query),
            },
            ["requests", id] => Self::Request { id: id.to_owned() },
            ["access"] => Self::Access {
                show: AccessShow::read(&query),
            },
            ["access", id] => Self::AccessItem { id: id.to_owned() },
            ["approvals"] => Self::Approvals {
                show: ApprovalsShow::read(&query),
            },
            ["approvals", id] => Self::Approval { id: id.to_owned() },
            _ => Self::Unknown,
        }
    }

    /// Reads a path of our own, with its query; anything that could lead elsewhere is the home page.
    fn within(address: &str) -> Self {
        if !address.starts_with('/') || address.starts_with("//") || address.contains('\\') {
            return Self::Home;
        }
        let (path, search) = address.split_once('?').unwrap_or((address, ""));
        match Self::parse(path, search) {
            Self::SignIn { .. } | Self::Unknown => Self::Home,
            route => route,
        }
    }

    /// The address, to be put in an `href` or given to the router.
    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::Unknown => "/".to_owned(),
            Self::SignIn { back } => Query::new()
                .with("return", back.as_ref().map(|route| route.path()).as_deref())
                .after("/sign-in"),
            Self::Packages(browse) => browse.write().after("/packages"),
            Self::Package { id } => format!("/packages/{}", encode(id)),
            Self::Ask {
                package,
                step,
                policy,
                change,
            } => Query::new()
                .with("policy", policy.as_deref())
                .with("change", change.as_deref())
                .after(&format!(
                    "/packages/{}/request/{}",
                    encode(package),
                    step.segment()
                )),
            Self::Sent { package, request } => Query::new()
                .with("request", Some(request))
                .after(&format!("/packages/{}/request/sent", encode(package))),
            Self::Requests { show } => Query::new().with("show", show.word()).after("/requests"),
            Self::Request { id } => format!("/requests/{}", encode(id)),
            Self::Access { show } => Query::new().with("show", show.word()).after("/access"),
            Self::AccessItem { id } => format!("/access/{}", encode(id)),
            Self::Approvals { show } => Query::new().with("show", show.word()).after("/approvals"),
            Self::Approval { id } => format!("/approvals/{}", encode(id)),
        }
    }

    /// The navigation entry that is current here.
    pub fn section(&self) -> Option<Section> {
        match self {
            Self::Home => Some(Section::Home),
            Self::Packages(_) | Self::Package { .. } | Self::Ask { .. } | Self::Sent { .. } => {
                Some(Section::Packages)
            }
            Self::Requests { .. } | Self::Request { .. } => Some(Section::Requests),
            Self::Access { .. } | Self::AccessItem { .. } => Some(Section::Access),
            Self::Approvals { .. } | Self::Approval { .. } => Some(Section::Approvals),
            Self::SignIn { .. } | Self::Unknown => None,
        }
    }

    /// The same for all addresses that one page instance shows: changing a filter or a step keeps the page.
    pub fn page(&self) -> Self {
        match self.clone() {
            Self::SignIn { .. } => Self::SignIn { back: None },
            Self::Packages(_) => Self::packages(),
            Self::Ask { package, .. } => Self::ask(&package, Step::Who, None),
            Self::Requests { .. } => Self::requests(),
            Self::Access { .. } => Self::access(),
            Self::Approvals { .. } => Self::approvals(),
            page => page,
        }
    }
}

#[cfg(test)]
mod tests;
