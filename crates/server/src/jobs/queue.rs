//! The list of jobs: claiming, finishing, putting off. A claim is a lease on the real clock, so that a job whose worker died is taken up
//! by another. Who finishes a job must still hold it: a job's changes and its end are written together, so they are made once.

use portico_graph::time::{Duration, Instant};

use super::Task;
use super::outbox::AT_ONCE;
use crate::clock::DISAGREEMENT;
use crate::store::{Row, Sql, StoreError, Tx};

/// A claimed job.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: String,
    /// What it does.
    pub task: Task,
    /// The request or assignment it is about.
    pub subject_id: String,
    /// How often it was claimed, this time included.
    pub attempts: i64,
    /// Since when it has been due.
    pub due: Instant,
    /// Who claimed it.
    pub holder: String,
}

/// Claims the job that has been due longest, for one holder and for as long as the lease.
pub async fn claim(
    tx: &mut Tx,
    holder: &str,
    now: Instant,
    real_now: Instant,
    lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    let lock = tx.engine().claim_lock();
    let Some(row) = Sql::new(format!(
        "SELECT * FROM jobs WHERE state = 'waiting' AND due_at <= $1 \
         AND (lease_until IS NULL OR lease_until <= $2 OR lease_until > $3) ORDER BY due_at, created_at, id LIMIT 1{lock}"
    ))
    .instant(now)
    .instant(real_now)
    .instant(real_now + lease + DISAGREEMENT)
    .fetch_optional(tx)
    .await?
    else {
        return Ok(None);
    };
    let id = row.text("id")?;
    Sql::new(
        "UPDATE jobs SET lease_holder = $2, lease_until = $3, attempts = attempts + 1 WHERE id = $1",
    )
    .text(&id)
    .text(holder)
    .instant(real_now + lease)
    .execute(tx)
    .await?;
    match read(&row, holder) {
        Ok(job) => Ok(Some(job)),
        // Left by another version: kept for people to read, and out of the way of the others.
        Err(problem) => {
            Sql::new("UPDATE jobs SET state = 'dead', last_error = $2 WHERE id = $1")
                .text(&id)
                .text(problem.to_string())
                .execute(tx)
                .await?;
            Ok(None)
        }
    }
}

/// Whether there is a job to claim. Cheaper than a claim, because it writes nothing.
pub async fn any(
    tx: &mut Tx,
    now: Instant,
    real_now: Instant,
    lease: Duration,
) -> Result<bool, StoreError> {
    let found = Sql::new(
        "SELECT 1 AS one FROM jobs WHERE state = 'waiting' AND due_at <= $1 \
         AND (lease_until IS NULL OR lease_until <= $2 OR lease_until > $3) LIMIT 1",
    )
    .instant(now)
    .instant(real_now)
    .instant(real_now + lease + DISAGREEMENT)
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

fn read(row: &Row, holder: &str) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        id: row.text("id")?,
        task: row.json("payload")?,
        subject_id: row.text("subject_id")?,
        attempts: row.int("attempts")? + 1,
        due: if row.text("due_at")? == AT_ONCE {
            row.instant("created_at")?
        } else {
            row.instant("due_at")?
        },
        holder: holder.to_owned(),
    })
}

/// Ends a job. `false`: it is not held any more, so everything written with it must be given up.
pub async fn finish(tx: &mut Tx, job: &Claimed) -> Result<bool, StoreError> {
    let deleted = Sql::new("DELETE FROM jobs WHERE id = $1 AND lease_holder = $2")
        .text(&job.id)
        .text(&job.holder)
        .execute(tx)
        .await?;
    Ok(deleted > 0)
}

/// Gives a job back, due later. Coming too early is no failure and is not counted.
pub async fn put_off(tx: &mut Tx, job: &Claimed, due: Instant) -> Result<bool, StoreError> {
    let changed = Sql::new(
        "UPDATE jobs SET due_at = $3, lease_holder = NULL, lease_until = NULL, attempts = attempts - 1 \
         WHERE id = $1 AND lease_holder = $2",
    )
    .text(&job.id)
    .text(&job.holder)
    .instant(due)
    .execute(tx)
    .await?;
    Ok(changed > 0)
}

/// Gives a failed job back, due later; `None`: never again, kept for people to read.
pub async fn fail(
    tx: &mut Tx,
    job: &Claimed,
    due: Option<Instant>,
    why: &str,
) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE jobs SET state = $3, due_at = COALESCE($4, due_at), last_error = $5, lease_holder = NULL, \
           lease_until = NULL WHERE id = $1 AND lease_holder = $2",
    )
    .text(&job.id)
    .text(&job.holder)
    .text(if due.is_some() { "waiting" } else { "dead" })
    .opt_instant(due)
    .text(why)
    .execute(tx)
    .await
    .map(drop)
}

/// How many jobs are due and not given up, held by somebody or not.
pub async fn due(tx: &mut Tx, now: Instant) -> Result<i64, StoreError> {
    Sql::new("SELECT COUNT(*) AS n FROM jobs WHERE state = 'waiting' AND due_at <= $1")
        .instant(now)
        .fetch_one(tx)
        .await?
        .int("n")
}
