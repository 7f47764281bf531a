//! The worker does what was approved. Everything given or taken and every trace of it is written in one transaction, together with the end
//! of the job: after a crash at any point it happened or it did not, and what did not happens again.

use std::collections::BTreeMap;

use portico_governance::assignment;
use portico_governance::refusal::Refusal;
use portico_governance::request::{Command, DeliveryOutcome, State};
use portico_graph::{Answer, RequestType};

use super::act::Act;
use super::attributes;
use super::case::{Case, Purpose, Stopped};
use super::give;
use super::held::Held;
use super::holding;
use crate::store::{Sql, StoreError, Tx, provisioned};

/// Does it. A request that is not being delivered (any more) is left alone.
pub async fn run(tx: &mut Tx, act: &Act, request: &str) -> Result<(), Stopped> {
    let Some(mut case) = Case::load(tx, request).await? else {
        return Ok(());
    };
    if case.state != State::Delivering {
        return Ok(());
    }
    let held = held(tx, &case).await?;
    let outcome = match case.purpose {
        Purpose::Give => open(tx, act, &case, held).await?,
        Purpose::Change => change(tx, act, &case, held).await?,
        Purpose::Remove => end(tx, act, held).await?,
    };
    case.step(tx, act, Command::Report(outcome)).await
}

/// Gives up after too many failures: the request ends as failed instead of waiting for ever.
pub async fn give_up(tx: &mut Tx, act: &Act, request: &str, why: &str) -> Result<(), Stopped> {
    let Some(mut case) = Case::load(tx, request).await? else {
        return Ok(());
    };
    if case.state != State::Delivering {
        return Ok(());
    }
    explain(tx, &case.id, why).await?;
    if case.purpose == Purpose::Give {
        let report = assignment::Command::Report {
            outcome: DeliveryOutcome::Nothing,
            ends: None,
        };
        let mut held = held(tx, &case).await?;
        // A second try was taken back with everything else: what the first one gave is as it was.
        if held.state == assignment::State::Delivering {
            held.step(tx, act, report).await?;
        }
    }
    case.step(tx, act, Command::Report(DeliveryOutcome::Nothing))
        .await
}

async fn open(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    mut held: Held,
) -> Result<DeliveryOutcome, Stopped> {
    let window = case
        .window()
        .map_err(|problem| StoreError::Broken(format!("the request's period: {problem}")))?;
    let obstacle = obstacle(tx, case, window.is_over(act.now)).await?;
    match (held.state, &obstacle) {
        // What was given stays given, whatever came into the way of the rest.
        (assignment::State::PartiallyDelivered { .. }, Some(why)) => {
            explain(tx, &case.id, why).await?;
            return Ok(DeliveryOutcome::Some);
        }
        (assignment::State::PartiallyDelivered { .. } | assignment::State::DeliveryFailed, _) => {
            held.step(tx, act, assignment::Command::Retry).await?;
        }
        _ => {}
    }
    let outcome = match obstacle {
        None => {
            let outcome = give::everything(tx, act, case).await?;
            if outcome != DeliveryOutcome::Nothing {
                attributes::keep(tx, act, case).await?;
            }
            outcome
        }
        Some(why) => {
            explain(tx, &case.id, &why).await?;
            DeliveryOutcome::Nothing
        }
    };
    let starts = window.effective_start(act.now);
    held.report(tx, act, outcome, starts, window.ends(act.now))
        .await?;
    Ok(outcome)
}

/// Another period, and the policy of the request. An update that names no period leaves it; asking again never shortens it.
async fn change(
    tx: &mut Tx,
    act: &Act,
    case: &Case,
    mut held: Held,
) -> Result<DeliveryOutcome, Stopped> {
    let (assignment::State::Delivered { ends } | assignment::State::PartiallyDelivered { ends }) =
        held.state
    else {
        let why = "the access was over before it could be changed";
        explain(tx, &case.id, why).await?;
        return Ok(DeliveryOutcome::Nothing);
    };
    if let Some(why) = deleted(tx, case).await? {
        explain(tx, &case.id, &why).await?;
        return Ok(DeliveryOutcome::Nothing);
    }
    let window = case
        .window()
        .map_err(|problem| StoreError::Broken(format!("the request's period: {problem}")))?;
    if case.schedule.is_some() && window.is_over(act.now) {
        let why = "the period was over before the access could be changed";
        explain(tx, &case.id, why).await?;
        return Ok(DeliveryOutcome::Nothing);
    }
    let asked = window.ends(act.now);
    let is_update = matches!(
        case.request_type,
        RequestType::UserUpdate | RequestType::AdminUpdate | RequestType::SystemUpdate
    );
    let ends = match (&case.schedule, is_update) {
        (Some(_), _) => asked,
        (None, true) => ends,
        (None, false) => ends.zip(asked).map(|(before, asked)| before.max(asked)),
    };
    held.change(tx, act, ends, &case.policy.id).await?;
    if has_other_answers(tx, case).await? {
        attributes::keep(tx, act, case).await?;
    }
    Ok(DeliveryOutcome::All)
}

/// Access that has ended meanwhile has ended.
async fn end(tx: &mut Tx, act: &Act, mut held: Held) -> Result<DeliveryOutcome, Stopped> {
    match held.step(tx, act, assignment::Command::Remove).await {
        Ok(()) | Err(Stopped::Refused(Refusal::NotPossible)) => Ok(DeliveryOutcome::All),
        Err(problem) => Err(problem),
    }
}

async fn held(tx: &mut Tx, case: &Case) -> Result<Held, StoreError> {
    Held::load(tx, &case.assignment_id)
        .await?
        .ok_or_else(|| StoreError::Broken("the request names no assignment".into()))
}

/// What stands in the way of everything at once. Only what is held now counts, so this is asked again here.
async fn obstacle(tx: &mut Tx, case: &Case, is_over: bool) -> Result<Option<String>, StoreError> {
    if is_over {
        return Ok(Some(
            "the period was over before the access could begin".into(),
        ));
    }
    if let Some(why) = deleted(tx, case).await? {
        return Ok(Some(why));
    }
    let conflicts = case.conflicts(tx).await?;
    if conflicts.is_empty() {
        return Ok(None);
    }
    let names: Vec<_> = conflicts.into_iter().map(|(_, name)| name).collect();
    Ok(Some(format!("incompatible with {}", names.join(", "))))
}

/// Why nothing is given to somebody who is not there any more.
async fn deleted(tx: &mut Tx, case: &Case) -> Result<Option<String>, StoreError> {
    let is_deleted = match &case.target.object_id {
        Some(object) => provisioned::users::is_deleted(tx, object).await?,
        None => false,
    };
    Ok(is_deleted.then(|| "the account was deleted".into()))
}

/// Whether a change brings other answers than those that stood: one of the period alone sends them along.
async fn has_other_answers(tx: &mut Tx, case: &Case) -> Result<bool, StoreError> {
    let before = holding::answers_before(tx, &case.assignment_id, &case.id).await?;
    let said = |answers: &[Answer]| -> BTreeMap<String, Option<String>> {
        let said = answers.iter().map(|answer| {
            let question = answer.answered_question.id.to_ascii_lowercase();
            (question, answer.value.clone())
        });
        said.collect()
    };
    Ok(said(&before) != said(&case.answers))
}

/// Keeps the reason with the request, for those who may read it.
async fn explain(tx: &mut Tx, request: &str, why: &str) -> Result<(), StoreError> {
    Sql::new("UPDATE requests SET failure = $2 WHERE id = $1")
        .text(request)
        .text(why)
        .execute(tx)
        .await
        .map(drop)
}
