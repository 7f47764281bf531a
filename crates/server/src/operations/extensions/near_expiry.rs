//! Extensions that are called before access ends (Graph contract: assignmentFourteenDaysBeforeExpiration, assignmentOneDayBeforeExpiration).

use portico_graph::time::{Duration, Instant};

use super::super::act::Act;
use super::callouts;
use super::stages::Stage;
use crate::jobs::{Task, outbox};
use crate::store::{Sql, StoreError, Tx};

/// The stages, by how many days before the end they are.
const STAGES: [(i64, Stage); 2] = [(14, Stage::FourteenDaysBefore), (1, Stage::OneDayBefore)];

/// Leaves the calls of access that ends then to the clockwork. Only of a policy that has somebody called: jobs are rows.
pub async fn schedule(
    tx: &mut Tx,
    act: &Act,
    assignment: &str,
    ends: Instant,
) -> Result<(), StoreError> {
    for (days, stage) in STAGES {
        let due = ends + Duration::from_days(-days);
        if due > act.now && callouts::is_called(tx, assignment, stage).await? {
            outbox::add(tx, act, Task::NearExpiry { days }, assignment, due).await?;
        }
    }
    Ok(())
}

/// Calls, if the access is held and still ends so soon: its end may have been moved since.
pub async fn run(tx: &mut Tx, act: &Act, assignment: &str, days: i64) -> Result<(), StoreError> {
    let Some((_, stage)) = STAGES.into_iter().find(|(known, _)| *known == days) else {
        return Ok(());
    };
    let row = Sql::new(
        "SELECT ends_at FROM assignments WHERE id = $1 AND state IN ('delivered', 'partiallyDelivered')",
    )
    .text(assignment)
    .fetch_optional(tx)
    .await?;
    let ends = row.map(|row| row.opt_instant("ends_at")).transpose()?;
    let left = ends.flatten().map(|ends| ends - act.now);
    if left.is_some_and(|left| left <= Duration::from_days(days) && left > Duration::ZERO) {
        callouts::about_assignment(tx, act, assignment, stage).await?;
    }
    Ok(())
}
