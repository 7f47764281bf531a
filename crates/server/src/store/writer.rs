//! The one writer of a SQLite database. Commands that wait while the disk works share the next transaction: each has its own
//! savepoint, so a failed one takes back only its own work, and one fsync keeps them all.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::thread::JoinHandle;

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot};

use super::Work;
use super::dialect::Engine;
use super::error::StoreError;
use super::file::File;
use super::tx::{Connection, Tx};
use crate::clock::Stopwatch;
use crate::measures;

/// How many commands may share one commit. Bounds what a power cut can delay, not what it can lose: nobody is answered before.
const BATCH: usize = 128;
/// How many commands may wait before callers wait to send.
const QUEUE: usize = 1024;

/// What a command that panicked is answered, on either engine.
pub(super) const PANICKED: StoreError = StoreError::Abandoned("it panicked");
const STOPPED: StoreError = StoreError::Abandoned("the store is closed");

/// Sends commands to the writer's thread. Dropping it waits until the thread has put everything into the one file and ended.
pub(super) struct Writer {
    /// There until it is dropped.
    queue: Option<mpsc::Sender<Box<dyn Command>>>,
    thread: Option<JoinHandle<()>>,
}

/// A command whose answer type is hidden, so that different ones queue together.
trait Command: Send {
    /// Does the work and remembers its result. `false`: take the work back.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>>;
    /// Replaces the result by a failure.
    fn fail(&mut self, failure: StoreError);
    /// Answers whoever waits.
    fn answer(self: Box<Self>);
}

struct Pending<F, T, E> {
    work: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Command for Pending<F, T, E>
where
    F: for<'a> FnMut(&'a mut Tx) -> Work<'a, T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(async move {
            let result = (self.work)(tx).await;
            let keep = result.is_ok();
            self.result = Some(result);
            keep
        })
    }

    fn fail(&mut self, failure: StoreError) {
        // What the command itself refused stays refused, whatever happened to the rest of the batch.
        if !matches!(self.result, Some(Err(_))) {
            self.result = Some(Err(failure.into()));
        }
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(STOPPED.into()));
        // Nobody waits any more when the caller went away; the work stays done.
        drop(self.reply.send(result));
    }
}

impl Writer {
    /// Starts the writer on the one connection that writes. It has a thread of its own, because it waits for the disk.
    pub(super) fn start(file: File) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(sqlx::Error::Io)?;
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || runtime.block_on(write_all(file, receiver)))
            .map_err(sqlx::Error::Io)?;
        Ok(Self {
            queue: Some(sender),
            thread: Some(thread),
        })
    }

    /// Runs `work` in the next batch and answers when it is on disk.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnMut(&'a mut Tx) -> Work<'a, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let pending = Pending {
            work,
            result: None,
            reply,
        };
        let Some(queue) = &self.queue else {
            return Err(STOPPED.into());
        };
        if queue.send(Box::new(pending)).await.is_err() {
            return Err(STOPPED.into());
        }
        answer.await.unwrap_or_else(|_| Err(STOPPED.into()))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        let Some(thread) = self.thread.take() else {
            return;
        };
        // A command may hold the last handle itself; the thread ends right after it then.
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("the writer panicked");
        }
    }
}

async fn write_all(file: File, mut queue: mpsc::Receiver<Box<dyn Command>>) {
    while let Some(first) = queue.recv().await {
        let mut done = Vec::new();
        let outcome = write_batch(&file, first, &mut queue, &mut done).await;
        if let Err(failure) = &outcome {
            for command in &mut done {
                command.fail(failure.clone());
            }
        }
        for command in done {
            command.answer();
        }
    }
    // Else whoever opens the file next would first have to read a log that may be as long as the file.
    let ended = file.take().await;
    if let Err(problem) = ended.and_then(|lease| lease.script("PRAGMA wal_checkpoint(TRUNCATE)")) {
        tracing::warn!(%problem, "what was written stays in the log beside the file");
    }
}

/// Runs what waits in one transaction. Every command ends up in `done`, whether or not the batch was kept.
async fn write_batch(
    file: &File,
    first: Box<dyn Command>,
    queue: &mut mpsc::Receiver<Box<dyn Command>>,
    done: &mut Vec<Box<dyn Command>>,
) -> Result<(), StoreError> {
    let since = Stopwatch::start();
    let begun = file.take().await.and_then(|lease| {
        lease.script(Engine::Sqlite.begin_write())?;
        Ok(lease)
    });
    measures::begun("write", since.elapsed());
    let mut tx = match begun {
        Ok(lease) => Tx::new(Connection::Sqlite(lease)),
        Err(error) => {
            done.push(first);
            // Those who wait have waited for as long, and would wait for the same.
            while done.len() < QUEUE
                && let Ok(next) = queue.try_recv()
            {
                done.push(next);
            }
            return Err(error);
        }
    };
    let mut next = Some(first);
    while let Some(mut command) = next {
        let outcome = run_one(&mut tx, command.as_mut()).await;
        done.push(command);
        outcome?;
        next = if done.len() < BATCH {
            queue.try_recv().ok()
        } else {
            None
        };
    }
    let since = Stopwatch::start();
    tx.commit().await?;
    measures::committed(done.len(), since.elapsed());
    Ok(())
}

async fn run_one(tx: &mut Tx, command: &mut dyn Command) -> Result<(), StoreError> {
    tx.run_script("SAVEPOINT command").await?;
    let outcome = AssertUnwindSafe(command.run(tx)).catch_unwind().await;
    let keep = outcome.unwrap_or_else(|_| {
        command.fail(PANICKED);
        false
    });
    if let Some(failure) = tx.broken() {
        return Err(failure);
    }
    // Released even when it is kept: each page that is written costs something for every one that is open.
    tx.run_script(if keep {
        "RELEASE command"
    } else {
        "ROLLBACK TO command; RELEASE command"
    })
    .await
}
