//! Assignment policies: who may ask, what is asked, who decides, for how long.

use serde::{Deserialize, Serialize};

use crate::{
    AllowedTargetScope, ApproverVisibility, ExpirationPattern, Question, SubjectSet,
    time::{Duration, Instant},
};

/// `accessPackageAssignmentPolicy`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AssignmentPolicy {
    /// A GUID.
    pub id: String,
    /// Who can be a target.
    pub allowed_target_scope: Option<AllowedTargetScope>,
    /// Present for automatic assignment; kept as it came.
    pub automatic_request_settings: Option<serde_json::Value>,
    /// When it was created.
    pub created_date_time: Option<Instant>,
    /// For a chooser.
    pub description: Option<String>,
    /// For a chooser.
    pub display_name: Option<String>,
    /// The end of each assignment.
    pub expiration: Option<ExpirationPattern>,
    /// When it last changed.
    pub modified_date_time: Option<Instant>,
    /// Mail switches.
    pub notification_settings: Option<NotificationSettings>,
    /// Whether and by whom requests are decided.
    pub request_approval_settings: Option<ApprovalSettings>,
    /// What targets may do themselves.
    pub requestor_settings: Option<RequestorSettings>,
    /// Access review settings; kept as they came.
    pub review_settings: Option<serde_json::Value>,
    /// Used by the `specific…` scopes only.
    pub specific_allowed_targets: Vec<SubjectSet>,
    /// What is asked (expanded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questions: Option<Vec<Question>>,
}

/// `accessPackageAssignmentApprovalSettings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApprovalSettings {
    /// First requests are decided.
    pub is_approval_required_for_add: Option<bool>,
    /// Extensions are decided.
    pub is_approval_required_for_update: Option<bool>,
    /// A reason is compulsory.
    pub is_requestor_justification_required: Option<bool>,
    /// One to three in order; empty without approval.
    pub stages: Vec<ApprovalStagePolicy>,
}

/// `accessPackageApprovalStage`: one stage as the policy describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApprovalStagePolicy {
    /// Whether the requestor may know who decides.
    pub approver_information_visibility: Option<ApproverVisibility>,
    /// From the stage's start; then the request is denied.
    pub duration_before_automatic_denial: Option<Duration>,
    /// From the stage's start; then the escalation approvers join.
    pub duration_before_escalation: Option<Duration>,
    /// Join when the escalation is due.
    pub escalation_approvers: Vec<SubjectSet>,
    /// Used when the escalation approvers resolve to nobody.
    pub fallback_escalation_approvers: Vec<SubjectSet>,
    /// Used when the primary approvers resolve to nobody.
    pub fallback_primary_approvers: Vec<SubjectSet>,
    /// A decider must give a reason.
    pub is_approver_justification_required: Option<bool>,
    /// Whether escalation happens.
    pub is_escalation_enabled: Option<bool>,
    /// Who decides; one of them suffices.
    pub primary_approvers: Vec<SubjectSet>,
}

/// `accessPackageAssignmentRequestorSettings`: false on every flag means direct assignment only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestorSettings {
    /// A request may carry a schedule.
    pub allow_custom_assignment_schedule: Option<bool>,
    /// Others may ask for the target.
    pub enable_on_behalf_requestors_to_add_access: Option<bool>,
    /// Others may end the target's access.
    pub enable_on_behalf_requestors_to_remove_access: Option<bool>,
    /// Others may extend the target's access.
    pub enable_on_behalf_requestors_to_update_access: Option<bool>,
    /// Targets may ask.
    pub enable_targets_to_self_add_access: Option<bool>,
    /// Targets may give up.
    pub enable_targets_to_self_remove_access: Option<bool>,
    /// Targets may extend.
    pub enable_targets_to_self_update_access: Option<bool>,
    /// Who the others are, relative to the target.
    pub on_behalf_requestors: Vec<SubjectSet>,
}

/// `accessPackageNotificationSettings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NotificationSettings {
    /// No mail to the target.
    pub is_assignment_notification_disabled: bool,
}
