//! When a refused letter is tried again: after a minute, then later and later up to an hour, for two days.

use portico_graph::time::{Duration, Instant};

/// The most attempts of one letter. Two days end before that unless something cuts attempts short.
pub const MOST: i64 = 60;
const FIRST_WAIT: i64 = 60;
const LONGEST_WAIT: i64 = 3600;
const AT_MOST: Duration = Duration::from_days(2);

/// The next attempt after `attempts` of them, the first of which was at `since`; `None`: it is given up.
pub fn next(attempts: i64, since: Instant, now: Instant) -> Option<Instant> {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or_default();
    let due = now + Duration::from_seconds((FIRST_WAIT << doublings).min(LONGEST_WAIT));
    (attempts < MOST && due - since <= AT_MOST).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_and_later_for_two_days() {
        let start = Instant::from_unix(1_000);
        let (mut now, mut waits) = (start, Vec::new());
        while let Some(due) = next(i64::try_from(waits.len()).unwrap() + 1, start, now) {
            waits.push((due - now).seconds());
            now = due;
        }
        assert_eq!(waits[..8], [60, 120, 240, 480, 960, 1920, 3600, 3600]);
        let all = (now - start).seconds();
        assert!((47 * 3600..=48 * 3600).contains(&all), "{all}");
        assert!(i64::try_from(waits.len()).unwrap() < MOST);
    }

    #[test]
    fn a_letter_that_is_never_finished_ends_too() {
        let now = Instant::from_unix(1_000);
        assert!(next(MOST - 1, now, now).is_some());
        assert_eq!(next(MOST, now, now), None);
    }
}
