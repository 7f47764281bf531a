//! How an access stands: what the person who holds it reads.

use super::Badge;
use super::standing::End;
use super::who::Deciders;
use crate::ui::{Icon, Tone};
use crate::words::calendar::Calendar;
use crate::words::line::{Line, Marks};
use crate::words::text::state as text;
use crate::words::when::{self, Style};
use portico_graph::time::Instant;
use portico_graph::{Assignment, AssignmentRequest, AssignmentState, RequestState, RequestType};

/// Days before the end from which the end is what matters.
const SOON: i64 = 14;

/// One row of the table of access states.
#[derive(Clone, Debug, PartialEq)]
pub enum Holding {
    Opening,
    /// Some or all of it could not be opened.
    Partly,
    NotOpened,
    Open {
        until: End,
    },
    /// Ends within two weeks; `days` is 0 on the last day.
    Ending {
        at: Instant,
        days: i64,
    },
    /// It ends, but an extension is being decided.
    Extending {
        until: Instant,
        with: Deciders,
    },
    /// Given by an administrator, who can also end it.
    Given {
        until: End,
    },
    Ended {
        at: Option<Instant>,
        how: Ending,
    },
}

/// How an access came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Planned,
    GivenUp,
    TakenAway,
    Untold,
}

/// What is known beside an assignment: my requests about it, and who decides a pending one.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    pub requests: &'a [AssignmentRequest],
    /// Who decides the request with an id.
    pub deciders: &'a dyn Fn(&str) -> Deciders,
}

impl Holding {
    /// Reads the state of an assignment together with the requests about it.
    pub fn of(
        assignment: &Assignment,
        beside: Beside<'_>,
        now: Instant,
        calendar: &dyn Calendar,
    ) -> Self {
        let about = || {
            beside
                .requests
                .iter()
                .filter(|request| concerns(request, assignment))
        };
        let last = |kinds: &[RequestType]| {
            about()
                .filter(|request| {
                    request
                        .request_type
                        .is_some_and(|kind| kinds.contains(&kind))
                })
                .max_by_key(|request| request.created_date_time)
        };
        let until = End::of(assignment.schedule.as_ref());
        match assignment
            .state
            .unwrap_or(AssignmentState::UnknownFutureValue)
        {
            AssignmentState::Delivering => return Self::Opening,
            AssignmentState::PartiallyDelivered => return Self::Partly,
            AssignmentState::DeliveryFailed => return Self::NotOpened,
            AssignmentState::Expired => {
                let removed = [
                    RequestType::SystemRemove,
                    RequestType::UserRemove,
                    RequestType::AdminRemove,
                    RequestType::ApproverRemove,
                ];
                let how = match last(&removed).and_then(|request| request.request_type) {
                    Some(RequestType::SystemRemove) => Ending::Planned,
                    Some(RequestType::UserRemove) => Ending::GivenUp,
                    Some(_) => Ending::TakenAway,
                    None => Ending::Untold,
                };
                return Self::Ended {
                    at: assignment.expired_date_time,
                    how,
                };
            }
            AssignmentState::Delivered | AssignmentState::UnknownFutureValue => {}
        }
        if let End::At(end) = until {
            let waits =
                about().find(|request| request.state == Some(RequestState::PendingApproval));
            if let Some(request) = waits {
                return Self::Extending {
                    until: end,
                    with: (beside.deciders)(&request.id),
                };
            }
            let days = when::days_left(end, now, calendar);
            if days <= SOON {
                return Self::Ending {
                    at: end,
                    days: days.max(0),
                };
            }
        }
        match last(&[RequestType::UserAdd, RequestType::AdminAdd])
            .and_then(|request| request.request_type)
        {
            Some(RequestType::AdminAdd) => Self::Given { until },
            _ => Self::Open { until },
        }
    }

    /// Whether it is open to the person now, at least in part.
    pub fn is_live(&self) -> bool {
        !matches!(self, Self::Ended { .. })
    }

    /// The line that says how it stands.
    pub fn row(&self) -> Line {
        let mut marks = Marks::default();
        match self {
            Self::Opening => text::opening_uncounted().into(),
            Self::Partly => text::partly_uncounted().into(),
            Self::NotOpened => text::failed().into(),
            Self::Open { until: End::At(at) } => {
                let until = marks.when(*at, Style::Date);
                marks.line(text::holds_until(&until))
            }
            Self::Open { until: End::Never } => text::holds_for_good().into(),
            Self::Open { until: End::Untold } => text::holds().into(),
            Self::Ending { at, days: 0 } => {
                let at = marks.when(*at, Style::At);
                marks.line(text::ends_today(&at))
            }
            Self::Ending { at, days } => {
                let at = marks.when(*at, Style::DayTime);
                marks.line(text::ends_on(*days, &at))
            }
            Self::Extending { until, with } => {
                let until = marks.when(*until, Style::Date);
                match with.phrase() {
                    Some(who) => {
                        let who = marks.inner(who);
                        marks.line(text::extension_with(&until, &who))
                    }
                    None => marks.line(text::extension_untold(&until)),
                }
            }
            Self::Given { until: End::At(at) } => {
                let until = marks.when(*at, Style::Date);
                marks.line(text::given_until(&until))
            }
            Self::Given { .. } => text::given().into(),
            Self::Ended { at: None, .. } => text::ended_sometime().into(),
            Self::Ended { at: Some(at), how } => {
                let day = marks.when(*at, Style::Date);
                marks.line(match how {
                    Ending::Planned => text::ended_as_planned(&day),
                    Ending::GivenUp => text::given_up(&day),
                    Ending::TakenAway => text::taken_away(&day),
                    Ending::Untold => text::ended(&day),
                })
            }
        }
    }

    /// The state in a few words.
    pub fn badge(&self) -> Badge {
        match self {
            Self::Opening => Badge::new(Icon::Half, Tone::Neutral, text::badge_opening()),
            Self::Partly => Badge::new(Icon::Half, Tone::Neutral, text::badge_partly()),
            Self::NotOpened => Badge::new(Icon::Cross, Tone::No, text::badge_not_opened()),
            Self::Open { .. } | Self::Extending { .. } | Self::Given { .. } => {
                Badge::new(Icon::Open, Tone::Go, text::badge_open())
            }
            Self::Ending { at, .. } => {
                let mut marks = Marks::default();
                let day = marks.when(*at, Style::At);
                Badge::new(Icon::Warn, Tone::Need, marks.line(text::badge_ending(&day)))
            }
            Self::Ended {
                how: Ending::TakenAway,
                ..
            } => Badge::new(Icon::Cross, Tone::No, text::badge_ended()),
            Self::Ended { .. } => Badge::new(Icon::Shut, Tone::Neutral, text::badge_ended()),
        }
    }

    /// "3 days left", on what ends soon.
    pub fn left(&self) -> Option<String> {
        match self {
            Self::Ending { days: 0, .. } => Some(text::last_day()),
            Self::Ending { days, .. } => Some(text::days_left(*days)),
            _ => None,
        }
    }
}

fn concerns(request: &AssignmentRequest, assignment: &Assignment) -> bool {
    request
        .assignment
        .as_deref()
        .is_some_and(|named| named.id == assignment.id)
}

#[cfg(test)]
mod tests;
