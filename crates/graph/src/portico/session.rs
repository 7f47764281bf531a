//! `GET /portico/v1/session` and the demo's sign-in.

use serde::Serialize;

use crate::json::read_object;

/// Who is signed in; answers 200 also when nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Null: anonymous.
    pub user: Option<SessionUser>,
}

read_object!(Session {
    user = "user"
});

/// The signed-in person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(SessionUser {
    id = "id",
    display_name = "displayName",
    user_principal_name = "userPrincipalName",
    user_type = "userType",
    preferred_language = "preferredLanguage",
    time_zone = "timeZone",
    organization = "organization",
    is_approver = "isApprover",
    pending_approvals = "pendingApprovals",
    has_reports = "hasReports"
});

/// One of `GET /demo/people`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(DemoPerson {
    user_principal_name = "userPrincipalName",
    display_name = "displayName",
    job_title = "jobTitle",
    department = "department",
    user_type = "userType",
    reports = "reports",
    pending_approvals = "pendingApprovals",
    is_administrator = "isAdministrator"
});

/// The body of `POST /demo/sign-in`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DemoSignIn {
    /// Whom to sign in as.
    pub user_principal_name: String,
}

read_object!(DemoSignIn {
    user_principal_name = "userPrincipalName"
});
