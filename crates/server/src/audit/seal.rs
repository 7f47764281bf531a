//! Links entries into the chain, in the order in which they became visible. A lease keeps it to one process at a time; the transaction
//! itself makes it safe without.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use portico_graph::time::{Duration, Instant};

use super::canonical;
use crate::clock::{Clock, DISAGREEMENT};
use crate::store::sql::placeholders_from;
use crate::store::{Sql, Store, StoreError, Tx, Value, meta};

/// How long a sealer may be silent before another takes over; real clock.
const LEASE: Duration = Duration::from_seconds(5);
/// How often a sealer looks.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_millis(500);
/// The longest that a sealer waits for the database. One whose machine is gone says nothing at all, not even that it is gone.
const LONGEST_LOOK: std::time::Duration = std::time::Duration::from_mins(1);
/// How many entries are linked in one transaction.
const AT_ONCE: i64 = 500;
/// How many in one statement.
const AT_A_TIME: usize = 50;
const LEASE_NAME: &str = "auditSealer";

/// The newest link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub seq: i64,
    pub hash: String,
}

impl Head {
    /// What the chain begins with.
    pub(super) fn first() -> Self {
        Self {
            seq: 0,
            hash: String::new(),
        }
    }

    /// The newest link as it is written down.
    pub(super) async fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let Some(text) = meta::get(tx, meta::name::AUDIT_HEAD).await? else {
            return Ok(Self::first());
        };
        let broken = || StoreError::Broken("the head of the log cannot be read".into());
        let (seq, hash) = text.split_once(' ').ok_or_else(broken)?;
        Ok(Self {
            seq: seq.parse().map_err(|_| broken())?,
            hash: hash.to_owned(),
        })
    }

    /// The next link over an entry.
    pub(super) fn next(&self, payload_hash: &str) -> Self {
        let seq = self.seq + 1;
        Self {
            seq,
            hash: canonical::hash(&[&seq.to_string(), &self.hash, payload_hash]),
        }
    }
}

/// Links everything that waits. Answers how many entries were linked.
pub async fn seal(store: &Store) -> Result<usize, StoreError> {
    let mut linked = 0;
    loop {
        let more = store
            .write(|tx| Box::pin(async move { link(tx).await }))
            .await?;
        linked += more;
        if more == 0 {
            return Ok(linked);
        }
    }
}

async fn link(tx: &mut Tx) -> Result<usize, StoreError> {
    let rows = Sql::new(
        "SELECT position, payload_hash FROM audit WHERE seq IS NULL ORDER BY position LIMIT $1",
    )
    .int(AT_ONCE)
    .fetch_all(tx)
    .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let mut head = Head::read(tx).await?;
    for rows in rows.chunks(AT_A_TIME) {
        let mut values = Vec::with_capacity(4 * rows.len());
        for row in rows {
            let next = head.next(&row.text("payload_hash")?);
            values.extend([
                Value::Int(Some(row.int("position")?)),
                Value::Int(Some(next.seq)),
                Value::from(head.hash),
                Value::from(next.hash.clone()),
            ]);
            head = next;
        }
        let links: Vec<_> = (0..rows.len())
            .map(|place| format!("({})", placeholders_from(4 * place + 1, 4)))
            .collect();
        // Both engines name the columns of a list of values so.
        let text = format!(
            "UPDATE audit SET seq = link.column2, prev_hash = link.column3, hash = link.column4 \
             FROM (VALUES {}) AS link WHERE audit.position = link.column1",
            links.join(", ")
        );
        Sql::new(text).values(values).execute(tx).await?;
    }
    let text = format!("{} {}", head.seq, head.hash);
    meta::set(tx, meta::name::AUDIT_HEAD, &text).await?;
    Ok(rows.len())
}

/// How many entries wait to be linked.
pub async fn unsealed(tx: &mut Tx) -> Result<i64, StoreError> {
    Sql::new("SELECT COUNT(*) AS n FROM audit WHERE seq IS NULL")
        .fetch_one(tx)
        .await?
        .int("n")
}

/// Links until `stopped` comes, whenever this process holds the lease; what waits then is linked before it returns.
pub async fn keep_sealing(
    store: Store,
    holder: String,
    real_clock: Arc<dyn Clock>,
    stopped: impl Future<Output = ()>,
) {
    let mut stopped = pin!(stopped);
    let mut last = false;
    while !last {
        tokio::select! {
            () = &mut stopped => last = true,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let look = look(&store, &holder, real_clock.now());
        match tokio::time::timeout(LONGEST_LOOK, look).await {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => tracing::error!(%problem, "the log cannot be sealed"),
            Err(_) => tracing::error!("the log cannot be sealed: the database is silent"),
        }
    }
}

async fn look(store: &Store, holder: &str, now: Instant) -> Result<(), StoreError> {
    let mut tx = store.begin_read().await?;
    let waiting = Sql::new("SELECT 1 AS one FROM audit WHERE seq IS NULL LIMIT 1")
        .fetch_optional(&mut tx)
        .await?;
    drop(tx);
    if waiting.is_none() {
        return Ok(());
    }
    let mine = take_lease(store, holder, now).await?;
    if mine {
        seal(store).await?;
    }
    Ok(())
}

async fn take_lease(store: &Store, holder: &str, now: Instant) -> Result<bool, StoreError> {
    let lease = Sql::new(
        "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
         WHERE leases.holder = excluded.holder OR leases.until <= $4 OR leases.until > $5",
    )
    .text(LEASE_NAME)
    .text(holder)
    .instant(now + LEASE)
    .instant(now)
    .instant(now + LEASE + DISAGREEMENT);
    Ok(store.execute(lease).await? > 0)
}
