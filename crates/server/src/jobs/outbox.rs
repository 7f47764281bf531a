//! Leaves work behind, in the transaction of the change that wants it done.

use portico_graph::time::Instant;

use super::Task;
use crate::operations::act::Act;
use crate::store::{Sql, StoreError, Tx};

/// What `due_at` says of a job that is to be done at once: before every moment, so that it stays due when the clock is put back.
pub const AT_ONCE: &str = "";

/// Adds a job about a request or an assignment, due on the organisation's clock. The same job for the same moment is added once.
pub async fn add(
    tx: &mut Tx,
    act: &Act,
    task: Task,
    subject: &str,
    due: Instant,
) -> Result<(), StoreError> {
    let payload = serde_json::to_string(&task)
        .map_err(|problem| StoreError::Broken(format!("a job cannot be written: {problem}")))?;
    Sql::new(
        "INSERT INTO jobs (id, kind, subject_id, dedupe_key, payload, state, due_at, lease_holder, lease_until, attempts, \
           last_error, created_at) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, NULL, NULL, 0, NULL, $7) \
         ON CONFLICT (dedupe_key) DO NOTHING",
    )
    .text(act.ids.guid())
    .text(task.kind())
    .text(subject)
    .text(format!("{subject} {payload} {due}"))
    .text(payload)
    .text(if due <= act.now {
        AT_ONCE.to_owned()
    } else {
        due.to_string()
    })
    .instant(act.now)
    .execute(tx)
    .await
    .map(drop)
}
