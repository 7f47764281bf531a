//! The list of calls: claiming and marking. A claim is a lease on the real clock, so that a call whose caller died is taken up by another.

use portico_graph::time::{Duration, Instant};

use crate::clock::DISAGREEMENT;
use crate::operations::act::Act;
use crate::operations::extensions::callouts::{self, AWAITED, FAILED, SENT};
use crate::store::{Sql, StoreError, Tx};

/// How long a claim lasts: the longest call, and time to write down how it ended.
const LEASE: Duration = Duration::from_seconds(40);

/// A claimed call.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its id.
    pub id: String,
    /// Where it goes.
    pub url: String,
    /// What is sent.
    pub body: String,
    /// How long it may take, in milliseconds.
    pub timeout_ms: i64,
    /// How often it is tried again.
    pub retries: i64,
    /// How often it was claimed, this time included.
    pub attempts: i64,
    request: Option<String>,
    assignment: String,
    is_awaited: bool,
    answer_within: Option<Duration>,
    holder: String,
}

const DUE: &str = "state = 'waiting' AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1 OR lease_until > $2)";

/// Whether there is a call to claim. Cheaper than a claim, because it writes nothing.
pub async fn any(tx: &mut Tx, now: Instant) -> Result<bool, StoreError> {
    let found = Sql::new(format!("SELECT 1 AS one FROM callouts WHERE {DUE} LIMIT 1"))
        .instant(now)
        .instant(now + LEASE + DISAGREEMENT)
        .fetch_optional(tx)
        .await?;
    Ok(found.is_some())
}

/// Claims the call that has been due longest.
pub async fn claim(tx: &mut Tx, holder: &str, now: Instant) -> Result<Option<Claimed>, StoreError> {
    let lock = tx.engine().claim_lock();
    let row = Sql::new(format!(
        "SELECT * FROM callouts WHERE {DUE} ORDER BY due_at, created_at, id LIMIT 1{lock}"
    ))
    .instant(now)
    .instant(now + LEASE + DISAGREEMENT)
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let call = Claimed {
        id: row.text("id")?,
        url: row.text("url")?,
        body: row.text("body")?,
        timeout_ms: row.int("timeout_ms")?,
        retries: row.int("retries")?,
        attempts: row.int("attempts")? + 1,
        request: row.opt_text("request_id")?,
        assignment: row.text("assignment_id")?,
        is_awaited: row.flag("is_awaited")?,
        answer_within: row.opt_int("answer_within")?.map(Duration::from_seconds),
        holder: holder.to_owned(),
    };
    Sql::new(
        "UPDATE callouts SET lease_holder = $2, lease_until = $3, attempts = attempts + 1 WHERE id = $1",
    )
    .text(&call.id)
    .text(holder)
    .instant(now + LEASE)
    .execute(tx)
    .await?;
    Ok(Some(call))
}

/// It arrived. True whoever holds it by now; an answer that was faster than this stays.
pub async fn sent(tx: &mut Tx, act: &Act, call: &Claimed) -> Result<(), StoreError> {
    let answer_by = call.answer_within.map(|within| act.now + within);
    Sql::new(
        "UPDATE callouts SET state = $2, detail = NULL, body = '', lease_holder = NULL, lease_until = NULL, answer_by = $3 \
         WHERE id = $1 AND state = 'waiting'",
    )
    .text(&call.id)
    .text(if call.is_awaited { AWAITED } else { SENT })
    .opt_instant(answer_by)
    .execute(tx)
    .await?;
    callouts::tell(tx, call.request.as_deref(), &call.assignment).await
}

/// It did not, and is due again then; `None`: never. Nothing is changed when somebody else holds it.
pub async fn failed(
    tx: &mut Tx,
    act: &Act,
    call: &Claimed,
    due: Option<Instant>,
    why: &str,
) -> Result<(), StoreError> {
    let changed = Sql::new(
        "UPDATE callouts SET state = $3, due_at = COALESCE($4, due_at), detail = $5, lease_holder = NULL, lease_until = NULL, \
           body = CASE WHEN $3 = 'waiting' THEN body ELSE '' END \
         WHERE id = $1 AND lease_holder = $2 AND state = 'waiting'",
    )
    .text(&call.id)
    .text(&call.holder)
    .text(if due.is_some() { "waiting" } else { FAILED })
    .opt_instant(due)
    .text(why)
    .execute(tx)
    .await?;
    if changed > 0 && due.is_none() {
        callouts::give_up(tx, act, &call.id).await?;
    }
    Ok(())
}
