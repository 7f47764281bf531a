//! The worker gives what was approved. Everything given and every trace of it is written in one transaction, together with the end of
//! the job: after a crash at any point it happened or it did not, and what did not happens again.

use portico_governance::assignment;
use portico_governance::request::{Command, DeliveryOutcome, State};

use super::act::Act;
use super::case::{Case, Stopped};
use super::give;
use super::held::Held;
use crate::store::{Sql, StoreError, Tx};

/// Delivers. A request that is not being delivered (any more) is left alone.
pub async fn run(tx: &mut Tx, act: &Act, request: &str) -> Result<(), Stopped> {
    let Some(mut case) = Case::load(tx, request).await? else {
        return Ok(());
    };
    if case.state != State::Delivering {
        return Ok(());
    }
    let mut held = Held::load(tx, &case.assignment_id)
        .await?
        .ok_or_else(|| StoreError::Broken("the request names no assignment".into()))?;
    if matches!(
        held.state,
        assignment::State::DeliveryFailed | assignment::State::PartiallyDelivered { .. }
    ) {
        held.step(tx, act, assignment::Command::Retry).await?;
    }
    let window = case
        .window()
        .map_err(|problem| StoreError::Broken(format!("the request's period: {problem}")))?;
    let outcome = match obstacle(tx, &case, window.is_over(act.now)).await? {
        None => give::everything(tx, act, &case).await?,
        Some(why) => {
            explain(tx, &case.id, &why).await?;
            DeliveryOutcome::Nothing
        }
    };
    let starts = window.effective_start(act.now);
    held.report(tx, act, outcome, starts, window.ends(act.now))
        .await?;
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
    if let Some(mut held) = Held::load(tx, &case.assignment_id).await? {
        let outcome = DeliveryOutcome::Nothing;
        held.step(
            tx,
            act,
            assignment::Command::Report {
                outcome,
                ends: None,
            },
        )
        .await?;
    }
    case.step(tx, act, Command::Report(DeliveryOutcome::Nothing))
        .await
}

/// What stands in the way of everything at once. Only what is held now counts, so this is asked again here.
async fn obstacle(tx: &mut Tx, case: &Case, is_over: bool) -> Result<Option<String>, StoreError> {
    if is_over {
        return Ok(Some(
            "the period was over before the access could begin".into(),
        ));
    }
    let conflicts = case.conflicts(tx).await?;
    if conflicts.is_empty() {
        return Ok(None);
    }
    let names: Vec<_> = conflicts.into_iter().map(|(_, name)| name).collect();
    Ok(Some(format!("incompatible with {}", names.join(", "))))
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
