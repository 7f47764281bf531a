//! A request is taken back: by who sent it, or by whoever administers it.

use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::Command;

use super::act::Act;
use super::approver;
use super::case::{Case, Stopped};
use super::holding::Asking;
use super::mandate::{Duty, Mandate};
use super::refusal::Refusal;
use crate::http::caller::{Caller, Manager};
use crate::signin::person::Person;
use crate::store::{Tx, packages};

/// Takes it back, as long as nothing is being given yet.
///
/// # Errors
/// [`Refusal::UnknownHere`] for a request that the caller may not know of, [`Refusal::Forbidden`] for somebody else's,
/// [`Refusal::NotCancelable`] when it is too late.
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    asking: &Asking<'_>,
    request: &str,
) -> Result<(), Refusal> {
    let mut case = Case::load(tx, request).await?.ok_or(Refusal::UnknownHere)?;
    match asking {
        Asking::Person(person) => admit_sender(tx, &case, person).await?,
        Asking::Manager(manager) => admit_manager(tx, &case, manager).await?,
    }
    match case.step(tx, act, Command::Cancel).await {
        Err(Stopped::Refused(Rule::NotPossible)) => Err(Refusal::NotCancelable),
        other => Ok(other?),
    }
}

/// Whoever administers assignments there, and who sent it.
async fn admit_manager(tx: &mut Tx, case: &Case, manager: &Manager) -> Result<(), Refusal> {
    let mandate = Mandate::of(tx, manager).await?;
    let package = packages::by_id(tx, &case.package_id).await?;
    let catalog = package.ok_or(Refusal::UnknownHere)?.catalog_id;
    match (
        mandate.allow_in(&catalog, Duty::Assignments),
        manager.caller(),
    ) {
        (Err(_), Caller::Person(person, _)) => admit_sender(tx, case, person).await,
        (allowed, _) => allowed,
    }
}

async fn admit_sender(tx: &mut Tx, case: &Case, caller: &Person) -> Result<(), Refusal> {
    if ![&case.requestor.id, &case.creator.id].contains(&&caller.subject_id) {
        let known = case.is_party(&caller.subject_id) || approver::is_of(tx, case, caller).await?;
        return Err(if known {
            Refusal::Forbidden("Only who sent a request can take it back.")
        } else {
            Refusal::UnknownHere
        });
    }
    Ok(())
}
