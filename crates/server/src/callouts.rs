//! Calls extensions (Graph contract: customExtensionStageSettings): calls that wait in the `callouts` table are sent by HTTP, signed, and tried
//! again. A call is claimed with a lease, sent outside of any transaction, and then marked, so a crash in between sends it twice rather
//! than never; its id tells the receiver which ones are the same.

mod post;
mod queue;
pub mod signature;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use portico_graph::time::Duration;

use crate::clock::Clock;
use crate::config::Extensions;
use crate::http::App;
use crate::ids::Ids;
use crate::operations::act::Act;
use crate::store::{Store, StoreError};

use post::{Post, Trouble};
use queue::Claimed;

/// How often to look for calls.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_millis(500);
/// The longest that a step waits for the database beside the call.
const SILENCE: std::time::Duration = std::time::Duration::from_mins(1);
/// How long a call on its way may keep the server from ending.
const GRACE: std::time::Duration = std::time::Duration::from_secs(5);
/// The longest wait between two attempts, in seconds.
const LONGEST_WAIT: i64 = 3600;

/// Calls extensions, one after the other.
pub struct Caller {
    store: Store,
    /// The organisation's clock: when something happened.
    clock: Arc<dyn Clock>,
    /// The machine's clock: leases, waiting, signatures.
    real_clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    /// This caller's name on its leases.
    holder: String,
    post: Post,
}

impl Caller {
    /// The caller of this server.
    pub fn of(app: &App, extensions: Extensions) -> Self {
        Self {
            store: app.store.clone(),
            clock: app.clock.clone(),
            real_clock: app.real_clock.clone(),
            ids: app.ids.clone(),
            holder: app.ids.guid(),
            post: Post::new(extensions),
        }
    }

    /// Sends one due call, or writes down why not; `false` when there is none.
    async fn step(&self) -> Result<bool, StoreError> {
        let now = self.real_clock.now();
        let mut tx = self.store.begin_read().await?;
        let any = queue::any(&mut tx, now).await?;
        drop(tx);
        if !any {
            return Ok(false);
        }
        let holder = self.holder.clone();
        let claimed = self
            .store
            .write(move |tx| {
                let holder = holder.clone();
                Box::pin(async move { queue::claim(tx, &holder, now).await })
            })
            .await?;
        let Some(call) = claimed else {
            return Ok(false);
        };
        let outcome = self.post.send(&call, now).await;
        self.settle(call, outcome).await.map(|()| true)
    }

    async fn settle(&self, call: Claimed, outcome: Result<(), Trouble>) -> Result<(), StoreError> {
        let act = Act::by_service(self.clock.now(), Arc::clone(&self.ids));
        let due = match &outcome {
            Err(Trouble::Later(_)) if call.attempts <= call.retries => {
                Some(self.real_clock.now() + wait(call.attempts))
            }
            _ => None,
        };
        if let Err(trouble) = &outcome {
            tracing::warn!(call = call.id, attempt = call.attempts, %trouble, again = due.is_some(), "an extension could not be called");
        }
        self.store
            .write(move |tx| {
                let (act, call, outcome) = (act.clone(), call.clone(), outcome.clone());
                Box::pin(async move {
                    match outcome {
                        Ok(()) => queue::sent(tx, &act, &call).await,
                        Err(trouble) => {
                            queue::failed(tx, &act, &call, due, &trouble.to_string()).await
                        }
                    }
                })
            })
            .await
    }
}

/// How long to wait after so many attempts: a second, then twice as long each time.
fn wait(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or_default();
    Duration::from_seconds((1_i64 << doublings).min(LONGEST_WAIT))
}

/// Calls until `shutdown` comes. A call on its way then has a little time to arrive; otherwise its lease runs out and it is sent again.
pub async fn run(caller: Caller, shutdown: impl Future<Output = ()>) {
    let mut shutdown = pin!(shutdown);
    let longest = SILENCE + post::LONGEST;
    loop {
        let mut step = pin!(caller.step());
        let outcome = tokio::select! {
            outcome = &mut step => outcome,
            () = tokio::time::sleep(longest) => Err(StoreError::Abandoned("the database is silent")),
            () = &mut shutdown => {
                drop(tokio::time::timeout(GRACE, step).await);
                return;
            }
        };
        let quiet = match outcome {
            Ok(worked) => !worked,
            Err(problem) => {
                tracing::error!(%problem, "the calls to extensions cannot be reached");
                true
            }
        };
        if quiet {
            tokio::select! {
                () = &mut shutdown => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }
}
