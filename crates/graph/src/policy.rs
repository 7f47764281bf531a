//! Assignment policies: who may ask, what is asked, who decides, for how long.

use serde::Serialize;

use crate::{
    AllowedTargetScope, ApproverVisibility, ExpirationPattern, Question, SubjectSet,
    json::read_object,
    time::{Duration, Instant},
};

/// `accessPackageAssignmentPolicy`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentPolicy {
    /// A GUID.
    pub id: String,
    /// Who can be a target.
    pub allowed_target_scope: Option<AllowedTargetScope>,
    /// Present for automatic assignment; kept as it came.
    pub automatic_request_settings: Option<serde_json::Value>,
    /// When it was created.
    pub created_date_time: Option<Instant>,
    /// When whom to call; as it came, and only where somebody is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_extension_stage_settings: Option<serde_json::Value>,
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

read_object!(AssignmentPolicy {
    id = "id",
    allowed_target_scope = "allowedTargetScope",
    automatic_request_settings = "automaticRequestSettings",
    created_date_time = "createdDateTime",
    custom_extension_stage_settings = "customExtensionStageSettings",
    description = "description",
    display_name = "displayName",
    expiration = "expiration",
    modified_date_time = "modifiedDateTime",
    notification_settings = "notificationSettings",
    request_approval_settings = "requestApprovalSettings",
    requestor_settings = "requestorSettings",
    review_settings = "reviewSettings",
    specific_allowed_targets = "specificAllowedTargets",
    questions = "questions"
});

/// `accessPackageAssignmentApprovalSettings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(ApprovalSettings {
    is_approval_required_for_add = "isApprovalRequiredForAdd",
    is_approval_required_for_update = "isApprovalRequiredForUpdate",
    is_requestor_justification_required = "isRequestorJustificationRequired",
    stages = "stages"
});

/// `accessPackageApprovalStage`: one stage as the policy describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(ApprovalStagePolicy {
    approver_information_visibility = "approverInformationVisibility",
    duration_before_automatic_denial = "durationBeforeAutomaticDenial",
    duration_before_escalation = "durationBeforeEscalation",
    escalation_approvers = "escalationApprovers",
    fallback_escalation_approvers = "fallbackEscalationApprovers",
    fallback_primary_approvers = "fallbackPrimaryApprovers",
    is_approver_justification_required = "isApproverJustificationRequired",
    is_escalation_enabled = "isEscalationEnabled",
    primary_approvers = "primaryApprovers"
});

/// `accessPackageAssignmentRequestorSettings`: false on every flag means direct assignment only.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(RequestorSettings {
    allow_custom_assignment_schedule = "allowCustomAssignmentSchedule",
    enable_on_behalf_requestors_to_add_access = "enableOnBehalfRequestorsToAddAccess",
    enable_on_behalf_requestors_to_remove_access = "enableOnBehalfRequestorsToRemoveAccess",
    enable_on_behalf_requestors_to_update_access = "enableOnBehalfRequestorsToUpdateAccess",
    enable_targets_to_self_add_access = "enableTargetsToSelfAddAccess",
    enable_targets_to_self_remove_access = "enableTargetsToSelfRemoveAccess",
    enable_targets_to_self_update_access = "enableTargetsToSelfUpdateAccess",
    on_behalf_requestors = "onBehalfRequestors"
});

/// `accessPackageNotificationSettings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotificationSettings {
    /// No mail to the target.
    pub is_assignment_notification_disabled: bool,
}

read_object!(NotificationSettings {
    is_assignment_notification_disabled = "isAssignmentNotificationDisabled"
});
