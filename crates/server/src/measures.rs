//! What the process counts about itself, for Prometheus. Every measure is a line of [`ALL`]; docs/OPERATING.md has the same lines for
//! people. Labels say kinds of things, never who or which one.
//!
//! Recording costs next to nothing while nobody listens: without a recorder the macros of `metrics` do nothing.

use std::time::Duration;

use metrics::{counter, gauge, histogram};

mod listener;
mod look;
mod recorder;
#[cfg(test)]
mod tests;

pub use listener::{Listener, answers};
pub use recorder::start;

/// What sort of number a measure is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Only grows, and begins at 0 with the process.
    Counter,
    /// As it is now.
    Gauge,
    /// How often which sizes came, up to these bounds.
    Histogram(&'static [f64]),
}

/// One measure.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its name at Prometheus.
    pub name: &'static str,
    /// What sort of number it is.
    pub kind: Kind,
    /// What is counted: `seconds`, or the thing.
    pub unit: &'static str,
    /// The names of its labels.
    pub labels: &'static [&'static str],
    /// What it says, in a line.
    pub help: &'static str,
}

const HTTP_REQUESTS: &str = "portico_http_requests_total";
const HTTP_DURATION: &str = "portico_http_request_duration_seconds";
const HTTP_IN_FLIGHT: &str = "portico_http_requests_in_flight";
const JOBS_DONE: &str = "portico_jobs_done_total";
const JOBS_FAILED: &str = "portico_jobs_failed_total";
const JOBS_DUE: &str = "portico_jobs_due";
const JOBS_OLDEST: &str = "portico_jobs_oldest_due_age_seconds";
const JOBS_DEAD: &str = "portico_jobs_given_up";
const WRITE_BATCH: &str = "portico_write_batch_commands";
const WRITE_COMMIT: &str = "portico_write_commit_duration_seconds";
const POOL_WAIT: &str = "portico_pool_wait_duration_seconds";
const POOL_CONNECTIONS: &str = "portico_pool_connections";
const SQLITE_STEPS: &str = "portico_sqlite_steps_total";
const AUDIT_UNSEALED: &str = "portico_audit_unsealed_entries";
const BUILD: &str = "portico_build_info";
const STARTED: &str = "process_start_time_seconds";

/// From a cached answer to the longest call there is.
const CALLS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];
/// From memory to the longest wait for a connection.
const WAITS: &[f64] = &[
    0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0,
];
/// Up to the writer's own bound.
const BATCHES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// Every measure. On PostgreSQL those of SQLite (`portico_write_…`, `portico_sqlite_…`) stay away.
#[rustfmt::skip]
pub const ALL: &[Measure] = &[
    Measure { name: HTTP_REQUESTS, kind: Kind::Counter, unit: "requests", labels: &["method", "route", "status"], help: "Requests answered, by route template and class of status." },
    Measure { name: HTTP_DURATION, kind: Kind::Histogram(CALLS), unit: "seconds", labels: &["method", "route"], help: "Time until the head of the answer." },
    Measure { name: HTTP_IN_FLIGHT, kind: Kind::Gauge, unit: "requests", labels: &[], help: "Requests being answered." },
    Measure { name: JOBS_DONE, kind: Kind::Counter, unit: "jobs", labels: &["kind"], help: "Jobs done by this process." },
    Measure { name: JOBS_FAILED, kind: Kind::Counter, unit: "attempts", labels: &["kind"], help: "Attempts at a job that failed in this process; most are tried again." },
    Measure { name: JOBS_DUE, kind: Kind::Gauge, unit: "jobs", labels: &[], help: "Jobs of the database that are due and not done." },
    Measure { name: JOBS_OLDEST, kind: Kind::Gauge, unit: "seconds", labels: &[], help: "For how long the oldest of them has been due." },
    Measure { name: JOBS_DEAD, kind: Kind::Gauge, unit: "jobs", labels: &[], help: "Jobs of the database that were given up." },
    Measure { name: WRITE_BATCH, kind: Kind::Histogram(BATCHES), unit: "commands", labels: &[], help: "Commands that shared one commit of the SQLite writer." },
    Measure { name: WRITE_COMMIT, kind: Kind::Histogram(WAITS), unit: "seconds", labels: &[], help: "Time of a commit of the SQLite writer, the disk included." },
    Measure { name: POOL_WAIT, kind: Kind::Histogram(WAITS), unit: "seconds", labels: &["use"], help: "Time until a connection was free and its transaction begun." },
    Measure { name: POOL_CONNECTIONS, kind: Kind::Gauge, unit: "connections", labels: &["state"], help: "Open connections: readers of SQLite, all of PostgreSQL." },
    Measure { name: SQLITE_STEPS, kind: Kind::Counter, unit: "instructions", labels: &[], help: "Instructions that SQLite has carried out for this process: its work, whatever the machine." },
    Measure { name: AUDIT_UNSEALED, kind: Kind::Gauge, unit: "entries", labels: &[], help: "Entries of the log that wait to be linked into its chain." },
    Measure { name: BUILD, kind: Kind::Gauge, unit: "always 1", labels: &["engine", "version"], help: "What runs." },
    Measure { name: STARTED, kind: Kind::Gauge, unit: "seconds", labels: &[], help: "When the process started, since 1970." },
];

/// A request was answered, or its caller went away before (`status` is `gone`).
pub fn answered(method: &'static str, route: &str, status: &'static str, took: Duration) {
    let route = route.to_owned();
    counter!(HTTP_REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!(HTTP_DURATION, "method" => method, "route" => route).record(took);
}

/// A job was done.
pub fn job_done(kind: &'static str) {
    counter!(JOBS_DONE, "kind" => kind).increment(1);
}

/// An attempt at a job failed.
pub fn job_failed(kind: &'static str) {
    counter!(JOBS_FAILED, "kind" => kind).increment(1);
}

/// The SQLite writer committed.
pub fn committed(commands: usize, took: Duration) {
    histogram!(WRITE_BATCH).record(u32::try_from(commands).unwrap_or(u32::MAX));
    histogram!(WRITE_COMMIT).record(took);
}

/// A transaction was begun, to `read` or to `write`.
pub fn begun(purpose: &'static str, took: Duration) {
    histogram!(POOL_WAIT, "use" => purpose).record(took);
}

/// What does not change while the process runs, and what would otherwise be missing until it happens for the first time: a series that
/// begins at 1 hides its first event from a rate.
fn first_values(engine: &'static str, started: f64) {
    gauge!(BUILD, "engine" => engine, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!(STARTED).set(started);
    for kind in crate::jobs::Task::KINDS {
        counter!(JOBS_DONE, "kind" => kind).increment(0);
        counter!(JOBS_FAILED, "kind" => kind).increment(0);
    }
}
