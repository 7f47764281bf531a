//! Failed deliveries tried again, and what was given put right (Graph contract: reprocess).

use portico_governance::assignment::State;
use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::Command;

use super::act::Act;
use super::case::{Case, Purpose, Stopped};
use super::held::Held;
use super::holding::Holding;
use super::mandate::{Duty, Mandate};
use super::refusal::Refusal;
use super::{candidate, policies};
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
    if !can_be_tried(tx, &case).await? {
        return Err(Refusal::NotReprocessable);
    }
    match case.step(tx, act, Command::Reprocess).await {
        Err(Stopped::Refused(Rule::NotPossible | Rule::TooLate)) => Err(Refusal::NotReprocessable),
        other => Ok(other?),
    }
}

/// Whether there is still something that the delivery would be about: access that failed and has not ended since, or that is held and would
/// change; and the policy it goes under.
async fn can_be_tried(tx: &mut Tx, case: &Case) -> Result<bool, Refusal> {
    let held = Held::load(tx, &case.assignment_id).await?;
    let fits = held.is_some_and(|held| match case.purpose {
        Purpose::Give => matches!(
            held.state,
            State::PartiallyDelivered { .. } | State::DeliveryFailed
        ),
        Purpose::Change => matches!(
            held.state,
            State::Delivered { .. } | State::PartiallyDelivered { .. }
        ),
        Purpose::Remove => true,
    });
    let policies = policies::of_package(tx, &case.package_id).await?;
    let is_there = policies.iter().any(|policy| policy.id == case.policy.id);
    Ok(fits && (is_there || case.purpose == Purpose::Remove))
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
