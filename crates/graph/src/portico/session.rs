//! `GET /portico/v1/session` and the demo's sign-in.

use serde::{Deserialize, Serialize};

/// Who is signed in; answers 200 also when nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Session {
    /// Null: anonymous.
    pub user: Option<SessionUser>,
}

/// The signed-in person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionUser {
    /// Directory object id.
    pub id: String,
    /// Name to show.
    pub display_name: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// `Member` or `Guest`.
    pub user_type: String,
    /// A language tag, when the profile has one.
    pub preferred_language: Option<String>,
    /// IANA zone name, when the profile has one.
    pub time_zone: Option<String>,
    /// The connected organization of a guest.
    pub organization: Option<String>,
    /// Whether approvals concern this person at all: some are open or were decided.
    pub is_approver: bool,
    /// Decisions that wait for this person now.
    pub pending_approvals: u64,
    /// Whether anybody reports to this person.
    pub has_reports: bool,
}

/// One of `GET /demo/people`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DemoPerson {
    /// Sign-in name.
    pub user_principal_name: String,
    /// Name to show.
    pub display_name: String,
    /// Title.
    pub job_title: Option<String>,
    /// Department, or a guest's organization.
    pub department: Option<String>,
    /// `Member` or `Guest`.
    pub user_type: String,
    /// How many people report to this person.
    pub reports: u64,
    /// Decisions that wait for this person now.
    pub pending_approvals: u64,
    /// Whether this person administers the organisation.
    pub is_administrator: bool,
}

/// The body of `POST /demo/sign-in`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemoSignIn {
    /// Whom to sign in as.
    pub user_principal_name: String,
}
