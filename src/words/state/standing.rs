//! How a request stands: what the person who asked reads.

use super::Badge;
use super::who::{Deciders, named};
use crate::ui::{Icon, Tone};
use crate::words::line::{Line, Marks};
use crate::words::text::state as text;
use crate::words::when::Style;
use portico_graph::portico::{DeliveryState, Event, EventKind, Progress, ProgressStage};
use portico_graph::time::{Duration, Instant};
use portico_graph::{
    AssignmentRequest, AssignmentState, ExpirationPatternType, RequestState, Schedule,
    review_result, stage_status,
};

/// One row of the table of request states.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    Sent {
        at: Option<Instant>,
    },
    Waiting {
        deciders: Deciders,
        since: Option<Instant>,
        until: Option<Instant>,
        more_from: Option<Instant>,
    },
    Scheduled {
        by: Option<String>,
        opens: Option<Instant>,
    },
    /// `approved`: somebody decided, so that the word is said.
    Opening {
        approved: bool,
        resources: usize,
    },
    Open {
        until: End,
    },
    PartlyOpen {
        open: usize,
        all: usize,
        next_try: Option<Instant>,
    },
    NotOpened {
        what: Vec<String>,
        next_try: Option<Instant>,
    },
    Refused {
        by: Option<String>,
        at: Option<Instant>,
        words: Option<String>,
    },
    /// `by_me` is known only where the back end says who did it.
    Cancelled {
        at: Option<Instant>,
        by_me: bool,
    },
    Unanswered {
        at: Option<Instant>,
        after: Option<Duration>,
    },
    /// What was opened has ended since.
    Ended {
        at: Instant,
    },
    /// A state that this version does not know; the status word is all there is.
    Unknown {
        status: Option<String>,
    },
}

/// When something that is open ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    At(Instant),
    Never,
    Untold,
}

impl End {
    /// The end of an effective window. A duration alone has no start to count from, so it stays untold.
    pub fn of(schedule: Option<&Schedule>) -> Self {
        let Some(expiration) = schedule.and_then(|schedule| schedule.expiration.as_ref()) else {
            return Self::Untold;
        };
        match (
            expiration.pattern_type,
            expiration.end_date_time,
            expiration.duration,
        ) {
            (ExpirationPatternType::NoExpiration, ..) => Self::Never,
            (ExpirationPatternType::AfterDateTime, Some(end), _) => Self::At(end),
            (ExpirationPatternType::AfterDuration, _, Some(length)) => schedule
                .and_then(|schedule| schedule.start_date_time)
                .map_or(Self::Untold, |start| Self::At(start + length)),
            _ => Self::Untold,
        }
    }
}

/// Everything known about one request. `events` is empty where nobody tells, `me` is the reader's directory id.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub request: &'a AssignmentRequest,
    pub progress: Option<&'a Progress>,
    pub events: &'a [Event],
    pub me: Option<&'a str>,
}

impl<'a> Known<'a> {
    /// What a list knows.
    pub fn listed(request: &'a AssignmentRequest, progress: Option<&'a Progress>) -> Self {
        Self {
            request,
            progress,
            events: &[],
            me: None,
        }
    }

    /// The stage that is being decided.
    pub fn running(self) -> Option<&'a ProgressStage> {
        self.progress?
            .stages
            .iter()
            .find(|stage| stage.status == stage_status::IN_PROGRESS)
    }

    fn decided(self, result: &str) -> Option<&'a ProgressStage> {
        self.progress?
            .stages
            .iter()
            .rev()
            .find(|stage| stage.review_result == result)
    }

    fn event(self, kind: EventKind) -> Option<&'a Event> {
        self.events.iter().rev().find(|event| event.kind == kind)
    }

    fn next_try(self) -> Option<Instant> {
        self.progress?
            .deliveries
            .iter()
            .filter_map(|one| one.next_try_date_time)
            .min()
    }

    fn count(self, state: DeliveryState) -> usize {
        self.progress.map_or(0, |progress| {
            progress
                .deliveries
                .iter()
                .filter(|one| one.state == state)
                .count()
        })
    }
}

impl Standing {
    /// Reads the state and everything that is told beside it.
    pub fn of(known: Known<'_>) -> Self {
        let request = known.request;
        let assignment = request.assignment.as_deref();
        let deliveries = known
            .progress
            .map_or(0, |progress| progress.deliveries.len());
        match request.state.unwrap_or(RequestState::UnknownFutureValue) {
            RequestState::Submitted => Self::Sent {
                at: request.created_date_time,
            },
            RequestState::PendingApproval => match known.running() {
                Some(stage) => Self::Waiting {
                    deciders: Deciders::of_stage(stage),
                    since: stage.started_date_time.or(request.created_date_time),
                    until: stage.due_date_time,
                    more_from: stage.escalation_date_time,
                },
                None => Self::Waiting {
                    deciders: Deciders::Untold,
                    since: request.created_date_time,
                    until: None,
                    more_from: None,
                },
            },
            RequestState::Scheduled => Self::Scheduled {
                by: known
                    .decided(review_result::APPROVED)
                    .and_then(|stage| named(stage.reviewed_by.as_ref())),
                opens: assignment
                    .and_then(|assignment| assignment.schedule.as_ref())
                    .or(request.schedule.as_ref())
                    .and_then(|schedule| schedule.start_date_time),
            },
            RequestState::Delivering => Self::Opening {
                approved: known.decided(review_result::APPROVED).is_some(),
                resources: deliveries,
            },
            RequestState::Delivered => match assignment {
                Some(assignment) if assignment.state == Some(AssignmentState::Expired) => {
                    match assignment.expired_date_time {
                        Some(at) => Self::Ended { at },
                        None => Self::Open { until: End::Untold },
                    }
                }
                _ => Self::Open {
                    until: End::of(assignment.and_then(|assignment| assignment.schedule.as_ref())),
                },
            },
            RequestState::PartiallyDelivered => Self::PartlyOpen {
                open: known.count(DeliveryState::Delivered),
                all: deliveries,
                next_try: known.next_try(),
            },
            RequestState::DeliveryFailed => Self::NotOpened {
                what: known
                    .progress
                    .map(|progress| progress.deliveries.iter())
                    .into_iter()
                    .flatten()
                    .filter(|one| one.state == DeliveryState::Failed)
                    .map(|one| one.resource.clone())
                    .collect(),
                next_try: known.next_try(),
            },
            RequestState::Denied => Self::denied(known),
            RequestState::Canceled => {
                let event = known.event(EventKind::Canceled);
                let actor = event
                    .and_then(|event| event.actor.as_ref())
                    .and_then(|actor| actor.id.as_deref());
                Self::Cancelled {
                    at: event
                        .map(|event| event.created_date_time)
                        .or(request.completed_date_time),
                    by_me: actor.is_some() && actor == known.me,
                }
            }
            RequestState::UnknownFutureValue => Self::Unknown {
                status: request.status.clone(),
            },
        }
    }

