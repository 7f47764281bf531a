//! The end of the process: nobody new, answers for those who wait, background work that was begun is finished, and all of that within
//! bounds.

use std::future::IntoFuture;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::until_told::Signals;
use crate::http::App;

/// What runs beside the answers.
pub struct Background {
    /// Becomes true when the workers should end.
    pub stop: watch::Sender<bool>,
    /// They finish what they began.
    pub workers: Vec<JoinHandle<()>>,
    /// Becomes true when nothing is written any more.
    pub seal: watch::Sender<bool>,
    /// Links the last entries of the log.
    pub sealer: JoinHandle<()>,
}

/// Answers until told to stop, and then ends within `patience`. Success means that nothing was cut off.
pub async fn answer(
    listener: TcpListener,
    router: Router,
    app: &App,
    background: Background,
    mut signals: Signals,
    patience: Duration,
) -> anyhow::Result<ExitCode> {
    let (close, closed) = oneshot::channel::<()>();
    let closing = async {
        // Dropped unsaid, it closes all the same.
        drop(closed.await);
    };
    let serving = axum::serve(listener, router).with_graceful_shutdown(closing);
    let mut serving = tokio::spawn(serving.into_future());
    tokio::select! {
        ended = &mut serving => {
            ended??;
            return Ok(ExitCode::FAILURE);
        }
        () = signals.next() => {}
    }
    app.traffic.leave();
    let waiting = app.traffic.in_flight();
    tracing::info!(waiting, "told to stop: what was begun is finished first");
    // Nobody listens when this process does no background work.
    let _ = background.stop.send(true);
    let drained = async {
        // Until those who wait are answered the door stays open, so that a probe hears "not ready" instead of nothing. Callers who
        // come in an unending stream must not hold it open.
        drop(tokio::time::timeout(patience / 2, app.traffic.quiet()).await);
        drop(close);
        if let Ok(Err(problem)) = serving.await {
            tracing::error!(%problem, "answering ended badly");
        }
        for worker in background.workers {
            // A task that panicked has said so; the others still deserve to end in peace.
            drop(worker.await);
        }
        let _ = background.seal.send(true);
        drop(background.sealer.await);
    };
    tokio::select! {
        () = drained => {
            tracing::info!("ended");
            return Ok(ExitCode::SUCCESS);
        }
        () = tokio::time::sleep(patience) => tracing::error!(
            seconds = patience.as_secs(),
            waiting = app.traffic.in_flight(),
            "what was begun is not finished in time (drain_seconds): ended all the same"
        ),
        () = signals.next() => tracing::error!(
            waiting = app.traffic.in_flight(),
            "told to stop again: ended at once"
        ),
    }
    Ok(ExitCode::FAILURE)
}
