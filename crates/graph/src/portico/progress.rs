//! `GET /portico/v1/requests/{id}/events` and `GET /portico/v1/requests/progress?on=`: what happened, and who is asked now.

use serde::{Deserialize, Serialize};

use crate::{Identity, portico::ApproverBasis, time::Instant};

/// The timeline of one request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestEvents {
    /// Oldest first.
    pub value: Vec<Event>,
    /// How it stands.
    pub progress: Progress,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// A GUID.
    pub id: String,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub created_date_time: Instant,
    /// Who did it; null: the service, or hidden from the caller.
    #[serde(default)]
    pub actor: Option<Identity>,
    /// Which stage, from 0.
    #[serde(default)]
    pub stage: Option<u32>,
    /// Words given with it.
    #[serde(default)]
    pub text: Option<String>,
    /// The resource concerned.
    #[serde(default)]
    pub resource: Option<String>,
}

/// What can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// It was sent.
    Submitted,
    /// A stage began.
    StageStarted,
    /// More approvers joined a stage.
    Escalated,
    /// A stage was approved.
    Approved,
    /// A stage was denied.
    Denied,
    /// Nobody answered in time.
    TimedOut,
    /// It waits for its first day.
    Scheduled,
    /// Opening began.
    DeliveryStarted,
    /// One resource is open.
    ResourceDelivered,
    /// One resource could not be opened.
    ResourceFailed,
    /// Everything is open.
    Delivered,
    /// Some is open.
    PartiallyDelivered,
    /// Nothing could be opened.
    DeliveryFailed,
    /// It was taken back.
    Canceled,
    /// The access ended.
    Ended,
    /// A kind that this version does not know.
    #[serde(other)]
    Unknown,
}

/// How one request stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// The request.
    pub request_id: String,
    /// In order, as far as the policy lets the caller see.
    pub stages: Vec<ProgressStage>,
    /// One a resource, once delivery began.
    pub deliveries: Vec<DeliveryProgress>,
}

/// One stage of one request.
#[expect(clippy::struct_excessive_bools, reason = "the shape on the wire")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProgressStage {
    /// The approval stage's id.
    pub id: String,
    /// One of [`crate::stage_status`].
    pub status: String,
    /// One of [`crate::review_result`].
    pub review_result: String,
    /// Why these people.
    pub basis: ApproverBasis,
    /// The group's or the organization's name, when the basis has one.
    pub basis_name: Option<String>,
    /// Who can decide now; empty when hidden or decided.
    pub approvers: Vec<Identity>,
    /// False: the policy hides who decides.
    pub visible: bool,
    /// The named approvers resolved to nobody, these stand in.
    pub is_fallback: bool,
    /// Whether the caller may decide it now.
    pub assigned_to_me: bool,
    /// A decider must give a reason.
    pub is_approver_justification_required: bool,
    /// When it began.
    pub started_date_time: Option<Instant>,
    /// When it times out.
    pub due_date_time: Option<Instant>,
    /// When others join.
    pub escalation_date_time: Option<Instant>,
    /// Who decided, when visible.
    pub reviewed_by: Option<Identity>,
    /// When it was decided.
    pub reviewed_date_time: Option<Instant>,
    /// The decider's words.
    pub justification: Option<String>,
}

/// One resource of one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryProgress {
    /// Which resource role scope.
    pub resource_role_scope_id: String,
    /// The resource's name.
    pub resource: String,
    /// The role's name.
    pub role: String,
    /// As in `accessPackageResource.originSystem`.
    pub origin_system: String,
    /// How far it is.
    pub state: DeliveryState,
    /// Since when.
    #[serde(default)]
    pub date_time: Option<Instant>,
    /// When it is tried again.
    #[serde(default)]
    pub next_try_date_time: Option<Instant>,
}

/// How far one resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryState {
    /// Not yet.
    Pending,
    /// Open.
    Delivered,
    /// Could not be opened.
    Failed,
    /// Taken away again.
    Removed,
}
