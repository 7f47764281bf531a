//! An extension answers, or does not (Graph contract: resume).

use portico_governance::refusal::Refusal as Rule;
use portico_governance::request::{Command, Moment, Reply};
use portico_graph::time::Duration;
use serde_json::json;

use super::super::act::Act;
use super::super::case::{Case, Stopped};
use super::super::clockwork::Tick;
use super::super::mandate::{Duty, Mandate};
use super::super::refusal::Refusal;
use super::callouts::{self, ANSWERED, TIMED_OUT};
use super::stages::Stage;
use crate::http::caller::{Caller, Manager};
use crate::store::{Tx, packages};

/// The most characters that an extension's detail may have.
const MOST_DETAIL: usize = 10_000;
/// How long a call may wait to be sent before its request is refused.
const LONGEST_QUEUE: Duration = Duration::from_days(1);
/// How long to wait for a call to be sent before looking again, in seconds.
const LOOK_AGAIN: i64 = 60;

/// Who answers.
#[derive(Debug, Clone)]
pub enum By {
    /// Whoever administers assignments.
    Manager(Manager),
    /// The extension itself: its answer is signed with the secret that it shares with this server.
    Extension {
        /// The id of its message, which is signed too.
        message: String,
    },
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
/// [`Refusal::UnknownHere`] for a request or call that the caller may not know of, [`Refusal::Forbidden`] to whoever the request is by or for,
/// [`Refusal::Bad`] when nothing waits for the answer, or no longer.
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
        if let Caller::Person(person, _) = manager.caller()
            && case.is_party(&person.subject_id)
        {
            return Err(Refusal::Forbidden(
                "Nobody answers about what they asked for themselves.",
            ));
        }
    }
    let call = callouts::by_id(tx, &said.call).await?;
    let call = call.filter(|call| call.request.as_deref() == Some(case.id.as_str()));
    let call = call.ok_or_else(|| {
        Refusal::Bad("No call of this request has this customExtensionStageInstanceId.".to_owned())
    })?;
    // Calls are signed with the same secret as answers: whoever has seen one go by could send it back.
    if let By::Extension { message } = by
        && message.eq_ignore_ascii_case(&call.id)
    {
        return Err(Refusal::Bad(
            "The webhook-id is that of the call: an answer has one of its own.".to_owned(),
        ));
    }
    if said.stage.is_some() && said.stage != call.stage {
        return Err(Refusal::Bad("The call was about another stage.".to_owned()));
    }
    let waits = case.awaits_at().map(callouts::stage_of);
    if !call.is_open || waits.is_none() || waits != call.stage {
        return Err(Refusal::Bad(
            "The request does not wait for this answer.".to_owned(),
        ));
    }
    if call.answer_by.is_some_and(|end| end <= act.now) {
        return Err(Refusal::Bad("The time for this answer is over.".to_owned()));
    }
    let detail = said.detail.as_deref();
    if detail.is_some_and(|detail| detail.chars().count() > MOST_DETAIL) {
        return Err(Refusal::Bad(format!(
            "customExtensionStageInstanceDetail may have {MOST_DETAIL} characters."
        )));
    }
    callouts::settle(tx, &call, ANSWERED, detail).await?;
    let facts = json!({
        "requestId": case.id,
        "stage": call.stage.map(Stage::as_str),
        "goesOn": said.reply == Reply::GoOn,
        "byExtension": matches!(by, By::Extension { .. }),
    });
    let object = ("customExtensionCalloutInstance", call.id.as_str());
    act.log(tx, "calloutAnswered", object, facts, None).await?;
    if said.reply == Reply::GoOn && callouts::others_wait(tx, &call).await? {
        return Ok(());
    }
    step(tx, act, case, Command::Resume(said.reply)).await
}

/// The time for an answer is over, or the extension could not be reached: the request ends as refused. Nothing happens when it was answered. The
/// time begins when the call has arrived, so that nobody is refused by a queue.
pub async fn time_out(tx: &mut Tx, act: &Act, call: &str) -> Result<Tick, Stopped> {
    let Some(call) = callouts::by_id(tx, call).await?.filter(|call| call.is_open) else {
        return Ok(Tick::Done);
    };
    let end = match call.answer_by {
        Some(end) => end,
        None if call.is_given_up => act.now,
        None => call.created + call.answer_within + LONGEST_QUEUE,
    };
    if act.now < end {
        let look = act.now + Duration::from_seconds(LOOK_AGAIN);
        return Ok(Tick::Early(call.answer_by.unwrap_or(end.min(look))));
    }
    let moment = match call.stage {
        Some(Stage::Created) => Moment::Created,
        Some(Stage::Approved) => Moment::Approved,
        _ => return Ok(Tick::Done),
    };
    let case = match &call.request {
        Some(request) => Case::load(tx, request).await?,
        None => None,
    };
    let Some(mut case) = case else {
        return Ok(Tick::Done);
    };
    if !call.is_given_up {
        callouts::settle(tx, &call, TIMED_OUT, None).await?;
    }
    match case.step(tx, act, Command::CallbackTimeOut(moment)).await {
        // It ended meanwhile, or goes on.
        Ok(()) | Err(Stopped::Refused(_)) => Ok(Tick::Done),
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
