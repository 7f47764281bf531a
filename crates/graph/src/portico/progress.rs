//! `GET /portico/v1/requests/{id}/events` and `GET /portico/v1/requests/progress?on=`: what happened, and who is asked now.

use serde::Serialize;
use serde_json::Value;

use crate::{
    Identity,
    enums::graph_enum,
    json::{Fault, FromJson, Reader, deserialize_from_json, read_object},
    portico::ApproverBasis,
    time::Instant,
};

/// The timeline of one request.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestEvents {
    /// Oldest first.
    pub value: Vec<Event>,
    /// How it stands.
    pub progress: Progress,
}

read_object!(RequestEvents {
    value = "value",
    progress = "progress"
});

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// A GUID.
    pub id: String,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub created_date_time: Instant,
    /// Who did it; null: the service, or hidden from the caller.
    pub actor: Option<Identity>,
    /// Which stage, from 0.
    pub stage: Option<u32>,
    /// Words given with it.
    pub text: Option<String>,
    /// The resource concerned.
    pub resource: Option<String>,
}

impl FromJson for Event {
    fn blank() -> Self {
        Self {
            id: String::new(),
            kind: FromJson::blank(),
            created_date_time: FromJson::blank(),
            actor: None,
            stage: None,
            text: None,
            resource: None,
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.must(&mut self.id, "id");
        reader.must(&mut self.kind, "kind");
        reader.must(&mut self.created_date_time, "createdDateTime");
        reader.fill(&mut self.actor, "actor");
        reader.fill(&mut self.stage, "stage");
        reader.fill(&mut self.text, "text");
        reader.fill(&mut self.resource, "resource");
        reader.done()
    }
}
deserialize_from_json!(Event);

graph_enum! {
    /// What can happen to a request.
    EventKind {
        /// It was sent.
        Submitted = "submitted",
        /// A stage began.
        StageStarted = "stageStarted",
        /// More approvers joined a stage.
        Escalated = "escalated",
        /// A stage was approved.
        Approved = "approved",
        /// A stage was denied.
        Denied = "denied",
        /// Nobody answered in time.
        TimedOut = "timedOut",
        /// It waits for its first day.
        Scheduled = "scheduled",
        /// Opening began.
        DeliveryStarted = "deliveryStarted",
        /// One resource is open.
        ResourceDelivered = "resourceDelivered",
        /// One resource could not be opened.
        ResourceFailed = "resourceFailed",
        /// Everything is open.
        Delivered = "delivered",
        /// Some is open.
        PartiallyDelivered = "partiallyDelivered",
        /// Nothing could be opened.
        DeliveryFailed = "deliveryFailed",
        /// It was taken back.
        Canceled = "canceled",
        /// The access has another period or other answers.
        Changed = "changed",
        /// The access ended.
        Ended = "ended",
        /// A kind that this version does not know.
        Unknown = "unknown",
    } else Unknown
}

/// How one request stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// The request.
    pub request_id: String,
    /// In order, as far as the policy lets the caller see.
    pub stages: Vec<ProgressStage>,
    /// One a resource, once delivery began.
    pub deliveries: Vec<DeliveryProgress>,
}

read_object!(Progress {
    request_id = "requestId",
    stages = "stages",
    deliveries = "deliveries"
});

/// One stage of one request.
#[expect(clippy::struct_excessive_bools, reason = "the shape on the wire")]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

read_object!(ProgressStage {
    id = "id",
    status = "status",
    review_result = "reviewResult",
    basis = "basis",
    basis_name = "basisName",
    approvers = "approvers",
    visible = "visible",
    is_fallback = "isFallback",
    assigned_to_me = "assignedToMe",
    is_approver_justification_required = "isApproverJustificationRequired",
    started_date_time = "startedDateTime",
    due_date_time = "dueDateTime",
    escalation_date_time = "escalationDateTime",
    reviewed_by = "reviewedBy",
    reviewed_date_time = "reviewedDateTime",
    justification = "justification"
});

/// One resource of one request.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    pub date_time: Option<Instant>,
    /// When it is tried again.
    pub next_try_date_time: Option<Instant>,
}

impl FromJson for DeliveryProgress {
    fn blank() -> Self {
        Self {
            resource_role_scope_id: String::new(),
            resource: String::new(),
            role: String::new(),
            origin_system: String::new(),
            state: FromJson::blank(),
            date_time: None,
            next_try_date_time: None,
        }
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let mut reader = Reader::new(value);
        reader.must(&mut self.resource_role_scope_id, "resourceRoleScopeId");
        reader.must(&mut self.state, "state");
        reader.fill(&mut self.resource, "resource");
        reader.fill(&mut self.role, "role");
        reader.fill(&mut self.origin_system, "originSystem");
        reader.fill(&mut self.date_time, "dateTime");
        reader.fill(&mut self.next_try_date_time, "nextTryDateTime");
        reader.done()
    }
}
deserialize_from_json!(DeliveryProgress);

graph_enum! {
    /// How far one resource is.
    DeliveryState {
        /// Not yet.
        Pending = "pending",
        /// Open.
        Delivered = "delivered",
        /// Could not be opened.
        Failed = "failed",
        /// Taken away again.
        Removed = "removed",
    }
}
