//! What a policy asks of who requests under it.

use serde::Serialize;

use crate::{Question, Schedule, json::read_object};

/// `accessPackageAssignmentRequestRequirements`: one element a policy that fits the caller.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirements {
    /// False: the form must not offer dates.
    pub allow_custom_assignment_schedule: Option<bool>,
    /// Whether somebody decides.
    pub is_approval_required_for_add: Option<bool>,
    /// Whether somebody decides about an extension.
    pub is_approval_required_for_update: Option<bool>,
    /// Whether a reason is compulsory.
    pub is_requestor_justification_required: Option<bool>,
    /// For a chooser.
    pub policy_description: Option<String>,
    /// For a chooser.
    pub policy_display_name: Option<String>,
    /// Sent back as `assignment.assignmentPolicyId`.
    pub policy_id: Option<String>,
    /// Limits.
    pub schedule: Option<Schedule>,
    /// Inline, although a navigation property.
    pub questions: Vec<Question>,
}

read_object!(Requirements {
    allow_custom_assignment_schedule = "allowCustomAssignmentSchedule",
    is_approval_required_for_add = "isApprovalRequiredForAdd",
    is_approval_required_for_update = "isApprovalRequiredForUpdate",
    is_requestor_justification_required = "isRequestorJustificationRequired",
    policy_description = "policyDescription",
    policy_display_name = "policyDisplayName",
    policy_id = "policyId",
    schedule = "schedule",
    questions = "questions"
});
