//! The history of a request, in plain facts, and the log entry that goes with each of them. Both are written with the change itself.

use portico_governance::effect::Happening;
use portico_graph::portico::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::act::Act;
use super::case::Case;
use crate::deliver::Obstacle;
use crate::store::packages::RoleScope;
use crate::store::{Sql, StoreError, Tx};

/// What a line of the history is about.
#[derive(Debug, Clone)]
pub struct About {
    /// The request.
    pub request_id: Option<String>,
    /// The assignment.
    pub assignment_id: String,
    /// The state it is in now.
    pub state: &'static str,
    /// The status word it has now.
    pub status: &'static str,
    /// Words that go with it.
    pub words: Option<String>,
}

/// What a line carries beside its kind, time and actor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Detail {
    /// Which stage, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<usize>,
    /// Words given with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The resource's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// Writes one line and its log entry.
pub async fn record(
    tx: &mut Tx,
    act: &Act,
    about: &About,
    happening: Happening,
) -> Result<(), StoreError> {
    let (kind, stage) = kind(happening);
    let detail = Detail {
        stage,
        text: about.words.clone(),
        resource: None,
    };
    let ids = (about.request_id.as_deref(), about.assignment_id.as_str());
    write(tx, act, ids, kind, &detail).await?;
    let of_request = happening != Happening::Ended;
    let object = match (&about.request_id, of_request) {
        (Some(id), true) => ("accessPackageAssignmentRequest", id.as_str()),
        _ => ("accessPackageAssignment", about.assignment_id.as_str()),
    };
    let facts = json!({
        "happening": word(kind),
        "state": about.state,
        "status": about.status,
        "stage": stage,
        "assignmentId": about.assignment_id,
    });
    let words = about.words.as_deref();
    act.log(tx, word(kind), object, facts, words).await
}

/// Writes how one role of a delivery went.
pub async fn resource(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    role: &RoleScope,
    obstacle: Option<&Obstacle>,
) -> Result<(), StoreError> {
    let kind = match obstacle {
        None => EventKind::ResourceDelivered,
        Some(_) => EventKind::ResourceFailed,
    };
    let detail = Detail {
        resource: Some(role.resource_name.clone()),
        ..Detail::default()
    };
    write(
        tx,
        act,
        (Some(&case.id), &case.assignment_id),
        kind,
        &detail,
    )
    .await?;
    let facts = json!({
        "happening": word(kind),
        "roleScopeId": role.id,
        "originSystem": role.origin_system,
        "originId": role.origin_id,
        "roleOriginId": role.role_origin_id,
        "targetId": case.target.id,
        "obstacle": obstacle.map(ToString::to_string),
    });
    let object = ("accessPackageAssignment", case.assignment_id.as_str());
    act.log(tx, word(kind), object, facts, None).await
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    (request, assignment): (Option<&str>, &str),
    kind: EventKind,
    detail: &Detail,
) -> Result<(), StoreError> {
    let actor = act.actor.as_ref();
    Sql::new(
        "INSERT INTO events (id, request_id, assignment_id, at, kind, actor_id, actor_name, data) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .text(act.ids.guid())
    .opt_text(request)
    .text(assignment)
    .instant(act.now)
    .text(word(kind))
    .opt_text(actor.map(|actor| actor.subject_id.as_str()))
    .opt_text(actor.map(|actor| actor.name.as_str()))
    .json(detail)?
    .execute(tx)
    .await
    .map(drop)
}

const fn kind(happening: Happening) -> (EventKind, Option<usize>) {
    match happening {
        Happening::Submitted => (EventKind::Submitted, None),
        Happening::StageOpened { stage } => (EventKind::StageStarted, Some(stage)),
        Happening::StageApproved { stage } => (EventKind::Approved, Some(stage)),
        Happening::StageDenied { stage } => (EventKind::Denied, Some(stage)),
        Happening::StageEscalated { stage } => (EventKind::Escalated, Some(stage)),
        Happening::StageExpired { stage } => (EventKind::TimedOut, Some(stage)),
        Happening::TurnedAway => (EventKind::Denied, None),
        Happening::Scheduled { .. } => (EventKind::Scheduled, None),
        Happening::DeliveryStarted => (EventKind::DeliveryStarted, None),
        Happening::Delivered => (EventKind::Delivered, None),
        Happening::PartiallyDelivered => (EventKind::PartiallyDelivered, None),
        Happening::DeliveryFailed => (EventKind::DeliveryFailed, None),
        Happening::Canceled => (EventKind::Canceled, None),
        Happening::Changed => (EventKind::Changed, None),
        Happening::Ended => (EventKind::Ended, None),
    }
}

/// The word on the wire, which is also the one in the table.
pub const fn word(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Submitted => "submitted",
        EventKind::StageStarted => "stageStarted",
        EventKind::Escalated => "escalated",
        EventKind::Approved => "approved",
        EventKind::Denied => "denied",
        EventKind::TimedOut => "timedOut",
        EventKind::Scheduled => "scheduled",
        EventKind::DeliveryStarted => "deliveryStarted",
        EventKind::ResourceDelivered => "resourceDelivered",
        EventKind::ResourceFailed => "resourceFailed",
        EventKind::Delivered => "delivered",
        EventKind::PartiallyDelivered => "partiallyDelivered",
        EventKind::DeliveryFailed => "deliveryFailed",
        EventKind::Canceled => "canceled",
        EventKind::Changed => "changed",
        EventKind::Ended => "ended",
        EventKind::Unknown => "unknown",
    }
}
