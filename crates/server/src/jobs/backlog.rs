//! How much work waits, for whoever watches.

use portico_graph::time::{Duration, Instant};

use crate::store::{Sql, StoreError, Tx};

/// The list of jobs in numbers, of the whole database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Due and not done, held by a worker or not.
    pub due: i64,
    /// For how long the oldest of those has been due; zero when there is none.
    pub oldest_age: Duration,
    /// Never tried again.
    pub given_up: i64,
}

/// Reads the numbers from the index of states and times.
pub async fn read(tx: &mut Tx, now: Instant) -> Result<Backlog, StoreError> {
    let due = Sql::new(
        // What is to be done at once has been due since it was written.
        "SELECT COUNT(*) AS n, MIN(CASE WHEN due_at = '' THEN created_at ELSE due_at END) AS oldest FROM jobs \
         WHERE state = 'waiting' AND due_at <= $1",
    )
    .instant(now)
    .fetch_one(tx)
    .await?;
    let given_up = Sql::new("SELECT COUNT(*) AS n FROM jobs WHERE state = 'dead'")
        .fetch_one(tx)
        .await?;
    let none = Duration::from_seconds(0);
    Ok(Backlog {
        due: due.int("n")?,
        // Written before the clock was put back, it is of no age.
        oldest_age: due
            .opt_instant("oldest")?
            .map_or(none, |oldest| (now - oldest).max(none)),
        given_up: given_up.int("n")?,
    })
}
