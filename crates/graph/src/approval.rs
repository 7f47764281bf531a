//! Approvals: the decisions that a request waits for. An approval's id is its request's id.

use serde::Serialize;

use crate::{Identity, json::read_object, time::Instant};

/// Words of `approvalStage.status`: text, not an enum.
pub mod stage_status {
    /// An earlier stage is undecided.
    pub const INITIALIZING: &str = "Initializing";
    /// Waits for a decision.
    pub const IN_PROGRESS: &str = "InProgress";
    /// Decided.
    pub const COMPLETED: &str = "Completed";
    /// Nobody answered in time.
    pub const EXPIRED: &str = "Expired";
}

/// Words of `approvalStage.reviewResult`: the verbs written differ from the values read back.
pub mod review_result {
    /// Read: undecided.
    pub const NOT_REVIEWED: &str = "NotReviewed";
    /// Read: approved.
    pub const APPROVED: &str = "Approved";
    /// Read: denied.
    pub const DENIED: &str = "Denied";
    /// Written to approve.
    pub const APPROVE: &str = "Approve";
    /// Written to deny.
    pub const DENY: &str = "Deny";
}

/// `approval`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// The request's id.
    pub id: String,
    /// In order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stages: Option<Vec<ApprovalStage>>,
}

read_object!(Approval {
    id = "id",
    stages = "stages"
});

/// `approvalStage`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalStage {
    /// A GUID.
    pub id: String,
    /// Whether the caller may decide it now.
    pub assigned_to_me: Option<bool>,
    /// The policy's label.
    pub display_name: Option<String>,
    /// The decider's words; empty before a decision.
    pub justification: Option<String>,
    /// One of [`review_result`].
    pub review_result: Option<String>,
    /// Who decided; null or an id of all zeros before.
    pub reviewed_by: Option<Identity>,
    /// When it was decided.
    pub reviewed_date_time: Option<Instant>,
    /// One of [`stage_status`].
    pub status: Option<String>,
}

read_object!(ApprovalStage {
    id = "id",
    assigned_to_me = "assignedToMe",
    display_name = "displayName",
    justification = "justification",
    review_result = "reviewResult",
    reviewed_by = "reviewedBy",
    reviewed_date_time = "reviewedDateTime",
    status = "status"
});

/// The body of a decision: `PATCH …/stages/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StageDecision {
    /// [`review_result::APPROVE`] or [`review_result::DENY`].
    pub review_result: String,
    /// The decider's words.
    pub justification: Option<String>,
}

read_object!(StageDecision {
    review_result = "reviewResult",
    justification = "justification"
});
