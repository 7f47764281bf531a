//! From when and until when (Graph contract: schedules). Combines what the policy allows with what was asked; never gives more than the
//! policy. One rule for the form in the browser and for the server.

use portico_graph::{
    ExpirationPattern, ExpirationPatternType, Schedule,
    time::{Duration, Instant},
};

/// The period that a request gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The chosen first instant; `None`: as soon as it is approved.
    pub start: Option<Instant>,
    /// How it ends.
    pub end: End,
    /// The policy's own last instant, which cuts a duration that would outlast it.
    pub latest: Option<Instant>,
}

/// How a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It does not.
    Never,
    /// At an instant.
    At(Instant),
    /// Some time after the effective start: the delivery, or the chosen first instant if that is later.
    After(Duration),
}

/// Why an asked period cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleProblem {
    /// The policy lets nobody choose.
    #[error("this policy does not let the requestor choose a period")]
    NotAllowed,
    /// The pattern's members contradict its type: a duration with `afterDateTime`, an end with `afterDuration`, or neither.
    #[error("the expiration pattern has the wrong members for its type")]
    Malformed,
    /// The end is not after the start.
    #[error("the end is not after the start")]
    EndBeforeStart,
    /// The end has passed.
    #[error("the end has passed")]
    EndInPast,
    /// Longer than the policy allows; the longest that would do is here.
    #[error("longer than the policy allows")]
    TooLong {
        /// The longest end that the policy would give with this start.
        limit: End,
    },
    /// The policy's own end has passed: nobody can get anything under it any more.
    #[error("the policy itself has ended")]
    PolicyEnded,
}

/// The period a request gets, from the policy's expiration, the policy's permission to choose, and what was asked.
///
/// A start that has passed means at once. Asking for what the policy gives anyway is not choosing.
///
/// # Errors
/// The [`ScheduleProblem`] that stands in the way.
pub fn effective(
    policy: Option<&ExpirationPattern>,
    allow_custom: bool,
    asked: Option<&Schedule>,
    now: Instant,
) -> Result<Window, ScheduleProblem> {
    let given = policy.map_or(Ok(None), read)?.unwrap_or(End::Never);
    let latest = match given {
        End::At(end) if end <= now => return Err(ScheduleProblem::PolicyEnded),
        End::At(end) => Some(end),
        End::Never | End::After(_) => None,
    };
    let start = asked
        .and_then(|schedule| schedule.start_date_time)
        .filter(|start| *start > now);
    let wish = asked
        .and_then(|schedule| schedule.expiration.as_ref())
        .map_or(Ok(None), read)?;
    let end = wish.unwrap_or(given);
    if !allow_custom && (start.is_some() || end != given) {
        return Err(ScheduleProblem::NotAllowed);
    }
    let from = start.unwrap_or(now);
    match end {
        End::At(at) if at <= now => return Err(ScheduleProblem::EndInPast),
        End::At(at) if at <= from => return Err(ScheduleProblem::EndBeforeStart),
        End::After(length) if length <= Duration::ZERO => {
            return Err(ScheduleProblem::EndBeforeStart);
        }
        End::Never | End::At(_) | End::After(_) => {}
    }
    if outlasts(end, given, from) {
        return Err(ScheduleProblem::TooLong { limit: given });
    }
    Ok(Window { start, end, latest })
}

impl Window {
    /// When the access ends if it begins at `delivered` (or at the chosen start, when that is later); `None`: never.
    pub fn ends(&self, delivered: Instant) -> Option<Instant> {
        let from = self.effective_start(delivered);
        let end = match self.end {
            End::Never => None,
            End::At(end) => Some(end),
            End::After(length) => Some(from + length),
        };
        match (end, self.latest) {
            (Some(end), Some(latest)) => Some(end.min(latest)),
            (end, latest) => end.or(latest),
        }
    }

    /// The first instant of the access if it is delivered at `delivered`.
    pub fn effective_start(&self, delivered: Instant) -> Instant {
        self.start.map_or(delivered, |start| start.max(delivered))
    }

    /// Whether nothing of the period would be left at `now`.
    pub fn is_over(&self, now: Instant) -> bool {
        self.ends(now).is_some_and(|end| end <= now)
    }
}

/// Reads a pattern; `None`: it leaves the choice to the policy.
fn read(pattern: &ExpirationPattern) -> Result<Option<End>, ScheduleProblem> {
    use ExpirationPatternType as Type;
    match (
        pattern.pattern_type,
        pattern.end_date_time,
        pattern.duration,
    ) {
        (Type::NotSpecified, None, None) => Ok(None),
        (Type::NoExpiration, None, None) => Ok(Some(End::Never)),
        (Type::AfterDateTime, Some(end), None) => Ok(Some(End::At(end))),
        (Type::AfterDuration, None, Some(length)) => Ok(Some(End::After(length))),
        _ => Err(ScheduleProblem::Malformed),
    }
}

