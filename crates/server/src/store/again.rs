//! When a transaction that PostgreSQL took back is run again: at once at first, then later and later, and no two of them in step. Those
//! that were in each other's way would otherwise meet again at each attempt.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::clock::Stopwatch;

/// For how long a caller waits before hearing that it did not work out.
const PATIENCE: Duration = Duration::from_secs(10);
/// Attempts that everybody has, however long they take: who was in the way of a long one is done then.
const LEAST: u32 = 3;
/// The longest pause, as a power of two in milliseconds: about a quarter of a second.
const LONGEST: u32 = 8;

/// One transaction's attempts.
pub(super) struct Again {
    since: Stopwatch,
    attempts: u32,
}

impl Again {
    /// Before the first attempt.
    pub(super) fn start() -> Self {
        Self {
            since: Stopwatch::start(),
            attempts: 0,
        }
    }

    /// Waits until the next attempt is due; `false`: it is not worth another one.
    pub(super) async fn pause(&mut self) -> bool {
        if self.attempts >= LEAST && self.since.elapsed() > PATIENCE {
            return false;
        }
        self.attempts += 1;
        tokio::time::sleep(pause(self.attempts, share())).await;
        true
    }
}

/// A share of `2^attempts` milliseconds; `share` is in 65,536ths.
fn pause(attempts: u32, share: u16) -> Duration {
    let longest = 1000_u64 << attempts.min(LONGEST);
    Duration::from_micros((longest * u64::from(share)) >> 16)
}

/// A share that differs from those before it as much as can be, which is better than chance: steps of the golden ratio, from a place of
/// this process's own.
fn share() -> u16 {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let place = turn.wrapping_add(std::process::id().wrapping_mul(0x85eb_ca6b));
    let [high, low, ..] = place.wrapping_mul(0x9e37_79b9).to_be_bytes();
    u16::from_be_bytes([high, low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(pause(1, 0), Duration::ZERO);
        assert_eq!(pause(1, u16::MAX).as_millis(), 1);
        assert_eq!(pause(8, 1 << 15).as_millis(), 128);
        assert_eq!(pause(80, 1 << 15), pause(8, 1 << 15));
    }

    #[test]
    fn neighbours_do_not_wait_alike() {
        let mut shares: Vec<_> = (0..16).map(|_| share()).collect();
        shares.sort_unstable();
        let closest = shares.windows(2).map(|two| two[1] - two[0]).min();
        assert!(closest.is_some_and(|gap| gap > 1_000), "{shares:?}");
    }
}
