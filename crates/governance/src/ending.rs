//! What comes before access ends: its holder is told, twice (Graph contract: assignmentFourteenDaysBeforeExpiration,
//! assignmentOneDayBeforeExpiration).

use portico_graph::time::{Duration, Instant};

/// How many days before the end something is said, the longest first.
pub const DAYS_BEFORE: [i64; 2] = [14, 1];

fn moment(ends: Instant, days: i64) -> Instant {
    ends + Duration::from_days(-days)
}

/// Whose turn it is between two moments: the fewest of [`DAYS_BEFORE`] that have begun. `None` while all are to come, and from the end on.
pub fn begun(ends: Instant, now: Instant) -> Option<i64> {
    let has_begun = |days: &&i64| moment(ends, **days) <= now;
    let days = DAYS_BEFORE.iter().rev().find(has_begun).copied();
    days.filter(|_| now < ends)
}

/// What is to be said now. `said`: the days of what was said last, or of what had begun when the end was set; that is not said again, and
/// neither is what more days belong to.
pub fn to_say(ends: Instant, said: Option<i64>, now: Instant) -> Option<i64> {
    begun(ends, now).filter(|days| said.is_none_or(|said| *days < said))
}

/// When to look again: at the next of [`DAYS_BEFORE`], at last at the end.
pub fn next_look(ends: Instant, now: Instant) -> Instant {
    let moments = DAYS_BEFORE.iter().map(|days| moment(ends, *days));
    moments.into_iter().find(|at| *at > now).unwrap_or(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn at(days: i64) -> Instant {
        Instant::from_unix(1_800_000_000 + days * DAY)
    }

    #[test]
    fn fourteen_days_before_and_one() {
        let ends = at(30);
        assert_eq!(next_look(ends, at(0)), at(16));
        assert_eq!(to_say(ends, None, at(15)), None);
        assert_eq!(to_say(ends, None, at(16)), Some(14));
        assert_eq!(next_look(ends, at(16)), at(29));
        assert_eq!(to_say(ends, Some(14), at(20)), None);
        assert_eq!(to_say(ends, Some(14), at(29)), Some(1));
        assert_eq!(to_say(ends, Some(1), at(29)), None);
        assert_eq!(next_look(ends, at(29)), ends);
        assert_eq!(to_say(ends, None, ends), None);
        assert_eq!(next_look(ends, at(31)), ends);
    }

    #[test]
    fn whoever_was_not_there_says_only_the_last() {
        assert_eq!(to_say(at(30), None, at(29)), Some(1));
    }

    #[test]
    fn a_short_period_begins_behind_the_first() {
        let ends = at(7);
        assert_eq!(begun(ends, at(0)), Some(14));
        assert_eq!(next_look(ends, at(0)), at(6));
        assert_eq!(to_say(ends, begun(ends, at(0)), at(3)), None);
        assert_eq!(to_say(ends, begun(ends, at(0)), at(6)), Some(1));
        // A day's access was told of its end when it was given.
        assert_eq!(to_say(at(1), begun(at(1), at(0)), at(0)), None);
        assert_eq!(next_look(at(1), at(0)), at(1));
    }
}
