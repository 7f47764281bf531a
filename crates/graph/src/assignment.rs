//! Assignments: access that a subject has, had or is about to have.

use serde::Serialize;

use crate::{
    AccessPackage, AssignmentPolicy, AssignmentState, Schedule, Subject, json::read_object,
    time::Instant,
};

/// `accessPackageAssignment`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// A GUID.
    pub id: String,
    /// Set when it has ended; the future end is in `schedule.expiration`.
    pub expired_date_time: Option<Instant>,
    /// The effective window.
    pub schedule: Option<Schedule>,
    /// For logic.
    pub state: Option<AssignmentState>,
    /// For display; not a closed list.
    pub status: Option<String>,
    /// Call-outs made; always present.
    pub custom_extension_callout_instances: Vec<serde_json::Value>,
    /// Who holds it (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Box<Subject>>,
    /// The package (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_package: Option<Box<AccessPackage>>,
    /// The policy (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_policy: Option<Box<AssignmentPolicy>>,
}

read_object!(Assignment {
    id = "id",
    expired_date_time = "expiredDateTime",
    schedule = "schedule",
    state = "state",
    status = "status",
    custom_extension_callout_instances = "customExtensionCalloutInstances",
    target = "target",
    access_package = "accessPackage",
    assignment_policy = "assignmentPolicy"
});
