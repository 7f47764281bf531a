//! What is read from the database when somebody asks for the measures: a few counts over indexes.

use std::time::Duration;

use metrics::{counter, gauge};

use crate::http::App;
use crate::jobs::backlog;
use crate::store::StoreError;
use crate::{audit, jobs};

/// Prometheus gives up after ten seconds; better an answer without these numbers than none.
const PATIENCE: Duration = Duration::from_secs(2);

struct Seen {
    jobs: jobs::backlog::Backlog,
    unsealed: i64,
}

/// Sets the gauges. Those of a database that does not answer become NaN: no number is better than an old one.
pub(super) async fn look(app: &App) {
    let seen = tokio::time::timeout(PATIENCE, read(app)).await;
    let problem = match &seen {
        Ok(Ok(_)) => None,
        Ok(Err(problem)) => Some(problem.to_string()),
        Err(_) => Some("it does not answer in time".to_owned()),
    };
    if let Some(problem) = problem {
        tracing::warn!(problem, "the database cannot be measured");
    }
    let seen = seen.ok().and_then(Result::ok);
    let number = |pick: fn(&Seen) -> i64| seen.as_ref().map_or(f64::NAN, |seen| float(pick(seen)));
    gauge!(super::JOBS_DUE).set(number(|seen| seen.jobs.due));
    gauge!(super::JOBS_OLDEST).set(number(|seen| seen.jobs.oldest_age.seconds()));
    gauge!(super::JOBS_DEAD).set(number(|seen| seen.jobs.given_up));
    gauge!(super::AUDIT_UNSEALED).set(number(|seen| seen.unsealed));
    gauge!(super::HTTP_IN_FLIGHT).set(float(app.traffic.in_flight()));
    if let Some(steps) = app.store.steps() {
        counter!(super::SQLITE_STEPS).absolute(steps);
    }
    let (idle, busy) = app.store.connections();
    gauge!(super::POOL_CONNECTIONS, "state" => "idle").set(float(idle));
    gauge!(super::POOL_CONNECTIONS, "state" => "busy").set(float(busy));
}

async fn read(app: &App) -> Result<Seen, StoreError> {
    let mut tx = app.store.begin_read().await?;
    let jobs = backlog::read(&mut tx, app.clock.now()).await?;
    let unsealed = audit::unsealed(&mut tx).await?;
    Ok(Seen { jobs, unsealed })
}

/// Counts stay far below what a float holds exactly.
fn float(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}
