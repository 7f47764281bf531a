//! The outbox and the clockwork: work that changes leave behind (deliver, notify) and work that time brings (deadlines, first and last
//! days). Jobs are rows, claimed with a lease and safe to run twice; any number of workers may share a database.

pub mod backlog;
pub mod outbox;
pub mod past;
pub mod queue;
mod run;
mod task;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use portico_graph::time::Duration;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::http::App;
use crate::ids::Ids;
use crate::store::{Store, StoreError};

pub use run::Trouble;
pub use task::{LetterKind, Task};

/// How long a claimed job belongs to who claimed it. Jobs take milliseconds; after a crash nobody should wait long for them.
const LEASE: Duration = Duration::from_seconds(5);
/// How often a worker looks for jobs that nobody told it about: deadlines, and what other processes left.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_millis(500);
/// The longest that a worker waits for one look and one job. A database whose machine is gone says nothing at all, not even that it is gone.
const LONGEST_STEP: std::time::Duration = std::time::Duration::from_mins(1);
/// How long `run_due` waits between looks at jobs that another worker holds.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(10);
/// How many of those looks.
const LOOKS: u32 = 1_000;

/// What a worker works with.
#[derive(Clone)]
pub struct Engine {
    /// The database.
    pub store: Store,
    /// The organisation's clock: what is due.
    pub clock: Arc<dyn Clock>,
    /// The machine's clock: leases.
    pub real_clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<Ids>,
    /// Where the links of letters lead.
    pub public_url: Arc<str>,
    /// Told when a change left work behind.
    pub wake: Arc<Notify>,
    /// Told when letters were written.
    pub mail_wake: Arc<Notify>,
    /// This worker's name on its leases.
    pub holder: String,
}

impl Engine {
    /// A worker of this server.
    pub fn of(app: &App) -> Self {
        Self {
            store: app.store.clone(),
            clock: app.clock.clone(),
            real_clock: app.real_clock.clone(),
            ids: app.ids.clone(),
            public_url: app.public_url.to_string().into(),
            wake: app.jobs_wake.clone(),
            mail_wake: app.mail_wake.clone(),
            holder: app.ids.guid(),
        }
    }

    /// Claims one due job and carries it out; `false` when there is none to claim.
    async fn step(&self) -> Result<bool, StoreError> {
        let (holder, now) = (self.holder.clone(), self.clock.now());
        let real_now = self.real_clock.now();
        let mut tx = self.store.begin_read().await?;
        let any = queue::any(&mut tx, now, real_now, LEASE).await?;
        drop(tx);
        if !any {
            return Ok(false);
        }
        let claimed = self
            .store
            .write(move |tx| {
                let holder = holder.clone();
                Box::pin(async move { queue::claim(tx, &holder, now, real_now, LEASE).await })
            })
            .await?;
        match claimed {
            None => Ok(false),
            Some(job) => run::one(self, job).await.map(|()| true),
        }
    }

    /// Works off everything that is due now, and what that leaves behind. Answers how many jobs were done here. Waits for those that
    /// another worker holds, so that nothing due is left undone when it returns.
    pub async fn run_due(&self) -> Result<usize, StoreError> {
        let mut done = 0;
        for _ in 0..LOOKS {
            while self.step().await? {
                done += 1;
            }
            let now = self.clock.now();
            let mut tx = self.store.begin_read().await?;
            let left = queue::due(&mut tx, now).await?;
            drop(tx);
            if left == 0 {
                break;
            }
            tokio::time::sleep(PATIENCE).await;
        }
        Ok(done)
    }
}

/// Works until `shutdown` comes; a job that was begun is finished first.
pub async fn run(app: App, shutdown: impl Future<Output = ()>) {
    let engine = Engine::of(&app);
    let mut shutdown = pin!(shutdown);
    loop {
        let quiet = match tokio::time::timeout(LONGEST_STEP, engine.step()).await {
            Ok(Ok(worked)) => !worked,
            Ok(Err(problem)) => {
                tracing::error!(%problem, "the worker cannot reach its jobs");
                true
            }
            Err(_) => {
                tracing::error!("the worker hears nothing of its jobs");
                true
            }
        };
        let pause = async {
            if quiet {
                let told = engine.wake.notified();
                drop(tokio::time::timeout(LOOK_EVERY, told).await);
            }
        };
        tokio::select! {
            () = &mut shutdown => return,
            () = pause => {}
        }
    }
}

/// Works off everything that is due now; see [`Engine::run_due`].
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &App) -> Result<usize, StoreError> {
    Engine::of(app).run_due().await
}
