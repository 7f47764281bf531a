//! An extension answers, or does not (Graph contract: resume).

use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::{Command, Moment, Reply};

use super::super::act::Act;
use super::super::case::{Case, Stopped};
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use super::callouts::{self, ANSWERED, TIMED_OUT};
use super::stages::Stage;
use crate::http::caller::Manager;
use crate::store::{Tx, packages};

/// The most characters that an extension's detail may have.
const MOST_DETAIL: usize = 10_000;

/// Who answers.
#[derive(Debug, Clone)]
pub enum By {
    /// Whoever administers assignments.
    Manager(Manager),
    /// The extension itself: its answer is signed with the secret that it shares with this server.
    Extension,
}

/// An answer as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which call it answers.
    pub call: String,
    /// The stage, when it was said.
    pub stage: Option<Stage>,
    /// Whether the request goes on.
    pub reply: Reply,
    /// What the extension wants to have remembered.
    pub detail: Option<String>,
}

/// Takes the answer. The request goes on when every extension that it waits for has answered; one that says no ends it.
///
/// # Errors
/// [`Refusal::UnknownHere`] for a request or call that the caller may not know of, [`Refusal::Bad`] when nothing waits for the answer.
pub async fn run(
    tx: &mut Tx,
    act: &Act,
    by: &By,
    request: &str,
    said: &Said,
) -> Result<(), Refusal> {
    let case = Case::load(tx, request).await?.ok_or(Refusal::UnknownHere)?;
    if let By::Manager(manager) = by {
        let mandate = Mandate::of(tx, manager).await?;
        let package = packages::by_id(tx, &case.package_id).await?;
        let catalog = package.ok_or(Refusal::UnknownHere)?.catalog_id;
        mandate.allow_in(&catalog, Duty::Assignments)?;
    }
    let call = callouts::by_id(tx, &said.call).await?;
    let call = call.filter(|call| call.request.as_deref() == Some(case.id.as_str()));
    let call = call.ok_or_else(|| {
        Refusal::Bad("No call of this request has this customExtensionStageInstanceId.".to_owned())
    })?;
    if said.stage.is_some() && said.stage != call.stage {
        return Err(Refusal::Bad("The call was about another stage.".to_owned()));
    }
    let waits = case.awaits_at().map(callouts::stage_of);
    if !call.is_open || waits.is_none() || waits != call.stage {
        return Err(Refusal::Bad(
            "The request does not wait for this answer.".to_owned(),
        ));
    }
    let detail = said.detail.as_deref();
    if detail.is_some_and(|detail| detail.chars().count() > MOST_DETAIL) {
        return Err(Refusal::Bad(format!(
            "customExtensionStageInstanceDetail may have {MOST_DETAIL} characters."
        )));
    }
    callouts::settle(tx, &call, ANSWERED, detail).await?;
    if said.reply == Reply::GoOn && callouts::others_wait(tx, &call).await? {
        return Ok(());
    }
    step(tx, act, case, Command::Resume(said.reply)).await
}

/// The time for an answer is over, or the extension could not be reached: the request ends as refused. Nothing happens when it was answered.
pub async fn time_out(tx: &mut Tx, act: &Act, call: &str) -> Result<(), Stopped> {
    let Some(call) = callouts::by_id(tx, call).await?.filter(|call| call.is_open) else {
        return Ok(());
    };
    let moment = match call.stage {
        Some(Stage::Created) => Moment::Created,
        Some(Stage::Approved) => Moment::Approved,
        _ => return Ok(()),
    };
    let case = match &call.request {
        Some(request) => Case::load(tx, request).await?,
        None => None,
    };
    let Some(mut case) = case else { return Ok(()) };
    if !call.is_given_up {
        callouts::settle(tx, &call, TIMED_OUT, None).await?;
    }
    match case.step(tx, act, Command::CallbackTimeOut(moment)).await {
        // It ended meanwhile, or goes on.
        Ok(()) | Err(Stopped::Refused(_)) => Ok(()),
        Err(problem) => Err(problem),
    }
}

async fn step(tx: &mut Tx, act: &Act, mut case: Case, command: Command) -> Result<(), Refusal> {
    match case.step(tx, act, command).await {
        Err(Stopped::Refused(Rule::NotPossible)) => Err(Refusal::Bad(
            "The request does not wait for this answer.".to_owned(),
        )),
        other => Ok(other?),
    }
}
