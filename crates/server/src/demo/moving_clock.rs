//! `/demo/clock`: what time it is in the demo, and moving it forward. What falls due on the way happens before the answer.

use std::time::Duration as Wait;

use axum::Json;
use axum::extract::State;
use portico_graph::time::{Duration, Instant};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::Demo;
use crate::http::App;
use crate::http::body::JsonBody;
use crate::http::error::ApiError;
use crate::jobs;
use crate::signin::own_pages::OwnPageOrToken;
use crate::store::{Store, StoreError, Tx, meta};

/// The furthest that one call may move it.
const FURTHEST: Duration = Duration::from_days(3660);

/// The demo's time.
#[derive(Debug, Serialize)]
pub struct Now {
    now: Instant,
}

/// How far to move it.
#[derive(Debug, Deserialize)]
struct Move {
    advance: Duration,
}

/// `GET`
pub async fn get(State(app): State<App>) -> Json<Now> {
    Json(Now {
        now: app.clock.now(),
    })
}

/// `POST {"advance": "P1D"}`
pub async fn post(
    State(app): State<App>,
    _: OwnPageOrToken,
    body: JsonBody,
) -> Result<Json<Now>, ApiError> {
    let advance = read(&body)?;
    let demo = app.demo.as_ref().ok_or_else(ApiError::no_such_address)?;
    let offset = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let moved = Duration::from_seconds(stored(tx).await?.seconds() + advance.seconds());
                let text = moved.seconds().to_string();
                meta::set(tx, meta::name::CLOCK_OFFSET, &text).await?;
                Ok::<_, StoreError>(moved)
            })
        })
        .await?;
    demo.clock.set_offset(offset);
    jobs::run_due(&app).await?;
    Ok(Json(Now {
        now: app.clock.now(),
    }))
}

/// How far to move it, within bounds.
pub(crate) fn read(body: &JsonBody) -> Result<Duration, ApiError> {
    let Move { advance } = body.only(&["advance"])?.read()?;
    if advance.seconds() < 0 || advance > FURTHEST {
        return Err(ApiError::bad_request(format!(
            "The clock moves forward, at most {FURTHEST} at once."
        ))
        .with_target("advance"));
    }
    Ok(advance)
}

/// Takes over what another process on the same database did to the clock.
async fn follow(store: &Store, demo: &Demo) -> Result<(), StoreError> {
    let mut tx = store.begin_read().await?;
    demo.clock.set_offset(stored(&mut tx).await?);
    Ok(())
}

/// How far the database says the clock is ahead; not at all before it was moved.
pub async fn stored(tx: &mut Tx) -> Result<Duration, StoreError> {
    let seconds = match meta::get(tx, meta::name::CLOCK_OFFSET).await? {
        None => 0,
        Some(text) => text
            .parse()
            .map_err(|_| StoreError::Broken("the clock's offset is no number".into()))?,
    };
    Ok(Duration::from_seconds(seconds))
}

/// Takes over what other processes on the same database do to the clock, once a second, until `stopped`.
pub async fn keep_following(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            () = tokio::time::sleep(Wait::from_secs(1)) => {}
        }
        if let Some(demo) = &app.demo
            && let Err(cause) = follow(&app.store, demo).await
        {
            tracing::warn!(%cause, "the demo's clock could not be read");
        }
    }
}
