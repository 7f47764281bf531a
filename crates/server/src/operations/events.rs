//! The history of one request for somebody who may read it.

use portico_graph::Identity;
use portico_graph::portico::{Event, EventKind, RequestEvents};

use super::case::Case;
use super::progress::{self, Sight};
use super::refusal::Refusal;
use super::timeline::Detail;
use super::{approver, case::Stage};
use crate::signin::person::Person;
use crate::store::{Row, Sql, StoreError, Tx};

/// The history, oldest first, and how the request stands.
///
/// # Errors
/// [`Refusal::UnknownHere`] for a request that is absent or that the viewer has no part in.
pub async fn run(tx: &mut Tx, viewer: &Person, request: &str) -> Result<RequestEvents, Refusal> {
    let case = Case::load(tx, request).await?.ok_or(Refusal::UnknownHere)?;
    if !case.is_party(&viewer.subject_id) && !approver::is_of(tx, &case, viewer).await? {
        return Err(Refusal::UnknownHere);
    }
    let sight = Sight::of(tx, viewer, &case).await?;
    let rows = Sql::new(
        "SELECT e.*, s.object_id AS actor_object FROM events e LEFT JOIN subjects s ON s.id = e.actor_id \
         WHERE e.request_id = $1 ORDER BY e.position",
    )
    .text(&case.id)
    .fetch_all(tx)
    .await?;
    let mut value = Vec::with_capacity(rows.len());
    for row in &rows {
        value.push(event(row, &case, sight)?);
    }
    Ok(RequestEvents {
        value,
        progress: progress::of_case(tx, viewer, &case).await?,
    })
}

fn event(row: &Row, case: &Case, sight: Sight) -> Result<Event, StoreError> {
    let detail: Detail = row.json("data")?;
    let kind: EventKind = row.word("kind")?;
    let stage = detail.stage.and_then(|stage| case.stages.get(stage));
    let actor = row
        .opt_text("actor_name")?
        .filter(|_| !hides_actor(kind, stage, sight));
    let id = row.opt_text("actor_object")?;
    Ok(Event {
        id: row.text("id")?,
        kind,
        created_date_time: row.instant("at")?,
        actor: actor.map(|name| Identity {
            id,
            display_name: Some(name),
        }),
        stage: detail.stage.and_then(|stage| u32::try_from(stage).ok()),
        text: detail.text,
        resource: detail.resource,
    })
}

/// What a hidden decider did is told without saying who.
fn hides_actor(kind: EventKind, stage: Option<&Stage>, sight: Sight) -> bool {
    let by_decider = matches!(kind, EventKind::Approved | EventKind::Denied);
    by_decider && stage.is_some_and(|stage| !sight.shows(stage))
}
