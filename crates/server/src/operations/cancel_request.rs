//! A requestor takes a request back.

use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::Command;

use super::act::Act;
use super::approver;
use super::case::{Case, Stopped};
use super::refusal::Refusal;
use crate::signin::person::Person;
use crate::store::Tx;

/// Takes it back, as long as nothing is being given yet.
///
/// # Errors
/// [`Refusal::UnknownHere`] for a request that the caller may not know of, [`Refusal::Forbidden`] for somebody else's,
/// [`Refusal::NotCancelable`] when it is too late.
pub async fn run(tx: &mut Tx, act: &Act, caller: &Person, request: &str) -> Result<(), Refusal> {
    let mut case = Case::load(tx, request).await?.ok_or(Refusal::UnknownHere)?;
    if case.requestor.id != caller.subject_id {
        let known = case.is_party(&caller.subject_id) || approver::is_of(tx, &case, caller).await?;
        return Err(if known {
            Refusal::Forbidden("Only who sent a request can take it back.")
        } else {
            Refusal::UnknownHere
        });
    }
    match case.step(tx, act, Command::Cancel).await {
        Err(Stopped::Refused(Rule::NotPossible)) => Err(Refusal::NotCancelable),
        other => Ok(other?),
    }
}
