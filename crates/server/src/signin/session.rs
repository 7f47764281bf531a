//! Cookie sessions: started by a way of signing in, used by calls, ended by the person or by time. They run on the real
//! clock, so that moving a demo's clock signs nobody out.

use portico_graph::time::{Duration, Instant};

use super::person::Person;
use super::session_token::SessionToken;
use crate::http::App;
use crate::store::{Sql, StoreError};

/// A session ends this long after it began, whatever happens.
pub const LONGEST: Duration = Duration::from_days(7);
/// A session that nobody used for this long is over.
const IDLE: Duration = Duration::from_seconds(12 * 3600);
/// Use is written down at most this often.
const NOTED_EVERY: Duration = Duration::from_seconds(60);

/// Starts a session for a person; `method` says how they signed in.
pub async fn start(
    app: &App,
    subject_id: &str,
    method: &'static str,
) -> Result<SessionToken, StoreError> {
    let token = SessionToken::fresh(&app.ids);
    let now = app.real_clock.now();
    let row = Sql::new(
        "INSERT INTO sessions (id_hash, subject_id, method, created_at, last_used_at, expires_at) \
         VALUES ($1, $2, $3, $4, $4, $5)",
    )
    .text(token.digest())
    .text(subject_id)
    .text(method)
    .instant(now)
    .instant(now + IDLE);
    app.store.execute(row).await?;
    Ok(token)
}

/// Whose session it is, if it is still good.
pub async fn resume(app: &App, token: &SessionToken) -> Result<Option<Person>, StoreError> {
    let digest = token.digest();
    let now = app.real_clock.now();
    let found = Person::by_session(&app.store, &digest, now).await?;
    let Some((person, began, noted)) = found else {
        return Ok(None);
    };
    if noted + NOTED_EVERY <= now {
        note_use(app, digest, now, ends(began, now)).await?;
    }
    Ok(Some(person))
}

/// Ends a session; ending it twice is fine.
pub async fn end(app: &App, token: &SessionToken) -> Result<(), StoreError> {
    let gone = Sql::new("DELETE FROM sessions WHERE id_hash = $1").text(token.digest());
    app.store.execute(gone).await.map(drop)
}

async fn note_use(
    app: &App,
    digest: String,
    now: Instant,
    ends: Instant,
) -> Result<(), StoreError> {
    let used =
        Sql::new("UPDATE sessions SET last_used_at = $1, expires_at = $2 WHERE id_hash = $3")
            .instant(now)
            .instant(ends)
            .text(digest);
    app.store.execute(used).await.map(drop)
}

/// Use keeps a session alive, but never past its longest life.
fn ends(created: Instant, now: Instant) -> Instant {
    (now + IDLE).min(created + LONGEST)
}

#[cfg(test)]
mod tests;
