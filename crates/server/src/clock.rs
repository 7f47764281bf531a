//! The only source of time. Two kinds of time are kept apart: the organisation's clock, which deadlines and schedules
//! follow and a demo can move forward, and the real one for sessions, leases and rate limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use portico_graph::time::{Duration, Instant};

/// Something that knows what time it is.
pub trait Clock: Send + Sync {
    /// Now, in whole seconds.
    fn now(&self) -> Instant;
}

/// How far the clocks of machines that share a database may lie apart. A lease that ends later than one could that was taken now, and
/// by more than this, was taken before the clock was put back; it holds nobody up.
pub const DISAGREEMENT: Duration = Duration::from_seconds(60);

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealClock;

impl Clock for RealClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    fn now(&self) -> Instant {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| {
                i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
            });
        Instant::from_unix(seconds)
    }
}

/// How long something took, by the machine's steady clock. For measures, the log, and how often somebody called; nothing of the organisation is
/// decided by it.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts it.
    #[expect(
        clippy::disallowed_methods,
        reason = "measures how long the machine itself took"
    )]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Since it was started.
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}

/// Another clock plus an offset: the demo's, whose offset is kept in the database.
pub struct MovedClock {
    base: Arc<dyn Clock>,
    offset: AtomicI64,
}

impl MovedClock {
    /// `base` moved forward by `offset`.
    pub fn new(base: Arc<dyn Clock>, offset: Duration) -> Self {
        Self {
            base,
            offset: AtomicI64::new(offset.seconds()),
        }
    }

    /// How far it stands from its base.
    pub fn offset(&self) -> Duration {
        Duration::from_seconds(self.offset.load(Ordering::Relaxed))
    }

    /// Puts it `offset` ahead of its base.
    pub fn set_offset(&self, offset: Duration) {
        self.offset.store(offset.seconds(), Ordering::Relaxed);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Instant {
        self.base.now() + self.offset()
    }
}

/// A clock that stands still until a test moves it.
#[cfg(test)]
pub struct ManualClock(AtomicI64);

#[cfg(test)]
impl ManualClock {
    /// Stands at `now`.
    pub fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now.unix()))
    }

    /// Moves it forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.seconds(), Ordering::Relaxed);
    }
}

#[cfg(test)]
impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_unix(self.0.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_keeps_running() {
        let base = Arc::new(ManualClock::at(Instant::from_unix(1_000)));
        let moved = MovedClock::new(base.clone(), Duration::from_days(1));
        assert_eq!(moved.now(), Instant::from_unix(87_400));
        base.advance(Duration::from_seconds(5));
        assert_eq!(moved.now(), Instant::from_unix(87_405));
        moved.set_offset(Duration::from_days(2));
        assert_eq!(moved.now(), Instant::from_unix(173_805));
    }

    #[test]
    fn the_machine_is_past_the_year_2020() {
        assert!(RealClock.now() > Instant::from_unix(1_577_836_800));
    }
}
