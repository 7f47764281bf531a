//! Failed deliveries tried again, and what was given put right (Graph contract: reprocess).

use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::Command;

use super::act::Act;
use super::candidate;
use super::case::{Case, Purpose, Stopped};
use super::holding::Holding;
use super::mandate::{Duty, Mandate};
use super::refusal::Refusal;
use crate::http::caller::Manager;
use crate::jobs::{Task, outbox};
use crate::store::{Tx, packages};

/// Tries the delivery of a request again.
///
/// # Errors
/// [`Refusal::UnknownHere`], [`Refusal::Forbidden`], [`Refusal::NotReprocessable`] when it did not fail or too long ago,
/// [`Refusal::AssignmentAlreadyExists`] and [`Refusal::RequestAlreadyOpen`] when something newer took its place.
pub async fn request(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    let mut case = Case::load(tx, id).await?.ok_or(Refusal::UnknownHere)?;
    admit(tx, manager, &case.package_id).await?;
    let standing = candidate::standing(tx, &case.target.id, &case.package_id).await?;
    if let Some(open) = standing.open_request {
        return Err(if open == case.id {
            Refusal::NotReprocessable
        } else {
            Refusal::RequestAlreadyOpen(open)
        });
    }
    if case.purpose == Purpose::Give
        && let Some(live) = standing
            .live_assignment
            .filter(|live| *live != case.assignment_id)
    {
        return Err(Refusal::AssignmentAlreadyExists(live));
    }
    match case.step(tx, act, Command::Reprocess).await {
        Err(Stopped::Refused(Rule::NotPossible | Rule::TooLate)) => Err(Refusal::NotReprocessable),
        other => Ok(other?),
    }
}

/// Puts right what an assignment gives.
///
/// # Errors
/// As [`request`]; [`Refusal::NotReprocessable`] when nothing is given.
pub async fn assignment(
    tx: &mut Tx,
    act: &Act,
    manager: &Manager,
    id: &str,
) -> Result<(), Refusal> {
    let holding = Holding::load(tx, id).await?.ok_or(Refusal::UnknownHere)?;
    admit(tx, manager, &holding.package_id).await?;
    holding
        .check_held()
        .map_err(|_| Refusal::NotReprocessable)?;
    outbox::add(tx, act, Task::Repair, id, act.now).await?;
    let object = ("accessPackageAssignment", id);
    let details = serde_json::json!({});
    act.log(tx, "assignmentReprocessed", object, details, None)
        .await?;
    Ok(())
}

async fn admit(tx: &mut Tx, manager: &Manager, package: &str) -> Result<(), Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    let package = packages::by_id(tx, package)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    mandate.allow_in(&package.catalog_id, Duty::Assignments)
}
