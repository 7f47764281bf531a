//! Assignment requests: what a person asked for, and how it stands.

use serde::Serialize;

use crate::{
    AccessPackage, Answer, Assignment, RequestState, RequestType, Schedule, Subject,
    json::read_object, time::Instant,
};

/// `accessPackageAssignmentRequest`; its id is also its approval's id.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentRequest {
    /// A GUID.
    pub id: String,
    /// As sent, in order.
    pub answers: Vec<Answer>,
    /// When processing ended, good or bad.
    pub completed_date_time: Option<Instant>,
    /// When it was sent.
    pub created_date_time: Option<Instant>,
    /// Call-outs made; always present.
    pub custom_extension_callout_instances: Vec<serde_json::Value>,
    /// The requestor's reason.
    pub justification: Option<String>,
    /// What is asked for.
    pub request_type: Option<RequestType>,
    /// The period asked for.
    pub schedule: Option<Schedule>,
    /// For logic.
    pub state: Option<RequestState>,
    /// For display and detail; not a closed list.
    pub status: Option<String>,
    /// The package (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_package: Option<Box<AccessPackage>>,
    /// The assignment (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Box<Assignment>>,
    /// Who asked (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requestor: Option<Box<Subject>>,
}

read_object!(AssignmentRequest {
    id = "id",
    answers = "answers",
    completed_date_time = "completedDateTime",
    created_date_time = "createdDateTime",
    custom_extension_callout_instances = "customExtensionCalloutInstances",
    justification = "justification",
    request_type = "requestType",
    schedule = "schedule",
    state = "state",
    status = "status",
    access_package = "accessPackage",
    assignment = "assignment",
    requestor = "requestor"
});

/// The body of `POST …/assignmentRequests` as the portal sends it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewAssignmentRequest {
    /// What is asked for.
    pub request_type: Option<RequestType>,
    /// Which package, policy and target.
    pub assignment: NewAssignment,
    /// The requestor's reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// The period asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// One a question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

read_object!(NewAssignmentRequest {
    request_type = "requestType",
    assignment = "assignment",
    justification = "justification",
    schedule = "schedule",
    answers = "answers"
});

/// The `assignment` member of a new request: properties that the metadata does not declare but the documentation sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewAssignment {
    /// The assignment's id, for changes and removals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_package_id: Option<String>,
    /// The policy; the server picks when only one fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_policy_id: Option<String>,
    /// The target's object id; the caller when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
}

read_object!(NewAssignment {
    id = "id",
    access_package_id = "accessPackageId",
    assignment_policy_id = "assignmentPolicyId",
    target_id = "targetId"
});

/// `{"@odata.id": "…"}`: a reference to an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The object's address.
    #[serde(rename = "@odata.id")]
    pub odata_id: String,
}

read_object!(Reference {
    odata_id = "@odata.id"
});
