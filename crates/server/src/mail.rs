//! Sends the outgoing mail: letters that wait in the `mail` table go to a mail server or into a folder. A letter is claimed with a
//! lease, sent outside of any transaction, and then marked, so a crash in between sends it twice rather than never.

mod carrier;
mod folder;
mod message;
mod queue;
mod retry;
mod smtp;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use lettre::message::Mailbox;
use portico_graph::time::Duration;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::config::mail::{Outgoing, Way};
use crate::http::App;
use crate::store::{Store, StoreError};

use carrier::{Carrier, Refusal};
use queue::Claimed;
pub use queue::all_arrived;

/// How often to look for letters that nobody told about: those put off, and what other processes left.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(2);
/// Seconds that a lease has beyond the carrier's own limit, for writing down the outcome.
const MARGIN: i64 = 5;
/// How long to leave a mail server alone that is away or does not want us: many letters must not become many wrong passwords.
const REST: std::time::Duration = std::time::Duration::from_secs(10);
/// The longest that a step waits for the database beside the carrier. One whose machine is gone says nothing at all, not even that it is
/// gone.
const SILENCE: std::time::Duration = std::time::Duration::from_mins(1);
/// How long a letter on its way may keep the server from ending.
const GRACE: std::time::Duration = std::time::Duration::from_secs(5);

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// There is no letter to claim.
    Nothing,
    /// What became of one letter is written down.
    Done,
    /// The same, and the next would fare no better now.
    Away,
}

/// Sends letters, one after the other.
pub struct Postman {
    store: Store,
    /// The organisation's clock: when a letter was sent.
    clock: Arc<dyn Clock>,
    /// The machine's clock: leases and waiting.
    real_clock: Arc<dyn Clock>,
    /// Told when a letter was written.
    wake: Arc<Notify>,
    /// This postman's name on its leases.
    holder: String,
    from: Mailbox,
    /// The host that ids of messages belong to.
    host: String,
    carrier: Box<dyn Carrier>,
}

impl Postman {
    /// The postman of this server.
    ///
    /// # Errors
    /// Certificates that cannot be used.
    pub fn of(app: &App, outgoing: Outgoing) -> anyhow::Result<Self> {
        let host = app.public_url.host().to_owned();
        let carrier: Box<dyn Carrier> = match outgoing.way {
            Way::Smtp(relay) => Box::new(smtp::Smtp::new(relay, &host)?),
            Way::Folder(folder) => Box::new(folder::Folder::new(folder)),
        };
        Ok(Self {
            store: app.store.clone(),
            clock: app.clock.clone(),
            real_clock: app.real_clock.clone(),
            wake: app.mail_wake.clone(),
            holder: app.ids.guid(),
            from: outgoing.from,
            host,
            carrier,
        })
    }

    /// Sends one due letter, or writes down why not.
    async fn step(&self) -> Result<Step, StoreError> {
        let now = self.real_clock.now();
        let mut tx = self.store.begin_read().await?;
        let lease = Duration::from_seconds(self.carrier.limit().seconds() + MARGIN);
        let any = queue::any(&mut tx, now, lease).await?;
        drop(tx);
        if !any {
            return Ok(Step::Nothing);
        }
        let holder = self.holder.clone();
        let claimed = self
            .store
            .write(move |tx| {
                let holder = holder.clone();
                Box::pin(async move { queue::claim(tx, &holder, now, lease).await })
            })
            .await?;
        let Some(letter) = claimed else {
            return Ok(Step::Nothing);
        };
        let outcome = self.send(&letter).await;
        let step = match outcome {
            Err(Refusal::Away(_)) => Step::Away,
            _ => Step::Done,
        };
        self.settle(letter, outcome).await.map(|()| step)
    }

    async fn send(&self, letter: &Claimed) -> Result<(), Refusal> {
        if letter.attempts > retry::MOST {
            // Nobody wrote down how the last attempt ended: each of them was cut short.
            return Err(Refusal::never("every attempt was cut short"));
        }
        let message = message::build(letter, &self.from, &self.host)
            .map_err(|problem| Refusal::never(problem.to_string()))?;
        self.carrier.carry(&letter.id, &message).await
    }

    async fn settle(
        &self,
        letter: Claimed,
        outcome: Result<(), Refusal>,
    ) -> Result<(), StoreError> {
        let (why, due) = match outcome {
            Ok(()) => {
                let at = self.clock.now();
                return self
                    .store
                    .write(move |tx| {
                        let letter = letter.clone();
                        Box::pin(async move { queue::sent(tx, &letter, at).await })
                    })
                    .await;
            }
            Err(Refusal::Never(why)) => (why, None),
            Err(Refusal::Later(why) | Refusal::Away(why)) => {
                let now = self.real_clock.now();
                (why, retry::next(letter.attempts, letter.since, now))
            }
        };
        // Logs hold ids, not addresses; servers like to repeat them.
        let shown = why.replace(&letter.to_address, "…");
        let (id, attempt) = (&letter.id, letter.attempts);
        if let Some(next) = due {
            tracing::warn!(letter = id, attempt, why = shown, %next, "a letter was put off");
        } else {
            tracing::error!(letter = id, attempt, why = shown, "a letter was given up");
        }
        self.store
            .write(move |tx| {
                let (letter, why) = (letter.clone(), why.clone());
                Box::pin(async move { queue::refused(tx, &letter, due, &why).await })
            })
            .await
    }
}

/// Sends until `shutdown` comes. A letter on its way then has a little time to arrive; otherwise its lease runs out and it is sent again.
pub async fn run(postman: Postman, shutdown: impl Future<Output = ()>) {
    let mut shutdown = pin!(shutdown);
    let carrying = u64::try_from(postman.carrier.limit().seconds()).unwrap_or_default();
    let longest = SILENCE + std::time::Duration::from_secs(carrying);
    loop {
        let mut step = pin!(postman.step());
        let outcome = tokio::select! {
            outcome = &mut step => outcome,
            () = tokio::time::sleep(longest) => Err(StoreError::Abandoned("the database is silent")),
            () = &mut shutdown => {
                drop(tokio::time::timeout(GRACE, step).await);
                return;
            }
        };
        let pause = async {
            match outcome {
                Ok(Step::Done) => {}
                Ok(Step::Away) => tokio::time::sleep(REST).await,
                Ok(Step::Nothing) => {
                    drop(tokio::time::timeout(LOOK_EVERY, postman.wake.notified()).await);
                }
                Err(problem) => {
                    tracing::error!(%problem, "the postman cannot reach the letters");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        };
        tokio::select! {
            () = &mut shutdown => return,
            () = pause => {}
        }
    }
}
