//! Carries out one claimed job.

use std::sync::Arc;

use portico_graph::time::{Duration, Instant};

use super::queue::{self, Claimed};
use super::{Engine, Task};
use crate::measures;
use crate::notify::outgoing;
use crate::operations::act::Act;
use crate::operations::case::Stopped;
use crate::operations::clockwork::{self, Tick};
use crate::operations::extensions::resume;
use crate::operations::{automatic, deliver_request, guests, repair};
use crate::store::{StoreError, Tx};

/// After so many failures a job is given up, unless [`Task::is_owed`].
const LAST_ATTEMPT: i64 = 10;
/// The longest wait between two attempts.
const LONGEST_WAIT: i64 = 3600;

/// Why a job was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Trouble {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A rule says no.
    #[error("{0}")]
    Rule(String),
    /// Another worker has it now: its lease ran out here.
    #[error("the job is not held any more")]
    Lost,
}

impl From<Stopped> for Trouble {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Store(problem) => Self::Store(problem),
            Stopped::Refused(rule) => Self::Rule(rule.to_string()),
        }
    }
}

/// Does the job, or writes down why not and when to try again.
pub(super) async fn one(engine: &Engine, job: Claimed) -> Result<(), StoreError> {
    let act = Act::by_service(engine.clock.now(), engine.ids.clone());
    match attempt(engine, &act, &job).await {
        Ok(done) => {
            if done {
                measures::job_done(job.task.kind());
            }
            if matches!(job.task, Task::Notify { .. }) {
                engine.mail_wake.notify_one();
            }
            Ok(())
        }
        Err(Trouble::Lost) => Ok(()),
        Err(trouble) => {
            measures::job_failed(job.task.kind());
            tracing::error!(job = job.task.kind(), about = job.subject_id, %trouble, "a job failed");
            put_by(engine, &act, job, trouble.to_string()).await
        }
    }
}

/// `false`: it came too early and was put off.
async fn attempt(engine: &Engine, act: &Act, job: &Claimed) -> Result<bool, Trouble> {
    let (act, job) = (act.clone(), job.clone());
    let link = Arc::clone(&engine.public_url);
    engine
        .store
        .write(move |tx| {
            let (act, job, link) = (act.clone(), job.clone(), Arc::clone(&link));
            Box::pin(async move {
                let (held, done) = match work(tx, &act, &job, &link).await? {
                    Tick::Done => (queue::finish(tx, &job).await?, true),
                    Tick::Early(due) => (queue::put_off(tx, &job, due).await?, false),
                };
                // An error takes back everything that was written with it.
                if held { Ok(done) } else { Err(Trouble::Lost) }
            })
        })
        .await
}

pub(super) async fn work(
    tx: &mut Tx,
    act: &Act,
    job: &Claimed,
    link: &str,
) -> Result<Tick, Trouble> {
    let about = job.subject_id.as_str();
    #[cfg(test)]
    super::tests::panic_if_asked(about);
    match job.task {
        Task::Deliver | Task::Withdraw => deliver_request::run(tx, act, about).await?,
        Task::Repair => repair::one(tx, act, about).await?,
        Task::Reshape => repair::some(tx, act, about).await?,
        Task::Automatic => automatic::run(tx, act, about).await?,
        Task::Notify { letter, stage } => {
            outgoing::write(tx, act, about, &job.id, letter.notice(stage), link).await?;
        }
        Task::StageTimeout { stage } => {
            return Ok(clockwork::time_out(tx, act, about, stage).await?);
        }
        Task::Escalation { stage } => {
            return Ok(clockwork::escalate(tx, act, about, stage).await?);
        }
        Task::CallbackTimeout => return Ok(resume::time_out(tx, act, about).await?),
        Task::ScheduledStart => return Ok(clockwork::open(tx, act, about).await?),
        Task::DeleteGuest => return Ok(guests::delete(tx, act, about).await?),
        Task::Expire => return Ok(clockwork::expire(tx, act, about).await?),
    }
    Ok(Tick::Done)
}

/// Tries again later and later; at the end the request hears of it. That comes first: if it is all that still happens, the job finds
/// nothing left to do when it runs once more.
async fn put_by(engine: &Engine, act: &Act, job: Claimed, why: String) -> Result<(), StoreError> {
    let due = next_attempt(job.task, job.attempts, act.now);
    if due.is_none() && job.task == Task::Deliver {
        let told = give_up(engine, act, &job.subject_id, &why).await;
        if let Err(problem) = told {
            tracing::error!(about = job.subject_id, %problem, "a request cannot be ended");
        }
    }
    engine
        .store
        .write(move |tx| {
            let (job, why) = (job.clone(), why.clone());
            Box::pin(async move { queue::fail(tx, &job, due, &why).await })
        })
        .await
}

async fn give_up(engine: &Engine, act: &Act, request: &str, why: &str) -> Result<(), Trouble> {
    let (act, request, why) = (act.clone(), request.to_owned(), why.to_owned());
    engine
        .store
        .write(move |tx| {
            let (act, request, why) = (act.clone(), request.clone(), why.clone());
            Box::pin(async move {
                deliver_request::give_up(tx, &act, &request, &why).await?;
                Ok(())
            })
        })
        .await
}

fn next_attempt(task: Task, attempts: i64, now: Instant) -> Option<Instant> {
    let doublings = u32::try_from(attempts.clamp(0, 12)).unwrap_or(12);
    (task.is_owed() || attempts < LAST_ATTEMPT).then(|| {
        let wait = (1_i64 << doublings).min(LONGEST_WAIT);
        now + Duration::from_seconds(wait)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_and_later_and_then_never() {
        let now = Instant::from_unix(1_000);
        let waits: Vec<_> = (1..=10)
            .map(|attempt| {
                next_attempt(Task::Deliver, attempt, now).map(|due| (due - now).seconds())
            })
            .collect();
        assert_eq!(waits[..3], [Some(2), Some(4), Some(8)]);
        assert_eq!(waits[8], Some(512));
        assert_eq!(waits[9], None);
        let ends = next_attempt(Task::Expire, 50, now).map(|due| (due - now).seconds());
        assert_eq!(ends, Some(LONGEST_WAIT));
    }
}
