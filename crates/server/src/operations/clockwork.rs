//! What happens to requests and assignments by time alone. A call that comes too late, because somebody acted before, does nothing; one
//! that comes too early says when to come again.

use portico_governance::assignment;
use portico_governance::ending;
use portico_governance::refusal::Refusal;
use portico_governance::request::Command;
use portico_graph::time::Instant;

use super::act::Act;
use super::case::{Case, Stopped};
use super::held::Held;
use super::holding::Holding;
use super::refusal::Refusal as Refused;
use super::remove;
use crate::store::{Sql, StoreError, Tx};

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// It happened, or there was nothing left to happen.
    Done,
    /// Not before this.
    Early(Instant),
}

/// A stage's deadline.
pub async fn time_out(
    tx: &mut Tx,
    act: &Act,
    request: &str,
    stage: usize,
) -> Result<Tick, StoreError> {
    step(tx, act, request, Command::TimeOut { stage }).await
}

/// A stage's further approvers join.
pub async fn escalate(
    tx: &mut Tx,
    act: &Act,
    request: &str,
    stage: usize,
) -> Result<Tick, StoreError> {
    step(tx, act, request, Command::Escalate { stage }).await
}

/// The first day of an approved request.
pub async fn open(tx: &mut Tx, act: &Act, request: &str) -> Result<Tick, StoreError> {
    step(tx, act, request, Command::Open).await
}

/// The end of an assignment, and what is said before. While somebody asks for it to go on, it does: there is no gap when they hear yes, and
/// they are told no before it ends. What becomes of the request brings its end back.
pub async fn expire(tx: &mut Tx, act: &Act, assignment: &str) -> Result<Tick, StoreError> {
    let Some(mut held) = Held::load(tx, assignment).await? else {
        return Ok(Tick::Done);
    };
    let asked = Sql::new(
        "SELECT id FROM requests WHERE assignment_id = $1 AND is_renewal = 1 \
           AND state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')",
    )
    .text(assignment)
    .fetch_optional(tx)
    .await?
    .is_some();
    // Not held any more, or held for ever since: the job of an earlier end is over. Another end brings another job.
    let Some(ends) = held.ends() else {
        return Ok(Tick::Done);
    };
    if act.now < ends {
        held.tell_of_end(tx, act, ends, !asked).await?;
        return Ok(Tick::Early(ending::next_look(ends, act.now)));
    }
    if asked {
        return Ok(Tick::Done);
    }
    if by_request(tx, act, assignment).await? {
        return Ok(Tick::Done);
    }
    tick(held.step(tx, act, assignment::Command::Expire).await)
}

/// Leaves the end to a request of the service (Graph contract: systemRemove), so that requests tell of it. `false`: another request about the
/// access is open, behind which its end does not wait.
async fn by_request(tx: &mut Tx, act: &Act, assignment: &str) -> Result<bool, StoreError> {
    let Some(holding) = Holding::load(tx, assignment).await? else {
        return Ok(false);
    };
    match remove::by_service(tx, act, holding).await {
        Ok(()) => Ok(true),
        Err(Refused::RequestAlreadyOpen(_)) => Ok(false),
        Err(Refused::Store(problem)) => Err(problem),
        Err(other) => Err(StoreError::Broken(format!(
            "the end of {assignment}: {other:?}"
        ))),
    }
}

async fn step(tx: &mut Tx, act: &Act, request: &str, command: Command) -> Result<Tick, StoreError> {
    match Case::load(tx, request).await? {
        None => Ok(Tick::Done),
        Some(mut case) => tick(case.step(tx, act, command).await),
    }
}

fn tick(result: Result<(), Stopped>) -> Result<Tick, StoreError> {
    match result {
        Err(Stopped::Store(problem)) => Err(problem),
        Err(Stopped::Refused(Refusal::TooEarly { due })) => Ok(Tick::Early(due)),
        // The rules are asked before anything is written, so a refusal wrote nothing.
        Ok(()) | Err(Stopped::Refused(_)) => Ok(Tick::Done),
    }
}
