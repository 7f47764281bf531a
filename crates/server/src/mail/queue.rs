//! The letters that wait: claiming, and writing down what became of them. As with jobs, a claim is a lease on the real clock.

use portico_graph::time::{Duration, Instant};

use crate::clock::DISAGREEMENT;
use crate::store::{Row, Sql, StoreError, Tx};

/// A claimed letter.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: String,
    /// Who gets it.
    pub to_address: String,
    /// The name beside the address.
    pub to_name: Option<String>,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As a page.
    pub html: String,
    /// The language both are in.
    pub language: Option<String>,
    /// When it was written, on the organisation's clock.
    pub created: Instant,
    /// How often it was claimed, this time included.
    pub attempts: i64,
    /// When it was claimed for the first time.
    pub since: Instant,
    /// Who claimed it.
    pub holder: String,
}

/// Claims the letter that has been due longest, for one holder and for as long as the lease. Letters never tried come before those that
/// were refused.
pub async fn claim(
    tx: &mut Tx,
    holder: &str,
    now: Instant,
    lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    let lock = tx.engine().claim_lock();
    let Some(row) = Sql::new(format!(
        "SELECT * FROM mail WHERE state = 'waiting' AND due_at <= $1 \
         AND (lease_until IS NULL OR lease_until <= $1 OR lease_until > $2) ORDER BY due_at, position LIMIT 1{lock}"
    ))
    .instant(now)
    .instant(now + lease + DISAGREEMENT)
    .fetch_optional(tx)
    .await?
    else {
        return Ok(None);
    };
    let letter = match read(&row, holder, now) {
        Ok(letter) => letter,
        // Left by another version: kept for people to read, and out of the way of the others.
        Err(problem) => {
            Sql::new("UPDATE mail SET state = 'failed', last_error = $2 WHERE id = $1")
                .text(row.text("id")?)
                .text(problem.to_string())
                .execute(tx)
                .await?;
            return Ok(None);
        }
    };
    Sql::new(
        "UPDATE mail SET lease_holder = $2, lease_until = $3, attempts = attempts + 1, first_attempt_at = $4 WHERE id = $1",
    )
    .text(&letter.id)
    .text(holder)
    .instant(now + lease)
    .instant(letter.since)
    .execute(tx)
    .await?;
    Ok(Some(letter))
}

/// Whether there is a letter to claim. Cheaper than a claim, because it writes nothing.
pub async fn any(tx: &mut Tx, now: Instant, lease: Duration) -> Result<bool, StoreError> {
    let found = Sql::new(
        "SELECT 1 AS one FROM mail WHERE state = 'waiting' AND due_at <= $1 \
         AND (lease_until IS NULL OR lease_until <= $1 OR lease_until > $2) LIMIT 1",
    )
    .instant(now)
    .instant(now + lease + DISAGREEMENT)
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

fn read(row: &Row, holder: &str, now: Instant) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        id: row.text("id")?,
        to_address: row.text("to_address")?,
        to_name: row.opt_text("to_name")?,
        subject: row.text("subject")?,
        text: row.text("body_text")?,
        html: row.text("body_html")?,
        language: row.opt_text("language")?,
        created: row.instant("created_at")?,
        attempts: row.int("attempts")? + 1,
        since: row.opt_instant("first_attempt_at")?.unwrap_or(now),
        holder: holder.to_owned(),
    })
}

/// It was taken. True whoever holds it by now: a lease that ran out does not bring the letter back.
pub async fn sent(tx: &mut Tx, letter: &Claimed, at: Instant) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE mail SET state = 'sent', sent_at = $2, last_error = NULL, lease_holder = NULL, lease_until = NULL \
         WHERE id = $1 AND state <> 'sent'",
    )
    .text(&letter.id)
    .instant(at)
    .execute(tx)
    .await
    .map(drop)
}

/// It was refused, and is due again then; `None`: never, and kept for people to read. Nothing is changed when somebody else holds it.
pub async fn refused(
    tx: &mut Tx,
    letter: &Claimed,
    due: Option<Instant>,
    why: &str,
) -> Result<(), StoreError> {
    Sql::new(
        "UPDATE mail SET state = $3, due_at = COALESCE($4, due_at), last_error = $5, lease_holder = NULL, lease_until = NULL \
         WHERE id = $1 AND lease_holder = $2 AND state = 'waiting'",
    )
    .text(&letter.id)
    .text(&letter.holder)
    .text(if due.is_some() { "waiting" } else { "failed" })
    .opt_instant(due)
    .text(why)
    .execute(tx)
    .await
    .map(drop)
}

/// Takes every letter that waits for one that was sent the moment it was written.
pub async fn all_arrived(tx: &mut Tx) -> Result<(), StoreError> {
    Sql::new("UPDATE mail SET state = 'sent', sent_at = created_at WHERE state = 'waiting'")
        .execute(tx)
        .await
        .map(drop)
}
