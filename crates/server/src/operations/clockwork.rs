//! What happens to requests and assignments by time alone. A call that comes too late, because somebody acted before, does nothing; one
//! that comes too early says when to come again.

use portico_governance::assignment;
use portico_governance::refusal::Refusal;
use portico_governance::request::Command;
use portico_graph::time::Instant;

use super::act::Act;
use super::case::{Case, Stopped};
use super::held::Held;
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

/// The end of an assignment. While somebody asks for it to go on, it does: there is no gap when they hear yes, and they are told no before
/// it ends. What becomes of the request brings its end back.
pub async fn expire(tx: &mut Tx, act: &Act, assignment: &str) -> Result<Tick, StoreError> {
    let asked = Sql::new(
        "SELECT id FROM requests WHERE assignment_id = $1 AND is_renewal = 1 \
           AND state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')",
    )
    .text(assignment)
    .fetch_optional(tx)
    .await?;
    if asked.is_some() {
        return Ok(Tick::Done);
    }
    match Held::load(tx, assignment).await? {
        None => Ok(Tick::Done),
        Some(mut held) => tick(held.step(tx, act, assignment::Command::Expire).await),
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
