//! When the operator says stop, and when they say it again.

/// Ctrl-C and, where there is such a thing, SIGTERM.
pub struct Signals {
    #[cfg(unix)]
    terminated: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupted: tokio::signal::unix::Signal,
}

impl Signals {
    /// Listens from now on; until then a signal ends the process as the system does it.
    #[cfg(unix)]
    pub fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminated: signal(SignalKind::terminate())?,
            interrupted: signal(SignalKind::interrupt())?,
        })
    }

    /// Comes with the next signal.
    #[cfg(unix)]
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
        }
    }

    /// Listens when it is asked.
    #[cfg(not(unix))]
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// Comes with the next signal.
    #[cfg(not(unix))]
    pub async fn next(&mut self) {
        if let Err(problem) = tokio::signal::ctrl_c().await {
            tracing::warn!(%problem, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    }
}
