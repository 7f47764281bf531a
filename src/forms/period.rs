//! The period of a request: a first day and a length or a last day, as the policy allows.

use crate::words::calendar::{Calendar, Day};
use portico_governance::schedule::{self, End, ScheduleProblem, Window};
use portico_graph::json::{Fault, FromJson};
use portico_graph::read_object;
use portico_graph::time::{Duration, Instant};
use portico_graph::{ExpirationPattern, ExpirationPatternType, Requirements, Schedule};
use serde::Serialize;
use serde_json::Value;

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Length {
    Days(i64),
    /// As long as the policy gives: its own length, its own last day, or no end.
    Longest,
    /// Until the day in [`Draft::last_day`].
    UntilDay,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// As the date input gives it; blank means at once.
    pub first_day: String,
    pub length: Option<Length>,
    /// As the date input gives it.
    pub last_day: String,
}

read_object!(Draft {
    first_day = "firstDay",
    length = "length",
    last_day = "lastDay"
});

/// As it is written: a word, or an object with the days.
impl FromJson for Length {
    fn blank() -> Self {
        Self::Longest
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = match (value.as_str(), &value["days"]) {
            (Some("longest"), _) => Self::Longest,
            (Some("untilDay"), _) => Self::UntilDay,
            (None, days) => Self::Days(days.as_i64().ok_or_else(|| Fault::new("is no length"))?),
            _ => return Err(Fault::new("is no length")),
        };
        Ok(())
    }
}

/// The field that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    FirstDay,
    Length,
    LastDay,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No such day.
    NotADay(Field),
    /// No length was chosen.
    NoLength,
    /// The last day is not after the first, or has passed.
    EndsTooEarly,
    /// Longer than allowed; the last instant that would do.
    TooLong {
        field: Field,
        latest: Option<Instant>,
    },
    /// The policy lets nobody choose, or has ended itself.
    Closed,
}

impl Problem {
    /// The field that the words stand beside.
    pub fn field(self) -> Field {
        match self {
            Self::NotADay(field) | Self::TooLong { field, .. } => field,
            Self::EndsTooEarly => Field::LastDay,
            Self::NoLength | Self::Closed => Field::Length,
        }
    }
}

/// What the policy allows, when and where the person stands.
#[derive(Clone, Copy)]
pub struct Bounds<'a> {
    pub policy: Option<&'a ExpirationPattern>,
    pub allow_custom: bool,
    pub now: Instant,
    pub calendar: &'a dyn Calendar,
}

/// Lengths that people ask for, in days.
const USUAL: [i64; 5] = [7, 30, 90, 180, 365];

impl<'a> Bounds<'a> {
    pub fn new(asked: &'a Requirements, now: Instant, calendar: &'a dyn Calendar) -> Self {
        Self {
            policy: asked
                .schedule
                .as_ref()
                .and_then(|schedule| schedule.expiration.as_ref()),
            allow_custom: asked.allow_custom_assignment_schedule == Some(true),
            now,
            calendar,
        }
    }

    /// The policy's own length, when it has one.
    pub fn limit(self) -> Option<Duration> {
        self.policy
            .filter(|policy| policy.pattern_type == ExpirationPatternType::AfterDuration)?
            .duration
    }

    /// The policy's own last instant, when it has one.
    pub fn last_instant(self) -> Option<Instant> {
        self.policy
            .filter(|policy| policy.pattern_type == ExpirationPatternType::AfterDateTime)?
            .end_date_time
    }

    /// The lengths to offer with a first day, the shortest first; the longest is [`Length::Longest`].
    pub fn offers(self, start: Option<Instant>) -> Vec<Length> {
        let from = start.unwrap_or(self.now);
        let room = match (self.limit(), self.last_instant()) {
            (Some(limit), _) => Some(limit),
            (None, Some(last)) => Some(Duration::from_seconds(last.unix() - from.unix())),
            (None, None) => None,
        };
        let mut offers: Vec<Length> = match room {
            Some(room) => {
                let fitting: Vec<i64> = USUAL
                    .into_iter()
                    .filter(|days| Duration::from_days(*days) < room)
                    .collect();
                // Two beside the longest are enough to choose from, and those near the longest say most.
                fitting[fitting.len().saturating_sub(2)..]
                    .iter()
                    .copied()
                    .map(Length::Days)
                    .collect()
            }
            None => USUAL[1..4].iter().copied().map(Length::Days).collect(),
        };
        offers.push(Length::Longest);
        offers
    }

    /// The last day that a date input may take.
    pub fn last_day(self, start: Option<Instant>) -> Option<Day> {
        let from = start.unwrap_or(self.now);
        let last = self
            .last_instant()
            .or_else(|| self.limit().map(|limit| from + limit))?;
        Some(self.calendar.day(last))
    }

    /// The first instant of a chosen day; `None` for today and before, which mean at once.
    pub fn start(self, day: Day) -> Option<Instant> {
        (day > self.calendar.day(self.now)).then(|| self.calendar.begin(day))
    }

    /// What a length comes to.
    fn expiration(
        self,
        draft: &Draft,
        start: Option<Instant>,
    ) -> Result<Option<ExpirationPattern>, Problem> {
        match draft.length.ok_or(Problem::NoLength)? {
            Length::Days(days) => Ok(Some(ExpirationPattern::after(Duration::from_days(days)))),
            Length::Longest => Ok(self.policy.cloned()),
            Length::UntilDay => {
                let day =
                    Day::parse(draft.last_day.trim()).ok_or(Problem::NotADay(Field::LastDay))?;
                let end = self.calendar.end(day);
                // The last allowed day counts whole: what the policy takes off it is not the person's mistake.
                let end = match self.last_day(start) {
                    Some(last) if last == day => {
                        let from = start.unwrap_or(self.now);
                        let last = self
                            .last_instant()
                            .or_else(|| self.limit().map(|limit| from + limit));
                        last.map_or(end, |last| last.min(end))
                    }
                    _ => end,
                };
                Ok(Some(ExpirationPattern::at(end)))
            }
        }
    }

    /// Checks a draft: the schedule to send and the period it comes to.
    pub fn check(self, draft: &Draft) -> Result<(Schedule, Window), Problem> {
        let first = draft.first_day.trim();
        let start = if first.is_empty() {
            None
        } else {
            self.start(Day::parse(first).ok_or(Problem::NotADay(Field::FirstDay))?)
        };
        let expiration = self.expiration(draft, start)?;
        let asked = Schedule {
            start_date_time: start,
            expiration,
        };
        let field = if draft.length == Some(Length::UntilDay) {
            Field::LastDay
        } else {
            Field::Length
        };
        match schedule::effective(self.policy, self.allow_custom, Some(&asked), self.now) {
            Ok(window) => Ok((asked, window)),
            Err(ScheduleProblem::EndBeforeStart | ScheduleProblem::EndInPast) => {
                Err(Problem::EndsTooEarly)
            }
            Err(ScheduleProblem::TooLong { limit }) => {
                let from = start.unwrap_or(self.now);
                let latest = match limit {
                    End::At(end) => Some(end),
                    End::After(length) => Some(from + length),
                    End::Never => None,
                };
                Err(Problem::TooLong { field, latest })
            }
            Err(
                ScheduleProblem::NotAllowed
                | ScheduleProblem::Malformed
                | ScheduleProblem::PolicyEnded,
            ) => Err(Problem::Closed),
        }
    }

    /// The period without any choice.
    pub fn given(self) -> Option<Window> {
        schedule::effective(self.policy, self.allow_custom, None, self.now).ok()
    }
}

#[cfg(test)]
mod tests;
