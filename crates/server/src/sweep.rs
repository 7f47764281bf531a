//! Throws away what ran out: sessions, and answers remembered for repeated calls. Nobody reads either after its time, so nobody waits
//! for this.

use std::sync::Arc;
use std::time::Duration as Wait;

use portico_graph::time::Instant;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::store::{Sql, Store, StoreError};

const EVERY: Wait = Wait::from_mins(10);
/// Every statement takes the instant before which things are over, on the real clock.
const STATEMENTS: [&str; 2] = [
    "DELETE FROM sessions WHERE expires_at <= $1",
    "DELETE FROM idempotency WHERE expires_at <= $1",
];

/// Once; answers how many rows went.
///
/// # Errors
/// When the database fails; what went before is gone.
pub async fn once(store: &Store, real_now: Instant) -> Result<u64, StoreError> {
    let mut gone = 0;
    for statement in STATEMENTS {
        gone += store.execute(Sql::new(statement).instant(real_now)).await?;
    }
    Ok(gone)
}

/// Again and again, until `stopped`.
pub async fn run(store: Store, real_clock: Arc<dyn Clock>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(cause) = once(&store, real_clock.now()).await {
            tracing::warn!(%cause, "what ran out could not be thrown away");
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use portico_graph::time::Duration;

    use super::*;
    use crate::http::test_app::TestApp;

    #[tokio::test]
    async fn what_ran_out_goes_and_the_rest_stays() {
        let app = TestApp::new().await;
        app.as_person("ana@harbour.example").await;
        app.clock.advance(Duration::from_seconds(6 * 3600));
        let bo = app.as_person("bo@harbour.example").await;
        let now = app.app.real_clock.now();
        assert_eq!(once(&app.app.store, now).await.unwrap(), 0);
        app.clock.advance(Duration::from_seconds(7 * 3600));
        let now = app.app.real_clock.now();
        assert_eq!(once(&app.app.store, now).await.unwrap(), 1);
        assert_eq!(bo.get("/v1.0/me").await.status, StatusCode::OK);
    }
}
