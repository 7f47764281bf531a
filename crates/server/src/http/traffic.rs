//! How many requests are being answered, and whether the process is about to end.

use tokio::sync::watch;

/// Shared by everything that answers or waits for the answers.
pub struct Traffic {
    in_flight: watch::Sender<usize>,
    leaving: watch::Sender<bool>,
}

/// One request that is being answered, until this is dropped.
pub struct InFlight<'a>(&'a Traffic);

impl Traffic {
    /// Nothing happens yet.
    pub fn new() -> Self {
        Self {
            in_flight: watch::Sender::new(0),
            leaving: watch::Sender::new(false),
        }
    }

    /// A request has come in.
    pub fn enter(&self) -> InFlight<'_> {
        self.in_flight.send_modify(|count| *count += 1);
        InFlight(self)
    }

    /// How many requests are being answered; parts of a batch count beside it.
    pub fn in_flight(&self) -> usize {
        *self.in_flight.borrow()
    }

    /// The process is about to end: no new callers, please.
    pub fn leave(&self) {
        self.leaving.send_replace(true);
    }

    /// Whether [`Self::leave`] was said.
    pub fn is_leaving(&self) -> bool {
        *self.leaving.borrow()
    }

    /// Comes when nothing is being answered.
    pub async fn quiet(&self) {
        // The sender lives as long as `self`, so this cannot fail.
        drop(
            self.in_flight
                .subscribe()
                .wait_for(|count| *count == 0)
                .await,
        );
    }
}

impl Default for Traffic {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn quiet_comes_with_the_last_answer() {
        let traffic = Traffic::new();
        assert!(traffic.quiet().now_or_never().is_some());
        let first = traffic.enter();
        let second = traffic.enter();
        drop(first);
        assert_eq!(traffic.in_flight(), 1);
        assert!(traffic.quiet().now_or_never().is_none());
        drop(second);
        assert!(traffic.quiet().now_or_never().is_some());
    }
}