    /// A timeout is `denied` too; only the status word tells.
    fn denied(known: Known<'_>) -> Self {
        let request = known.request;
        if request
            .status
            .as_deref()
            .is_some_and(|status| status.eq_ignore_ascii_case("Expired"))
        {
            let stage = known.progress.and_then(|progress| {
                progress
                    .stages
                    .iter()
                    .find(|stage| stage.status == stage_status::EXPIRED)
            });
            let after = stage.and_then(|stage| {
                let (start, due) = (stage.started_date_time?, stage.due_date_time?);
                Some(Duration::from_seconds(due.unix() - start.unix()))
            });
            return Self::Unanswered {
                at: request.completed_date_time,
                after,
            };
        }
        let stage = known.decided(review_result::DENIED);
        Self::Refused {
            by: stage.and_then(|stage| named(stage.reviewed_by.as_ref())),
            at: stage
                .and_then(|stage| stage.reviewed_date_time)
                .or(request.completed_date_time),
            words: stage.and_then(|stage| spoken(stage.justification.as_deref())),
        }
    }

    /// Whether something can still happen without anybody asking again.
    pub fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Sent { .. }
                | Self::Waiting { .. }
                | Self::Scheduled { .. }
                | Self::Opening { .. }
                | Self::Unknown { .. }
        ) || matches!(
            self,
            Self::PartlyOpen {
                next_try: Some(_),
                ..
            } | Self::NotOpened {
                next_try: Some(_),
                ..
            }
        )
    }

    /// Whether the person may take the request back (Graph contract: who may cause what).
    pub fn may_be_cancelled(&self) -> bool {
        matches!(
            self,
            Self::Sent { .. } | Self::Waiting { .. } | Self::Scheduled { .. }
        )
    }

    /// A state in a few words.
    pub fn badge(&self) -> Badge {
        let plain = |glyph, tone, words: String| Badge::new(glyph, tone, words);
        match self {
            Self::Sent { .. } => plain(Icon::Half, Tone::Neutral, text::badge_sent()),
            Self::Waiting { .. } => plain(Icon::Half, Tone::Neutral, text::badge_waiting()),
            Self::Scheduled {
                opens: Some(opens), ..
            } => {
                let mut marks = Marks::default();
                let day = marks.when(*opens, Style::Short);
                Badge::new(
                    Icon::Clock,
                    Tone::Neutral,
                    marks.line(text::badge_starts(&day)),
                )
            }
            Self::Scheduled { opens: None, .. } => {
                plain(Icon::Clock, Tone::Neutral, text::badge_approved())
            }
            Self::Opening { .. } => plain(Icon::Half, Tone::Neutral, text::badge_opening()),
            Self::Open { .. } => plain(Icon::Open, Tone::Go, text::badge_opened()),
            Self::PartlyOpen { .. } => plain(Icon::Half, Tone::Neutral, text::badge_partly()),
            Self::NotOpened { .. } => plain(Icon::Cross, Tone::No, text::badge_not_opened()),
            Self::Refused { .. } => plain(Icon::Cross, Tone::No, text::badge_refused()),
            Self::Cancelled { by_me: true, .. } => {
                plain(Icon::Shut, Tone::Neutral, text::badge_you_cancelled())
            }
            Self::Cancelled { .. } => plain(Icon::Shut, Tone::Neutral, text::badge_cancelled()),
            Self::Unanswered { .. } => plain(Icon::Shut, Tone::Neutral, text::badge_unanswered()),
            Self::Ended { .. } => plain(Icon::Shut, Tone::Neutral, text::badge_ended()),
            Self::Unknown { .. } => plain(Icon::Half, Tone::Neutral, text::badge_unknown()),
        }
    }
}

/// Words somebody really wrote.
pub fn spoken(words: Option<&str>) -> Option<String> {
    words
        .map(str::trim)
        .filter(|words| !words.is_empty())
        .map(str::to_owned)
}

/// Words of somebody, in quotation marks.
pub fn quoted(words: &str) -> Line {
    let mut marks = Marks::default();
    let words = marks.text(words);
    marks.line(text::quoted(&words))
}

#[cfg(test)]
mod tests;