/// Whether `end` is later than what the policy gives with the same start.
fn outlasts(end: End, given: End, from: Instant) -> bool {
    match (end, given) {
        (_, End::Never) => false,
        (End::Never, _) => true,
        (End::At(end), End::At(limit)) => end > limit,
        (End::At(end), End::After(limit)) => end - from > limit,
        (End::After(length), End::At(limit)) => from + length > limit,
        (End::After(length), End::After(limit)) => length > limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Instant = Instant::from_unix(1_000_000_000);

    fn later(days: i64) -> Instant {
        NOW + Duration::from_days(days)
    }

    fn ask(start: Option<Instant>, expiration: Option<ExpirationPattern>) -> Schedule {
        Schedule {
            start_date_time: start,
            expiration,
        }
    }

    #[test]
    fn the_policy_alone() {
        let policy = ExpirationPattern::after(Duration::from_days(30));
        let window = effective(Some(&policy), false, None, NOW).unwrap();
        assert_eq!(window.ends(later(2)), Some(later(32)));
        assert_eq!(effective(None, false, None, NOW).unwrap().ends(NOW), None);
        let ended = ExpirationPattern::at(later(-1));
        assert_eq!(
            effective(Some(&ended), true, None, NOW),
            Err(ScheduleProblem::PolicyEnded)
        );
    }

    #[test]
    fn choosing_needs_permission_unless_nothing_differs() {
        let policy = ExpirationPattern::after(Duration::from_days(30));
        let shorter = ask(None, Some(ExpirationPattern::after(Duration::from_days(5))));
        let same = ask(Some(later(-1)), Some(policy.clone()));
        let start = ask(Some(later(1)), None);
        assert_eq!(
            effective(Some(&policy), false, Some(&shorter), NOW),
            Err(ScheduleProblem::NotAllowed)
        );
        assert_eq!(
            effective(Some(&policy), false, Some(&start), NOW),
            Err(ScheduleProblem::NotAllowed)
        );
        assert!(effective(Some(&policy), false, Some(&same), NOW).is_ok());
        let window = effective(Some(&policy), true, Some(&start), NOW).unwrap();
        assert_eq!(
            (window.start, window.ends(NOW), window.ends(later(3))),
            (Some(later(1)), Some(later(31)), Some(later(33)))
        );
    }

    #[test]
    fn what_cannot_be() {
        let policy = ExpirationPattern::after(Duration::from_days(30));
        let contradiction = ExpirationPattern {
            duration: Some(Duration::from_days(1)),
            ..ExpirationPattern::at(later(1))
        };
        for (schedule, problem) in [
            (ask(None, Some(contradiction)), ScheduleProblem::Malformed),
            (
                ask(None, Some(ExpirationPattern::at(later(-1)))),
                ScheduleProblem::EndInPast,
            ),
            (
                ask(Some(later(5)), Some(ExpirationPattern::at(later(5)))),
                ScheduleProblem::EndBeforeStart,
            ),
            (
                ask(None, Some(ExpirationPattern::after(Duration::ZERO))),
                ScheduleProblem::EndBeforeStart,
            ),
            (
                ask(None, Some(ExpirationPattern::never())),
                ScheduleProblem::TooLong {
                    limit: End::After(Duration::from_days(30)),
                },
            ),
            (
                ask(None, Some(ExpirationPattern::at(later(31)))),
                ScheduleProblem::TooLong {
                    limit: End::After(Duration::from_days(30)),
                },
            ),
        ] {
            assert_eq!(
                effective(Some(&policy), true, Some(&schedule), NOW),
                Err(problem)
            );
        }
    }

    fn pattern() -> impl Strategy<Value = ExpirationPattern> {
        prop_oneof![
            Just(ExpirationPattern::never()),
            (-5i64..400).prop_map(|d| ExpirationPattern::at(later(d))),
            (-5i64..400).prop_map(|d| ExpirationPattern::after(Duration::from_days(d))),
        ]
    }

    proptest! {
        /// Whatever is asked and whenever it is delivered, the access ends no later than the policy says.
        #[test]
        fn never_outlasts_the_policy(
            policy in pattern(),
            wish in proptest::option::of(pattern()),
            start in proptest::option::of(-10i64..200),
            custom: bool,
            delay in 0i64..300,
        ) {
            let asked = ask(start.map(later), wish);
            if let Ok(window) = effective(Some(&policy), custom, Some(&asked), NOW) {
                let delivered = later(delay);
                let from = window.effective_start(delivered);
                prop_assert!(from >= delivered);
                let limit = match policy.pattern_type {
                    ExpirationPatternType::AfterDateTime => policy.end_date_time,
                    ExpirationPatternType::AfterDuration => policy.duration.map(|d| from + d),
                    _ => None,
                };
                if let Some(limit) = limit {
                    prop_assert!(window.ends(delivered).is_some_and(|end| end <= limit));
                }
            }
        }
    }
}
