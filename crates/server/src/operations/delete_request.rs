//! Requests that came to nothing, taken out of the lists (Graph contract: requests). The log keeps that there was one.

use portico_governance::request::State;
use serde_json::json;

use super::act::Act;
use super::case::Case;
use super::mandate::{Duty, Mandate};
use super::refusal::Refusal;
use crate::http::caller::Manager;
use crate::store::{Sql, Tx, packages};

/// Deletes a request that was refused, taken back or never delivered, with its history.
///
/// # Errors
/// [`Refusal::UnknownHere`], [`Refusal::Forbidden`]; [`Refusal::InUse`] while it is open, or when it led to an assignment.
pub async fn run(tx: &mut Tx, act: &Act, manager: &Manager, id: &str) -> Result<(), Refusal> {
    let case = Case::load(tx, id).await?.ok_or(Refusal::UnknownHere)?;
    let mandate = Mandate::of(tx, manager).await?;
    let package = packages::by_id(tx, &case.package_id)
        .await?
        .ok_or(Refusal::UnknownHere)?;
    mandate.allow_in(&package.catalog_id, Duty::Assignments)?;
    if !matches!(case.state, State::Denied(_) | State::Canceled) {
        return Err(Refusal::InUse(
            "Only requests that were refused or taken back can be deleted.",
        ));
    }
    for statement in [
        "DELETE FROM stage_approvers WHERE request_id = $1",
        "DELETE FROM request_stages WHERE request_id = $1",
        "DELETE FROM events WHERE request_id = $1",
        "DELETE FROM deliveries WHERE request_id = $1",
        "DELETE FROM callouts WHERE request_id = $1",
        "DELETE FROM requests WHERE id = $1",
    ] {
        Sql::new(statement).text(id).execute(tx).await?;
    }
    // The id that it reserved was never used. Access that it only wanted to change stays.
    Sql::new("DELETE FROM assignments WHERE id = $1 AND state = 'reserved'")
        .text(&case.assignment_id)
        .execute(tx)
        .await?;
    let object = ("accessPackageAssignmentRequest", id);
    act.log(tx, "requestDeleted", object, json!({}), None)
        .await?;
    Ok(())
}
