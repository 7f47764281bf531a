//! When the operator says stop.

/// Ends at Ctrl-C or, where there is such a thing, SIGTERM.
pub async fn to_stop() {
    let interrupted = async {
        if let Err(problem) = tokio::signal::ctrl_c().await {
            tracing::warn!(%problem, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(problem) => {
            tracing::warn!(%problem, "SIGTERM cannot be heard");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
